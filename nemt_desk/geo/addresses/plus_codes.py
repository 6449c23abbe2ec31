"""Plus Codes (Open Location Code): twenty letters for a square on the ground, whole or shortened.

A code's first ten letters come in pairs, latitude then longitude, each pair a twentieth of the one
before; each further letter cuts the square in five rows and four columns.
"""

import math
import re
from dataclasses import dataclass

from nemt_desk.geo.shapes import Point

_LETTERS = "23456789CFGHJMPQRVWX"
_BASE = 20
_PAIRS = 5
_PLUS_AT = 8
_ROWS, _COLUMNS = 5, 4
_MOST = 15
_MIN_WHOLE = 10
_PADDING = "0"
_CODE = re.compile(
    rf"(?<![\w+])(?P<head>[{_LETTERS}]{{2,8}}|[{_LETTERS}]{{2,6}}0{{2,6}})\+(?P<tail>[{_LETTERS}]{{2,7}})?(?![\w+])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PlusCode:
    """A code found in a text, and what stands beside it (a town)."""

    code: str
    beside: str

    @property
    def is_whole(self) -> bool:
        """Say whether it tells a place without a town beside it."""
        return self.code.index("+") == _PLUS_AT


def as_plus_code(text: str) -> PlusCode | None:
    """Find a Plus Code in a text; None when there is none."""
    if "+" not in text:
        return None
    hit = _CODE.search(text)
    if hit is None or len(hit["head"]) % 2:
        return None
    if not hit["tail"] and len(hit["head"]) < _PLUS_AT:
        return None
    beside = f"{text[: hit.start()]} {text[hit.end() :]}".strip(" ,()")
    code = f"{hit['head']}+{hit['tail'] or ''}".upper()
    return PlusCode(code, " ".join(beside.split()))


def plus_code(point: Point, length: int = _MIN_WHOLE) -> str:
    """Return the code of a point; 10 letters are a square of about 14 m, 11 of 3 m."""
    if length < _MIN_WHOLE or length > _MOST:
        raise ValueError(f"a code has {_MIN_WHOLE} to {_MOST} letters")
    extra = length - _MIN_WHOLE
    # Whole numbers of the smallest square, so that no rounding moves a point to the next one.
    rows = _BASE ** (_PAIRS - 2) * _ROWS**extra
    columns = _BASE ** (_PAIRS - 2) * _COLUMNS**extra
    north = min(max(math.floor(round((point.lat + 90) * rows, 6)), 0), 180 * rows - 1)
    east = math.floor(round((point.lon + 180) * columns, 6)) % (360 * columns)
    letters = []
    for _ in range(extra):
        north, row = divmod(north, _ROWS)
        east, column = divmod(east, _COLUMNS)
        letters.append(_LETTERS[row * _COLUMNS + column])
    for _ in range(_PAIRS):
        north, row = divmod(north, _BASE)
        east, column = divmod(east, _BASE)
        letters.extend((_LETTERS[column], _LETTERS[row]))
    code = "".join(reversed(letters))
    return f"{code[:_PLUS_AT]}+{code[_PLUS_AT:]}"


def point_of(code: str, near: Point) -> Point:
    """Return the middle of a code's square; a shortened code is the one nearest to `near`."""
    missing = _PLUS_AT - code.index("+")
    if missing <= 0:
        return _middle(code)[0]
    whole = plus_code(near)[:missing] + code
    point, _ = _middle(whole)
    # What was left out is a square of this many degrees; the neighbour may lie nearer.
    size = float(_BASE) ** (2 - missing / 2)
    lat, lon = point.lat, point.lon
    lat += size * round((near.lat - lat) / size)
    lon += size * round((near.lon - lon) / size)
    if not -90 <= lat <= 90:
        lat = point.lat
    return Point(round(lat, 9), round(lon, 9))


def _middle(code: str) -> tuple[Point, float]:
    letters = code.replace("+", "").rstrip(_PADDING).upper()
    south, west = -90.0, -180.0
    high = wide = float(_BASE * _BASE)
    for place in range(0, min(len(letters), 2 * _PAIRS), 2):
        high, wide = high / _BASE, wide / _BASE
        south += _LETTERS.index(letters[place]) * high
        west += _LETTERS.index(letters[place + 1]) * wide
    for letter in letters[2 * _PAIRS :]:
        row, column = divmod(_LETTERS.index(letter), _COLUMNS)
        high, wide = high / _ROWS, wide / _COLUMNS
        south += row * high
        west += column * wide
    return Point(round(south + high / 2, 9), round(west + wide / 2, 9)), high
