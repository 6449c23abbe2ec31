"""OR-Tools' plain routing model of a dial-a-ride day: what the planner is measured against.

Every stop is optional at a big price; path-cheapest insertion, then guided local search.
"""

import math
import time
from dataclasses import dataclass, field

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from bench.darp import Darp

_SCALE = 1000
_UNSERVED = 1_000_000
_INSERTIONS = {
    "path": routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION,
    "local": routing_enums_pb2.FirstSolutionStrategy.LOCAL_CHEAPEST_INSERTION,
}


@dataclass(slots=True)
class Plain:
    """What plain OR-Tools found: for each vehicle its stops in order, and when."""

    orders: tuple[tuple[int, ...], ...] = ()
    first_s: float | None = None
    best_s: float | None = None
    seconds: float = 0.0
    unserved: list[int] = field(default_factory=list)


def plain_plan(day: Darp, seconds: float, *, insertion: str = "local") -> Plain:
    """Solve with the seconds given; an empty plan if none was found."""
    begun = time.perf_counter()
    manager = pywrapcp.RoutingIndexManager(
        len(day.stops), day.vehicles, [0] * day.vehicles, [len(day.stops) - 1] * day.vehicles
    )
    model = pywrapcp.RoutingModel(manager)
    _add_limits(day, manager, model)
    found = Plain()
    least = math.inf

    def at_solution() -> None:
        nonlocal least
        cost = model.CostVar().Max()
        if cost < least:
            least = cost
            found.best_s = time.perf_counter() - begun
            found.first_s = found.first_s or found.best_s

    model.AddAtSolutionCallback(at_solution)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = _INSERTIONS[insertion]
    search.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    search.time_limit.FromMilliseconds(round(seconds * 1000))
    answer = model.SolveWithParameters(search)
    found.seconds = time.perf_counter() - begun
    if answer is not None:
        found.orders = tuple(
            _order(manager, model, answer, vehicle) for vehicle in range(day.vehicles)
        )
    served = {stop for order in found.orders for stop in order}
    found.unserved = [rider for rider in range(1, day.riders + 1) if rider not in served]
    return found


def _add_limits(
    day: Darp, manager: pywrapcp.RoutingIndexManager, model: pywrapcp.RoutingModel
) -> None:
    count = len(day.stops)
    way = [
        [math.ceil(day.distance(one, other) * _SCALE - 1e-9) for other in range(count)]
        for one in range(count)
    ]
    service = [round(stop.service * _SCALE) for stop in day.stops]

    def cost(one: int, other: int) -> int:
        return int(way[manager.IndexToNode(one)][manager.IndexToNode(other)])

    def minutes(one: int, other: int) -> int:
        node = manager.IndexToNode(one)
        return int(way[node][manager.IndexToNode(other)] + service[node])

    def load(one: int) -> int:
        return int(day.stops[manager.IndexToNode(one)].load)

    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitCallback(cost))
    horizon = round(max(stop.end for stop in day.stops) * _SCALE)
    transit = model.RegisterTransitCallback(minutes)
    model.AddDimension(transit, horizon, horizon, False, "time")
    model.AddDimensionWithVehicleCapacity(
        model.RegisterUnaryTransitCallback(load), 0, [day.capacity] * day.vehicles, True, "load"
    )
    _add_times(day, manager, model, service)


def _add_times(
    day: Darp,
    manager: pywrapcp.RoutingIndexManager,
    model: pywrapcp.RoutingModel,
    service: list[int],
) -> None:
    time_of = model.GetDimensionOrDie("time")
    solver = model.solver()
    price = _UNSERVED * _SCALE // 10
    for rider in range(1, day.riders + 1):
        on, off = manager.NodeToIndex(rider), manager.NodeToIndex(rider + day.riders)
        model.AddPickupAndDelivery(on, off)
        model.AddDisjunction([on], price)
        model.AddDisjunction([off], price)
        solver.Add(model.VehicleVar(on) == model.VehicleVar(off))
        solver.Add(time_of.CumulVar(on) <= time_of.CumulVar(off))
        longest = math.floor(day.most_ride * _SCALE) + service[rider]
        solver.Add(time_of.CumulVar(off) - time_of.CumulVar(on) <= longest)
        for node, index in ((rider, on), (rider + day.riders, off)):
            _narrow(day, time_of.CumulVar(index), node)
    for vehicle in range(day.vehicles):
        ends = (model.Start(vehicle), 0), (model.End(vehicle), len(day.stops) - 1)
        for index, node in ends:
            _narrow(day, time_of.CumulVar(index), node)
            model.AddVariableMinimizedByFinalizer(time_of.CumulVar(index))
        time_of.SetSpanUpperBoundForVehicle(math.floor(day.most_duration * _SCALE), vehicle)


def _narrow(day: Darp, moment: pywrapcp.IntVar, node: int) -> None:
    stop = day.stops[node]
    moment.SetRange(max(0, math.ceil(stop.begin * _SCALE)), math.floor(stop.end * _SCALE))


def _order(
    manager: pywrapcp.RoutingIndexManager,
    model: pywrapcp.RoutingModel,
    answer: pywrapcp.Assignment,
    vehicle: int,
) -> tuple[int, ...]:
    stops = []
    index = model.Start(vehicle)
    while not model.IsEnd(index):
        index = answer.Value(model.NextVar(index))
        stops.append(manager.IndexToNode(index))
    return tuple(stops[:-1])
