"""The times that plans set, laid over the booked ones of rides."""

from collections.abc import Iterable
from dataclasses import replace

from nemt_desk.runs.rows import Run
from nemt_desk.trips.rows import Ride


def as_planned(rides: Iterable[Ride], runs: Iterable[Run]) -> tuple[Ride, ...]:
    """Return rides at the times their runs plan them; those without stay as booked."""
    given = {one.ride_id: one for run in runs for one in run.assignments}
    found = []
    for ride in rides:
        one = given.get(ride.id)
        if one is not None and (one.pickup_at or one.dropoff_at):
            ride = replace(  # noqa: PLW2901 - the same ride at its planned times
                ride,
                pickup_at=one.pickup_at or ride.pickup_at,
                dropoff_at=one.dropoff_at or ride.dropoff_at,
            )
        found.append(ride)
    return tuple(found)
