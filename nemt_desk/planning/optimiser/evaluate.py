"""One driver's day in a given order, good or not; and the cheapest place for one more ride."""

from collections.abc import Iterator
from dataclasses import dataclass

from nemt_desk.planning.optimiser.duty import Desk, Duty, Leg
from nemt_desk.planning.optimiser.insertion import best_insert
from nemt_desk.planning.optimiser.model import TOLERANCE, Kind, Model
from nemt_desk.planning.optimiser.pauses import Timing, timing, with_breaks
from nemt_desk.planning.optimiser.plan import Costs, Route, Run
from nemt_desk.planning.optimiser.pricing import day_costs
from nemt_desk.planning.optimiser.problem import Stops
from nemt_desk.planning.optimiser.schedule import Frame
from nemt_desk.planning.optimiser.stays import Part
from nemt_desk.planning.optimiser.timetable import kind_times, run, runs_of
from nemt_desk.planning.optimiser.walk import Walk, frame, metres, walk


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that is broken: by how much (minutes, metres, units of load; 0: not measured)."""

    kind: str
    amount: float = 0.0
    stop: int | None = None
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A day in a given order: what is wrong with it, its times, what it costs."""

    breaches: tuple[Breach, ...]
    route: Route
    runs: tuple[Run, ...]
    costs: Costs


@dataclass(frozen=True, slots=True)
class Insertion:
    """The cheapest place of a ride (or unit) in a driver's day."""

    cost_more: float
    route: Route


def evaluate(desk: Desk, driver: int, shifts: tuple[Stops, ...]) -> Outcome:
    """Return the times and costs of a driver's day in this order, and all limits it breaks."""
    model = desk.model
    kind = model.kinds[model.kind[driver]]
    wrong = tuple(_disorder(model, driver, shifts))
    duty = None if wrong else desk.duty(kind, shifts)
    if duty is None:
        return _broken(desk, driver, shifts, wrong)
    costs = day_costs(model, kind, duty.mask, duty.money, duty.on_duty)
    return Outcome((), duty.route(driver), tuple(runs_of(model, driver, duty)), costs)


def cheapest(desk: Desk, driver: int, shifts: tuple[Stops, ...], ride: int) -> Insertion | None:
    """Return the cheapest place of a ride (with the ride it waits for), or None if there is none.

    None as well where the day breaks limits already, or the ride is not free to be placed.
    """
    model = desk.model
    request = model.request_of.get(ride)
    duty = desk.duty(model.kinds[model.kind[driver]], shifts)
    if request is None or duty is None or duty.mask & request.mask:
        return None
    found = best_insert(desk, duty, request)
    if found is None:
        return None
    made = desk.duty(duty.kind, found[1])
    return None if made is None else Insertion(found[0], made.route(driver))


def _disorder(model: Model, driver: int, shifts: tuple[Stops, ...]) -> Iterator[Breach]:
    """Yield what is wrong with the stops before any clock is looked at, but for the load."""
    kind = model.kinds[model.kind[driver]]
    for number, stops in enumerate(shifts):
        aboard = {one.ride for one in kind.shifts[number].aboard}
        seen: set[int] = set()
        for index, stop in enumerate(stops):
            ride = stop >> 1
            allowed = model.problem.rides[ride].drivers
            if allowed is not None and driver not in allowed and not stop & 1:
                yield Breach("driver", 0.0, stop, number)
            if stop & 1 and stop - 1 not in seen and ride not in aboard:
                yield Breach("order", 0.0, stop, number)
            if not stop & 1 and stop + 1 not in stops[index:]:
                yield Breach("missing", 0.0, stop + 1, number)
            seen.add(stop)
        yield from _halves(model, stops, number, aboard)


def _halves(model: Model, stops: Stops, number: int, aboard: set[int]) -> Iterator[Breach]:
    for there, back in model.back_of.items():
        has_there = 2 * there + 1 in stops
        if has_there and 2 * back not in stops:
            yield Breach("missing", 0.0, 2 * back, number)
        if 2 * back in stops and not has_there and there not in aboard:
            yield Breach("missing", 0.0, 2 * there, number)


def _broken(
    desk: Desk, driver: int, shifts: tuple[Stops, ...], wrong: tuple[Breach, ...]
) -> Outcome:
    model = desk.model
    kind = model.kinds[model.kind[driver]]
    breaches = list(wrong)
    legs = []
    for number, stops in enumerate(shifts):
        leg = desk.leg(kind, number, stops) if not wrong else None
        if leg is None:
            leg, found = _forced(model, kind, number, stops)
            breaches += found
        legs.append(leg)
    duty = Duty(kind, shifts, tuple(legs))
    driver_limits = kind.driver
    if duty.metres > driver_limits.most_m + TOLERANCE:
        breaches.append(Breach("most_m", duty.metres - driver_limits.most_m))
    if duty.on_duty > driver_limits.most_min + TOLERANCE:
        breaches.append(Breach("most_min", duty.on_duty - driver_limits.most_min))
    costs = day_costs(model, kind, duty.mask, duty.money, duty.on_duty)
    runs = [
        run(model, kind, driver, number, leg) for number, leg in enumerate(legs) if not leg.is_idle
    ]
    return Outcome(tuple(breaches), Route(driver, shifts, costs.total), tuple(runs), costs)


def _forced(model: Model, kind: Kind, number: int, stops: Stops) -> tuple[Leg, list[Breach]]:
    """Return a shift that breaks limits, timed as well as can be, and what it breaks."""
    breaches: list[Breach] = []
    found = walk(model, kind, number, stops)
    if found is None:
        found, breaches = _loose_walk(model, kind, number, stops)
    true = frame(model, found)
    is_out = kind.shifts[number].is_out
    times = _forced_times(found, true, is_out=is_out)
    breaches += _lateness(found, true, times, number)
    loose = _loosened(true, times)
    entry = timing(loose, is_out=is_out) or Timing(loose, times, times, times[-1] - times[0])
    if kind.driver.breaks and stops:
        full = with_breaks(model, kind, found, loose, is_out=is_out)
        if full is None:
            breaches.append(Breach("break", 0.0, None, number))
        entry = full or entry
    leg = Leg(stops, found, entry)
    leg.parts = (Part(found, entry, is_out),)
    leg.is_idle = not stops and not is_out
    leg.loaded_m, leg.unloaded_m = metres(model, found)
    driver = kind.driver
    leg.money = leg.loaded_m * driver.loaded_cents_m + leg.unloaded_m * driver.unloaded_cents_m
    return leg, breaches


def _loose_walk(model: Model, kind: Kind, number: int, stops: Stops) -> tuple[Walk, list[Breach]]:
    """Follow the stops though the car is too full or two meet who may not."""
    nodes = [kind.starts[number], *stops, kind.ends[number]]
    rides = model.problem.rides
    aboard = [one.ride for one in kind.shifts[number].aboard]
    found = Walk(nodes, [], [len(aboard)], [True] * len(nodes))
    breaches: list[Breach] = []
    on_at: dict[int, int] = {}
    capacity = kind.driver.capacity
    for index, stop in enumerate(stops, 1):
        ride = stop >> 1
        if stop & 1:
            if ride in aboard:
                aboard.remove(ride)
            if ride in on_at:
                found.pairs.append((on_at[ride], index, model.limit[ride]))
            back = model.back_of.get(ride)
            waits = back is not None and index < len(stops) and stops[index] == 2 * back
            if back is not None and 2 * back in stops and (aboard or not waits):
                breaches.append(Breach("wait", 0.0, stop, number))
        else:
            on_at[ride] = index
            if any(model.apart.get(ride, 0) >> other & 1 for other in aboard):
                breaches.append(Breach("apart", 0.0, stop, number))
            aboard.append(ride)
            for dimension, most in enumerate(capacity):
                over = sum(rides[other].load[dimension] for other in aboard) - most
                if over > 0:
                    breaches.append(Breach("load", over, stop, number))
        found.aboard.append(len(aboard))
    found.aboard.append(len(aboard))
    found.room = [0] * len(nodes)
    return found, breaches


def _forced_times(found: Walk, true: Frame, *, is_out: bool) -> list[float]:
    """Return times in this order, late where it must be."""
    time = true.opens[0]
    times = [time]
    for drive, open_min in zip(true.drives, true.opens[1:], strict=True):
        time = max(time + drive, open_min)
        times.append(time)
    loose = _loosened(true, times)
    entry = timing(loose, is_out=is_out)
    if entry is None:
        return times
    return kind_times(Part(found, entry, is_out))


def _loosened(true: Frame, times: list[float]) -> Frame:
    """Return the frame with limits as wide as these times need."""
    return Frame(
        true.drives,
        true.opens,
        [max(close, time) for close, time in zip(true.closes, times, strict=True)],
        [(on, off, max(most, times[off] - times[on])) for on, off, most in true.pairs],
    )


def _lateness(found: Walk, true: Frame, times: list[float], number: int) -> Iterator[Breach]:
    last = len(times) - 1
    for index, (time, close) in enumerate(zip(times, true.closes, strict=True)):
        if time > close + TOLERANCE:
            if index == last:
                yield Breach("end", time - close, None, number)
            else:
                yield Breach("late", time - close, found.nodes[index], number)
    for on, off, most in true.pairs:
        if times[off] - times[on] > most + TOLERANCE:
            yield Breach("aboard", times[off] - times[on] - most, found.nodes[off], number)
