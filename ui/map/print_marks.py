"""Runs, stops and places drawn on a printed map: told apart by number and dashes, not by colour."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from nemt_desk.geo.shapes import LatLon
from ui.map.projection import Plane

_LINE_PX = 3.4
_CASE_PX = 6.4
# Runs on the same road lie beside each other, as on the screen.
_LANES = 5
_LANE_PX = 3.8
_LANE_SLOPE = -0.6
_RIDE_PX = 1.8
_ARROW = ((0.0, 0.0), (-11.0, -5.5), (-8.0, 0.0), (-11.0, 5.5))
_MARK_PX = 15.0
_CROSS_APART_PX = 16.0
_NUMBER_APART_PX = 260.0
_INK, _PAPER = QColor("#000000"), QColor("#FFFFFF")
_ROUND = Qt.PenJoinStyle.RoundJoin


class MarkKind(StrEnum):
    """What a mark stands for; each has its own shape."""

    STOP = "stop"
    PLACE = "place"
    HOME = "home"
    DRIVER = "driver"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PrintMark:
    """A mark: `sign` (up to three letters) stands in it, `label` in the list beside the map."""

    at: LatLon
    kind: MarkKind = MarkKind.STOP
    sign: str = ""
    label: str = ""
    route: str = ""


@dataclass(frozen=True, slots=True)
class PrintRoute:
    """A run's way: its number stands on the line and in the legend with `label`."""

    line: tuple[LatLon, ...]
    number: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Dash:
    """How a run's line is drawn: lengths in widths of the line, and how dark."""

    dashes: tuple[float, ...]
    grey: float


# Told apart on a photocopy by dashes; two greys only double how many there are.
_PATTERNS = ((), (4.0, 1.6), (1.2, 1.2), (5.0, 1.4, 1.0, 1.4), (2.4, 1.2), (8.0, 1.6),
             (5.0, 1.4, 1.0, 1.4, 1.0, 1.4), (2.5, 2.5))  # fmt: skip
_GREYS = (0.0, 0.42)
RIDE_DASH = Dash((1.0, 2.0), 0.0)
# In a box of 1, downward.
_CORNERS = {
    MarkKind.PLACE: ((0, 0), (1, 0), (1, 1), (0, 1)),
    MarkKind.HOME: ((0.5, -0.3), (1.08, 0.25), (1, 0.25), (1, 1), (0, 1), (0, 0.25), (-0.08, 0.25)),
    MarkKind.DRIVER: ((0.5, -0.45), (1.3, 1.05), (-0.3, 1.05)),
    MarkKind.CLOSED: ((0.5, -0.2), (1.2, 0.5), (0.5, 1.2), (-0.2, 0.5)),
}


def corners_of(kind: MarkKind) -> tuple[tuple[float, float], ...]:
    """Return the corners of a mark's shape in a box of 1, downward; a stop's is round: none."""
    return _CORNERS.get(kind, ())


def dash_of(place: int) -> Dash:
    """Return the line of the run at that place among those printed."""
    pattern = _PATTERNS[place % len(_PATTERNS)]
    return Dash(pattern, _GREYS[place // len(_PATTERNS) % len(_GREYS)])


class MarkPainter:
    """Draws runs and marks on one picture."""

    def __init__(self, painter: QPainter, plane: Plane, family: str) -> None:
        self._painter = painter
        self._plane = plane
        self._px = plane.ratio
        self._font = QFont(family)
        self._font.setPixelSize(round(10 * self._px))
        self._font.setWeight(QFont.Weight.Bold)

    def routes(self, routes: Sequence[PrintRoute]) -> None:
        """Draw the runs' ways, then their numbers over all of them if there are several."""
        lines = [
            QPolygonF(self._plane.points(route.line)).translated(self._lane(place, len(routes)))
            for place, route in enumerate(routes)
        ]
        # All the cases first: no run's case wipes out another run.
        case = QPen(_PAPER, _CASE_PX * self._px)
        case.setJoinStyle(_ROUND)
        self._painter.setPen(case)
        for line in lines:
            self._painter.drawPolyline(line)
        for place, line in enumerate(lines):
            dash = dash_of(place)
            pen = QPen(QColor.fromRgbF(dash.grey, dash.grey, dash.grey), _LINE_PX * self._px)
            pen.setJoinStyle(_ROUND)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if dash.dashes:
                pen.setDashPattern(dash.dashes)
            self._painter.setPen(pen)
            self._painter.drawPolyline(line)
        if len(routes) == 1:
            return
        taken: list[QPointF] = []
        for route, line in zip(routes, lines, strict=True):
            for at in self._number_spots(line, taken):
                taken.append(at)
                self._tag(route.number, at)

    def _lane(self, place: int, count: int) -> QPointF:
        lanes = min(count, _LANES)
        by = (place % lanes - (lanes - 1) / 2) * _LANE_PX * self._px
        return QPointF(by, _LANE_SLOPE * by)

    def rides(self, lines: Sequence[tuple[LatLon, ...]]) -> None:
        """Draw rides nobody drives yet: a dotted line, an arrow at its end."""
        pen = QPen(_INK, _RIDE_PX * self._px)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(RIDE_DASH.dashes)
        for line in lines:
            points = self._plane.points(line)
            for one in (QPen(_PAPER, 2.4 * _RIDE_PX * self._px), pen):
                self._painter.setPen(one)
                self._painter.drawPolyline(QPolygonF(points))
            # Before the end: there is a home's or a place's mark.
            long = _length(points)
            tip = next(_walked(points, max(long - _MARK_PX * self._px, long / 2)), points[-1])
            if len(points) > 1:
                self._arrow(tip, points[-1] - points[-2])

    def _arrow(self, tip: QPointF, way: QPointF) -> None:
        turn = math.degrees(math.atan2(way.y(), way.x()))
        self._painter.save()
        self._painter.translate(tip)
        self._painter.rotate(turn)
        self._painter.setPen(QPen(_PAPER, self._px))
        self._painter.setBrush(_INK)
        self._painter.drawPolygon(QPolygonF([QPointF(x, y) * self._px for x, y in _ARROW]))
        self._painter.restore()

    def closed(self, lines: Sequence[tuple[LatLon, ...]]) -> None:
        """Draw closed roads: a line of crosses."""
        pen = QPen(_INK, 2 * self._px)
        half = 4 * self._px
        for line in lines:
            points = self._plane.points(line)
            spots = list(_walked(points, _CROSS_APART_PX * self._px)) or points[:1]
            for colour, wide in ((_PAPER, 5.0), (_INK, 2.0)):
                pen.setColor(colour)
                pen.setWidthF(wide * self._px)
                self._painter.setPen(pen)
                for at in spots:
                    for down in (half, -half):
                        self._painter.drawLine(at + QPointF(-half, -down), at + QPointF(half, down))

    def marks(self, marks: Sequence[PrintMark]) -> None:
        """Draw the marks; those at one spot share one with all their signs."""
        for mark, at in self._merged(marks):
            self._mark(mark, at)

    def _merged(self, marks: Sequence[PrintMark]) -> list[tuple[PrintMark, QPointF]]:
        found: list[tuple[PrintMark, QPointF]] = []
        near = _MARK_PX * 0.7 * self._px
        for mark, at in zip(marks, self._plane.points([m.at for m in marks]), strict=True):
            for place, (other, there) in enumerate(found):
                off = at - there
                if other.kind is mark.kind and math.hypot(off.x(), off.y()) < near:
                    both = "·".join(s for s in (other.sign, mark.sign) if s)
                    found[place] = (replace(other, sign=both), there)
                    break
            else:
                found.append((mark, at))
        return found

    def _mark(self, mark: PrintMark, at: QPointF) -> None:
        wide = QFontMetricsF(self._font).horizontalAdvance(mark.sign) + 7 * self._px
        high = _MARK_PX * self._px
        box = QRectF(0, 0, max(high, wide), high)
        box.moveCenter(at)
        is_solid = mark.kind is MarkKind.STOP
        self._painter.setPen(QPen(_PAPER if is_solid else _INK, 1.4 * self._px))
        self._painter.setBrush(_INK if is_solid else _PAPER)
        self._painter.drawPath(_outline(mark.kind, box))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._word(mark.sign, at, _PAPER if is_solid else _INK)

    def _tag(self, number: str, at: QPointF) -> None:
        wide = QFontMetricsF(self._font).horizontalAdvance(number) + 8 * self._px
        box = QRectF(0, 0, max(wide, 13 * self._px), 13 * self._px)
        box.moveCenter(at)
        self._painter.setPen(QPen(_INK, 1.2 * self._px))
        self._painter.setBrush(_PAPER)
        self._painter.drawRoundedRect(box, 3 * self._px, 3 * self._px)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._word(number, at, _INK)

    def _word(self, text: str, at: QPointF, colour: QColor) -> None:
        metrics = QFontMetricsF(self._font)
        self._painter.setFont(self._font)
        self._painter.setPen(colour)
        left = at.x() - metrics.horizontalAdvance(text) / 2
        self._painter.drawText(QPointF(left, at.y() + metrics.capHeight() / 2), text)

    def _number_spots(self, line: QPolygonF, taken: list[QPointF]) -> Iterator[QPointF]:
        apart = _NUMBER_APART_PX * self._px
        points = [line.at(place) for place in range(line.count())]
        whole = _length(points)
        count = max(1, round(whole / apart))
        for spot in _walked(points, whole / (count + 1)) if whole else ():
            least = 18 * self._px
            if all(abs(spot.x() - t.x()) + abs(spot.y() - t.y()) > least for t in taken):
                yield spot


def _outline(kind: MarkKind, box: QRectF) -> QPainterPath:
    path = QPainterPath()
    corners = corners_of(kind)
    if corners:
        _corners(path, box, corners)
    else:
        path.addRoundedRect(box, box.height() / 2, box.height() / 2)
    return path


def _corners(path: QPainterPath, box: QRectF, corners: Sequence[tuple[float, float]]) -> None:
    for place, (x, y) in enumerate(corners):
        at = QPointF(box.left() + x * box.width(), box.top() + y * box.height())
        if place:
            path.lineTo(at)
        else:
            path.moveTo(at)
    path.closeSubpath()


def _length(points: Sequence[QPointF]) -> float:
    return sum(math.hypot(b.x() - a.x(), b.y() - a.y()) for a, b in pairwise(points))


def _walked(points: Sequence[QPointF], apart: float) -> Iterator[QPointF]:
    """Yield points along a line, so far apart, none at its ends."""
    left = apart
    for a, b in pairwise(points):
        piece = math.hypot(b.x() - a.x(), b.y() - a.y())
        while piece and left < piece:
            share = left / piece
            yield QPointF(a.x() + (b.x() - a.x()) * share, a.y() + (b.y() - a.y()) * share)
            left += apart
        left -= piece
