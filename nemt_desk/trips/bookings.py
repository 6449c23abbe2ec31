"""A booking's rows: how a draft becomes a standing order, trips, rides and companions."""

from collections.abc import Iterable, Mapping
from typing import Any

from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Work
from nemt_desk.policy.decision import Outcome
from nemt_desk.trips.drafts import RideDraft, TripDraft
from nemt_desk.trips.model import CompanionRecord, RideRecord, TripRecord
from nemt_desk.trips.rows import Mileage, TripRequest
from nemt_desk.trips.rules import seats_for
from nemt_desk.trips.standing.model import StandingRecord


def outcome_of(decision: Mapping[str, Any] | None) -> Outcome | None:
    """Return the outcome of a kept decision, None if the rules were not asked."""
    return Outcome(decision["outcome"]) if decision else None


def add_standing(work: Work, request: TripRequest, trips: Iterable[TripDraft]) -> Id | None:
    """Add the standing order of a repeat; return its key, None without a repeat."""
    repeat = request.repeat
    if repeat is None:
        return None
    days = [trip.day for trip in trips]
    row = StandingRecord(
        id=new_id(),
        member_id=request.member_id,
        weekdays=sorted(repeat.weekdays),
        every_weeks=repeat.every_weeks,
        from_day=days[0],
        until_day=repeat.until or days[-1],
    )
    work.session.add(row)
    # The trips point at it, and nothing tells SQLAlchemy so.
    work.session.flush()
    return row.id


def mark_by_hand(work: Work, trip_id: Id) -> None:
    """Remember that a person changed a trip of a standing order: it is theirs from now on."""
    trip = work.fetch(TripRecord, trip_id)
    if trip.standing_id is not None and not trip.by_hand:
        trip.by_hand = True


def trip_values(
    request: TripRequest, texts: Mapping[str, str], standing_id: Id | None, by: str
) -> dict[str, Any]:
    """Return what all trips of a request have in common; `by` is who may have overridden."""
    outcome = outcome_of(request.decision)
    main = request.legs[0]
    return {
        "member_id": request.member_id,
        "standing_id": standing_id,
        "purpose": request.purpose,
        "care": request.care,
        "place_id": main.to_id,
        "stay_min": main.stay_min,
        "asked": dict(request.asked),
        "decision": dict(request.decision or {}),
        "outcome": outcome.value if outcome else "",
        "override_by": by if texts["override_reason"] else "",
        **texts,
    }


def add_trip(
    work: Work, request: TripRequest, draft: TripDraft, common: Mapping[str, Any]
) -> tuple[Id, list[Id]]:
    """Add one trip with its rides and companions; return their keys."""
    trip_id = new_id()
    main = draft.rides[0]
    stands_for = draft.day if common["standing_id"] is not None else None
    work.session.add(
        TripRecord(
            id=trip_id,
            appointment_at=main.appointment_at,
            standing_day=stands_for,
            **common,
        )
    )
    seats = seats_for(request.companions, in_wheelchair=request.in_wheelchair)
    shared = {
        "trip_id": trip_id,
        "member_id": request.member_id,
        "return_kind": request.return_kind,
        "assistance": request.assistance,
        "seats": seats.seats,
        "wheelchair_places": seats.wheelchair_places,
    }
    rides = [
        RideRecord(id=new_id(), seq=seq, **shared, **_ride_values(ride))
        for seq, ride in enumerate(draft.rides, start=1)
    ]
    work.session.add_all(rides)
    work.session.add_all(
        CompanionRecord(
            id=new_id(), trip_id=trip_id, kind=one.kind, name=one.name, reason=one.reason
        )
        for one in request.companions
    )
    return trip_id, [ride.id for ride in rides]


def _ride_values(draft: RideDraft) -> dict[str, Any]:
    return {
        "leg": draft.leg,
        "day": draft.day,
        "from_id": draft.from_id,
        "to_id": draft.to_id,
        "pickup_at": draft.pickup_at,
        "dropoff_at": draft.dropoff_at,
        "appointment_at": draft.appointment_at,
        "mode": draft.mode,
        **mileage_values(draft.mileage),
    }


def mileage_values(mileage: Mileage | None) -> dict[str, Any]:
    """Return a ride's columns for its miles; none where it was not routed."""
    if mileage is None:
        return {}
    return {
        "direct_m": float(mileage.direct_m),
        "drive_min": mileage.minutes,
        "engine": mileage.engine,
        "engine_version": mileage.version,
        "map_date": mileage.map_date,
        "map_hash": mileage.map_hash,
        "route_kind": mileage.kind,
        "off_road_m": mileage.off_road_m,
    }
