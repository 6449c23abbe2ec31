"""The map on paper: painted in grey at 300 dpi with runs and marks over it, then framed as a PDF.

Runs on a worker: no widget is touched. Who is on it decides the caller: labels stand in the list
beside the map only, and a county map is given none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter

from nemt_desk.geo.info import MapInfo
from nemt_desk.geo.picture.display import DisplayMap
from nemt_desk.geo.picture.mercator import WorldBox, metres_per_unit
from nemt_desk.geo.shapes import BBox, LatLon
from reports.map_sheet import MapSheet, SheetRow, map_sheet, picture_room
from ui.map.colours import GREY
from ui.map.drawn import Style
from ui.map.painter import paint
from ui.map.print_marks import (
    RIDE_DASH,
    MarkKind,
    MarkPainter,
    PrintMark,
    PrintRoute,
    corners_of,
    dash_of,
)
from ui.map.projection import Plane

__all__ = ["MarkKind", "PrintMark", "PrintRoute", "PrintWish", "print_map"]

_DPI = 300
_SCREEN_DPI = 96
_POINTS = 72
_LETTERS_PX = 12.0
_AROUND = 0.08
_LEAST_M = 900.0
_CONFIDENTIAL = "CONFIDENTIAL"
_KEY = {
    MarkKind.HOME: "Member's home",
    MarkKind.PLACE: "Clinic, pharmacy or other place",
    MarkKind.DRIVER: "Driver's home",
}


@dataclass(frozen=True, slots=True)
class PrintWish:
    """What is to be printed; `area` none: around routes and marks, else the whole map.

    `rides` are those nobody drives yet; `left_out` names what is seen on the screen and not here.
    `printed_at` is agency time.
    """

    title: str
    printed_at: datetime
    subtitle: str = ""
    area: BBox | None = None
    routes: tuple[PrintRoute, ...] = ()
    marks: tuple[PrintMark, ...] = ()
    closed: tuple[tuple[LatLon, ...], ...] = ()
    rides: tuple[tuple[LatLon, ...], ...] = ()
    left_out: tuple[str, ...] = ()
    agency: str = ""
    is_confidential: bool = True


def print_map(display: DisplayMap, info: MapInfo, wish: PrintWish) -> bytes:
    """Return the PDF of a map."""
    area = _area(wish, info.bounds)
    ground = WorldBox.around(area)
    is_landscape = ground.east - ground.west > ground.south - ground.north
    rows = _rows(wish)
    missing = f"On the screen but not printed: {', '.join(wish.left_out)}" if wish.left_out else ""
    subtitle = ". ".join(words for words in (wish.subtitle, missing) if words)
    wide, high = picture_room(rows, subtitle, is_landscape=is_landscape)
    size = round(wide / _POINTS * _DPI), round(high / _POINTS * _DPI)
    plane = Plane.of_paper(area, *size, _DPI / _SCREEN_DPI)
    picture = _painted(display, plane, wish)
    metres = plane.width / plane.scale * metres_per_unit(plane.centre[0])
    return map_sheet(
        MapSheet(
            title=wish.title, subtitle=subtitle, agency=wish.agency,
            printed_at=wish.printed_at, map_date=info.map_date, credit=info.credit,
            picture=picture, metres_across=metres, is_landscape=is_landscape, rows=rows,
            warning=_CONFIDENTIAL if wish.is_confidential else "",
        )
    )  # fmt: skip


def _painted(display: DisplayMap, plane: Plane, wish: PrintWish) -> bytes:
    family = QGuiApplication.font().family()
    image = paint(display, plane, Style("print", GREY, family, _LETTERS_PX))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marks = MarkPainter(painter, plane, family)
        marks.closed(wish.closed)
        marks.routes(wish.routes)
        marks.rides(wish.rides)
        marks.marks(wish.marks)
    finally:
        painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    QImageWriter(buffer, QByteArray(b"png")).write(grey)
    buffer.close()
    return bytes(held.data())


def _area(wish: PrintWish, bounds: BBox) -> BBox:
    """Return what the paper shows: what was wished, else around what is drawn, with some air."""
    points = [
        *(at for route in wish.routes for at in route.line),
        *(at for line in wish.rides for at in line),
        *(mark.at for mark in wish.marks),
    ]
    box = wish.area or (BBox.around(points) if points else bounds)
    if wish.area is None and points:
        wide, high = box.east - box.west, box.north - box.south
        box = BBox(box.west - wide * _AROUND, box.south - high * _AROUND,
                   box.east + wide * _AROUND, box.north + high * _AROUND)  # fmt: skip
        centre = box.centre.pair
        box = box.joined(BBox.around([centre]).grown(_LEAST_M))
    return box


def _rows(wish: PrintWish) -> tuple[SheetRow, ...]:
    rows = []
    for place, route in enumerate(wish.routes):
        dash = dash_of(place)
        rows.append(SheetRow(route.label, route.number, dash.dashes, dash.grey))
        rows += [_stop(mark) for mark in wish.marks if mark.route == route.number and mark.label]
    known = {route.number for route in wish.routes}
    rows += [_stop(mark) for mark in wish.marks if mark.route not in known and mark.label]
    return (*rows, *_key(wish))


def _key(wish: PrintWish) -> Iterator[SheetRow]:
    if wish.rides:
        yield SheetRow("Ride without a driver", "", RIDE_DASH.dashes, RIDE_DASH.grey)
    used = {mark.kind for mark in wish.marks}
    for kind, words in _KEY.items():
        if kind in used:
            yield SheetRow(words, outline=corners_of(kind))
    if wish.closed:
        yield SheetRow("Closed road", "x x x")


def _stop(mark: PrintMark) -> SheetRow:
    return SheetRow(mark.label, mark.sign)
