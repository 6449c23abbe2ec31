"""One table model for every list: frozen rows, columns as records. Sorts and filters as lists.

No QSortFilterProxyModel: sorting 100,000 rows through a Python model takes 20 s there and 15 ms
as a list (platform.md, finding 5).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, override

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from nemt_desk.ground.words import fold
from ui.theme.status import STATUSES

type Index = QModelIndex | QPersistentModelIndex

_NO_PARENT = QModelIndex()

STATUS_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Column[Row]:
    """One column: what it says, how it sorts. `status` names a look of ui.theme.status."""

    title: str
    text: Callable[[Row], str]
    sort: Callable[[Row], Any] | None = None
    tooltip: Callable[[Row], str] | None = None
    status: Callable[[Row], str] | None = None
    right: bool = False
    width: int = 140

    def shown(self, item: Row) -> str:
        """Return the words in the cell: those of the status, if it has one."""
        if self.status is not None:
            key = self.status(item)
            return STATUSES[key].word if key else self.text(item)
        return self.text(item)

    def order(self, item: Row) -> tuple[bool, Any]:
        """Return what the cell sorts by; nothing comes last."""
        value = self.sort(item) if self.sort is not None else fold(self.shown(item))
        return (value is None, value if value is not None else 0)


class RowsModel[Row](QAbstractTableModel):
    """Rows in the order and choice of the moment.

    Signals:
        shown_changed: which rows are shown has changed.
    """

    shown_changed = Signal()

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._key = key
        self._all: list[Row] = []
        self._shown: list[Row] = []
        self._words: list[str] = []
        self._filtered_as = ""
        self._filter: tuple[str, ...] = ()
        self._order: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the same keys in the same places change in place."""
        self._all = list(rows)
        self._words = []
        self._show(self._wanted())

    def set_filter(self, text: str) -> None:
        """Show only rows that contain every word of `text`, in any column."""
        self._filter = tuple(fold(text).split())
        self._show(self._wanted())

    def total(self) -> int:
        """Return how many rows there are, shown or not."""
        return len(self._all)

    def rows(self) -> list[Row]:
        """Return the rows shown, in order."""
        return list(self._shown)

    def row_at(self, place: int) -> Row | None:
        """Return the row at a place, None outside."""
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def key_of(self, item: Row) -> Hashable:
        """Return a row's key."""
        return self._key(item)

    def place_of(self, key: Hashable) -> int:
        """Return where the row of that key is shown, -1 if it is not."""
        return next((at for at, item in enumerate(self._shown) if self._key(item) == key), -1)

    def _wanted(self) -> list[Row]:
        chosen = self._all
        if self._filter:
            if not self._words:
                self._words = [self._line(item) for item in self._all]
            chosen = [
                item
                for item, words in zip(self._all, self._words, strict=True)
                if all(word in words for word in self._filter)
            ]
        if self._order is None:
            return list(chosen)
        place, direction = self._order
        falling = direction is Qt.SortOrder.DescendingOrder
        return sorted(chosen, key=self.columns[place].order, reverse=falling)

    def _line(self, item: Row) -> str:
        return fold(" ".join(col.shown(item) for col in self.columns))

    def _show(self, wanted: list[Row]) -> None:
        if [self._key(item) for item in wanted] == [self._key(item) for item in self._shown]:
            self._shown = wanted
            if wanted:
                last = self.index(len(wanted) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self._shown = wanted
            self.endResetModel()
        self.shown_changed.emit()

    @override
    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        col, item = self.columns[index.column()], self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return col.shown(item)
            case Qt.ItemDataRole.ToolTipRole if col.tooltip is not None:
                return col.tooltip(item) or None
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if col.right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case _ if role == STATUS_ROLE:
                return col.status(item) if col.status is not None else None
        return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        col = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return col.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if col.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = (column, order) if 0 <= column < len(self.columns) else None
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [self._key(self._shown[index.row()]) for index in held]
        self._shown = self._wanted()
        places = {self._key(item): at for at, item in enumerate(self._shown)}
        moved = [
            self.index(places[key], index.column()) for key, index in zip(keys, held, strict=True)
        ]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()
