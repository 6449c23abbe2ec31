"""The planner's answer: runs with their times, what is left over, what it costs."""

from dataclasses import dataclass
from math import inf

from nemt_desk.planning.optimiser.problem import Stops


@dataclass(frozen=True, slots=True)
class Route:
    """What one driver does: the stops of each of his shifts, and what that costs (cents).

    `shifts` has as many entries as the driver has shifts; an unused one is empty. `cost` is all
    that depends on this driver alone: metres, minutes, use, his halves of split trips, fairness.
    """

    driver: int
    shifts: tuple[Stops, ...]
    cost: float

    @property
    def rides(self) -> frozenset[int]:
        """The rides it drops off."""
        return frozenset(stop >> 1 for stops in self.shifts for stop in stops if stop & 1)


@dataclass(frozen=True, slots=True)
class Visit:
    """One stop with its times: there, loading or unloading begins, leaves."""

    stop: int
    place: int
    arrive_min: float
    begin_min: float
    leave_min: float


@dataclass(frozen=True, slots=True)
class Pause:
    """A break or a stay at home after the visit with index `after` (-1: before the first)."""

    begin_min: float
    end_min: float
    place: int
    after: int
    is_home: bool


@dataclass(frozen=True, slots=True)
class Run:
    """One used shift of a driver; `on_duty_min` leaves out stays at home."""

    driver: int
    shift: int
    leave_min: float
    home_min: float
    visits: tuple[Visit, ...]
    pauses: tuple[Pause, ...]
    loaded_m: float
    unloaded_m: float
    on_duty_min: float


@dataclass(frozen=True, slots=True)
class Costs:
    """What a plan costs, part by part (cents)."""

    unserved: float = 0.0
    carriers: float = 0.0
    metres: float = 0.0
    minutes: float = 0.0
    use: float = 0.0
    split: float = 0.0
    fairness: float = 0.0
    extra: float = 0.0

    @property
    def total(self) -> float:
        """The sum that the planner makes small."""
        money = self.unserved + self.carriers + self.metres + self.use + self.extra
        return money + self.minutes + self.split + self.fairness


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan. `bound`: no plan can cost less; `is_proved`: nor can one cost less than this."""

    routes: tuple[Route, ...]
    runs: tuple[Run, ...]
    unserved: tuple[int, ...]
    carriers: tuple[int, ...]
    costs: Costs
    rounds: int = 0
    first_s: float = 0.0
    best_s: float = 0.0
    seconds: float = 0.0
    bound: float = -inf
    is_proved: bool = False
    is_cancelled: bool = False
