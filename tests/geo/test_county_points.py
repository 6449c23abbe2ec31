"""A county's address points: every row is taken or refused with its reason, in any known format."""

import json
import random
import tracemalloc
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from nemt_desk.geo.points.county_points import (
    ColumnMapping,
    CountyPoint,
    FileKind,
    Reason,
    RefusedRow,
    Tally,
    guess_mapping,
    is_points_file,
    preview,
    read_points,
    try_mapping,
)
from nemt_desk.ground.errors import DeskError, EnvironmentProblem, RefusedError
from tests.geo.point_files import GRS80, points, read, shapefile_of, write

NENA = (
    "AddNum_Pre,Add_Number,AddNum_Suf,St_PreDir,St_PreTyp,St_Name,St_PosTyp,St_PosDir,Unit,"
    "Inc_Muni,Post_Comm,Post_Code,Long,Lat"
)


def test_every_row_of_a_national_file_is_a_point_or_a_reason(tmp_path: Path) -> None:
    rows = [
        ",128,,N,,Church,Street,,,Hertford,HERTFORD,27944,-76.46,36.19",
        ",16725,,,County Road,24,,,,Unincorporated,,56001-1234,-93.5,46.5",
        ",123,1/2,,,Main,St,SW,APT 4,X,Yardley,1040,-93.5,46.5",
        "N6W,23001,,,,Oak,Rd,,,,,53072,-88.2,43.1",
        "84,49,,,,247th,St,,,,,11426,-73.7,40.7",
        ",123,A,,,Main,St,,,,,,-93.5,46.5",
        ",,,,,Oak,Rd,,,,,,-93.5,46.5",
        ",7,,,,,,,,,,,-93.5,46.5",
        ",7,,,,Oak,Rd,,,,,,0,0",
        ",7,,,,Oak,Rd,,,,,,46.5,-93.5",
        ",7,,,,Oak,Rd,,,,,,,",
        ",7,,,,Oak,Rd,,,,,,west,46.5",
        ",7,,,,Oak,Rd,,,,,,2.3,48.8",
        ",7,,,,Oak,Rd,,,,,,460636,5230854",
        ",seven,,,,Oak,Rd,,,,,,-93.5,46.5",
        ",7,,,,Oak,Rd,,,,,,-93.5,46.5,shifted",
    ]
    path = write(tmp_path / "points.csv", "\ufeff" + "\r\n".join([NENA, *rows]) + "\r\n")
    tally = Tally()
    items = read(path)
    taken = [point for item in items if (point := tally.take(item)) is not None]

    assert [(p.number, p.street, p.unit, p.town, p.zip_code) for p in taken] == [
        ("128", "N Church Street", "", "HERTFORD", "27944"),
        ("16725", "County Road 24", "", "", "56001"),
        ("123 1/2", "Main St SW", "APT 4", "Yardley", "01040"),
        ("N6W23001", "Oak Rd", "", "", "53072"),
        ("84-49", "247th St", "", "", "11426"),
        ("123A", "Main St", "", "", ""),
    ]
    refused = [(item.row, item.reason) for item in items if isinstance(item, RefusedRow)]
    assert refused == [
        (7, Reason.NO_NUMBER),
        (8, Reason.NO_STREET),
        (9, Reason.ZERO),
        (10, Reason.SWAPPED),
        (11, Reason.NO_POINT),
        (12, Reason.BAD_POINT),
        (13, Reason.OUTSIDE),
        (14, Reason.NOT_DEGREES),
        (15, Reason.BAD_NUMBER),
        (16, Reason.CELLS),
    ]
    assert len(items) == len(rows) == tally.accepted + tally.refused.total()
    assert tally.sentence.startswith("6 address points taken, 10 refused: 1 no house number")
    assert "Oak" not in tally.sentence


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (
            "ANUMBERPRE ANUMBER ANUMBERSUF ST_PRE_DIR ST_NAME ST_POS_TYP ST_POS_DIR SUB_TYPE1"  # noqa: ISC004
            " SUB_ID1 CTU_NAME ZIP POSTCOMM LATITUDE LONGITUDE",
            {"number": "ANUMBER", "name": "ST_NAME", "post_type": "ST_POS_TYP", "unit": "SUB_ID1",
             "unit_type": "SUB_TYPE1", "town": "POSTCOMM", "town_else": "CTU_NAME"},
        ),
        (
            "LON LAT NUMBER STREET UNIT CITY DISTRICT REGION POSTCODE ID HASH",
            {"lon": "LON", "lat": "LAT", "number": "NUMBER", "street": "STREET", "town": "CITY",
             "zip_code": "POSTCODE"},
        ),
        (
            "OBJECTID HOUSE_NUM FULLNAME STNAME STTYPE CITY ZIP5 POINT_X POINT_Y",
            {"number": "HOUSE_NUM", "street": "FULLNAME", "lat": "POINT_Y", "name": ""},
        ),
        ("FULLADDR X Y", {"full": "FULLADDR", "lat": "Y", "lon": "X", "number": ""}),
        (
            "addr:housenumber addr:street addr:city addr:postcode lat lon",
            {"number": "addr:housenumber", "street": "addr:street", "town": "addr:city"},
        ),
        (
            "ADDR_NUM PREFIX STREETNAME SUFFIX MUNI LATITUDE LONGITUDE",
            {"pre_dir": "PREFIX", "name": "STREETNAME", "post_type": "SUFFIX", "street": ""},
        ),
    ],
)  # fmt: skip
def test_columns_are_guessed_as_counties_name_them(headers: str, told: dict[str, str]) -> None:
    mapping = guess_mapping(headers.split())
    assert {part: getattr(mapping, part) for part in told} == told
    assert ColumnMapping.of(mapping.as_dict()) == mapping


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        ("OBJECTID NAME X Y", "house number"),
        ("zip city lat lon", "house number"),
        ("NUMBER OWNER LAT LON", "street"),
        ("NUMBER STREET CITY", "latitude and longitude"),
    ],
)
def test_what_is_unsure_is_asked_with_the_columns_named(headers: str, asked: str) -> None:
    with pytest.raises(RefusedError, match=asked) as refused:
        guess_mapping(headers.split())
    assert headers.replace(" ", ", ") in refused.value.sentence


def test_a_type_column_alone_is_no_part_of_the_street(tmp_path: Path) -> None:
    text = "NUMBER,STREET,TYPE,LAT,LON\n12,Oak St,House,46.5,-93.5\n"
    (point,) = points(write(tmp_path / "a.csv", text))
    assert point.street == "Oak St"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings_are_seen(tmp_path: Path, mark: str, encoding: str) -> None:
    lines = ["NUMBER", "STREET", "CITY", "LAT", "LON"], ["12", "Rue Émile", "Étang", "31.5", "-92"]
    path = write(tmp_path / "p.csv", "\n".join(mark.join(line) for line in lines), encoding)
    (point,) = points(path)
    assert (point.street, point.town) == ("Rue Émile", "Étang")


def test_commas_for_decimal_points_are_read(tmp_path: Path) -> None:
    text = "NUMBER;STREET;LAT;LON\n12;Oak St;46,5;-93,25\n"
    (point,) = points(write(tmp_path / "p.csv", text))
    assert (point.lat, point.lon) == (46.5, -93.25)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("128 N CHURCH ST APT 4", ("128", "N CHURCH ST", "APT 4")),
        ("128 N Church St, Apt B, Hertford, NC", ("128", "N Church St", "Apt B")),
        ("16725 County Road 24", ("16725", "County Road 24", "")),
        ("84-49 247th St # 2", ("84-49", "247th St", "# 2")),
        ("12½ Main St", ("12 1/2", "Main St", "")),
    ],
)
def test_a_whole_address_in_one_column_is_taken_apart(
    tmp_path: Path, line: str, read: tuple[str, str, str]
) -> None:
    path = write(tmp_path / "p.csv", f'FULLADDR,LAT,LON\n"{line}",46.5,-93.5\n')
    (point,) = points(path)
    assert (point.number, point.street, point.unit) == read


def test_the_same_header_twice_stays_apart(tmp_path: Path) -> None:
    text = "NUMBER,NAME,STREET,NAME,LAT,LON\n12,a,Oak St,b,46.5,-93.5\n"
    shown = preview(write(tmp_path / "p.csv", text))
    assert shown.headers == ("NUMBER", "NAME", "STREET", "NAME (2)", "LAT", "LON")
    assert shown.rows == (("12", "a", "Oak St", "b", "46.5", "-93.5"),)


def test_an_own_mapping_is_followed_and_checked(tmp_path: Path) -> None:
    text = "a,b,c,d\n12,Oak St,46.5,-93.5\n"
    path = write(tmp_path / "p.csv", text)
    shown = preview(path)
    assert shown.guess is None
    assert "house number" in shown.doubt
    mapping = ColumnMapping(number="a", street="b", lat="c", lon="d")
    assert try_mapping(shown, mapping) == read(path, mapping)
    assert points(path, mapping)[0].street == "Oak St"
    with pytest.raises(RefusedError, match="no column gone"):
        read(path, ColumnMapping(number="a", street="gone", lat="c", lon="d"))
    with pytest.raises(RefusedError, match="latitude and longitude"):
        read(path, ColumnMapping(number="a", street="b"))


@pytest.mark.parametrize(
    ("lat", "lon", "said"),
    [
        ("-93.5", "46.5", "wrong way round"),
        ("5230854", "460636", "map metres or feet"),
        ("48.8", "2.3", "not in the United States"),
    ],
)
def test_a_file_wrong_in_every_row_is_refused_whole(
    tmp_path: Path, lat: str, lon: str, said: str
) -> None:
    text = "NUMBER,STREET,LAT,LON\n" + f"12,Oak St,{lat},{lon}\n" * 3
    path = write(tmp_path / "p.csv", text)
    with pytest.raises(RefusedError, match=said):
        read(path)
    assert said in preview(path).doubt
    assert preview(path).guess is None


# --- GeoJSON ------------------------------------------------------------------------------


def _feature(number: str = "12", pair: Sequence[float] = (-93.5, 46.5), **more: object) -> str:
    told = {"number": number, "street": "Oak St", "city": "Bovey", "postcode": "55709"}
    point = {"type": "Point", "coordinates": list(pair)}
    return json.dumps({"type": "Feature", "properties": told, "geometry": point} | more)


def _collection(features: Iterable[str], crs: str = "") -> str:
    named = f'"crs": {{"type": "name", "properties": {{"name": "{crs}"}}}},' if crs else ""
    return f'{{"type": "FeatureCollection", {named} "features": [{",".join(features)}]}}'


@pytest.mark.parametrize("form", ["collection", "lines", "sequence"])
def test_features_are_read_from_a_collection_or_line_by_line(tmp_path: Path, form: str) -> None:
    features = [_feature(str(number)) for number in range(1, 1501)]
    text = {
        "collection": _collection(features),
        "lines": "\n".join(features) + "\n",
        "sequence": "".join(f"\x1e{feature}\n" for feature in features),
    }[form]
    path = write(tmp_path / "p.geojson", text)
    shown = preview(path)
    assert (shown.kind, shown.doubt) == (FileKind.GEOJSON, "")
    assert [point.number for point in points(path)] == [str(n) for n in range(1, 1501)]


def test_features_that_are_no_points_are_refused_one_by_one(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[-93.5, 46.5], [-93.4, 46.5]]}
    odd = [
        _feature(),
        _feature(geometry=line),
        _feature(geometry=None),
        _feature(geometry={"type": "MultiPoint", "coordinates": [[-93.5, 46.5]]}),
        _feature(geometry={"type": "Point", "coordinates": []}),
        _feature(geometry={"type": "Point", "coordinates": ["x", None]}),
        _feature(properties=None),
        "7",
    ]
    items = read(write(tmp_path / "p.geojson", _collection(odd)))
    assert [item.reason if isinstance(item, RefusedRow) else "" for item in items] == [
        "", Reason.NO_OBJECT, Reason.NO_OBJECT, "", Reason.NO_POINT, Reason.BAD_POINT,
        Reason.NO_NUMBER, Reason.NO_OBJECT,
    ]  # fmt: skip


def test_a_named_system_of_coordinates_is_converted_or_refused(tmp_path: Path) -> None:
    metres = _feature(pair=(460636.7120, 5230854.8192))
    path = write(tmp_path / "p.geojson", _collection([metres], "urn:ogc:def:crs:EPSG::26915"))
    (point,) = points(path)
    assert (point.lat, point.lon) == pytest.approx((47.23, -93.52), abs=1e-7)
    strange = write(tmp_path / "q.geojson", _collection([metres], "urn:ogc:def:crs:EPSG::2264"))
    with pytest.raises(RefusedError, match="WGS 84"):
        read(strange)


@pytest.mark.parametrize("cut", [0.4, 0.999])
def test_a_cut_off_file_is_refused_never_half(tmp_path: Path, cut: float) -> None:
    whole = _collection([_feature(str(number)) for number in range(1, 400)])
    path = write(tmp_path / "p.geojson", whole[: int(len(whole) * cut)])
    with pytest.raises(RefusedError, match="not loaded to its end"):
        read(path)


# --- shapefiles ---------------------------------------------------------------------------


def test_a_table_or_features_in_a_zip_are_found(tmp_path: Path) -> None:
    for name, text in (
        ("county.csv", "NUMBER,STREET,LAT,LON\n12,Oak St,46.5,-93.5\n"),
        ("county.geojson", _collection([_feature()])),
    ):
        path = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr(name, text)
        assert is_points_file(path)
        assert points(path)[0].number == "12"


@pytest.mark.parametrize(
    ("line", "street", "town", "zip_code"),
    [
        ("100 ASH ST, HERTFORD NC 27944", "ASH ST", "HERTFORD", "27944"),
        ("100 Ash St, Winfall, NC, 27985-1234, USA", "Ash St", "Winfall", "27985"),
        ("100 Ash St, Apt 4, Elizabeth City NC", "Ash St", "Elizabeth City", ""),
        ("100 Ash St, NC 27944", "Ash St", "", "27944"),
        ("100 Ash St", "Ash St", "", ""),
    ],
)
def test_a_whole_address_keeps_its_town_and_zip(
    tmp_path: Path, line: str, street: str, town: str, zip_code: str
) -> None:
    path = write(tmp_path / "p.csv", f'Full Address,X,Y\n"{line}",-76.45,36.2\n')
    (point,) = points(path)
    assert (point.number, point.street) == ("100", street)
    assert (point.town, point.zip_code) == (town, zip_code)


# --- broken, and large --------------------------------------------------------------------


def test_no_file_and_an_empty_one_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="no file"):
        read(tmp_path / "gone.csv")
    for ending in ("csv", "geojson", "zip", "xlsx"):
        with pytest.raises(RefusedError):
            read(write(tmp_path / f"empty.{ending}", ""))


def test_flipped_and_cut_files_are_points_reasons_or_sentences(tmp_path: Path) -> None:
    (tmp_path / "shape").mkdir()
    sources = [
        write(tmp_path / "p.csv", NENA + "\n" + ",128,,N,,Oak,St,,,,,27944,-76.4,36.1\n" * 30),
        write(tmp_path / "p.geojson", _collection([_feature()] * 30)),
        shapefile_of(tmp_path / "shape", [(-93.5, 46.5)] * 30, GRS80),
    ]
    chance = random.Random(20261124)
    for source in sources:
        whole = source.read_bytes()
        for turn in range(60):
            data = bytearray(whole)
            if turn % 3 == 0:
                data = data[: chance.randrange(len(data))]
            for _ in range(chance.randrange(1, 8) if data else 0):
                data[chance.randrange(len(data))] = chance.randrange(256)
            broken = tmp_path / f"broken{source.suffix}"
            broken.write_bytes(data)
            try:
                items = read(broken)
            except DeskError:
                pass  # a sentence; any other error fails the test
            else:
                assert all(isinstance(item, CountyPoint | RefusedRow) for item in items)


@pytest.mark.parametrize("kind", ["csv", "geojson"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, kind: str) -> None:
    def peak(count: int) -> int:
        rows = (_feature(str(number)) for number in range(1, count + 1))
        text = (
            _collection(rows)
            if kind == "geojson"
            else NENA + "\n" + ",128,,N,,Oak,St,,,,,27944,-76.4,36.1\n" * count
        )
        path = write(tmp_path / f"{count}.{kind}", text)
        tracemalloc.start()
        try:
            assert sum(isinstance(item, CountyPoint) for item in read_points(path)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(8_000) < peak(4_000) * 1.3 + 200_000
