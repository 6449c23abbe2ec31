"""The demo people as data, before they are written into an office. Keys tie them together.

Times are the agency's wall clock. The words are those of the rooms, so that writing needs no table.
"""

from dataclasses import dataclass
from datetime import date, time

from nemt_desk.cases.rows import CaseKind, CaseMethod, CaseState, Priority
from nemt_desk.demo.homes import CarePlace, Home
from nemt_desk.drivers.rows import CredentialKind, RelationKind
from nemt_desk.members.rows import Assistance, Need, Payer, Program
from nemt_desk.trips.rows import Care, CompanionKind, CompanionReason, Leg, ReturnKind, RideState


@dataclass(frozen=True, slots=True)
class AgencySeed:
    """The agency whose office this is."""

    name: str
    phone: str
    npi: str
    umpi: str
    office: Home


@dataclass(frozen=True, slots=True)
class MemberSeed:
    """A member; a child's `signs_name` is a parent."""

    key: str
    first_name: str
    last_name: str
    middle_name: str
    birth_date: date
    phone: str
    mhcp_id: str
    language: str
    program: Program
    payer: Payer
    plan: str
    eligible_from: date
    eligible_until: date
    checked_on: date
    living_arrangement: str
    mode: int
    assistance: Assistance
    needs: frozenset[Need]
    driver_note: str
    office_note: str
    home: Home
    contact_name: str
    contact_phone: str
    signs_name: str


@dataclass(frozen=True, slots=True)
class CarSeed:
    """A volunteer's own car."""

    text: str
    plate: str
    seats: int
    wheelchair_places: int
    has_lift: bool


@dataclass(frozen=True, slots=True)
class CredentialSeed:
    """A dated paper of a volunteer; `until_day` is its last good day."""

    kind: CredentialKind
    number: str
    until_day: date
    is_blocking: bool


@dataclass(frozen=True, slots=True)
class HoursSeed:
    """When a volunteer drives on a weekday (0 Monday), in minutes after midnight."""

    weekday: int
    start_min: int
    end_min: int


@dataclass(frozen=True, slots=True)
class DayOffSeed:
    """Days a volunteer is away, both inclusive."""

    from_day: date
    until_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class VolunteerSeed:
    """A volunteer driver; relations are (member key, kind, note)."""

    key: str
    first_name: str
    last_name: str
    middle_name: str
    phone: str
    umpi: str
    home: Home
    recognized_on: date
    open_to_all: bool
    door_through: bool
    max_miles: int | None
    driver_note: str
    office_note: str
    car: CarSeed
    credentials: tuple[CredentialSeed, ...]
    hours: tuple[HoursSeed, ...]
    days_off: tuple[DayOffSeed, ...]
    relations: tuple[tuple[str, RelationKind, str], ...]

    def span_on(self, day: date) -> tuple[int, int] | None:
        """First and last minute of driving on a day, or None."""
        if any(off.from_day <= day <= off.until_day for off in self.days_off):
            return None
        spans = [(h.start_min, h.end_min) for h in self.hours if h.weekday == day.weekday()]
        return spans[0] if spans else None


@dataclass(frozen=True, slots=True)
class CompanionSeed:
    """Who rides along."""

    kind: CompanionKind
    name: str
    reason: CompanionReason | None


@dataclass(frozen=True, slots=True)
class RideSeed:
    """One leg. A place key or `home`; no pick-up time while a will-call return has none.

    `plan_min` is when the driver is needed even then: first and last minute after midnight.
    """

    key: str
    leg: Leg
    from_key: str
    to_key: str
    pickup: time | None
    dropoff: time | None
    plan_min: tuple[int, int]
    mode: int
    state: RideState = RideState.BOOKED
    reason: str = ""
    driver_key: str | None = None
    called_at: time | None = None
    actual_pickup: time | None = None
    actual_dropoff: time | None = None


@dataclass(frozen=True, slots=True)
class TripSeed:
    """One journey for one appointment; trips of one `standing_key` repeat every week."""

    key: str
    member_key: str
    day: date
    place_key: str
    service: str
    care: Care
    appointment: time
    stay_min: int
    return_kind: ReturnKind
    standing_key: str | None
    companions: tuple[CompanionSeed, ...]
    driver_note: str
    rides: tuple[RideSeed, ...]


@dataclass(frozen=True, slots=True)
class StandingSeed:
    """A trip that repeats: weekdays (0 Monday), from a day on."""

    key: str
    member_key: str
    place_key: str
    service: str
    weekdays: tuple[int, ...]
    appointment: time
    stay_min: int
    from_day: date


@dataclass(frozen=True, slots=True)
class CaseSeed:
    """A complaint, incident or the like; steps are (day, who, what)."""

    key: str
    kind: CaseKind
    method: CaseMethod
    priority: Priority
    state: CaseState
    received_on: date
    due_on: date
    closed_on: date | None
    from_name: str
    from_phone: str
    member_key: str | None
    driver_key: str | None
    ride_key: str | None
    summary: str
    details: str
    steps: tuple[tuple[date, str, str], ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class People:
    """The whole demo office, apart from its map."""

    agency: AgencySeed
    places: tuple[CarePlace, ...]
    members: tuple[MemberSeed, ...]
    volunteers: tuple[VolunteerSeed, ...]
    standing: tuple[StandingSeed, ...]
    trips: tuple[TripSeed, ...]
    cases: tuple[CaseSeed, ...]
