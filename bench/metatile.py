"""Blocks of map tiles, against a bare QPainter that draws the same shapes and words.

The bare draw plays back what our painter told its QPainter about the ground, the same polygons in
the same pens and order, and writes the same words in the same letters at the places we found. It
looks nothing up, reads no bytes, moves no point and decides about no name. Neither writes PNG.
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QTransform

from bench.measure import Result, in_turns
from nemt_desk.demo.county import write_county
from nemt_desk.geo.picture.build import build_display
from nemt_desk.geo.picture.display import FILE, DisplayMap
from nemt_desk.geo.picture.mercator import HALF, px_units, to_world
from nemt_desk.ground.progress import Quiet
from ui.map.colours import LIGHT
from ui.map.drawn import Style
from ui.map.painter import MapPainter
from ui.map.projection import TILE_PX, Plane, TileKey

ZOOMS = (9, 11, 13, 15, 17)
ROUNDS = 9
AIM = 1.5


def measure() -> Result:
    """Paint blocks of the demo county at five zooms both ways in turns."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication.instance() or QGuiApplication([])
    if not isinstance(app, QGuiApplication):
        raise TypeError("another application without letters is running")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "county.osm.pbf"), Path(folder, FILE)
        facts = write_county(source)
        build_display(source, target, Quiet())
        town = facts.towns[0]
        with closing(DisplayMap(target)) as display:
            return measured(display, (town.lat, town.lon), app.font().family())


def measured(display: DisplayMap, at: tuple[float, float], family: str) -> Result:
    """Measure blocks around a point of any map."""
    painter, style = MapPainter(display), Style("bench", LIGHT, family)
    ours_all, bare_all, details = 0.0, 0.0, {}
    for zoom in ZOOMS:
        plane = Plane.of_block(_tile(at, zoom))
        tape = Tape()
        painter.lay_ground(plane, style, cast("QPainter", tape))
        bare_draw = _bare(painter, tape, plane, style)
        ours, bare = in_turns((_ours(painter, plane, style), bare_draw) for _ in range(ROUNDS))
        details[f"zoom {zoom} ours ms"], details[f"zoom {zoom} bare ms"] = min(ours), min(bare)
        ours_all += min(ours)
        bare_all += min(bare)
    return Result(
        "metatile", AIM, ours_all / len(ZOOMS), bare_all / len(ZOOMS),
        "MapPainter.paint: look up, read, place names, paint; a block of 4 x 4 tiles, five zooms",
        "QPainter: the same polygons, pens and order, the same words at known places", details,
    )  # fmt: skip


class Tape:
    """Stands in for a QPainter and remembers what it is told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._transform = QTransform()

    def __getattr__(self, name: str) -> Callable[..., None]:
        def call(*values: Any) -> None:  # noqa: ANN401 - whatever a QPainter takes
            self.calls.append((name, values))

        return call

    def transform(self) -> QTransform:
        return self._transform

    def play(self, painter: QPainter) -> None:
        for name, values in self.calls:
            getattr(painter, name)(*values)


def _ours(painter: MapPainter, plane: Plane, style: Style) -> Callable[[], object]:
    return lambda: painter.paint(plane, style)


def _bare(brush: MapPainter, tape: Tape, plane: Plane, style: Style) -> Callable[[], object]:
    labels = brush.labels(plane, style)

    def draw() -> None:
        image = QImage(plane.width, plane.height, QImage.Format.Format_RGB32)
        image.fill(QColor(style.inks.land))
        painter = QPainter(image)
        tape.play(painter)
        brush.write(plane, style, painter, labels)
        painter.end()

    return draw


def _tile(at: tuple[float, float], zoom: int) -> TileKey:
    x, y = to_world(*at)
    units = TILE_PX * px_units(zoom)
    return TileKey(zoom, int((x + HALF) / units), int((y + HALF) / units))
