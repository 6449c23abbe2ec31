"""What leaves the trips room. Moments are aware UTC; distances metres; durations minutes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nemt_desk.ground.ids import Id
from nemt_desk.members.rows import Assistance


class Purpose(StrEnum):
    """What a trip is for (S4-010)."""

    COVERED_SERVICE = "covered_service"
    APPEAL_HEARING = "appeal_hearing"
    OTHER = "other"


class Care(StrEnum):
    """Which distance limit holds (S4-061)."""

    PRIMARY = "primary"
    SPECIALTY = "specialty"


class Leg(StrEnum):
    """Which leg of its trip a ride is."""

    OUTBOUND = "outbound"
    ONWARD = "onward"
    RETURN = "return"


class ReturnKind(StrEnum):
    """How the member comes back (S0-17)."""

    SCHEDULED = "scheduled"
    WILL_CALL = "will_call"
    WAIT = "wait"
    NONE = "none"


class RideState(StrEnum):
    """Where a ride stands; unassigned and assigned are told by its run."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    WILL_CALL = "will_call"
    EN_ROUTE = "en_route"
    ABOARD = "aboard"
    LATE = "late"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


OPEN_STATES = frozenset(RideState) - {RideState.DONE, RideState.NO_SHOW, RideState.CANCELLED}


class CompanionKind(StrEnum):
    """Who rides along; a service animal takes no seat (S1-22)."""

    RESPONSIBLE_PERSON = "responsible_person"
    PARENT = "parent"
    GUARDIAN = "guardian"
    CAREGIVER = "caregiver"
    ADULT = "adult"
    ATTENDANT = "attendant"
    SIBLING = "sibling"
    SERVICE_ANIMAL = "service_animal"


class CompanionReason(StrEnum):
    """Why a companion rides along (S4-066, S4-067)."""

    DECISIONS = "decisions"
    LEARN_CARE = "learn_care"
    NECESSARY = "necessary"
    THERAPY = "therapy"


@dataclass(frozen=True, slots=True)
class Companion:
    """One companion of a trip."""

    kind: CompanionKind
    name: str = ""
    reason: CompanionReason | None = None


@dataclass(frozen=True, slots=True)
class Mileage:
    """A ride's routed distance and where it comes from (S4-137, S4-142)."""

    direct_m: float
    minutes: int
    engine: str
    version: str
    map_date: date | None
    map_hash: str


@dataclass(frozen=True, slots=True)
class Ride:
    """One leg. `pickup_at` and `dropoff_at` are None while a will-call return has no time."""

    id: Id
    version: int
    trip_id: Id
    member_id: Id
    seq: int
    leg: Leg
    day: date
    from_id: Id
    to_id: Id
    pickup_at: datetime | None
    dropoff_at: datetime | None
    appointment_at: datetime | None
    return_kind: ReturnKind
    state: RideState
    state_reason: str
    mode: int
    assistance: Assistance
    seats: int
    wheelchair_places: int
    mileage: Mileage | None

    @property
    def is_open(self) -> bool:
        """Tell whether the ride is still to be driven."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class Trip:
    """One journey for one appointment, with its rides in order."""

    id: Id
    version: int
    member_id: Id
    standing_id: Id | None
    purpose: Purpose
    service: str
    care: Care
    place_id: Id | None
    appointment_at: datetime | None
    stay_min: int
    asked_by: str
    booked_at: datetime
    outcome: str
    override_reason: str
    driver_note: str
    office_note: str
    companions: tuple[Companion, ...]
    rides: tuple[Ride, ...]
