"""What a change by hand does to the days it touches: times, appointments, miles, who is told.

Violations are shown, never forbidden; whoever goes on gives a reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import miles_text, minutes_text, money_text
from nemt_desk.planning.fits import fits
from nemt_desk.planning.rows import DriverDay, Figures, RideTask, Travel, Violation
from nemt_desk.planning.timetable import Drive, drive, timetable, way
from nemt_desk.planning.words import clock_text, ended

type Pair = tuple[DriverDay, DriverDay]
type Order = Sequence[tuple[Id, bool]]


class ImpactFigures(Figures, Protocol):
    """The agency's minutes, and how long a ride may take."""

    @property
    def aboard_min(self) -> int:
        """A ride of so many minutes is never too long."""
        ...

    @property
    def aboard_percent(self) -> int:
        """How much of its direct time a longer ride may take."""
        ...


class Price(Protocol):
    """What a driver is paid for a metre, with somebody aboard and without (cents)."""

    @property
    def loaded_cents_m(self) -> float:
        """With somebody aboard."""
        ...

    @property
    def unloaded_cents_m(self) -> float:
        """With nobody aboard."""
        ...


@dataclass(frozen=True, slots=True)
class Moved:
    """A pick-up or drop-off that comes at another minute than before."""

    ride_id: Id
    is_pickup: bool
    was_min: int
    now_min: int

    @property
    def minutes(self) -> int:
        """How much later; below 0 earlier."""
        return self.now_min - self.was_min


@dataclass(frozen=True, slots=True)
class Broken:
    """An appointment or a promised pick-up that is missed by minutes, and was not before."""

    ride_id: Id
    is_pickup: bool
    minutes: int
    sentence: str


@dataclass(frozen=True, slots=True)
class TooLong:
    """A member who is aboard for longer than the agency allows."""

    ride_id: Id
    minutes: int
    most_min: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change does. Metres and minutes are more than before; below 0 fewer.

    `cents` is None where no price was given. `tell_drivers` hold a sheet that changes;
    `tell_members` are rides whose pick-up moves by more than a word's worth, or whose driver was
    told of them and loses them.
    """

    moved: tuple[Moved, ...] = ()
    broken: tuple[Broken, ...] = ()
    aboard: tuple[TooLong, ...] = ()
    violations: Mapping[Id, tuple[Violation, ...]] = field(default_factory=dict)
    loaded_m: float = 0.0
    unloaded_m: float = 0.0
    drive_min: int = 0
    cents: int | None = None
    tell_drivers: tuple[Id, ...] = ()
    tell_members: tuple[Id, ...] = ()
    is_estimate: bool = False

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing speaks against the change."""
        return not (self.broken or self.aboard or any(self.violations.values()))

    def words(self) -> tuple[str, ...]:
        """Return the impact in a few phrases, without names."""
        about = "about " if self.is_estimate else ""
        parts = [_counted(len(self.broken), "appointment or pick-up missed", "missed")]
        parts += [_counted(len(self.aboard), "rider too long aboard", "riders too long aboard")]
        late = {one.ride_id for one in self.moved if one.is_pickup}
        parts += [_counted(len(late), "pick-up moves", "pick-ups move")]
        parts.append(f"{about}{_more(self.unloaded_m)} with nobody aboard")
        parts.append(f"{about}{_minutes(self.drive_min)} driving")
        if self.cents is not None:
            parts.append(f"{about}{'+' if self.cents >= 0 else ''}{money_text(self.cents)}")
        tells = len(self.tell_drivers) + len(self.tell_members)
        parts.append(_counted(tells, "to be told", "to be told"))
        return tuple(part for part in parts if part)


def put_on(days: Iterable[DriverDay], rides: Sequence[RideTask], to: Id | None) -> list[Pair]:
    """Return the days that change, before and after, when rides go to a driver (None: to nobody).

    A ride that carries other times than now is retimed; its driver may stay the same.
    """
    keys = {ride.ride_id for ride in rides}
    pairs = []
    for day in days:
        tasks = tuple(task for task in day.tasks if task.ride_id not in keys)
        if day.driver_id == to:
            tasks = (*tasks, *rides)
        if set(tasks) != set(day.tasks):
            pairs.append((day, replace(day, tasks=tasks)))
    return pairs


def impact_of(
    pairs: Sequence[Pair],
    travel: Travel,
    figures: ImpactFigures,
    *,
    prices: Mapping[Id, Price] | None = None,
    told: frozenset[Id] = frozenset(),
) -> Impact:
    """Compare days before and after a change; `told` are drivers who hold a sheet."""
    judge = _Judge(travel, figures)
    before = judge.times([day for day, _ in pairs])
    after = judge.times([day for _, day in pairs])
    moved = tuple(_moved(before, after))
    money = judge.money(pairs, prices)
    slack = figures.slack_min
    return Impact(
        moved=moved,
        broken=tuple(judge.broken(before, after)),
        aboard=tuple(judge.too_long(before, after)),
        violations=judge.violations(pairs),
        loaded_m=money.loaded_m,
        unloaded_m=money.unloaded_m,
        drive_min=round(money.minutes),
        cents=money.cents,
        tell_drivers=tuple(
            one.driver_id for one, other in pairs if one.driver_id in told and one != other
        ),
        tell_members=tuple(
            dict.fromkeys(
                [
                    *(m.ride_id for m in moved if m.is_pickup and abs(m.minutes) > slack),
                    *_left(pairs, told),
                ]
            )
        ),
        is_estimate=money.is_estimate,
    )


@dataclass(frozen=True, slots=True)
class _Stay:
    """A ride as it really goes: pick-up and drop-off begin, when the car left with the member."""

    task: RideTask
    pickup_min: int
    left_min: int
    dropoff_min: int


@dataclass(slots=True)
class _Money:
    loaded_m: float = 0.0
    unloaded_m: float = 0.0
    minutes: float = 0.0
    cents: int | None = None
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class _Judge:
    travel: Travel
    figures: ImpactFigures

    def times(self, days: Sequence[DriverDay]) -> dict[Id, _Stay]:
        """Return how each ride of these days goes."""
        found: dict[Id, _Stay] = {}
        for day in days:
            visits = timetable(day, self.travel, self.figures)
            on = {key: visit for visit in visits for key in visit.stop.pickups}
            off = {key: visit for visit in visits for key in visit.stop.dropoffs}
            for task in day.tasks:
                if task.ride_id in on and task.ride_id in off:
                    pickup, dropoff = on[task.ride_id], off[task.ride_id]
                    begin = max(pickup.arrive_min, task.begin_min or 0)
                    stay = _Stay(task, begin, pickup.leave_min, dropoff.arrive_min)
                    found[task.ride_id] = stay
        return found

    def broken(self, before: Mapping[Id, _Stay], after: Mapping[Id, _Stay]) -> list[Broken]:
        """Return what is missed now, and was not (or by less) before."""
        found = []
        for key, stay in after.items():
            for is_pickup in (True, False):
                late = self._late(stay, is_pickup=is_pickup)
                was = self._late(before[key], is_pickup=is_pickup) if key in before else 0
                if late > max(was, 0):
                    found.append(Broken(key, is_pickup, late, _sentence(stay, is_pickup, late)))
        return found

    def _late(self, stay: _Stay, *, is_pickup: bool) -> int:
        """Return minutes beyond the promised window, or after the appointment."""
        if is_pickup:
            latest = (stay.task.begin_min or 0) + self.figures.pickup_window_min
            return stay.pickup_min - latest
        return stay.dropoff_min - stay.task.latest_min if stay.task.latest_min is not None else 0

    def too_long(self, before: Mapping[Id, _Stay], after: Mapping[Id, _Stay]) -> list[TooLong]:
        """Return who is aboard for too long now, and was not (or shorter) before."""
        found = []
        for key, stay in after.items():
            aboard = stay.dropoff_min - stay.left_min
            was = before[key].dropoff_min - before[key].left_min if key in before else 0
            most = self._most(stay.task)
            if aboard > max(most, was):
                found.append(TooLong(key, aboard, most))
        return found

    def _most(self, task: RideTask) -> int:
        direct = float(task.drive_min or 0)
        leg = way(self.travel, task.origin.point, task.destination.point)
        if not direct and leg is not None:
            direct = leg.minutes
        return max(self.figures.aboard_min, round(direct * self.figures.aboard_percent / 100))

    def violations(self, pairs: Sequence[Pair]) -> dict[Id, tuple[Violation, ...]]:
        """Return what speaks against each ride that comes to a day, or changes on it."""
        found = {}
        for before, after in pairs:
            had = {task.ride_id: task for task in before.tasks}
            for task in after.tasks:
                if had.get(task.ride_id) != task:
                    found[task.ride_id] = fits(after, task, self.travel, self.figures)
        return found

    def money(self, pairs: Sequence[Pair], prices: Mapping[Id, Price] | None) -> _Money:
        """Return metres, minutes and cents more than before."""
        total = _Money()
        cents = 0.0
        for before, after in pairs:
            was, now = drive(before, self.travel), drive(after, self.travel)
            empty = now.unloaded_m - was.unloaded_m
            full = _loaded(now) - _loaded(was)
            total.unloaded_m += empty
            total.loaded_m += full
            total.minutes += now.total_min - was.total_min
            total.is_estimate = total.is_estimate or now.is_estimate or was.is_estimate
            price = (prices or {}).get(after.driver_id)
            if price is not None:
                cents += full * price.loaded_cents_m + empty * price.unloaded_cents_m
        total.cents = None if prices is None else round(cents)
        return total


def _left(pairs: Sequence[Pair], told: frozenset[Id]) -> Iterable[Id]:
    """Yield rides that leave a driver who holds a sheet: their members know of him."""
    for before, after in pairs:
        if before.driver_id in told:
            stay = {task.ride_id for task in after.tasks}
            yield from (task.ride_id for task in before.tasks if task.ride_id not in stay)


def _loaded(one: Drive) -> float:
    return one.total_m - one.unloaded_m


def _moved(before: Mapping[Id, _Stay], after: Mapping[Id, _Stay]) -> list[Moved]:
    found = []
    for key in before.keys() & after.keys():
        was, now = before[key], after[key]
        if was.pickup_min != now.pickup_min:
            found.append(Moved(key, True, was.pickup_min, now.pickup_min))
        if was.dropoff_min != now.dropoff_min:
            found.append(Moved(key, False, was.dropoff_min, now.dropoff_min))
    return sorted(found, key=lambda one: (one.now_min, one.ride_id, one.is_pickup))


def _sentence(stay: _Stay, is_pickup: bool, late: int) -> str:
    if is_pickup:
        begin, planned = clock_text(stay.pickup_min), clock_text(stay.task.begin_min or 0)
        return ended(f"Picked up {begin}, {late} min beyond the window of {planned}")
    there, latest = clock_text(stay.dropoff_min), clock_text(stay.task.latest_min or 0)
    return ended(f"There {there}, {late} min after the appointment at {latest}")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _more(distance_m: float) -> str:
    sign = "-" if distance_m < 0 else "+"
    return f"{sign}{miles_text(abs(distance_m))}"


def _minutes(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{minutes_text(abs(minutes))}"


def times_in_order(
    day: DriverDay, order: Order, travel: Travel, figures: Figures
) -> dict[Id, tuple[int, int]]:
    """Return the minutes (pick-up, drop-off) of rides whose stops are done in this order.

    Nobody is picked up before the minute planned so far; what comes late then is shown, not cured.
    """
    tasks = {task.ride_id: task for task in day.tasks}
    times: dict[Id, list[int]] = {}
    at: int | None = None
    point = day.start
    for ride_id, is_pickup in order:
        task = tasks[ride_id]
        spot = task.origin if is_pickup else task.destination
        leg = way(travel, point, spot.point)
        planned = task.begin_min if is_pickup else None
        arrive = (planned or 0) if at is None else at + (round(leg.minutes) if leg else 0)
        begin = max(arrive, planned) if planned is not None else arrive
        times.setdefault(ride_id, []).append(begin)
        at, point = begin + figures.load_min, spot.point
    return {key: (both[0], max(both[0] + 1, both[-1])) for key, both in times.items()}
