"""The problem made ready for speed: stops in flat lists, drivers in kinds, rides in requests.

Node numbers: stops first (2 * ride, 2 * ride + 1), then start and end of every shift of a kind.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from nemt_desk.planning.optimiser.problem import Driver, Matrix, Problem, Ride, Shift

_BITS = 16
TOLERANCE = 1e-6
"""Minutes and units that floating point may be off by."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is placed as a whole: one ride, or a ride there and the ride back that it waits for."""

    index: int
    rides: tuple[int, ...]
    mask: int
    cents: float
    kinds: frozenset[int] | None

    @property
    def is_unit(self) -> bool:
        """Tell whether the driver waits between two rides."""
        return len(self.rides) > 1


class Kind:
    """Drivers who are the same but for the name, with what the search asks of them often."""

    __slots__ = (
        "capacity",
        "driver",
        "drivers",
        "ends",
        "extra",
        "has_extra",
        "index",
        "is_plain",
        "longest_min",
        "shifts",
        "starts",
    )

    def __init__(self, index: int, driver: Driver, first_node: int, fair: float) -> None:
        self.index = index
        self.driver = driver
        self.drivers: list[int] = []
        self.shifts: tuple[Shift, ...] = driver.shifts
        self.starts = [first_node + 2 * number for number in range(len(driver.shifts))]
        self.ends = [node + 1 for node in self.starts]
        self.capacity = 0
        # No day can be longer on duty than all hours together.
        self.longest_min = sum(one.close_min - one.open_min for one in driver.shifts)
        self.extra: dict[int, float] = {}
        self.has_extra = False
        self.is_plain = not (fair or driver.minute_cents or driver.breaks or driver.goes_home)


class Model:
    """The compiled problem; see the module's first lines for the numbers."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        rides = problem.rides
        self.guard = 0
        self.kinds: list[Kind] = []
        self.kind: tuple[int, ...] = ()
        self.open: list[float] = []
        self.close: list[float] = []
        self.places: list[int] = []
        self.service: list[float] = []
        self._fill_stops(rides)
        self._fill_kinds(problem)
        self.minutes = self._matrix(problem.minutes, self.service)
        self.metres = self._matrix(problem.metres, None)
        self._tighten(rides)
        self.limit = [ride.most_aboard_min + ride.load_min + TOLERANCE for ride in rides]
        self.loaded_at: dict[int, float] = {}
        self.load = self._loads(rides)
        self.apart = _apart(problem)
        self.trips = _trips(rides)
        self.trip_mask = sum(1 << ride for ride in self.trips)
        self.back_of = {
            ride.waits_for: index for index, ride in enumerate(rides) if ride.waits_for is not None
        }
        self._fill_aboard()
        base = self._base_rides()
        self.requests = self._requests(rides, base)
        self.request_of = {ride: one for one in self.requests for ride in one.rides}

    def _fill_stops(self, rides: tuple[Ride, ...]) -> None:
        for ride in rides:
            self.places += [ride.origin, ride.destination]
            self.open += [ride.pickup.open_min, ride.dropoff.open_min]
            self.close += [ride.pickup.close_min, ride.dropoff.close_min]
            self.service += [ride.load_min, ride.unload_min]

    def _fill_kinds(self, problem: Problem) -> None:
        named = [set[tuple[int, float | None]]() for _ in problem.drivers]
        for index, ride in enumerate(problem.rides):
            for number in ride.drivers or ():
                named[number].add((index, None))
            for number, cents in ride.extra_cents:
                named[number].add((index, cents))
        fair = problem.weights.fair_cents_h2
        known: dict[object, Kind] = {}
        numbers = []
        for index, driver in enumerate(problem.drivers):
            sign = (_sign(driver, fair), frozenset(named[index]))
            kind = known.get(sign)
            if kind is None:
                kind = known[sign] = self._new_kind(len(known), driver, fair)
                kind.extra = {ride: cents for ride, cents in named[index] if cents is not None}
                kind.has_extra = bool(kind.extra)
            kind.drivers.append(index)
            numbers.append(kind.index)
        self.kind = tuple(numbers)

    def _new_kind(self, index: int, driver: Driver, fair: float) -> Kind:
        kind = Kind(index, driver, len(self.places), fair)
        for shift in driver.shifts:
            self.places += [shift.start, shift.end]
            self.open += [shift.open_min] * 2
            self.close += [shift.close_min] * 2
            self.service += [0.0, 0.0]
        kind.capacity = self._pack(driver.capacity) | self._guard_bits(len(driver.capacity))
        self.guard |= self._guard_bits(len(driver.capacity))
        self.kinds.append(kind)
        return kind

    @staticmethod
    def _pack(load: Iterable[int]) -> int:
        return sum(amount << (_BITS * number) for number, amount in enumerate(load))

    @staticmethod
    def _guard_bits(count: int) -> int:
        return sum(1 << (_BITS * number + _BITS - 1) for number in range(count))

    def _matrix(self, table: Matrix, service: list[float] | None) -> list[list[float]]:
        rows = []
        places = self.places
        for node, place in enumerate(places):
            row = table[place]
            if service is not None and service[node]:
                more = service[node]
                rows.append([more + row[other] for other in places])
            else:
                rows.append([row[other] for other in places])
        return rows

    def _tighten(self, rides: tuple[Ride, ...]) -> None:
        """Let the windows of a ride's two stops narrow each other; nothing allowed is lost."""
        opens, closes = self.open, self.close
        for index, ride in enumerate(rides):
            on, off = 2 * index, 2 * index + 1
            direct = self.minutes[on][off]
            longest = ride.most_aboard_min + ride.load_min
            opens[on] = max(opens[on], opens[off] - longest)
            opens[off] = max(opens[off], opens[on] + direct)
            closes[off] = min(closes[off], closes[on] + longest)
            closes[on] = min(closes[on], closes[off] - direct)
        for node, close in enumerate(closes):
            closes[node] = close + TOLERANCE

    def _loads(self, rides: tuple[Ride, ...]) -> list[int]:
        loads = []
        for ride in rides:
            packed = self._pack(ride.load)
            loads += [packed, -packed]
        return loads

    def _fill_aboard(self) -> None:
        for driver in self.problem.drivers:
            for shift in driver.shifts:
                for one in shift.aboard:
                    self.loaded_at[one.ride] = one.loaded_min
                    ride = self.problem.rides[one.ride]
                    off = 2 * one.ride + 1
                    self.open[off] = ride.dropoff.open_min
                    latest = one.loaded_min + ride.most_aboard_min
                    self.close[off] = min(ride.dropoff.close_min, latest) + TOLERANCE

    def _base_rides(self) -> set[int]:
        base: set[int] = set()
        for driver in self.problem.drivers:
            for shift in driver.shifts:
                base |= {stop >> 1 for stop in shift.fixed}
                base |= {one.ride for one in shift.aboard}
                if shift.first is not None:
                    base.add(shift.first >> 1)
        for there, back in self.back_of.items():
            if there in base or back in base:
                base |= {there, back}
        return base

    def _requests(self, rides: tuple[Ride, ...], base: set[int]) -> list[Request]:
        found: list[Request] = []
        for index, ride in enumerate(rides):
            if index in base or ride.waits_for is not None:
                continue
            back = self.back_of.get(index)
            whole = (index,) if back is None else (index, back)
            found.append(
                Request(
                    index=len(found),
                    rides=whole,
                    mask=sum(1 << number for number in whole),
                    cents=sum(rides[number].undriven_cents for number in whole),
                    kinds=self._allowed([rides[number] for number in whole]),
                )
            )
        return found

    def _allowed(self, rides: list[Ride]) -> frozenset[int] | None:
        allowed: frozenset[int] | None = None
        for ride in rides:
            if ride.drivers is not None:
                kinds = frozenset(self.kind[driver] for driver in ride.drivers)
                allowed = kinds if allowed is None else allowed & kinds
        return allowed


def _sign(driver: Driver, fair: float) -> object:
    return (
        driver.capacity,
        driver.shifts,
        driver.breaks,
        (driver.most_m, driver.most_min, driver.goes_home),
        (driver.loaded_cents_m, driver.unloaded_cents_m, driver.minute_cents, driver.use_cents),
        driver.so_far_min if fair else 0.0,
    )


def _apart(problem: Problem) -> dict[int, int]:
    """Return for each ride the mask of those it may not share the car with."""
    found: dict[int, int] = {}
    for one, other in problem.apart:
        found[one] = found.get(one, 0) | 1 << other
        found[other] = found.get(other, 0) | 1 << one
    return found


def _trips(rides: tuple[Ride, ...]) -> dict[int, int]:
    """Return for each ride of a trip with several ways the mask of all of them."""
    masks: dict[int, int] = {}
    for index, ride in enumerate(rides):
        if ride.trip is not None:
            masks[ride.trip] = masks.get(ride.trip, 0) | 1 << index
    return {
        index: masks[ride.trip]
        for index, ride in enumerate(rides)
        if ride.trip is not None and masks[ride.trip].bit_count() > 1
    }
