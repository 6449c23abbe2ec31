"""The office's map: opened when first asked for, by pages and jobs at the same time."""

import threading
from datetime import date

from nemt_desk.closures.queries import driving_on
from nemt_desk.geo import Answer, CountyMap
from nemt_desk.geo.addresses.suggest import Suggested
from nemt_desk.geo.roads.driving import Driving
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.session import Store
from nemt_desk.ground.settings import Settings
from nemt_desk.office_files import OfficeFiles
from nemt_desk.places.finding import PlaceFinder
from nemt_desk.trips.day_roads import DayRoads
from nemt_desk.trips.routing import How, how_on


class OfficeMap:
    """What an office asks its map. The office gives files, store and settings."""

    files: OfficeFiles
    store: Store
    settings: Settings

    def _begin_map(self) -> None:
        self._map: CountyMap | None = None
        self._map_is_read = False
        self._map_turn = threading.Lock()
        self._finder = PlaceFinder(self.store, lambda: self.map)

    @property
    def map(self) -> CountyMap | None:
        """The county map, or None while there is none."""
        if not self._map_is_read:
            # Pages and their jobs ask at the same time: one of them reads, the others wait for it.
            with self._map_turn:
                if not self._map_is_read:
                    self._read_map()
        return self._map

    def reload_map(self) -> None:
        """Read the map folder again, after a map was built."""
        with self._map_turn:
            self._read_map()

    def _read_map(self) -> None:
        try:
            self._map = CountyMap.open(self.files.map)
        except (RefusedError, EnvironmentProblem):
            self._map = None
        self._map_is_read = True

    def geocode(self, text: str, limit: int = 5) -> Answer | None:
        """Return what an address may mean, the office's own pins first; None without a map."""
        return self._finder.geocode(text, limit)

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggested, ...]:
        """Return ways to go on typing an address, the office's own places first."""
        return self._finder.suggest(text, limit)

    def driving(self, day: date) -> Driving:
        """Return how cars drive on `day`: around shut roads and ferries, slower in winter."""
        with self.store.read() as session:
            return driving_on(session, day, self.settings)

    def how(self, day: date) -> How:
        """Return how the miles of a ride on `day` are counted."""
        with self.store.read() as session:
            return how_on(session, day, self.settings)

    def day_roads(self) -> DayRoads:
        """Return the map as it is driven on each day, for one booking or one list."""
        return DayRoads(self.map, self.how)

    def _close_map(self) -> None:
        if self._map is not None:
            self._map.close()
            self._map, self._map_is_read = None, False
