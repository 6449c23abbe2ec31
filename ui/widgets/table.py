"""A list with everything a list needs: filter as you type, count, empty state, keys, widths."""

from collections.abc import Callable, Hashable, Sequence
from typing import override

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.theme.theme import BLOCK, BODY_POINTS, SPACE, row_height, target_height, theme
from ui.widgets.layout import QuietLabel, column, panel, row
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column, RowsModel
from ui.widgets.status import StatusDelegate


class _View(QTableView):
    """A table whose Enter opens the row.

    Signals:
        entered: Enter was pressed.
    """

    enter_pressed = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.enter_pressed.emit()
            return
        super().keyPressEvent(event)


class _FilterLine(QLineEdit):
    """The filter: Down goes into the list, Esc empties it.

    Signals:
        left_down: Down or Enter was pressed.
    """

    left_down = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left_down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class RowsTable[Row](QWidget):
    """A table over a RowsModel.

    Signals:
        selected: (Row or None) another row has become current.
        opened: (Row) Enter or a double click.
        filter_typed: (str) for callers that ask SQL themselves (`filter_rows=False`).
    """

    selected = Signal(object)
    opened = Signal(object)
    filter_typed = Signal(str)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        key: Callable[[Row], Hashable],
        name: str,
        noun: tuple[str, str],
        empty: str,
        filter_rows: bool = True,
        multi: bool = False,
        remember: tuple[str, Prefs] | None = None,
    ) -> None:
        super().__init__()
        self.model = RowsModel(columns, key)
        self._noun = noun
        self._empty_text = empty
        self._filter_rows = filter_rows
        self._remember = remember
        self._is_sizing = False
        self._current: Hashable = None
        self.view = self._made_view(name, multi=multi)
        self.filter = _FilterLine()
        self.filter.setPlaceholderText(f"Filter {name.lower()}")
        self.filter.setAccessibleName(f"Filter {name.lower()}")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumHeight(target_height())
        self.count = QuietLabel(wraps=False)
        self._empty = QuietLabel(empty)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(panel(column(self._empty, None, margin=BLOCK)))
        self.bar = row(self.filter, self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addLayout(self.bar)
        layout.addWidget(self._stack, 1)
        self._wire()
        self._resize()
        self._on_shown_changed()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the current one stays current if it is still there."""
        self.model.set_rows(rows)

    def current(self) -> Row | None:
        """Return the current row."""
        return self.model.row_at(self.view.currentIndex().row())

    def chosen(self) -> list[Row]:
        """Return all selected rows, in order."""
        places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [item for place in places if (item := self.model.row_at(place)) is not None]

    def select(self, key: Hashable) -> bool:
        """Make the row of that key current; tell whether it is shown."""
        place = self.model.place_of(key)
        if place < 0:
            return False
        self._go_to(place)
        return True

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def focus_rows(self) -> None:
        """Put the focus on the list, on its first row if none is current."""
        if self.model.rowCount() and not self.view.currentIndex().isValid():
            self._go_to(0)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def empty_text(self) -> str:
        """Return what is said in place of rows, nothing while there are some."""
        return self._empty.text() if self._stack.currentIndex() else ""

    def set_empty(self, text: str) -> None:
        """Say something else when there is nothing to show."""
        self._empty_text = text
        self._on_shown_changed()

    def _made_view(self, name: str, *, multi: bool) -> _View:
        view = _View()
        view.setModel(self.model)
        view.setAccessibleName(name)
        view.setItemDelegate(StatusDelegate(view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        view.setSelectionMode(mode.ExtendedSelection if multi else mode.SingleSelection)
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        view.setSortingEnabled(True)
        return view

    def _wire(self) -> None:
        self.filter.textChanged.connect(self._on_filter_typed)
        self.filter.left_down.connect(self.focus_rows)
        self.model.shown_changed.connect(self._on_shown_changed)
        self.view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.view.doubleClicked.connect(self._on_opened)
        self.view.enter_pressed.connect(self._on_opened)
        self.view.horizontalHeader().sectionResized.connect(self._on_resized)
        theme().changed.connect(self._resize)

    def _resize(self) -> None:
        # A larger font widens narrow columns by itself: that is nobody's choice to remember.
        self._is_sizing = True
        font = QFont(self.font())
        font.setPointSize(theme().points)
        font.setFeature(QFont.Tag("tnum"), 1)
        self.view.setFont(font)
        self.view.verticalHeader().setDefaultSectionSize(row_height())
        header = self.view.horizontalHeader()
        kept = self._remember[1].numbers(self._remember[0]) if self._remember else []
        grown = theme().points / BODY_POINTS
        for at, col in enumerate(self.model.columns[:-1]):  # the last one takes what is left
            width = kept[at] if len(kept) == len(self.model.columns) else col.width
            header.resizeSection(at, round(width * grown))
        self._is_sizing = False

    def _go_to(self, place: int) -> None:
        index = self.model.index(place, max(0, self.view.currentIndex().column()))
        flag = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.view.scrollTo(index)

    def _on_filter_typed(self, text: str) -> None:
        if self._filter_rows:
            self.model.set_filter(text)
        else:
            self.filter_typed.emit(text)

    def _on_shown_changed(self) -> None:
        shown, total = self.model.rowCount(), self.model.total()
        noun = self._noun[0] if total == 1 else self._noun[1]
        self.count.setText(f"{total} {noun}" if shown == total else f"{shown} of {total} {noun}")
        filtered = bool(self.filter.text().strip())
        self._empty.setText(
            f"No {self._noun[0]} matches what you typed. Esc empties the filter."
            if filtered
            else self._empty_text
        )
        self._stack.setCurrentIndex(0 if shown else 1)
        if self._current is not None and not self.view.currentIndex().isValid():
            place = self.model.place_of(self._current)
            if place >= 0:
                self._go_to(place)
            else:
                self._current = None
                self.selected.emit(None)
        elif self._current is not None:
            self.selected.emit(self.current())

    def _on_current_changed(self, now: QModelIndex) -> None:
        item = self.model.row_at(now.row())
        if item is not None:
            self._current = self.model.key_of(item)
            self.selected.emit(item)

    def _on_opened(self) -> None:
        item = self.current()
        if item is not None:
            self.opened.emit(item)

    def _on_resized(self, place: int) -> None:
        is_last = place == len(self.model.columns) - 1  # stretched by the view, not by hand
        is_old = self.view.font().pointSize() != theme().points  # the text size is just changing
        if self._remember is None or self._is_sizing or is_last or is_old:
            return
        name, prefs = self._remember
        grown = theme().points / BODY_POINTS
        header = self.view.horizontalHeader()
        widths = [round(header.sectionSize(at) / grown) for at in range(header.count())]
        prefs.keep(name, widths)
