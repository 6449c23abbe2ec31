"""Reads of the calendars room: holidays of pack and office, closed schools, shut facilities."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from nemt_desk.calendars.model import CalendarDayRecord
from nemt_desk.calendars.rows import Holiday, ShutDays, ShutKind
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import fold
from nemt_desk.places.model import PlaceRecord
from nemt_desk.places.queries import places_by_ids
from nemt_desk.policy import packs

GONE = "These shut days are not in the calendar any more. Nothing was changed."
_OWN_HOLIDAY = "Holiday (local figure)"
_TABLE = CalendarDayRecord
_IN_ORDER = (_TABLE.from_day, _TABLE.kind, _TABLE.name, _TABLE.id)


def shut_days(session: Session, entry_id: Id) -> ShutDays:
    """Return one entry of the calendar, taken back or not.

    Raises:
        RefusedError: there is none.
    """
    row = session.get(_TABLE, entry_id)
    if row is None:
        raise RefusedError(GONE)
    return _as_rows(session, [row])[0]


def listed(
    session: Session, *, on_or_after: date | None = None, kind: ShutKind | None = None
) -> tuple[ShutDays, ...]:
    """Return the office's own entries by their first day: all, or those not over by a day."""
    statement = _alive(kind)
    if on_or_after is not None:
        statement = statement.where(_TABLE.until_day >= on_or_after)
    return _as_rows(session, session.scalars(statement.order_by(*_IN_ORDER)))


def year_days(settings: Settings, year: int) -> tuple[Holiday, ...]:
    """Return the holidays of a year as the pack's calendar has them."""
    pack = packs.load(settings.pack)
    return tuple(
        Holiday(day, name, pack.calendar_source, pack.calendar_confidence)
        for day, name in sorted(pack.holidays.items())
        if day.year == year
    )


def holidays(session: Session, settings: Settings, first: date, last: date) -> dict[date, str]:
    """Return the days from `first` to `last` on which the office is shut, with their names.

    They are the pack's, those laid over it as a local figure, and the office's own entries.
    """
    known = packs.load(settings.pack).holidays
    found = {day: _OWN_HOLIDAY for day in _local_days(settings) if first <= day <= last}
    for entry in _between(session, ShutKind.OFFICE, first, last):
        found |= dict.fromkeys(_days_of(entry, first, last), entry.name)
    return dict(sorted((found | {d: n for d, n in known.items() if first <= d <= last}).items()))


def local_for(session: Session, settings: Settings, first: date, last: date) -> dict[str, Any]:
    """Return what is laid over the pack, own days of the office among its holidays."""
    days = {*_local_days(settings)}
    for entry in _between(session, ShutKind.OFFICE, first, last):
        days |= {*_days_of(entry, first, last)}
    laid = {key: value for key, value in settings.local.items() if key != "holidays"}
    return laid | ({"holidays": sorted(day.isoformat() for day in days)} if days else {})


def schools_closed(session: Session, day: date) -> tuple[str, ...]:
    """Return the towns whose schools are closed on `day` (S1-20)."""
    return schools_closed_between(session, day, day).get(day, ())


def schools_closed_between(
    session: Session, first: date, last: date
) -> dict[date, tuple[str, ...]]:
    """Return the towns whose schools are closed, by day; days without any are left out."""
    towns: dict[date, dict[str, str]] = {}
    for entry in _between(session, ShutKind.SCHOOL, first, last):
        for day in _days_of(entry, first, last):
            known = towns.setdefault(day, {})  # Bovey and bovey are one town
            known[fold(entry.town)] = min(entry.town, known.get(fold(entry.town), entry.town))
    return {day: tuple(name for _, name in sorted(found.items())) for day, found in towns.items()}


def doubt_of_town(session: Session, town: str) -> str:
    """Return a sentence if nobody lives in this town and no place lies there, else ""."""
    typed = fold(town)
    towns = session.scalars(select(PlaceRecord.city).distinct())
    if not typed or any(fold(known) == typed for known in towns):
        return ""
    return (
        f"Nobody lives in “{town.strip()}” and no place lies there: look at the spelling."
        " As it is, no ride is kept from it."
    )


def facility_shut(
    session: Session, place_ids: Iterable[Id], first: date, last: date
) -> dict[Id, tuple[ShutDays, ...]]:
    """Return when these places are shut between two days; places that are not are left out."""
    wanted = {*place_ids}
    found: dict[Id, list[ShutDays]] = {}
    for entry in _between(session, ShutKind.FACILITY, first, last) if wanted else ():
        if entry.place_id in wanted and entry.place_id is not None:
            found.setdefault(entry.place_id, []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


def _alive(kind: ShutKind | None) -> Select[CalendarDayRecord]:
    statement = select(_TABLE).where(_TABLE.archived_at.is_(None))
    return statement if kind is None else statement.where(_TABLE.kind == kind)


def _between(session: Session, kind: ShutKind, first: date, last: date) -> tuple[ShutDays, ...]:
    statement = _alive(kind).where(_TABLE.from_day <= last, _TABLE.until_day >= first)
    return _as_rows(session, session.scalars(statement.order_by(*_IN_ORDER)))


def _as_rows(session: Session, records: Iterable[CalendarDayRecord]) -> tuple[ShutDays, ...]:
    rows = list(records)
    wanted = {row.place_id for row in rows if row.place_id is not None}
    names = places_by_ids(session, wanted) if wanted else {}
    return tuple(
        ShutDays(
            row.id,
            row.version,
            row.kind,
            row.name,
            row.from_day,
            row.until_day,
            row.town,
            row.place_id,
            names[row.place_id].label if row.place_id in names else "",
            row.note,
            row.archived_at is not None,
        )
        for row in rows
    )


def _days_of(entry: ShutDays, first: date, last: date) -> Iterator[date]:
    day = max(first, entry.from_day)
    while day <= min(last, entry.until_day):
        yield day
        day += timedelta(days=1)


def _local_days(settings: Settings) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in settings.local.get("holidays") or ())
