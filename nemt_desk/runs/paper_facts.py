"""Everything that paper about some runs needs, read at once: no reading while paper is written."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

from nemt_desk.drivers.queries import cars_by_ids, drivers_by_ids
from nemt_desk.drivers.rows import Car, Driver
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.members.queries import members_by_ids
from nemt_desk.members.rows import Member
from nemt_desk.places.queries import places_by_ids
from nemt_desk.places.rows import Place
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.queries import runs_by_ids, runs_of_rides, runs_on
from nemt_desk.runs.rides import rides_by_ids
from nemt_desk.runs.rows import Run
from nemt_desk.trips.queries import trips_by_ids
from nemt_desk.trips.rows import Leg, Mileage, Ride, RideState, Trip

_DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """Runs with their rides (cancelled ones left out), and who and what these name."""

    runs: tuple[Run, ...]
    rides: Mapping[Id, tuple[BoardRide, ...]]
    members: Mapping[Id, Member]
    drivers: Mapping[Id, Driver]
    cars: Mapping[Id, Car]
    places: Mapping[Id, Place]
    trips: Mapping[Id, Trip]
    run_of: Mapping[Id, Run]

    def car(self, run: Run) -> Car | None:
        """Return the run's own car, else the driver's first."""
        own = self.cars.get(run.car_id) if run.car_id is not None else None
        return own or self.drivers[run.driver_id].car

    def home(self, driver: Driver) -> Place | None:
        """Return the driver's home."""
        return self.places.get(driver.home_id) if driver.home_id is not None else None

    def ends(self, run: Run, driver: Driver) -> tuple[Place | None, Place | None]:
        """Return where the run starts and ends: at home unless it names another place."""
        home = self.home(driver)
        start, end = (self.places.get(key) if key else None for key in (run.start_id, run.end_id))
        return start or home, end or home

    def mileage(self, ride: BoardRide) -> Mileage | None:
        """Return the miles kept with the ride, None if it was never routed."""
        legs = self.trips[ride.trip_id].rides
        return next((leg.mileage for leg in legs if leg.id == ride.id), None)

    def stop_places(self) -> set[Id]:
        """Return the places that the rides of these runs begin and end at."""
        every = [ride for rides in self.rides.values() for ride in rides]
        return {ride.from_id for ride in every} | {ride.to_id for ride in every}

    def ride_home(self, ride: BoardRide) -> Ride | None:
        """Return the later ride that takes this ride's member back; None if there is none."""
        if ride.leg is Leg.RETURN:
            return None
        later = (
            other
            for other in self.trips[ride.trip_id].rides
            if other.leg is Leg.RETURN and other.state is not RideState.CANCELLED
        )
        return next(later, None)


def paper_facts(
    session: Session,
    day: date | None,
    *,
    at: AgencyTime,
    run_ids: Collection[Id] | None = None,
    driver_ids: Collection[Id] | None = None,
) -> PaperFacts:
    """Read the runs of a day (or those named, or of the drivers named) and all they need."""
    named = () if run_ids is None else runs_by_ids(session, run_ids)
    found = named if day is None or run_ids is not None else runs_on(session, day)
    runs = [r for r in found if driver_ids is None or r.driver_id in driver_ids]
    on = {a.ride_id: run.id for run in runs for a in run.assignments}
    rides: dict[Id, list[BoardRide]] = {run.id: [] for run in runs}
    for ride in rides_by_ids(session, on, at):
        if ride.state is not RideState.CANCELLED:
            rides[on[ride.id]].append(ride)
    every = [ride for some in rides.values() for ride in some]
    trips = {trip.id: trip for trip in trips_by_ids(session, {ride.trip_id for ride in every})}
    legs = [leg for trip in trips.values() for leg in trip.rides]
    run_of = runs_of_rides(session, [leg.id for leg in legs])
    drivers = drivers_by_ids(session, {run.driver_id for run in (*runs, *run_of.values())})
    wanted = {leg.from_id for leg in legs} | {leg.to_id for leg in legs}
    wanted |= {trip.place_id for trip in trips.values() if trip.place_id is not None}
    wanted |= {driver.home_id for driver in drivers.values() if driver.home_id is not None}
    wanted |= {key for run in runs for key in (run.start_id, run.end_id) if key is not None}
    return PaperFacts(
        runs=tuple(sorted(runs, key=lambda run: _by_driver(run, drivers))),
        rides={run_id: tuple(some) for run_id, some in rides.items()},
        members=members_by_ids(session, {ride.member_id for ride in every}),
        drivers=drivers,
        cars=cars_by_ids(session, [run.car_id for run in runs if run.car_id is not None]),
        places=places_by_ids(session, wanted),
        trips=trips,
        run_of=run_of,
    )


def _by_driver(run: Run, drivers: Mapping[Id, Driver]) -> tuple[date, str, str]:
    return run.day, drivers[run.driver_id].name, run.code


def clock_time(minute: int | None) -> time | None:
    """Return the time of day for a minute after midnight."""
    return None if minute is None else time(minute % _DAY_MIN // 60, minute % 60)


def in_order(ids: Iterable[Id]) -> tuple[Id, ...]:
    """Return each id once, as it first came."""
    return tuple(dict.fromkeys(ids))
