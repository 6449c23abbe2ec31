"""Plus Codes and points as people type them."""

import pytest

from nemt_desk.geo.addresses.plus_codes import as_plus_code, plus_code, point_of
from nemt_desk.geo.addresses.typed_points import as_point
from nemt_desk.geo.shapes import Point

# As the system's own implementation gives them.
_KNOWN = [
    (47.36559, 8.524997, "8FVC9G8F+6X"),
    (20.375, 2.775, "7FG49QGG+22"),
    (-41.273063, 174.786187, "4VCPPQGP+QF"),
    (46.2, -93.9, "86R86422+22"),
    (36.19, -76.466, "87855GRM+2J"),
]


@pytest.mark.parametrize(("lat", "lon", "code"), _KNOWN)
def test_published_codes(lat: float, lon: float, code: str) -> None:
    near = Point(lat, lon)
    assert plus_code(near) == code
    assert point_of(code, Point(0, 0)).distance_m(near) < 20


@pytest.mark.parametrize("length", [10, 11, 12])
def test_there_and_back(length: int) -> None:
    for lat, lon in ((46.53217, -93.70841), (0.0, 0.0), (89.99, 179.99), (-89.99, -180.0)):
        size_m = {10: 14, 11: 4, 12: 1}[length]
        point = Point(lat, lon)
        assert point_of(plus_code(point, length), point).distance_m(point) <= size_m


def test_a_short_code_is_the_nearest_one() -> None:
    point = Point(46.9995, -93.0005)
    for missing in (4, 6):
        short = plus_code(point)[missing:]
        # Across the border of the larger square too.
        assert point_of(short, Point(47.0001, -92.9999)).distance_m(point) < 20


def test_what_stands_beside_it() -> None:
    found = as_plus_code("9G8F+6X Hertford, NC")
    assert found is not None
    assert (found.code, found.beside, found.is_whole) == ("9G8F+6X", "Hertford, NC", False)


@pytest.mark.parametrize("text", ["Church St + 2nd St", "12+34", "1600 Main", "AEIO+UY", "+", ""])
def test_no_code(text: str) -> None:
    assert as_plus_code(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "46.51, -93.69",
        "46.51 -93.69",
        "(46.51; -93.69)",
        "46.51N 93.69W",
        "N46.51 W93.69",
        "W 93.69, N 46.51",
        "46.51° N, 93.69° W",
        "46°30'36\"N 93°41'24\"W",
        "46 30.6 N, 93 41.4 W",
        "lat 46.51 lon -93.69",
        "Latitude: 46.51, Longitude: -93.69",
        "geo:46.51,-93.69",
        "@46.51,-93.69,15z",
        "46.510000,\u221293.690000",
    ],
)
def test_points_as_typed(text: str) -> None:
    point = as_point(text)
    assert point is not None
    assert point.distance_m(Point(46.51, -93.69)) < 1


@pytest.mark.parametrize(
    "text", ["120 Church", "12 1/2", "100 200", "1234 W 500 S", "100 N 200 W", "46.5 N, 45.1 N"]
)
def test_no_points(text: str) -> None:
    assert as_point(text) is None
