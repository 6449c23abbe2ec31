"""A list and what it opens: side by side where both fit, one above the other at large text."""

from typing import override

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ui.theme.theme import theme

_NARROW_CHARS = 120


class SideBySide(QSplitter):
    """Two parts; `share` is what the first gets of the room, between 0 and 1.

    `upright` is its share where the parts stand one above the other; the same if left out.
    """

    def __init__(
        self, first: QWidget, second: QWidget, *, share: float, upright: float | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._share, self._upright = share, share if upright is None else upright
        self._is_moved = False
        self._parts = (first, second)
        for part in self._parts:
            self.addWidget(part)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._on_moved)
        theme().changed.connect(self._arrange)

    def _on_moved(self) -> None:
        self._is_moved = True

    def _arrange(self) -> None:
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _NARROW_CHARS
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.orientation() is not wanted:
            self._is_moved = False
            self.setOrientation(wanted)
        if not self._is_moved:
            room = self.width() if wide else self.height()
            first = round(room * (self._share if wide else self._upright))
            self.setSizes([first, max(0, room - first)])

    @override
    def minimumSizeHint(self) -> QSize:
        # Never the sum: large text must turn the parts, not push the window off the screen.
        parts = [part.minimumSizeHint() for part in self._parts]
        return QSize(max(part.width() for part in parts), max(part.height() for part in parts))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
