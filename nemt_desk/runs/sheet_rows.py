"""What a run sheet says, as frozen rows. Office-only notes have no field here, so none can print.

Times are agency time, distances metres, phones digits as kept. An empty text is left off.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from nemt_desk.geo.roads.driving import Kind
from nemt_desk.ground.ids import Id


class StopAct(StrEnum):
    """What a member does at a stop."""

    PICK_UP = "Pick up"
    DROP_OFF = "Drop off"


@dataclass(frozen=True, slots=True)
class MapSource:
    """The electronic source of directions and mileage (S4-142); `map_date` as the map told it.

    `map_name` is empty for a map that is not there any more. `kind` is the pack's choice of route;
    `caveats` are sentences about what the map does not know.
    """

    engine: str
    version: str
    map_name: str
    map_date: str
    map_hash: str = ""
    kind: Kind = "shortest"
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetStep:
    """One direction in words, and how far it holds."""

    text: str
    distance_m: float


@dataclass(frozen=True, slots=True)
class SheetCompanion:
    """Somebody who rides along, by name and kind (escort, attendant, child ...)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class HomeRide:
    """Who drives the member home later; no driver's name means nobody has been found yet."""

    driver_name: str = ""
    driver_phone: str = ""
    at: time | None = None


@dataclass(frozen=True, slots=True)
class SheetRider:
    """One member at one stop, getting on or off, with what the driver may see.

    `other_end` is where a pick-up goes to, or where a drop-off came from. `return_text` is
    `will call`, `driver waits` or `scheduled 2:30 p.m.`. `home_ride` is None where the question
    does not arise (this is the ride home, or there is none). `loaded_note` says so when
    `loaded_m` comes from another map than the sheet's own. `booked_at` is the pick-up the member
    was promised, where the plan has another.
    """

    act: StopAct
    name: str
    phone: str = ""
    other_end: str = ""
    assistance: str = ""
    needs: tuple[str, ...] = ()
    companions: tuple[SheetCompanion, ...] = ()
    service_animal: str = ""
    driver_note: str = ""
    appointment_at: time | None = None
    appointment_where: str = ""
    return_text: str = ""
    home_ride: HomeRide | None = None
    loaded_m: float | None = None
    loaded_note: str = ""
    booked_at: time | None = None


@dataclass(frozen=True, slots=True)
class SheetCard:
    """What waits at the door, as (label, text) in the order a driver needs it.

    The point is told where the pin was set by hand or confirmed, or there is no address.
    """

    lines: tuple[tuple[str, str], ...] = ()
    plus_code: str = ""
    coordinates: str = ""
    confirmed: str = ""


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """A place with its picture, for the last page: which stops, what waits there; pixels."""

    stops: tuple[int, ...]
    name: str
    address: str
    card: SheetCard
    jpeg: bytes
    width: int
    height: int
    caption: str = ""
    taken: str = ""


@dataclass(frozen=True, slots=True)
class SheetStop:
    """One place and time: who gets on, who gets off, and the way there from the stop before.

    `address` is the description where there is no address; `card` what the place's
    record tells drivers. `at` is None while a will-call has no time.
    """

    seq: int
    at: time | None
    place_name: str
    address: str
    riders: tuple[SheetRider, ...]
    place_phone: str = ""
    card: SheetCard = SheetCard()
    way: tuple[SheetStep, ...] = ()
    way_m: float | None = None
    way_min: int | None = None


@dataclass(frozen=True, slots=True)
class SheetCar:
    """The car of the run."""

    words: str
    plate: str
    seats: int
    has_lift: bool = False


@dataclass(frozen=True, slots=True)
class RunSheet:
    """One driver's day on paper. `way_back` leads from the last stop to `end_place`.

    `shut_roads` names the roads that are shut that day: all ways on the sheet go around them.

    `places` are those with a picture, each once.

    The ids are not printed: the trail notes by them whose data went on paper.
    """

    agency_name: str
    agency_phone: str
    run_code: str
    day: date
    driver_name: str
    driver_phone: str
    car: SheetCar | None
    start_place: str
    end_place: str
    is_published: bool
    printed_at: datetime
    source: MapSource | None
    stops: tuple[SheetStop, ...]
    start_at: time | None = None
    end_at: time | None = None
    way_back: tuple[SheetStep, ...] = ()
    way_back_m: float | None = None
    way_back_min: int | None = None
    run_id: Id | None = None
    member_ids: tuple[Id, ...] = ()
    shut_roads: tuple[str, ...] = ()
    places: tuple[SheetPlace, ...] = ()
