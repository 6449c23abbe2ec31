"""From what was typed to the trip that is asked for. No Qt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import Place
from nemt_desk.policy.decision import Decision
from nemt_desk.trips.asking import Asking
from nemt_desk.trips.repeats import days, parse
from nemt_desk.trips.rows import (
    Care,
    Leg,
    LegRequest,
    Mileage,
    Repeat,
    ReturnKind,
    TripRequest,
)
from ui.book.call.draft import Draft
from ui.book.call.plan import Plan
from ui.book.call.ways import Ways
from ui.book.services import OTHER

_USUAL_MODE = 2

_NEEDED = (
    ("member", "Who rides? Type a part of the name, the birth date, phone or member ID."),
    ("service", "What is the ride for?"),
    ("place", "Where does the ride go? Choose a place, or make a new one."),
    ("day", "Which day is it?"),
    ("from", "Where is the member picked up? There is no home on the record: choose a place."),
)


def problems_of(draft: Draft, plan: Plan, today: date) -> list[Problem]:
    """Return what keeps the draft from being saved, in calling order."""
    given = {
        "member": draft.member,
        "service": draft.service,
        "place": draft.place,
        "day": draft.day,
        "from": draft.start,
    }
    problems = [Problem(name, words) for name, words in _NEEDED if not given[name]]
    if draft.member is None:
        # Who rides comes first: where from follows from it.
        problems = [problem for problem in problems if problem.field != "from"]
    if draft.start is not None and draft.place is not None and draft.start.id == draft.place.id:
        problems.append(Problem("from", "The ride would begin and end at the same place."))
    problems += _time_problems(draft, plan)
    problems += plan.problems
    try:
        repeat_days(draft, today)
    except InputError as error:
        problems += [Problem("repeat", problem.sentence) for problem in error.problems]
    return problems


def _time_problems(draft: Draft, plan: Plan) -> list[Problem]:
    if draft.day is None:
        return []
    if draft.appointment is None and draft.pickup is None and draft.dropoff is None:
        return [Problem("appointment", "Say one time: appointment, pick-up or drop-off.")]
    if plan.out.pickup_at is None:
        sentence = "The minutes of the way are not known: type the pick-up, or the minutes."
        return [Problem("pickup", sentence)]
    return []


def repeat_of(draft: Draft, today: date) -> Repeat | None:
    """Return the repeat that was typed.

    Raises:
        InputError: it can't be understood.
    """
    return parse(draft.repeat, today) if draft.repeat.strip() else None


def repeat_days(draft: Draft, today: date) -> tuple[date, ...]:
    """Return the days of the repeat; empty without one, or while there is no first day.

    Raises:
        InputError: it can't be understood, or does not fit the day.
    """
    repeat = repeat_of(draft, today)
    if repeat is None or draft.day is None:
        return ()
    return days(draft.day, repeat)


def trip_request(draft: Draft, plan: Plan, ways: Ways, *, today: date) -> TripRequest:
    """Return the trip to ask for, the rules not yet asked.

    Raises:
        InputError: with everything that is missing or contradicts itself.
    """
    problems = problems_of(draft, plan, today)
    member, start, place = draft.member, draft.start, draft.place
    if problems or member is None or start is None or place is None:
        raise InputError(problems)
    first = LegRequest(
        from_id=start.id,
        to_id=place.id,
        pickup_at=plan.out.pickup_at,
        dropoff_at=plan.out.dropoff_at,
        appointment_at=plan.out.appointment_at,
        stay_min=draft.stay,
        mileage=ways.of(start, place).mileage,
    )
    legs = (first, *_onward(draft, plan, ways))
    last = draft.real_stops[-1].place if draft.real_stops else place
    return TripRequest(
        member_id=member.id,
        legs=legs,
        purpose=draft.purpose,
        service="" if draft.service == OTHER else draft.service,
        care=draft.care or Care.PRIMARY,
        return_kind=draft.return_kind,
        return_at=plan.return_at,
        return_to_id=draft.return_to.id if draft.return_to is not None else None,
        return_mileage=_return_mileage(draft, last, ways),
        return_mode=draft.return_mode,
        companions=draft.everybody,
        mode=draft.mode or member.assessed_mode or _USUAL_MODE,
        assistance=draft.assistance,
        in_wheelchair=draft.in_wheelchair,
        override_reason=draft.override_reason.strip(),
        asked_by=draft.caller.name.strip(),
        caller_relation=draft.caller.relation,
        caller_phone=draft.caller.phone.strip(),
        driver_note=draft.driver_note.strip(),
        office_note=draft.office_note.strip(),
        repeat=repeat_of(draft, today),
    )


def judged(request: TripRequest, draft: Draft, asking: Asking, decision: Decision) -> TripRequest:
    """Return the request with what the rules were told and what they said."""
    return replace(
        request,
        mode=draft.mode or decision.mode or request.mode,
        decision=decision.to_json(),
        asked=asking.kept_facts().to_json(),
    )


def _return_mileage(draft: Draft, last: Place | None, ways: Ways) -> Mileage | None:
    if draft.return_kind is ReturnKind.NONE:
        return None
    return ways.of(last, draft.end).mileage


def _onward(draft: Draft, plan: Plan, ways: Ways) -> Sequence[LegRequest]:
    legs = []
    here = draft.place
    for stop, times in zip(draft.real_stops, plan.stops, strict=True):
        if here is None or stop.place is None:
            break
        legs.append(
            LegRequest(
                from_id=here.id,
                to_id=stop.place.id,
                leg=Leg.ONWARD,
                pickup_at=times.pickup_at if times else None,
                dropoff_at=times.dropoff_at if times else None,
                stay_min=stop.stay_min,
                mileage=ways.of(here, stop.place).mileage,
            )
        )
        here = stop.place
    return legs


def place_ids(request: TripRequest) -> set[Id]:
    """Return the places a request speaks of."""
    ids = {leg.from_id for leg in request.legs} | {leg.to_id for leg in request.legs}
    return ids | ({request.return_to_id} if request.return_to_id else set())
