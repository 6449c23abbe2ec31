"""Ferries, winter, cut-off roads: what a route says of them, on a made-up county on two shores."""

from collections.abc import Iterator

import pytest

from nemt_desk.geo import (
    CountyMap,
    Driving,
    MapInfo,
    Point,
    Route,
    SourceInfo,
    UnreachableError,
    build_map,
)
from nemt_desk.ground.errors import InputError
from nemt_desk.ground.progress import Quiet
from tests.geo.conftest import node_at
from tests.geo.shores import at, write_shores

NO_FERRIES = Driving(avoid_ferries=True)


@pytest.fixture(scope="module")
def shores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountyMap]:
    folder = tmp_path_factory.mktemp("shores")
    write_shores(folder / "shores.osm.pbf")
    build_map([folder / "shores.osm.pbf"], folder / "map", progress=Quiet())
    with CountyMap.open(folder / "map") as opened:
        yield opened


def _refused(county: CountyMap, a: Point, b: Point, driving: Driving) -> UnreachableError:
    with pytest.raises(UnreachableError) as caught:
        county.route(a, b, driving=driving)
    return caught.value


def test_a_ferry_on_the_way_is_told_and_measured(shores: CountyMap) -> None:
    route = shores.route(at(1), at(14))
    assert route.has_ferry
    assert [step.text for step in route.steps if step.is_ferry] == ["Take the Loon Ferry."]
    assert route.ferry_m == pytest.approx(at(3).distance_m(at(11)), rel=0.01)


def test_avoided_ferries_are_never_taken(shores: CountyMap) -> None:
    both = [shores.route(at(1), at(14), driving=NO_FERRIES)]
    both += shores.routes(at(1), at(14), driving=NO_FERRIES)
    assert all(not route.has_ferry and route.ferry_m == 0 for route in both)
    assert all(route.distance_m > 15_000 for route in both)
    (leg,) = shores.matrix([at(1)], [at(14)], driving=NO_FERRIES)[0]
    assert leg is not None
    assert leg.distance_m == pytest.approx(both[0].distance_m, rel=0.001)


def test_where_only_a_ferry_leads_it_is_said_with_both_landings(shores: CountyMap) -> None:
    why = _refused(shores, at(1), at(32), NO_FERRIES)
    assert "Only a ferry" in why.sentence
    assert why.near_start is not None
    assert why.near_end is not None
    assert why.near_end.distance_m(at(30)) < 20
    assert shores.matrix([at(1)], [at(32)], driving=NO_FERRIES) == [[None]]
    assert shores.route(at(1), at(32)).has_ferry


def test_a_boat_that_is_not_said_to_carry_cars_carries_none(shores: CountyMap) -> None:
    # The water taxi would be shorter by three kilometres.
    assert "Water Taxi" not in " ".join(s.text for s in shores.route(at(1), at(14)).steps)


def test_a_turning_for_the_police_is_no_way_for_a_member(shores: CountyMap) -> None:
    assert at(42).distance_m(at(1)) < 2300
    assert shores.route(at(42), at(1)).distance_m > 5000


def test_winter_changes_minutes_and_never_miles(shores: CountyMap) -> None:
    slow = Driving(speed_factor=0.8)
    for kind in ("shortest", "fastest"):
        summer = shores.route(at(1), at(13), kind)
        winter = shores.route(at(1), at(13), kind, driving=slow)
        assert winter.distance_m == summer.distance_m
        assert winter.duration_s == pytest.approx(summer.duration_s / 0.8)
        assert sum(s.duration_s for s in winter.steps) == pytest.approx(winter.duration_s, abs=1)
    ((one,),) = shores.matrix([at(1)], [at(13)])
    ((other,),) = shores.matrix([at(1)], [at(13)], driving=slow)
    assert one is not None
    assert other is not None
    assert (other.distance_m, other.duration_s) == (one.distance_m, one.duration_s / 0.8)


@pytest.mark.parametrize("factor", [0.0, -1.0, 0.1, 2.0, float("nan")])
def test_a_senseless_speed_is_refused(factor: float) -> None:
    with pytest.raises(InputError, match="speed factor"):
        Driving(speed_factor=factor)


def test_a_cut_off_road_is_said_with_the_nearest_point_that_is_not(county: CountyMap) -> None:
    start, end = Point(*node_at(0, 0)), Point(46.705, -93.4)
    why = _refused(county, start, end, Driving())
    assert "from State Highway 6 to Nowhere Lane" in why.sentence
    assert "Nearest point to the end that can be reached" in why.sentence
    assert "south-west" in why.sentence
    assert "the start that can be" not in why.sentence
    assert why.near_start is not None
    assert why.near_end is not None
    assert why.near_start.distance_m(start) < 10
    # Both points are good: there is a way between them.
    assert county.route(start, why.near_end).distance_m > 1000
    assert _refused(county, end, start, Driving()).near_start == why.near_end
    assert county.matrix([start], [end], "shortest") == [[None]]


def test_a_cut_off_start_is_told_by_ferry_too(shores: CountyMap) -> None:
    why = _refused(shores, at(50), at(42), Driving())
    assert "Nearest point to the start that can be reached: Island Road" in why.sentence
    assert why.near_start is not None
    assert shores.route(why.near_start, at(42)).has_ferry


def test_off_road_metres_are_told(county: CountyMap) -> None:
    lat, lon = node_at(0, 0)
    route = county.route(Point(lat, lon - 0.002), Point(*node_at(3, 3)))
    assert route.off_road_m == route.from_road_m + route.to_road_m > 100


def test_a_census_map_says_what_it_does_not_know(county: CountyMap) -> None:
    assert county.info.caveats == ()
    info = county.info
    census = MapInfo.caveats.fget  # type: ignore[attr-defined]
    only = type("Only", (), {"sources": (SourceInfo("a.zip", "tiger", "", "2020"),)})()
    assert "one-way" in census(only)[0]
    assert info.sources[0].kind == "osm"


def test_miles_of_table_and_route_are_the_same(county: CountyMap) -> None:
    ends = [Point(*node_at(row, 5)) for row in range(6)]
    (row,) = county.matrix([Point(*node_at(0, 0))], ends, "shortest")
    routes: list[Route] = [county.route(Point(*node_at(0, 0)), end) for end in ends]
    for leg, route in zip(row, routes, strict=True):
        assert leg is not None
        assert leg.distance_m == pytest.approx(route.distance_m, abs=10)
