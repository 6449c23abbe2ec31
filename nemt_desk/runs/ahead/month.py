"""Reads volunteers on hand against rides expected, by half day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.calendars.queries import holidays
from nemt_desk.drivers.queries import drivers_on
from nemt_desk.drivers.rows import Driver, DriverKind
from nemt_desk.drivers.rules import credentials_missing
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.settings import Settings
from nemt_desk.runs.ahead.rows import AheadDay, Half, HalfDay
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.trips.model import RideRecord, TripRecord
from nemt_desk.trips.rows import OPEN_STATES, RideState
from nemt_desk.trips.standing.desk import open_desk
from nemt_desk.trips.standing.orders import StandingOrder
from nemt_desk.trips.standing.reading import live_orders
from nemt_desk.trips.standing.rows import DayState

MOST_DAYS = 62
LOOK_BACK_WEEKS = 8
USUAL_LOAD = 2.0
"""Rides that a volunteer drives in half a day, while there is no history to say."""
_NOON = 12 * 60
_DAY = 24 * 60
_LEAST_MIN = 60
_OUR_OWN = frozenset({DriverKind.VOLUNTEER, DriverKind.STAFF})
_DRIVEN_MODES = range(2, 5)
_SPANS = {Half.MORNING: (0, _NOON), Half.AFTERNOON: (_NOON, _DAY)}

type _Slot = tuple[date, Half]


def month_ahead(
    session: Session, settings: Settings, now: datetime, *, first: date, days: int = 31
) -> tuple[AheadDay, ...]:
    """Return `days` days (at most `MOST_DAYS`) from `first` on.

    Rides that carriers of the state or families drive themselves (modes 1 and 5 to 7) are not
    counted. The past weeks tell what usually still comes and what one volunteer manages.
    """
    wanted = [first + timedelta(days=n) for n in range(min(max(days, 1), MOST_DAYS))]
    since = settings.time.day(now) - timedelta(weeks=LOOK_BACK_WEEKS)
    past = _counted(session, settings.time, since, settings.time.day(now) - timedelta(days=1))
    coming = _counted(session, settings.time, wanted[0], wanted[-1])
    to_make = _to_make(session, settings, now, wanted)
    shut = holidays(session, settings, wanted[0], wanted[-1])
    slots = _Slots(coming, to_make, past, drivers_on(session, wanted[0]))
    return tuple(
        AheadDay(
            day, slots.half(day, Half.MORNING), slots.half(day, Half.AFTERNOON), shut.get(day, "")
        )
        for day in wanted
    )


@dataclass(slots=True)
class _Counted:
    rides: Counter[_Slot] = field(default_factory=Counter)
    once: Counter[_Slot] = field(default_factory=Counter)
    free: Counter[_Slot] = field(default_factory=Counter)
    driving: dict[_Slot, set[Any]] = field(default_factory=lambda: defaultdict(set))

    @property
    def load(self) -> float:
        """Rides that one driver has had in half a day, on average."""
        halves = sum(len(drivers) for drivers in self.driving.values())
        driven = sum(self.rides[slot] - self.free[slot] for slot in self.driving)
        return max(1.0, driven / halves) if halves else USUAL_LOAD


@dataclass(frozen=True, slots=True)
class _Slots:
    coming: _Counted
    to_make: Mapping[_Slot, int]
    past: _Counted
    drivers: Sequence[Driver]

    def half(self, day: date, half: Half) -> HalfDay:
        slot = day, half
        on_hand = [
            (driver, minutes)
            for driver in self.drivers
            if (minutes := _minutes(driver, day, half)) >= _LEAST_MIN
        ]
        return HalfDay(
            day=day,
            half=half,
            booked=self.coming.rides[slot],
            booked_once=self.coming.once[slot],
            standing=self.to_make.get(slot, 0),
            usual=self._usual(day, half),
            without_driver=self.coming.free[slot],
            volunteers=len(on_hand),
            volunteer_min=sum(minutes for _driver, minutes in on_hand),
            per_volunteer=self.past.load,
            names=tuple(driver.name for driver, _minutes in on_hand),
        )

    def _usual(self, day: date, half: Half) -> float:
        """Return the average over the weeks that saw any ride on this weekday."""
        seen = [
            self.past.once[past, half]
            for past in {past for past, _half in self.past.rides}
            if past.weekday() == day.weekday()
        ]
        return sum(seen) / len(seen) if seen else 0.0


def _minutes(driver: Driver, day: date, half: Half) -> int:
    """Return how long a driver of our own drives in this half; 0 if something forbids it."""
    if driver.is_archived or driver.kind not in _OUR_OWN:
        return 0
    if driver.kind is DriverKind.VOLUNTEER and not driver.is_recognized_on(day):
        return 0
    if any(credential.is_blocking for credential in driver.lapsed_on(day)):
        return 0
    if credentials_missing(driver, day):
        return 0
    begin, end = _SPANS[half]
    spans = ((max(h.start_min, begin), min(h.end_min, end)) for h in driver.hours_on(day))
    return sum(max(0, until - since) for since, until in spans)


def _counted(session: Session, at: AgencyTime, first: date, last: date) -> _Counted:
    """Count the rides between two days that were driven or are to be driven."""
    ride, on = RideRecord, AssignmentRecord
    rows = session.execute(
        select(
            ride.day,
            ride.pickup_at,
            TripRecord.appointment_at,
            TripRecord.stay_min,
            TripRecord.standing_id,
            RunRecord.driver_id,
        )
        .join(TripRecord, TripRecord.id == ride.trip_id)
        .outerjoin(on, on.ride_id == ride.id)
        .outerjoin(RunRecord, RunRecord.id == on.run_id)
        .where(
            ride.day.between(first, last),
            ride.state.in_(sorted({*OPEN_STATES, RideState.DONE})),
            ride.mode.in_(list(_DRIVEN_MODES)),
        )
    )
    found = _Counted()
    for row in rows:
        slot = row.day, _half_of(row.pickup_at, row.appointment_at, row.stay_min, at)
        found.rides[slot] += 1
        found.once[slot] += row.standing_id is None
        if row.driver_id is None:
            found.free[slot] += 1
        else:
            found.driving[slot].add(row.driver_id)
    return found


def _half_of(
    pickup_at: datetime | None, appointment_at: datetime | None, stay_min: int, at: AgencyTime
) -> Half:
    """Return the half of the pick-up; a way home without a time begins when the stay should end."""
    moment = pickup_at
    if moment is None and appointment_at is not None:
        moment = appointment_at + timedelta(minutes=stay_min)
    if moment is None:
        return Half.AFTERNOON
    return Half.MORNING if at.local(moment).time() < time(12) else Half.AFTERNOON


def _to_make(
    session: Session, settings: Settings, now: datetime, wanted: Sequence[date]
) -> Counter[_Slot]:
    """Count the rides that standing orders will still make on these days."""
    found = [one for one in live_orders(session, settings.time.day(now)) if not one.is_old]
    counted: Counter[_Slot] = Counter()
    if not found:
        return counted
    between = wanted[0], wanted[-1]
    desk = open_desk(session, found, settings, now=now, roads=None, between=between)
    for one in found:
        for day in desk.fates.days(one, *between):
            on_day = day.on_day
            if day.state is not DayState.DUE or day.trip_id is not None or on_day is None:
                continue
            if wanted[0] <= on_day <= wanted[-1]:
                counted.update((on_day, half) for half in _halves(one))
    return counted


def _halves(order: StandingOrder) -> Iterable[Half]:
    """Return the half of each leg; one without times follows the stay before it."""
    known: int | None = None
    for leg in order.legs:
        if (leg.mode or order.mode) not in _DRIVEN_MODES:
            continue
        given = (leg.pickup_min, leg.appointment_min, leg.dropoff_min)
        begin = next((minute for minute in given if minute is not None), known)
        yield Half.MORNING if begin is not None and begin < _NOON else Half.AFTERNOON
        if begin is not None:
            known = begin + leg.stay_min
