"""Highway signs: which shape each sort is drawn in, so that colour never speaks alone."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath


def outline(kind: str, box: QRectF) -> QPainterPath:
    """Return the shape of a sign around its text's box."""
    path = QPainterPath()
    match kind:
        case "interstate":
            _crest(path, box, dip=0.0)
        case "us":
            _crest(path, box, dip=0.16)
        case "county":
            _house(path, box)
        case "state":
            path.addEllipse(box.adjusted(-box.width() * 0.06, 0, box.width() * 0.06, 0))
        case _:
            path.addRoundedRect(box, box.height() * 0.2, box.height() * 0.2)
    return path


def _crest(path: QPainterPath, box: QRectF, dip: float) -> None:
    """Draw a crest: flat or dented on top, round sides that meet in a point below."""
    left, right, top = box.left(), box.right(), box.top()
    middle, high = box.center().x(), box.height()
    path.moveTo(left, top + high * 0.08)
    path.quadTo(QPointF(left + box.width() * 0.25, top + high * dip), QPointF(middle, top))
    path.quadTo(
        QPointF(right - box.width() * 0.25, top + high * dip), QPointF(right, top + high * 0.08)
    )
    path.cubicTo(QPointF(right + box.width() * 0.08, top + high * 0.6),
                 QPointF(right - box.width() * 0.1, top + high * 0.95),
                 QPointF(middle, box.bottom() + high * 0.06))  # fmt: skip
    path.cubicTo(QPointF(left + box.width() * 0.1, top + high * 0.95),
                 QPointF(left - box.width() * 0.08, top + high * 0.6),
                 QPointF(left, top + high * 0.08))  # fmt: skip
    path.closeSubpath()


def _house(path: QPainterPath, box: QRectF) -> None:
    """Draw the county pentagon: point upwards, narrowing to the foot."""
    top, bottom, wide = box.top(), box.bottom(), box.width()
    path.moveTo(box.center().x(), top - box.height() * 0.12)
    path.lineTo(box.right(), top + box.height() * 0.24)
    path.lineTo(box.right() - wide * 0.1, bottom)
    path.lineTo(box.left() + wide * 0.1, bottom)
    path.lineTo(box.left(), top + box.height() * 0.24)
    path.closeSubpath()
