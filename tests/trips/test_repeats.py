"""On which days a standing order runs, and at which time of day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError
from nemt_desk.trips.repeats import days, parse, repeat_text, shifted
from nemt_desk.trips.rows import HolidayRule, Repeat

TODAY = date(2026, 11, 24)
TIME = AgencyTime("America/Chicago")


def test_dialysis_until_a_day() -> None:
    found = days(TODAY, Repeat(frozenset({1, 3, 5}), until=date(2026, 12, 3)))
    assert [day.day for day in found] == [24, 26, 28, 1, 3]


def test_every_second_week_by_count() -> None:
    found = days(date(2026, 11, 26), Repeat(frozenset({0, 3}), every_weeks=2, count=4))
    assert found == (
        date(2026, 11, 26),
        date(2026, 12, 7),
        date(2026, 12, 10),
        date(2026, 12, 21),
    )


@pytest.mark.parametrize(
    ("repeat", "words"),
    [
        (Repeat(frozenset({0}), count=3), "none of the repeat's weekdays"),
        (Repeat(frozenset(), count=3), "needs its weekdays"),
        (Repeat(frozenset({1}), until=date(2026, 12, 24), count=3), "has one end"),
        (Repeat(frozenset({1}), until=date(2026, 11, 23)), "ends before"),
        (Repeat(frozenset({1}), until=date(2031, 12, 2)), "five years at most"),
        (Repeat(frozenset({1}), count=367), "1 to 366"),
        (Repeat(frozenset({1}), every_weeks=0, count=2), "every 1 to 52"),
    ],
)
def test_a_repeat_that_cannot_be(repeat: Repeat, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        days(TODAY, repeat)
    assert caught.value.field == "repeat"


@given(
    first=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    others=st.frozensets(st.integers(0, 6)),
    weeks=st.integers(1, 8),
    span=st.integers(0, 366),
)
def test_days_keep_to_the_pattern(
    first: date, others: frozenset[int], weeks: int, span: int
) -> None:
    weekdays = others | {first.weekday()}
    until = first + timedelta(days=span)
    found = days(first, Repeat(weekdays, weeks, until))
    assert found[0] == first
    assert list(found) == sorted(set(found))
    monday = first - timedelta(days=first.weekday())
    for day in found:
        assert first <= day <= until
        assert day.weekday() in weekdays
        assert (day - monday).days // 7 % weeks == 0
    assert days(first, Repeat(weekdays, weeks, count=len(found))) == found


@given(
    first=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    clock=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    after=st.integers(0, 366),
)
def test_the_wall_clock_stays_the_same(first: date, clock: time, after: int) -> None:
    moment, day = TIME.at(first, clock), first + timedelta(days=after)
    moved = shifted(moment, first, day, TIME)
    assert moved is not None
    first_local, local = TIME.local(moment), TIME.local(moved)
    if moved == TIME.at(day, first_local.time()) and _exists(day, first_local.time()):
        assert local.time() == first_local.time()
    assert local.date() - day == first_local.date() - first


def _exists(day: date, clock: time) -> bool:
    return TIME.local(TIME.at(day, clock)).time() == clock


def test_summer_and_winter_time() -> None:
    autumn = TIME.at(date(2026, 10, 30), time(9, 30))
    later = shifted(autumn, date(2026, 10, 30), date(2026, 11, 2), TIME)
    assert (autumn, later) == (
        datetime(2026, 10, 30, 14, 30, tzinfo=UTC),
        datetime(2026, 11, 2, 15, 30, tzinfo=UTC),
    )


def test_a_pickup_before_midnight_stays_the_evening_before() -> None:
    pickup = TIME.at(date(2026, 11, 23), time(23, 40))
    moved = shifted(pickup, date(2026, 11, 24), date(2026, 12, 1), TIME)
    assert moved == TIME.at(date(2026, 11, 30), time(23, 40))


@pytest.mark.parametrize(
    ("typed", "repeat"),
    [
        ("Mon Wed Fri until 12/24", Repeat(frozenset({0, 2, 4}), until=date(2026, 12, 24))),
        ("tue, thu until 24 Dec", Repeat(frozenset({1, 3}), until=date(2026, 12, 24))),
        ("Tue every 2 weeks 10 times", Repeat(frozenset({1}), 2, count=10)),
        ("Tuesday every other week until 3/1", Repeat(frozenset({1}), 2, date(2027, 3, 1))),
        ("weekdays until 12/1", Repeat(frozenset(range(5)), until=date(2026, 12, 1))),
        ("Mon and Fri 6x", Repeat(frozenset({0, 4}), count=6)),
        ("Mon Wed Fri until further notice", Repeat(frozenset({0, 2, 4}))),
        (
            "Tue until 12/24, move holidays",
            Repeat(frozenset({1}), until=date(2026, 12, 24), holiday_rule=HolidayRule.MOVE),
        ),
        (
            "tue thu sat ongoing keep holidays",
            Repeat(frozenset({1, 3, 5}), holiday_rule=HolidayRule.KEEP),
        ),
    ],
)
def test_a_repeat_as_it_is_typed(typed: str, repeat: Repeat) -> None:
    assert parse(typed, TODAY) == repeat


@pytest.mark.parametrize(
    "typed",
    ["Mon T until 12/24", "Mon until whenever", "blue moon 3 times", "Mon Wed Fri"],
)
def test_what_is_no_repeat(typed: str) -> None:
    with pytest.raises(InputError):
        parse(typed, TODAY)


def test_a_repeat_is_said_back() -> None:
    repeat = Repeat(frozenset({4, 0}), 2, date(2026, 12, 24))
    assert repeat_text(repeat) == "Mon Fri every 2 weeks until Thu 24 Dec 2026"


def test_every_repeat_is_read_back_as_it_is_said() -> None:
    for repeat in (
        Repeat(frozenset({0, 2, 4})),
        Repeat(frozenset({1}), 3, count=7, holiday_rule=HolidayRule.MOVE),
        Repeat(frozenset({1, 5}), until=date(2027, 2, 27), holiday_rule=HolidayRule.KEEP),
    ):
        assert parse(repeat_text(repeat), TODAY) == repeat


def test_an_open_repeat_shows_its_first_four_weeks() -> None:
    found = days(TODAY, Repeat(frozenset({1})))
    assert found == tuple(TODAY + timedelta(weeks=n) for n in range(5))
    assert days(TODAY, Repeat(frozenset({1})), until=date(2026, 12, 1)) == found[:2]
