"""What dispatchers do with runs: assign, move, take off, publish, print.

Whether a ride fits is judged in planning; this keeps what was decided, and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nemt_desk.drivers.model import CarRecord
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store
from nemt_desk.ground.settings import read_settings
from nemt_desk.ground.words import day_text
from nemt_desk.planning.fits import fits_together
from nemt_desk.planning.rows import Travel, Violation
from nemt_desk.planning.travel import StraightLine
from nemt_desk.runs.days import driver_days, ride_tasks
from nemt_desk.runs.model import RunRecord
from nemt_desk.runs.pins import set_pinned
from nemt_desk.runs.putting import Put, put_rides
from nemt_desk.runs.records import first_car, mark_edited, runs_to_change, take_off
from nemt_desk.runs.rides import rides_by_ids
from nemt_desk.runs.rows import RunState
from nemt_desk.runs.rules import OverrideNeeded, check_assignable, check_not_begun, check_reason
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.security.trail import Trail

__all__ = ["OverrideNeeded", "RunService"]

type Findings = Mapping[Id, tuple[Violation, ...]]


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be put where."""

    ride_ids: tuple[Id, ...]
    driver_id: Id
    day: date
    reason: str
    violations: Findings | None


class RunService:
    """Writes of the runs room."""

    def __init__(self, store: Store, trail: Trail) -> None:
        self._store = store
        self._trail = trail

    def check(
        self, ride_ids: Sequence[Id], *, driver_id: Id, day: date, travel: Travel | None = None
    ) -> dict[Id, tuple[Violation, ...]]:
        """Return what speaks against each ride on this driver's day; changes nothing.

        Without `travel` the ways are estimated from straight lines.
        """
        with self._store.read() as session:
            settings = read_settings(session)
            days = driver_days(session, day, settings.time, [driver_id])
            if not days:
                raise RefusedError("This driver is not there any more. Nothing was changed.")
            tasks = ride_tasks(session, ride_ids, settings.time)
        rest = days[0]
        for ride_id in ride_ids:
            rest = rest.minus(ride_id)
        return fits_together(rest, tasks, travel or StraightLine(), settings)

    def assign(
        self,
        actor: Actor,
        ride_ids: Sequence[Id],
        *,
        driver_id: Id,
        day: date,
        override_reason: str = "",
        violations: Findings | None = None,
        travel: Travel | None = None,
    ) -> Changes:
        """Put rides that are on no run onto this driver's run of the day; begin it if need be.

        `violations` is what `check` found for just these rides; left out, it is asked here.

        Raises:
            OverrideNeeded: something blocks and no reason is given.
            RefusedError: no right, a ride is over, on another day or on a run already.
        """
        return self._put(
            actor,
            _Order(tuple(ride_ids), driver_id, day, override_reason.strip(), violations),
            travel=travel,
            may_move=False,
        )

    def move(
        self,
        actor: Actor,
        ride_ids: Sequence[Id],
        *,
        driver_id: Id,
        day: date,
        override_reason: str = "",
        violations: Findings | None = None,
        travel: Travel | None = None,
    ) -> Changes:
        """As `assign`, and take the rides off the runs they are on.

        Raises:
            OverrideNeeded: something blocks and no reason is given.
            RefusedError: no right, a ride is over or on another day.
        """
        return self._put(
            actor,
            _Order(tuple(ride_ids), driver_id, day, override_reason.strip(), violations),
            travel=travel,
            may_move=True,
        )

    def _put(
        self, actor: Actor, order: "_Order", *, travel: Travel | None, may_move: bool
    ) -> Changes:
        require(actor, Right.WRITE)
        ride_ids = list(dict.fromkeys(order.ride_ids))
        with self._store.read() as session:
            rides = rides_by_ids(session, ride_ids, read_settings(session).time)
            check_assignable(rides, len(ride_ids), order.day)
        found = order.violations
        if found is None:
            found = self.check(ride_ids, driver_id=order.driver_id, day=order.day, travel=travel)
        is_override = check_reason(found, order.reason)
        if is_override:
            require(actor, Right.OVERRIDE)
        verb = "Moved" if may_move else "Put"
        with self._store.write(actor, f"{verb} {_rides(len(ride_ids))} on a run") as work:
            put = Put(
                ride_ids=tuple(ride_ids),
                driver_id=order.driver_id,
                day=order.day,
                reason=order.reason,
                found=found,
                may_move=may_move,
            )
            name, day = put_rides(work, put), day_text(order.day)
            work.text = f"{verb} {_rides(len(ride_ids))} on {name}'s run, {day}"
        return work.changes

    def unassign(self, actor: Actor, ride_ids: Sequence[Id]) -> Changes:
        """Take rides off their runs; an empty run that nobody was told of goes with the last.

        Raises:
            RefusedError: no right, none of them is on a run, or one was driven or is aboard.
        """
        require(actor, Right.WRITE)
        with self._store.read() as session:
            rides = rides_by_ids(session, ride_ids, read_settings(session).time)
            check_not_begun(rides)
        with self._store.write(actor, "Took rides off a run") as work:
            taken = take_off(work, ride_ids)
            if not taken:
                raise RefusedError("This ride is on no run. Nothing was changed.")
            work.text = f"Took {_rides(taken)} off {'their runs' if taken > 1 else 'its run'}"
        return work.changes

    def pin(self, actor: Actor, ride_ids: Sequence[Id]) -> Changes:
        """Hold rides on their runs: no plan moves them.

        Raises:
            RefusedError: no right, or none of them is on a run without being held.
        """
        return self._pin(actor, ride_ids, is_pinned=True)

    def unpin(self, actor: Actor, ride_ids: Sequence[Id]) -> Changes:
        """Let plans move rides that were held.

        Raises:
            RefusedError: no right, or none of them is held.
        """
        return self._pin(actor, ride_ids, is_pinned=False)

    def _pin(self, actor: Actor, ride_ids: Sequence[Id], *, is_pinned: bool) -> Changes:
        require(actor, Right.WRITE)
        with self._store.write(actor, "Held rides on their runs") as work:
            number = _rides(set_pinned(work, ride_ids, is_pinned=is_pinned))
            its = "its run" if number == "1 ride" else "their runs"
            work.text = f"Held {number} on {its}" if is_pinned else f"Let {number} go from {its}"
        return work.changes

    def publish(self, actor: Actor, run_ids: Sequence[Id]) -> Changes:
        """Mark runs as told to their drivers, as they stand now.

        Raises:
            RefusedError: no right, or all of them are published as they stand.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Published runs") as work:
            drafts = [run for run in runs_to_change(work, run_ids) if run.state is RunState.DRAFT]
            if not drafts:
                raise RefusedError("There is no draft among these runs. Nothing was changed.")
            for run in drafts:
                run.state, run.published_at = RunState.PUBLISHED, work.now
                # The car is settled now: a car that is bought later was not driven that day.
                run.car_id = run.car_id or first_car(work, run.driver_id)
            work.text = f"Published {_runs(len(drafts))}"
        return work.changes

    def unpublish(self, actor: Actor, run_ids: Sequence[Id]) -> Changes:
        """Make runs drafts again that nobody counts as told.

        Raises:
            RefusedError: no right, or none of them was published.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Took back published runs") as work:
            told = [run for run in runs_to_change(work, run_ids) if run.published_at is not None]
            if not told:
                raise RefusedError("None of these runs was published. Nothing was changed.")
            for run in told:
                run.state, run.published_at = RunState.DRAFT, None
            work.text = f"Took back {_runs(len(told))}"
        return work.changes

    def set_note(
        self, actor: Actor, run_id: Id, note: str, *, version: int | None = None
    ) -> Changes:
        """Keep the office's note on a run; it is on no paper.

        Raises:
            RefusedError: no right; StaleError: somebody else changed the run.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Changed a run's note") as work:
            work.fetch(RunRecord, run_id, version).note = note.strip()
        return work.changes

    def set_car(
        self, actor: Actor, run_id: Id, car_id: Id | None, *, version: int | None = None
    ) -> Changes:
        """Choose which of the driver's cars the run is driven in; None is his first.

        Raises:
            RefusedError: no right, or somebody else's car.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Changed a run's car") as work:
            run = work.fetch(RunRecord, run_id, version)
            if car_id is not None and work.fetch(CarRecord, car_id).driver_id != run.driver_id:
                raise RefusedError("This car belongs to another driver. Nothing was changed.")
            run.car_id = car_id
            mark_edited(run)
        return work.changes

    def printed(
        self, actor: Actor, act: str, *, run_ids: Iterable[Id], member_ids: Iterable[Id]
    ) -> None:
        """Note in the trail what was printed: one entry for each run and each member on it.

        Raises:
            RefusedError: no right to print.
        """
        require(actor, Right.PRINT)
        for kind, ids in (("run", run_ids), ("member", member_ids)):
            once = list(dict.fromkeys(ids))
            if once:
                self._trail.note(self._store, actor, act, kind=kind, ids=once)


def _rides(number: int) -> str:
    return "1 ride" if number == 1 else f"{number} rides"


def _runs(number: int) -> str:
    return "1 run" if number == 1 else f"{number} runs"
