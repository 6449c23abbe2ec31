"""Dragging rides with the mouse inside the page: no drag-and-drop of the system, no nested loop."""

from collections.abc import Callable
from typing import override

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from nemt_desk.ground.ids import Id


class DragHand(QObject):
    """Watches one viewport; says when chosen rides are taken up, moved and let go.

    Signals:
        began: (ride ids)
        moved: (QPoint) where the pointer is, on the screen.
        dropped: (QPoint, bool) where, and whether Shift was held: only these rides.
    """

    began = Signal(object)
    moved = Signal(QPoint)
    dropped = Signal(QPoint, bool)

    def __init__(
        self,
        viewport: QWidget,
        rides_at: Callable[[QPoint], tuple[Id, ...]],
        click: Callable[[QPoint], object],
    ) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._rides_at = rides_at
        self._click = click
        self._from: QPoint | None = None
        self._held_back = False
        self.is_dragging = False
        viewport.installEventFilter(self)

    def cancel(self) -> None:
        """Let go of the rides where they are."""
        self.is_dragging = False
        self._from = None
        self._viewport.unsetCursor()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._press(event)
            case QEvent.Type.MouseMove:
                return self._move(event)
            case QEvent.Type.MouseButtonRelease:
                return self._release(event)
        return False

    def _press(self, event: QMouseEvent) -> bool:
        self._from, self._held_back = None, False
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        at = event.position().toPoint()
        rides = self._rides_at(at)
        if not rides:
            return False
        self._from = at
        # Pressing one of several chosen rides must not give up the others: perhaps it is a drag.
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        self._held_back = plain and len(rides) > 1
        return self._held_back

    def _move(self, event: QMouseEvent) -> bool:
        if self._from is None:
            return False
        at = event.position().toPoint()
        if not self.is_dragging:
            if (at - self._from).manhattanLength() < QApplication.startDragDistance():
                return True
            self.is_dragging = True
            self._viewport.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.began.emit(self._rides_at(self._from))
        self.moved.emit(event.globalPosition().toPoint())
        return True

    def _release(self, event: QMouseEvent) -> bool:
        was_dragging, started = self.is_dragging, self._from
        self.cancel()
        if was_dragging:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.dropped.emit(event.globalPosition().toPoint(), shift)
            return True
        if self._held_back and started is not None:
            self._click(started)
            return True
        return False
