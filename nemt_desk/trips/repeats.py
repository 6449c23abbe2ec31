"""Pure: on which days a repeating trip takes place, and how a repeat is typed and said."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_text, day_year_text, parse_day
from nemt_desk.trips.rows import HolidayRule, Repeat

FIELD = "repeat"
LONGEST_DAYS = 5 * 366
MOST_TIMES = 366
OPEN_DAYS = 28
_WEEK = 7
_MOST_WEEKS = 52
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SETS = {"weekdays": range(5), "daily": range(7), "every day": range(7)}
_OPEN = r"\b(until further notice|ongoing|open[- ]ended|no end|without end)\b"
_EXAMPLE = "Type it like “Mon Wed Fri until 12/24” or “Tue every 2 weeks 10 times”."


def days(first: date, repeat: Repeat, until: date | None = None) -> tuple[date, ...]:
    """Return the days of the repeat from `first` on; weeks begin on Monday.

    One that goes on until further notice has those of its first four weeks. `until` cuts any.

    Raises:
        InputError: `first` is none of its weekdays, or it goes on for too long.
    """
    check(first, repeat)
    last = repeat.until or first + timedelta(days=OPEN_DAYS if repeat.is_open else LONGEST_DAYS)
    found: list[date] = []
    for day in walk(first, repeat.weekdays, repeat.every_weeks, until=min(last, until or last)):
        if repeat.count is not None and len(found) == repeat.count:
            break
        found.append(day)
    return tuple(found)


def walk(first: date, weekdays: Iterable[int], every_weeks: int, *, until: date) -> Iterator[date]:
    """Go through the days of a weekly pattern; its rhythm begins in the week of `first`."""
    monday, chosen = first - timedelta(days=first.weekday()), sorted({*weekdays})
    while monday <= until:
        for weekday in chosen:
            day = monday + timedelta(days=weekday)
            if first <= day <= until:
                yield day
        monday += timedelta(weeks=every_weeks)


def check(first: date, repeat: Repeat) -> None:
    """Refuse a repeat that can't be.

    Raises:
        InputError: on `repeat`.
    """
    if not repeat.weekdays or not repeat.weekdays <= set(range(_WEEK)):
        raise _refuse(f"A repeat needs its weekdays. {_EXAMPLE}")
    if first.weekday() not in repeat.weekdays:
        said = " ".join(_NAMES[day] for day in sorted(repeat.weekdays))
        raise _refuse(f"{day_text(first)} is none of the repeat's weekdays ({said}).")
    if not 1 <= repeat.every_weeks <= _MOST_WEEKS:
        raise _refuse("A repeat comes every 1 to 52 weeks.")
    if repeat.until is not None and repeat.count is not None:
        raise _refuse(f"A repeat has one end: a last day or a number of trips. {_EXAMPLE}")
    if repeat.until is not None and repeat.until < first:
        raise _refuse("The repeat ends before its first day.")
    if repeat.until is not None and (repeat.until - first).days > LONGEST_DAYS:
        raise _refuse("A repeat with an end goes on for five years at most. Choose an earlier end.")
    if repeat.count is not None and not 1 <= repeat.count <= MOST_TIMES:
        raise _refuse(f"A repeat makes 1 to {MOST_TIMES} trips.")


def shifted(moment: datetime | None, first: date, day: date, time: AgencyTime) -> datetime | None:
    """Return `moment` of the trip on `first`, at the same wall-clock time for the one on `day`."""
    if moment is None or day == first:
        return moment
    local = time.local(moment)
    return time.at(day + (local.date() - first), local.time())


def parse(text: str, today: date) -> Repeat:
    """Read `Mon Wed Fri until 12/24`, `Tue every 2 weeks 10 times`, `Mon until further notice`.

    A rule for holidays may stand at the end: `skip holidays`, `move holidays`, `keep holidays`.

    Raises:
        InputError: it can't be understood, or does not say how long.
    """
    rest = " ".join(text.replace(",", " ").lower().split())
    rest, holidays = _taken(r"\b(skip|move|keep) holidays?\b", rest)
    rest, is_open = _taken(_OPEN, rest)
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
    found = Repeat(
        weekdays=frozenset(_weekdays(rest)),
        every_weeks=every,
        until=parse_day(until, today, FIELD) if until else None,
        count=count,
        holiday_rule=HolidayRule(holidays) if holidays else HolidayRule.SKIP,
    )
    if found.is_open and is_open is None:
        raise _refuse(
            f"Say how long: until a day, so many times, or until further notice. {_EXAMPLE}"
        )
    return found


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
    """Return `Mon Wed Fri until Thu 24 Dec 2026`, with `move holidays` where that is the rule."""
    said = " ".join(_NAMES[day] for day in sorted(repeat.weekdays))
    if repeat.every_weeks > 1:
        said += f" every {repeat.every_weeks} weeks"
    if repeat.until is not None:
        said += f" until {day_year_text(repeat.until)}"
    if repeat.count is not None:
        said += f", {repeat.count} times"
    if repeat.is_open:
        said += " until further notice"
    if repeat.holiday_rule is not HolidayRule.SKIP:
        said += f", {repeat.holiday_rule.value} holidays"
    return said


def _refuse(sentence: str) -> InputError:
    return InputError([Problem(FIELD, sentence)])
