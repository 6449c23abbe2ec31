"""What is kept of a plan: in one act, with its times, and only what still holds."""

from dataclasses import replace

import pytest

from nemt_desk.drivers.queries import driver
from nemt_desk.drivers.rows import DayOffEntry
from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.planning.optimiser.evaluate import evaluate
from nemt_desk.planning.proposal.rows import Proposal, ProposalKind
from nemt_desk.planning.proposal.solved import desk_of
from nemt_desk.runs.forgetting import forget_planned_times
from nemt_desk.runs.paper_facts import clock_time
from nemt_desk.runs.planned import as_planned
from nemt_desk.runs.plans.service import Change
from nemt_desk.runs.queries import runs_on
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.sheets import run_sheets
from nemt_desk.security.trail import history
from nemt_desk.trips.queries import ride as trip_ride
from nemt_desk.trips.rows import ReturnKind
from nemt_desk.trips.times import Known
from tests.factories import ACTOR, READER, TODAY, driver_entry
from tests.runs.plans.office import EAST, SOUTH, plan, planner, put, ride_now
from tests.runs.world import ROADS, SETTINGS, World, at


def test_a_whole_plan_is_one_act_and_one_step_back(world: World) -> None:
    world.driver(home=EAST)
    rides = world.book(world.member(), back=ReturnKind.WAIT, back_at="11:00").ride_ids
    made = plan(world)
    kept = planner(world).accept(ACTOR, made.question, made.view.proposals)
    assert kept.changes.text == "Accepted 2 proposals of the plan for Tue 24 Nov"
    assert set(kept.done) == set(rides)
    assert kept.refused == ()
    for ride in rides:
        one, now = made.of(ride), ride_now(world, ride)
        assert (now.pickup_min, now.dropoff_min) == (one.pickup_min, one.dropoff_min)
        assert now.is_assigned
    world.store.undo(ACTOR, kept.changes)
    assert world.assigned() == set()
    assert world.runs_there() == {}


def test_only_what_is_chosen_is_done(world: World) -> None:
    world.driver(home=EAST)
    one = world.book(world.member(), "9:00").ride_ids[0]
    other = world.book(world.member(last_name="Other"), "14:00").ride_ids[0]
    made = plan(world)
    planner(world).accept(ACTOR, made.question, [made.of(one)], pin=True)
    assert {ride for ride, _, _ in world.assigned()} == {one}
    assert ride_now(world, one).is_pinned
    # The rest of the same plan can still be accepted.
    later = planner(world).accept(ACTOR, made.question, [made.of(other)])
    assert later.done == (other,)


def test_a_told_run_becomes_changed(world: World) -> None:
    lars = world.driver(home=EAST)
    first = world.book(world.member(), "9:00").ride_ids[0]
    put(world, [first], lars)
    world.runs.publish(ACTOR, list(world.runs_there()))
    world.book(world.member(last_name="Other"), "14:00")
    made = plan(world, fills_published=True)
    planner(world).accept(ACTOR, made.question, made.view.proposals)
    with world.store.read() as session:
        (run,) = runs_on(session, TODAY)
    assert run.state.value == "draft"
    assert run.published_at is not None
    assert len(run.assignments) == 2


def test_moving_keeps_reasons_of_what_stays_and_clears_an_empty_run(world: World) -> None:
    far = world.driver(last_name="Far", home=SOUTH, max_miles=1)
    near = world.driver(last_name="Near", home=EAST)
    stays = world.book(world.member(), "9:00").ride_ids[0]
    put(world, [stays], far, "knows the way")
    moves = world.book(world.member(last_name="Other", home=EAST), "14:00").ride_ids[0]
    put(world, [moves], far, "nobody else")
    world.runs.unassign(ACTOR, [moves])
    made = plan(world)
    planner(world).accept(ACTOR, made.question, made.view.proposals)
    assert (stays, far, "knows the way") in world.assigned()
    assert (moves, near, "") in world.assigned()


@pytest.fixture
def offered(world: World) -> tuple[Id, Id, Id]:
    """Return a ride that is offered to the nearer of two drivers, and both."""
    near = world.driver(last_name="Near", home=EAST)
    far = world.driver(last_name="Far", home=SOUTH)
    return world.book(world.member(home=EAST)).ride_ids[0], near, far


def refusal(world: World, one: Proposal, made) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(RefusedError) as refused:
        planner(world).accept(ACTOR, made.question, [one])
    return refused.value.sentence


def test_what_somebody_else_did_meanwhile_is_not_undone(
    world: World, offered: tuple[Id, Id, Id]
) -> None:
    ride, _near, far = offered
    made = plan(world)
    put(world, [ride], far)
    assert "Somebody put the ride on Far, Lars H.'s run meanwhile." in refusal(
        world, made.of(ride), made
    )
    assert {driver for _, driver, _ in world.assigned()} == {far}


def test_other_times_make_a_proposal_stale(world: World, offered: tuple[Id, Id, Id]) -> None:
    ride, _near, _far = offered
    made = plan(world)
    world.trips.change_times(ACTOR, ride, Known(appointment_at=at("11:00")))
    assert "Times or places of the ride were changed" in refusal(world, made.of(ride), made)


def test_a_cancelled_ride_is_not_put_on_a_run(world: World, offered: tuple[Id, Id, Id]) -> None:
    ride, _near, _far = offered
    made = plan(world)
    world.trips.cancel(ACTOR, ride, "sick")
    said = refusal(world, made.of(ride), made)
    assert "not on this day any more" in said or "cancelled" in said


def test_a_driver_who_went_away_meanwhile_gets_nothing(
    world: World, offered: tuple[Id, Id, Id]
) -> None:

    ride, near, _far = offered
    made = plan(world)
    with world.store.read() as session:
        version = driver(session, near).version
    off = DayOffEntry(from_day=TODAY, until_day=TODAY, reason="flu")
    entry = replace(driver_entry(last_name="Near"), days_off=(off,))
    world.built.drivers.change(ACTOR, near, entry, version=version)
    assert "Away on Tue 24 Nov (flu)." in refusal(world, made.of(ride), made)


def test_what_does_not_fit_beside_new_rides_is_refused_and_the_rest_done(world: World) -> None:
    seat = 1

    car = replace(driver_entry().cars[0], seats=seat)
    near = world.driver(last_name="Near", home=EAST, cars=(car,))
    ride = world.book(world.member(home=EAST), "10:00").ride_ids[0]
    later = world.book(world.member(last_name="Later", home=EAST), "14:00").ride_ids[0]
    made = plan(world)
    between = world.book(world.member(last_name="New", home=SOUTH), "10:00").ride_ids[0]
    put(world, [between], near)
    kept = planner(world).accept(ACTOR, made.question, made.view.proposals)
    assert kept.done == (later,)
    (row,) = kept.refused
    assert row.ride_id == ride
    assert row.sentence.startswith("With what is on Near, Lars H.'s run now: ")


def test_readers_accept_nothing(world: World, offered: tuple[Id, Id, Id]) -> None:
    made = plan(world)
    with pytest.raises(RefusedError):
        planner(world).accept(READER, made.question, made.view.proposals)
    assert world.assigned() == set()
    assert offered


def test_a_ride_taken_off_or_booked_anew_forgets_its_planned_times(world: World) -> None:
    world.store.flushing.append(forget_planned_times)
    lars = world.driver()
    ride = world.book(world.member()).ride_ids[0]
    put(world, [ride], lars)
    booked = ride_now(world, ride)
    assert booked.pickup_min is not None
    begin = booked.pickup_min - 7
    service = planner(world)
    service.set_times(ACTOR, {ride: (begin, begin + 30)}, day=TODAY)
    now = ride_now(world, ride)
    assert (now.pickup_min, now.booked_pickup_min) == (begin, booked.pickup_min)
    changes = world.trips.change_times(ACTOR, ride, Known(appointment_at=at("11:00")))
    after = ride_now(world, ride)
    assert after.pickup_min == after.booked_pickup_min == booked.pickup_min + 60
    world.store.undo(ACTOR, changes)
    assert ride_now(world, ride).pickup_min == begin
    world.runs.unassign(ACTOR, [ride])
    put(world, [ride], lars)
    assert ride_now(world, ride).pickup_min == booked.pickup_min


def test_times_by_hand_are_checked(world: World) -> None:
    lars = world.driver()
    ride = world.book(world.member()).ride_ids[0]
    with pytest.raises(RefusedError, match="on no run of this day"):
        planner(world).set_times(ACTOR, {ride: (500, 530)}, day=TODAY)
    put(world, [ride], lars)
    with pytest.raises(InputError, match="drop-off comes after"):
        planner(world).set_times(ACTOR, {ride: (500, 500)}, day=TODAY)


def test_today_sees_the_planned_times(world: World) -> None:
    lars = world.driver()
    ride = world.book(world.member()).ride_ids[0]
    put(world, [ride], lars)
    planner(world).set_times(ACTOR, {ride: (9 * 60, 9 * 60 + 40)}, day=TODAY)
    with world.store.read() as session:
        (shown,) = as_planned([trip_ride(session, ride)], runs_on(session, TODAY))
    assert (shown.pickup_at, shown.dropoff_at) == (at("9:00"), at("9:40"))


def test_the_trail_tells_of_the_plan(world: World, offered: tuple[Id, Id, Id]) -> None:
    ride, _near, _far = offered
    made = plan(world)
    kept = planner(world).accept(ACTOR, made.question, made.view.proposals)
    (run_id,) = world.runs_there()
    with world.store.read() as session:
        entries = history(session, run_id)
    assert entries[0].act == kept.changes.text
    assert made.of(ride).kind is ProposalKind.ADD


def test_the_sheet_prints_planned_times_and_what_was_promised(world: World) -> None:
    lars = world.driver()
    rides = world.book(world.member(), back=ReturnKind.SCHEDULED, back_at="12:00").ride_ids
    put(world, rides, lars)
    shown = ride_now(world, rides[0]).pickup_min
    assert shown is not None
    times = {rides[0]: (shown - 8, shown + 12), rides[1]: (12 * 60 + 7, 12 * 60 + 30)}
    planner(world).set_times(ACTOR, times, day=TODAY)
    with world.store.read() as session:
        (sheet,) = run_sheets(
            session, TODAY, roads=ROADS, settings=SETTINGS, now=world.store.clock.now()
        )
    first = sheet.stops[0]
    assert first.at == clock_time(shown - 8)
    assert first.riders[0].booked_at == clock_time(shown)
    assert first.riders[0].return_text == "scheduled 12:07 p.m."
    home = first.riders[0].home_ride
    assert home is not None
    assert home.at == clock_time(12 * 60 + 7)
    planner(world).set_times(ACTOR, {rides[0]: (shown, shown + 20)}, day=TODAY)
    with world.store.read() as session:
        (sheet,) = run_sheets(
            session, TODAY, roads=ROADS, settings=SETTINGS, now=world.store.clock.now()
        )
    assert sheet.stops[0].riders[0].booked_at is None


def test_who_loses_a_driver_that_was_told_is_told_as_well(world: World) -> None:
    lars, moe = world.driver(home=EAST), world.driver(last_name="Moe", home=EAST)
    ride = world.book(world.member()).ride_ids[0]
    put(world, [ride], lars)
    before = planner(world).impact(Change(TODAY, (ride,), moe), RoadTravel(ROADS))
    assert before.tell_members == ()
    world.runs.publish(ACTOR, list(world.runs_there()))
    for to in (moe, None):
        seen = planner(world).impact(Change(TODAY, (ride,), to), RoadTravel(ROADS))
        assert (seen.tell_members, seen.tell_drivers) == ((ride,), (lars,))


def test_after_accepting_all_another_plan_is_never_dearer(world: World) -> None:
    for number in range(3):
        world.driver(last_name=f"Driver{number}", home=(EAST, SOUTH, EAST)[number])
    for number in range(9):
        home = EAST if number % 2 else SOUTH
        member = world.member(last_name=f"Member{number}", home=home)
        world.book(
            member, f"{8 + number}:00", back=ReturnKind.SCHEDULED, back_at=f"{9 + number}:30"
        )
    made = plan(world)
    planner(world).accept(ACTOR, made.question, made.view.proposals)
    again = plan(world, rounds=0)
    desk = desk_of(again.question)
    now = sum(
        evaluate(desk, at, one.now).route.cost for at, one in enumerate(again.question.drivers)
    )
    assert sum(route.cost for route in again.solution.routes) <= now + 1e-6
    assert again.view.proposals == ()
    assert again.view.before == again.view.after
