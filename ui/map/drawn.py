"""What the painters of a block share: a feature with its place on the picture, and the style."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF

from nemt_desk.geo.display import Feature
from ui.map.colours import Inks


@dataclass(frozen=True, slots=True)
class Drawn:
    """A feature and where it lies on the picture, in device pixels."""

    feature: Feature
    points: list[QPointF]


@dataclass(frozen=True, slots=True)
class Style:
    """How the map is wanted: a name for the cache, colours, letters and their size in px."""

    name: str
    inks: Inks
    family: str
    letters: float = 11.0
