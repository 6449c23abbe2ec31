"""The demo county as a map: the same every time, whole, and sensible addresses."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import osmium
import pytest

from nemt_desk.demo import lay
from nemt_desk.demo.county import CountyFacts, write_county
from nemt_desk.geo.building.build import build_map
from nemt_desk.geo.county_map import CountyMap
from nemt_desk.geo.shapes import Point
from nemt_desk.ground.progress import Quiet
from nemt_desk.ground.units import miles

pytestmark = pytest.mark.slow  # builds maps

LARGEST_FILE = 1_500_000


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CountyFacts]:
    path = tmp_path_factory.mktemp("county") / "county.osm.pbf"
    return path, write_county(path)


@pytest.fixture(scope="module")
def built(
    county: tuple[Path, CountyFacts], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CountyMap]:
    folder = tmp_path_factory.mktemp("map")
    build_map([county[0]], folder, progress=Quiet())
    opened = CountyMap.open(folder)
    yield opened
    opened.close()


def test_the_same_seed_gives_the_same_file(
    county: tuple[Path, CountyFacts], tmp_path: Path
) -> None:
    again = tmp_path / "again.osm.pbf"
    facts = write_county(again)
    assert again.read_bytes() == county[0].read_bytes()
    assert facts == county[1]


def test_another_seed_gives_another_county(
    county: tuple[Path, CountyFacts], tmp_path: Path
) -> None:
    other = tmp_path / "other.osm.pbf"
    write_county(other, seed=2)
    assert other.read_bytes() != county[0].read_bytes()


def test_the_file_is_small_and_sorted(county: tuple[Path, CountyFacts]) -> None:
    assert county[0].stat().st_size < LARGEST_FILE
    kinds = (osmium.osm.Node, osmium.osm.Way, osmium.osm.Relation)
    keys = []
    for item in osmium.FileProcessor(str(county[0])):
        assert isinstance(item, kinds)
        keys.append((kinds.index(type(item)), item.id))
    assert keys == sorted(keys)
    assert keys[-1][0] == 2, "the turn restriction is there"


def test_every_town_and_facility_reaches_every_other(
    county: tuple[Path, CountyFacts], built: CountyMap
) -> None:
    points = [Point(town.lat, town.lon) for town in county[1].towns]
    points += [Point(place.lat, place.lon) for place in county[1].facilities]
    rows = built.matrix(points, points)
    assert len(rows) == len(points)
    assert all(leg is not None for row in rows for leg in row)


def test_a_route_follows_named_roads(county: tuple[Path, CountyFacts], built: CountyMap) -> None:
    seat, narrows = county[1].towns[:2]
    route = built.route(Point(seat.lat, seat.lon), Point(narrows.lat, narrows.lon), "fastest")
    assert "US 88" in " ".join(step.text for step in route.steps)
    assert 12 < float(miles(route.distance_m)) < 18


def test_the_map_finds_the_houses_by_their_address(
    county: tuple[Path, CountyFacts], built: CountyMap
) -> None:
    for house in county[1].houses[::97]:
        match = built.geocode(house.address).matches[0]
        assert abs(match.lat - house.lat) + abs(match.lon - house.lon) < 0.0002, house.address


def test_addresses_are_unique_and_inside_the_county(county: tuple[Path, CountyFacts]) -> None:
    facts = county[1]
    west, south, east, north = facts.bbox
    addresses = [house.address for house in facts.houses]
    assert len(addresses) == len(set(addresses))
    slack = 0.01
    for house in facts.houses:
        assert west - slack < house.lon < east + slack
        assert south - slack < house.lat < north + slack


def test_numbers_on_a_rural_road_rise_northward(county: tuple[Path, CountyFacts]) -> None:
    roads: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for house in county[1].houses:
        number, _, street = house.street_line.partition(" ")
        if house.rural and street.endswith("th Ave"):
            roads[street].append((house.lat, int(number)))
    assert roads
    for houses in roads.values():
        houses.sort()
        numbers = [number for _, number in houses]
        assert all(b > a - 60 for a, b in pairwise(numbers))


def test_even_and_odd_numbers_lie_on_opposite_sides(county: tuple[Path, CountyFacts]) -> None:
    main = lay.FRAME.degrees(lay.SEAT.middle)[0]
    for house in county[1].houses:
        number, _, street = house.street_line.partition(" ")
        if house.town == lay.SEAT.name and street in {"Main St E", "Main St W"}:
            assert (house.lat > main) == (int(number) % 2 == 0)


def test_there_is_every_kind_of_care(county: tuple[Path, CountyFacts]) -> None:
    kinds = {facility.kind for facility in county[1].facilities}
    needed = {"agency", "hospital", "dialysis", "primary", "specialty", "dental", "behavioral"}
    assert needed | {"eye", "pharmacy", "nursing home", "therapy"} <= kinds


def test_no_house_stands_in_a_lake(county: tuple[Path, CountyFacts]) -> None:
    class Lakes(osmium.SimpleHandler):
        def __init__(self) -> None:
            super().__init__()
            self.rings: list[list[tuple[float, float]]] = []

        def way(self, way: osmium.osm.Way) -> None:
            if way.tags.get("natural") == "water":
                self.rings.append([(n.lon, n.lat) for n in way.nodes])

    lakes = Lakes()
    lakes.apply_file(str(county[0]), locations=True)
    assert len(lakes.rings) > 40
    for ring in lakes.rings:
        west, east = min(x for x, _ in ring), max(x for x, _ in ring)
        south, north = min(y for _, y in ring), max(y for _, y in ring)
        for house in county[1].houses:
            if west < house.lon < east and south < house.lat < north:
                assert not _inside(house.lon, house.lat, ring), house.address


def _inside(x: float, y: float, ring: list[tuple[float, float]]) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
