"""A county's address points: every row is taken or refused with its reason, in any known format."""

import json
import random
import tracemalloc
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
import shapefile

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

NENA = (
    "AddNum_Pre,Add_Number,AddNum_Suf,St_PreDir,St_PreTyp,St_Name,St_PosTyp,St_PosDir,Unit,"
    "Inc_Muni,Post_Comm,Post_Code,Long,Lat"
)
GRS80 = (
    'GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,'
    '298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)


def _write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def _read(path: Path, mapping: ColumnMapping | None = None) -> list[CountyPoint | RefusedRow]:
    return list(read_points(path, mapping))


def _points(path: Path, mapping: ColumnMapping | None = None) -> list[CountyPoint]:
    return [item for item in _read(path, mapping) if isinstance(item, CountyPoint)]


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
    path = _write(tmp_path / "points.csv", "\ufeff" + "\r\n".join([NENA, *rows]) + "\r\n")
    tally = Tally()
    items = _read(path)
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
    (point,) = _points(_write(tmp_path / "a.csv", text))
    assert point.street == "Oak St"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiters_and_encodings_are_seen(tmp_path: Path, mark: str, encoding: str) -> None:
    lines = ["NUMBER", "STREET", "CITY", "LAT", "LON"], ["12", "Rue Émile", "Étang", "31.5", "-92"]
    path = _write(tmp_path / "p.csv", "\n".join(mark.join(line) for line in lines), encoding)
    (point,) = _points(path)
    assert (point.street, point.town) == ("Rue Émile", "Étang")


def test_commas_for_decimal_points_are_read(tmp_path: Path) -> None:
    text = "NUMBER;STREET;LAT;LON\n12;Oak St;46,5;-93,25\n"
    (point,) = _points(_write(tmp_path / "p.csv", text))
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
    path = _write(tmp_path / "p.csv", f'FULLADDR,LAT,LON\n"{line}",46.5,-93.5\n')
    (point,) = _points(path)
    assert (point.number, point.street, point.unit) == read


def test_the_same_header_twice_stays_apart(tmp_path: Path) -> None:
    text = "NUMBER,NAME,STREET,NAME,LAT,LON\n12,a,Oak St,b,46.5,-93.5\n"
    shown = preview(_write(tmp_path / "p.csv", text))
    assert shown.headers == ("NUMBER", "NAME", "STREET", "NAME (2)", "LAT", "LON")
    assert shown.rows == (("12", "a", "Oak St", "b", "46.5", "-93.5"),)


def test_an_own_mapping_is_followed_and_checked(tmp_path: Path) -> None:
    text = "a,b,c,d\n12,Oak St,46.5,-93.5\n"
    path = _write(tmp_path / "p.csv", text)
    shown = preview(path)
    assert shown.guess is None
    assert "house number" in shown.doubt
    mapping = ColumnMapping(number="a", street="b", lat="c", lon="d")
    assert try_mapping(shown, mapping) == _read(path, mapping)
    assert _points(path, mapping)[0].street == "Oak St"
    with pytest.raises(RefusedError, match="no column gone"):
        _read(path, ColumnMapping(number="a", street="gone", lat="c", lon="d"))
    with pytest.raises(RefusedError, match="latitude and longitude"):
        _read(path, ColumnMapping(number="a", street="b"))


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
    path = _write(tmp_path / "p.csv", text)
    with pytest.raises(RefusedError, match=said):
        _read(path)
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
    path = _write(tmp_path / "p.geojson", text)
    shown = preview(path)
    assert (shown.kind, shown.doubt) == (FileKind.GEOJSON, "")
    assert [point.number for point in _points(path)] == [str(n) for n in range(1, 1501)]


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
    items = _read(_write(tmp_path / "p.geojson", _collection(odd)))
    assert [item.reason if isinstance(item, RefusedRow) else "" for item in items] == [
        "", Reason.NO_OBJECT, Reason.NO_OBJECT, "", Reason.NO_POINT, Reason.BAD_POINT,
        Reason.NO_NUMBER, Reason.NO_OBJECT,
    ]  # fmt: skip


def test_a_named_system_of_coordinates_is_converted_or_refused(tmp_path: Path) -> None:
    metres = _feature(pair=(460636.7120, 5230854.8192))
    path = _write(tmp_path / "p.geojson", _collection([metres], "urn:ogc:def:crs:EPSG::26915"))
    (point,) = _points(path)
    assert (point.lat, point.lon) == pytest.approx((47.23, -93.52), abs=1e-7)
    strange = _write(tmp_path / "q.geojson", _collection([metres], "urn:ogc:def:crs:EPSG::2264"))
    with pytest.raises(RefusedError, match="WGS 84"):
        _read(strange)


@pytest.mark.parametrize("cut", [0.4, 0.999])
def test_a_cut_off_file_is_refused_never_half(tmp_path: Path, cut: float) -> None:
    whole = _collection([_feature(str(number)) for number in range(1, 400)])
    path = _write(tmp_path / "p.geojson", whole[: int(len(whole) * cut)])
    with pytest.raises(RefusedError, match="not loaded to its end"):
        _read(path)


# --- shapefiles ---------------------------------------------------------------------------


def _shapefile(
    folder: Path, places: Sequence[tuple[float, float]], prj: str | None, encoding: str = "utf-8"
) -> Path:
    base = folder / "points"
    with shapefile.Writer(str(base), shapeType=shapefile.POINT, encoding=encoding) as writer:
        for name, kind in (("Add_Number", "N"), ("St_Name", "C"), ("St_PosTyp", "C")):
            writer.field(name, kind, 20)
        for number, (x, y) in enumerate(places, 100):
            writer.point(x, y)
            writer.record(number, "Émile" if encoding == "cp1252" else "Oak", "St")
    if prj is not None:
        base.with_suffix(".prj").write_text(prj)
    path = folder / "points.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        for part in folder.glob("points.*"):
            if part != path:
                bundle.write(part, f"data/{part.name}")
    return path


def _projected(kind: str, unit: str, **figures: float) -> str:
    told = ",".join(f'PARAMETER["{name}",{value}]' for name, value in figures.items())
    return f'PROJCS["Somewhere",{GRS80},PROJECTION["{kind}"],{told},UNIT[{unit}]]'


# Compared with PROJ 9 (pyproj 3.7.2); metres and survey feet of real zones.
UTM_15 = _projected(
    "Transverse_Mercator", '"Meter",1.0', False_Easting=500000.0, False_Northing=0.0,
    Central_Meridian=-93.0, Scale_Factor=0.9996, Latitude_Of_Origin=0.0,
)  # fmt: skip
NORTH_CAROLINA = _projected(
    "Lambert_Conformal_Conic", '"US survey foot",0.304800609601219', False_Easting=2000000.0,
    False_Northing=0.0, Central_Meridian=-79.0, Standard_Parallel_1=36.1666666666667,
    Standard_Parallel_2=34.3333333333333, Latitude_Of_Origin=33.75,
)  # fmt: skip
WEB = _projected("Mercator_Auxiliary_Sphere", '"Meter",1.0', False_Easting=0.0)


@pytest.mark.parametrize(
    ("prj", "at", "lat", "lon"),
    [
        (GRS80, (-93.52, 47.23), 47.23, -93.52),
        (None, (-93.52, 47.23), 47.23, -93.52),
        (UTM_15, (460636.7120118641, 5230854.819216024), 47.23, -93.52),
        (NORTH_CAROLINA, (2749479.2706589745, 897654.2506596276), 36.19, -76.46),
        (WEB, (-10410598.778986944, 5979697.064889863), 47.23, -93.52),
        (f"COMPD_CS[\"x\",{UTM_15},VERT_CS[\"NAVD88\",UNIT[\"Foot_US\",0.3048]]]",
         (460636.7120118641, 5230854.819216024), 47.23, -93.52),
    ],
    ids=["degrees", "no prj", "utm", "state plane", "web mercator", "with heights"],
)  # fmt: skip
def test_projected_shapefiles_are_put_in_degrees_to_the_centimetre(
    tmp_path: Path, prj: str | None, at: tuple[float, float], lat: float, lon: float
) -> None:
    path = _shapefile(tmp_path, [at], prj)
    shown = preview(path)
    assert (shown.kind, shown.count, shown.doubt) == (FileKind.SHAPEFILE, 1, "")
    (point,) = _points(path)
    assert (point.lat, point.lon) == pytest.approx((lat, lon), abs=1e-7)
    assert (point.number, point.street) == ("100", "Oak St")


@pytest.mark.parametrize(
    "prj",
    [
        GRS80.replace("North_American_1983", "North_American_1927"),
        UTM_15.replace("Transverse_Mercator", "Hotine_Oblique_Mercator_Azimuth_Center"),
        UTM_15.replace('"Greenwich",0.0', '"Paris",2.337'),
        "nonsense",
        'PROJCS["x",PROJECTION[',
    ],
)
def test_what_can_not_be_converted_exactly_is_refused_in_a_sentence(
    tmp_path: Path, prj: str
) -> None:
    path = _shapefile(tmp_path, [(460636.7, 5230854.8)], prj)
    with pytest.raises(RefusedError, match="Nothing was taken"):
        _read(path)


def test_metres_without_a_prj_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"no \.prj"):
        _read(_shapefile(tmp_path, [(460636.7, 5230854.8)], None))


def test_a_shapefile_cut_off_inside_its_zip_is_refused(tmp_path: Path) -> None:
    path = _shapefile(tmp_path, [(-93.5, 46.5)] * 50, GRS80)
    with zipfile.ZipFile(path) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    for ending in (".shp", ".dbf"):
        with zipfile.ZipFile(tmp_path / "cut.zip", "w") as bundle:
            for name, data in parts.items():
                bundle.writestr(name, data[:700] if name.endswith(ending) else data)
        with pytest.raises(RefusedError, match="not loaded to its end"):
            _read(tmp_path / "cut.zip")


def test_a_shapefile_of_windows_letters_is_read(tmp_path: Path) -> None:
    (point,) = _points(_shapefile(tmp_path, [(-93.5, 46.5)], GRS80, "cp1252"))
    assert point.street == "Émile St"


def test_a_shapefile_of_lines_is_no_address_points(tmp_path: Path, shared_data: Path) -> None:
    edges = shared_data / "geo" / "tl_2020_37143_edges.zip"
    assert not is_points_file(edges)
    with pytest.raises(RefusedError, match="no address points"):
        _read(edges)
    assert is_points_file(_shapefile(tmp_path, [(-93.5, 46.5)], GRS80))


def test_a_table_or_features_in_a_zip_are_found(tmp_path: Path) -> None:
    for name, text in (
        ("county.csv", "NUMBER,STREET,LAT,LON\n12,Oak St,46.5,-93.5\n"),
        ("county.geojson", _collection([_feature()])),
    ):
        path = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr(name, text)
        assert is_points_file(path)
        assert _points(path)[0].number == "12"


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
    path = _write(tmp_path / "p.csv", f'Full Address,X,Y\n"{line}",-76.45,36.2\n')
    (point,) = _points(path)
    assert (point.number, point.street) == ("100", street)
    assert (point.town, point.zip_code) == (town, zip_code)


# --- broken, and large --------------------------------------------------------------------


def test_no_file_and_an_empty_one_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="no file"):
        _read(tmp_path / "gone.csv")
    for ending in ("csv", "geojson", "zip", "xlsx"):
        with pytest.raises(RefusedError):
            _read(_write(tmp_path / f"empty.{ending}", ""))


def test_flipped_and_cut_files_are_points_reasons_or_sentences(tmp_path: Path) -> None:
    (tmp_path / "shape").mkdir()
    sources = [
        _write(tmp_path / "p.csv", NENA + "\n" + ",128,,N,,Oak,St,,,,,27944,-76.4,36.1\n" * 30),
        _write(tmp_path / "p.geojson", _collection([_feature()] * 30)),
        _shapefile(tmp_path / "shape", [(-93.5, 46.5)] * 30, GRS80),
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
                items = _read(broken)
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
        path = _write(tmp_path / f"{count}.{kind}", text)
        tracemalloc.start()
        try:
            assert sum(isinstance(item, CountyPoint) for item in read_points(path)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(8_000) < peak(4_000) * 1.3 + 200_000
