"""What a place that moves or closes touches, and what would become of it, as frozen rows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import Place, PlaceEntry
from nemt_desk.trips.moving import MOVABLE, RideTimes
from nemt_desk.trips.rows import Mileage, Ride


class MoveKind(StrEnum):
    """What happens to a place."""

    CORRECTED = "corrected"
    MOVED = "moved"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody to be telephoned; digits as kept."""

    id: Id
    name: str
    phone: str = ""
    phone2: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TouchedRide:
    """An open ride from or to the place. `is_told`: its driver holds a published sheet of it."""

    ride: Ride
    member: Caller
    from_place: Place
    to_place: Place
    standing_id: Id | None = None
    run_id: Id | None = None
    run_code: str = ""
    driver: Caller | None = None
    is_told: bool = False

    @property
    def id(self) -> Id:
        """Key of the ride."""
        return self.ride.id

    @property
    def is_movable(self) -> bool:
        """Tell whether the ride is still to begin."""
        return self.ride.state in MOVABLE


@dataclass(frozen=True, slots=True)
class TouchedOrder:
    """A standing order with rides from or to the place: whose, and how it repeats."""

    id: Id
    member_name: str
    pattern: str
    rides: int


@dataclass(frozen=True, slots=True)
class Resident:
    """A member or driver who lives there; `kind` is the kind of record."""

    kind: str
    id: Id
    name: str


@dataclass(frozen=True, slots=True)
class Ripple:
    """Everything a place touches from a day on; what is over is not in it."""

    place: Place
    from_day: date
    rides: tuple[TouchedRide, ...] = ()
    orders: tuple[TouchedOrder, ...] = ()
    residents: tuple[Resident, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMove:
    """What happens to a place.

    `entry` is the place as it will be (corrected, or at its new address). Of a closed place the
    rides in `cancel` are cancelled with `reason`; the others wait to be decided one by one.
    `new_times` fills pick-ups anew from the new minutes; `without_miles` changes rides too that
    have no way, their miles then unknown. `residents`: who lives there moves along.
    """

    place_id: Id
    kind: MoveKind
    from_day: date
    entry: PlaceEntry | None = None
    new_times: bool = False
    without_miles: bool = False
    residents: bool = False
    cancel: frozenset[Id] = field(default=frozenset())
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RideChange:
    """What becomes of one ride; `why_not` says why nothing does. `note` is worth a look."""

    touched: TouchedRide
    from_place: Place
    to_place: Place
    mileage: Mileage | None = None
    times: RideTimes | None = None
    is_cancelled: bool = False
    why_not: str = ""
    note: str = ""

    @property
    def id(self) -> Id:
        """Key of the ride."""
        return self.touched.id

    @property
    def is_done(self) -> bool:
        """Tell whether the ride would be changed."""
        return not self.why_not

    @property
    def pickup_at(self) -> datetime | None:
        """The pick-up after the change."""
        return self.times.pickup_at if self.times is not None else self.touched.ride.pickup_at


@dataclass(frozen=True, slots=True)
class MovePlan:
    """What would be done, ride by ride; `after` is the place as it will be."""

    move: PlaceMove
    ripple: Ripple
    after: Place
    changes: tuple[RideChange, ...]

    @property
    def done(self) -> tuple[RideChange, ...]:
        """The rides that are changed."""
        return tuple(one for one in self.changes if one.is_done)

    @property
    def left(self) -> tuple[RideChange, ...]:
        """The rides that stay as they are, each with its reason."""
        return tuple(one for one in self.changes if not one.is_done)
