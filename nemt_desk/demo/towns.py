"""Streets, house lots and buildings of the demo county's towns."""

import random
from dataclasses import dataclass, field

from nemt_desk.demo import lay, names
from nemt_desk.demo.bridges import over_the_river
from nemt_desk.demo.lay import BLOCK, TownPlan
from nemt_desk.demo.plane import Blob, Line, Point, aside, length, smooth, walk
from nemt_desk.demo.sketch import Area, Ban, Lot, Road, Sketch, Spot
from nemt_desk.demo.streets import LOTS_A_SIDE, house_number, street_name

SETBACK = 0.015

# Streets of the seat that cross the river on a bridge, and those with traffic one way only.
SEAT_BRIDGES = {("street", 0), ("street", 3), ("street", -4)}
SEAT_ONE_WAY = {("street", 1): False, ("street", 2): True}
SEAT_ONE_WAY_BLOCKS = range(-2, 3)


def draw_town(
    plan: TownPlan, sketch: Sketch, rng: random.Random, taken: dict[tuple[int, int], str]
) -> None:
    """Draw one town; `taken` are blocks that hold a public building instead of houses."""
    sketch.spots.append(
        Spot(plan.middle, {"place": plan.kind, "name": plan.name, "population": str(plan.people)})
    )
    if plan.blocks == (0, 0):
        _draw_village(plan, sketch, rng)
        return
    grid = _Grid(plan, sketch, rng, taken)
    grid.choose_blocks()
    grid.draw_streets()
    grid.draw_lots()
    if plan is lay.SEAT:
        _draw_curved_streets(plan, sketch, rng)
        x, y = plan.middle
        sketch.bans.append(Ban((x + 2 * BLOCK, y), "Main St E", "2nd Ave NE", "no_left_turn"))


@dataclass
class _Grid:
    """Blocks are named by column and row of their south-west corner, counted from the middle."""

    plan: TownPlan
    sketch: Sketch
    rng: random.Random
    taken: dict[tuple[int, int], str]
    blocks: set[tuple[int, int]] = field(default_factory=set)

    def at(self, column: float, row: float) -> Point:
        return self.plan.middle[0] + column * BLOCK, self.plan.middle[1] + row * BLOCK

    def choose_blocks(self) -> None:
        wide, tall = self.plan.blocks
        for column in range(-wide, wide):
            for row in range(-tall, tall):
                far = (abs(column + 0.5) / wide) ** 3 + (abs(row + 0.5) / tall) ** 3
                dry = not self.sketch.river.meets(
                    (self.at(column, row + 0.5), self.at(column + 1, row + 0.5))
                )
                rail = self.plan is lay.SEAT and row == int(lay.RAILWAY_OFFSET_BLOCKS - 0.5)
                if (column, row) in self.taken or (
                    far < 0.95 + self.rng.uniform(-0.3, 0.3) and dry and not rail
                ):
                    self.blocks.add((column, row))

    def draw_streets(self) -> None:
        wide, tall = self.plan.blocks
        for row in range(-tall, tall + 1):
            for column in range(-wide, wide):
                if row == 0 or {(column, row), (column, row - 1)} & self.blocks:
                    self._street("street", row, column)
        for column in range(-wide, wide + 1):
            for row in range(-tall, tall):
                if column == 0 or {(column, row), (column - 1, row)} & self.blocks:
                    self._street("avenue", column, row)

    def _street(self, kind: str, number: int, block: int) -> None:
        line: Line = (self.at(block, number), self.at(block + 1, number))
        if kind == "avenue":
            line = (self.at(number, block), self.at(number, block + 1))
        tags = (
            self._base_tags(kind)
            if number == 0
            else {"highway": "residential", "maxspeed": "30 mph"}
        )
        tags = {"surface": "asphalt", **tags, "name": street_name(self.plan, kind, number, block)}
        seat = self.plan is lay.SEAT
        if seat and (kind, number) in SEAT_ONE_WAY and block in SEAT_ONE_WAY_BLOCKS:
            tags["oneway"] = "yes"
            line = line[::-1] if SEAT_ONE_WAY[kind, number] else line
        if (
            self.sketch.river.meets(line)
            and number != 0
            and (not seat or (kind, number) not in SEAT_BRIDGES)
        ):
            return
        self.sketch.roads += over_the_river(Road(line, tags), self.sketch.river)

    def _base_tags(self, kind: str) -> dict[str, str]:
        """Main St and Broadway belong to the highway or county road they carry on."""
        x, y = int(self.plan.middle[0]), int(self.plan.middle[1])
        for highway in lay.HIGHWAYS:
            wide = [
                point[1] == y
                for point in highway.line
                if abs(point[0] - x) < 5 and abs(point[1] - y) < 5
            ]
            if kind == "street" and highway is not lay.MN_402 and any(wide):
                return {"highway": highway.kind, "ref": highway.ref, "maxspeed": "30 mph"}
        if (kind, self.plan) in (
            ("avenue", lay.SEAT),
            ("avenue", lay.BREKKE),
            ("street", lay.KALLIO),
        ):
            return {"highway": "secondary", "ref": lay.MN_402.ref, "maxspeed": "30 mph"}
        number = lay.COUNTY_EW.get(y) if kind == "street" else lay.COUNTY_NS.get(x)
        if number:
            return {"highway": "tertiary", "ref": f"CR {number}", "maxspeed": "30 mph"}
        return {"highway": "residential", "maxspeed": "30 mph"}

    def draw_lots(self) -> None:
        for column, row in sorted(self.blocks - set(self.taken)):
            if abs(column + 0.5) < 1 and abs(row + 0.5) < 1:
                self._shops(column, row)
                continue
            along_streets = (column * 7 + row * 3) % 5 < 3
            for step in range(LOTS_A_SIDE):
                share = (step + 0.5) / LOTS_A_SIDE + self.rng.uniform(-0.02, 0.02)
                for far_side in (False, True):
                    if self.rng.random() < 0.88:
                        self._lot(
                            (column, row),
                            share,
                            step,
                            far_side=far_side,
                            along_streets=along_streets,
                        )

    def _lot(
        self,
        block: tuple[int, int],
        share: float,
        step: int,
        *,
        far_side: bool,
        along_streets: bool,
    ) -> None:
        column, row = block
        inset = 0.2 if not far_side else 0.8
        line = 1 if far_side else 0
        # North and west sides of a street carry even numbers.
        if along_streets:
            at = self.at(column + share, row + inset)
            name, number = (
                street_name(self.plan, "street", row + line, column),
                house_number(self.plan, 0, column, step),
            )
            number += 1 if far_side else 0
        else:
            at = self.at(column + inset, row + share)
            name, number = (
                street_name(self.plan, "avenue", column + line, row),
                house_number(self.plan, 1, row, step),
            )
            number += 0 if far_side else 1
        self.sketch.lots.append(
            Lot(at, number, name, self.plan.name, self.plan.postcode, rural=False)
        )

    def _shops(self, column: int, row: int) -> None:
        for place in range(4):
            left, low = column + 0.14 + 0.2 * place, row + (0.12 if row >= 0 else 0.5)
            right, high = left + 0.15, low + 0.36
            places = ((left, low), (right, low), (right, high), (left, high))
            corners = tuple(self.at(*place) for place in places)
            self.sketch.areas.append(Area((*corners, corners[0]), {"building": "retail"}))


def _draw_curved_streets(plan: TownPlan, sketch: Sketch, rng: random.Random) -> None:
    """A newer part of the seat, east of the grid, without right angles."""
    x, y = plan.middle[0] + 7 * BLOCK, plan.middle[1]
    courses = (
        ((x - 0.15, y + 0.225), (x + 0.2, y + 0.23), (x + 0.36, y + 0.12), (x + 0.3, y)),
        (
            (x + 0.1, y),
            (x + 0.14, y + 0.1),
            (x + 0.1, y + 0.23),
            (x + 0.16, y + 0.36),
            (x + 0.32, y + 0.4),
        ),
        ((x + 0.28, y + 0.2), (x + 0.42, y + 0.27), (x + 0.47, y + 0.24)),
        ((x + 0.1, y), (x + 0.12, y - 0.1), (x + 0.25, y - 0.14), (x + 0.4, y - 0.1), (x + 0.4, y)),
    )
    for name, course in zip(names.CURVED_STREETS, courses, strict=True):
        line = smooth(course, 3)
        sketch.roads.append(_curved(name, line, 30))
        sketch.lots += lots_along(line, name, plan, rng)
    blob = Blob.made((x + 0.55, y + 0.45), 0.12, rng, stretch=1.2)
    sketch.areas.append(Area(blob.ring(), {"leisure": "park", "name": "Sandhill Park"}))


def _draw_village(plan: TownPlan, sketch: Sketch, rng: random.Random) -> None:
    """The community at the lake: streets that follow the shore, not the section lines."""
    x, y = plan.middle
    low, high = y - 0.02, y + 0.02
    courses = (
        (
            (x - 0.5, low),
            (x - 0.45, y + 0.2),
            (x - 0.2, y + 0.38),
            (x + 0.25, y + 0.42),
            (x + 0.42, y + 0.2),
            (x + 0.4, low),
        ),
        (
            (x - 0.4, high),
            (x - 0.42, y - 0.2),
            (x - 0.12, y - 0.28),
            (x + 0.22, y - 0.2),
            (x + 0.2, high),
        ),
        ((x - 0.22, y - 0.25), (x - 0.25, y), (x - 0.2, y + 0.2), (x - 0.24, y + 0.36)),
        ((x - 0.22, y + 0.16), (x - 0.1, y + 0.2), (x + 0.02, y + 0.15)),
        ((x - 0.02, y + 0.2), (x + 0.15, y + 0.26), (x + 0.25, y + 0.18), (x + 0.4, y + 0.24)),
    )
    for name, course in zip(names.VILLAGE_STREETS, courses, strict=True):
        line = smooth(course, 3)
        sketch.roads.append(_curved(name, line, 25))
        sketch.lots += lots_along(line, name, plan, rng)


def _curved(name: str, line: Line, speed: int) -> Road:
    tags = {"highway": "residential", "name": name, "surface": "asphalt"}
    return Road(line, {**tags, "maxspeed": f"{speed} mph"})


def lots_along(
    line: Line, street: str, plan: TownPlan, rng: random.Random, *, step: float = 0.022
) -> list[Lot]:
    """Lots on both sides of a curved street, numbers rising from its start."""
    found = []
    for far, at, a, b in walk(line, step, step):
        for left in (False, True):
            if rng.random() < 0.8 and far < length(line) - 0.02:
                dx, dy = aside(a, b, SETBACK if left else -SETBACK)
                number = 100 + 4 * round(far / step) + (1 if left else 0)
                found.append(
                    Lot(
                        (at[0] + dx, at[1] + dy),
                        number,
                        street,
                        plan.name,
                        plan.postcode,
                        rural=False,
                    )
                )
    return found
