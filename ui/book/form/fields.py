"""Fields of the Book page: a time that may be computed, minutes, and places found as one types."""

import datetime as dt
import re
from contextlib import suppress
from typing import override

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QSizePolicy

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import minutes_text
from ui.theme.theme import SPACE
from ui.widgets.fields import LineField, TimeEdit

COMPUTED = "computed from the other times; type over it to set it yourself"
_HOURS = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*h(?:ours?)?\s*(?:(\d+)\s*m?(?:in)?)?\s*$", re.I)
_MINUTES = re.compile(r"^\s*(\d{1,4})\s*(?:m|min|minutes)?\s*$", re.I)
_DAY_MIN = 24 * 60


class GivenTime(TimeEdit):
    """A time that was typed, or one computed from the others, which looks it."""

    def __init__(self) -> None:
        super().__init__()
        self.is_computed = False
        self.edited.connect(self._on_edited)

    def typed(self) -> dt.time | None:
        """Return the typed time, None if it is computed or empty; raises InputError."""
        return None if self.is_computed else self.time()

    def show_typed(self, moment: dt.time | None) -> None:
        """Show a time as typed."""
        self.set_value(moment)
        self._look(is_computed=False)

    def show_computed(self, moment: dt.time | None) -> None:
        """Show a time as computed, unless somebody has typed one or is typing."""
        if not self.is_computed and self.text().strip():
            return
        if self.hasFocus() and self.isModified() and not self.is_computed:
            return
        self.set_value(moment)
        self._look(is_computed=moment is not None)

    def _on_edited(self) -> None:
        self._look(is_computed=False)

    def _look(self, *, is_computed: bool) -> None:
        if is_computed == self.is_computed:
            return
        self.is_computed = is_computed
        font = self.font()
        font.setItalic(is_computed)
        self.setFont(font)
        self.setAccessibleDescription(COMPUTED if is_computed else "")
        self.setToolTip(COMPUTED if is_computed else "")


def parse_minutes(text: str) -> int:
    """Read 90, 90 min, 1.5 h, 1 h 30; raises InputError."""
    match = _MINUTES.match(text)
    minutes = int(match[1]) if match else None
    hours = _HOURS.match(text)
    if minutes is None and hours:
        minutes = round(float(hours[1].replace(",", ".")) * 60) + int(hours[2] or 0)
    if minutes is None or minutes > _DAY_MIN:
        raise InputError([Problem("minutes", f"“{text}”: type minutes like 45, or 1 h 30.")])
    return minutes


class MinutesEdit(LineField):
    """Minutes or hours; an empty field shows what is usual as its placeholder."""

    def __init__(self, name: str) -> None:
        super().__init__(chars=9)
        self.setAccessibleName(name)

    def minutes(self) -> int | None:
        """Return the minutes, None if the field is empty; raises InputError."""
        return parse_minutes(self.text()) if self.text().strip() else None

    def show_usual(self, minutes: int | None) -> None:
        """Show what is taken if nothing is typed."""
        self.setPlaceholderText("" if minutes is None else minutes_text(minutes))

    @override
    def value(self) -> object:
        return self.minutes()

    @override
    def set_value(self, value: object) -> None:
        self.setText(minutes_text(value) if isinstance(value, int) else "")

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        with suppress(InputError):
            self.set_value(self.minutes())
        super().focusOutEvent(event)


class WideLine(LineField):
    """A line of text that takes what room its line has."""

    def __init__(self, name: str, *, chars: int = 28, hint: str = "") -> None:
        super().__init__(chars=chars)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)


def fixed_chars(field: LineField, chars: int) -> None:
    """Let a field be as wide as so many characters, and no wider."""
    field.setFixedWidth(field.fontMetrics().averageCharWidth() * chars + 3 * SPACE)
    field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
