"""Building: what goes in, what is remembered, and that the old map outlives every failure."""

import errno
import random
import shutil
import sqlite3
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import osmium
import pytest

from nemt_desk.geo import BBox, CountyMap, Point, build_map
from nemt_desk.geo.building.build import rebuild_map
from nemt_desk.geo.building.map_folder import current_folder
from nemt_desk.geo.info import FORMAT
from nemt_desk.geo.roads import engine
from nemt_desk.geo.roads.speeds import LocalSpeeds
from nemt_desk.ground.errors import DeskError, EnvironmentProblem, RefusedError
from nemt_desk.ground.progress import Cancelled, Quiet
from tests.geo.conftest import node_at
from tests.geo.state import write_state

pytestmark = pytest.mark.slow  # builds maps


def _shuffled(source: Path, target: Path) -> Path:
    items: list[Any] = []

    class Keep(osmium.SimpleHandler):
        def node(self, item: osmium.osm.Node) -> None:
            items.append(item.replace(tags=dict(item.tags), location=(item.lon, item.lat)))

        def way(self, item: osmium.osm.Way) -> None:
            items.append(item.replace(tags=dict(item.tags), nodes=[n.ref for n in item.nodes]))

    Keep().apply_file(str(source))
    random.Random(3).shuffle(items)
    with osmium.SimpleWriter(str(target)) as writer:
        for item in items:
            writer.add(item)
    return target


def test_what_it_was_built_from_is_remembered(county: CountyMap, county_file: Path) -> None:
    info = county.info
    assert [source.name for source in info.sources] == ["birch.osm.pbf"]
    assert len(info.sources[0].sha256) == 64
    assert info.sources[0].data_date == "2026-05-04"
    assert info.counts["house"] == 3
    assert info.counts["span"] == 2
    assert info.engine == "Valhalla"
    assert info.bounds.contains(*node_at(3, 3))
    assert "OpenStreetMap" in info.credit


def test_the_same_files_give_the_same_hash(
    county: CountyMap, county_file: Path, tmp_path: Path
) -> None:
    assert build_map([county_file], tmp_path, progress=Quiet()).map_hash == county.info.map_hash
    clipped = build_map(
        [county_file], tmp_path, clip=BBox(-93.71, 46.49, -93.6, 46.6), progress=Quiet()
    )
    assert clipped.map_hash != county.info.map_hash


def test_an_unsorted_file_is_sorted(county: CountyMap, county_file: Path, tmp_path: Path) -> None:
    mixed = _shuffled(county_file, tmp_path / "mixed.osm.pbf")
    build_map([mixed], tmp_path / "map", progress=Quiet())
    other = CountyMap.open(tmp_path / "map")
    a, b = Point(*node_at(0, 0)), Point(*node_at(5, 5))
    assert other.route(a, b).distance_m == pytest.approx(county.route(a, b).distance_m)
    assert other.info.counts == county.info.counts
    other.close()


def test_clip_keeps_whole_what_touches_the_box(county_file: Path, tmp_path: Path) -> None:
    mixed = _shuffled(county_file, tmp_path / "mixed.osm.pbf")
    box = BBox(-93.701, 46.499, -93.655, 46.545)
    build_map([mixed], tmp_path / "map", clip=box, progress=Quiet())
    part = CountyMap.open(tmp_path / "map")
    assert part.geocode("Nowhere Lane").best is None
    assert part.geocode("120 Church Street").best is not None
    part.close()
    with pytest.raises(RefusedError, match="no roads inside the box"):
        build_map([county_file], tmp_path / "map", clip=BBox(10, 10, 11, 11), progress=Quiet())


def test_census_and_osm_together_take_roads_once(shared_data: Path, tmp_path: Path) -> None:
    files = [
        shared_data / "osm" / "perquimans_nc_tiger2020.osm.pbf",
        shared_data / "geo" / "tl_2020_37143_edges.zip",
        shared_data / "geo" / "us_zip_city_centroid.csv",
    ]
    info = build_map(files, tmp_path, progress=Quiet())
    both = CountyMap.open(tmp_path)
    assert [source.kind for source in info.sources] == ["osm", "tiger", "towns"]
    assert "Census" in info.credit
    best = both.geocode("146 Pine Cove Ln, Hertford, NC").best
    assert best is not None
    assert best.text == "146 Pine Cove Ln, Hertford 27944"
    far = both.geocode("146 Pine Cove Ln, Belvidere, NC").best
    assert far is None or far.score < best.score
    both.close()


def _broken(folder: Path, county_file: Path) -> dict[str, Path]:
    files = {name: folder / name for name in ("empty.osm.pbf", "half.osm.pbf", "text.osm.pbf")}
    files["empty.osm.pbf"].write_bytes(b"")
    whole = county_file.read_bytes()
    files["half.osm.pbf"].write_bytes(whole[: len(whole) * 2 // 3])
    files["text.osm.pbf"].write_text("<html>404</html>")
    files["other.zip"] = folder / "other.zip"
    with zipfile.ZipFile(files["other.zip"], "w") as bundle:
        bundle.writestr("readme.txt", "no shapes here")
    files["cut.zip"] = folder / "cut.zip"
    shutil.copy(files["other.zip"], files["cut.zip"])
    files["cut.zip"].write_bytes(files["other.zip"].read_bytes()[:40])
    files["photo.jpg"] = folder / "photo.jpg"
    files["photo.jpg"].write_bytes(b"\xff\xd8\xff\xe0" * 50)
    files["missing.osm.pbf"] = folder / "missing.osm.pbf"
    files["water.osm.pbf"] = folder / "water.osm.pbf"
    files["folder"] = folder / "folder"
    files["folder"].mkdir()
    with osmium.SimpleWriter(str(files["water.osm.pbf"])) as writer:
        writer.add_node(osmium.osm.mutable.Node(id=1, version=1, location=(-93.0, 46.0)))
    return files


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.osm.pbf", "is empty"),
        ("half.osm.pbf", "damaged or was not loaded to its end"),
        ("text.osm.pbf", "damaged or was not loaded to its end"),
        ("other.zip", "TIGER/Line EDGES"),
        ("cut.zip", "damaged or was not loaded to its end"),
        ("photo.jpg", "not a map file"),
        ("missing.osm.pbf", "no file"),
        ("water.osm.pbf", "has no roads"),
        ("folder", "is a folder"),
    ],
)
def test_a_bad_file_is_a_sentence_and_the_old_map_stays(
    county_file: Path, tmp_path: Path, name: str, words: str
) -> None:
    folder = tmp_path / "map"
    build_map([county_file], folder, progress=Quiet())
    before = current_folder(folder)
    with pytest.raises(DeskError, match=words) as caught:
        build_map([_broken(tmp_path, county_file)[name]], folder, progress=Quiet())
    assert "old map was kept" in caught.value.sentence
    assert isinstance(caught.value, RefusedError | EnvironmentProblem)
    assert current_folder(folder) == before
    CountyMap.open(folder).close()
    assert [path.name for path in folder.glob(".building-*")] == []


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_list_of_towns_as_a_spreadsheet_saves_it(
    county_file: Path, tmp_path: Path, encoding: str
) -> None:
    towns = tmp_path / "towns.csv"
    lat, lon = node_at(3, 3)
    towns.write_bytes(f"ZIP,City,Lat,Lon\n56998,Étang,{lat},{lon}\n".encode(encoding))
    build_map([county_file, towns], tmp_path / "map", progress=Quiet())
    with CountyMap.open(tmp_path / "map") as built:
        assert [match.text for match in built.geocode("56998").matches] == ["56998, Étang"]


class _StopAt:
    def __init__(self, percent: int) -> None:
        self.percent = percent
        self.seen: list[int] = []

    def step(self, text: str, percent: int) -> None:
        self.seen.append(percent)
        if percent >= self.percent:
            raise Cancelled


@pytest.mark.parametrize("percent", [1, 15, 60, 98])
def test_a_stopped_build_leaves_nothing(county_file: Path, tmp_path: Path, percent: int) -> None:
    with pytest.raises(Cancelled):
        build_map([county_file], tmp_path, progress=_StopAt(percent))
    assert list(tmp_path.iterdir()) == []


def test_progress_only_goes_forward(county_file: Path, tmp_path: Path) -> None:
    progress = _StopAt(101)
    build_map([county_file], tmp_path, progress=progress)
    assert progress.seen == sorted(progress.seen)
    assert progress.seen[-1] == 100


def test_a_builder_that_fails_is_a_sentence(
    county_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = engine.engine_config

    def broken(tiles: Path) -> dict[str, Any]:
        return {**real(tiles), "mjolnir": {}}

    monkeypatch.setattr(engine, "engine_config", broken)
    with pytest.raises(EnvironmentProblem, match="the builder ended with"):
        build_map([county_file], tmp_path, progress=Quiet())


def test_an_open_map_goes_on_while_a_new_one_is_built(county_file: Path, tmp_path: Path) -> None:
    build_map([county_file], tmp_path, progress=Quiet())
    old = CountyMap.open(tmp_path)
    build_map([county_file], tmp_path, progress=Quiet())
    a, b = Point(*node_at(0, 0)), Point(*node_at(5, 5))
    assert old.route(a, b).distance_m > 0
    assert old.geocode("120 Church Street").best is not None
    old.close()
    for _ in range(2):
        build_map([county_file], tmp_path, progress=Quiet())
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 2


def test_no_map_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="no map yet"):
        CountyMap.open(tmp_path)
    (tmp_path / "current.json").write_text("{}")
    with pytest.raises(EnvironmentProblem, match="Build it again"):
        CountyMap.open(tmp_path)


def test_address_points_go_in_and_refused_rows_are_counted(
    county_file: Path, tmp_path: Path
) -> None:
    points = tmp_path / "points.csv"
    lat, lon = node_at(3, 3)
    points.write_text(
        "number,street,town,zip,lat,lon\n"
        f"412,Oak Street North,Birch Falls,56999,{lat + 0.0003},{lon}\n"
        f"nobody,Oak Street North,Birch Falls,56999,{lat},{lon}\n"
    )
    info = build_map([county_file, points], tmp_path / "map", progress=Quiet())
    assert sum(info.refused.values()) == 1
    assert "address points" in info.credit
    with CountyMap.open(tmp_path / "map") as built:
        best = built.geocode("412 Oak St N, Birch Falls").best
        assert best is not None
        assert best.lat == pytest.approx(lat + 0.0003)
        assert built.info == info


def test_address_points_alone_are_no_map(tmp_path: Path) -> None:
    points = tmp_path / "points.csv"
    points.write_text("number,street,lat,lon\n1,Main Street,46.5,-93.5\n")
    with pytest.raises(RefusedError, match="There are no roads in these files"):
        build_map([points], tmp_path / "map", progress=Quiet())


def test_only_the_counties_named_go_in(tmp_path: Path) -> None:
    state = tmp_path / "state.osm.pbf"
    write_state(state, counties=2, rows=3)
    info = build_map(
        [state], tmp_path / "map", counties=["County01"], margin_miles=0, progress=Quiet()
    )
    assert info.counties == ("County01 County",)
    assert info.place == "County01 County"
    whole = build_map([state], tmp_path / "whole", progress=Quiet())
    assert info.counts["crossing"] < whole.counts["crossing"]
    assert info.map_hash != whole.map_hash
    with pytest.raises(RefusedError, match="Nowhere does not lie whole"):
        build_map([state], tmp_path / "map", counties=["Nowhere"], progress=Quiet())


def test_a_map_is_built_again_with_other_speeds_without_its_files(
    county_file: Path, tmp_path: Path
) -> None:
    source = tmp_path / "birch.osm.pbf"
    shutil.copy(county_file, source)
    old = build_map([source], tmp_path / "map", progress=Quiet())
    source.unlink()
    new = rebuild_map(tmp_path / "map", LocalSpeeds(gravel_mph=30), progress=Quiet())
    assert new.speeds == {"gravel_mph": 30}
    assert new.map_hash != old.map_hash
    assert new.sources == old.sources
    with CountyMap.open(tmp_path / "map") as built:
        assert built.info == new
        assert built.route(Point(*node_at(0, 0)), Point(*node_at(5, 5))).distance_m > 0


def test_what_was_tried_is_told(county: CountyMap) -> None:
    told = " ".join(county.info.checked)
    assert "files were read back" in told
    assert "routes tried" in told
    assert "3 of 3 addresses" in told


def test_too_little_room_is_said_before_anything_is_made(
    county_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=1_000_000))
    with pytest.raises(EnvironmentProblem, match=r"1 MB free .* takes about 6\d MB"):
        build_map([county_file], tmp_path, progress=Quiet())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "why",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        sqlite3.OperationalError("database or disk is full"),
        RuntimeError("Write failed: No space left on device"),
    ],
)
def test_a_disk_that_fills_up_is_a_sentence(
    county_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: Exception
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise why

    monkeypatch.setattr("nemt_desk.geo.building.making.build_addresses", fail)
    with pytest.raises(EnvironmentProblem, match="disk is full"):
        build_map([county_file], tmp_path, progress=Quiet())
    assert list(tmp_path.iterdir()) == []


def test_a_map_of_the_format_before_is_a_sentence(county_file: Path, tmp_path: Path) -> None:
    build_map([county_file], tmp_path, progress=Quiet())
    path = current_folder(tmp_path) / "info.json"
    path.write_text(path.read_text().replace(f'"format": {FORMAT}', '"format": 1'))
    with pytest.raises(EnvironmentProblem, match="another version of NEMT Desk"):
        CountyMap.open(tmp_path)


def test_a_number_in_odd_digits_is_a_refused_row_and_no_crash(
    county_file: Path, tmp_path: Path
) -> None:
    points = tmp_path / "points.csv"
    rows = [f"{number},Church Street,Birch Falls,56999,46.52,-93.68" for number in ("²9", "12")]
    points.write_text("\n".join(["number,street,town,zip,lat,lon", *rows]), encoding="utf-8")
    info = build_map([county_file, points], tmp_path / "map", progress=Quiet())
    assert sum(info.refused.values()) == 1
