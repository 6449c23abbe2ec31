"""How a way is to be driven: which kind, without ferries, round closed roads, in winter."""

from dataclasses import dataclass
from typing import Literal

from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.errors import InputError, Problem

type Kind = Literal["shortest", "fastest"]

_SLOWEST, _QUICKEST = 0.2, 1.5


@dataclass(frozen=True, slots=True)
class ClosedRoad:
    """Where a road is shut, in both directions.

    One point shuts the piece of road it lies on, from crossing to crossing; more points shut the
    road from the first along to the last. Roads that only cross it stay open.
    """

    line: tuple[LatLon, ...]

    def __post_init__(self) -> None:
        if not self.line:
            raise InputError((Problem("line", "A closed road needs at least one point."),))


@dataclass(frozen=True, slots=True)
class Driving:
    """What holds on the day of the drive.

    `speed_factor` multiplies the speed on every road: 0.8 is a fifth slower, so minutes are
    divided by it. Miles never change by it.
    """

    avoid_ferries: bool = False
    closed: tuple[ClosedRoad, ...] = ()
    speed_factor: float = 1.0

    def __post_init__(self) -> None:
        if not _SLOWEST <= self.speed_factor <= _QUICKEST:
            sentence = f"The speed factor must lie between {_SLOWEST} and {_QUICKEST}."
            raise InputError((Problem("speed_factor", sentence),))


USUAL = Driving()
