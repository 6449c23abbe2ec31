"""Letters on the map: fonts, haloes, and who has taken which room so that no two names overlap."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

type Box = tuple[float, float, float, float]


class Room:
    """The boxes that are taken on one picture."""

    def __init__(self, size: float) -> None:
        self._size = size
        self._taken: list[Box] = []

    def is_free(self, boxes: list[Box]) -> bool:
        """Tell whether all boxes lie on the picture and on nothing else."""
        size = self._size
        for left, top, right, bottom in boxes:
            if left < 1 or top < 1 or right > size - 1 or bottom > size - 1:
                return False
            for a, b, c, d in self._taken:
                if left < c and right > a and top < d and bottom > b:
                    return False
        return True

    def take(self, boxes: list[Box]) -> None:
        """Remember boxes as taken."""
        self._taken.extend(boxes)


@dataclass(frozen=True, slots=True)
class Hand:
    """One way of writing: size in device px, weight, slant, colours (no halo: the map's own)."""

    size: float
    colour: str
    bold: bool = False
    italic: bool = False
    halo: str = ""


class Lettering:
    """Writes names with a halo."""

    def __init__(self, painter: QPainter, family: str, halo: str) -> None:
        self._painter = painter
        self._family = family
        self._halo = QColor(halo)
        self._fonts: dict[Hand, tuple[QFont, QFontMetricsF]] = {}

    def font(self, hand: Hand) -> tuple[QFont, QFontMetricsF]:
        """Return the font of a hand and its measures."""
        known = self._fonts.get(hand)
        if known is None:
            font = QFont(self._family)
            font.setPixelSize(max(6, round(hand.size)))
            font.setWeight(QFont.Weight.DemiBold if hand.bold else QFont.Weight.Normal)
            font.setItalic(hand.italic)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            known = self._fonts[hand] = (font, QFontMetricsF(font))
        return known

    def width(self, text: str, hand: Hand) -> float:
        """Return how wide a text runs."""
        return self.font(hand)[1].horizontalAdvance(text)

    def box(self, text: str, hand: Hand, middle: QPointF) -> QRectF:
        """Return the box of a text around its middle."""
        metrics = self.font(hand)[1]
        wide, high = metrics.horizontalAdvance(text), metrics.height()
        return QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)

    def write(self, text: str, hand: Hand, middle: QPointF, *, degrees: float = 0.0) -> None:
        """Write a text around a point, turned clockwise; with a halo to stand off the ground."""
        font, metrics = self.font(hand)
        path = QPainterPath()
        left = -metrics.horizontalAdvance(text) / 2
        path.addText(left, (metrics.ascent() - metrics.descent()) / 2, font, text)
        painter = self._painter
        painter.save()
        painter.translate(middle)
        if degrees:
            painter.rotate(degrees)
        pen = QPen(QColor(hand.halo) if hand.halo else self._halo, hand.size * 0.3)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
        painter.fillPath(path, QColor(hand.colour))
        painter.restore()


def as_box(rect: QRectF, grown: float = 0.0) -> Box:
    """Return a rectangle as plain numbers, larger on each side by `grown`."""
    return (
        rect.left() - grown, rect.top() - grown, rect.right() + grown, rect.bottom() + grown,
    )  # fmt: skip


def boxes_along(middle: QPointF, wide: float, high: float, degrees: float) -> list[Box]:
    """Return small boxes that together cover a turned text."""
    count = max(1, math.ceil(wide / max(1.0, high)))
    turn = math.radians(degrees)
    half = high / 2
    boxes: list[Box] = []
    for number in range(count):
        at = (number + 0.5) / count * wide - wide / 2
        x, y = middle.x() + at * math.cos(turn), middle.y() + at * math.sin(turn)
        boxes.append((x - half, y - half, x + half, y + half))
    return boxes
