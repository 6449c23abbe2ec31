"""How runs and assignments are written inside one transaction. The verbs are in `service`."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import func, select

from nemt_desk.drivers.model import CarRecord, DriverRecord
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Work
from nemt_desk.runs.model import AssignmentRecord, RunRecord, ToldRecord
from nemt_desk.runs.rows import RunState
from nemt_desk.runs.rules import run_code

_CODE_TRIES = 200


def runs_to_change(work: Work, run_ids: Iterable[Id]) -> list[RunRecord]:
    """Return the runs to change, each once."""
    return [work.fetch(RunRecord, run_id) for run_id in dict.fromkeys(run_ids)]


def run_of(work: Work, driver_id: Id, day: date) -> RunRecord | None:
    """Return the driver's run of the day, None if there is none yet."""
    wanted = select(RunRecord).where(RunRecord.driver_id == driver_id, RunRecord.day == day)
    return work.session.scalar(wanted)


def begin_run(work: Work, driver: DriverRecord, day: date) -> RunRecord:
    """Begin the driver's run of the day under a new code."""
    run = RunRecord(code=_free_code(work, day), day=day, driver_id=driver.id)
    work.session.add(run)
    # The run must be in the trail, and be undone, before and after the rides that stand on it.
    work.session.flush()
    return run


def first_car(work: Work, driver_id: Id) -> Id | None:
    """Return the car the driver uses first, None if he has none."""
    own = select(CarRecord.id).where(
        CarRecord.driver_id == driver_id, CarRecord.archived_at.is_(None)
    )
    return work.session.scalar(own.order_by(CarRecord.id).limit(1))


def _free_code(work: Work, day: date) -> str:
    for _ in range(_CODE_TRIES):
        code = run_code(day, secrets.choice)
        if work.session.scalar(select(RunRecord.id).where(RunRecord.code == code)) is None:
            return code
    raise RefusedError("No run code is free for this day of the month. Archive old years first.")


def mark_edited(run: RunRecord) -> None:
    """Make a published run a draft again: what its driver holds is not what stands here."""
    if run.state is RunState.PUBLISHED:
        run.state = RunState.DRAFT


def refuse_taken(work: Work, ride_ids: Sequence[Id]) -> None:
    """Refuse rides that are on a run.

    Raises:
        RefusedError: naming the run by its code.
    """
    code = work.session.scalar(
        select(RunRecord.code)
        .join(AssignmentRecord, AssignmentRecord.run_id == RunRecord.id)
        .where(AssignmentRecord.ride_id.in_(ride_ids))
        .limit(1)
    )
    if code is not None:
        raise RefusedError(
            f"This ride is already on run {code}. Nothing was changed; move it, or take it off"
            " that run first."
        )


def is_unknown(work: Work, run: RunRecord) -> bool:
    """Tell whether nobody was told of a run and nothing is noted on it: it may go once empty."""
    if run.published_at is not None or run.note:
        return False
    told = select(ToldRecord.id).where(ToldRecord.run_id == run.id).limit(1)
    return work.session.scalar(told) is None


def take_off(work: Work, ride_ids: Sequence[Id], spare: Id | None = None) -> int:
    """Take rides off their runs; return how many. The run `spare` is kept though it be empty."""
    on = AssignmentRecord
    found = list(work.session.scalars(select(on).where(on.ride_id.in_(list(ride_ids)))))
    for assignment in found:
        work.session.delete(assignment)
    work.session.flush()
    left_behind(work, {assignment.run_id for assignment in found}, spare={spare} - {None})
    return len(found)


def left_behind(work: Work, run_ids: Collection[Id], spare: Collection[Id | None] = ()) -> None:
    """See to runs that rides were taken off: an empty one goes unless somebody knows of it."""
    on = AssignmentRecord
    for run_id in sorted(run_ids):
        run = work.fetch(RunRecord, run_id)
        left = work.session.scalar(select(func.count()).select_from(on).where(on.run_id == run_id))
        if not left and is_unknown(work, run) and run_id not in spare:
            work.session.delete(run)
        else:
            mark_edited(run)
    work.session.flush()
