"""Blocks painted each for itself fit together: no name is cut, doubled or covered at an edge."""

from itertools import pairwise, product

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from nemt_desk.geo import CountyMap
from nemt_desk.geo.picture.mercator import HALF, px_units, to_world
from tests.geo.conftest import node_at
from ui.map.colours import LIGHT
from ui.map.drawn import Style
from ui.map.hands import Hands
from ui.map.label import Label
from ui.map.layout import Layout
from ui.map.lettering import Letters, Type
from ui.map.painter import MapPainter, paint
from ui.map.projection import BLOCK, TILE_PX, Plane, TileKey
from ui.map.towns import Towns

SIDE = TILE_PX * BLOCK


def blocks_over(zoom: int) -> list[TileKey]:
    """The 2 x 2 blocks round the edge that runs nearest to the middle of the county."""
    units = px_units(zoom) * TILE_PX * BLOCK
    x, y = (round((value + HALF) / units) for value in to_world(*node_at(2, 2)))
    return [TileKey(zoom, (x - 1 + right) * BLOCK, (y - 1 + down) * BLOCK)
            for down, right in product((0, 1), repeat=2)]  # fmt: skip


def between(blocks: list[TileKey]) -> Plane:
    """A picture of a block's size that shows a quarter of each of the four."""
    first = Plane.of_block(blocks[0])
    half = SIDE / 2 / first.scale
    return Plane(first.zoom, 1, first.scale, first.left + half, first.top + half, SIDE, SIDE,
                 first.cell)  # fmt: skip


def put_together(county: CountyMap, blocks: list[TileKey], style: Style) -> QImage:
    """The same picture cut out of the four blocks, each painted alone."""
    whole = QImage(SIDE * 2, SIDE * 2, QImage.Format.Format_RGB32)
    painter = QPainter(whole)
    for number, block in enumerate(blocks):
        image = paint(county.display, Plane.of_block(block), style)
        painter.drawImage(number % 2 * SIDE, number // 2 * SIDE, image)
    painter.end()
    return whole.copy(SIDE // 2, SIDE // 2, SIDE, SIDE)


def labels_of(county: CountyMap, plane: Plane, style: Style) -> list[Label]:
    hands = Hands(style.inks, style.letters * plane.ratio, plane.zoom)
    letters = Type(style.family, Letters())
    towns = Towns(county.display, hands, letters, plane.zoom, plane.scale)
    return Layout(county.display, plane, hands, letters, towns).labels()


def unlike(one: QImage, other: QImage) -> int:
    """How many of every ninth pixel differ by more than the rounding of soft edges."""
    count = 0
    for x, y in product(range(0, SIDE, 3), repeat=2):
        a, b = QColor(one.pixel(x, y)), QColor(other.pixel(x, y))
        count += max(abs(a.red() - b.red()), abs(a.green() - b.green())) > 40
    return count


@pytest.mark.parametrize("zoom", [13, 15, 16])
def test_four_blocks_look_like_one_picture(
    qapp: QApplication, county: CountyMap, zoom: int
) -> None:
    style = Style("seam", LIGHT, qapp.font().family())
    blocks = blocks_over(zoom)
    one = paint(county.display, between(blocks), style)
    assert unlike(one, put_together(county, blocks, style)) == 0


@pytest.mark.parametrize("letters", [11.0, 18.0])
def test_neighbours_agree_on_every_name_over_their_edge(
    qapp: QApplication, county: CountyMap, letters: float
) -> None:
    style = Style("seam", LIGHT, qapp.font().family(), letters)
    shared = 0
    for zoom in range(13, 19):
        for one, other in pairwise(blocks_over(zoom)):
            if one.y != other.y:
                continue
            edge = other.x * TILE_PX
            a, b = (
                {label for label in labels_of(county, Plane.of_block(block), style)
                 if spans(label, edge - (HALF * Plane.of_block(block).scale))}
                for block in (one, other)
            )  # fmt: skip
            assert a == b
            shared += len(a)
    assert shared > 0


def spans(label: Label, edge: float) -> bool:
    """Whether a name stands across an upright edge."""
    return label.box[0] < edge < label.box[2]


def test_a_dense_town_is_seamless_too(qapp: QApplication, county: CountyMap) -> None:
    """With letters as large as they get, a name keeps away from the others at every edge."""
    style = Style("large", LIGHT, qapp.font().family(), 18.7)
    painter = MapPainter(county.display)
    blocks = blocks_over(15)
    one = painter.paint(between(blocks), style)
    assert unlike(one, put_together(county, blocks, style)) == 0
