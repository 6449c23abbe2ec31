"""An office around Thanksgiving 2026 with a member on dialysis, a driver and a flat map."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from nemt_desk.calendars.rows import ShutEntry, ShutKind
from nemt_desk.calendars.service import CalendarService
from nemt_desk.drivers.queries import driver
from nemt_desk.drivers.rows import DayOffEntry, DriverEntry
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings, keep_settings
from nemt_desk.members.absences import AbsenceEntry
from nemt_desk.members.papers import PaperService
from nemt_desk.members.queries import home_of, member
from nemt_desk.members.rows import MemberEntry, PaperEntry, Program
from nemt_desk.runs.service import RunService
from nemt_desk.runs.standing_links import RunLinks
from nemt_desk.trips import queries
from nemt_desk.trips.rows import (
    Leg,
    LegRequest,
    Repeat,
    ReturnKind,
    Ride,
    RideState,
    Trip,
    TripRequest,
)
from nemt_desk.trips.service import TripService
from nemt_desk.trips.standing import queries as standing_queries
from nemt_desk.trips.standing.orders import DayChoiceEntry, StandingEntry, StandingLeg, Told
from nemt_desk.trips.standing.reading import order as order_by_id
from nemt_desk.trips.standing.rows import DayChoice, OrderDay
from nemt_desk.trips.standing.service import StandingService
from tests.factories import ACTOR, Built, build_store, driver_entry, member_entry, place_entry
from tests.runs.world import ROADS

MONDAY = date(2026, 11, 16)
THANKSGIVING = date(2026, 11, 26)
NOW = datetime(2026, 11, 14, 15, 0, tzinfo=UTC)
"""Saturday 14 November 2026, 9:00 a.m. in Chicago."""
SETTINGS = Settings(name="Perch County Rides", phone="2185550100", standing_weeks=3)


@dataclass
class Office:
    """What a test of standing orders needs."""

    built: Built
    settings: Settings
    standing: StandingService
    trips: TripService
    calendar: CalendarService
    runs: RunService
    member_id: Id
    home_id: Id
    clinic_id: Id
    driver_id: Id

    @property
    def clock(self) -> FixedClock:
        return self.built.clock

    def today(self, day: date, clock: str = "09:00") -> None:
        """Let it be another day."""
        self.clock.set(self.settings.time.at(day, time.fromisoformat(clock)))

    def entry(self, **changes: Any) -> StandingEntry:
        """Return dialysis on Monday, Wednesday and Friday, the rules not asked."""
        values: dict[str, Any] = {
            "member_id": self.member_id,
            "weekdays": frozenset({0, 2, 4}),
            "from_day": MONDAY,
            "legs": self.legs(),
            "return_kind": ReturnKind.SCHEDULED,
            "service": "dialysis",
            "told": Told(decided=False),
        }
        return StandingEntry(**(values | changes))

    def legs(
        self, clock: int = 10 * 60, stay: int = 240, place: Id | None = None
    ) -> tuple[StandingLeg, ...]:
        home, clinic = self.home_id, place or self.clinic_id
        return (
            StandingLeg(
                leg=Leg.OUTBOUND, from_id=home, to_id=clinic, appointment_min=clock, stay_min=stay
            ),
            StandingLeg(leg=Leg.RETURN, from_id=clinic, to_id=home, stay_min=0),
        )

    def add(self, **changes: Any) -> Id:
        return self.standing.add(ACTOR, self.entry(**changes)).id

    def request(self, repeat: Repeat | None, day: date = MONDAY, **changes: Any) -> TripRequest:
        leg = LegRequest(
            from_id=self.home_id,
            to_id=self.clinic_id,
            appointment_at=self.settings.time.at(day, time(10)),
            pickup_at=changes.pop("pickup_at", self.settings.time.at(day, time(9))),
        )
        return TripRequest(member_id=self.member_id, legs=(leg,), repeat=repeat, **changes)

    def generate(self) -> int:
        return len(self.standing.generate(ACTOR).trip_ids)

    def rides(self) -> list[Ride]:
        with self.built.store.read() as session:
            return queries.rides_between(session, date(2026, 1, 1), date(2028, 12, 31))

    def trip_of(self, order_id: Id, day: date) -> Trip:
        """Return the newest trip that stands for a day."""
        found = [trip for trip in self.kept(order_id) if trip.standing_day == day]
        return max(found, key=lambda trip: trip.id)

    def kept(self, order_id: Id) -> list[Trip]:
        ids = {ride.trip_id for ride in self.rides()}
        with self.built.store.read() as session:
            trips = queries.trips_by_ids(session, sorted(ids))
        return [trip for trip in trips if trip.standing_id == order_id]

    def days(self, order_id: Id) -> list[date]:
        """Return the days on which the order's open trips take place."""
        return sorted(
            trip.rides[0].day
            for trip in self.kept(order_id)
            if any(ride.state is not RideState.CANCELLED for ride in trip.rides)
        )

    def fate(self, order_id: Id, day: date) -> OrderDay:
        """Return what becomes of one day."""
        with self.built.store.read() as session:
            (found,) = standing_queries.order_days(
                session, self.settings, self.clock.now(), order_id, first=day, last=day
            )
        return found

    def waiting(self) -> list[tuple[date, str]]:
        rows = self.standing.exceptions()
        return [(row.day.day, row.day.hits[0].kind.value if row.day.hits else "") for row in rows]

    def settle(self, order_id: Id, day: date, choice: DayChoice | None, **more: Any) -> Any:
        entry = DayChoiceEntry(order_id, day, choice, **more)
        return self.standing.settle(ACTOR, [entry])

    def shut(self, first: date, last: date | None = None, *, place: Id | None = None) -> Any:
        """Shut the office, or a facility."""
        kind = ShutKind.OFFICE if place is None else ShutKind.FACILITY
        return self.calendar.add(ACTOR, ShutEntry(kind, "Inventory", first, last, place_id=place))

    def away(self, first: date, last: date | None = None) -> Any:
        """Let the member be away; trips do not follow yet."""
        entry = AbsenceEntry(first, last, "in hospital")
        return self.built.members.add_absence(ACTOR, self.member_id, entry)

    def paper(self, entry: PaperEntry) -> None:
        papers = PaperService(self.built.store, self.built.trail, lambda: self.settings)
        papers.add(ACTOR, self.member_id, entry)

    def change_member(self, **changes: Any) -> None:
        with self.built.store.read() as session:
            found = member(session, self.member_id)
            home = home_of(session, found)
        entry = replace(MemberEntry.of(found, home), **changes)
        self.built.members.change(ACTOR, self.member_id, entry)

    def driver_away(self, day: date) -> None:
        with self.built.store.read() as session:
            entry = DriverEntry.of(driver(session, self.driver_id))
        off = replace(entry, days_off=(DayOffEntry(day, day, "at the lake"),))
        self.built.drivers.change(ACTOR, self.driver_id, off)

    def far_clinic(self) -> Id:
        """Return a clinic 40 miles away."""
        return self.built.places.add(ACTOR, place_entry(name="Far Clinic", lat=47.75)).id

    def order(self, order_id: Id) -> Any:
        with self.built.store.read() as session:
            return order_by_id(session, order_id)

    def clock_of(self, moment: datetime | None) -> str:
        return "none" if moment is None else f"{self.settings.time.local(moment):%H:%M}"


def build_office(folder: Path, *, now: datetime = NOW, settings: Settings = SETTINGS) -> Office:
    built = build_store(folder, FixedClock(now))
    keep_settings(built.store, ACTOR, settings)
    member_id = built.members.add(
        ACTOR,
        member_entry(
            program=Program.MA,
            county="Itasca",
            mhcp_id="01234567",
            eligible_from=date(2026, 1, 1),
            checked_on=date(2026, 11, 2),
            assessed_mode=2,
        ),
    ).id
    with built.store.read() as session:
        home_id = member(session, member_id).home_id
    assert home_id is not None
    standing = StandingService(built.store, lambda: settings, lambda: ROADS, RunLinks())
    return Office(
        built=built,
        settings=settings,
        standing=standing,
        trips=TripService(built.store, lambda: settings, standing),
        calendar=CalendarService(built.store),
        runs=RunService(built.store, built.trail),
        member_id=member_id,
        home_id=home_id,
        clinic_id=built.places.add(ACTOR, place_entry()).id,
        driver_id=built.drivers.add(ACTOR, driver_entry()).id,
    )


def three_weeks(weekdays: set[int]) -> list[date]:
    """Return the days of Mon 16 Nov - Fri 4 Dec 2026 on these weekdays."""
    days = (MONDAY + timedelta(days=n) for n in range(19))
    return [day for day in days if day.weekday() in weekdays]
