"""Highway signs: what a road's reference says, and which shape it is drawn in.

Shape and words differ by kind of road, so that colour never speaks alone.
"""

import re
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

# Two letters of a state before its highways' numbers, and what some states write in their place.
_STATE_WORDS = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM"
    " NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC SR SH STH TH M K"
)
_STATES = frozenset(_STATE_WORDS.split())
_COUNTY = frozenset({"CR", "CSAH", "CH", "CO", "COUNTY", "T", "CTH"})
_REFERENCE = re.compile(r"^(?P<head>[A-Za-z]+)[ -]?(?P<number>\d+[A-Za-z]?)\b")
_NAMED = (
    (re.compile(r"^(?:Interstate|I)[ -](?:Hwy )?(\d+)", re.IGNORECASE), "I"),
    (re.compile(r"^US (?:Hwy|Highway|Rte|Route) (\d+)", re.IGNORECASE), "US"),
    (re.compile(r"^State (?:Hwy|Highway|Rte|Route|Rd|Road) (\d+)", re.IGNORECASE), "SR"),
    (re.compile(r"^(?:Co|County) (?:Hwy|Highway|Rte|Rd|Road) (\d+)", re.IGNORECASE), "CR"),
)


@dataclass(frozen=True, slots=True)
class Shield:
    """A sign: `kind` chooses its shape, `text` stands on it."""

    kind: str
    text: str


def shield(ref: str, name: str = "") -> Shield | None:
    """Return the sign of a road by its reference, else by a name like `US Hwy 17`."""
    first = ref.partition(";")[0].strip() or _named(name)
    hit = _REFERENCE.match(first)
    if hit is None:
        return Shield("other", first) if first and len(first) <= 6 else None
    head, number = hit["head"].upper(), hit["number"]
    if head == "I":
        return Shield("interstate", number)
    if head == "US":
        return Shield("us", number)
    if head in _COUNTY:
        return Shield("county", number)
    if head in _STATES:
        return Shield("state", number)
    return Shield("other", f"{head} {number}")


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


def _named(name: str) -> str:
    for pattern, head in _NAMED:
        hit = pattern.match(name)
        if hit is not None:
            return f"{head} {hit[1]}"
    return ""


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
