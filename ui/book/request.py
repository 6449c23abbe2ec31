"""From what was typed to the trip that is asked for, and from the last trip back. No Qt."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import Place
from nemt_desk.policy.decision import Decision
from nemt_desk.trips.repeats import days, parse, repeat_text
from nemt_desk.trips.rows import (
    CompanionKind,
    Leg,
    LegRequest,
    Mileage,
    Purpose,
    Repeat,
    ReturnKind,
    TripRequest,
)
from ui.book.draft import Draft, Stop
from ui.book.timing import Plan
from ui.book.ways import Ways
from ui.book.words import OTHER

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


def trip_request(
    draft: Draft, plan: Plan, ways: Ways, *, today: date, decision: Decision | None
) -> TripRequest:
    """Return the trip to ask for.

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
    mode = draft.mode or (decision.mode if decision else None) or member.assessed_mode or 2
    return TripRequest(
        member_id=member.id,
        legs=legs,
        purpose=draft.purpose,
        service="" if draft.service == OTHER else draft.service,
        care=draft.care,
        return_kind=draft.return_kind,
        return_at=plan.return_at,
        return_to_id=draft.return_to.id if draft.return_to is not None else None,
        return_mileage=_return_mileage(draft, last, ways),
        return_mode=draft.return_mode,
        companions=draft.everybody,
        mode=mode,
        assistance=draft.assistance,
        in_wheelchair=draft.in_wheelchair,
        decision=decision.to_json() if decision is not None else None,
        override_reason=draft.override_reason.strip(),
        asked_by=draft.asked_by.strip(),
        driver_note=draft.driver_note.strip(),
        office_note=draft.office_note.strip(),
        repeat=repeat_of(draft, today),
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


def draft_again(
    draft: Draft, request: TripRequest, places: Mapping[Id, Place], *, day: date, time: AgencyTime
) -> Draft:
    """Return the draft filled from the last trip, moved to `day`; typed notes of today stay."""
    first = request.legs[0]
    start = places.get(first.from_id)
    back_to = request.return_to_id
    is_home = draft.home is not None and first.from_id == draft.home.id
    return replace(
        draft,
        service=request.service or (OTHER if request.purpose is Purpose.OTHER else ""),
        care=request.care,
        place=places.get(first.to_id),
        day=day,
        appointment=_clock(first.appointment_at, time),
        stay_min=first.stay_min,
        origin=None if is_home else start,
        pickup=_clock(first.pickup_at, time),
        dropoff=_clock(first.dropoff_at, time),
        drive_min=None,
        stops=tuple(_stops_again(request, places)),
        return_kind=request.return_kind,
        return_time=_clock(request.return_at, time),
        return_to=places.get(back_to) if back_to and back_to != first.from_id else None,
        return_mode=request.return_mode if request.return_mode != request.mode else None,
        companions=tuple(
            one for one in request.companions if one.kind is not CompanionKind.SERVICE_ANIMAL
        ),
        has_animal=any(one.kind is CompanionKind.SERVICE_ANIMAL for one in request.companions),
        in_wheelchair=request.in_wheelchair,
        assistance=request.assistance,
        driver_note=draft.driver_note or request.driver_note,
        office_note=draft.office_note,
        repeat=repeat_text(request.repeat) if request.repeat else "",
    )


def _stops_again(request: TripRequest, places: Mapping[Id, Place]) -> Iterator[Stop]:
    """Go through the further stops; how long one takes is told by when the next ride leaves."""
    leaving = [*(leg.pickup_at for leg in request.legs[2:]), request.return_at]
    for leg, leaves in zip(request.legs[1:], leaving, strict=False):
        stay = Stop().stay_min
        if leg.dropoff_at is not None and leaves is not None and leaves >= leg.dropoff_at:
            stay = round((leaves - leg.dropoff_at).total_seconds() / 60)
        yield Stop(places.get(leg.to_id), stay)


def _clock(moment: datetime | None, time: AgencyTime) -> dt.time | None:
    return None if moment is None else time.local(moment).time()
