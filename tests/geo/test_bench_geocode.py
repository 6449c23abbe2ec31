"""`dev.py bench geocode FILE.csv`: odd files, the table, and its own independent reading."""

import csv
import json
from pathlib import Path

import pytest

from bench.geocode import main
from bench.geocode_rows import read_rows
from bench.geocode_truth import key_of
from nemt_desk.ground.errors import DeskError
from tests.geo.rural_county import on_road, write_rural

pytestmark = pytest.mark.slow  # builds maps


@pytest.mark.parametrize(
    "raw",
    [
        b"address,lat,lon\r\n12 \xc3\x89lm St,46.5,-93.5\r\n",
        b"\xef\xbb\xbfAddress,Latitude,Longitude\n12 \xc3\x89lm St,46.5,-93.5\n",
        b"address;lat;lon\n12 \xc9lm St;46.5;-93.5\n",
        "address\tlat\tlon\n12 \u00c9lm St\t46.5\t-93.5\n".encode("utf-16"),
    ],
)
def test_a_file_in_any_shape(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(raw)
    rows = read_rows(tmp_path / "a.csv").rows
    assert [(row.line, row.text, row.lat, row.lon) for row in rows] == [
        (2, "12 \u00c9lm St", 46.5, -93.5)
    ]


def test_city_and_zip_columns_are_joined(tmp_path: Path) -> None:
    text = (
        "ADDRESS,CITY,STATE,ZIP,LAT,LON\n12 Elm St ,Essex,VT,5452.0,44.5,-73.1\n,,,,1,1\nx,,,,a,b\n"
    )
    (tmp_path / "a.csv").write_text(text)
    rows = read_rows(tmp_path / "a.csv")
    assert [row.text for row in rows.rows] == ["12 Elm St, Essex, VT 05452"]
    assert rows.unusable == (3, 4)


@pytest.mark.parametrize("raw", [b"", b"street,x\n1,2\n", b"address,lat,lon\n", b"\x00\x01\x02"])
def test_a_file_that_is_none_gets_a_sentence(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(raw)
    with pytest.raises(DeskError):
        read_rows(tmp_path / "a.csv")
    assert main([str(tmp_path / "a.csv"), "--map", str(tmp_path / "none.pbf")]) == 2
    assert main([str(tmp_path / "absent.csv")]) == 2


def test_the_independent_key() -> None:
    assert key_of("County State Aid Hwy 7") == key_of("CSAH 7") == "co 7"
    assert key_of("N. Church Street") == "n church st"


def test_the_table_of_a_county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rural(tmp_path / "rural.osm.pbf")
    with (tmp_path / "set.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("address", "lat", "lon"))
        for number in range(10_100, 20_900, 333):
            writer.writerow((f"{number} 300th Street", *on_road(number, "300th Street")))
        writer.writerow(("10500 330th Street", *on_road(16_500, "330th Street")))
        writer.writerow(("12 Nowhere Much Road", 46.2, -93.8))
    # The map file beside the set is found by its ground.
    assert main([str(tmp_path / "set.csv"), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["map"] == "rural.osm.pbf"
    assert told["rows"] == 35
    assert told["answerable (road and number in the source)"] == 34
    assert told["of these within max(60 m, a quarter of the segment)"] == 33
    assert told["number stands several times on one site"] == 0
    assert told["share within of all others"] == told["share within"]
    assert told["rows farther than 500 m off"] == [35]
    assert told["made-up streets refused"] == told["made-up streets"] == 200
    assert told["numbers far beyond refused"] == told["numbers far beyond the last"] > 10
