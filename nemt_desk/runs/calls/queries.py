"""Reads of calls to drivers."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nemt_desk.drivers.model import DriverRecord
from nemt_desk.ground.ids import Id
from nemt_desk.members.rows import list_name
from nemt_desk.runs.calls.rows import CallAbout, DriverCall
from nemt_desk.runs.model import DriverCallRecord

_CALL = DriverCallRecord
_CALLS = (
    select(
        _CALL,
        *(DriverRecord.last_name, DriverRecord.first_name, DriverRecord.middle_name),
    )
    .join(DriverRecord, DriverRecord.id == _CALL.driver_id)
    .order_by(_CALL.called_at, _CALL.id)
)


def calls_about(session: Session, about: CallAbout) -> tuple[DriverCall, ...]:
    """Return the calls about a ride or an order (either, if both are named), oldest first."""
    wanted = []
    if about.ride_id is not None:
        wanted.append(_CALL.ride_id == about.ride_id)
    if about.standing_id is not None:
        wanted.append(_CALL.standing_id == about.standing_id)
    if not wanted:
        return ()
    return tuple(
        _call(row, list_name(*name)) for row, *name in session.execute(_CALLS.where(or_(*wanted)))
    )


def last_results(calls: tuple[DriverCall, ...]) -> dict[Id, DriverCall]:
    """Return the last call to each driver."""
    return {call.driver_id: call for call in calls}


def _call(row: DriverCallRecord, name: str) -> DriverCall:
    return DriverCall(
        id=row.id,
        about=CallAbout(row.ride_id, row.standing_id),
        driver_id=row.driver_id,
        driver_name=name,
        result=row.result,
        note=row.note,
        called_at=row.called_at,
        called_by=row.called_by,
    )
