"""A field for a whole number, such as seats or miles."""

from typing import override

from nemt_desk.ground.errors import InputError, Problem
from ui.widgets.fields import LineField


class NumberEdit(LineField):
    """A whole number; empty is None, or `empty` if that is given."""

    def __init__(self, *, unit: str = "", chars: int = 5, empty: int | None = None) -> None:
        super().__init__(chars=chars)
        self._unit = unit
        self._empty = empty
        if unit:
            self.setPlaceholderText(unit)

    @override
    def value(self) -> object:
        text = self.text().strip().removesuffix(self._unit).strip()
        if not text:
            return self._empty
        if not (text.isascii() and text.isdigit()):
            raise InputError([Problem("number", f"“{text}” is no whole number. Type it like 3.")])
        return int(text)
