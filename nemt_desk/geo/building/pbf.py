"""The points of an `.osm.pbf`, read block by block in small memory: a whole state in seconds.

pyosmium hands out points one by one (minutes for a state), and its sets of IDs take 1.6 GB once
the IDs lie as far apart as OpenStreetMap's do. Ways and relations are left to pyosmium.
"""

import io
import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

type Whole = npt.NDArray[np.int64]
type Fields = Iterator[tuple[int, Any]]

# By the format's own rules no block's header is larger than 64 KiB and no block than 32 MiB.
_MOST_HEADER = 64 << 10
_MOST_BLOCK = 32 << 20
_GRANULARITY = 100


class DamagedFileError(ValueError):
    """The file breaks the format's rules, or is cut off."""


# What reading a damaged file throws, here and in pyosmium (words that are no UTF-8 among it).
DAMAGE = (DamagedFileError, RuntimeError, UnicodeError, OSError)


@dataclass(frozen=True, slots=True)
class NodeBlock:
    """Points of one block: IDs and ten-millionths of a degree, in the file's order."""

    offset: int
    ids: Whole
    lats: Whole
    lons: Whole
    strings: tuple[bytes, ...]
    keys_values: Whole
    tag_ends: Whole

    def tags(self, index: int) -> dict[str, str]:
        """Return the tags of the point at `index`."""
        if not len(self.tag_ends):
            return {}
        begin = int(self.tag_ends[index - 1]) + 1 if index else 0
        pairs = self.keys_values[begin : int(self.tag_ends[index])].tolist()
        try:
            words = [self.strings[place].decode("utf-8", "replace") for place in pairs]
        except IndexError as why:
            raise DamagedFileError("a tag points outside the block's words") from why
        return dict(zip(words[::2], words[1::2], strict=False))


def node_blocks(path: Path, only: frozenset[int] | None = None) -> Iterator[NodeBlock]:
    """Yield the points of a file; with `only`, of the blocks that begin at these offsets.

    Raises:
        DamagedFileError: the file is cut off or is no such file.
        OSError: it can't be read.
    """
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        while file.tell() < size:
            offset = file.tell()
            kind, length = _block_header(file)
            if kind != b"OSMData" or (only is not None and offset not in only):
                if offset + length > size:
                    raise DamagedFileError("the file ends within a block")
                file.seek(length, io.SEEK_CUR)
                continue
            yield from _nodes_of(offset, unpacked(_exactly(file, length)))


def points_are_sorted(path: Path) -> bool:
    """Say whether the points come first and by rising ID. Raises like `node_blocks`."""
    last, others = -(1 << 63), False
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        while file.tell() < size:
            offset = file.tell()
            kind, length = _block_header(file)
            raw = _exactly(file, length)
            if kind != b"OSMData":
                continue
            block = unpacked(raw)
            groups = [_bytes(value) for number, value in fields_of(block) if number == 2]
            # Each group holds one kind of thing: its first field tells which.
            kinds = {number for group in groups for number, _ in islice(fields_of(group), 1)}
            if not kinds & {1, 2}:
                others = others or bool(kinds)
                continue
            for nodes in _nodes_of(offset, block):
                ids = nodes.ids
                if others or (len(ids) and (ids[0] < last or np.any(np.diff(ids) < 0))):
                    return False
                last = int(ids[-1]) if len(ids) else last
            others = bool(kinds - {1, 2})
    return True


def _block_header(file: io.BufferedReader) -> tuple[bytes, int]:
    size = int.from_bytes(_exactly(file, 4), "big")
    if not 0 < size <= _MOST_HEADER:
        raise DamagedFileError("a block's header has no sensible length")
    kind, length = b"", -1
    for number, value in fields_of(memoryview(_exactly(file, size))):
        if number == 1:
            kind = bytes(_bytes(value))
        elif number == 3:
            length = _number(value)
    if not 0 <= length <= _MOST_BLOCK:
        raise DamagedFileError("a block has no sensible length")
    return kind, length


def unpacked(blob: bytes) -> memoryview:
    """Return what is packed in a block."""
    for number, value in fields_of(memoryview(blob)):
        if number == 1:
            return _bytes(value)
        if number == 3:
            return memoryview(_inflated(_bytes(value)))
        if number == 4:
            try:
                return memoryview(lzma.decompress(_bytes(value)))
            except lzma.LZMAError as why:
                raise DamagedFileError("a block can't be unpacked") from why
    raise DamagedFileError("a block is packed in an unknown way")


def _inflated(packed: memoryview) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        raw = unpacker.decompress(packed, _MOST_BLOCK)
    except zlib.error as why:
        raise DamagedFileError("a block can't be unpacked") from why
    if not unpacker.eof:
        raise DamagedFileError("a block is cut off or too large")
    return raw


def _nodes_of(offset: int, block: memoryview) -> Iterator[NodeBlock]:
    words: list[bytes] = []
    groups: list[memoryview] = []
    grid = {17: _GRANULARITY, 19: 0, 20: 0}
    for number, value in fields_of(block):
        if number == 1:
            words = [bytes(_bytes(word)) for key, word in fields_of(_bytes(value)) if key == 1]
        elif number == 2:
            groups.append(_bytes(value))
        elif number in grid:
            grid[number] = _signed(_number(value))
    for group in groups:
        loose: list[memoryview] = []
        for number, value in fields_of(group):
            if number == 2:
                yield _dense(offset, _bytes(value), tuple(words), grid)
            elif number == 1:
                loose.append(_bytes(value))
        if loose:
            yield _loose(offset, loose, tuple(words), grid)


def _dense(
    offset: int, group: memoryview, words: tuple[bytes, ...], grid: dict[int, int]
) -> NodeBlock:
    parts = {1: _NONE, 8: _NONE, 9: _NONE}
    keys_values = _NONE
    for number, value in fields_of(group):
        if number in parts:
            parts[number] = np.cumsum(_zigzag(_varints(_bytes(value))))
        elif number == 10:
            keys_values = _varints(_bytes(value)).view(np.int64)
    count = len(parts[1])
    if len(parts[8]) != count or len(parts[9]) != count:
        raise DamagedFileError("a block has more IDs than places")
    ends = np.flatnonzero(_at_keys(keys_values) == 0) if len(keys_values) else _NONE
    if len(keys_values) and len(ends) != count:
        raise DamagedFileError("a block has more points than tags")
    return NodeBlock(
        offset,
        parts[1],
        _degrees(parts[8], grid[17], grid[19]),
        _degrees(parts[9], grid[17], grid[20]),
        words,
        keys_values,
        ends,
    )


def _at_keys(keys_values: Whole) -> Whole:
    """Return the list with every value (not key) made non-zero, so that zeros are ends only."""
    # A value may be word 0 in odd files; ends are the zeros at the place of a key.
    zeros = np.flatnonzero(keys_values == 0)
    marked = np.ones_like(keys_values)
    begin = 0
    if not np.any((np.diff(zeros, prepend=-1) - 1) % 2):
        marked[zeros] = 0
        return marked
    for zero in zeros.tolist():
        if (zero - begin) % 2 == 0:
            marked[zero] = 0
            begin = zero + 1
    return marked


def _loose(
    offset: int, nodes: list[memoryview], words: tuple[bytes, ...], grid: dict[int, int]
) -> NodeBlock:
    rows: list[tuple[int, int, int]] = []
    pairs: list[int] = []
    ends: list[int] = []
    for node in nodes:
        found: dict[int, Any] = dict(fields_of(node))
        here = [_unzigzag(_number(found.get(number, 0))) for number in (1, 8, 9)]
        rows.append((here[0], here[1], here[2]))
        keys, values = (_varints(_bytes(found.get(number, b""))).tolist() for number in (2, 3))
        for key, value in zip(keys, values, strict=False):
            pairs += (key, value)
        ends.append(len(pairs))
        pairs.append(0)
    table = np.array(rows, dtype=np.int64)
    return NodeBlock(
        offset,
        table[:, 0],
        _degrees(table[:, 1], grid[17], grid[19]),
        _degrees(table[:, 2], grid[17], grid[20]),
        words,
        np.array(pairs, dtype=np.int64),
        np.array(ends, dtype=np.int64),
    )


def _degrees(values: Whole, granularity: int, start: int) -> Whole:
    if granularity == _GRANULARITY and start == 0:
        return values
    return np.rint((values * float(granularity) + start) / _GRANULARITY).astype(np.int64)


_NONE: Whole = np.zeros(0, dtype=np.int64)


def _varints(packed: memoryview | bytes) -> npt.NDArray[np.uint64]:
    raw = np.frombuffer(packed, dtype=np.uint8)
    ends = np.flatnonzero(raw < 128)
    if not len(raw):
        return np.zeros(0, dtype=np.uint64)
    if not len(ends) or ends[-1] != len(raw) - 1:
        raise DamagedFileError("a list of numbers is cut off")
    starts = np.empty_like(ends)
    starts[0] = 0
    starts[1:] = ends[:-1] + 1
    lengths = ends - starts + 1
    longest = int(lengths.max())
    if longest > 10:
        raise DamagedFileError("a number is too long")
    values = (raw[starts] & 127).astype(np.uint64)
    for place in range(1, longest):
        more = np.flatnonzero(lengths > place)
        values[more] |= (raw[starts[more] + place] & 127).astype(np.uint64) << np.uint64(7 * place)
    return values


def _zigzag(values: npt.NDArray[np.uint64]) -> Whole:
    signs = (values & np.uint64(1)).view(np.int64)
    return (values >> np.uint64(1)).view(np.int64) ^ -signs


def _unzigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def _exactly(file: io.BufferedReader, length: int) -> bytes:
    data = file.read(length)
    if len(data) != length:
        raise DamagedFileError("the file ends within a block")
    return data


def _bytes(value: Any) -> memoryview:  # noqa: ANN401 - a field's value
    if isinstance(value, int):
        raise DamagedFileError("a number stands where words should")
    return memoryview(value)


def _number(value: Any) -> int:  # noqa: ANN401 - a field's value
    if not isinstance(value, int):
        raise DamagedFileError("words stand where a number should")
    return value


def fields_of(data: memoryview) -> Fields:
    """Yield (number, value) of a protocol buffer's message."""
    place, size = 0, len(data)
    while place < size:
        key, place = _varint(data, place)
        kind = key & 7
        if kind == 0:
            value, place = _varint(data, place)
            yield key >> 3, value
            continue
        if kind == 2:
            length, place = _varint(data, place)
        elif kind in (1, 5):
            length = 8 if kind == 1 else 4
        else:
            raise DamagedFileError("a field of an unknown kind")
        if place + length > size:
            raise DamagedFileError("a field is cut off")
        yield key >> 3, data[place : place + length]
        place += length


def _varint(data: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if place >= len(data) or shift > 63:
            raise DamagedFileError("a number is cut off or too long")
        byte = data[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, place
        shift += 7
