"""What a plan offers: changes beside what stands, why this driver, what would serve the rest."""

from dataclasses import replace

from nemt_desk.drivers.queries import driver
from nemt_desk.drivers.rows import DayOffEntry, Hours, RelationEntry, RelationKind
from nemt_desk.ground.ids import Id
from nemt_desk.members.rows import Need
from nemt_desk.planning.proposal.cures import cures
from nemt_desk.planning.proposal.rows import CureKind, ProposalKind
from nemt_desk.planning.proposal.why import why
from nemt_desk.trips.rows import Companion, CompanionKind, ReturnKind
from tests.factories import ACTOR, TODAY, driver_entry
from tests.runs.plans.office import EAST, SOUTH, plan, planner, put, ride_now
from tests.runs.world import World


def all_week(start: int, end: int) -> tuple[Hours, ...]:
    return tuple(Hours(weekday, start, end) for weekday in range(5))


def test_a_ride_goes_to_the_nearer_driver_and_the_other_comes_next(world: World) -> None:
    near = world.driver(last_name="Near", home=EAST)
    far = world.driver(last_name="Far", home=SOUTH)
    ride = world.book(world.member(home=EAST)).ride_ids[0]
    made = plan(world)
    one = made.of(ride)
    assert (one.kind, one.to_driver, one.from_driver) == (ProposalKind.ADD, near, None)
    assert one.pickup_min == ride_now(world, ride).pickup_min
    assert one.what.startswith("Near, Lars H. at ")
    told = why(made.question, made.solution, ride)
    (other,) = told.next_best
    assert other.driver_id == far
    assert other.cost_more_cents > 0
    assert any("next best is Far, Lars H." in sentence for sentence in told.sentences)
    assert made.view.gap.words


def test_money_and_miles_of_a_proposal_are_those_it_adds(world: World) -> None:
    world.driver(home=EAST)
    ride = world.book(world.member(home=EAST)).ride_ids[0]
    made = plan(world)
    one, (run,) = made.of(ride), made.view.runs
    assert one.cost_cents == run.cents == made.view.after.cents
    assert one.added_loaded_m == run.loaded_m
    # Nobody is paid for the empty way home in this office.
    assert run.cents == round(run.loaded_m / 1609.344 * 72.5)
    assert made.view.before.cents == 0


def test_why_names_those_who_cannot(world: World) -> None:
    world.driver(last_name="Able")
    world.driver(last_name="Late", hours=all_week(15 * 60, 18 * 60))
    world.driver(last_name="Short", max_miles=1)
    ride = world.book(world.member()).ride_ids[0]
    made = plan(world)
    told = why(made.question, made.solution, ride)
    assert {one.name.split(",")[0]: one.sentence for one in told.cannot} == {
        "Late": "Drives 3:00 p.m. to 6:00 p.m.; this ride does not fit in with the ways from"
        " and to home.",
        "Short": "11.1 miles; this driver goes up to 1.",
    }
    assert "Nobody else can take it as the day stands." in told.sentences


def test_both_ways_go_to_one_driver_and_belong_together(world: World) -> None:
    world.driver(last_name="One")
    world.driver(last_name="Two")
    rides = world.book(world.member(), back=ReturnKind.SCHEDULED, back_at="12:00").ride_ids
    made = plan(world)
    there, back = (made.of(ride) for ride in rides)
    assert there.to_driver == back.to_driver
    assert there.with_rides == (rides[1],)
    told = why(made.question, made.solution, rides[1])
    assert "Drives the member's other way as well." in told.sentences


def test_a_ride_nobody_can_drive_tells_why_and_what_would_serve_it(world: World) -> None:
    lars = world.driver(hours=all_week(12 * 60, 17 * 60))
    ride = world.book(world.member(), "10:00").ride_ids[0]
    made = plan(world)
    (left,) = made.view.unserved
    assert left.ride_id == ride
    assert left.why == (
        "There is 1 driver whose hours don't cover it with the ways from and to home.",
    )
    found = {one.kind: one for one in cures(made.question, made.solution, ride)}
    assert set(found) == {CureKind.VOLUNTEER, CureKind.CARRIER}
    volunteer = found[CureKind.VOLUNTEER]
    assert volunteer.from_min is not None
    assert volunteer.from_min <= left.pickup_min
    assert lars is not None


def test_an_earlier_pick_up_is_offered_where_it_helps(world: World) -> None:
    """Two members at the same hour far apart: the one driver could do both half an hour apart."""
    world.driver(cars=(replace(driver_entry().cars[0], seats=1),))
    one = world.book(world.member(), "10:00").ride_ids[0]
    other = world.book(world.member(last_name="Other", home=SOUTH), "10:00").ride_ids[0]
    made = plan(world)
    (left,) = made.view.unserved
    assert left.ride_id in (one, other)
    assert "whose other rides leave no room" in left.why[0]
    found = [
        c for c in cures(made.question, made.solution, left.ride_id) if c.kind is CureKind.TIME
    ]
    assert found
    assert any("if the appointment can be at" in c.sentence for c in found if c.minutes > 0)


def test_longer_hours_and_unknown_hours_are_offered(world: World) -> None:
    late = world.driver(last_name="Late", hours=all_week(9 * 60 + 45, 17 * 60))
    world.driver(last_name="Unknown", hours=())
    ride = world.book(world.member(), "10:00").ride_ids[0]
    made = plan(world)
    found = [c for c in cures(made.question, made.solution, ride) if c.kind is CureKind.HOURS]
    longer, asked = found
    assert longer.driver_id == late
    assert longer.from_min is not None
    assert longer.from_min < 9 * 60 + 45
    assert asked.sentence.startswith("Ask Unknown, Lars H., whose hours are not on file")


def test_a_wheelchair_place_is_offered(world: World) -> None:
    lars = world.driver()
    chair = world.member(needs=frozenset({Need.WHEELCHAIR}))
    ride = world.book(chair).ride_ids[0]
    made = plan(world)
    assert made.view.unserved[0].why[0] == "1 driver can't take it: 1 without a lift."
    found = [c for c in cures(made.question, made.solution, ride) if c.kind is CureKind.WHEELCHAIR]
    assert [one.driver_id for one in found] == [lars]


def test_carriers_take_what_is_left_where_the_office_wants_it(world: World) -> None:
    ride = world.book(world.member()).ride_ids[0]
    made = plan(world, service=planner(world, plan_carriers=True))
    (one,) = made.view.carriers
    assert one.ride_id == ride
    assert one.what.startswith("Ask a carrier, about $")
    assert one.cost_cents == made.view.after.cents > 1210
    assert made.view.unserved == ()


def test_a_driver_who_left_loses_his_ride_to_somebody_who_can(world: World) -> None:

    lars = world.driver()
    moe = world.driver(last_name="Moe")
    ride = world.book(world.member()).ride_ids[0]
    put(world, [ride], lars)
    off = DayOffEntry(from_day=TODAY, until_day=TODAY)

    with world.store.read() as session:
        version = driver(session, lars).version
    world.built.drivers.change(
        ACTOR, lars, replace(driver_entry(), days_off=(off,)), version=version
    )
    one = plan(world).of(ride)
    assert (one.kind, one.from_driver, one.to_driver) == (ProposalKind.MOVE, lars, moe)
    assert one.what.endswith("instead of Berg, Lars H.")


def test_a_ride_stays_where_it_is_for_a_small_gain(world: World) -> None:
    lars = world.driver()
    world.driver(last_name="Moe")
    ride = world.book(world.member()).ride_ids[0]
    put(world, [ride], lars)
    made = plan(world)
    assert made.view.proposals == ()
    assert made.view.kept == (ride,)
    assert made.view.before == made.view.after


def test_a_told_run_is_not_touched_and_told_who_must_hear_of_it_if_it_is(world: World) -> None:
    lars = world.driver(home=SOUTH)
    moe = world.driver(last_name="Moe", home=EAST)
    ride = world.book(world.member(home=EAST)).ride_ids[0]
    put(world, [ride], lars)
    world.runs.publish(ACTOR, list(world.runs_there()))
    assert plan(world).view.proposals == ()
    assert plan(world, moves_published=True).view.proposals == ()  # too little is saved by it
    service = planner(world, plan_stay_dollars=0)
    one = plan(world, service=service, moves_published=True).of(ride)
    assert one.to_driver == moe
    assert one.tells == ("Berg, Lars H. holds a run sheet", "the member: another driver")


def test_reasons_are_counted_under_their_own_words(world: World) -> None:
    member = world.member()
    son = RelationEntry(member_id=member, kind=RelationKind.FAMILY)
    world.driver(last_name="Kin", relations=(son,))
    ride = world.book(member, "10:00").ride_ids[0]
    told = " ".join(plan_why(world, ride))
    assert "1 driver can't take it: 1 of the member's own people, at another mode." in told


def test_a_break_in_the_way_is_not_called_too_far(world: World) -> None:
    span = Hours(1, 6 * 60, 18 * 60, 60, 9 * 60, 10 * 60 + 15)
    world.driver(home=EAST, hours=(span,))
    ride = world.book(world.member(home=SOUTH), "10:00").ride_ids[0]
    assert "There is 1 driver without time for the break." in plan_why(world, ride)


def plan_why(world: World, ride: Id) -> tuple[str, ...]:
    """Return why nobody drives a ride."""
    made = plan(world)
    assert made.view.unserved[0].ride_id == ride
    return made.view.unserved[0].why


def test_too_few_seats_are_said_as_such(world: World) -> None:
    car = replace(driver_entry().cars[0], seats=1)
    world.driver(last_name="One", cars=(car,))
    world.driver(last_name="Two", cars=(car,))
    companion = Companion(CompanionKind.ATTENDANT)
    ride = world.book(world.member(), companions=(companion,)).ride_ids[0]
    told = " ".join(plan_why(world, ride))
    assert "2 drivers can't take it: 2 without enough room." in told


def test_without_drivers_a_plan_says_so_and_is_the_best_there_is(world: World) -> None:
    ride = world.book(world.member()).ride_ids[0]
    made = plan(world)
    assert made.view.unserved[0].why == ("There is no driver: enter one under Drivers.",)
    assert made.view.unserved[0].ride_id == ride
    assert made.view.gap.is_proved


def test_one_ride_and_one_driver_is_proved(world: World) -> None:
    world.driver(home=EAST)
    world.book(world.member(home=EAST))
    assert plan(world).view.gap.is_proved


def test_one_more_volunteer_for_a_wait_lives_where_the_way_there_begins(world: World) -> None:
    rides = world.book(world.member(), back=ReturnKind.WAIT, back_at="11:00").ride_ids
    world.driver(last_name="Early", hours=(Hours(1, 6 * 60, 6 * 60 + 30),))
    made = plan(world)
    said = {
        one.sentence
        for ride in rides
        for one in cures(made.question, made.solution, ride)
        if one.kind is CureKind.VOLUNTEER
    }
    assert len(said) == 1
