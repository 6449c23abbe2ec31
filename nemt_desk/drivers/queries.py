"""Reads of the drivers room."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from nemt_desk.drivers.model import (
    CarRecord,
    CredentialRecord,
    DayOffRecord,
    DriverRecord,
    HoursRecord,
    RelationRecord,
)
from nemt_desk.drivers.rows import (
    Car,
    Credential,
    DayOff,
    Driver,
    DriverDuplicate,
    DriverEntry,
    DriverListRow,
    Hours,
    Relation,
    RelationKind,
)
from nemt_desk.drivers.rules import duplicate_reasons
from nemt_desk.ground import search
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import Listing, chunks
from nemt_desk.ground.typed import fits, typed_groups
from nemt_desk.ground.words import fold
from nemt_desk.places.model import PlaceRecord
from nemt_desk.places.queries import place
from nemt_desk.places.rows import Place

_PARTS = ("cars", "credentials", "hours", "days_off", "relations")
_NAMES = tuple(item.name for item in fields(Driver) if item.name not in (*_PARTS, "is_archived"))
_WHOLE = select(*(getattr(DriverRecord, name) for name in _NAMES), DriverRecord.archived_at)


def _columns(row: type[Any], table: type[Any]) -> list[Any]:
    return [getattr(table, item.name) for item in fields(row)]


_CARS = (
    select(CarRecord.driver_id, *_columns(Car, CarRecord))
    .where(CarRecord.archived_at.is_(None))
    .order_by(CarRecord.id)
)
_CREDENTIALS = select(CredentialRecord.driver_id, *_columns(Credential, CredentialRecord)).order_by(
    CredentialRecord.kind, CredentialRecord.until_day, CredentialRecord.id
)
_HOURS = select(HoursRecord.driver_id, *_columns(Hours, HoursRecord)).order_by(
    HoursRecord.weekday, HoursRecord.start_min
)
_DAYS_OFF = select(DayOffRecord.driver_id, *_columns(DayOff, DayOffRecord)).order_by(
    DayOffRecord.from_day, DayOffRecord.id
)
_RELATIONS = select(RelationRecord.driver_id, *_columns(Relation, RelationRecord)).order_by(
    RelationRecord.id
)


@dataclass(slots=True)
class _Parts:
    """What belongs to the drivers of one call, by driver: five statements, however many drivers."""

    cars: dict[Id, list[Car]] = field(default_factory=lambda: defaultdict(list))
    credentials: dict[Id, list[Credential]] = field(default_factory=lambda: defaultdict(list))
    hours: dict[Id, list[Hours]] = field(default_factory=lambda: defaultdict(list))
    days_off: dict[Id, list[DayOff]] = field(default_factory=lambda: defaultdict(list))
    relations: dict[Id, list[Relation]] = field(default_factory=lambda: defaultdict(list))

    def read(self, session: Session, ids: Sequence[Id]) -> None:
        """Add what belongs to the drivers with these keys."""
        for owner, *values in session.execute(_CARS.where(CarRecord.driver_id.in_(ids))):
            self.cars[owner].append(Car(*values))
        chosen = _CREDENTIALS.where(CredentialRecord.driver_id.in_(ids))
        for owner, *values in session.execute(chosen):
            self.credentials[owner].append(Credential(*values))
        for owner, *values in session.execute(_HOURS.where(HoursRecord.driver_id.in_(ids))):
            self.hours[owner].append(Hours(*values))
        for owner, *values in session.execute(_DAYS_OFF.where(DayOffRecord.driver_id.in_(ids))):
            self.days_off[owner].append(DayOff(*values))
        for owner, *values in session.execute(_RELATIONS.where(RelationRecord.driver_id.in_(ids))):
            self.relations[owner].append(Relation(*values))


def _driver(row: Row[Any], parts: _Parts) -> Driver:
    named: dict[str, Any] = dict(zip(_NAMES, row[:-1], strict=True))
    named |= {name: tuple(getattr(parts, name).get(row.id, ())) for name in _PARTS}
    return Driver(**named, is_archived=row.archived_at is not None)


def _drivers(session: Session, statement: Select[Any]) -> list[Driver]:
    rows = session.execute(statement).all()
    parts = _Parts()
    for some in chunks([row.id for row in rows]):
        parts.read(session, some)
    return [_driver(row, parts) for row in rows]


def drivers_by_ids(session: Session, ids: Iterable[Id]) -> dict[Id, Driver]:
    """Return the drivers with these keys; those that are not there are left out."""
    found: dict[Id, Driver] = {}
    for some in chunks(list({*ids})):
        found |= {d.id: d for d in _drivers(session, _WHOLE.where(DriverRecord.id.in_(some)))}
    return found


def driver(session: Session, driver_id: Id) -> Driver:
    """Return one driver, archived or not.

    Raises:
        RefusedError: there is none.
    """
    found = drivers_by_ids(session, [driver_id])
    if driver_id not in found:
        raise RefusedError("This driver's record is not there any more.")
    return found[driver_id]


def drivers_on(session: Session, day: date) -> list[Driver]:
    """Return all drivers of `day` by name, with everything planning asks for.

    Who was archived since is still a driver of the days before.
    """
    begin = datetime.combine(day, time(), UTC)
    is_there = or_(DriverRecord.archived_at.is_(None), DriverRecord.archived_at > begin)
    found = _drivers(session, _WHOLE.where(is_there))
    return sorted(found, key=lambda one: (fold(one.last_name), fold(one.first_name), one.id))


def cars_by_ids(session: Session, ids: Iterable[Id]) -> dict[Id, Car]:
    """Return cars by key, also those their drivers have given up since."""
    statement = select(*_columns(Car, CarRecord))
    found: dict[Id, Car] = {}
    for some in chunks(list({*ids})):
        rows = session.execute(statement.where(CarRecord.id.in_(some)))
        found |= {row.id: Car(*row) for row in rows}
    return found


def home_of(session: Session, of: Driver) -> Place | None:
    """Return the place where the driver lives."""
    return place(session, of.home_id) if of.home_id is not None else None


def record_ids(session: Session, driver_id: Id) -> list[Id]:
    """Return the keys whose history is the driver's: the record, the home, what belongs to it."""
    ids = [driver_id]
    ids += session.scalars(
        select(DriverRecord.home_id).where(
            DriverRecord.id == driver_id, DriverRecord.home_id.is_not(None)
        )
    )
    for table in (CarRecord, CredentialRecord, HoursRecord, DayOffRecord, RelationRecord):
        ids += session.scalars(select(table.id).where(table.driver_id == driver_id))
    return ids


def relations_to(session: Session, member_id: Id) -> dict[Id, RelationKind]:
    """Return the drivers who stand in some relation to the member; a refusal wins."""
    rows = session.execute(
        select(RelationRecord.driver_id, RelationRecord.kind)
        .where(RelationRecord.member_id == member_id)
        .order_by(RelationRecord.id)
    )
    found: dict[Id, RelationKind] = {}
    for driver_id, kind in rows:
        if found.get(driver_id) is not RelationKind.REFUSED:
            found[driver_id] = kind
    return found


def find_drivers(session: Session, typed: str, limit: int = 12) -> list[Driver]:
    """Return drivers by name parts in any order or telephone digits; never archived ones."""
    ids = search.find(session, "driver", typed_groups(typed), limit)
    found = drivers_by_ids(session, ids) if ids else {}
    return [found[key] for key in ids if key in found]


_ORDERS: dict[str, Any] = {
    "name": (),
    "kind": (DriverRecord.kind,),
    "recognized_on": (DriverRecord.recognized_on,),
    "newest": (DriverRecord.id.desc(),),
}


def driver_list(  # one keyword for each thing a list screen can ask
    session: Session,
    *,
    text: str = "",
    archived: bool = False,
    limit: int = 500,
    offset: int = 0,
    order: str = "name",
) -> Listing[DriverListRow]:
    """Return drivers for a list. `order`: name, kind, recognized_on or newest."""
    is_archived = DriverRecord.archived_at.is_not(None)
    statement = _WHOLE.where(is_archived if archived else ~is_archived)
    typed = typed_groups(text)
    if typed and not archived:
        statement = statement.where(DriverRecord.id.in_(search.chosen(session, "driver", typed)))
    name = (func.lower(DriverRecord.last_name), func.lower(DriverRecord.first_name))
    statement = statement.order_by(*_ORDERS[order], *name, DriverRecord.id)
    # Drivers are few: all are read, so that archived ones can be searched as well.
    found = _drivers(session, statement)
    if typed and archived:
        found = [one for one in found if fits(f"{one.name} {one.phone}", typed)]
    page = found[offset : offset + limit]
    towns = _towns(session, page)
    return Listing(tuple(_list_row(one, towns) for one in page), len(found))


def _towns(session: Session, page: Sequence[Driver]) -> dict[Id, str]:
    towns: dict[Id, str] = {}
    for some in chunks([one.home_id for one in page if one.home_id is not None]):
        rows = session.execute(
            select(PlaceRecord.id, PlaceRecord.city).where(PlaceRecord.id.in_(some))
        )
        towns |= {row.id: row.city for row in rows}
    return towns


def _list_row(one: Driver, towns: dict[Id, str]) -> DriverListRow:
    car = one.car
    ends = [c.until_day for c in one.latest() if c.until_day is not None]
    return DriverListRow(
        id=one.id,
        name=one.name,
        kind=one.kind,
        phone=one.phone,
        town=towns.get(one.home_id, "") if one.home_id is not None else "",
        plate=car.plate if car else "",
        seats=car.seats if car else 0,
        has_lift=any(known.has_lift for known in one.cars),
        recognized_on=one.recognized_on,
        recognized_until=one.recognized_until,
        open_to_all=one.open_to_all,
        next_end=min(ends, default=None),
        is_archived=one.is_archived,
    )


def possible_duplicates(
    session: Session, entry: DriverEntry, but: Id | None = None
) -> list[DriverDuplicate]:
    """Return drivers who may be the one being entered, archived ones too: a warning."""
    plates = frozenset(fold(car.plate) for car in entry.cars if car.plate.strip())
    return [
        DriverDuplicate(known, reasons)
        for known in _drivers(session, _WHOLE)
        if known.id != but and (reasons := duplicate_reasons(entry, known, plates))
    ]
