"""The rules asked again about trips that are kept, with today's records and papers.

Nothing is changed here. `again` (DecideAgain) keeps the new answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.calendars.queries import local_for, schools_closed_between
from nemt_desk.drivers.queries import drivers_by_ids
from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import chunks
from nemt_desk.ground.settings import Settings
from nemt_desk.members.queries import members_by_ids
from nemt_desk.members.rows import Member
from nemt_desk.places.queries import places_by_ids
from nemt_desk.places.rows import Place
from nemt_desk.policy.decision import Decision
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.asking import Asking, ask
from nemt_desk.trips.model import RideRecord, TripRecord
from nemt_desk.trips.queries import trip, trips_by_ids
from nemt_desk.trips.rows import OPEN_STATES, RideState, Trip

# Long enough for every notice rule: the office's own holidays before a ride count, too.
_HOLIDAYS_BEFORE = 31


def asking_of(
    session: Session, trip_id: Id, settings: Settings, *, asked_at: datetime | None = None
) -> Asking:
    """Return the question of a kept trip as it must be asked now.

    Without `asked_at` it counts as asked when it was booked, so that notice is judged as then.

    Raises:
        RefusedError: there is no such trip.
    """
    return askings_of(session, [trip(session, trip_id)], settings, asked_at=asked_at)[trip_id]


def decision_for(
    session: Session, trip_id: Id, settings: Settings, *, asked_at: datetime | None = None
) -> Decision:
    """Return what the rules say about a kept trip with the papers that are on file now.

    Raises:
        RefusedError: there is no such trip.
    """
    return ask(asking_of(session, trip_id, settings, asked_at=asked_at))


def decisions_for(
    session: Session,
    trip_ids: Iterable[Id],
    settings: Settings,
    *,
    asked_at: datetime | None = None,
) -> dict[Id, Decision]:
    """Return the same for many trips, in a constant number of statements."""
    trips = trips_by_ids(session, trip_ids)
    asked = askings_of(session, trips, settings, asked_at=asked_at)
    return {key: ask(asking) for key, asking in asked.items()}


def with_calendar(session: Session, asking: Asking) -> Asking:
    """Return the question with the office's own holidays and closed schools of its day."""
    day = asking.day
    first = date.fromordinal(min(day, asking.settings.time.day(asking.asked_at)).toordinal() - 1)
    return replace(
        asking,
        local=local_for(session, asking.settings, first, day),
        school_closed=schools_closed_between(session, day, day).get(day, ()),
    )


def askings_of(
    session: Session,
    trips: Sequence[Trip],
    settings: Settings,
    *,
    asked_at: datetime | None = None,
) -> dict[Id, Asking]:
    """Return the questions of kept trips that have rides, in a constant number of statements."""
    whole = [one for one in trips if one.rides]
    if not whole:
        return {}
    known = _Known.read(session, whole, settings)
    return {one.id: known.asking(one, asked_at) for one in whole}


@dataclass(frozen=True, slots=True)
class _Known:
    """The records that the questions of some trips are made from."""

    settings: Settings
    members: Mapping[Id, Member]
    places: Mapping[Id, Place]
    drivers: Mapping[Id, Driver]
    schools: Mapping[date, tuple[str, ...]]
    local: Mapping[str, Any]

    @staticmethod
    def read(session: Session, trips: Sequence[Trip], settings: Settings) -> "_Known":
        days = [ride.day for one in trips for ride in one.rides]
        first, last = min(days), max(days)
        asked = min(settings.time.day(one.booked_at) for one in trips)
        holidays_from = min(asked, date.fromordinal(first.toordinal() - _HOLIDAYS_BEFORE))
        ends = {end for one in trips for ride in one.rides for end in (ride.from_id, ride.to_id)}
        ends |= {one.place_id for one in trips if one.place_id is not None}
        facts = (AskedFacts.from_json(one.asked) for one in trips)
        drivers = {one.driver_id for one in facts if one.driver_id is not None}
        return _Known(
            settings,
            members_by_ids(session, {one.member_id for one in trips}),
            places_by_ids(session, ends),
            drivers_by_ids(session, drivers) if drivers else {},
            schools_closed_between(session, first, last),
            local_for(session, settings, holidays_from, last),
        )

    def asking(self, one: Trip, asked_at: datetime | None) -> Asking:
        first = one.rides[0]
        facts = AskedFacts.from_json(one.asked)
        mileage = first.mileage
        found = Asking(
            member=self.members[one.member_id],
            settings=self.settings,
            asked_at=asked_at or one.booked_at,
            origin=self.places.get(first.from_id),
            destination=self.places.get(one.place_id or first.to_id),
            purpose=one.purpose,
            service=one.service,
            care=one.care,
            appointment_at=one.appointment_at,
            pickup_at=first.pickup_at or first.dropoff_at,
            direct_m=mileage.direct_m if mileage is not None else None,
            home_m=facts.home_m,
            # A trip from before these facts were kept stays with the mode it has.
            mode=facts.mode if one.asked else first.mode,
            assistance=first.assistance,
            return_kind=first.return_kind,
            companions=one.companions,
            driver=self.drivers.get(facts.driver_id) if facts.driver_id is not None else None,
            facts=facts,
            trip_id=one.id,
            recurring=one.standing_id is not None,
            local=self.local,
        )
        return replace(found, school_closed=self.schools.get(found.day, ()))


def trips_to_come(
    session: Session,
    today: date,
    *,
    until: date | None = None,
    member_ids: Iterable[Id] = (),
    only_decided: bool = True,
) -> list[Trip]:
    """Return trips with a ride still to be driven from `today` on.

    Those under way are left out, and those the rules were never asked about (`only_decided`);
    `member_ids` narrows it to these members.
    """
    open_states = OPEN_STATES - {RideState.ABOARD}
    statement = (
        select(RideRecord.trip_id, RideRecord.day)
        .join(TripRecord, TripRecord.id == RideRecord.trip_id)
        .where(
            RideRecord.day >= today,
            RideRecord.state.in_(sorted(open_states)),
        )
        .order_by(RideRecord.day, RideRecord.trip_id)
    )
    if only_decided:
        statement = statement.where(TripRecord.outcome != "")
    if until is not None:
        statement = statement.where(RideRecord.day <= until)
    keys = list({*member_ids})
    pieces = chunks(keys) if keys else [[]]
    found: list[Id] = []
    for piece in pieces:
        some = statement.where(TripRecord.member_id.in_(piece)) if piece else statement
        found += (row.trip_id for row in session.execute(some))
    return trips_by_ids(session, found)
