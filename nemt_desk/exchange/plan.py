"""What bringing in a list would do, row by row; nothing is written yet. Pure."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from nemt_desk.exchange.cells.got import Weight
from nemt_desk.exchange.fields import Subject
from nemt_desk.exchange.reading.table import PAGE_LINE, TOTALS


class Outcome(StrEnum):
    """What becomes of a row."""

    IMPORTED = "imported"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about one cell (`column` is its header; "" for the whole row)."""

    key: str
    column: str
    typed: str
    sentence: str
    weight: Weight


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the file and what becomes of it.

    `typed` is the whole row as it stands; `values` the normal form of each field; `entry` what
    would be kept (None if nothing); `label` tells people which record it is.
    """

    row: int
    line: int
    outcome: Outcome
    typed: tuple[str, ...]
    label: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    entry: Any = None

    @property
    def is_warned(self) -> bool:
        """Tell whether it is imported with something to look at."""
        return self.outcome is Outcome.IMPORTED and bool(self.findings)

    @property
    def is_told(self) -> bool:
        """Tell whether somebody should see it: refused, warned of, or left out by what it says."""
        return bool(self.findings) or (
            self.outcome is Outcome.SKIPPED and self.label in {TOTALS, PAGE_LINE}
        )

    @property
    def reason(self) -> str:
        """Everything that is told about the row, in one line; what refused it comes first."""
        ordered = sorted(self.findings, key=lambda one: one.weight is not Weight.ROW)
        parts = []
        for one in ordered:
            where = f"{one.column}: " if one.column else ""
            typed = f" (“{_short(one.typed)}”)" if one.typed else ""
            parts.append(f"{where}{one.sentence}{typed}")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All rows of a table; `notes` are sentences about the file as a whole."""

    subject: Subject
    file_name: str
    sha256: str
    sheet: str
    header_row: int
    headers: tuple[str, ...]
    mapping: Mapping[str, str]
    rows: tuple[PlannedRow, ...]
    notes: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """How many rows were read, blank lines and titles among them."""
        return len(self.rows)

    @property
    def imported(self) -> int:
        """How many rows would be imported."""
        return sum(row.outcome is Outcome.IMPORTED for row in self.rows)

    @property
    def warned(self) -> int:
        """How many of those have something to look at."""
        return sum(row.is_warned for row in self.rows)

    @property
    def refused(self) -> int:
        """How many rows can't be taken."""
        return sum(row.outcome is Outcome.REFUSED for row in self.rows)

    @property
    def skipped(self) -> int:
        """How many rows are no records."""
        return sum(row.outcome is Outcome.SKIPPED for row in self.rows)

    @property
    def entries(self) -> list[Any]:
        """What would be kept, in the order of the rows."""
        return [row.entry for row in self.rows if row.outcome is Outcome.IMPORTED]


def _short(text: str, most: int = 80) -> str:
    """Return what was typed as it can be shown in a line of words."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    cut = shown if len(shown) <= most else f"{shown[:most]}…"
    # Letters from right to left must not turn the rest of the line round.
    is_turned = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in cut)
    return f"\u2068{cut}\u2069" if is_turned else cut
