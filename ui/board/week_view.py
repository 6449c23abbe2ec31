"""Three days or a week at a glance. Painted; the table twin is one key away (F8)."""

from datetime import date
from typing import override

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from nemt_desk.ground.ids import Id
from nemt_desk.runs.week import Week, WeekRide
from ui.board.ink import Ink
from ui.board.week_paint import Grid, WeekPainting, WeekShown
from ui.board.week_words import cell_tip, free_texts
from ui.theme.theme import GAP, theme

_HEAD_CHARS = 22
_LEAST_WORDS = "4 \N{MIDDLE DOT} 9:10\N{EN DASH}3:01"  # a cell is at least as wide as this
_NONE = Week((), (), {})


class WeekView(QAbstractScrollArea):
    """The days side by side, a row for each driver.

    Signals:
        picked: (day, driver id or None, ride id or None) the person went to another cell.
        opened: Enter or a double click: this day, in full.
    """

    picked = Signal(object, object, object)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.week = _NONE
        self.shown = WeekShown()
        self._ink = Ink(self.font(), QApplication.palette())
        self.grid = self._made_grid()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Several days of runs; F8 turns to the table")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumWidth(280)
        theme().changed.connect(self._restyle)

    def show_week(self, week: Week, today: date) -> None:
        """Show other days, or the same anew."""
        self.week = week
        self.shown.today = today
        self._lay_out()
        self._say()

    def show_current(self, day: date, driver: Id | None, rides: frozenset[Id]) -> None:
        """Mark the current cell and the chosen rides; bring the cell into view."""
        self.shown.day, self.shown.driver, self.shown.rides = day, driver, rides
        self._follow()
        self._say()
        self.viewport().update()

    # --- placing -----------------------------------------------------------------------------

    def _made_grid(self) -> Grid:
        metrics, small = self._ink.metrics, self._ink.small_metrics
        columns = len(self.week.days)
        wide = self.viewport().width()
        head = min(metrics.averageCharWidth() * _HEAD_CHARS, max(120, wide // 3))
        least = self._ink.small_width(_LEAST_WORDS) + 2 * GAP
        block = max(12, small.height() - 2)
        return Grid(
            head=head,
            top=metrics.height() + 2 * small.height() + 2 * GAP,
            cell=max(least, (wide - head) // max(1, columns)),
            row=max(block + small.height(), metrics.height() + small.height()) + 2 * GAP,
            block=block,
            rows=len(self.week.drivers),
            columns=columns,
        )

    def _lay_out(self) -> None:
        self.grid = grid = self._made_grid()
        view, across, down = self.viewport(), self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, grid.width - view.width()))
        across.setPageStep(view.width() - grid.head)
        across.setSingleStep(grid.cell)
        down.setRange(0, max(0, grid.height - view.height()))
        down.setPageStep(view.height() - grid.top)
        down.setSingleStep(grid.row // 2)
        view.update()

    def _restyle(self) -> None:
        self._ink = Ink(self.font(), QApplication.palette())
        self._lay_out()
        self._follow()

    def _scrolled(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def cell(self) -> tuple[int, int]:
        """Return row and column of the current cell; the row is -1 while no driver is current."""
        days = [day.day for day in self.week.days]
        drivers = [driver.id for driver in self.week.drivers]
        shown = self.shown
        row = drivers.index(shown.driver) if shown.driver in drivers else -1
        return row, days.index(shown.day) if shown.day in days else 0

    def _follow(self) -> None:
        row, column = self.cell()
        grid, view = self.grid, self.viewport()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        if row >= 0:
            box = grid.box(row, column)
            least, most = box.bottom() + 1 - view.height(), box.top() - grid.top
            down.setValue(min(max(down.value(), least), most))
        left = grid.head + column * grid.cell
        least, most = left + grid.cell - view.width(), left - grid.head
        across.setValue(min(max(across.value(), least), most))

    def _say(self) -> None:
        """Tell a screen reader what is current."""
        row, column = self.cell()
        parts = []
        if self.week.days:
            day = self.week.days[column]
            if row >= 0:
                parts.append(self._tip(row, column).replace("\n", ", "))
            parts.append(free_texts(day)[0])
        self.setAccessibleDescription(". ".join(parts))

    def _tip(self, row: int, column: int) -> str:
        driver, day = self.week.drivers[row], self.week.days[column]
        cell = self.week.cells.get((driver.id, day.day))
        return cell_tip(driver.name, cell, day, driver.away[column])

    # --- going -----------------------------------------------------------------------------------

    def _go(self, row: int, column: int, ride: Id | None = None) -> None:
        if not self.week.days or not self.week.drivers:
            return
        row = max(0, min(row, len(self.week.drivers) - 1))
        column = max(0, min(column, len(self.week.days) - 1))
        self.picked.emit(self.week.days[column].day, self.week.drivers[row].id, ride)

    def _ride_at(self, at: QPoint, row: int, column: int) -> WeekRide | None:
        cell = self.week.cells.get((self.week.drivers[row].id, self.week.days[column].day))
        box = self.grid.box(row, column)
        for ride in reversed(cell.rides if cell else ()):
            block = self.grid.block_box(ride, box)
            if block is not None and block.adjusted(-2, -2, 2, 2).contains(at):
                return ride
        return None

    # --- events --------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self.shown.has_focus = self.hasFocus()
        at = self._scrolled()
        painting = WeekPainting(painter, self._ink, self.week, self.grid)
        painting.paint(self.shown, QRect(event.rect()), at.x(), at.y())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._restyle()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.viewport().update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint() + self._scrolled()
        place = self.grid.at(at.x(), at.y())
        if place is not None:
            row, column = place
            ride = self._ride_at(at, row, column) if column >= 0 else None
            self._go(row, column if column >= 0 else self.cell()[1], ride.id if ride else None)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint() + self._scrolled()
        if self.grid.at(at.x(), at.y()) is not None:
            self.opened.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, column = self.cell()
        match event.key():
            case Qt.Key.Key_Left:
                self._go(row, column - 1)
            case Qt.Key.Key_Right:
                self._go(row, column + 1)
            case Qt.Key.Key_Up:
                self._go(row - 1, column)
            case Qt.Key.Key_Down:
                self._go(row + 1, column)
            case Qt.Key.Key_Home:
                self._go(row, 0)
            case Qt.Key.Key_End:
                self._go(row, len(self.week.days) - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.opened.emit()
            case _:
                super().keyPressEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = event.pos() + self._scrolled()
            place = self.grid.at(at.x(), at.y())
            text = self._tip(*place) if place is not None and place[1] >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)
