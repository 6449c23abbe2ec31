"""Members who are away: which trips of their orders that cancels."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from nemt_desk.ground.session import Work
from nemt_desk.trips.rows import CancelCode, RideState, Trip
from nemt_desk.trips.standing.desk import Desk
from nemt_desk.trips.standing.fates import on_day
from nemt_desk.trips.standing.links import Runs
from nemt_desk.trips.standing.making import cancel
from nemt_desk.trips.standing.rows import Fate, TripFate
from nemt_desk.trips.standing.staying import Stays

type Away = tuple[date, date | None]
_WORDS = "Cancelled: the member is away."


def planned(session: Session, desk: Desk, runs: Runs, away: Away) -> tuple[TripFate, ...]:
    """Return what an absence would do to each trip of the member's orders."""
    since, until = away
    trips = [
        trip
        for trip in _coming(desk)
        if since <= on_day(trip) and (until is None or on_day(trip) <= until)
    ]
    stays = Stays.of(session, desk.facts, trips, runs)
    return tuple(_fate(trip, stays.why(trip)) for trip in trips)


def follow(work: Work, desk: Desk, runs: Runs) -> int:
    """Cancel the trips that lie in absences by now; return how many."""
    trips = [trip for trip in _coming(desk) if _reason(desk, trip) is not None]
    stays = Stays.of(work.session, desk.facts, trips, runs)
    gone = [trip for trip in trips if not stays.why(trip)]
    for trip in gone:
        cancel(work, trip, _reason(desk, trip) or _WORDS, CancelCode.ABSENT)
    work.session.flush()
    return len(gone)


def _reason(desk: Desk, trip: Trip) -> str | None:
    for absence in desk.facts.absences.get(trip.member_id, ()):
        if absence.covers(on_day(trip)):
            return f"Away: {absence.reason}" if absence.reason else "The member is away"
    return None


def _coming(desk: Desk) -> Iterator[Trip]:
    """Go through the trips to come of the desk's orders, as far as they are not cancelled."""
    trips = [trip for some in desk.facts.trips.values() for trip in some]
    for trip in sorted(trips, key=lambda trip: (on_day(trip), trip.id)):
        is_open = any(ride.state is not RideState.CANCELLED for ride in trip.rides)
        if is_open and on_day(trip) >= desk.facts.today:
            yield trip


def _fate(trip: Trip, why: str) -> TripFate:
    fate = Fate.LEFT if why else Fate.CANCELLED
    return TripFate(trip.id, trip.version, on_day(trip), fate, why or _WORDS)
