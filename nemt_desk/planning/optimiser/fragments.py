"""Every stretch of a run from an empty car to an empty car that keeps all limits by itself.

A run is a row of fragments: what lies between two of them is an empty drive. Inside a fragment
times aboard are kept exactly (for a given start the end is max(early, start + length)).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from nemt_desk.planning.optimiser.model import Model, Request
from nemt_desk.planning.optimiser.problem import Stops


class Open(NamedTuple):
    """Somebody aboard: the latest his loading may have begun, and how long the way since is."""

    ride: int
    late: float
    length: float


class Fragment(NamedTuple):
    """Stops with what their clock allows: starts until `late`, ends at max(early, start + length).

    Attributes:
        kinds: Kinds of drivers (bits) who may drive it and whose car holds the load.
        close: Latest begin of the stop it has come to (while it grows).
    """

    early: float
    late: float
    length: float
    loaded_m: float
    unloaded_m: float
    close: float
    load: int
    kinds: int
    mask: int
    opens: tuple[Open, ...]
    stops: Stops


@dataclass(frozen=True, slots=True)
class Limits:
    """What growing fragments may cost before it is given up: fragments, steps."""

    fragments: int = 50_000
    steps: int = 1_500_000


class Grower:
    """Makes all fragments, one stop longer at a time; of equal ones the better stay.

    `is_complete` is False when they were too many: then only the shorter ones were made.
    """

    def __init__(self, model: Model, requests: list[Request], limits: Limits) -> None:
        self.model = model
        self.limits = limits
        self.steps = 0
        self.is_complete = True
        self.everybody = (1 << len(model.kinds)) - 1
        self.open, self.close = _reached(model, requests)
        self.capable: dict[int, int] = {}
        self.heads = [request.rides[0] for request in requests]
        self.allowed = {
            ride: self._kinds_of(request) for request in requests for ride in request.rides
        }
        self.next_heads = {
            node: [ride for ride in self.heads if self._may_follow(node, 2 * ride)]
            for ride in self.allowed
            for node in (2 * ride, 2 * ride + 1)
        }

    def grow(self, is_stopped: Callable[[], bool]) -> list[Fragment] | None:
        """Return all fragments, or the shorter ones; None if it was stopped."""
        level: dict[object, list[Fragment]] = {}
        for ride in self.heads:
            seed = self._first(ride)
            if seed is not None:
                self._keep(level, seed)
        done: dict[object, list[Fragment]] = {}
        count = 0
        while level and self.is_complete:
            longer: dict[object, list[Fragment]] = {}
            for group in level.values():
                if self.steps > self.limits.steps or count > self.limits.fragments:
                    self.is_complete = False
                    break
                if is_stopped():
                    return None
                for fragment in group:
                    for grown in self._grown(fragment):
                        is_done = self._is_done(grown)
                        count += is_done
                        self._keep(done if is_done else longer, grown)
            level = longer
        return [fragment for group in done.values() for fragment in group]

    def follow(self, stops: Stops) -> list[Fragment]:
        """Return the fragments of a run."""
        found: list[Fragment] = []
        grown: Fragment | None = None
        for stop in stops:
            grown = self._first(stop >> 1) if grown is None else self._next(grown, stop)
            if grown is None:
                return found
            if self._is_done(grown):
                found.append(grown)
                grown = None
        return found

    def _next(self, fragment: Fragment, stop: int) -> Fragment | None:
        if not stop & 1:
            return self._picked(fragment, stop >> 1)
        for one in fragment.opens:
            if one.ride == stop >> 1:
                return self._dropped(fragment, one)
        return None

    def _is_done(self, fragment: Fragment) -> bool:
        """Tell whether the car is empty and the driver free to go."""
        return not fragment.opens and fragment.stops[-1] >> 1 not in self.model.back_of

    def _kinds_of(self, request: Request) -> int:
        if request.kinds is None:
            return self.everybody
        return sum(1 << kind for kind in request.kinds)

    def _may_follow(self, node: int, pickup: int) -> bool:
        if node >> 1 == pickup >> 1:
            return False
        model = self.model
        return self.open[node] + model.minutes[node][pickup] <= self.close[pickup]

    def _first(self, ride: int) -> Fragment | None:
        """Return what every fragment that begins with a ride begins with; None: nobody can."""
        model, node = self.model, 2 * ride
        early, late, load = self.open[node], self.close[node], model.load[node]
        kinds = self.allowed[ride] & self._holds(load)
        if early > late or not kinds:
            return None
        return Fragment(
            early=early, late=late, length=0.0, loaded_m=0.0, unloaded_m=0.0,
            close=late, load=load, kinds=kinds, mask=1 << ride,
            opens=(Open(ride, late, 0.0),), stops=(node,),
        )  # fmt: skip

    def _holds(self, load: int) -> int:
        """Return the kinds whose car holds a load."""
        known = self.capable.get(load)
        if known is None:
            guard = self.model.guard
            known = sum(
                1 << kind.index
                for kind in self.model.kinds
                if (kind.capacity - load) & guard & kind.capacity == guard & kind.capacity
            )
            self.capable[load] = known
        return known

    def _grown(self, fragment: Fragment) -> list[Fragment]:
        model = self.model
        last = fragment.stops[-1]
        found = []
        back = model.back_of.get(last >> 1) if last & 1 else None
        if back is not None:
            made = self._picked(fragment, back)
            return [] if made is None else [made]
        for one in fragment.opens:
            if one.ride in model.back_of and len(fragment.opens) > 1:
                continue
            made = self._dropped(fragment, one)
            if made is not None:
                found.append(made)
        for ride in self.next_heads[last]:
            if fragment.mask >> ride & 1:
                continue
            made = self._picked(fragment, ride)
            if made is not None:
                found.append(made)
        return found

    def _dropped(self, fragment: Fragment, one: Open) -> Fragment | None:
        model, last, node = self.model, fragment.stops[-1], 2 * one.ride + 1
        self.steps += 1
        minutes = model.minutes[last][node]
        early = fragment.early + minutes
        if early < self.open[node]:
            early = self.open[node]
        limit = model.limit[one.ride]
        close = min(self.close[node], one.late + limit)
        if early > close or one.length + minutes > limit:
            return None
        left = [other for other in fragment.opens if other.ride != one.ride]
        opens = self._carried(left, node, (minutes, early, close))
        if opens is None:
            return None
        return self._moved(fragment, node, (minutes, early, close), tuple(opens), fragment.kinds)

    def _picked(self, fragment: Fragment, ride: int) -> Fragment | None:
        model, last, node = self.model, fragment.stops[-1], 2 * ride
        self.steps += 1
        kinds = fragment.kinds & self.allowed[ride] & self._holds(fragment.load + model.load[node])
        if not kinds:
            return None
        minutes = model.minutes[last][node]
        early = fragment.early + minutes
        if early < self.open[node]:
            early = self.open[node]
        close = self.close[node]
        if early > close:
            return None
        opens = self._carried(fragment.opens, node, (minutes, early, close))
        if opens is None or not self._both_reachable(opens, ride, early):
            return None
        if any(model.apart.get(ride, 0) >> one.ride & 1 for one in opens):
            return None
        opens.append(Open(ride, close, 0.0))
        opens.sort()
        return self._moved(fragment, node, (minutes, early, close), tuple(opens), kinds)

    def _moved(
        self,
        fragment: Fragment,
        node: int,
        times: tuple[float, float, float],
        opens: tuple[Open, ...],
        kinds: int,
    ) -> Fragment:
        model = self.model
        minutes, early, close = times
        metres = model.metres[fragment.stops[-1]][node]
        length = fragment.length + minutes
        return Fragment(
            early, min(fragment.late, close - length), length,
            fragment.loaded_m + (metres if fragment.opens else 0.0),
            fragment.unloaded_m + (0.0 if fragment.opens else metres),
            close, fragment.load + model.load[node], kinds,
            fragment.mask | 1 << (node >> 1), opens, (*fragment.stops, node),
        )  # fmt: skip

    def _carried(
        self, opens: tuple[Open, ...] | list[Open], node: int, times: tuple[float, float, float]
    ) -> list[Open] | None:
        """Take those aboard along to a stop; None if one of them could not be let off in time."""
        model = self.model
        minutes, early, close = times
        row = model.minutes[node]
        moved = []
        for ride, known, before in opens:
            length = before + minutes
            late = close - length
            late = min(late, known)
            off = 2 * ride + 1
            way, limit = row[off], model.limit[ride]
            if length + way > limit or early + way > min(self.close[off], late + limit):
                return None
            moved.append(Open(ride, late, length))
        return moved

    def _both_reachable(self, opens: list[Open], ride: int, early: float) -> bool:
        """Tell whether the new one and each other can be let off, one after the other."""
        model, up, off = self.model, 2 * ride, 2 * ride + 1
        limits, closes = model.limit, self.close
        for other, late, length in opens:
            his = 2 * other + 1
            way = model.minutes[up][his] + model.minutes[his][off]
            if way <= limits[ride] and early + way <= closes[off]:
                continue
            way = model.minutes[up][off] + model.minutes[off][his]
            limit = limits[other]
            if length + way > limit or early + way > min(closes[his], late + limit):
                return False
        return True

    @staticmethod
    def _keep(level: dict[object, list[Fragment]], new: Fragment) -> None:
        """Keep a fragment unless one with the same rides and ends is at least as good."""
        stops = new.stops
        key = (stops[0], stops[-1], new.mask, tuple([one.ride for one in new.opens]))
        group = level.get(key)
        if group is None:
            level[key] = [new]
        elif not any(_is_as_good(known, new) for known in group):
            group[:] = [known for known in group if not _is_as_good(new, known)]
            group.append(new)


def _reached(model: Model, requests: list[Request]) -> tuple[list[float], list[float]]:
    """Return the windows of all stops, narrowed to what some driver can reach and come back from.

    The two stops of a ride narrow each other.
    """
    opens, closes = model.open.copy(), model.close.copy()
    ends = [
        (start, end)
        for kind in model.kinds
        for start, end in zip(kind.starts, kind.ends, strict=True)
    ]
    for ride in (ride for request in requests for ride in request.rides):
        on, off = 2 * ride, 2 * ride + 1
        direct, longest = model.minutes[on][off], model.limit[ride]
        for node in (on, off):
            soon = min(opens[start] + model.minutes[start][node] for start, _ in ends)
            late = max(closes[end] - model.minutes[node][end] for _, end in ends)
            opens[node], closes[node] = max(opens[node], soon), min(closes[node], late)
        opens[off] = max(opens[off], opens[on] + direct)
        opens[on] = max(opens[on], opens[off] - longest)
        closes[on] = min(closes[on], closes[off] - direct)
        closes[off] = min(closes[off], closes[on] + longest)
    return opens, closes


def _is_as_good(one: Fragment, other: Fragment) -> bool:
    """Tell whether whatever can follow the other can follow this one at no higher price."""
    if one.early > other.early or one.late < other.late or one.length > other.length:
        return False
    if one.close < other.close or one.kinds & other.kinds != other.kinds:
        return False
    if one.loaded_m > other.loaded_m or one.unloaded_m > other.unloaded_m:
        return False
    return all(
        mine.late >= his.late and mine.length <= his.length
        for mine, his in zip(one.opens, other.opens, strict=True)
    )
