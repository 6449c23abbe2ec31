"""How the land of the demo county lies: size, towns, highways, county roads, woods and prairie.

The fixed part, thought out by hand; what fills it is made by chance. All places are invented.
ZIP codes 56850-56857 are not in use by the postal service, nor are the highway numbers.
"""

from dataclasses import dataclass
from itertools import pairwise

from nemt_desk.demo.plane import Frame, Line, Point, between, distance, round_corners

COUNTY = "Osprey County"
STATE = "MN"
WIDE, TALL = 36, 42
FRAME = Frame(lat0=46.42, lon0=-95.62, lat_middle=46.72)
BLOCK = 0.075
NEAR, CHECKED = 2.0, 20


@dataclass(frozen=True, slots=True)
class TownPlan:
    """A town on a section corner, so many blocks from the middle to each side."""

    name: str
    middle: Point
    blocks: tuple[int, int]
    people: int
    postcode: str
    kind: str
    quadrants: bool = False

    @property
    def half(self) -> Point:
        """Miles from the middle to the end of the street grid, east and north."""
        return self.blocks[0] * BLOCK, self.blocks[1] * BLOCK


SEAT = TownPlan("Lindhaven", (15.0, 21.0), (7, 7), 6120, "56850", "town", quadrants=True)
NARROWS = TownPlan("Otter Narrows", (27.0, 15.0), (6, 4), 1240, "56851", "village", quadrants=True)
ODILE = TownPlan("St. Odile", (7.0, 32.0), (4, 3), 870, "56852", "village")
KALLIO = TownPlan("Kallio Lake", (24.0, 34.0), (4, 3), 690, "56853", "village")
NEUWALD = TownPlan("Neuwald", (5.0, 12.0), (3, 2), 560, "56854", "village")
BREKKE = TownPlan("Brekke", (15.0, 6.0), (3, 2), 430, "56855", "village")
SIDING = TownPlan("Tamarac Siding", (9.0, 24.0), (2, 1), 150, "56856", "hamlet")
BAY = TownPlan("Zhingwaak Bay", (31.0, 27.0), (0, 0), 640, "56857", "village")
TOWNS = (SEAT, NARROWS, ODILE, KALLIO, NEUWALD, BREKKE, SIDING, BAY)


@dataclass(frozen=True, slots=True)
class Highway:
    """A numbered highway on its own course."""

    ref: str
    name: str
    kind: str
    speed: int
    line: Line


def _course(*points: Point) -> Line:
    return round_corners(points, 0.45)


US_88 = Highway(
    "US 88",
    "US Highway 88",
    "primary",
    60,
    _course(
        (0, 28.3),
        (4.2, 26.6),
        (8.2, 24),
        (9.8, 24),
        (13.2, 21),
        (17.2, 21),
        (20.3, 19.4),
        (24.2, 15),
        (29.2, 15),
        (32, 12.4),
        (36, 11.2),
    ),
)
MN_402 = Highway(
    "MN 402",
    "State Highway 402",
    "secondary",
    60,
    _course((15, 0), (15, 27.2), (18, 30.4), (22.8, 34), (24.9, 34), (26.2, 36.2), (26.5, 42)),
)
MN_417 = Highway(
    "MN 417", "State Highway 417", "secondary", 55, _course((0, 32), (8, 32), (19.98, 31.885))
)
HIGHWAYS = (US_88, MN_402, MN_417)

RAILWAY = _course(
    (0, 28.0),
    (4.1, 26.3),
    (8.1, 23.8125),
    (9.7, 23.8125),
    (13.1, 20.8125),
    (17.3, 20.8125),
    (20.4, 19.1),
    (24.0, 14.5),
    (29.1, 14.57),
    (31.9, 12.05),
    (36, 10.95),
)
RAILWAY_OFFSET_BLOCKS = -2.5

# Section lines that carry a county road: line -> number.
COUNTY_NS = {1: 31, 5: 5, 7: 22, 9: 9, 12: 17, 18: 25, 21: 3, 24: 14, 27: 47, 31: 35, 34: 61}
COUNTY_EW = {
    2: 2,
    6: 16,
    9: 44,
    12: 12,
    15: 8,
    18: 40,
    21: 20,
    24: 11,
    27: 27,
    34: 6,
    36: 50,
    39: 4,
}

RIVER = "Osprey River"
RIVER_COURSE: Line = (
    (19.2, 37.2),
    (17.2, 34.4),
    (14.3, 30.6),
    (12.2, 26.3),
    (13.9, 23.4),
    (14.62, 21.9),
    (14.58, 20.2),
    (12.9, 17.1),
    (11.2, 12.4),
    (9.4, 7.3),
    (8.3, 0.0),
)

# Large lakes laid by hand: name, middle, reach, stretch.
GREAT_LAKES = (
    ("Lake Ansgar", (20.6, 37.9), 1.25, 1.35),
    ("Manoomin Lake", (32.75, 28.45), 1.35, 1.2),
    ("Big Osprey Lake", (28.9, 17.5), 1.3, 1.3),
    ("Little Osprey Lake", (25.6, 12.4), 0.75, 1.25),
    ("Kallio Lake", (26.0, 32.7), 0.8, 1.3),
    ("Lake Solveig", (31.4, 36.6), 1.1, 1.5),
    ("Pelican Stone Lake", (20.6, 25.2), 0.9, 1.4),
    ("Zhingwaak Lake", (28.5, 24.6), 0.7, 1.3),
)


def wooded(point: Point) -> float:
    """How wooded the land is: 0 open prairie in the south-west, 1 forest in the north-east."""
    share = (point[0] / WIDE * 0.62 + point[1] / TALL * 0.5 - 0.44) * 2.0
    return min(1.0, max(0.0, share))


def nearest_town(point: Point) -> TownPlan:
    """The town whose post office serves a point."""
    return min(TOWNS, key=lambda town: distance(town.middle, point) / (1.0 + town.people / 8000))


def inside_town(point: Point, margin: float = 0.0) -> bool:
    """Say whether a point lies on a town's street grid."""
    for town in TOWNS:
        dx, dy = abs(point[0] - town.middle[0]), abs(point[1] - town.middle[1])
        if dx > NEAR or dy > NEAR or town.blocks == (0, 0):
            continue
        wide, tall = town.half
        if dx < wide + margin and dy < tall + margin:
            return True
    return False


def outside_towns(line: Line) -> list[Line]:
    """Cut a line where it enters a town's grid, and leave the outer pieces."""
    if len(line) < CHECKED and not any(distance(line[0], town.middle) < NEAR for town in TOWNS):
        return [line]
    points: list[Point] = [line[0]]
    for a, b in pairwise(line):
        cuts = _cuts(a, b)
        points += [between(a, b, share) for share in cuts] + [b]
    pieces: list[list[Point]] = [[]]
    for a, b in pairwise(points):
        if inside_town(between(a, b, 0.5)):
            pieces.append([])
            continue
        pieces[-1] += [b] if pieces[-1] else [a, b]
    return [tuple(piece) for piece in pieces if len(piece) > 1]


def _cuts(a: Point, b: Point) -> list[float]:
    """Where a-b meets the edge of a town's grid, as shares in order."""
    shares = []
    reach = distance(a, b) + 1.0
    for town in TOWNS:
        if distance(a, town.middle) > reach:
            continue
        for axis in (0, 1):
            span = b[axis] - a[axis]
            if abs(span) < 1e-9:
                continue
            for edge in (town.middle[axis] - town.half[axis], town.middle[axis] + town.half[axis]):
                share = (edge - a[axis]) / span
                at = between(a, b, share)
                other = 1 - axis
                if 0 < share < 1 and abs(at[other] - town.middle[other]) <= town.half[other] + 1e-9:
                    shares.append(share)
    return sorted(shares)
