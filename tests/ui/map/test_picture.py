"""The painted map: where things lie, what signs say, and that no name is cut or covered."""

import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from nemt_desk.geo import CountyMap
from nemt_desk.geo.picture.display import FeatureKind as Kind
from nemt_desk.geo.picture.signs import shield
from nemt_desk.geo.shapes import BBox
from tests.geo.conftest import node_at
from tests.ui.map.test_seams import labels_of
from ui.map.colours import DARK, GREY, LIGHT, ROADS, Inks, is_edged, width
from ui.map.drawn import Style
from ui.map.landmarks import paint_mark
from ui.map.lettering import Room, boxes_along
from ui.map.painter import paint
from ui.map.projection import Plane, TileKey
from ui.map.shields import outline
from ui.map.zones import Cell, Phase, Zone
from ui.theme.palette import contrast


def tile_at(lat: float, lon: float, zoom: int) -> TileKey:
    x = (lon + 180) / 360 * 2**zoom
    y = (0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)) * 2**zoom
    return TileKey(zoom, int(x), int(y))


def test_a_block_shows_the_ground_of_its_tiles() -> None:
    whole = Plane.of_block(TileKey(2, 0, 0)).box()
    assert (whole.west, whole.east) == (-180, 180)
    assert whole.north == pytest.approx(85.0511, abs=1e-3)
    (at,) = Plane.of_block(TileKey(2, 0, 0), ratio=2).points([(0.0, 0.0)])
    assert (at.x(), at.y()) == pytest.approx((1024, 1024))


def test_a_picture_on_paper_shows_all_of_its_box() -> None:
    box = BBox(-93.8, 46.4, -93.4, 46.6)
    plane = Plane.of_paper(box, 2250, 2400, 300 / 96)
    shown = plane.box()
    assert shown.west <= box.west + 1e-6
    assert shown.east >= box.east - 1e-6
    assert shown.north >= box.north - 1e-6
    assert shown.south <= box.south + 1e-6
    assert plane.cell == 0


def test_a_point_lies_where_its_tile_is() -> None:
    lat, lon = 46.52, -93.68
    plane = Plane.of_block(tile_at(lat, lon, 14))
    box = plane.box()
    assert box.contains(lat, lon)
    (at,) = plane.points([(lat, lon)])
    assert 0 <= at.x() < plane.width
    assert 0 <= at.y() < plane.width
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


def test_no_name_covers_another_or_leaves_its_field() -> None:
    room = Room((0, 0, 512, 512), 2)
    assert room.is_free([(10, 10, 60, 20)])
    room.take([(10, 10, 60, 20)])
    assert not room.is_free([(55, 15, 90, 30)])
    assert room.is_free([(62, 10, 90, 20)])
    assert not room.is_free([(500, 10, 515, 20)])
    turned = boxes_along(100, 100, (80, 12), 45)
    assert min(box[0] for box in turned) < 75
    assert max(box[2] for box in turned) > 125


def test_an_edge_is_decided_alike_on_both_sides() -> None:
    here, there = Cell(0, 0, 1000, 120), Cell(1, 0, 1000, 120)
    over_the_edge = [(960.0, 500.0, 1040.0, 520.0)]
    near_the_corner = [(990.0, 20.0, 1050.0, 40.0)]
    for boxes in (over_the_edge, near_the_corner):
        assert here.zone(boxes) == there.zone(boxes) is not None
    assert here.zone([(800.0, 500.0, 1100.0, 520.0)]) is None, "too long to look past the edge"
    inside = here.zone([(10.0, 10.0, 300.0, 30.0)])
    assert inside is not None
    assert inside.phase is Phase.INSIDE
    assert there.zone([(10.0, 10.0, 300.0, 30.0)]) is None


def test_what_an_edge_sees_both_neighbours_know() -> None:
    edge = Zone(Phase.EDGE, 1, 0, upright=True)
    assert edge.sees(Zone(Phase.CORNER, 1, 1))
    assert not edge.sees(Zone(Phase.CORNER, 2, 1))
    assert not edge.sees(Zone(Phase.EDGE, 0, 1))
    assert not Zone(Phase.CORNER, 1, 1).sees(edge)
    assert Zone(Phase.INSIDE, 0, 0).sees(edge)


def test_landmarks_differ_in_shape(qapp: QApplication) -> None:
    pictures = set()
    marks = ("hospital", "clinic", "pharmacy", "school", "church", "courthouse", "cemetery",
             "airport", "dot")  # fmt: skip
    for mark in marks:
        image = QImage(16, 16, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        paint_mark(painter, mark, QRectF(2, 2, 12, 12), ink="#000000", paper="#FFFFFF")
        painter.end()
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == len(marks)


def test_roads_grow_with_the_zoom_and_with_their_rank() -> None:
    for kind in ROADS:
        assert all(width(kind, zoom) <= width(kind, zoom + 1) for zoom in range(5, 19))
    assert width(Kind.MOTORWAY, 14) > width(Kind.TERTIARY, 14) > width(Kind.MINOR, 14)
    assert is_edged(Kind.MOTORWAY, 10)
    assert not is_edged(Kind.MINOR, 11)


@pytest.mark.parametrize("look", [LIGHT, DARK, GREY], ids=["light", "dark", "grey"])
def test_names_can_be_read(look: Inks) -> None:
    for colour in (look.text, look.quiet_text, look.green_text, look.care_text):
        assert contrast(colour, look.land) >= 4.5
    assert contrast(look.water_text, look.areas[Kind.WATER]) >= 4.5
    for fill, _edge, text in look.shields.values():
        assert contrast(text, fill) >= 4.5


@pytest.mark.parametrize("look", [LIGHT, DARK, GREY], ids=["light", "dark", "grey"])
def test_the_county_is_painted(qapp: QApplication, county: CountyMap, look: Inks) -> None:
    style = Style("test", look, qapp.font().family())
    lake_lat, lake_lon = 46.515, -93.685
    plane = Plane.of_block(tile_at(lake_lat, lake_lon, 13))
    image = paint(county.display, plane, style)
    (at,) = plane.points([(lake_lat + 0.0025, lake_lon)])  # the name stands in the middle
    water = QColor(look.areas[Kind.WATER])
    assert image.pixelColor(round(at.x()), round(at.y())) == water
    lat, lon = node_at(1, 2)
    (crossing,) = plane.points([(lat, lon)])
    across = {image.pixelColor(round(crossing.x()) + off, round(crossing.y()) + off).name()
              for off in range(-5, 6)}  # fmt: skip
    assert across != {QColor(look.land).name()}


def test_a_picture_for_dense_screens_is_twice_as_large(
    qapp: QApplication, county: CountyMap
) -> None:
    style = Style("test", LIGHT, qapp.font().family())
    key = tile_at(46.52, -93.68, 13).block
    assert paint(county.display, Plane.of_block(key, 2), style).width() == 2048


def test_the_grey_map_has_no_colour(qapp: QApplication, county: CountyMap) -> None:
    image = paint(county.display, Plane.of_block(tile_at(46.52, -93.68, 14)),
                  Style("grey", GREY, qapp.font().family()))  # fmt: skip
    for x in range(0, image.width(), 7):
        colour = image.pixelColor(x, image.height() // 2)
        assert colour.red() == colour.green() == colour.blue()


def test_larger_letters_are_fewer_rather_than_over_each_other(
    qapp: QApplication, county: CountyMap
) -> None:
    counts = []
    for letters in (11.0, 22.0):
        style = Style("x", LIGHT, qapp.font().family(), letters)
        labels = labels_of(county, Plane.of_block(tile_at(46.52, -93.68, 14)), style)
        counts.append(len(labels))
        boxes = [label.box for label in labels if abs(label.degrees) % 90 < 1]
        for place, a in enumerate(boxes):
            for b in boxes[:place]:
                assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]
    assert counts[0] > counts[1] > 0
