"""Parts beside each other where there is room, under each other where the text is large."""

from typing import override

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from ui.theme.theme import GAP, WIDE
from ui.widgets.layout import column, panel


class Columns(QWidget):
    """Columns beside each other where there is room, else under each other."""

    def __init__(self, *parts: QWidget, space: int = WIDE, even: bool = True) -> None:
        super().__init__()
        self._parts = parts
        self._even = even
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(space)
        for at, part in enumerate(parts):
            self._box.addWidget(panel(column(part, None)), 1 if even or not at else 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def is_wide(self) -> bool:
        """Tell whether the columns stand beside each other."""
        return self._box.direction() is QBoxLayout.Direction.LeftToRight

    def _least(self) -> int:
        widths = [part.minimumSizeHint().width() for part in self._parts]
        room = max(widths, default=0) * len(widths) if self._even else sum(widths)
        return room + self._box.spacing() * (len(widths) - 1) + GAP

    def _fold(self) -> None:
        wide = self.width() >= self._least()
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._box.direction() is not way:
            self._box.setDirection(way)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold()
        super().resizeEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    @override
    def minimumSizeHint(self) -> QSize:
        # The narrow way, whatever way is shown: the columns must be able to fold.
        widest = max((part.minimumSizeHint().width() for part in self._parts), default=0)
        return QSize(widest, self._box.minimumSize().height())


def folding(*parts: QWidget) -> Columns:
    """Return a bar of one line, of two where the text is large."""
    bar = Columns(*parts, space=GAP, even=False)
    bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
    return bar
