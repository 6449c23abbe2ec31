"""A real office with a dispatcher's day in it: ten drivers, some two dozen rides."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from nemt_desk.drivers.rows import DayOffEntry, Hours
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.ids import Id
from nemt_desk.members.queries import member
from nemt_desk.members.rows import Assistance, Need
from nemt_desk.office import Office, OfficeSetup
from nemt_desk.security import keys
from nemt_desk.trips.rows import (
    Companion,
    CompanionKind,
    LegRequest,
    Mileage,
    ReturnKind,
    TripRequest,
)
from tests.factories import NOW, TODAY, driver_entry, home_entry, member_entry, place_entry
from tests.offices import new_office

DAY = TODAY
SETUP = OfficeSetup(
    "Itasca Rides", "mn", "America/Chicago", "A. Coordinator", "ann", "a quiet sentence 42"
)
CHEAP = keys.Cost(64, 1, 1)


@dataclass
class Scene:
    """The office and the ids of what is in it, by short names."""

    office: Office
    drivers: dict[str, Id] = field(default_factory=dict)
    members: dict[str, Id] = field(default_factory=dict)
    places: dict[str, Id] = field(default_factory=dict)
    rides: dict[str, tuple[Id, ...]] = field(default_factory=dict)

    def driver(self, last: str, first: str, lat: float = 47.23, **changes: Any) -> Id:
        home = home_entry(address=f"{len(self.drivers) + 1} Oak St", lat=lat, lon=-93.5)
        entry = driver_entry(last_name=last, first_name=first, middle_name="", home=home, **changes)
        self.drivers[last] = self.office.drivers.add(self.office.actor, entry).id
        return self.drivers[last]

    def member(self, last: str, first: str, lat: float, lon: float, **changes: Any) -> Id:
        number = len(self.members) + 100
        home = home_entry(address=f"{number} County Road 63", lat=lat, lon=lon)
        entry = member_entry(
            last_name=last,
            first_name=first,
            middle_name="",
            phone=f"2185550{number}",
            birth_date=date(1940, 1, 1) + timedelta(days=number * 37),
            home=home,
            **changes,
        )
        self.members[last] = self.office.members.add(self.office.actor, entry).id
        return self.members[last]

    def place(self, name: str, lat: float, lon: float) -> Id:
        entry = place_entry(name=name, address=f"{len(self.places) + 1} Main St", lat=lat, lon=lon)
        self.places[name] = self.office.places.add(self.office.actor, entry).id
        return self.places[name]

    def trip(
        self,
        last: str,
        place: str,
        at: time,
        *,
        back: time | ReturnKind | None = None,
        minutes: int = 25,
        day: date = DAY,
        **more: Any,
    ) -> tuple[Id, ...]:
        office = self.office
        with office.store.read() as session:
            found = member(session, self.members[last])
        assert found.home_id is not None
        way = Mileage(minutes * 1100.0, minutes, "valhalla", "3.5", "2026-10-01", "h")
        kind = back if isinstance(back, ReturnKind) else ReturnKind.SCHEDULED
        leg = LegRequest(
            from_id=found.home_id,
            to_id=self.places[place],
            appointment_at=office.time.at(day, at),
            mileage=way,
        )
        request = TripRequest(
            member_id=self.members[last],
            legs=(leg,),
            service="dialysis",
            return_kind=ReturnKind.NONE if back is None else kind,
            return_at=office.time.at(day, back) if isinstance(back, time) else None,
            return_mileage=way if back is not None else None,
            assistance=found.assistance,
            in_wheelchair=Need.WHEELCHAIR in found.needs,
            **more,
        )
        self.rides[last] = office.trips.book(office.actor, request).ride_ids
        return self.rides[last]

    def put(self, last: str, driver: str, *legs: int, reason: str = "") -> None:
        rides = [self.rides[last][leg] for leg in legs or range(len(self.rides[last]))]
        self.office.runs.assign(
            self.office.actor,
            rides,
            driver_id=self.drivers[driver],
            day=DAY,
            override_reason=reason,
        )


def empty_scene(folder: Path) -> Scene:
    """Return an office with nobody in it."""
    return Scene(new_office(folder, SETUP, FixedClock(NOW)))


def small_scene(folder: Path) -> Scene:
    """Return three drivers, two members, two trips with returns; one ride of each is assigned."""
    scene = empty_scene(folder)
    scene.driver("Berg", "Lars")
    scene.driver("Lind", "Per")
    scene.driver("Moe", "Kari", days_off=(DayOffEntry(DAY, DAY, "vacation"),))
    scene.place("Lakeside Clinic", 47.21, -93.55)
    scene.member("Schroeder", "Ann", 47.31, -93.42)
    scene.member("Oja", "Maija", 47.25, -93.60, needs=frozenset({Need.WHEELCHAIR}))
    scene.member("Koski", "Eino", 47.22, -93.52)
    scene.trip("Schroeder", "Lakeside Clinic", time(10, 30), back=time(14, 0))
    scene.trip("Oja", "Lakeside Clinic", time(11, 0))
    scene.trip("Koski", "Lakeside Clinic", time(8, 30), back=ReturnKind.WILL_CALL)
    scene.put("Koski", "Lind")
    return scene


def whole_scene(folder: Path) -> Scene:
    """Return a county's day: ten drivers, twenty-five rides, all that can stand on a board."""
    scene = empty_scene(folder)
    _drivers(scene)
    _members(scene)
    _trips(scene)
    return scene


def _drivers(scene: Scene) -> None:
    scene.driver("Berg", "Lars")
    scene.driver("Lind", "Per", hours=tuple(Hours(day, 480, 720) for day in range(5)))
    scene.driver("Moe", "Kari", days_off=(DayOffEntry(DAY, DAY, "vacation"),))
    scene.driver("Aho", "Tuula", lat=47.28)
    scene.driver("Dahl-Christensen", "Margarethe", lat=47.33, max_miles=20)
    scene.driver("Ek", "Sven", hours=tuple(Hours(day, 360, 1080) for day in (0, 2, 4)))
    scene.driver("Nguyễn", "Thị Ánh", lat=47.20)
    scene.driver("O'Neal-Ruíz", "José", lat=47.25, door_through=True)
    scene.driver("Waŋblí", "Wičháša", lat=47.30)
    scene.driver("Young", "Bea", recognized_on=None, lat=47.26)


_MEMBERS = (
    ("Schroeder", "Ann", 47.31, -93.42),
    ("Oja", "Maija", 47.25, -93.60),
    ("Koski", "Eino", 47.22, -93.52),
    ("Maki", "Helvi", 47.23, -93.53),
    ("Abernathy-Fitzgerald", "Bartholomew", 47.29, -93.45),
    ("Peltier", "Rose", 47.35, -93.39),
    ("White", "Joe", 47.19, -93.61),
    ("Hanson", "Carl", 47.27, -93.48),
    ("Larson", "Inga", 47.24, -93.58),
    ("Day", "Ruth", 47.33, -93.55),
    ("Tran", "Minh", 47.21, -93.50),
    ("Beaulieu", "Marie", 47.36, -93.44),
    ("Roy", "Al", 47.26, -93.51),
)


def _members(scene: Scene) -> None:
    scene.place("Lakeside Clinic", 47.21, -93.55)
    scene.place("Grand Itasca Dialysis", 47.235, -93.53)
    scene.place("Deer River Pharmacy", 47.333, -93.793)
    for last, first, lat, lon in _MEMBERS:
        extra: dict[str, Any] = {}
        if last == "Oja":
            extra = {"needs": frozenset({Need.WHEELCHAIR}), "driver_note": "Ramp at the back door"}
        if last == "Peltier":
            extra = {"needs": frozenset({Need.WALKER, Need.OXYGEN})}
        if last == "Day":
            extra = {"assistance": Assistance.DOOR_THROUGH}
        scene.member(last, first, lat, lon, **extra)


def _trips(scene: Scene) -> None:
    scene.trip("Schroeder", "Grand Itasca Dialysis", time(10, 30), back=time(14, 30), minutes=35)
    scene.trip("Oja", "Lakeside Clinic", time(10, 45), back=time(12, 30), minutes=15)
    scene.trip("Koski", "Lakeside Clinic", time(8, 30), back=ReturnKind.WILL_CALL)
    scene.trip("Maki", "Lakeside Clinic", time(8, 30), back=time(11, 30))
    scene.trip("Abernathy-Fitzgerald", "Grand Itasca Dialysis", time(9, 0), back=time(13, 15))
    scene.trip("Peltier", "Grand Itasca Dialysis", time(13, 0), back=time(17, 10), minutes=40)
    scene.trip("White", "Lakeside Clinic", time(9, 40), back=ReturnKind.WAIT, minutes=20)
    friend = Companion(CompanionKind.ADULT, "Bo Hanson")
    scene.trip("Hanson", "Lakeside Clinic", time(11, 0), back=time(12, 0), companions=(friend,))
    scene.trip("Larson", "Deer River Pharmacy", time(14, 0), back=time(15, 0), minutes=30)
    scene.trip("Day", "Lakeside Clinic", time(15, 0))
    scene.trip("Tran", "Grand Itasca Dialysis", time(7, 45), back=time(12, 15))
    scene.trip("Beaulieu", "Lakeside Clinic", time(13, 30), back=ReturnKind.WILL_CALL, minutes=30)
    scene.trip("Roy", "Lakeside Clinic", time(16, 0), minutes=15)
    forced = "agreed by phone"
    scene.put("Koski", "Lind", reason=forced)
    scene.put("Maki", "Lind", reason=forced)
    scene.put("Abernathy-Fitzgerald", "Berg", reason=forced)
    scene.put("White", "Aho", reason=forced)
    scene.put("Hanson", "Nguyễn", reason=forced)
    scene.put("Tran", "O'Neal-Ruíz", reason=forced)
    scene.put("Larson", "Waŋblí", reason=forced)
    scene.put("Peltier", "Dahl-Christensen", 0, reason=forced)
