"""What no plan can cost less than: column generation over rows of fragments.

Kept exactly: windows, times aboard, loads, who may drive whom, waits as one unit, each shift's
hours and place. Left out (so that the bound stays below every plan): breaks, most metres and
minutes, waiting at a price, split trips, fairness beyond its first slope.
"""

from collections.abc import Callable, Iterable
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from nemt_desk.planning.optimiser.duty import Desk
from nemt_desk.planning.optimiser.fragments import Fragment, Grower, Limits
from nemt_desk.planning.optimiser.pieces import Group, Row, Stock, groups_of
from nemt_desk.planning.optimiser.plan import Route
from nemt_desk.planning.optimiser.prices import Pricer, Prices

if TYPE_CHECKING:
    from nemt_desk.planning.optimiser.paths import Floats

_EPS = 1e-7
_BATCH = 80
_EACH = 4
_CALM = 0.7
_ENOUGH = 60


class Bounder:
    """Makes a lower bound step by step; the runs it meets on the way are good ones for a plan.

    Attributes:
        is_possible: False where it can do nothing (drivers under way or with fixed runs).
        is_bounding: False where fragments are too many: short ones and those of known days are
            taken, and the runs are good ones still, but they bound nothing.
        linear: The best bound of plans made of these fragments, `worth` what each request is
            worth there.
        sure_gap: No plan costs less than `linear` and so much more, `vain_gap`: with so much
            more there were too many runs to be sure.
        is_done: The bound can become no better.
    """

    def __init__(self, desk: Desk, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        self.desk = desk
        self.model = desk.model
        self.limits = limits
        self.linear = -inf
        self.is_bounding = True
        self.is_done = False
        shifts = [shift for kind in self.model.kinds for shift in kind.shifts]
        self.is_possible = bool(self.model.requests and shifts) and not any(
            shift.is_out or shift.fixed or shift.aboard or shift.first is not None
            for shift in shifts
        )
        self.groups: list[Group] = []
        self.counts: list[int] = []
        self.steps = 0
        self.worth: Floats | None = None
        self._pricer: Pricer | None = None
        self.sure_gap = 0.0
        self.vain_gap = inf
        self._turn = 0

    def begin(self, days: Iterable[Route], is_stopped: Callable[[], bool]) -> bool:
        """Grow the fragments and take known days in; False if it is not possible."""
        if not self.is_possible:
            return False
        days = list(days)
        grower = Grower(self.model, self.model.requests, self.limits)
        fragments = grower.grow(is_stopped)
        if not fragments:
            self.is_possible = False
            return False
        self.is_bounding = grower.is_complete
        if not grower.is_complete:
            fragments = _with_those_of(days, grower, fragments)
        stock = Stock(self.model, grower, fragments)
        self.groups = groups_of(stock)
        self.counts = [len(group.kind.drivers) for group in self.groups]
        prices = [request.cents for request in self.model.requests]
        self._pricer = Pricer(prices, self.counts, self._low(days))
        self.take(days)
        return True

    def take(self, days: Iterable[Route]) -> None:
        """Take days in that the search has found."""
        if self._pricer is None:
            return
        place = {(group.kind.index, group.shift): at for at, group in enumerate(self.groups)}
        for day in days:
            used = [number for number, stops in enumerate(day.shifts) if stops]
            if len(used) == 1:
                numbers = {self.model.request_of[ride].index for ride in day.rides}
                at = place[self.model.kind[day.driver], used[0]]
                taken = tuple((number, 1) for number in sorted(numbers))
                self._pricer.add(day.cost, at, taken)

    def _low(self, days: list[Route]) -> float:
        """Return a price for what is left over that is enough nearly always."""
        single = max(
            (
                float(group.base.max(initial=0.0)) + float(group.legs.at_cents.max())
                for group in self.groups
            ),
            default=1.0,
        )
        mean = max((day.cost / max(1, len(day.rides)) for day in days), default=single)
        return max(1.0, 3 * min(single, mean))

    @property
    def bound(self) -> float:
        """No plan can cost less; -inf: not known."""
        return self.linear if self.is_bounding else -inf

    def step(self) -> list[Route]:
        """Price once and return the runs found that can really be driven."""
        if self._pricer is None or self.is_done:
            return []
        self.steps += 1
        prices = self._pricer.solve()
        if prices is None:
            self.is_done = True
            return []
        worth = np.array(prices.requests)
        rows = []
        if self.worth is not None:
            # Half way to where the bound was best: prices that jump less find the end sooner.
            rows = self._price(prices, _CALM * self.worth + (1 - _CALM) * worth)
        rows = rows or self._price(prices, worth)
        if not rows and not self._pricer.raise_prices():
            self.is_done = True
        found = []
        for at, row in rows:
            self._pricer.add(row.cents, at, row.requests)
            route = self.route(at, row)
            if route is not None:
                found.append(route)
        return found

    def _price(self, prices: Prices, worth: "Floats") -> list[tuple[int, Row]]:
        """Price group after group until there is enough; all of them give a bound."""
        rows: list[tuple[int, Row]] = []
        gained = 0.0
        count = len(self.groups)
        for number in range(count):
            at = (self._turn + number) % count
            priced = self.groups[at].priced(worth)
            gained += self.counts[at] * min(0.0, priced.least)
            rows += [(at, row) for row in priced.rows(_BATCH, _EACH) if _pays(row, at, prices)]
            if len(rows) >= _ENOUGH and number + 1 < count:
                self._turn = at + 1
                return rows
        linear = float(worth.sum()) + gained
        if linear > self.linear:
            self.linear, self.worth = linear, worth
        return rows

    def route(self, at: int, row: Row) -> Route | None:
        """Return the run of a group's row as it really is; None if it can't be driven."""
        if not row.is_simple:
            return None
        group = self.groups[at]
        kind = group.kind
        shifts = tuple(
            row.stops if number == group.shift else () for number in range(len(kind.shifts))
        )
        duty = self.desk.duty(kind, shifts)
        return None if duty is None else duty.route(kind.drivers[0])


def _pays(row: Row, at: int, prices: Prices) -> bool:
    """Tell whether a run costs less than what it takes is worth."""
    worth = sum(prices.requests[number] * times for number, times in row.requests)
    return row.cents - worth < prices.groups[at] - _EPS * max(1.0, abs(prices.cost))


def _with_those_of(
    days: Iterable[Route], grower: Grower, fragments: list[Fragment]
) -> list[Fragment]:
    """Return the fragments and those that known days have beside them."""
    known = {fragment.stops: fragment for fragment in fragments}
    for day in days:
        for stops in day.shifts:
            for fragment in grower.follow(stops):
                known.setdefault(fragment.stops, fragment)
    return list(known.values())
