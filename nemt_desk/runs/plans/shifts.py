"""A driver's day for the planner: his hours, what he drives already, where his car is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nemt_desk.ground.ids import Id
from nemt_desk.planning.optimiser.problem import Aboard, Break, Shift, Stops
from nemt_desk.planning.proposal.rows import Hold
from nemt_desk.planning.rows import DriverDay, Hours
from nemt_desk.planning.stops import stops
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.trips.rows import RideState

WHOLE_DAY_MIN = 2 * 24 * 60.0


@dataclass(frozen=True, slots=True)
class OnHand:
    """What a driver has on a day: rides with their index and how they are held, and what is over.

    `start` and `end` are numbers of places, `stay_of` the places of a ride: from, to.
    """

    day: DriverDay
    rides: Sequence[tuple[int, BoardRide, Hold]]
    over: Sequence[BoardRide]
    start: int
    end: int
    stay_of: Mapping[Id, tuple[int, int]]
    now_min: int | None = None
    is_closed: bool = True
    fills: bool = False

    @property
    def is_told(self) -> bool:
        """Tell whether his run was told to him and is not to be moved."""
        return any(hold is Hold.TOLD for _, _, hold in self.rides)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a car was seen last: at which minute, at which place."""

    at_min: int
    place: int


def current(on: OnHand) -> Stops:
    """Return his stops in the order of the board; who is aboard is only dropped off."""
    index = {ride.id: number for number, ride, _ in on.rides}
    aboard = {ride.id for _, ride, _ in on.rides if ride.state is RideState.ABOARD}
    found: list[int] = []
    for stop in stops([ride.task for _, ride, _ in on.rides]):
        found += [2 * index[key] + 1 for key in stop.dropoffs]
        found += [2 * index[key] for key in stop.pickups if key not in aboard]
    return tuple(found)


def shifts_of(on: OnHand) -> tuple[tuple[Shift, ...], tuple[Stops, ...]]:
    """Return his shifts, and his stops as they stand, shift by shift."""
    spans = [] if on.day.away is not None else _spans(on)
    if not spans:
        spans = [(0.0, WHOLE_DAY_MIN)]
    parts = _parted(on, spans)
    found = []
    for (begin, end), part in zip(spans, parts, strict=True):
        shift = Shift(begin, end, on.start, on.end)
        if on.is_told:
            shift = replace(shift, fixed=part, is_closed=not on.fills)
        found.append(shift)
    if on.now_min is not None:
        found = _under_way(on, found, parts)
    return tuple(found), parts


def breaks_of(on: OnHand) -> tuple[Break, ...]:
    """Return the breaks that are still to come."""
    found = []
    for span in on.day.hours if on.day.away is None else ():
        if not span.break_min:
            continue
        begin, end = _break_ends(span)
        last = end - span.break_min
        if on.now_min is None or last >= on.now_min:
            found.append(Break(float(span.break_min), float(begin), float(max(begin, last))))
    return tuple(found)


def _break_ends(span: Hours) -> tuple[int, int]:
    begin = span.start_min if span.break_from_min is None else span.break_from_min
    end = span.end_min if span.break_until_min is None else span.break_until_min
    return begin, end


def _spans(on: OnHand) -> list[tuple[float, float]]:
    if on.day.is_carrier and not on.day.has_hours:
        return [(float(on.now_min or 0), WHOLE_DAY_MIN)]
    spans = [(float(span.start_min), float(span.end_min)) for span in on.day.hours]
    if on.now_min is None:
        return spans
    return [(max(begin, float(on.now_min)), end) for begin, end in spans if end > on.now_min]


def _parted(on: OnHand, spans: Sequence[tuple[float, float]]) -> tuple[Stops, ...]:
    """Share his stops among his shifts: each ride goes to the one it begins in, or the nearest."""
    whose: dict[int, int] = {}
    for number, ride, _ in on.rides:
        begin = ride.task.begin_min or 0
        whose[number] = min(
            range(len(spans)),
            key=lambda at: (max(spans[at][0] - begin, begin - spans[at][1], 0.0), at),
        )
    ordered = current(on)
    return tuple(
        tuple(stop for stop in ordered if whose[stop >> 1] == at) for at in range(len(spans))
    )


def _under_way(on: OnHand, shifts: list[Shift], parts: Sequence[Stops]) -> list[Shift]:
    """Put the car where it was seen last, with whom it has aboard or is on its way to."""
    seen = last_seen(on)
    going = next((number for number, ride, hold in on.rides if _is_fetched(ride, hold)), None)
    aboard = tuple(
        Aboard(number, float(_loaded_min(ride)))
        for number, ride, _ in on.rides
        if ride.state is RideState.ABOARD
    )
    waiting = _waiting(on) if going is None and not aboard else None
    if seen is None and going is None and not aboard:
        return shifts
    now = float(on.now_min or 0)
    first = shifts[0]
    start = on.start if seen is None else seen.place
    is_home = seen is None or seen.place == on.end
    shifts[0] = replace(
        first,
        open_min=max(now, float(seen.at_min)) if seen is not None else now,
        start=start,
        is_out=not is_home or bool(aboard) or going is not None,
        aboard=aboard,
        first=2 * going if going is not None else waiting,
        close_min=max(first.close_min, now),
    )
    del parts
    return shifts


def _is_fetched(ride: BoardRide, hold: Hold) -> bool:
    return hold is Hold.ABOARD and ride.state in (RideState.EN_ROUTE, RideState.ARRIVED)


def _loaded_min(ride: BoardRide) -> int:
    found = ride.aboard_min if ride.aboard_min is not None else ride.pickup_min
    return found or 0


def _waiting(on: OnHand) -> int | None:
    """Return the pick-up that the driver waits for: the way there is done, he stayed."""
    done = {ride.trip_id for ride in on.over if ride.state is RideState.DONE}
    found = (2 * number for number, ride, _ in on.rides if ride.task.waits and ride.trip_id in done)
    return next(found, None)


def last_seen(on: OnHand) -> Stand | None:
    """Return where the car was marked last; None if nothing of the day was marked yet."""
    stands = []
    for ride in (*on.over, *(ride for _, ride, _ in on.rides)):
        stand = _stand(ride, on.stay_of)
        if stand is not None:
            stands.append(stand)
    return max(stands, key=lambda stand: stand.at_min, default=None)


def _stand(ride: BoardRide, stay_of: Mapping[Id, tuple[int, int]]) -> Stand | None:
    if ride.id not in stay_of:
        return None
    start, end = stay_of[ride.id]
    if ride.state is RideState.DONE:
        at = ride.off_min if ride.off_min is not None else ride.dropoff_min
        return None if at is None else Stand(at, end)
    if ride.state is RideState.ABOARD:
        return Stand(_loaded_min(ride), start)
    if ride.state is RideState.ARRIVED:
        at = ride.arrived_min if ride.arrived_min is not None else ride.pickup_min
        return None if at is None else Stand(at, start)
    return None
