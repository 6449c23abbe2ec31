"""What leaves the calls: one call, and what a yes did."""

from dataclasses import dataclass
from datetime import datetime

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.runs.rows import CallResult

RESULTS = {
    CallResult.YES: "yes",
    CallResult.NO: "no",
    CallResult.NO_ANSWER: "no answer",
    CallResult.MESSAGE: "message left",
}


@dataclass(frozen=True, slots=True)
class CallAbout:
    """What a driver is called about: a ride, or a standing order."""

    ride_id: Id | None = None
    standing_id: Id | None = None


@dataclass(frozen=True, slots=True)
class DriverCall:
    """A call: who was asked about what, what he said (UTC), who called."""

    id: Id
    about: CallAbout
    driver_id: Id
    driver_name: str
    result: CallResult
    note: str
    called_at: datetime
    called_by: str

    @property
    def result_text(self) -> str:
        """What he said, in words."""
        return RESULTS[self.result]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a yes did: rides that are on his runs now, and rides that did not fit him."""

    changes: Changes
    taken: tuple[Id, ...]
    left: tuple[Id, ...] = ()
