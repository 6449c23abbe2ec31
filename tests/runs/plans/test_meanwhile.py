"""What changed between asking for a plan and accepting it: refused row by row, with the reason."""

from dataclasses import replace
from typing import Any

import pytest

from nemt_desk.drivers.queries import driver
from nemt_desk.drivers.rows import Hours
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.members.model import ApartRecord
from tests.factories import ACTOR, driver_entry
from tests.runs.plans.office import EAST, SOUTH, Planned, plan, planner
from tests.runs.world import World

TUESDAY = 1
WHOLE_DAY = (Hours(TUESDAY, 6 * 60, 18 * 60),)


def change(world: World, driver_id: Id, **changes: Any) -> None:
    """Enter other facts about a driver."""
    with world.store.read() as session:
        version = driver(session, driver_id).version
    entry = driver_entry(**({"home": EAST, "hours": WHOLE_DAY} | changes))
    world.built.drivers.change(ACTOR, driver_id, entry, version=version)


def refusals(world: World, made: Planned) -> dict[Id, str]:
    """Accept all that was proposed and return what is refused."""
    try:
        kept = planner(world).accept(ACTOR, made.question, made.view.proposals)
    except RefusedError as error:
        return {one.ride_id: error.sentence for one in made.view.proposals}
    return {row.ride_id: row.sentence for row in kept.refused}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"hours": (Hours(TUESDAY, 11 * 60, 18 * 60),)}, "lies outside the hours"),
        ({"hours": (Hours(TUESDAY, 6 * 60, 10 * 60 + 5),)}, "Would be home at"),
        (
            {"hours": (Hours(TUESDAY, 6 * 60, 18 * 60, 60, 9 * 60, 10 * 60 + 15),)},
            "minutes are left for the break",
        ),
        ({"day_miles": 5}, "this driver goes up to 5 a day"),
    ],
)
def test_what_a_driver_can_no_longer_do_is_refused(
    world: World, facts: dict[str, Any], said: str
) -> None:
    lars = world.driver(home=EAST, hours=WHOLE_DAY)
    ride = world.book(world.member(home=SOUTH), "10:00").ride_ids[0]
    made = plan(world)
    change(world, lars, **facts)
    assert said in refusals(world, made)[ride]
    assert world.assigned() == set()


def test_what_still_fits_after_a_change_is_done(world: World) -> None:
    lars = world.driver(home=EAST, hours=WHOLE_DAY)
    early = world.book(world.member(home=SOUTH), "10:00").ride_ids[0]
    late = world.book(world.member(last_name="Late", home=SOUTH), "15:00").ride_ids[0]
    made = plan(world)
    change(world, lars, hours=(Hours(TUESDAY, 6 * 60, 12 * 60),), day_miles=300)
    assert list(refusals(world, made)) == [late]
    assert {ride for ride, _, _ in world.assigned()} == {early}


@pytest.fixture
def shared(world: World) -> tuple[Id, Planned]:
    """Return the only driver and a plan by which two neighbours ride together."""
    lars = world.driver(home=EAST, hours=WHOLE_DAY)
    world.book(world.member(home=EAST), "10:00")
    world.book(world.member(last_name="Other", home=EAST), "10:00")
    made = plan(world)
    assert len(made.view.proposals) == 2
    return lars, made


def test_a_smaller_car_takes_only_one_of_two_together(
    world: World, shared: tuple[Id, Planned]
) -> None:
    lars, made = shared
    change(world, lars, cars=(replace(driver_entry().cars[0], seats=1),))
    (sentence,) = refusals(world, made).values()
    assert "the car has 1" in sentence
    assert len(world.assigned()) == 1


def test_two_kept_apart_meanwhile_do_not_ride_together(
    world: World, shared: tuple[Id, Planned]
) -> None:
    _lars, made = shared
    one, other = (ride.member_id for ride in made.question.rides)
    with world.store.write(ACTOR, "Kept two members apart") as work:
        work.session.add(ApartRecord(member_id=one, other_id=other, note=""))
    (sentence,) = refusals(world, made).values()
    assert "with whom this member may not ride" in sentence
    assert len(world.assigned()) == 1
