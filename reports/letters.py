"""Letters on paper: which font has them, how wide they are, where lines break.

The one place where typed text becomes printable text (`plain`). Fonts come from the package
pymupdf-fonts (SIL Open Font License) and are embedded as subsets. Knows nothing of pages.
"""

import functools
import io
import re
import threading
import unicodedata
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from itertools import groupby
from typing import Final

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

type Run = tuple[str, str]
"""A font's name and the letters set in it."""


class Face(Enum):
    """How letters look; each names the fonts tried in turn for a letter."""

    REGULAR = ("NotoSans_Regular", "FiraGO_Regular")
    BOLD = ("NotoSans_Bold", "FiraGO_Bold")
    CODE = ("CascadiaMono_Bold", "NotoSans_Bold", "FiraGO_Bold")


_PER_EM: Final = 1000
_INVISIBLE: Final = frozenset(["Cc", "Cs", "Co", "Cn", "Zl", "Zp"])
_ORDER_MARKS: Final = dict.fromkeys(
    (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
)
_UNSEEN: Final = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF, 0xAD, *range(0xFE00, 0xFE10)))
_fonts: Final[dict[str, TTFont]] = {}
_unpacking: Final = threading.Lock()
_RIGHT_TO_LEFT: Final = frozenset(("R", "AL"))
_NEITHER: Final = frozenset(("WS", "ON", "CS", "ES", "NSM"))
_BACKWARDS: Final = re.compile(r"<(?:\.*<)*")


def _font(name: str) -> TTFont:
    """Return a font, unpacked and registered on first use: 12 to 20 ms each."""
    font = _fonts.get(name)
    if font is None:
        with _unpacking:  # two jobs printing at once must not hold two fonts of one name
            font = _fonts.get(name) or _unpacked(name)
    return font


def _unpacked(name: str) -> TTFont:
    data: bytes = import_module(f"pymupdf_fonts.{name}").fontbuffer
    # ASCII letters stand together in the first subset: fewer font changes on the page.
    font = TTFont(name, io.BytesIO(data), asciiReadable=True)
    registerFont(font)
    _fonts[name] = font
    return font


@functools.cache
def _home(char: str, face: Face) -> str:
    """Return the first of the face's fonts that has `char`, or nothing."""
    return next((name for name in face.value if ord(char) in _font(name).face.charToGlyph), "")


def _visible(char: str, face: Face) -> str:
    if unicodedata.category(char) in _INVISIBLE or not _home(char, face):
        return f"[U+{ord(char):04X}]"
    return char


def plain(text: str, face: Face = Face.REGULAR) -> str:
    """Return `text` as it can be printed: as typed; a letter no font has shows its code point.

    Tabs and line ends inside a line become blanks, accents join their letters, marks that only
    steer joining or direction are left out.
    """
    if text.isascii() and text.isprintable():
        return text
    text = " ".join(text.replace("\t", " ").replace("\r\n", "\n").split("\n"))
    text = unicodedata.normalize("NFC", text).translate(_ORDER_MARKS).translate(_UNSEEN)
    return "".join(_visible(char, face) for char in text)


def _flipped(text: str) -> str:
    """Turn stretches of right-to-left words round: PDF sets everything left to right."""
    sides = "".join(map(_side, text))
    for stretch in reversed(list(_BACKWARDS.finditer(sides))):
        start, end = stretch.span()
        text = text[:start] + text[start:end][::-1] + text[end:]
    return text


def _side(char: str) -> str:
    """Return `<` for a right-to-left letter, `.` for a blank or a sign, `>` for the rest."""
    kind = unicodedata.bidirectional(char)
    if kind in _RIGHT_TO_LEFT:
        return "<"
    return "." if kind in _NEITHER else ">"


@functools.lru_cache(maxsize=50_000)
def runs(text: str, face: Face) -> tuple[Run, ...]:
    """Return printable `text` cut into stretches of one font each."""
    first = face.value[0]
    if text.isascii():
        return ((first, text),) if text else ()
    parts = groupby(_flipped(text), lambda char: _home(char, face) or first)
    return tuple((name, "".join(chars)) for name, chars in parts)


class _Widths(dict[str, float]):
    """Advance widths of one font's letters, in thousandths of its size."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._metrics = _font(name).face

    def __missing__(self, char: str) -> float:
        metrics = self._metrics
        advance: float = metrics.charWidths.get(ord(char), metrics.defaultWidth)
        self[char] = advance
        return advance


@functools.cache
def _widths(name: str) -> _Widths:
    return _Widths(name)


@functools.lru_cache(maxsize=50_000)
def _em_width(text: str, face: Face) -> float:
    return sum(
        (sum(map(_widths(name).__getitem__, piece)) for name, piece in runs(text, face)), 0.0
    )


def width(text: str, size: float, face: Face = Face.REGULAR) -> float:
    """Return how wide printable `text` stands, in points."""
    return _em_width(text, face) * size / _PER_EM


def _cut(word: str, room: float, face: Face) -> Iterator[str]:
    """Cut a word wider than `room` (in thousandths of its size) into pieces that fit.

    Behind a hyphen if there is one, else where the room ends.
    """
    while _em_width(word, face) > room and len(word) > 1:
        fits = 1
        while _em_width(word[: fits + 1], face) <= room:
            fits += 1
        fits = word.rfind("-", 1, fits) + 1 or fits
        yield word[:fits]
        word = word[fits:]
    yield word


def wrap(text: str, room: float, size: float, face: Face = Face.REGULAR) -> tuple[str, ...]:
    """Break `text` into printable lines no wider than `room` points; typed line ends hold."""
    return _wrapped(text, room * _PER_EM / size, face)


@functools.lru_cache(maxsize=20_000)
def _wrapped(text: str, room: float, face: Face) -> tuple[str, ...]:
    lines: list[str] = []
    for typed in text.splitlines():
        printable = plain(typed, face).rstrip()
        if _em_width(printable, face) <= room:
            lines.append(printable)
        else:
            lines.extend(_broken(printable, room, face))
    return tuple(lines)


def _broken(text: str, room: float, face: Face) -> Iterator[str]:
    blank = _em_width(" ", face)
    line, used = "", 0.0
    for word in text.split(" "):
        needed = _em_width(word, face)
        if line and used + blank + needed <= room:
            line, used = f"{line} {word}", used + blank + needed
            continue
        if line:
            yield line
        *full, line = _cut(word, room, face) if needed > room else (word,)
        yield from full
        used = _em_width(line, face)
    yield line


def first_font() -> str:
    """Return the name of the font a page begins with, ready to use."""
    name = Face.REGULAR.value[0]
    _font(name)
    return name


class Ink:
    """Turns printable text into the PDF operators that show it, for one file."""

    def __init__(self, canvas: Canvas) -> None:
        # Which letters of a font the file needs is kept by reportlab per file; there is no
        # public way to that key.
        self._file = canvas._doc  # type: ignore[attr-defined]  # noqa: SLF001
        self._known: dict[tuple[str, float, Face], str] = {}

    def shown(self, words: str, size: float, face: Face) -> str:
        """Return the operators; text goes in as hexadecimal, so nothing in it can be code."""
        key = (words, size, face)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = " ".join(self._pieces(words, size, face))
        return known

    def _pieces(self, words: str, size: float, face: Face) -> Iterator[str]:
        for name, letters in runs(words, face):
            font = _font(name)
            for subset, codes in font.splitString(letters, self._file):
                resource = font.getSubsetInternalName(subset, self._file)
                yield f"{resource} {size:g} Tf <{codes.hex()}> Tj"
