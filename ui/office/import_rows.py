"""The rows of a plan as a table shows them: which to look at, which are refused, and why."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from html import escape

from nemt_desk.exchange.plan import ImportPlan, Outcome, PlannedRow
from ui.widgets.rows import Column

_MARKS = {
    Outcome.IMPORTED: "✓ comes in",
    Outcome.REFUSED: "✗ refused",
    Outcome.SKIPPED: "no record",
}
_LOOK_AT = "! comes in, look at it"


class Shown(StrEnum):
    """Which rows are shown."""

    TOLD = "told"
    REFUSED = "refused"
    WARNED = "warned"
    SOUND = "sound"
    ALL = "all"


SHOWN_WORDS = {
    Shown.TOLD: "rows with something to tell",
    Shown.REFUSED: "refused rows",
    Shown.WARNED: "rows to look at",
    Shown.SOUND: "sound rows",
    Shown.ALL: "every row",
}


def shown_rows(plan: ImportPlan, which: Shown) -> Sequence[PlannedRow]:
    """Return the rows of a choice."""
    return [row for row in plan.rows if _is_shown(row, which)]


def _is_shown(row: PlannedRow, which: Shown) -> bool:
    is_refused = row.outcome is Outcome.REFUSED
    return {
        Shown.TOLD: row.is_told,
        Shown.REFUSED: is_refused,
        Shown.WARNED: row.is_warned,
        Shown.SOUND: row.outcome is Outcome.IMPORTED and not row.is_warned,
        Shown.ALL: True,
    }[which]


def row_columns() -> Iterator[Column[PlannedRow]]:
    """Yield the columns of the table."""
    yield Column("Row", lambda row: str(row.row), sort=lambda row: row.row, right=True, width=60)
    yield Column("What happens", outcome_words, width=180)
    yield Column("Who or what", lambda row: row.label, width=210)
    yield Column("Why", lambda row: row.reason, tooltip=lambda row: _tip(row.reason), width=520)
    yield Column("Read as", read_words, tooltip=lambda row: _tip(read_words(row)), width=520)


def outcome_words(row: PlannedRow) -> str:
    """Return what becomes of a row."""
    return _LOOK_AT if row.is_warned else _MARKS[row.outcome]


def read_words(row: PlannedRow) -> str:
    """Return what the cells of a row were read as."""
    return " · ".join(" ".join(value.split()) for value in row.values.values())


def _tip(words: str) -> str:
    """Qt reads markup in a tooltip: what a list holds is shown as typed, wrapped."""
    return f"<p>{escape(words)}</p>" if words else ""
