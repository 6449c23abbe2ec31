"""A record's fields: columns of labelled fields, lines that hold several, tables of rows.

Reads all of them at once, tells problems beside the field they belong to (`home.address`,
`cars.1.plate`), and knows which fields a person has touched, so that two changes can be joined.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol, override

from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from nemt_desk.ground.errors import InputError, Problem
from ui.theme.theme import WIDE
from ui.widgets.columns import Columns
from ui.widgets.fields import FieldLike, TickBox
from ui.widgets.form import FieldForm
from ui.widgets.layout import column, row


class Part(Protocol):
    """A table of rows inside a record: reads, fills and tells its own problems."""

    @property
    def edited(self) -> SignalInstance:
        """Emitted when the person has changed something."""
        ...

    def value(self) -> object:
        """Return the rows; raises InputError."""
        ...

    def set_value(self, value: object) -> None:
        """Show rows."""
        ...

    def show_problems(self, problems: Sequence[Problem]) -> QWidget | None:
        """Show problems, their fields without the part's own name; return whom to focus."""
        ...


class NamedForm(FieldForm):
    """A form that knows the names of its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    @override
    def field[W: QWidget](self, label: str, name: str, widget: W, *, help: str = "") -> W:
        self.names.append(name)
        return super().field(label, name, widget, help=help)

    @override
    def tick(self, label: str, name: str, *, help: str = "") -> TickBox:
        self.names.append(name)
        return super().tick(label, name, help=help)

    def parts(self, label: str, fields: Sequence[tuple[str, str, QWidget]]) -> None:
        """Add one line of several fields: (name, words before it, widget); the first has none."""
        line = FieldLine(fields, label.replace("&", ""))
        self.names.append(line.name)
        super().field(label, line.name, line)

    def _measure_again(self) -> None:
        self._layout.invalidate()
        self._layout.activate()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # QFormLayout shares out heights it measured at the width before: let it measure again.
        QTimer.singleShot(0, self, self._measure_again)


class FieldLine(QWidget):
    """Several short fields in one line; its value is a dict by name."""

    edited = Signal()

    def __init__(self, fields: Sequence[tuple[str, str, QWidget]], label: str) -> None:
        super().__init__()
        self.fields = {name: widget for name, _words, widget in fields}
        self.name = "+".join(self.fields)
        self._words = {name: words.replace("&", "") or label for name, words, _widget in fields}
        items: list[QWidget | None] = []
        for name, words, widget in fields:
            if words:
                before = QLabel(words)
                before.setBuddy(widget)
                items.append(before)
            if not widget.accessibleName():
                widget.setAccessibleName(self._words[name])
            items.append(widget)
            if isinstance(widget, FieldLike):
                widget.edited.connect(self.edited)
        self.setLayout(row(*items, None))
        self.setFocusProxy(fields[0][2])

    def value(self) -> object:
        """Return the values by name; raises InputError with every field that can't be read."""
        values: dict[str, object] = {}
        problems: list[Problem] = []
        for name, widget in self.fields.items():
            if isinstance(widget, FieldLike):
                try:
                    values[name] = widget.value()
                except InputError as error:
                    problems += [self.named(replace(found, field=name)) for found in error.problems]
        if problems:
            raise InputError(problems)
        return values

    def set_value(self, value: object) -> None:
        """Show values by name; fields that are not named stay."""
        if isinstance(value, Mapping):
            for name, widget in self.fields.items():
                if name in value and isinstance(widget, FieldLike):
                    widget.set_value(value[name])

    def named(self, problem: Problem) -> Problem:
        """Return the problem of one field as the line's, told which field it is."""
        return Problem(self.name, f"{self._words[problem.field]}: {problem.sentence}")


class RecordFields(QWidget):
    """All fields of one record, in columns.

    Signals:
        edited: the person has changed a field.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[NamedForm] = []
        self.parts: dict[str, Part] = {}
        self.aliases: dict[str, str] = {}
        self._base: dict[str, object] = {}

    def take(self, *columns: NamedForm, below: QWidget | None = None) -> None:
        """Lay out the columns in the order they are told, and what needs the whole width."""
        self.forms = list(columns)
        for form in self.forms:
            form.edited.connect(self.edited)
        for part in self.parts.values():
            part.edited.connect(self.edited)
        parts: list[QWidget] = [Columns(*columns)]
        self.setLayout(column(*parts, *([below] if below is not None else []), space=WIDE))
        self.mark_unchanged()

    def values(self) -> dict[str, object]:
        """Return everything typed, by name.

        Raises:
            InputError: with all fields that can't be read.
        """
        values: dict[str, object] = {}
        problems: list[Problem] = []
        for form in self.forms:
            try:
                values |= form.values()
            except InputError as error:
                problems += error.problems
        for name, part in self.parts.items():
            try:
                values[name] = part.value()
            except InputError as error:
                problems += [replace(p, field=f"{name}.{p.field}") for p in error.problems]
        if problems:
            raise InputError(problems)
        return _flat(values)

    def fill(self, values: Mapping[str, object], *, only_untouched: bool = False) -> None:
        """Show values; with `only_untouched` what the person changed stays as it is."""
        touched = self.touched() if only_untouched else set()
        for name, field in self._fields().items():
            if name in touched:
                continue
            if isinstance(field, FieldLine):
                field.set_value({key: values[key] for key in field.fields if key in values})
            elif name in values and isinstance(field, FieldLike):
                field.set_value(values[name])
        for name, part in self.parts.items():
            if name in values and name not in touched:
                part.set_value(values[name])
        self.clear_problems()
        now = self._now()
        base = self._base
        self._base = {key: base[key] if key in touched else now[key] for key in now}

    def mark_unchanged(self) -> None:
        """Take what is shown as what is kept."""
        self._base = self._now()

    def touched(self) -> set[str]:
        """Return the names of what differs from what was filled in."""
        now = self._now()
        return {name for name in now if now[name] != self._base.get(name)}

    def is_changed(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.touched())

    def show_problems(self, error: InputError) -> list[str]:
        """Show each problem where it belongs, focus the first; return what has no place here."""
        self.clear_problems()
        told = [replace(p, field=self.aliases.get(p.field, p.field)) for p in error.problems]
        first: QWidget | None = None
        for name, part in self.parts.items():
            own = [p for p in told if p.field == name or p.field.startswith(f"{name}.")]
            bare = [replace(p, field=p.field[len(name) + 1 :]) for p in own]
            first = (part.show_problems(bare) if own else None) or first
        rest = [p for p in told if p.field.split(".")[0] not in self.parts]
        # From the last form to the first: the focus ends at the first field.
        for form in reversed(self.forms):
            mine = [found for p in rest if (found := _of_form(form, p)) is not None]
            if mine:
                form.show_problems(InputError(mine))
                first = None
        known = {p.field for p in rest if any(_of_form(form, p) for form in self.forms)}
        left = [p for p in rest if p.field not in known]
        if first is not None:
            first.setFocus()
        return [p.sentence for p in left]

    def clear_problems(self) -> None:
        """Take all problems away."""
        for form in self.forms:
            form.clear_problems()
        for part in self.parts.values():
            part.show_problems([])

    def asked(self) -> QWidget | None:
        """Return where a question of the record is answered."""
        return None

    def widget(self, name: str) -> QWidget:
        """Return the field of that name, also one inside a line."""
        for form in self.forms:
            for known in form.names:
                found = form.widget(known)
                if known == name:
                    return found
                if isinstance(found, FieldLine) and name in found.fields:
                    return found.fields[name]
        raise KeyError(name)

    def _fields(self) -> dict[str, QWidget]:
        return {name: form.widget(name) for form in self.forms for name in form.names}

    def _now(self) -> dict[str, object]:
        whole: dict[str, object] = {}
        for name, field in [*self._fields().items(), *self.parts.items()]:
            if isinstance(field, FieldLike):
                try:
                    whole[name] = field.value()
                except InputError as error:
                    whole[name] = error.sentence
        return whole


def _flat(values: Mapping[str, object]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in values.items():
        if "+" in name and isinstance(value, Mapping):
            flat |= value
        else:
            flat[name] = value
    return flat


def _of_form(form: NamedForm, problem: Problem) -> Problem | None:
    if problem.field in form.names:
        return problem
    for name in form.names:
        line = form.widget(name)
        if isinstance(line, FieldLine) and problem.field in line.fields:
            return line.named(problem)
    return None
