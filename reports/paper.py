"""The shared hand of everything printed: letter paper, head and foot, pages, page x of y.

A document is made of strips (`strip`), laid on pages and drawn here. Knows no rides: what stands
on a strip is the documents' own business. Text is drawn as typed, never as markup (`letters`).
"""

import functools
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from itertools import groupby
from typing import Final

import segno
from reportlab import rl_config
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nemt_desk.ground.words import day_year_text, time_text
from nemt_desk.runs.sheet_rows import MapSource
from reports.letters import Face, Ink, first_font, width, wrap
from reports.mileage_words import source_text
from reports.strip import GAP, MARGIN, PAGE_HEIGHT, SMALLEST, THICK, THIN, WIDTH, Strip

# Streams as they are, not as ASCII: a fifth smaller, a tenth quicker.
rl_config.useA85 = 0

GREY: Final = 0.86
QR_SIDE: Final = 60.0
_FOOT_LINE: Final = 12.5
_CODE_SIZE: Final = 13.0
_NAME_SIZES: Final = (18.0, 14.0, 11.0)
_NAME_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on top of every page of one document."""

    title: str
    name: str
    below: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    qr_text: str
    warning: str = ""

    def _name_size(self, room: float) -> float:
        """Return how large the name may stand: smaller only if it would fill the page."""
        for size in _NAME_SIZES:
            if len(wrap(self.name, room, size, Face.BOLD)) <= _NAME_LINES:
                return size
        return _NAME_SIZES[-1]

    def strip(self) -> Strip:
        """Return the head as a strip; the QR code is drawn into its top right corner."""
        strip = Strip()
        right = WIDTH - (QR_SIDE + GAP + 4 if self.qr_text else 0)
        rooms = [
            width(label, SMALLEST) + 6 + width(code, _CODE_SIZE, Face.CODE)
            for label, code in self.codes
        ]
        left = right - max((room + GAP for room in rooms), default=0.0)
        strip.para(self.title, room=left)
        strip.para(self.name, room=left, size=self._name_size(left), face=Face.BOLD)
        for line in self.below:
            strip.para(line, room=right, size=11)
        for row, ((label, code), room) in enumerate(zip(self.codes, rooms, strict=True)):
            at = strip.write(right - room, 12 + row * 18, label)
            strip.write(at + 6, 12 + row * 18, code, size=_CODE_SIZE, face=Face.CODE)
        if self.warning:
            room = width(self.warning, 13, Face.BOLD) + 12
            strip.frame(right - room, 44, room, 20)
            strip.write(right - room + 6, 58.5, self.warning, size=13, face=Face.BOLD)
            strip.height = max(strip.height, 64)
        strip.height = max(strip.height, QR_SIDE if self.qr_text else 0) + 5
        strip.rule(0, WIDTH, thick=True)
        strip.skip(6)
        return strip


@dataclass(slots=True)
class _Page:
    strips: list[tuple[float, Strip]] = field(default_factory=list)


class Document:
    """Strips laid on the pages of one document, each under the same head."""

    def __init__(self, head: Head, foot: str) -> None:
        self.head = head
        self._head_strip = head.strip()
        self._foot = wrap(foot, WIDTH - 90, SMALLEST)
        self._top = PAGE_HEIGHT - MARGIN - self._head_strip.height
        self._bottom = MARGIN + len(self._foot) * _FOOT_LINE + 6
        self.pages: list[_Page] = [_Page()]
        self._y = self._top

    @property
    def room(self) -> float:
        """Points left on the page."""
        return self._y - self._bottom

    def add(self, strip: Strip) -> None:
        """Lay a strip down, on a new page if it does not fit here.

        A rule along its top is left off right under the head, which has one. A strip longer
        than a page is cut between its lines.
        """
        whole_page = max(self._top - self._bottom, PAGE_HEIGHT / 4)
        while strip.height > whole_page:
            upper, strip = strip.cut(whole_page)
            self._lay(upper)
        self._lay(strip)

    def _lay(self, strip: Strip) -> None:
        if strip.height > self.room and self._y < self._top:
            self.pages.append(_Page())
            self._y = self._top
        if self._y == self._top:
            strip = replace(strip, rules=[mark for mark in strip.rules if mark[1] + mark[3] > 0])
        self.pages[-1].strips.append((self._y, strip))
        self._y -= strip.height

    def add_block(self, strips: Sequence[Strip], again: Strip) -> None:
        """Lay strips that belong together; broken only if longer than a page.

        Where they break, `again` heads the next page.
        """
        if sum(strip.height for strip in strips) <= max(self.room, self._top - self._bottom):
            whole = Strip()
            for strip in strips:
                whole.join(strip)
            self.add(whole)
            return
        for number, strip in enumerate(strips):
            if number and strip.height > self.room:
                self.add(again.followed_by(strip))
            else:
                self.add(strip)

    def drawn(self) -> Iterator[list[tuple[float, Strip]]]:
        """Return page by page what is to be drawn, head and foot with `page x of y` included."""
        for number, page in enumerate(self.pages, 1):
            foot = Strip()
            for row, line in enumerate(self._foot):
                foot.write(0, (row + 1) * _FOOT_LINE, line)
            count = f"page {number} of {len(self.pages)}"
            foot.write(WIDTH - width(count, SMALLEST, Face.BOLD), _FOOT_LINE, count, face=Face.BOLD)
            foot.rule(0, WIDTH, down=0)
            foot_top = MARGIN + len(self._foot) * _FOOT_LINE
            yield [(PAGE_HEIGHT - MARGIN, self._head_strip), *page.strips, (foot_top, foot)]


def clock_text(moment: time | datetime) -> str:
    """Return `9:05 a.m.` as one word that no line end tears apart."""
    return time_text(moment).replace(" ", "\N{NO-BREAK SPACE}")


def printed_text(printed_at: datetime) -> str:
    """Return when this was printed; `printed_at` is agency time."""
    return f"Printed {day_year_text(printed_at.date())}, {clock_text(printed_at)}"


def foot_text(printed_at: datetime, source: MapSource | None, *, is_short: bool = False) -> str:
    """Return when this was printed, which route stands on it and which map measured it (S4-142)."""
    return f"{printed_text(printed_at)} · {source_text(source, is_short=is_short)}"


def save(documents: Iterable[Document], *, title: str, author: str, printed_at: datetime) -> bytes:
    """Return the documents as one PDF; the same documents give the same bytes.

    Args:
        title: of the file, without anybody's name: it ends in window titles and print queues.
    """
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        letter,
        invariant=1,
        pageCompression=1,
        initialFontName=first_font(),  # type: ignore[arg-type] # the stub takes a name for a number
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("NEMT Desk")
    canvas.setSubject("")
    stamp = f"D:{printed_at:%Y%m%d%H%M%S}"
    canvas.setDateFormatter(lambda *_: stamp)
    ink = Ink(canvas)
    for document in documents:
        for strips in document.drawn():
            _draw(canvas, ink, strips)
            if document.head.qr_text:
                canvas.addLiteral(_qr_marks(document.head.qr_text))
            canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, ink: Ink, strips: Sequence[tuple[float, Strip]]) -> None:
    """Draw a page with PDF's own operators: many times quicker than a canvas call per mark."""
    _draw_pictures(canvas, strips)
    marks = [f"{GREY} g"]
    for top, strip in strips:
        for x, down, room, high in strip.fills:
            marks.append(f"{MARGIN + x:.2f} {top - down - high:.2f} {room:.2f} {high:.2f} re f")
    marks.append("0 g 0 G")
    for line_width in (THIN, THICK):
        marks.append(f"{line_width} w")
        for top, strip in strips:
            for x1, y1, x2, y2, drawn in strip.rules:
                if drawn == line_width:
                    start = f"{MARGIN + x1:.2f} {top - y1:.2f} m"
                    marks.append(f"{start} {MARGIN + x2:.2f} {top - y2:.2f} l S")
    marks.append("BT")
    for top, strip in strips:
        for x, down, words, size, face in strip.words:
            shown = ink.shown(words, size, face)
            marks.append(f"1 0 0 1 {MARGIN + x:.2f} {top - down:.2f} Tm {shown}")
    marks.append("ET")
    canvas.addLiteral("\n".join(marks))


def _draw_pictures(canvas: Canvas, strips: Sequence[tuple[float, Strip]]) -> None:
    for top, strip in strips:
        for x, down, room, high, jpeg in strip.pictures:
            held = ImageReader(io.BytesIO(jpeg))
            canvas.drawImage(held, MARGIN + x, top - down - high, width=room, height=high)


@functools.lru_cache(maxsize=256)
def _qr_marks(text: str) -> str:
    """Return the drawing of a QR code in the page's top right corner: its black bars, row by row.

    The margins around it are its quiet zone.
    """
    rows = tuple(segno.make(text, error="m", micro=False).matrix)
    side = len(rows)
    scale = QR_SIDE / side
    left, bottom = MARGIN + WIDTH - QR_SIDE, PAGE_HEIGHT - MARGIN - QR_SIDE
    marks = [f"q {scale:.4f} 0 0 {scale:.4f} {left:.2f} {bottom:.2f} cm"]
    for number, row in enumerate(rows):
        at = 0
        for black, cells in groupby(row):
            length = len(list(cells))
            if black:
                marks.append(f"{at} {side - 1 - number} {length} 1 re")
            at += length
    return "\n".join((*marks, "f Q"))
