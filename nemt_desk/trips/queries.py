"""Reads of the trips room. Each makes the same few SELECTs however many rows there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import chunks
from nemt_desk.members.model import MemberRecord
from nemt_desk.members.rows import Need
from nemt_desk.places.queries import places_by_ids
from nemt_desk.policy.decision import Decision
from nemt_desk.trips.model import CompanionRecord, RideRecord, TripRecord, UnmetRecord
from nemt_desk.trips.repeats import shifted
from nemt_desk.trips.rows import (
    OPEN_STATES,
    Companion,
    DayCounts,
    Leg,
    LegRequest,
    Mileage,
    ReturnKind,
    Ride,
    RideLine,
    RideState,
    Trip,
    TripRequest,
    Unmet,
)

_HEAD = ("id", "version", "trip_id", "member_id", "seq", "leg", "day", "from_id", "to_id")
_BODY = ("pickup_at", "dropoff_at", "appointment_at", "return_kind", "state", "state_reason")
_NEEDS = ("reason_code", "mode", "assistance", "seats", "wheelchair_places")
_MARKED = ("ready_at", "arrived_at", "aboard_at", "off_at", "notice", "no_show")
_RIDE_NAMES = (*_HEAD, *_BODY, *_NEEDS, *_MARKED)
_MILEAGE = (
    *("direct_m", "drive_min", "engine", "engine_version", "map_date", "map_hash"),
    *("route_kind", "off_road_m"),
)
_RIDES: Select[Any] = select(*(getattr(RideRecord, name) for name in (*_RIDE_NAMES, *_MILEAGE)))
_IN_ORDER = (
    RideRecord.day,
    RideRecord.pickup_at.is_(None),
    RideRecord.pickup_at,
    RideRecord.trip_id,
    RideRecord.seq,
)
_TRIP_NAMES = (
    *("id", "version", "member_id", "standing_id", "purpose", "service", "care", "place_id"),
    *("appointment_at", "stay_min", "asked_by", "outcome", "override_reason", "driver_note"),
    *("office_note", "caller_relation", "caller_phone", "asked", "override_by"),
    *("standing_day", "by_hand"),
)
_TRIPS: Select[Any] = select(*(getattr(TripRecord, name) for name in (*_TRIP_NAMES, "created_at")))


def _ride(row: Row[Any]) -> Ride:
    values: Mapping[str, Any] = dict(zip(_RIDE_NAMES, row, strict=False))
    direct_m, minutes, *source = row[len(_RIDE_NAMES) :]
    mileage = None if direct_m is None else Mileage(direct_m, minutes or 0, *source)
    return Ride(**values, mileage=mileage)


def _rides(session: Session, *where: ColumnElement[bool]) -> list[Ride]:
    return [_ride(row) for row in session.execute(_RIDES.where(*where).order_by(*_IN_ORDER))]


def ride(session: Session, ride_id: Id) -> Ride:
    """Return one ride.

    Raises:
        RefusedError: there is none.
    """
    found = _rides(session, RideRecord.id == ride_id)
    if not found:
        raise RefusedError("This ride is not there any more.")
    return found[0]


def rides_on(session: Session, day: date) -> list[Ride]:
    """Return a day's rides by pick-up, those without a time last."""
    return _rides(session, RideRecord.day == day)


def rides_between(session: Session, first: date, last: date) -> list[Ride]:
    """Return the rides of several days, both inclusive."""
    return _rides(session, RideRecord.day >= first, RideRecord.day <= last)


def rides_by_ids(session: Session, ids: Iterable[Id]) -> list[Ride]:
    """Return the rides with these keys; those that are not there are left out."""
    pieces = chunks(list({*ids}))
    return [one for piece in pieces for one in _rides(session, RideRecord.id.in_(piece))]


def rides_of_member(session: Session, member_id: Id, limit: int = 50) -> list[Ride]:
    """Return a member's rides, newest day first."""
    newest = (RideRecord.day.desc(), RideRecord.pickup_at.desc(), RideRecord.seq.desc())
    statement = _RIDES.where(RideRecord.member_id == member_id).order_by(*newest).limit(limit)
    return [_ride(row) for row in session.execute(statement)]


def coming_rides(session: Session, member_id: Id, first: date, limit: int = 50) -> list[Ride]:
    """Return a member's rides from a day on, the nearest first."""
    is_his = (RideRecord.member_id == member_id, RideRecord.day >= first)
    order = (RideRecord.day, RideRecord.seq)
    statement = _RIDES.where(*is_his).order_by(*order).limit(limit)
    return [_ride(row) for row in session.execute(statement)]


# --- trips ------------------------------------------------------------------------------------


def trip(session: Session, trip_id: Id) -> Trip:
    """Return one trip with its rides and companions.

    Raises:
        RefusedError: there is none.
    """
    found = trips_by_ids(session, [trip_id])
    if not found:
        raise RefusedError("This trip is not there any more.")
    return found[0]


def trips_by_ids(session: Session, ids: Iterable[Id]) -> list[Trip]:
    """Return trips in the order of `ids`; those that are not there are left out."""
    wanted = list(dict.fromkeys(ids))
    rows: dict[Id, Row[Any]] = {}
    rides: dict[Id, list[Ride]] = defaultdict(list)
    for piece in chunks(wanted):
        rows |= {row.id: row for row in session.execute(_TRIPS.where(TripRecord.id.in_(piece)))}
        for one in _rides(session, RideRecord.trip_id.in_(piece)):
            rides[one.trip_id].append(one)
    companions = _companions(session, wanted)
    return [_trip(rows[key], rides[key], companions.get(key, ())) for key in wanted if key in rows]


def _trip(row: Row[Any], rides: Sequence[Ride], companions: Sequence[Companion]) -> Trip:
    named: Mapping[str, Any] = dict(zip(_TRIP_NAMES, row, strict=False))
    return Trip(
        **named,
        booked_at=row.created_at,
        companions=tuple(companions),
        rides=tuple(sorted(rides, key=lambda one: one.seq)),
    )


def _companions(session: Session, trip_ids: Sequence[Id]) -> Mapping[Id, Sequence[Companion]]:
    found: dict[Id, list[Companion]] = defaultdict(list)
    columns = select(
        CompanionRecord.trip_id, CompanionRecord.kind, CompanionRecord.name, CompanionRecord.reason
    )
    for piece in chunks(trip_ids):
        statement = columns.where(CompanionRecord.trip_id.in_(piece)).order_by(CompanionRecord.id)
        for trip_id, kind, name, reason in session.execute(statement):
            found[trip_id].append(Companion(kind, name, reason))
    return found


def decision_of(session: Session, trip_id: Id) -> Decision | None:
    """Return what the rules said when the trip was booked, None if they were not asked."""
    kept = session.scalar(select(TripRecord.decision).where(TripRecord.id == trip_id))
    return Decision.from_json(kept) if kept else None


def decisions_of(session: Session, trip_ids: Iterable[Id]) -> dict[Id, Decision]:
    """Return what the rules said about trips; those they were not asked about are left out."""
    found: dict[Id, Decision] = {}
    for piece in chunks(list({*trip_ids})):
        statement = select(TripRecord.id, TripRecord.decision).where(TripRecord.id.in_(piece))
        found |= {key: Decision.from_json(kept) for key, kept in session.execute(statement) if kept}
    return found


def last_trips(
    session: Session, member_id: Id, limit: int = 5, *, before: date | None = None
) -> list[Trip]:
    """Return the member's last trips by day, newest first; wholly cancelled ones left out.

    Those to come are among them unless only days `before` one are wanted.
    """
    last_day = func.max(RideRecord.day)
    statement = (
        select(RideRecord.trip_id)
        .where(RideRecord.member_id == member_id, RideRecord.state != RideState.CANCELLED)
        .group_by(RideRecord.trip_id)
        .having(*([last_day < before] if before is not None else []))
        .order_by(last_day.desc(), RideRecord.trip_id.desc())
        .limit(limit)
    )
    ids = session.scalars(statement).all()
    return trips_by_ids(session, ids) if ids else []


def next_trip(session: Session, member_id: Id, day: date) -> Trip | None:
    """Return the member's next trip from `day` on; wholly cancelled ones left out."""
    first_day = func.min(RideRecord.day)
    statement = (
        select(RideRecord.trip_id)
        .where(RideRecord.member_id == member_id, RideRecord.state != RideState.CANCELLED)
        .group_by(RideRecord.trip_id)
        .having(func.max(RideRecord.day) >= day)
        .order_by(first_day, func.min(RideRecord.pickup_at), RideRecord.trip_id)
        .limit(1)
    )
    found = session.scalar(statement)
    return trips_by_ids(session, [found])[0] if found is not None else None


def same_as_last(
    session: Session, member_id: Id, day: date, time: AgencyTime
) -> TripRequest | None:
    """Return the member's last trip as a request for `day`, the rules not yet asked (F6)."""
    found = last_trips(session, member_id, limit=1)
    return _again(found[0], day, time) if found and found[0].rides else None


def as_request(trip: Trip, time: AgencyTime) -> TripRequest:
    """Return a trip that has rides as it would be asked for, to be changed and booked anew."""
    return _again(trip, trip.rides[0].day, time)


def _again(last: Trip, day: date, time: AgencyTime) -> TripRequest:
    first = last.rides[0]

    def moved(moment: datetime | None) -> datetime | None:
        return shifted(moment, first.day, day, time)

    way_home = next((one for one in last.rides if one.leg is Leg.RETURN), None)
    is_open = first.return_kind is ReturnKind.WILL_CALL
    legs = tuple(
        LegRequest(
            from_id=one.from_id,
            to_id=one.to_id,
            leg=one.leg,
            pickup_at=moved(one.pickup_at),
            dropoff_at=moved(one.dropoff_at),
            appointment_at=moved(one.appointment_at),
            stay_min=last.stay_min,
            mileage=one.mileage,
        )
        for one in last.rides
        if one.leg is not Leg.RETURN
    )
    request = TripRequest(
        member_id=last.member_id,
        legs=legs,
        purpose=last.purpose,
        service=last.service,
        care=last.care,
        companions=last.companions,
        mode=first.mode,
        assistance=first.assistance,
        in_wheelchair=first.wheelchair_places > 0,
        asked_by=last.asked_by,
        asked=last.asked,
        driver_note=last.driver_note,
        office_note=last.office_note,
    )
    if way_home is None:
        return request
    return replace(
        request,
        return_kind=first.return_kind,
        return_at=None if is_open else moved(way_home.pickup_at),
        return_to_id=way_home.to_id,
        return_mileage=way_home.mileage,
        return_mode=way_home.mode,
    )


# --- lists ------------------------------------------------------------------------------------


def ride_lines_on(session: Session, day: date) -> list[RideLine]:
    """Return a day's rides with the words a list shows, by pick-up."""
    return _lines(session, rides_on(session, day))


def ride_lines_between(session: Session, first: date, last: date) -> list[RideLine]:
    """Return the rides of several days with the words a list shows."""
    return _lines(session, rides_between(session, first, last))


def ride_lines_by_ids(session: Session, ids: Iterable[Id]) -> list[RideLine]:
    """Return rides with the words a list shows; those that are not there are left out."""
    return _lines(session, rides_by_ids(session, ids))


@dataclass(frozen=True, slots=True)
class _Rider:
    name: str
    phone: str
    needs: frozenset[Need]


def _lines(session: Session, rides: Sequence[Ride]) -> list[RideLine]:
    places = places_by_ids(session, {end for one in rides for end in (one.from_id, one.to_id)})
    trip_ids = list({one.trip_id for one in rides})
    riders = _riders(session, list({one.member_id for one in rides}))
    trips = _trip_words(session, trip_ids)
    companions = _companions(session, trip_ids)
    return [
        RideLine(
            ride=one,
            member_name=riders[one.member_id].name,
            member_phone=riders[one.member_id].phone,
            needs=riders[one.member_id].needs,
            from_place=places[one.from_id],
            to_place=places[one.to_id],
            purpose=trips[one.trip_id].purpose,
            service=trips[one.trip_id].service,
            outcome=trips[one.trip_id].outcome,
            companions=tuple(companions.get(one.trip_id, ())),
            driver_note=trips[one.trip_id].driver_note,
            asked_by=trips[one.trip_id].asked_by,
        )
        for one in rides
    ]


def _riders(session: Session, ids: Sequence[Id]) -> dict[Id, _Rider]:
    found = {}
    columns = select(
        MemberRecord.id,
        MemberRecord.last_name,
        MemberRecord.first_name,
        MemberRecord.middle_name,
        MemberRecord.phone,
        MemberRecord.needs,
    )
    for piece in chunks(ids):
        for key, last, first, middle, phone, needs in session.execute(
            columns.where(MemberRecord.id.in_(piece))
        ):
            name = f"{last}, {first}" + (f" {middle[0]}." if middle else "")
            found[key] = _Rider(name, phone, frozenset(map(Need, needs)))
    return found


def _trip_words(session: Session, ids: Sequence[Id]) -> dict[Id, Row[Any]]:
    found: dict[Id, Row[Any]] = {}
    for piece in chunks(ids):
        statement = _TRIPS.where(TripRecord.id.in_(piece))
        found |= {row.id: row for row in session.execute(statement)}
    return found


def unmet_between(session: Session, first: date, last: date) -> list[Unmet]:
    """Return the requests turned down for these days, both inclusive."""
    columns = select(
        UnmetRecord.id,
        UnmetRecord.member_id,
        UnmetRecord.day,
        UnmetRecord.place_id,
        UnmetRecord.reason,
        UnmetRecord.note,
        UnmetRecord.created_at,
    )
    of_days = UnmetRecord.day.between(first, last)
    statement = columns.where(of_days).order_by(UnmetRecord.day, UnmetRecord.id)
    return [Unmet(*row) for row in session.execute(statement)]


def counts_on(session: Session, day: date) -> DayCounts:
    """Return how many rides of a day stand how."""
    is_waiting = (
        (RideRecord.return_kind == ReturnKind.WILL_CALL)
        & (RideRecord.leg == Leg.RETURN)
        & RideRecord.pickup_at.is_(None)
    )
    statement = (
        select(RideRecord.state, is_waiting, func.count())
        .where(RideRecord.day == day)
        .group_by(RideRecord.state, is_waiting)
    )
    rows = [(RideState(state), bool(waits), n) for state, waits, n in session.execute(statement)]

    def total(*states: RideState) -> int:
        return sum(n for state, _waits, n in rows if state in states)

    return DayCounts(
        day=day,
        rides=total(*RideState),
        open=total(*OPEN_STATES),
        will_call=sum(n for state, waits, n in rows if waits and state in OPEN_STATES),
        late=total(RideState.LATE),
        cancelled=total(RideState.CANCELLED),
        no_show=total(RideState.NO_SHOW),
        done=total(RideState.DONE),
    )
