"""A line of widgets that goes on in the next line where the window is too narrow for large text."""

from typing import override

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from ui.theme.theme import GAP, SPACE
from ui.widgets.layout import panel


class FlowLayout(QLayout):
    """Places widgets one after the other, wrapped; those that may grow share what is left."""

    def __init__(self, across: int = SPACE, down: int = GAP) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._across, self._down = across, down
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    @override
    def heightForWidth(self, width: int) -> int:
        # Qt asks dozens of times whenever anything beside it moves: worked out once.
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), moves=False)
        return self._heights[width]

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, moves=True)

    @override
    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self._across * len(shown)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    @override
    def minimumSize(self) -> QSize:
        shown = self._shown()
        return QSize(
            max((item.minimumSize().width() for item in shown), default=0),
            max((item.minimumSize().height() for item in shown), default=0),
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            wanted = item.sizeHint().width()
            if not lines or used + self._across + wanted > width:
                lines.append([])
                used = wanted
            else:
                used += self._across + wanted
            lines[-1].append(item)
        return lines

    def _place(self, rect: QRect, *, moves: bool) -> int:
        top = rect.top()
        for items in self._lines(rect.width()):
            widths = self._widths(items, rect.width())
            high = max(
                item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
                for item, width in zip(items, widths, strict=True)
            )
            left = rect.left()
            for item, width in zip(items, widths, strict=True):
                if moves:
                    _put(item, QRect(left, top, width, high))
                left += width + self._across
            top += high + self._down
        return max(0, top - self._down - rect.top())

    def _widths(self, items: list[QLayoutItem], room: int) -> list[int]:
        widths = [min(item.sizeHint().width(), room) for item in items]
        spare = room - sum(widths) - self._across * (len(items) - 1)
        growing = [at for at, item in enumerate(items) if _grows(item)]
        for at in growing:
            most = items[at].maximumSize().width()
            widths[at] = min(most, widths[at] + max(0, spare) // len(growing))
        return widths


def _grows(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)


def _put(item: QLayoutItem, room: QRect) -> None:
    high = room.height()
    if not item.hasHeightForWidth():
        high = min(high, item.sizeHint().height())
    top = room.top() + (room.height() - high) // 2
    item.setGeometry(QRect(QPoint(room.left(), top), QSize(room.width(), high)))


def flow(*widgets: QWidget) -> QWidget:
    """Return a wrapping line of widgets."""
    layout = FlowLayout()
    for widget in widgets:
        layout.addWidget(widget)
    holder = panel(layout)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder
