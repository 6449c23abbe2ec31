"""Paints the timeline: only paints, of lanes that were placed before. Looks from ui.theme."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QPalette, QPen

from ui.board.lanes import Lane
from ui.board.timeline_bars import BarPainting
from ui.board.words import run_state
from ui.theme.icons import pixmap
from ui.theme.palette import Scheme
from ui.theme.status import look, quiet_colour
from ui.theme.theme import GAP, SPACE, theme

_NOON = 12 * 60
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_STROKES = "#707070"
_RUN_ICONS = {
    "draft": "mdi6.pencil-outline",
    "published": "mdi6.printer-check",
    "changed since published": "mdi6.alert-outline",
}
_NOTE = "mdi6.note-text-outline"
_RUN_WORDS = {"changed since published": "changed"}


class Painting(BarPainting):
    """One paint event: the rows, the drivers' column and the axis around the rides."""

    def paint(self, dx: int, dy: int) -> None:
        """Paint everything that can be seen."""
        self.dx, self.dy = dx, dy
        painter, scale = self.painter, self.placed.scale
        painter.fillRect(self.area, self._colour(QPalette.ColorRole.Window))
        first = max(0, self.placed.lane_at(max(dy + scale.top, scale.top)))
        seen = range(first, len(self.placed.lanes))
        lanes = [n for n in seen if self.placed.tops[n] - dy < self.area.height()]
        body = QRect(scale.head, scale.top, self.area.width(), self.area.height())
        painter.setClipRect(body)
        for number in lanes:
            self._ground(number)
        self._lines()
        for number in lanes:
            self._rides(number)
        painter.setClipRect(QRect(0, scale.top, scale.head, self.area.height()))
        for number in lanes:
            self._head(number)
        painter.setClipRect(QRect(0, 0, self.area.width(), scale.top))
        self._axis()
        painter.setClipping(False)

    # --- behind the rides ------------------------------------------------------------------

    def _ground(self, number: int) -> None:
        lane, row = self.placed.lanes[number], self._row(number)
        self._closed(row)
        if not lane.driver.away:
            for span in lane.driver.hours:
                left = self.placed.scale.x(span.start_min) - self.dx
                right = self.placed.scale.x(span.end_min) - self.dx
                band = QRect(left, row.top(), right - left, row.height())
                self.painter.fillRect(band, self._colour(QPalette.ColorRole.Base))
        self._shade(lane, row)
        self.painter.setPen(self._colour(QPalette.ColorRole.Mid))
        self.painter.drawLine(row.bottomLeft(), row.bottomRight())

    def _closed(self, row: QRect) -> None:
        """Fill the ground outside of driving hours; where colours are few, with strokes."""
        if theme().scheme is not Scheme.CONTRAST:
            self.painter.fillRect(row, self._colour(QPalette.ColorRole.Midlight))
            return
        strokes = QBrush(QColor(_STROKES), Qt.BrushStyle.BDiagPattern)
        self.painter.fillRect(row, self._colour(QPalette.ColorRole.Base))
        self.painter.fillRect(row, strokes)

    def _shade(self, lane: Lane, row: QRect) -> None:
        if self.shown.hover == lane.driver.id:
            offer = self.shown.offers.get(lane.driver.id)
            shown = look("ok" if offer is None or offer.can_take else "paper")
            self.painter.fillRect(row, QColor(shown.fill))
            if offer is not None and not offer.can_take:
                brush = QBrush(QColor(shown.border), Qt.BrushStyle.BDiagPattern)
                self.painter.fillRect(row, brush)
            self.painter.setPen(QPen(QColor(shown.border), 2))
            self.painter.drawRect(row.adjusted(1, 1, -2, -2))

    def _lines(self) -> None:
        scale = self.placed.scale
        pen = QPen(self._colour(QPalette.ColorRole.Mid), 1, Qt.PenStyle.DotLine)
        self.painter.setPen(pen)
        end = min(self.placed.height - self.dy, self.area.height())
        for hour in scale.axis.hours():
            x = scale.x(hour) - self.dx
            self.painter.drawLine(x, scale.top, x, end)
        if self.shown.now is not None:
            x = scale.x(self.shown.now) - self.dx
            self.painter.setPen(QPen(self._colour(QPalette.ColorRole.Accent), 2))
            self.painter.drawLine(x, scale.top, x, end)

    # --- drivers and hours -------------------------------------------------------------------

    def _head(self, number: int) -> None:
        lane = self.placed.lanes[number]
        row = self._row(number)
        row.setWidth(self.placed.scale.head)
        is_current = self.shown.choice.driver == lane.driver.id
        ground = QPalette.ColorRole.Base if is_current else QPalette.ColorRole.Window
        self.painter.fillRect(row, self._colour(ground))
        self._shade(lane, row)
        if is_current:
            width = GAP if self.shown.has_focus else 2
            edge = QRect(row.left(), row.top(), width, row.height())
            self.painter.fillRect(edge, self._colour(QPalette.ColorRole.Accent))
        self.painter.setPen(self._colour(QPalette.ColorRole.Mid))
        self.painter.drawLine(row.bottomLeft(), row.bottomRight())
        self.painter.drawLine(row.topRight(), row.bottomRight())
        self._head_words(lane, row.adjusted(SPACE, 0, -SPACE, 0))

    def _head_words(self, lane: Lane, room: QRect) -> None:
        line = self.metrics.height()
        top = room.top() + max(
            0, (min(room.height(), self.placed.scale.least_lane) - 2 * line) // 2
        )
        upper = QRect(room.left(), top, room.width(), line)
        lower = QRect(room.left(), top + line, room.width(), line)
        upper.setRight(self._run_mark(lane, upper))
        self.painter.setFont(self.bold if lane.run else self.plain)
        dim = bool(lane.driver.away)
        ink = QColor(quiet_colour()) if dim else self._colour(QPalette.ColorRole.WindowText)
        self.painter.setPen(ink)
        offer = self.shown.offers.get(lane.driver.id) if self.shown.is_dragging else None
        name = f"{offer.mark} {lane.driver.name}" if offer else lane.driver.name
        self._write(upper, name)
        self.painter.setFont(self.plain)
        self.painter.setPen(QColor(quiet_colour()))
        self._write(lower, lane_words(lane, self.shown.slacks.get(lane.driver.id)))

    def _run_mark(self, lane: Lane, room: QRect) -> int:
        """Draw the sign of draft or published at the right; return where the name must end."""
        state = run_state(lane.run)
        if not state:
            return room.right()
        left = room.right() - self.side
        shown = pixmap(_RUN_ICONS[state], quiet_colour(), self.side)
        self.painter.drawPixmap(left, room.top() + 1, shown)
        if lane.run and lane.run.note:
            left -= self.side + GAP
            note = pixmap(_NOTE, quiet_colour(), self.side)
            self.painter.drawPixmap(left, room.top() + 1, note)
        return left - GAP

    def _write(self, place: QRect, text: str) -> None:
        metrics = self.painter.fontMetrics()
        fitted = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        self.painter.drawText(place, _MIDDLE, fitted)

    def _axis(self) -> None:
        scale, painter = self.placed.scale, self.painter
        strip = QRect(0, 0, self.area.width(), scale.top)
        painter.fillRect(strip, self._colour(QPalette.ColorRole.Window))
        painter.setPen(self._colour(QPalette.ColorRole.WindowText))
        long = self.metrics.horizontalAdvance("12 p.m.") + 2 * GAP < 60 * scale.px_min
        step = 1 if self.metrics.horizontalAdvance("12p") + GAP < 60 * scale.px_min else 2
        painter.setClipRect(QRect(scale.head, 0, self.area.width(), scale.top))
        for hour in list(scale.axis.hours())[::step]:
            x = scale.x(hour) - self.dx
            painter.drawLine(QPointF(x, scale.top - GAP), QPointF(x, scale.top))
            place = QRect(x + 2, 0, round(60 * scale.px_min * step), scale.top - 1)
            painter.drawText(place, _MIDDLE, hour_text(hour, is_long=long, first=scale.axis.start))
        painter.setClipRect(strip)
        painter.drawText(QRect(SPACE, 0, scale.head - SPACE, scale.top), _MIDDLE, "Driver")
        painter.setPen(self._colour(QPalette.ColorRole.Mid))
        painter.drawLine(strip.bottomLeft(), strip.bottomRight())


def lane_words(lane: Lane, slack: int | None) -> str:
    """Return the second line of a driver's head."""
    if lane.driver.away and lane.run is None:
        return "away" if lane.driver.away.startswith("away") else "not today"
    state = run_state(lane.run)
    parts = [_RUN_WORDS.get(state, state), lane.seats_text] if state else [lane.seats_text]
    if lane.driver.away:
        parts.insert(0, lane.driver.away)
    if slack is not None:
        parts.append(f"slack {slack} min" if slack >= 0 else f"{-slack} min late")
    return " \N{MIDDLE DOT} ".join(parts)


def hour_text(minute: int, *, is_long: bool, first: int) -> str:
    """Return `9 a.m.`, or as a narrow axis says it: `7a 8 9 … 12p 1`."""
    hour, half = minute // 60 % 12 or 12, "a.m." if minute % 1440 < _NOON else "p.m."
    if is_long:
        return f"{hour} {half}"
    return f"{hour}{half[0]}" if minute in {first, _NOON} else str(hour)
