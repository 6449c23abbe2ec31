"""What the office knows of all drivers for one member: driven, said no, this month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.planning.known import Known, Times
from nemt_desk.planning.rows import DriverDay, RideTask
from nemt_desk.runs.model import AssignmentRecord, DriverCallRecord, RunRecord
from nemt_desk.runs.rows import CallResult
from nemt_desk.runs.who.prices import Prices
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import RideState
from nemt_desk.trips.standing.model import StandingRecord

_NOT_DRIVEN = (RideState.CANCELLED, RideState.NO_SHOW)
_NOBODY = Known()


@dataclass(frozen=True, slots=True)
class About:
    """What is asked for: rides of one member, and the standing order they come from."""

    member_id: Id
    ride_ids: tuple[Id, ...]
    day: date
    order_id: Id | None = None
    is_assisted: bool = False


@dataclass(slots=True)
class _Noes:
    ride: list[date] = field(default_factory=list)
    order: list[date] = field(default_factory=list)
    member: list[date] = field(default_factory=list)


def read_known(session: Session, about: About, *, time: AgencyTime, today: date) -> dict[Id, Known]:
    """Return what is known of each driver; drivers of whom nothing is known are left out.

    This month is that of the asked day: what was driven and what is planned.
    """
    driven = _driven(session, about.member_id, today)
    month = _month(session, about.day)
    noes = _noes(session, about, time)
    found = {}
    for driver_id in {*driven, *month, *noes}:
        no = noes.get(driver_id, _Noes())
        rides, metres = month.get(driver_id, (0, 0.0))
        found[driver_id] = Known(
            driven=driven.get(driver_id, Times()),
            no_ride=_times(no.ride),
            no_order=_times(no.order),
            no_member=_times(no.member),
            month_rides=rides,
            month_m=metres,
        )
    return found


def _times(days: Sequence[date]) -> Times:
    return Times(len(days), max(days)) if days else Times()


def _on_runs(*columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(RunRecord.driver_id, *columns)
        .join_from(RideRecord, AssignmentRecord, AssignmentRecord.ride_id == RideRecord.id)
        .join(RunRecord, RunRecord.id == AssignmentRecord.run_id)
        .where(RideRecord.state.not_in(_NOT_DRIVEN))
        .group_by(RunRecord.driver_id)
    )


def _driven(session: Session, member_id: Id, today: date) -> dict[Id, Times]:
    wanted = _on_runs(func.count(), func.max(RideRecord.day)).where(
        RideRecord.member_id == member_id,
        or_(RideRecord.state == RideState.DONE, RideRecord.day < today),
    )
    return {driver_id: Times(number, last) for driver_id, number, last in session.execute(wanted)}


def _month(session: Session, day: date) -> dict[Id, tuple[int, float]]:
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    metres = func.coalesce(func.sum(RideRecord.direct_m), 0.0)
    wanted = _on_runs(func.count(), metres).where(RideRecord.day.between(first, last))
    return {driver_id: (number, far) for driver_id, number, far in session.execute(wanted)}


def _noes(session: Session, about: About, time: AgencyTime) -> dict[Id, _Noes]:
    call = DriverCallRecord
    rides = select(RideRecord.id).where(RideRecord.member_id == about.member_id)
    orders = select(StandingRecord.id).where(StandingRecord.member_id == about.member_id)
    wanted = select(call.driver_id, call.ride_id, call.standing_id, call.called_at).where(
        and_(
            call.result == CallResult.NO,
            or_(call.ride_id.in_(rides), call.standing_id.in_(orders)),
        )
    )
    found: dict[Id, _Noes] = {}
    for driver_id, ride_id, order_id, at in session.execute(wanted):
        kept = found.setdefault(driver_id, _Noes())
        if ride_id is not None and ride_id in about.ride_ids:
            kept.ride.append(time.day(at))
        elif order_id is not None and order_id == about.order_id:
            kept.order.append(time.day(at))
        else:
            kept.member.append(time.day(at))
    return found


def with_prices(
    known: Mapping[Id, Known],
    days: Iterable[DriverDay],
    ride: RideTask,
    prices: Prices,
    *,
    is_assisted: bool,
) -> dict[Id, Known]:
    """Return what is known of every one of these drivers, with what he costs for this ride."""
    return {
        day.driver_id: replace(
            known.get(day.driver_id, _NOBODY),
            price=prices.for_driver(day, ride, is_assisted=is_assisted),
        )
        for day in days
    }
