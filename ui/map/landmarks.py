"""Small marks for landmarks, drawn to be told apart by shape alone, also on a grey print."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

_THIN, _THICK = 0.12, 0.2


def paint_mark(painter: QPainter, mark: str, box: QRectF, *, ink: str, paper: str) -> None:
    """Draw the mark of a landmark into a box."""
    solid, lines = _MARKS.get(mark, _dot)()
    before = painter.transform()
    painter.translate(box.topLeft())
    painter.scale(box.width(), box.height())
    halo = QPen(QColor(paper), 2 * _THIN)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(solid, halo)
    painter.fillPath(solid, QColor(ink))
    if not lines.isEmpty():
        painter.strokePath(lines, _pen(paper, _THICK if mark in _BOLD else _THIN))
    painter.setTransform(before)


def _pen(colour: str, wide: float) -> QPen:
    pen = QPen(QColor(colour), wide)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


type Parts = tuple[QPainterPath, QPainterPath]
"""What is filled, and the lines left open in it."""


def _lines(*lines: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath()
    for (x, y), *rest in lines:
        path.moveTo(x, y)
        for right, down in rest:
            path.lineTo(right, down)
    return path


def _shape(*points: tuple[float, float]) -> QPainterPath:
    path = _lines(points)
    path.closeSubpath()
    return path


def _square() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, 1, 1), 0.16, 0.16)
    return path


def _disc(radius: float = 0.5) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(0.5, 0.5), radius, radius)
    return path


def _hospital() -> Parts:
    return _square(), _lines(((0.3, 0.18), (0.3, 0.82)), ((0.7, 0.18), (0.7, 0.82)),
                             ((0.3, 0.5), (0.7, 0.5)))  # fmt: skip


def _clinic() -> Parts:
    return _disc(), _lines(((0.5, 0.2), (0.5, 0.8)), ((0.2, 0.5), (0.8, 0.5)))


def _pharmacy() -> Parts:
    bowl = _shape((0.05, 0.42), (0.95, 0.42), (0.8, 0.78), (0.62, 0.86), (0.62, 1), (0.38, 1),
                  (0.38, 0.86), (0.2, 0.78))  # fmt: skip
    bowl.addPath(_shape((0.58, 0.36), (0.84, 0), (0.98, 0.1), (0.74, 0.36)))
    return bowl, QPainterPath()


def _home() -> Parts:
    return _shape((0.5, 0), (1, 0.48), (0.86, 0.48), (0.86, 1), (0.14, 1), (0.14, 0.48), (0, 0.48)
                  ), _lines(((0.5, 0.42), (0.5, 0.86)), ((0.28, 0.64), (0.72, 0.64)))  # fmt: skip


def _school() -> Parts:
    flag = _shape((0.46, 0), (0.86, 0.14), (0.54, 0.28), (0.54, 0.44), (1, 0.62), (1, 1), (0, 1),
                  (0, 0.62), (0.46, 0.44))  # fmt: skip
    return flag, _lines(((0.5, 0.7), (0.5, 1)))


def _church() -> Parts:
    cross = _shape((0.4, 0), (0.6, 0), (0.6, 0.24), (0.86, 0.24), (0.86, 0.43), (0.6, 0.43),
                   (0.6, 1), (0.4, 1), (0.4, 0.43), (0.14, 0.43), (0.14, 0.24),
                   (0.4, 0.24))  # fmt: skip
    return cross, QPainterPath()


def _cemetery() -> Parts:
    stone = QPainterPath()
    stone.moveTo(0.14, 1)
    stone.lineTo(0.14, 0.4)
    stone.arcTo(QRectF(0.14, 0, 0.72, 0.8), 180, -180)
    stone.lineTo(0.86, 1)
    stone.closeSubpath()
    return stone, _lines(((0.5, 0.2), (0.5, 0.8)), ((0.3, 0.4), (0.7, 0.4)))


def _courthouse() -> Parts:
    hall = _shape((0.5, 0), (1, 0.34), (1, 0.42), (0.92, 0.42), (0.92, 0.84), (1, 0.84), (1, 1),
                  (0, 1), (0, 0.84), (0.08, 0.84), (0.08, 0.42), (0, 0.42), (0, 0.34))  # fmt: skip
    return hall, _lines(((0.32, 0.46), (0.32, 0.82)), ((0.5, 0.46), (0.5, 0.82)),
                        ((0.68, 0.46), (0.68, 0.82)))  # fmt: skip


def _airport() -> Parts:
    plane = _shape((0.5, 0), (0.58, 0.1), (0.58, 0.36), (1, 0.62), (1, 0.74), (0.58, 0.6),
                   (0.56, 0.84), (0.7, 0.94), (0.7, 1), (0.5, 0.95), (0.3, 1), (0.3, 0.94),
                   (0.44, 0.84), (0.42, 0.6), (0, 0.74), (0, 0.62), (0.42, 0.36),
                   (0.42, 0.1))  # fmt: skip
    return plane, QPainterPath()


def _library() -> Parts:
    return _shape((0, 0.14), (0.4, 0.14), (0.5, 0.24), (0.6, 0.14), (1, 0.14), (1, 0.84),
                  (0.6, 0.84), (0.5, 0.94), (0.4, 0.84), (0, 0.84)
                  ), _lines(((0.5, 0.26), (0.5, 0.9)))  # fmt: skip


def _fire() -> Parts:
    flame = QPainterPath(QPointF(0.5, 0))
    flame.cubicTo(QPointF(0.5, 0.34), QPointF(0.94, 0.4), QPointF(0.88, 0.72))
    flame.cubicTo(QPointF(0.84, 1.06), QPointF(0.16, 1.06), QPointF(0.12, 0.72))
    flame.cubicTo(QPointF(0.1, 0.5), QPointF(0.3, 0.44), QPointF(0.5, 0))
    return flame, QPainterPath()


def _police() -> Parts:
    return _shape((0.5, 0), (0.94, 0.16), (0.9, 0.6), (0.5, 1), (0.1, 0.6), (0.06, 0.16)
                  ), _lines(((0.3, 0.46), (0.46, 0.64), (0.72, 0.3)))  # fmt: skip


def _post() -> Parts:
    return _shape((0, 0.16), (1, 0.16), (1, 0.84), (0, 0.84)), _lines(
        ((0.04, 0.22), (0.5, 0.56), (0.96, 0.22))
    )


def _station() -> Parts:
    return _disc(0.48), _disc(0.2)


def _dot() -> Parts:
    return _disc(), QPainterPath()


_BOLD = frozenset({"hospital", "clinic"})
_MARKS: dict[str, Callable[[], Parts]] = {
    "hospital": _hospital, "clinic": _clinic, "pharmacy": _pharmacy, "home": _home,
    "school": _school, "church": _church, "cemetery": _cemetery, "courthouse": _courthouse,
    "airport": _airport, "library": _library, "fire": _fire, "police": _police, "post": _post,
    "station": _station, "town": _station, "dot": _dot,
}  # fmt: skip
