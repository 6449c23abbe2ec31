"""Counties of a state's extract, and cutting them out of it in small memory."""

from pathlib import Path

import numpy as np
import osmium
import pytest

from nemt_desk.geo import BBox
from nemt_desk.geo.building.area import Area, County
from nemt_desk.geo.building.clip import clip
from nemt_desk.geo.building.counties import named_counties, read_extract
from nemt_desk.geo.building.pbf import DamagedFileError, node_blocks, points_are_sorted
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.progress import Quiet
from tests.geo.state import SOUTH, STEP, WEST, write_state

pytestmark = pytest.mark.slow  # builds maps

ROWS = 6


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("state") / "state.osm.pbf"
    write_state(path, counties=3, rows=ROWS)
    return path


def _cut(source: Path, target: Path, name: str, miles: float) -> list[tuple[dict[str, str], bool]]:
    """Return tags of the ways kept, and whether all their points are there."""
    area = Area.of_counties(named_counties(read_extract(source, Quiet()).counties, [name]), miles)
    clip(source, target, area, Quiet())
    found = osmium.FileProcessor(str(target)).with_locations()
    return [
        (dict(item.tags), all(node.location.valid() for node in item.nodes))
        for item in found
        if isinstance(item, osmium.osm.Way)
    ]


def test_counties_are_found_by_name_and_code_with_their_box(state: Path) -> None:
    found = read_extract(state, Quiet())
    assert len(found.counties) == 9
    assert found.points == (3 * ROWS + 1) ** 2
    (middle,) = named_counties(found.counties, ["county11"])
    assert middle.name == "County11 County"
    assert middle.box.west == pytest.approx(WEST + ROWS * STEP)
    assert middle.box.north == pytest.approx(SOUTH + 2 * ROWS * STEP)
    assert named_counties(found.counties, ["99004"]) == [middle]
    with pytest.raises(RefusedError, match="Nowhere does not lie whole in the files"):
        named_counties(found.counties, ["Nowhere"])


def test_a_county_that_lies_only_partly_in_the_file_is_not_offered(
    state: Path, tmp_path: Path
) -> None:
    part = tmp_path / "part.osm.pbf"
    box = BBox(WEST - 1, SOUTH - 1, WEST + 1.5 * ROWS * STEP, SOUTH + 1.5 * ROWS * STEP)
    clip(state, part, Area.of_box(box), Quiet())
    names = {county.name for county in read_extract(part, Quiet()).counties}
    assert "County00 County" in names
    assert "County22 County" not in names


def test_the_county_and_its_margin_are_kept_and_what_lies_beyond_is_not(
    state: Path, tmp_path: Path
) -> None:
    ways = _cut(state, tmp_path / "a.osm.pbf", "County11", 0)
    names = {tags["name"] for tags, _ in ways if "name" in tags}
    assert f"{ROWS + 2}th Street" in names
    assert "1th Street" not in names
    wider = _cut(state, tmp_path / "b.osm.pbf", "County11", 2)
    assert len(wider) > len(ways)
    assert all(has_points for _, has_points in wider)
    everything = _cut(state, tmp_path / "c.osm.pbf", "County11", 100)
    whole = sum(1 for _ in osmium.FileProcessor(str(state), osmium.osm.WAY))
    assert len(everything) == whole


def test_a_margin_is_measured_from_the_border_and_not_from_the_box(tmp_path: Path) -> None:
    county = named_counties(_triangle(tmp_path), ["Corner"])[0]
    area = Area.of_counties([county], 5)
    mile = 1 / 69.1

    def holds(lat: float, lon: float) -> bool:
        at = np.rint(np.array([[lat], [lon]]) * 1e7).astype(np.int64)
        return bool(area.holds(at[0], at[1])[0])

    assert holds(44.05, -94.95)
    assert holds(44.0 - 4 * mile, -94.9)
    assert not holds(44.0 - 6 * mile, -94.9)
    assert not holds(44.4, -94.6), "the empty corner of the box was taken"


def _triangle(folder: Path) -> tuple[County, ...]:
    mutable = osmium.osm.mutable
    path = folder / "corner.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for number, place in enumerate([(-95.0, 44.0), (-94.5, 44.0), (-95.0, 44.5)], 1):
            writer.add_node(mutable.Node(id=number, version=1, location=place))
        writer.add_way(mutable.Way(id=1, version=1, nodes=[1, 2, 3, 1]))
        tags = {"type": "boundary", "boundary": "administrative", "admin_level": "6"}
        writer.add_relation(
            mutable.Relation(
                id=1, version=1, members=[("w", 1, "outer")], tags=tags | {"name": "Corner County"}
            )
        )
    return read_extract(path, Quiet()).counties


@pytest.mark.parametrize(("most", "is_whole"), [(1_000, True), (100, False)])
def test_a_lake_over_the_edge_stays_whole_unless_it_drags_the_state_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, *, is_whole: bool
) -> None:
    monkeypatch.setattr("nemt_desk.geo.building.clip.MOST_OUTSIDE", most)
    source = tmp_path / "lake.osm.pbf"
    write_state(source, counties=3, rows=2, lake=600)
    ways = _cut(source, tmp_path / "cut.osm.pbf", "County11", 0)
    shores = [tags for tags, _ in ways if not tags]
    assert (len(shores) == 5) is is_whole


def test_the_points_of_a_file_are_read_as_pyosmium_reads_them(shared_data: Path) -> None:
    for name in ("bangor_me", "columbus_oh_2015"):
        path = shared_data / "osm" / f"{name}.osm.pbf"
        theirs = [
            (node.id, node.location.y, node.location.x, dict(node.tags))
            for node in osmium.FileProcessor(str(path), osmium.osm.NODE)
            if isinstance(node, osmium.osm.Node)
        ]
        ours = [
            (number, lat, lon, block.tags(place))
            for block in node_blocks(path)
            for place, (number, lat, lon) in enumerate(
                zip(block.ids.tolist(), block.lats.tolist(), block.lons.tolist(), strict=True)
            )
        ]
        assert ours == theirs
        assert points_are_sorted(path)


def test_a_cut_off_file_is_damage(state: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(state.read_bytes()[:-7])
    with pytest.raises(DamagedFileError):
        list(node_blocks(path))
