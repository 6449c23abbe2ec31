"""Lakes, the river, creeks and woods of the demo county."""

import random

from nemt_desk.demo import lay, names
from nemt_desk.demo.plane import Blob, Line, Point, distance, gap, wander
from nemt_desk.demo.river import River
from nemt_desk.demo.sketch import Area, Lake, Sketch

SMALL_LAKES = 46
WOODS = 260
PONDS = 70


def draw_waters(sketch: Sketch, rng: random.Random) -> None:
    """Lay the river first, then the great lakes, then the small ones where there is room."""
    sketch.river = River(wander(lay.RIVER_COURSE, rng, 0.16, 0.45))
    sketch.areas.append(Area(sketch.river.line, {"waterway": "river", "name": lay.RIVER}))
    for name, middle, reach, stretch in lay.GREAT_LAKES:
        blob = Blob.made(middle, reach, rng, stretch=stretch)
        while not _is_free(blob, sketch, river=name == "Lake Ansgar"):
            blob = blob.scaled(0.93)
        sketch.lakes.append(Lake(name, blob))
    left = list(names.LAKES)
    for _ in range(4000):
        if len(sketch.lakes) >= SMALL_LAKES + len(lay.GREAT_LAKES) or not left:
            break
        blob = _small_lake(rng)
        if rng.random() < 0.12 + 0.88 * lay.wooded(blob.middle) and _is_free(blob, sketch):
            sketch.lakes.append(Lake(left.pop(0), blob))
    _draw_ponds(sketch, rng)
    for lake in sketch.lakes:
        sketch.areas.append(
            Area(lake.blob.ring(), {"natural": "water", "water": "lake", "name": lake.name})
        )
    _draw_creeks(sketch, rng)


def _draw_ponds(sketch: Sketch, rng: random.Random) -> None:
    """Ponds without a name, between the roads."""
    for _ in range(PONDS * 3):
        x, y = (
            rng.randrange(lay.WIDE) + rng.uniform(0.3, 0.7),
            rng.randrange(lay.TALL) + rng.uniform(0.3, 0.7),
        )
        blob = Blob.made((x, y), rng.uniform(0.04, 0.11), rng, stretch=rng.uniform(1.0, 1.7))
        if rng.random() < 0.1 + 0.5 * lay.wooded((x, y)) and _is_free(blob, sketch):
            sketch.areas.append(Area(blob.ring(), {"natural": "water", "water": "pond"}))


def _small_lake(rng: random.Random) -> Blob:
    middle = rng.uniform(0.7, lay.WIDE - 0.7), rng.uniform(0.7, lay.TALL - 0.7)
    return Blob.made(
        middle, min(0.85, 0.1 + rng.expovariate(4.2)), rng, stretch=rng.uniform(1.0, 2.0)
    )


def _is_free(blob: Blob, sketch: Sketch, *, river: bool = False) -> bool:
    far = blob.far
    x, y = blob.middle
    if not (far - 0.3 < x < lay.WIDE - far + 0.3 and far - 0.3 < y < lay.TALL - far + 0.3):
        return False
    if any(
        distance(blob.middle, lake.blob.middle) < far + lake.blob.far + 0.3 for lake in sketch.lakes
    ):
        return False
    if any(
        distance(blob.middle, town.middle) < far + (max(town.half) or 0.55) + 0.22
        for town in lay.TOWNS
    ):
        return False
    lines: list[Line] = [highway.line for highway in lay.HIGHWAYS]
    lines += [lay.RAILWAY] if river else [lay.RAILWAY, sketch.river.line]
    if any(gap(blob.middle, line) < far + 0.25 for line in lines):
        return False
    return blob.reach >= 0.5 or _clear_of_county_roads(blob.middle, far)


def _clear_of_county_roads(middle: Point, far: float) -> bool:
    """Small lakes have no road around them, so none may stop a county road."""
    return all(abs(middle[0] - x) > far + 0.08 for x in lay.COUNTY_NS) and all(
        abs(middle[1] - y) > far + 0.08 for y in lay.COUNTY_EW
    )


def _draw_creeks(sketch: Sketch, rng: random.Random) -> None:
    """Let the larger lakes near the river drain into it."""
    for lake in sketch.lakes:
        if lake.name == "Lake Ansgar" or lake.blob.reach < 0.3:
            continue
        mouth = min(sketch.river.line, key=lambda point: distance(point, lake.blob.middle))
        if distance(mouth, lake.blob.middle) < 6.5:
            course = wander((lake.blob.middle, mouth), rng, 0.12, 0.3)
            dry = tuple(point for point in course if not lake.blob.has(point, -0.02))
            if len(dry) > 2 and not any(other.blob.has(p) for p in dry for other in sketch.lakes):
                sketch.areas.append(Area(dry, {"waterway": "stream"}))


def draw_woods(sketch: Sketch, rng: random.Random) -> None:
    """Scatter woods: hardly any on the prairie, many in the north-east."""
    for _ in range(WOODS):
        middle = rng.uniform(0.5, lay.WIDE - 0.5), rng.uniform(0.5, lay.TALL - 0.5)
        dense = lay.wooded(middle)
        blob = Blob.made(middle, 0.25 + rng.random() * (0.3 + 1.1 * dense), rng, stretch=1.2)
        clear = all(distance(middle, town.middle) > blob.far + 0.7 for town in lay.TOWNS)
        if clear and rng.random() < 0.1 + dense:
            sketch.areas.append(Area(blob.ring(every=0.25), {"natural": "wood"}))
