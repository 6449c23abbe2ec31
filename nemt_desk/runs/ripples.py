"""Reads what a place touches from a day on: open rides, standing orders, who lives there."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nemt_desk.drivers.model import DriverRecord
from nemt_desk.drivers.queries import drivers_by_ids
from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.ids import Id
from nemt_desk.members.model import MemberRecord
from nemt_desk.members.queries import members_by_ids
from nemt_desk.members.rows import Member, Need
from nemt_desk.places.queries import place, places_by_ids
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.move_rows import Caller, Resident, Ripple, TouchedOrder, TouchedRide
from nemt_desk.runs.queries import runs_of_rides
from nemt_desk.runs.rows import Run
from nemt_desk.trips.model import RideRecord, TripRecord
from nemt_desk.trips.queries import rides_by_ids
from nemt_desk.trips.rows import OPEN_STATES, Ride, RideState
from nemt_desk.trips.standing.reading import orders_at, orders_by_ids

_OURS = frozenset({"", "English"})
"""Languages nobody needs to be told of before he calls."""


def ripple(session: Session, place_id: Id, from_day: date) -> Ripple:
    """Return everything the place touches from `from_day` on, by day and time.

    Raises:
        RefusedError: the place is not there.
    """
    found = place(session, place_id)
    rides = _touched(session, place_id, from_day)
    return Ripple(
        place=found,
        from_day=from_day,
        rides=rides,
        orders=_orders(session, place_id, from_day, rides),
        residents=tuple(_residents(session, place_id)),
    )


def touched_ids(session: Session, place_id: Id, from_day: date) -> set[Id]:
    """Return the keys of the open rides from or to the place."""
    statement = select(RideRecord.id).where(
        or_(RideRecord.from_id == place_id, RideRecord.to_id == place_id),
        RideRecord.day >= from_day,
        RideRecord.state.in_(sorted(OPEN_STATES)),
    )
    return set(session.scalars(statement))


def last_driver(session: Session, place_id: Id, until: date) -> str:
    """Return the name of the driver who was at the place last, empty if nobody was."""
    is_there = or_(RideRecord.from_id == place_id, RideRecord.to_id == place_id)
    found = session.execute(
        select(RunRecord.driver_id)
        .join(AssignmentRecord, AssignmentRecord.run_id == RunRecord.id)
        .join(RideRecord, RideRecord.id == AssignmentRecord.ride_id)
        .where(is_there, RideRecord.day <= until, RideRecord.state != RideState.CANCELLED)
        .order_by(RideRecord.day.desc(), RideRecord.pickup_at.desc())
        .limit(1)
    ).scalar()
    return drivers_by_ids(session, [found])[found].name if found is not None else ""


def _touched(session: Session, place_id: Id, from_day: date) -> tuple[TouchedRide, ...]:
    rides = sorted(rides_by_ids(session, touched_ids(session, place_id, from_day)), key=_by_time)
    ids = [ride.id for ride in rides]
    places = places_by_ids(session, {end for one in rides for end in (one.from_id, one.to_id)})
    members = members_by_ids(session, {one.member_id for one in rides})
    runs = runs_of_rides(session, ids)
    drivers = drivers_by_ids(session, {run.driver_id for run in runs.values()})
    standing = _standing(session, {one.trip_id for one in rides})
    return tuple(
        TouchedRide(
            ride=one,
            member=_member(members[one.member_id]),
            from_place=places[one.from_id],
            to_place=places[one.to_id],
            standing_id=standing.get(one.trip_id),
            **_run_words(runs.get(one.id), drivers),
        )
        for one in rides
    )


def _by_time(ride: Ride) -> tuple[date, bool, str, Id, int]:
    pickup = ride.pickup_at
    return ride.day, pickup is None, pickup.isoformat() if pickup else "", ride.trip_id, ride.seq


def _run_words(run: Run | None, drivers: dict[Id, Driver]) -> dict[str, Any]:
    if run is None:
        return {}
    driver = drivers[run.driver_id]
    return {
        "run_id": run.id,
        "run_code": run.code,
        "driver": Caller(driver.id, driver.name, driver.phone, driver.phone2),
        # A run that was told and changed since is a draft again, but its driver holds the paper.
        "is_told": run.published_at is not None,
    }


def _member(member: Member) -> Caller:
    told = (
        f"speaks {member.language}" if member.language not in _OURS else "",
        "interpreter" if Need.INTERPRETER in member.needs else "",
        "hard of hearing" if Need.HARD_OF_HEARING in member.needs else "",
    )
    remark = ", ".join(part for part in told if part)
    return Caller(member.id, member.name, member.phone, member.phone2, remark)


def _standing(session: Session, trip_ids: set[Id]) -> dict[Id, Id]:
    columns = select(TripRecord.id, TripRecord.standing_id)
    wanted = columns.where(TripRecord.id.in_(trip_ids), TripRecord.standing_id.is_not(None))
    return {trip_id: key for trip_id, key in session.execute(wanted) if key is not None}


def _orders(
    session: Session, place_id: Id, from_day: date, rides: tuple[TouchedRide, ...]
) -> tuple[TouchedOrder, ...]:
    """Return the orders with a ride of the list, and those whose own legs touch the place."""
    counts = Counter(one.standing_id for one in rides if one.standing_id is not None)
    found = orders_by_ids(session, {*counts, *orders_at(session, place_id, from_day)})
    members = members_by_ids(session, {one.member_id for one in found.values()})
    orders = (
        TouchedOrder(key, members[one.member_id].name, one.pattern_text, counts[key])
        for key, one in found.items()
    )
    return tuple(sorted(orders, key=lambda order: (order.member_name, order.id)))


def _residents(session: Session, place_id: Id) -> list[Resident]:
    found = []
    for kind, table in (("member", MemberRecord), ("driver", DriverRecord)):
        wanted = select(table.id, table.last_name, table.first_name).where(
            table.home_id == place_id, table.archived_at.is_(None)
        )
        rows = session.execute(wanted.order_by(table.last_name, table.first_name, table.id))
        found += [Resident(kind, key, f"{last}, {first}") for key, last, first in rows]
    return found
