"""Paints what stands around the rides: the drivers' column and the axis of hours."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter

from ui.board.ink import Ink
from ui.board.lanes import Lane
from ui.board.overlay import Span
from ui.board.placing import Placed
from ui.board.timeline_bars import LanePainting, Shown
from ui.board.words import run_state
from ui.theme.icons import pixmap
from ui.theme.theme import GAP, SPACE

_NOON = 12 * 60
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_RUN_ICONS = {
    "draft": "mdi6.pencil-outline",
    "published": "mdi6.printer-check",
    "changed since published": "mdi6.alert-outline",
}
_NOTE = "mdi6.note-text-outline"
_RUN_WORDS = {"changed since published": "changed"}
_DOT = " \N{MIDDLE DOT} "
LONGEST_SLACK = 999


class HeadPainting(LanePainting):
    """Paints the drivers' column, which does not move along with the hours."""

    def head(self, number: int, *, is_shaded: bool = False) -> None:
        """Paint one driver's head at the left edge."""
        lane, row = self.placed.lanes[number], self.row(number)
        row.setWidth(self.placed.scale.head)
        is_current = self.shown.choice.driver == lane.driver.id
        self.painter.fillRect(row, self.ink.base if is_current else self.ink.window)
        if is_shaded:
            self.shade(lane, row)
        if is_current:
            width = GAP if self.shown.has_focus else 2
            edge = QRect(row.left(), row.top(), width, row.height())
            self.painter.fillRect(edge, self.ink.accent)
        self.painter.setPen(self.ink.mid)
        self.painter.drawLine(row.bottomLeft(), row.bottomRight())
        self.painter.drawLine(row.topRight(), row.bottomRight())
        self._words(lane, row.adjusted(SPACE, 0, -SPACE, 0))

    def _words(self, lane: Lane, room: QRect) -> None:
        line = self.placed.scale.line
        lines = head_lines(lane, self.shown, room.width(), self.ink)
        top = room.top() + max(0, (room.height() - (1 + len(lines)) * line) // 2)
        top = min(top, room.top() + 2 * GAP)
        upper = QRect(room.left(), top, room.width(), line)
        upper.setRight(self._marks(lane, upper))
        self.painter.setFont(self.ink.bold if lane.run else self.ink.plain)
        dim = bool(lane.driver.away)
        self.painter.setPen(self.ink.quiet if dim else self.ink.head_text)
        offer = self.shown.offers.get(lane.driver.id) if self.shown.is_dragging else None
        self._write(upper, f"{offer.mark} {lane.driver.name}" if offer else lane.driver.name)
        self.painter.setFont(self.ink.plain)
        self.painter.setPen(self.ink.quiet)
        for number, words in enumerate(lines, 1):
            place = QRect(room.left(), top + number * line, room.width(), line)
            self.painter.drawText(place, _MIDDLE, self.ink.fitted(words, place.width()))

    def _marks(self, lane: Lane, room: QRect) -> int:
        """Draw the signs of the run and of guests at the right; return where the name ends."""
        right = room.right()
        for name in head_signs(lane, self.shown):
            right -= self.ink.side
            shown = pixmap(name, self.ink.quiet.name(), self.ink.side)
            self.painter.drawPixmap(right, room.top() + 1, shown)
            right -= GAP
        return right

    def _write(self, place: QRect, text: str) -> None:
        metrics = self.painter.fontMetrics()
        fitted = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        self.painter.drawText(place, _MIDDLE, fitted)


class AxisPainting:
    """Paints the hours above the lanes, and the words of what is hatched over all of them."""

    def __init__(self, painter: QPainter, ink: Ink, placed: Placed, shown: Shown) -> None:
        self._painter = painter
        self._ink = ink
        self._scale = placed.scale
        self._shown = shown

    def paint(self, width: int, dx: int) -> None:
        """Paint the strip."""
        scale, painter, ink = self._scale, self._painter, self._ink
        strip = QRect(0, 0, width, scale.top)
        painter.fillRect(strip, ink.window)
        painter.setFont(ink.plain)
        painter.setPen(ink.head_text)
        long = ink.width("12 p.m.") + 2 * GAP < 60 * scale.px_min
        step = 1 if ink.width("12p") + GAP < 60 * scale.px_min else 2
        row = QRect(0, scale.top - scale.line - 2 * GAP, width, scale.line + 2 * GAP)
        painter.setClipRect(QRect(scale.head, 0, width, scale.top))
        for hour in list(scale.axis.hours())[::step]:
            x = scale.x(hour) - dx
            painter.drawLine(QPointF(x, scale.top - GAP), QPointF(x, scale.top))
            place = QRect(x + 2, row.top(), round(60 * scale.px_min * step), row.height() - 1)
            painter.drawText(place, _MIDDLE, hour_text(hour, is_long=long, first=scale.axis.start))
        self._spans(dx)
        painter.setClipRect(strip)
        head = QRect(SPACE, row.top(), scale.head - SPACE, row.height())
        painter.drawText(head, _MIDDLE, "Driver")
        painter.setPen(ink.mid)
        painter.drawLine(strip.bottomLeft(), strip.bottomRight())

    def _spans(self, dx: int) -> None:
        scale, painter, ink = self._scale, self._painter, self._ink
        for number, span in enumerate(all_over(self._shown)):
            left = max(scale.head, scale.x(span.start) - dx)
            band = QRect(left, number * scale.line, scale.x(span.end) - dx - left, scale.line)
            if band.width() <= 0:
                continue
            painter.fillRect(band, ink.bar("paper").fill)
            painter.setPen(ink.bar("paper").text)
            room = band.adjusted(GAP, 0, -GAP, 0)
            if span.icon:
                shown = pixmap(span.icon, ink.bar("paper").text.name(), ink.small_side)
                painter.drawPixmap(room.left(), room.top() + 1, shown)
                room.adjust(ink.small_side + GAP, 0, 0, 0)
            painter.drawText(room, _MIDDLE, ink.fitted(span.words, room.width()))
        painter.setPen(ink.head_text)


def all_over(shown: Shown) -> list[Span]:
    """Return what is hatched over all lanes: each has a line of its own above the hours."""
    return [span for span in shown.laid.spans if span.driver_id is None]


def head_signs(lane: Lane, shown: Shown) -> list[str]:
    """Return the pictures at the right of a driver's name, the outermost first."""
    state = run_state(lane.run)
    names = [_RUN_ICONS[state]] if state else []
    names += [_NOTE] if lane.run and lane.run.note else []
    return names + [sign.icon for sign in shown.laid.driver_signs.get(lane.driver.id, ())]


def head_lines(lane: Lane, shown: Shown, width: int, ink: Ink) -> list[str]:
    """Return the lines below a driver's name; as many as large text needs."""
    parts = lane_parts(lane, shown.slacks.get(lane.driver.id))
    more = shown.laid.driver_words.get(lane.driver.id, "")
    return wrapped([*parts, more] if more else parts, width, ink)


def lines_needed(lane: Lane, shown: Shown, width: int, ink: Ink) -> int:
    """Return how many lines a head takes, whatever slack will be said later."""
    parts = lane_parts(lane, LONGEST_SLACK if lane.run else None)
    more = shown.laid.driver_words.get(lane.driver.id, "")
    return 1 + max(1, len(wrapped([*parts, more] if more else parts, width, ink)))


def wrapped(parts: list[str], width: int, ink: Ink) -> list[str]:
    """Return parts joined by dots, in as many lines as their width needs."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{_DOT}{part}" if lines else part
        if lines and ink.width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def lane_parts(lane: Lane, slack: int | None) -> list[str]:
    """Return what is said of a driver's day, in short parts."""
    if lane.driver.away and lane.run is None:
        return ["away" if lane.driver.away.startswith("away") else "not today"]
    state = run_state(lane.run)
    parts = [_RUN_WORDS.get(state, state), lane.seats_text] if state else [lane.seats_text]
    if lane.driver.away:
        parts.insert(0, lane.driver.away)
    if slack is not None:
        parts.append(f"slack {slack} min" if slack >= 0 else f"{-slack} min late")
    return parts


def lane_words(lane: Lane, slack: int | None) -> str:
    """Return what is said of a driver's day in one line."""
    return _DOT.join(lane_parts(lane, slack))


def hour_text(minute: int, *, is_long: bool, first: int) -> str:
    """Return `9 a.m.`, or as a narrow axis says it: `7a 8 9 … 12p 1`."""
    hour, half = minute // 60 % 12 or 12, "a.m." if minute % 1440 < _NOON else "p.m."
    if is_long:
        return f"{hour} {half}"
    return f"{hour}{half[0]}" if minute in {first, _NOON} else str(hour)
