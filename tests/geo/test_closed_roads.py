"""Closed roads: the way round is the right one, and only the closed road is closed."""

import random
from itertools import pairwise
from pathlib import Path

import pytest

from nemt_desk.geo import ClosedRoad, CountyMap, Driving, Kind, Point, UnreachableError
from nemt_desk.geo.shapes import LatLon, along, length_m
from nemt_desk.ground.errors import InputError, RefusedError
from tests.geo.conftest import node_at
from tests.geo.independent import Piece, Roads

ALLOWED_M = 0.05 * 1609.344
WEST, MIDDLE, EAST = (Point(*node_at(2, column)) for column in (0, 1, 2))
CELL_M = WEST.distance_m(MIDDLE)
UP_M = Point(*node_at(0, 0)).distance_m(Point(*node_at(1, 0)))


def _between(a: LatLon, b: LatLon, share: float = 0.5) -> LatLon:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _closed(*line: LatLon) -> Driving:
    return Driving(closed=(ClosedRoad(line),))


BRIDGE = _closed(_between(node_at(2, 0), node_at(2, 1)))


@pytest.mark.parametrize("kind", ["shortest", "fastest"])
@pytest.mark.parametrize(("a", "b"), [(WEST, EAST), (EAST, WEST)])
def test_one_point_shuts_its_piece_both_ways(
    county: CountyMap, a: Point, b: Point, kind: Kind
) -> None:
    assert county.route(a, b, kind).distance_m == pytest.approx(2 * CELL_M, rel=0.01)
    round_about = county.route(a, b, kind, driving=BRIDGE).distance_m
    assert round_about == pytest.approx(2 * CELL_M + 2 * UP_M, rel=0.01)
    ((leg,),) = county.matrix([a], [b], kind, driving=BRIDGE)
    assert leg is not None
    assert leg.distance_m == pytest.approx(round_about, rel=0.001)


def test_a_stretch_shuts_what_lies_between_and_not_what_crosses(county: CountyMap) -> None:
    stretch = _closed(node_at(2, 1), node_at(2, 4))
    pieces = county.closed_pieces(stretch.closed[0])
    assert [piece.name for piece in pieces] == ["US 169"] * 3
    assert sum(piece.length_m for piece in pieces) == pytest.approx(3 * CELL_M, rel=0.01)
    for column in (1, 2, 3, 4):
        across = Point(*node_at(1, column)), Point(*node_at(3, column))
        free = county.route(*across).distance_m
        assert county.route(*across, driving=stretch).distance_m == free
    before, after = Point(*node_at(2, 0)), Point(*node_at(2, 5))
    assert county.route(before, after, driving=stretch).distance_m == pytest.approx(
        5 * CELL_M + 2 * UP_M, rel=0.01
    )
    # The first piece, before the stretch, is open.
    assert county.route(WEST, MIDDLE, driving=stretch).distance_m == pytest.approx(CELL_M, rel=0.01)


def test_a_click_just_past_a_crossing_does_not_shut_the_next_piece(county: CountyMap) -> None:
    past = _between(node_at(2, 1), node_at(2, 0), 0.01)
    pieces = county.closed_pieces(ClosedRoad((past, node_at(2, 2))))
    assert len(pieces) == 1


def test_who_lives_on_the_closed_piece_drives_away_on_his_side(county: CountyMap) -> None:
    home = Point(*_between(node_at(2, 0), node_at(2, 1), 0.25))
    assert county.route(home, WEST, driving=BRIDGE).distance_m == pytest.approx(
        CELL_M / 4, rel=0.02
    )
    over_there = county.route(home, MIDDLE, driving=BRIDGE).distance_m
    assert over_there == pytest.approx(CELL_M * 1.25 + 2 * UP_M, rel=0.01)
    back = county.route(MIDDLE, home, driving=BRIDGE).distance_m
    assert back == pytest.approx(over_there, rel=0.001)


def test_two_homes_on_one_piece_on_one_side_and_on_two(county: CountyMap) -> None:
    ends = node_at(2, 0), node_at(2, 1)
    first, second, third = (Point(*_between(*ends, share)) for share in (0.1, 0.4, 0.9))
    assert county.route(first, second, driving=BRIDGE).distance_m == pytest.approx(
        0.3 * CELL_M, rel=0.02
    )
    across = county.route(first, third, driving=BRIDGE)
    assert across.distance_m == pytest.approx(1.2 * CELL_M + 2 * UP_M, rel=0.01)
    assert sum(step.distance_m for step in across.steps) == pytest.approx(across.distance_m)


def test_inside_a_closed_stretch_it_is_said_which_road_is_closed(county: CountyMap) -> None:
    stretch = _closed(node_at(2, 0), node_at(2, 5))
    home = Point(*_between(node_at(2, 2), node_at(2, 3)))
    goal = Point(*_between(node_at(2, 4), node_at(2, 5)))
    with pytest.raises(UnreachableError, match=r"closed road \(US 169\)"):
        county.route(home, goal, driving=stretch)


def test_a_dead_end_behind_a_closed_bridge_has_its_nearest_points(county: CountyMap) -> None:
    ring = [(node_at(row, 0), node_at(row, 1)) for row in range(6)]
    shut = Driving(closed=tuple(ClosedRoad((_between(*ends),)) for ends in ring))
    with pytest.raises(UnreachableError, match="closed road") as caught:
        county.route(Point(*node_at(0, 0)), Point(*node_at(0, 4)), driving=shut)
    assert caught.value.near_start is not None
    assert caught.value.near_end is not None
    assert caught.value.near_start.distance_m(Point(*node_at(0, 0))) < 20
    assert caught.value.near_end.distance_m(Point(*node_at(0, 1))) < 20


def test_what_lies_on_no_road_is_refused_when_entered_and_shuts_nothing(county: CountyMap) -> None:
    nowhere = ClosedRoad(((46.52, -93.64),))
    lonely = ClosedRoad((node_at(2, 1), (46.52, -93.64)))
    for road in (nowhere, lonely):
        with pytest.raises(RefusedError, match="on no road of the map"):
            county.closed_pieces(road)
    free = county.route(WEST, EAST).distance_m
    assert county.route(WEST, EAST, driving=Driving(closed=(nowhere,))).distance_m == free
    with pytest.raises(RefusedError, match="not joined"):
        county.closed_pieces(ClosedRoad((node_at(2, 1), (46.705, -93.4))))
    with pytest.raises(InputError, match="at least one point"):
        ClosedRoad(())


def _halfway(roads: Roads, pieces: list[Piece]) -> list[LatLon]:
    lines = [[roads.places[node] for node in piece.nodes] for piece in pieces]
    return [along(line, length_m(line) / 2)[0] for line in lines]


@pytest.mark.slow
def test_the_way_round_is_the_shortest_one_on_a_real_map(
    reisterstown: CountyMap, shared_data: Path
) -> None:
    roads = Roads(shared_data / "osm" / "reisterstown_md.osm.pbf")
    chance = random.Random(7)
    junctions = roads.junctions()
    changed, wrong = 0, []
    while changed < 40:
        a, b = chance.sample(junctions, 2)
        found = roads.shortest(a, b)
        assert found is not None
        pieces = [piece for piece in found[1] if piece.metres > 60]
        size = chance.choice((1, 1, 3))
        if len(pieces) < size + 4:
            continue
        first = chance.randrange(2, len(pieces) - size - 1)
        chosen = pieces[first : first + size]
        if any(one.nodes[-1] != other.nodes[0] or one.way != other.way
               for one, other in pairwise(chosen)):  # fmt: skip
            continue
        shut = [*chosen, *(piece.back for piece in chosen if piece.back)]
        expected = roads.shortest_m(a, b, shut)
        driving = _closed(*_halfway(roads, chosen))
        ends = Point(*roads.places[a]), Point(*roads.places[b])
        try:
            ours = reisterstown.route(*ends, driving=driving).distance_m
        except UnreachableError:
            ours = -1.0
        changed += 1
        if abs(ours - (expected or -1.0)) > ALLOWED_M:
            wrong.append(f"{a} to {b}, way {chosen[0].way}: {ours:.0f}, not {expected}")
    assert wrong == []
