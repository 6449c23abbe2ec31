"""The river of the demo county."""

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from nemt_desk.demo.plane import Line, Point, crossing

TALL = 1.5


class River:
    """A course that knows quickly where a road meets it."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._rows: dict[int, list[tuple[float, float, Point, Point]]] = defaultdict(list)
        self._all: list[tuple[float, float, Point, Point]] = []
        for c, d in pairwise(line):
            segment = min(c[0], d[0]), max(c[0], d[0]), c, d
            self._all.append(segment)
            low, high = math.floor(min(c[1], d[1])) - 1, math.ceil(max(c[1], d[1])) + 1
            for row in range(low, high + 1):
                self._rows[row].append(segment)

    def met_by(self, a: Point, b: Point) -> list[float]:
        """Where the piece of road a-b meets the river, as shares of it."""
        west, east = min(a[0], b[0]), max(a[0], b[0])
        high = abs(b[1] - a[1]) > TALL
        row = self._all if high else self._rows.get(round((a[1] + b[1]) / 2), [])
        near = [(c, d) for low, far, c, d in row if low <= east and far >= west]
        shares = (crossing(a, b, c, d) for c, d in near)
        return [share for share in shares if share is not None]

    def meets(self, line: Sequence[Point]) -> bool:
        """Say whether a line crosses the river."""
        return any(self.met_by(a, b) for a, b in pairwise(line))
