"""One pass over the stops of a shift: who is aboard after each, whether that may be, and metres."""

from dataclasses import dataclass, field
from itertools import pairwise

from nemt_desk.planning.optimiser.model import Kind, Model
from nemt_desk.planning.optimiser.problem import Stops
from nemt_desk.planning.optimiser.schedule import Frame, Pairs


@dataclass(slots=True)
class Walk:
    """What the order of the stops says before any clock is looked at.

    Attributes:
        nodes: Start, stops, end.
        room: Guarded room left in the car after each node.
        aboard: How many rides are aboard after each node.
        is_locked: Whether nothing may come between a node and the next.
        pairs: Pick-up and drop-off positions with their longest time.
        mask: Rides aboard at any time.
    """

    nodes: list[int]
    room: list[int]
    aboard: list[int]
    is_locked: list[bool]
    pairs: Pairs = field(default_factory=list)
    mask: int = 0


def walk(  # noqa: C901 - made for every day looked at: one pass, no calls
    model: Model, kind: Kind, shift: int, stops: Stops
) -> Walk | None:
    """Follow the stops; None if the car is too full or two meet who may not."""
    nodes = [kind.starts[shift], *stops, kind.ends[shift]]
    hours = kind.shifts[shift]
    found = Walk(nodes, [], [], [False] * len(nodes))
    room, guard, load = kind.capacity, model.guard, model.load
    present = 0
    for one in hours.aboard:
        room -= load[2 * one.ride]
        present |= 1 << one.ride
    count = present.bit_count()
    found.mask = present
    positions: dict[int, int] = {}
    found.room.append(room)
    found.aboard.append(count)
    apart, back_of, limit = model.apart, model.back_of, model.limit
    for index, stop in enumerate(stops, 1):
        ride = stop >> 1
        room -= load[stop]
        if stop & 1:
            count -= 1
            present &= ~(1 << ride)
            on = positions.get(ride)
            if on is not None:
                found.pairs.append((on, index, limit[ride]))
            if ride in back_of:
                if count or index == len(stops) or stops[index] != 2 * back_of[ride]:
                    return None
                found.is_locked[index] = True
        else:
            if room & guard != guard:
                return None
            if ride in apart and apart[ride] & present:
                return None
            count += 1
            present |= 1 << ride
            positions[ride] = index
        found.mask |= 1 << ride
        found.room.append(room)
        found.aboard.append(count)
    found.room.append(room)
    found.aboard.append(count)
    if hours.first is not None and stops:
        found.is_locked[0] = True
    if hours.is_closed:
        found.is_locked = [True] * len(nodes)
    return found


def frame(model: Model, found: Walk) -> Frame:
    """Return what limits the times of these nodes."""
    nodes, minutes = found.nodes, model.minutes
    drives = [minutes[one][other] for one, other in pairwise(nodes)]
    opens, closes = model.open, model.close
    return Frame(drives, [opens[n] for n in nodes], [closes[n] for n in nodes], found.pairs)


def metres(model: Model, found: Walk) -> tuple[float, float]:
    """Return the metres with somebody aboard, and those without."""
    loaded = unloaded = 0.0
    table, nodes, aboard = model.metres, found.nodes, found.aboard
    for index in range(len(nodes) - 1):
        if aboard[index]:
            loaded += table[nodes[index]][nodes[index + 1]]
        else:
            unloaded += table[nodes[index]][nodes[index + 1]]
    return loaded, unloaded
