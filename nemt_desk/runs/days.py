"""Feeds planning: each driver's day as it stands, and who can take a ride."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import cars_by_ids, drivers_by_ids, drivers_on
from nemt_desk.drivers.rows import Car, Credential, Driver, DriverKind, RelationKind
from nemt_desk.drivers.rows import Hours as DrivingHours
from nemt_desk.drivers.rules import CREDENTIAL_WORDS, REQUIRED, credentials_missing
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.units import metres
from nemt_desk.members.apart import apart_pairs
from nemt_desk.places.queries import places_by_ids
from nemt_desk.planning.rank import Candidate, who_can_take
from nemt_desk.planning.rows import (
    DayCar,
    DayCredential,
    DayRelation,
    DriverDay,
    Figures,
    Hours,
    LatLon,
    RideTask,
)
from nemt_desk.runs.declines import declined
from nemt_desk.runs.model import RunRecord
from nemt_desk.runs.rides import rides_by_ids, rides_of_days
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.words import RELATIONS

_NO_END = date.max
_PARTED = re.compile(r"[,;/&+]|\band\b")


def ride_tasks(session: Session, ride_ids: Sequence[Id], time: AgencyTime) -> tuple[RideTask, ...]:
    """Return rides as they were booked, for planning, in the order asked for.

    Whoever takes a ride over takes it at its booked times: what a plan set goes with its run.

    Raises:
        RefusedError: one of them is not there.
    """
    found = {ride.id: ride.booked_task for ride in rides_by_ids(session, ride_ids, time)}
    if any(ride_id not in found for ride_id in ride_ids):
        raise RefusedError("This ride is not there any more. Nothing was changed.")
    return tuple(found[ride_id] for ride_id in ride_ids)


def driver_days(
    session: Session, day: date, time: AgencyTime, driver_ids: Collection[Id] | None = None
) -> tuple[DriverDay, ...]:
    """Return the day of every active driver (or of those named), by name."""
    return driver_days_on(session, [day], time, driver_ids)[day]


def driver_days_on(
    session: Session,
    days: Sequence[date],
    time: AgencyTime,
    driver_ids: Collection[Id] | None = None,
) -> dict[date, tuple[DriverDay, ...]]:
    """Return as `driver_days` several days at once, in as many statements as one takes."""
    if driver_ids is None:
        drivers = [one for one in drivers_on(session, min(days)) if not one.is_archived]
    else:
        drivers = list(drivers_by_ids(session, list(driver_ids)).values())
    drivers.sort(key=lambda one: (one.last_name, one.first_name, one.id))
    runs = session.execute(_RUNS.where(RunRecord.day.in_(days))).all()
    cars = cars_by_ids(session, [run.car_id for run in runs if run.car_id is not None])
    by_day = {(run.day, run.driver_id): run for run in runs}
    whose = {run.id: (run.day, run.driver_id) for run in runs}
    tasks: dict[tuple[date, Id], list[RideTask]] = {}
    for ride in rides_of_days(session, days, time):
        if ride.run_id in whose and whose[ride.run_id][0] == ride.day:
            tasks.setdefault(whose[ride.run_id], []).append(ride.task)
    ends = {one.home_id for one in drivers} | {end for run in runs for end in run[-2:]}
    points = _points(session, ends)
    apart, said = apart_pairs(session), declined(session, days, time)

    # What does not hang on the day is made once: an order is looked at on a dozen days.
    bases = [driver_day(one, days[0], car=one.car, home=points.get(one.home_id)) for one in drivers]

    def one_day(driver: Driver, base: DriverDay, day: date) -> DriverDay:
        run = by_day.get((day, driver.id))
        start, end = (run.start_id, run.end_id) if run is not None else (None, None)
        car = cars.get(run.car_id) if run is not None and run.car_id else None
        return replace(
            base,
            day=day,
            car=base.car if car is None else _day_car(car),
            hours=tuple(_hours(hours) for hours in driver.hours_on(day)),
            away=away_reason(driver, day),
            start=base.start if start is None else points.get(start),
            end=base.end if end is None else points.get(end),
            tasks=tuple(tasks.get((day, driver.id), ())),
            apart=apart,
            declined=said.get(driver.id, ()),
        )

    pairs = list(zip(drivers, bases, strict=True))
    return {day: tuple(one_day(driver, base, day) for driver, base in pairs) for day in days}


_RUNS = select(
    *(RunRecord.id, RunRecord.day, RunRecord.driver_id, RunRecord.car_id),
    *(RunRecord.start_id, RunRecord.end_id),
)


def _points(session: Session, ends: Iterable[Id | None]) -> dict[Id | None, LatLon | None]:
    places = places_by_ids(session, [end for end in ends if end is not None])
    return {place_id: place.point for place_id, place in places.items()}


def driver_day(
    driver: Driver,
    day: date,
    *,
    car: Car | None,
    home: LatLon | None,
    tasks: Iterable[RideTask] = (),
) -> DriverDay:
    """Return a driver's day as planning sees it; it starts and ends at home."""
    return DriverDay(
        driver_id=driver.id,
        name=driver.name,
        day=day,
        car=_day_car(car),
        hours=tuple(_hours(h) for h in driver.hours_on(day)),
        has_hours=bool(driver.hours),
        away=away_reason(driver, day),
        credentials=tuple(_credential(c) for c in _newest(driver.credentials)),
        missing=_missing(driver, day),
        relations=tuple(
            DayRelation(r.member_id, RELATIONS[r.kind], r.kind is RelationKind.REFUSED)
            for r in driver.relations
        ),
        is_volunteer=driver.kind is DriverKind.VOLUNTEER,
        is_carrier=driver.kind is DriverKind.CARRIER,
        is_private=driver.kind is DriverKind.PRIVATE,
        recognized_on=driver.recognized_on,
        recognized_until=driver.recognized_until,
        is_open_to_all=driver.open_to_all,
        is_door_through=driver.door_through,
        languages=languages_of(driver.languages),
        max_m=None if driver.max_miles is None else metres(driver.max_miles),
        day_m=None if driver.day_miles is None else metres(driver.day_miles),
        start=home,
        end=home,
        tasks=tuple(tasks),
    )


def languages_of(typed: str) -> tuple[str, ...]:
    """Return the languages of a line like `Spanish, Ojibwe and Finnish`."""
    return tuple(word for part in _PARTED.split(typed) if (word := part.strip()))


def _hours(of: DrivingHours) -> Hours:
    return Hours(of.start_min, of.end_min, of.break_min, of.break_from_min, of.break_until_min)


def _day_car(car: Car | None) -> DayCar | None:
    if car is None:
        return None
    return DayCar(car.plate, car.seats, car.wheelchair_places, car.has_lift)


def away_reason(driver: Driver, day: date) -> str | None:
    """Return why the driver is away on `day` (perhaps no reason: empty), None if he is not."""
    for off in driver.days_off:
        if off.from_day <= day <= off.until_day:
            return off.reason
    return None


def _newest(credentials: Iterable[Credential]) -> list[Credential]:
    """Return of each kind the one that lasts longest: a renewed licence heals the old one."""
    best: dict[str, Credential] = {}
    for credential in credentials:
        kept = best.get(credential.kind)
        if kept is None or (credential.until_day or _NO_END) > (kept.until_day or _NO_END):
            best[credential.kind] = credential
    return list(best.values())


def _credential(credential: Credential) -> DayCredential:
    return DayCredential(
        CREDENTIAL_WORDS[credential.kind], credential.until_day, credential.is_blocking
    )


def _missing(driver: Driver, day: date) -> tuple[DayCredential, ...]:
    return tuple(
        DayCredential(CREDENTIAL_WORDS[kind], None, REQUIRED[kind])
        for kind in credentials_missing(driver, day)
    )


def candidates(
    session: Session, ride_id: Id, *, time: AgencyTime, figures: Figures, travel: RoadTravel
) -> tuple[Candidate, ...]:
    """Return who can take this ride, best first, with reasons.

    Raises:
        RefusedError: the ride is not there.
    """
    found = rides_by_ids(session, [ride_id], time)
    if not found:
        raise RefusedError("This ride is not there any more.")
    ride = found[0]
    days = driver_days(session, ride.day, time)
    travel.prepare(ride.task, days)
    return who_can_take(ride.task, days, travel, figures)
