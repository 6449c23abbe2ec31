"""What leaves the runs room, apart from the run sheet (sheet_rows)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nemt_desk.ground.ids import Id


class RunState(StrEnum):
    """A run is a draft until it is published."""

    DRAFT = "draft"
    PUBLISHED = "published"


class CallResult(StrEnum):
    """What a driver said when he was called about a ride."""

    YES = "yes"
    NO = "no"
    NO_ANSWER = "no_answer"
    MESSAGE = "message"


class TellWho(StrEnum):
    """Who is to be told of a run or of a ride on it."""

    DRIVER = "driver"
    MEMBER = "member"


class TellResult(StrEnum):
    """How the telling went."""

    TOLD = "told"
    MESSAGE = "message"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A ride on a run; `override_reason` says why it stays although it does not fit.

    `pickup_at` and `dropoff_at` are what a plan set, None where the booked times hold. A pinned
    ride is not moved by a plan.
    """

    id: Id
    run_id: Id
    ride_id: Id
    override_reason: str
    is_pinned: bool = False
    pickup_at: datetime | None = None
    dropoff_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One driver's day. `code` is short, unique and printed as text and QR.

    It starts and ends at the driver's home unless `start_id` or `end_id` name another place.
    """

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
    start_id: Id | None = None
    end_id: Id | None = None
