"""Rides that get another place: what becomes of them, inside a transaction under way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from nemt_desk.ground.entry import put
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Work
from nemt_desk.ground.settings import Settings
from nemt_desk.trips.bookings import mark_by_hand, mileage_values
from nemt_desk.trips.marking import set_state
from nemt_desk.trips.model import RideRecord, TripRecord
from nemt_desk.trips.rows import CancelCode, Mileage, Ride, RideState
from nemt_desk.trips.times import Known, fill

MOVABLE = frozenset({RideState.BOOKED, RideState.CONFIRMED, RideState.WILL_CALL})
"""A ride that is under way, or over, keeps the place it was driven to."""
NO_MILES: dict[str, Any] = {
    "direct_m": None,
    "drive_min": None,
    "engine": "",
    "engine_version": "",
    "map_date": "",
    "map_hash": "",
    "off_road_m": None,
}


@dataclass(frozen=True, slots=True)
class RideTimes:
    """A ride's pick-up and drop-off."""

    pickup_at: datetime | None
    dropoff_at: datetime | None


@dataclass(frozen=True, slots=True)
class RideMove:
    """Where a ride goes from now on; `times` are None where they stay as they are."""

    ride: Ride
    from_id: Id
    to_id: Id
    mileage: Mileage | None
    times: RideTimes | None = None


def times_for(ride: Ride, minutes: int, settings: Settings) -> RideTimes | None:
    """Return the ride's times for another drive: the appointment is kept, else the pick-up.

    None if the ride has no time yet, none is possible, or it would begin on another day.
    """
    if ride.appointment_at is not None:
        known = Known(appointment_at=ride.appointment_at)
    else:
        known = Known(pickup_at=ride.pickup_at)
    if known == Known():
        return None
    filled = fill(
        known,
        drive_min=minutes,
        load_min=settings.load_min,
        early_min=settings.early_min if ride.appointment_at else None,
    )
    if not filled.is_possible or filled.pickup_at is None:
        return None
    if settings.time.day(filled.pickup_at) != ride.day:
        return None
    return RideTimes(filled.pickup_at, filled.dropoff_at)


def minutes_short(ride: Ride, minutes: int, settings: Settings) -> int:
    """Return by how many minutes the ride as planned is too late for its appointment; 0 if not."""
    if ride.appointment_at is None or ride.pickup_at is None:
        return 0
    there = ride.pickup_at + timedelta(minutes=settings.load_min + minutes)
    return max(0, round((there - ride.appointment_at).total_seconds() / 60))


def move_ride(work: Work, move: RideMove) -> None:
    """Take a ride to its other place, with the miles of the new way.

    Raises:
        StaleError: somebody has changed the ride since it was looked at.
    """
    row = work.fetch(RideRecord, move.ride.id, move.ride.version)
    values: dict[str, Any] = {"from_id": move.from_id, "to_id": move.to_id}
    values |= NO_MILES if move.mileage is None else mileage_values(move.mileage)
    if move.times is not None:
        values |= {"pickup_at": move.times.pickup_at, "dropoff_at": move.times.dropoff_at}
    put(row, values)


def move_trips(work: Work, trip_ids: set[Id], before: Id, after: Id) -> None:
    """Say of these trips that they are for the place's new address."""
    wanted = select(TripRecord).where(TripRecord.id.in_(trip_ids), TripRecord.place_id == before)
    for row in work.session.scalars(wanted):
        put(row, {"place_id": after})


def cancel_ride(work: Work, ride: Ride, reason: str) -> None:
    """Cancel a ride because its place has closed.

    Raises:
        InputError: the reason is missing.
        StaleError: somebody has changed the ride since it was looked at.
    """
    row = work.fetch(RideRecord, ride.id, ride.version)
    set_state(row, RideState.CANCELLED, reason, CancelCode.FACILITY)
    mark_by_hand(work, row.trip_id)
