"""Reads of standing orders: the list, one order's days, and the exception desk.

`now` is the present moment; with `roads` ways that were never driven are measured, without them
nothing is, so that a list comes at once.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import drivers_by_ids
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import fold
from nemt_desk.members.queries import members_by_ids
from nemt_desk.places.queries import places_by_ids
from nemt_desk.places.rows import Place
from nemt_desk.trips.model import RideRecord, TripRecord
from nemt_desk.trips.rows import OPEN_STATES
from nemt_desk.trips.standing.desk import OpenRoads, open_desk
from nemt_desk.trips.standing.model import StandingRecord
from nemt_desk.trips.standing.orders import ExceptionRow, OrderLine, StandingOrder
from nemt_desk.trips.standing.reading import live_orders, order, orders_where
from nemt_desk.trips.standing.rows import DayState, OrderDay

__all__ = ["exceptions", "order", "order_days", "orders", "waiting_count"]


def orders(
    session: Session,
    settings: Settings,
    now: datetime,
    *,
    member_id: Id | None = None,
    text: str = "",
    ended: bool = False,
) -> tuple[OrderLine, ...]:
    """Return orders by member's name; those that are over only with `ended`."""
    today = settings.time.day(now)
    mine = [StandingRecord.member_id == member_id] if member_id is not None else []
    found = [one for one in orders_where(session, *mine) if ended or not one.is_over(today)]
    waits = Counter(row.order_id for row in _days(session, found, settings, now) if row.is_waiting)
    lines = _lines(session, found, today, waits)
    wanted = fold(text)
    chosen = (line for line in lines if wanted in fold(f"{line.member_name} {line.to_label}"))
    return tuple(sorted(chosen, key=lambda line: (fold(line.member_name), line.order.id)))


def exceptions(
    session: Session,
    settings: Settings,
    now: datetime,
    *,
    all_days: bool = False,
    roads: OpenRoads | None = None,
) -> tuple[ExceptionRow, ...]:
    """Return the days of the next weeks that a person must look at, by day and name.

    `all_days`: also those that the orders' rules settle by themselves (skipped, moved).
    """
    found = live_orders(session, settings.time.day(now))
    days = [
        day
        for day in _days(session, found, settings, now, roads)
        if day.is_waiting or (all_days and _is_told(day))
    ]
    waits = Counter(day.order_id for day in days if day.is_waiting)
    with_days = {day.order_id for day in days}
    concerned = [one for one in found if one.id in with_days]
    lines = {
        line.order.id: line for line in _lines(session, concerned, settings.time.day(now), waits)
    }
    rows = (ExceptionRow(lines[day.order_id], day) for day in days)
    return tuple(sorted(rows, key=lambda row: (row.day.day, fold(row.order.member_name))))


def waiting_count(session: Session, settings: Settings, now: datetime) -> int:
    """Return how many days wait to be settled."""
    found = live_orders(session, settings.time.day(now))
    return sum(day.is_waiting for day in _days(session, found, settings, now))


def order_days(
    session: Session,
    settings: Settings,
    now: datetime,
    order_id: Id,
    *,
    first: date,
    last: date,
) -> tuple[OrderDay, ...]:
    """Return every day of an order's pattern between two days, with what became of it.

    Raises:
        RefusedError: the order is not there.
    """
    one = order(session, order_id)
    desk = open_desk(session, [one], settings, now=now, roads=None, between=(first, last))
    return tuple(desk.fates.days(one, first, last))


def _is_told(day: OrderDay) -> bool:
    if day.state is DayState.SKIPPED:
        return True
    return day.on_day is not None and day.on_day != day.day


def _days(
    session: Session,
    found: Sequence[StandingOrder],
    settings: Settings,
    now: datetime,
    roads: OpenRoads | None = None,
) -> list[OrderDay]:
    real = [one for one in found if not one.is_old]
    if not real:
        return []
    desk = open_desk(session, real, settings, now=now, roads=roads)
    return [day for one in desk.orders for day in desk.days(one)]


def _lines(
    session: Session, found: Sequence[StandingOrder], today: date, waits: Counter[Id]
) -> list[OrderLine]:
    members = members_by_ids(session, {one.member_id for one in found})
    drivers = drivers_by_ids(session, {one.driver_id for one in found if one.driver_id})
    ends = {end for one in found for leg in one.legs[:1] for end in (leg.from_id, leg.to_id)}
    places = places_by_ids(session, ends)
    coming = _next_days(session, [one.id for one in found], today)
    return [
        OrderLine(
            order=one,
            member_name=members[one.member_id].name,
            member_phone=members[one.member_id].phone,
            from_label=_label(places.get(one.legs[0].from_id)) if one.legs else "",
            to_label=_label(places.get(one.legs[0].to_id)) if one.legs else "",
            driver_name=drivers[one.driver_id].name if one.driver_id in drivers else "",
            next_day=coming.get(one.id),
            waiting=waits[one.id],
        )
        for one in found
    ]


def _label(place: Place | None) -> str:
    return "" if place is None else place.short_name or place.label


def _next_days(session: Session, order_ids: Iterable[Id], today: date) -> dict[Id, date]:
    on = RideRecord
    columns: Any = select(TripRecord.standing_id, func.min(on.day)).join(
        TripRecord, TripRecord.id == on.trip_id
    )
    wanted = columns.where(
        TripRecord.standing_id.in_(list(order_ids)),
        on.day >= today,
        on.state.in_(sorted(OPEN_STATES)),
    ).group_by(TripRecord.standing_id)
    return {row[0]: row[1] for row in session.execute(wanted)}
