"""What reading a cell gives."""

from enum import StrEnum
from typing import Any, NamedTuple


class Weight(StrEnum):
    """How heavy a finding is: a warning, the cell left empty, or the whole row refused."""

    WARNING = "warning"
    CELL = "cell"
    ROW = "row"


class Got(NamedTuple):
    """A cell's value and its normal form as text; `sentence` where something must be told."""

    value: Any = None
    text: str = ""
    weight: Weight | None = None
    sentence: str = ""


EMPTY = Got()


def taken(value: object, text: str | None = None) -> Got:
    """Return a value that means one thing only."""
    return Got(value, str(value) if text is None else text)


def warned(value: object, text: str, sentence: str) -> Got:
    """Return a value that was repaired, or is doubtful."""
    return Got(value, text, Weight.WARNING, sentence)


def no_cell(sentence: str) -> Got:
    """Return nothing: the cell can't be used."""
    return Got(None, "", Weight.CELL, sentence)


def no_row(sentence: str) -> Got:
    """Return nothing: without this cell the row can't be used."""
    return Got(None, "", Weight.ROW, sentence)
