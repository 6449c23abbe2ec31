"""A plan while it is being worked on: a duty for each driver, and what nobody drives yet."""

from collections.abc import Iterable, Sequence

from nemt_desk.planning.optimiser.duty import Desk, Duty
from nemt_desk.planning.optimiser.model import Request


class State:
    """Duties by position (drivers who can be given more), open requests, and the cost of both."""

    __slots__ = ("cost", "duties", "holder", "open")

    def __init__(self, duties: Sequence[Duty], requests: Sequence[Request]) -> None:
        self.duties = list(duties)
        self.holder = [-1] * len(requests)
        self.open: set[int] = set()
        self.cost = 0.0
        for request in requests:
            for number, duty in enumerate(duties):
                if duty.mask & request.mask:
                    self.holder[request.index] = number
                    break
            else:
                self.open.add(request.index)
                self.cost += request.cents
        self.cost += sum(duty.cost for duty in duties)

    def copy(self) -> "State":
        """Return a copy that can be changed by itself."""
        other = State.__new__(State)
        other.duties = self.duties.copy()
        other.holder = self.holder.copy()
        other.open = self.open.copy()
        other.cost = self.cost
        return other

    def put(self, number: int, duty: Duty, request: Request) -> None:
        """Give a driver a request: `duty` is the day with it."""
        self.cost += duty.cost - self.duties[number].cost - request.cents
        self.duties[number] = duty
        self.holder[request.index] = number
        self.open.discard(request.index)

    def take(self, desk: Desk, requests: Iterable[Request]) -> None:
        """Take requests off their drivers; one that cannot be taken off stays."""
        by_driver: dict[int, list[Request]] = {}
        for request in requests:
            number = self.holder[request.index]
            if number >= 0:
                by_driver.setdefault(number, []).append(request)
        for number, group in by_driver.items():
            duty = self.duties[number]
            gone = 0
            for request in group:
                gone |= request.mask
            left = without(desk, duty, gone)
            if left is None:
                continue
            self.cost += left.cost - duty.cost
            self.duties[number] = left
            for request in group:
                self.holder[request.index] = -1
                self.open.add(request.index)
                self.cost += request.cents


def without(desk: Desk, duty: Duty, gone: int) -> Duty | None:
    """Return the day without the rides of a mask, or None if it cannot be driven then."""
    shifts = tuple(
        tuple(stop for stop in stops if not gone >> (stop >> 1) & 1) for stops in duty.shifts
    )
    return desk.duty(duty.kind, shifts)
