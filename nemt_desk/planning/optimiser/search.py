"""Large-neighbourhood search: take some requests off, put them back better, again and again."""

from collections.abc import Callable, Iterator
from random import Random

from nemt_desk.planning.optimiser.duty import Desk, Duty
from nemt_desk.planning.optimiser.pool import Pool
from nemt_desk.planning.optimiser.removal import Removal
from nemt_desk.planning.optimiser.repair import Repair, fill_in_order
from nemt_desk.planning.optimiser.state import State

type Stop = Callable[[], bool]

_LARGE = 3000
"""So many pairs of request and driver are looked at together for the first plan."""
_LEAST_BATCH = 20
_BLINKS = (0.03, 0.1)


class Search:
    """A search that goes on from round to round; the same seed makes the same steps."""

    def __init__(self, desk: Desk, state: State, seed: int) -> None:
        self.desk = desk
        self.random = Random(seed)  # noqa: S311 - a plan that can be repeated, not a secret
        self.best = state.copy()
        self.now = state.copy()
        self.pool = Pool(desk.model)
        self.removal = Removal(desk, self.random)
        self.pool.add(state.duties)

    def restart(self, state: State) -> None:
        """Go on from another plan; it becomes the best if it is better."""
        self.now = state.copy()
        if state.cost < self.best.cost - 1e-7:
            self.best = state.copy()

    def round(self, steps: int, stop: Stop) -> Iterator[State]:
        """Make so many steps, or fewer if `stop` says so; yield each better plan."""
        sizes = self._sizes()
        for step in range(steps):
            if stop():
                break
            if self._step(self.random.randint(*sizes), self._slack(step / steps), stop):
                yield self.best

    def _sizes(self) -> tuple[int, int]:
        count = len(self.desk.model.requests)
        return min(3, count), min(count, 16 if count <= 30 else 14)

    def _slack(self, done: float) -> float:
        """Return how much dearer than the best a plan may be to be gone on from."""
        served = sum(duty.cost for duty in self.best.duties)
        return 0.01 * abs(served) * (1 - done) ** 2

    def _step(self, size: int, slack: float, stop: Stop) -> bool:
        state = self.now.copy()
        state.take(self.desk, self.removal.choose(state, size))
        self._repair(state, stop)
        self._keep(state)
        if state.cost < self.best.cost - 1e-7:
            self.best = state.copy()
            self.now = state
            return True
        if state.cost <= self.best.cost + slack:
            self.now = state
        return False

    def _repair(self, state: State, stop: Stop) -> None:
        random = self.random
        if random.random() < 0.5:
            fill_in_order(self.desk, state, random, stop, blink=random.choice(_BLINKS))
            return
        noise = 0.0
        if random.random() < 0.5:
            served = sum(duty.cost for duty in self.best.duties)
            noise = 0.2 * abs(served) / max(1, len(self.desk.model.requests))
        regret = random.choice((1, 2, 2, 3))
        Repair(self.desk, state, random, regret=regret, noise=noise).fill(stop)

    def _keep(self, state: State) -> None:
        before = {id(duty) for duty in self.now.duties}
        self.pool.add([duty for duty in state.duties if id(duty) not in before])


def first_plan(desk: Desk, duties: list[Duty], seed: int, stop: Stop) -> State:
    """Return a first whole plan by regret insertion; when stopped, what is placed by then.

    Large days are filled by the clock, some requests at a time.
    """
    requests = desk.model.requests
    state = State(duties, requests)
    random = Random(seed)  # noqa: S311 - see Search
    opens = desk.model.open
    waiting = sorted(state.open, key=lambda index: (opens[2 * requests[index].rides[0]], index))
    batch = max(_LEAST_BATCH, _LARGE // max(1, len(duties)))
    for begin in range(0, len(waiting), batch):
        Repair(desk, state, random, regret=2).fill(stop, waiting[begin : begin + batch])
    return state
