"""What leaves the closures room."""

from dataclasses import dataclass
from datetime import date

from nemt_desk.geo.roads.driving import ClosedRoad
from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_year_text


@dataclass(frozen=True, slots=True)
class Closure:
    """A shut road as everybody sees it. `until_on` is the last shut day, None: nobody knows.

    One point shuts that piece of road, more points the stretch between the first and the last.
    """

    id: Id
    version: int
    name: str
    reason: str
    note: str
    line: tuple[LatLon, ...]
    from_on: date
    until_on: date | None
    is_archived: bool = False

    def covers(self, day: date) -> bool:
        """Tell whether the road is shut on `day`."""
        is_begun = self.from_on <= day
        return is_begun and not self.is_archived and (self.until_on is None or day <= self.until_on)

    @property
    def closed_road(self) -> ClosedRoad:
        """The same, as the map's router takes it."""
        return ClosedRoad(self.line)

    @property
    def text(self) -> str:
        """Return name and reason: `Bridge on County Road 12, washed out`."""
        return ", ".join(part for part in (self.name, self.reason) if part)

    @property
    def period_text(self) -> str:
        """Return `Tue 24 Nov 2026 until Tue 1 Dec 2026`, or `from … until further notice`."""
        first = day_year_text(self.from_on)
        if self.until_on is None:
            return f"from {first} until further notice"
        if self.until_on == self.from_on:
            return f"on {first} only"
        return f"from {first} until {day_year_text(self.until_on)}"


@dataclass(frozen=True, slots=True)
class ClosureEntry:
    """A shut road as it is marked and typed."""

    name: str = ""
    reason: str = ""
    note: str = ""
    line: tuple[LatLon, ...] = ()
    from_on: date | None = None
    until_on: date | None = None

    @staticmethod
    def of(closure: Closure) -> "ClosureEntry":
        """Return the entry of a closure as it is kept."""
        return ClosureEntry(
            closure.name,
            closure.reason,
            closure.note,
            closure.line,
            closure.from_on,
            closure.until_on,
        )
