"""Maps for the tests: a made-up county drawn here, and real ones built once a session."""

from collections.abc import Iterator
from pathlib import Path

import osmium
import osmium.osm.mutable
import pytest

from nemt_desk.geo import CountyMap, build_map
from nemt_desk.ground.progress import Quiet

STEP = 0.01  # about 1.1 km north, 0.78 km east


def node_at(row: int, column: int) -> tuple[float, float]:
    """Return lat, lon of a crossing of the made-up county."""
    return 46.5 + row * STEP, -93.7 + column * STEP


def write_county(path: Path) -> None:
    """Draw a county: six east-west and six north-south roads, a lake, a town, some houses."""
    mutable = osmium.osm.mutable
    with osmium.SimpleWriter(str(path)) as writer:
        for row in range(6):
            for column in range(6):
                lat, lon = node_at(row, column)
                number = 1 + row * 6 + column
                writer.add_node(
                    mutable.Node(
                        id=number, version=1, location=(lon, lat), timestamp="2026-05-04T00:00:00Z"
                    )
                )
        lat, lon = node_at(2, 2)
        houses = [
            (101, lat + 0.001, lon - 0.0005, "120", "Church Street"),
            (102, lat + 0.004, lon - 0.0005, "160", "Church Street"),
            (103, lat + 0.0041, lon + 0.0005, "161A", "Church Street"),
        ]
        for number, at, east, house, street in houses:
            tags = {
                "addr:housenumber": house,
                "addr:street": street,
                "addr:city": "Birch Falls",
                "addr:postcode": "56999",
            }
            writer.add_node(mutable.Node(id=number, version=1, location=(east, at), tags=tags))
        writer.add_node(
            mutable.Node(
                id=110,
                version=1,
                location=(lon, lat),
                tags={"place": "town", "name": "Birch Falls"},
            )
        )
        writer.add_node(
            mutable.Node(
                id=111,
                version=1,
                location=(lon + 0.002, lat + 0.002),
                tags={"amenity": "clinic", "name": "Birch Falls Clinic"},
            )
        )
        for number, east, north in (
            (120, 0.012, 0.012),
            (121, 0.018, 0.012),
            (122, 0.018, 0.018),
            (123, 0.012, 0.018),
        ):
            writer.add_node(
                mutable.Node(id=number, version=1, location=(-93.7 + east, 46.5 + north))
            )
        # A road nobody can reach.
        for number, north in ((130, 0.2), (131, 0.21)):
            writer.add_node(mutable.Node(id=number, version=1, location=(-93.4, 46.5 + north)))
        rows = [
            "County Road 24",
            "Pine Cove Lane",
            "US 169",
            "Lake Drive",
            "5th Street",
            "Mill Road",
        ]
        columns = ["State Highway 6", "1st Avenue", "Church Street", "Oak Street North", "Elm Road",
                   "Cut Off Trail"]  # fmt: skip
        stamp = "2026-05-04T00:00:00Z"
        for row, name in enumerate(rows):
            tags = {"highway": "tertiary", "name": name}
            if name == "Pine Cove Lane":
                tags |= {
                    "tiger:lfromadd": "100", "tiger:ltoadd": "598", "tiger:zipl": "56999",
                    "tiger:rfromadd": "101", "tiger:rtoadd": "599", "tiger:zipr": "56999",
                }  # fmt: skip
            refs = [1 + row * 6 + column for column in range(6)]
            writer.add_way(
                mutable.Way(id=200 + row, version=1, nodes=refs, tags=tags, timestamp=stamp)
            )
        for column, name in enumerate(columns):
            refs = [1 + row * 6 + column for row in range(6)]
            tags = {"highway": "residential", "name": name}
            writer.add_way(
                mutable.Way(id=300 + column, version=1, nodes=refs, tags=tags, timestamp=stamp)
            )
        lake = {"natural": "water", "name": "Loon Lake"}
        writer.add_way(mutable.Way(id=400, version=1, nodes=[120, 121, 122, 123, 120], tags=lake))
        island = {"highway": "residential", "name": "Nowhere Lane"}
        writer.add_way(mutable.Way(id=401, version=1, nodes=[130, 131], tags=island))


@pytest.fixture(scope="session")
def county_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up county's file."""
    path = tmp_path_factory.mktemp("county") / "birch.osm.pbf"
    write_county(path)
    return path


@pytest.fixture(scope="session")
def county_folder(county_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up county's map, built."""
    folder = tmp_path_factory.mktemp("county-map")
    build_map([county_file], folder, progress=Quiet())
    return folder


@pytest.fixture(scope="session")
def county(county_folder: Path) -> Iterator[CountyMap]:
    """The made-up county's map, open."""
    opened = CountyMap.open(county_folder)
    yield opened
    opened.close()


def _built(source: Path, factory: pytest.TempPathFactory) -> CountyMap:
    folder = factory.mktemp(source.name.split(".")[0])
    build_map([source], folder, progress=Quiet())
    return CountyMap.open(folder)


@pytest.fixture(scope="session")
def columbus(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountyMap]:
    """A real city's map."""
    opened = _built(shared_data / "osm" / "columbus_oh_2015.osm.pbf", tmp_path_factory)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def perquimans(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountyMap]:
    """A real rural county's map, from the Census."""
    opened = _built(shared_data / "geo" / "tl_2020_37143_edges.zip", tmp_path_factory)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def queens(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountyMap]:
    """A real town's map with every house on it."""
    opened = _built(shared_data / "osm" / "queens_village_ny_2016.osm.pbf", tmp_path_factory)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reisterstown(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CountyMap]:
    """A real suburb's map, with turn restrictions over ways and parts that are cut off."""
    opened = _built(shared_data / "osm" / "reisterstown_md.osm.pbf", tmp_path_factory)
    yield opened
    opened.close()
