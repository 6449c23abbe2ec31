"""The rows a plan refuses, as a file to correct: its columns, what was typed, and why. Pure."""

from nemt_desk.exchange.plan import ImportPlan, Outcome
from nemt_desk.exchange.writing.files import FileKind, written

REASON = "Why it was refused"


def refused_file(plan: ImportPlan, kind: FileKind = FileKind.CSV) -> bytes:
    """Return the refused rows; mended, the file can be brought in like the first one."""
    width = len(plan.headers)
    most = max((len(r.typed) for r in plan.rows if r.outcome is Outcome.REFUSED), default=width)
    # Cells beyond the last column stay where they stood, behind the reason.
    rows = [[*plan.headers, REASON, *("" for _ in range(max(0, most - width)))]]
    for row in plan.rows:
        if row.outcome is Outcome.REFUSED:
            cells = [*row.typed, *("" for _ in range(width - len(row.typed)))]
            rows.append([*cells[:width], f"Row {row.row}: {row.reason}", *cells[width:]])
    return written(kind, "Refused rows", rows)
