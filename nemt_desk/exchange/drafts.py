"""Rows while they are looked over: each cell read once, findings collected, then planned. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nemt_desk.exchange.cells.got import EMPTY, Got, Weight
from nemt_desk.exchange.cells.words import CONTROL_TOLD, tidy
from nemt_desk.exchange.plan import Finding, Outcome, PlannedRow
from nemt_desk.exchange.reading.grid import GridRow
from nemt_desk.exchange.reading.table import Table

if TYPE_CHECKING:
    from datetime import time

type Reader = Callable[[str], Got]
type Readers = Mapping[str, Reader]

FORMULA = "A live formula stands in this cell; no value was taken from it."
TOO_MANY = (
    "This row has more cells than there are columns: a comma outside quotation marks moved them."
)
_MOST_TYPED = 200
RAW = frozenset({"office_note", "driver_note", "description"})
"""Fields whose line breaks are kept: their readers get the cell as it is."""


class Draft:
    """One row under way."""

    __slots__ = ("_columns", "entry", "findings", "got", "label", "reckoned", "row")

    def __init__(self, row: GridRow, columns: Mapping[str, tuple[int, str]]) -> None:
        self.row = row
        self.got: dict[str, Got] = {}
        self.findings: list[Finding] = []
        self.entry: object = None
        self.label = ""
        self.reckoned: time | None = None
        self._columns = columns

    @property
    def is_refused(self) -> bool:
        """Tell whether the row can't be taken."""
        return any(one.weight is Weight.ROW for one in self.findings)

    @property
    def is_alone(self) -> bool:
        """Tell whether one cell alone stands in the row of a list of several columns."""
        return len(self._columns) > 2 and sum(bool(cell.strip()) for cell in self.row.cells) == 1

    def has(self, key: str) -> bool:
        """Tell whether the list has a column for this."""
        return key in self._columns

    def value(self, key: str) -> object:
        """Return what a cell says, None for nothing."""
        return self.got.get(key, EMPTY).value

    def line(self, key: str) -> str:
        """Return a cell's text, "" for nothing."""
        found = self.got.get(key, EMPTY).value
        return found if isinstance(found, str) else ""

    def typed(self, key: str) -> str:
        """Return a cell as it was typed."""
        if key not in self._columns:
            return ""
        at = self._columns[key][0]
        return self.row.cells[at] if at < len(self.row.cells) else ""

    def say(self, key: str, weight: Weight, sentence: str) -> None:
        """Add a finding about a field; a refused cell loses its value."""
        column = self._columns[key][1] if key in self._columns else ""
        self.findings.append(Finding(key, column, self.typed(key), sentence, weight))
        if weight is Weight.CELL:
            self.got[key] = EMPTY

    def warn(self, key: str, sentence: str) -> None:
        """Add a warning."""
        self.say(key, Weight.WARNING, sentence)

    def refuse(self, key: str, sentence: str) -> None:
        """Refuse the row because of a field."""
        self.say(key, Weight.ROW, sentence)

    def put(self, key: str, got: Got) -> None:
        """Give a field another value."""
        self.got[key] = got

    def left_out(self) -> list[str]:
        """Return what stood in cells that can't be used, a line each, for a note."""
        return [
            f"{one.column} in the list: {' '.join(one.typed.split())[:_MOST_TYPED]}"
            for one in self.findings
            if one.weight is Weight.CELL and one.column and one.typed.strip()
        ]

    def planned(self) -> PlannedRow:
        """Return the row as it is planned."""
        refused = self.is_refused
        return PlannedRow(
            row=self.row.row,
            line=self.row.line,
            outcome=Outcome.REFUSED if refused else Outcome.IMPORTED,
            typed=self.row.cells,
            label=self.label,
            values={key: got.text for key, got in self.got.items() if got.text},
            findings=tuple(self.findings),
            entry=None if refused else self.entry,
        )


@dataclass(frozen=True, slots=True)
class _Cells:
    """One mapped column: where it stands, how it is read, and what was read of it before."""

    key: str
    at: int
    reader: Reader
    known: dict[str, Got] = field(default_factory=dict)

    def read_into(self, draft: Draft) -> None:
        """Read the row's cell."""
        cells = draft.row.cells
        cell = cells[self.at] if self.at < len(cells) else ""
        if not cell:
            return
        if self.at in draft.row.formulas:
            draft.warn(self.key, FORMULA)
            return
        got = self.known.get(cell)
        if got is None:
            got = self.known[cell] = _read(self.reader, cell, is_raw=self.key in RAW)
        if got.value is not None:
            draft.got[self.key] = got
        if got.weight is not None:
            draft.say(self.key, got.weight, got.sentence)


def drafts_of(table: Table, mapping: Mapping[str, str], readers: Readers) -> list[Draft]:
    """Read every mapped cell of every record; the same text is read once per column."""
    places = {header: at for at, header in enumerate(table.headers)}
    columns = {key: (places[header], header) for key, header in mapping.items() if header in places}
    width = len(table.headers)
    read = [_Cells(key, at, readers[key]) for key, (at, _) in columns.items() if key in readers]
    drafts = []
    for row in table.rows:
        draft = Draft(row, columns)
        for column in read:
            column.read_into(draft)
        if len(row.cells) > width and any(cell.strip() for cell in row.cells[width:]):
            draft.refuse("", TOO_MANY)
        drafts.append(draft)
    return drafts


def _read(reader: Reader, cell: str, *, is_raw: bool) -> Got:
    if is_raw:
        return reader(cell)
    text, had_control = tidy(cell)
    got = reader(text)
    if had_control and got.weight is None:
        return Got(got.value, got.text, Weight.WARNING, CONTROL_TOLD)
    return got


def planned_rows(table: Table, drafts: Sequence[Draft]) -> tuple[PlannedRow, ...]:
    """Return records and skipped rows in the order of the file."""
    rows = [draft.planned() for draft in drafts]
    rows += [
        PlannedRow(one.row, one.line, Outcome.SKIPPED, one.cells, one.reason)
        for one in table.skipped
    ]
    return tuple(sorted(rows, key=lambda row: row.row))
