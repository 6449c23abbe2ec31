"""A second opinion on the shortest way: Dijkstra over the file itself, sharing nothing.

It knows one-ways, closed roads, gates that say no, turn restrictions over a node, and that private
roads, driveways and parking aisles only lead in or out (the engine's rules, told by the tags).
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import osmium

_CAR = {
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary",
    "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential", "living_street",
    "service", "track", "road",
}  # fmt: skip
_CLOSED = {"no", "agricultural", "forestry", "discouraged", "official", "emergency"}
_ONLY_IN_OR_OUT = {"private", "destination", "customers", "delivery"}
_YARDS = {"driveway", "parking_aisle"}
_FENCED = {"bollard", "block", "jersey_barrier"}


class Roads:
    """The drivable network of one `.osm.pbf`."""

    def __init__(self, path: Path) -> None:
        self.places: dict[int, tuple[float, float]] = {}
        self._next: dict[int, list[tuple[int, float, bool, int]]] = defaultdict(list)
        self._shut: set[int] = set()
        self._banned: dict[tuple[int, int], set[int]] = defaultdict(set)
        self._forced: dict[tuple[int, int], set[int]] = defaultdict(set)
        self._uses: Counter[int] = Counter()
        for item in osmium.FileProcessor(str(path)).with_locations():
            tags = {tag.k: tag.v for tag in item.tags}
            if isinstance(item, osmium.osm.Node):
                barred = tags.get("access") == "no" or tags.get("motor_vehicle") == "no"
                if barred or (tags.get("barrier") in _FENCED and "access" not in tags):
                    self._shut.add(item.id)
            elif isinstance(item, osmium.osm.Way):
                self._take_way(item, tags)
            elif isinstance(item, osmium.osm.Relation):
                self._take_relation(item, tags)
        self._restricted = self._banned.keys() | self._forced.keys()

    def junctions(self) -> list[int]:
        """Nodes where roads end or meet."""
        return sorted(node for node, uses in self._uses.items() if uses >= 3)

    def shortest_m(self, start: int, goal: int) -> float | None:
        """Metres of the shortest way; None when there is none."""
        # The straight line, a little less, never overrates what is left: the search stays exact.
        goal_at = self.places[goal]
        waiting: list[tuple[float, float, int, int, int]] = [(0.0, 0.0, start, 0, 0)]
        done: set[tuple[int, int, int]] = set()
        left: dict[int, float] = {}
        while waiting:
            _, far, node, phase, way = heapq.heappop(waiting)
            if node == goal:
                return far
            if (node, phase, way) in done:
                continue
            done.add((node, phase, way))
            if node in self._shut and node != start:
                continue
            for then, metres, private, by in self._next[node]:
                after = self._phase(phase, private=private)
                if after is None or (way and not self._may_turn(way, node, by)):
                    continue
                # Whence one came only matters where a turn is restricted.
                whence = by if (by, then) in self._restricted else 0
                if (then, after, whence) not in done:
                    if then not in left:
                        left[then] = _metres(self.places[then], goal_at) * 0.999
                    new = far + metres
                    heapq.heappush(waiting, (new + left[then], new, then, after, whence))
        return None

    def _may_turn(self, way: int, node: int, by: int) -> bool:
        forced = self._forced.get((way, node))
        if forced is not None and by not in forced:
            return False
        return by not in self._banned.get((way, node), ())

    @staticmethod
    def _phase(phase: int, *, private: bool) -> int | None:
        """0 still leaving private ground, 1 on public roads, 2 on the goal's private ground."""
        if phase == 0:
            return 0 if private else 1
        if phase == 1:
            return 2 if private else 1
        return 2 if private else None

    def _take_way(self, way: osmium.osm.Way, tags: Mapping[str, str]) -> None:
        if tags.get("highway") not in _CAR or tags.get("area") == "yes":
            return
        keys = ("motorcar", "motor_vehicle", "vehicle", "access")
        access = next((tags[key] for key in keys if key in tags), None)
        if access in _CLOSED:
            return
        private = access in _ONLY_IN_OR_OUT or (access is None and tags.get("service") in _YARDS)
        onward, back = _ways_open(tags)
        nodes = [(n.ref, (n.lat, n.lon)) for n in way.nodes if n.location.valid()]
        for node, at in nodes:
            self.places[node] = at
            self._uses[node] += 1
        for node, _ in (nodes[:1] + nodes[-1:]) if nodes else []:
            self._uses[node] += 1
        for (a, at_a), (b, at_b) in pairwise(nodes):
            metres = _metres(at_a, at_b)
            if onward:
                self._next[a].append((b, metres, private, way.id))
            if back:
                self._next[b].append((a, metres, private, way.id))

    def _take_relation(self, relation: osmium.osm.Relation, tags: Mapping[str, str]) -> None:
        if tags.get("type") != "restriction" or "restriction" not in tags:
            return
        members = [(m.type, m.ref, m.role) for m in relation.members]
        via = [ref for kind, ref, role in members if role == "via" and kind == "n"]
        if len(via) != 1:
            return
        table = self._forced if tags["restriction"].startswith("only") else self._banned
        for _, start, role in members:
            if role == "from":
                table[start, via[0]].update(ref for _, ref, r in members if r == "to")


def _ways_open(tags: Mapping[str, str]) -> tuple[bool, bool]:
    oneway = tags.get("oneway", "")
    if oneway == "-1":
        return False, True
    implied = tags.get("junction") == "roundabout" or tags.get("highway") in (
        "motorway",
        "motorway_link",
    )
    return True, not (oneway in ("yes", "1", "true") or (implied and oneway != "no"))


def _metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    half = math.radians(b[0] - a[0]) / 2, math.radians(b[1] - a[1]) / 2
    chord = (
        math.sin(half[0]) ** 2
        + math.cos(math.radians(a[0])) * math.cos(math.radians(b[0])) * math.sin(half[1]) ** 2
    )
    return 2 * 6_371_008.8 * math.asin(math.sqrt(chord))
