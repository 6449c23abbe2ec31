"""The calendar of a year as a table shows it: the pack's holidays and the office's own entries."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from nemt_desk.calendars.rows import Holiday, ShutDays, ShutKind
from nemt_desk.ground.words import day_text
from ui.widgets.rows import Column

KINDS: dict[ShutKind, str] = {
    ShutKind.OFFICE: "Our office is shut",
    ShutKind.SCHOOL: "Schools of a town are closed",
    ShutKind.FACILITY: "A facility is shut",
}
CONFIDENCES = {
    "seed": "from the project's own documents",
    "found": "found in public sources",
    "unverified": "not verified: compare it with your state's list",
}


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One line: a holiday of the pack, or shut days that the office put in."""

    first: date
    last: date
    name: str
    whose: str
    holiday: Holiday | None = None
    own: ShutDays | None = None

    @property
    def key(self) -> Hashable:
        """What makes it the same line after the next reading."""
        return self.own.id if self.own is not None else (self.first, self.name)

    @property
    def when(self) -> str:
        """Return `Thu 24 Dec` or `Thu 24 Dec to Fri 1 Jan`."""
        if self.first == self.last:
            return day_text(self.first)
        return f"{day_text(self.first)} to {day_text(self.last)}"

    @property
    def status(self) -> str:
        """How sure it is: a key of ui.theme.status, nothing for what is sure."""
        is_doubtful = self.holiday is not None and self.holiday.confidence == "unverified"
        return "unverified" if is_doubtful else ""

    @property
    def told(self) -> str:
        """Where the line comes from, in a sentence."""
        if self.holiday is not None:
            sure = CONFIDENCES.get(self.holiday.confidence, self.holiday.confidence)
            return f"A holiday of the state pack ({sure}). Source: {self.holiday.source}."
        return self.own.note if self.own is not None else ""

    @property
    def sure(self) -> str:
        """Who says so, in a word or two."""
        if self.holiday is not None:
            return "state pack"
        return "this office"


COLUMNS = [
    Column[CalendarLine]("When", lambda line: line.when, sort=lambda line: line.first, width=165),
    Column[CalendarLine]("What", lambda line: line.name, tooltip=lambda line: line.name, width=195),
    Column[CalendarLine]("Shut", lambda line: line.whose, width=165),
    Column[CalendarLine](
        "Says who",
        lambda line: line.sure,
        status=lambda line: line.status,
        tooltip=lambda line: line.told,
        width=130,
    ),
]


def calendar_lines(
    year: int, pack: Iterable[Holiday], own: Iterable[ShutDays]
) -> list[CalendarLine]:
    """Return the lines of a year by day; own entries that reach into it stand there too."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    lines = [
        CalendarLine(one.day, one.day, one.name, "Office (holiday)", holiday=one) for one in pack
    ]
    lines += [
        CalendarLine(one.from_day, one.until_day, one.name, one.whose, own=one)
        for one in own
        if one.from_day <= last and one.until_day >= first
    ]
    return sorted(lines, key=lambda line: (line.first, line.last, line.name))
