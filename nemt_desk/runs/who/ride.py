"""Who can take one ride, its trip, or several rides of one member, with all that is known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.members.rows import Assistance
from nemt_desk.planning.known import Known
from nemt_desk.planning.rank import Asked, Candidate, rank
from nemt_desk.planning.rows import DriverDay
from nemt_desk.planning.why import why_first
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.days import driver_days
from nemt_desk.runs.rides import rides_by_ids
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.who.facts import About, read_known, with_prices
from nemt_desk.runs.who.others import OtherWay, other_ways
from nemt_desk.runs.who.prices import prices
from nemt_desk.trips.model import TripRecord


@dataclass(frozen=True, slots=True)
class Who:
    """The answer about rides of one day: candidates best first, why so, and the other ways."""

    rides: tuple[BoardRide, ...]
    order_id: Id | None
    candidates: tuple[Candidate, ...]
    others: tuple[OtherWay, ...]

    @property
    def why(self) -> str:
        """One sentence that says why the first is the first."""
        return why_first(self.candidates)


def about_rides(session: Session, rides: Sequence[BoardRide]) -> About:
    """Return what is asked for with rides; the first one's member and order count.

    Raises:
        RefusedError: there is no ride.
    """
    if not rides:
        raise RefusedError("This ride is not there any more.")
    first = rides[0]
    order_id = session.scalar(select(TripRecord.standing_id).where(TripRecord.id == first.trip_id))
    return About(
        member_id=first.member_id,
        ride_ids=tuple(ride.id for ride in rides),
        day=first.day,
        order_id=order_id,
        is_assisted=is_assisted(rides),
    )


def is_assisted(rides: Sequence[BoardRide]) -> bool:
    """Tell whether somebody is helped from door to door."""
    return any(ride.assistance is not Assistance.CURB for ride in rides)


def knowledge(
    session: Session,
    rides: Sequence[BoardRide],
    days: Sequence[DriverDay],
    settings: Settings,
    now: datetime,
) -> dict[Id, Known]:
    """Return what is known of each of these drivers for rides, his price with it."""
    about = about_rides(session, rides)
    today = settings.time.day(now)
    known = read_known(session, about, time=settings.time, today=today)
    rates = prices(settings, about.day)
    return with_prices(known, days, rides[0].task, rates, is_assisted=about.is_assisted)


def ways_beside(
    rides: Sequence[BoardRide], days: Sequence[DriverDay], settings: Settings
) -> tuple[OtherWay, ...]:
    """Return carriers, mileage and buses for rides."""
    tasks = [ride.task for ride in rides]
    if not rides:
        return ()
    rates = prices(settings, rides[0].day)
    return other_ways(tasks, days, rates, is_assisted=is_assisted(rides))


type TravelOn = Callable[[date], RoadTravel]


def who(
    session: Session,
    ride_ids: Sequence[Id],
    *,
    settings: Settings,
    now: datetime,
    travel_on: TravelOn,
) -> Who:
    """Return who can take rides of one day and one member, best first.

    Raises:
        RefusedError: a ride is not there.
    """
    rides = tuple(rides_by_ids(session, ride_ids, settings.time))
    about = about_rides(session, rides)
    days = driver_days(session, about.day, settings.time)
    known = knowledge(session, rides, days, settings, now)
    travel = travel_on(about.day)
    candidates = ranked(rides, days, known, travel, settings)
    return Who(rides, about.order_id, candidates, ways_beside(rides, days, settings))


def ranked(
    rides: Sequence[BoardRide],
    days: Sequence[DriverDay],
    known: Mapping[Id, Known],
    travel: RoadTravel,
    settings: Settings,
) -> tuple[Candidate, ...]:
    """Return drivers for rides, the ways asked of the map at once."""
    asked = Asked(tuple(ride.booked_task for ride in rides))
    travel.prepare_all(asked.chosen, days)
    return rank(asked, days, travel, settings, known=known)
