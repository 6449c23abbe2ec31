"""Farm houses and lake cabins outside the towns of the demo county, with rural numbers."""

import random

from nemt_desk.demo import lay
from nemt_desk.demo.network import Network, Way
from nemt_desk.demo.plane import Point, aside, distance, walk
from nemt_desk.demo.sketch import Area, Lot, Sketch

RURAL = {"tertiary", "unclassified", "secondary"}
FARM_STEP = 0.37
CABIN_STEP = 0.07
NORTH_BASE, EAST_BASE = 50_000, 10_000


def draw_farms(sketch: Sketch, network: Network, rng: random.Random) -> None:
    """Put farms along rural roads and cabins along lake roads; numbers grow by 1,000 a mile."""
    seen: set[tuple[int, str]] = set()
    for way in network.ways:
        shore = " Lake Rd" in way.tags["name"] or way.tags["name"].startswith("Lake ")
        if way.tags["highway"] in RURAL or shore:
            for lot in _lots(way, network, rng, cabins=shore):
                fresh = (lot.number, lot.street) not in seen
                if fresh and not any(lake.blob.has(lot.at, 0.01) for lake in sketch.lakes):
                    seen.add((lot.number, lot.street))
                    sketch.lots.append(lot)


def _lots(way: Way, network: Network, rng: random.Random, *, cabins: bool) -> list[Lot]:
    line = [network.points[index] for index in way.points]
    found = []
    step = CABIN_STEP if cabins else FARM_STEP
    share = 0.5 if cabins else 0.26
    for far, at, a, b in walk(line, step, step * 0.6):
        if rng.random() > share or lay.inside_town(at, 0.12):
            continue
        left = rng.random() < 0.5
        dx, dy = aside(a, b, (0.022 if cabins else rng.uniform(0.035, 0.07)) * (1 if left else -1))
        home = at[0] + dx, at[1] + dy
        number = _shore_number(far, left=left) if cabins else _rural_number(at, home, a, b)
        town = lay.nearest_town(home)
        found.append(Lot(home, number, way.tags["name"], town.name, town.postcode, rural=True))
    return found


def _rural_number(at: Point, home: Point, a: Point, b: Point) -> int:
    """Even on the north and west sides, odd on the south and east, as in the towns."""
    if abs(b[1] - a[1]) > abs(b[0] - a[0]):
        return 2 * round((NORTH_BASE + 1000 * at[1]) / 2) + (0 if home[0] < at[0] else 1)
    return 2 * round((EAST_BASE + 1000 * at[0]) / 2) + (0 if home[1] > at[1] else 1)


def _shore_number(far: float, *, left: bool) -> int:
    return 1000 + 4 * round(far * 100) + (1 if left else 0)


def draw_houses(sketch: Sketch, rng: random.Random) -> None:
    """Give every lot a house, and every third farm a barn."""
    for lot in sketch.lots:
        sketch.areas.append(_house(lot.at, rng.uniform(0.8, 1.2), "house"))
        if lot.rural and lot.number % 3 == 0:
            barn = lot.at[0] + rng.choice((-0.02, 0.02)), lot.at[1] + rng.uniform(0.012, 0.02)
            if all(distance(barn, lake.blob.middle) > lake.blob.far for lake in sketch.lakes):
                sketch.areas.append(_house(barn, 1.5, "barn"))


def _house(at: Point, size: float, kind: str) -> Area:
    dx, dy = 0.0038 * size, 0.0029 * size
    corners = (
        (at[0] - dx, at[1] - dy),
        (at[0] + dx, at[1] - dy),
        (at[0] + dx, at[1] + dy),
        (at[0] - dx, at[1] + dy),
    )
    return Area((*corners, corners[0]), {"building": kind})
