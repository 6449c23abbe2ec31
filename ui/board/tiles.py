"""Keeps painted pieces of the timeline, so that scrolling and dragging only lay them down.

A lane's body is kept in tiles, its head whole. Pieces of a lane go when the lane changes; the
longest unused go when there are too many.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPixmap

from nemt_desk.ground.ids import Id

TILE_PX = 512
_MOST_BYTES = 96 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Piece:
    """What is kept: whose lane, and which part of it."""

    driver: Id
    part: Hashable


class Tiles:
    """The painted pieces. They are device pixels: `ratio` of them to one of the window's."""

    def __init__(self) -> None:
        self.ratio = 1.0
        self._kept: OrderedDict[Piece, QPixmap] = OrderedDict()
        self._print: dict[Id, Hashable] = {}
        self._bytes = 0

    def __contains__(self, piece: Piece) -> bool:
        """Tell whether a piece is kept."""
        return piece in self._kept

    @property
    def is_full(self) -> bool:
        """Whether more pieces would push out others."""
        return self._bytes > _MOST_BYTES * 3 // 4

    def clear(self) -> None:
        """Forget everything: scale, theme or text size have changed."""
        self._kept.clear()
        self._print.clear()
        self._bytes = 0

    def keep_only(self, prints: dict[Id, Hashable]) -> set[Id]:
        """Forget the pieces of lanes that do not look any more as they did; return whose."""
        changed = {key for key, was in self._print.items() if prints.get(key) != was}
        self._print = prints
        if changed:
            for piece in [piece for piece in self._kept if piece.driver in changed]:
                self._drop(piece)
        return changed

    def piece(self, piece: Piece, size: QSize, paint: Callable[[QPainter], object]) -> QPixmap:
        """Return a piece; `paint` is asked for it if it is not kept. `size` in window pixels."""
        found = self._kept.get(piece)
        if found is not None:
            self._kept.move_to_end(piece)
            return found
        ratio = self.ratio
        made = QPixmap(ceil(size.width() * ratio), ceil(size.height() * ratio))
        painter = QPainter(made)
        painter.scale(ratio, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
        painter.end()
        self._kept[piece] = made
        self._bytes += _bytes(made)
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))
        return made

    def _drop(self, piece: Piece) -> None:
        self._bytes -= _bytes(self._kept.pop(piece))


def _bytes(piece: QPixmap) -> int:
    return piece.width() * piece.height() * 4
