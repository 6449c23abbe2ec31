"""The words of standing orders, and small rows about one of their days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nemt_desk.ground.ids import Id
from nemt_desk.trips.rows import HolidayRule

__all__ = [
    "DayChoice",
    "DayState",
    "Fate",
    "Hit",
    "HitKind",
    "HolidayRule",
    "OrderDay",
    "Proposal",
    "Scope",
    "Settled",
    "TripFate",
]


class DayChoice(StrEnum):
    """How one day of a standing order was settled."""

    SKIP = "skip"
    MOVE = "move"
    KEEP = "keep"


class HitKind(StrEnum):
    """What a day of a standing order collides with, the most serious first."""

    ARCHIVED = "archived"
    PLACE_CLOSED = "place_closed"
    ABSENCE = "absence"
    NOT_ELIGIBLE = "not_eligible"
    RULES = "rules"
    NO_WAY = "no_way"
    FACILITY = "facility"
    SCHOOL = "school"
    HOLIDAY = "holiday"
    OTHER_RIDE = "other_ride"
    DRIVER = "driver"


NEVER = frozenset({HitKind.PLACE_CLOSED, HitKind.ARCHIVED, HitKind.NO_WAY})
"""What no reason lets a trip be made against."""


class DayState(StrEnum):
    """What became, or becomes, of one day of a standing order."""

    MADE = "made"
    CANCELLED = "cancelled"
    DUE = "due"
    SKIPPED = "skipped"
    WAITING = "waiting"


class Scope(StrEnum):
    """How much of a standing order a change means."""

    WHOLE = "whole"
    FROM = "from"


class Fate(StrEnum):
    """What a change of its order means for a trip that is there already."""

    FOLLOWS = "follows"
    CANCELLED = "cancelled"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something a day collides with; `stops` is False where the trip is made all the same.

    `key` tells this fact from others of its kind, so that a settled day comes back when it changes.
    `rule` and `paper` are those of the rules' finding.
    """

    kind: HitKind
    sentence: str
    key: str
    stops: bool = True
    rule: str = ""
    paper: str = ""

    @property
    def mark(self) -> str:
        """What is kept of it with a settled day."""
        return f"{self.kind.value}:{self.key}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be done with a day; without `choice` there is nothing to settle on the desk."""

    choice: DayChoice | None
    to_day: date | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Settled:
    """How somebody settled a day, why, and the marks of what it collided with then."""

    choice: DayChoice
    to_day: date | None
    reason: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OrderDay:
    """One day of the pattern; `on_day` is the day its trip is made on, None if none is.

    `is_waiting`: a person must look. `trip_id` is None while there is no trip that stands.
    """

    order_id: Id
    day: date
    on_day: date | None
    state: DayState
    sentence: str
    hits: tuple[Hit, ...] = ()
    proposal: Proposal | None = None
    settled: Settled | None = None
    trip_id: Id | None = None
    is_by_hand: bool = False
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class TripFate:
    """What becomes of one trip; `off_run` is the draft run it comes off."""

    trip_id: Id
    version: int
    day: date
    fate: Fate
    sentence: str
    off_run: str = ""
