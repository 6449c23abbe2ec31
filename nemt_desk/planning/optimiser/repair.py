"""Gives open requests to drivers: dearest to wait with first (regret), or cheapest first."""

from collections.abc import Callable, Iterable
from math import inf
from random import Random

from nemt_desk.planning.optimiser.duty import Desk
from nemt_desk.planning.optimiser.insertion import best_insert
from nemt_desk.planning.optimiser.model import Request
from nemt_desk.planning.optimiser.state import State


class Repair:
    """One filling of a state: what each open request would cost with each driver.

    Args:
        regret: 1: the cheapest first; 2, 3: whoever would lose most if his best, or his best
            two places were gone.
        noise: Cents by which each cost is blurred at most.
    """

    def __init__(
        self, desk: Desk, state: State, random: Random, *, regret: int = 2, noise: float = 0.0
    ) -> None:
        self.desk = desk
        self.state = state
        self.random = random
        self.regret = regret
        self.noise = noise
        self.requests = desk.model.requests

    def fill(self, stop: Callable[[], bool], chosen: Iterable[int] | None = None) -> None:
        """Place those chosen (else all open) at less than their price; the rest stays open."""
        state = self.state
        waiting: dict[int, list[float]] = {}
        for index in sorted(state.open if chosen is None else chosen):
            if stop():
                return
            waiting[index] = self._costs(self.requests[index])
        while waiting and not stop():
            index, number = self._choose(waiting)
            if index < 0:
                return
            request = self.requests[index]
            before = state.duties[number]
            found = best_insert(self.desk, before, request)
            made = self.desk.duty(before.kind, found[1]) if found is not None else None
            if made is None:
                waiting[index][number] = inf
                continue
            del waiting[index]
            state.put(number, made, request)
            self._renew(waiting, number)

    def _costs(self, request: Request) -> list[float]:
        desk, noise, random = self.desk, self.noise, self.random.random
        costs = []
        known: dict[int, float] = {}
        for duty in self.state.duties:
            # Drivers of one kind with the same stops are the same duty.
            cost = known.get(id(duty))
            if cost is None:
                found = best_insert(desk, duty, request)
                cost = inf if found is None else found[0]
                if noise and found is not None:
                    cost += (random() - 0.5) * noise
                known[id(duty)] = cost
                costs.append(cost)
            else:
                # Only one of them is a choice; the others come up when it is used.
                costs.append(inf if duty.mask == 0 else cost)
        return costs

    def _choose(self, waiting: dict[int, list[float]]) -> tuple[int, int]:
        best_index, best_number, best_value = -1, -1, -inf
        if not self.state.duties:
            return best_index, best_number
        rank = self.regret
        for index, costs in waiting.items():
            low = min(costs)
            price = self.requests[index].cents
            if low >= price:
                continue
            if rank == 1:
                value = -low
            else:
                order = sorted(costs)[:rank]
                value = sum(min(cost, price) for cost in order[1:]) - (len(order) - 1) * low
            if value > best_value:
                best_index, best_number, best_value = index, costs.index(low), value
        return best_index, best_number

    def _renew(self, waiting: dict[int, list[float]], number: int) -> None:
        desk, noise, random = self.desk, self.noise, self.random.random
        duty = self.state.duties[number]
        for index, costs in waiting.items():
            found = best_insert(desk, duty, self.requests[index])
            cost = inf if found is None else found[0]
            if noise and found is not None:
                cost += (random() - 0.5) * noise
            costs[number] = cost
        self._wake(waiting, number)

    def _wake(self, waiting: dict[int, list[float]], number: int) -> None:
        """Make the next unused driver of a kind a choice, now that one is used."""
        duties = self.state.duties
        kind = duties[number].kind
        fresh = None
        for other, duty in enumerate(duties):
            if duty.kind is kind and duty.mask == 0 and other != number:
                fresh = other
                break
        if fresh is None:
            return
        for index, costs in waiting.items():
            if costs[fresh] == inf:
                found = best_insert(self.desk, duties[fresh], self.requests[index])
                costs[fresh] = inf if found is None else found[0]


def fill_in_order(
    desk: Desk, state: State, random: Random, stop: Callable[[], bool], *, blink: float
) -> None:
    """Place all open requests one after the other, each where it costs least.

    Quicker than `Repair`, and with a chance of `blink` blind to a driver: what comes out is
    another plan each time.
    """
    requests, opens, closes = desk.model.requests, desk.model.open, desk.model.close
    waiting = sorted(state.open)
    random.shuffle(waiting)
    draw = random.random()
    if draw < 0.25:
        waiting.sort(key=lambda index: opens[2 * requests[index].rides[0]])
    elif draw < 0.5:
        waiting.sort(key=lambda index: -closes[2 * requests[index].rides[0]])
    elif draw < 0.75:
        minutes = desk.model.minutes
        waiting.sort(
            key=lambda index: (
                -sum(minutes[2 * ride][2 * ride + 1] for ride in requests[index].rides)
            )
        )
    for index in waiting:
        if stop():
            return
        _place(desk, state, random, requests[index], blink)


def _place(desk: Desk, state: State, random: Random, request: Request, blink: float) -> None:
    best, best_number, best_shifts = request.cents, -1, None
    seen: set[int] = set()
    for number, duty in enumerate(state.duties):
        if id(duty) in seen:
            continue
        seen.add(id(duty))
        if random.random() < blink:
            continue
        found = best_insert(desk, duty, request)
        if found is not None and found[0] < best:
            best, best_number, best_shifts = found[0], number, found[1]
    if best_shifts is None:
        return
    made = desk.duty(state.duties[best_number].kind, best_shifts)
    if made is not None:
        state.put(best_number, made, request)
