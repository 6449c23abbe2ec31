"""A dial-a-ride day as the planner's own question, and plans of it as the checker reads them."""

from collections.abc import Sequence

from bench.darp import Darp, Stop
from nemt_desk.planning.optimiser.problem import Driver, Problem, Ride, Shift, Stops, Window


def darp_problem(day: Darp) -> Problem:
    """Return the day with distance as metres, minutes and price alike; nobody may be left."""
    count = len(day.stops)
    table = tuple(tuple(day.distance(one, other) for other in range(count)) for one in range(count))
    # Dearer than any detour could be.
    unserved = 2.0 * count * max(max(row) for row in table) + 1.0
    depot, end = day.stops[0], day.stops[-1]
    shift = Shift(open_min=depot.begin + depot.service, close_min=end.end, start=0, end=count - 1)
    driver = Driver(
        key="",
        capacity=(day.capacity,),
        shifts=(shift,),
        most_min=day.most_duration,
        loaded_cents_m=1.0,
        unloaded_cents_m=1.0,
    )
    return Problem(
        minutes=table,
        metres=table,
        rides=tuple(_ride(day, rider, unserved) for rider in range(1, day.riders + 1)),
        drivers=(driver,) * day.vehicles,
    )


def stops_of(day: Darp, order: Sequence[int]) -> Stops:
    """Return the planner's stops for an order of the file's ids."""
    riders = day.riders
    return tuple(
        2 * (stop - 1) if stop <= riders else 2 * (stop - riders - 1) + 1 for stop in order
    )


def _ride(day: Darp, rider: int, unserved: float) -> Ride:
    on, off = day.stops[rider], day.stops[rider + day.riders]
    return Ride(
        key=str(rider),
        origin=rider,
        destination=rider + day.riders,
        pickup=_window(on),
        dropoff=_window(off),
        load_min=on.service,
        unload_min=off.service,
        load=(on.load,),
        most_aboard_min=day.most_ride,
        unserved_cents=unserved,
    )


def _window(stop: Stop) -> Window:
    return Window(stop.begin, stop.end)
