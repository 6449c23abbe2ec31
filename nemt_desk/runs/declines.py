"""Who said no to which ride, or to its standing order."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.planning.rows import Declined
from nemt_desk.runs.model import DriverCallRecord
from nemt_desk.runs.rows import CallResult
from nemt_desk.trips.model import RideRecord, TripRecord

_CALL = DriverCallRecord
_IS_OF_RIDE = or_(_CALL.ride_id == RideRecord.id, _CALL.standing_id == TripRecord.standing_id)
_SAID = (
    select(_CALL.driver_id, RideRecord.id, _CALL.standing_id, _CALL.called_at)
    .join_from(RideRecord, TripRecord, TripRecord.id == RideRecord.trip_id)
    .join(_CALL, _IS_OF_RIDE)
    .where(_CALL.result == CallResult.NO)
    .order_by(_CALL.called_at, _CALL.id)
)


def declined(
    session: Session, days: Sequence[date], time: AgencyTime
) -> dict[Id, tuple[Declined, ...]]:
    """Return by driver which rides of these days he did not take when he was asked."""
    found: dict[Id, list[Declined]] = defaultdict(list)
    for driver_id, ride_id, order_id, at in session.execute(_SAID.where(RideRecord.day.in_(days))):
        found[driver_id].append(Declined(ride_id, time.day(at), is_order=order_id is not None))
    return {driver_id: tuple(said) for driver_id, said in found.items()}
