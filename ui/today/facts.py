"""Everything Today looks at, read once: about twenty small statements, no widgets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nemt_desk.cases import queries as case_queries
from nemt_desk.cases.rows import Case
from nemt_desk.drivers import queries as driver_queries
from nemt_desk.drivers.rows import Driver
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.members import queries as member_queries
from nemt_desk.members.eligibility import Renewal, renewals
from nemt_desk.members.paper_queries import PaperRow, papers_asked
from nemt_desk.members.rows import Member
from nemt_desk.runs import queries as run_queries
from nemt_desk.runs.live.queries import needs_on
from nemt_desk.runs.live.rows import Need
from nemt_desk.runs.planned import as_planned
from nemt_desk.runs.rows import Run
from nemt_desk.runs.telling.queries import telling_list
from nemt_desk.runs.telling.rows import TellingList
from nemt_desk.trips import queries as trip_queries
from nemt_desk.trips.paper_ends import PaperEnding, papers_ending
from nemt_desk.trips.rows import Ride
from nemt_desk.trips.standing import queries as standing_queries
from nemt_desk.trips.standing.orders import ExceptionRow
from nemt_desk.trips.to_check import ToCheck, to_check
from nemt_desk.trips.to_settle import ToSettle, to_settle
from nemt_desk.weather import queries as weather_queries
from nemt_desk.weather.rows import WeatherSheet

if TYPE_CHECKING:
    from nemt_desk.office import Office

LOOK_BACK = timedelta(days=7)
LOOK_AHEAD = timedelta(days=30)
CHECK_AHEAD = timedelta(days=7)
"""Eligibility is looked up shortly before a ride: earlier it would have to be done twice."""


@dataclass(frozen=True)
class Facts:
    """What is known at one moment; rides and runs of the last week and the next thirty days."""

    now: datetime
    settings: Settings
    rides: tuple[Ride, ...] = ()
    runs: tuple[Run, ...] = ()
    drivers: tuple[Driver, ...] = ()
    members: Mapping[Id, Member] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    endings: tuple[PaperEnding, ...] = ()
    asked: tuple[PaperRow, ...] = ()
    unsettled: tuple[ToSettle, ...] = ()
    to_check: tuple[ToCheck, ...] = ()
    renewals: tuple[Renewal, ...] = ()
    standing: tuple[ExceptionRow, ...] = ()
    weather: tuple[WeatherSheet, ...] = ()
    needs: tuple[Need, ...] = ()
    told: tuple[TellingList, ...] = ()
    backup_at: datetime | None = None
    has_map: bool = True

    @property
    def time(self) -> AgencyTime:
        """The agency's wall clock."""
        return self.settings.time

    @cached_property
    def today(self) -> date:
        """The agency's calendar day."""
        return self.time.day(self.now)

    @cached_property
    def run_of(self) -> Mapping[Id, Run]:
        """The run of each ride that is on one."""
        return {given.ride_id: run for run in self.runs for given in run.assignments}

    @cached_property
    def driver_of(self) -> Mapping[Id, Driver]:
        """The drivers by key."""
        return {driver.id: driver for driver in self.drivers}

    @cached_property
    def ride_of(self) -> Mapping[Id, Ride]:
        """The rides by key."""
        return {ride.id: ride for ride in self.rides}

    def on(self, day: date) -> tuple[Ride, ...]:
        """Return the rides of one day, by pick-up."""
        return tuple(ride for ride in self.rides if ride.day == day)

    def name_of(self, ride: Ride) -> str:
        """Return the member's name."""
        member = self.members.get(ride.member_id)
        return member.name if member is not None else ""

    def driver_name(self, ride: Ride) -> str:
        """Return who drives a ride, nothing if nobody does."""
        run = self.run_of.get(ride.id)
        driver = self.driver_of.get(run.driver_id) if run is not None else None
        return driver.name if driver is not None else ""


def read_facts(office: "Office") -> Facts:
    """Read everything; for a reader's thread."""
    now = office.clock.now()
    today = office.time.day(now)
    first, last = today - LOOK_BACK, today + LOOK_AHEAD
    with office.store.read() as session:
        rides = trip_queries.rides_between(session, first, last)
        runs = run_queries.runs_between(session, first, last)
        drivers = {driver.id: driver for driver in driver_queries.drivers_on(session, today)}
        gone = {run.driver_id for run in runs} - drivers.keys()
        drivers |= driver_queries.drivers_by_ids(session, gone) if gone else {}
        riders = {ride.member_id for ride in rides if ride.day >= today or ride.is_open}
        members = member_queries.members_by_ids(session, riders)
        cases = case_queries.cases(session)
        people: dict[str, Any] = {
            "endings": papers_ending(session, office.settings, today, last),
            "asked": papers_asked(session),
            "unsettled": to_settle(session, today, last),
            "to_check": to_check(session, office.settings, today, today + CHECK_AHEAD),
            "renewals": renewals(session, last),
        }
        standing = standing_queries.exceptions(session, office.settings, now)
        needs = needs_on(session, today, now=now, settings=office.settings)
        days = (today, today + timedelta(days=1))
        told = tuple(telling_list(session, day, office.settings) for day in days)
        weather = tuple(
            weather_queries.sheet(session, day.id, office.time)
            for day in weather_queries.weather_days(session, today, last)
        )
    newest = office.backups.newest()
    return Facts(
        now=now,
        settings=office.settings,
        rides=as_planned(rides, runs),
        runs=runs,
        drivers=tuple(drivers.values()),
        members=members,
        cases=tuple(cases),
        **people,
        standing=standing,
        weather=weather,
        needs=needs,
        told=told,
        backup_at=newest.made_at if newest is not None else None,
        has_map=office.map is not None,
    )
