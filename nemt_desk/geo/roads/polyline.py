"""The engine's lines: letters made into points, and how far each point lies along the line."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import cos, hypot, inf, pi
from operator import mul

from nemt_desk.geo.shapes import EARTH_RADIUS_M, LatLon

_DEGREE_M = EARTH_RADIUS_M * pi / 180
_STEP_M = _DEGREE_M / 1e6
_HALF_STEP = pi / 360e6
_GROUP = re.compile(r"[_-~]*[?-^]")
_REMEMBERED = 100_000


class _Numbers(dict[str, int]):
    """What a group of letters means; most come up again and again."""

    def __missing__(self, letters: str) -> int:
        value = 0
        for place, letter in enumerate(letters):
            value |= ((ord(letter) - 63) & 31) << (5 * place)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[letters] = number = ~(value >> 1) if value & 1 else value >> 1
        return number


_NUMBERS = _Numbers()


def measured(text: str) -> tuple[list[LatLon], list[float]]:
    """Return the points of an encoded line and the metres driven up to each of them.

    The letters hold differences in millionths of a degree, five bits each; a group ends with a
    letter below `_`. Between neighbouring points the ground is taken as flat: an error below a
    millionth of the length. No loop of our own: long lines are many thousand letters.
    """
    moves = [_NUMBERS[letters] for letters in _GROUP.findall(text)]
    north, east = moves[0::2], moves[1::2]
    lats = list(accumulate(north))
    lons = accumulate(east)
    line = [(lat / 1e6, lon / 1e6) for lat, lon in zip(lats, lons, strict=True)]
    wide = [cos((a + b) * _HALF_STEP) for a, b in pairwise(lats)]
    pieces = map(hypot, north[1:], map(mul, east[1:], wide))
    return line, [metres * _STEP_M for metres in accumulate(pieces, initial=0.0)]


def placed(line: Sequence[LatLon], spot: LatLon) -> tuple[float, float]:
    """Return how far along a line, in metres, the point nearest to `spot` is, and its distance."""
    wide = cos(spot[0] * pi / 180)
    best = (0.0, inf)
    metres = 0.0
    flat = [((lat - spot[0]) * _DEGREE_M, (lon - spot[1]) * wide * _DEGREE_M) for lat, lon in line]
    for a, b in pairwise(flat):
        north, east = b[0] - a[0], b[1] - a[1]
        size = hypot(north, east)
        share = 0.0 if size == 0 else -(a[0] * north + a[1] * east) / (size * size)
        share = min(1.0, max(0.0, share))
        gap_m = hypot(a[0] + share * north, a[1] + share * east)
        if gap_m < best[1]:
            best = (metres + share * size, gap_m)
        metres += size
    return best


def passes(line: Sequence[LatLon], spot: LatLon, within_m: float) -> bool:
    """Say whether a line comes within `within_m` metres of `spot`."""
    return placed(line, spot)[1] <= within_m
