"""An office with a member, her home, a clinic and a pharmacy; nothing is booked yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.members import queries as members
from nemt_desk.trips.rows import Booked, LegRequest, Mileage, ReturnKind, TripRequest
from nemt_desk.trips.service import TripService
from tests.factories import ACTOR, TODAY, Built, build_store, member_entry, place_entry

WAY = Mileage(45_705.0, 40, "Valhalla", "3.8", "2026-10-01", "abc")
SHORT = Mileage(1_609.344, 4, "Valhalla", "3.8", "2026-10-01", "abc")


@dataclass(frozen=True)
class Desk:
    """What a test of booking needs."""

    built: Built
    trips: TripService
    settings: Settings
    member_id: Id
    home_id: Id
    clinic_id: Id
    pharmacy_id: Id

    def at(self, clock: str, day: date = TODAY) -> datetime:
        return self.settings.time.at(day, time.fromisoformat(clock))

    def clock(self, moment: datetime | None) -> str:
        return "none" if moment is None else f"{self.settings.time.local(moment):%H:%M}"

    def leg(self, clock: str = "10:30", day: date = TODAY, **changes: Any) -> LegRequest:
        values: dict[str, Any] = {
            "from_id": self.home_id,
            "to_id": self.clinic_id,
            "appointment_at": self.at(clock, day),
            "mileage": WAY,
        }
        return LegRequest(**(values | changes))

    def request(self, **changes: Any) -> TripRequest:
        values: dict[str, Any] = {
            "member_id": self.member_id,
            "legs": (self.leg(),),
            "return_kind": ReturnKind.SCHEDULED,
            "return_at": self.at("14:30"),
            "return_mileage": WAY,
        }
        return TripRequest(**(values | changes))

    def book(self, **changes: Any) -> Booked:
        return self.trips.book(ACTOR, self.request(**changes))

    def tomorrow(self, days: int = 1) -> date:
        return TODAY + timedelta(days=days)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    built = build_store(tmp_path)
    settings = Settings(name="Perch County Rides", phone="2185550100")
    member_id = built.members.add(ACTOR, member_entry()).id
    with built.store.read() as session:
        home_id = members.member(session, member_id).home_id
    assert home_id is not None
    yield Desk(
        built=built,
        trips=TripService(built.store, lambda: settings),
        settings=settings,
        member_id=member_id,
        home_id=home_id,
        clinic_id=built.places.add(ACTOR, place_entry()).id,
        pharmacy_id=built.places.add(ACTOR, place_entry(name="Corner Pharmacy")).id,
    )
    built.engine.dispose()
