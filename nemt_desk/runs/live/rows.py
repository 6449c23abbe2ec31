"""What leaves the live day. A `…_min` is minutes after midnight, agency time, or a span of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.planning.rows import Violation
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.trips.rows import CancelNotice


class NoShowStep(StrEnum):
    """What the agency does before a member counts as not there."""

    WAITED = "waited"
    CALLED_MEMBER = "called_member"
    CALLED_FACILITY = "called_facility"
    LOOKED = "looked"


class OutKind(StrEnum):
    """Why a driver drives no further."""

    CANNOT_COME = "cannot_come"
    BREAKDOWN = "breakdown"


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step before a no-show, who took it and when."""

    step: NoShowStep
    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class NoShow:
    """What is kept of a no-show; `counts` is None until somebody decided."""

    steps: tuple[StepTaken, ...]
    counts: bool | None
    decided_by: str
    decided_at: datetime | None
    why: str

    def missing(self, wanted: tuple[str, ...]) -> tuple[NoShowStep, ...]:
        """Return the steps of `wanted` that were not taken, in their order."""
        done = {taken.step for taken in self.steps}
        return tuple(step for step in map(NoShowStep, wanted) if step not in done)


@dataclass(frozen=True, slots=True)
class CancelPlan:
    """What cancelling a ride means: how late it is, what else goes, who must hear of it."""

    ride: BoardRide
    notice: CancelNotice
    notice_words: str
    later: tuple[BoardRide, ...]
    drivers: tuple[str, ...]
    no_load: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutEntry:
    """A driver who is out on `day` from `from_min` on (None: the whole day), until `until`.

    `where` says where the car stands at a breakdown.
    """

    driver_id: Id
    kind: OutKind
    day: date
    until: date | None = None
    from_min: int | None = None
    reason: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Out:
    """What became of it: the rides back on the desk, the most urgent first."""

    changes: Changes
    rides: tuple[BoardRide, ...]


@dataclass(frozen=True, slots=True)
class Helper:
    """One volunteer who could come now: `arrive_min` is when, `wait_min` how long the member waits.

    `from_words` says where his car will be then; `pickup_min` and `dropoff_min` are the times he
    would have. `has_it`: the ride is on his run now.
    """

    driver_id: Id
    name: str
    violations: tuple[Violation, ...]
    arrive_min: int
    pickup_min: int
    dropoff_min: int
    wait_min: int
    from_words: str
    is_estimate: bool
    has_it: bool = False

    @property
    def can_take(self) -> bool:
        """Tell whether no reason is needed."""
        return not any(violation.is_blocking for violation in self.violations)


class NeedKind(StrEnum):
    """What needs a hand on the day, the most pressing first."""

    STRANDED = "stranded"
    LATE = "late"
    AT_DOOR = "at_door"
    READY = "ready"
    NO_SHOW = "no_show"
    SOON = "soon"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Need:
    """One ride that needs a hand.

    `minutes` is how long it is over (above 0) or has left (0 or below) at `due_min`.
    """

    kind: NeedKind
    ride: BoardRide
    driver: str
    due_min: int | None
    minutes: int
    words: str
    next_words: str
