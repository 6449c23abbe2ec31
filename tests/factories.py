"""A real encrypted office in a folder of the test, and people to put into it.

The schema is migrated once for the whole run; each test gets a copy of that file.
"""

import shutil
import tempfile
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from db.engine import sqlite_engine
from db.upgrade import upgrade
from nemt_desk import metadata
from nemt_desk.drivers.rows import (
    CarEntry,
    CredentialEntry,
    CredentialKind,
    DriverEntry,
    Hours,
)
from nemt_desk.drivers.service import DriverService
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.session import Store
from nemt_desk.members.rows import MemberEntry
from nemt_desk.members.service import MemberService
from nemt_desk.places.rows import PinSource, PlaceEntry, PlaceKind
from nemt_desk.places.service import PlaceService
from nemt_desk.security.accounts import Actor, Role
from nemt_desk.security.trail import Trail

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
"""Tuesday 24 November 2026, 9:00 a.m. in Chicago."""
TODAY = date(2026, 11, 24)
KEY = bytes(range(32))
TRAIL_KEY = bytes(range(32, 64))
ACTOR = Actor(uuid.UUID(int=7), "Test Coordinator", "test", Role.DISPATCHER)
READER = Actor(uuid.UUID(int=8), "Test Reader", "reader", Role.READER)


@dataclass(frozen=True)
class Built:
    """An office of a test."""

    store: Store
    trail: Trail
    clock: FixedClock
    engine: Engine

    @property
    def places(self) -> PlaceService:
        return PlaceService(self.store)

    @property
    def members(self) -> MemberService:
        return MemberService(self.store, self.trail)

    @property
    def drivers(self) -> DriverService:
        return DriverService(self.store)


@cache
def _template() -> Path:
    # One per process; the folder goes with the run's temporary files.
    assert metadata.ROOMS
    path = Path(tempfile.mkdtemp(prefix="nemt-desk-test-")) / "template.db"
    engine = sqlite_engine(path, KEY, foreign_keys=False)
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


def build_store(folder: Path, clock: FixedClock | None = None) -> Built:
    """Return a fresh office with an empty encrypted database in `folder`; dispose its engine."""
    path = folder / "office.db"
    shutil.copyfile(_template(), path)
    engine = sqlite_engine(path, KEY)
    clock = clock or FixedClock(NOW)
    trail = Trail(TRAIL_KEY)
    return Built(Store(engine, clock, trail), trail, clock, engine)


def place_entry(**changes: Any) -> PlaceEntry:
    """Return a clinic as it is typed."""
    values: dict[str, Any] = {
        "kind": PlaceKind.CLINIC,
        "name": "Lakeside Clinic",
        "address": "1601 Golf Course Road",
        "city": "Grand Rapids",
        "state": "MN",
        "zip": "55744",
        "lat": 47.21,
        "lon": -93.55,
        "pin_source": PinSource.POINT,
        "phone": "2185550199",
    }
    return PlaceEntry(**(values | changes))


def home_entry(**changes: Any) -> PlaceEntry:
    """Return somebody's home as it is typed."""
    values: dict[str, Any] = {
        "kind": PlaceKind.HOME,
        "address": "27614 County Road 63",
        "city": "Bovey",
        "state": "MN",
        "zip": "55709",
        "lat": 47.31,
        "lon": -93.42,
        "pin_source": PinSource.RANGE,
    }
    values |= changes
    # A looked-up pin is where the street has the address, too.
    street = {"street_lat": values["lat"], "street_lon": values["lon"]}
    return PlaceEntry(**(street | values))


def member_entry(**changes: Any) -> MemberEntry:
    """Return a member with a home as typed; no two calls need differ, there is no member ID."""
    values: dict[str, Any] = {
        "last_name": "Schroeder",
        "first_name": "Ann",
        "middle_name": "Marie",
        "birth_date": date(1950, 2, 1),
        "phone": "2185550142",
        "home": home_entry(),
    }
    return MemberEntry(**(values | changes))


def driver_entry(**changes: Any) -> DriverEntry:
    """Return a volunteer with car, papers in order and hours on every weekday."""
    ends = date(2027, 6, 30)
    values: dict[str, Any] = {
        "last_name": "Berg",
        "first_name": "Lars",
        "middle_name": "Håkon",
        "phone": "2185550111",
        "recognized_on": date(2024, 1, 15),
        "open_to_all": True,
        "cars": (CarEntry(text="grey Toyota Sienna", plate="ABC 123", seats=4),),
        "credentials": tuple(
            CredentialEntry(kind=kind, until_day=ends)
            for kind in (
                CredentialKind.LICENCE,
                CredentialKind.INSURANCE,
                CredentialKind.EXCLUSION_CHECK,
                CredentialKind.DRIVING_RECORD,
            )
        ),
        "hours": tuple(Hours(weekday, 7 * 60, 17 * 60) for weekday in range(5)),
        "home": home_entry(address="310 NW 5th Avenue", city="Grand Rapids", zip="55744"),
    }
    return DriverEntry(**(values | changes))
