"""Fragments and empty drives made ready for pricing, for each kind of driver and shift."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from nemt_desk.planning.optimiser.fragments import Fragment, Grower
from nemt_desk.planning.optimiser.model import Kind, Model
from nemt_desk.planning.optimiser.paths import Floats, Ints, Labels, Legs, Pieces, Sweep
from nemt_desk.planning.optimiser.problem import Stops

_MOST_AGAIN = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A row of fragments that drives like a run: its stops and what it costs at the least."""

    stops: Stops
    requests: tuple[tuple[int, int], ...]
    cents: float

    @property
    def is_simple(self) -> bool:
        """Tell whether it takes nobody twice."""
        return all(times == 1 for _, times in self.requests)


class Stock:
    """All fragments of a day in columns, the same for everybody."""

    def __init__(self, model: Model, grower: Grower, fragments: Sequence[Fragment]) -> None:
        self.model = model
        self.requests = model.requests
        self.number = {ride: one.index for one in model.requests for ride in one.rides}
        self.fragments = sorted(fragments, key=lambda fragment: fragment.stops)
        ends = [(one.stops[0] >> 1, one.stops[-1] >> 1) for one in self.fragments]
        self.first = np.array([self.number[first] for first, _ in ends], np.int64)
        order = np.argsort(self.first, kind="stable")
        self.first = self.first[order]
        self.fragments = [self.fragments[index] for index in order]
        self.last = np.array([self.number[one.stops[-1] >> 1] for one in self.fragments], np.int64)
        self.early = np.array([one.early for one in self.fragments])
        self.late = np.array([one.late for one in self.fragments])
        self.length = np.array([one.length for one in self.fragments])
        self.loaded_m = np.array([one.loaded_m for one in self.fragments])
        self.unloaded_m = np.array([one.unloaded_m for one in self.fragments])
        taken = [self.requests_of(one.stops) for one in self.fragments]
        self.flat = np.array([number for one in taken for number in one], np.int64)
        sizes = [len(one) for one in taken]
        self.cuts = np.cumsum([0, *sizes[:-1]])
        found = self._repeaters(grower)
        bits = {number: 1 << place for place, number in enumerate(found)}
        # When each of them can be taken no more: going on in time, and going back.
        self.on_lapse = {bits[number]: close for number, (_, close) in found.items()}
        self.back_lapse = {bits[number]: -open_ for number, (open_, _) in found.items()}
        self.again = np.array(
            [sum(bits.get(number, 0) for number in one) for one in taken], np.int64
        )

    def requests_of(self, stops: Stops) -> list[int]:
        """Return the requests of the stops, each once, by its last stop of all."""
        back_of = self.model.back_of
        return [self.number[stop >> 1] for stop in stops if stop & 1 and stop >> 1 not in back_of]

    def sums(self, values: Floats) -> Floats:
        """Return for each fragment the sum over its requests."""
        found: Floats = np.add.reduceat(values[self.flat], self.cuts)
        return found

    def _repeaters(self, grower: Grower) -> dict[int, tuple[float, float]]:
        """Return the requests that a row could take twice by the clock alone, and their hours."""
        found: dict[int, tuple[float, float]] = {}
        for one in self.requests:
            on, off = 2 * one.rides[0], 2 * one.rides[-1] + 1
            round_trip = (
                sum(grower.model.minutes[2 * ride][2 * ride + 1] for ride in one.rides)
                + self.model.minutes[off][on]
            )
            room = min(grower.close[off] - grower.open[off], grower.close[on] - grower.open[on])
            if round_trip <= room and len(found) < _MOST_AGAIN:
                found[one.index] = grower.open[off], grower.close[on]
        return found


def lapses(ends: dict[int, float]) -> tuple[Floats, Ints]:
    """Return the times in order, and which bits are left before the first, and after each."""
    order = sorted(ends, key=lambda bit: ends[bit])
    left = [sum(order[place:]) for place in range(len(order) + 1)]
    return np.array([ends[bit] for bit in order]), np.array(left, np.int64)


class Group:
    """The runs of one shift of one kind of driver."""

    def __init__(self, stock: Stock, kind: Kind, shift: int) -> None:
        self.stock = stock
        self.kind = kind
        self.shift = shift
        model, driver = stock.model, kind.driver
        # What every minute under way costs at the least; a wait may be spent at home.
        fair = 2 * driver.so_far_min * model.problem.weights.fair_cents_h2 / 3600
        self.minute_cents = driver.minute_cents + fair
        self.chosen = np.flatnonzero(
            np.array([one.kinds >> kind.index & 1 for one in stock.fragments], bool)
        )
        self.legs = self._legs(model)
        pick = self.chosen
        last = stock.last[pick]
        late = np.minimum(stock.late[pick], self.legs.until[last] - stock.length[pick])
        fits = (stock.early[pick] <= self.legs.until[last]) & (
            self.legs.at[stock.first[pick]] <= late
        )
        self.chosen = pick = pick[fits]
        self.pieces = Pieces(
            stock.first[pick], stock.last[pick], stock.early[pick], late[fits],
            stock.length[pick], stock.again[pick],
        )  # fmt: skip
        self.base = self._base()

    def _legs(self, model: Model) -> Legs:
        heads = [2 * one.rides[0] for one in self.stock.requests]
        tails = [2 * one.rides[-1] + 1 for one in self.stock.requests]
        start, end = self.kind.starts[self.shift], self.kind.ends[self.shift]
        minutes = np.array([[model.minutes[tail][head] for head in heads] for tail in tails])
        metres = np.array([[model.metres[tail][head] for head in heads] for tail in tails])
        out_min, out_m = _row(model, start, heads)
        home_min = np.array([model.minutes[tail][end] for tail in tails])
        home_m = np.array([model.metres[tail][end] for tail in tails])
        if self.kind.driver.goes_home:
            # Between two stops he may be at home: never dearer in the bound than either way.
            back_min, back_m = _row(model, end, heads)
            minutes = np.minimum(minutes, home_min[:, None] + back_min)
            metres = np.minimum(metres, home_m[:, None] + back_m)
        driver = self.kind.driver
        use = driver.use_cents / len(self.kind.shifts)
        lapse, alive = lapses(self.stock.on_lapse)
        empty = driver.unloaded_cents_m
        return Legs(
            at=model.open[start] + out_min,
            at_cents=use + empty * out_m + self.minute_cents * out_min,
            minutes=minutes,
            cents=empty * metres + self.minute_cents * minutes,
            until=model.close[end] - home_min,
            until_cents=empty * home_m + self.minute_cents * home_min,
            lapse=lapse,
            alive=alive,
        )

    def _base(self) -> Floats:
        """Return what each fragment costs at the least."""
        stock, pick, driver = self.stock, self.chosen, self.kind.driver
        money = (
            driver.loaded_cents_m * stock.loaded_m[pick]
            + driver.unloaded_cents_m * stock.unloaded_m[pick]
        )
        least = np.maximum(stock.length[pick], stock.early[pick] - stock.late[pick])
        money = money + self.minute_cents * least
        if self.kind.extra:
            extra = np.zeros(len(stock.requests))
            for ride, cents in self.kind.extra.items():
                if ride in stock.number:
                    extra[stock.number[ride]] += cents
            money = money + stock.sums(extra)[pick]
        found: Floats = money
        return found

    def requests_of(self, piece: int) -> list[int]:
        """Return the requests of a fragment of the group."""
        return self.stock.requests_of(self.stock.fragments[self.chosen[piece]].stops)

    def row_of(self, pieces: Sequence[int]) -> Row:
        """Return the row of these fragments."""
        stops: list[int] = []
        for piece in pieces:
            stops += self.stock.fragments[self.chosen[piece]].stops
        counts: dict[int, int] = {}
        for number in self.stock.requests_of(tuple(stops)):
            counts[number] = counts.get(number, 0) + 1
        legs, first, last = self.legs, self.pieces.first, self.pieces.last
        cents = legs.at_cents[first[pieces[0]]] + legs.until_cents[last[pieces[-1]]]
        cents += sum(self.base[piece] for piece in pieces)
        cents += sum(legs.cents[last[one], first[other]] for one, other in pairwise(pieces))
        return Row(tuple(stops), tuple(counts.items()), float(cents))

    def cents(self, worth: Floats) -> Floats:
        """Return what each fragment costs less what its requests are worth."""
        found: Floats = self.base - self.stock.sums(worth)[self.chosen]
        return found

    def priced(self, worth: Floats) -> "Priced":
        """Sweep through the day with the requests worth so much."""
        return Priced(self, worth, Sweep(self.pieces, self.legs, self.cents(worth)).go())


class Priced:
    """What a sweep found: the least price of any run, and the best runs."""

    def __init__(self, group: Group, worth: Floats, labels: Labels) -> None:
        self.group = group
        self.worth = worth
        self.labels = labels
        until = group.legs.until
        in_time = labels.off_time <= until[labels.off_node]
        self.total = np.where(
            in_time, labels.off_cents + group.legs.until_cents[labels.off_node], np.inf
        )

    @property
    def least(self) -> float:
        """The least price of a run less what its requests are worth."""
        return float(self.total.min(initial=np.inf))

    def rows(self, most: int, each: int) -> list[Row]:
        """Return the best rows: so many, so many of each last request."""
        found: list[Row] = []
        counts: dict[int, int] = {}
        for label in np.argsort(self.total, kind="stable"):
            if not self.total[label] < 0.0 or len(found) >= most:
                break
            node = int(self.labels.off_node[label])
            if counts.get(node, 0) < each:
                counts[node] = counts.get(node, 0) + 1
                found.append(self._row(int(label)))
        return found

    def _row(self, label: int) -> Row:
        return self.group.row_of(self.labels.row(label))


def groups_of(stock: Stock) -> list[Group]:
    """Return a group for each shift of each kind of driver."""
    return [
        Group(stock, kind, shift) for kind in stock.model.kinds for shift in range(len(kind.shifts))
    ]


def _row(model: Model, node: int, heads: Sequence[int]) -> tuple[Floats, Floats]:
    minutes = np.array([model.minutes[node][head] for head in heads])
    metres = np.array([model.metres[node][head] for head in heads])
    return minutes, metres
