"""One thing written on the map, placed. No painting, no deciding."""

from typing import NamedTuple

from nemt_desk.geo.picture.display import SpotKind as Kind
from ui.map.lettering import Box, Hand


class Label(NamedTuple):
    """One thing written: its lines around (x, y), turned; a mark or sign with it, at `mark_at`."""

    kind: Kind
    lines: tuple[str, ...]
    hand: Hand
    x: float
    y: float
    degrees: float = 0.0
    mark: str = ""
    mark_at: tuple[float, float] = (0.0, 0.0)
    box: Box = (0.0, 0.0, 0.0, 0.0)
