"""What planning is asked with, and what it answers: frozen, without tables or map engines.

Times are minutes after midnight on the agency's wall clock, distances metres, points (lat, lon).
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from nemt_desk.ground.ids import Id

type LatLon = tuple[float, float]


class Severity(StrEnum):
    """Whether a person must override with a reason, or is only told."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Violation:
    """Why a ride does not fit a driver's day, in words for the dispatcher."""

    code: str
    sentence: str
    severity: Severity = Severity.BLOCK
    minutes_over: int = 0

    @property
    def is_blocking(self) -> bool:
        """Tell whether it takes a reason to go on."""
        return self.severity is Severity.BLOCK


class Figures(Protocol):
    """The agency's minutes that planning needs; the office's settings have them."""

    @property
    def load_min(self) -> int:
        """Minutes to get in or out at one stop."""
        ...

    @property
    def pickup_window_min(self) -> int:
        """How many minutes after the planned time still count as in time."""
        ...

    @property
    def slack_min(self) -> int:
        """How many minutes late are not worth a word."""
        ...


@dataclass(frozen=True, slots=True)
class Leg:
    """The way between two points; `is_estimate` if it was not routed on a map."""

    distance_m: float
    minutes: float
    is_estimate: bool = False


class Travel(Protocol):
    """Knows how far it is."""

    def leg(self, start: LatLon, end: LatLon) -> Leg:
        """Return the way from `start` to `end`."""
        ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A place a run may stop at; `point` is None while it has no pin."""

    place_id: Id
    point: LatLon | None = None


@dataclass(frozen=True, slots=True)
class RideTask:
    """One ride as planning sees it.

    Both times are None for a will-call return that has not been called yet. `latest_min` is the
    appointment. `waits` marks the way back of a wait-and-return: the driver stays in between.
    `language` is what the member speaks, empty where no other than the office's is needed.
    """

    ride_id: Id
    trip_id: Id
    member_id: Id
    origin: Spot
    destination: Spot
    pickup_min: int | None
    dropoff_min: int | None
    latest_min: int | None = None
    seats: int = 1
    wheelchair_places: int = 0
    needs_lift: bool = False
    needs_door_through: bool = False
    direct_m: float | None = None
    drive_min: int | None = None
    mode: int = 2
    waits: bool = False
    language: str = ""

    @property
    def is_loose(self) -> bool:
        """Tell whether the ride has no time yet."""
        return self.pickup_min is None and self.dropoff_min is None

    @property
    def begin_min(self) -> int | None:
        """When the member is picked up, reckoned from the drop-off if need be."""
        if self.pickup_min is None and self.dropoff_min is not None:
            return self.dropoff_min - (self.drive_min or 0)
        return self.pickup_min

    @property
    def end_min(self) -> int | None:
        """When the member is dropped off, reckoned from the pick-up if need be."""
        if self.dropoff_min is None and self.pickup_min is not None:
            return self.pickup_min + (self.drive_min or 0)
        return self.dropoff_min


@dataclass(frozen=True, slots=True)
class Hours:
    """A span in which a driver drives.

    In it a break of `break_min` begins and ends between `break_from_min` and `break_until_min`;
    without them, anywhere.
    """

    start_min: int
    end_min: int
    break_min: int = 0
    break_from_min: int | None = None
    break_until_min: int | None = None


@dataclass(frozen=True, slots=True)
class DayCar:
    """The car of a day; `seats` are for riders."""

    plate: str
    seats: int
    wheelchair_places: int = 0
    has_lift: bool = False


@dataclass(frozen=True, slots=True)
class DayCredential:
    """A credential by its name in words; `until_day` is its last good day, None without end."""

    name: str
    until_day: date | None
    is_blocking: bool = True


@dataclass(frozen=True, slots=True)
class DayRelation:
    """How the driver stands to a member; `name` in words."""

    member_id: Id
    name: str
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Declined:
    """A ride the driver was asked for and did not take, and on which day he said so."""

    ride_id: Id
    on: date
    is_order: bool = False


@dataclass(frozen=True, slots=True)
class DriverDay:
    """One driver on one day, with what he drives already.

    `hours` are those of the day, `has_hours` whether there are any on any day. `away` is the
    reason of a day off (perhaps empty), None if there is none. `missing` was never entered.
    `max_m` is how far one ride may go, `day_m` how far the whole day. `apart` are pairs of members
    who may not ride together, all the office has. A carrier has cars and hours of his own; a
    private driver drives only those he is related to.
    """

    driver_id: Id
    name: str
    day: date
    car: DayCar | None = None
    hours: tuple[Hours, ...] = ()
    has_hours: bool = False
    away: str | None = None
    credentials: tuple[DayCredential, ...] = ()
    missing: tuple[DayCredential, ...] = ()
    relations: tuple[DayRelation, ...] = ()
    is_volunteer: bool = True
    recognized_on: date | None = None
    recognized_until: date | None = None
    is_open_to_all: bool = False
    is_door_through: bool = False
    max_m: float | None = None
    start: LatLon | None = None
    end: LatLon | None = None
    tasks: tuple[RideTask, ...] = ()
    languages: tuple[str, ...] = ()
    day_m: float | None = None
    is_carrier: bool = False
    is_private: bool = False
    declined: tuple[Declined, ...] = ()
    apart: frozenset[frozenset[Id]] = frozenset()

    def plus(self, ride: RideTask) -> "DriverDay":
        """Return the day with this ride on it."""
        return replace(self, tasks=(*self.minus(ride.ride_id).tasks, ride))

    def minus(self, ride_id: Id) -> "DriverDay":
        """Return the day without this ride; the same day if it is not on it."""
        if all(task.ride_id != ride_id for task in self.tasks):
            return self
        return replace(self, tasks=tuple(t for t in self.tasks if t.ride_id != ride_id))
