"""Which requests are taken off their drivers at once: near ones, dear ones, whole runs, hours."""

from math import inf
from random import Random

from nemt_desk.planning.optimiser.duty import Desk
from nemt_desk.planning.optimiser.model import Request
from nemt_desk.planning.optimiser.state import State, without


class Removal:
    """The ways of choosing; remembers how near requests are to each other."""

    def __init__(self, desk: Desk, random: Random) -> None:
        self.desk = desk
        self.random = random
        self.model = desk.model
        self.requests = desk.model.requests
        self._near: dict[int, list[int]] = {}
        self._savings: dict[tuple[int, int], tuple[object, float]] = {}
        self._scale = _scale(desk)

    def choose(self, state: State, count: int) -> list[Request]:
        """Return about so many requests that somebody drives, chosen in one of the ways."""
        driven = [one.index for one in self.requests if state.holder[one.index] >= 0]
        if not driven:
            return []
        count = min(count, len(driven))
        draw = self.random.random()
        if draw < 0.40:
            chosen = self._related(state, driven, count)
        elif draw < 0.60:
            chosen = self._dear(state, driven, count)
        elif draw < 0.75:
            chosen = self._runs(state, driven, count)
        elif draw < 0.88:
            chosen = self._hours(driven, count)
        else:
            chosen = self.random.sample(driven, count)
        return [self.requests[index] for index in chosen]

    def _related(self, state: State, driven: list[int], count: int) -> list[int]:
        random = self.random
        seed = random.choice(sorted(state.open) or driven) if random.random() < 0.5 else -1
        if seed < 0:
            seed = random.choice(driven)
        chosen = [seed] if state.holder[seed] >= 0 else []
        while len(chosen) < count:
            origin = random.choice(chosen) if chosen else seed
            near = [one for one in self.near(origin) if state.holder[one] >= 0]
            near = [one for one in near if one not in chosen]
            if not near:
                break
            chosen.append(near[int(len(near) * random.random() ** 5)])
        return chosen

    def near(self, index: int) -> list[int]:
        """Return the other requests, the likest first."""
        found = self._near.get(index)
        if found is None:
            me = self.requests[index]
            others = [one for one in self.requests if one.index != index]
            others.sort(key=lambda one: (self._unlike(me, one), one.index))
            found = self._near[index] = [one.index for one in others]
        return found

    def _unlike(self, one: Request, other: Request) -> float:
        minutes, open_, close = self.model.minutes, self.model.open, self.model.close
        best = inf
        for mine in one.rides:
            for his in other.rides:
                on, off, on_2, off_2 = 2 * mine, 2 * mine + 1, 2 * his, 2 * his + 1
                way = min(minutes[on][on_2], minutes[on_2][on]) + min(
                    minutes[off][off_2], minutes[off_2][off]
                )
                apart = max(0.0, open_[on] - close[on_2], open_[on_2] - close[on]) + max(
                    0.0, open_[off] - close[off_2], open_[off_2] - close[off]
                )
                middle = abs(open_[on] + close[on] - open_[on_2] - close[on_2]) / 4
                best = min(best, way + 0.5 * apart + 0.1 * min(middle, self._scale))
        return best

    def _dear(self, state: State, driven: list[int], count: int) -> list[int]:
        ranked = sorted(driven, key=lambda index: -self._saving(state, index))
        chosen: list[int] = []
        while len(chosen) < count:
            chosen.append(ranked.pop(int(len(ranked) * self.random.random() ** 3)))
        return chosen

    def _saving(self, state: State, index: int) -> float:
        duty = state.duties[state.holder[index]]
        key = (id(duty), index)
        known = self._savings.get(key)
        if known is not None and known[0] is duty:
            return known[1]
        left = without(self.desk, duty, self.requests[index].mask)
        saving = 0.0 if left is None else duty.cost - left.cost
        if len(self._savings) > 100_000:
            self._savings.clear()
        self._savings[key] = (duty, saving)
        return saving

    def _runs(self, state: State, driven: list[int], count: int) -> list[int]:
        """Take a whole run, and parts of those near it."""
        seed = self.random.choice(driven)
        chosen: list[int] = []
        seen: set[int] = set()
        for index in [seed, *self.near(seed)]:
            number = state.holder[index]
            if number < 0 or number in seen:
                continue
            seen.add(number)
            run = [one for one in driven if state.holder[one] == number]
            if chosen and len(chosen) + len(run) > count + 2:
                break
            chosen += run if len(run) <= 2 * count + 2 else self.random.sample(run, count)
        return chosen

    def _hours(self, driven: list[int], count: int) -> list[int]:
        """Take those whose pick-ups lie closest in time."""
        open_, close = self.model.open, self.model.close
        middles = {
            index: (open_[on] + close[on]) / 2
            for index in driven
            for on in [2 * self.requests[index].rides[0]]
        }
        seed = middles[self.random.choice(driven)]
        ranked = sorted(driven, key=lambda index: (abs(middles[index] - seed), index))
        chosen: list[int] = []
        while len(chosen) < count:
            chosen.append(ranked.pop(int(len(ranked) * self.random.random() ** 6)))
        return chosen


def _scale(desk: Desk) -> float:
    opens = [open_ for open_ in desk.model.open if open_ > 0]
    closes = [close for close in desk.model.close if close < 1e6]
    return max(closes, default=1.0) - min(opens, default=0.0) or 1.0
