"""Direct-route miles against a Dijkstra of our own over the same file, and the rules on the way."""

import random
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from nemt_desk.geo import CountyMap, Point, Route, UnreachableError
from nemt_desk.geo.building.network import FILE, make_network
from nemt_desk.geo.sources import read_sources
from nemt_desk.ground.progress import Quiet
from tests.geo.independent import Roads

PAIRS = 170  # on each of three maps: 510 in all
ALLOWED_M = 0.05 * 1609.344


@pytest.fixture(scope="module")
def suburb(shared_data: Path) -> Roads:
    return Roads(shared_data / "osm" / "reisterstown_md.osm.pbf")


def _disagreements(county: CountyMap, roads: Roads, pairs: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    junctions = roads.junctions()
    wrong: list[str] = []
    for _ in range(pairs):
        a, b = chance.sample(junctions, 2)
        expected = roads.shortest_m(a, b)
        ends = Point(*roads.places[a]), Point(*roads.places[b])
        if expected is None:
            # Gates and turn restrictions may leave no way out, and both must know it.
            with pytest.raises(UnreachableError):
                county.route(*ends)
            continue
        route = county.route(*ends)
        if abs(route.distance_m - expected) > ALLOWED_M:
            wrong.append(f"{a} to {b}: {route.distance_m:.0f} m, expected {expected} m")
        assert route.distance_m == pytest.approx(sum(step.distance_m for step in route.steps))
    return wrong


def test_shortest_miles_agree_on_a_made_up_county(county: CountyMap, county_file: Path) -> None:
    assert _disagreements(county, Roads(county_file), 20, seed=4) == []


@pytest.mark.slow
def test_shortest_miles_agree_on_a_city(columbus: CountyMap, shared_data: Path) -> None:
    roads = Roads(shared_data / "osm" / "columbus_oh_2015.osm.pbf")
    assert _disagreements(columbus, roads, PAIRS, seed=1) == []


@pytest.mark.slow
def test_shortest_miles_agree_in_a_suburb(reisterstown: CountyMap, suburb: Roads) -> None:
    assert _disagreements(reisterstown, suburb, PAIRS, seed=1) == []


@pytest.mark.slow
def test_shortest_miles_agree_on_a_census_county(
    perquimans: CountyMap, shared_data: Path, tmp_path: Path
) -> None:
    zipped = shared_data / "geo" / "tl_2020_37143_edges.zip"
    make_network(read_sources([zipped], Quiet()), tmp_path, None, Quiet())
    roads = Roads(tmp_path / FILE)
    assert _disagreements(perquimans, roads, PAIRS, seed=1) == []
    # The same county made into OSM by somebody else: the same roads, the same miles.
    others = Roads(shared_data / "osm" / "perquimans_nc_tiger2020.osm.pbf")
    assert _disagreements(perquimans, others, PAIRS // 2, seed=2) == []


@pytest.mark.slow
def test_there_and_back_are_the_same_where_no_road_is_one_way(
    perquimans: CountyMap, shared_data: Path
) -> None:
    roads = Roads(shared_data / "osm" / "perquimans_nc_tiger2020.osm.pbf")
    chance, junctions = random.Random(8), roads.junctions()
    for _ in range(60):
        a, b = (Point(*roads.places[node]) for node in chance.sample(junctions, 2))
        assert perquimans.route(a, b).distance_m == pytest.approx(
            perquimans.route(b, a).distance_m, abs=0.01 * 1609.344
        )


class Rulebook:
    """Which way each line of road may be driven, by its ends' places as the engine gives them."""

    def __init__(self, roads: Roads) -> None:
        self._roads = roads
        self._open: dict[tuple[int, int], set[int]] = defaultdict(set)
        self._node: dict[tuple[float, float], set[int]] = defaultdict(set)
        for pieces in roads.out.values():
            for piece in pieces:
                for a, b in pairwise(piece.nodes):
                    self._open[a, b].add(piece.way)
        for node, (lat, lon) in roads.places.items():
            self._node[round(lat, 6), round(lon, 6)].add(node)

    def broken_by(self, route: Route) -> str:
        """Say what a route does that it must not; empty when it drives as it should."""
        driven: list[tuple[int, set[int]]] = []
        for a, b in pairwise(route.shape):
            starts, ends = self._near(a), self._near(b)
            ways = {(n, w) for m in starts for n in ends for w in self._open.get((m, n), ())}
            if not ways:
                return f"no road is open from {a} to {b}"
            driven.append((min(starts), {way for _, way in ways}))
        return self._turns(driven)

    def _near(self, at: tuple[float, float]) -> set[int]:
        # The engine rounds to a millionth of a degree in its own way.
        found: set[int] = set()
        for north in (-1, 0, 1):
            for east in (-1, 0, 1):
                spot = round(at[0] + north / 1e6, 6), round(at[1] + east / 1e6, 6)
                found |= self._node.get(spot, set())
        return found

    def _turns(self, driven: list[tuple[int, set[int]]]) -> str:
        """Check restrictions where each line belongs to one way only; the rest is not sure."""
        runs: list[tuple[int, int]] = []
        for node, ways in driven:
            way = min(ways) if len(ways) == 1 else -1
            if not runs or runs[-1][1] != way:
                runs.append((node, way))
        for first, (_, start) in enumerate(runs):
            for ban in self._roads.bans.get(start, ()):
                follow = [way for _, way in runs[first : first + len(ban.ways) + 1]]
                if len(follow) <= len(ban.ways) or tuple(follow[:-1]) != ban.ways:
                    continue
                at = runs[first + len(ban.ways)][0]
                if ban.via is not None and at != ban.via:
                    continue
                if (follow[-1] == ban.goal) != ban.only and -1 not in follow:
                    return f"turns from way {start} into way {follow[-1]} at node {at}"
        return ""


@pytest.mark.slow
def test_no_one_way_and_no_turn_restriction_is_broken(
    reisterstown: CountyMap, suburb: Roads
) -> None:
    rules = Rulebook(suburb)
    chance, junctions = random.Random(3), suburb.junctions()
    for _ in range(80):
        first, last = chance.sample(junctions, 2)
        try:
            both = reisterstown.routes(Point(*suburb.places[first]), Point(*suburb.places[last]))
        except UnreachableError:
            assert suburb.shortest_m(first, last) is None
            continue
        for route in both:
            assert rules.broken_by(route) == ""


@pytest.mark.slow
def test_a_banned_turn_is_driven_round(reisterstown: CountyMap, suburb: Roads) -> None:
    """From just before to just after each banned turn: where one is driven, it is not there."""
    rules, kinds = Rulebook(suburb), {"node": 0, "ways": 0}
    good = set(suburb.junctions())
    for start, bans in sorted(suburb.bans.items()):
        for ban in bans:
            kind = "ways" if ban.via is None else "node"
            first, last = suburb.ends(start)[0], suburb.ends(ban.goal)[1]
            if ban.only or first == last or not {first, last} <= good or kinds[kind] >= 40:
                continue
            kinds[kind] += 1
            a, b = Point(*suburb.places[first]), Point(*suburb.places[last])
            route = reisterstown.route(a, b)
            assert rules.broken_by(route) == ""
            # Shorter it may be: the engine also turns round at the end of a parking aisle.
            expected = suburb.shortest_m(first, last)
            assert expected is not None
            assert route.distance_m <= expected + ALLOWED_M
    assert kinds["node"] > 10
    assert kinds["ways"] > 0
