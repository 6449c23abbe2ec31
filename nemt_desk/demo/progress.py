"""How far the demo rides have come by now: driven, aboard, late, called, cancelled."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from nemt_desk.demo.demand import HEARD_MIN, clock
from nemt_desk.demo.seeds import RideSeed, TripSeed
from nemt_desk.trips.rows import Leg, RideState

NO_SHOWS, CANCELLED_BEFORE = 2, 4
CONFIRMED_DAYS = 2
REASONS = (
    "Member has the flu; clinic told.",
    "Appointment moved by the clinic.",
    "Daughter takes her.",
    "Roads not plowed; member called it off.",
    "In the hospital.",
    "Feels better, does not want to go.",
)
NO_DRIVER = "No driver could be found."


def play(
    trips: Sequence[TripSeed],
    *,
    today: date,
    now: int,
    special: tuple[str, str],
    rng: random.Random,
) -> list[TripSeed]:
    """Let time pass until `now` (minutes after midnight); special: the late, the waiting trip."""
    ordinary = [trip for trip in trips if trip.key not in special and trip.standing_key is None]
    driven = [trip for trip in ordinary if all(ride.driver_key for ride in trip.rides)]
    still = [trip for trip in driven if trip.day == today and trip.rides[0].plan_min[0] > now]
    later = [trip for trip in driven if trip.day > today]
    past = [trip for trip in driven if trip.day < today]
    chosen = rng.sample(past, min(NO_SHOWS + CANCELLED_BEFORE, len(past)))
    no_shows = {trip.key for trip in chosen[:NO_SHOWS]}
    cancelled = {trip.key for trip in chosen[NO_SHOWS:] + still[:1] + later[:1]}
    played = []
    for trip in trips:
        if trip.key in no_shows:
            rides = _no_show(trip)
        elif trip.key in cancelled:
            rides = _called_off(trip, rng.choice(REASONS))
        elif trip.key == special[0]:
            rides = [_late(trip.rides[0], now), *(_planned(ride, 0) for ride in trip.rides[1:])]
        elif trip.day < today:
            rides = [_driven(ride, rng) for ride in trip.rides]
        elif trip.day == today:
            rides = [_today(ride, now, rng) for ride in trip.rides]
            rides = _waiting(rides, now) if trip.key == special[1] else rides
        else:
            rides = [_planned(ride, (trip.day - today).days) for ride in trip.rides]
        played.append(replace(trip, rides=tuple(rides)))
    return played


def _planned(ride: RideSeed, days: int) -> RideSeed:
    if ride.pickup is None:
        return replace(ride, state=RideState.WILL_CALL)
    sure = ride.driver_key is not None and days < CONFIRMED_DAYS
    return replace(ride, state=RideState.CONFIRMED if sure else RideState.BOOKED)


def _driven(ride: RideSeed, rng: random.Random) -> RideSeed:
    """A past ride: done within a few minutes of the plan, or never driven."""
    if ride.driver_key is None:
        return replace(ride, state=RideState.CANCELLED, reason=NO_DRIVER)
    start, end = ride.plan_min
    shift = rng.choices((-3, 0, 2, 4, 7, 19), (10, 40, 25, 15, 7, 3))[0]
    called = clock(start - rng.randrange(5, 20)) if ride.pickup is None else None
    return replace(
        ride,
        state=RideState.DONE,
        pickup=clock(start),
        dropoff=clock(end),
        called_at=called,
        actual_pickup=clock(start + shift),
        actual_dropoff=clock(end + shift + rng.randrange(-2, 3)),
    )


def _today(ride: RideSeed, now: int, rng: random.Random) -> RideSeed:
    start, end = ride.plan_min
    if ride.driver_key is None or start > now + 15:
        return _planned(ride, 0)
    if end < now:
        return _driven(ride, rng)
    if start <= now:
        return replace(
            ride,
            state=RideState.ABOARD,
            pickup=clock(start),
            dropoff=clock(end),
            actual_pickup=clock(start),
        )
    if ride.pickup is None:
        return _planned(ride, 0)
    return replace(ride, state=RideState.EN_ROUTE)


def _late(ride: RideSeed, now: int) -> RideSeed:
    """The driver should have been there and has not come."""
    if ride.plan_min[0] > now:
        return _planned(ride, 0)
    return replace(ride, state=RideState.LATE, reason="Driver has not come; member called.")


def _waiting(rides: list[RideSeed], now: int) -> list[RideSeed]:
    """The return of a member who has called to be fetched, and has no driver yet."""
    back = rides[-1]
    if back.leg is not Leg.RETURN or back.plan_min[0] > now:
        return rides
    heard = clock(now - HEARD_MIN)
    waiting = replace(
        back, state=RideState.WILL_CALL, pickup=None, dropoff=None, called_at=heard, driver_key=None
    )
    return [*rides[:-1], waiting]


def _no_show(trip: TripSeed) -> list[RideSeed]:
    first = replace(
        trip.rides[0],
        state=RideState.NO_SHOW,
        reason="Nobody came to the door; waited ten minutes.",
    )
    return [first, *_called_off(replace(trip, rides=trip.rides[1:]), "Outbound was a no-show.")]


def _called_off(trip: TripSeed, reason: str) -> list[RideSeed]:
    return [
        replace(ride, state=RideState.CANCELLED, reason=reason, driver_key=None)
        for ride in trip.rides
    ]
