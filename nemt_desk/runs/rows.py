"""What leaves the runs room, apart from the run sheet (sheet_rows)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nemt_desk.ground.ids import Id


class RunState(StrEnum):
    """A run is a draft until it is published."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A ride on a run; `override_reason` says why it stays although it does not fit."""

    id: Id
    run_id: Id
    ride_id: Id
    override_reason: str


@dataclass(frozen=True, slots=True)
class Run:
    """One driver's day. `code` is short, unique and printed as text and QR."""

    id: Id
    version: int
    code: str
    day: date
    driver_id: Id
    car_id: Id | None
    state: RunState
    published_at: datetime | None
    note: str
    assignments: tuple[Assignment, ...]
