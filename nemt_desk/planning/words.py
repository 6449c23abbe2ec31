"""Minutes after midnight in words."""

from datetime import time

from nemt_desk.ground.words import time_text

_DAY_MIN = 24 * 60


def clock_text(minute: int) -> str:
    """Return `9:05 a.m.` for minutes after midnight, on whichever day that is."""
    hour, rest = divmod(minute % _DAY_MIN, 60)
    return time_text(time(hour, rest))


def ended(sentence: str) -> str:
    """Return the sentence with its full stop; `9:05 a.m.` brings its own."""
    return sentence if sentence.endswith(".") else f"{sentence}."
