"""What every plan must contain: published runs, people aboard, the stop under way."""

from itertools import permutations
from math import inf

from nemt_desk.planning.optimiser.duty import Desk, Duty
from nemt_desk.planning.optimiser.model import Kind, Model
from nemt_desk.planning.optimiser.problem import Shift, Stops

_MOST_TRIED = 6


class Base:
    """The drivers' days before anything is added.

    Attributes:
        duties: One for each driver who can be given more; None for the frozen.
        frozen: Stops of drivers whose given stops break limits by themselves: kept as they are.
    """

    def __init__(self, desk: Desk) -> None:
        model = desk.model
        self.duties: list[Duty | None] = []
        self.frozen: dict[int, tuple[Stops, ...]] = {}
        for driver, number in enumerate(model.kind):
            kind = model.kinds[number]
            shifts = tuple(
                _given(desk, kind, index, shift) for index, shift in enumerate(kind.shifts)
            )
            duty = desk.duty(kind, shifts)
            self.duties.append(duty)
            if duty is None:
                self.frozen[driver] = shifts


def may_begin_with(model: Model, driver: int, shifts: tuple[Stops, ...]) -> bool:
    """Tell whether a driver's stops of today may be taken as they are: whole rides, his to drive.

    A driver with stops that must stay has them in his base already.
    """
    problem = model.problem
    theirs = problem.drivers[driver].shifts
    if len(theirs) != len(shifts) or not any(shifts):
        return False
    if any(one.fixed or one.aboard or one.first is not None or one.is_out for one in theirs):
        return False
    for stops in shifts:
        seen = set(stops)
        for stop in stops:
            ride = problem.rides[stop >> 1]
            units = [stop >> 1, ride.waits_for, model.back_of.get(stop >> 1)]
            whole = {end for one in units if one is not None for end in (2 * one, 2 * one + 1)}
            if not whole <= seen or (ride.drivers is not None and driver not in ride.drivers):
                return False
    return True


def _given(desk: Desk, kind: Kind, index: int, shift: Shift) -> Stops:
    """Return the stops that a shift has before anything is added, in the best order."""
    model = desk.model
    ordered = list(shift.fixed)
    if shift.first is not None and shift.first not in ordered:
        ordered.insert(0, shift.first)
    _add_waits(model, ordered)
    extra = [2 * one.ride + 1 for one in shift.aboard if 2 * one.ride + 1 not in ordered]
    extra += [stop + 1 for stop in ordered if not stop & 1 and stop + 1 not in ordered]
    if not extra:
        return tuple(ordered)
    best: tuple[float, Stops] = (inf, tuple(ordered + extra))
    orders = permutations(extra) if len(extra) <= _MOST_TRIED else [tuple(extra)]
    for order in orders:
        made = _merged(desk, kind, index, (tuple(ordered), order))
        if made is not None and made[0] < best[0]:
            best = made
    return _with_waits(model, best[1])


def _add_waits(model: Model, ordered: list[int]) -> None:
    """Let a given drop-off whose driver waits be followed by the way back."""
    for stop in list(ordered):
        ride = stop >> 1
        back = model.back_of.get(ride) if stop & 1 else None
        if back is not None and 2 * back not in ordered:
            ordered.insert(ordered.index(stop) + 1, 2 * back)


def _with_waits(model: Model, stops: Stops) -> Stops:
    made = list(stops)
    _add_waits(model, made)
    for stop in list(made):
        if not stop & 1 and stop + 1 not in made:
            made.insert(made.index(stop) + 1, stop + 1)
    return tuple(made)


def _merged(
    desk: Desk, kind: Kind, index: int, parts: tuple[Stops, tuple[int, ...]]
) -> tuple[float, Stops] | None:
    """Put the second stops among the first, one by one at the cheapest place."""
    stops, order = parts
    cost = inf
    for stop in order:
        best: tuple[float, Stops] | None = None
        begin = stops.index(stop - 1) + 1 if stop - 1 in stops else 0
        if kind.shifts[index].first is not None:
            begin = max(begin, 1)
        for gap in range(begin, len(stops) + 1):
            made = (*stops[:gap], stop, *stops[gap:])
            value = _cost(desk, kind, index, made)
            if value is not None and (best is None or value < best[0]):
                best = value, made
        if best is None:
            return None
        cost, stops = best
    return cost, stops


def _cost(desk: Desk, kind: Kind, index: int, stops: Stops) -> float | None:
    made = desk.leg(kind, index, _with_waits(desk.model, stops))
    return None if made is None else made.money + made.on_duty
