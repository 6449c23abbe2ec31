"""Standing orders out of their tables: the orders with their legs, and the days people settled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import chunks
from nemt_desk.trips.rows import Companion, CompanionKind, CompanionReason
from nemt_desk.trips.standing.model import StandingDayRecord, StandingLegRecord, StandingRecord
from nemt_desk.trips.standing.orders import StandingLeg, StandingOrder, Told
from nemt_desk.trips.standing.rows import Settled

GONE = "This standing order is not there any more."
_PLAIN = (
    *("id", "version", "member_id", "every_weeks", "from_day", "until_day", "count"),
    *("holiday_rule", "driver_id", "purpose", "service", "care", "return_kind", "mode"),
    *("assistance", "in_wheelchair", "asked_by", "override_reason", "driver_note", "office_note"),
    *("generated_until", "follows_id"),
)
_OWN = ("created_at", "archived_at", "weekdays", "companions", "asked")
_ORDERS = select(*(getattr(StandingRecord, name) for name in (*_PLAIN, *_OWN)))
_LEG_NAMES = (
    *("leg", "from_id", "to_id", "pickup_min", "dropoff_min", "appointment_min"),
    *("stay_min", "mode"),
)
_LEGS = select(
    StandingLegRecord.standing_id, *(getattr(StandingLegRecord, name) for name in _LEG_NAMES)
).order_by(StandingLegRecord.standing_id, StandingLegRecord.seq)


def orders_where(session: Session, *where: ColumnElement[bool]) -> tuple[StandingOrder, ...]:
    """Return orders with their legs, oldest first; two statements."""
    rows = session.execute(_ORDERS.where(*where).order_by(StandingRecord.id)).all()
    legs: dict[Id, list[StandingLeg]] = defaultdict(list)
    for some in chunks([row.id for row in rows]):
        for key, *values in session.execute(_LEGS.where(StandingLegRecord.standing_id.in_(some))):
            legs[key].append(StandingLeg(**dict(zip(_LEG_NAMES, values, strict=True))))
    return tuple(_order(row, legs.get(row.id, ())) for row in rows)


def orders_by_ids(session: Session, ids: Iterable[Id]) -> dict[Id, StandingOrder]:
    """Return the orders with these keys; those that are not there are left out."""
    pieces = chunks(list({*ids}))
    found = [one for some in pieces for one in orders_where(session, StandingRecord.id.in_(some))]
    return {one.id: one for one in found}


def order(session: Session, order_id: Id) -> StandingOrder:
    """Return one order.

    Raises:
        RefusedError: there is none.
    """
    found = orders_by_ids(session, [order_id])
    if order_id not in found:
        raise RefusedError(GONE)
    return found[order_id]


def live_orders(session: Session, today: date) -> tuple[StandingOrder, ...]:
    """Return the orders that may still make a trip on `today` or later."""
    goes_on = StandingRecord.until_day.is_(None) | (StandingRecord.until_day >= today)
    return orders_where(session, StandingRecord.archived_at.is_(None), goes_on)


def orders_at(session: Session, place_id: Id, from_day: date) -> set[Id]:
    """Return the keys of the orders that go from or to a place on `from_day` or later."""
    leg, goes_on = StandingLegRecord, StandingRecord.until_day.is_(None)
    wanted = (
        select(leg.standing_id)
        .join(StandingRecord, StandingRecord.id == leg.standing_id)
        .where(
            (leg.from_id == place_id) | (leg.to_id == place_id),
            StandingRecord.archived_at.is_(None),
            goes_on | (StandingRecord.until_day >= from_day),
        )
    )
    return set(session.scalars(wanted))


def settled_days(
    session: Session, order_ids: Sequence[Id], since: date
) -> dict[tuple[Id, date], Settled]:
    """Return the days that people settled, from `since` on."""
    on = StandingDayRecord
    columns = select(on.standing_id, on.day, on.choice, on.to_day, on.reason, on.hits)
    found: dict[tuple[Id, date], Settled] = {}
    for some in chunks(order_ids):
        rows = session.execute(columns.where(on.standing_id.in_(some), on.day >= since))
        for key, day, choice, to_day, reason, hits in rows:
            found[key, day] = Settled(choice, to_day, reason, frozenset(hits))
    return found


def _order(row: Row[Any], legs: Sequence[StandingLeg]) -> StandingOrder:
    named: Mapping[str, Any] = dict(zip(_PLAIN, row, strict=False))
    told = Told.from_json(row.asked)
    return StandingOrder(
        **named,
        booked_at=told.at or row.created_at,
        weekdays=frozenset(int(day) for day in row.weekdays),
        companions=tuple(map(companion_of, row.companions)),
        told=told,
        legs=tuple(legs),
        is_archived=row.archived_at is not None,
    )


def companion_of(kept: Mapping[str, Any]) -> Companion:
    """Return a companion that was kept as plain JSON."""
    reason = kept.get("reason")
    kind = CompanionKind(kept["kind"])
    return Companion(kind, kept.get("name", ""), CompanionReason(reason) if reason else None)


def companion_json(one: Companion) -> dict[str, Any]:
    """Return a companion as plain JSON values."""
    return {"kind": one.kind.value, "name": one.name, "reason": one.reason and one.reason.value}
