"""The box of Ctrl+K: one line, a short list, Enter. It lies in the window and takes no turn."""

from collections.abc import Callable, Sequence
from typing import override

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.shell.finding import Hit
from ui.theme.theme import GAP, SPACE, row_height
from ui.widgets.layout import QuietLabel
from ui.widgets.rows import Column, RowsModel

_SHARE = 0.6
_DETAIL_SHARE = 0.4
_MOST_ROWS = 14


class _Line(QLineEdit):
    """The line; keys that walk the list are passed on."""

    walked = Signal(int)
    taken = Signal()
    left = Signal()

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # while the box is open no key of the page means anything
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self.walked.emit(1)
            case Qt.Key.Key_Up:
                self.walked.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.taken.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, forwards: bool) -> bool:
        self.walked.emit(1 if forwards else -1)
        return True


class FindBox(QFrame):
    """Finds anything and runs everything."""

    def __init__(self, host: QWidget, find: Callable[[str], Sequence[Hit]]) -> None:
        super().__init__(host)
        self._find = find
        self._host = host
        self._before: QWidget | None = None
        self.setFrameShape(QFrame.Shape.Box)
        self.setAutoFillBackground(True)
        self.line = _Line()
        self.line.setPlaceholderText("Member, ride, driver, place, page or command")
        self.line.setAccessibleName("Find anything")
        self.line.setMinimumHeight(row_height())
        self.model: RowsModel[Hit] = RowsModel(
            [Column("What", lambda hit: hit.text), Column("Where", lambda hit: hit.detail)],
            key=lambda hit: hit.key,
        )
        self.view = self._made_view()
        self._nothing = QuietLabel("Nothing is called that. Try part of a name or a number.")
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.setSpacing(GAP)
        layout.addWidget(self.line)
        layout.addWidget(self.view)
        layout.addWidget(self._nothing)
        self.line.textChanged.connect(self._on_typed)
        self.line.walked.connect(self._on_walked)
        self.line.taken.connect(self._on_taken)
        self.line.left.connect(self.leave)
        self.view.clicked.connect(self._on_taken)
        self.hide()

    def ask(self) -> None:
        """Open the box, empty."""
        if self.isVisible():
            self.leave()
            return
        self._before = self.window().focusWidget()
        self.line.clear()
        self._on_typed("")
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Close the box and go back to where the person was."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def hits(self) -> list[Hit]:
        """Return what the list shows."""
        return self.model.rows()

    def _made_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setAccessibleName("Found")
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setWordWrap(False)
        view.horizontalHeader().hide()
        view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.verticalHeader().hide()
        return view

    def _place(self) -> None:
        host = self._host
        width = max(round(host.width() * _SHARE), min(host.width(), 480))
        self.view.verticalHeader().setDefaultSectionSize(row_height())
        self.view.setColumnWidth(1, round(width * _DETAIL_SHARE))
        rows = self.model.rowCount()
        self.view.setFixedHeight(rows * row_height() + 2 * GAP)
        self.view.setVisible(rows > 0)
        self._nothing.setVisible(rows == 0)
        self._layout.activate()
        height = min(self.sizeHint().height(), host.height() - 2 * SPACE)
        self.setGeometry((host.width() - width) // 2, SPACE, width, height)

    def _on_typed(self, text: str) -> None:
        self.model.set_rows(list(self._find(text))[:_MOST_ROWS])
        self._select(0)
        self._place()

    def _on_walked(self, steps: int) -> None:
        rows = self.model.rowCount()
        if rows:
            self._select((self.view.currentIndex().row() + steps) % rows)

    def _select(self, place: int) -> None:
        flag = QItemSelectionModel.SelectionFlag
        index = self.model.index(place, 0)
        self.view.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def _on_taken(self) -> None:
        hit = self.model.row_at(self.view.currentIndex().row())
        if hit is not None:
            self.leave()
            hit.run()
