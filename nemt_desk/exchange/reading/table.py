"""Where the table begins in a sheet, and which of its rows are no records. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nemt_desk.exchange.reading.grid import GridRow, Sheet
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.words import fold

_LOOKED_AT = 40
_TOTALS = re.compile(r"(grand |sub)?totals?\b|sum\b|count\b|number of (members|trips|rides)\b")
_FURNITURE = re.compile(
    r"page \d+|printed\b|as of\b|week of\b|continued\b|end of (list|report)|"
    r"(mon|tues|wednes|thurs|fri|satur|sun)day\b( [a-z]+ \d+.*| \d.*)?$"
)
_NUMBER = re.compile(r"[-+$]?[\d.,]+%?$")
_MOST_TOTALS = 5
TOTALS, PAGE_LINE = "totals", "page or date line"
_NO_TABLE = (
    "No table was found in it: a list has a row of column names (Name, Phone …) and rows below."
    " Nothing was taken from it."
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no record, and why."""

    row: int
    line: int
    cells: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's table: its headers (none twice), its records, and the rows beside them.

    `header_row` is 0 if the columns have no names; they are then called Column A, B, C.
    """

    sheet: str
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[GridRow, ...]
    skipped: tuple[Skipped, ...]

    @property
    def row_count(self) -> int:
        """How many rows were read, the header among them."""
        return len(self.rows) + len(self.skipped)

    def column(self, header: str, most: int | None = None) -> list[str]:
        """Return a column's cells, records only; the first `most` of them."""
        at = self.headers.index(header)
        return [row.cells[at] if at < len(row.cells) else "" for row in self.rows[:most]]


def table_of(sheet: Sheet, words: frozenset[str]) -> Table:
    """Return the table of a sheet; `words` are the folded headers the program knows.

    Raises:
        RefusedError: there is nothing like a table.
    """
    at = _header_at(sheet.rows, words)
    if at is None:
        raise RefusedError(_NO_TABLE)
    is_named = not _is_record_like(sheet.rows[at], words)
    first = at + 1 if is_named else at
    headers = _headers(sheet.rows[at].cells, sheet.rows[first:], is_named=is_named)
    skipped = [
        Skipped(row.row, row.line, row.cells, "blank line" if row.is_blank else "title")
        for row in sheet.rows[:at]
    ]
    folded: tuple[str, ...] = ()
    if is_named:
        header = sheet.rows[at]
        skipped.append(Skipped(header.row, header.line, header.cells, "column names"))
        folded = tuple(fold(cell) for cell in header.cells)
    rows = []
    for row in sheet.rows[first:]:
        reason = _reason(row, folded, len(headers))
        if reason:
            skipped.append(Skipped(row.row, row.line, row.cells, reason))
        else:
            rows.append(row)
    return Table(
        sheet.name,
        sheet.rows[at].row if is_named else 0,
        headers,
        tuple(rows),
        tuple(skipped),
    )


def _header_at(rows: Sequence[GridRow], words: frozenset[str]) -> int | None:
    looked_at = [(at, row) for at, row in enumerate(rows[: _LOOKED_AT * 3]) if not row.is_blank]
    looked_at = looked_at[:_LOOKED_AT]
    if not looked_at:
        return None
    best, score = None, 0
    for at, row in looked_at:
        known = sum(fold(cell) in words for cell in row.cells if cell.strip())
        filled = sum(bool(cell.strip()) for cell in row.cells)
        # A header of one known word must be a table of one or two columns, not a title.
        if known > score and (known > 1 or filled <= 2):
            best, score = at, known
    if best is not None:
        return best
    widest = max(sum(bool(cell.strip()) for cell in row.cells) for _at, row in looked_at)
    return next(
        at for at, row in looked_at if sum(bool(cell.strip()) for cell in row.cells) == widest
    )


def _is_record_like(row: GridRow, words: frozenset[str]) -> bool:
    """Tell whether a row without a known header holds numbers, as records do and headers don't."""
    if any(fold(cell) in words for cell in row.cells):
        return False
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    return any(sum(char.isdigit() for char in cell) > len(cell) / 2 for cell in filled)


def _headers(cells: Sequence[str], rows: Sequence[GridRow], *, is_named: bool) -> tuple[str, ...]:
    if not is_named:
        width = max((len(row.cells) for row in rows[:_LOOKED_AT]), default=len(cells))
        return tuple(f"Column {letters(at)}" for at in range(width))
    named = list(cells)
    while named and not named[-1].strip() and not _has_cells(rows, len(named) - 1):
        named.pop()
    return unique(
        [cell if cell.strip() else f"Column {letters(at)}" for at, cell in enumerate(named)]
    )


def _has_cells(rows: Sequence[GridRow], at: int) -> bool:
    return any(at < len(row.cells) and row.cells[at].strip() for row in rows)


def unique(headers: Sequence[str]) -> tuple[str, ...]:
    """Return headers in which no name stands twice: the second `Phone` is `Phone (2)`."""
    seen: dict[str, int] = {}
    found = []
    for header in headers:
        name = " ".join(header.replace("\0", "").split())
        while name in seen:
            seen[name] += 1
            name = f"{name} ({seen[name]})"
        seen[name] = 1
        found.append(name)
    return tuple(found)


def letters(at: int) -> str:
    """Return how a spreadsheet calls a column: A, B, … Z, AA."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text


def _reason(row: GridRow, header: Sequence[str], width: int) -> str:
    """Return why a row is no record, or nothing."""
    if row.is_blank:
        return "blank line"
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if header and len(filled) > 1 and _may_repeat(row, header) and _repeats(row, header):
        return "column names again"
    first = fold(filled[0])
    # Sum, Total and Count are last names as well: with a comma somebody's name stands there.
    is_somebody = "," in filled[0] and not row.formulas
    is_totals = _TOTALS.match(first) and not is_somebody
    if is_totals and len(filled) <= _MOST_TOTALS and _only_numbers(row, filled):
        return TOTALS
    if len(filled) == 1 and width > 2 and _FURNITURE.match(first):
        return PAGE_LINE
    return ""


def _may_repeat(row: GridRow, header: Sequence[str]) -> bool:
    """Tell by two cells: this is asked of every row."""
    for cell, name in zip(row.cells, header, strict=False):
        if cell and not cell.isspace() and fold(cell) == name:
            return True
        if cell and any(char.isdigit() for char in cell):
            return False
    return False


def _repeats(row: GridRow, header: Sequence[str]) -> bool:
    pairs = list(_pairs(row, header))
    same = sum(one == other for one, other in pairs)
    return same >= 2 and same >= 0.8 * len(pairs)


def _pairs(row: GridRow, header: Sequence[str]) -> Iterator[tuple[str, str]]:
    for cell, name in zip(row.cells, header, strict=False):
        if cell.strip():
            yield fold(cell), name


def _only_numbers(row: GridRow, filled: Sequence[str]) -> bool:
    formulas = {row.cells[at].strip() for at in row.formulas if at < len(row.cells)}
    return all(_NUMBER.match(cell) or cell in formulas for cell in filled[1:])
