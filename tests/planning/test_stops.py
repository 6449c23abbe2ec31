from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nemt_desk.planning.fits import fits
from nemt_desk.planning.rank import impact, who_can_take
from nemt_desk.planning.rows import RideTask
from nemt_desk.planning.stops import load_profile, stops
from nemt_desk.planning.timetable import slack_min, timetable
from tests.planning.days import FIGURES, LINE, driver, ident, ride


@st.composite
def rides(draw: st.DrawFn) -> list[RideTask]:
    found = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        begin = draw(st.one_of(st.none(), st.integers(7 * 60, 16 * 60)))
        long = draw(st.integers(-5, 90))
        way = (draw(st.integers(0, 5)) * 10.0, draw(st.integers(0, 5)) * 10.0)
        found.append(
            ride(
                number,
                way=way,
                pickup_min=begin,
                dropoff_min=None if begin is None else begin + long,
                seats=draw(st.integers(0, 3)),
                wheelchair_places=draw(st.integers(0, 1)),
            )
        )
    return found


@given(rides())
def test_everybody_gets_on_once_and_off_once_later(tasks: list[RideTask]) -> None:
    ordered = stops(tasks)
    on = {ride_id: stop.seq for stop in ordered for ride_id in stop.pickups}
    off = {ride_id: stop.seq for stop in ordered for ride_id in stop.dropoffs}
    assert on.keys() == off.keys() == {task.ride_id for task in tasks}
    assert all(on[ride_id] < off[ride_id] for ride_id in on)
    assert sum(len(stop.pickups) + len(stop.dropoffs) for stop in ordered) == 2 * len(tasks)


@given(rides())
def test_stops_go_by_time_and_loose_ones_are_last(tasks: list[RideTask]) -> None:
    times = [stop.at_min for stop in stops(tasks)]
    timed = [at for at in times if at is not None]
    # A drop-off typed before its pick-up is set right after it: one minute at most out of order.
    assert all(later >= before - 1 for before, later in pairwise(timed))
    assert times[len(timed) :] == [None] * (len(times) - len(timed))


@given(rides())
def test_the_car_is_empty_at_the_end_and_never_less_than_empty(tasks: list[RideTask]) -> None:
    profile = load_profile(tasks)
    assert all(load.seats >= 0 and load.wheelchair_places >= 0 for load in profile)
    assert (profile[-1].seats, profile[-1].wheelchair_places) == (0, 0)


@given(rides())
def test_nobody_stands_when_everything_fits(tasks: list[RideTask]) -> None:
    day = driver()
    for task in tasks:
        if not any(violation.is_blocking for violation in fits(day, task, LINE, FIGURES)):
            day = day.plus(task)
    assert day.car is not None
    for load in load_profile(day.tasks):
        assert load.seats <= day.car.seats
        assert load.wheelchair_places <= day.car.wheelchair_places


@given(rides())
def test_nobody_is_later_than_allowed_when_everything_fits(tasks: list[RideTask]) -> None:
    day = driver()
    for task in tasks:
        if not fits(day, task, LINE, FIGURES):
            day = day.plus(task)
    visits = timetable(day, LINE, FIGURES)
    by_id = {task.ride_id: task for task in day.tasks}
    for visit in visits:
        for ride_id in visit.stop.pickups:
            begin = by_id[ride_id].begin_min
            assert begin is not None
            assert visit.arrive_min - begin <= FIGURES.pickup_window_min


@given(rides())
def test_a_ride_that_comes_and_goes_leaves_the_day_as_it_was(tasks: list[RideTask]) -> None:
    day = driver(tasks=tuple(tasks[:-1]))
    there = day.plus(tasks[-1])
    assert there.minus(tasks[-1].ride_id) == day
    assert impact(day, day, LINE, FIGURES).extra_m == 0
    assert fits(there, tasks[-1], LINE, FIGURES) == fits(day, tasks[-1], LINE, FIGURES)


def test_two_members_from_one_home_get_on_at_one_stop() -> None:
    ordered = stops([ride(1, "9:00-9:30"), ride(2, "9:05-9:30")])
    assert [(s.pickups, s.dropoffs) for s in ordered] == [
        ((ident(1), ident(2)), ()),
        ((), (ident(1), ident(2))),
    ]
    apart = stops([ride(1, "9:00-9:30"), ride(2, "9:20-9:50")])
    assert len(apart) == 4


def test_slack_is_the_tightest_pick_up() -> None:
    day = driver().plus(ride(1, "9:00-9:20", (10, 30))).plus(ride(2, "10:00-10:30", (40, 60)))
    # Off 9:25, away 9:30, ten minutes: there 9:40 for 10:00.
    assert slack_min(day, LINE, FIGURES) == 20
    assert slack_min(driver(), LINE, FIGURES) is None


def test_impact_counts_empty_ways_and_names_who_is_moved() -> None:
    before = driver().plus(ride(1, "11:00-11:30", (10, 40)))
    after = before.plus(ride(2, "10:20-10:50", (60, 90)))
    cost = impact(before, after, LINE, FIGURES)
    # Before 10 + 40 km empty; after 60 there, 80 back to the first, 40 home.
    assert cost.extra_m == (60 + 80 + 40 - 50) * 1000
    assert [moved.ride_id for moved in cost.moved] == [ident(1)]
    assert cost.moved[0].minutes > 0


def test_who_can_take_it_ranks_reasons_before_miles() -> None:
    near = driver(1, start=(0.0, 10.0), end=(0.0, 10.0))
    far = driver(2, start=(0.0, 90.0), end=(0.0, 90.0))
    away = driver(3, start=(0.0, 10.0), end=(0.0, 10.0), away="vacation")
    ranked = who_can_take(ride(1, "9:00-9:30"), [far, away, near], LINE, FIGURES)
    assert [found.day.driver_id for found in ranked] == [ident(1), ident(2), ident(3)]
    assert [found.can_take for found in ranked] == [True, True, False]
    assert ranked[0].extra_m < ranked[1].extra_m


def test_whoever_gets_off_later_than_somebody_got_on_makes_a_stop_of_his_own() -> None:
    on = ride(1, way=(20.0, 50.0), pickup_min=870, dropoff_min=900)
    off = ride(2, way=(0.0, 20.0), pickup_min=840, dropoff_min=875)
    assert [(stop.at_min, len(stop.pickups), len(stop.dropoffs)) for stop in stops([on, off])] == [
        (840, 1, 0),
        (870, 1, 0),
        (875, 0, 1),
        (900, 0, 1),
    ]
