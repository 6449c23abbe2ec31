"""What lies on the map, as plain data: marks with words and points, and their JSON. No Qt."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.ids import Id

DOT = " \N{MIDDLE DOT} "


class Layer(StrEnum):
    """What can be shown or hidden together, in the order of the list."""

    CLOSED = "closed"
    RUNS = "runs"
    UNASSIGNED = "unassigned"
    HOMES = "homes"
    OTHER_HOMES = "other_homes"
    PLACES = "places"
    DRIVERS = "drivers"
    REACH = "reach"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Target:
    """A record on another page."""

    page_id: str
    kind: str
    id: Id


@dataclass(frozen=True, slots=True)
class StopMark:
    """One stop of a run: where, its number on the run sheet, and its words."""

    point: LatLon
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on the map and in the list; `line` is one point, a line, or empty without a pin.

    `shape` names the icon; `number` tells runs apart and is written on them. `rides` are a run's,
    `reach_m` is a circle's radius, `count` how many requests stand behind it, `belongs_to` the key
    of a mark that shows this one too, `is_faint` something that is not so yet on the day shown.
    """

    key: str
    layer: Layer
    shape: str
    title: str
    detail: str
    line: tuple[LatLon, ...] = ()
    stops: tuple[StopMark, ...] = ()
    number: int = 0
    board: Target | None = None
    record: Target | None = None
    pin_id: Id | None = None
    pin_status: str = ""
    rides: tuple[Id, ...] = ()
    members: tuple[Id, ...] = ()
    """Whose data the mark shows: what is printed is noted by them."""
    run_id: Id | None = None
    reach_m: float = 0.0
    count: int = 0
    belongs_to: str = ""
    is_faint: bool = False
    closure_id: Id | None = None
    brief: str = ""
    """Words beside the name on the map."""
    is_guess: bool = False
    """The line is straight where the map knows no way by road."""

    @property
    def has_place(self) -> bool:
        """Tell whether it can be seen on the map."""
        return bool(self.line)

    @property
    def what(self) -> str:
        """Return in a word or two what it is."""
        return WORDS[self.layer]


WORDS = {
    Layer.CLOSED: "Closed road",
    Layer.RUNS: "Run",
    Layer.UNASSIGNED: "No driver",
    Layer.HOMES: "Rider's home",
    Layer.OTHER_HOMES: "Member's home",
    Layer.PLACES: "Place",
    Layer.DRIVERS: "Driver's home",
    Layer.REACH: "Reach",
    Layer.UNMET: "Turned down",
}


def as_json(mark: Mark) -> dict[str, Any]:
    """Return a mark as the page wants it: numbers and texts only."""
    return {
        "key": mark.key,
        "layer": mark.layer.value,
        "shape": mark.shape,
        "title": mark.title,
        "detail": mark.detail,
        "line": [[round(lat, 6), round(lon, 6)] for lat, lon in mark.line],
        "number": mark.number,
        "guess": mark.is_guess,
        "faint": mark.is_faint,
        "reach": round(mark.reach_m),
        "count": mark.count,
        "of": mark.belongs_to,
        "brief": mark.brief,
        "stops": [
            {"at": list(stop.point), "number": stop.number, "text": stop.text}
            for stop in mark.stops
        ],
    }


def all_json(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    """Return the marks that can be seen, as the page wants them."""
    return [as_json(mark) for mark in marks if mark.has_place]


def bowed(start: LatLon, end: LatLon, share: float = 0.12, pieces: int = 12) -> tuple[LatLon, ...]:
    """Return a line bent to its right, so that the ways there and back do not cover each other."""
    if start == end:
        return (start, end)
    shrink = math.cos(math.radians((start[0] + end[0]) / 2)) or 1.0
    north, east = end[0] - start[0], (end[1] - start[1]) * shrink
    middle = (
        (start[0] + end[0]) / 2 - east * share * 2,
        (start[1] + end[1]) / 2 + north * share * 2 / shrink,
    )
    line = []
    for number in range(pieces + 1):
        t = number / pieces
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        line.append((a * start[0] + b * middle[0] + c * end[0],
                     a * start[1] + b * middle[1] + c * end[1]))  # fmt: skip
    return tuple(line)


def thinned(line: Iterable[LatLon], least: float = 0.00003) -> tuple[LatLon, ...]:
    """Return a line without points that lie closer together than `least` degrees (about 3 m)."""
    kept: list[LatLon] = []
    last: LatLon | None = None
    for point in line:
        last = point
        if not kept or max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) >= least:
            kept.append(point)
    if last is not None and kept[-1] != last:
        kept.append(last)
    return tuple(kept)
