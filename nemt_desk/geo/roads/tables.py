"""Distances and times between many points, without directions."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from nemt_desk.geo.roads import unreachable
from nemt_desk.geo.roads.engine_calls import Engine, Plain, place
from nemt_desk.geo.shapes import EARTH_RADIUS_M, Point

type Cells = list[list["Leg | None"]]

# The engine measures on a globe a little larger (6,378.16 km) than the one routes are measured on.
_GROUND_M = 1000.0 * EARTH_RADIUS_M / 6_378_160.187
_ROWS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Leg:
    """Distance and time between two points, without directions."""

    distance_m: float
    duration_s: float


@dataclass(frozen=True, slots=True)
class Tabler:
    """Asks the engine for tables; `costing` is how to drive, `factor` multiplies the speed."""

    engine: Engine
    costing: Plain
    factor: float

    def table(self, starts: Sequence[Point], ends: Sequence[Point]) -> Cells:
        """Return a leg from each start to each end; None where there is no way."""
        if not starts or not ends:
            return [[] for _ in starts]
        sources, targets = self._places(starts), self._places(ends)
        cells = self._cells(sources, targets)
        rows, columns = _empty(cells), _empty(list(zip(*cells, strict=True)))
        if rows or columns:
            # Scraps of road that lead nowhere: the next road, unless the pin is far from it.
            rows -= unreachable.stranded(self.engine, starts) if rows else frozenset()
            columns -= unreachable.stranded(self.engine, ends) if columns else frozenset()
            self._again(cells, (starts, rows), (ends, columns))
        return cells

    def _again(
        self,
        cells: Cells,
        rows: tuple[Sequence[Point], set[int]],
        columns: tuple[Sequence[Point], set[int]],
    ) -> None:
        (starts, poor_starts), (ends, poor_ends) = rows, columns
        sources, targets = self._places(starts, poor_starts), self._places(ends, poor_ends)
        for row in sorted(poor_starts):
            cells[row] = self._cells([sources[row]], targets)[0]
        for column in sorted(poor_ends):
            for row, found in enumerate(self._cells(sources, [targets[column]])):
                cells[row][column] = found[0]

    def _places(self, points: Sequence[Point], poor: Set[int] = frozenset()) -> list[Plain]:
        aboard = self.engine.aboard(points)
        return [
            place(point, loose=number in poor, ashore=number in poor or number in aboard)
            for number, point in enumerate(points)
        ]

    def _cells(self, sources: Sequence[Plain], targets: Sequence[Plain]) -> Cells:
        cells: Cells = []
        for first in range(0, len(sources), _ROWS_AT_ONCE):
            # Block by block costs no more, and others get their turn in between.
            some = sources[first : first + _ROWS_AT_ONCE]
            block = self.engine.table(some, targets, self.costing)
            cells.extend(_legs(block, self.factor))
        return cells


def _empty(rows: Sequence[Sequence[Leg | None]]) -> set[int]:
    return {number for number, row in enumerate(rows) if all(cell is None for cell in row)}


def _legs(block: Plain, factor: float) -> Cells:
    return [
        [
            None if far is None or long is None else Leg(far * _GROUND_M, long / factor)
            for far, long in zip(*row, strict=True)
        ]
        for row in zip(block["distances"], block["durations"], strict=True)
    ]
