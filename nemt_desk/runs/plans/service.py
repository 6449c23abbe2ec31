"""What dispatchers do with plans: ask for one, accept it whole or in part, set times by hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text
from nemt_desk.planning.impact import Impact, impact_of, put_on
from nemt_desk.planning.proposal.rows import Ask, Proposal, Question
from nemt_desk.planning.rows import DriverDay, RideTask, Violation
from nemt_desk.runs.days import driver_days, ride_tasks
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.plans.keeping import Keeper, moment_of
from nemt_desk.runs.plans.question import question
from nemt_desk.runs.plans.reading import read_day, stamp_of, told_drivers
from nemt_desk.runs.plans.stale import Fresh
from nemt_desk.runs.plans.weights import rates_on
from nemt_desk.runs.records import mark_edited
from nemt_desk.runs.roads import RoadTravel, points_of
from nemt_desk.security.rows import Actor, Right, require

_DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A proposal that was not applied, and why."""

    ride_id: Id
    sentence: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of proposals: the act to undo, what was done, what was not."""

    changes: Changes
    done: tuple[Id, ...]
    refused: tuple[RefusedRow, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody is about to do by hand: rides to a driver, or off (None), at other times."""

    day: date
    ride_ids: tuple[Id, ...]
    driver_id: Id | None
    times: Mapping[Id, tuple[int, int]] = field(default_factory=dict)


class PlanService:
    """Questions of days, and what of their answers is kept."""

    def __init__(self, store: Store, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._settings = settings

    def ask(self, ask: Ask, travel: RoadTravel | None = None) -> Question:
        """Return a day as a question to the planner; without `travel` ways are guessed.

        Raises:
            RefusedError: there is no ride to plan.
        """
        settings = self._settings()
        with self._store.read() as session:
            facts = read_day(session, ask.day, settings.time)
        return question(facts, ask, settings, travel or RoadTravel())

    def stamp(self, day: date) -> str:
        """Return a word that changes when the day does, to compare with a question's."""
        with self._store.read() as session:
            return stamp_of(session, day)

    def accept(
        self,
        actor: Actor,
        question: Question,
        proposals: Sequence[Proposal],
        *,
        pin: bool = False,
    ) -> Accepted:
        """Do what proposals say, in one act; those that no longer hold are refused one by one.

        Rides without a proposal are not touched. Runs that drivers were told of become changed.

        Raises:
            RefusedError: no right, or not one of them holds any more.
        """
        require(actor, Right.WRITE)
        day, settings = question.ask.day, self._settings()
        with self._store.write(actor, f"Accepted a plan for {day_text(day)}") as work:
            fresh = Fresh(question, read_day(work.session, day, settings.time), settings)
            refused = _refused(fresh, proposals)
            done = [one for one in proposals if one.ride_id not in refused]
            if not done:
                raise RefusedError(_nothing(refused))
            keeper = Keeper(work, day, settings.time, fresh.rides, pins=pin)
            keeper.keep(done, _warnings(question, done))
            number = "1 proposal" if len(done) == 1 else f"{len(done)} proposals"
            work.text = f"Accepted {number} of the plan for {day_text(day)}"
        rows = tuple(RefusedRow(ride_id, sentence) for ride_id, sentence in refused.items())
        return Accepted(work.changes, tuple(one.ride_id for one in done), rows)

    def impact(self, change: Change, travel: RoadTravel | None = None) -> Impact:
        """Return what putting rides elsewhere, off, or at other times would do; changes nothing.

        Raises:
            RefusedError: a ride or the driver is not there any more.
        """
        settings = self._settings()
        with self._store.read() as session:
            days = driver_days(session, change.day, settings.time)
            tasks = ride_tasks(session, change.ride_ids, settings.time)
            told = frozenset(told_drivers(session, change.day))
        by_id = {day.driver_id: day for day in days}
        if change.driver_id is not None and change.driver_id not in by_id:
            raise RefusedError("This driver is not there any more. Nothing was changed.")
        moved = [_at_times(task, change.times.get(task.ride_id)) for task in tasks]
        pairs = put_on(days, moved, change.driver_id)
        rates = rates_on(settings, change.day)
        prices = {
            one.driver_id: rates.for_members(one, _changed(one, other)) for one, other in pairs
        }
        travel = travel or RoadTravel()
        for _, after in pairs:
            travel.among(points_of(after))
        return impact_of(pairs, travel, settings, prices=prices, told=told)

    def set_times(self, actor: Actor, times: Mapping[Id, tuple[int, int]], *, day: date) -> Changes:
        """Plan rides that are on runs at these minutes (pick-up, drop-off); booked ones stay.

        Raises:
            InputError: a drop-off is not after its pick-up.
            RefusedError: no right, or one of them is on no run of the day.
        """
        require(actor, Right.WRITE)
        at = self._settings().time
        for pickup, dropoff in times.values():
            if not 0 <= pickup < dropoff <= 2 * _DAY_MIN:
                raise InputError([Problem("dropoff", "The drop-off comes after the pick-up.")])
        with self._store.write(actor, f"Planned times for {day_text(day)}") as work:
            on = AssignmentRecord
            wanted = (
                select(on)
                .join(RunRecord, RunRecord.id == on.run_id)
                .where(on.ride_id.in_(list(times)), RunRecord.day == day)
            )
            found = list(work.session.scalars(wanted))
            if len(found) != len(times):
                raise RefusedError(
                    "One of these rides is on no run of this day. Nothing was changed."
                )
            for assignment in found:
                pickup, dropoff = times[assignment.ride_id]
                assignment.pickup_at = moment_of(day, pickup, at)
                assignment.dropoff_at = moment_of(day, dropoff, at)
                mark_edited(work.fetch(RunRecord, assignment.run_id))
        return work.changes


def _refused(fresh: Fresh, proposals: Sequence[Proposal]) -> dict[Id, str]:
    """Return by ride why a proposal is not applied."""
    found = {one.ride_id: why for one in proposals if (why := fresh.why_not(one))}
    left = [one for one in proposals if one.ride_id not in found]
    return found | fresh.misfits(left)


def _warnings(question: Question, done: Sequence[Proposal]) -> dict[Id, tuple[Violation, ...]]:
    index = {driver.driver_id: at for at, driver in enumerate(question.drivers)}
    asked = {ride.ride_id: ride for ride in question.rides}
    return {
        one.ride_id: asked[one.ride_id].warnings.get(index[one.to_driver], ())
        for one in done
        if one.to_driver is not None
    }


def _changed(before: DriverDay, after: DriverDay) -> set[Id]:
    """Return whose rides come to a day, leave it, or change on it."""
    return {task.member_id for task in set(before.tasks) ^ set(after.tasks)}


def _at_times(task: RideTask, times: tuple[int, int] | None) -> RideTask:
    if times is None:
        return task
    return replace(task, pickup_min=times[0], dropoff_min=times[1])


def _nothing(refused: Mapping[Id, str]) -> str:
    first = next(iter(refused.values()), "Nothing was chosen.")
    more = f" And {len(refused) - 1} more do not hold either." if len(refused) > 1 else ""
    return f"{first}{more} Nothing was changed; ask for a plan again."
