"""Reads what the map shows of a day, from the office's rooms; the marks are made beside it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nemt_desk.closures.queries import listed
from nemt_desk.closures.rows import Closure
from nemt_desk.drivers.queries import drivers_on
from nemt_desk.drivers.rows import Driver
from nemt_desk.geo.addresses.answers import Precision
from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress
from nemt_desk.members.queries import member_list, members_by_ids
from nemt_desk.members.rows import Member
from nemt_desk.places.queries import place_list, places_by_ids
from nemt_desk.places.rows import Place
from nemt_desk.runs.board_rows import Board
from nemt_desk.runs.queries import board
from nemt_desk.trips.queries import unmet_between
from nemt_desk.trips.rows import Unmet
from ui.map.closure_marks import closure_marks
from ui.map.marks import Layer, Mark
from ui.map.people_marks import Volunteers, home_marks, place_marks
from ui.map.ride_marks import rides_of, run_marks, unassigned_marks
from ui.map.routes import RouteBook
from ui.map.unmet import SPANS, Need, unmet_marks

if TYPE_CHECKING:
    from nemt_desk.geo.county_map import CountyMap
    from nemt_desk.office import Office

_MOST_HOMES = 5_000
_MOST_PLACES = 3_000


@dataclass(frozen=True, slots=True)
class MapDay:
    """Everything of a day that has a place, and what still lacks a pin."""

    day: date
    marks: tuple[Mark, ...] = ()

    @property
    def unassigned(self) -> int:
        """How many rides have no driver."""
        return sum(mark.layer is Layer.UNASSIGNED for mark in self.marks)

    @property
    def closed(self) -> int:
        """How many roads are closed on this day."""
        return sum(mark.layer is Layer.CLOSED and not mark.is_faint for mark in self.marks)

    @property
    def without_pin(self) -> int:
        """How many homes and places can't be shown."""
        return sum(not mark.has_place and mark.pin_id is not None for mark in self.marks)

    def mark(self, key: str) -> Mark | None:
        """Return one mark."""
        return next((mark for mark in self.marks if mark.key == key), None)

    def showing(self, key: str) -> Mark | None:
        """Return the mark of that key; of a ride that is on a run its run's mark."""
        found = self.mark(key)
        if found is not None or not key.startswith("ride:"):
            return found
        ride = key.removeprefix("ride:")
        return next((m for m in self.marks if any(str(r) == ride for r in m.rides)), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read beside the day's rides: homes of all members, and how far back the need."""

    all_homes: bool = False
    unmet_days: int = 0
    """0: not wanted."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What came out of the office in one read."""

    shown: Board
    members: dict[Id, Member]
    drivers: tuple[Driver, ...]
    places: dict[Id, Place]
    requests: tuple[Unmet, ...]
    closures: tuple[Closure, ...]

    def living(self, member_ids: Iterable[Id]) -> dict[Id, list[tuple[str, Id]]]:
        """Return who of them lives where."""
        homes: defaultdict[Id, list[tuple[str, Id]]] = defaultdict(list)
        for member_id in member_ids:
            member = self.members.get(member_id)
            if member is not None and member.home_id in self.places:
                homes[member.home_id].append((member.name, member.id))
        return homes

    @property
    def need(self) -> Need:
        """What was asked for in vain."""
        homes = {key: member.home_id for key, member in self.members.items()}
        return Need(self.requests, homes, self.places)


def read_day(
    office: "Office", day: date, *, routes: RouteBook, wanted: Wanted, progress: Progress
) -> MapDay:
    """Read the marks of a day."""
    roads = office.map
    read, shown_members = _read(office, day, wanted)
    riders = {ride.member_id for ride in rides_of(read.shown)}
    living = read.living(shown_members)
    volunteers = Volunteers(read.drivers, read.places, read.shown)
    waiting = [ride.from_point for ride in read.shown.unassigned if ride.from_point]
    marks = [
        *closure_marks(read.closures, day, roads),
        *run_marks(read.shown, routes.way(roads, office.how(day), progress)),
        *unassigned_marks(read.shown),
        *home_marks(living, read.places, set(read.living(riders))),
        *place_marks(read.places, living),
        *volunteers.marks(),
        *volunteers.reach_marks(waiting),
        *unmet_marks(read.need, SPANS.get(wanted.unmet_days, ""), town_finder(roads)),
    ]
    return MapDay(day, tuple(marks))


def _read(office: "Office", day: date, wanted: Wanted) -> tuple[_Read, set[Id]]:
    """Read all rows, and say whose homes are shown."""
    with office.store.read() as session:
        shown = board(session, day, office.time)
        ids = {ride.member_id for ride in rides_of(shown)}
        if wanted.all_homes:
            ids |= {row.id for row in member_list(session, limit=_MOST_HOMES).rows}
        first = day - timedelta(days=wanted.unmet_days - 1)
        requests = tuple(unmet_between(session, first, day)) if wanted.unmet_days else ()
        askers = {request.member_id for request in requests if request.member_id}
        members = members_by_ids(session, ids | askers)
        drivers = tuple(drivers_on(session, day))
        place_ids = [row.id for row in place_list(session, limit=_MOST_PLACES).rows]
        place_ids += [request.place_id for request in requests if request.place_id]
        place_ids += [member.home_id for member in members.values() if member.home_id]
        place_ids += [driver.home_id for driver in drivers if driver.home_id]
        places = places_by_ids(session, place_ids)
        closures = listed(session, on_or_after=day)
    return _Read(shown, members, drivers, places, requests, closures), ids


def pin_mark(office: "Office", place_id: Id) -> tuple[Place, str]:
    """Return the place whose pin is wanted, and how it is called."""
    with office.store.read() as session:
        found = places_by_ids(session, [place_id]).get(place_id)
    if found is None:
        raise DeskError("This place is not there any more.")
    return found, found.label or "this place"


def town_finder(roads: "CountyMap | None") -> Callable[[str, str], LatLon | None]:
    """Return what finds a town on the map."""

    def find(town: str, state: str) -> LatLon | None:
        if roads is None:
            return None
        try:
            best = roads.geocode(f"{town}, {state}", 1).best
        except DeskError:
            return None
        if best is None or best.precision is not Precision.TOWN:
            return None
        return best.lat, best.lon

    return find
