"""All rows of fragments that cost no more than a little over the least: column enumeration.

Rows grow backwards from the end of the day; what must still be driven before is judged by the
labels of a sweep, so that nearly everything that grows comes to an end.
"""

from collections.abc import Callable

import numpy as np

from nemt_desk.planning.optimiser.paths import Floats, Ints
from nemt_desk.planning.optimiser.pieces import Group, Priced, Row

_EPS = 1e-7


class _Before:
    """The least price of being somewhere by some time, asked for many at once."""

    def __init__(self, nodes: Ints, times: Floats, cents: Floats, count: int) -> None:
        order = np.lexsort((times, nodes))
        self.nodes, self.times = nodes[order], times[order]
        self.begins = np.searchsorted(self.nodes, np.arange(count + 1))
        self.least = np.full(len(order) + 1, np.inf)
        self.zero = float(times.min(initial=0.0))
        self.span = float(times.max(initial=1.0)) - self.zero + 2.0
        price = cents[order]
        for node in range(count):
            one = slice(self.begins[node], self.begins[node + 1])
            self.least[one] = np.minimum.accumulate(price[one])
        self.keys = self.nodes * self.span + (self.times - self.zero)

    def by(self, nodes: Ints, times: Floats) -> Floats:
        """Return the least price of each node by each time; infinite if it can't be reached."""
        clipped = np.clip(times - self.zero, -1.0, self.span - 1.0)
        at = np.searchsorted(self.keys, nodes * self.span + clipped + _EPS, side="right") - 1
        found: Floats = np.where(at >= self.begins[nodes], self.least[at], np.inf)
        return found


class Enumeration:
    """The rows of one group within a gap; `is_complete` is False when they were too many."""

    def __init__(self, priced: Priced, below: float, most: int) -> None:
        self.group: Group = priced.group
        self.below = below
        self.most = most
        self.is_complete = True
        labels, count = priced.labels, len(self.group.legs.at)
        self.up = _Before(labels.up_node, labels.up_time, labels.up_cents, count)
        self.off = _Before(labels.off_node, labels.off_time, labels.off_cents, count)
        self.cents = self.group.base - self.group.stock.sums(priced.worth)[self.group.chosen]
        self.masks = self._masks()
        pieces = self.group.pieces
        self.by_last = np.argsort(pieces.last, kind="stable")
        ordered = pieces.last[self.by_last]
        self.begins = np.searchsorted(ordered, np.arange(count))
        self.sizes = np.searchsorted(ordered, np.arange(count), side="right") - self.begins
        self.found: dict[bytes, tuple[float, tuple[int, ...]]] = {}
        self.states = 0
        self.worth = priced.worth

    def _masks(self) -> Ints:
        stock = self.group.stock
        words = (len(stock.requests) + 62) // 63
        masks = np.zeros((len(stock.first), words), np.int64)
        piece = np.repeat(np.arange(len(stock.first)), np.diff([*stock.cuts, len(stock.flat)]))
        bits = np.left_shift(np.int64(1), stock.flat % 63)
        np.bitwise_or.at(masks, (piece, stock.flat // 63), bits)
        found: Ints = masks[self.group.chosen]
        return found

    def rows(self, is_stopped: Callable[[], bool]) -> list[Row]:
        """Return the cheapest row of each set of requests that is cheap enough."""
        pieces, legs = self.group.pieces, self.group.legs
        every = np.arange(len(pieces.first))
        price = self.cents + legs.until_cents[pieces.last]
        level = self._worth(every, pieces.late, price, self.masks, np.full(len(every), -1))
        history = []
        while len(level[0]):
            history.append((level[0], level[4]))
            self._note(level, history)
            self.states += len(level[0])
            if self.states > self.most or is_stopped():
                self.is_complete = False
                return []
            level = self._longer(level)
        return [self._row(cents, row) for cents, row in self.found.values()]

    def _worth(
        self, piece: Ints, late: Floats, cents: Floats, masks: Ints, after: Ints
    ) -> tuple[Ints, Floats, Floats, Ints, Ints]:
        """Keep what some way there makes cheap enough, and of the same rides and start the best."""
        first = self.group.pieces.first[piece]
        good = np.flatnonzero(cents + self.up.by(first, late) < self.below)
        order = np.lexsort((-late[good], cents[good], *masks[good].T, first[good]))
        good = good[order]
        if len(good) > 1:
            same = (first[good][1:] == first[good][:-1]) & (
                masks[good][1:] == masks[good][:-1]
            ).all(axis=1)
            # Dearer and no later to start: the one before it is better.
            keep = np.ones(len(good), bool)
            keep[1:] = ~(same & (late[good][1:] <= late[good][:-1]))
            good = good[keep]
        return piece[good], late[good], cents[good], masks[good], after[good]

    def _note(
        self,
        level: tuple[Ints, Floats, Floats, Ints, Ints],
        history: list[tuple[Ints, Ints]],
    ) -> None:
        """Note the rows that can be driven straight from the start."""
        piece, late, cents, masks, _ = level
        first = self.group.pieces.first[piece]
        total = cents + self.group.legs.at_cents[first]
        for at in np.flatnonzero((self.group.legs.at[first] <= late) & (total < self.below)):
            key = masks[at].tobytes()
            known = self.found.get(key)
            if known is None or total[at] < known[0]:
                row, here = [], int(at)
                for pieces, after in reversed(history):
                    row.append(int(pieces[here]))
                    here = int(after[here])
                self.found[key] = (float(total[at]), tuple(row))

    def _longer(
        self, level: tuple[Ints, Floats, Floats, Ints, Ints]
    ) -> tuple[Ints, Floats, Floats, Ints, Ints]:
        """Put every piece before every row that it may be worth to be put before."""
        piece, late, cents, masks, _ = level
        pieces, legs = self.group.pieces, self.group.legs
        first = pieces.first[piece]
        by = late[:, None] - legs.minutes.T[first]
        price = cents[:, None] + legs.cents.T[first]
        last = np.broadcast_to(np.arange(price.shape[1]), price.shape)
        least = self.off.by(last.ravel(), by.ravel()).reshape(price.shape)
        row, last = np.nonzero(price + least < self.below)
        by, price = by[row, last], price[row, last]
        sizes = self.sizes[last]
        which = np.repeat(np.arange(len(row)), sizes)
        inside = np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        put = self.by_last[self.begins[last][which] + inside]
        fits = pieces.early[put] <= by[which]
        fits &= ((self.masks[put] & masks[row[which]]) == 0).all(axis=1)
        which, put = which[fits], put[fits]
        start = np.minimum(pieces.late[put], by[which] - pieces.length[put])
        return self._worth(
            put,
            start,
            self.cents[put] + price[which],
            self.masks[put] | masks[row[which]],
            row[which],
        )

    def _row(self, cents: float, pieces: tuple[int, ...]) -> Row:
        stock, group = self.group.stock, self.group
        chosen = [int(group.chosen[piece]) for piece in pieces]
        stops = tuple(stop for one in chosen for stop in stock.fragments[one].stops)
        numbers = stock.requests_of(stops)
        worth = float(sum(self.worth[number] for number in numbers))
        return Row(stops, tuple((number, 1) for number in numbers), cents + worth)
