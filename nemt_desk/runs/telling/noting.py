"""How a telling is kept inside one transaction, also by acts in which somebody phoned himself."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Work
from nemt_desk.runs.model import AssignmentRecord, RunRecord, ToldRecord
from nemt_desk.runs.rows import TellResult, TellWho
from nemt_desk.runs.telling.facts import GONE
from nemt_desk.runs.telling.rows import Facts, Target

HIMSELF = "phoned himself"


def keep(
    work: Work,
    target: Target,
    result: TellResult,
    facts: Facts,
    *,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Keep one telling: what was told, by whom, when and how it went."""
    is_driver = target.who is TellWho.DRIVER
    work.session.add(
        ToldRecord(
            id=new_id(),
            run_id=target.id if is_driver else None,
            ride_id=None if is_driver else target.id,
            who=target.who,
            result=result,
            facts=dict(facts),
            note=note,
            told_at=at or work.now,
            told_by=work.actor.name,
        )
    )


def note_called(work: Work, ride_ids: Sequence[Id]) -> None:
    """Keep that members know their rides are cancelled: they phoned themselves.

    Only where they would else be told: they were told before, or their run was published.
    """
    told = select(ToldRecord.ride_id).where(ToldRecord.ride_id.in_(ride_ids))
    published = (
        select(AssignmentRecord.ride_id)
        .join(RunRecord, RunRecord.id == AssignmentRecord.run_id)
        .where(AssignmentRecord.ride_id.in_(ride_ids), RunRecord.published_at.is_not(None))
    )
    known = {*work.session.scalars(told), *work.session.scalars(published)}
    for ride_id in ride_ids:
        if ride_id in known:
            keep(work, Target(TellWho.MEMBER, ride_id), TellResult.TOLD, GONE, note=HIMSELF)


def note_driver_knows(work: Work, driver_id: Id, first: date, last: date) -> None:
    """Keep that a driver knows what was taken off his runs: he phoned himself."""
    runs = work.session.scalars(
        select(RunRecord).where(
            RunRecord.driver_id == driver_id, RunRecord.day.between(first, last)
        )
    )
    for run in runs:
        newest = work.session.scalar(
            select(ToldRecord)
            .where(ToldRecord.run_id == run.id, ToldRecord.result == TellResult.TOLD)
            .order_by(ToldRecord.told_at.desc(), ToldRecord.id.desc())
            .limit(1)
        )
        if newest is None:
            continue
        left = {
            str(key)
            for key in work.session.scalars(
                select(AssignmentRecord.ride_id).where(AssignmentRecord.run_id == run.id)
            )
        }
        kept = newest.facts.get("rides", {})
        facts = {"rides": {key: told for key, told in kept.items() if key in left}}
        target = Target(TellWho.DRIVER, run.id)
        keep(work, target, TellResult.TOLD, facts, note=HIMSELF)
