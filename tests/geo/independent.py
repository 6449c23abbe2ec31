"""A second opinion on the shortest way: Dijkstra over the file itself, sharing nothing.

It knows one-ways, closed roads, barriers, turn restrictions over a node or over ways, that nobody
turns round but at a dead end or before a closed gate, and that private roads, driveways and parking
aisles only lead in or out (the engine's rules, told by the tags). Roads only: no ferry.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import osmium

type LatLon = tuple[float, float]
type _Key = tuple[int, int, tuple[tuple[int, int], ...]]

_CAR = {
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary",
    "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential", "living_street",
    "service", "track", "road",
}  # fmt: skip
_MODES = ("motorcar", "motor_vehicle", "vehicle")
# `official`, `emergency` and the like: not for a car with a member in it (road_rules.py).
_CLOSED = {
    "no", "agricultural", "forestry", "discouraged", "official", "emergency", "military", "psv",
    "bus", "hgv", "authorized",
}  # fmt: skip
_ONLY_IN_OR_OUT = {"private", "destination", "customers", "delivery", "permit", "residents"}
_YARDS = {"driveway", "parking_aisle"}
_POSTS = {"bollard", "block", "kissing_gate", "motorcycle_barrier", "cycle_barrier", "chain", "bar"}
_WALLS = {"fence", "barrier_board", "wall", "jersey_barrier", "debris", "sump_buster"}
_UNLESS_CAR = {"motorcar", "motor_vehicle"}


@dataclass(slots=True, eq=False)
class Piece:
    """A piece of one way between two crossings, as driven in one direction."""

    way: int
    nodes: tuple[int, ...]
    metres: float
    private: bool
    back: "Piece | None" = None

    @property
    def goal(self) -> int:
        return self.nodes[-1]


@dataclass(slots=True)
class Ban:
    """A turn restriction: the ways in their order and the nodes at which they must meet."""

    only: bool
    ways: tuple[int, ...]
    via: int | None
    goal: int


@dataclass(slots=True)
class Roads:
    """The drivable network of one `.osm.pbf`."""

    path: Path
    places: dict[int, LatLon] = field(default_factory=dict)
    out: dict[int, list[Piece]] = field(default_factory=lambda: defaultdict(list))
    shut: set[int] = field(default_factory=set)
    bans: dict[int, list[Ban]] = field(default_factory=lambda: defaultdict(list))

    way_ends: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ways: list[tuple[int, list[int], dict[str, str]]] = []
        for item in osmium.FileProcessor(str(self.path)).with_locations():
            tags = {tag.k: tag.v for tag in item.tags}
            if isinstance(item, osmium.osm.Node):
                if _bars(tags):
                    self.shut.add(item.id)
            elif isinstance(item, osmium.osm.Way):
                if _is_open(tags):
                    nodes = [n for n in item.nodes if n.location.valid()]
                    self.places.update((n.ref, (n.lat, n.lon)) for n in nodes)
                    if nodes:
                        ways.append((item.id, [n.ref for n in nodes], tags))
            elif isinstance(item, osmium.osm.Relation):
                self._take_relation(item, tags)
        self._cut(ways)

    def junctions(self) -> list[int]:
        """Nodes where roads end or meet and that one can drive to and away from."""
        into: dict[int, list[int]] = defaultdict(list)
        outof: dict[int, list[int]] = {}
        for node, pieces in self.out.items():
            outof[node] = [piece.goal for piece in pieces]
            for piece in pieces:
                into[piece.goal].append(node)
        tried = sorted(outof)[:: max(1, len(outof) // 25)]
        seed = max(tried, key=lambda node: len(_filled(outof, node) & _filled(into, node)))
        return sorted(_filled(outof, seed) & _filled(into, seed))

    def ends(self, way: int) -> tuple[int, int]:
        """First and last node of a way; zeros when no car drives it."""
        return self.way_ends.get(way, (0, 0))

    def shortest_m(self, start: int, goal: int, closed: Collection[Piece] = ()) -> float | None:
        """Metres of the shortest way; None when there is none."""
        found = self.shortest(start, goal, closed)
        return None if found is None else found[0]

    def shortest(
        self, start: int, goal: int, closed: Collection[Piece] = ()
    ) -> tuple[float, list[Piece]] | None:
        """Return metres and pieces of the shortest way, leaving out the `closed` pieces.

        Private roads are driven through only where there is no other way at all.
        """
        return self._search(start, goal, closed, through=False) or self._search(
            start, goal, closed, through=True
        )

    def _search(
        self, start: int, goal: int, closed: Collection[Piece], *, through: bool
    ) -> tuple[float, list[Piece]] | None:
        goal_at = self.places[goal]
        shut = {id(piece) for piece in closed}
        best: dict[_Key, float] = {}
        left: dict[int, float] = {}
        waiting: list[tuple[float, int, float, _Label]] = []
        count = 0
        fresh = tuple(_Label(None, piece, int(not piece.private), ()) for piece in self.out[start])
        far = 0.0
        while True:
            for label in fresh:
                piece = label.piece
                new = far + piece.metres
                key = (id(piece), label.phase, label.bound)
                if id(piece) in shut or new >= best.get(key, math.inf):
                    continue
                best[key] = new
                end = piece.nodes[-1]
                if end not in left:
                    # The straight line, a little less, never overrates what is left.
                    left[end] = _metres(self.places[end], goal_at) * 0.999
                count += 1
                heapq.heappush(waiting, (new + left[end], count, new, label))
            if not waiting:
                return None
            _, _, far, label = heapq.heappop(waiting)
            here = label.piece.nodes[-1]
            if here == goal:
                return far, label.pieces()
            stale = far > best[id(label.piece), label.phase, label.bound]
            fresh = () if stale else tuple(self._onward(label, through))

    def _onward(self, label: "_Label", through: bool) -> Iterator["_Label"]:
        here = label.piece
        choices = self.out[here.nodes[-1]]
        if here.nodes[-1] in self.shut:
            # Before a closed gate one can only turn round.
            choices = [piece for piece in choices if piece is here.back]
        plain = not label.bound and here.way not in self.bans
        for piece in choices:
            if piece is here.back and len(choices) > 1:
                continue
            phase = 0 if through else _phase(label.phase, private=piece.private)
            if phase is None:
                continue
            bound = () if plain else self._turn(label, piece)
            if bound is not None:
                yield _Label(label, piece, phase, bound)

    def _turn(self, label: "_Label", piece: Piece) -> tuple[tuple[int, int], ...] | None:
        """Which restrictions are under way after turning onto `piece`; None when it is banned."""
        here, node = label.piece, label.piece.nodes[-1]
        bound: list[tuple[int, int]] = []
        for number, ban in enumerate(self.bans.get(here.way, ())):
            if ban.via == node:
                if (piece.way == ban.goal) != ban.only:
                    return None
            elif ban.via is None and piece.way == ban.ways[1] and here.way != piece.way:
                bound.append((here.way * 1000 + number, 1))
        for code, step in label.bound:
            ban = self.bans[code // 1000][code % 1000]
            if piece.way == ban.ways[step]:
                bound.append((code, step))
            elif step + 1 < len(ban.ways):
                if piece.way == ban.ways[step + 1]:
                    bound.append((code, step + 1))
            elif (piece.way == ban.goal) != ban.only and self._meets(node, ban):
                return None
        return tuple(bound)

    def _meets(self, node: int, ban: Ban) -> bool:
        return any(piece.way == ban.goal for piece in self.out[node])

    def _cut(self, ways: list[tuple[int, list[int], dict[str, str]]]) -> None:
        uses: Counter[int] = Counter()
        for _, nodes, _ in ways:
            uses.update(nodes)
            uses.update(nodes[:1] + nodes[-1:])
        for way, nodes, tags in ways:
            self.way_ends[way] = nodes[0], nodes[-1]
            private = _is_private(tags)
            onward, back = _ways_open(tags)
            for part in _parts(nodes, uses, self.shut):
                metres = sum(_metres(self.places[a], self.places[b]) for a, b in pairwise(part))
                there = Piece(way, tuple(part), metres, private)
                again = Piece(way, tuple(part[::-1]), metres, private)
                if onward and back:
                    there.back, again.back = again, there
                if onward:
                    self.out[part[0]].append(there)
                if back:
                    self.out[part[-1]].append(again)
                for end in (part[0], part[-1]):
                    self.out.setdefault(end, [])

    def _take_relation(self, relation: osmium.osm.Relation, tags: Mapping[str, str]) -> None:
        rule = tags.get("restriction:motorcar") or tags.get("restriction")
        if tags.get("type") != "restriction" or rule is None:
            return
        if _UNLESS_CAR & set(tags.get("except", "").split(";")):
            return
        members = [(m.type, m.ref, m.role) for m in relation.members]
        nodes = [ref for kind, ref, role in members if role == "via" and kind == "n"]
        ways = [ref for kind, ref, role in members if role == "via" and kind == "w"]
        if len(nodes) + bool(ways) != 1:
            return
        for _, start, role in members:
            goals = [ref for _, ref, r in members if r == "to"]
            for goal in goals if role == "from" else ():
                via = nodes[0] if nodes else None
                ban = Ban(rule.startswith("only"), (start, *ways), via, goal)
                self.bans[start].append(ban)


class _Label(NamedTuple):
    before: "_Label | None"
    piece: Piece
    phase: int
    bound: tuple[tuple[int, int], ...]

    def pieces(self) -> list[Piece]:
        label: _Label | None = self
        found: list[Piece] = []
        while label is not None:
            found.append(label.piece)
            label = label.before
        return found[::-1]


def _phase(phase: int, *, private: bool) -> int | None:
    """0 still leaving private ground, 1 on public roads, 2 on the goal's private ground."""
    if phase == 0:
        return 0 if private else 1
    if phase == 1:
        return 2 if private else 1
    return 2 if private else None


def _filled(ways: Mapping[int, list[int]], seed: int) -> set[int]:
    seen, waiting = {seed}, [seed]
    while waiting:
        for node in ways.get(waiting.pop(), ()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return seen


def _parts(nodes: list[int], uses: Mapping[int, int], shut: set[int]) -> Iterator[list[int]]:
    part = nodes[:1]
    for node in nodes[1:]:
        part.append(node)
        if uses[node] > 1 or node in shut:
            if len(part) > 1:
                yield part
            part = [node]


def _bars(tags: Mapping[str, str]) -> bool:
    said = tags.get("motorcar") or tags.get("motor_vehicle")
    if said is not None:
        return said in _CLOSED - {"official"}
    if tags.get("access") in _CLOSED - {"official"} or tags.get("vehicle") == "no":
        return True
    barrier = tags.get("barrier")
    return (barrier in _POSTS and "access" not in tags) or barrier in _WALLS


def _is_open(tags: Mapping[str, str]) -> bool:
    if tags.get("highway") not in _CAR or tags.get("area") == "yes":
        return False
    return _access(tags) not in _CLOSED


def _access(tags: Mapping[str, str]) -> str | None:
    return next((tags[key] for key in (*_MODES, "access") if key in tags), None)


def _is_private(tags: Mapping[str, str]) -> bool:
    access = _access(tags)
    return access in _ONLY_IN_OR_OUT or (access is None and tags.get("service") in _YARDS)


def _ways_open(tags: Mapping[str, str]) -> tuple[bool, bool]:
    oneway = tags.get("oneway", "")
    if oneway == "-1":
        return False, True
    if tags.get("junction") in ("roundabout", "circular"):
        return True, False
    implied = tags.get("highway") == "motorway" and not oneway
    return True, not (oneway in ("yes", "1", "true") or implied)


def _metres(a: LatLon, b: LatLon) -> float:
    half = math.radians(b[0] - a[0]) / 2, math.radians(b[1] - a[1]) / 2
    chord = (
        math.sin(half[0]) ** 2
        + math.cos(math.radians(a[0])) * math.cos(math.radians(b[0])) * math.sin(half[1]) ** 2
    )
    return 2 * 6_371_008.8 * math.asin(math.sqrt(chord))
