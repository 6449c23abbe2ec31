"""The map on paper: a Letter page with the picture, scale, north, credit, legend and list.

The picture comes ready painted (`ui/map/print_map`); here it is framed and explained. What does
not fit under it goes on to further pages.
"""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nemt_desk.ground.words import day_year_text
from reports.letters import Face, Ink, first_font, plain, width, wrap
from reports.paper import clock_text
from reports.strip import MARGIN, SMALLEST

_TITLE: Final = 15.0
_LINE: Final = 12.5
_SAMPLE: Final = 46.0
_COLUMN_GAP: Final = 16.0
_SHARE: Final = 0.24
"""Most of the page that rows may take under the picture."""
_SCALES: Final = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100)
_MILE_M: Final = 1609.344
_FOOT_PER_MILE: Final = 5280
_FOOT_HIGH: Final = 2 * _LINE + 4
_SIGN: Final = 26.0
_SHAPE: Final = 7.5


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of the legend or list: a dashed sample, an outline or a sign, and words.

    `outline` are the corners of a mark's shape in a box of 1, downward, where signs stand.
    """

    text: str
    sign: str = ""
    dashes: tuple[float, ...] | None = None
    grey: float = 0.0
    is_heading: bool = False
    outline: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class MapSheet:
    """All that stands on the paper.

    `picture` is a PNG of the shape that `picture_room` asks for; `metres_across` is what its
    width shows on the ground; `printed_at` is agency time.
    """

    title: str
    subtitle: str
    agency: str
    printed_at: datetime
    map_date: str
    credit: str
    picture: bytes
    metres_across: float
    is_landscape: bool
    rows: tuple[SheetRow, ...] = ()
    warning: str = ""


def picture_room(sheet_rows: Sequence[SheetRow], subtitle: str, *, is_landscape: bool
                 ) -> tuple[float, float]:  # fmt: skip
    """Return how wide and high the picture stands on the page, in points."""
    wide, high = _page(is_landscape=is_landscape)
    room = wide - 2 * MARGIN
    head = _head_high(subtitle, room)
    below = min(_rows_high(sheet_rows, room), high * _SHARE)
    return room, math.floor(high - 2 * MARGIN - head - _FOOT_HIGH - (below + 6 if below else 0))


def map_sheet(sheet: MapSheet) -> bytes:
    """Return the PDF; the same sheet gives the same bytes."""
    buffer = io.BytesIO()
    size = _page(is_landscape=sheet.is_landscape)
    canvas = Canvas(
        buffer, size, invariant=1, pageCompression=1,
        initialFontName=first_font(),  # type: ignore[arg-type] # the stub takes a name for a number
    )  # fmt: skip
    canvas.setTitle("County map")
    canvas.setAuthor(sheet.agency)
    canvas.setCreator("NEMT Desk")
    canvas.setSubject("")
    stamp = f"D:{sheet.printed_at:%Y%m%d%H%M%S}"
    canvas.setDateFormatter(lambda *_: stamp)
    _Paper(canvas, sheet, size).draw()
    canvas.save()
    return buffer.getvalue()


class _Paper:
    """One drawing of a sheet; y grows upwards, as in PDF."""

    def __init__(self, canvas: Canvas, sheet: MapSheet, size: tuple[float, float]) -> None:
        self._canvas = canvas
        self._sheet = sheet
        self._wide, self._high = size
        self._room = self._wide - 2 * MARGIN
        self._ink = Ink(canvas)

    def draw(self) -> None:
        sheet = self._sheet
        pages = list(self._pages())
        for number, rows in enumerate(pages, 1):
            top = self._head()
            if number == 1:
                room = picture_room(sheet.rows, sheet.subtitle, is_landscape=sheet.is_landscape)
                self._picture(MARGIN, top - room[1], room)
                top -= room[1] + 6
            self._rows(rows, top)
            self._foot(number, len(pages))
            self._canvas.showPage()

    def _pages(self) -> Iterator[Sequence[SheetRow]]:
        rows = self._sheet.rows
        columns = _columns(rows, self._room)
        first = max(1, int(self._high * _SHARE / _LINE)) * columns
        if len(rows) <= first:
            yield rows
            return
        yield rows[:first]
        lines = int((self._high - 2 * MARGIN - _head_high(self._sheet.subtitle, self._room)
                     - _FOOT_HIGH) / _LINE)  # fmt: skip
        for begin in range(first, len(rows), lines * columns):
            yield rows[begin : begin + lines * columns]

    def _head(self) -> float:
        sheet, y = self._sheet, self._high - MARGIN - _TITLE
        warning = width(sheet.warning, SMALLEST, Face.BOLD) + 14 if sheet.warning else 0.0
        (title, *_rest) = wrap(sheet.title, self._room - warning, _TITLE, Face.BOLD) or ("",)
        self._text(MARGIN, y, title, _TITLE, Face.BOLD)
        if sheet.warning:
            left = self._wide - MARGIN - warning
            self._box(left, y - 4, warning, _LINE + 5, fill=None)
            self._text(left + 7, y + 1, sheet.warning, face=Face.BOLD)
        y -= 4
        for line in wrap(sheet.subtitle, self._room, 11):
            y -= _LINE
            self._text(MARGIN, y, line, 11)
        return self._high - MARGIN - _head_high(sheet.subtitle, self._room)

    def _picture(self, left: float, bottom: float, room: tuple[float, float]) -> None:
        wide, high = room
        image = ImageReader(io.BytesIO(self._sheet.picture))
        self._canvas.drawImage(image, left, bottom, wide, high)
        self._box(left, bottom, wide, high, fill=None)
        self._scale(left + 8, bottom + 8, self._sheet.metres_across / wide)
        self._north(left + wide - 24, bottom + high - 46)
        words = self._sheet.credit
        long = width(words, SMALLEST) + 8
        if words:
            self._box(left + wide - long, bottom, long, _LINE + 3, fill=1.0)
            self._text(left + wide - long + 4, bottom + 4, words)

    def _scale(self, left: float, bottom: float, metres_per_point: float) -> None:
        miles = [m for m in _SCALES if m * _MILE_M / metres_per_point <= self._room * 0.3]
        unit = miles[-1] if miles else _SCALES[0]
        long = unit * _MILE_M / metres_per_point
        zero, words = "0", _miles(unit)
        self._box(left - 4, bottom - 4, long + width(words, SMALLEST) + 16, 26, fill=1.0)
        canvas = self._canvas
        for part in range(4):
            canvas.setFillGray(0.0 if part % 2 == 0 else 1.0)
            canvas.setLineWidth(0.6)
            canvas.rect(left + 3 + part * long / 4, bottom, long / 4, 4.5, stroke=1, fill=1)
        self._text(left + 1, bottom + 8, zero)
        self._text(left + 3 + long - width(words, SMALLEST) / 2 + 6, bottom + 8, words)

    def _north(self, left: float, bottom: float) -> None:
        self._box(left - 6, bottom - 4, 26, 44, fill=1.0)
        canvas = self._canvas
        canvas.setFillGray(0.0)
        arrow = canvas.beginPath()
        arrow.moveTo(left + 7, bottom + 24)
        for x, y in ((14, 0), (7, 6), (0, 0)):
            arrow.lineTo(left + x, bottom + y)
        arrow.close()
        canvas.drawPath(arrow, stroke=0, fill=1)
        self._text(left + 3.2, bottom + 27, "N", 11, Face.BOLD)

    def _rows(self, rows: Sequence[SheetRow], top: float) -> None:
        if not rows:
            return
        columns = _columns(self._sheet.rows, self._room)
        lines = math.ceil(len(rows) / columns)
        room = (self._room - (columns - 1) * _COLUMN_GAP) / columns
        for number, row in enumerate(rows):
            x = MARGIN + (number // lines) * (room + _COLUMN_GAP)
            y = top - (number % lines + 1) * _LINE + 3
            self._row(row, x, y, room)

    def _row(self, row: SheetRow, x: float, y: float, room: float) -> None:
        begin = x
        if row.dashes is not None:
            canvas = self._canvas
            canvas.setStrokeGray(row.grey)
            canvas.setLineWidth(2.6)
            canvas.setDash([dash * 2.6 for dash in row.dashes] or [])
            canvas.line(x, y + 3.5, x + _SAMPLE - 6, y + 3.5)
            canvas.setDash([])
            canvas.setStrokeGray(0.0)
            begin += _SAMPLE
        if row.outline:
            self._outline(row.outline, begin + 3, y + _SHAPE - 1)
            begin += _SIGN
        if row.sign:
            self._text(begin, y, row.sign, face=Face.BOLD)
            begin += max(_SIGN, width(row.sign, SMALLEST, Face.BOLD) + 5)
        face = Face.BOLD if row.is_heading else Face.REGULAR
        (line, *more) = wrap(row.text, x + room - begin, SMALLEST, face) or ("",)
        while more and line and width(f"{line}…", SMALLEST, face) > x + room - begin:
            line = line[:-1]
        self._text(begin, y, f"{line}…" if more else line, face=face)

    def _outline(self, corners: Sequence[tuple[float, float]], left: float, top: float) -> None:
        path = self._canvas.beginPath()
        for place, (x, y) in enumerate(corners):
            draw = path.lineTo if place else path.moveTo
            draw(left + x * _SHAPE, top - y * _SHAPE)
        path.close()
        self._canvas.setLineWidth(0.9)
        self._canvas.setStrokeGray(0.0)
        self._canvas.setFillGray(1.0)
        self._canvas.drawPath(path, stroke=1, fill=1)

    def _foot(self, number: int, count: int) -> None:
        sheet = self._sheet
        printed = (
            f"Printed {day_year_text(sheet.printed_at.date())}, {clock_text(sheet.printed_at)}"
        )
        dated = f"map of {sheet.map_date}" if sheet.map_date else "date of the map not known"
        y = MARGIN + _LINE
        self._canvas.setLineWidth(0.6)
        self._canvas.line(MARGIN, y + _LINE, self._wide - MARGIN, y + _LINE)
        page = f"page {number} of {count}"
        self._text(MARGIN, y, f"{sheet.agency} · {printed}" if sheet.agency else printed)
        self._text(self._wide - MARGIN - width(page, SMALLEST, Face.BOLD), y, page, face=Face.BOLD)
        self._text(MARGIN, y - _LINE, f"{dated} · {sheet.credit}" if sheet.credit else dated)

    def _text(
        self, x: float, y: float, words: str, size: float = SMALLEST, face: Face = Face.REGULAR
    ) -> None:
        shown = self._ink.shown(plain(words, face), size, face)
        self._canvas.addLiteral(f"BT 0 g 1 0 0 1 {x:.2f} {y:.2f} Tm {shown} ET")

    def _box(self, x: float, y: float, wide: float, high: float, *, fill: float | None) -> None:
        canvas = self._canvas
        canvas.setStrokeGray(0.0)
        canvas.setLineWidth(0.8)
        canvas.setFillGray(1.0 if fill is None else fill)
        canvas.rect(x, y, wide, high, stroke=int(fill is None), fill=int(fill is not None))


def _page(*, is_landscape: bool) -> tuple[float, float]:
    return (letter[1], letter[0]) if is_landscape else (letter[0], letter[1])


def _head_high(subtitle: str, room: float) -> float:
    return _TITLE + 10 + _LINE * len(wrap(subtitle, room, 11))


def _columns(rows: Sequence[SheetRow], room: float) -> int:
    longest = max((_wide(row) for row in rows), default=0.0)
    for columns in (3, 2):
        if (room - (columns - 1) * _COLUMN_GAP) / columns >= longest:
            return columns
    return 1


def _rows_high(rows: Sequence[SheetRow], room: float) -> float:
    return math.ceil(len(rows) / _columns(rows, room)) * _LINE


def _wide(row: SheetRow) -> float:
    face = Face.BOLD if row.is_heading else Face.REGULAR
    sample = _SAMPLE if row.dashes is not None else 0.0
    sign = max(_SIGN, width(row.sign, SMALLEST, Face.BOLD) + 5) if row.sign else 0.0
    shape = _SIGN if row.outline else 0.0
    return width(plain(row.text, face), SMALLEST, face) + sample + shape + sign


def _miles(unit: float) -> str:
    if unit < 0.25:
        return f"{round(unit * _FOOT_PER_MILE):,} feet"
    words = {0.25: "¼", 0.5: "½"}.get(unit, f"{unit:g}")
    return f"{words} mile" if unit <= 1 else f"{words} miles"
