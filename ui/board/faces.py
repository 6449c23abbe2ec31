"""How each bar of a lane shows itself: its box, and where its name and signs have room.

Worked out once for a lane and a scale; x is that of the whole timeline, y below the lane's top.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect

from nemt_desk.ground.ids import Id
from ui.board.ink import Ink
from ui.board.lanes import Bar, Lane
from ui.board.overlay import Sign
from ui.board.placing import Scale
from ui.board.words import WHEELCHAIR, short_name
from ui.theme.status import STATUSES
from ui.theme.theme import GAP

OVERRIDDEN = "mdi6.alert-outline"
PINNED = "mdi6.pin"
_LEAST_ICON = 8
_AROUND = 9  # what the frame of a chosen bar needs beside it


@dataclass(frozen=True, slots=True)
class Face:
    """One bar, ready to be drawn."""

    bar: Bar
    status: str
    box: QRect
    icon: QRect
    is_pinned: bool
    marks: tuple[str, ...]
    words: str
    place: QRect
    is_inside: bool
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Faces:
    """Works out the faces of lanes of one scale."""

    scale: Scale
    ink: Ink
    signs: Mapping[Id, tuple[Sign, ...]]

    def of(self, lane: Lane) -> list[Face]:
        """Return the faces of a lane, in the order in which they are painted."""
        return [self._face(lane, bar) for bar in lane.bars]

    def _face(self, lane: Lane, bar: Bar) -> Face:
        status = bar.ghost.status if bar.ghost else bar.ride.status
        box = self._box(bar)
        marks = self._marks(bar)
        side = min(self.ink.side, box.width() - GAP)
        icon, left = QRect(), box.left() + GAP
        if side >= _LEAST_ICON:
            at = box.left() + min(GAP, (box.width() - side + 1) // 2)
            icon = QRect(at, box.top() + (box.height() - side) // 2, side, side)
            left = at + side + GAP
        else:
            marks.insert(0, STATUSES[status].icon)
        words = self._words(bar)
        width = len(marks) * (self.ink.side + GAP)
        need = self.ink.width(words) + width
        inside = QRect(left, box.top(), box.right() - left - 2, box.height())
        behind = self._room_behind(lane, bar, box)
        is_inside = need <= inside.width() or inside.width() >= behind.width()
        place = inside if is_inside else behind
        room = place.width() - width
        fitted = self.ink.fitted(words, room) if room > 2 * GAP else ""
        right = box.right() if is_inside else min(place.right(), place.left() + need)
        return Face(
            *(bar, status, box, icon, bar.ride.is_pinned and bar.ghost is None),
            *(tuple(marks), fitted, place, is_inside),
            left=box.left() - _AROUND,
            right=right + _AROUND,
        )

    def _box(self, bar: Bar) -> QRect:
        scale = self.scale
        left = scale.x(bar.start)
        top = scale.gap + bar.track * (scale.bar + scale.gap)
        return QRect(left, top, max(scale.x(bar.end) - left - 1, 6), scale.bar)

    def _marks(self, bar: Bar) -> list[str]:
        if bar.ghost is not None:
            return []
        marks = [OVERRIDDEN] if bar.ride.override_reason else []
        return marks + [sign.icon for sign in self.signs.get(bar.ride.id, ())]

    def _words(self, bar: Bar) -> str:
        words = bar.ghost.words if bar.ghost else short_name(bar.ride.member_name)
        return f"{WHEELCHAIR} {words}" if bar.ride.wheelchair_places else words

    def _room_behind(self, lane: Lane, bar: Bar, box: QRect) -> QRect:
        starts = [b.start for b in lane.bars if b.track == bar.track and b.start >= bar.end]
        starts += [w.start for w in lane.waits if w.track == bar.track and w.start >= bar.end]
        end = min(starts) if starts else self.scale.axis.end
        left = box.right() + GAP
        return QRect(left, box.top(), self.scale.x(end) - left - GAP, box.height())
