"""Pure: what a picture of a place must be like; leaves nothing in it but the picture.

A camera writes where, when and with what it was taken into the file. None of that is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nemt_desk.ground.entry import Checker
from nemt_desk.places.rows import PhotoEntry

MOST_BYTES = 300_000
MOST_SIDE = 2000
"""Pixels; drivers see it two inches wide."""
_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_DRAWABLE = frozenset({0xC0, 0xC1, 0xC2})
_CODED = frozenset({0x00, 0xFF, *range(0xD0, 0xD8)})
_EXIF = 0xE1
# JFIF and Adobe's colour note are needed to draw it; every other APPn and comment only tells.
_TELLING = frozenset({*range(0xE1, 0xF0), 0xFE}) - {0xEE}
_COLOURS = frozenset({1, 3})
_ORIENTATION = 0x0112
_UPRIGHT = 1
_NO_PICTURE = "This is no JPEG picture, or it is damaged. Choose another file."
_TURNED = (
    "The camera only noted that this picture must be turned. Save it upright first, or choose it"
    " on the Places page, which turns it."
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG that holds nothing but its picture; pixels."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Segment:
    marker: int
    begin: int
    end: int
    body: bytes


def picture(entry: PhotoEntry, today: date) -> Picture:
    """Return the picture without what the camera told.

    Raises:
        InputError: it is no JPEG, too large, lies on its side, or is from the future.
    """
    check = Checker()
    check.line("caption", entry.caption)
    if entry.taken_on is not None and entry.taken_on > today:
        check.say("taken_on", "This day is still to come.")
    found = _read(check, entry.jpeg)
    check.raise_if_any()
    return found


def _read(check: Checker, jpeg: bytes) -> Picture:
    nothing = Picture(b"", 0, 0)
    if len(jpeg) > MOST_BYTES:
        check.say(
            "photo", f"The picture has {len(jpeg) // 1000} KB; {MOST_BYTES // 1000} KB is the most."
        )
        return nothing
    try:
        return _bare(check, jpeg, list(_segments(jpeg)))
    except (IndexError, ValueError):
        check.say("photo", _NO_PICTURE)
        return nothing


def _bare(check: Checker, jpeg: bytes, segments: list[_Segment]) -> Picture:
    kept = bytearray(jpeg[:2])
    width = height = 0
    for segment in segments:
        if segment.marker in _FRAMES:
            width, height = _size(check, segment)
        if segment.marker == _EXIF and _orientation(segment.body) not in {0, _UPRIGHT}:
            check.say("photo", _TURNED)
        if segment.marker not in _TELLING:
            kept += jpeg[segment.begin : segment.end]
    if not (width and height):
        raise ValueError("no frame")
    if max(width, height) > MOST_SIDE:
        check.say("photo", f"The picture is {width} by {height}; {MOST_SIDE} pixels is the most.")
    return Picture(bytes(kept), width, height)


def _size(check: Checker, frame: _Segment) -> tuple[int, int]:
    height = int.from_bytes(frame.body[1:3])
    width = int.from_bytes(frame.body[3:5])
    if frame.marker not in _DRAWABLE or frame.body[0] != 8 or frame.body[5] not in _COLOURS:
        check.say("photo", "This kind of JPEG (for print shops) can't be kept. Save it as usual.")
    return width, height


def _segments(jpeg: bytes) -> Iterator[_Segment]:
    """Return the parts of the file up to the end of the picture, a scan with what it codes.

    Raises:
        ValueError: it is no JPEG, or ends too early.
    """
    if jpeg[:2] != bytes((0xFF, _START)):
        raise ValueError("no JPEG")
    at = 2
    while True:
        begin = at
        if jpeg[at] != 0xFF:
            raise ValueError("no marker")
        while jpeg[at] == 0xFF:
            at += 1
        marker = jpeg[at]
        at += 1
        if marker == _END:
            # Whatever stands behind the picture (a film, a second picture) is left off.
            yield _Segment(marker, begin, at, b"")
            return
        if marker in _ALONE:
            continue
        length = int.from_bytes(jpeg[at : at + 2])
        if length < 2 or at + length > len(jpeg):
            raise ValueError("cut off")
        body = jpeg[at + 2 : at + length]
        at += length
        if marker == _SCAN:
            at = _behind_scan(jpeg, at)
        yield _Segment(marker, begin, at, body)


def _behind_scan(jpeg: bytes, at: int) -> int:
    """Return where the coded picture ends: at the next marker that is not part of it."""
    while True:
        at = jpeg.index(b"\xff", at)
        if jpeg[at + 1] not in _CODED:
            return at
        at += 2


def _orientation(body: bytes) -> int:
    """Return which way up EXIF says the picture is; 0 where it does not say."""
    if body[:6] != b"Exif\0\0":
        return 0
    tiff = body[6:]
    is_little = tiff[:2] == b"II"

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if is_little else "big")

    first = number(4, 4)
    for item in range(min(number(first, 2), 200)):
        at = first + 2 + item * 12
        if number(at, 2) == _ORIENTATION:
            return number(at + 8, 2)
    return 0
