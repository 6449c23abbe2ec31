"""Cheapest rows of fragments through a day, by time: the pricing of column generation.

A label says: here by this time at this price. All at once with numpy, stretch of time by stretch
of time; a label is dropped when another is there no later at no higher price.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]
type _Chunk = tuple[Ints, Floats, Floats, Ints, Ints]
_STRETCH_MIN = 10.0
_EPS = 1e-9


@dataclass(frozen=True, slots=True)
class Pieces:
    """Fragments in columns, sorted by `first` (the request each begins with).

    `again`: bits of the requests in it that could be taken twice by the clock alone.
    """

    first: Ints
    last: Ints
    early: Floats
    late: Floats
    length: Floats
    again: Ints


@dataclass(frozen=True, slots=True)
class Legs:
    """Empty drives by request: from the start, from the last stop of one to another, to the end.

    Attributes:
        at: When the first stop of each request can be reached from the start.
        minutes: From the last stop's begin of a request to the first stop of another; `cents`.
        until: When the last stop of each must begin so that the end is reached in time.
        lapse: Times after which fewer requests could be taken again; `alive`: the bits of those
            that still could be before the first, between them, and after the last.
    """

    at: Floats
    at_cents: Floats
    minutes: Floats
    cents: Floats
    until: Floats
    until_cents: Floats
    lapse: Floats
    alive: Ints


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels: `up_*` at the first stop of a request, `off_*` at the last stop of a piece."""

    up_node: Ints
    up_time: Floats
    up_cents: Floats
    up_before: Ints
    off_node: Ints
    off_time: Floats
    off_cents: Floats
    off_before: Ints
    off_piece: Ints

    def row(self, off: int) -> list[int]:
        """Return the pieces of the row that ends with an `off` label."""
        found = []
        while off >= 0:
            found.append(int(self.off_piece[off]))
            off = int(self.up_before[self.off_before[off]])
        return found[::-1]


class Sweep:
    """One sweep through the day, from the start on."""

    def __init__(self, pieces: Pieces, legs: Legs, cents: Floats) -> None:
        self.pieces = pieces
        self.legs = legs
        self.cents = cents
        count = len(legs.at)
        nodes = np.arange(count)
        self.begins = np.searchsorted(pieces.first, nodes, side="left")
        self.counts = np.searchsorted(pieces.first, nodes, side="right") - self.begins
        self.latest = np.full(count, -np.inf)
        np.maximum.at(self.latest, pieces.first, pieces.late)
        self.soonest = np.full(count, np.inf)
        no_matter = np.minimum(pieces.early - pieces.length, pieces.late)
        np.minimum.at(self.soonest, pieces.first, no_matter)
        begun = np.minimum(self.latest, np.maximum(legs.at, self.soonest))
        finite = begun[np.isfinite(begun)]
        self.zero = float(finite.min()) if len(finite) else 0.0
        ends = np.concatenate([self.latest[np.isfinite(self.latest)], pieces.early, pieces.late])
        most = float((ends.max() if len(ends) else 0.0) + pieces.length.max(initial=0.0))
        self.stretches = int((most - self.zero) / _STRETCH_MIN) + 3
        # The least price of a label in this stretch or before it, by node.
        self.best_up = np.full((count, self.stretches + 1), np.inf)
        self.best_off = np.full((count, self.stretches + 1), np.inf)
        self.waiting: list[list[_Chunk]] = [[] for _ in range(self.stretches + 1)]
        self.ups: list[tuple[Any, ...]] = []
        self.offs: list[tuple[Any, ...]] = []
        self.up_count = self.off_count = 0

    def go(self) -> Labels:
        """Make all labels that no other is better than."""
        legs = self.legs
        nodes = np.flatnonzero(legs.at <= self.latest)
        before, taken = np.full(len(nodes), -1), np.zeros(len(nodes), np.int64)
        self._arrive(nodes, legs.at[nodes], legs.at_cents[nodes], before, taken)
        for stretch in range(self.stretches + 1):
            while self.waiting[stretch]:
                chunk = self.waiting[stretch]
                self.waiting[stretch] = []
                self._drive(chunk, stretch)
        ups = [np.concatenate(one) for one in zip(*self.ups, strict=True)]
        offs = [np.concatenate(one) for one in zip(*self.offs, strict=True)]
        if not ups:
            none, never = np.zeros(0, np.int64), np.zeros(0)
            return Labels(none, never, never, none, none, never, never, none, none)
        return Labels(*ups, *offs)

    def _stretch(self, times: Floats) -> Ints:
        return ((times - self.zero) / _STRETCH_MIN).astype(np.int64)

    def _arrive(self, nodes: Ints, times: Floats, cents: Floats, before: Ints, taken: Ints) -> None:
        """Note labels at first stops for when their time comes."""
        times = np.maximum(times, self.soonest[nodes])
        taken = taken & self.legs.alive[np.searchsorted(self.legs.lapse, times)]
        stretch = self._stretch(times)
        good = cents < self.best_up[nodes, stretch - 1] - _EPS
        nodes, before, taken, stretch = nodes[good], before[good], taken[good], stretch[good]
        times, cents = times[good], cents[good]
        if not len(nodes):
            return
        free = taken == 0
        _lower(self.best_up, nodes[free], stretch[free], cents[free])
        order = np.argsort(stretch, kind="stable")
        cuts = np.flatnonzero(np.diff(stretch[order])) + 1
        for part in np.split(order, cuts):
            self.waiting[stretch[part[0]]].append(
                (nodes[part], times[part], cents[part], before[part], taken[part])
            )

    def _drive(self, chunk: list[_Chunk], stretch: int) -> None:
        """Let labels of one stretch of time take the pieces that begin where they are."""
        nodes, times, cents, before, taken = (
            np.concatenate(one) for one in zip(*chunk, strict=True)
        )
        good = np.flatnonzero(cents < self.best_up[nodes, stretch - 1] - _EPS)
        kept = good[_best(nodes[good], times[good], cents[good], taken[good])]
        nodes, times, cents, before, taken = (
            one[kept] for one in (nodes, times, cents, before, taken)
        )
        self.ups.append((nodes, times, cents, before))
        sizes = self.counts[nodes]
        label = np.repeat(np.arange(len(nodes)), sizes)
        if len(label):
            inside = np.arange(len(label)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
            piece = self.begins[nodes][label] + inside
            fits = times[label] <= self.pieces.late[piece]
            fits &= (taken[label] & self.pieces.again[piece]) == 0
            label, piece = label[fits], piece[fits]
            ends = np.maximum(self.pieces.early[piece], times[label] + self.pieces.length[piece])
            price = cents[label] + self.cents[piece]
            held = taken[label] | self.pieces.again[piece]
            self._leave(ends, price, label + self.up_count, piece, held)
        self.up_count += len(nodes)

    def _leave(self, times: Floats, cents: Floats, before: Ints, piece: Ints, taken: Ints) -> None:
        """Keep the labels at last stops that are worth it, and drive on from them."""
        nodes = self.pieces.last[piece]
        taken = taken & self.legs.alive[np.searchsorted(self.legs.lapse, times)]
        stretch = self._stretch(times)
        good = np.flatnonzero(cents < self.best_off[nodes, stretch - 1] - _EPS)
        if not len(good):
            return
        good = good[_best(nodes[good], times[good], cents[good], taken[good])]
        nodes, times, cents, taken = nodes[good], times[good], cents[good], taken[good]
        free = taken == 0
        _lower(self.best_off, nodes[free], stretch[good][free], cents[free])
        self.offs.append((nodes, times, cents, before[good], piece[good]))
        there = times[:, None] + self.legs.minutes[nodes]
        label, node = np.nonzero(there <= self.latest)
        price = cents[label] + self.legs.cents[nodes[label], node]
        self._arrive(node, there[label, node], price, label + self.off_count, taken[label])
        self.off_count += len(nodes)


def _lower(best: Floats, nodes: Ints, stretch: Ints, cents: Floats) -> None:
    np.minimum.at(best, (nodes, stretch), cents)
    touched = np.unique(nodes)
    best[touched, :-1] = np.minimum.accumulate(best[touched, :-1], axis=1)


def _best(nodes: Ints, times: Floats, cents: Floats, taken: Ints) -> Ints:
    """Return which labels no other of the same node, and with the same taken, is better than."""
    if len(nodes) < 2:
        return np.arange(len(nodes))
    order = np.lexsort((cents, times, taken, nodes))
    node, held, price = nodes[order], taken[order], cents[order]
    is_new = np.ones(len(order), bool)
    is_new[1:] = (node[1:] != node[:-1]) | (held[1:] != held[:-1])
    # One running least for all groups: each group's prices lie wholly below the last group's.
    span = float(price.max() - price.min()) + 1.0
    lowered = price - np.cumsum(is_new) * span
    least = np.minimum.accumulate(lowered)
    keep = is_new
    keep[1:] |= lowered[1:] < least[:-1] - _EPS
    kept: Ints = order[keep]
    return kept
