"""Names on the map, most important first; none overlaps another, none is cut by a block's edge."""

from collections import defaultdict
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nemt_desk.geo.display import FeatureKind as Kind
from ui.map.colours import Inks, width
from ui.map.drawn import Drawn
from ui.map.lettering import Hand, Lettering, Room, as_box, boxes_along
from ui.map.lines import Line, joined, spots, stretches, within
from ui.map.projection import Plane
from ui.map.shields import outline, shield

_TOWN_SIZES = {4: 1.55, 3: 1.35, 2: 1.2, 1: 1.05, 0: 0.95}
_SIGNED = (Kind.MOTORWAY, Kind.TRUNK, Kind.PRIMARY, Kind.SECONDARY, Kind.TERTIARY)
_SIGNS_FROM = {
    Kind.MOTORWAY: 8, Kind.TRUNK: 8, Kind.PRIMARY: 9, Kind.SECONDARY: 9, Kind.TERTIARY: 11,
}  # fmt: skip
_NAMES_FROM = {
    Kind.PRIMARY: 13, Kind.SECONDARY: 13, Kind.TERTIARY: 13, Kind.MINOR: 14, Kind.TRUNK: 13,
    Kind.MOTORWAY: 14, Kind.SERVICE: 16,
}  # fmt: skip
_SIGN_APART_PX = 230.0
_NAME_APART_PX = 260.0
_CARE_RANK = 7


class Labels:
    """One writing of all names of a block."""

    def __init__(
        self, painter: QPainter, plane: Plane, inks: Inks, family: str, letters: float
    ) -> None:
        self._painter = painter
        self._inks = inks
        self._zoom = plane.first.zoom
        self._ratio = plane.ratio
        self._size = plane.size
        self._base = letters * plane.ratio
        self._room = Room(plane.size)
        self._lettering = Lettering(painter, family, inks.halo)

    def paint(self, groups: dict[Kind, list[Drawn]]) -> None:
        """Write all names that find room."""
        self._towns(groups.get(Kind.TOWN, ()))
        for kind in reversed(_SIGNED):
            if self._zoom >= _SIGNS_FROM[kind]:
                self._signs(groups.get(kind, ()))
        self._waters(groups.get(Kind.WATER, ()))
        self._places(groups.get(Kind.PLACE, ()), least=_CARE_RANK)
        for kind, zoom in _NAMES_FROM.items():
            if self._zoom >= zoom:
                self._roads(kind, groups.get(kind, ()))
        self._streams(groups.get(Kind.STREAM, ()))
        self._greens(groups.get(Kind.PARK, ()))
        self._places(groups.get(Kind.PLACE, ()), least=0)
        self._rails(groups.get(Kind.RAIL, ()))

    def _towns(self, drawn: Iterable[Drawn]) -> None:
        for item in sorted(drawn, key=lambda d: -d.feature.rank):
            size = self._base * _TOWN_SIZES.get(item.feature.rank, 1.0)
            grown = 1.0 if self._zoom < 12 else 1.15
            hand = Hand(size * grown, self._inks.text, bold=item.feature.rank >= 2)
            self._point(item.feature.name, hand, item.points[0])

    def _point(self, text: str, hand: Hand, at: QPointF, gap: float = 0.0) -> bool:
        """Write a name at a point, moved inside the block if that is enough; tell whether."""
        if not (0 <= at.x() <= self._size and 0 <= at.y() <= self._size):
            return False
        box = self._lettering.box(text, hand, at)
        box.translate(0, gap)
        self._move_inside(box)
        if not self._room.is_free([as_box(box, 2 * self._ratio)]):
            box.translate(0, -2 * gap - box.height() * (0.0 if gap else 0.9))
            self._move_inside(box)
            if not self._room.is_free([as_box(box, 2 * self._ratio)]):
                return False
        self._room.take([as_box(box, 3 * self._ratio)])
        self._lettering.write(text, hand, box.center())
        return True

    def _move_inside(self, box: QRectF) -> None:
        edge = 4 * self._ratio
        box.translate(
            max(0.0, edge - box.left()) - max(0.0, box.right() + edge - self._size),
            max(0.0, edge - box.top()) - max(0.0, box.bottom() + edge - self._size),
        )

    def _signs(self, drawn: Iterable[Drawn]) -> None:
        roads: defaultdict[tuple[str, str], list[list[QPointF]]] = defaultdict(list)
        for item in drawn:
            sign = shield(item.feature.ref, item.feature.name)
            if sign is not None:
                roads[sign.kind, sign.text].append(item.points)
        for (kind, text), pieces in roads.items():
            placed: list[QPointF] = []
            for line in self._on_picture(pieces):
                for at in spots(line, _SIGN_APART_PX * self._ratio / 4):
                    if _is_apart(at, placed, _SIGN_APART_PX * self._ratio) and self._sign(
                        kind, text, at
                    ):
                        placed.append(at)

    def _sign(self, kind: str, text: str, at: QPointF) -> bool:
        fill, edge, colour = self._inks.shields[kind]
        hand = Hand(self._base * 0.86, colour, bold=True)
        font, metrics = self._lettering.font(hand)
        wide = max(metrics.horizontalAdvance(text) + 7 * self._ratio, metrics.height() * 1.25)
        high = metrics.height() * 1.12
        box = QRectF(at.x() - wide / 2, at.y() - high / 2, wide, high)
        if not self._room.is_free([as_box(box, 4 * self._ratio)]):
            return False
        self._room.take([as_box(box, 3 * self._ratio)])
        painter = self._painter
        painter.setPen(QPen(QColor(edge), 1.2 * self._ratio))
        painter.setBrush(QColor(fill))
        painter.drawPath(outline(kind, box))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        left = at.x() - metrics.horizontalAdvance(text) / 2
        painter.drawText(QPointF(left, at.y() + metrics.capHeight() / 2), text)
        return True

    def _waters(self, drawn: Iterable[Drawn]) -> None:
        hand = Hand(
            self._base * 1.02, self._inks.water_text, italic=True, halo=self._inks.areas[Kind.WATER]
        )
        for item, at, bounds in self._areas(drawn):
            text = item.feature.name
            if bounds.width() > self._lettering.width(text, hand) * 0.62:
                self._point(text, hand, at)

    def _greens(self, drawn: Iterable[Drawn]) -> None:
        hand = Hand(self._base * 0.95, self._inks.green_text, italic=True)
        for item, at, bounds in self._areas(drawn):
            if bounds.width() > self._lettering.width(item.feature.name, hand) * 0.8:
                self._point(item.feature.name, hand, at)

    def _areas(self, drawn: Iterable[Drawn]) -> list[tuple[Drawn, QPointF, QRectF]]:
        """Return named areas, largest first, with a point inside each to write at."""
        found = []
        for item in drawn:
            if item.feature.name:
                shape = QPolygonF(item.points)
                bounds = shape.boundingRect()
                found.append((item, _inside(item.points, bounds), bounds))
        return sorted(found, key=lambda one: -one[2].width() * one[2].height())

    def _places(self, drawn: Iterable[Drawn], least: int) -> None:
        chosen = [d for d in drawn if (d.feature.rank >= _CARE_RANK) == (least >= _CARE_RANK)]
        for item in sorted(chosen, key=lambda d: -d.feature.rank):
            is_care = item.feature.rank >= _CARE_RANK
            colour = self._inks.care_text if is_care else self._inks.quiet_text
            at, dot = item.points[0], 3.2 * self._ratio
            hand = Hand(self._base * 0.95, colour, bold=is_care)
            if self._point(item.feature.name, hand, at, gap=self._base * 0.95):
                painter = self._painter
                painter.setPen(QPen(QColor(self._inks.halo), 1.2 * self._ratio))
                painter.setBrush(QColor(colour))
                if is_care:  # a square: care; a dot: anything else
                    painter.drawRect(QRectF(at.x() - dot, at.y() - dot, 2 * dot, 2 * dot))
                else:
                    painter.drawEllipse(at, dot * 0.8, dot * 0.8)

    def _roads(self, kind: Kind, drawn: Iterable[Drawn]) -> None:
        wide = width(kind, self._zoom)
        size = self._base * min(1.1, max(0.86, 0.62 + wide / 26))
        hand = Hand(size, self._inks.text if kind is not Kind.SERVICE else self._inks.quiet_text)
        self._along([d for d in drawn if not _is_number_only(d)], hand)

    def _streams(self, drawn: Iterable[Drawn]) -> None:
        if self._zoom >= 12:
            self._along(drawn, Hand(self._base * 0.95, self._inks.water_text, italic=True))

    def _rails(self, drawn: Iterable[Drawn]) -> None:
        if self._zoom >= 14:
            self._along(drawn, Hand(self._base * 0.84, self._inks.quiet_text, italic=True))

    def _along(self, drawn: Iterable[Drawn], hand: Hand) -> None:
        named: defaultdict[str, list[list[QPointF]]] = defaultdict(list)
        for item in drawn:
            if item.feature.name:
                named[item.feature.name].append(item.points)
        metrics = self._lettering.font(hand)[1]
        for text, pieces in named.items():
            wide = metrics.horizontalAdvance(text)
            placed: list[QPointF] = []
            for line in self._on_picture(pieces):
                for found in stretches(line, wide + 6 * self._ratio):
                    boxes = boxes_along(found.middle, wide, metrics.height(), found.degrees)
                    apart = _is_apart(found.middle, placed, _NAME_APART_PX * self._ratio)
                    if apart and self._room.is_free(boxes):
                        self._room.take(boxes)
                        self._lettering.write(text, hand, found.middle, degrees=found.degrees)
                        placed.append(found.middle)

    def _on_picture(self, pieces: list[list[QPointF]]) -> list[Line]:
        return [run for line in joined(pieces) for run in within(line, self._size)]


def _is_apart(at: QPointF, others: list[QPointF], least: float) -> bool:
    return all(abs(at.x() - o.x()) + abs(at.y() - o.y()) >= least for o in others)


def _is_number_only(item: Drawn) -> bool:
    """Tell whether the name says no more than the road's sign (`County Road 12`)."""
    return bool(item.feature.name) and item.feature.kind in _SIGNED and (
        shield("", item.feature.name) is not None
    )  # fmt: skip


def _inside(points: list[QPointF], bounds: QRectF) -> QPointF:
    """Return a point inside an area: its middle of mass, else the middle of its widest part."""
    shape = QPolygonF(points)
    count = max(1, len(points))
    mass = QPointF(sum(p.x() for p in points) / count, sum(p.y() for p in points) / count)
    rule = Qt.FillRule.OddEvenFill
    for at in (bounds.center(), mass):
        if shape.containsPoint(at, rule):
            return at
    return mass
