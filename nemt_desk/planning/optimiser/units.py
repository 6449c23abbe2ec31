"""Places for a ride there whose driver waits and takes the member back: both at once."""

from collections.abc import Iterator
from itertools import pairwise

from nemt_desk.planning.optimiser.duty import Leg
from nemt_desk.planning.optimiser.model import Kind, Model, Request


def unit_places(
    model: Model, kind: Kind, leg: Leg, request: Request
) -> list[tuple[float, float, tuple[int, ...]]]:
    """Return the places that the earliest and latest times do not rule out.

    Each with what it costs more by metres, how much longer the driving, and the gaps.
    """
    there, back = request.rides
    on, off = 2 * there, 2 * there + 1
    again, home = 2 * back, 2 * back + 1
    stops = leg.stops
    found: list[tuple[float, float, tuple[int, ...]]] = []
    for first, middle, end in _gaps(model, leg, (on, off, again, home)):
        made = (
            *stops[:first],
            on,
            *stops[first:middle],
            off,
            again,
            *stops[middle:end],
            home,
            *stops[end:],
        )
        nodes = [leg.walk.nodes[0], *made, leg.walk.nodes[-1]]
        money, drive = _whole(model, kind, nodes, leg.walk.aboard[0])
        found.append((money - leg.whole_money, drive - leg.drive, (first, middle, end)))
    return found


def _gaps(model: Model, leg: Leg, unit: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """Yield the gaps for the first pick-up, for the wait, for the last drop-off."""
    on, off, again, home = unit
    closes, minutes = model.close, model.minutes
    for first, time in _starts(model, leg, on):
        for middle, arrived in _onward(model, leg, (first, on, off), time):
            if leg.walk.aboard[middle]:
                continue  # the wait is for him alone
            begin = max(arrived + minutes[off][again], model.open[again])
            if begin > closes[again]:
                continue
            if begin + minutes[again][leg.walk.nodes[middle + 1]] > leg.late[middle + 1]:
                continue
            for end, _ in _onward(model, leg, (middle, again, home), begin):
                yield first, middle, end


def _starts(model: Model, leg: Leg, on: int) -> Iterator[tuple[int, float]]:
    """Yield the gaps in which the first pick-up may come, and its earliest time."""
    minutes, guard, load = model.minutes, model.guard, model.load[on]
    found = leg.walk
    for gap in range(len(found.nodes) - 1):
        if found.is_locked[gap] or (found.room[gap] - load) & guard != guard:
            continue
        time = max(leg.early[gap] + minutes[found.nodes[gap]][on], model.open[on])
        after = found.nodes[gap + 1]
        if time <= model.close[on] and time + minutes[on][after] <= leg.late[gap + 1]:
            yield gap, time


def _onward(
    model: Model, leg: Leg, way: tuple[int, int, int], time: float
) -> Iterator[tuple[int, float]]:
    """Yield the gaps in which the drop-off may come after the pick-up in a gap, and its time."""
    gap, on, off = way
    minutes, guard, load = model.minutes, model.guard, model.load[on]
    opens, close = model.open, model.close[off]
    found = leg.walk
    before = on
    for index in range(gap, len(found.nodes) - 1):
        if index > gap:
            node = found.nodes[index]
            time = max(time + minutes[before][node], leg.early[index])
            before = node
            is_full = (found.room[index] - load) & guard != guard
            if time > leg.late[index] or found.is_locked[index] or is_full:
                return
        begin = max(time + minutes[before][off], opens[off])
        if begin > close:
            continue
        if begin + minutes[off][found.nodes[index + 1]] <= leg.late[index + 1]:
            yield index, begin


def _whole(model: Model, kind: Kind, nodes: list[int], count: int) -> tuple[float, float]:
    """Return what the whole run costs by metres, and its driving."""
    minutes, metres = model.minutes, model.metres
    full, empty = kind.driver.loaded_cents_m, kind.driver.unloaded_cents_m
    money = drive = 0.0
    for node, after in pairwise(nodes):
        money += (full if count else empty) * metres[node][after]
        drive += minutes[node][after]
        count += -1 if after & 1 else 1
    return money, drive
