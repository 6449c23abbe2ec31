"""Paints the rides of the timeline: bars with their names, waits. Looks from ui.theme."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen

from nemt_desk.ground.ids import Id
from ui.board.day import Choice
from ui.board.fit import Offer
from ui.board.lanes import Bar, Lane, Placed, Wait
from ui.board.words import WHEELCHAIR, short_name
from ui.theme.icons import pixmap
from ui.theme.status import Look, look, quiet_colour
from ui.theme.theme import GAP, SPACE

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEAST_ICON = 8
_OVERRIDDEN = "mdi6.alert-outline"


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


class BarPainting:
    """What one paint event works with.

    Rectangles are in the viewport; `dx`, `dy` is how far it is scrolled.
    """

    def __init__(
        self, painter: QPainter, placed: Placed, shown: Shown, *, palette: QPalette, area: QRect
    ) -> None:
        self.painter = painter
        self.placed = placed
        self.shown = shown
        self.area = area
        self.palette = palette
        self.plain: QFont = painter.font()
        self.bold = QFont(self.plain)
        self.bold.setBold(True)
        self.metrics = QFontMetrics(self.plain)
        self.side = self.metrics.height() - 2
        self.dx = self.dy = 0

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette.color(role)

    def _row(self, number: int) -> QRect:
        top, end = self.placed.tops[number], self.placed.tops[number + 1]
        return QRect(0, top - self.dy, self.area.width(), end - top)

    # --- rides ---------------------------------------------------------------------------------

    def _rides(self, number: int) -> None:
        lane = self.placed.lanes[number]
        for wait in lane.waits:
            self._wait(number, wait)
        for bar in lane.bars:
            self._bar(number, lane, bar)
        if lane.driver.away:
            self._away(number, lane)

    def _away(self, number: int, lane: Lane) -> None:
        if lane.bars:
            return
        row = self._row(number).adjusted(self.placed.scale.head + SPACE, 0, -SPACE, 0)
        self.painter.setPen(QColor(quiet_colour()))
        words = lane.driver.away[0].upper() + lane.driver.away[1:]
        self.painter.drawText(row, _MIDDLE, words)

    def _box(self, number: int, start: int, end: int, track: int) -> QRect:
        x, y, width, height = self.placed.bar_box(number, start, end, track)
        return QRect(x - self.dx, y - self.dy, width, height)

    def _wait(self, number: int, wait: Wait) -> None:
        box = self._box(number, wait.start, wait.end, wait.track)
        middle = box.center().y()
        self.painter.setPen(QPen(QColor(quiet_colour()), 2, Qt.PenStyle.DotLine))
        self.painter.drawLine(box.left(), middle, box.right(), middle)
        word = "waits"
        room = self.metrics.horizontalAdvance(word) + 2 * GAP
        if room < box.width():
            middle_box = QRect(0, 0, room, self.metrics.height())
            middle_box.moveCenter(box.center())
            self.painter.fillRect(middle_box, self._colour(QPalette.ColorRole.Base))
            self.painter.drawText(middle_box, _CENTRE, word)

    def _bar(self, number: int, lane: Lane, bar: Bar) -> None:
        box = self._box(number, bar.start, bar.end, bar.track)
        if box.left() > self.area.right():
            return
        shown = look(bar.ride.status)
        self.painter.setPen(_pen(shown, is_dashed=bar.is_loose))
        self.painter.setBrush(QColor(shown.fill))
        self.painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self._label(lane, bar, box, shown)
        if bar.ride.id in self.shown.choice.rides:
            self._chosen(box, is_current=bar.ride.id == self.shown.choice.current)

    def _label(self, lane: Lane, bar: Bar, box: QRect, shown: Look) -> None:
        """Write signs and name into the bar; what has no room there stands behind it."""
        marks = [_OVERRIDDEN] if bar.ride.override_reason else []
        left = box.left() + GAP
        side = min(self.side, box.width() - GAP)
        if side >= _LEAST_ICON:
            left = box.left() + min(GAP, (box.width() - side + 1) // 2)
            down = box.top() + (box.height() - side) // 2
            self.painter.drawPixmap(left, down, pixmap(shown.icon, shown.text, side))
            left += side + GAP
        else:
            marks.insert(0, shown.icon)
        words = short_name(bar.ride.member_name)
        if bar.ride.wheelchair_places:
            words = f"{WHEELCHAIR} {words}"
        need = self.metrics.horizontalAdvance(words) + len(marks) * (self.side + GAP)
        inside = QRect(left, box.top(), box.right() - left - 2, box.height())
        behind = self._room_behind(lane, bar, box)
        if need <= inside.width() or inside.width() >= behind.width():
            self._words(inside, words, marks, QColor(shown.text))
        else:
            self._words(behind, words, marks, self._colour(QPalette.ColorRole.Text))

    def _words(self, place: QRect, words: str, marks: list[str], ink: QColor) -> None:
        top = place.top() + (place.height() - self.side) // 2
        for name in marks:
            self.painter.drawPixmap(place.left(), top, pixmap(name, ink.name(), self.side))
            place.adjust(self.side + GAP, 0, 0, 0)
        if place.width() > 2 * GAP:
            self.painter.setPen(ink)
            fitted = self.metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            self.painter.drawText(place, _MIDDLE, fitted)

    def _room_behind(self, lane: Lane, bar: Bar, box: QRect) -> QRect:
        scale = self.placed.scale
        starts = [b.start for b in lane.bars if b.track == bar.track and b.start >= bar.end]
        starts += [w.start for w in lane.waits if w.track == bar.track and w.start >= bar.end]
        end = min(starts) if starts else scale.axis.end
        left = box.right() + GAP
        return QRect(left, box.top(), scale.x(end) - self.dx - left - GAP, box.height())

    def _chosen(self, box: QRect, *, is_current: bool) -> None:
        edge = self._colour(QPalette.ColorRole.Text)
        self.painter.setPen(QPen(edge, 2.5 if is_current else 2))
        self.painter.drawRoundedRect(QRectF(box).adjusted(-1, -1, 1, 1), 4, 4)
        if is_current and self.shown.has_focus:
            self.painter.setPen(QPen(self._colour(QPalette.ColorRole.Accent), 2))
            self.painter.drawRoundedRect(QRectF(box).adjusted(-3.5, -3.5, 3.5, 3.5), 6, 6)


def _pen(shown: Look, *, is_dashed: bool) -> QPen:
    pen = QPen(QColor(shown.border), 1.4)
    if is_dashed or shown.dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen
