"""`map`, `geocode`, `route` on the command line: results out, messages apart, no row lost."""

import argparse
import csv
import json
from pathlib import Path

import pytest

from cli import geocode, route
from cli import map as map_command
from cli.arguments import joined
from nemt_desk.geo import CountyMap
from nemt_desk.ground.errors import RefusedError
from tests.geo.conftest import node_at
from tests.geo.state import write_state

pytestmark = pytest.mark.slow  # builds maps


def _run(*words: str) -> int:
    top = argparse.ArgumentParser(prog="main.py")
    commands = top.add_subparsers(dest="command")
    for module in (map_command, geocode, route):
        module.register(commands)
    args = top.parse_args(joined(words))
    code: int = args.run(args)
    return code


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_build_and_info(
    county_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "map")
    code = _run(
        "map", "build", str(county_file), "--clip", "-93.71,46.49,-93.6,46.6", "--map", folder,
        "--json",
    )  # fmt: skip
    told = capsys.readouterr()
    assert code == 0
    assert json.loads(told.out)["sources"][0]["name"] == "birch.osm.pbf"
    assert "100 %" in told.err
    assert _run("map", "info", "--map", folder) == 0
    assert "birch.osm.pbf" in capsys.readouterr().out


def test_the_map_lies_in_the_office_by_default(
    county_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("map", "build", str(county_file), "--data", str(tmp_path)) == 0
    assert (tmp_path / "map" / "current.json").is_file()
    assert _run("geocode", "120 Church St", "--data", str(tmp_path)) == 0
    assert '"point"' in capsys.readouterr().out


def test_one_address(county_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("geocode", "120 Church St", "--map", str(county_folder)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["best"]["precision"] == "point"
    assert _run("geocode", "PO Box 3", "--map", str(county_folder)) == 1
    out = capsys.readouterr()
    assert json.loads(out.out)["best"] is None
    assert "post box" in out.err


def test_one_route(
    county_folder: Path, county: CountyMap, capsys: pytest.CaptureFixture[str]
) -> None:
    lat, lon = node_at(0, 0)
    assert _run("route", f"{lat},{lon}", "120 Church St", "--map", str(county_folder)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["direct_miles"] > 1
    assert sum(step["miles"] for step in told["steps"]) == pytest.approx(
        told["direct_miles"], abs=0.01
    )
    assert told["map_hash"] == county.info.map_hash
    assert told["map_date"] == "2026-05-04"
    assert {"minutes", "fastest_miles", "engine", "version"} <= told.keys()


def test_a_file_of_addresses(
    county_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(
        "\ufeffname,Address,note\r\n"
        'Ann,"120 Church St, Birch Falls","one, two"\r\n'
        "\r\n"
        "Bo,PO Box 3,\r\n"
        "Cy,300 Pine Cove Ln,x\r\n".encode()
    )
    assert _run("geocode", "--csv", str(source), "--out", str(target), "--map", str(county_folder))
    rows = _table(target)
    added = ["lat", "lon", "match", "precision", "score", "source", "why_not_better"]
    assert list(rows[0]) == ["name", "Address", "note", *added]
    assert [row["source"] for row in rows] == ["OpenStreetMap", "", rows[2]["source"]]
    assert "Estimated from the range" in rows[2]["why_not_better"]
    assert [row["precision"] for row in rows] == ["point", "", "range"]
    assert rows[0]["note"] == "one, two"
    assert rows[1]["lat"] == ""
    told = capsys.readouterr()
    assert told.out == ""
    assert "row 4: " in told.err
    assert "PO Box" not in told.err


def test_a_file_in_windows_letters_with_semicolons(county_folder: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes("who;address\r\nJosé;120 Church St\r\n".encode("cp1252"))
    assert not _run(
        "geocode", "--csv", str(source), "--out", str(target), "--map", str(county_folder)
    )
    assert _table(target)[0]["who"] == "José"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_file_as_a_spreadsheet_saves_it(
    county_folder: Path, tmp_path: Path, encoding: str
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes("who\tAddress\r\nZoë\t120 Church St\r\n".encode(encoding))
    assert not _run(
        "geocode", "--csv", str(source), "--out", str(target), "--map", str(county_folder)
    )
    assert _table(target)[0]["who"] == "Zoë"
    assert _table(target)[0]["precision"] == "point"


def test_rows_of_empty_cells_stay_where_they_are(county_folder: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(",\naddress,n\n120 Church St,1\n,\n160 Church St,2\n,\n")
    assert not _run(
        "geocode", "--csv", str(source), "--out", str(target), "--map", str(county_folder)
    )
    assert [row["n"] for row in _table(target)] == ["1", "", "2", ""]
    assert [row["precision"] for row in _table(target)] == ["point", "", "point", ""]


def test_a_quotation_mark_left_open_is_a_sentence(county_folder: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text('address\n120 Church St\n"160 Church St\n' + "161A Church St\n" * 10_000)
    with pytest.raises(RefusedError, match="quotation mark"):
        _run("geocode", "--csv", str(source), "--out", str(target), "--map", str(county_folder))
    assert not target.exists()


def test_a_pin_far_from_its_road_is_told_with_its_row(
    county_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    (a_lat, a_lon), (b_lat, b_lon) = node_at(0, 0), node_at(5, 5)
    source.write_text(f"from_lat,from_lon,to_lat,to_lon\n{a_lat},{a_lon - 0.01},{b_lat},{b_lon}\n")
    assert not _run(
        "route", "--csv", str(source), "--out", str(target), "--map", str(county_folder)
    )
    assert "row 2: start: " in capsys.readouterr().err


def test_the_list_of_commands_is_whole_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        _run("map", "--help")
    assert "(.osm.pbf)" in " ".join(capsys.readouterr().out.split())


def test_a_file_of_pairs(
    county_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    (a_lat, a_lon), (b_lat, b_lon) = node_at(0, 0), node_at(5, 5)
    source.write_text(
        "id,from_lat,from_lon,to_lat,to_lon\n"
        f"1,{a_lat},{a_lon},{b_lat},{b_lon}\n"
        f"2,{a_lat},{a_lon},10,10\n"
        f"3,{a_lat},,{b_lat},{b_lon}\n"
    )
    assert (
        _run("route", "--csv", str(source), "--out", str(target), "--map", str(county_folder)) == 1
    )
    rows = _table(target)
    assert float(rows[0]["shortest_miles"]) == pytest.approx(5.83, abs=0.1)
    assert float(rows[0]["fastest_miles"]) >= float(rows[0]["shortest_miles"])
    assert float(rows[0]["minutes"]) > 1
    assert rows[1]["shortest_miles"] == rows[2]["minutes"] == ""
    told = capsys.readouterr().err
    assert "row 3: " in told
    assert "row 4: " in told


def test_a_file_without_the_column_is_refused(county_folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("street\n120 Church St\n")
    with pytest.raises(RefusedError, match="no column address"):
        _run("geocode", "--csv", str(source), "--out", str(tmp_path / "o.csv"), "--map",
             str(county_folder))  # fmt: skip
    assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["map", "build"],
        ["map", "inspect"],
        ["map", "rebuild"],
        ["map", "info"],
        ["geocode"],
        ["route"],
    ],
)
def test_every_help_ends_with_an_example(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        _run(*words, "--help")
    assert "main.py" in capsys.readouterr().out.rstrip().splitlines()[-1]


def test_files_are_looked_into(
    county_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    points = tmp_path / "points.csv"
    points.write_text("number,street,lat,lon\n1,Main Street,46.5,-93.5\n")
    assert _run("map", "inspect", str(county_file), str(points)) == 0
    told = capsys.readouterr().out
    assert "OpenStreetMap extract" in told
    assert "read as  number=number, street=street" in told
    bad = tmp_path / "bad.osm.pbf"
    bad.write_bytes(b"")
    assert _run("map", "inspect", str(bad), "--json") == 1
    assert json.loads(capsys.readouterr().out)[0]["problem"] == "bad.osm.pbf is empty."


def test_counties_and_columns_are_named_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, points = tmp_path / "state.osm.pbf", tmp_path / "points.csv"
    write_state(state, counties=2, rows=3)
    points.write_text("A,B,C,D\n101,County Road 1,44.005,-94.99\n")
    folder = str(tmp_path / "map")
    words = ("map", "build", str(state), str(points), "--county", "County00", "--margin", "1")
    columns = "number=A,street=B,lat=C,lon=D"
    assert _run(*words, "--columns", columns, "--json", "--map", folder) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counties"] == ["County00 County"]
    assert told["margin_miles"] == 1
    assert told["counts"]["house"] == 1
    assert _run("map", "rebuild", "--gravel", "30", "--map", folder) == 0
    assert "speed    gravel_mph 30" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [("--margin", "400"), ("--columns", "nonsense"), ("--clip", "1,2", "--county", "A")]
)
def test_what_can_not_be_meant_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        _run("map", "build", str(tmp_path / "a.osm.pbf"), *words)
