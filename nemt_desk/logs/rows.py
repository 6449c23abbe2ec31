"""What a trip log says, as frozen rows: exactly one member's rides on one run.

Times are agency time, distances metres. What is not known yet is empty and prints as a line to
write on. S4-130 to S4-144, MN-115, MN-117, J6.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from nemt_desk.geo.roads.driving import Kind
from nemt_desk.ground.ids import Id
from nemt_desk.runs.sheet_rows import MapSource


@dataclass(frozen=True, slots=True)
class LogDriver:
    """The driver as the record must print him (S4-134); `provider_number` is his UMPI if any."""

    last_name: str
    first_name: str
    middle_initial: str = ""
    provider_number: str = ""


@dataclass(frozen=True, slots=True)
class LogPlace:
    """An end of a ride: its address, or its description where there is none (S4-137)."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class LogCompanion:
    """A responsible person or attendant, and why (S4-066 to S4-068, S4-141)."""

    name: str
    kind: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LogAuthorization:
    """A paper that cures a rule: what for, and its number."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class LogRide:
    """One leg of the member's trip. `verification` says how the appointment was proved (S4-111).

    `mileage_note` says where the miles come from if not from the log's own source, or why there
    are none. `route_kind` is the route the miles are of; `off_road_m` the metres from the road to
    both doors, which are not counted.
    """

    seq: int
    origin: LogPlace
    destination: LogPlace
    direct_m: float | None
    mode: int
    mode_words: str
    assistance: str
    purpose: str
    provider_name: str
    pickup_at: time | None = None
    dropoff_at: time | None = None
    appointment_at: time | None = None
    care_type: str = ""
    verification: str = ""
    is_member_aboard: bool = True
    companions: tuple[LogCompanion, ...] = ()
    authorizations: tuple[LogAuthorization, ...] = ()
    mileage_note: str = ""
    route_kind: Kind = "shortest"
    off_road_m: float | None = None


@dataclass(frozen=True, slots=True)
class TripLog:
    """One member's rides on one run: the record the audit asks for.

    `member_label` is the office's word (Member or Recipient); `provider_id_kind` NPI or UMPI;
    `entry_date` the day the entry was made, empty to write it by hand (S4-132). The ids are not
    printed: the trail notes by them whose data went on paper.
    """

    agency_name: str
    agency_phone: str
    member_label: str
    member_name: str
    mhcp_id: str
    log_code: str
    run_code: str
    day: date
    driver: LogDriver
    car_words: str
    plate: str
    provider_id_kind: str
    provider_id: str
    rides: tuple[LogRide, ...]
    source: MapSource | None
    printed_at: datetime
    entry_date: date | None = None
    eligibility: str = ""
    run_id: Id | None = None
    member_id: Id | None = None
