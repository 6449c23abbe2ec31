"""What the painters of a picture share: polygons read from the map's bytes, and the style."""

from collections import defaultdict
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QDataStream, QIODevice
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform

from nemt_desk.geo.picture.display import KINDS, LAYERS, FeatureKind, Shape, Trait
from ui.map.colours import Inks
from ui.map.projection import Plane

# Plain numbers: asked for every road of every picture.
_BRIDGE, _RAMP, _TUNNEL = int(Trait.BRIDGE), int(Trait.RAMP), int(Trait.TUNNEL)
_AREA = int(Trait.AREA)


@dataclass(frozen=True, slots=True)
class Style:
    """How the map is wanted: a name for the cache, colours, letters and their size in px."""

    name: str
    inks: Inks
    family: str
    letters: float = 11.0


@dataclass(slots=True)
class Drawn:
    """Shapes of one sort where they lie on the picture: lines, or areas as one path."""

    traits: int
    lines: list[QPolygonF]
    areas: QPainterPath | None = None


def drawn(shapes: list[Shape], plane: Plane) -> dict[FeatureKind, list[Drawn]]:
    """Return the shapes where they lie on the picture, in painting order.

    The bytes are read and moved by Qt itself: a loop over points would take longer than painting.
    """
    groups: defaultdict[FeatureKind, list[Drawn]] = defaultdict(list)
    if not shapes:
        return groups
    held = QByteArray(b"".join([shape[4] for shape in shapes]))  # must outlive the stream
    stream = QDataStream(held, QIODevice.OpenModeFlag.ReadOnly)
    stream.setByteOrder(QDataStream.ByteOrder.LittleEndian)
    stream.setFloatingPointPrecision(QDataStream.FloatingPointPrecision.SinglePrecision)
    scale, left, top = plane.scale, plane.left, plane.top
    for order, traits, west, north, _path in shapes:
        move = QTransform(scale, 0.0, 0.0, scale, (west - left) * scale, (north - top) * scale)
        path = QPainterPath()
        stream >> path
        if traits & _AREA:
            item = Drawn(traits, [], move.map(path))
        else:
            item = Drawn(traits, path.toSubpathPolygons(move))
        groups[KINDS[order // LAYERS]].append(item)
    return groups


def is_bridge(item: Drawn) -> bool:
    """Tell whether it runs above the rest."""
    return bool(item.traits & _BRIDGE)


def is_tunnel(item: Drawn) -> bool:
    """Tell whether it runs below the rest."""
    return bool(item.traits & _TUNNEL)


def is_ramp(item: Drawn) -> bool:
    """Tell whether it leads on or off a highway."""
    return bool(item.traits & _RAMP)
