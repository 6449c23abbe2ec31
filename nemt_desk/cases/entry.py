"""What is typed to record a case."""

from dataclasses import dataclass
from datetime import date

from nemt_desk.cases.rows import CaseKind, CaseMethod, Priority
from nemt_desk.ground.ids import Id


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A case as typed; `due_on` None lets the priority choose."""

    summary: str
    received_on: date
    kind: CaseKind = CaseKind.COMPLAINT
    method: CaseMethod = CaseMethod.PHONE
    priority: Priority = Priority.ROUTINE
    due_on: date | None = None
    from_name: str = ""
    from_phone: str = ""
    member_id: Id | None = None
    ride_id: Id | None = None
    driver_id: Id | None = None
    place_id: Id | None = None
    details: str = ""
