"""Reads what the map shows of a day: runs, rides without a driver, homes, places, volunteers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from nemt_desk.drivers.queries import drivers_on
from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress
from nemt_desk.ground.words import time_text
from nemt_desk.members.queries import member_list, members_by_ids
from nemt_desk.places.queries import place_list, places_by_ids
from nemt_desk.places.rows import PinSource, Place, PlaceKind
from nemt_desk.runs.board_rows import Board, BoardRide, BoardRun
from nemt_desk.runs.queries import board
from ui.map.marks import Layer, Mark, StopMark, Target, bowed
from ui.map.routes import RouteBook
from ui.widgets.people_words import PLACE_KINDS

if TYPE_CHECKING:
    from nemt_desk.office import Office

_MOST_HOMES = 5_000
_MOST_PLACES = 3_000
_ROUGH = frozenset({PinSource.STREET, PinSource.TOWN, PinSource.ZIP})
_ARROW = "\N{RIGHTWARDS ARROW}"
_DOT = " \N{MIDDLE DOT} "


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
    def without_pin(self) -> int:
        """How many homes and places can't be shown."""
        return sum(not mark.has_place and mark.pin_id is not None for mark in self.marks)

    def mark(self, key: str) -> Mark | None:
        """Return one mark."""
        return next((mark for mark in self.marks if mark.key == key), None)


def read_day(
    office: "Office", day: date, *, routes: RouteBook, all_homes: bool, progress: Progress
) -> MapDay:
    """Read the marks of a day."""
    with office.store.read() as session:
        shown = board(session, day, office.time)
        riders = {ride.member_id for ride in _rides(shown)}
        ids = set(riders)
        if all_homes:
            ids |= {row.id for row in member_list(session, limit=_MOST_HOMES).rows}
        members = members_by_ids(session, ids)
        drivers = drivers_on(session, day)
        place_ids = [row.id for row in place_list(session, limit=_MOST_PLACES).rows]
        home_ids = [member.home_id for member in members.values() if member.home_id]
        home_ids += [driver.home_id for driver in drivers if driver.home_id]
        places = places_by_ids(session, [*place_ids, *home_ids])
    living: defaultdict[Id, list[tuple[str, Id]]] = defaultdict(list)
    for member in members.values():
        if member.home_id in places:
            living[member.home_id].append((member.name, member.id))
    with_rides = {members[key].home_id for key in riders if key in members}
    roads = office.map
    marks = [
        *_runs(shown, routes, roads, progress),
        *_unassigned(shown),
        *_homes(living, places, with_rides),
        *_places(places, living),
        *_drivers(drivers, places, shown),
    ]
    return MapDay(day, tuple(marks))


def pin_mark(office: "Office", place_id: Id) -> tuple[Place, str]:
    """Return the place whose pin is wanted, and how it is called."""
    with office.store.read() as session:
        found = places_by_ids(session, [place_id]).get(place_id)
    if found is None:
        raise DeskError("This place is not there any more.")
    return found, found.label or "this place"


def clock(minutes: int | None) -> str:
    """Return minutes after midnight as `9:05 a.m.`."""
    if minutes is None:
        return "when called"
    return time_text(time(minutes // 60 % 24, minutes % 60))


def _rides(shown: Board) -> Iterator[BoardRide]:
    yield from shown.unassigned
    for run in shown.runs:
        yield from run.rides


def _runs(shown: Board, routes: RouteBook, roads: object, progress: Progress) -> Iterator[Mark]:
    for number, run in enumerate(shown.runs, start=1):
        line, is_guess = routes.line(
            [stop.spot.point for stop in run.stops if stop.at_min is not None and stop.spot.point],
            roads,  # type: ignore[arg-type]  # geo.CountyMap fits routes.Roads
            progress,
        )
        target = Target("board", "run", run.id)
        first = run.rides[0].id if run.rides else None
        yield Mark(
            key=f"run:{run.id}",
            layer=Layer.RUNS,
            shape="run",
            title=run.driver_name,
            detail=_run_words(run, is_guess=is_guess and bool(line)),
            line=line,
            stops=tuple(_stops(run)),
            number=number,
            board=Target("board", "ride", first) if first else target,
            record=Target("drivers", "driver", run.driver_id),
            is_guess=is_guess,
        )


def _run_words(run: BoardRun, *, is_guess: bool) -> str:
    count = len(run.rides)
    words = [f"{count} ride{'s' if count != 1 else ''}"]
    if run.first_min is not None:
        words.append(f"{clock(run.first_min)} to {clock(run.last_min)}")
    words.append(run.state.value)
    if any(stop.is_loose for stop in run.stops):
        words.append("will-call open")
    if is_guess:
        words.append("straight line where the map knows no road")
    return _DOT.join(words)


def _stops(run: BoardRun) -> Iterator[StopMark]:
    names = {ride.from_id: ride.from_name for ride in run.rides}
    names |= {ride.to_id: ride.to_name for ride in run.rides}
    riders = {ride.id: ride.member_name for ride in run.rides}
    for stop in run.stops:
        if stop.spot.point is None:
            continue
        deeds = [f"on: {riders[key]}" for key in stop.pickups if key in riders]
        deeds += [f"off: {riders[key]}" for key in stop.dropoffs if key in riders]
        where = names.get(stop.spot.place_id, "")
        words = _DOT.join(part for part in (clock(stop.at_min), where, *deeds) if part)
        yield StopMark(stop.spot.point, stop.seq, words)


def _unassigned(shown: Board) -> Iterator[Mark]:
    for ride in shown.unassigned:
        ends = (ride.from_point, ride.to_point)
        line = bowed(ends[0], ends[1]) if ends[0] and ends[1] else ()
        when = ride.pickup_min if ride.pickup_min is not None else ride.dropoff_min
        yield Mark(
            key=f"ride:{ride.id}",
            layer=Layer.UNASSIGNED,
            shape="ride",
            title=ride.member_name,
            detail=f"{clock(when)}{_DOT}{ride.from_name} {_ARROW} {ride.to_name}",
            line=line,
            board=Target("board", "ride", ride.id),
            record=Target("members", "member", ride.member_id),
            pin_id=None if line else (ride.from_id if not ends[0] else ride.to_id),
            pin_status="" if line else "no_pin",
        )


def _homes(
    living: dict[Id, list[tuple[str, Id]]], places: dict[Id, Place], with_rides: set[Id | None]
) -> Iterator[Mark]:
    for home_id, people in living.items():
        home = places[home_id]
        if home.kind is not PlaceKind.HOME:
            continue  # it has a mark of its own among the places
        names = sorted(people)
        title = names[0][0] if len(names) == 1 else f"{names[0][0]} + {len(names) - 1}"
        others = [name for name, _id in names[1:]]
        words = [home.where, *([f"also {'; '.join(others)}"] if others else [])]
        yield Mark(
            key=f"home:{home_id}",
            layer=Layer.HOMES if home_id in with_rides else Layer.OTHER_HOMES,
            shape="home",
            title=title,
            detail=_DOT.join(words),
            line=_point(home),
            record=Target("members", "member", names[0][1]),
            pin_id=home_id,
            pin_status=_pin_status(home),
        )


def _places(places: dict[Id, Place], living: dict[Id, list[tuple[str, Id]]]) -> Iterator[Mark]:
    for place in sorted(places.values(), key=lambda p: p.label):
        if place.kind is PlaceKind.HOME or place.is_archived:
            continue
        words = [PLACE_KINDS[place.kind], place.where]
        at_home = len(living.get(place.id, ()))
        if at_home:
            words.append(f"{at_home} member{'s' if at_home != 1 else ''} live here")
        yield Mark(
            key=f"place:{place.id}",
            layer=Layer.PLACES,
            shape=place.kind.value,
            title=place.label,
            detail=_DOT.join(word for word in words if word),
            line=_point(place),
            record=Target("places", "place", place.id),
            pin_id=place.id,
            pin_status=_pin_status(place),
        )


def _drivers(drivers: Iterable[Driver], places: dict[Id, Place], shown: Board) -> Iterator[Mark]:
    away = {one.id: one.away for one in shown.drivers}
    runs = {run.driver_id: len(run.rides) for run in shown.runs}
    for driver in drivers:
        home = places.get(driver.home_id) if driver.home_id else None
        if home is None:
            continue
        count = runs.get(driver.id, 0)
        busy = f"{count} ride{'s' if count != 1 else ''} this day"
        words = [home.where, away.get(driver.id) or (busy if count else "free this day")]
        if driver.max_miles:
            words.append(f"drives up to {driver.max_miles} miles")
        yield Mark(
            key=f"driver:{driver.id}",
            layer=Layer.DRIVERS,
            shape="driver",
            title=driver.name,
            detail=_DOT.join(word for word in words if word),
            line=_point(home),
            record=Target("drivers", "driver", driver.id),
            pin_id=home.id,
            pin_status=_pin_status(home),
        )


def _point(place: Place) -> tuple[tuple[float, float], ...]:
    return (place.point,) if place.point is not None else ()


def _pin_status(place: Place) -> str:
    if place.point is None:
        return "no_pin"
    return "rough_pin" if place.pin_source in _ROUGH else ""
