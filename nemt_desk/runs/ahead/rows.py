"""What is coming, as frozen rows. Distances are metres, times minutes after midnight."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

from nemt_desk.ground.ids import Id


class Half(StrEnum):
    """A half of a day, parted at noon."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class HalfDay:
    """Rides expected against volunteers on hand in half a day.

    Attributes:
        booked: Rides that are booked, standing orders' trips included.
        standing: Rides that standing orders will make and have not made yet.
        usual: Rides beyond standing orders that this half of this weekday has had of late, on
            average; what is booked already counts into it.
        without_driver: How many of the booked ones nobody drives yet.
        volunteers: How many drive that day for an hour or more of this half.
        volunteer_min: Their minutes together.
        per_volunteer: Rides that one volunteer has driven in half a day of late, on average.
    """

    day: date
    half: Half
    booked: int
    booked_once: int
    standing: int
    usual: float
    without_driver: int
    volunteers: int
    volunteer_min: int
    per_volunteer: float
    names: tuple[str, ...] = ()

    @property
    def expected(self) -> int:
        """Rides to reckon with: booked, to be made, and what usually still comes."""
        still = max(0.0, self.usual - self.booked_once)
        return self.booked + self.standing + round(still)

    @property
    def needed(self) -> int:
        """How many volunteers these rides take."""
        return ceil(self.expected / self.per_volunteer - 1e-9)

    @property
    def short(self) -> int:
        """How many volunteers are missing; 0 where there are enough."""
        return max(0, self.needed - self.volunteers)


@dataclass(frozen=True, slots=True)
class AheadDay:
    """Both halves of a day; `holiday` is its name, empty on other days."""

    day: date
    morning: HalfDay
    afternoon: HalfDay
    holiday: str = ""

    @property
    def short(self) -> int:
        """How many volunteers are missing at the worse half."""
        return max(self.morning.short, self.afternoon.short)


@dataclass(frozen=True, slots=True)
class FarRide:
    """A long way there; `standing` if a standing order made it. `back` tells how it returns."""

    ride_id: Id
    trip_id: Id
    member_id: Id
    day: date
    member: str
    phone: str
    start: str
    start_town: str
    end: str
    end_town: str
    pickup_min: int | None
    appointment_min: int | None
    direct_m: float
    driver: str
    back: str
    is_standing: bool
    seats: int = 1
    wheelchair_places: int = 0


@dataclass(frozen=True, slots=True)
class SharedDay:
    """Two long ways that one car could drive on one day: what that saves there and back.

    `moving` is the ride whose appointment would move to the other's day; None if both are on one
    day already. `detour_min` is how much longer the first on board sits in the car.
    """

    first: FarRide
    second: FarRide
    moving: FarRide | None
    saved_m: float
    detour_min: float
    is_estimate: bool

    @property
    def day(self) -> date:
        """The day both would ride on."""
        if self.moving is None:
            return self.first.day
        return self.second.day if self.moving is self.first else self.first.day


@dataclass(frozen=True, slots=True)
class FarList:
    """The long ways of some days, and which could be shared, the most saving first."""

    first: date
    last: date
    least_m: float
    rides: tuple[FarRide, ...]
    shared: tuple[SharedDay, ...]
