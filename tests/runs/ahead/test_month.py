"""Volunteers on hand against rides expected, by half day."""

from datetime import date, timedelta

from nemt_desk.drivers.rows import DayOffEntry, Hours
from nemt_desk.runs.ahead.month import USUAL_LOAD, month_ahead
from nemt_desk.runs.ahead.rows import AheadDay
from nemt_desk.trips.rows import Repeat, ReturnKind, RideState
from tests.factories import ACTOR, NOW, TODAY
from tests.runs.world import SETTINGS, World

TUESDAY = 1


def ahead(world: World, *, first: date = TODAY, days: int = 14) -> tuple[AheadDay, ...]:
    with world.store.read() as session:
        return month_ahead(session, SETTINGS, NOW, first=first, days=days)


def every_day(start: int = 8 * 60, end: int = 16 * 60) -> tuple[Hours, ...]:
    return tuple(Hours(weekday, start, end) for weekday in range(7))


def test_rides_count_in_the_half_of_their_pick_up(world: World) -> None:
    world.book(world.member(), "10:00", back=ReturnKind.SCHEDULED, back_at="14:00")
    today = ahead(world, days=1)[0]
    assert (today.morning.booked, today.afternoon.booked) == (1, 1)
    assert today.morning.without_driver == 1


def test_a_way_home_without_a_time_counts_when_the_stay_should_end(world: World) -> None:
    world.book(world.member(), "9:00", back=ReturnKind.WILL_CALL)
    today = ahead(world, days=1)[0]
    assert (today.morning.booked, today.afternoon.booked) == (2, 0)


def test_a_cancelled_ride_needs_nobody(world: World) -> None:
    ride = world.book(world.member(), "10:00").ride_ids[0]
    world.trips.cancel(ACTOR, ride, "called off")
    assert ahead(world, days=1)[0].morning.expected == 0


def test_only_who_may_drive_that_day_is_on_hand(world: World) -> None:
    away = DayOffEntry(TODAY, TODAY + timedelta(days=1), "hunting")
    world.driver(last_name="Here", hours=every_day())
    world.driver(last_name="Mornings", hours=every_day(end=12 * 60))
    world.driver(last_name="Away", hours=every_day(), days_off=(away,))
    world.driver(last_name="Stranger", hours=every_day(), recognized_on=None)
    world.driver(last_name="Lapsed", hours=every_day(), recognized_until=TODAY - timedelta(days=1))
    first, *_, last = ahead(world, days=3)
    assert [name.split(",")[0] for name in first.morning.names] == ["Here", "Mornings"]
    assert [name.split(",")[0] for name in first.afternoon.names] == ["Here"]
    assert "Away" in {name.split(",")[0] for name in last.morning.names}


def test_it_says_how_many_volunteers_are_missing(world: World) -> None:
    for hour in (8, 9, 10, 11, 11):
        world.book(world.member(last_name=f"Rider{hour}"), f"{hour}:30")
    half = ahead(world, days=1)[0].morning
    assert half.per_volunteer == USUAL_LOAD
    assert (half.expected, half.needed, half.short) == (5, 3, 3)
    world.driver(hours=every_day())
    assert ahead(world, days=1)[0].morning.short == 2


def test_what_a_volunteer_managed_of_late_is_the_measure(world: World) -> None:
    driver = world.driver(hours=every_day())
    past = TODAY - timedelta(days=7)
    rides = [
        world.book(world.member(last_name=f"Past{hour}"), f"{hour}:00", day=past).ride_ids[0]
        for hour in (7, 8, 9, 10)
    ]
    world.runs.assign(ACTOR, rides, driver_id=driver, day=past, override_reason="as it was")
    for ride in rides:
        world.trips.mark(ACTOR, ride, RideState.DONE)
    tuesday = ahead(world, days=1)[0].morning
    assert tuesday.per_volunteer == 4.0
    assert (tuesday.booked, tuesday.usual, tuesday.expected) == (0, 4.0, 4)
    assert ahead(world, days=2)[1].morning.expected == 0


def test_standing_orders_not_made_yet_are_reckoned_with(world: World) -> None:
    world.book(world.member(), "9:00", repeat=Repeat(frozenset({TUESDAY})))
    days = {day.day: day.morning for day in ahead(world, days=50)}
    tuesdays = [half for day, half in days.items() if day.weekday() == TUESDAY]
    assert all(half.expected >= 1 for half in tuesdays)
    assert tuesdays[0].booked == 1
    assert (tuesdays[-1].booked, tuesdays[-1].standing) == (0, 1)


def test_holidays_are_named(world: World) -> None:
    days = {day.day: day.holiday for day in ahead(world, days=3)}
    assert days[date(2026, 11, 26)].startswith("Thanksgiving")
    assert days[TODAY] == ""
