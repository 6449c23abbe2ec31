"""Marks of where people live and where they are driven: homes, places, volunteers and reach."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nemt_desk.drivers.rows import Driver
from nemt_desk.geo.shapes import LatLon, distance_m
from nemt_desk.ground.ids import Id
from nemt_desk.ground.units import metres
from nemt_desk.places.rows import PinSource, Place, PlaceKind
from nemt_desk.runs.board_rows import Board
from ui.map.marks import DOT, Layer, Mark, Target
from ui.map.ride_marks import run_numbers
from ui.widgets.people_words import PLACE_KINDS

_ROUGH = frozenset({PinSource.STREET, PinSource.TOWN, PinSource.ZIP})

type Living = Mapping[Id, list[tuple[str, Id]]]
"""Who lives at a place: names and members' ids."""


def home_marks(living: Living, places: Mapping[Id, Place], with_rides: set[Id]) -> Iterator[Mark]:
    """Go through members' homes; those in `with_rides` ride on this day."""
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
            shape="home" if home_id in with_rides else "other_home",
            title=title,
            detail=DOT.join(words),
            line=_point(home),
            record=Target("members", "member", names[0][1]),
            members=tuple(member_id for _name, member_id in names),
            pin_id=home_id,
            pin_status=pin_status(home),
        )


def place_marks(places: Mapping[Id, Place], living: Living) -> Iterator[Mark]:
    """Go through clinics, hospitals and other places."""
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
            detail=DOT.join(word for word in words if word),
            line=_point(place),
            record=Target("places", "place", place.id),
            pin_id=place.id,
            pin_status=pin_status(place),
        )


@dataclass(frozen=True, slots=True)
class Volunteers:
    """Who could drive on a day, and where they start."""

    drivers: tuple[Driver, ...]
    places: Mapping[Id, Place]
    shown: Board

    def marks(self) -> Iterator[Mark]:
        """Go through the drivers' homes."""
        away = {one.id: one.away for one in self.shown.drivers}
        runs = {run.driver_id: len(run.rides) for run in self.shown.runs}
        for driver, home in self._at_home():
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
                detail=DOT.join(word for word in words if word),
                line=_point(home),
                record=Target("drivers", "driver", driver.id),
                pin_id=home.id,
                pin_status=pin_status(home),
            )

    def reach_marks(self, waiting: Iterable[LatLon]) -> Iterator[Mark]:
        """Go through how far each driver goes; `waiting` is where riders without driver start."""
        starts = tuple(waiting)
        numbers = run_numbers(self.shown)
        runs = {run.driver_id: numbers[run.id] for run in self.shown.runs}
        for driver, home in self._at_home():
            if not driver.max_miles or home.point is None:
                continue
            reach_m = metres(driver.max_miles)
            words = [f"{driver.max_miles} miles, straight from home"]
            if starts:
                near = sum(distance_m(home.point, start) <= reach_m for start in starts)
                words.append(f"{near} of {len(starts)} rides without a driver begin inside")
            yield Mark(
                key=f"reach:{driver.id}",
                layer=Layer.REACH,
                shape="driver",
                title=driver.name,
                detail=DOT.join(words),
                line=_point(home),
                number=runs.get(driver.id, 0),
                record=Target("drivers", "driver", driver.id),
                reach_m=float(reach_m),
                count=driver.max_miles,
                belongs_to=f"driver:{driver.id}",
            )

    def _at_home(self) -> Iterator[tuple[Driver, Place]]:
        for driver in self.drivers:
            home = self.places.get(driver.home_id) if driver.home_id else None
            if home is not None:
                yield driver, home


def pin_status(place: Place) -> str:
    """Return what is wrong with a pin, as the key of a status."""
    if place.point is None:
        return "no_pin"
    return "rough_pin" if place.pin_source in _ROUGH else ""


def _point(place: Place) -> tuple[LatLon, ...]:
    return (place.point,) if place.point is not None else ()
