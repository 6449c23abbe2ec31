"""A small office whose days are planned: short names for asking, solving and accepting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.planning.optimiser.plan import Solution
from nemt_desk.planning.optimiser.solve import solve
from nemt_desk.planning.proposal.rows import Ask, PlanView, Proposal, Question
from nemt_desk.planning.proposal.view import plan_view
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.plans.service import PlanService
from nemt_desk.runs.queries import board
from nemt_desk.runs.roads import RoadTravel
from tests.factories import ACTOR, TODAY, home_entry
from tests.runs.world import ROADS, SETTINGS, World

EAST = home_entry(address="9 East Road", lat=47.31, lon=-93.30)
SOUTH = home_entry(address="5 South Road", lat=47.12, lon=-93.55)


@dataclass
class Planned:
    """A question, its plan, and how it is offered."""

    question: Question
    solution: Solution
    view: PlanView

    def of(self, ride_id: Id) -> Proposal:
        """Return the proposal of a ride."""
        return next(one for one in self.view.proposals if one.ride_id == ride_id)


def planner(world: World, **changes: Any) -> PlanService:
    """Return the plans of an office with its settings, some of them changed."""
    settings = replace(SETTINGS, **changes)
    return PlanService(world.store, lambda: settings)


def plan(
    world: World, *, rounds: int = 2, service: PlanService | None = None, **ask: Any
) -> Planned:
    """Ask for a plan of the day and return it."""
    question = (service or planner(world)).ask(Ask(TODAY, **ask), RoadTravel(ROADS))
    solution = solve(question.problem, rounds=rounds)
    return Planned(question, solution, plan_view(question, solution))


def ride_now(world: World, ride_id: Id) -> BoardRide:
    """Return a ride as the board shows it."""
    with world.store.read() as session:
        found = board(session, TODAY, SETTINGS.time).ride(ride_id)
    assert found is not None
    return found


def put(world: World, rides: Sequence[Id], driver: Id, reason: str = "") -> Changes:
    """Put rides on a driver's run by hand."""
    return world.runs.assign(
        ACTOR, list(rides), driver_id=driver, day=TODAY, override_reason=reason
    )
