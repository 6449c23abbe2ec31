"""What leaves the cases room."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nemt_desk.ground.ids import Id


class CaseKind(StrEnum):
    """What somebody told us."""

    COMPLAINT = "complaint"
    COMMENDATION = "commendation"
    INQUIRY = "inquiry"
    INCIDENT = "incident"
    SUGGESTION = "suggestion"


class CaseMethod(StrEnum):
    """How it reached the office."""

    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    IN_PERSON = "in_person"
    FORM = "form"


class CaseState(StrEnum):
    """Open until it has an outcome."""

    OPEN = "open"
    CLOSED = "closed"


class Priority(StrEnum):
    """How soon it must be answered."""

    SAFETY = "safety"
    URGENT = "urgent"
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class CaseStep:
    """Something that was done about it."""

    id: Id
    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint, commendation, inquiry, incident or suggestion."""

    id: Id
    version: int
    number: str
    kind: CaseKind
    method: CaseMethod
    priority: Priority
    received_on: date
    due_on: date
    from_name: str
    from_phone: str
    member_id: Id | None
    ride_id: Id | None
    driver_id: Id | None
    place_id: Id | None
    summary: str
    details: str
    state: CaseState
    outcome: str
    closed_on: date | None
    steps: tuple[CaseStep, ...] = ()
