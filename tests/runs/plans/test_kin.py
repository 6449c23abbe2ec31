"""What family costs in a plan: the same as who is called for the ride is told to cost."""

import pytest

from nemt_desk.drivers.rows import RelationEntry, RelationKind
from nemt_desk.runs.plans.service import Change
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.who.ride import who
from tests.factories import TODAY
from tests.runs.plans.office import EAST, plan, planner, put
from tests.runs.world import ROADS, SETTINGS, World


@pytest.mark.parametrize("mode", [1, 2])
def test_kin_are_paid_personal_mileage_in_plan_impact_and_ranking(world: World, mode: int) -> None:
    member = world.member()
    son = RelationEntry(member_id=member, kind=RelationKind.FAMILY)
    lars = world.driver(home=EAST, relations=(son,))
    ride = world.book(member, "10:00", mode=mode).ride_ids[0]
    if mode == 2:
        put(world, [ride], lars)
    with world.store.read() as session:
        found = who(
            session,
            [ride],
            settings=SETTINGS,
            now=world.store.clock.now(),
            travel_on=lambda _day: RoadTravel(ROADS),
        )
    (told,) = (one.cents for one in found.candidates if one.driver_id == lars)
    assert told is not None
    made = plan(world)
    assert abs(made.view.after.cents - told) <= 1
    index = next(at for at, one in enumerate(made.question.rides) if one.ride_id == ride)
    stay = -500.0 if mode == 2 else 0.0
    assert dict(made.question.problem.rides[index].extra_cents)[0] < stay
    to, sign = (None, -1) if mode == 2 else (lars, 1)
    seen = planner(world).impact(Change(TODAY, (ride,), to), RoadTravel(ROADS))
    assert seen.cents is not None
    assert abs(sign * seen.cents - told) <= 1


def test_a_volunteer_has_his_own_rate_for_others(world: World) -> None:
    mother, other = world.member(), world.member(last_name="Other")
    son = RelationEntry(member_id=mother, kind=RelationKind.FAMILY)
    world.driver(home=EAST, relations=(son,))
    world.book(mother, "10:00", mode=1)
    own = plan(world).view.after
    world.book(other, "14:00")
    both = plan(world).view.after
    assert own.cents == pytest.approx(own.loaded_m / 1609.344 * 22, abs=1)
    miles = (both.loaded_m - own.loaded_m) / 1609.344
    assert both.cents - own.cents == pytest.approx(miles * 72.5, abs=1)
