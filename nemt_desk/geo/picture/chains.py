"""Lines in whole units: pieces of one road joined, simplified for a zoom, places for a name."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

type Dot = tuple[int, int]
type Chain = list[Dot]

_SHARPEST = math.cos(math.radians(80))
_TRIES = (0.0, -0.12, 0.12, -0.24, 0.24)
_BENDS_PX = (2.5, 5.5)
"""How far a road may leave a straight name: best little, else somewhat."""
_SHORTENED = 0.95


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight piece of a chain: its middle, its turn in degrees, its length in units."""

    x: float
    y: float
    turn: float
    room: float


def joined(pieces: Sequence[Chain]) -> list[Chain]:
    """Return the pieces joined where one goes on as another, straight on where it can."""
    ends: defaultdict[Dot, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        ends[piece[0]].append(number)
        ends[piece[-1]].append(number)
    used: set[int] = set()
    found = []
    for number, piece in enumerate(pieces):
        if number not in used:
            used.add(number)
            grown = _grown(list(piece), pieces, ends, used)
            grown.reverse()
            found.append(_grown(grown, pieces, ends, used))
    return found


def length(chain: Sequence[Dot]) -> float:
    """Return how long a chain is in units."""
    return sum(math.dist(a, b) for a, b in pairwise(chain))


def simplified(chain: Chain, least: float) -> Chain:
    """Return the chain without points nearer than `least` units to what is left (ends stay)."""
    if len(chain) <= 2:
        return chain
    keep = bytearray(len(chain))
    keep[0] = keep[-1] = 1
    todo = [(0, len(chain) - 1)]
    square = least * least
    while todo:
        low, high = todo.pop()
        far, at = _farthest(chain, low, high)
        if far > square:
            keep[at] = 1
            if at - low > 1:
                todo.append((low, at))
            if high - at > 1:
                todo.append((at, high))
    return [dot for dot, kept in zip(chain, keep, strict=True) if kept]


def parts(chain: Chain, most: int) -> Iterator[Chain]:
    """Cut a chain into parts of at most so many points, so that a look finds what it needs."""
    for begin in range(0, max(1, len(chain) - 1), most - 1):
        yield chain[begin : begin + most]


class Walk:
    """A chain measured once, to find points on it by their distance from its start."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._marks = [0.0]
        for a, b in pairwise(chain):
            self._marks.append(self._marks[-1] + math.dist(a, b))

    @property
    def length(self) -> float:
        """How long it is."""
        return self._marks[-1]

    def at(self, walked: float) -> tuple[float, float]:
        """Return the point so far from the start."""
        marks = self._marks
        low, high = 0, len(marks) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if marks[middle] <= walked:
                low = middle
            else:
                high = middle
        piece = marks[high] - marks[low]
        share = (walked - marks[low]) / piece if piece else 0.0
        (ax, ay), (bx, by) = self._chain[low], self._chain[high]
        return ax + (bx - ax) * share, ay + (by - ay) * share

    def stretch(self, middle: float, room: float, bend: float) -> Stretch | None:
        """Return the piece of that length around a point if it bends no more than `bend`."""
        begin, end = middle - room / 2, middle + room / 2
        if begin < 0 or end > self.length:
            return None
        (ax, ay), (bx, by) = self.at(begin), self.at(end)
        wide = math.hypot(bx - ax, by - ay)
        if wide < room * _SHORTENED:
            return None
        off = 0.0
        for share in (0.17, 0.33, 0.5, 0.67, 0.83):
            x, y = self.at(begin + room * share)
            off = max(off, abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / wide)
        if off > bend:
            return None
        x, y = self.at(middle)
        return Stretch(
            (ax + bx + 2 * x) / 4, (ay + by + 2 * y) / 4, upright(bx - ax, by - ay), room
        )

    def straightest(self, middle: float, room: float, slack: float, px: float) -> Stretch | None:
        """Return where a text of that length fits near a point, with as much more as there is."""
        for bend in _BENDS_PX:
            for share in _TRIES:
                at = middle + share * slack
                found = self.stretch(at, room, bend * px)
                if found is not None:
                    return self._widest(found, at, bend * px)
        return None

    def _widest(self, found: Stretch, at: float, bend: float) -> Stretch:
        for grown in (1.4, 2.0):
            more = self.stretch(at, found.room * grown, bend)
            if more is None:
                break
            found = Stretch(found.x, found.y, found.turn, more.room)
        return found


def upright(right: float, down: float) -> float:
    """Return the turn of a text along a direction, never upside down."""
    turn = math.degrees(math.atan2(down, right))
    if turn > 90:
        return turn - 180
    return turn + 180 if turn <= -90 else turn


def middles(walk: Walk, apart: float) -> Iterator[tuple[float, float]]:
    """Yield points along a chain, its middle first, then between, while farther than `apart`.

    Each is yielded with the distance to its neighbours; what is yielded for a smaller `apart`
    begins with what is yielded for a greater one, so that names stay where they are in a zoom.
    """
    step = walk.length
    yield step / 2, step
    while step / 4 >= apart:
        step /= 2
        for number in range(round(walk.length / step)):
            yield (number + 0.5) * step, step / 2


def inner_spot(ring: Sequence[Dot], holes: Sequence[Sequence[Dot]]) -> Stretch:
    """Return the widest place in an area a level text can stand at."""
    ys = [y for _x, y in ring]
    top, bottom = min(ys), max(ys)
    best = Stretch((ring[0][0]), (ring[0][1]), 0.0, 0.0)
    most = -1.0
    for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        y = top + (bottom - top) * share + 0.5
        cuts = sorted(x for line in (ring, *holes) for x in _crossings(line, y))
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            weight = (right - left) * (1 - abs(share - 0.5) * 0.6)
            if weight > most:
                most, best = weight, Stretch((left + right) / 2, y, 0.0, right - left)
    return best


def _crossings(ring: Sequence[Dot], y: float) -> Iterator[float]:
    for (ax, ay), (bx, by) in pairwise(ring):
        if (ay <= y) != (by <= y):
            yield ax + (bx - ax) * (y - ay) / (by - ay)


def _grown(
    chain: Chain, pieces: Sequence[Chain], ends: dict[Dot, list[int]], used: set[int]
) -> Chain:
    while True:
        tip, before = chain[-1], chain[-2]
        best, most = -1, _SHARPEST
        for number in ends[tip]:
            if number not in used:
                there = pieces[number][1] if pieces[number][0] == tip else pieces[number][-2]
                straight = _straight(before, tip, there)
                if straight > most:
                    best, most = number, straight
        if best < 0:
            return chain
        used.add(best)
        piece = pieces[best]
        chain += piece[1:] if piece[0] == tip else piece[-2::-1]


def _straight(a: Dot, b: Dot, c: Dot) -> float:
    """Return 1 for straight on, 0 for a right angle, -1 for back."""
    ax, ay, cx, cy = b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]
    size = math.hypot(ax, ay) * math.hypot(cx, cy)
    return (ax * cx + ay * cy) / size if size else -1.0


def _farthest(chain: Chain, low: int, high: int) -> tuple[float, int]:
    """Return how far, squared, the farthest point is off the line between two, and its place."""
    ax, ay = chain[low]
    wide, high_y = chain[high][0] - ax, chain[high][1] - ay
    size = wide * wide + high_y * high_y
    far, at = -1.0, low
    for number in range(low + 1, high):
        x, y = float(chain[number][0] - ax), float(chain[number][1] - ay)
        if size:
            share = (x * wide + y * high_y) / size
            if share > 0:
                share = min(share, 1.0)
                x -= share * wide
                y -= share * high_y
        off = x * x + y * y
        if off > far:
            far, at = off, number
    return far, at
