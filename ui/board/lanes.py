"""Where everything is on the timeline: lanes, tracks, bars, waits, the axis. No Qt, no pixels' ink.

Minutes are after midnight, agency time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nemt_desk.ground.ids import Id
from nemt_desk.runs.board_rows import Board, BoardDriver, BoardRide, BoardRun

LEAST_MIN = 10
"""A ride is drawn at least this long, so that it can be seen and hit."""
_EARLIEST, _LATEST = 7 * 60, 17 * 60
_LOOSE_MIN = 45
_HOUR = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One ride: from when to when, on which track of its lane."""

    ride: BoardRide
    start: int
    end: int
    track: int
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """The driver waits for a member between the way there and the way back."""

    start: int
    end: int
    track: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One driver's row."""

    driver: BoardDriver
    run: BoardRun | None
    bars: tuple[Bar, ...]
    waits: tuple[Wait, ...]
    tracks: int

    @property
    def seats_text(self) -> str:
        """Return `2/3 seats`: the most taken at once, and what the car has."""
        seats = self.run.seats if self.run else self.driver.seats
        if not seats:
            return "no car"
        return f"{self.run.peak_seats if self.run else 0}/{seats} seats"


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
    minutes = [m for ride in rides for m in (ride.task.begin_min, ride.task.end_min) if m]
    minutes += [m for m in (now,) if m is not None and _EARLIEST - _HOUR <= m <= _LATEST + _HOUR]
    first, last = min([*minutes, _EARLIEST]), max([*minutes, _LATEST])
    return Axis(first // _HOUR * _HOUR, -(-last // _HOUR) * _HOUR)


def lanes_of(board: Board) -> tuple[Lane, ...]:
    """Return a lane for each driver: those who drive today by name, then those who are away."""
    runs = {run.id: run for run in board.runs}
    lanes = [_lane(driver, runs.get(driver.run_id)) for driver in board.drivers]  # type: ignore[arg-type]
    return tuple(sorted(lanes, key=lambda lane: bool(lane.driver.away) and lane.run is None))


def _lane(driver: BoardDriver, run: BoardRun | None) -> Lane:
    if run is None:
        return Lane(driver, None, (), (), 1)
    tracks = _Tracks()
    bars = [bar for ride in run.rides if (bar := _timed(ride, tracks)) is not None]
    at = max((bar.end for bar in bars), default=_LATEST - 2 * _LOOSE_MIN)
    for ride in run.rides:
        if ride.is_loose:
            # Nobody knows when: it stands behind everything else of the run, in its own look.
            start = at + LEAST_MIN // 2
            at = start + max(ride.drive_min or 0, _LOOSE_MIN)
            bars.append(Bar(ride, start, at, tracks.place(start, at), is_loose=True))
    return Lane(driver, run, tuple(bars), _waits(bars), max(1, len(tracks.free_at)))


@dataclass
class _Tracks:
    """Rides that share the car stand one below the other."""

    free_at: list[int] = field(default_factory=list)

    def place(self, start: int, end: int) -> int:
        for track, free in enumerate(self.free_at):
            if free <= start:
                self.free_at[track] = end
                return track
        self.free_at.append(end)
        return len(self.free_at) - 1


def _timed(ride: BoardRide, tracks: _Tracks) -> Bar | None:
    task = ride.task
    if task.begin_min is None:
        return None
    end = max(task.end_min or 0, task.begin_min + LEAST_MIN)
    return Bar(ride, task.begin_min, end, tracks.place(task.begin_min, end))


def _waits(bars: list[Bar]) -> tuple[Wait, ...]:
    out = {bar.ride.trip_id: bar for bar in bars if not bar.ride.task.waits}
    found = []
    for back in bars:
        there = out.get(back.ride.trip_id)
        if back.ride.task.waits and there is not None and there.end < back.start:
            found.append(Wait(there.end, back.start, there.track))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Scale:
    """From minutes and tracks to pixels of the whole timeline, without scrolling.

    `head` is the width of the drivers' column, `top` the height of the axis.
    """

    axis: Axis
    px_min: float
    head: int
    top: int
    bar: int
    least_lane: int
    gap: int = 4

    def x(self, minute: float) -> int:
        """Return where a minute stands."""
        return self.head + round((minute - self.axis.start) * self.px_min)

    @property
    def width(self) -> int:
        """The whole width."""
        return self.x(self.axis.end) + self.gap

    def lane_height(self, lane: Lane) -> int:
        """Return a lane's height: its tracks, but never less than its head needs."""
        return max(self.least_lane, lane.tracks * (self.bar + self.gap) + self.gap)


@dataclass(frozen=True, slots=True)
class Placed:
    """Lanes with their tops; finds what is at a point."""

    lanes: tuple[Lane, ...]
    tops: tuple[int, ...]
    scale: Scale
    at: Mapping[Id, tuple[int, Bar]]

    @property
    def height(self) -> int:
        """The whole height."""
        return self.tops[-1]

    def lane_at(self, y: int) -> int:
        """Return the number of the lane at `y`, -1 if there is none."""
        if y < self.scale.top:
            return -1
        return next((n for n, end in enumerate(self.tops[1:]) if y < end), -1)

    def bar_box(self, lane: int, start: int, end: int, track: int) -> tuple[int, int, int, int]:
        """Return x, y, width and height of a bar."""
        scale = self.scale
        top = self.tops[lane] + scale.gap + track * (scale.bar + scale.gap)
        left = scale.x(start)
        return left, top, max(scale.x(end) - left - 1, 6), scale.bar

    def bar_at(self, x: int, y: int) -> Bar | None:
        """Return the ride at a point; of two the later."""
        lane = self.lane_at(y)
        if lane < 0 or x < self.scale.head:
            return None
        for bar in reversed(self.lanes[lane].bars):
            left, top, width, height = self.bar_box(lane, bar.start, bar.end, bar.track)
            if left <= x < left + width and top <= y < top + height:
                return bar
        return None


def placed(lanes: tuple[Lane, ...], scale: Scale) -> Placed:
    """Put lanes one below the other."""
    tops = [scale.top]
    for lane in lanes:
        tops.append(tops[-1] + scale.lane_height(lane))
    at = {bar.ride.id: (n, bar) for n, lane in enumerate(lanes) for bar in lane.bars}
    return Placed(lanes, tuple(tops), scale, at)
