"""From rides to stops in order, and how full the car is after each."""

from collections.abc import Sequence
from dataclasses import dataclass

from nemt_desk.ground.ids import Id
from nemt_desk.planning.rows import RideTask, Spot

MERGE_MIN = 10
"""Two things at one place within these minutes are one stop."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One place and time: who gets on, who gets off (ride ids).

    `at_min` is the first planned time, `ready_min` when the last pick-up is ready; both are None
    at a stop of a will-call that has no time (`is_loose`).
    """

    seq: int
    spot: Spot
    at_min: int | None
    ready_min: int | None
    pickups: tuple[Id, ...]
    dropoffs: tuple[Id, ...]

    @property
    def is_loose(self) -> bool:
        """Tell whether the time is not known yet."""
        return self.at_min is None


@dataclass(frozen=True, slots=True)
class Load:
    """How many seats and wheelchair places are taken."""

    seats: int
    wheelchair_places: int


@dataclass(frozen=True, slots=True)
class _Event:
    task: RideTask
    is_pickup: bool
    at_min: int | None

    @property
    def spot(self) -> Spot:
        return self.task.origin if self.is_pickup else self.task.destination


def _timed(task: RideTask) -> list[tuple[int, int, _Event]]:
    begin, end = task.begin_min, task.end_min
    if begin is None or end is None:
        return []
    # Nobody gets off before getting on, whatever was typed; at the same minute off comes first.
    off = max(begin + 1, end)
    return [(begin, 1, _Event(task, True, begin)), (off, 0, _Event(task, False, max(begin, end)))]


def _events(tasks: Sequence[RideTask]) -> list[_Event]:
    timed = [entry for task in tasks for entry in _timed(task)]
    timed.sort(key=lambda entry: (entry[0], entry[1], entry[2].task.ride_id))
    loose = [
        _Event(task, is_pickup, None)
        for task in tasks
        if task.is_loose
        for is_pickup in (True, False)
    ]
    return [entry[2] for entry in timed] + loose


def _belongs(event: _Event, group: list[_Event]) -> bool:
    first = group[0]
    if event.at_min is None or first.at_min is None:
        return False
    if not event.is_pickup and any(one.is_pickup and one.at_min != event.at_min for one in group):
        return False  # who gets on is not let wait for who gets off later: the order is as planned
    return (
        event.spot.place_id == first.spot.place_id
        and event.at_min - first.at_min <= MERGE_MIN
        and all(other.task is not event.task for other in group)
    )


def stops(tasks: Sequence[RideTask]) -> tuple[Stop, ...]:
    """Return the stops in order of time; rides without a time come last, each by itself."""
    groups: list[list[_Event]] = []
    for event in _events(tasks):
        if groups and _belongs(event, groups[-1]):
            groups[-1].append(event)
        else:
            groups.append([event])
    return tuple(_stop(seq, group) for seq, group in enumerate(groups, 1))


def _stop(seq: int, group: list[_Event]) -> Stop:
    pickups = [event for event in group if event.is_pickup]
    ready = [event.at_min for event in pickups if event.at_min is not None]
    return Stop(
        seq=seq,
        spot=group[0].spot,
        at_min=group[0].at_min,
        ready_min=max(ready, default=None),
        pickups=tuple(event.task.ride_id for event in pickups),
        dropoffs=tuple(event.task.ride_id for event in group if not event.is_pickup),
    )


def load_profile(
    tasks: Sequence[RideTask], ordered: Sequence[Stop] | None = None
) -> tuple[Load, ...]:
    """Return how full the car is after each stop; at a stop people get off first.

    `ordered` are the stops of these tasks if they are known already.
    """
    by_id = {task.ride_id: task for task in tasks}
    seats = places = 0
    profile = []
    for stop in stops(tasks) if ordered is None else ordered:
        for ride_id in stop.dropoffs:
            seats -= by_id[ride_id].seats
            places -= by_id[ride_id].wheelchair_places
        for ride_id in stop.pickups:
            seats += by_id[ride_id].seats
            places += by_id[ride_id].wheelchair_places
        profile.append(Load(seats, places))
    return tuple(profile)


def peak_aboard(tasks: Sequence[RideTask], ride_id: Id) -> tuple[Load, int | None]:
    """Return the fullest moment while this ride's member is aboard, and its minute.

    Seats and wheelchair places are looked at apart; the minute is that of the seats.
    """
    seats, places, at_min, is_aboard = 0, 0, None, False
    ordered = stops(tasks)
    for stop, load in zip(ordered, load_profile(tasks, ordered), strict=True):
        is_aboard = (is_aboard or ride_id in stop.pickups) and ride_id not in stop.dropoffs
        if is_aboard:
            if load.seats > seats:
                seats, at_min = load.seats, stop.at_min
            places = max(places, load.wheelchair_places)
    return Load(seats, places), at_min


def aboard_with(tasks: Sequence[RideTask], ride_id: Id) -> set[Id]:
    """Return the rides that are aboard at some time while this one is."""
    inside: set[Id] = set()
    met: set[Id] = set()
    for stop in stops(tasks):
        if stop.is_loose:
            break
        inside = (inside - set(stop.dropoffs)) | set(stop.pickups)
        if ride_id in inside:
            met |= inside
    return met - {ride_id}
