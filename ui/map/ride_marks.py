"""Marks of the day's rides: runs along the road, and arrows for rides nobody drives yet."""

from collections.abc import Callable, Iterator
from datetime import time

from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import time_text
from nemt_desk.runs.board_rows import Board, BoardRide, BoardRun
from ui.map.marks import DOT, Layer, Mark, StopMark, Target, bowed

_ARROW = "\N{RIGHTWARDS ARROW}"

type Way = Callable[[list[LatLon]], tuple[tuple[LatLon, ...], bool]]
"""Gives the line through some points, and whether a piece of it is only straight."""


def clock(minutes: int | None) -> str:
    """Return minutes after midnight as `9:05 a.m.`."""
    if minutes is None:
        return "when called"
    return time_text(time(minutes // 60 % 24, minutes % 60))


def rides_of(shown: Board) -> Iterator[BoardRide]:
    """Go through all rides of the day."""
    yield from shown.unassigned
    for run in shown.runs:
        yield from run.rides


def run_numbers(shown: Board) -> dict[Id, int]:
    """Return the number on the map of each run: 1, 2, 3 in the board's order."""
    return {run.id: number for number, run in enumerate(shown.runs, start=1)}


def run_marks(shown: Board, way: Way) -> Iterator[Mark]:
    """Go through the day's runs."""
    numbers = run_numbers(shown)
    for run in shown.runs:
        line, is_guess = way(
            [stop.spot.point for stop in run.stops if stop.at_min is not None and stop.spot.point]
        )
        target = Target("board", "run", run.id)
        first = run.rides[0].id if run.rides else None
        yield Mark(
            key=f"run:{run.id}",
            layer=Layer.RUNS,
            shape="run",
            title=run.driver_name,
            detail=_run_words(run, is_guess=is_guess and bool(line)),
            line=line,
            stops=tuple(_stops(run)),
            number=numbers[run.id],
            board=Target("board", "ride", first) if first else target,
            record=Target("drivers", "driver", run.driver_id),
            rides=tuple(ride.id for ride in run.rides),
            members=tuple(dict.fromkeys(ride.member_id for ride in run.rides)),
            run_id=run.id,
            is_guess=is_guess,
        )


def unassigned_marks(shown: Board) -> Iterator[Mark]:
    """Go through the rides nobody drives yet."""
    for ride in shown.unassigned:
        ends = (ride.from_point, ride.to_point)
        line = bowed(ends[0], ends[1]) if ends[0] and ends[1] else ()
        when = ride.pickup_min if ride.pickup_min is not None else ride.dropoff_min
        yield Mark(
            key=f"ride:{ride.id}",
            layer=Layer.UNASSIGNED,
            shape="ride",
            title=ride.member_name,
            detail=f"{clock(when)}{DOT}{ride.from_name} {_ARROW} {ride.to_name}",
            line=line,
            board=Target("board", "ride", ride.id),
            record=Target("members", "member", ride.member_id),
            pin_id=None if line else (ride.from_id if not ends[0] else ride.to_id),
            pin_status="" if line else "no_pin",
            rides=(ride.id,),
            members=(ride.member_id,),
        )


def _run_words(run: BoardRun, *, is_guess: bool) -> str:
    count = len(run.rides)
    words = [f"{count} ride{'s' if count != 1 else ''}"]
    if run.first_min is not None:
        words.append(f"{clock(run.first_min)} to {clock(run.last_min)}")
    words.append(run.state.value)
    if any(stop.is_loose for stop in run.stops):
        words.append("will-call open")
    if is_guess:
        words.append("straight line where the map knows no road")
    return DOT.join(words)


def _stops(run: BoardRun) -> Iterator[StopMark]:
    names = {ride.from_id: ride.from_name for ride in run.rides}
    names |= {ride.to_id: ride.to_name for ride in run.rides}
    riders = {ride.id: ride.member_name for ride in run.rides}
    for stop in run.stops:
        if stop.spot.point is None:
            continue
        deeds = [f"on: {riders[key]}" for key in stop.pickups if key in riders]
        deeds += [f"off: {riders[key]}" for key in stop.dropoffs if key in riders]
        where = names.get(stop.spot.place_id, "")
        words = DOT.join(part for part in (clock(stop.at_min), where, *deeds) if part)
        yield StopMark(stop.spot.point, stop.seq, words)
