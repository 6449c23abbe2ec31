"""What leaves the weather room. Hours are minutes after midnight on the agency's wall clock."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from nemt_desk.ground.ids import Id
from nemt_desk.trips.rows import RideLine

WHOLE_DAY = (0, 24 * 60)


class WeatherChoice(StrEnum):
    """What was decided about one ride of a weather day."""

    OPEN = "open"
    GO = "go"
    CANCEL = "cancel"
    MOVE = "move"


class Told(StrEnum):
    """Whether the member has been told."""

    NOT_YET = "not_yet"
    TOLD = "told"
    MESSAGE = "message"
    NO_ANSWER = "no_answer"


class Urgency(IntEnum):
    """How badly a ride is needed, the most first: treatment that can't wait stands on top."""

    VITAL = 0
    TREATMENT = 1
    OTHER = 2


@dataclass(frozen=True, slots=True)
class WeatherDay:
    """A day of bad weather or a shut building.

    No `towns`: everywhere. With `place_id` only rides from or to that place count.
    """

    id: Id
    version: int
    day: date
    from_min: int
    until_min: int
    towns: tuple[str, ...]
    place_id: Id | None
    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherEntry:
    """A weather day as it is typed."""

    day: date
    name: str
    from_min: int = WHOLE_DAY[0]
    until_min: int = WHOLE_DAY[1]
    towns: tuple[str, ...] = ()
    place_id: Id | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What becomes of one ride; `to_day` is given with MOVE only."""

    choice: WeatherChoice
    reason: str = ""
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class WeatherRide:
    """One ride of a weather day, what was decided and whether the member knows."""

    line: RideLine
    urgency: Urgency
    choice: WeatherChoice
    reason: str
    told: Told
    told_at: datetime | None
    told_note: str

    @property
    def is_to_tell(self) -> bool:
        """Tell whether the member must still hear that the ride changes."""
        is_changed = self.choice in {WeatherChoice.CANCEL, WeatherChoice.MOVE}
        return is_changed and self.told is not Told.TOLD


@dataclass(frozen=True, slots=True)
class WeatherSheet:
    """A weather day with its rides, the most needed first."""

    weather: WeatherDay
    rides: tuple[WeatherRide, ...]

    def count(self, choice: WeatherChoice) -> int:
        """Return how many rides were decided so."""
        return sum(one.choice is choice for one in self.rides)

    @property
    def to_tell(self) -> int:
        """How many members must still be told."""
        return len({one.line.ride.member_id for one in self.rides if one.is_to_tell})
