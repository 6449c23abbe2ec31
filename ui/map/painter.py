"""Paints the ground of a picture: areas, waters, rails, roads; then what `layout` writes on it.

Pure picture of public map data; runs on a worker and touches no widget.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from nemt_desk.geo.picture.display import DisplayMap
from nemt_desk.geo.picture.display import FeatureKind as Kind
from ui.map.colours import ROADS, Inks, is_edged, width
from ui.map.drawn import Drawn, Style, drawn, is_bridge, is_ramp, is_tunnel
from ui.map.hands import Hands
from ui.map.label import Label
from ui.map.labels import Scribe
from ui.map.layout import Layout
from ui.map.lettering import Letters, Type
from ui.map.projection import Plane
from ui.map.towns import Towns

_MARGIN_PX = 16.0
_AREAS = (
    Kind.LAND, Kind.BUILT_UP, Kind.PARK, Kind.WOOD, Kind.WETLAND, Kind.AIRFIELD,
    Kind.MEDICAL_GROUND, Kind.WATER,
)  # fmt: skip
_BRIDGES_FROM = 14
_SLEEPERS_FROM = 14
_RAMP_SHARE = 0.55
_MOST_TOWNS = 8
_LINE = Qt.PenStyle.SolidLine
_ROUND, _FLAT = Qt.PenCapStyle.RoundCap, Qt.PenCapStyle.FlatCap
_JOIN = Qt.PenJoinStyle.RoundJoin


class MapPainter:
    """Paints pictures of one map; keeps what many of them share. For any thread."""

    def __init__(self, display: DisplayMap) -> None:
        self._display = display
        self._towns: OrderedDict[tuple[object, ...], Towns] = OrderedDict()
        self._letters = Letters()
        self._turn = threading.Lock()

    def paint(self, plane: Plane, style: Style) -> QImage:
        """Return one picture."""
        image = QImage(plane.width, plane.height, QImage.Format.Format_RGB32)
        image.fill(QColor(style.inks.land))
        painter = QPainter(image)
        try:
            self.lay_ground(plane, style, painter)
            self.write(plane, style, painter, self.labels(plane, style))
        finally:
            painter.end()
        return image

    def lay_ground(self, plane: Plane, style: Style, painter: QPainter) -> None:
        """Look up and paint all that is not written."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shapes = self._display.shapes(plane.world(_MARGIN_PX), plane.zoom)
        Ground(painter, plane, style.inks).paint(drawn(shapes, plane))

    def labels(self, plane: Plane, style: Style) -> list[Label]:
        """Look up and place all that is written."""
        hands = Hands(style.inks, style.letters * plane.ratio, plane.zoom)
        letters = Type(style.family, self._letters)
        towns = self._towns_of(plane, style, (hands, letters))
        return Layout(self._display, plane, hands, letters, towns).labels()

    def write(self, plane: Plane, style: Style, painter: QPainter, labels: Iterable[Label]) -> None:
        """Write what was placed."""
        Scribe(painter, plane, style.inks, Type(style.family, self._letters)).write(labels)

    def _towns_of(self, plane: Plane, style: Style, by: tuple[Hands, Type]) -> Towns:
        key = (style.name, plane.zoom, plane.scale, plane.ratio)
        with self._turn:
            known = self._towns.get(key)
            if known is None:
                known = self._towns[key] = Towns(self._display, *by, plane.zoom, plane.scale)
                while len(self._towns) > _MOST_TOWNS:
                    self._towns.popitem(last=False)
            return known


def paint(display: DisplayMap, plane: Plane, style: Style) -> QImage:
    """Return one picture of a map."""
    return MapPainter(display).paint(plane, style)


class Ground:
    """One painting of the ground."""

    def __init__(self, painter: QPainter, plane: Plane, inks: Inks) -> None:
        self._painter = painter
        self._plane = plane
        self._inks = inks
        self._zoom = plane.zoom

    def paint(self, groups: dict[Kind, list[Drawn]]) -> None:
        """Paint everything, lowest first."""
        for kind in _AREAS:
            self._areas(kind, groups.get(kind, ()))
        for kind in (Kind.STREAM, Kind.SHORE):
            self._stroke(kind, groups.get(kind, ()))
        self._borders(groups)
        self._areas(Kind.BUILDING, groups.get(Kind.BUILDING, ()))
        self._stroke(Kind.RUNWAY, groups.get(Kind.RUNWAY, ()))
        self._stroke(Kind.FERRY, groups.get(Kind.FERRY, ()), dashes=(4, 4))
        self._stroke(Kind.PATH, groups.get(Kind.PATH, ()), dashes=(3, 2))
        self._stroke(Kind.TRACK, groups.get(Kind.TRACK, ()), dashes=(5, 2.5))
        self._rails(groups.get(Kind.RAIL, ()))
        self._roads(groups)

    def _areas(self, kind: Kind, items: Iterable[Drawn]) -> None:
        painter = self._painter
        edge = self._inks.area_edges.get(kind)
        painter.setBrush(QColor(self._inks.areas[kind]))
        painter.setPen(QPen(QColor(edge), self._plane.ratio) if edge else Qt.PenStyle.NoPen)
        for item in items:
            if item.areas is not None:
                painter.drawPath(item.areas)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _borders(self, groups: dict[Kind, list[Drawn]]) -> None:
        self._stroke(Kind.BOUNDARY, groups.get(Kind.BOUNDARY, ()), dashes=(5, 3))
        lines = groups.get(Kind.COUNTY_LINE, ())
        if lines:  # a pale band under the dashes, as on any county map
            wide = width(Kind.COUNTY_LINE, self._zoom) * 3.4 * self._plane.ratio
            band = QColor(self._inks.lines[Kind.COUNTY_LINE])
            band.setAlphaF(0.18)
            self._lines(QPen(band, wide, _LINE, _FLAT, _JOIN), lines)
        self._stroke(Kind.COUNTY_LINE, lines, dashes=(7, 2.5, 1.5, 2.5))

    def _stroke(
        self, kind: Kind, items: Iterable[Drawn], dashes: Sequence[float] | None = None
    ) -> None:
        wide = width(kind, self._zoom) * self._plane.ratio
        pen = QPen(QColor(self._inks.lines[kind]), wide, _LINE, _ROUND, _JOIN)
        if dashes is not None:
            pen.setCapStyle(_FLAT)
            pen.setDashPattern(dashes)
        self._lines(pen, items)

    def _rails(self, items: Sequence[Drawn]) -> None:
        items = [item for item in items if not is_tunnel(item)]
        self._stroke(Kind.RAIL, items)
        if self._zoom < _SLEEPERS_FROM:
            return
        # Sleepers: short wide dashes across the line, so that a railway is no road.
        wide = (width(Kind.RAIL, self._zoom) + 3.0) * self._plane.ratio
        pen = QPen(QColor(self._inks.lines[Kind.RAIL]), wide, _LINE, _FLAT, _JOIN)
        thin = 1.2 * self._plane.ratio / wide
        pen.setDashPattern((thin, 9 * self._plane.ratio / wide))
        self._lines(pen, items)

    def _roads(self, groups: dict[Kind, list[Drawn]]) -> None:
        has_bridges = self._zoom >= _BRIDGES_FROM
        level: dict[Kind, list[Drawn]] = {}
        above: dict[Kind, list[Drawn]] = {}
        for kind in ROADS:
            items = groups.get(kind, [])
            above[kind] = [d for d in items if is_bridge(d)] if has_bridges else []
            level[kind] = [d for d in items if not is_bridge(d)] if has_bridges else items
        for kind in ROADS:
            self._edges(kind, level[kind], _ROUND)
        for kind in ROADS:
            self._fills(kind, level[kind])
        for kind in ROADS:
            self._edges(kind, above[kind], _FLAT, is_bridge=True)
            self._fills(kind, above[kind])

    def _edges(
        self, kind: Kind, items: list[Drawn], cap: Qt.PenCapStyle, *, is_bridge: bool = False
    ) -> None:
        if not items or not is_edged(kind, self._zoom):
            return
        wide = (width(kind, self._zoom) + (2.4 if is_bridge else 1.6)) * self._plane.ratio
        colour = self._inks.bridge if is_bridge else self._inks.roads[kind].edge
        self._road_lines(QPen(QColor(colour), wide, _LINE, cap, _JOIN), items)

    def _fills(self, kind: Kind, items: list[Drawn]) -> None:
        if not items:
            return
        road = self._inks.roads[kind]
        colour = road.fill if is_edged(kind, self._zoom) else road.thin
        wide = width(kind, self._zoom) * self._plane.ratio
        self._road_lines(QPen(QColor(colour), wide, _LINE, _ROUND, _JOIN), items)

    def _road_lines(self, pen: QPen, items: list[Drawn]) -> None:
        """Draw roads; ramps thinner, or a crossing of highways runs into one blot."""
        self._lines(pen, (d for d in items if not is_ramp(d)))
        ramps = [d for d in items if is_ramp(d)]
        if ramps:
            thin = QPen(pen)
            thin.setWidthF(max(self._plane.ratio, pen.widthF() * _RAMP_SHARE))
            self._lines(thin, ramps)

    def _lines(self, pen: QPen, items: Iterable[Drawn]) -> None:
        self._painter.setPen(pen)
        draw = self._painter.drawPolyline
        for item in items:
            for line in item.lines:
                draw(line)
