"""Trips of standing orders, in a transaction under way: made, made again, changed, cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from nemt_desk.ground.entry import put
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Work
from nemt_desk.policy.decision import Decision, Outcome
from nemt_desk.trips.bookings import (
    add_companions,
    add_trip,
    mileage_values,
    ride_values,
    shared_values,
)
from nemt_desk.trips.drafts import RideDraft, TripDraft
from nemt_desk.trips.model import CompanionRecord, RideRecord, TripRecord
from nemt_desk.trips.moving import NO_MILES
from nemt_desk.trips.rows import CancelCode, Companion, RideState, Trip, TripRequest
from nemt_desk.trips.standing.collisions import Look
from nemt_desk.trips.standing.orders import StandingOrder


@dataclass(frozen=True, slots=True)
class Made:
    """How a trip is made: whose name stands for an override, and the reason given for this day."""

    by: str
    override_reason: str = ""
    also: Mapping[str, Any] = field(default_factory=dict)


def shape_of(order: StandingOrder) -> TripRequest:
    """Return what all rides of an order have in common, as a request without legs."""
    return TripRequest(
        member_id=order.member_id,
        legs=(),
        return_kind=order.return_kind,
        companions=order.companions,
        mode=order.mode,
        assistance=order.assistance,
        in_wheelchair=order.in_wheelchair,
    )


def stand_up(
    work: Work, order: StandingOrder, day: date, look: Look, how: Made, before: Trip | None
) -> tuple[Id, list[Id]]:
    """Make the trip of a day; one that the order itself cancelled (`before`) is opened again."""
    if before is not None and look.draft is not None and has_shape(before, look.draft):
        return before.id, make_again(work, order, before, look, how)
    return make(work, order, day, look, how)


def make(work: Work, order: StandingOrder, day: date, look: Look, how: Made) -> tuple[Id, list[Id]]:
    """Add the trip that stands for `day`, as it was looked at; return its key and its rides'."""
    if look.draft is None:
        raise ValueError("a trip without times can't be made")
    values = {**_values(order, day, look, how), **how.also, "place_id": look.draft.rides[0].to_id}
    return add_trip(work, shape_of(order), look.draft, values)


def make_again(work: Work, order: StandingOrder, trip: Trip, look: Look, how: Made) -> list[Id]:
    """Open a trip again that the order itself cancelled, as it is now; return its rides."""
    if look.draft is None:
        raise ValueError("a trip without times can't be made")
    for ride in trip.rides:
        row = work.fetch(RideRecord, ride.id)
        put(row, {"state": RideState.BOOKED, "state_reason": "", "reason_code": None})
    day = trip.standing_day or look.draft.day
    bring(work, order, trip, look.draft, {**_values(order, day, look, how), **how.also})
    return [ride.id for ride in trip.rides]


def bring(
    work: Work, order: StandingOrder, trip: Trip, draft: TripDraft, values: Mapping[str, Any]
) -> None:
    """Bring a trip, with as many rides as the draft, to what the order makes of its day."""
    row = work.fetch(TripRecord, trip.id)
    main = draft.rides[0]
    put(row, {**values, "appointment_at": main.appointment_at, "place_id": main.to_id})
    shared = shared_values(shape_of(order))
    for ride, wanted in zip(trip.rides, draft.rides, strict=True):
        put(work.fetch(RideRecord, ride.id), {**shared, **ride_columns(wanted)})
    if trip.companions != order.companions:
        _bring_companions(work, trip.id, order.companions)


def ride_columns(draft: RideDraft) -> dict[str, Any]:
    """Return all columns of a ride, also those of miles that are not known."""
    return {**NO_MILES, **ride_values(draft), **mileage_values(draft.mileage)}


def _bring_companions(work: Work, trip_id: Id, wanted: tuple[Companion, ...]) -> None:
    on = CompanionRecord
    for row in work.session.scalars(select(on).where(on.trip_id == trip_id)):
        work.session.delete(row)
    work.session.flush()
    add_companions(work, trip_id, wanted)


def has_shape(trip: Trip, draft: TripDraft) -> bool:
    """Tell whether the trip has the draft's legs."""
    return [ride.leg for ride in trip.rides] == [ride.leg for ride in draft.rides]


def cancel(work: Work, trip: Trip, reason: str, code: CancelCode) -> None:
    """Cancel all open rides of a trip as an act of its order: it may be made again."""
    for ride in trip.rides:
        row = work.fetch(RideRecord, ride.id)
        if ride.is_open:
            state = {"state": RideState.CANCELLED, "state_reason": reason, "reason_code": code}
            put(row, state)


def order_values(order: StandingOrder, day: date) -> dict[str, Any]:
    """Return the columns of a trip that come from its order, whatever the rules say."""
    return {
        "member_id": order.member_id,
        "standing_id": order.id,
        "standing_day": day,
        "purpose": order.purpose,
        "service": order.service,
        "care": order.care,
        "stay_min": order.legs[0].stay_min,
        "asked_by": order.asked_by,
        "asked": dict(order.told.facts),
        "driver_note": order.driver_note,
        "office_note": order.office_note,
    }


def decision_values(order: StandingOrder, decision: Decision | None, how: Made) -> dict[str, Any]:
    """Return the columns of what the rules said, and of who overrode it."""
    is_over = decision is not None and decision.outcome is not Outcome.ALLOWED
    reason = (how.override_reason or order.override_reason) if is_over else how.override_reason
    return {
        "decision": decision.to_json() if decision is not None else {},
        "outcome": decision.outcome.value if decision is not None else "",
        "override_reason": reason,
        "override_by": how.by if reason else "",
    }


def _values(order: StandingOrder, day: date, look: Look, how: Made) -> dict[str, Any]:
    return {**order_values(order, day), **decision_values(order, look.decision, how)}
