"""What leaves the members room."""

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import Place, PlaceEntry, PlaceKind


class Program(StrEnum):
    """Who covers the member (S4-050; decisions.md)."""

    MA = "MA"
    EMA = "EMA"
    IMD = "IMD"
    MNCARE = "MNCARE"
    MFPP = "MFPP"
    RMA = "RMA"
    HUSKY_A = "HUSKY_A"
    HUSKY_B = "HUSKY_B"
    HUSKY_C = "HUSKY_C"
    HUSKY_D = "HUSKY_D"
    LIMITED = "LIMITED"
    MHN = "MHN"


class Payer(StrEnum):
    """Fee for service, or a managed care organization (S4-051)."""

    FFS = "ffs"
    MCO = "mco"


class Assistance(StrEnum):
    """How far the driver helps; separate from the mode (S4-024)."""

    CURB = "curb"
    DOOR = "door"
    DOOR_THROUGH = "door_through"


class Need(StrEnum):
    """What a member travels with."""

    WALKER = "walker"
    CANE = "cane"
    WHEELCHAIR_FOLDS = "wheelchair_folds"
    WHEELCHAIR = "wheelchair"
    POWER_CHAIR = "power_chair"
    OXYGEN = "oxygen"
    SERVICE_ANIMAL = "service_animal"
    CHILD_SEAT = "child_seat"
    LOW_VISION = "low_vision"
    HARD_OF_HEARING = "hard_of_hearing"
    INTERPRETER = "interpreter"


NEEDS_LIFT = frozenset({Need.WHEELCHAIR, Need.POWER_CHAIR})


class PaperKind(StrEnum):
    """Dated papers that cure a rule (decisions.md)."""

    DISTANCE = "distance"
    OUT_OF_STATE = "out_of_state"
    ESCORT = "escort"
    LODGING = "lodging"
    MILEAGE = "mileage"
    UPGRADE = "upgrade"
    MEDICAL_NEED = "medical_need"
    AMBULANCE = "ambulance"
    VEHICLE_MEDICAL = "vehicle_medical"
    VEHICLE_UNAVAILABLE = "vehicle_unavailable"
    TRAVEL_ALONE = "travel_alone"
    PLAN_OF_CARE = "plan_of_care"
    PROVIDER_NOTE = "provider_note"
    SPECIALIZED_TRANSPORTATION = "specialized_transportation_form"
    DISCHARGE_PAPERS = "discharge_papers"


class PaperState(StrEnum):
    """Where a paper stands; only one on file cures a rule."""

    ASKED = "asked"
    ON_FILE = "on_file"
    REFUSED = "refused"


class CheckResult(StrEnum):
    """What a look into the state's eligibility system showed."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    NOT_FOUND = "not_found"


def list_name(last: str, first: str, middle: str) -> str:
    """Return a name as it stands in lists: `Schroeder, Ann M.`."""
    return f"{last}, {first} {middle[0]}." if middle else f"{last}, {first}"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a member, in force from `from_day` until `until_day` (both inclusive).

    With `trip_id` it counts for that one trip only.
    """

    id: Id
    version: int
    kind: PaperKind
    number: str
    from_day: date | None
    until_day: date | None
    note: str
    state: PaperState
    trip_id: Id | None
    signed_by: str
    asked_on: date | None
    received_on: date | None

    def covers(self, day: date) -> bool:
        """Tell whether the paper is on file and in force on `day`."""
        begun = self.from_day is None or self.from_day <= day
        is_over = self.until_day is not None and self.until_day < day
        return self.state is PaperState.ON_FILE and begun and not is_over

    def counts_for(self, trip_id: Id | None) -> bool:
        """Tell whether the paper is the member's for all trips, or for this one."""
        return self.trip_id is None or self.trip_id == trip_id


@dataclass(frozen=True, slots=True)
class Member:
    """A member's record; phones are digits, `mhcp_id` is eight digits beginning with 0."""

    id: Id
    version: int
    last_name: str
    first_name: str
    middle_name: str
    suffix: str
    preferred_name: str
    birth_date: date | None
    mhcp_id: str
    phone: str
    phone2: str
    language: str
    program: Program | None
    payer: Payer
    plan: str
    eligible_from: date | None
    eligible_until: date | None
    checked_on: date | None
    renewal_on: date | None
    county: str
    living_arrangement: str
    assessed_mode: int | None
    mode_until: date | None
    assistance: Assistance
    needs: frozenset[Need]
    has_vehicle: bool
    free_ride: bool
    behavior_flag: bool
    pregnant: bool | None
    waiver: str
    uses_tty: bool
    text_consent_on: date | None
    rides_alone_reason: str
    home_id: Id | None
    contact_name: str
    contact_phone: str
    signs_name: str
    driver_note: str
    office_note: str
    papers: tuple[Paper, ...] = field(default=())
    is_archived: bool = False

    @property
    def name(self) -> str:
        """`Schroeder, Ann M.`, `Winslow Jr., Thomas`."""
        middle = f" {self.middle_name[0]}." if self.middle_name else ""
        suffix = f" {self.suffix}" if self.suffix else ""
        return f"{self.last_name}{suffix}, {self.first_name}{middle}"

    @property
    def spoken_name(self) -> str:
        """`Ann Schroeder`, as it is said to the driver."""
        return f"{self.preferred_name or self.first_name} {self.last_name}"

    @property
    def needs_lift(self) -> bool:
        """Tell whether the car must carry the member in a chair."""
        return bool(self.needs & NEEDS_LIFT)

    def age(self, day: date) -> int | None:
        """Return the age in whole years on `day`."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """A paper as it is typed; `id` is the paper it changes, None for a new one."""

    kind: PaperKind
    number: str = ""
    from_day: date | None = None
    until_day: date | None = None
    note: str = ""
    id: Id | None = None
    state: PaperState = PaperState.ON_FILE
    trip_id: Id | None = None
    signed_by: str = ""
    asked_on: date | None = None
    received_on: date | None = None

    @staticmethod
    def of(paper: Paper) -> "PaperEntry":
        """Return the entry of a paper as kept."""
        return PaperEntry(**{item.name: getattr(paper, item.name) for item in fields(PaperEntry)})

    def as_kept(self, key: Id) -> Paper:
        """Return the paper as it would be on file, to see beforehand what it changes."""
        typed = {item.name: getattr(self, item.name) for item in fields(PaperEntry)}
        return Paper(**typed | {"id": key, "version": 0})


@dataclass(frozen=True, slots=True)
class ApartEntry:
    """Somebody a member may not ride with, and why, as typed."""

    other_id: Id
    note: str = ""


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """A member as typed into a form.

    `home` is the member's own home (made, or changed in place; `has_moved` makes a new one and
    leaves the old to the past); without it `home_id` is an existing place to live at. Where
    `papers` or `apart` is None they stay as they are.
    """

    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    suffix: str = ""
    preferred_name: str = ""
    birth_date: date | None = None
    mhcp_id: str = ""
    phone: str = ""
    phone2: str = ""
    language: str = ""
    program: Program | None = None
    payer: Payer = Payer.FFS
    plan: str = ""
    eligible_from: date | None = None
    eligible_until: date | None = None
    checked_on: date | None = None
    renewal_on: date | None = None
    county: str = ""
    living_arrangement: str = "80"
    assessed_mode: int | None = None
    mode_until: date | None = None
    assistance: Assistance = Assistance.CURB
    needs: frozenset[Need] = frozenset()
    has_vehicle: bool = False
    free_ride: bool = False
    behavior_flag: bool = False
    pregnant: bool | None = None
    waiver: str = ""
    uses_tty: bool = False
    text_consent_on: date | None = None
    rides_alone_reason: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    signs_name: str = ""
    driver_note: str = ""
    office_note: str = ""
    papers: tuple[PaperEntry, ...] | None = ()
    apart: tuple[ApartEntry, ...] | None = None
    home: PlaceEntry | None = None
    home_id: Id | None = None
    has_moved: bool = False

    @staticmethod
    def of(member: Member, home: Place | None = None) -> "MemberEntry":
        """Return the entry of a member as kept; `home` is the place of `member.home_id`."""
        own = {"papers", "apart", "home", "has_moved"}
        names = [item.name for item in fields(MemberEntry) if item.name not in own]
        papers = tuple(map(PaperEntry.of, member.papers))
        is_own = home is not None and home.kind is PlaceKind.HOME
        return MemberEntry(
            **{name: getattr(member, name) for name in names},
            papers=papers,
            home=PlaceEntry.of(home) if home is not None and is_own else None,
        )


@dataclass(frozen=True, slots=True)
class MemberListRow:
    """A member in a list."""

    id: Id
    name: str
    birth_date: date | None
    mhcp_id: str
    phone: str
    address: str
    town: str
    program: Program | None
    assessed_mode: int | None
    mode_until: date | None
    needs: frozenset[Need]
    is_archived: bool


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A member who may be the same person; `reasons` say why, in words."""

    member: Member
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberHit:
    """A member in a type-ahead: as much as tells two of the same name apart."""

    id: Id
    name: str
    birth_date: date | None
    mhcp_id: str
    phone: str
    town: str
