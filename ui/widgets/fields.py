"""Fields that read and write one value: day, time, phone, choice, note. Words, not masks.

Every field has `value()` (raises InputError on what can't be read), `set_value` and `edited`.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, override, runtime_checkable

from PySide6.QtCore import QEvent, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy

from nemt_desk.ground.errors import InputError
from nemt_desk.ground.words import (
    day_year_text,
    parse_day,
    parse_phone,
    parse_time,
    phone_text,
    time_text,
)
from ui.theme.theme import SPACE, target_height, theme

_ANY_DAY = date(2000, 1, 1)
_STEP_MIN = 5


@runtime_checkable
class FieldLike(Protocol):
    """What a form asks of a field."""

    @property
    def edited(self) -> SignalInstance:
        """Emitted when the person has changed something."""
        ...

    def value(self) -> object:
        """Return what the field says; raises InputError."""
        ...

    def set_value(self, value: object) -> None:
        """Show a value."""
        ...


class LineField(QLineEdit):
    """One line of text."""

    edited = Signal()

    def __init__(self, *, chars: int = 28, sample: str = "") -> None:
        super().__init__()
        self._chars = chars
        self._sample = sample or "x" * min(chars, 12)
        self.textEdited.connect(self.edited)
        self._size()
        theme().changed.connect(self._size)

    def value(self) -> object:
        """Return the text without blanks around it."""
        return self.text().strip()

    def set_value(self, value: object) -> None:
        """Show a text."""
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)

    def _size(self) -> None:
        metrics = self.fontMetrics()
        self.setMinimumHeight(target_height())
        self.setMinimumWidth(metrics.horizontalAdvance(self._sample) + 2 * SPACE)
        self.setMaximumWidth(metrics.averageCharWidth() * (self._chars * 2) + 2 * SPACE)

    @override
    def event(self, event: QEvent) -> bool:
        # Ctrl+Z with nothing of its own to take back belongs to the office's undo.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return super().event(event)


class _WordsField(LineField):
    """A line that is read by a parser and written back in the house's way when it is left."""

    def _read(self) -> object | None:
        raise NotImplementedError

    def _write(self, value: object | None) -> str:
        raise NotImplementedError

    @override
    def value(self) -> object:
        return self._read() if self.text().strip() else None

    @override
    def set_value(self, value: object) -> None:
        self.setText(self._write(value) if value is not None else "")
        self.setCursorPosition(0)

    def tidy(self) -> None:
        """Rewrite what was typed, if it can be read."""
        try:
            value = self.value()
        except InputError:
            return
        self.set_value(value)

    def _nudge(self, steps: int) -> object | None:
        return None

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.tidy()
        super().focusOutEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if steps:
            try:
                moved = self._nudge(steps)
            except InputError:
                moved = None
            if moved is not None:
                self.set_value(moved)
                self.edited.emit()
                return
        super().keyPressEvent(event)


class DayEdit(_WordsField):
    """A day, typed as 11/24, 24 Nov, Tue, tomorrow, +3; Up and Down move by a day."""

    def __init__(self, today: Callable[[], date], *, past: bool = False) -> None:
        super().__init__(chars=16, sample="Wed 24 Nov 2026")
        self._today = today
        self.setPlaceholderText("2/1/1950" if past else "11/24, Tue, +3")

    def day(self) -> date | None:
        """Return the day, None if the field is empty; raises InputError."""
        return self._read() if self.text().strip() else None

    @override
    def _read(self) -> date | None:
        return parse_day(self.text(), self._today())

    @override
    def _write(self, value: object | None) -> str:
        return day_year_text(value) if isinstance(value, date) else ""

    @override
    def _nudge(self, steps: int) -> date:
        return (self.day() or self._today()) + timedelta(days=steps)


class TimeEdit(_WordsField):
    """A time of day, typed as 905, 9:05, 9.05a, 0905, 1:30p; Up and Down move by 5 minutes."""

    def __init__(self) -> None:
        super().__init__(chars=12, sample="12:55 p.m.")
        self.setPlaceholderText("905, 1:30p")

    def time(self) -> dt.time | None:
        """Return the time, None if the field is empty; raises InputError."""
        return self._read() if self.text().strip() else None

    @override
    def _read(self) -> dt.time | None:
        return parse_time(self.text())

    @override
    def _write(self, value: object | None) -> str:
        return time_text(value) if isinstance(value, dt.time) else ""

    @override
    def _nudge(self, steps: int) -> dt.time | None:
        now = self.time()
        if now is None:
            return None
        moved = dt.datetime.combine(_ANY_DAY, now) + timedelta(minutes=_STEP_MIN * steps)
        return moved.time()


class PhoneEdit(_WordsField):
    """A telephone number; kept as digits, shown as 218-555-0142."""

    def __init__(self) -> None:
        super().__init__(chars=16, sample="218-555-0142")
        self.setPlaceholderText("218-555-0142")

    def digits(self) -> str:
        """Return the digits, or nothing; raises InputError."""
        return parse_phone(self.text())

    @override
    def value(self) -> object:
        return self.digits()

    @override
    def _read(self) -> str | None:
        return parse_phone(self.text())

    @override
    def _write(self, value: object | None) -> str:
        return phone_text(str(value)) if value else ""


class SecretField(LineField):
    """A password: shown as dots, never trimmed."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)

    @override
    def value(self) -> object:
        return self.text()


class ChoiceBox(QComboBox):
    """One of a few values, each with its words; the first letters pick it."""

    edited = Signal()

    def __init__[V](self, choices: Mapping[V, str] | Sequence[tuple[V, str]]) -> None:
        super().__init__()
        self._values: list[object] = []
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_choices(choices)
        self.activated.connect(self._on_activated)

    def set_choices[V](self, choices: Mapping[V, str] | Sequence[tuple[V, str]]) -> None:
        """Offer other values; the current one stays if it is among them."""
        pairs = list(choices.items()) if isinstance(choices, Mapping) else list(choices)
        was = self.value()
        self.clear()
        self._values = [value for value, _ in pairs]
        self.addItems([words for _, words in pairs])
        self.set_value(was if was in self._values else next(iter(self._values), None))

    def value(self) -> object:
        """Return the chosen value."""
        at = self.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose a value; an unknown one chooses nothing."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def _on_activated(self) -> None:
        self.edited.emit()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()  # Qt's own keeps the size of the font before

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a form that is scrolled must not change its values


def choices_of[E: StrEnum](kind: type[E], words: Mapping[E, str] | None = None) -> dict[E, str]:
    """Return the values of a kind with their words, in the kind's order."""
    given = words or {}
    return {value: given.get(value, str(value).replace("_", " ").capitalize()) for value in kind}


class NoteEdit(QPlainTextEdit):
    """A few lines of plain text; Tab goes on to the next field."""

    edited = Signal()

    def __init__(self, lines: int = 3) -> None:
        super().__init__()
        self._lines = lines
        self._quiet = False
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._on_text_changed)
        self._size()
        theme().changed.connect(self._size)

    def text(self) -> str:
        """Return the note without blanks around it."""
        return self.toPlainText().strip()

    def value(self) -> object:
        """Return the note."""
        return self.text()

    def set_value(self, value: object) -> None:
        """Show a note."""
        self._quiet = True
        self.setPlainText("" if value is None else str(value))
        self._quiet = False

    def _on_text_changed(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def _size(self) -> None:
        metrics = self.fontMetrics()
        self.setFixedHeight(metrics.lineSpacing() * self._lines + 2 * SPACE)
        self.setMinimumWidth(metrics.averageCharWidth() * 20)
        self.setMaximumWidth(metrics.averageCharWidth() * 80)


class TickBox(QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setMinimumHeight(target_height())
        self.clicked.connect(self._on_clicked)

    def value(self) -> object:
        """Return whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: object) -> None:
        """Tick it or not."""
        self.setChecked(bool(value))

    def _on_clicked(self) -> None:
        self.edited.emit()
