"""Times of day as typed: 930, 9:30a, 7;30, 0.4375, 12:00 noon; no half day is guessed silently."""

import re
from datetime import time

from nemt_desk.exchange.cells.got import EMPTY, Got, Weight, taken, warned

_CLOCK = re.compile(
    r"(?P<h>\d{1,2})(?:(?P<mark>[:.;,h]|::| : )?(?P<m>\d{2}))?(?::\d{2})?\s*"
    r"(?:(?P<half>[ap])\.?\s?(?:m\.?)?)?",
    re.IGNORECASE,
)
_SHARE = re.compile(r"0?\.\d+|\d{4,5}\.\d+")
_OPENS, _NOON = 6, 12
_SLIPS = frozenset(";,")
NOT_READ = "This is no time of day. Type it like 9:30 AM or 13:15."
NO_TIME = "There is no such time of day."


def read_time(text: str, *, bad: Weight = Weight.CELL) -> Got:
    """Return a time; hours 1 to 5 without am or pm are in the afternoon, and that is told."""
    lowered = " ".join(text.lower().split())
    if not lowered:
        return EMPTY
    if lowered in {"noon", "12 noon", "midday"}:
        return _taken(time(_NOON))
    bare = lowered.removesuffix("noon").strip() if lowered.endswith("noon") else lowered
    bare = re.sub(r"^\d{4}-\d{2}-\d{2} (?=\d{1,2}:\d{2})", "", bare)
    if _SHARE.fullmatch(bare):
        return _of_share(float(bare) % 1)
    match = _CLOCK.fullmatch(bare)
    if match is None:
        return Got(None, "", bad, NOT_READ)
    return _of_clock(match, bad)


def _of_share(share: float) -> Got:
    minutes = round(share * 1440) % 1440
    return _taken(time(minutes // 60, minutes % 60))


def _of_clock(match: re.Match[str], bad: Weight) -> Got:
    hour, minute, half = int(match["h"]), int(match["m"] or 0), (match["half"] or "").lower()
    if minute > 59 or hour > 23:
        return Got(None, "", bad, NO_TIME)
    said = []
    if match["mark"] in _SLIPS:
        said.append("The punctuation slipped.")
    if half and hour <= _NOON:
        if not hour:
            return Got(None, "", bad, NO_TIME)
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    elif half and half == "a":
        return Got(None, "", bad, "This hour does not fit a.m.")
    elif 1 <= hour < _OPENS and not match["h"].startswith("0"):
        hour += _NOON
        said.append("There is no a.m. or p.m.: the afternoon was taken.")
    found = time(hour, minute)
    if said:
        return warned(found, f"{found:%H:%M}", " ".join(said))
    return _taken(found)


def _taken(found: time) -> Got:
    return taken(found, f"{found:%H:%M}")
