"""How late a cancel is, what else goes with a ride, and who must hear of it."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import drivers_by_ids
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.runs.live.rows import CancelPlan
from nemt_desk.runs.queries import runs_of_rides
from nemt_desk.runs.rides import rides_by_ids
from nemt_desk.trips.live_figures import LiveFigures, live_figures
from nemt_desk.trips.queries import ride as read_ride
from nemt_desk.trips.queries import trips_by_ids
from nemt_desk.trips.rows import CancelNotice, Ride, RideState

NOTICES = {
    CancelNotice.EARLY: "early",
    CancelNotice.LATE: "late",
    CancelNotice.SAME_DAY: "the same day",
    CancelNotice.AT_DOOR: "at the door",
}


def notice_of(
    state: RideState,
    pickup_at: datetime | None,
    day: date,
    *,
    now: datetime,
    hours: int | None,
    time: AgencyTime,
) -> CancelNotice:
    """Return how late a cancel is now: at the door, the same day, late or early (MN-085).

    Without the pack's hours anything before the day itself is early. A will-call without a time
    counts from the end of its day.
    """
    if state is RideState.ARRIVED:
        return CancelNotice.AT_DOOR
    begins = pickup_at or time.day_bounds(day)[1]
    if hours is not None and begins - now >= timedelta(hours=hours):
        return CancelNotice.EARLY
    if time.day(now) >= day:
        return CancelNotice.SAME_DAY
    return CancelNotice.LATE if hours is not None else CancelNotice.EARLY


def notice_for(
    ride: Ride, *, now: datetime, figures: LiveFigures, time: AgencyTime
) -> CancelNotice:
    """Return how late it is to cancel this ride now."""
    return notice_of(
        ride.state, ride.pickup_at, ride.day, now=now, hours=figures.cancel_hours, time=time
    )


def notice_words(notice: CancelNotice, figures: LiveFigures) -> str:
    """Return it in words, with the pack's hours: `the same day (early is 24 hours ahead)`."""
    hours = figures.cancel_hours
    told = f"early is {hours} hours ahead" if hours is not None else "the pack names no hours"
    return f"{NOTICES[notice]} ({told})"


def later_ids(session: Session, ride: Ride) -> list[Id]:
    """Return the open rides of the trip that nobody could ride without this one."""
    (trip,) = trips_by_ids(session, [ride.trip_id])
    return [
        one.id
        for one in trip.rides
        if one.seq > ride.seq and one.is_open and one.state is not RideState.ABOARD
    ]


def cancel_plan(session: Session, ride_id: Id, *, settings: Settings, now: datetime) -> CancelPlan:
    """Return what cancelling a ride would mean; changes nothing.

    Raises:
        RefusedError: the ride is not there, is over, or the member is aboard.
    """
    ride = read_ride(session, ride_id)
    if not ride.is_open or ride.state is RideState.ABOARD:
        raise RefusedError("This ride is over, or the member is aboard. Nothing was changed.")
    figures = live_figures(settings, ride.day)
    notice = notice_for(ride, now=now, figures=figures, time=settings.time)
    ids = [ride_id, *later_ids(session, ride)]
    found = {one.id: one for one in rides_by_ids(session, ids, settings.time)}
    return CancelPlan(
        ride=found[ride_id],
        notice=notice,
        notice_words=notice_words(notice, figures),
        later=tuple(found[key] for key in ids[1:]),
        drivers=_drivers(session, ids),
        no_load=figures.no_load,
    )


def _drivers(session: Session, ride_ids: list[Id]) -> tuple[str, ...]:
    """Return who holds a run sheet with one of these rides."""
    runs = runs_of_rides(session, ride_ids)
    holding = [run.driver_id for run in runs.values() if run.published_at is not None]
    known = drivers_by_ids(session, set(holding))
    return tuple(dict.fromkeys(known[key].name for key in holding))
