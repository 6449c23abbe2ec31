"""Two parts beside each other, or below each other where large text leaves no room."""

from typing import override

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.theme.theme import BLOCK


class Reflow(QWidget):
    """Puts `left` and `right` side by side while both have `chars` characters of room."""

    def __init__(
        self, left: QWidget, right: QWidget, *, shares: tuple[int, int], chars: int
    ) -> None:
        super().__init__()
        self._chars = chars
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(BLOCK)
        self._box.addWidget(left, shares[0])
        self._box.addWidget(right, shares[1])

    @property
    def is_stacked(self) -> bool:
        """Whether the parts stand below each other."""
        return self._box.direction() is QBoxLayout.Direction.TopToBottom

    @override
    def minimumSizeHint(self) -> QSize:
        # The width must not keep the window wide: the parts can be stacked.
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self._chars * self.fontMetrics().averageCharWidth()
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        wanted = down if event.size().width() < room else across
        if wanted is not self._box.direction():
            self._box.setDirection(wanted)
        super().resizeEvent(event)
