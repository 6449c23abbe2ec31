"""What leaves the drivers room."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import Place, PlaceEntry, PlaceKind


class DriverKind(StrEnum):
    """Who drives (S4-041)."""

    VOLUNTEER = "volunteer"
    STAFF = "staff"
    CARRIER = "carrier"
    PRIVATE = "private"


class CredentialKind(StrEnum):
    """What a driver must have, each with an end (FED-002, VOL-012, VOL-013)."""

    LICENCE = "licence"
    INSURANCE = "insurance"
    BACKGROUND = "background"
    EXCLUSION_CHECK = "exclusion_check"
    DRIVING_RECORD = "driving_record"
    TRAINING = "training"
    INSPECTION = "inspection"


class RelationKind(StrEnum):
    """How a driver stands to a member: a vested interest turns mode 2 into mode 1 (S4-108)."""

    FAMILY = "family"
    FRIEND = "friend"
    NEIGHBOR = "neighbor"
    PCA = "pca"
    HHA = "hha"
    ATTENDANT = "attendant"
    FOSTER_CARE = "foster_care"
    SOCIAL_WORKER = "social_worker"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Car:
    """A driver's car; `seats` are for riders, `wheelchair_places` need the lift or ramp."""

    id: Id
    text: str
    plate: str
    seats: int
    wheelchair_places: int
    has_lift: bool


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential; `until_day` is its last good day, None if it has no end."""

    id: Id
    kind: CredentialKind
    number: str
    until_day: date | None
    is_blocking: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """When a driver drives on a weekday (0 Monday): minutes after midnight, agency time.

    Within these hours a break of `break_min` begins and ends between `break_from_min` and
    `break_until_min`; without them, anywhere.
    """

    weekday: int
    start_min: int
    end_min: int
    break_min: int = 0
    break_from_min: int | None = None
    break_until_min: int | None = None


@dataclass(frozen=True, slots=True)
class DayOff:
    """Days a driver is away, both inclusive."""

    id: Id
    from_day: date
    until_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Relation:
    """How a driver stands to one member."""

    id: Id
    member_id: Id
    kind: RelationKind
    note: str


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver's record with everything planning asks for.

    `max_miles` is how far one ride may go, `day_miles` how far a whole day, home to home.
    """

    id: Id
    version: int
    kind: DriverKind
    last_name: str
    first_name: str
    middle_name: str
    phone: str
    phone2: str
    email: str
    umpi: str
    home_id: Id | None
    recognized_on: date | None
    recognized_until: date | None
    open_to_all: bool
    max_miles: int | None
    door_through: bool
    driver_note: str
    office_note: str
    languages: str = ""
    day_miles: int | None = None
    cars: tuple[Car, ...] = ()
    credentials: tuple[Credential, ...] = ()
    hours: tuple[Hours, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    relations: tuple[Relation, ...] = ()
    is_archived: bool = False

    @property
    def name(self) -> str:
        """`Berg, Lena K.`."""
        middle = f" {self.middle_name[0]}." if self.middle_name else ""
        return f"{self.last_name}, {self.first_name}{middle}"

    @property
    def spoken_name(self) -> str:
        """`Lena Berg`."""
        return f"{self.first_name} {self.last_name}"

    @property
    def car(self) -> Car | None:
        """The car used first."""
        return self.cars[0] if self.cars else None

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """Return the hours of `day`; none when away or not a driving day."""
        if any(off.from_day <= day <= off.until_day for off in self.days_off):
            return ()
        return tuple(hours for hours in self.hours if hours.weekday == day.weekday())

    def lapsed_on(self, day: date) -> tuple[Credential, ...]:
        """Return the credentials that have ended before `day` and were not renewed by another."""
        return tuple(c for c in self.latest() if c.until_day is not None and c.until_day < day)

    def latest(self) -> tuple[Credential, ...]:
        """Return the credential of each kind that lasts longest."""
        best: dict[CredentialKind, Credential] = {}
        for found in self.credentials:
            known = best.get(found.kind)
            if known is None or (found.until_day or date.max) > (known.until_day or date.max):
                best[found.kind] = found
        return tuple(best.values())

    def is_recognized_on(self, day: date) -> bool:
        """Tell whether the agency recognizes this driver on `day` (S4-120)."""
        begun = self.recognized_on is not None and self.recognized_on <= day
        return begun and (self.recognized_until is None or day <= self.recognized_until)


@dataclass(frozen=True, slots=True)
class CarEntry:
    """A car as typed; `id` is the car it changes, None for a new one."""

    text: str = ""
    plate: str = ""
    seats: int = 3
    wheelchair_places: int = 0
    has_lift: bool = False
    id: Id | None = None


@dataclass(frozen=True, slots=True)
class CredentialEntry:
    """A credential as typed; `id` is the one it changes, None for a new one."""

    kind: CredentialKind
    number: str = ""
    until_day: date | None = None
    is_blocking: bool = True
    id: Id | None = None


@dataclass(frozen=True, slots=True)
class DayOffEntry:
    """Days away as typed; `id` is the row it changes, None for a new one."""

    from_day: date
    until_day: date
    reason: str = ""
    id: Id | None = None


@dataclass(frozen=True, slots=True)
class RelationEntry:
    """A relation to a member as typed; `id` is the row it changes, None for a new one."""

    member_id: Id
    kind: RelationKind
    note: str = ""
    id: Id | None = None


@dataclass(frozen=True, slots=True)
class DriverEntry:
    """A driver as typed into a form; `home`, `home_id`, `has_moved` as with members."""

    kind: DriverKind = DriverKind.VOLUNTEER
    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    phone: str = ""
    phone2: str = ""
    email: str = ""
    umpi: str = ""
    recognized_on: date | None = None
    recognized_until: date | None = None
    open_to_all: bool = False
    max_miles: int | None = None
    door_through: bool = False
    languages: str = ""
    day_miles: int | None = None
    driver_note: str = ""
    office_note: str = ""
    cars: tuple[CarEntry, ...] = ()
    credentials: tuple[CredentialEntry, ...] = ()
    hours: tuple[Hours, ...] = ()
    days_off: tuple[DayOffEntry, ...] = ()
    relations: tuple[RelationEntry, ...] = ()
    home: PlaceEntry | None = None
    home_id: Id | None = None
    has_moved: bool = False

    @staticmethod
    def of(driver: Driver, home: Place | None = None) -> "DriverEntry":
        """Return the entry of a driver as kept; `home` is the place of `driver.home_id`."""
        own = {"cars", "credentials", "days_off", "relations", "home", "has_moved"}
        names = [item.name for item in fields(DriverEntry) if item.name not in own]
        is_own = home is not None and home.kind is PlaceKind.HOME
        return DriverEntry(
            **{name: getattr(driver, name) for name in names},
            cars=tuple(
                CarEntry(c.text, c.plate, c.seats, c.wheelchair_places, c.has_lift, c.id)
                for c in driver.cars
            ),
            credentials=tuple(
                CredentialEntry(c.kind, c.number, c.until_day, c.is_blocking, c.id)
                for c in driver.credentials
            ),
            days_off=tuple(
                DayOffEntry(off.from_day, off.until_day, off.reason, off.id)
                for off in driver.days_off
            ),
            relations=tuple(
                RelationEntry(r.member_id, r.kind, r.note, r.id) for r in driver.relations
            ),
            home=PlaceEntry.of(home) if home is not None and is_own else None,
        )


@dataclass(frozen=True, slots=True)
class DriverListRow:
    """A driver in a list; `next_end` is the last good day of what ends first."""

    id: Id
    name: str
    kind: DriverKind
    phone: str
    town: str
    plate: str
    seats: int
    has_lift: bool
    recognized_on: date | None
    recognized_until: date | None
    open_to_all: bool
    next_end: date | None
    is_archived: bool


@dataclass(frozen=True, slots=True)
class DriverDuplicate:
    """A driver who may be the same person; `reasons` say why, in words."""

    driver: Driver
    reasons: tuple[str, ...]
