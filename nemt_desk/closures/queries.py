"""Reads of the closures room."""

from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from nemt_desk.closures.model import ClosureRecord
from nemt_desk.closures.rows import Closure
from nemt_desk.geo.roads.driving import Driving
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings

_IN_ORDER = (ClosureRecord.from_on, ClosureRecord.name, ClosureRecord.id)


def as_closure(row: ClosureRecord) -> Closure:
    """Return the record as it leaves the room."""
    return Closure(
        id=row.id,
        version=row.version,
        name=row.name,
        reason=row.reason,
        note=row.note,
        line=tuple((float(lat), float(lon)) for lat, lon in row.line),
        from_on=row.from_on,
        until_on=row.until_on,
        is_archived=row.archived_at is not None,
    )


def _all(session: Session, statement: Select[ClosureRecord]) -> tuple[Closure, ...]:
    return tuple(as_closure(row) for row in session.scalars(statement.order_by(*_IN_ORDER)))


def closure(session: Session, closure_id: Id) -> Closure:
    """Return one closure, archived or not.

    Raises:
        RefusedError: there is none.
    """
    row = session.get(ClosureRecord, closure_id)
    if row is None:
        raise RefusedError("This closure is not there any more.")
    return as_closure(row)


def in_force(session: Session, day: date) -> tuple[Closure, ...]:
    """Return the roads that are shut on `day`, first and last day included."""
    statement = select(ClosureRecord).where(
        ClosureRecord.archived_at.is_(None),
        ClosureRecord.from_on <= day,
        or_(ClosureRecord.until_on.is_(None), ClosureRecord.until_on >= day),
    )
    return _all(session, statement)


def listed(
    session: Session, *, on_or_after: date | None = None, archived: bool = False
) -> tuple[Closure, ...]:
    """Return closures by their first day: all, or those shut on that day or later."""
    is_archived = ClosureRecord.archived_at.is_not(None)
    statement = select(ClosureRecord).where(is_archived if archived else ~is_archived)
    if on_or_after is not None:
        still = or_(ClosureRecord.until_on.is_(None), ClosureRecord.until_on >= on_or_after)
        statement = statement.where(still)
    return _all(session, statement)


def driving_on(session: Session, day: date, settings: Settings) -> Driving:
    """Return how cars drive on `day`: around shut roads and ferries, slower in winter."""
    return Driving(
        avoid_ferries=settings.avoid_ferries,
        closed=tuple(one.closed_road for one in in_force(session, day)),
        speed_factor=settings.speed_factor(day),
    )
