"""Pure: on which days an order takes place, and what its number of trips counts.

A count counts trips: a day that is skipped for a holiday or by a person does not count, so the
order goes on one longer. Moved days count once; days on which the member is away, days that wait
to be settled and trips that somebody cancelled count too.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from nemt_desk.trips.repeats import walk
from nemt_desk.trips.standing.orders import Pattern

_WEEK = 7


def pattern_days(pattern: Pattern, until: date, counts: Callable[[date], bool]) -> Iterator[date]:
    """Go through the days of a pattern, both skipped and not, until its end or `until`."""
    last = until if pattern.until_day is None else min(until, pattern.until_day)
    count = 0
    for day in walk(pattern.from_day, pattern.weekdays, pattern.every_weeks, until=last):
        if pattern.count is not None and count >= pattern.count:
            return
        yield day
        count += counts(day)


def first_day(pattern: Pattern, weekdays: Iterable[int], every_weeks: int, since: date) -> date:
    """Return the first day of a changed pattern from `since` on.

    Where the number of weeks stays the same, so does the rhythm: an off-week stays an off-week.
    """
    anchor = pattern.from_day if every_weeks == pattern.every_weeks else since
    monday = anchor - timedelta(days=anchor.weekday())
    far = since + timedelta(weeks=2 * every_weeks)
    return next(day for day in walk(monday, weekdays, every_weeks, until=far) if day >= since)


def neighbours(day: date, weekdays: frozenset[int], is_taken: Callable[[date], bool]) -> list[date]:
    """Return the days a trip may be moved to, nearest first, the day before first.

    They lie between the pattern's own days, at most six days away, on a weekday from Monday to
    Friday or one on which the order itself takes place.
    """
    found: list[date] = []
    for step in (-1, 1):
        for far in range(1, _WEEK):
            there = day + timedelta(days=step * far)
            if is_taken(there):
                break
            if there.weekday() < 5 or there.weekday() in weekdays:
                found.append(there)
    return sorted(found, key=lambda there: (abs((there - day).days), there))
