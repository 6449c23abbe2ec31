"""What leaves the calendars room."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_year_text


class ShutKind(StrEnum):
    """What is shut on the days of a calendar entry."""

    OFFICE = "office"
    SCHOOL = "school"
    FACILITY = "facility"


@dataclass(frozen=True, slots=True)
class ShutDays:
    """Days on which the office, a town's schools or a facility is shut; both days included."""

    id: Id
    version: int
    kind: ShutKind
    name: str
    from_day: date
    until_day: date
    town: str
    place_id: Id | None
    place_name: str
    note: str
    is_archived: bool = False

    def covers(self, day: date) -> bool:
        """Tell whether it is shut on `day`."""
        return not self.is_archived and self.from_day <= day <= self.until_day

    @property
    def whose(self) -> str:
        """Return what is shut: the office, the schools of a town, a facility by its name."""
        if self.kind is ShutKind.SCHOOL:
            return f"Schools in {self.town}"
        return self.place_name if self.kind is ShutKind.FACILITY else "Our office"

    @property
    def period_text(self) -> str:
        """Return `Thu 24 Dec 2026` or `Thu 24 Dec 2026 to Fri 1 Jan 2027`."""
        first = day_year_text(self.from_day)
        if self.until_day == self.from_day:
            return first
        return f"{first} to {day_year_text(self.until_day)}"

    @property
    def text(self) -> str:
        """Return `Schools in Bovey: Winter break`."""
        return f"{self.whose}: {self.name}"


@dataclass(frozen=True, slots=True)
class ShutEntry:
    """Shut days as they are typed; without a last day they are one day."""

    kind: ShutKind = ShutKind.OFFICE
    name: str = ""
    from_day: date | None = None
    until_day: date | None = None
    town: str = ""
    place_id: Id | None = None
    note: str = ""

    @staticmethod
    def of(shut: ShutDays) -> "ShutEntry":
        """Return the entry of shut days as they are kept."""
        return ShutEntry(
            shut.kind,
            shut.name,
            shut.from_day,
            shut.until_day,
            shut.town,
            shut.place_id,
            shut.note,
        )


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday of the pack's calendar, with where it comes from and how sure that is."""

    day: date
    name: str
    source: str
    confidence: str
