"""Routes on the made-up county: miles, words, refusals."""

import pytest

from nemt_desk.geo import CountyMap, Point
from nemt_desk.ground.errors import RefusedError
from tests.geo.conftest import node_at

A, B = Point(*node_at(0, 0)), Point(*node_at(5, 5))


def test_a_route_tells_miles_steps_and_where_it_comes_from(county: CountyMap) -> None:
    route = county.route(A, B)
    straight = A.distance_m(Point(B.lat, A.lon)) + Point(B.lat, A.lon).distance_m(B)
    assert route.distance_m == pytest.approx(straight, rel=0.003)
    assert sum(step.distance_m for step in route.steps) == pytest.approx(route.distance_m)
    assert any("Turn" in step.text for step in route.steps)
    assert route.duration_s > 60
    assert Point(*route.shape[0]).distance_m(A) < 10
    assert Point(*route.shape[-1]).distance_m(B) < 10
    assert route.engine == "Valhalla"
    assert route.map_hash == county.info.map_hash
    assert route.map_date == "2026-05-04"


@pytest.mark.slow
def test_the_fastest_is_never_slower_than_the_direct(columbus: CountyMap) -> None:
    for goal in (Point(40.0234, -83.0191), Point(39.93, -82.9), Point(40.01, -83.1)):
        direct, fastest = columbus.routes(Point(39.9612, -82.9988), goal)
        assert direct.distance_m <= fastest.distance_m + 1
        assert fastest.duration_s <= direct.duration_s


def test_the_way_to_the_road_is_told_and_not_counted(county: CountyMap) -> None:
    off = Point(A.lat, A.lon - 0.002)
    route = county.route(off, B)
    assert 100 < route.from_road_m < 200
    assert route.distance_m == pytest.approx(county.route(A, B).distance_m, rel=0.001)


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (Point(46.705, -93.4), "no way by road"),  # a road cut off from all others
        (Point(41.0, -80.0), "outside the map"),
        (Point(46.52, -93.617), "from the nearest road"),
    ],
)
def test_no_way_is_said_and_never_zero(county: CountyMap, goal: Point, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        county.route(A, goal)


def test_two_places_far_off_one_spot_of_road_are_not_zero_miles(county: CountyMap) -> None:
    lat, lon = node_at(0, 0)
    with pytest.raises(RefusedError, match="same spot of road"):
        county.route(Point(lat - 0.01, lon - 0.001), Point(lat - 0.008, lon - 0.004))


def test_a_way_shorter_than_what_lies_off_the_road_is_refused(county: CountyMap) -> None:
    lat, lon = node_at(0, 0)
    with pytest.raises(RefusedError, match="Move the pins"):
        county.route(Point(lat - 0.004, lon + 0.001), Point(lat - 0.004, lon + 0.004))


def test_the_same_place_is_no_drive(county: CountyMap) -> None:
    route = county.route(A, A)
    assert route.distance_m == 0
    assert "same place" in route.steps[0].text


def test_matrix_agrees_with_routes_and_knows_gaps(county: CountyMap) -> None:
    far = Point(46.705, -93.4)
    table = county.matrix([A, B], [A, B, far])
    assert [len(row) for row in table] == [3, 3]
    there = table[0][1]
    assert there is not None
    assert there.distance_m == pytest.approx(county.route(A, B, "fastest").distance_m, rel=0.01)
    assert table[0][2] is None


def test_the_engine_is_silent(county: CountyMap, capfd: pytest.CaptureFixture[str]) -> None:
    county.route(A, B)
    county.matrix([A], [B])
    assert capfd.readouterr() == ("", "")
