"""Forgets the times a plan set for a ride once its booked times or places change."""

from sqlalchemy import inspect, select

from nemt_desk.ground.session import Work
from nemt_desk.runs.model import AssignmentRecord
from nemt_desk.trips.model import RideRecord

_PLANNED_FOR = ("day", "from_id", "to_id", "pickup_at", "dropoff_at", "appointment_at")


def forget_planned_times(work: Work) -> None:
    """Let rides that are changed in this act stand at their booked times again."""
    session = work.session
    changed = [row.id for row in session.dirty if isinstance(row, RideRecord) and _is_other(row)]
    if not changed:
        return
    on = AssignmentRecord
    planned = on.pickup_at.is_not(None) | on.dropoff_at.is_not(None)
    with session.no_autoflush:
        for row in session.scalars(select(on).where(on.ride_id.in_(changed), planned)):
            row.pickup_at = row.dropoff_at = None


def _is_other(row: RideRecord) -> bool:
    state = inspect(row)
    return any(state.attrs[name].history.has_changes() for name in _PLANNED_FOR)
