"""What TIGER edges tell by the faces beside them: the county's border, and where water is.

EDGES names no areas, but each edge has a face on either side. A face whose edges do not close
lies in the next county; an edge beside it is the border. Going over a shoreline changes between
land and water, going over any other edge does not: that colours every face.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from nemt_desk.geo.shapes import LatLon

_SHORE = "P0002"
_ROAD = "S"
_LEAST_RING = 3


class FacedEdge(Protocol):
    """What is needed of an edge."""

    tlid: int
    mtfcc: str
    name: str
    ends: tuple[int, int]
    faces: tuple[int, int]

    @property
    def line(self) -> Iterable[LatLon]:
        """Return its points."""


@dataclass(frozen=True, slots=True)
class Water:
    """A lake, river or sound: its name, its outer rings and the islands in it."""

    name: str
    outers: tuple[list[LatLon], ...]
    inners: tuple[list[LatLon], ...]


@dataclass(frozen=True, slots=True)
class TigerPicture:
    """What the picture needs of a county beside its edges: `border` holds TLIDs."""

    border: frozenset[int]
    waters: tuple[Water, ...]


def picture_of(edges: Collection[FacedEdge]) -> TigerPicture:
    """Return border and waters of one or more counties; both empty without faces."""
    between = [e for e in edges if 0 not in e.faces and e.faces[0] != e.faces[1]]
    outside = _open_faces(between)
    border = frozenset(
        e.tlid for e in between if (e.faces[0] in outside) != (e.faces[1] in outside)
    )
    wet = _wet_faces(between, outside)
    return TigerPicture(border, tuple(_waters(between, wet)))


def _open_faces(edges: Iterable[FacedEdge]) -> set[int]:
    """Return the faces whose edges here do not close: the rest of them is another county's."""
    odd: defaultdict[int, set[int]] = defaultdict(set)
    for edge in edges:
        for face in edge.faces:
            for node in edge.ends:
                odd[face] ^= {node}
    return {face for face, nodes in odd.items() if nodes}


class _Groups:
    """Faces that belong together."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def of(self, face: int) -> int:
        above = self._above
        while above.setdefault(face, face) != face:
            above[face] = above[above[face]]
            face = above[face]
        return face

    def join(self, a: int, b: int) -> None:
        self._above[self.of(a)] = self.of(b)


def _wet_faces(edges: Collection[FacedEdge], outside: set[int]) -> dict[int, int]:
    """Return the faces that are water, each with the group it belongs to."""
    groups = _Groups()
    across: defaultdict[int, set[int]] = defaultdict(set)
    inner = [e for e in edges if outside.isdisjoint(e.faces)]
    for edge in inner:
        if edge.mtfcc != _SHORE:
            groups.join(*edge.faces)
    roads: Counter[int] = Counter()
    for edge in inner:
        a, b = groups.of(edge.faces[0]), groups.of(edge.faces[1])
        if edge.mtfcc.startswith(_ROAD):
            roads[a] += 1
        elif edge.mtfcc == _SHORE and a != b:
            across[a].add(b)
            across[b].add(a)
    colours = _coloured(across, roads)
    faces = {face for edge in inner for face in edge.faces}
    return {face: groups.of(face) for face in faces if colours.get(groups.of(face))}


def _coloured(across: dict[int, set[int]], roads: Counter[int]) -> dict[int, bool]:
    """Return which groups are water: beginning with the land that has most roads."""
    is_wet: dict[int, bool] = {}
    for group in sorted(across, key=lambda g: (-roads[g], g)):
        if group in is_wet:
            continue
        is_wet[group] = False
        todo = [group]
        while todo:
            here = todo.pop()
            for there in across[here]:
                if there not in is_wet:
                    is_wet[there] = not is_wet[here]
                    todo.append(there)
    return is_wet


def _waters(edges: Iterable[FacedEdge], wet: dict[int, int]) -> Iterator[Water]:
    shores: defaultdict[int, list[FacedEdge]] = defaultdict(list)
    for edge in edges:
        left, right = (wet.get(face) for face in edge.faces)
        if left != right:
            for group in (left, right):
                if group is not None:
                    shores[group].append(edge)
    for group in sorted(shores):
        rings = list(_rings(shores[group]))
        if rings:
            rings.sort(key=_area, reverse=True)
            outers = [ring for place, ring in enumerate(rings) if not _is_hole(place, rings)]
            inners = [ring for place, ring in enumerate(rings) if _is_hole(place, rings)]
            yield Water(_name(shores[group]), tuple(outers), tuple(inners))


def _name(edges: Iterable[FacedEdge]) -> str:
    """Return the name that most of the shore bears."""
    names: Counter[str] = Counter()
    for edge in edges:
        if edge.name and not edge.mtfcc.startswith(_ROAD):
            names[edge.name] += len(list(edge.line))
    return names.most_common(1)[0][0] if names else ""


def _rings(edges: Iterable[FacedEdge]) -> Iterator[list[LatLon]]:
    """Yield closed rings walked along edges; what does not close is left out."""
    at: defaultdict[int, list[FacedEdge]] = defaultdict(list)
    for edge in edges:
        for node in edge.ends:
            at[node].append(edge)
    used: set[int] = set()
    for edge in edges:
        if edge.tlid in used:
            continue
        used.add(edge.tlid)
        ring, (begin, here) = list(edge.line), edge.ends
        while here != begin:
            after = next((e for e in at[here] if e.tlid not in used), None)
            if after is None:
                break
            used.add(after.tlid)
            line = list(after.line)
            is_on = after.ends[0] == here
            ring += line[1:] if is_on else line[-2::-1]
            here = after.ends[1] if is_on else after.ends[0]
        if here == begin and len(ring) > _LEAST_RING:
            yield ring


def _area(ring: list[LatLon]) -> float:
    ends = [*ring[1:], ring[0]]
    return abs(sum(a[1] * b[0] - b[1] * a[0] for a, b in zip(ring, ends, strict=True)))


def _is_hole(place: int, rings: list[list[LatLon]]) -> bool:
    """Tell whether a ring lies in an odd number of the larger ones before it."""
    middle = len(rings[place]) // 2
    a, b = rings[place][middle - 1], rings[place][middle]
    at = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    return sum(_contains(ring, at) for ring in rings[:place]) % 2 == 1


def _contains(ring: list[LatLon], at: LatLon) -> bool:
    inside = False
    ends = [*ring[1:], ring[0]]
    for a, b in zip(ring, ends, strict=True):
        if (a[0] <= at[0]) != (b[0] <= at[0]):
            inside ^= at[1] < a[1] + (b[1] - a[1]) * (at[0] - a[0]) / (b[0] - a[0])
    return inside
