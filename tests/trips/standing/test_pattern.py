"""Patterns of standing orders over odd days: changes of the clock, year ends, leap days, counts."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.trips.standing.orders import StandingEntry
from nemt_desk.trips.standing.pattern import first_day, neighbours, pattern_days
from nemt_desk.trips.standing.template import at_minute
from tests.trips.standing.world import Office

ZONE = AgencyTime("America/Chicago")
FAR = date(2030, 12, 31)


def entry(first: date, weekdays: set[int], every: int = 1) -> StandingEntry:
    return StandingEntry(
        member_id=uuid.UUID(int=1),
        weekdays=frozenset(weekdays),
        from_day=first,
        legs=(),
        every_weeks=every,
    )


def every_day(_day: date) -> bool:
    return True


def test_a_count_counts_trips_and_not_skipped_days() -> None:
    three = replace(entry(date(2026, 11, 3), {1}), count=3)
    skipped = {date(2026, 11, 10)}
    found = list(pattern_days(three, FAR, lambda day: day not in skipped))
    assert found == [date(2026, 11, 3) + timedelta(weeks=n) for n in range(4)]


def test_year_ends_and_leap_days() -> None:
    mondays = list(pattern_days(entry(date(2026, 12, 21), {0}), date(2027, 1, 12), every_day))
    assert mondays == [date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]
    leap = list(pattern_days(entry(date(2028, 2, 15), {1}, 2), date(2028, 3, 31), every_day))
    assert leap == [date(2028, 2, 15), date(2028, 2, 29), date(2028, 3, 14), date(2028, 3, 28)]


def test_every_other_week_is_anchored_on_the_first_weeks_monday() -> None:
    # It begins on a Friday: the Monday after is in an off-week.
    found = list(pattern_days(entry(date(2026, 11, 20), {0, 4}, 2), date(2026, 12, 20), every_day))
    assert found == [date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 4),
                     date(2026, 12, 14), date(2026, 12, 18)]  # fmt: skip


@given(
    first=st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    every=st.integers(1, 6),
    after=st.integers(0, 400),
)
def test_a_follower_keeps_the_rhythm(
    first: date, weekdays: set[int], every: int, after: int
) -> None:
    first = next(d for n in range(7) if (d := first + timedelta(days=n)).weekday() in weekdays)
    before, since = entry(first, weekdays, every), first + timedelta(days=after)
    start = first_day(before, frozenset(weekdays), every, since)
    last = start + timedelta(weeks=3 * every)
    old = [day for day in pattern_days(before, last, every_day) if day >= since]
    new = list(pattern_days(entry(start, weekdays, every), last, every_day))
    assert new == old


@given(day=st.dates(date(2026, 1, 1), date(2027, 12, 31)), weekdays=st.sets(st.integers(0, 6)))
def test_days_to_move_to_are_near_and_between_the_orders_own(day: date, weekdays: set[int]) -> None:
    own = frozenset(weekdays | {day.weekday()})
    found = neighbours(day, own, lambda near: near.weekday() in own)
    assert found == sorted(found, key=lambda near: (abs((near - day).days), near))
    for near in found:
        assert 1 <= abs((near - day).days) <= 6
        assert near.weekday() not in own
        assert near.weekday() < 5
        low, high = sorted((day, near))
        between = (low + timedelta(days=n) for n in range(1, (high - low).days))
        assert all(one.weekday() not in own for one in between)


def test_the_wall_clock_stays_when_the_clocks_change() -> None:
    spring, autumn = date(2027, 3, 14), date(2026, 11, 1)
    assert at_minute(10 * 60, spring, ZONE) == datetime(2027, 3, 14, 15, 0, tzinfo=UTC)
    assert at_minute(10 * 60, autumn, ZONE) == datetime(2026, 11, 1, 16, 0, tzinfo=UTC)
    # 2:30 a.m. does not exist in spring and is there once only in what is kept in autumn.
    gap = at_minute(2 * 60 + 30, spring, ZONE)
    assert gap is not None
    assert ZONE.local(gap).date() == spring
    assert at_minute(-10, autumn, ZONE) == datetime(2026, 11, 1, 4, 50, tzinfo=UTC)


def test_trips_are_at_the_same_time_of_day_over_both_changes(office: Office) -> None:
    office.today(date(2026, 10, 24))
    sundays = {"weekdays": frozenset({6}), "legs": office.legs(clock=7 * 60)}
    autumn = office.add(**sundays, from_day=date(2026, 10, 25))
    office.today(date(2027, 3, 6))
    spring = office.add(**sundays, from_day=date(2027, 3, 7))
    for key, change in ((autumn, date(2026, 11, 1)), (spring, date(2027, 3, 14))):
        assert change in office.days(key)
        trips = office.kept(key)
        assert {office.clock_of(trip.appointment_at) for trip in trips} == {"07:00"}
        assert {office.clock_of(trip.rides[0].pickup_at) for trip in trips} == {"06:27"}
        assert len({trip.appointment_at.hour for trip in trips if trip.appointment_at}) == 2
