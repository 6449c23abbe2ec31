"""A small table to type in: papers, cars, credentials. Add, change and remove rows by keys.

Tab goes through the fields; the last Tab lands on Add. Ctrl+Shift+Delete takes the row away.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from nemt_desk.ground.errors import InputError, Problem
from ui.theme.icons import icon
from ui.theme.theme import GAP, SPACE, target_height, theme
from ui.widgets.fields import FieldLike
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import QuietLabel, column, row

_REMOVE_KEY = "Ctrl+Shift+Del"


@dataclass(frozen=True, slots=True)
class Cell:
    """One column: what the field is called, its head, and how it is made."""

    name: str
    title: str
    make: Callable[[], QWidget]
    stretch: int = 0


@dataclass(slots=True)
class _Line:
    key: object
    cells: dict[str, QWidget]
    remove: QPushButton
    error: ErrorLabel

    def value_of(self, name: str) -> object:
        """Return what one field says; raises InputError."""
        field = self.cells[name]
        return field.value() if isinstance(field, FieldLike) else None


class RowsEdit[Entry](QWidget):
    """Rows of fields.

    `make` builds an entry from values and the row's key, None if the row is empty; `take` gives
    values and key of an entry.

    Signals:
        edited: something was changed, added or removed.
    """

    edited = Signal()

    def __init__(
        self,
        noun: str,
        cells: Sequence[Cell],
        *,
        make: Callable[[Mapping[str, object], object], Entry | None],
        take: Callable[[Entry], tuple[Mapping[str, object], object]],
        add_text: str = "",
    ) -> None:
        super().__init__()
        self._noun = noun
        self._specs = tuple(cells)
        self._make = make
        self._take = take
        self._lines: list[_Line] = []
        self._read: list[_Line] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setVerticalSpacing(GAP)
        # What is left over stays empty at the right, so that a row reads as one.
        self._grid.setColumnStretch(len(self._specs) + 1, 1)
        self._heads: list[QLabel] = []
        for at, cell in enumerate(self._specs):
            head = QuietLabel(cell.title, wraps=False)
            self._grid.addWidget(head, 0, at)
            self._grid.setColumnStretch(at, cell.stretch)
            self._heads.append(head)
        self.add = QPushButton(add_text or f"Add a {noun}")
        self.add.setAccessibleName((add_text or f"Add a {noun}").replace("&", ""))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._on_add)
        self.setLayout(column(self._grid, row(self.add, None), space=GAP))
        gone = QShortcut(QKeySequence(_REMOVE_KEY), self)
        gone.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        gone.activated.connect(self._on_remove_key)
        theme().changed.connect(self._dress)
        self._dress()
        self._show_heads()

    def value(self) -> object:
        """Return the entries; empty rows are left out.

        Raises:
            InputError: named `<row>.<field>`, rows counted without the empty ones.
        """
        entries: list[Entry] = []
        problems: list[Problem] = []
        self._read = []
        for line in self._lines:
            at = len(self._read)
            try:
                values = self._values(line, at)
                entry = self._make(values, line.key)
            except InputError as error:
                problems += [_in_row(found, at) for found in error.problems]
                self._read.append(line)
                continue
            if entry is not None:
                entries.append(entry)
                self._read.append(line)
        if problems:
            raise InputError(problems)
        return tuple(entries)

    def set_value(self, value: object) -> None:
        """Show entries."""
        for line in list(self._lines):
            self._drop(line)
        if isinstance(value, Sequence):
            for entry in value:
                self._append(*self._take(entry))
        self._show_heads()

    def show_problems(self, problems: Sequence[Problem]) -> QWidget | None:
        """Show problems under their rows; return the first field that has one."""
        for line in self._lines:
            line.error.show_problem("")
        first: QWidget | None = None
        for problem in problems:
            at, _, name = problem.field.partition(".")
            if not at.isdigit() or int(at) >= len(self._read):
                continue
            line = self._read[int(at)]
            before = line.error.text().removeprefix("✖ ")
            line.error.show_problem(f"{before} {problem.sentence}".strip())
            first = first or line.cells.get(name, line.remove)
        return first

    def add_row(self) -> QWidget:
        """Add an empty row and put the focus into it; return its first field."""
        line = self._append({}, None)
        self._show_heads()
        for widget in (*line.cells.values(), line.remove):
            # Shown by the layout only later: too late for the focus.
            widget.show()
        first = line.cells[self._specs[0].name]
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        return first

    def cell(self, at: int, name: str) -> QWidget:
        """Return the field of a row."""
        return self._lines[at].cells[name]

    def count(self) -> int:
        """Return how many rows are shown."""
        return len(self._lines)

    def remove_row(self, at: int) -> None:
        """Take a row away; the focus goes to the next one or to Add."""
        self._drop(self._lines[at])
        self._show_heads()
        if at < len(self._lines):
            self._lines[at].cells[self._specs[0].name].setFocus()
        else:
            self.add.setFocus()
        self.edited.emit()

    def _values(self, line: _Line, at: int) -> dict[str, object]:
        values: dict[str, object] = {}
        problems: list[Problem] = []
        for cell in self._specs:
            try:
                values[cell.name] = line.value_of(cell.name)
            except InputError as error:
                problems += [
                    Problem(f"{at}.{cell.name}", found.sentence) for found in error.problems
                ]
        if problems:
            raise InputError(problems)
        return values

    def _append(self, values: Mapping[str, object], key: object) -> _Line:
        at = self._grid.rowCount()
        cells = {cell.name: cell.make() for cell in self._specs}
        number = len(self._lines) + 1
        for place, cell in enumerate(self._specs):
            field = cells[cell.name]
            field.setAccessibleName(f"{cell.title or cell.name}, {self._noun} {number}")
            if isinstance(field, FieldLike):
                if cell.name in values:
                    field.set_value(values[cell.name])
                field.edited.connect(self.edited)
            self._grid.addWidget(field, at, place, Qt.AlignmentFlag.AlignVCenter)
        remove = QPushButton("Remove")
        remove.setAutoDefault(False)
        remove.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        remove.setAccessibleName(f"Remove {self._noun} {number}")
        remove.setToolTip("Takes this row away (Ctrl+Shift+Delete); it counts when you save.")
        self._grid.addWidget(remove, at, len(self._specs))
        error = ErrorLabel()
        self._grid.addWidget(error, at + 1, 0, 1, len(self._specs) + 2)
        line = _Line(key, cells, remove, error)
        remove.clicked.connect(lambda: self._on_remove(line))
        self._lines.append(line)
        self._dress()
        self._order_tabs()
        return line

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        for widget in (*line.cells.values(), line.remove, line.error):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _order_tabs(self) -> None:
        last: QWidget | None = None
        for line in self._lines:
            for widget in (*line.cells.values(), line.remove):
                if last is not None:
                    QWidget.setTabOrder(last, widget)
                last = widget
        if last is not None:
            QWidget.setTabOrder(last, self.add)

    def _show_heads(self) -> None:
        for head in self._heads:
            head.setVisible(bool(self._lines))

    def _dress(self) -> None:
        self.add.setIcon(icon("mdi6.plus"))
        self.add.setMinimumHeight(target_height())
        for line in self._lines:
            line.remove.setIcon(icon("mdi6.close"))
            line.remove.setMinimumHeight(target_height())

    def _on_add(self) -> None:
        self.add_row()

    def _on_remove(self, line: _Line) -> None:
        self.remove_row(self._lines.index(line))

    def _on_remove_key(self) -> None:
        focus = QApplication.focusWidget()
        for at, line in enumerate(self._lines):
            owned = (*line.cells.values(), line.remove)
            if any(widget is focus or widget.focusProxy() is focus for widget in owned):
                self.remove_row(at)
                return


def _in_row(problem: Problem, at: int) -> Problem:
    head = problem.field.partition(".")[0]
    return problem if head.isdigit() else Problem(f"{at}.{problem.field}", problem.sentence)
