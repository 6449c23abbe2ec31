"""The best plan of the fragments and legs that are left: an integer program over a network.

Every stop of a fragment keeps its limits by itself; that a whole row of them keeps the clock is
checked afterwards, and a row that does not is forbidden. So it goes on until all of them do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

import numpy as np

from nemt_desk.planning.optimiser.bound import Bounder
from nemt_desk.planning.optimiser.cover import Program, Solved
from nemt_desk.planning.optimiser.paths import Floats
from nemt_desk.planning.optimiser.pieces import Group, Row
from nemt_desk.planning.optimiser.sieve import Sieved

_EPS = 1e-6
_MOST_TURNS = 15
MOST_PARTS = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """The best rows and what they cost; infinite if there are none, `is_best` if that is sure."""

    cents: float
    rows: tuple[tuple[int, Row], ...]
    is_best: bool


@dataclass(slots=True)
class _Ways:
    """The parts of one group in the program: number of the variable by what it stands for."""

    pieces: dict[int, int] = field(default_factory=dict)
    legs: dict[tuple[int, int], int] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)


class Network:
    """The program: one unit of flow is a run."""

    def __init__(self, bounder: Bounder, sieves: Sequence[Sieved], gap: float) -> None:
        self.bounder = bounder
        self.program = Program()
        self.ways = [
            self._ways(group, sieve, gap)
            for group, sieve in zip(bounder.groups, sieves, strict=True)
        ]

    @property
    def size(self) -> int:
        """How many parts it has."""
        return self.program.size

    def _ways(self, group: Group, sieve: Sieved, gap: float) -> _Ways:
        below = min(0.0, sieve.least) + gap + _EPS
        legs, program = group.legs, self.program
        ways = _Ways()
        for piece in np.flatnonzero(sieve.pieces <= below):
            ways.pieces[int(piece)] = program.add(float(group.base[piece]))
        for one, other in zip(*np.nonzero(sieve.legs <= below), strict=True):
            ways.legs[int(one), int(other)] = program.add(float(legs.cents[one, other]))
        for one in np.flatnonzero(sieve.starts <= below):
            ways.starts[int(one)] = program.add(float(legs.at_cents[one]))
        for one in np.flatnonzero(sieve.ends <= below):
            ways.ends[int(one)] = program.add(float(legs.until_cents[one]))
        return ways

    def lay(self, worth: Floats, gap: float) -> None:
        """Say that flow goes on, and that each request is taken once or may be left."""
        takers: list[list[int]] = [[] for _ in worth]
        for group, ways, count in zip(
            self.bounder.groups, self.ways, self.bounder.counts, strict=True
        ):
            self._flow(group, ways)
            self.program.limit(-inf, float(count), [(at, 1.0) for at in ways.starts.values()])
            for piece, at in ways.pieces.items():
                for number in group.requests_of(piece):
                    takers[number].append(at)
        for request, taking in zip(self.bounder.model.requests, takers, strict=True):
            terms = [(at, 1.0) for at in taking]
            if request.cents - float(worth[request.index]) <= gap + _EPS:
                terms.append((self.program.add(request.cents), 1.0))
            self.program.limit(1.0, 1.0, terms)

    def _flow(self, group: Group, ways: _Ways) -> None:
        into: dict[int, list[tuple[int, float]]] = {}
        out: dict[int, list[tuple[int, float]]] = {}
        for piece, at in ways.pieces.items():
            into.setdefault(int(group.pieces.first[piece]), []).append((at, -1.0))
            out.setdefault(int(group.pieces.last[piece]), []).append((at, 1.0))
        for (one, other), at in ways.legs.items():
            into.setdefault(other, []).append((at, 1.0))
            out.setdefault(one, []).append((at, -1.0))
        for one, at in ways.starts.items():
            into.setdefault(one, []).append((at, 1.0))
        for one, at in ways.ends.items():
            out.setdefault(one, []).append((at, -1.0))
        for terms in (*into.values(), *out.values()):
            self.program.limit(0.0, 0.0, terms)

    def best(self, nodes: int, seconds: float, is_stopped: Callable[[], bool]) -> Found:
        """Solve, forbid the rows that break the clock, and solve again."""
        bound = -inf
        for _ in range(_MOST_TURNS):
            if is_stopped():
                break
            solved = self.program.solve(nodes=nodes, seconds=seconds)
            if not solved.picked:
                return Found(inf, (), solved.is_best)
            bound = solved.cents
            rows = self._rows(solved)
            if rows is not None:
                return Found(bound, tuple(rows), solved.is_best)
        return Found(inf, (), is_best=False)

    def _rows(self, solved: Solved) -> list[tuple[int, Row]] | None:
        """Return the rows that were picked, or None after forbidding those that can't be."""
        picked = set(solved.picked)
        found: list[tuple[int, Row]] = []
        is_good = True
        for at, (group, ways) in enumerate(zip(self.bounder.groups, self.ways, strict=True)):
            piece_of = {
                int(group.pieces.first[piece]): piece
                for piece, number in ways.pieces.items()
                if number in picked
            }
            after = {one: other for (one, other), number in ways.legs.items() if number in picked}
            for start, number in ways.starts.items():
                if number in picked:
                    row = _follow(group, piece_of, after, start)
                    if not self._keeps_the_clock(group, ways, row):
                        is_good = False
                    found.append((at, group.row_of(row)))
            # What is left over runs in circles.
            for first in list(piece_of):
                if first in piece_of:
                    is_good = False
                    circle = _follow(group, piece_of, after, first)
                    self._forbid(group, ways, circle, is_circle=True)
        return found if is_good else None

    def _keeps_the_clock(self, group: Group, ways: _Ways, row: list[int]) -> bool:
        pieces, legs = group.pieces, group.legs
        time = float(legs.at[pieces.first[row[0]]])
        for place, piece in enumerate(row):
            if place:
                time += float(legs.minutes[pieces.last[row[place - 1]], pieces.first[piece]])
            if time > pieces.late[piece] + _EPS:
                short = _shortest(group, row[: place + 1])
                self._forbid(group, ways, short or row[: place + 1], is_begun=not short)
                return False
            time = max(float(pieces.early[piece]), time + float(pieces.length[piece]))
        return True

    def _forbid(
        self,
        group: Group,
        ways: _Ways,
        row: list[int],
        *,
        is_circle: bool = False,
        is_begun: bool = False,
    ) -> None:
        """Forbid fragments in a row; and instead of the last all that begin no later there.

        `is_begun`: they are too late only where the run begins with them.
        """
        pieces = group.pieces
        terms = [(ways.pieces[piece], 1.0) for piece in row[:-1]]
        last = row[-1]
        if is_circle:
            terms.append((ways.pieces[last], 1.0))
        else:
            terms += [
                (number, 1.0)
                for piece, number in ways.pieces.items()
                if pieces.first[piece] == pieces.first[last]
                and pieces.late[piece] <= pieces.late[last]
            ]
        ways_between = [*pairwise(row)]
        if is_circle:
            ways_between.append((last, row[0]))
        for one, other in ways_between:
            leg = int(pieces.last[one]), int(pieces.first[other])
            terms.append((ways.legs[leg], 1.0))
        if is_begun:
            terms.append((ways.starts[int(pieces.first[row[0]])], 1.0))
        # As many as there are in a row, less one: of the last ones there is one at most.
        most = len(row) + len(ways_between) + int(is_begun) - 1
        self.program.limit(-inf, float(most), terms)


def _follow(group: Group, piece_of: dict[int, int], after: dict[int, int], start: int) -> list[int]:
    """Return the fragments in a row, and take them out."""
    row = []
    here: int | None = start
    while here is not None and here in piece_of:
        piece = piece_of.pop(here)
        row.append(piece)
        here = after.get(int(group.pieces.last[piece]))
    return row


def _shortest(group: Group, row: list[int]) -> list[int]:
    """Return the end of a row that is too late however early it begins; empty: none is."""
    pieces, legs = group.pieces, group.legs
    for begin in range(len(row) - 1, 0, -1):
        time = float(pieces.early[row[begin - 1]])
        for one, piece in zip(row[begin - 1 :], row[begin:], strict=False):
            time += float(legs.minutes[pieces.last[one], pieces.first[piece]])
            if time > pieces.late[piece] + _EPS:
                return row[begin - 1 :]
            time = max(float(pieces.early[piece]), time + float(pieces.length[piece]))
    return []
