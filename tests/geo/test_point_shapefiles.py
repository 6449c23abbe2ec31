"""Shapefiles of address points: converted exactly to degrees, or refused in a sentence."""

import zipfile
from pathlib import Path

import pytest

from nemt_desk.geo.points.county_points import (
    FileKind,
    is_points_file,
    preview,
)
from nemt_desk.ground.errors import RefusedError
from tests.geo.point_files import GRS80, points, read, shapefile_of


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
    path = shapefile_of(tmp_path, [at], prj)
    shown = preview(path)
    assert (shown.kind, shown.count, shown.doubt) == (FileKind.SHAPEFILE, 1, "")
    (point,) = points(path)
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
    path = shapefile_of(tmp_path, [(460636.7, 5230854.8)], prj)
    with pytest.raises(RefusedError, match="Nothing was taken"):
        read(path)


def test_metres_without_a_prj_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"no \.prj"):
        read(shapefile_of(tmp_path, [(460636.7, 5230854.8)], None))


def test_a_shapefile_cut_off_inside_its_zip_is_refused(tmp_path: Path) -> None:
    path = shapefile_of(tmp_path, [(-93.5, 46.5)] * 50, GRS80)
    with zipfile.ZipFile(path) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    for ending in (".shp", ".dbf"):
        with zipfile.ZipFile(tmp_path / "cut.zip", "w") as bundle:
            for name, data in parts.items():
                bundle.writestr(name, data[:700] if name.endswith(ending) else data)
        with pytest.raises(RefusedError, match="not loaded to its end"):
            read(tmp_path / "cut.zip")


def test_a_shapefile_of_windows_letters_is_read(tmp_path: Path) -> None:
    (point,) = points(shapefile_of(tmp_path, [(-93.5, 46.5)], GRS80, "cp1252"))
    assert point.street == "Émile St"


def test_a_shapefile_of_lines_is_no_address_points(tmp_path: Path, shared_data: Path) -> None:
    edges = shared_data / "geo" / "tl_2020_37143_edges.zip"
    assert not is_points_file(edges)
    with pytest.raises(RefusedError, match="no address points"):
        read(edges)
    assert is_points_file(shapefile_of(tmp_path, [(-93.5, 46.5)], GRS80))
