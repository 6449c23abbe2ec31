"""What leaves the telling: who must hear what, and what was told last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from nemt_desk.ground.ids import Id
from nemt_desk.runs.rows import TellResult, TellWho

type Facts = Mapping[str, Any]
"""What can be told of a run or a ride, as JSON: keys and minutes, no names."""


class TellState(StrEnum):
    """How a line stands; the first three are still to be told."""

    CHANGED = "changed"
    NEW = "new"
    MESSAGE = "message"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to tell of what: the driver of a run, or the member of a ride."""

    who: TellWho
    id: Id


@dataclass(frozen=True, slots=True)
class Told:
    """One telling as it was kept."""

    result: TellResult
    facts: Facts
    at: datetime
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class TellLine:
    """One person and what he is to hear.

    `say` are the words to say, `changes` what is different from what he was told last; `rides` are
    the rides it is about that changed. `tries` counts calls in vain since.
    """

    target: Target
    person_id: Id
    name: str
    phone: str
    phone2: str
    remark: str
    at_min: int | None
    run_code: str
    run_id: Id | None
    driver_id: Id | None
    state: TellState
    facts: Facts
    last: Told | None
    tries: int
    say: tuple[str, ...]
    changes: tuple[str, ...]
    rides: frozenset[Id]
    why_not_yet: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether this person must still hear it; a message left is no answer."""
        return self.state is not TellState.TOLD

    @property
    def is_driver(self) -> bool:
        """Tell whether it is a driver."""
        return self.target.who is TellWho.DRIVER


@dataclass(frozen=True, slots=True)
class TellingList:
    """Whom to telephone about a day: drivers first, who is not told on top."""

    day: date
    lines: tuple[TellLine, ...]

    @property
    def open(self) -> tuple[TellLine, ...]:
        """The lines that are still to be told."""
        return tuple(line for line in self.lines if line.is_open)

    def line(self, target: Target) -> TellLine | None:
        """Return the line of a person."""
        return next((line for line in self.lines if line.target == target), None)
