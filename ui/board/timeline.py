"""Runs by time: every driver a row, rides as bars. Painted; the table twin is one key away (F8)."""

from collections.abc import Mapping
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
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from nemt_desk.ground.ids import Id
from ui.board.day import BoardDay, Choice
from ui.board.fit import Offer
from ui.board.lanes import Axis, Bar, Lane, Scale, axis_of, lanes_of, placed
from ui.board.timeline_bars import Shown
from ui.board.timeline_paint import Painting, lane_words
from ui.board.walk import step
from ui.board.words import ride_text, ride_tip, run_state
from ui.theme.theme import GAP, SPACE, row_height, text_height, theme

_HEAD_CHARS = 36
_LEAST_PX_MIN = 0.55
_MOST_PX_MIN = 8.0
_EDGE_PX = 28
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class Timeline(QAbstractScrollArea):
    """The timeline.

    Signals:
        picked: (Choice) the person chose other rides, or a driver's row.
        opened: Enter or a double click on a ride.
    """

    picked = Signal(object)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lanes: tuple[Lane, ...] = ()
        self._axis = Axis(7 * 60, 17 * 60)
        self._zoom = 1.0
        self.shown = Shown()
        self.placed = placed((), self._scale())
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline of runs; F8 turns to the table")
        self.viewport().setMouseTracking(True)
        self.setMinimumWidth(280)
        theme().changed.connect(self._lay_out)

    def show_day(self, known: BoardDay, choice: Choice, now: int | None) -> None:
        """Show another day, or the same one anew."""
        self._lanes = lanes_of(known.board)
        self._axis = axis_of(known.board, now)
        self.shown.now = now
        self.shown.choice = choice
        self._lay_out()
        self._say()

    def show_choice(self, choice: Choice, *, is_followed: bool = True) -> None:
        """Mark other rides; bring the current one into view."""
        self.shown.choice = choice
        if is_followed:
            self._follow()
        self._say()
        self.viewport().update()

    def show_now(self, now: int | None) -> None:
        """Move the line of the present minute."""
        self.shown.now = now
        self.viewport().update()

    def show_slacks(self, slacks: Mapping[Id, int | None]) -> None:
        """Write the spare minutes beside the drivers."""
        self.shown.slacks = slacks
        self.viewport().update()

    def show_offers(self, offers: Mapping[Id, Offer]) -> None:
        """Keep who can take what is chosen, for the marks while dragging."""
        self.shown.offers = offers
        self.viewport().update()

    def show_hover(self, driver: Id | None, *, is_dragging: bool) -> None:
        """Shade the row that is aimed at."""
        if (driver, is_dragging) != (self.shown.hover, self.shown.is_dragging):
            self.shown.hover, self.shown.is_dragging = driver, is_dragging
            self.viewport().update()

    def driver_at(self, at: QPoint) -> Id | None:
        """Return whose row is at a point of the viewport."""
        if not self.viewport().rect().contains(at):
            return None
        lane = self.placed.lane_at(at.y() + self._dy()) if at.y() >= self.placed.scale.top else -1
        return self._lanes[lane].driver.id if lane >= 0 else None

    def rides_at(self, at: QPoint) -> tuple[Id, ...]:
        """Return what a press there would take up: the ride, or all chosen ones with it."""
        bar = self._bar_at(at)
        if bar is None:
            return ()
        chosen = self.shown.choice.rides
        return chosen if bar.ride.id in chosen else (bar.ride.id,)

    def choose_at(self, at: QPoint) -> None:
        """Choose only the ride there."""
        bar, driver = self._bar_at(at), self.driver_at(at)
        if bar is not None or driver is not None:
            self.picked.emit(self.shown.choice.only(bar.ride.id if bar else None, driver))

    def scroll_near(self, at: QPoint) -> None:
        """Scroll when something is dragged near the upper or lower edge."""
        bar = self.verticalScrollBar()
        if self.placed.scale.top <= at.y() < self.placed.scale.top + _EDGE_PX:
            bar.setValue(bar.value() - bar.singleStep())
        elif at.y() > self.viewport().height() - _EDGE_PX:
            bar.setValue(bar.value() + bar.singleStep())

    def zoom(self, by: float) -> None:
        """Show less or more of the day; 0 fits it into the width again."""
        self._zoom = max(1.0, min(self._zoom * by, 12.0)) if by else 1.0
        self._lay_out()
        self._follow()

    # --- placing -----------------------------------------------------------------------------

    def _scale(self) -> Scale:
        metrics = self.fontMetrics()
        head = min(metrics.averageCharWidth() * _HEAD_CHARS, max(self.width() * 2 // 5, 120))
        span = self._axis.end - self._axis.start
        fit = (self.viewport().width() - head - SPACE) / span
        return Scale(
            axis=self._axis,
            px_min=min(max(fit, _LEAST_PX_MIN * text_height() / 16) * self._zoom, _MOST_PX_MIN),
            head=head,
            top=text_height() + 2 * GAP,
            bar=max(24, text_height() + GAP),
            least_lane=max(row_height() + GAP, 2 * metrics.height() + 2 * GAP),
        )

    def _lay_out(self) -> None:
        self.placed = placed(self._lanes, self._scale())
        view = self.viewport()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, self.placed.scale.width - view.width()))
        across.setPageStep(view.width() - self.placed.scale.head)
        across.setSingleStep(40)
        down.setRange(0, max(0, self.placed.height - view.height()))
        down.setPageStep(view.height())
        down.setSingleStep(row_height() // 2)
        view.update()

    def _dx(self) -> int:
        return self.horizontalScrollBar().value()

    def _dy(self) -> int:
        return self.verticalScrollBar().value()

    def _bar_at(self, at: QPoint) -> Bar | None:
        if at.x() < self.placed.scale.head or at.y() < self.placed.scale.top:
            return None
        return self.placed.bar_at(at.x() + self._dx(), at.y() + self._dy())

    def _lane_of(self, driver: Id | None) -> int:
        return next((n for n, lane in enumerate(self._lanes) if lane.driver.id == driver), -1)

    def _follow(self) -> None:
        """Bring what is current into view."""
        found = self.placed.at.get(self.shown.choice.current) if self.shown.choice.current else None
        lane = found[0] if found else self._lane_of(self.shown.choice.driver)
        if lane < 0:
            return
        down, scale = self.verticalScrollBar(), self.placed.scale
        top, end = self.placed.tops[lane], self.placed.tops[lane + 1]
        if top - scale.top < down.value():
            down.setValue(top - scale.top)
        elif end > down.value() + self.viewport().height():
            down.setValue(end - self.viewport().height())
        if found is not None:
            left, right = scale.x(found[1].start), scale.x(found[1].end)
            across = self.horizontalScrollBar()
            if left - scale.head < across.value():
                across.setValue(left - scale.head - SPACE)
            elif right > across.value() + self.viewport().width():
                across.setValue(right - self.viewport().width() + SPACE)

    def _say(self) -> None:
        """Tell a screen reader what is current: a painted board says nothing by itself."""
        choice = self.shown.choice
        found = self.placed.at.get(choice.current) if choice.current else None
        lane = found[0] if found else self._lane_of(choice.driver)
        parts = [ride_text(found[1].ride)] if found else []
        if lane >= 0:
            at = self._lanes[lane]
            words = lane_words(at, self.shown.slacks.get(at.driver.id))
            parts.append(f"{at.driver.name}, {words} {run_state(at.run)}".rstrip())
        self.setAccessibleDescription(". ".join(parts))

    # --- events --------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        self.shown.has_focus = self.hasFocus()
        area = QRect(self.viewport().rect())
        Painting(painter, self.placed, self.shown, palette=self.palette(), area=area).paint(
            self._dx(), self._dy()
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

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
        at = event.position().toPoint()
        bar = self._bar_at(at)
        if bar is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.picked.emit(self.shown.choice.toggled(bar.ride.id, self.driver_at(at)))
        elif (
            bar is None
            or bar.ride.id not in self.shown.choice.rides
            or (event.button() is Qt.MouseButton.LeftButton)
        ):
            self.choose_at(at)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._bar_at(event.position().toPoint()) is not None:
            self.opened.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.2 if event.angleDelta().y() > 0 else 1 / 1.2)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _STEPS:
            choice = step(self._lanes, self.shown.choice, _STEPS[Qt.Key(key)], is_more=shift)
            if choice != self.shown.choice:
                self.picked.emit(choice)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            bar = self._bar_at(event.pos())
            lane = self._lane_of(self.driver_at(event.pos()))
            text = ride_tip(bar.ride) if bar else self._lane_tip(lane) if lane >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def _lane_tip(self, number: int) -> str:
        lane = self._lanes[number]
        state = run_state(lane.run)
        lines = [
            lane.driver.name,
            ", ".join(part for part in (lane.driver.car, lane.driver.plate) if part),
            lane_words(lane, self.shown.slacks.get(lane.driver.id)),
            lane.driver.away,
            f"Run {lane.run.code}, {state}" if lane.run else "",
            lane.run.note if lane.run else "",
        ]
        return "\n".join(line for line in lines if line)
