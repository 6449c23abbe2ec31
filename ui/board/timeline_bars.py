"""Paints one lane: ground and hours, waits, rides with their names, how full the car is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from nemt_desk.ground.ids import Id
from ui.board.day import Choice
from ui.board.faces import PINNED, Face
from ui.board.fit import Offer
from ui.board.ink import Ink
from ui.board.lanes import Lane, Wait, aboard_words
from ui.board.overlay import Overlay, Span
from ui.board.placing import Placed
from ui.theme.icons import pixmap
from ui.theme.status import look
from ui.theme.theme import GAP, SPACE

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_BREAK = "mdi6.coffee-outline"


@dataclass
class Shown:
    """What the timeline shows at this moment, beside the lanes."""

    choice: Choice = field(default_factory=Choice)
    slacks: Mapping[Id, int | None] = field(default_factory=dict)
    offers: Mapping[Id, Offer] = field(default_factory=dict)
    hover: Id | None = None
    is_dragging: bool = False
    has_focus: bool = False
    now: int | None = None
    laid: Overlay = field(default_factory=Overlay)


class LanePainting:
    """Paints a lane's rides into a part of the timeline that begins at `dx`, `dy`."""

    def __init__(self, painter: QPainter, ink: Ink, placed: Placed, shown: Shown) -> None:
        self.painter = painter
        self.ink = ink
        self.placed = placed
        self.shown = shown
        self.dx = self.dy = 0
        self.width = 0

    def body(self, number: int, faces: Iterable[Face], *, is_shaded: bool = False) -> None:
        """Paint one lane, `width` pixels from `dx` on."""
        lane, row = self.placed.lanes[number], self.row(number)
        self._ground(lane, row)
        self._spans(lane, row)
        if is_shaded:
            self.shade(lane, row)
        self._hours(row)
        if lane.driver.away and not lane.bars:
            self._away(lane, row)
        self._aboard(lane, row)
        for wait in lane.waits:
            self._wait(row, wait)
        left, right = self.dx, self.dx + self.width
        for face in faces:
            if face.right >= left and face.left <= right:
                self._bar(face, row.top())

    def row(self, number: int) -> QRect:
        """Return where a lane stands in what is painted."""
        top, end = self.placed.tops[number], self.placed.tops[number + 1]
        return QRect(0, top - self.dy, self.width, end - top)

    def shade(self, lane: Lane, row: QRect) -> None:
        """Fill the row that is aimed at, in the look of the answer."""
        offer = self.shown.offers.get(lane.driver.id)
        shown = look("ok" if offer is None or offer.can_take else "paper")
        self.painter.fillRect(row, QColor(shown.fill))
        if offer is not None and not offer.can_take:
            self.painter.fillRect(row, QBrush(QColor(shown.border), Qt.BrushStyle.BDiagPattern))
        self.painter.setPen(QPen(QColor(shown.border), 2))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(row.adjusted(1, 1, -2, -2))

    # --- behind the rides ------------------------------------------------------------------

    def _x(self, minute: float) -> int:
        return self.placed.scale.x(minute) - self.dx

    def _band(self, row: QRect, start: int, end: int) -> QRect:
        left = self._x(start)
        return QRect(left, row.top(), self._x(end) - left, row.height())

    def _ground(self, lane: Lane, row: QRect) -> None:
        """Fill driving hours and what is outside them; where colours are few, with strokes."""
        ink = self.ink
        self.painter.fillRect(row, ink.base if ink.is_contrast else ink.closed)
        if ink.is_contrast:
            self.painter.fillRect(row, ink.strokes)
        if not lane.driver.away:
            for span in lane.driver.hours:
                self.painter.fillRect(self._band(row, span.start_min, span.end_min), ink.base)
            self._breaks(lane, row)
        self.painter.setPen(ink.mid)
        self.painter.drawLine(row.bottomLeft(), row.bottomRight())

    def _breaks(self, lane: Lane, row: QRect) -> None:
        for one in lane.driver.breaks:
            self._marked(
                self._band(row, one.from_min, one.until_min), _BREAK, f"{one.minutes} min break"
            )

    def _spans(self, lane: Lane, row: QRect) -> None:
        for span in self.shown.laid.spans:
            if span.driver_id is None:
                self._hatched(self._band(row, span.start, span.end))
            elif span.driver_id == lane.driver.id:
                band = self._band(row, span.start, span.end)
                self._hatched(band)
                self._marked(band, span.icon, span.words)

    def _hatched(self, band: QRect) -> None:
        # Lanes are painted apart: the strokes go on from one to the next all the same.
        self.painter.setBrushOrigin(-self.dx, -self.dy)
        self.painter.fillRect(band, QBrush(self.ink.mid, Qt.BrushStyle.FDiagPattern))

    def _marked(self, band: QRect, icon: str, words: str) -> None:
        """Mark hours with dotted edges, a sign and words; rides stand over them."""
        ink, painter = self.ink, self.painter
        painter.setPen(QPen(ink.quiet, 1, Qt.PenStyle.DotLine))
        painter.drawLine(band.topLeft(), band.bottomLeft())
        painter.drawLine(band.topRight(), band.bottomRight())
        room = band.adjusted(GAP, 0, -GAP, 0)
        if icon and room.width() >= ink.small_side:
            top = room.top() + (room.height() - ink.small_side) // 2
            shown = pixmap(icon, ink.quiet.name(), ink.small_side)
            painter.drawPixmap(room.left(), top, shown)
            room.adjust(ink.small_side + GAP, 0, 0, 0)
        if ink.small_width(words) <= room.width():
            painter.setFont(ink.small)
            painter.drawText(room, _MIDDLE, words)

    def _hours(self, row: QRect) -> None:
        pen = QPen(self.ink.mid, 1, Qt.PenStyle.DotLine)
        pen.setDashOffset((row.top() + self.dy) % 4)  # lanes are painted apart: dots go on
        self.painter.setPen(pen)
        for hour in self.placed.scale.axis.hours():
            x = self._x(hour)
            if 0 <= x <= self.width:
                self.painter.drawLine(x, row.top(), x, row.bottom())

    def _away(self, lane: Lane, row: QRect) -> None:
        place = QRect(row)
        place.setLeft(self.placed.scale.head + SPACE - self.dx)
        place.setWidth(self.placed.scale.width)
        self.painter.setPen(self.ink.quiet)
        self.painter.setFont(self.ink.plain)
        words = lane.driver.away[0].upper() + lane.driver.away[1:]
        self.painter.drawText(place, _MIDDLE, words)

    def _aboard(self, lane: Lane, row: QRect) -> None:
        """Write below the bars how many are in the car between two stops."""
        ink, painter = self.ink, self.painter
        if not lane.aboard:
            return
        painter.setFont(ink.small)
        top = row.bottom() - self.placed.scale.load
        for one in lane.aboard:
            left, right = self._x(one.start), self._x(one.end)
            if right < 0 or left > self.width:
                continue
            is_over = lane.is_over(one)
            painter.setPen(QPen(ink.text if is_over else ink.quiet, 2 if is_over else 1))
            painter.drawLine(left + 1, top, max(left + 1, right - 2), top)
            room = QRect(left, top, right - left, self.placed.scale.load)
            words = aboard_words(lane, one)
            if ink.small_width(words) > room.width():
                words = words.partition("/")[0]
            if ink.small_width(words) <= room.width():
                painter.drawText(room, _CENTRE, words)

    # --- rides -----------------------------------------------------------------------------

    def _wait(self, row: QRect, wait: Wait) -> None:
        scale, painter, ink = self.placed.scale, self.painter, self.ink
        top = row.top() + scale.gap + wait.track * (scale.bar + scale.gap)
        left, right = self._x(wait.start), self._x(wait.end)
        middle = top + scale.bar // 2
        painter.setPen(QPen(ink.quiet, 2, Qt.PenStyle.DotLine))
        painter.drawLine(left, middle, right - 1, middle)
        word = "waits"
        room = ink.width(word) + 2 * GAP
        if room < right - left:
            place = QRect(0, 0, room, ink.metrics.height())
            place.moveCenter(QRect(left, top, right - left, scale.bar).center())
            painter.fillRect(place, ink.base)
            painter.setFont(ink.plain)
            painter.drawText(place, _CENTRE, word)

    def _bar(self, face: Face, top: int) -> None:
        painter, ink = self.painter, self.ink.bar(face.status)
        box = face.box.translated(-self.dx, top)
        painter.setPen(ink.dashed if face.bar.is_loose else ink.edge)
        painter.setBrush(ink.fill)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if face.icon.width():
            at = face.icon.translated(-self.dx, top)
            shown = pixmap(ink.icon, ink.text.name(), face.icon.width())
            painter.drawPixmap(at.topLeft(), shown)
        colour = ink.text if face.is_inside else self.ink.text
        place = face.place.translated(-self.dx, top)
        down = place.top() + (place.height() - self.ink.side) // 2
        for name in face.marks:
            painter.drawPixmap(place.left(), down, pixmap(name, colour.name(), self.ink.side))
            place.adjust(self.ink.side + GAP, 0, 0, 0)
        if face.words:
            if not face.is_inside and (self.ink.is_contrast or self.shown.laid.spans):
                width = min(place.width(), self.ink.width(face.words))
                line = QRect(place.left(), down, width, self.ink.side)
                painter.fillRect(line, self.ink.base)  # letters on strokes are hard to read
            painter.setPen(colour)
            painter.setFont(self.ink.plain)
            painter.drawText(place, _MIDDLE, face.words)
        if face.is_pinned:
            self._pin(box)

    def _pin(self, box: QRect) -> None:
        """Put a pin into the upper corner: it has room on the narrowest bar."""
        side = self.ink.small_side
        place = QRect(box.right() - side + GAP, box.top() - GAP, side, side)
        self.painter.setPen(QPen(self.ink.text, 1))
        self.painter.setBrush(self.ink.base)
        self.painter.drawEllipse(QRectF(place).adjusted(-1, -1, 1, 1))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        shown = pixmap(PINNED, self.ink.text.name(), side)
        self.painter.drawPixmap(place.topLeft(), shown)

    def frame(self, box: QRect, *, is_current: bool) -> None:
        """Draw the frame around a chosen ride."""
        painter = self.painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.ink.text, 2.5 if is_current else 2))
        painter.drawRoundedRect(QRectF(box).adjusted(-1, -1, 1, 1), 4, 4)
        if is_current and self.shown.has_focus:
            painter.setPen(QPen(self.ink.accent, 2))
            painter.drawRoundedRect(QRectF(box).adjusted(-3.5, -3.5, 3.5, 3.5), 6, 6)


def spans_of(spans: Sequence[Span], driver: Id) -> tuple[Span, ...]:
    """Return the spans that are seen in a driver's lane."""
    return tuple(span for span in spans if span.driver_id in {None, driver})
