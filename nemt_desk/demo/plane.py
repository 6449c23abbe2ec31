"""The flat sheet the demo county is drawn on: points in miles, shapes, and the way to degrees.

Only geometry. What is a road or a lake is said elsewhere.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

type Point = tuple[float, float]
type Line = tuple[Point, ...]

CURVE = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
DEGREES_PER_MILE = 1609.344 / 111_195.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Turn miles east and north of a south-west corner into degrees."""

    lat0: float
    lon0: float
    lat_middle: float

    def degrees(self, point: Point) -> tuple[float, float]:
        """Give (lat, lon) of a point in miles, rounded as OSM keeps it."""
        lat = self.lat0 + point[1] * DEGREES_PER_MILE
        lon = self.lon0 + point[0] * DEGREES_PER_MILE / math.cos(math.radians(self.lat_middle))
        return round(lat, 7), round(lon, 7)


def distance(a: Point, b: Point) -> float:
    """Miles between two points."""
    return math.hypot(b[0] - a[0], b[1] - a[1])


def between(a: Point, b: Point, share: float) -> Point:
    """The point that lies `share` of the way from a to b."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def aside(a: Point, b: Point, miles: float) -> tuple[float, float]:
    """A step of so many miles to the left of the direction a to b."""
    length = distance(a, b) or 1.0
    return -(b[1] - a[1]) / length * miles, (b[0] - a[0]) / length * miles


def length(line: Sequence[Point]) -> float:
    """Miles along a line."""
    return sum(distance(a, b) for a, b in pairwise(line))


def smooth(line: Line, times: int = 2) -> Line:
    """Round the corners of an open line; its ends stay where they are."""
    for _ in range(times):
        points = [line[0]]
        for a, b in pairwise(line):
            points += [between(a, b, 0.25), between(a, b, 0.75)]
        line = (*points, line[-1])
    return line


def round_corners(line: Line, reach: float) -> Line:
    """Replace each corner by a curve that starts `reach` miles before it."""
    points = [line[0]]
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        start = between(corner, before, min(0.45, reach / distance(corner, before)))
        end = between(corner, after, min(0.45, reach / distance(corner, after)))
        points += [
            between(between(start, corner, share), between(corner, end, share), share)
            for share in CURVE
        ]
    return (*points, line[-1])


def wander(line: Line, rng: random.Random, reach: float, step: float) -> Line:
    """Let a straight line meander: a point every `step` miles, pushed aside up to `reach`."""
    points = [line[0]]
    push = 0.0
    for a, b in pairwise(line):
        count = max(2, round(distance(a, b) / step))
        for index in range(1, count + 1):
            push = 0.45 * push + rng.uniform(-reach, reach)
            x, y = between(a, b, index / count)
            dx, dy = aside(a, b, push)
            points.append((x + dx, y + dy))
    points[-1] = line[-1]
    return smooth(tuple(points))


def walk(
    line: Sequence[Point], step: float, start: float = 0.0
) -> Iterator[tuple[float, Point, Point, Point]]:
    """Yield (miles so far, point, segment start, segment end) every `step` miles along a line."""
    done, due = 0.0, start
    for a, b in pairwise(line):
        span = distance(a, b)
        while span and due <= done + span:
            yield due, between(a, b, (due - done) / span), a, b
            due += step
        done += span


def gap(point: Point, line: Sequence[Point]) -> float:
    """Miles from a point to the nearest place on a line."""
    return min(to_segment(point, a, b)[0] for a, b in pairwise(line))


def to_segment(point: Point, a: Point, b: Point) -> tuple[float, float]:
    """Miles from a point to a segment, and the share of the segment where that is."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    share = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square if square else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(point[0] - a[0] - dx * share, point[1] - a[1] - dy * share), share


def crossing(a: Point, b: Point, c: Point, d: Point) -> float | None:
    """Where a-b crosses c-d, as the share of a-b; None if it does not."""
    rx, ry = b[0] - a[0], b[1] - a[1]
    sx, sy = d[0] - c[0], d[1] - c[1]
    cross = rx * sy - ry * sx
    if abs(cross) < 1e-12:
        return None
    share = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross
    other = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross
    return share if 0.0 <= share <= 1.0 and 0.0 <= other <= 1.0 else None


SPOKES = 96


@dataclass(frozen=True, slots=True)
class Blob:
    """A rounded shape about a middle: lakes, woods. Kept as its radius in 96 directions."""

    middle: Point
    reach: float
    spokes: tuple[float, ...]
    far: float

    @classmethod
    def made(
        cls, middle: Point, reach: float, rng: random.Random, *, stretch: float = 1.5
    ) -> "Blob":
        """Make one with a shore of its own; stretch 1 is round."""
        turn = rng.uniform(0.0, math.pi)
        waves = [(rng.uniform(0.0, 0.3) / n**0.75, rng.uniform(0.0, math.tau)) for n in range(1, 8)]
        spokes = []
        for index in range(SPOKES):
            angle = math.tau * index / SPOKES - turn
            oval = 1.0 / math.hypot(math.cos(angle) / stretch, math.sin(angle) * stretch)
            bumps = sum(
                size * math.sin((n + 2) * angle + push) for n, (size, push) in enumerate(waves)
            )
            spokes.append(reach * oval * max(0.35, 1.0 + bumps))
        return cls(middle, reach, tuple(spokes), max(spokes))

    def scaled(self, factor: float) -> "Blob":
        """The same shape, larger or smaller."""
        spokes = tuple(spoke * factor for spoke in self.spokes)
        return Blob(self.middle, self.reach * factor, spokes, self.far * factor)

    def radius(self, angle: float) -> float:
        """Miles from the middle to the shore in a direction."""
        place = angle / math.tau * SPOKES
        low = math.floor(place)
        first, second = self.spokes[low % SPOKES], self.spokes[(low + 1) % SPOKES]
        return first + (second - first) * (place - low)

    def has(self, point: Point, margin: float = 0.0) -> bool:
        """Say whether a point lies inside, or within the margin of the shore."""
        dx, dy = point[0] - self.middle[0], point[1] - self.middle[1]
        away = math.hypot(dx, dy)
        return away < self.far + margin and away < self.radius(math.atan2(dy, dx)) + margin

    def ring(self, margin: float = 0.0, *, every: float = 0.09) -> Line:
        """The closed shore line, or a line that much outside it."""
        count = min(SPOKES, max(14, int(math.tau * self.far / every)))
        points = []
        for index in range(count):
            angle = math.tau * index / count
            away = self.radius(angle) + margin
            points.append(
                (self.middle[0] + away * math.cos(angle), self.middle[1] + away * math.sin(angle))
            )
        return (*points, points[0])
