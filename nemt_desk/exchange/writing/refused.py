"""The rows a plan refuses, as a file to correct: its columns, what was typed, and why. Pure."""

from nemt_desk.exchange.plan import ImportPlan, Outcome, PlannedRow
from nemt_desk.exchange.writing.files import FileKind, written

REASON = "Why it was refused"


def refused_file(plan: ImportPlan, kind: FileKind = FileKind.CSV) -> bytes:
    """Return the refused rows; mended, the file can be brought in like the first one."""
    headers = [header for header in plan.headers if header != REASON]
    width = len(headers)
    refused = [(row, _typed(plan, row)) for row in plan.rows if row.outcome is Outcome.REFUSED]
    most = max((len(cells) for _row, cells in refused), default=width)
    # Cells beyond the last column stay where they stood, behind the reason.
    rows = [[*headers, REASON, *("" for _ in range(max(0, most - width)))]]
    for row, typed in refused:
        cells = [*typed, *("" for _ in range(width - len(typed)))]
        rows.append([*cells[:width], f"Row {row.row}: {row.reason}", *cells[width:]])
    return written(kind, "Refused rows", rows)


def _typed(plan: ImportPlan, row: PlannedRow) -> tuple[str, ...]:
    """Return a row's cells without the reason it was refused for before."""
    if REASON not in plan.headers:
        return row.typed
    at = plan.headers.index(REASON)
    return row.typed[:at] + row.typed[at + 1 :]
