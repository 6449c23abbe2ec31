"""Directions in words between two places, or a sentence why there are none."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from nemt_desk.geo.shapes import Point
from nemt_desk.ground.errors import RefusedError
from nemt_desk.places.rows import Place
from nemt_desk.planning.rows import LatLon
from nemt_desk.runs.roads import Roads
from nemt_desk.runs.sheet_rows import SheetStep
from nemt_desk.runs.words import place_name
from nemt_desk.trips.routing import DIRECT, How

NO_MAP = "No directions: this office has no county map yet."


@dataclass(frozen=True, slots=True)
class Way:
    """Turn-by-turn steps, direct metres and minutes; None where they are not known."""

    steps: tuple[SheetStep, ...] = ()
    distance_m: float | None = None
    minutes: int | None = None


def _only(sentence: str) -> Way:
    return Way((SheetStep(sentence, 0.0),))


type _Known = dict[tuple[LatLon, LatLon, How], Way]

# Every preview and print of a day asks for the same ways again; they live as long as their map.
_KNOWN_BY_MAP: WeakKeyDictionary[Roads, _Known] = WeakKeyDictionary()
_MOST = 5000


class Ways:
    """Asks the map for ways as they are driven and counted on one day, each one once."""

    def __init__(self, roads: Roads | None, how: How = DIRECT) -> None:
        self._roads = roads
        self._how = how
        self._known: _Known = {} if roads is None else _KNOWN_BY_MAP.setdefault(roads, {})
        if len(self._known) > _MOST:
            self._known.clear()

    def between(self, start: Place | None, end: Place | None) -> Way:
        """Return the way from `start` to `end`, in words why there is none."""
        if start is None or end is None:
            return _only("No directions: the driver's home is not on file.")
        if start.id == end.id:
            return Way()
        if self._roads is None:
            return _only(NO_MAP)
        for place in (start, end):
            if place.point is None:
                return _only(f"No directions: {place_name(place)} has no pin on the map.")
        if start.point is None or end.point is None or start.point == end.point:
            return Way()
        return self._ask(self._roads, start.point, end.point)

    def _ask(self, roads: Roads, start: LatLon, end: LatLon) -> Way:
        found = self._known.get((start, end, self._how))
        if found is None:
            found = self._known[start, end, self._how] = _asked(roads, start, end, self._how)
        return found


def _asked(roads: Roads, start: LatLon, end: LatLon, how: How) -> Way:
    try:
        route = roads.route(Point(*start), Point(*end), how.kind, driving=how.driving)
    except RefusedError as error:
        return _only(f"No directions: {error.sentence}")
    steps = tuple(SheetStep(step.text, step.distance_m) for step in route.steps)
    return Way(steps, route.distance_m, round(route.duration_s / 60))
