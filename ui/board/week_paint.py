"""Paints several days at a glance: a row for each driver, a cell for each day, blocks for rides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nemt_desk.ground.ids import Id
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import day_text
from nemt_desk.runs.week import NOON, Week, WeekCell, WeekRide
from ui.board.ink import Ink
from ui.board.week_words import cell_state, cell_texts, free_texts
from ui.board.words import count
from ui.theme.icons import pixmap
from ui.theme.status import alarm_colour, look
from ui.theme.theme import GAP, SPACE

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_DAY_FROM, _DAY_UNTIL = 5 * 60, 20 * 60
_LEAST_BLOCK = 3
RUN_ICONS = {
    "draft": "mdi6.pencil-outline",
    "published": "mdi6.printer-check",
    "changed since published": "mdi6.alert-outline",
}


@dataclass
class WeekShown:
    """What is current: the cell, and the chosen rides."""

    driver: Id | None = None
    day: date | None = None
    rides: frozenset[Id] = field(default_factory=frozenset)
    has_focus: bool = False
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cells are, without scrolling; `top` is the height of the days' heads."""

    head: int
    top: int
    cell: int
    row: int
    block: int
    rows: int
    columns: int

    @property
    def width(self) -> int:
        """The whole width."""
        return self.head + self.columns * self.cell

    @property
    def height(self) -> int:
        """The whole height."""
        return self.top + self.rows * self.row

    def box(self, row: int, column: int) -> QRect:
        """Return where a cell stands."""
        return QRect(self.head + column * self.cell, self.top + row * self.row, self.cell, self.row)

    def at(self, x: int, y: int) -> tuple[int, int] | None:
        """Return row and column at a point, None beside them; in the head it is column -1."""
        row, column = (y - self.top) // self.row, (x - self.head) // self.cell
        if y < self.top or row >= self.rows or column >= self.columns:
            return None
        return row, max(column, -1) if x >= self.head else -1

    def block_box(self, ride: WeekRide, box: QRect) -> QRect | None:
        """Return where a ride's block stands in its cell."""
        if ride.begin_min is None or ride.end_min is None:
            return None
        left, right = (block_x(minute, box) for minute in (ride.begin_min, ride.end_min))
        return QRect(left, box.top() + GAP, max(_LEAST_BLOCK, right - left), self.block)


def block_x(minute: int, box: QRect) -> int:
    """Return where a minute stands in a cell."""
    inside = min(max(minute, _DAY_FROM), _DAY_UNTIL) - _DAY_FROM
    room = box.width() - 5 * GAP  # the run's sign stands at the right
    return box.left() + GAP + round(room * inside / (_DAY_UNTIL - _DAY_FROM))


class WeekPainting:
    """One paint event; `dx`, `dy` is how far the view is scrolled."""

    def __init__(self, painter: QPainter, ink: Ink, week: Week, grid: Grid) -> None:
        self._painter = painter
        self._ink = ink
        self._week = week
        self._grid = grid
        self._shown = WeekShown()

    def paint(self, shown: WeekShown, exposed: QRect, dx: int, dy: int) -> None:
        """Paint what is exposed."""
        self._shown = shown
        painter, ink, grid = self._painter, self._ink, self._grid
        painter.fillRect(exposed, ink.window)
        rows = range(
            max(0, (exposed.top() + dy - grid.top) // grid.row),
            min(grid.rows, (exposed.bottom() + dy - grid.top) // grid.row + 1),
        )
        painter.setClipRect(
            exposed & QRect(grid.head, grid.top, exposed.right() + 1, exposed.bottom() + 1)
        )
        for row in rows:
            for column in range(grid.columns):
                box = grid.box(row, column).translated(-dx, -dy)
                if box.intersects(exposed):
                    self._cell(row, column, box)
        painter.setClipRect(exposed & QRect(0, grid.top, grid.head, exposed.bottom() + 1))
        for row in rows:
            self._head(row, QRect(0, grid.top + row * grid.row - dy, grid.head, grid.row))
        painter.setClipRect(QRect(grid.head, 0, exposed.right() + 1, grid.top))
        for column in range(grid.columns):
            self._day(column, QRect(grid.head + column * grid.cell - dx, 0, grid.cell, grid.top))
        painter.setClipRect(QRect(0, 0, grid.head, grid.top))
        self._corner(QRect(0, 0, grid.head, grid.top))
        painter.setClipping(False)

    def _cell(self, row: int, column: int, box: QRect) -> None:
        painter, ink, week = self._painter, self._ink, self._week
        driver, day = week.drivers[row], week.days[column].day
        cell, away = week.cells.get((driver.id, day)), driver.away[column]
        painter.fillRect(box, ink.closed if away else ink.base)
        self._edges(box)
        noon = block_x(NOON, box)
        painter.setPen(QPen(ink.mid, 1, Qt.PenStyle.DotLine))
        painter.drawLine(noon, box.top() + GAP, noon, box.top() + GAP + self._grid.block)
        words = QRect(box.left() + GAP, 0, box.width() - 2 * GAP, ink.small_metrics.height())
        words.moveBottom(box.bottom() - 2)
        if cell is not None:
            self._run(cell, box, words)
        elif away:
            painter.setPen(ink.quiet)
            self._fit(words, [away, "away"])
        if (driver.id, day) == (self._shown.driver, self._shown.day):
            painter.setPen(QPen(ink.accent if self._shown.has_focus else ink.text, 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def _run(self, cell: WeekCell, box: QRect, words: QRect) -> None:
        painter, ink = self._painter, self._ink
        for ride in cell.rides:
            block = self._grid.block_box(ride, box)
            if block is None:
                continue
            shown = look("assigned" if ride.state == "booked" else ride.state.value)
            painter.setPen(QPen(QColor(shown.border), 1))
            painter.setBrush(QColor(shown.fill))
            painter.drawRect(block.adjusted(0, 0, -1, -1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if ride.id in self._shown.rides:
                painter.setPen(QPen(ink.text, 2))
                painter.drawRect(block.adjusted(-2, -2, 1, 1))
        icon = pixmap(RUN_ICONS[cell_state(cell)], ink.quiet.name(), ink.small_side)
        painter.drawPixmap(box.right() - ink.small_side - 2, box.top() + 2, icon)
        painter.setPen(ink.text)
        self._fit(words, cell_texts(cell))

    def _fit(self, place: QRect, texts: Sequence[str]) -> None:
        """Write the longest text that has room."""
        self._painter.setFont(self._ink.small)
        fits = (text for text in texts if self._ink.small_width(text) <= place.width())
        self._painter.drawText(place, _MIDDLE, next(fits, ""))

    def _head(self, row: int, box: QRect) -> None:
        painter, ink = self._painter, self._ink
        driver = self._week.drivers[row]
        is_current = driver.id == self._shown.driver
        painter.fillRect(box, ink.base if is_current else ink.window)
        if is_current:
            painter.fillRect(QRect(box.left(), box.top(), GAP, box.height()), ink.accent)
        self._edges(box)
        painter.setPen(ink.head_text)
        painter.setFont(ink.plain)
        room = box.adjusted(SPACE, 2, -SPACE, -2)
        cells = [self._week.cells.get((driver.id, day.day)) for day in self._week.days]
        number = sum(len(cell.rides) for cell in cells if cell is not None)
        upper = QRect(room.left(), room.top(), room.width(), ink.metrics.height())
        painter.drawText(upper, _MIDDLE, ink.fitted(driver.name, upper.width()))
        painter.setPen(ink.quiet)
        lower = QRect(room)
        lower.setTop(room.bottom() - ink.small_metrics.height())
        runs = sum(cell is not None for cell in cells)
        far = sum(cell.loaded_m for cell in cells if cell is not None)
        said = f"{count(number, 'ride')} on {count(runs, 'day')}" if runs else "no rides"
        self._fit(lower, [f"{said}, {miles(far, 0)} mi" if runs else said, said, str(number)])

    def _day(self, column: int, box: QRect) -> None:
        painter, ink = self._painter, self._ink
        day = self._week.days[column]
        is_current = day.day == self._shown.day
        painter.fillRect(box, ink.base if is_current else ink.window)
        self._edges(box)
        painter.setPen(ink.head_text)
        painter.setFont(ink.bold if is_current else ink.plain)
        line = ink.metrics.height()
        room = box.adjusted(GAP, 2, -GAP, -2)
        name = f"{day_text(day.day)}{' (today)' if day.day == self._shown.today else ''}"
        upper = QRect(room.left(), room.top(), room.width(), line)
        short = [name, day_text(day.day), day_text(day.day)[:6]]
        metrics = ink.bold_metrics if is_current else ink.metrics
        fits = (text for text in short if metrics.horizontalAdvance(text) <= upper.width())
        painter.drawText(upper, _MIDDLE, next(fits, ""))
        small = ink.small_metrics.height()
        painter.setPen(ink.quiet)
        rides = QRect(room.left(), room.top() + line, room.width(), small)
        self._fit(rides, [count(day.rides, "ride"), str(day.rides)])
        painter.setPen(QColor(alarm_colour()) if day.free else ink.quiet)
        self._fit(rides.translated(0, small), free_texts(day))

    def _corner(self, box: QRect) -> None:
        self._painter.fillRect(box, self._ink.window)
        self._edges(box)
        self._painter.setPen(self._ink.head_text)
        self._painter.setFont(self._ink.plain)
        words = "Driver; Enter opens the day"
        room = box.adjusted(SPACE, 0, -GAP, 0)
        self._painter.drawText(room, _MIDDLE, self._ink.fitted(words, room.width()))

    def _edges(self, box: QRect) -> None:
        self._painter.setPen(self._ink.mid)
        self._painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._painter.drawLine(box.topRight(), box.bottomRight())
