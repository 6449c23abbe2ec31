"""A plan beside its question: who drives what, when, and what each day costs."""

import threading
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from nemt_desk.planning.optimiser.duty import Desk
from nemt_desk.planning.optimiser.evaluate import Outcome, cheapest, evaluate
from nemt_desk.planning.optimiser.model import Model
from nemt_desk.planning.optimiser.plan import Run, Solution
from nemt_desk.planning.optimiser.problem import Stops
from nemt_desk.planning.proposal.rows import Question
from nemt_desk.planning.proposal.settle import settled

_HAIR_CENTS = 1e-3

type Shifts = tuple[Stops, ...]


@dataclass(frozen=True, slots=True)
class Paid:
    """What some driving comes to: metres, minutes on duty, and what is paid for it in cents."""

    loaded_m: float = 0.0
    unloaded_m: float = 0.0
    duty_min: float = 0.0
    cents: float = 0.0

    def less(self, other: "Paid") -> "Paid":
        """Return this without the other."""
        return Paid(
            self.loaded_m - other.loaded_m,
            self.unloaded_m - other.unloaded_m,
            self.duty_min - other.duty_min,
            self.cents - other.cents,
        )


@dataclass
class Solved:
    """A question and one plan for it."""

    question: Question
    solution: Solution
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = desk_of(self.question)

    @cached_property
    def shifts(self) -> dict[int, Shifts]:
        """The stops of each driver of the plan."""
        return {route.driver: route.shifts for route in self.solution.routes}

    @cached_property
    def driver_of(self) -> dict[int, int]:
        """The driver of each ride of the plan, by index."""
        return {
            stop >> 1: driver
            for driver, shifts in self.shifts.items()
            for stops in shifts
            for stop in stops
        }

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The runs of the plan at times as near to the promised ones as they can be."""
        wants = {2 * index: self._wanted(index) for index in range(len(self.question.rides))}
        return tuple(settled(self.question.problem, run, wants) for run in self.solution.runs)

    def runs_now(self, driver: int) -> tuple[Run, ...]:
        """Return a driver's runs as they stand, at the times that are on the board."""
        wants = {2 * at: float(one.pickup_min) for at, one in enumerate(self.question.rides)}
        found = self.outcome(driver, self.question.drivers[driver].now).runs
        return tuple(settled(self.question.problem, run, wants) for run in found)

    def _wanted(self, index: int) -> float:
        """Return what the member was promised: by a plan if his driver stays, else at booking."""
        ride = self.question.rides[index]
        stays = ride.is_told or ride.driver == self.driver_of.get(index)
        if stays or ride.booked_pickup_min is None:
            return float(ride.pickup_min)
        return float(ride.booked_pickup_min)

    @cached_property
    def times(self) -> dict[int, int]:
        """The minute at which each stop of the plan begins."""
        return {visit.stop: round(visit.begin_min) for run in self.runs for visit in run.visits}

    def stops_of(self, driver: int) -> Shifts:
        """Return what a driver does in the plan, shift by shift."""
        empty: Shifts = tuple(() for _ in self.question.problem.drivers[driver].shifts)
        return self.shifts.get(driver, empty)

    def unit_of(self, ride: int) -> frozenset[int]:
        """Return the ride with the one it waits for, or that waits for it."""
        model = self.desk.model
        there = self.question.problem.rides[ride].waits_for
        back = model.back_of.get(ride)
        return frozenset(one for one in (ride, there, back) if one is not None)

    def without(self, driver: int, rides: frozenset[int]) -> Shifts:
        """Return a driver's stops without these rides."""
        return tuple(
            tuple(stop for stop in stops if stop >> 1 not in rides)
            for stops in self.stops_of(driver)
        )

    def outcome(self, driver: int, shifts: Shifts) -> Outcome:
        """Return how a driver's day goes in this order."""
        return evaluate(self.desk, driver, shifts)

    @property
    def is_plainly_best(self) -> bool:
        """Tell whether all there is to choose can be tried: nobody who may, or but one ride."""
        rides = self.question.problem.rides
        if not self.question.drivers or not any(
            ride.drivers or ride.drivers is None for ride in rides
        ):
            return True
        if len(self.unit_of(0)) < len(rides) or any(
            shift.fixed or shift.aboard
            for one in self.question.problem.drivers
            for shift in one.shifts
        ):
            return False
        costs = {at: self._alone(at) for at in range(len(self.question.drivers))}
        undriven = sum(ride.undriven_cents for ride in rides)
        taken = costs[self.driver_of[0]] if 0 in self.driver_of else undriven
        return taken <= min(undriven, *costs.values()) + _HAIR_CENTS

    def _alone(self, driver: int) -> float:
        """Return what the one ride costs with a driver who has nothing else."""
        place = cheapest(self.desk, driver, self.without(driver, self.unit_of(0)), 0)
        return inf if place is None else place.cost_more

    def paid(self, driver: int, shifts: Shifts) -> Paid:
        """Return what a driver's day in this order comes to."""
        return self.paid_runs(driver, self.outcome(driver, shifts).runs)

    def paid_runs(self, driver: int, runs: tuple[Run, ...]) -> Paid:
        """Return what runs of one driver come to; a carrier is paid a base for each ride."""
        loaded, unloaded = sum(run.loaded_m for run in runs), sum(run.unloaded_m for run in runs)
        cents = sum(self._miles_cents(run) for run in runs)
        if self.question.drivers[driver].is_carrier:
            rides = self.question.rides
            stops = (visit.stop for run in runs for visit in run.visits)
            cents += sum(rides[stop >> 1].carrier_base_cents for stop in stops if stop & 1)
        return Paid(loaded, unloaded, sum(run.on_duty_min for run in runs), cents)

    def _miles_cents(self, run: Run) -> float:
        """Return what the miles of a run come to; who drives only his own people has their rate."""
        usual = self.question.drivers[run.driver].price
        rides, problem = self.question.rides, self.question.problem
        shift = problem.drivers[run.driver].shifts[run.shift]
        inside = {one.ride for one in shift.aboard}
        own = [rides[visit.stop >> 1].prices.get(run.driver) for visit in run.visits]
        empty = own[0] if own and own[0] is not None and all(own) else usual
        cents = run.loaded_m * usual.loaded_cents_m + run.unloaded_m * empty.unloaded_cents_m
        place = shift.start
        for visit in run.visits:
            prices = [rides[at].prices.get(run.driver) for at in sorted(inside)]
            if prices and prices[0] is not None and all(prices):
                less = prices[0].loaded_cents_m - usual.loaded_cents_m
                cents += less * problem.metres[place][visit.place]
            place = visit.place
            (inside.discard if visit.stop & 1 else inside.add)(visit.stop >> 1)
        return cents


class _Last(threading.local):
    """The last question compiled; a desk is not for two threads."""

    known: tuple[Question, Desk] | None = None


_LAST = _Last()


def desk_of(question: Question) -> Desk:
    """Return the compiled problem; that of the thread's last question is remembered."""
    if _LAST.known is None or _LAST.known[0] is not question:
        _LAST.known = question, Desk(Model(question.problem))
    return _LAST.known[1]
