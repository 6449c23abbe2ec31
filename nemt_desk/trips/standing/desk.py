"""Orders with everything they meet, read at one moment: what lists look at and writes work with."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from nemt_desk.ground.clock import Clock
from nemt_desk.ground.settings import Settings
from nemt_desk.trips.day_roads import DayRoads
from nemt_desk.trips.routing import Roads, how_on
from nemt_desk.trips.rows import TripRequest
from nemt_desk.trips.standing.collisions import Collisions
from nemt_desk.trips.standing.facts import Facts, read_facts
from nemt_desk.trips.standing.fates import Fates
from nemt_desk.trips.standing.orders import StandingOrder
from nemt_desk.trips.standing.road_ways import KeptWays, RoadWays
from nemt_desk.trips.standing.rows import OrderDay
from nemt_desk.trips.standing.template import RequestWays, Ways

_ROUND = timedelta(days=8)

type OpenRoads = Callable[[], DayRoads]


def horizon(settings: Settings, today: date) -> date:
    """Return the last day that trips are made for on `today`."""
    return today + timedelta(weeks=settings.standing_weeks)


class Desk:
    """Some orders, and what becomes of their days."""

    def __init__(
        self,
        orders: Sequence[StandingOrder],
        facts: Facts,
        ways: Ways,
        *,
        is_asked: bool = False,
    ) -> None:
        self.orders = tuple(orders)
        self.facts = facts
        self.collisions = Collisions(facts, ways)
        self.fates = Fates(self.collisions, is_asked=is_asked)
        self.ways = ways

    def days(self, order: StandingOrder) -> Iterator[OrderDay]:
        """Go through the days of the next weeks; a new order's from its beginning."""
        facts = self.facts
        last = horizon(facts.settings, max(facts.today, order.from_day))
        first = facts.today
        if order.generated_until is None:
            first = min(first, order.from_day)
        elif order.from_day > facts.today:
            # It was made ahead when it was booked.
            last = max(horizon(facts.settings, facts.today), order.generated_until)
        return self.fates.days(order, first, last)


def open_desk(
    session: Session,
    orders: Sequence[StandingOrder],
    settings: Settings,
    *,
    now: datetime,
    roads: OpenRoads | None,
    measured: bool = False,
    between: tuple[date, date] | None = None,
) -> Desk:
    """Read the desk of these orders; `measured` asks the map for each day, else kept miles do.

    `between` reaches further than the next weeks: from a day before to a day after.
    """
    today = settings.time.day(now)
    since, until = between or (today, today)
    last = max(until, horizon(settings, today), *(horizon(settings, o.from_day) for o in orders))
    facts = read_facts(session, orders, settings, now, (since, last + _ROUND))
    by_road = RoadWays(roads, facts.places, facts.miles) if roads is not None else None
    if measured and by_road is not None:
        return Desk(orders, facts, by_road)
    return Desk(orders, facts, KeptWays(facts.miles, by_road))


class Desks:
    """Opens desks: quickly for a list, with each day measured on the map for a write.

    `settings` are the agency's as they are now; `roads` opens its map.
    """

    def __init__(
        self,
        clock: Clock,
        settings: Callable[[], Settings],
        roads: Callable[[], Roads | None] | None,
    ) -> None:
        self.clock = clock
        self.settings = settings
        self._roads = roads

    def kept(self, session: Session, orders: Sequence[StandingOrder]) -> Desk:
        """Return a desk that takes ways as earlier trips kept them."""
        return self._open(session, orders, self.clock.now(), measured=False)

    def measured(self, session: Session, orders: Sequence[StandingOrder]) -> Desk:
        """Return a desk that measures each day's ways."""
        return self._open(session, orders, self.clock.now(), measured=True)

    def asked(self, session: Session, made: StandingOrder, request: TripRequest) -> Desk:
        """Return the desk of a new order, with the ways that were measured for its request."""
        desk = self._open(session, [made], self.clock.now(), measured=False)
        return Desk(desk.orders, desk.facts, RequestWays(request), is_asked=True)

    def roads_of(self, session: Session) -> OpenRoads | None:
        """Return what opens the map as it is driven on each day, None without one."""
        if self._roads is None:
            return None
        roads, settings = self._roads, self.settings()
        return lambda: DayRoads(roads(), lambda day: how_on(session, day, settings))

    def _open(
        self, session: Session, orders: Sequence[StandingOrder], now: datetime, *, measured: bool
    ) -> Desk:
        roads = self.roads_of(session)
        return open_desk(session, orders, self.settings(), now=now, roads=roads, measured=measured)
