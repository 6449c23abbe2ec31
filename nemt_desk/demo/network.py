"""Turn loose pieces of road into one network: shared corners, no islands, joined ways.

Knows nothing of the county; it takes roads in miles and gives points and ways.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nemt_desk.demo.plane import Point, between, crossing, distance, to_segment
from nemt_desk.demo.sketch import Road, Tags

CELL = 0.5
SAME = 0.004
STUB = 0.04

type _Segment = tuple[int, int, Point, Point]


@dataclass(frozen=True, slots=True)
class Way:
    """A road in the network: indexes of its points, in order."""

    points: tuple[int, ...]
    tags: Tags


@dataclass(slots=True)
class Network:
    """Points and ways that belong together."""

    points: list[Point] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    _near: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))

    def point(self, at: Point) -> int:
        """The index of the point here, made if there is none within a few metres."""
        column, row = int(at[0] / SAME), int(at[1] / SAME)
        for dx in (0, -1, 1):
            for dy in (0, -1, 1):
                for index in self._near.get((column + dx, row + dy), ()):
                    if distance(self.points[index], at) < SAME:
                        return index
        self.points.append(at)
        self._near[column, row].append(len(self.points) - 1)
        return len(self.points) - 1


def build_network(roads: Sequence[Road], keep_apart: Iterable[Point] = ()) -> Network:
    """Join roads where they cross or touch; drop stubs and islands; ways end at `keep_apart`."""
    network = Network()
    cuts = _cuts(roads)
    chains: list[tuple[list[int], Tags]] = []
    for number, road in enumerate(roads):
        chain: list[int] = []
        for index, (a, b) in enumerate(zip(road.line, road.line[1:], strict=False)):
            shares = sorted({0.0, 1.0, *cuts.get((number, index), ())})
            for share in shares:
                point = network.point(between(a, b, share))
                if not chain or chain[-1] != point:
                    chain.append(point)
        if len(chain) > 1:
            chains.append((chain, road.tags))
    apart = {network.point(at) for at in keep_apart}
    pieces = _largest(_without_stubs(_pieces(chains), network.points))
    network.ways = _joined(pieces, apart)
    return network


def _cuts(roads: Sequence[Road]) -> dict[tuple[int, int], list[float]]:
    """For each segment of each road: where others cross or touch it."""
    cells: dict[tuple[int, int], list[_Segment]] = defaultdict(list)
    for number, road in enumerate(roads):
        for index, (a, b) in enumerate(zip(road.line, road.line[1:], strict=False)):
            for column in range(
                int((min(a[0], b[0]) - SAME) / CELL), int((max(a[0], b[0]) + SAME) / CELL) + 1
            ):
                for row in range(
                    int((min(a[1], b[1]) - SAME) / CELL), int((max(a[1], b[1]) + SAME) / CELL) + 1
                ):
                    cells[column, row].append((number, index, a, b))
    cuts: dict[tuple[int, int], list[float]] = defaultdict(list)
    for segments in cells.values():
        for place, first in enumerate(segments):
            for second in segments[place + 1 :]:
                if first[0] != second[0]:
                    _meet(first, second, cuts)
    return cuts


def _meet(first: _Segment, second: _Segment, cuts: dict[tuple[int, int], list[float]]) -> None:
    _, _, a, b = first
    _, _, c, d = second
    if max(a[0], b[0]) + SAME < min(c[0], d[0]) or max(c[0], d[0]) + SAME < min(a[0], b[0]):
        return
    if max(a[1], b[1]) + SAME < min(c[1], d[1]) or max(c[1], d[1]) + SAME < min(a[1], b[1]):
        return
    share = crossing(a, b, c, d)
    if share is not None:
        cuts[first[:2]].append(share)
        cuts[second[:2]].append(to_segment(between(a, b, share), c, d)[1])
        return
    for end, segment in ((a, second), (b, second), (c, first), (d, first)):
        gap, share = to_segment(end, segment[2], segment[3])
        if gap < SAME and 0.0 < share < 1.0:
            cuts[segment[:2]].append(share)


type _Piece = tuple[tuple[int, ...], Tags]


def _pieces(chains: list[tuple[list[int], Tags]]) -> list[_Piece]:
    """Cut the chains at every corner, so that a piece runs from corner to corner."""
    uses: dict[int, int] = defaultdict(int)
    for chain, _ in chains:
        for place, point in enumerate(chain):
            uses[point] += 1 if 0 < place < len(chain) - 1 else 2
    pieces: list[_Piece] = []
    seen: set[frozenset[int]] = set()
    for chain, tags in chains:
        start = 0
        for place in range(1, len(chain)):
            if uses[chain[place]] > 1 or place == len(chain) - 1:
                piece = tuple(chain[start : place + 1])
                if frozenset(piece) not in seen:
                    seen.add(frozenset(piece))
                    pieces.append((piece, tags))
                start = place
    return pieces


def _without_stubs(pieces: list[_Piece], points: list[Point]) -> list[_Piece]:
    ends: dict[int, int] = defaultdict(int)
    for piece, _ in pieces:
        ends[piece[0]] += 1
        ends[piece[-1]] += 1

    def is_stub(piece: tuple[int, ...]) -> bool:
        loose = ends[piece[0]] == 1 or ends[piece[-1]] == 1
        return loose and sum(distance(points[a], points[b]) for a, b in pairwise(piece)) < STUB

    return [piece for piece in pieces if not is_stub(piece[0])]


def _largest(pieces: list[_Piece]) -> list[_Piece]:
    """Only what hangs together with most of the rest."""
    parent: dict[int, int] = {}

    def root(point: int) -> int:
        while parent.setdefault(point, point) != point:
            parent[point] = parent[parent[point]]
            point = parent[point]
        return point

    for piece, _ in pieces:
        parent[root(piece[0])] = root(piece[-1])
    sizes: dict[int, int] = defaultdict(int)
    for piece, _ in pieces:
        sizes[root(piece[0])] += len(piece)
    best = max(sizes, key=lambda point: sizes[point])
    return [piece for piece in pieces if root(piece[0][0]) == best]


def _joined(pieces: list[_Piece], apart: set[int]) -> list[Way]:
    """Join pieces of the same road end to end, as a mapper would."""
    groups: dict[tuple[tuple[str, str], ...], list[tuple[int, ...]]] = defaultdict(list)
    for piece, tags in pieces:
        groups[tuple(sorted(tags.items()))].append(piece)
    ways: list[Way] = []
    for tags_key, group in groups.items():
        if ("oneway", "yes") in tags_key:
            ways += [Way(piece, dict(tags_key)) for piece in group]
            continue
        at: dict[int, list[int]] = defaultdict(list)
        for number, piece in enumerate(group):
            at[piece[0]].append(number)
            at[piece[-1]].append(number)
        used: set[int] = set()
        for number in range(len(group)):
            if number not in used:
                used.add(number)
                line = _grown(list(group[number]), group, at, used, apart)
                line = _grown(line[::-1], group, at, used, apart)[::-1]
                ways.append(Way(tuple(line), dict(tags_key)))
    return ways


def _grown(
    line: list[int],
    group: list[tuple[int, ...]],
    at: dict[int, list[int]],
    used: set[int],
    apart: set[int],
) -> list[int]:
    """Lengthen a line at its end while exactly one unused piece goes on there."""
    while len(at[line[-1]]) == 2 and line[-1] not in apart:
        following = [number for number in at[line[-1]] if number not in used]
        if not following:
            break
        used.add(following[0])
        piece = group[following[0]]
        line += piece[1:] if piece[0] == line[-1] else piece[-2::-1]
    return line
