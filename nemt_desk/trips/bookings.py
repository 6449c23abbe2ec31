"""A booking's rows: how a draft becomes a trip with its rides and companions."""

from collections.abc import Iterable, Mapping
from typing import Any

from nemt_desk.ground.entry import Checker
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Work
from nemt_desk.policy.decision import Outcome
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips.drafts import RideDraft, TripDraft
from nemt_desk.trips.model import CompanionRecord, RideRecord, TripRecord
from nemt_desk.trips.rows import Companion, Mileage, TripRequest
from nemt_desk.trips.rules import seats_for


def outcome_of(decision: Mapping[str, Any] | None) -> Outcome | None:
    """Return the outcome of a kept decision, None if the rules were not asked."""
    return Outcome(decision["outcome"]) if decision else None


def mark_by_hand(work: Work, trip_id: Id) -> None:
    """Remember that a person changed a trip of a standing order: it is theirs from now on."""
    trip = work.fetch(TripRecord, trip_id)
    if trip.standing_id is not None and not trip.by_hand:
        trip.by_hand = True


def check_outcome(actor: Actor, request: TripRequest) -> None:
    """Refuse what the rules don't allow, unless it is overridden.

    Raises:
        RefusedError: an emergency, or no right to override.
        InputError: the reason to override is missing.
    """
    outcome = outcome_of(request.decision)
    if outcome is None or outcome is Outcome.ALLOWED:
        return
    if outcome is Outcome.EMERGENCY:
        raise RefusedError(
            "This sounds like an emergency: tell the caller to hang up and dial 911. No ride was"
            " booked."
        )
    require(actor, Right.OVERRIDE)
    if not request.override_reason.strip():
        sentence = "The rules don't allow this ride as it is. Say why it is booked all the same."
        raise InputError([Problem("override_reason", sentence)])


def texts_of(request: TripRequest) -> dict[str, str]:
    """Return what was typed as words, cleaned.

    Raises:
        InputError: one of them can't be taken.
    """
    check = Checker()
    texts = {
        "service": check.line("service", request.service),
        "asked_by": check.line("asked_by", request.asked_by),
        "caller_relation": check.line("caller_relation", request.caller_relation),
        "caller_phone": check.phone("caller_phone", request.caller_phone),
        "override_reason": check.line("override_reason", request.override_reason),
        "driver_note": check.note("driver_note", request.driver_note),
        "office_note": check.note("office_note", request.office_note),
    }
    check.raise_if_any()
    return texts


def trip_values(request: TripRequest, texts: Mapping[str, str], by: str) -> dict[str, Any]:
    """Return the columns of a request's trip; `by` is who may have overridden."""
    outcome = outcome_of(request.decision)
    main = request.legs[0]
    return {
        "member_id": request.member_id,
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
    work.session.add(TripRecord(id=trip_id, appointment_at=main.appointment_at, **common))
    shared = {"trip_id": trip_id, **shared_values(request)}
    rides = [
        RideRecord(id=new_id(), seq=seq, **shared, **ride_values(ride))
        for seq, ride in enumerate(draft.rides, start=1)
    ]
    work.session.add_all(rides)
    add_companions(work, trip_id, request.companions)
    return trip_id, [ride.id for ride in rides]


def add_companions(work: Work, trip_id: Id, companions: Iterable[Companion]) -> None:
    """Add who rides along."""
    work.session.add_all(
        CompanionRecord(
            id=new_id(), trip_id=trip_id, kind=one.kind, name=one.name, reason=one.reason
        )
        for one in companions
    )


def shared_values(request: TripRequest) -> dict[str, Any]:
    """Return the columns that all rides of a request have in common."""
    seats = seats_for(request.companions, in_wheelchair=request.in_wheelchair)
    return {
        "member_id": request.member_id,
        "return_kind": request.return_kind,
        "assistance": request.assistance,
        "seats": seats.seats,
        "wheelchair_places": seats.wheelchair_places,
    }


def ride_values(draft: RideDraft) -> dict[str, Any]:
    """Return the columns of one ride."""
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
