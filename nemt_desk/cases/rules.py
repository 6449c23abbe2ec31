"""How soon a case must be answered, and what a case needs to be kept. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from nemt_desk.cases.entry import CaseEntry
from nemt_desk.cases.rows import CaseKind, Priority
from nemt_desk.ground.errors import Problem

# No figure was found in the sources; these are a start that the due date's field overrides.
TARGET_DAYS = {Priority.SAFETY: 1, Priority.URGENT: 5, Priority.ROUTINE: 30}
_NUMBER_LETTERS = {
    CaseKind.COMPLAINT: "C",
    CaseKind.COMMENDATION: "T",
    CaseKind.INQUIRY: "Q",
    CaseKind.INCIDENT: "I",
    CaseKind.SUGGESTION: "S",
}


def due_on(received_on: date, priority: Priority) -> date:
    """Return the day by which a case should be answered."""
    return received_on + timedelta(days=TARGET_DAYS[priority])


def number(kind: CaseKind, received_on: date, count: int) -> str:
    """Return a case number such as `C26-0007`: kind, year received, count of that year."""
    return f"{_NUMBER_LETTERS[kind]}{received_on:%y}-{count:04d}"


def problems(entry: CaseEntry, today: date) -> Iterator[Problem]:
    """Yield what is wrong with an entry."""
    if not entry.summary.strip():
        yield Problem("summary", "Say in one line what it is about.")
    if entry.received_on > today:
        yield Problem("received_on", "It can't have been received in the future.")
    if entry.due_on is not None and entry.due_on < entry.received_on:
        yield Problem("due_on", "It can't be due before it was received.")
