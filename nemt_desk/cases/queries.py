"""What is asked about cases."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from nemt_desk.cases.model import CaseRecord
from nemt_desk.cases.rows import Case, CaseState, CaseStep
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id


def cases(session: Session, *, closed: bool = False, limit: int = 500) -> list[Case]:
    """Return cases, the one due first in front; closed ones only if asked for."""
    statement = select(CaseRecord).where(CaseRecord.archived_at.is_(None)).limit(limit)
    if closed:
        statement = statement.order_by(CaseRecord.state.desc(), CaseRecord.due_on)
    else:
        statement = statement.where(CaseRecord.state == CaseState.OPEN)
    statement = statement.options(selectinload(CaseRecord.steps))
    found = session.scalars(statement.order_by(CaseRecord.due_on, CaseRecord.number))
    return [row(record) for record in found]


def case(session: Session, case_id: Id) -> Case:
    """Return one case with its steps.

    Raises:
        RefusedError: there is none.
    """
    record = session.get(CaseRecord, case_id, options=[selectinload(CaseRecord.steps)])
    if record is None:
        raise RefusedError("This case is not there any more.")
    return row(record)


def due_by(session: Session, day: date) -> int:
    """Return how many open cases are due on `day` or before."""
    count = select(func.count()).select_from(CaseRecord)
    return (
        session.scalar(
            count.where(
                CaseRecord.state == CaseState.OPEN,
                CaseRecord.archived_at.is_(None),
                CaseRecord.due_on <= day,
            )
        )
        or 0
    )


def row(record: CaseRecord) -> Case:
    """Return the record as a row."""
    steps = tuple(CaseStep(step.id, step.at, step.who, step.text) for step in record.steps)
    return Case(
        id=record.id,
        version=record.version,
        number=record.number,
        kind=record.kind,
        method=record.method,
        priority=record.priority,
        received_on=record.received_on,
        due_on=record.due_on,
        from_name=record.from_name,
        from_phone=record.from_phone,
        member_id=record.member_id,
        ride_id=record.ride_id,
        driver_id=record.driver_id,
        place_id=record.place_id,
        summary=record.summary,
        details=record.details,
        state=record.state,
        outcome=record.outcome,
        closed_on=record.closed_on,
        steps=steps,
    )
