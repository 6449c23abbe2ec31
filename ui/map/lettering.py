"""Letters on the map: fonts, haloes, and who has taken which room so that no two names overlap."""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker

type Box = tuple[float, float, float, float]

_HALO = 0.28
_MOST_GLYPHS = 4_000
_LEVEL = 3.0


class Room:
    """The room that is taken on a picture: rows of bits, so that asking is quick."""

    def __init__(self, field: Box, grain: float) -> None:
        self._left, self._top, right, bottom = field
        self._grain = grain
        self._wide = math.ceil((right - self._left) / grain)
        self._rows = [0] * math.ceil((bottom - self._top) / grain)

    def is_free(self, boxes: list[Box]) -> bool:
        """Tell whether all boxes lie in the field and on nothing else."""
        for box in boxes:
            left, top, right, bottom = self._cells(box)
            if left < 0 or top < 0 or right > self._wide or bottom > len(self._rows):
                return False
            mask = ((1 << (right - left)) - 1) << left
            for row in self._rows[top:bottom]:
                if row & mask:
                    return False
        return True

    def take(self, boxes: list[Box], grown: float = 0.0) -> None:
        """Remember boxes as taken, and so much around them."""
        for a, b, c, d in boxes:
            left, top, right, bottom = self._cells((a - grown, b - grown, c + grown, d + grown))
            left, top = max(0, left), max(0, top)
            right, bottom = min(self._wide, right), min(len(self._rows), bottom)
            if left < right:
                mask = ((1 << (right - left)) - 1) << left
                for row in range(top, bottom):
                    self._rows[row] |= mask

    def _cells(self, box: Box) -> tuple[int, int, int, int]:
        grain, left, top = self._grain, self._left, self._top
        return (
            math.floor((box[0] - left) / grain), math.floor((box[1] - top) / grain),
            math.ceil((box[2] - left) / grain), math.ceil((box[3] - top) / grain),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hand:
    """One way of writing: size in device px, weight, slant, colours (no halo: the map's own)."""

    size: int
    colour: str
    bold: bool = False
    italic: bool = False
    halo: str = ""


class Glyph(NamedTuple):
    """A letter: how far it moves the next, its shape and its halo's."""

    advance: float
    shape: QPainterPath
    halo: QPainterPath


type Face = tuple[str, int, bool, bool]
"""Family, size, weight and slant: all that a letter's shape depends on."""


class Letters:
    """The letters drawn already, for all pictures and threads.

    Drawing the halo of each letter once, not of each name, is what makes names quick.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._cases: dict[Face, dict[str, Glyph]] = {}

    def case(self, face: Face) -> dict[str, Glyph]:
        """Return the letters of a face, to be added to; all are forgotten once it is a lot."""
        with self._turn:
            if sum(map(len, self._cases.values())) > _MOST_GLYPHS:
                self._cases.clear()
            return self._cases.setdefault(face, {})


class Type:
    """A family of letters for one picture: its measures and shapes. For one thread."""

    def __init__(self, family: str, known: Letters) -> None:
        self._family = family
        self._known = known
        self._fonts: dict[Hand, tuple[QFont, QFontMetricsF]] = {}
        self._cases: dict[Hand, dict[str, Glyph]] = {}
        self._shapes: dict[tuple[str, Hand], tuple[QPainterPath, QPainterPath]] = {}

    def font(self, hand: Hand) -> tuple[QFont, QFontMetricsF]:
        """Return the font of a hand and its measures."""
        known = self._fonts.get(hand)
        if known is None:
            font = QFont(self._family)
            font.setPixelSize(max(6, hand.size))
            font.setWeight(QFont.Weight.DemiBold if hand.bold else QFont.Weight.Normal)
            font.setItalic(hand.italic)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            known = self._fonts[hand] = (font, QFontMetricsF(font))
        return known

    def width(self, text: str, hand: Hand) -> float:
        """Return how wide a text runs."""
        case = self._case(hand)
        return sum([(case.get(letter) or self._cut(letter, hand))[0] for letter in text])

    def height(self, hand: Hand) -> float:
        """Return how high a line is, without the room between lines."""
        metrics = self.font(hand)[1]
        return metrics.ascent() * 0.92 + metrics.descent() * 0.9

    def shape(self, text: str, hand: Hand) -> tuple[QPainterPath, QPainterPath]:
        """Return a text and its halo around the point (0, 0)."""
        known = self._shapes.get((text, hand))
        if known is None:
            known = self._shapes[text, hand] = self._set(text, hand)
        return known

    def _set(self, text: str, hand: Hand) -> tuple[QPainterPath, QPainterPath]:
        metrics = self.font(hand)[1]
        case = self._case(hand)
        shape, halo = QPainterPath(), QPainterPath()
        halo.setFillRule(Qt.FillRule.WindingFill)
        x = -self.width(text, hand) / 2
        down = (metrics.ascent() - metrics.descent()) / 2
        for letter in text:
            advance, one, around = case.get(letter) or self._cut(letter, hand)
            shape.addPath(one.translated(x, down))
            halo.addPath(around.translated(x, down))
            x += advance
        return shape, halo

    def _case(self, hand: Hand) -> dict[str, Glyph]:
        known = self._cases.get(hand)
        if known is None:
            face = (self._family, hand.size, hand.bold, hand.italic)
            known = self._cases[hand] = self._known.case(face)
        return known

    def _cut(self, letter: str, hand: Hand) -> Glyph:
        font, metrics = self.font(hand)
        shape = QPainterPath()
        shape.addText(0, 0, font, letter)
        stroker = QPainterPathStroker()
        stroker.setWidth(hand.size * _HALO)
        stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        halo = stroker.createStroke(shape)
        halo.addPath(shape)
        halo.setFillRule(Qt.FillRule.WindingFill)
        made = Glyph(metrics.horizontalAdvance(letter), shape, halo.simplified())
        self._case(hand)[letter] = made
        return made


class Lettering:
    """Writes names with a halo."""

    def __init__(self, painter: QPainter, letters: Type, halo: str) -> None:
        self._painter = painter
        self._type = letters
        self._halo = halo

    def write(self, text: str, hand: Hand, middle: QPointF, *, degrees: float = 0.0) -> None:
        """Write a text around a point, turned clockwise; with a halo to stand off the ground."""
        shape, halo = self._type.shape(text, hand)
        painter = self._painter
        before = painter.transform()
        painter.translate(middle)
        if degrees:
            painter.rotate(degrees)
        painter.fillPath(halo, QColor(hand.halo or self._halo))
        painter.fillPath(shape, QColor(hand.colour))
        painter.setTransform(before)

    def plain(self, text: str, hand: Hand, middle: QPointF) -> None:
        """Write a level text around a point without a halo: on a sign."""
        font, metrics = self._type.font(hand)
        self._painter.setFont(font)
        self._painter.setPen(QColor(hand.colour))
        left = middle.x() - self._type.width(text, hand) / 2
        self._painter.drawText(QPointF(left, middle.y() + metrics.capHeight() / 2), text)


def around(boxes: Sequence[Box]) -> Box:
    """Return the box around boxes."""
    left, top, right, bottom = boxes[0]
    for a, b, c, d in boxes[1:]:
        left, top = min(left, a), min(top, b)
        right, bottom = max(right, c), max(bottom, d)
    return left, top, right, bottom


def box_around(x: float, y: float, wide: float, high: float) -> Box:
    """Return the box of that size around a point."""
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def boxes_along(x: float, y: float, size: tuple[float, float], degrees: float) -> list[Box]:
    """Return small boxes that together cover a turned text of that width and height."""
    wide, high = size
    if abs(degrees) < _LEVEL:
        return [box_around(x, y, wide, high + wide * abs(math.sin(math.radians(degrees))))]
    if abs(degrees) > 90 - _LEVEL:
        off = wide * abs(math.cos(math.radians(degrees)))
        return [box_around(x, y, high + off, wide)]
    count = max(1, math.ceil(wide / max(1.0, high)))
    turn = math.radians(degrees)
    right, down = math.cos(turn) * wide, math.sin(turn) * wide
    boxes: list[Box] = []
    for number in range(count):
        share = (number + 0.5) / count - 0.5
        boxes.append(box_around(x + share * right, y + share * down, high, high))
    return boxes
