"""Who can take a standing order: on how many of its next days, and what stops him first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text, day_year_text
from nemt_desk.planning.driver_checks import driver_checks
from nemt_desk.planning.fits import fits
from nemt_desk.planning.known import Known
from nemt_desk.planning.rank import Asked, Candidate, candidate, ordered
from nemt_desk.planning.rows import DriverDay, RideTask, Travel, Violation
from nemt_desk.planning.why import why_first
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.days import driver_days_on
from nemt_desk.runs.rides import rides_by_ids
from nemt_desk.runs.who.facts import About, read_known, with_prices
from nemt_desk.runs.who.others import OtherWay, other_ways
from nemt_desk.runs.who.prices import prices
from nemt_desk.runs.who.ride import TravelOn, is_assisted
from nemt_desk.trips.model import RideRecord, TripRecord
from nemt_desk.trips.rows import OPEN_STATES
from nemt_desk.trips.standing.orders import StandingOrder
from nemt_desk.trips.standing.queries import order, order_days
from nemt_desk.trips.standing.rows import DayState

_WEEK = 7
_SOON = timedelta(days=90)
_BANDS = 10
_COMING = frozenset({DayState.MADE, DayState.DUE})


@dataclass(frozen=True, slots=True)
class SeriesDay:
    """One coming day of the order for one driver: what stops him, empty if nothing does."""

    day: date
    against: str


@dataclass(frozen=True, slots=True)
class SeriesCandidate:
    """One driver for a standing order; `candidate` is his first day that fits, else the first.

    `ends` are credentials that end before the order does.
    """

    candidate: Candidate
    days: tuple[SeriesDay, ...]
    ends: tuple[str, ...]

    @property
    def can_days(self) -> int:
        """On how many of the coming days he could."""
        return sum(not one.against for one in self.days)

    @property
    def gaps(self) -> int:
        """How many tenths of the days he can't: who misses one day of twelve is as good as any."""
        return (len(self.days) - self.can_days) * _BANDS // max(1, len(self.days))

    @property
    def first_against(self) -> SeriesDay | None:
        """The first day he can't."""
        return next((one for one in self.days if one.against), None)

    @property
    def days_text(self) -> str:
        """Return `11 of 12 days; first not on Thu 26 Nov: Away on Thu 26 Nov.`."""
        said = f"{self.can_days} of {len(self.days)} days"
        stop = self.first_against
        return (
            said if stop is None else f"{said}; first not on {day_text(stop.day)}: {stop.against}"
        )


@dataclass(frozen=True, slots=True)
class WhoSeries:
    """The answer about a standing order; `rides` are its open ones on the coming days."""

    order: StandingOrder
    days: tuple[date, ...]
    rides: tuple[BoardRide, ...]
    candidates: tuple[SeriesCandidate, ...]
    others: tuple[OtherWay, ...]

    @property
    def why(self) -> str:
        """One sentence that says why the first is the first."""
        if not self.candidates:
            return ""
        first, *rest = self.candidates
        if rest and first.gaps != rest[0].gaps:
            return (
                f"{first.candidate.name} is first: can drive {first.can_days} of"
                f" {len(first.days)} days, {rest[0].candidate.name} {rest[0].can_days}."
            )
        return why_first([one.candidate for one in self.candidates])


def who_series(
    session: Session,
    order_id: Id,
    *,
    settings: Settings,
    now: datetime,
    travel_on: TravelOn,
    weeks: int | None = None,
) -> WhoSeries:
    """Return who can take a standing order on its coming days, best first.

    Raises:
        RefusedError: the order is not there, or none of its days is coming.
    """
    today = settings.time.day(now)
    last = today + timedelta(days=_WEEK * (weeks or settings.standing_weeks))
    one = order(session, order_id)
    told = order_days(session, settings, now, order_id, first=today, last=last)
    days = sorted({day.on_day for day in told if day.on_day is not None and day.state in _COMING})
    if not days:
        raise RefusedError("This standing order has no day in the coming weeks; nobody is needed.")
    rides = _rides(session, order_id, days, settings)
    by_day = _tasks(rides, days)
    driver_days = driver_days_on(session, days, settings.time)
    about = About(
        member_id=one.member_id,
        ride_ids=tuple(ride.id for ride in rides),
        day=days[0],
        order_id=order_id,
        is_assisted=is_assisted(rides),
    )
    known = read_known(session, about, time=settings.time, today=today)
    look = _Look(one, by_day, driver_days, settings, travel_on)
    first = look.first_tasks
    rates = prices(settings, days[0])
    priced = with_prices(
        known, driver_days[days[0]], first[0], rates, is_assisted=about.is_assisted
    )
    return WhoSeries(
        order=one,
        days=tuple(days),
        rides=tuple(rides),
        candidates=look.ranked(priced),
        others=other_ways(first, driver_days[days[0]], rates, is_assisted=about.is_assisted),
    )


def _rides(
    session: Session, order_id: Id, days: Sequence[date], settings: Settings
) -> list[BoardRide]:
    wanted = (
        select(RideRecord.id)
        .join(TripRecord, TripRecord.id == RideRecord.trip_id)
        .where(
            TripRecord.standing_id == order_id,
            RideRecord.day.in_(days),
            RideRecord.state.in_(sorted(OPEN_STATES)),
        )
    )
    return rides_by_ids(session, session.scalars(wanted), settings.time)


def _tasks(rides: Iterable[BoardRide], days: Sequence[date]) -> dict[date, tuple[RideTask, ...]]:
    """Return what is to be driven on each day: its own rides, else as on the nearest day made."""
    own: dict[date, list[RideTask]] = {}
    for ride in sorted(rides, key=lambda ride: (ride.day, ride.seq)):
        own.setdefault(ride.day, []).append(ride.booked_task)
    if not own:
        raise RefusedError(
            "None of this standing order's rides is made yet, so nobody can be measured against"
            f" them. The first is on {day_text(days[0])}; settle its exceptions first."
        )
    found = {}
    for day in days:
        like = min(own, key=lambda made: (abs((made - day).days), made))
        found[day] = tuple(own.get(day, own[like]))
    return found


class _Look:
    """Looks at all drivers on all days; an empty day like another is judged once."""

    def __init__(
        self,
        one: StandingOrder,
        tasks: Mapping[date, tuple[RideTask, ...]],
        days: Mapping[date, tuple[DriverDay, ...]],
        settings: Settings,
        travel_on: TravelOn,
    ) -> None:
        self.order = one
        self.tasks = tasks
        self.days = days
        self.settings = settings
        self.travels = {day: travel_on(day) for day in days}
        for day, travel in self.travels.items():
            travel.prepare_all(tasks[day], days[day])
        self._clock: dict[object, str] = {}

    @property
    def first_tasks(self) -> tuple[RideTask, ...]:
        """What is to be driven on the first day."""
        return self.tasks[min(self.tasks)]

    def ranked(self, known: Mapping[Id, Known]) -> tuple[SeriesCandidate, ...]:
        """Return all drivers, first who can on most days: nine of ten count as all."""
        by_driver: dict[Id, list[DriverDay]] = {}
        for day in sorted(self.days):
            for driver in self.days[day]:
                by_driver.setdefault(driver.driver_id, []).append(driver)
        found = [self._one(days, known.get(key, Known())) for key, days in by_driver.items()]
        places = {
            one.driver_id: place
            for place, one in enumerate(ordered([series.candidate for series in found]))
        }
        return tuple(sorted(found, key=lambda one: (one.gaps, places[one.candidate.driver_id])))

    def _one(self, days: Sequence[DriverDay], known: Known) -> SeriesCandidate:
        looked = tuple(SeriesDay(one.day, self._against(one)) for one in days)
        best = next((at for at, one in enumerate(looked) if not one.against), 0)
        shown = days[best]
        asked = Asked(self.tasks[shown.day])
        found = candidate(asked, shown, self.travels[shown.day], self.settings, known)
        return SeriesCandidate(found, looked, tuple(self._ends(days[-1])))

    def _against(self, day: DriverDay) -> str:
        """Return the first thing that stops this driver on this day."""
        free = day
        for task in self.tasks[day.day]:
            free = free.minus(task.ride_id)
        full = free
        for task in self.tasks[day.day]:
            full = full.plus(task)
            stop = next((v for v in driver_checks(full, task) if v.is_blocking), None)
            if stop is not None:
                return stop.sentence
        return self._against_clock(free)

    def _against_clock(self, free: DriverDay) -> str:
        tasks, travel = self.tasks[free.day], self.travels[free.day]
        shape = tuple((t.trip_id == tasks[0].trip_id, t.origin, t.destination, t.begin_min,
                       t.end_min, t.latest_min) for t in tasks)  # fmt: skip
        key = (free.driver_id, free.hours, free.start, free.end, shape, id(travel),
               free.tasks if free.tasks else None)  # fmt: skip
        if key not in self._clock:
            self._clock[key] = self._late(free, tasks, travel)
        return self._clock[key]

    def _late(self, free: DriverDay, tasks: Sequence[RideTask], travel: Travel) -> str:
        for task in tasks:
            found: tuple[Violation, ...] = fits(free, task, travel, self.settings)
            stop = next((violation for violation in found if violation.is_blocking), None)
            if stop is not None:
                return stop.sentence
            free = free.plus(task)
        return ""

    def _ends(self, last: DriverDay) -> Iterable[str]:
        """Yield credentials that end while the order runs; soon after these days if it goes on."""
        until = self.order.until_day or last.day + _SOON
        for credential in last.credentials:
            end = credential.until_day
            if end is not None and last.day <= end < until:
                before = ", before the order does" if self.order.until_day else ""
                yield f"{credential.name} ends {day_year_text(end)}{before}"
