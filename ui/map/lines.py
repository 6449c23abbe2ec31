"""Lines on the picture: pieces of one road joined end to end, and straight stretches for a name."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF

type Line = list[tuple[float, float]]

_BEND_PX = 3.5
_TRIES = 9


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a name fits along a line: its middle, and how it is turned (never upside down)."""

    middle: QPointF
    degrees: float


def joined(pieces: Iterable[list[QPointF]]) -> list[Line]:
    """Return the pieces joined where one ends as another begins; longest first."""
    lines = [[(p.x(), p.y()) for p in piece] for piece in pieces]
    ends: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        ends[_spot(line[0])].append(number)
        ends[_spot(line[-1])].append(number)
    used: set[int] = set()
    found = []
    for number, line in enumerate(lines):
        if number in used:
            continue
        used.add(number)
        grown = _grown(line, lines, ends, used)
        grown.reverse()
        found.append(_grown(grown, lines, ends, used))
    return sorted(found, key=length, reverse=True)


def length(line: Line) -> float:
    """Return how long a line is in px."""
    return sum(math.dist(a, b) for a, b in pairwise(line))


def within(line: Line, size: float) -> list[Line]:
    """Return the runs of a line that lie on a picture of that size (whole pieces, not cut)."""
    runs: list[Line] = []
    run: Line = []
    for a, b in pairwise(line):
        if _touches(a, b, size):
            if not run:
                run = [a]
            run.append(b)
        elif run:
            runs.append(run)
            run = []
    if run:
        runs.append(run)
    return runs


def stretches(line: Line, wide: float) -> Iterator[Stretch]:
    """Yield straight enough stretches that hold a text, from the middle of the line outwards."""
    whole = length(line)
    if whole < wide:
        return
    for share in sorted(range(1, _TRIES + 1), key=lambda n: abs(n - (_TRIES + 1) / 2)):
        middle_m = wide / 2 + (whole - wide) * share / (_TRIES + 1)
        found = _stretch(line, middle_m - wide / 2, middle_m + wide / 2)
        if found is not None:
            yield found


def spots(line: Line, apart: float) -> Iterator[QPointF]:
    """Yield points along a line for a sign, from its middle outwards."""
    whole = length(line)
    count = max(1, int(whole / apart))
    for number in sorted(range(count), key=lambda n: abs(n - (count - 1) / 2)):
        x, y = _at(line, (number + 0.5) / count * whole)
        yield QPointF(x, y)


def _spot(at: tuple[float, float]) -> tuple[int, int]:
    return round(at[0] * 2), round(at[1] * 2)


def _grown(
    line: Line, lines: list[Line], ends: dict[tuple[int, int], list[int]], used: set[int]
) -> Line:
    grown = list(line)
    while True:
        tip = _spot(grown[-1])
        following = next((n for n in ends[tip] if n not in used), None)
        if following is None:
            return grown
        used.add(following)
        piece = lines[following]
        grown += piece[1:] if _spot(piece[0]) == tip else piece[-2::-1]


def _touches(a: tuple[float, float], b: tuple[float, float], size: float) -> bool:
    return (
        min(a[0], b[0]) < size and max(a[0], b[0]) > 0
        and min(a[1], b[1]) < size and max(a[1], b[1]) > 0
    )  # fmt: skip


def _at(line: Line, at: float) -> tuple[float, float]:
    left = at
    for a, b in pairwise(line):
        piece = math.dist(a, b)
        if piece and left <= piece:
            share = left / piece
            return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        left -= piece
    return line[-1]


def _stretch(line: Line, begin: float, end: float) -> Stretch | None:
    (ax, ay), (bx, by) = _at(line, begin), _at(line, end)
    wide = math.dist((ax, ay), (bx, by))
    if wide < (end - begin) * 0.97:
        return None
    for share in (0.25, 0.5, 0.75):
        x, y = _at(line, begin + (end - begin) * share)
        off = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / max(wide, 1.0)
        if off > _BEND_PX:
            return None
    degrees = math.degrees(math.atan2(by - ay, bx - ax))
    if degrees > 90:
        degrees -= 180
    elif degrees <= -90:
        degrees += 180
    return Stretch(QPointF((ax + bx) / 2, (ay + by) / 2), degrees)
