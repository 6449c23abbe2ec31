"""The ways of standing orders: measured for each day, or as they were kept with earlier trips."""

from collections.abc import Callable, Mapping
from datetime import date

from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import Place
from nemt_desk.trips.day_roads import DayRoads
from nemt_desk.trips.rows import Mileage
from nemt_desk.trips.standing.template import Way


class RoadWays:
    """Measures each day's way on the map; minutes of a lost way are those of earlier trips."""

    def __init__(
        self,
        roads: Callable[[], DayRoads],
        places: Mapping[Id, Place],
        kept: Mapping[tuple[Id, Id], Mileage],
    ) -> None:
        self._open = roads
        self._roads: DayRoads | None = None
        self._places = places
        self._kept = kept

    def way(self, number: int, ends: tuple[Id, Id], day: date) -> Way:
        """Return the way as it is driven on `day`."""
        del number
        if self._roads is None:
            # A map is opened only if something has to be measured.
            self._roads = self._open()
        origin, destination = (self._places.get(end) for end in ends)
        own = self._roads.mileage(origin, destination, day)
        return Way(own, own or self._kept.get(ends))


class KeptWays:
    """Takes ways as earlier trips kept them: nothing is measured, so that a list comes at once."""

    def __init__(
        self, kept: Mapping[tuple[Id, Id], Mileage], measured: RoadWays | None = None
    ) -> None:
        self._kept = kept
        self._measured = measured

    def way(self, number: int, ends: tuple[Id, Id], day: date) -> Way:
        """Return the way as it was kept; one that never was is measured where there is a map."""
        kept = self._kept.get(ends)
        if kept is None and self._measured is not None:
            return self._measured.way(number, ends, day)
        return Way(kept, kept)
