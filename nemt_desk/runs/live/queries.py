"""Reads of the live day: what needs a hand, who is nearest, what a cancel or an out would mean."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.runs.board import board as read_board
from nemt_desk.runs.days import driver_days
from nemt_desk.runs.live.cancels import cancel_plan
from nemt_desk.runs.live.clocks import due_min
from nemt_desk.runs.live.help import Asked
from nemt_desk.runs.live.help import nearest as who_is_nearest
from nemt_desk.runs.live.needs import needs
from nemt_desk.runs.live.no_show_rows import no_show_of
from nemt_desk.runs.live.outs import check, out_rides
from nemt_desk.runs.live.rows import Helper, Need, NoShow
from nemt_desk.runs.rides import minute_of
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.trips.live_figures import live_figures
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.queries import ride as read_ride
from nemt_desk.trips.rows import RideState

__all__ = [
    "cancel_plan",
    "check",
    "helpers",
    "needs_on",
    "no_show",
    "out_rides",
    "undecided",
]


def needs_on(session: Session, day: date, *, now: datetime, settings: Settings) -> tuple[Need, ...]:
    """Return what needs a hand on a day, seen from now; nothing on days that have not begun."""
    minute = minute_of(now, day, settings.time) or 0
    board = read_board(session, day, settings.time)
    return needs(board, minute, live_figures(settings, day), undecided(session, day))


def undecided(session: Session, day: date) -> frozenset[Id]:
    """Return the no-shows of a day of which nobody said whether they count."""
    wanted = select(RideRecord.id, RideRecord.no_show).where(
        RideRecord.day == day, RideRecord.state == RideState.NO_SHOW
    )
    found = session.execute(wanted)
    return frozenset(key for key, kept in found if no_show_of(kept).counts is None)


def no_show(session: Session, ride_id: Id) -> NoShow:
    """Return the steps and the decision kept with a ride.

    Raises:
        RefusedError: the ride is not there.
    """
    return no_show_of(read_ride(session, ride_id).no_show)


def helpers(
    session: Session, ride_id: Id, *, now: datetime, settings: Settings, travel: RoadTravel
) -> tuple[Helper, ...]:
    """Return who could drive this ride from now on, the nearest suited volunteer first.

    Raises:
        RefusedError: the ride is not there.
    """
    day = read_ride(session, ride_id).day
    board = read_board(session, day, settings.time)
    rides = {ride.id: ride for run in board.runs for ride in run.rides}
    rides |= {ride.id: ride for ride in board.unassigned}
    if ride_id not in rides:
        return ()
    ride, days = rides[ride_id], driver_days(session, day, settings.time)
    travel.prepare(ride.task, days)
    minute = minute_of(now, day, settings.time) or 0
    due = due_min(ride, live_figures(settings, day))
    run = board.run(ride.run_id) if ride.run_id is not None else None
    asked = Asked(ride, minute, due, run.driver_id if run is not None else None)
    return who_is_nearest(asked, days, rides, travel, settings)
