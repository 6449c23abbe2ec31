"""Weekly hours in words: `M-F 8-4, not Wed pm`, `T/Th 7:30-2`, `any day exc. Sunday`. Pure."""

import re
from itertools import pairwise
from typing import NamedTuple

from nemt_desk.exchange.cells.got import EMPTY, Got, no_cell, taken
from nemt_desk.ground.words import fold

_NOON, _DAY = 720, 1440
_SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NAMES = {
    **dict.fromkeys(("m", "mo", "mon", "monday", "mondays", "mons"), 0),
    **dict.fromkeys(("t", "tu", "tue", "tues", "tuesday", "tuesdays"), 1),
    **dict.fromkeys(("w", "we", "wed", "weds", "wednesday", "wednesdays"), 2),
    **dict.fromkeys(("th", "thu", "thur", "thurs", "thursday", "thursdays", "r"), 3),
    **dict.fromkeys(("f", "fr", "fri", "friday", "fridays"), 4),
    **dict.fromkeys(("s", "sa", "sat", "saturday", "saturdays"), 5),
    **dict.fromkeys(("su", "sun", "sunday", "sundays"), 6),
}
_SETS = {
    "mwf": (0, 2, 4), "tth": (1, 3), "tts": (1, 3, 5), "mw": (0, 2), "wf": (2, 4),
    "mtw": (0, 1, 2), "mtwthf": (0, 1, 2, 3, 4), "mtwtf": (0, 1, 2, 3, 4), "tuth": (1, 3),
    "weekdays": (0, 1, 2, 3, 4), "weekday": (0, 1, 2, 3, 4), "weekends": (5, 6), "weekend": (5, 6),
    "daily": tuple(range(7)), "everyday": tuple(range(7)), "anyday": tuple(range(7)),
    "all": tuple(range(7)), "7": tuple(range(7)),
}  # fmt: skip
_FILLERS = frozenset(
    {"only", "and", "from", "open", "hours", "hrs", "between", "on", "every", "the"}
)
_TIME = r"(\d{1,2})(?::?(\d{2}))?\s*(a\.?m\.?|p\.?m\.?|a|p|noon|n|midnight|mid|m)?"
_SPAN = re.compile(
    rf"(?<![\w:]){_TIME}\s*(?:-|to|till|until|thru)\s*{_TIME}(?![\w:])", re.IGNORECASE
)
_AROUND_CLOCK = re.compile(
    r"\b24\s*(?:hrs?|hours?|/\s*7|h)\b|\b24-7\b|\balways open\b", re.IGNORECASE
)
_EXCEPT = re.compile(r"\b(?:not|except|exc|excl|but not|no)\b\.?", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|\d+|-", re.IGNORECASE)
NOT_READ = "These hours can't be read. Type them like Mon-Fri 8:00-16:00."


class Span(NamedTuple):
    """Hours of a weekday (0 Monday), minutes after midnight."""

    weekday: int
    start_min: int
    end_min: int

    @property
    def text(self) -> str:
        """`Mon 08:00-16:00`."""
        begin, end = divmod(self.start_min, 60), divmod(self.end_min, 60)
        return f"{_SHORT[self.weekday]} {begin[0]:02d}:{begin[1]:02d}-{end[0]:02d}:{end[1]:02d}"


def read_hours(text: str) -> Got:
    """Return the weekly hours as spans; refused if a word of it is not understood."""
    if not text:
        return EMPTY
    plain = re.sub("[\u2013\u2014\u2212]", "-", text)
    plain = re.sub(r"(?<!12 )(?<!12:00 )\bnoon\b", "12n", plain, flags=re.IGNORECASE)
    spans = _spans(re.sub(r"(?<!12 )\bmidnight\b", "12mid", plain, flags=re.IGNORECASE))
    if not spans:
        return no_cell(NOT_READ)
    return taken(tuple(spans), "; ".join(span.text for span in spans))


def _spans(text: str) -> list[Span] | None:
    if _AROUND_CLOCK.search(text):
        days = _days(_AROUND_CLOCK.sub(" ", text)) or list(range(7))
        return [Span(day, 0, _DAY) for day in days]
    kept: dict[int, list[Span]] = {}
    pending: list[int] | None = None
    last: list[int] = []
    for part in (piece for piece in re.split(r"[;\n]", text) if piece.strip()):
        for piece in _pieces(part):
            if _EXCEPT.match(piece.strip()):
                if not _take_out(kept, _EXCEPT.sub(" ", piece, count=1)):
                    return None
                continue
            pending = _add(kept, piece, pending, last)
            if pending is None:
                return None
    return None if pending else _in_order(kept)


def _pieces(part: str) -> list[str]:
    """Cut at commas, and before `not` and `except`, but not within a list of days."""
    found: list[str] = []
    for piece in re.split(r",", part):
        cut = re.split(r"(?=\b(?:not|but not)\b)", piece, flags=re.IGNORECASE)
        found += [some for some in cut if some.strip()]
    return found


def _add(
    kept: dict[int, list[Span]], piece: str, pending: list[int] | None, last: list[int]
) -> list[int] | None:
    """Add a piece's hours; return days that still wait for theirs, None if it can't be read.

    `last` are the days of the hours before: `M-F 8-12, 1-5` means the same days twice.
    """
    spans = list(_SPAN.finditer(piece))
    days_text = _SPAN.sub(" ", piece)
    without, _, excepted = _split_except(days_text)
    days = _days(without)
    if days is None:
        return None
    if excepted:
        off = _days(excepted)
        if not off:
            return None
        days = [day for day in days or range(7) if day not in off]
    days = [*(pending or []), *days]
    if not spans:
        return days or None
    last[:] = days or last or range(7)
    for day in last:
        for match in spans:
            if (times := _times(match)) is None:
                return None
            kept.setdefault(day, []).append(Span(day, *times))
    return []


def _split_except(text: str) -> tuple[str, str, str]:
    match = _EXCEPT.search(text)
    if match is None:
        return text, "", ""
    return text[: match.start()], match[0], text[match.end() :]


def _days(text: str) -> list[int] | None:
    """Return the weekdays named; none named gives []; an unknown word gives None."""
    words = [word for word in _WORD.findall(text.lower()) if fold(word) not in _FILLERS]
    joined = "".join(words)
    if joined in _SETS or joined in {"anydays", "sevendays"}:
        return list(_SETS.get(joined, tuple(range(7))))
    days: list[int] = []
    at = 0
    while at < len(words):
        word = words[at]
        if (
            word in {"any", "each", "7"}
            and at + 1 < len(words)
            and words[at + 1] in {"day", "days"}
        ):
            days += range(7)
            at += 2
            continue
        if word in _SETS:
            days += _SETS[word]
        elif word in _NAMES:
            last = _range_end(words, at)
            if last is not None:
                days += _between(_NAMES[word], last)
                at += 2
            else:
                days.append(_NAMES[word])
        elif word != "-":
            return None
        at += 1
    return list(dict.fromkeys(days))


def _range_end(words: list[str], at: int) -> int | None:
    if at + 2 < len(words) and words[at + 1] in {"-", "thru", "through", "to"}:
        return _NAMES.get(words[at + 2])
    return None


def _between(first: int, last: int) -> list[int]:
    return list(range(first, last + 1)) if first <= last else [*range(first, 7), *range(last + 1)]


def _times(match: re.Match[str]) -> tuple[int, int] | None:
    begin, end = _clock(match, 1), _clock(match, 4)
    if begin is None or end is None:
        return None
    start, start_half = begin
    stop, stop_half = end
    is_vague = not start_half and stop_half == "p" and not _is_24h(match[1], match[2])
    # 12-6p and 1-5p begin in the afternoon; 9-5p in the morning.
    if is_vague and start < _NOON and start % _NOON < min(6 * 60, stop % _NOON or _NOON):
        start += _NOON
    if not stop_half and stop <= start and stop < _NOON:
        stop += _NOON
    if stop == 0:
        stop = _DAY
    if not start_half and not stop_half and start < 5 * 60 and not _is_24h(match[1], match[2]):
        start += _NOON if start + _NOON < stop or stop < _NOON else 0
        stop += _NOON if stop <= start and stop < _NOON else 0
    return (start, stop) if 0 <= start < stop <= _DAY else None


def _is_24h(hour: str, minute: str | None) -> bool:
    return len(hour) == 2 and hour.startswith("0") and minute is not None


def _clock(match: re.Match[str], at: int) -> tuple[int, str] | None:
    hour, minute = int(match[at]), int(match[at + 1] or 0)
    word = (match[at + 2] or "").lower().replace(".", "")
    half = {"noon": "n", "midnight": "mid"}.get(word, word[:1] if word != "mid" else "mid")
    if hour > 24 or minute > 59 or (half in {"a", "p"} and not 1 <= hour <= 12):
        return None
    if half == "p":
        hour = hour % 12 + 12
    elif half in {"a", "mid"}:
        hour %= 12
    if half == "mid":
        return (_DAY if at > 1 else 0), "a"
    return hour * 60 + minute, "p" if half == "n" and hour == 12 else half.replace("m", "")


def _take_out(kept: dict[int, list[Span]], text: str) -> bool:
    """Take days, or their mornings or afternoons, out again; False if it can't be read."""
    words = text.lower()
    is_pm = bool(re.search(r"\b(pms?|afternoons?)\b", words))
    is_am = bool(re.search(r"\b(ams?|mornings?)\b", words))
    days = _days(re.sub(r"\b([ap]ms?|afternoons?|mornings?)\b", " ", words))
    if not days:
        return False
    for day in days:
        spans = kept.pop(day, [])
        halves = [_half(span, is_am=is_am, is_pm=is_pm) for span in spans]
        if left := [span for span in halves if span is not None]:
            kept[day] = left
    return True


def _half(span: Span, *, is_am: bool, is_pm: bool) -> Span | None:
    if is_pm and not is_am:
        end = min(span.end_min, _NOON)
        return span._replace(end_min=end) if span.start_min < end else None
    if is_am and not is_pm:
        begin = max(span.start_min, _NOON)
        return span._replace(start_min=begin) if begin < span.end_min else None
    return None


def _in_order(kept: dict[int, list[Span]]) -> list[Span] | None:
    spans = [span for day in sorted(kept) for span in sorted(set(kept[day]))]
    for one, other in pairwise(spans):
        if one.weekday == other.weekday and other.start_min < one.end_min:
            return None
    return spans
