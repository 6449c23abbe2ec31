"""What leaves the places room."""

from dataclasses import dataclass, fields
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
    """A place as everybody else sees it; `lat`/`lon` in degrees, None while it has no pin."""

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

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, or None."""
        if self.lat is None or self.lon is None:
            return None
        return self.lat, self.lon

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


@dataclass(frozen=True, slots=True)
class PlaceDuplicate:
    """A place that may be the same one; `reasons` say why, in words."""

    place: Place
    reasons: tuple[str, ...]
