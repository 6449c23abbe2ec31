"""Rows of a GeoJSON file, one feature at a time: a collection, or one feature on each line."""

import codecs
import json
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

from nemt_desk.geo.points.projection import ToDegrees, degrees, of_epsg
from nemt_desk.geo.points.rows import RawRow, Reason
from nemt_desk.ground.errors import RefusedError

_CHUNK = 1 << 18
_LONGEST = 1 << 23
_LOOKED_AT = 200
_LIST = re.compile(r'"features"\s*:\s*\[')
_GAP = re.compile(r"[\s,\x1e]*")
_CRS = re.compile(r'"crs"\s*:\s*\{.{0,200}?"name"\s*:\s*"([^"]{1,80})"', re.DOTALL)
_BROKEN = (
    "The file is damaged, was not loaded to its end or is no GeoJSON of points. Load it again."
    " Nothing was taken from it."
)


class JsonRows:
    """Property names as headers, and the features one by one; memory does not grow."""

    def __init__(self, file: BinaryIO) -> None:
        self._decoder = json.JSONDecoder()
        self._file = file
        self._text = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._buffer = ""
        self._is_over = False
        self._more()
        self._to_degrees = self._preamble()
        features = self._features()
        first = list(islice(features, _LOOKED_AT))
        self.headers = list(dict.fromkeys(key for one in first for key in _properties(one)))
        self._found = chain(first, features)

    def __iter__(self) -> Iterator[RawRow]:
        for number, feature in enumerate(self._found, 1):
            yield self._row(number, feature)

    def _more(self) -> bool:
        chunk = self._file.read(_CHUNK)
        self._buffer += self._text.decode(chunk, final=not chunk)
        self._is_over = not chunk
        return bool(chunk)

    def _preamble(self) -> ToDegrees:
        """Step over what stands before the features; a named system of coordinates is there."""
        begin = _LIST.search(self._buffer)
        self._is_list = begin is not None
        head = self._buffer[: begin.start()] if begin is not None else ""
        if begin is not None:
            self._buffer = self._buffer[begin.end() :]
        named = _CRS.search(head)
        return of_epsg(named[1]) if named is not None else degrees

    def _features(self) -> Iterator[dict[str, Any]]:
        at = 0
        while True:
            gap = _GAP.match(self._buffer, at)
            at = gap.end() if gap is not None else at
            if at >= len(self._buffer) and not self._is_over:
                self._buffer, at = self._buffer[at:], 0
                self._more()
                continue
            if at >= len(self._buffer):
                if self._is_list:
                    raise RefusedError(_BROKEN)
                return
            if self._is_list and self._buffer[at] == "]":
                self._finish(at + 1)
                return
            try:
                found, at = self._decoder.raw_decode(self._buffer, at)
            except ValueError as why:
                if self._is_over or len(self._buffer) - at > _LONGEST:
                    raise RefusedError(_BROKEN) from why
                self._buffer, at = self._buffer[at:], 0
                self._more()
                continue
            except RecursionError as why:
                raise RefusedError(_BROKEN) from why
            yield found if isinstance(found, dict) else {}

    def _finish(self, at: int) -> None:
        """Read what follows the features: a file cut there would lack its last bracket."""
        tail = self._buffer[at:]
        while self._more():
            tail = (tail + self._buffer[-64:])[-256:]
            self._buffer = ""
        if not (tail + self._buffer).rstrip().endswith("}"):
            raise RefusedError(_BROKEN)

    def _row(self, number: int, feature: dict[str, Any]) -> RawRow:
        values = {key: as_text(value) for key, value in _properties(feature).items()}
        geometry = feature.get("geometry")
        pair = geometry.get("coordinates") if isinstance(geometry, dict) else None
        if isinstance(geometry, dict) and geometry.get("type") == "MultiPoint":
            pair = pair[0] if isinstance(pair, list) and len(pair) == 1 else None
        elif not isinstance(geometry, dict) or geometry.get("type") != "Point":
            return RawRow(number, values, problem=Reason.NO_OBJECT)
        return placed(number, values, pair, self._to_degrees)


def placed(number: int, values: dict[str, str], pair: object, to_degrees: ToDegrees) -> RawRow:
    """Return the row at a pair x, y of the file's own coordinates."""
    if not isinstance(pair, list | tuple) or len(pair) < 2:
        return RawRow(number, values, problem=Reason.NO_POINT)
    x, y = pair[:2]
    if isinstance(x, bool) or not isinstance(x, int | float) or not isinstance(y, int | float):
        return RawRow(number, values, problem=Reason.BAD_POINT)
    try:
        return RawRow(number, values, at=to_degrees(float(x), float(y)))
    except (ValueError, ArithmeticError):
        return RawRow(number, values, problem=Reason.BAD_POINT)


def as_text(value: object) -> str:
    """Return a cell as text: nothing for null, no `.0` behind a whole number."""
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\0", "").split())


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}
