"""Which fragments and empty legs can be part of a run that costs little more than the least.

Sweeps through the day in both directions tell what a run costs at the least that has this
fragment, or drives this leg. Near the bound very few are left.
"""

from dataclasses import dataclass

import numpy as np

from nemt_desk.planning.optimiser.paths import Floats, Ints, Labels, Legs, Pieces, Sweep
from nemt_desk.planning.optimiser.pieces import Group, lapses

_EPS = 1e-7


@dataclass(frozen=True, slots=True)
class Sieved:
    """For one group: the least price of a run (less what is worth) with each of its parts.

    Attributes:
        least: Of any run.
        pieces: With each fragment of the group.
        legs: With each leg from the last stop of one request to the first of another.
        starts: Beginning with each request, `ends`: ending with each.
    """

    least: float
    pieces: Floats
    legs: Floats
    starts: Floats
    ends: Floats


class Before:
    """The least price of being somewhere by some time, asked for many at once."""

    def __init__(self, nodes: Ints, times: Floats, cents: Floats, count: int) -> None:
        order = np.lexsort((times, nodes))
        self.nodes, self.times, self.cents = nodes[order], times[order], cents[order]
        self.begins = np.searchsorted(self.nodes, np.arange(count + 1))
        self.least = np.full(len(order) + 1, np.inf)
        for node in range(count):
            one = slice(self.begins[node], self.begins[node + 1])
            self.least[one] = np.minimum.accumulate(self.cents[one])
        self.zero = float(times.min(initial=np.inf)) if len(times) else 0.0
        self.span = float(times.max(initial=-np.inf)) - self.zero + 3.0 if len(times) else 3.0
        self.keys = self.nodes * self.span + (self.times - self.zero)

    def by(self, nodes: Ints, times: Floats) -> Floats:
        """Return the least price of each node by each time; infinite if it can't be reached."""
        clipped = np.clip(times - self.zero, -1.0, self.span - 2.0)
        at = np.searchsorted(self.keys, nodes * self.span + clipped + _EPS, side="right") - 1
        found: Floats = np.where(at >= self.begins[nodes], self.least[at], np.inf)
        return found


def sieved(group: Group, worth: Floats) -> Sieved:
    """Sweep to and fro and return what each part of a run makes it cost."""
    cents = group.cents(worth)
    pieces, legs = group.pieces, group.legs
    count = len(legs.at)
    there = Sweep(pieces, legs, cents).go()
    back = _back(group, cents)
    on_up = Before(there.up_node, there.up_time, there.up_cents, count)
    # Going back a run is at the last stop of a fragment first.
    to_end = Before(back.up_node, back.up_time, back.up_cents, count)
    from_up = Before(back.off_node, back.off_time, back.off_cents, count)
    through = _through(pieces, cents, on_up, to_end)
    starts = legs.at_cents + from_up.by(np.arange(count), -legs.at)
    off = Before(there.off_node, there.off_time, there.off_cents, count)
    ends = legs.until_cents + off.by(np.arange(count), legs.until)
    # Not that of the fragments: what lies before and behind one may have the same request.
    least = float(starts.min(initial=np.inf))
    return Sieved(least, through, _legs(there, legs, from_up), starts, ends)


def _back(group: Group, cents: Floats) -> Labels:
    """Sweep from the end of the day to its beginning: all times negative, all ways turned."""
    pieces, legs = group.pieces, group.legs
    order = np.argsort(pieces.last, kind="stable")
    lapse, alive = lapses(group.stock.back_lapse)
    turned = Pieces(
        pieces.last[order],
        pieces.first[order],
        -pieces.late[order],
        -pieces.early[order],
        pieces.length[order],
        pieces.again[order],
    )
    ways = Legs(
        -legs.until,
        legs.until_cents,
        np.ascontiguousarray(legs.minutes.T),
        np.ascontiguousarray(legs.cents.T),
        -legs.at,
        legs.at_cents,
        lapse,
        alive,
    )
    return Sweep(turned, ways, cents[order]).go()


def _through(pieces: Pieces, cents: Floats, before: Before, after: Before) -> Floats:
    """Return what a run costs at the least that has each fragment."""
    found = np.full(len(pieces.first), np.inf)
    sizes = np.diff(before.begins)[pieces.first]
    piece = np.repeat(np.arange(len(pieces.first)), sizes)
    inside = np.arange(len(piece)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    label = before.begins[pieces.first][piece] + inside
    fits = before.times[label] <= pieces.late[piece] + _EPS
    piece, label = piece[fits], label[fits]
    ends = np.maximum(pieces.early[piece], before.times[label] + pieces.length[piece])
    total = before.cents[label] + cents[piece] + after.by(pieces.last[piece], -ends)
    np.minimum.at(found, piece, total)
    return found


def _legs(there: Labels, legs: Legs, after: Before) -> Floats:
    """Return what a run costs at the least that drives each leg."""
    count = len(legs.at)
    found = np.full((count, count), np.inf)
    node = there.off_node
    times = there.off_time[:, None] + legs.minutes[node]
    every = np.broadcast_to(np.arange(count), times.shape).ravel()
    rest = after.by(every, -times.ravel()).reshape(times.shape)
    np.minimum.at(found, node, there.off_cents[:, None] + legs.cents[node] + rest)
    return found
