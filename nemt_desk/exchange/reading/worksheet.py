"""One sheet of a workbook: its cells as text, days as ISO, formulas marked and left alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nemt_desk.exchange.reading.grid import MOST_COLUMNS, MOST_ROWS, GridRow
from nemt_desk.exchange.reading.number_formats import day_text, number_text
from nemt_desk.exchange.reading.package import Package
from nemt_desk.ground.errors import RefusedError

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_GAP = 200
_MOST_MERGED = 20_000


@dataclass(frozen=True, slots=True)
class Shared:
    """What all sheets of a workbook share."""

    strings: list[str]
    kinds: list[str]
    from_1904: bool


@dataclass(slots=True)
class _Cell:
    column: int
    kind: str
    style: int
    value: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    formula: list[str] | None = None


def unescaped(text: str) -> str:
    """Return text with the signs XML can't carry, which a workbook writes as `_x000D_`."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


class _Reader:
    """Collects rows while the sheet is parsed; memory grows with what is typed, not the sheet."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.rows: dict[int, tuple[dict[int, str], set[int]]] = {}
        self.merged: list[tuple[int, int, int]] = []
        self.hidden_rows = 0
        self._row = 0
        self._column = 0
        self._cell: _Cell | None = None
        self._into: list[str] | None = None
        self._sounds = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif self._cell is not None:
            self._begin_part(self._cell, tag)

    def end(self, tag: str) -> None:
        if tag == "c" and self._cell is not None:
            self._keep(self._cell)
            self._cell = None
        elif tag in {"v", "t", "f"}:
            self._into = None
        elif tag == "rPh":
            self._sounds -= 1

    def text(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isascii() and number.isdigit() else self._row + 1
        self._column = 0
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden_rows += 1

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        place = _PLACE.fullmatch(attributes.get("r", ""))
        column = _column(place[1]) if place else self._column
        self._column = column + 1
        style = attributes.get("s", "0")
        known = int(style) if style.isascii() and style.isdigit() else 0
        self._cell = _Cell(column, attributes.get("t", "n"), known)

    def _begin_part(self, cell: _Cell, tag: str) -> None:
        if tag == "v":
            self._into = cell.value
        elif tag == "f":
            self._into = cell.formula = []
        elif tag == "rPh":
            self._sounds += 1
        elif tag == "t" and not self._sounds:
            self._into = cell.text

    def _keep(self, cell: _Cell) -> None:
        if cell.column >= MOST_COLUMNS:
            return
        is_formula = cell.formula is not None
        text = f"={''.join(cell.formula or ())}" if is_formula else self._said(cell)
        if not text:
            return
        if self._row not in self.rows:
            if len(self.rows) >= MOST_ROWS:
                raise RefusedError(
                    f"This sheet has more than {MOST_ROWS:,} rows. Split it. Nothing was taken"
                    " from it."
                )
            self.rows[self._row] = ({}, set())
        cells, formulas = self.rows[self._row]
        cells[cell.column] = text
        if is_formula:
            formulas.add(cell.column)

    def _said(self, cell: _Cell) -> str:
        value = "".join(cell.value)
        if cell.kind == "s":
            at = int(value) if value.isascii() and value.isdigit() else -1
            known = 0 <= at < len(self.shared.strings)
            return self.shared.strings[at] if known else ""
        if cell.kind == "inlineStr":
            return unescaped("".join(cell.text))
        if cell.kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if cell.kind == "n":
            return self._number(value, cell.style)
        if cell.kind == "d":
            return value.replace("T", " ").removesuffix(" 00:00:00")
        return unescaped(value)

    def _number(self, value: str, style: int) -> str:
        kinds = self.shared.kinds
        kind = kinds[style] if style < len(kinds) else ""
        if kind:
            try:
                said = day_text(float(value), kind, from_1904=self.shared.from_1904)
            except ValueError:
                said = None
            if said is not None:
                return said
        return number_text(value)

    def _merge(self, ref: str) -> None:
        ends = [_PLACE.fullmatch(part) for part in ref.split(":")]
        if len(ends) != 2 or not all(ends) or len(self.merged) >= _MOST_MERGED:
            return
        (first, last) = (end for end in ends if end)
        # Down its first column only: a title over many columns is one title.
        if first[2] != last[2]:
            self.merged.append((_column(first[1]), int(first[2]), int(last[2])))

    def fill_merged(self) -> None:
        """Let the value of a merged cell hold for every row it covers."""
        for column, first, last in self.merged:
            cells, formulas = self.rows.get(first, ({}, set()))
            if column not in cells or column in formulas:
                continue
            for number in range(first + 1, min(last, first + MOST_ROWS) + 1):
                if number in self.rows:
                    self.rows[number][0].setdefault(column, cells[column])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_sheet(
    package: Package, part: str, shared: Shared
) -> tuple[tuple[GridRow, ...], tuple[str, ...]]:
    """Return the rows of a sheet, blank ones between them too, and sentences about it.

    Raises:
        RefusedError: it is damaged or has too many rows.
    """
    reader = _Reader(shared)
    package.parse(part, reader.start, reader.end, reader.text)
    reader.fill_merged()
    rows: list[GridRow] = []
    last = 0
    for number in sorted(reader.rows):
        cells, formulas = reader.rows[number]
        blanks = range(max(last + 1, number - _MOST_GAP), number)
        rows.extend(GridRow(blank, 0, ()) for blank in blanks)
        width = max(cells) + 1
        texts = tuple(cells.get(column, "") for column in range(width))
        rows.append(GridRow(number, 0, texts, frozenset(formulas)))
        last = number
    notes = []
    if reader.hidden_rows:
        notes.append(f"{reader.hidden_rows} hidden rows (a filter?) were read like the others.")
    return tuple(rows), tuple(notes)
