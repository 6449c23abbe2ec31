"""Paints the ground of a block of tiles: areas, waters, rails, roads. Names are `labels`' work.

Pure picture of public map data; runs on a worker and touches no widget.
"""

from collections import defaultdict
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from nemt_desk.geo.display import DisplayMap
from nemt_desk.geo.display import FeatureKind as Kind
from ui.map.colours import ROADS, Inks, is_edged, width
from ui.map.drawn import Drawn, Style
from ui.map.labels import Labels
from ui.map.projection import Plane

_MARGIN_PX = 24.0
_AREAS = (
    Kind.LAND, Kind.BUILT_UP, Kind.PARK, Kind.WOOD, Kind.MEDICAL_GROUND, Kind.WATER,
)  # fmt: skip
_BRIDGES_FROM = 13
_SLEEPERS_FROM = 14
_RAMP_SHARE = 0.55
_RAMPED = frozenset({Kind.MOTORWAY, Kind.TRUNK, Kind.PRIMARY})
_LINE = Qt.PenStyle.SolidLine
_ROUND, _FLAT = Qt.PenCapStyle.RoundCap, Qt.PenCapStyle.FlatCap
_JOIN = Qt.PenJoinStyle.RoundJoin


def paint(display: DisplayMap, plane: Plane, style: Style) -> QImage:
    """Return the picture of a block."""
    zoom = plane.first.zoom
    groups: defaultdict[Kind, list[Drawn]] = defaultdict(list)
    for feature in display.features(plane.box(_MARGIN_PX), zoom):
        groups[feature.kind].append(Drawn(feature, plane.points(feature.points)))
    image = QImage(plane.size, plane.size, QImage.Format.Format_RGB32)
    image.fill(QColor(style.inks.land))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Ground(painter, plane, style.inks).paint(groups)
        Labels(painter, plane, style.inks, style.family, style.letters).paint(groups)
    finally:
        painter.end()
    return image


class _Ground:
    """One painting of the ground."""

    def __init__(self, painter: QPainter, plane: Plane, inks: Inks) -> None:
        self._painter = painter
        self._plane = plane
        self._inks = inks
        self._zoom = plane.first.zoom

    def paint(self, groups: dict[Kind, list[Drawn]]) -> None:
        for kind in _AREAS:
            self._areas(kind, groups.get(kind, ()))
        for kind in (Kind.STREAM, Kind.SHORE):
            self._stroke(kind, groups.get(kind, ()))
        self._stroke(Kind.BOUNDARY, groups.get(Kind.BOUNDARY, ()), dashes=(7, 3, 1.5, 3))
        self._areas(Kind.BUILDING, groups.get(Kind.BUILDING, ()))
        self._stroke(Kind.PATH, groups.get(Kind.PATH, ()), dashes=(3, 2))
        self._stroke(Kind.TRACK, groups.get(Kind.TRACK, ()), dashes=(5, 2.5))
        self._rails(groups.get(Kind.RAIL, ()))
        self._roads(groups)

    def _areas(self, kind: Kind, drawn: Iterable[Drawn]) -> None:
        painter = self._painter
        edge = self._inks.area_edges.get(kind)
        painter.setBrush(QColor(self._inks.areas[kind]))
        painter.setPen(QPen(QColor(edge), self._plane.ratio) if edge else Qt.PenStyle.NoPen)
        for item in drawn:
            path = QPainterPath()
            path.addPolygon(QPolygonF(item.points))
            path.closeSubpath()
            for hole in item.feature.holes:
                path.addPolygon(QPolygonF(self._plane.points(hole)))
                path.closeSubpath()
            painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _stroke(
        self, kind: Kind, drawn: Iterable[Drawn], dashes: tuple[float, ...] | None = None
    ) -> None:
        wide = width(kind, self._zoom) * self._plane.ratio
        pen = QPen(QColor(self._inks.lines[kind]), wide, _LINE, _ROUND, _JOIN)
        if dashes is not None:
            pen.setCapStyle(_FLAT)
            pen.setDashPattern(dashes)
        self._lines(pen, drawn)

    def _rails(self, drawn: Iterable[Drawn]) -> None:
        drawn = list(drawn)
        self._stroke(Kind.RAIL, drawn)
        if self._zoom < _SLEEPERS_FROM:
            return
        # Sleepers: short wide dashes across the line, so that a railway is no road.
        wide = (width(Kind.RAIL, self._zoom) + 3.0) * self._plane.ratio
        pen = QPen(QColor(self._inks.lines[Kind.RAIL]), wide, _LINE, _FLAT, _JOIN)
        thin = 1.2 * self._plane.ratio / wide
        pen.setDashPattern((thin, 9 * self._plane.ratio / wide))
        self._lines(pen, drawn)

    def _roads(self, groups: dict[Kind, list[Drawn]]) -> None:
        has_bridges = self._zoom >= _BRIDGES_FROM
        level = {
            kind: [
                d for d in groups.get(kind, ()) if not (has_bridges and d.feature.is_bridge)
            ]
            for kind in ROADS
        }  # fmt: skip
        for kind in ROADS:
            self._edges(kind, level[kind], _ROUND)
        for kind in ROADS:
            self._fills(kind, level[kind])
        if has_bridges:
            for kind in ROADS:
                above = [d for d in groups.get(kind, ()) if d.feature.is_bridge]
                self._edges(kind, above, _FLAT, is_bridge=True)
                self._fills(kind, above)

    def _edges(
        self, kind: Kind, drawn: list[Drawn], cap: Qt.PenCapStyle, *, is_bridge: bool = False
    ) -> None:
        if not drawn or not is_edged(kind, self._zoom):
            return
        wide = (width(kind, self._zoom) + (2.4 if is_bridge else 1.6)) * self._plane.ratio
        colour = self._inks.bridge if is_bridge else self._inks.roads[kind].edge
        self._road_lines(QPen(QColor(colour), wide, _LINE, cap, _JOIN), drawn)

    def _fills(self, kind: Kind, drawn: list[Drawn]) -> None:
        if not drawn:
            return
        road = self._inks.roads[kind]
        colour = road.fill if is_edged(kind, self._zoom) else road.thin
        wide = width(kind, self._zoom) * self._plane.ratio
        self._road_lines(QPen(QColor(colour), wide, _LINE, _ROUND, _JOIN), drawn)

    def _road_lines(self, pen: QPen, drawn: list[Drawn]) -> None:
        """Draw roads; ramps thinner, or a crossing of highways runs into one blot."""
        self._lines(pen, (d for d in drawn if not _is_ramp(d)))
        ramps = [d for d in drawn if _is_ramp(d)]
        if ramps:
            thin = QPen(pen)
            thin.setWidthF(max(self._plane.ratio, pen.widthF() * _RAMP_SHARE))
            self._lines(thin, ramps)

    def _lines(self, pen: QPen, drawn: Iterable[Drawn]) -> None:
        self._painter.setPen(pen)
        for item in drawn:
            self._painter.drawPolyline(item.points)


def _is_ramp(drawn: Drawn) -> bool:
    """Tell whether a highway has neither name nor number: its ramps, in OSM and TIGER alike."""
    feature = drawn.feature
    return feature.kind in _RAMPED and not feature.name and not feature.ref
