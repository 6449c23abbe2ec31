"""What stands in each driver's lane: tracks, bars, waits, how full the car is. No Qt, no pixels.

Minutes are after midnight, agency time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nemt_desk.ground.ids import Id
from nemt_desk.planning.stops import load_profile, stops
from nemt_desk.runs.board_rows import Board, BoardDriver, BoardRide, BoardRun
from ui.board.overlay import Ghost

LEAST_MIN = 10
"""A ride is drawn at least this long, so that it can be seen and hit."""
_EARLIEST, _LATEST = 7 * 60, 17 * 60
_LOOSE_MIN = 45
_HOUR = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One ride: from when to when, on which track of its lane. A ghost is only proposed."""

    ride: BoardRide
    start: int
    end: int
    track: int
    is_loose: bool = False
    ghost: Ghost | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """The driver waits for a member between the way there and the way back."""

    start: int
    end: int
    track: int


@dataclass(frozen=True, slots=True)
class Aboard:
    """How many are in the car between two stops."""

    start: int
    end: int
    seats: int
    places: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One driver's row."""

    driver: BoardDriver
    run: BoardRun | None
    bars: tuple[Bar, ...]
    waits: tuple[Wait, ...]
    tracks: int
    aboard: tuple[Aboard, ...] = ()

    @property
    def seats(self) -> int:
        """How many seats the car of the day has."""
        return self.run.seats if self.run else self.driver.seats

    @property
    def seats_text(self) -> str:
        """Return `2/3 seats`: the most taken at once, and what the car has."""
        if not self.seats:
            return "no car"
        return f"{self.run.peak_seats if self.run else 0}/{self.seats} seats"

    def is_over(self, aboard: Aboard) -> bool:
        """Tell whether more are aboard than the car holds."""
        return aboard.seats > self.seats or aboard.places > self.driver.wheelchair_places


@dataclass(frozen=True, slots=True)
class Axis:
    """The time shown, whole hours."""

    start: int
    end: int

    def hours(self) -> range:
        """Return the full hours from start to end."""
        return range(self.start, self.end + 1, _HOUR)


def axis_of(board: Board, now: int | None = None) -> Axis:
    """Return the day's span: the rides and where it is used the office's hours."""
    rides = [ride for run in board.runs for ride in run.rides] + list(board.unassigned)
    tasks = [ride.task for ride in rides]
    minutes = [m for task in tasks for m in (task.begin_min, task.end_min) if m]
    minutes += [m for m in (now,) if m is not None and _EARLIEST - _HOUR <= m <= _LATEST + _HOUR]
    first, last = min([*minutes, _EARLIEST]), max([*minutes, _LATEST])
    return Axis(first // _HOUR * _HOUR, -(-last // _HOUR) * _HOUR)


def lanes_of(
    board: Board, ghosts: Sequence[Ghost] = (), rides: Mapping[Id, BoardRide] | None = None
) -> tuple[Lane, ...]:
    """Return a lane for each driver: those who drive today by name, then those who are away.

    `ghosts` stand in the lanes they are proposed for; `rides` are all rides of the day.
    """
    runs = {run.id: run for run in board.runs}
    proposed: dict[Id, list[Ghost]] = {}
    for ghost in ghosts:
        if rides and ghost.ride_id in rides:
            proposed.setdefault(ghost.driver_id, []).append(ghost)
    lanes = []
    for driver in board.drivers:
        more = [(rides[g.ride_id], g) for g in proposed.get(driver.id, ())] if rides else []
        lanes.append(_lane(driver, runs.get(driver.run_id) if driver.run_id else None, more))
    return tuple(sorted(lanes, key=lambda lane: bool(lane.driver.away) and lane.run is None))


def aboard_words(lane: Lane, one: Aboard) -> str:
    """Return `2/3` and the wheelchair places, as it stands below the bars."""
    seats = f"{one.seats}/{lane.seats}" if one.seats or not one.places else ""
    places = f"\N{WHEELCHAIR SYMBOL}{one.places}/{lane.driver.wheelchair_places}"
    words = " ".join(part for part in (seats, places if one.places else "") if part)
    return f"{words}!" if lane.is_over(one) else words


def _lane(
    driver: BoardDriver, run: BoardRun | None, proposed: Sequence[tuple[BoardRide, Ghost]]
) -> Lane:
    tracks = _Tracks()
    rides = run.rides if run else ()
    bars = [bar for ride in rides if (bar := _timed(ride, tracks)) is not None]
    for ride, ghost in sorted(proposed, key=lambda pair: pair[1].start):
        end = max(ghost.end, ghost.start + LEAST_MIN)
        bars.append(Bar(ride, ghost.start, end, tracks.place(ghost.start, end), ghost=ghost))
    at = max((bar.end for bar in bars), default=_LATEST - 2 * _LOOSE_MIN)
    for ride in rides:
        if ride.is_loose:
            # Nobody knows when: it stands behind everything else of the run, in its own look.
            start = at + LEAST_MIN // 2
            at = start + max(ride.drive_min or 0, _LOOSE_MIN)
            bars.append(Bar(ride, start, at, tracks.place(start, at), is_loose=True))
    aboard = _aboard(run) if run else ()
    return Lane(driver, run, tuple(bars), _waits(bars), max(1, len(tracks.spans)), aboard)


@dataclass
class _Tracks:
    """Rides that share the car stand one below the other."""

    spans: list[list[tuple[int, int]]] = field(default_factory=list)

    def place(self, start: int, end: int) -> int:
        """Return the first track that is free all that time."""
        for track, taken in enumerate(self.spans):
            if not any(begin < end and start < over for begin, over in taken):
                taken.append((start, end))
                return track
        self.spans.append([(start, end)])
        return len(self.spans) - 1


def _timed(ride: BoardRide, tracks: _Tracks) -> Bar | None:
    task = ride.task
    if task.begin_min is None:
        return None
    end = max(task.end_min or 0, task.begin_min + LEAST_MIN)
    return Bar(ride, task.begin_min, end, tracks.place(task.begin_min, end))


def _waits(bars: list[Bar]) -> tuple[Wait, ...]:
    sure = [bar for bar in bars if bar.ghost is None]
    out = {bar.ride.trip_id: bar for bar in sure if not bar.ride.task.waits}
    found = []
    for back in sure:
        there = out.get(back.ride.trip_id)
        if back.ride.task.waits and there is not None and there.end < back.start:
            found.append(Wait(there.end, back.start, there.track))
    return tuple(found)


def _aboard(run: BoardRun) -> tuple[Aboard, ...]:
    tasks = [ride.task for ride in run.rides]
    ordered = run.stops or stops(tasks)
    loads = zip(ordered, load_profile(tasks, ordered), strict=True)
    timed = [(stop.at_min, load) for stop, load in loads if stop.at_min is not None]
    return tuple(
        Aboard(begin, end, load.seats, load.wheelchair_places)
        for (begin, load), (end, _) in pairwise(timed)
        if end > begin and (load.seats or load.wheelchair_places)
    )
