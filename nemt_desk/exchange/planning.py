"""From a table to a plan, for each kind of list, with what the office knows by now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from nemt_desk.exchange import known
from nemt_desk.exchange.cells.days import DaySense, read_day
from nemt_desk.exchange.cells.phones import usual_area_code
from nemt_desk.exchange.drafts import Draft, planned_rows
from nemt_desk.exchange.drivers.pairs import read_pairs
from nemt_desk.exchange.drivers.reading import read_drivers
from nemt_desk.exchange.fields import Subject
from nemt_desk.exchange.members.reading import read_members
from nemt_desk.exchange.places.reading import read_places
from nemt_desk.exchange.plan import ImportPlan
from nemt_desk.exchange.reading.grid import Source
from nemt_desk.exchange.reading.table import Table
from nemt_desk.exchange.rides.known import Drivers, Members
from nemt_desk.exchange.rides.reading import read_rides
from nemt_desk.exchange.sense import AskMap, Sense
from nemt_desk.exchange.writing.refused import REASON
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.settings import Settings
from nemt_desk.members.rules import MINNESOTA


@dataclass(frozen=True, slots=True)
class Listed:
    """A table with its source, what it is about and which column holds what."""

    source: Source
    table: Table
    subject: Subject
    mapping: Mapping[str, str]


_SAMPLE = 1000

type _Planned = tuple[list[Draft], tuple[str, ...]]


def plan_of(
    session: Session,
    listed: Listed,
    settings: Settings,
    day_now: Callable[[AgencyTime], DaySense],
    ask_map: AskMap | None = None,
) -> ImportPlan:
    """Return what bringing in a list would do; nothing is written."""
    sense = _sense(session, listed, settings, day_now(settings.time), ask_map)
    drafts, notes = _READ[listed.subject](session, listed, settings, sense)
    table = listed.table
    return ImportPlan(
        subject=listed.subject,
        file_name=listed.source.file_name,
        sha256=listed.source.sha256,
        sheet=table.sheet,
        header_row=table.header_row,
        headers=table.headers,
        mapping=dict(listed.mapping),
        rows=planned_rows(table, drafts),
        notes=(*listed.source.notes, *_sheet_notes(listed), *notes, *_left_out(listed)),
    )


def _sense(
    session: Session,
    listed: Listed,
    settings: Settings,
    when: DaySense,
    ask_map: AskMap | None,
) -> Sense:
    own = "".join(char for char in settings.phone if char.isdigit())
    return Sense(
        today=when.today,
        area_code=own[-10:-7] if len(own) in {10, 11} else _area_code(listed),
        state=settings.state or "",
        is_eight_digits=settings.pack == MINNESOTA,
        towns=known.known_towns(session),
        before_min=settings.early_min + settings.load_min,
        ask_map=ask_map,
    )


def _area_code(listed: Listed) -> str:
    cells: list[str] = []
    for key in ("phone", "phone2"):
        if header := listed.mapping.get(key):
            cells += listed.table.column(header, _SAMPLE)
    return usual_area_code(cells)


def _members(session: Session, listed: Listed, settings: Settings, sense: Sense) -> _Planned:
    del settings
    people = known.known_members(session)
    return read_members(listed.table, listed.mapping, sense, people), ()


def _drivers(session: Session, listed: Listed, settings: Settings, sense: Sense) -> _Planned:
    del settings
    drivers, members = known.known_drivers(session), known.known_members(session)
    return read_drivers(listed.table, listed.mapping, sense, drivers, members), ()


def _places(session: Session, listed: Listed, settings: Settings, sense: Sense) -> _Planned:
    del settings
    return read_places(listed.table, listed.mapping, sense, known.known_places(session)), ()


def _rides(session: Session, listed: Listed, settings: Settings, sense: Sense) -> _Planned:
    when = DaySense(sense.today)
    header = listed.mapping.get("day", "")
    cells = set(listed.table.column(header)) if header in listed.table.headers else set()
    days = [got.value for cell in cells if cell and (got := read_day(cell, when)).value is not None]
    office = known.ride_office(session, settings.time, days)
    drafts = read_rides(listed.table, listed.mapping, sense, office)
    return drafts, _driver_notes(drafts)


def _driver_notes(drafts: Sequence[Draft]) -> tuple[str, ...]:
    named = sum(bool(draft.line("driver")) and not draft.is_refused for draft in drafts)
    if not named:
        return ()
    said = "1 trip names its driver" if named == 1 else f"{named:,} trips name their driver"
    sentence = "the name comes in as a note for the office, nobody is assigned."
    return (f"{said}: {sentence} Assign the rides on the board.",)


def _pairs(session: Session, listed: Listed, settings: Settings, sense: Sense) -> _Planned:
    del settings
    members = Members(known.ride_members(session))
    drivers = Drivers(known.known_drivers(session))
    return read_pairs(listed.table, listed.mapping, sense, (members, drivers))


_READ: Mapping[Subject, Callable[[Session, Listed, Settings, Sense], _Planned]] = {
    Subject.MEMBERS: _members,
    Subject.DRIVERS: _drivers,
    Subject.PLACES: _places,
    Subject.RIDES: _rides,
    Subject.PAIRS: _pairs,
}


def _sheet_notes(listed: Listed) -> Sequence[str]:
    sheets = listed.source.visible
    own = next((sheet for sheet in sheets if sheet.name == listed.table.sheet), None)
    others = [sheet.name for sheet in sheets if sheet.name != listed.table.sheet]
    notes = list(own.notes) if own is not None else []
    if others:
        named = ", ".join(f"“{name}”" for name in others)
        notes.append(f"Other sheets of this workbook were not read: {named}. Choose them next.")
    return notes


def _left_out(listed: Listed) -> Sequence[str]:
    used = set(listed.mapping.values())
    unused = [
        header
        for header in listed.table.headers
        if header not in used
        and header != REASON
        and any(cell.strip() for cell in listed.table.column(header))
    ]
    if not unused:
        return ()
    named = ", ".join(f"“{header}”" for header in unused)
    return (f"Columns that are not brought in: {named}.",)
