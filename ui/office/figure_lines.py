"""The figures of the agency's pack as a table shows them, and one of them in words."""

from nemt_desk.figures.rows import UNVERIFIED, FigureGroup, FigureRow
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.words import day_year_text
from ui.office.calendar_lines import CONFIDENCES
from ui.widgets.rows import Column

GROUPS: dict[FigureGroup | None, str] = {
    None: "everything in force today",
    FigureGroup.LOCAL: "what this agency may set",
    FigureGroup.PHONE: "telephones, all years",
    FigureGroup.DATED: "the pack's figures, all years",
}


def _status(row: FigureRow) -> str:
    return "unverified" if row.confidence == UNVERIFIED else ""


def _sure(row: FigureRow) -> str:
    return {"seed": "documents", "found": "public source"}.get(row.confidence, row.confidence)


def period_text(row: FigureRow) -> str:
    """Return from when to when the pack's figure holds."""
    first = f"from {day_year_text(row.since).partition(' ')[2]}" if row.since else ""
    last = f"until {day_year_text(row.until).partition(' ')[2]}" if row.until else ""
    return " ".join(part for part in (first, last) if part) or "always"


COLUMNS = [
    Column[FigureRow]("Figure", lambda r: r.label, tooltip=lambda r: r.label, width=290),
    Column[FigureRow](
        "State pack", lambda r: r.pack_text, tooltip=lambda r: r.pack_text, width=115
    ),
    Column[FigureRow](
        "Ours",
        lambda r: r.laid.text if r.laid is not None else "",
        tooltip=lambda r: r.laid.why if r.laid is not None else "",
        width=95,
    ),
    Column[FigureRow](
        "How sure",
        _sure,
        status=_status,
        tooltip=lambda r: CONFIDENCES.get(r.confidence, ""),
        width=122,
    ),
    Column[FigureRow]("Rule", lambda r: r.rule, width=80),
    Column[FigureRow]("In force", period_text, sort=lambda r: r.since, width=190),
    Column[FigureRow]("Source", lambda r: r.source, tooltip=lambda r: r.source, width=220),
]


def told(row: FigureRow, time: AgencyTime) -> str:
    """Return what is known of a figure, line by line."""
    sure = CONFIDENCES.get(row.confidence, "")
    lines = [f"The state pack says: {row.pack_text}."]
    if row.rule:
        lines.append(f"Rule: {row.rule}.")
    if row.source:
        lines.append(f"Source: {row.source}{f' ({sure})' if sure else ''}.")
    lines.append(f"In force: {period_text(row)}.")
    if row.laid is not None:
        lines.append(_laid(row, time))
    elif row.can_be_laid:
        lines.append(
            "Nothing is laid over it: the state pack's own counts. Enter goes to “Here it is”."
        )
    return "\n".join(lines)


def _laid(row: FigureRow, time: AgencyTime) -> str:
    laid = row.laid
    if laid is None:
        return ""
    on = f" on {day_year_text(time.local(laid.at).date())}" if laid.at is not None else ""
    by = f", by {laid.by}{on}" if laid.by else ""
    why = f": {laid.why}" if laid.why else ""
    return f"Ours, which counts: {laid.text}{by}{why}."
