"""Everything the days of some orders depend on, read once: the same few statements for all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.calendars.queries import (
    facility_shut,
    holidays,
    local_for,
    schools_closed_between,
)
from nemt_desk.calendars.rows import ShutDays
from nemt_desk.drivers.queries import drivers_by_ids
from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import chunks
from nemt_desk.ground.settings import Settings
from nemt_desk.members.absences import Absence, absences_between
from nemt_desk.members.queries import members_by_ids
from nemt_desk.members.rows import Member
from nemt_desk.places.queries import places_by_ids
from nemt_desk.places.rows import Place
from nemt_desk.trips.drafts import TripDraft
from nemt_desk.trips.model import RideRecord, TripRecord
from nemt_desk.trips.queries import trips_by_ids
from nemt_desk.trips.rows import OPEN_STATES, HolidayRule, Mileage, RideState, Trip
from nemt_desk.trips.rules import Span, span
from nemt_desk.trips.standing.orders import StandingOrder
from nemt_desk.trips.standing.reading import settled_days
from nemt_desk.trips.standing.rows import DayChoice, Settled

_BACK = timedelta(days=35)
_ROUND = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class OtherRide:
    """An open ride of a member, whatever it belongs to."""

    trip_id: Id
    standing_id: Id | None
    to_id: Id
    at: datetime | None
    span: Span | None


@dataclass(frozen=True)
class Facts:
    """What some orders meet from `today` until `last`; `now` is the moment of reading."""

    settings: Settings
    now: datetime
    today: date
    last: date
    holidays: Mapping[date, str]
    local: Mapping[str, Any]
    schools: Mapping[date, tuple[str, ...]]
    members: Mapping[Id, Member]
    absences: Mapping[Id, tuple[Absence, ...]]
    places: Mapping[Id, Place]
    shut: Mapping[Id, tuple[ShutDays, ...]]
    drivers: Mapping[Id, Driver]
    settled: Mapping[tuple[Id, date], Settled]
    trips: Mapping[tuple[Id, date], tuple[Trip, ...]]
    rides: dict[tuple[Id, date], tuple[OtherRide, ...]]
    miles: Mapping[tuple[Id, Id], Mileage]

    def standing_trip(self, order_id: Id, day: date) -> Trip | None:
        """Return the trip that stands for a day; one that the order itself cancelled does not."""
        kept = self.trips.get((order_id, day), ())
        return next((trip for trip in kept if is_there(trip)), None)

    def cancelled_trip(self, order_id: Id, day: date) -> Trip | None:
        """Return the newest trip of a day that the order itself cancelled."""
        kept = [one for one in self.trips.get((order_id, day), ()) if not is_there(one)]
        return max(kept, key=lambda one: one.id, default=None)

    def as_of(self, order: StandingOrder, day: date) -> StandingOrder:
        """Return the order with the places that have moved by `day` at their new address."""
        legs = tuple(
            replace(leg, from_id=self._moved(leg.from_id, day), to_id=self._moved(leg.to_id, day))
            for leg in order.legs
        )
        return order if legs == order.legs else replace(order, legs=legs)

    def _moved(self, place_id: Id, day: date) -> Id:
        seen: set[Id] = set()
        place = self.places.get(place_id)
        while place is not None and place.moved_to_id and place.is_closed_on(day):
            if place.id in seen or place.moved_to_id not in self.places:
                break
            seen.add(place.id)
            place_id = place.moved_to_id
            place = self.places.get(place_id)
        return place_id

    def note_rides(self, order: StandingOrder, trip_id: Id, draft: TripDraft) -> None:
        """Remember the rides of a trip just made: the next order may not make others over them."""
        for ride in draft.rides:
            key = order.member_id, ride.day
            busy = span(ride.pickup_at, ride.dropoff_at)
            one = OtherRide(trip_id, order.id, ride.to_id, ride.pickup_at, busy)
            self.rides[key] = (*self.rides.get(key, ()), one)

    def counts(self, order: StandingOrder, day: date) -> bool:
        """Tell whether a day of the pattern counts as one of the order's number of trips."""
        if self.standing_trip(order.id, day) is not None:
            return True
        settled = self.settled.get((order.id, day))
        if settled is not None:
            return settled.choice is not DayChoice.SKIP
        return day not in self.holidays or order.holiday_rule is not HolidayRule.SKIP


def is_there(trip: Trip) -> bool:
    """Tell whether a trip stands for its day: one ride is not cancelled, or a person did it."""
    return trip.by_hand or any(ride.state is not RideState.CANCELLED for ride in trip.rides)


def read_facts(
    session: Session,
    orders: Sequence[StandingOrder],
    settings: Settings,
    now: datetime,
    between: tuple[date, date],
) -> Facts:
    """Read what these orders meet between two days, and a little around them."""
    today = settings.time.day(now)
    since, last = between
    first = min([since, today - _BACK, *(one.from_day for one in orders if one.count)])
    first = min([first, *(one.from_day for one in orders if one.generated_until is None)])
    members = members_by_ids(session, {one.member_id for one in orders})
    ends = {end for one in orders for leg in one.legs for end in (leg.from_id, leg.to_id)}
    ends |= {one.home_id for one in members.values() if one.home_id is not None}
    places = _places(session, ends)
    ids = [one.id for one in orders]
    trips = _trips(session, ids, first - _ROUND)
    near = first - _ROUND, last + _ROUND
    return Facts(
        settings=settings,
        now=now,
        today=today,
        last=last,
        holidays=holidays(session, settings, *near),
        local=local_for(session, settings, *near),
        schools=schools_closed_between(session, *near),
        members=members,
        absences=absences_between(session, *near),
        places=places,
        shut=facility_shut(session, places, *near),
        drivers=drivers_by_ids(session, {one.driver_id for one in orders if one.driver_id}),
        settled=settled_days(session, ids, first - _ROUND),
        trips=_by_day(trips),
        rides=_rides(session, list(members), *near),
        miles=_miles(trips),
    )


def _places(session: Session, ids: set[Id]) -> dict[Id, Place]:
    """Return these places, and those they have moved to."""
    found = places_by_ids(session, ids)
    while later := {one.moved_to_id for one in found.values() if one.moved_to_id} - found.keys():
        more = places_by_ids(session, later)
        if not more:
            break
        found |= more
    return found


def _trips(session: Session, order_ids: Sequence[Id], since: date) -> list[Trip]:
    found: list[Id] = []
    for some in chunks(order_ids):
        wanted = select(TripRecord.id).where(
            TripRecord.standing_id.in_(some), TripRecord.standing_day >= since
        )
        found += session.scalars(wanted.order_by(TripRecord.id))
    return trips_by_ids(session, found)


def _by_day(trips: Iterable[Trip]) -> dict[tuple[Id, date], tuple[Trip, ...]]:
    found: dict[tuple[Id, date], list[Trip]] = defaultdict(list)
    for trip in trips:
        if trip.standing_id is not None and trip.standing_day is not None:
            found[trip.standing_id, trip.standing_day].append(trip)
    return {key: tuple(some) for key, some in found.items()}


def _miles(trips: Iterable[Trip]) -> dict[tuple[Id, Id], Mileage]:
    """Return the newest miles of each way that was ever driven for these orders."""
    rides = [ride for trip in trips for ride in trip.rides if ride.mileage is not None]
    rides.sort(key=lambda ride: (ride.day, ride.id))
    return {(one.from_id, one.to_id): one.mileage for one in rides if one.mileage is not None}


def _rides(
    session: Session, member_ids: Sequence[Id], first: date, last: date
) -> dict[tuple[Id, date], tuple[OtherRide, ...]]:
    on = RideRecord
    columns = select(
        on.member_id, on.day, on.trip_id, TripRecord.standing_id, on.to_id,
        on.pickup_at, on.dropoff_at,
    ).join(TripRecord, TripRecord.id == on.trip_id)  # fmt: skip
    found: dict[tuple[Id, date], list[OtherRide]] = defaultdict(list)
    for some in chunks(member_ids):
        wanted = columns.where(
            on.member_id.in_(some),
            on.day.between(first, last),
            on.state.in_(sorted(OPEN_STATES)),
        )
        for member_id, day, trip_id, standing_id, to_id, pickup, dropoff in session.execute(wanted):
            one = OtherRide(trip_id, standing_id, to_id, pickup, span(pickup, dropoff))
            found[member_id, day].append(one)
    return {key: tuple(some) for key, some in found.items()}
