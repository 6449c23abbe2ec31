"""The long-distance list and the days that two members could share."""

from datetime import date, timedelta
from typing import Any

import pytest

from nemt_desk.ground.ids import Id
from nemt_desk.ground.units import metres
from nemt_desk.runs.ahead.far import far_list
from nemt_desk.runs.ahead.rows import FarList
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.trips.rows import Repeat
from tests.factories import ACTOR, TODAY, home_entry
from tests.runs.world import ROADS, SETTINGS, World

SOON = TODAY + timedelta(days=2)
LATER = TODAY + timedelta(days=3)


def far(world: World, least: float = 30.0) -> FarList:
    travel = RoadTravel(ROADS)
    with world.store.read() as session:
        return far_list(session, SETTINGS, first=TODAY, least_miles=least, travel=travel)


@pytest.fixture
def city(world: World) -> Id:
    """A hospital about 50 miles south of everybody."""
    return world.place(name="City Hospital", short_name="City", lat=46.6, lon=-93.5)


def rider(world: World, city: Id, name: str, lon: float, day: date, **more: Any) -> Id:
    home = home_entry(lat=47.25, lon=lon)
    member = world.member(last_name=name, home=home)
    return world.book(member, "11:00", day=day, clinic=city, **more).ride_ids[0]


def test_only_long_open_ways_there_of_two_weeks(world: World, city: Id) -> None:
    rider(world, city, "Far", -93.5, TODAY)
    gone = rider(world, city, "Gone", -93.4, TODAY)
    world.trips.cancel(ACTOR, gone, "called off")
    rider(world, city, "Late", -93.5, TODAY + timedelta(days=14))
    world.book(world.member(last_name="Near"), "9:00")
    found = far(world)
    assert [ride.member.split(",")[0] for ride in found.rides] == ["Far"]
    assert found.rides[0].direct_m > metres(30)
    assert found.shared == ()


def test_neighbours_on_two_days_could_share_one(world: World, city: Id) -> None:
    rider(world, city, "Aho", -93.50, SOON)
    rider(world, city, "Berg", -93.52, LATER)
    (pair,) = far(world).shared
    assert pair.moving is not None
    assert pair.moving.member.startswith("Berg")
    assert pair.day == SOON
    assert pair.saved_m > metres(80)
    assert pair.detour_min < 5


def test_two_on_one_day_at_one_time_share_without_moving(world: World, city: Id) -> None:
    rider(world, city, "Aho", -93.50, TODAY)
    rider(world, city, "Berg", -93.52, TODAY)
    (pair,) = far(world).shared
    assert pair.moving is None


def test_a_standing_order_does_not_move_but_others_move_to_it(world: World, city: Id) -> None:
    rider(world, city, "Aho", -93.50, SOON, repeat=Repeat(frozenset({3}), count=1))
    rider(world, city, "Berg", -93.52, LATER)
    (pair,) = far(world).shared
    assert pair.moving is not None
    assert pair.moving.member.startswith("Berg")
    rider(world, city, "Cole", -93.51, LATER, repeat=Repeat(frozenset({4}), count=1))
    movers = {pair.moving.member.split(",")[0] for pair in far(world).shared if pair.moving}
    assert movers == {"Berg"}


def test_nothing_is_moved_onto_today(world: World, city: Id) -> None:
    rider(world, city, "Aho", -93.50, TODAY, repeat=Repeat(frozenset({1}), count=1))
    rider(world, city, "Berg", -93.52, LATER)
    assert far(world).shared == ()


def test_far_apart_homes_are_not_put_together(world: World, city: Id) -> None:
    rider(world, city, "Aho", -92.6, TODAY)
    rider(world, city, "Berg", -94.6, LATER)
    assert far(world, 20).shared == ()
