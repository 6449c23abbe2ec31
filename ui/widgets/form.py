"""A form: labels in one line, fields in the order a caller tells things, errors in words.

Reading a field can fail only with InputError; the form collects all of them and puts each
beside its field, the first one focused.
"""
# ruff: noqa: A002 - `help` is the plain word for a field's help

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import override

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFormLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from nemt_desk.ground.errors import InputError, Problem
from ui.theme.status import alarm_colour
from ui.theme.theme import BLOCK, GAP, SPACE, theme
from ui.widgets.fields import (
    ChoiceBox,
    DayEdit,
    FieldLike,
    LineField,
    NoteEdit,
    PhoneEdit,
    SecretField,
    TickBox,
    TimeEdit,
)
from ui.widgets.layout import QuietLabel, heading, tint


class ErrorLabel(QLabel):
    """What is wrong with a field: a mark, words, a colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_problem(self, sentence: str) -> None:
        """Say a sentence; an empty one takes the label away."""
        self.setText(f"✖ {sentence}" if sentence else "")
        self.setVisible(bool(sentence))

    def _on_theme_changed(self) -> None:
        tint(self, alarm_colour())


class _Cell(QWidget):
    """A field with its help and its problem, as tall as they need at the present width.

    A layout with wrapping labels asks for the height of its narrowest width; QFormLayout believes
    it and takes the difference from other fields, which then cover their help.
    """

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.width() > hint.width():
            hint.setHeight(self.heightForWidth(self.width()))
        return hint

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class _FieldName(QLabel):
    @override
    def sizeHint(self) -> QSize:
        # Drawn with its underlined key a text has no kerning: “Te” is wider than Qt measures.
        return super().sizeHint() + QSize(GAP, 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() + QSize(GAP, 0)


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    label: str
    widget: QWidget
    words: QLabel
    cell: QWidget
    help: QuietLabel
    error: ErrorLabel


class FieldForm(QWidget):
    """Fields with labels, help and errors.

    Signals:
        edited: the person has changed a field.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._fields: dict[str, _Field] = {}
        self._seen: dict[str, object] = {}
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(BLOCK)
        self._layout.setVerticalSpacing(SPACE)
        self._layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        theme().changed.connect(self._arrange)

    def text(self, label: str, name: str, *, help: str = "", chars: int = 28) -> LineField:
        """Add a line of text."""
        return self.field(label, name, LineField(chars=chars), help=help)

    def secret(self, label: str, name: str, *, help: str = "") -> SecretField:
        """Add a password."""
        return self.field(label, name, SecretField(), help=help)

    def day(self, label: str, name: str, today: Callable[[], date], *, help: str = "") -> DayEdit:
        """Add a day."""
        return self.field(label, name, DayEdit(today), help=help)

    def time(self, label: str, name: str, *, help: str = "") -> TimeEdit:
        """Add a time of day."""
        return self.field(label, name, TimeEdit(), help=help)

    def phone(self, label: str, name: str, *, help: str = "") -> PhoneEdit:
        """Add a telephone number."""
        return self.field(label, name, PhoneEdit(), help=help)

    def choice[V](
        self,
        label: str,
        name: str,
        choices: Mapping[V, str] | Sequence[tuple[V, str]],
        *,
        help: str = "",
    ) -> ChoiceBox:
        """Add a choice of a few values."""
        return self.field(label, name, ChoiceBox(choices), help=help)

    def note(self, label: str, name: str, *, help: str = "", lines: int = 3) -> NoteEdit:
        """Add a few lines of text."""
        return self.field(label, name, NoteEdit(lines), help=help)

    def tick(self, label: str, name: str, *, help: str = "") -> TickBox:
        """Add a yes or no; its label is its own text."""
        box = TickBox(label)
        self._add("", name, box, help)
        box.setAccessibleName(label.replace("&", ""))
        return box

    def field[W: QWidget](self, label: str, name: str, widget: W, *, help: str = "") -> W:
        """Add any widget with the same label, help and error place."""
        self._add(label, name, widget, help)
        return widget

    def section(self, title: str) -> None:
        """Add a heading."""
        head = heading(title)
        if self._layout.rowCount():
            head.setContentsMargins(0, BLOCK, 0, 0)
        self._layout.addRow(head)

    def line(self, widget: QWidget) -> None:
        """Add a widget over the whole width."""
        self._layout.addRow(widget)

    def set_help(self, name: str, text: str) -> None:
        """Say something else in the field's own line."""
        label = self._fields[name].help
        label.setText(text)
        label.setVisible(bool(text))

    def help_of(self, name: str) -> str:
        """Return the help shown under a field."""
        return self._fields[name].help.text()

    def widget(self, name: str) -> QWidget:
        """Return the field of that name."""
        return self._fields[name].widget

    def field_names(self) -> tuple[str, ...]:
        """Return the names of all fields, in their order."""
        return tuple(self._fields)

    def set_shown(self, name: str, *, shown: bool) -> None:
        """Show or hide a field with its label."""
        self._layout.setRowVisible(self._fields[name].cell, shown)

    def values(self) -> dict[str, object]:
        """Return all values by name.

        Raises:
            InputError: of all fields that can't be read; they are shown beside the fields too.
        """
        values: dict[str, object] = {}
        problems: list[Problem] = []
        for field in self._fields.values():
            if not isinstance(field.widget, FieldLike):
                continue
            try:
                values[field.name] = field.widget.value()
            except InputError as error:
                problems += [replace(found, field=field.name) for found in error.problems]
        if problems:
            raise InputError(problems)
        return values

    def fill(self, values: Mapping[str, object]) -> None:
        """Show values; fields that are not named stay."""
        for name, value in values.items():
            widget = self._fields[name].widget
            if isinstance(widget, FieldLike):
                widget.set_value(value)
        self.clear_problems()
        self.mark_unchanged()

    def mark_unchanged(self) -> None:
        """Take what is shown as what is kept."""
        self._seen = self._readable()

    def is_changed(self) -> bool:
        """Tell whether the fields differ from what was filled in."""
        return self._readable() != self._seen

    def show_problems(self, error: InputError) -> None:
        """Show each problem beside its field and focus the first; others go to the last field."""
        self.clear_problems()
        first: QWidget | None = None
        for problem in error.problems:
            field = self._fields.get(problem.field)
            if field is None:
                continue
            field.error.show_problem(problem.sentence)
            field.widget.setAccessibleDescription(problem.sentence)
            first = first or field.widget
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring_into_view(first)

    def first_field(self) -> QWidget | None:
        """Return the first field that can be typed in; labels come before it in Tab's order."""
        shown = (field for field in self._fields.values() if self._layout.isRowVisible(field.cell))
        return next((field.widget for field in shown if field.widget.isEnabled()), None)

    def knows(self, error: InputError) -> bool:
        """Tell whether every problem has a field here."""
        return all(problem.field in self._fields for problem in error.problems)

    def clear_problems(self) -> None:
        """Take all errors away."""
        for field in self._fields.values():
            field.error.show_problem("")
            field.widget.setAccessibleDescription("")

    def problem_of(self, name: str) -> str:
        """Return the words shown beside a field."""
        return self._fields[name].error.text()

    def _add(self, label: str, name: str, widget: QWidget, help_text: str) -> None:
        if name in self._fields:
            raise ValueError(f"two fields are called {name}")
        error = ErrorLabel()
        cell = _Cell()
        stack = QVBoxLayout(cell)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(GAP // 2)
        stack.addWidget(widget)
        help_label = QuietLabel(help_text)
        stack.addWidget(help_label)
        if not help_text:  # never shown before it has a parent: it would flash as a window
            help_label.hide()
        stack.addWidget(error)
        cell.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        plain = label.replace("&", "")
        if not widget.accessibleName():
            widget.setAccessibleName(plain)
        if help_text:
            widget.setToolTip(help_text)
        words = _FieldName(label)
        words.setBuddy(widget)
        self._layout.addRow(words, cell)
        self._fields[name] = _Field(name, plain, widget, words, cell, help_label, error)
        if isinstance(widget, FieldLike):
            widget.edited.connect(self.edited)
            self._seen[name] = self._read_one(widget)

    def _readable(self) -> dict[str, object]:
        return {
            field.name: self._read_one(field.widget)
            for field in self._fields.values()
            if isinstance(field.widget, FieldLike)
        }

    def _read_one(self, widget: FieldLike) -> object:
        try:
            return widget.value()
        except InputError as error:
            return error.sentence

    def _bring_into_view(self, widget: QWidget) -> None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QAbstractScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)

    def _widths(self) -> tuple[int, int]:
        """Return the widest label and the widest field."""
        fields = self._fields.values()
        labels = max((field.words.sizeHint().width() for field in fields), default=0)
        return labels, max((field.cell.minimumSizeHint().width() for field in fields), default=0)

    def _arrange(self) -> None:
        """Put labels above the fields where both do not fit side by side."""
        policy = QFormLayout.RowWrapPolicy
        is_narrow = self.width() < sum(self._widths()) + BLOCK
        wanted = policy.WrapAllRows if is_narrow else policy.DontWrapRows
        if self._layout.rowWrapPolicy() is not wanted:
            self._layout.setRowWrapPolicy(wanted)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._widths()), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
