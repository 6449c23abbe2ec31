"""Writes what `layout` has placed: names, signs, landmarks' marks, one-way arrows."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from nemt_desk.geo.picture.display import SpotKind as Kind
from ui.map.colours import Inks
from ui.map.label import Label
from ui.map.landmarks import paint_mark
from ui.map.layout import mark_size
from ui.map.lettering import Lettering, Type
from ui.map.projection import Plane
from ui.map.shields import outline

_ARROW = ((-0.5, 0.0), (0.14, 0.0)), ((0.5, 0.0), (0.02, -0.3), (0.02, 0.3))


class Scribe:
    """One writing of a picture's labels."""

    def __init__(self, painter: QPainter, plane: Plane, inks: Inks, letters: Type) -> None:
        self._painter = painter
        self._inks = inks
        self._letters = letters
        self._ratio = plane.ratio
        self._left, self._top = plane.left * plane.scale, plane.top * plane.scale
        self._lettering = Lettering(painter, letters, inks.halo)

    def write(self, labels: Iterable[Label]) -> None:
        """Write them in their order."""
        for label in labels:
            at = QPointF(label.x - self._left, label.y - self._top)
            if label.kind is Kind.SIGN:
                self._sign(label, at)
            elif label.kind is Kind.ARROW:
                self._arrow(label, at)
            else:
                self._name(label, at)

    def _name(self, label: Label, at: QPointF) -> None:
        if label.mark and label.mark_at != (0.0, 0.0):
            self._mark(label)
        high = self._letters.height(label.hand)
        down = -(len(label.lines) - 1) / 2 * high
        for line in label.lines:
            self._lettering.write(line, label.hand, at + QPointF(0, down), degrees=label.degrees)
            down += high

    def _mark(self, label: Label) -> None:
        x, y = label.mark_at[0] - self._left, label.mark_at[1] - self._top
        size = label.hand.size * (
            0.5 if label.mark == "town" else mark_size(label.mark, label.kind)
        )
        box = QRectF(x - size / 2, y - size / 2, size, size)
        paint_mark(self._painter, label.mark, box, ink=label.hand.colour, paper=self._inks.halo)

    def _sign(self, label: Label, at: QPointF) -> None:
        fill, edge, _colour = self._inks.shields[label.mark]
        wide, high = label.box[2] - label.box[0], label.box[3] - label.box[1]
        box = QRectF(at.x() - wide / 2, at.y() - high / 2, wide, high)
        self._painter.setPen(QPen(QColor(edge), 1.2 * self._ratio))
        self._painter.setBrush(QColor(fill))
        self._painter.drawPath(outline(label.mark, box))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._lettering.plain(label.lines[0], label.hand, at)

    def _arrow(self, label: Label, at: QPointF) -> None:
        painter, size = self._painter, label.box[2] - label.box[0]
        shaft, head = _ARROW
        before = painter.transform()
        painter.translate(at)
        painter.rotate(label.degrees + (180 if label.mark == "back" else 0))
        painter.scale(size, size)
        painter.setPen(QPen(QColor(self._inks.quiet_text), 0.13))
        painter.drawLine(QPointF(*shaft[0]), QPointF(*shaft[1]))
        tip = QPainterPath(QPointF(*head[0]))
        for point in head[1:]:
            tip.lineTo(QPointF(*point))
        painter.fillPath(tip, QColor(self._inks.quiet_text))
        painter.setTransform(before)
