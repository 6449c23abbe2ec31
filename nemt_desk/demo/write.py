"""Writes the demo people into an office, through the same services as real ones."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from nemt_desk.cases.entry import CaseEntry
from nemt_desk.cases.rows import CaseState
from nemt_desk.demo.cards import with_care_card, with_home_card
from nemt_desk.demo.entries import driver_entry, member_entry, place_entry, settings_of
from nemt_desk.demo.paperwork import lay_paperwork
from nemt_desk.demo.seeds import CaseSeed, People, RideSeed, TripSeed
from nemt_desk.demo.standing import Keys, book_orders, shut_a_place
from nemt_desk.drivers.rows import RelationEntry
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress
from nemt_desk.members import queries as members
from nemt_desk.members.rows import NEEDS_LIFT
from nemt_desk.office import Office
from nemt_desk.places import queries as places
from nemt_desk.runs import queries as runs
from nemt_desk.runs.rows import TellResult
from nemt_desk.runs.rules import OverrideNeeded
from nemt_desk.runs.telling.queries import telling_list
from nemt_desk.trips.rows import (
    Companion,
    Leg,
    LegRequest,
    Mileage,
    ReturnKind,
    RideState,
    TripRequest,
)

if TYPE_CHECKING:
    from nemt_desk.places.rows import Place

_HOME = "home"
_LEFT_TO_TELL = 4
# What a visit is called in the county, by the code that Book and the rules know.
_SERVICES = {
    "Dialysis": "dialysis",
    "Physical therapy": "specialist",
    "Occupational therapy": "specialist",
    "Counseling": "behavioral",
    "Family doctor": "office_visit",
    "Heart clinic": "specialist",
    "Orthopedics": "specialist",
    "Lab and X-ray": "specialist",
    "Infusion": "specialist",
    "Dentist": "dental",
    "Eye exam": "eye_exam",
    "Wound care": "specialist",
}


class Writer:
    """Puts seeds into an office; keys of seeds become ids of records."""

    def __init__(
        self, office: Office, clock: FixedClock, people: People, progress: Progress
    ) -> None:
        self._office = office
        self._actor = office.actor
        self._clock = clock
        self._people = people
        self._progress = progress
        self._places: dict[str, Id] = {}
        self._members: dict[str, Id] = {}
        self._drivers: dict[str, Id] = {}
        self._rides: dict[str, Id] = {}
        self._homes: dict[str, Id] = {}
        self._points: dict[Id, Place] = {}
        self._roads = office.day_roads()
        self._riders = {member.key: member for member in people.members}

    def write_all(self, today: date) -> None:
        """Write everything, day by day as it would have been typed."""
        office = self._office
        office.save_settings(settings_of(self._people.agency, office.settings))
        self._progress.step("Writing members, drivers and places", 30)
        self._write_people()
        self._write_standing(today)
        for number, (day, trips) in enumerate(groupby(self._people.trips, lambda t: t.day)):
            self._progress.step("Booking three weeks of rides", 40 + 2 * number)
            self._write_day(day, list(trips), today)
        self._at(today, time(6, 45))
        office.standing.generate(self._actor)
        self._progress.step("Filing papers", 92)
        lay_paperwork(office, today)
        self._progress.step("Recording complaints", 95)
        for case in self._people.cases:
            self._write_case(case)

    def _write_people(self) -> None:
        office, actor = self._office, self._actor
        day = office.time.day(self._clock.now())
        first = self._people.volunteers[0]
        for place in self._people.places:
            entry = with_care_card(
                place_entry(place), day, f"{first.last_name}, {first.first_name}"
            )
            self._places[place.key] = office.places.add(actor, entry).id
        for number, member in enumerate(self._people.members):
            typed = member_entry(member, day)
            if typed.home is not None:
                typed = replace(typed, home=with_home_card(typed.home, number))
            self._members[member.key] = office.members.add(actor, typed).id
        for driver in self._people.volunteers:
            relations = tuple(
                RelationEntry(self._members[key], kind, note)
                for key, kind, note in driver.relations
            )
            saved = office.drivers.add(actor, driver_entry(driver, relations))
            self._drivers[driver.key] = saved.id
        self._read_points()

    def _read_points(self) -> None:
        with self._office.store.read() as session:
            people = members.members_by_ids(session, list(self._members.values()))
            homes = {key: member.home_id for key, member in people.items()}
            keys = [*self._places.values(), *(home for home in homes.values() if home)]
            self._points = places.places_by_ids(session, keys)
        self._homes = {
            key: home for key, member in self._members.items() if (home := homes[member])
        }

    def _write_standing(self, today: date) -> None:
        """Book the standing orders; of single days their rides are assigned and driven later."""
        keys = Keys(self._members, self._drivers, self._place, _SERVICES)
        shut_a_place(self._office, keys, self._people.trips, today)
        self._rides |= book_orders(
            self._office, keys, self._people.standing, self._people.trips, self._riders
        )

    def _write_day(self, day: date, trips: list[TripSeed], today: date) -> None:
        booked_on = min(day - timedelta(days=5), today - timedelta(days=1))
        self._at(booked_on, time(10))
        for trip in trips:
            if trip.standing_key is None:
                self._book(trip)
        self._at(min(day, today), time(6, 30))
        # A holiday's trip of a standing order may have been skipped: it has no rides.
        there = [ride for trip in trips for ride in trip.rides if ride.key in self._rides]
        self._assign(day, there)
        self._publish(day, is_near=day <= today)
        for ride in there:
            self._play(ride, min(day, today))

    def _at(self, day: date, clock_time: time) -> None:
        moment = self._office.time.at(day, clock_time)
        self._clock.set(max(moment, self._clock.now() + timedelta(seconds=1)))

    def _book(self, trip: TripSeed) -> None:
        legs = [ride for ride in trip.rides if ride.leg is not Leg.RETURN]
        back = next((ride for ride in trip.rides if ride.leg is Leg.RETURN), None)
        rider = self._riders[trip.member_key]
        request = TripRequest(
            member_id=self._members[trip.member_key],
            legs=tuple(self._leg(trip, ride, is_first=ride is legs[0]) for ride in legs),
            service=_SERVICES[trip.service],
            care=trip.care,
            return_kind=trip.return_kind if back else ReturnKind.NONE,
            return_at=self._moment(trip.day, back.pickup) if back else None,
            return_to_id=self._place(trip, back.to_key) if back else None,
            return_mileage=self._way(trip, back) if back else None,
            companions=tuple(Companion(c.kind, c.name, c.reason) for c in trip.companions),
            mode=trip.rides[0].mode,
            assistance=rider.assistance,
            in_wheelchair=bool(rider.needs & NEEDS_LIFT),
            driver_note=trip.driver_note,
        )
        booked = self._office.trips.book(self._actor, request)
        rides = zip(trip.rides, booked.ride_ids, strict=True)
        self._rides |= {ride.key: key for ride, key in rides}

    def _leg(self, trip: TripSeed, ride: RideSeed, *, is_first: bool) -> LegRequest:
        return LegRequest(
            from_id=self._place(trip, ride.from_key),
            to_id=self._place(trip, ride.to_key),
            leg=ride.leg,
            pickup_at=self._moment(trip.day, ride.pickup),
            dropoff_at=self._moment(trip.day, ride.dropoff),
            appointment_at=self._moment(trip.day, trip.appointment) if is_first else None,
            stay_min=trip.stay_min,
            mileage=self._way(trip, ride),
        )

    def _place(self, trip: TripSeed, key: str) -> Id:
        return self._homes[trip.member_key] if key == _HOME else self._places[key]

    def _way(self, trip: TripSeed, ride: RideSeed) -> Mileage | None:
        ends = (self._place(trip, ride.from_key), self._place(trip, ride.to_key))
        start, end = (self._points[key] for key in ends)
        return self._roads.mileage(start, end, trip.day)

    def _moment(self, day: date, at: time | None) -> datetime | None:
        return None if at is None else self._office.time.at(day, at)

    def _assign(self, day: date, rides: list[RideSeed]) -> None:
        driven = [ride for ride in rides if ride.driver_key]
        driven.sort(key=lambda ride: (ride.driver_key or "", ride.plan_min))
        for driver, group in groupby(driven, lambda ride: ride.driver_key or ""):
            keys = [self._rides[ride.key] for ride in group]
            put = partial(
                self._office.runs.assign,
                self._actor,
                keys,
                driver_id=self._drivers[driver],
                day=day,
            )
            try:
                put()
            except OverrideNeeded:
                put(override_reason="Agreed with the driver by phone")

    def _publish(self, day: date, *, is_near: bool) -> None:
        if not is_near:
            return
        with self._office.store.read() as session:
            keys = [run.id for run in runs.runs_on(session, day)]
        if keys:
            self._office.runs.publish(self._actor, keys)
            self._tell(day)

    def _tell(self, day: date) -> None:
        """Tell all but a few: those are left for whoever looks at the demo."""
        office = self._office
        with office.store.read() as session:
            found = telling_list(session, day, office.settings)
        told = [line.target for line in found.open[:-_LEFT_TO_TELL]]
        if told:
            office.telling.tell(self._actor, told, TellResult.TOLD)

    def _play(self, ride: RideSeed, day: date) -> None:
        trips, actor, key = self._office.trips, self._actor, self._rides[ride.key]
        if ride.called_at is not None:
            trips.mark_ready(actor, key, self._moment(day, ride.called_at))
        if ride.state not in {RideState.BOOKED, RideState.WILL_CALL}:
            trips.mark(actor, key, ride.state, ride.reason)

    def _write_case(self, seed: CaseSeed) -> None:
        cases, actor, office = self._office.cases, self._actor, self._office
        entry = CaseEntry(
            summary=seed.summary,
            received_on=seed.received_on,
            kind=seed.kind,
            method=seed.method,
            priority=seed.priority,
            due_on=seed.due_on,
            from_name=seed.from_name,
            from_phone=seed.from_phone,
            member_id=self._members.get(seed.member_key or ""),
            ride_id=self._rides.get(seed.ride_key or ""),
            driver_id=self._drivers.get(seed.driver_key or ""),
            details=seed.details,
        )
        key = cases.record(actor, entry, office.time).id
        for _day, _who, text in seed.steps:
            cases.add_step(actor, key, text)
        if seed.state is CaseState.CLOSED and seed.closed_on:
            cases.close(actor, key, seed.outcome, seed.closed_on)
