"""The painted map: where things lie, what signs say, and that no name is cut or covered."""

import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from nemt_desk.geo import CountyMap
from nemt_desk.geo.display import FeatureKind as Kind
from tests.geo.conftest import node_at
from ui.map.colours import DARK, LIGHT, ROADS, is_edged, width
from ui.map.drawn import Style
from ui.map.lettering import Room, boxes_along
from ui.map.lines import joined, length, stretches, within
from ui.map.painter import paint
from ui.map.projection import Plane, TileKey
from ui.map.shields import outline, shield
from ui.theme.palette import contrast


def tile_at(lat: float, lon: float, zoom: int) -> TileKey:
    x = (lon + 180) / 360 * 2**zoom
    y = (0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)) * 2**zoom
    return TileKey(zoom, int(x), int(y))


def test_a_block_shows_the_ground_of_its_tiles() -> None:
    whole = Plane(TileKey(1, 0, 0)).box()
    assert (whole.west, whole.east) == (-180, 180)
    assert whole.north == pytest.approx(85.0511, abs=1e-3)
    (at,) = Plane(TileKey(1, 0, 0), ratio=2).points([(0.0, 0.0)])
    assert (at.x(), at.y()) == pytest.approx((512, 512))


def test_a_point_lies_where_its_tile_is() -> None:
    lat, lon = 46.52, -93.68
    plane = Plane(tile_at(lat, lon, 14).block)
    box = plane.box()
    assert box.contains(lat, lon)
    (at,) = plane.points([(lat, lon)])
    assert 0 <= at.x() < plane.size
    assert 0 <= at.y() < plane.size
    (corner,) = plane.points([(box.north, box.west)])
    assert (corner.x(), corner.y()) == pytest.approx((0, 0), abs=1e-6)


@pytest.mark.parametrize("key", [TileKey(20, 0, 0), TileKey(3, 8, 0), TileKey(3, 0, -1)])
def test_there_are_no_tiles_beyond_the_earth(key: TileKey) -> None:
    assert not key.is_sound


@pytest.mark.parametrize(
    ("ref", "name", "kind", "text"),
    [
        ("I 70", "", "interstate", "70"),
        ("US 23;US 33", "", "us", "23"),
        ("MN 402", "", "state", "402"),
        ("CSAH 4", "", "county", "4"),
        ("", "US Hwy 17", "us", "17"),
        ("", "State Highway 6", "state", "6"),
        ("", "County Road 24", "county", "24"),
        ("FS 2-17", "", "other", "FS 2"),
    ],
)
def test_a_road_gets_the_sign_of_its_kind(ref: str, name: str, kind: str, text: str) -> None:
    sign = shield(ref, name)
    assert sign is not None
    assert (sign.kind, sign.text) == (kind, text)


def test_a_street_has_no_sign() -> None:
    assert shield("", "5th Street") is None
    assert shield("", "") is None


def test_signs_differ_in_shape() -> None:
    box = QRectF(0, 0, 24, 14)
    shapes = [outline(kind, box) for kind in ("interstate", "us", "state", "county", "other")]
    assert all(one != other for one, other in pairwise(shapes))


def test_pieces_of_a_road_become_one_line() -> None:
    pieces = [
        [QPointF(100, 0), QPointF(50, 0)],
        [QPointF(100, 0), QPointF(200, 0)],
        [QPointF(0, 0), QPointF(50, 0)],
        [QPointF(0, 90), QPointF(10, 90)],
    ]
    lines = joined(pieces)
    assert [length(line) for line in lines] == [200, 10]


def test_a_name_needs_a_straight_stretch() -> None:
    straight = [(0.0, 0.0), (300.0, 4.0)]
    (best, *_rest) = stretches(straight, 80)
    assert best.middle.x() == pytest.approx(150, abs=1)
    corner = [(0.0, 0.0), (60.0, 0.0), (60.0, 60.0)]
    assert not list(stretches(corner, 110))
    upside_down = [(300.0, 0.0), (0.0, 0.0)]
    assert all(-90 <= one.degrees <= 90 for one in stretches(upside_down, 80))


def test_what_leaves_the_picture_is_left_out() -> None:
    line = [(-50.0, 10.0), (-20.0, 10.0), (20.0, 10.0), (40.0, 10.0), (90.0, 10.0), (150.0, 10.0)]
    (run,) = within(line, 100)
    assert run[0] == (-20.0, 10.0)
    assert run[-1] == (150.0, 10.0)


def test_no_name_covers_another_or_is_cut() -> None:
    room = Room(512)
    assert room.is_free([(10, 10, 60, 20)])
    room.take([(10, 10, 60, 20)])
    assert not room.is_free([(55, 15, 90, 30)])
    assert room.is_free([(61, 10, 90, 20)])
    assert not room.is_free([(500, 10, 513, 20)])
    turned = boxes_along(QPointF(100, 100), 80, 12, 45)
    assert min(box[0] for box in turned) < 75
    assert max(box[2] for box in turned) > 125


def test_roads_grow_with_the_zoom_and_with_their_rank() -> None:
    for kind in ROADS:
        assert all(width(kind, zoom) <= width(kind, zoom + 1) for zoom in range(5, 19))
    assert width(Kind.MOTORWAY, 14) > width(Kind.TERTIARY, 14) > width(Kind.MINOR, 14)
    assert is_edged(Kind.MOTORWAY, 10)
    assert not is_edged(Kind.MINOR, 11)


@pytest.mark.parametrize("inks", [LIGHT, DARK])
def test_names_can_be_read(inks: object) -> None:
    look = LIGHT if inks is LIGHT else DARK
    for colour in (look.text, look.quiet_text, look.green_text, look.care_text):
        assert contrast(colour, look.land) >= 4.5
    assert contrast(look.water_text, look.areas[Kind.WATER]) >= 4.5
    for fill, _edge, text in look.shields.values():
        assert contrast(text, fill) >= 4.5


@pytest.mark.parametrize("inks", [LIGHT, DARK])
def test_the_county_is_painted(qapp: QApplication, county: CountyMap, inks: object) -> None:
    look = LIGHT if inks is LIGHT else DARK
    style = Style("test", look, qapp.font().family())
    lake_lat, lake_lon = 46.515, -93.685
    plane = Plane(tile_at(lake_lat, lake_lon, 13).block)
    image = paint(county.display, plane, style)
    (at,) = plane.points([(lake_lat + 0.0025, lake_lon)])  # the name stands in the middle
    water = QColor(look.areas[Kind.WATER])
    assert image.pixelColor(round(at.x()), round(at.y())) == water
    lat, lon = node_at(1, 2)
    (crossing,) = plane.points([(lat, lon)])
    assert image.pixelColor(round(crossing.x()), round(crossing.y())) != QColor(look.land)


def test_a_picture_for_dense_screens_is_twice_as_large(
    qapp: QApplication, county: CountyMap
) -> None:
    style = Style("test", LIGHT, qapp.font().family())
    key = tile_at(46.52, -93.68, 13).block
    assert paint(county.display, Plane(key, 2), style).width() == 1024
