"""What can be wrong with a plan, and how near two figures must be."""

from dataclasses import dataclass
from enum import StrEnum
from math import isclose

MIN_EPS = 1e-6
"""Minutes that are not worth a word: less than sums of float minutes go astray."""
M_EPS = 1e-3
"""The same for metres, and for cents."""


class FaultKind(StrEnum):
    """Which promise a plan breaks."""

    LOST = "lost"
    DOUBLED = "doubled"
    UNKNOWN = "unknown"
    PAIR = "pair"
    PLACE = "place"
    LOAD = "load"
    WINDOW = "window"
    SPEED = "speed"
    ABOARD = "aboard"
    HOURS = "hours"
    MOST_MIN = "most_min"
    MOST_M = "most_m"
    BREAK = "break"
    WAIT = "wait"
    APART = "apart"
    DRIVER = "driver"
    FIXED = "fixed"
    FIRST = "first"
    KEPT = "kept"
    OUT = "out"
    PAUSE = "pause"
    TIMING = "timing"
    FIGURES = "figures"
    ROUTE = "route"
    COST = "cost"


LIMITS = frozenset(
    {
        FaultKind.LOAD,
        FaultKind.WINDOW,
        FaultKind.ABOARD,
        FaultKind.HOURS,
        FaultKind.MOST_MIN,
        FaultKind.MOST_M,
        FaultKind.BREAK,
        FaultKind.WAIT,
        FaultKind.APART,
        FaultKind.DRIVER,
        FaultKind.TIMING,
    }
)
"""What a run that was handed in may break by itself; the rest is never excused."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One promise broken: by which run, for which ride, by how much (minutes, metres, cents)."""

    kind: FaultKind
    sentence: str
    driver: int | None = None
    shift: int | None = None
    ride: int | None = None
    amount: float = 0.0


def is_less(one: float, other: float) -> bool:
    """Tell whether a minute is earlier than another by more than rounding."""
    return one < other - MIN_EPS


def is_near(one: float, other: float) -> bool:
    """Tell whether two sums of metres, minutes or cents are the same but for rounding."""
    return isclose(one, other, rel_tol=1e-9, abs_tol=M_EPS)
