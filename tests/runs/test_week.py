"""Several days at a glance."""

from datetime import timedelta

from nemt_desk.drivers.rows import DayOffEntry
from nemt_desk.runs.week import Week, week
from nemt_desk.trips.rows import ReturnKind
from tests.factories import ACTOR, TODAY
from tests.runs.test_board import TIME, statements
from tests.runs.world import World

TOMORROW = TODAY + timedelta(days=1)


def see(world: World, days: int = 3) -> Week:
    with world.store.read() as session:
        return week(session, TODAY, days, TIME)


def test_a_cell_holds_a_drivers_run_and_a_head_what_is_open_by_half_day(world: World) -> None:
    driver, member = world.driver(), world.member()
    (out,) = world.book(member, "10:00").ride_ids
    world.runs.assign(ACTOR, [out], driver_id=driver, day=TODAY)
    world.book(member, "11:00", day=TOMORROW, back=ReturnKind.WILL_CALL)
    world.book(member, "15:00", day=TOMORROW)
    seen = see(world)
    assert [day.day for day in seen.days] == [TODAY, TOMORROW, TODAY + timedelta(days=2)]
    cell = seen.cells[driver, TODAY]
    assert (len(cell.rides), cell.last_min, cell.is_changed) == (1, 590, False)
    assert cell.first_min is not None
    assert cell.first_min < 590
    assert cell.loaded_m > 0
    today, next_day, empty = seen.days
    assert (today.rides, today.free) == (1, 0)
    halves = (next_day.free_morning, next_day.free_afternoon, next_day.free_loose)
    assert (next_day.rides, *halves) == (3, 1, 1, 1)
    assert (empty.rides, empty.free) == (0, 0)


def test_who_is_away_says_so_on_that_day_alone(world: World) -> None:
    world.driver(days_off=(DayOffEntry(TOMORROW, TOMORROW, "vacation"),))
    (driver,) = see(world, 2).drivers
    assert driver.away[1] == "away: vacation"


def test_a_cancelled_ride_is_not_counted(world: World) -> None:
    (out,) = world.book(world.member()).ride_ids
    world.trips.cancel(ACTOR, out, "her son drives her")
    assert see(world).days[0].rides == 0


def test_seven_days_cost_no_more_statements_than_three(world: World) -> None:
    driver, member = world.driver(), world.member()
    for number in range(5):
        day = TODAY + timedelta(days=number)
        (out,) = world.book(member, "10:00", day=day).ride_ids
        if number % 2:
            world.runs.assign(ACTOR, [out], driver_id=driver, day=day)
    with world.store.read() as session:
        week(session, TODAY, 1, TIME)
        few = statements(session, lambda: week(session, TODAY, 3, TIME))
        many = statements(session, lambda: week(session, TODAY, 7, TIME))
    assert few == many <= 8
