"""A day as a problem: who may drive what, when, and what stays where it is."""

from dataclasses import replace
from datetime import date

import pytest

from nemt_desk.drivers.rows import DayOffEntry, DriverKind, Hours, RelationEntry, RelationKind
from nemt_desk.ground.errors import RefusedError
from nemt_desk.members.model import ApartRecord
from nemt_desk.members.rows import Assistance, Need
from nemt_desk.planning.optimiser.problem import Break
from nemt_desk.planning.proposal.rows import Ask, Hold
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.trips.rows import ReturnKind, RideState
from nemt_desk.trips.times import Known
from tests.factories import ACTOR, TODAY, driver_entry
from tests.runs.plans.office import EAST, plan, planner, put, ride_now
from tests.runs.world import ROADS, World, at

TUESDAY = 1


def question(world: World, **ask: object):  # type: ignore[no-untyped-def]
    return planner(world).ask(Ask(TODAY, **ask), RoadTravel(ROADS))  # type: ignore[arg-type]


def test_a_way_there_has_the_promised_window_and_the_appointment(world: World) -> None:
    world.driver()
    ride = world.book(world.member(), "10:00").ride_ids[0]
    shown = ride_now(world, ride)
    (there,) = question(world).problem.rides
    pickup = shown.pickup_min
    assert pickup is not None
    assert (there.pickup.open_min, there.pickup.close_min) == (pickup - 10, pickup + 15)
    assert there.dropoff.close_min == 10 * 60
    assert there.load == (1, 0)
    assert there.most_aboard_min == 60


def test_a_way_back_is_never_fetched_before_the_member_is_ready(world: World) -> None:
    world.driver()
    world.book(world.member(), "10:00", back=ReturnKind.SCHEDULED, back_at="12:00")
    there, back = question(world).problem.rides
    assert (back.pickup.open_min, back.pickup.close_min) == (12 * 60, 12 * 60 + 15)
    assert there.trip == back.trip is not None
    assert back.waits_for is None


def test_a_driver_who_waits_makes_both_ways_one(world: World) -> None:
    world.driver()
    world.book(world.member(), "10:00", back=ReturnKind.WAIT, back_at="11:00")
    assert question(world).problem.rides[1].waits_for == 0


def test_who_planning_keeps_away_is_not_allowed_and_the_reason_is_told(world: World) -> None:
    member = world.member()
    refused = RelationEntry(member_id=member, kind=RelationKind.REFUSED)
    away = DayOffEntry(from_day=TODAY, until_day=TODAY, reason="knee surgery")
    world.driver(last_name="Able")
    world.driver(last_name="Busy", days_off=(away,))
    world.driver(last_name="Crossed", relations=(refused,))
    world.driver(last_name="Distant", max_miles=1)
    world.driver(last_name="Early", hours=())
    world.book(member)
    asked = question(world)
    assert asked.problem.rides[0].drivers == {0}
    told = asked.rides[0].why_not
    assert "knee surgery" in told[1]
    assert told[2] == "This member and this driver do not ride together."
    assert "up to 1" in told[3]
    assert told[4] == "No driving hours are on file for this driver; ask first."
    assert {one.name.split(",")[0] for one in asked.idle} == {"Busy", "Early"}


def test_hours_breaks_and_miles_of_the_day_reach_the_planner(world: World) -> None:
    spans = (
        Hours(TUESDAY, 8 * 60, 12 * 60, 30, 9 * 60, 11 * 60),
        Hours(TUESDAY, 13 * 60, 16 * 60),
    )
    world.driver(hours=spans, day_miles=100)
    world.book(world.member())
    (driver,) = question(world).problem.drivers
    assert [(one.open_min, one.close_min) for one in driver.shifts] == [(480, 720), (780, 960)]
    assert driver.breaks == (Break(30, 540, 630),)
    assert driver.most_m == pytest.approx(160_934)
    assert driver.capacity == (4, 0)


def test_rides_that_cannot_be_planned_are_left_out_with_a_reason(world: World) -> None:
    world.driver()
    world.book(world.member(), "10:00", back=ReturnKind.WILL_CALL)
    asked = question(world)
    assert len(asked.rides) == 1
    (left,) = asked.left_out
    assert left.sentence == "Waits for the member's call; it has no time yet."


def test_a_day_without_rides_is_refused_in_words(world: World) -> None:
    world.driver()
    with pytest.raises(RefusedError, match="no ride to plan on Tue 24 Nov"):
        question(world)


def test_a_held_ride_stays_with_its_driver(world: World) -> None:
    lars = world.driver()
    world.driver(last_name="Moe")
    ride = world.book(world.member()).ride_ids[0]
    put(world, [ride], lars)
    free = question(world)
    assert free.problem.rides[0].drivers == {0, 1}
    world.runs.pin(ACTOR, [ride])
    held = question(world)
    assert held.rides[0].hold is Hold.PINNED
    assert held.problem.rides[0].drivers == {held.rides[0].driver}


def test_a_ride_put_there_with_a_reason_stays_though_the_check_blocks(world: World) -> None:
    lars = world.driver(max_miles=1)
    world.driver(last_name="Moe")
    ride = world.book(world.member()).ride_ids[0]
    put(world, [ride], lars, "he knows the way")
    asked = question(world)
    assert asked.rides[0].hold is Hold.REASON
    assert asked.problem.rides[0].drivers == {asked.rides[0].driver}


def test_told_runs_are_fixed_unless_asked(world: World) -> None:
    lars = world.driver()
    world.driver(last_name="Moe")
    rides = world.book(world.member(), back=ReturnKind.SCHEDULED, back_at="12:00").ride_ids
    put(world, rides, lars)
    world.runs.publish(ACTOR, list(world.runs_there()))
    told = question(world)
    shift = told.problem.drivers[told.rides[0].driver].shifts[0]
    assert shift.fixed == (0, 1, 2, 3)
    assert shift.is_closed
    filled = question(world, fills_published=True)
    assert not filled.problem.drivers[filled.rides[0].driver].shifts[0].is_closed
    moved = question(world, moves_published=True)
    assert moved.problem.rides[0].drivers == {0, 1}
    assert all(not shift.fixed for one in moved.problem.drivers for shift in one.shifts)


def test_only_open_rides_are_planned_if_asked(world: World) -> None:
    lars = world.driver()
    world.driver(last_name="Moe")
    first = world.book(world.member(), "9:00").ride_ids[0]
    world.book(world.member(last_name="Other"), "10:00")
    put(world, [first], lars)
    asked = question(world, keeps_assigned=True)
    holds = {ride.ride_id: ride.hold for ride in asked.rides}
    assert holds[first] is Hold.KEPT
    assert sorted(holds.values()) == ["", "on a run already"]


def test_members_who_may_not_ride_together_are_apart(world: World) -> None:

    world.driver()
    one, other = world.member(), world.member(last_name="Other")
    with world.store.write(ACTOR, "Kept two members apart") as work:
        work.session.add(ApartRecord(member_id=one, other_id=other, note=""))
    world.book(one)
    world.book(other)
    assert question(world).problem.apart == {(0, 1)}


def test_a_carrier_is_priced_by_ride_and_mile_and_a_volunteer_by_mile(world: World) -> None:
    world.driver(last_name="Anders")
    world.driver(last_name="Zoom", kind=DriverKind.CARRIER, hours=(), recognized_on=None)
    world.book(world.member())
    asked = question(world)
    volunteer, carrier = asked.problem.drivers
    assert volunteer.loaded_cents_m * 1609.344 == pytest.approx(72.5)
    assert volunteer.unloaded_cents_m == pytest.approx(volunteer.loaded_cents_m / 2)
    assert carrier.loaded_cents_m * 1609.344 == pytest.approx(143)
    assert dict(asked.problem.rides[0].extra_cents)[1] in (1210.0, 1430.0)


def test_a_refused_proposal_does_not_come_again(world: World) -> None:
    lars = world.driver()
    ride = world.book(world.member()).ride_ids[0]
    asked = question(world, refused=frozenset({(ride, lars)}))
    assert asked.problem.rides[0].drivers == frozenset()
    assert asked.rides[0].why_not[0] == "This proposal was refused."


def test_the_rest_of_a_day_starts_where_the_car_was_seen_last(world: World) -> None:
    lars = world.driver()
    member = world.member(home=EAST)
    early = world.book(member, "8:00", back=ReturnKind.SCHEDULED, back_at="10:00").ride_ids
    late = world.book(world.member(last_name="Later"), "14:00").ride_ids[0]
    put(world, [*early, late], lars)
    for state in (RideState.EN_ROUTE, RideState.ABOARD):
        world.trips.mark(ACTOR, early[0], state)
    asked = question(world, now_min=8 * 60)
    index = next(at for at, ride in enumerate(asked.rides) if ride.ride_id == early[0])
    (shift,) = asked.problem.drivers[0].shifts
    assert asked.rides[index].hold is Hold.ABOARD
    assert [one.ride for one in shift.aboard] == [index]
    assert shift.is_out
    assert shift.open_min == 8 * 60
    assert asked.places[shift.start] == ride_now(world, early[0]).from_name
    world.trips.mark(ACTOR, early[0], RideState.DONE)
    after = question(world, now_min=8 * 60 + 30)
    assert early[0] not in {ride.ride_id for ride in after.rides}
    (shift,) = after.problem.drivers[0].shifts
    assert after.places[shift.start] == "Lakeside Clinic"
    assert not shift.aboard


def test_the_stamp_changes_with_the_day(world: World) -> None:
    service = planner(world)
    lars = world.driver()
    ride = world.book(world.member()).ride_ids[0]
    first = question(world).stamp
    assert service.stamp(TODAY) == first
    changes = put(world, [ride], lars)
    second = service.stamp(TODAY)
    assert second != first
    world.store.undo(ACTOR, changes)
    assert service.stamp(TODAY) != second
    assert service.stamp(date(2026, 11, 25)) != second


def test_a_ride_for_a_wheelchair_takes_longer_at_both_ends(world: World) -> None:

    car = replace(driver_entry().cars[0], wheelchair_places=1, has_lift=True)
    world.driver(cars=(car,))
    chair = world.member(needs=frozenset({Need.WHEELCHAIR}), assistance=Assistance.DOOR)
    world.book(chair)
    (ride,) = question(world).problem.rides
    assert (ride.load_min, ride.unload_min) == (10, 10)


def test_times_that_cannot_be_kept_give_way_and_say_so(world: World) -> None:
    world.driver()
    booked = world.book(world.member(), "10:00")

    known = Known(appointment_at=at("10:00"), pickup_at=at("9:55"), dropoff_at=at("9:58"))
    world.trips.change_times(ACTOR, booked.ride_ids[0], known)
    asked = question(world)
    assert asked.rides[0].note.startswith("The way is too long for these times")
    assert asked.problem.rides[0].dropoff.close_min > 10 * 60


def test_what_is_held_against_the_clock_stays_and_the_rest_is_planned_around_it(
    world: World,
) -> None:
    """A ride that was put outside the driver's hours with a reason still stands in the plan."""
    noon = tuple(Hours(weekday, 12 * 60, 17 * 60) for weekday in range(5))
    lars = world.driver(hours=noon)
    early = world.book(world.member(), "10:00").ride_ids[0]
    put(world, [early], lars, "he offered it")
    later = world.book(world.member(last_name="Other"), "14:00").ride_ids[0]
    made = plan(world)
    assert [(one.ride_id, one.to_driver) for one in made.view.proposals] == [(later, lars)]
    assert made.view.unserved == ()
    (run,) = made.view.runs
    assert [stop.ride_id for stop in run.stops] == [early, early, later, later]


def test_what_should_be_over_is_not_given_to_somebody_else_but_asked_after(world: World) -> None:
    lars = world.driver()
    world.driver(last_name="Moe")
    over = world.book(world.member(), "9:00").ride_ids[0]
    begun = world.book(world.member(last_name="Begun"), "10:30").ride_ids[0]
    put(world, [over, begun], lars)
    begin = ride_now(world, begun).pickup_min
    assert begin is not None
    asked = question(world, now_min=begin + 12, moves_published=True)
    assert [(one.ride_id, one.hold) for one in asked.rides] == [(begun, Hold.ABOARD)]
    (left,) = asked.left_out
    assert left.ride_id == over
    assert left.sentence.startswith("Should be over since ")


def test_whose_hours_are_over_gets_no_ride_for_the_rest_of_the_day(world: World) -> None:
    world.driver(last_name="Early", hours=(Hours(TUESDAY, 7 * 60, 12 * 60),))
    world.driver(last_name="Late", hours=(Hours(TUESDAY, 12 * 60, 18 * 60),))
    world.book(world.member(), "15:00")
    asked = question(world, now_min=13 * 60)
    assert asked.problem.rides[0].drivers == {1}
    assert asked.rides[0].why_not == {0: "The driving hours of this day are over."}
    assert question(world, now_min=11 * 60).problem.rides[0].drivers == {0, 1}


def test_who_still_has_a_ride_after_his_hours_may_keep_it(world: World) -> None:
    lars = world.driver(hours=(Hours(TUESDAY, 7 * 60, 12 * 60),))
    ride = world.book(world.member(), "15:00").ride_ids[0]
    put(world, [ride], lars, "he said he would")
    asked = question(world, now_min=13 * 60)
    assert asked.problem.rides[0].drivers == {0}
