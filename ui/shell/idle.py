"""Knows when nobody has touched the program for a while.

It listens on the focused native window, not on every widget: a Python filter on the whole
application would slow each paint.
"""

from typing import override

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

LOCK_AFTER_MIN = 10
_ALIVE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class IdleWatch(QObject):
    """Counts the minutes without a key or the mouse.

    Signals:
        slept: nobody was there for so long.
    """

    slept = Signal()

    def __init__(self, parent: QObject, minutes: float = LOCK_AFTER_MIN) -> None:
        super().__init__(parent)
        self._watched: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(minutes * 60_000))
        self._timer.timeout.connect(self.slept)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_focus_window_changed)

    def set_minutes(self, minutes: float) -> None:
        """Sleep after so many minutes."""
        self._timer.setInterval(round(minutes * 60_000))

    def start(self) -> None:
        """Begin to count."""
        self._timer.start()
        self._on_focus_window_changed(QGuiApplication.focusWindow())

    def stop(self) -> None:
        """Stop counting."""
        self._timer.stop()

    def left_ms(self) -> int:
        """Return how long it is to the lock, -1 when nothing is counted."""
        return self._timer.remainingTime()

    @property
    def is_counting(self) -> bool:
        """Whether the minutes run."""
        return self._timer.isActive()

    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        if window is self._watched:
            return
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._on_watched_gone)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)
            window.destroyed.connect(self._on_watched_gone)

    def _on_watched_gone(self) -> None:
        self._watched = None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ALIVE and self._timer.isActive():
            self._timer.start()
        return False
