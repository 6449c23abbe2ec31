"""A line that finds as you type: a bounded list under it, keys only, nothing asynchronous."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import override

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from ui.theme.theme import SPACE
from ui.widgets.fields import LineField

_MOST = 12


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list: what is chosen, its name, what tells it from its namesakes."""

    key: Hashable
    text: str
    detail: str = ""


class _Popup(QListView):
    """The list. A child of the window, not a window: it never takes the focus."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner.window())
        self._words = QStringListModel(self)
        self.setModel(self._words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.Box)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def show_lines(self, lines: Sequence[str], owner: QWidget) -> None:
        """Show lines under the owner, or above it where there is no room."""
        window = owner.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._words.setStringList(list(lines))
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(words) for words in lines) + 4 * SPACE
        below = owner.mapTo(window, QPoint(0, owner.height()))
        width = min(max(owner.width(), widest), window.width() - SPACE)
        left = max(0, min(below.x(), window.width() - width - GAP_TO_EDGE))
        height = len(lines) * max(self.sizeHintForRow(0), metrics.height()) + 2 * self.frameWidth()
        top = below.y()
        if top + height > window.height():
            above = below.y() - owner.height() - height
            top = max(0, above)
        self.setGeometry(left, top, width, min(height, window.height() - top))
        self.raise_()
        self.show()


GAP_TO_EDGE = 4


class TypeAhead(LineField):
    """Finds one record by typed words.

    Signals:
        chosen: (key) the person took a suggestion.
        cleared: what was chosen no longer holds, because other text was typed.
    """

    chosen = Signal(object)
    cleared = Signal()

    def __init__(
        self,
        find: Callable[[str], Sequence[Suggestion]],
        *,
        name: str,
        least: int = 1,
        chars: int = 34,
        tab_takes: bool = True,
    ) -> None:
        super().__init__(chars=chars)
        self._find = find
        self._least = least
        self._tab_takes = tab_takes
        self._found: list[Suggestion] = []
        self._popup: _Popup | None = None
        self.key: Hashable | None = None
        self._is_told = False
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._on_typed)
        self.textChanged.connect(self._on_text_changed)

    def set_chosen(self, key: Hashable | None, text: str) -> None:
        """Show a record as chosen, without saying so."""
        # Qt's own clear button listens to the text: its signals must not be blocked.
        self._is_told = True
        self.setText(text)
        self.setCursorPosition(0)
        self._is_told = False
        self.key = key
        self.close_list()

    def suggestions(self) -> list[Suggestion]:
        """Return what the list shows now."""
        return list(self._found) if self.is_open() else []

    def is_open(self) -> bool:
        """Tell whether the list is shown."""
        return self._popup is not None and self._popup.isVisible()

    def close_list(self) -> None:
        """Take the list away; the text stays."""
        if self._popup is not None:
            self._popup.hide()

    def look_up(self) -> None:
        """Ask for suggestions to the present text and show them."""
        text = self.text().strip()
        self._found = list(self._find(text))[:_MOST] if len(text) >= self._least else []
        if not self._found or not self.isVisible():
            self.close_list()
            return
        if self._popup is None:
            self._popup = _Popup(self)
            self._popup.clicked.connect(self._on_clicked)
            self._popup.setAccessibleName(f"{self.accessibleName()}: suggestions")
        lines = [" · ".join(part for part in (s.text, s.detail) if part) for s in self._found]
        self._popup.show_lines(lines, self)
        self._move_to(0)

    @override
    def value(self) -> object:
        return self.key

    @override
    def set_value(self, value: object) -> None:
        if value is None:
            self.set_chosen(None, "")
        elif isinstance(value, Suggestion):
            self.set_chosen(value.key, value.text)
        else:
            raise TypeError("a type-ahead is filled with a Suggestion")

    def _move_to(self, place: int) -> None:
        if self._popup is not None and self._found:
            model = self._popup.model()
            self._popup.setCurrentIndex(model.index(place % len(self._found), 0))

    def _take(self, place: int) -> None:
        if not 0 <= place < len(self._found):
            return
        taken = self._found[place]
        self.set_chosen(taken.key, self._words_of(taken))
        self.edited.emit()
        self.chosen.emit(taken.key)

    def _words_of(self, taken: Suggestion) -> str:
        """Return what stands in the line once a suggestion is taken."""
        return taken.text

    def _on_typed(self) -> None:
        self.look_up()

    def _on_text_changed(self) -> None:
        if self.key is not None and not self._is_told:
            self.key = None
            self.cleared.emit()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _place(self) -> int:
        return self._popup.currentIndex().row() if self._popup is not None else -1

    @override
    def event(self, event: QEvent) -> bool:
        # Esc and Tab belong to the list while it is open, not to the window's keys.
        if self.is_open() and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            is_tab = event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab
            if is_tab and self._tab_takes:
                self._take(self._place())
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not self.is_open():
            if key == Qt.Key.Key_Down and self.key is None:
                self.look_up()
                return
            super().keyPressEvent(event)
            return
        match key:
            case Qt.Key.Key_Down:
                self._move_to(self._place() + 1)
            case Qt.Key.Key_Up:
                self._move_to(self._place() - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take(self._place())
            case Qt.Key.Key_Escape:
                self.close_list()
            case _:
                super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.close_list()
        super().focusOutEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self.close_list()
        super().hideEvent(event)
