"""How the board says a driver's day, or a whole day, in few words; the rows of the week's table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nemt_desk.ground.ids import Id
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import day_text
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.rows import RunState
from nemt_desk.runs.week import Week, WeekCell, WeekDay
from ui.board.words import DASH, count
from ui.widgets.rows import Column

_DOT = " \N{MIDDLE DOT} "


@dataclass(frozen=True, slots=True)
class CellRow:
    """A line of the table: a driver's day, or what is open on half a day."""

    day: date
    place: int
    driver_id: Id | None
    driver: str
    rides: int
    first: int | None = None
    last: int | None = None
    loaded_m: float | None = None
    state: str = ""

    @property
    def key(self) -> tuple[date, int]:
        """What the line is known by."""
        return self.day, self.place


def cell_state(cell: WeekCell) -> str:
    """Return the run's state in words."""
    if cell.is_changed:
        return "changed since published"
    return "published" if cell.state is RunState.PUBLISHED else "draft"


def short_clock(minute: int) -> str:
    """Return `8:10`, `3`: for a narrow cell, where morning and afternoon are clear."""
    hour = minute // 60 % 12 or 12
    return f"{hour}:{minute % 60:02}" if minute % 60 else str(hour)


def cell_texts(cell: WeekCell) -> list[str]:
    """Return what a cell says, the longest first: it takes the first that has room."""
    number = len(cell.rides)
    first, last = cell.first_min, cell.last_min
    far = f"{round(miles(cell.loaded_m, 0))} mi"
    if first is None or last is None:
        return [_DOT.join((count(number, "ride"), far)), f"{number}{_DOT}{far}", str(number)]
    long = f"{clock_text(first)}{DASH}{clock_text(last)}"
    short = f"{short_clock(first)}{DASH}{short_clock(last)}"
    return [
        _DOT.join((count(number, "ride"), long, far)),
        _DOT.join((count(number, "ride"), short, far)),
        _DOT.join((str(number), short, far)),
        f"{number}{_DOT}{short}",
        str(number),
    ]


def free_texts(day: WeekDay) -> list[str]:
    """Return what is open on a day by half day, the longest first."""
    if not day.free:
        return ["all have drivers", "none open"] if day.rides else [""]
    halves = (
        (day.free_morning, "a.m."),
        (day.free_afternoon, "p.m."),
        (day.free_loose, "when called"),
    )
    parts = [f"{number} {word}" for number, word in halves if number]
    tiny = {"a.m.": "am", "p.m.": "pm", "when called": "call"}
    short = [f"{number}{tiny[word]}" for number, word in halves if number]
    return [
        f"{day.free} open: {', '.join(parts)}",
        f"open {' '.join(parts)}",
        " ".join(short),
        f"{day.free} open",
        str(day.free),
    ]


def cell_tip(name: str, cell: WeekCell | None, day: WeekDay, away: str) -> str:
    """Return everything a cell stands for."""
    lines = [f"{name}, {day_text(day.day)}"]
    if cell is not None:
        lines += [cell_texts(cell)[0], cell_state(cell)]
    lines += [away] if away else []
    return "\n".join(lines)


def cell_rows(week: Week) -> list[CellRow]:
    """Return the lines of the table: for each day what is open, then who drives."""
    return [line for day in week.days for line in _rows(week, day)]


def _rows(week: Week, day: WeekDay) -> Iterator[CellRow]:
    halves = (
        ("before noon", day.free_morning),
        ("after noon", day.free_afternoon),
        ("when called", day.free_loose),
    )
    for place, (half, number) in enumerate(halves):
        if number:
            words = f"nobody yet, {half}"
            yield CellRow(day.day, place - len(halves), None, words, number, state="unassigned")
    for place, driver in enumerate(week.drivers):
        cell = week.cells.get((driver.id, day.day))
        if cell is not None:
            yield CellRow(
                *(day.day, place, driver.id, driver.name, len(cell.rides)),
                *(cell.first_min, cell.last_min, cell.loaded_m, cell_state(cell)),
            )


def week_columns() -> list[Column[CellRow]]:
    """Return the columns of the week's table."""
    return [
        Column("Day", lambda r: day_text(r.day), sort=lambda r: r.key, width=100),
        Column("Driver", lambda r: r.driver, width=190),
        Column("Rides", lambda r: str(r.rides), sort=lambda r: r.rides, right=True, width=60),
        Column("First", lambda r: _time(r.first), sort=lambda r: r.first, right=True, width=90),
        Column("Last", lambda r: _time(r.last), sort=lambda r: r.last, right=True, width=90),
        Column("Miles", _miles, sort=lambda r: r.loaded_m, right=True, width=70),
        Column("State", lambda r: r.state, width=150),
    ]


def _time(minute: int | None) -> str:
    return "" if minute is None else clock_text(minute)


def _miles(line: CellRow) -> str:
    return "" if line.loaded_m is None else str(miles(line.loaded_m))
