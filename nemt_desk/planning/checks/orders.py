"""What can be seen from the order of the stops alone: who is where, with whom, how far.

Nothing here looks at a clock; `timed` looks at given times, `possible` for times.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nemt_desk.planning.checks.faults import Fault, FaultKind
from nemt_desk.planning.optimiser.problem import Problem, Shift, Stops

type Place = tuple[int, int]
"""Driver and shift."""
type Orders = Mapping[Place, Stops]


@dataclass(frozen=True, slots=True)
class Gap:
    """The way from one stop to the next (from the start, to the end), and who is in the car.

    `after` is the position of the stop before it, -1 for the start.
    """

    after: int
    from_place: int
    to_place: int
    aboard: frozenset[int]


def place_of(problem: Problem, stop: int) -> int:
    """Return where a stop is."""
    ride = problem.rides[stop >> 1]
    return ride.destination if stop & 1 else ride.origin


def service_min(problem: Problem, stop: int) -> float:
    """Return how long getting in or out takes at a stop."""
    ride = problem.rides[stop >> 1]
    return ride.unload_min if stop & 1 else ride.load_min


def gaps(problem: Problem, shift: Shift, stops: Stops) -> list[Gap]:
    """Return the ways of a shift: one more than it has stops."""
    aboard = {one.ride for one in shift.aboard}
    here, found = shift.start, []
    for after, stop in enumerate(stops, -1):
        there = place_of(problem, stop)
        found.append(Gap(after, here, there, frozenset(aboard)))
        if stop & 1:
            aboard.discard(stop >> 1)
        else:
            aboard.add(stop >> 1)
        here = there
    found.append(Gap(len(stops) - 1, here, shift.end, frozenset(aboard)))
    return found


# --- every ride once ---


def unknown_faults(problem: Problem, orders: Orders, left: Collection[int]) -> Iterator[Fault]:
    """Yield what names a driver, shift, stop or ride that is not there."""
    for (driver, shift), stops in orders.items():
        known = 0 <= driver < len(problem.drivers)
        if not known or not 0 <= shift < len(problem.drivers[driver].shifts):
            yield Fault(FaultKind.UNKNOWN, "There is no such driver or shift.", driver, shift)
        for stop in stops:
            if not 0 <= stop < 2 * len(problem.rides):
                yield Fault(FaultKind.UNKNOWN, f"There is no stop {stop}.", driver, shift)
    for ride in left:
        if not 0 <= ride < len(problem.rides):
            yield Fault(FaultKind.UNKNOWN, f"There is no ride {ride}.", ride=ride)


def ride_faults(problem: Problem, orders: Orders, left: Sequence[int]) -> Iterator[Fault]:
    """Yield rides that are lost or doubled, and people whom their car does not drop off."""
    on_runs: Counter[int] = Counter()
    for stops in orders.values():
        on_runs.update({stop >> 1 for stop in stops})
    on_lists = Counter(left)
    for ride in range(len(problem.rides)):
        times = on_runs[ride] + on_lists[ride]
        if not times:
            yield Fault(FaultKind.LOST, "The ride is neither on a run nor left over.", ride=ride)
        elif times > 1:
            yield Fault(FaultKind.DOUBLED, f"The ride is there {times} times.", ride=ride)
    for driver, person in enumerate(problem.drivers):
        for shift, hours in enumerate(person.shifts):
            stops = orders.get((driver, shift), ())
            for one in hours.aboard:
                if 2 * one.ride + 1 not in stops:
                    text = "Who is aboard is not dropped off by this car."
                    yield Fault(FaultKind.KEPT, text, driver, shift, one.ride)


def unit_faults(problem: Problem, left: Collection[int]) -> Iterator[Fault]:
    """Yield waiting units of which only one way is driven."""
    for back, ride in enumerate(problem.rides):
        there = ride.waits_for
        if there is not None and (back in left) != (there in left):
            text = "Only one way of a wait-and-return is driven."
            yield Fault(FaultKind.WAIT, text, ride=back)


# --- one run ---


def run_faults(problem: Problem, place: Place, stops: Stops) -> Iterator[Fault]:
    """Yield what is wrong with the order of one run's stops, whatever the times."""
    yield from _pair_faults(problem, place, stops)
    yield from _company_faults(problem, place, stops)
    yield from _wait_faults(problem, place, stops)
    yield from _kept_faults(problem, place, stops)


def _pair_faults(problem: Problem, place: Place, stops: Stops) -> Iterator[Fault]:
    driver, shift = place
    aboard = {one.ride for one in problem.drivers[driver].shifts[shift].aboard}
    counted = Counter(stops)
    for ride in sorted({stop >> 1 for stop in stops}):
        wanted = (0 if ride in aboard else 1, 1)
        if (counted[2 * ride], counted[2 * ride + 1]) != wanted:
            text = "The run does not have both stops of the ride, once each."
            yield Fault(FaultKind.PAIR, text, driver, shift, ride)
        elif ride not in aboard and stops.index(2 * ride) > stops.index(2 * ride + 1):
            text = "The drop-off comes before the pick-up."
            yield Fault(FaultKind.PAIR, text, driver, shift, ride)
        drivers = problem.rides[ride].drivers
        if drivers is not None and driver not in drivers:
            text = "The driver may not take the ride."
            yield Fault(FaultKind.DRIVER, text, driver, shift, ride)


def _company_faults(problem: Problem, place: Place, stops: Stops) -> Iterator[Fault]:
    """Yield moments with too many in the car, and pairs that may not share it."""
    driver, shift = place
    person = problem.drivers[driver]
    room, met = person.capacity, set[tuple[int, int]]()
    apart = {(min(pair), max(pair)) for pair in problem.apart}
    for gap in gaps(problem, person.shifts[shift], stops):
        loads = [problem.rides[ride].load for ride in gap.aboard]
        for kind in range(max([len(room), *map(len, loads)])):
            load = sum(one[kind] for one in loads if kind < len(one))
            over = load - (room[kind] if kind < len(room) else 0)
            if over > 0:
                text = f"There are {over} more aboard (in kind {kind}) than the car holds."
                yield Fault(FaultKind.LOAD, text, driver, shift, amount=over)
        inside = sorted(gap.aboard)
        met |= {(a, b) for a in inside for b in inside if a < b and (a, b) in apart}
    for one, other in sorted(met):
        text = f"They may not share a car with ride {other}."
        yield Fault(FaultKind.APART, text, driver, shift, one)


def _wait_faults(problem: Problem, place: Place, stops: Stops) -> Iterator[Fault]:
    driver, shift = place
    there = {gap.after: gap.aboard for gap in gaps(problem, _shift(problem, place), stops)}
    following = {(a, b): n for n, (a, b) in enumerate(pairwise(stops))}
    for back, ride in enumerate(problem.rides):
        if ride.waits_for is None or not {2 * back, 2 * ride.waits_for + 1} & set(stops):
            continue
        after = following.get((2 * ride.waits_for + 1, 2 * back))
        if after is None:
            text = "The driver does not stay between the way there and the way back."
            yield Fault(FaultKind.WAIT, text, driver, shift, back)
        elif there[after]:
            text = "Somebody else sits in the car while the driver waits."
            yield Fault(FaultKind.WAIT, text, driver, shift, back)


def _kept_faults(problem: Problem, place: Place, stops: Stops) -> Iterator[Fault]:
    driver, number = place
    shift = _shift(problem, place)
    if shift.first is not None and (not stops or stops[0] != shift.first):
        yield Fault(FaultKind.FIRST, "Another stop comes first.", driver, number, shift.first >> 1)
    rest = iter(stops)
    if not all(stop in rest for stop in shift.fixed):
        text = "The published stops are not all there in their order."
        yield Fault(FaultKind.FIXED, text, driver, number)
    elif shift.is_closed and tuple(stops) != tuple(shift.fixed):
        yield Fault(FaultKind.FIXED, "Something was put on a closed run.", driver, number)


def missing_runs(problem: Problem, places: Collection[Place]) -> Iterator[Fault]:
    """Yield shifts of cars that are under way, published or occupied but have no run."""
    for driver, person in enumerate(problem.drivers):
        for number, shift in enumerate(person.shifts):
            is_away = (
                problem.metres[shift.start][shift.end] or problem.minutes[shift.start][shift.end]
            )
            must = bool(shift.aboard or shift.fixed) or shift.first is not None
            must = must or (shift.is_out and bool(is_away))
            if must and (driver, number) not in places:
                yield Fault(FaultKind.OUT, "The run of this shift is missing.", driver, number)


def _shift(problem: Problem, place: Place) -> Shift:
    driver, number = place
    return problem.drivers[driver].shifts[number]
