"""The left rail: the pages in the order of the day. One stop for Tab, arrows walk."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QSizePolicy

from ui.pages import PageEntry, page_key
from ui.theme.icons import icon
from ui.theme.theme import BLOCK, GAP, SPACE, row_height, text_height, theme

_PAGE = Qt.ItemDataRole.UserRole + 1


class Rail(QListView):
    """Lists the pages.

    Signals:
        picked: (page_id)
    """

    picked = Signal(str)

    def __init__(self, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self._entries = [entry for entry in entries if entry.in_rail]
        self._has_icons = False
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setAccessibleName("Pages")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setViewportMargins(GAP, SPACE, GAP, SPACE)
        self._fill()
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        theme().changed.connect(self._fill)

    def show_page(self, page_id: str) -> None:
        """Mark a page as the one shown; none for a page that is not in the rail."""
        if all(entry.page_id != page_id for entry in self._entries):
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(QModelIndex())
            self.selectionModel().clearSelection()
            self.selectionModel().blockSignals(False)
            self.viewport().update()
            return
        for place in range(self._items.rowCount()):
            item = self._items.item(place)
            if item.data(_PAGE) == page_id:
                self.selectionModel().blockSignals(True)
                self.setCurrentIndex(item.index())
                self.selectionModel().blockSignals(False)
                self.viewport().update()

    def draw_icons(self) -> None:
        """Put the icons beside the words; they are too slow for the first window."""
        self._has_icons = True
        self._fill()

    def _fill(self) -> None:
        current = self.currentIndex().data(_PAGE)
        palette = self.palette()
        window = QApplication.palette().color(QPalette.ColorRole.Window)
        palette.setColor(QPalette.ColorRole.Base, window)
        self.setPalette(palette)
        self.setIconSize(QSize(text_height(), text_height()))
        self.selectionModel().blockSignals(True)
        self._items.clear()
        had_line = False
        for at, entry in enumerate(self._entries):
            if entry.below_the_line and not had_line:
                had_line = True
                if at:
                    self._items.appendRow(_gap())
            self._items.appendRow(self._item(entry, at))
        self.selectionModel().blockSignals(False)
        metrics = QFontMetrics(QApplication.font())
        widest = max((metrics.horizontalAdvance(entry.title) for entry in self._entries), default=0)
        self.setFixedWidth(widest + text_height() + 2 * BLOCK + 2 * SPACE)
        if current:
            self.show_page(current)

    def _item(self, entry: PageEntry, at: int) -> QStandardItem:
        item = QStandardItem(entry.title)
        item.setData(entry.page_id, _PAGE)
        item.setSizeHint(QSize(0, row_height() + GAP))
        key = page_key(at)
        item.setToolTip(f"{entry.title}  {key}" if key else entry.title)
        if self._has_icons:
            item.setIcon(icon(entry.icon))
        return item

    def _on_clicked(self, index: QModelIndex) -> None:
        self._on_current_changed(index)

    def _on_current_changed(self, index: QModelIndex) -> None:
        page_id = index.data(_PAGE)
        if page_id:
            self.picked.emit(page_id)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width(), 200)


def _gap() -> QStandardItem:
    item = QStandardItem()
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    item.setSizeHint(QSize(0, SPACE))
    return item
