"""How cases are worded on screen."""

from collections.abc import Mapping
from datetime import date

from nemt_desk.cases.rows import Case, CaseKind, CaseMethod, CaseState, Priority

_SOON_DAYS = 3

KINDS: Mapping[object, str] = {
    CaseKind.COMPLAINT: "Complaint",
    CaseKind.COMMENDATION: "Commendation",
    CaseKind.INQUIRY: "Inquiry",
    CaseKind.INCIDENT: "Incident",
    CaseKind.SUGGESTION: "Suggestion",
}
METHODS: Mapping[object, str] = {
    CaseMethod.PHONE: "Telephone",
    CaseMethod.LETTER: "Letter",
    CaseMethod.EMAIL: "E-mail",
    CaseMethod.IN_PERSON: "In person",
    CaseMethod.FORM: "Form",
}
PRIORITIES: Mapping[object, str] = {
    Priority.SAFETY: "Safety: by tomorrow",
    Priority.URGENT: "Urgent: within 5 days",
    Priority.ROUTINE: "Routine: within 30 days",
}


def due_words(case: Case, today: date) -> str:
    """Return how far off the due date is."""
    if case.state is CaseState.CLOSED:
        return "closed"
    days = (case.due_on - today).days
    if days < 0:
        return f"{-days} day{'s' if days < -1 else ''} overdue"
    return {0: "due today", 1: "due tomorrow"}.get(days, f"due in {days} days")


def due_status(case: Case, today: date) -> str:
    """Return the look of the due date (a key of ui.theme.status)."""
    if case.state is CaseState.CLOSED:
        return "closed"
    days = (case.due_on - today).days
    return "overdue" if days < 0 else "due" if days <= _SOON_DAYS else "open"


def case_title(case: Case, today: date) -> str:
    """Return `Complaint C26-0001 · 3 days overdue`."""
    return f"{KINDS[case.kind]} {case.number} · {due_words(case, today)}"
