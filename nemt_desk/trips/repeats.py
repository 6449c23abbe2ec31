"""Pure: on which days a repeating trip takes place, and how a repeat is typed and said."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_text, day_year_text, parse_day
from nemt_desk.trips.rows import Repeat

FIELD = "repeat"
LONGEST_DAYS = 366
_WEEK = 7
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SETS = {"weekdays": range(5), "daily": range(7), "every day": range(7)}
_EXAMPLE = "Type it like “Mon Wed Fri until 12/24” or “Tue every 2 weeks 10 times”."


def days(first: date, repeat: Repeat) -> tuple[date, ...]:
    """Return the days of the repeat from `first` on; weeks begin on Monday.

    Raises:
        InputError: `first` is none of its weekdays, it has no end, or goes on for over a year.
    """
    _check(first, repeat)
    found: list[date] = []
    for day in _days_from(first, repeat):
        if repeat.count is not None and len(found) == repeat.count:
            break
        if (day - first).days > LONGEST_DAYS:
            raise _refuse("A repeat goes on for a year at most. Choose an earlier end.")
        found.append(day)
    return tuple(found)


def _days_from(first: date, repeat: Repeat) -> Iterator[date]:
    monday = first - timedelta(days=first.weekday())
    last = repeat.until or first + timedelta(days=LONGEST_DAYS + _WEEK * repeat.every_weeks)
    while monday <= last:
        for weekday in sorted(repeat.weekdays):
            day = monday + timedelta(days=weekday)
            if first <= day <= last:
                yield day
        monday += timedelta(weeks=repeat.every_weeks)


def _check(first: date, repeat: Repeat) -> None:
    if not repeat.weekdays or not repeat.weekdays <= set(range(_WEEK)):
        raise _refuse(f"A repeat needs its weekdays. {_EXAMPLE}")
    if first.weekday() not in repeat.weekdays:
        said = " ".join(_NAMES[day] for day in sorted(repeat.weekdays))
        raise _refuse(f"{day_text(first)} is none of the repeat's weekdays ({said}).")
    if not 1 <= repeat.every_weeks <= LONGEST_DAYS // _WEEK:
        raise _refuse("A repeat comes every 1 to 52 weeks.")
    if (repeat.until is None) == (repeat.count is None):
        raise _refuse(f"A repeat needs one end: a last day or a number of trips. {_EXAMPLE}")
    if repeat.until is not None and repeat.until < first:
        raise _refuse("The repeat ends before its first day.")
    if repeat.until is not None and (repeat.until - first).days > LONGEST_DAYS:
        raise _refuse("A repeat goes on for a year at most. Choose an earlier end.")
    if repeat.count is not None and not 1 <= repeat.count <= LONGEST_DAYS:
        raise _refuse(f"A repeat makes 1 to {LONGEST_DAYS} trips.")


def shifted(moment: datetime | None, first: date, day: date, time: AgencyTime) -> datetime | None:
    """Return `moment` of the trip on `first`, at the same wall-clock time for the one on `day`."""
    if moment is None or day == first:
        return moment
    local = time.local(moment)
    return time.at(day + (local.date() - first), local.time())


def parse(text: str, today: date) -> Repeat:
    """Read `Mon Wed Fri until 12/24`, `weekdays until 3/1`, `Tue every 2 weeks 10 times`.

    Raises:
        InputError: it can't be understood.
    """
    rest = " ".join(text.replace(",", " ").lower().split())
    rest, until = _taken(r"\b(?:until|till|to) (.+)$", rest)
    every, count = 1, None
    if until is not None:
        until, number = _taken(r"\b(\d+) times$", until)
        count = int(number) if number else None
    rest, weeks = _taken(r"\bevery (\d+|other|second)(?: weeks?)?\b", rest)
    if weeks is not None:
        every = int(weeks) if weeks.isdigit() else 2
    rest, times = _taken(r"\b(\d+) ?(?:times|x|trips)\b", rest)
    if times is not None:
        count = int(times)
    return Repeat(
        weekdays=frozenset(_weekdays(rest)),
        every_weeks=every,
        until=parse_day(until, today, FIELD) if until else None,
        count=count,
    )


def _taken(pattern: str, text: str) -> tuple[str, str | None]:
    match = re.search(pattern, text)
    if match is None:
        return text, None
    return " ".join((text[: match.start()] + " " + text[match.end() :]).split()), match[1]


def _weekdays(text: str) -> Iterator[int]:
    for name, numbers in _SETS.items():
        if name in text:
            yield from numbers
            text = text.replace(name, " ")
    for word in re.split(r"[\s/;&]+|\band\b", text):
        if word in {"", "and", "on", "each", "every"}:
            continue
        found = [n for n, name in enumerate(_LONG) if len(word) > 1 and name.startswith(word)]
        if len(found) != 1:
            raise _refuse(f"“{word}” is no weekday. {_EXAMPLE}")
        yield found[0]


def repeat_text(repeat: Repeat) -> str:
    """Return `Mon Wed Fri until Thu 24 Dec 2026`."""
    said = " ".join(_NAMES[day] for day in sorted(repeat.weekdays))
    if repeat.every_weeks > 1:
        said += f" every {repeat.every_weeks} weeks"
    if repeat.until is not None:
        said += f" until {day_year_text(repeat.until)}"
    return f"{said}, {repeat.count} times" if repeat.count is not None else said


def _refuse(sentence: str) -> InputError:
    return InputError([Problem(FIELD, sentence)])
