"""Writes what a plan says: every room's rows in one transaction, in the order they point."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from nemt_desk.drivers.model import (
    CarRecord,
    CredentialRecord,
    DriverRecord,
    HoursRecord,
    RelationRecord,
)
from nemt_desk.drivers.rows import DriverEntry
from nemt_desk.exchange.drivers.pairs import PairEntry
from nemt_desk.exchange.rides.entry import RideEntry
from nemt_desk.ground.bulk import insert_rows
from nemt_desk.ground.entry import put
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Work
from nemt_desk.ground.settings import Settings
from nemt_desk.members.model import MemberRecord
from nemt_desk.members.rows import MemberEntry
from nemt_desk.places.model import PlaceRecord
from nemt_desk.places.rows import PlaceEntry
from nemt_desk.trips.model import CompanionRecord, RideRecord, TripRecord
from nemt_desk.trips.rows import CompanionKind, Leg, Purpose, ReturnKind
from nemt_desk.trips.times import Known, Times, fill

_CHANGED = (
    "The office has changed since the list was looked over: some of it is there by now. Nothing was"
    " saved; look the list over again."
)
_PLACE = tuple(item.name for item in fields(PlaceEntry))
_MEMBER = tuple(
    item.name for item in fields(MemberEntry)
    if item.name not in {"papers", "apart", "home", "home_id", "has_moved", "needs"}
)  # fmt: skip
_DRIVER = tuple(
    item.name for item in fields(DriverEntry)
    if item.name not in {"cars", "credentials", "hours", "days_off", "relations", "home", "home_id",
                         "has_moved"}
)  # fmt: skip
_STAY_MIN = 60


def _values(entry: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in names}


def keep_places(work: Work, entries: Sequence[PlaceEntry]) -> list[Id]:
    """Add places; return their keys."""
    return insert_rows(work, PlaceRecord, [_values(entry, _PLACE) for entry in entries])


def _keep_homes(work: Work, homes: Sequence[PlaceEntry | None]) -> list[Id | None]:
    keys = iter(keep_places(work, [home for home in homes if home is not None]))
    return [None if home is None else next(keys) for home in homes]


def keep_members(work: Work, entries: Sequence[MemberEntry]) -> list[Id]:
    """Add members with their homes; return their keys.

    Raises:
        RefusedError: one of the member IDs is taken by now.
    """
    taken = set(
        work.session.scalars(
            select(MemberRecord.mhcp_id).where(
                MemberRecord.mhcp_id != "", MemberRecord.archived_at.is_(None)
            )
        )
    )
    if any(entry.mhcp_id in taken for entry in entries):
        raise RefusedError(_CHANGED)
    homes = _keep_homes(work, [entry.home for entry in entries])
    rows = []
    for entry, home_id in zip(entries, homes, strict=True):
        values = _values(entry, _MEMBER)
        values["needs"] = sorted(need.value for need in entry.needs)
        values["home_id"] = home_id
        rows.append(values)
    return insert_rows(work, MemberRecord, rows)


def keep_drivers(work: Work, entries: Sequence[DriverEntry]) -> list[Id]:
    """Add drivers with homes, cars, credentials and hours; return their keys."""
    homes = _keep_homes(work, [entry.home for entry in entries])
    rows = [
        {**_values(entry, _DRIVER), "home_id": home_id}
        for entry, home_id in zip(entries, homes, strict=True)
    ]
    keys = insert_rows(work, DriverRecord, rows)
    owned = list(zip(keys, entries, strict=True))
    for table, part in (
        (CarRecord, "cars"),
        (CredentialRecord, "credentials"),
        (HoursRecord, "hours"),
    ):
        insert_rows(
            work,
            table,
            [
                {"driver_id": key, **_values(one, [f.name for f in fields(one) if f.name != "id"])}
                for key, entry in owned
                for one in getattr(entry, part)
            ],
        )
    return keys


def keep_pairs(work: Work, entries: Sequence[PairEntry]) -> list[Id]:
    """Add how drivers stand to members; a remark that is no relation goes to the driver's note."""
    rows = work.session.execute(
        select(RelationRecord.driver_id, RelationRecord.member_id, RelationRecord.kind)
    )
    kept = {(row.driver_id, row.member_id, row.kind) for row in rows}
    touched: list[Id] = []
    for entry in entries:
        touched.append(entry.driver_id)
        if entry.kind is None:
            driver = work.fetch(DriverRecord, entry.driver_id)
            line = f"{entry.member_name}: {entry.note}"
            if line not in driver.office_note.split("\n"):
                note = "\n".join(part for part in (driver.office_note, line) if part)
                put(driver, {"office_note": note})
        elif (entry.driver_id, entry.member_id, entry.kind) not in kept:
            kept.add((entry.driver_id, entry.member_id, entry.kind))
            work.session.add(
                RelationRecord(
                    id=new_id(),
                    driver_id=entry.driver_id,
                    member_id=entry.member_id,
                    kind=entry.kind,
                    note=entry.note,
                )
            )
    return touched


def keep_rides(work: Work, entries: Sequence[RideEntry], settings: Settings) -> list[Id]:
    """Add trips with their rides, as booking does without a map; return the trips' keys."""
    trips, rides, companions = [], [], []
    for entry in entries:
        trip_id = new_id()
        times = _there(entry, settings)
        trips.append(_trip(entry, trip_id, times))
        rides += _rides(entry, trip_id, times, settings)
        companions += [
            {"trip_id": trip_id, "kind": CompanionKind.ADULT} for _number in range(entry.riders)
        ]
    keys = insert_rows(work, TripRecord, trips)
    insert_rows(work, RideRecord, rides)
    insert_rows(work, CompanionRecord, companions)
    return keys


def _at(day: date, clock: time | None, settings: Settings) -> datetime | None:
    return None if clock is None else settings.time.at(day, clock)


def _there(entry: RideEntry, settings: Settings) -> Times:
    known = Known(
        pickup_at=_at(entry.day, entry.pickup, settings),
        appointment_at=_at(entry.day, entry.appointment, settings),
    )
    early = settings.early_min if known.appointment_at else None
    times = fill(known, drive_min=None, load_min=settings.load_min, early_min=early)
    if times.is_possible:
        return times
    # Too near to the appointment for the office's usual gap: the drop-off stays open.
    return Times(appointment_at=known.appointment_at, pickup_at=known.pickup_at, dropoff_at=None)


def _trip(entry: RideEntry, trip_id: Id, times: Times) -> dict[str, Any]:
    return {
        "id": trip_id,
        "member_id": entry.member_id,
        "purpose": Purpose.COVERED_SERVICE,
        "service": entry.service,
        "place_id": entry.destination_id,
        "appointment_at": times.appointment_at,
        "stay_min": _STAY_MIN,
        "asked": {},
        "decision": {},
        "driver_note": entry.driver_note,
        "office_note": entry.office_note,
    }


def _rides(entry: RideEntry, trip_id: Id, times: Times, settings: Settings) -> list[dict[str, Any]]:
    shared = {
        "trip_id": trip_id,
        "member_id": entry.member_id,
        "day": entry.day,
        "return_kind": entry.return_kind,
        "mode": entry.mode,
        "assistance": entry.assistance,
        "seats": entry.riders + (not entry.in_wheelchair),
        "wheelchair_places": int(entry.in_wheelchair),
    }
    there = {
        **shared,
        "seq": 1,
        "leg": Leg.OUTBOUND,
        "from_id": entry.origin_id,
        "to_id": entry.destination_id,
        "pickup_at": times.pickup_at,
        "dropoff_at": times.dropoff_at,
        "appointment_at": times.appointment_at,
    }
    if entry.return_kind is ReturnKind.NONE:
        return [there]
    back = {
        **shared,
        "seq": 2,
        "leg": Leg.RETURN,
        "from_id": entry.destination_id,
        "to_id": entry.back_to_id,
        "pickup_at": _back_at(entry, times, settings),
        "dropoff_at": None,
        "appointment_at": None,
    }
    return [there, back]


def _back_at(entry: RideEntry, there: Times, settings: Settings) -> datetime | None:
    """Return when the way back begins; where the driver waits, after the usual stay."""
    typed = _at(entry.day, entry.return_at, settings)
    begin = there.appointment_at or there.pickup_at
    if typed is None and entry.return_kind is ReturnKind.WAIT and begin is not None:
        return begin + timedelta(minutes=_STAY_MIN)
    return typed
