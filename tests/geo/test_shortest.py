"""Direct-route miles against a Dijkstra of our own over the same file."""

import random
from pathlib import Path

import pytest

from nemt_desk.geo import CountyMap, Point
from nemt_desk.geo.network import make_network
from nemt_desk.geo.sources import read_sources
from nemt_desk.ground.progress import Quiet
from tests.geo.independent import Roads

PAIRS = 100
ALLOWED_M = 0.05 * 1609.344


def _disagreements(county: CountyMap, roads: Roads, seed: int) -> list[str]:
    chance = random.Random(seed)
    junctions = roads.junctions()
    wrong: list[str] = []
    done = 0
    while done < PAIRS:
        a, b = chance.sample(junctions, 2)
        expected = roads.shortest_m(a, b)
        if expected is None:
            continue
        done += 1
        route = county.route(Point(*roads.places[a]), Point(*roads.places[b]))
        if abs(route.distance_m - expected) > ALLOWED_M:
            wrong.append(f"{a} to {b}: {route.distance_m:.0f} m, expected {expected:.0f} m")
        assert route.distance_m == pytest.approx(sum(step.distance_m for step in route.steps))
    return wrong


@pytest.mark.slow
def test_shortest_miles_agree_on_a_city(columbus: CountyMap, shared_data: Path) -> None:
    roads = Roads(shared_data / "osm" / "columbus_oh_2015.osm.pbf")
    assert _disagreements(columbus, roads, seed=1) == []


@pytest.mark.slow
def test_shortest_miles_agree_on_a_census_county(
    perquimans: CountyMap, shared_data: Path, tmp_path: Path
) -> None:
    zipped = shared_data / "geo" / "tl_2020_37143_edges.zip"
    network = make_network(read_sources([zipped], Quiet()), tmp_path, None, Quiet())
    assert _disagreements(perquimans, Roads(network.path), seed=1) == []
    # The same county made into OSM by somebody else: the same roads, the same miles.
    others = Roads(shared_data / "osm" / "perquimans_nc_tiger2020.osm.pbf")
    assert _disagreements(perquimans, others, seed=2) == []
