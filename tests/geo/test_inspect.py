"""What a file is said to be before anything is built of it."""

import json
import zipfile
from pathlib import Path

import pytest

from nemt_desk.geo import BBox
from nemt_desk.geo.building.area import Area
from nemt_desk.geo.building.inspect import FileReport, estimate, inspect_file
from nemt_desk.geo.sources import SourceKind
from nemt_desk.ground.progress import Cancelled, Quiet
from tests.geo.damage import write_tiger
from tests.geo.state import write_state

pytestmark = pytest.mark.slow  # builds maps


def _look(path: Path) -> FileReport:
    return inspect_file(path, Quiet(), in_process=True)


def test_a_state_tells_its_counties(tmp_path: Path) -> None:
    path = tmp_path / "state.osm.pbf"
    write_state(path, counties=2, rows=3)
    report = _look(path)
    assert report.kind is SourceKind.OSM
    assert [county.name for county in report.counties] == [
        f"County{row}{column} County" for row in range(2) for column in range(2)
    ]
    assert report.words.startswith("OpenStreetMap extract · ")
    assert report.box is not None


def test_an_extract_is_looked_into_in_a_process_of_its_own(county_file: Path) -> None:
    report = inspect_file(county_file, Quiet())
    assert report.counts["points"] == 47
    assert report.problem == ""


def test_census_edges_tell_their_county(tmp_path: Path) -> None:
    path = tmp_path / "tl_2024_27001_edges.zip"
    write_tiger(path)
    report = _look(path)
    assert report.kind is SourceKind.TIGER
    assert report.place == "county 001 of Minnesota (FIPS 27001)"
    assert report.data_date == "2024"
    assert report.counts == {"lines": 50}
    renamed = path.rename(tmp_path / "download.zip")
    assert _look(renamed).place == report.place


def test_address_points_tell_their_columns_and_what_must_be_asked(tmp_path: Path) -> None:
    clear = tmp_path / "clear.csv"
    clear.write_text("number,street,town,lat,lon\n120,Church Street,Birch Falls,46.52,-93.68\n")
    report = _look(clear)
    assert report.kind is SourceKind.POINTS
    assert report.columns is not None
    assert report.columns.headers[0] == "number"
    assert report.doubt == ""
    odd = tmp_path / "odd.csv"
    odd.write_text("A,B,C\n120,Church Street,46.52\n")
    assert "A, B, C" in _look(odd).doubt


def test_a_list_of_towns_is_none_of_address_points(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text("zip,city,lat,lon\n56999,Birch Falls,46.5,-93.7\n")
    assert _look(path).kind is SourceKind.TOWNS


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.osm.pbf", b"", "is empty"),
        ("page.osm.pbf", b"<html>404</html>", "not loaded to its end. Load it again."),
        ("tl_2020_37143_edges.zip", b"PK\x03\x04abc", "to its end. Load it again."),
        ("cut.geojson", b'{"type"', "address points (.csv, .geojson or a zipped shapefile)"),
        ("letter.docx", b"Dear county", "is not a map file"),
        ("list.json", json.dumps([1, 2]).encode(), "is not a map file"),
    ],
)
def test_what_can_not_be_used_is_said_at_once(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    report = _look(path)
    assert not report.is_usable
    assert words in report.problem
    assert "old map" not in report.problem


def test_a_zip_of_something_else_is_no_county(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("a.jpg", b"\xff\xd8")
    assert "TIGER/Line EDGES" in _look(path).problem


def test_a_folder_and_a_file_that_is_gone_are_sentences(tmp_path: Path) -> None:
    assert "is a folder" in _look(tmp_path).problem
    assert "no file" in _look(tmp_path / "gone.osm.pbf").problem


def test_a_part_of_a_state_takes_less_than_the_state(tmp_path: Path) -> None:
    report = FileReport(
        tmp_path, SourceKind.OSM, 250_000_000, box=BBox(-97, 43, -89, 49), counties=()
    )
    whole = estimate([report], None)
    part = estimate([report], Area.of_box(BBox(-94, 46, -93, 47)))
    assert part.seconds < whole.seconds / 5
    assert part.bytes < whole.bytes / 10
    assert "minutes" in part.words


def test_looking_can_be_stopped(county_file: Path) -> None:
    class Stop:
        def step(self, text: str, percent: int) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        inspect_file(county_file, Stop())
