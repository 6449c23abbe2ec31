"""Runs by time: every driver a row, rides as bars. Painted; the table twin is one key away (F8)."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import override

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
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
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from nemt_desk.ground.ids import Id
from ui.board.canvas import Canvas
from ui.board.day import BoardDay, Choice
from ui.board.fit import Offer
from ui.board.ink import Ink
from ui.board.lanes import Axis, Bar, Lane, axis_of, lanes_of
from ui.board.overlay import Overlay
from ui.board.placing import Scale, placed
from ui.board.timeline_bars import Shown
from ui.board.timeline_paint import all_over, lane_words, lines_needed
from ui.board.walk import step
from ui.board.words import ride_text, ride_tip, run_state
from ui.theme.theme import GAP, SPACE, row_height, text_height, theme

_HEAD_CHARS = 36
_LEAST_PX_MIN = 0.55
_MOST_PX_MIN = 8.0
_EDGE_PX = 28
_AHEAD_MS, _AHEAD_PIECES = 8, 2  # some kept pieces between two frames
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
        self._known: BoardDay | None = None
        self._lanes: tuple[Lane, ...] = ()
        self._axis = Axis(7 * 60, 17 * 60)
        self._zoom = 1.0
        self.shown = Shown()
        self._ink = Ink(self.font(), QApplication.palette())
        self.placed = placed((), self._scale())
        self.canvas = Canvas(self.placed, self.shown, self._ink)
        self._is_scrolled = False
        self._ahead = QTimer(self)
        self._ahead.setInterval(_AHEAD_MS)
        self._ahead.timeout.connect(self._on_idle)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline of runs; F8 turns to the table")
        self.viewport().setMouseTracking(True)
        # Every pixel of it is painted: nothing has to be wiped before.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumWidth(280)
        theme().changed.connect(self._restyle)

    def show_day(self, known: BoardDay, choice: Choice, now: int | None) -> None:
        """Show another day, or the same one anew."""
        self._known = known
        self._lanes = lanes_of(known.board, self.shown.laid.ghosts, known.rides)
        self._axis = axis_of(known.board, now)
        self.shown.now = now
        self.shown.choice = choice
        self._lay_out()
        self._say()

    def show_choice(self, choice: Choice, *, is_followed: bool = True) -> None:
        """Mark other rides; bring the current one into view."""
        before, self.shown.choice = self.shown.choice, choice
        if is_followed:
            self._follow()
        self._say()
        for one in (before, choice):
            self._update_lanes(
                {*map(self.placed.lane_of, (one.driver,)), *self._lanes_with(one.rides)}
            )

    def show_now(self, now: int | None) -> None:
        """Move the line of the present minute."""
        self.shown.now = now
        self.viewport().update()

    def show_slacks(self, slacks: Mapping[Id, int | None]) -> None:
        """Write the spare minutes beside the drivers."""
        self.shown.slacks = slacks
        self.canvas.place(self.placed)
        self.viewport().update()

    def show_offers(self, offers: Mapping[Id, Offer]) -> None:
        """Keep who can take what is chosen, for the marks while dragging."""
        self.shown.offers = offers
        if self.shown.is_dragging or self.shown.hover is not None:
            self.viewport().update()

    def show_overlay(self, laid: Overlay) -> None:
        """Lay proposals, signs and hours over the day."""
        self.shown.laid = laid
        if self._known is not None:
            self._lanes = lanes_of(self._known.board, laid.ghosts, self._known.rides)
        self._lay_out()
        self._say()

    def show_hover(self, driver: Id | None, *, is_dragging: bool) -> None:
        """Shade the row that is aimed at."""
        if is_dragging != self.shown.is_dragging:
            self.shown.hover, self.shown.is_dragging = driver, is_dragging
            self.viewport().update()
        elif driver != self.shown.hover:
            before, self.shown.hover = self.shown.hover, driver
            self._update_lanes({self.placed.lane_of(before), self.placed.lane_of(driver)})

    def _lanes_with(self, rides: Iterable[Id]) -> set[int]:
        places = [at.get(ride) for ride in rides for at in (self.placed.at, self.placed.ghosts)]
        return {place[0] for place in places if place is not None}

    def _update_lanes(self, lanes: Iterable[int]) -> None:
        """Have lanes painted again, and a little around them for the frames."""
        tops, dy, width = self.placed.tops, self._dy(), self.viewport().width()
        for lane in lanes:
            if lane >= 0:
                top, end = tops[lane] - dy, tops[lane + 1] - dy
                self.viewport().update(0, top - GAP, width, end - top + 2 * GAP)

    @property
    def is_painting_ahead(self) -> bool:
        """Whether lanes that scrolling will show are still being painted."""
        return self._ahead.isActive()

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
        metrics = self._ink.metrics
        head = min(metrics.averageCharWidth() * _HEAD_CHARS, max(self.width() * 2 // 5, 120))
        span = self._axis.end - self._axis.start
        fit = (self.viewport().width() - head - SPACE) / span
        line = metrics.height()
        return Scale(
            axis=self._axis,
            px_min=min(max(fit, _LEAST_PX_MIN * text_height() / 16) * self._zoom, _MOST_PX_MIN),
            head=head,
            top=line + 2 * GAP + len(all_over(self.shown)) * line,
            bar=max(24, text_height() + GAP),
            line=line,
            load=self._ink.small_metrics.height(),
        )

    def _restyle(self) -> None:
        self._ink = Ink(self.font(), QApplication.palette())
        self.canvas.restyle(self._ink)
        self._lay_out()
        self._follow()

    def _lay_out(self) -> None:
        scale, view = self._scale(), self.viewport()
        room = scale.head - 2 * SPACE
        lines = [lines_needed(lane, self.shown, room, self._ink) for lane in self._lanes]
        self.placed = placed(self._lanes, scale, lines)
        self.canvas.view = view.size()
        self.canvas.place(self.placed)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, scale.width - view.width()))
        across.setPageStep(view.width() - scale.head)
        across.setSingleStep(40)
        down.setRange(0, max(0, self.placed.height - view.height()))
        down.setPageStep(view.height() - scale.top)
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

    def _follow(self) -> None:
        """Bring what is current into view."""
        found = self.placed.at.get(self.shown.choice.current) if self.shown.choice.current else None
        lane = found[0] if found else self.placed.lane_of(self.shown.choice.driver)
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
        lane = found[0] if found else self.placed.lane_of(choice.driver)
        parts = [ride_text(found[1].ride)] if found else []
        if choice.current is not None and found:
            parts += [text] if (text := self.shown.laid.ride_text(choice.current)) else []
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
        self.shown.has_focus = self.hasFocus()
        self.canvas.set_ratio(self.viewport().devicePixelRatioF())
        at = QPoint(self._dx(), self._dy())
        self.canvas.paint(painter, event.rect(), at, is_hurried=self._is_scrolled)
        self._is_scrolled = False
        if self.canvas.is_rough:
            QTimer.singleShot(0, self, self._on_scrolled)
        self._ahead.start()

    def _on_scrolled(self) -> None:
        self._is_scrolled = True
        self.viewport().update()

    def _on_idle(self) -> None:
        """Paint a little of what scrolling will show, while nobody waits."""
        ahead = self.canvas.missing(QPoint(self._dx(), self._dy()))
        some = list(islice(ahead, _AHEAD_PIECES))
        for piece in some:
            self.canvas.keep(*piece)
        if len(some) < _AHEAD_PIECES or not self.isVisible():
            self._ahead.stop()

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
        self._on_scrolled()

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
            lane = self.placed.lane_of(self.driver_at(event.pos()))
            text = self._bar_tip(bar) if bar else self._lane_tip(lane) if lane >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def _bar_tip(self, bar: Bar) -> str:
        laid = self.shown.laid.ride_text(bar.ride.id)
        return f"{ride_tip(bar.ride)}\n{laid}" if laid else ride_tip(bar.ride)

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
            *(sign.word for sign in self.shown.laid.driver_signs.get(lane.driver.id, ())),
            self.shown.laid.driver_words.get(lane.driver.id, ""),
        ]
        return "\n".join(line for line in lines if line)
