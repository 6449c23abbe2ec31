"""What leaves the trips room. Moments are aware UTC; distances metres; durations minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from nemt_desk.geo.roads.driving import Kind
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.members.rows import Assistance, Need
from nemt_desk.places.rows import Place


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
    ARRIVED = "arrived"
    ABOARD = "aboard"
    LATE = "late"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class HolidayRule(StrEnum):
    """What a standing order does on a holiday."""

    SKIP = "skip"
    MOVE = "move"
    KEEP = "keep"


OPEN_STATES = frozenset(RideState) - {RideState.DONE, RideState.NO_SHOW, RideState.CANCELLED}


class CancelCode(StrEnum):
    """Why a ride does not take place, for counting; the words are beside it."""

    MEMBER = "member"
    SICK = "sick"
    ABSENT = "absent"
    FACILITY = "facility"
    HOLIDAY = "holiday"
    SCHOOL = "school"
    WEATHER = "weather"
    NO_DRIVER = "no_driver"
    RULES = "rules"
    OTHER = "other"


class CancelNotice(StrEnum):
    """How long before its pick-up a ride was cancelled; the pack says what early is."""

    EARLY = "early"
    LATE = "late"
    SAME_DAY = "same_day"
    AT_DOOR = "at_door"


class DenialAction(StrEnum):
    """What a formal notice tells the member."""

    DENIED = "denied"
    REDUCED = "reduced"
    ENDED = "ended"


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
    """A ride's routed distance and where it comes from (S4-137, S4-142).

    `kind` is the pack's choice of route; `off_road_m` the metres from the road to both doors,
    which are not in `direct_m` (None: not kept then).
    """

    direct_m: float
    minutes: int
    engine: str
    version: str
    map_date: str
    map_hash: str
    kind: Kind = "shortest"
    off_road_m: float | None = None


@dataclass(frozen=True, slots=True)
class Ride:
    """One leg. `pickup_at` and `dropoff_at` are None while a will-call return has no time.

    `ready_at` is when the member of a will-call phoned; `arrived_at`, `aboard_at` and `off_at` are
    when it was marked so, `no_show` the steps taken before and after giving up.
    """

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
    reason_code: CancelCode | None
    mode: int
    assistance: Assistance
    seats: int
    wheelchair_places: int
    mileage: Mileage | None
    ready_at: datetime | None = None
    arrived_at: datetime | None = None
    aboard_at: datetime | None = None
    off_at: datetime | None = None
    notice: CancelNotice | None = None
    no_show: Mapping[str, Any] = field(default_factory=dict)

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
    caller_relation: str
    caller_phone: str
    asked: Mapping[str, Any]
    booked_at: datetime
    outcome: str
    override_reason: str
    override_by: str
    standing_day: date | None
    by_hand: bool
    driver_note: str
    office_note: str
    companions: tuple[Companion, ...]
    rides: tuple[Ride, ...]

    @property
    def can_change(self) -> bool:
        """Tell whether nothing of the trip has been driven, so that it may be booked anew."""
        return bool(self.rides) and all(ride.is_open for ride in self.rides)


# --- asking for a trip ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LegRequest:
    """One leg as asked for; `stay_min` is how long the member stays where it ends.

    `other_days` holds the miles of those days of a repeat that are driven in another way, because
    a road is shut or it is winter then.
    """

    from_id: Id
    to_id: Id
    leg: Leg = Leg.OUTBOUND
    pickup_at: datetime | None = None
    dropoff_at: datetime | None = None
    appointment_at: datetime | None = None
    stay_min: int = 60
    mileage: Mileage | None = None
    other_days: Mapping[date, Mileage | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repeat:
    """How a trip repeats: on which weekdays (0 Monday), every how many weeks, until when.

    `until` is the last possible day, `count` how many trips; with neither it goes on until further
    notice. On a holiday it does what `holiday_rule` says; `driver_id` is who usually drives.
    """

    weekdays: frozenset[int]
    every_weeks: int = 1
    until: date | None = None
    count: int | None = None
    holiday_rule: HolidayRule = HolidayRule.SKIP
    driver_id: Id | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it goes on until further notice."""
        return self.until is None and self.count is None


@dataclass(frozen=True, slots=True, kw_only=True)
class TripRequest:
    """A trip as asked for: the outbound leg, then onward legs; the return is made from the rest.

    `decision` is what the rules said (Decision.to_json), None if they were not asked; `asked` is
    what they were told beside the trip's own columns, so that they can be asked again.
    """

    member_id: Id
    legs: tuple[LegRequest, ...]
    purpose: Purpose = Purpose.COVERED_SERVICE
    service: str = ""
    care: Care = Care.PRIMARY
    return_kind: ReturnKind = ReturnKind.NONE
    return_at: datetime | None = None
    return_to_id: Id | None = None
    return_mileage: Mileage | None = None
    return_other_days: Mapping[date, Mileage | None] = field(default_factory=dict)
    return_mode: int | None = None
    companions: tuple[Companion, ...] = ()
    mode: int = 2
    assistance: Assistance = Assistance.CURB
    in_wheelchair: bool = False
    decision: Mapping[str, Any] | None = None
    override_reason: str = ""
    asked_by: str = ""
    caller_relation: str = ""
    caller_phone: str = ""
    asked: Mapping[str, Any] = field(default_factory=dict)
    driver_note: str = ""
    office_note: str = ""
    repeat: Repeat | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """Something a dispatcher should know and may let pass: overlap, same_day, tight.

    Of a repeat's days also: skipped, moved, waiting (to be settled on the exception desk).
    """

    code: str
    sentence: str
    ride_id: Id | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """What a booking made; `trip_ids` has one entry for each day of a repeat that was made.

    `standing_id` is the standing order that goes on making trips, None without a repeat.
    """

    trip_ids: tuple[Id, ...]
    ride_ids: tuple[Id, ...]
    changes: Changes
    warnings: tuple[Violation, ...]
    standing_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnmet:
    """A request that is turned down."""

    member_id: Id | None
    day: date
    reason: str
    place_id: Id | None = None
    note: str = ""
    decision: Mapping[str, Any] | None = None
    reason_code: str = ""
    asked_by: str = ""
    appointment_at: datetime | None = None


# --- for lists --------------------------------------------------------------------------------


def _label(place: Place) -> str:
    street = ", ".join(part for part in (place.address, place.city) if part)
    return place.short_name or place.name or (street if place.address else place.label)


@dataclass(frozen=True, slots=True)
class RideLine:
    """A ride with the words a list or a board shows beside it."""

    ride: Ride
    member_name: str
    member_phone: str
    needs: frozenset[Need]
    from_place: Place
    to_place: Place
    purpose: Purpose
    service: str
    outcome: str
    companions: tuple[Companion, ...]
    driver_note: str
    asked_by: str

    @property
    def miles_m(self) -> float | None:
        """Direct-route metres, None if never routed."""
        return self.ride.mileage.direct_m if self.ride.mileage else None

    @property
    def from_label(self) -> str:
        """Where the member gets on, in short."""
        return _label(self.from_place)

    @property
    def to_label(self) -> str:
        """Where the member gets off, in short."""
        return _label(self.to_place)


@dataclass(frozen=True, slots=True)
class Unmet:
    """A request that was turned down, and when."""

    id: Id
    member_id: Id | None
    day: date
    place_id: Id | None
    reason: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DayCounts:
    """How many rides a day has; `will_call` are returns that still have no time."""

    day: date
    rides: int
    open: int
    will_call: int
    late: int
    cancelled: int
    no_show: int
    done: int
