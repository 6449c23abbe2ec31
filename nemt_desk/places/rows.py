"""What leaves the places room."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from nemt_desk.ground.ids import Id


class PlaceKind(StrEnum):
    """What a place is; a member's or driver's home is a place too."""

    HOME = "home"
    CLINIC = "clinic"
    HOSPITAL = "hospital"
    DIALYSIS = "dialysis"
    PHARMACY = "pharmacy"
    NURSING_FACILITY = "nursing_facility"
    RESIDENTIAL_FACILITY = "residential_facility"
    SCHOOL = "school"
    WORK = "work"
    AGENCY = "agency"
    OTHER = "other"


class PinSource(StrEnum):
    """Where a place's point comes from, best first."""

    PIN = "pin"
    POINT = "point"
    RANGE = "range"
    STREET = "street"
    TOWN = "town"
    ZIP = "zip"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """A place as everybody else sees it; degrees, None while it has no pin.

    `lat`, `lon` is where the car goes; `street_lat`, `street_lon` where the look-up put the
    address. From `closed_on` on nobody can be taken there any more.
    """

    id: Id
    version: int
    kind: PlaceKind
    name: str
    short_name: str
    address: str
    unit: str
    city: str
    state: str
    zip: str
    description: str
    lat: float | None
    lon: float | None
    pin_source: PinSource
    phone: str
    hours: str
    npi: str
    entrance: str
    driver_note: str
    office_note: str
    is_archived: bool = False
    street_lat: float | None = None
    street_lon: float | None = None
    gate_note: str = ""
    dog_note: str = ""
    season_note: str = ""
    confirmed_on: date | None = None
    confirmed_by: str = ""
    closed_on: date | None = None
    moved_to_id: Id | None = None
    fax: str = ""

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, or None."""
        if self.lat is None or self.lon is None:
            return None
        return self.lat, self.lon

    @property
    def street_point(self) -> tuple[float, float] | None:
        """Where the look-up put the address, or None."""
        if self.street_lat is None or self.street_lon is None:
            return None
        return self.street_lat, self.street_lon

    @property
    def card(self) -> tuple[tuple[str, str], ...]:
        """What a driver must know at the door: (label, text) in his order, only what is kept."""
        told = (
            ("Entrance", self.entrance),
            ("Gate", self.gate_note),
            ("Dog", self.dog_note),
            ("Season", self.season_note),
        )
        return tuple((label, text) for label, text in told if text)

    def is_closed_on(self, day: date) -> bool:
        """Tell whether the place is closed, or has moved away, on this day."""
        return self.closed_on is not None and self.closed_on <= day

    @property
    def where(self) -> str:
        """The address in one line, or the description where there is none (S4-137)."""
        line = " ".join(part for part in (self.address, self.unit) if part)
        town = " ".join(part for part in (self.state, self.zip) if part)
        whole = ", ".join(part for part in (line, self.city, town) if part)
        return whole if self.address or not self.description else self.description

    @property
    def label(self) -> str:
        """The name, or the address of a home without one."""
        return self.name or self.where


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place as it is typed into a form."""

    kind: PlaceKind = PlaceKind.OTHER
    name: str = ""
    short_name: str = ""
    address: str = ""
    unit: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    description: str = ""
    lat: float | None = None
    lon: float | None = None
    pin_source: PinSource = PinSource.NONE
    phone: str = ""
    hours: str = ""
    npi: str = ""
    entrance: str = ""
    driver_note: str = ""
    office_note: str = ""
    street_lat: float | None = None
    street_lon: float | None = None
    gate_note: str = ""
    dog_note: str = ""
    season_note: str = ""
    confirmed_on: date | None = None
    confirmed_by: str = ""
    fax: str = ""

    @staticmethod
    def of(place: Place) -> "PlaceEntry":
        """Return the entry of a place as it is kept."""
        return PlaceEntry(**{item.name: getattr(place, item.name) for item in fields(PlaceEntry)})


@dataclass(frozen=True, slots=True)
class PlaceListRow:
    """A place in a list."""

    id: Id
    kind: PlaceKind
    name: str
    where: str
    town: str
    phone: str
    pin_source: PinSource
    is_archived: bool
    confirmed_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlacePhoto:
    """The picture of a place: a JPEG without anything but the picture in it; pixels."""

    place_id: Id
    jpeg: bytes
    width: int
    height: int
    taken_on: date | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PhotoEntry:
    """A picture as it is given: a small JPEG."""

    jpeg: bytes
    taken_on: date | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PhotoChange:
    """What becomes of a place's picture; None takes it away."""

    photo: PhotoEntry | None


@dataclass(frozen=True, slots=True)
class PlaceDuplicate:
    """A place that may be the same one; `reasons` say why, in words."""

    place: Place
    reasons: tuple[str, ...]
