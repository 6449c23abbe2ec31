"""The last trip filled in again on another day: same as last time in one key. No Qt."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.places import queries as places
from nemt_desk.places.rows import Place
from nemt_desk.trips import queries as trips
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.repeats import repeat_text
from nemt_desk.trips.routing import How
from nemt_desk.trips.rows import CompanionKind, LegRequest, Purpose, Trip, TripRequest
from ui.book.call.draft import NOT_ASKED, Caller, Draft, Stop
from ui.book.call.plan import Plan, plan
from ui.book.call.request import place_ids
from ui.book.call.ways import Ways, find_way, routed_way
from ui.book.services import OTHER

if TYPE_CHECKING:
    from nemt_desk.office import Office

_WEEK = timedelta(weeks=1)

# A trip of the time before facts were kept: its kind of care is on the trip itself.
_BEFORE = replace(NOT_ASKED, care_known=True)


def without_day(facts: AskedFacts) -> AskedFacts:
    """Return the answers that hold on another day too: not why one day could not wait."""
    return replace(
        facts, urgent=None, urgent_by="", words="", discharge=False, admitted_on=None,
        mode=None, driver_id=None, home_m=None, checked_on=None,
    )  # fmt: skip


def on_another_day(draft: Draft, day: date | None) -> Draft:
    """Return what was just booked for another day, a week on if none is said yet."""
    day = day or (draft.day + _WEEK if draft.day is not None else None)
    return replace(draft, day=day, facts=without_day(draft.facts), repeat="", override_reason="")


def as_booked(draft: Draft, trip: Trip) -> Draft:
    """Return the draft with what was told when this very trip was booked."""
    return replace(
        draft,
        facts=replace(AskedFacts.from_json(trip.asked), words="") if trip.asked else draft.facts,
        caller=Caller(trip.caller_relation, trip.asked_by, trip.caller_phone),
        driver_note=trip.driver_note,
        office_note=trip.office_note,
        override_reason=trip.override_reason,
    )


class LastTrip:
    """The member's last trip, to be filled in again."""

    def __init__(self, office: "Office", ways: Ways) -> None:
        self._office = office
        self._ways = ways
        self._request: TripRequest | None = None
        self._places: Mapping[Id, Place] = {}

    def find(self, draft: Draft, today: date) -> date | None:
        """Read the last trip; return the day typed, or a week on; None without a trip."""
        if draft.member is None:
            return None
        with self._office.store.read() as session:
            last = trips.last_trips(session, draft.member.id, limit=1)
            known = last[0].rides[0].day if last and last[0].rides else None
            day = draft.day or _next_day(known, today)
            self._request = trips.same_as_last(session, draft.member.id, day, self._office.time)
            if self._request is None:
                return None
            self._places = places.places_by_ids(session, place_ids(self._request))
        return day

    def take(self, trip: Trip) -> date:
        """Take a booked trip, to be changed; return its day."""
        self._request = trips.as_request(trip, self._office.time)
        with self._office.store.read() as session:
            self._places = places.places_by_ids(session, place_ids(self._request))
        return trip.rides[0].day

    def filled(self, draft: Draft, day: date) -> Draft:
        """Return the draft with the trip that was found, on `day`."""
        if self._request is None:
            return draft
        self._learn(self._request.legs)
        again = draft_again(draft, self._request, self._places, day=day, time=self._office.time)
        return self._left_to_compute(again)

    def _learn(self, legs: Sequence[LegRequest]) -> None:
        """Take the last trip's miles where the map would say the same for this day."""
        ways, roads = self._ways, self._office.map
        for leg in legs:
            start, end = self._places.get(leg.from_id), self._places.get(leg.to_id)
            if leg.mileage is None or start is None or end is None:
                continue
            is_same_map = roads is not None and roads.info.map_hash == leg.mileage.map_hash
            if is_same_map and ways.how == How(leg.mileage.kind):
                way = routed_way(leg.mileage, (start, end))
            else:
                way = find_way(roads, (start, end), ways.how)
            ways.learn({((start.id, end.id), ways.how): way})

    def _left_to_compute(self, draft: Draft) -> Draft:
        """Leave out times that come out of the others by themselves: they then follow."""
        full = plan(draft, self._ways, self._office.settings)
        for bare in (
            replace(draft, pickup=None, dropoff=None, return_time=None),
            replace(draft, pickup=None, dropoff=None),
            replace(draft, dropoff=None),
        ):
            least = plan(bare, self._ways, self._office.settings)
            if least == _as_computed(full, least):
                return bare
        return draft


def _next_day(last: date | None, today: date) -> date:
    if last is None:
        return today + timedelta(days=1)
    weeks = max(0, (today - last).days) // 7 + 1
    return last + weeks * _WEEK


def _as_computed(full: Plan, like: Plan) -> Plan:
    """Return `full` with what `like` calls computed, to compare the moments alone."""
    out = replace(full.out, computed=like.out.computed, problems=like.out.problems)
    return replace(full, out=out, computed=like.computed, problems=like.problems)


def draft_again(
    draft: Draft, request: TripRequest, places: Mapping[Id, Place], *, day: date, time: AgencyTime
) -> Draft:
    """Return the draft filled from the last trip, moved to `day`; typed notes of today stay."""
    first = request.legs[0]
    start = places.get(first.from_id)
    back_to = request.return_to_id
    was_asked = AskedFacts.from_json(request.asked) if request.asked else _BEFORE
    facts = without_day(was_asked)
    is_home = draft.home is not None and first.from_id == draft.home.id
    return replace(
        draft,
        service=request.service or (OTHER if request.purpose is Purpose.OTHER else ""),
        care=request.care if facts.care_known else None,
        facts=facts,
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
