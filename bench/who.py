"""Who can take this ride, of 60 drivers, against only reading those 60 drivers' day."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from functools import partial

from bench.measure import Result, in_turns
from bench.offices import an_office
from nemt_desk.drivers.rows import CarEntry, CredentialEntry, CredentialKind, DriverEntry, Hours
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.ids import Id
from nemt_desk.members.rows import MemberEntry
from nemt_desk.office import Office
from nemt_desk.places.rows import PinSource, PlaceEntry, PlaceKind
from nemt_desk.runs.days import driver_days
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.who.ride import who
from nemt_desk.runs.who.series import who_series
from nemt_desk.trips.rows import LegRequest, Mileage, Repeat, ReturnKind, TripRequest

DRIVERS, TRIPS, ROUNDS = 60, 90, 15
# What is done beside reading: checks and times of 60 days, what was before, prices, words.
_AIM = 5.0
_NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
_DAY = date(2026, 11, 24)
_MILES = Mileage(18_000.0, 22, "Flat", "1", "2026-10-01", "0" * 12)


def measure() -> Result:
    """Ask about one unassigned ride after the other, and about a standing order."""
    with an_office() as office:
        office.clock = office.store.clock = FixedClock(_NOW)
        rides, order_id = _fill(office)
        travel = RoadTravel(None)
        asked = [rides[at % len(rides)] for at in range(ROUNDS + 1)]
        _ask(office, travel, asked[0])
        _read(office)
        ours, bare = in_turns(
            (partial(_ask, office, travel, ride), partial(_read, office)) for ride in asked[1:]
        )
        order_ms = _cpu_ms(lambda: _ask_order(office, travel, order_id))
        ride_ms = _cpu_ms(lambda: _ask(office, travel, asked[0]))
    return Result(
        name="who can take it",
        aim=_AIM,
        ours_ms=statistics.median(ours),
        baseline_ms=statistics.median(bare),
        ours=f"who(): {DRIVERS} drivers for one ride with every reason, {TRIPS} trips that day",
        baseline="driver_days(): the same drivers' day read, nothing asked",
        details={"one ride, CPU ms": ride_ms, "a standing order of 12 days, CPU ms": order_ms},
    )


def _cpu_ms(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(7):
        begun = time.process_time()
        work()
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken)


def _read(office: Office) -> object:
    with office.store.read() as session:
        return driver_days(session, _DAY, office.time)


def _ask(office: Office, travel: RoadTravel, ride: Id) -> object:
    with office.store.read() as session:
        return who(
            session, [ride], settings=office.settings, now=_NOW, travel_on=lambda _day: travel
        )


def _ask_order(office: Office, travel: RoadTravel, order_id: Id) -> object:
    with office.store.read() as session:
        return who_series(
            session, order_id, settings=office.settings, now=_NOW, travel_on=lambda _day: travel
        )


def _fill(office: Office) -> tuple[list[Id], Id]:
    """Return rides nobody drives, and a standing order; two trips of three are on runs."""
    actor = office.actor
    clinic = office.places.add(actor, _place("Bench Clinic", 47.2, -93.5)).id
    drivers = [office.drivers.add(actor, _driver(number)).id for number in range(DRIVERS)]
    free: list[Id] = []
    member = home = clinic
    for number in range(TRIPS):
        home = office.places.add(
            actor, _place(f"Home {number}", 47.0 + number % 30 / 50, -93.6 + number % 17 / 30)
        ).id
        member = office.members.add(
            actor, MemberEntry(last_name=f"Rider{number}", first_name="Ann", home_id=home)
        ).id
        rides = office.trips.book(actor, _request(office, member, home, clinic, number)).ride_ids
        if number % 3:
            office.runs.assign(
                actor, rides, driver_id=drivers[number % DRIVERS], day=_DAY, override_reason="bench"
            )
        else:
            free += rides
    repeat = Repeat(weekdays=frozenset({0, 2, 4}))
    booked = office.trips.book(
        actor, _request(office, member, home, clinic, 3, repeat=repeat, first=_DAY + timedelta(1))
    )
    if booked.standing_id is None:
        raise RuntimeError("the standing order was not kept")
    return free, booked.standing_id


def _place(name: str, lat: float, lon: float) -> PlaceEntry:
    return PlaceEntry(
        kind=PlaceKind.CLINIC,
        name=name,
        address="1 Bench Road",
        city="Bovey",
        state="MN",
        zip="55709",
        lat=lat,
        lon=lon,
        pin_source=PinSource.POINT,
    )


def _driver(number: int) -> DriverEntry:
    ends = date(2027, 6, 30)
    kinds = (
        CredentialKind.LICENCE,
        CredentialKind.INSURANCE,
        CredentialKind.EXCLUSION_CHECK,
        CredentialKind.DRIVING_RECORD,
    )
    place = _place("", 47.0 + number % 20 / 40, -93.7 + number % 13 / 20)
    return DriverEntry(
        last_name=f"Driver{number}",
        first_name="Bo",
        recognized_on=date(2024, 1, 1),
        open_to_all=True,
        cars=(CarEntry(text="car", plate=f"B{number:03}", seats=4),),
        credentials=tuple(CredentialEntry(kind, until_day=ends) for kind in kinds),
        hours=tuple(Hours(day, 420, 1020, 30, 660, 810) for day in range(5)),
        day_miles=150,
        home=place,
    )


def _request(  # the trip and, for an order, how it repeats
    office: Office,
    member: Id,
    home: Id,
    clinic: Id,
    number: int,
    *,
    repeat: Repeat | None = None,
    first: date = _DAY,
) -> TripRequest:
    at = office.time.at(first, clock_time(8 + number % 7, number % 4 * 15))
    leg = LegRequest(from_id=home, to_id=clinic, appointment_at=at, mileage=_MILES)
    return TripRequest(
        member_id=member,
        legs=(leg,),
        service="dialysis",
        return_kind=ReturnKind.SCHEDULED,
        return_at=at + timedelta(hours=2),
        return_mileage=_MILES,
        repeat=repeat,
    )
