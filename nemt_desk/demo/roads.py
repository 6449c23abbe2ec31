"""Highways, county roads, section roads, bridges and lake roads of the demo county."""

import random
from dataclasses import dataclass, field
from itertools import pairwise

from nemt_desk.demo import lay
from nemt_desk.demo.bridges import over_the_river
from nemt_desk.demo.plane import Line, Point, between, distance, gap, wander
from nemt_desk.demo.sketch import Area, Lake, Road, Sketch, Tags

SHORE_ROAD = 0.09
BESIDE = 0.2
BRIDGED_GRAVEL = 0.3
PAVED_TOWNSHIP_LINE = 4
WINDING = 0.25
CURVY = 0.45


def draw_roads(sketch: Sketch, rng: random.Random) -> None:
    """Draw all roads outside the towns, and the railway."""
    for highway in lay.HIGHWAYS:
        tags = {
            "highway": highway.kind,
            "ref": highway.ref,
            "name": highway.name,
            "maxspeed": f"{highway.speed} mph",
            "surface": "asphalt",
        }
        for piece in lay.outside_towns(highway.line):
            sketch.roads += over_the_river(Road(piece, tags), sketch.river)
    sketch.areas.append(Area(lay.RAILWAY, {"railway": "rail", "name": "Lindhaven & Northern"}))
    _SectionRoads(sketch, rng).draw()
    for lake in sketch.lakes:
        if lake.has_shore_road:
            sketch.roads.append(Road(lake.blob.ring(SHORE_ROAD), _shore_tags(lake)))


def _shore_tags(lake: Lake) -> Tags:
    paved = lake.blob.reach > 0.8
    return {
        "highway": "unclassified" if paved else "residential",
        "name": f"{lake.name} Rd",
        "surface": "asphalt" if paved else "gravel",
        "maxspeed": "40 mph" if paved else "30 mph",
    }


@dataclass
class _SectionRoads:
    """Roads on the mile lines: all county roads, and as many others as the land bears."""

    sketch: Sketch
    rng: random.Random
    corners: dict[tuple[int, int], Point] = field(default_factory=dict)
    away: dict[tuple[int, int], float] = field(default_factory=dict)

    def draw(self) -> None:
        for x in range(lay.WIDE + 1):
            for y in range(lay.TALL + 1):
                self.corners[x, y] = self._corner(x, y)
        for x in range(lay.WIDE + 1):
            for y in range(lay.TALL + 1):
                if y < lay.TALL:
                    self._edge((x, y), (x, y + 1), self._tags_ns(x))
                if x < lay.WIDE:
                    self._edge((x, y), (x + 1, y), self._tags_ew(y))

    def _is_beside(self, *points: Point) -> bool:
        """Say whether a highway runs there already."""
        return any(max(gap(p, h.line) for p in points) < BESIDE for h in lay.HIGHWAYS)

    def _corner(self, x: int, y: int) -> Point:
        at = float(x), float(y)
        self.away[x, y] = min(gap(at, highway.line) for highway in lay.HIGHWAYS)
        fixed = lay.inside_town(at, 1.1) or self.away[x, y] < 0.7
        reach = 0.0 if fixed else 0.008 + 0.05 * lay.wooded(at)
        if not fixed and (x in lay.COUNTY_NS or y in lay.COUNTY_EW):
            reach *= 0.4
        return at[0] + self.rng.uniform(-reach, reach), at[1] + self.rng.uniform(-reach, reach)

    def _edge(self, start: tuple[int, int], end: tuple[int, int], tags: dict[str, str]) -> None:
        a, b = self.corners[start], self.corners[end]
        middle = between(a, b, 0.5)
        wood = lay.wooded(middle)
        county = "ref" in tags
        kept = self.rng.random() < 0.94 - 0.5 * wood
        bridged = self.rng.random() < BRIDGED_GRAVEL
        if max(self.away[start], self.away[end]) < BESIDE and self._is_beside(a, middle, b):
            return
        line: Line = (a, b)
        if wood > WINDING and not county and not lay.inside_town(middle, 1.0):
            line = wander(line, self.rng, 0.03 + 0.07 * wood, 0.25)
        elif wood > CURVY and county and not lay.inside_town(middle, 1.2):
            line = wander(line, self.rng, 0.05 * wood, 0.5)
        if not county and (not kept or (self.sketch.river.meets(line) and not bridged)):
            return
        for piece in lay.outside_towns(line):
            for dry in self._ashore(piece):
                self.sketch.roads += over_the_river(Road(dry, tags), self.sketch.river)

    def _ashore(self, line: Line) -> list[Line]:
        """Leave only what does not run into a lake; it ends at the shore road if there is one."""
        for lake in self.sketch.lakes:
            reach = lake.blob.far + 1.2
            if distance(line[0], lake.blob.middle) > reach:
                continue
            margin = SHORE_ROAD if lake.has_shore_road else 0.03
            wet = [lake.blob.has(p, margin) for p in _dense(line)]
            if any(wet):
                return _dry_ends(_dense(line), wet) if lake.has_shore_road else []
        return [line]

    def _tags_ns(self, x: int) -> dict[str, str]:
        number = lay.COUNTY_NS.get(x)
        return _county_tags(number) if number else _township_tags(f"{100 + 10 * x}th Ave", x)

    def _tags_ew(self, y: int) -> dict[str, str]:
        number = lay.COUNTY_EW.get(y)
        return _county_tags(number) if number else _township_tags(f"{500 + 10 * y}th St", y)


def _dense(line: Line) -> Line:
    points = [line[0]]
    for a, b in pairwise(line):
        count = max(1, round(distance(a, b) / 0.02))
        points += [between(a, b, n / count) for n in range(1, count + 1)]
    return tuple(points)


def _dry_ends(line: Line, wet: list[bool]) -> list[Line]:
    """The pieces before and after the water, each with one wet point to cross the shore road."""
    first, last = wet.index(True), len(wet) - 1 - wet[::-1].index(True)
    pieces = [line[: first + 1] if first else (), line[last:] if last < len(wet) - 1 else ()]
    return [_thin(piece) for piece in pieces if len(piece) > 3]


def _thin(line: Line) -> Line:
    """Keep every sixth point: the course stays, the file is small."""
    return (*line[:-1:6], line[-1])


def _county_tags(number: int) -> dict[str, str]:
    return {
        "highway": "tertiary",
        "ref": f"CR {number}",
        "name": f"County Road {number}",
        "maxspeed": "55 mph",
        "surface": "asphalt",
    }


def _township_tags(name: str, line: int) -> dict[str, str]:
    surface = "asphalt" if line % 6 == PAVED_TOWNSHIP_LINE else "gravel"
    return {"highway": "unclassified", "name": name, "surface": surface, "maxspeed": "45 mph"}
