"""What the pack of the next days holds, as frozen rows. Clock times are agency time."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from nemt_desk.ground.ids import Id
from nemt_desk.runs.sheet_rows import RunSheet


@dataclass(frozen=True, slots=True)
class DarkRide:
    """One ride of a day; `driver` and `run_code` are empty while nobody drives it."""

    day: date
    at: time | None
    appointment_at: time | None
    member: str
    phone: str
    start: str
    end: str
    needs: tuple[str, ...]
    driver: str = ""
    run_code: str = ""
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether nobody drives it yet."""
        return not self.driver


@dataclass(frozen=True, slots=True)
class DarkDay:
    """A day's rides by pick-up; those without a time come last."""

    day: date
    rides: tuple[DarkRide, ...]

    @property
    def open_rides(self) -> tuple[DarkRide, ...]:
        """The rides that nobody drives yet."""
        return tuple(ride for ride in self.rides if ride.is_open)


class PhoneKind(StrEnum):
    """Whose telephone it is."""

    DRIVER = "driver"
    MEMBER = "member"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Phone:
    """Somebody's telephone numbers, and what to know before calling."""

    kind: PhoneKind
    name: str
    numbers: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class DarkOrder:
    """A standing order in one line."""

    member: str
    phone: str
    pattern: str
    start: str
    end: str
    driver: str
    next_day: date | None


@dataclass(frozen=True, slots=True)
class DarkPack:
    """Everything for some days without the program.

    The ids are not printed: the trail notes by them whose data the pack holds.
    """

    agency_name: str
    agency_phone: str
    printed_at: datetime
    days: tuple[DarkDay, ...]
    sheets: tuple[RunSheet, ...]
    phones: tuple[Phone, ...]
    orders: tuple[DarkOrder, ...]
    run_ids: tuple[Id, ...] = ()
    member_ids: tuple[Id, ...] = ()

    @property
    def first(self) -> date:
        """The first of its days."""
        return self.days[0].day

    @property
    def last(self) -> date:
        """The last of its days."""
        return self.days[-1].day

    @property
    def open_count(self) -> int:
        """How many rides nobody drives yet."""
        return sum(len(day.open_rides) for day in self.days)
