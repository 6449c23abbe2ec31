"""The lines of the Book form: labels in one column, fields beside them, errors in words below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QScrollArea, QSizePolicy, QWidget

from nemt_desk.ground.errors import Problem
from ui.theme.theme import BLOCK, GAP, SPACE
from ui.widgets.flow import flow
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import column, panel, row


def labelled(text: str, widget: QWidget) -> QWidget:
    """Return a label with its access key and the widget it leads to, side by side."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setBuddy(widget)
    if not widget.accessibleName():
        widget.setAccessibleName(text.replace("&", ""))
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    both = row(label, widget, space=GAP)
    both.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
    holder = panel(both)
    holder.setSizePolicy(widget.sizePolicy())
    return holder


class Lines(QWidget):
    """A grid of labelled lines. Each field's name leads to its widget and its line's error."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(BLOCK)
        self._grid.setVerticalSpacing(SPACE)
        self._grid.setColumnStretch(1, 1)
        self._fields: dict[str, tuple[QWidget, ErrorLabel]] = {}
        self._lines: dict[str, tuple[QWidget, QWidget]] = {}

    def add(
        self, label: str, fields: Sequence[tuple[str, QWidget]], *shown: QWidget, alone: bool = True
    ) -> QLabel:
        """Add a line. `fields` are names with widgets, `shown` what stands in the line.

        Where `shown` is empty the fields' own widgets stand there. `alone`: the label's access
        key leads to the first field.
        """
        words = QLabel(label)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setContentsMargins(0, GAP, 0, 0)
        error = ErrorLabel()
        cell = panel(column(flow(*(shown or [widget for _, widget in fields])), error, space=2))
        at = self._grid.rowCount()
        self._grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(cell, at, 1)
        if fields and alone:
            first = fields[0][1]
            words.setBuddy(first)
            if not first.accessibleName():
                first.setAccessibleName(label.replace("&", ""))
        for name, widget in fields:
            self._fields[name] = (widget, error)
            self._lines[name] = (words, cell)
        return words

    def alias(self, name: str, widget: QWidget, beside: str) -> None:
        """Let another field's problems be told in the line of `beside`."""
        self._fields[name] = (widget, self._fields[beside][1])

    def show_line(self, name: str, *, is_shown: bool) -> None:
        """Show or hide the line of a field."""
        for widget in self._lines[name]:
            widget.setVisible(is_shown)

    def knows(self, name: str) -> bool:
        """Tell whether there is such a field."""
        return name in self._fields

    def widgets(self) -> list[QWidget]:
        """Return the fields' widgets in order."""
        return [widget for widget, _ in self._fields.values()]

    def show_problems(self, problems: Sequence[Problem]) -> QWidget | None:
        """Show each problem beside its field; return the first field that has one."""
        self.clear_problems()
        told: dict[ErrorLabel, list[str]] = {}
        first: QWidget | None = None
        for name, (widget, error) in self._fields.items():
            for problem in problems:
                if problem.field == name and problem.sentence not in told.get(error, []):
                    told.setdefault(error, []).append(problem.sentence)
                    widget.setAccessibleDescription(problem.sentence)
                    first = first or widget
        for error, sentences in told.items():
            error.show_problem(" ".join(sentences))
        return first

    def clear_problems(self) -> None:
        """Take all errors away."""
        for widget, error in self._fields.values():
            if error.text():
                widget.setAccessibleDescription("")
            error.show_problem("")

    def problem_of(self, name: str) -> str:
        """Return the words shown beside a field."""
        return self._fields[name][1].text()


def bring_into_view(widget: QWidget) -> None:
    """Scroll whatever scrolls around the widget until it is seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
            return
        parent = parent.parentWidget()
