"""Writes of the drivers room: add, change, archive."""

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import select

from nemt_desk.drivers.model import (
    CarRecord,
    CredentialRecord,
    DayOffRecord,
    DriverRecord,
    HoursRecord,
    RelationRecord,
)
from nemt_desk.drivers.rows import DriverEntry, Hours
from nemt_desk.drivers.rules import checked
from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.entry import delete_rows, keep_children, put
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store, Work
from nemt_desk.members.model import MemberRecord
from nemt_desk.places.service import keep_home, leave_home
from nemt_desk.security.accounts import Actor, Right, require

_PARTS = {"cars", "credentials", "hours", "days_off", "relations"}
_NOT_COLUMNS = {*_PARTS, "home", "home_id", "has_moved"}
_HOURS = tuple(item.name for item in fields(Hours))
_COLUMNS = tuple(item.name for item in fields(DriverEntry) if item.name not in _NOT_COLUMNS)


class DriverService:
    """Keeps drivers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, actor: Actor, entry: DriverEntry) -> Saved:
        """Add a driver with home, cars, credentials, hours, days off and relations.

        Raises:
            InputError: with everything that can't be taken.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        with self._store.write(actor, "Added a driver") as work:
            home_id = cleaned.home_id
            if cleaned.home is not None:
                home_id = keep_home(work, home_id, cleaned.home, has_moved=cleaned.has_moved)
            row = DriverRecord(id=new_id(), home_id=home_id, **_values(cleaned))
            work.session.add(row)
            work.session.flush()
            _keep_parts(work, row.id, cleaned)
        return Saved(row.id, work.changes)

    def change(
        self, actor: Actor, driver_id: Id, entry: DriverEntry, *, version: int | None = None
    ) -> Changes:
        """Change a driver and everything that belongs to the record.

        Raises:
            InputError: with everything that can't be taken.
            StaleError: somebody changed the record since `version`.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        with self._store.write(actor, "Changed a driver") as work:
            row = work.fetch(DriverRecord, driver_id, version)
            put(row, _values(cleaned))
            _keep_drivers_home(work, row, cleaned)
            _keep_parts(work, driver_id, cleaned)
            work.touch(row)
        return work.changes

    def archive(self, actor: Actor, driver_id: Id) -> Changes:
        """Take a driver out of lists and planning; the record and its history stay."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Archived a driver") as work:
            row = work.fetch(DriverRecord, driver_id)
            if row.archived_at is None:
                row.archived_at = work.now
        return work.changes

    def unarchive(self, actor: Actor, driver_id: Id) -> Changes:
        """Bring an archived driver back."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Brought back a driver") as work:
            work.fetch(DriverRecord, driver_id).archived_at = None
        return work.changes


def _values(cleaned: DriverEntry) -> dict[str, Any]:
    return {name: getattr(cleaned, name) for name in _COLUMNS}


def _keep_drivers_home(work: Work, row: DriverRecord, cleaned: DriverEntry) -> None:
    old = row.home_id
    new = cleaned.home_id
    if cleaned.home is not None:
        new = keep_home(work, new or old, cleaned.home, has_moved=cleaned.has_moved)
    if new == old:
        return
    put(row, {"home_id": new})
    work.session.flush()
    if old is None:
        return
    for table in (DriverRecord, MemberRecord):
        if work.session.scalar(select(table.id).where(table.home_id == old).limit(1)) is not None:
            return
    leave_home(work, old)


def _keep_parts(work: Work, driver_id: Id, cleaned: DriverEntry) -> None:
    owner = {"driver_id": driver_id}
    session = work.session
    own_cars = CarRecord.driver_id == driver_id, CarRecord.archived_at.is_(None)
    cars = session.scalars(select(CarRecord).where(*own_cars)).all()
    for car in keep_children(work, CarRecord, cars, cleaned.cars, owner):
        # Runs of the past refer to the car: it is given up, not deleted.
        car.archived_at = work.now
    for table, typed in (
        (CredentialRecord, cleaned.credentials),
        (DayOffRecord, cleaned.days_off),
        (RelationRecord, cleaned.relations),
    ):
        kept = session.scalars(select(table).where(table.driver_id == driver_id)).all()
        delete_rows(work, keep_children(work, table, kept, typed, owner))
    _keep_hours(work, driver_id, cleaned.hours)


def _keep_hours(work: Work, driver_id: Id, hours: tuple[Hours, ...]) -> None:
    """Bring the weekly hours to what was typed; equal ones are left untouched."""
    kept = work.session.scalars(select(HoursRecord).where(HoursRecord.driver_id == driver_id))
    left = {tuple(getattr(row, name) for name in _HOURS): row for row in kept}
    for span in hours:
        if left.pop(tuple(getattr(span, name) for name in _HOURS), None) is None:
            work.session.add(HoursRecord(id=new_id(), driver_id=driver_id, **asdict(span)))
    delete_rows(work, list(left.values()))
