"""Every driver's day that was part of a plan: what set partitioning chooses from."""

from collections.abc import Iterable

from nemt_desk.planning.optimiser.duty import Duty
from nemt_desk.planning.optimiser.model import Model
from nemt_desk.planning.optimiser.plan import Route
from nemt_desk.planning.optimiser.problem import Stops

type Shifts = tuple[Stops, ...]
type Day = tuple[int, int, float, Shifts]
"""Kind of driver, mask of rides, cost, stops of each shift."""


class Pool:
    """The cheapest day for each kind of driver and set of rides."""

    def __init__(self, model: Model, most: int = 60_000) -> None:
        self.model = model
        self.most = most
        self.days: dict[tuple[int, int], tuple[float, Shifts]] = {}
        self.fresh: set[tuple[int, int]] = set()

    def add(self, duties: Iterable[Duty]) -> None:
        """Keep the days that are new or cheaper."""
        for duty in duties:
            self.put((duty.kind.index, duty.mask), duty.cost, duty.shifts, is_news=True)

    def put(self, key: tuple[int, int], cost: float, shifts: Shifts, *, is_news: bool) -> None:
        """Keep one day if it is new or cheaper; `is_news`: the other process does not know it."""
        known = self.days.get(key)
        if known is None or cost < known[0] - 1e-9:
            self.days[key] = (cost, shifts)
            if is_news:
                self.fresh.add(key)
            if len(self.days) > self.most:
                self._drop_half()

    def _drop_half(self) -> None:
        """Forget the days that are dearest for what they do."""

        def dear(item: tuple[tuple[int, int], tuple[float, Shifts]]) -> float:
            (_, mask), (cost, _) = item
            return cost / max(1, mask.bit_count())

        ranked = sorted(self.days.items(), key=dear)
        self.days = dict(ranked[: self.most // 2])
        self.fresh &= set(self.days)

    def news(self) -> list[Day]:
        """Return the days that came since this was last asked."""
        found = [(*key, *self.days[key]) for key in self.fresh]
        found.sort(key=lambda day: day[:2])
        self.fresh.clear()
        return found

    def routes(self) -> list[Route]:
        """Return the days as routes of the first driver of their kind."""
        kinds = self.model.kinds
        return [
            Route(kinds[kind].drivers[0], shifts, cost)
            for (kind, _), (cost, shifts) in self.days.items()
        ]


def mask_of(shifts: Shifts) -> int:
    """Return the mask of the rides that somebody gets off from."""
    mask = 0
    for stops in shifts:
        for stop in stops:
            mask |= 1 << (stop >> 1)
    return mask
