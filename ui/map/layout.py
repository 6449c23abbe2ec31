"""Where names stand on a picture: the important ones first, none over another, none cut.

Everything is in device pixels from the map's own origin, so that a name has one place on the
ground however the picture is cut out of it. Nothing is painted here.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from nemt_desk.geo.picture.display import SPOTS, DisplayMap, Spot
from nemt_desk.geo.picture.display import SpotKind as Kind
from nemt_desk.geo.picture.mercator import WorldBox
from ui.map.hands import Hands
from ui.map.label import Label
from ui.map.lettering import Box, Hand, Room, Type, around, box_around, boxes_along
from ui.map.projection import Plane
from ui.map.towns import Towns
from ui.map.zones import Cell, Phase, Sheet, Zone

_REACH_PX = 120.0
_GRAIN_PX = 2.0
_APART_PX = {Kind.ROAD: 230.0, Kind.SIGN: 180.0, Kind.STREAM: 300.0, Kind.RAIL: 300.0,
             Kind.CARE: 80.0, Kind.MARK: 80.0, Kind.WATER: 150.0, Kind.PARK: 150.0,
             Kind.HOUSE: 12.0}  # fmt: skip
_AIR_PX = {Kind.SIGN: 4.0, Kind.HOUSE: 0.5, Kind.ARROW: 4.0}
_MARK_ALONE_FROM = {Kind.CARE: 13, Kind.MARK: 15}
_MARK_ALONE_RANK = 3
_LINE_ENDS_PX = 2.0
_BESIDE = frozenset({Kind.STREAM, Kind.RAIL})
_TOWN = SPOTS.index(Kind.TOWN)
_ALONG = frozenset({Kind.ROAD, Kind.STREAM, Kind.RAIL})


type Choice = tuple[Label, list[Box]]
type Names = defaultdict[str, list[tuple[float, float, Zone]]]


class _Wish(NamedTuple):
    """One way to write a spot's name: `number` is the spot's, all its ways share it."""

    number: int
    zone: Zone
    label: Label
    boxes: list[Box]


class Layout:
    """Decides what is written on one picture."""

    def __init__(
        self, display: DisplayMap, plane: Plane, hands: Hands, letters: Type, towns: Towns
    ) -> None:
        self._display = display
        self._plane = plane
        self._hands = hands
        self._letters = letters
        self._towns = towns
        self._px = hands.base / 11.0

    def labels(self) -> list[Label]:
        """Return what is written, in the order it is to be painted."""
        plane = self._plane
        if not plane.cell:
            left, top = plane.left * plane.scale, plane.top * plane.scale
            edge = 4 * plane.ratio
            field = (left + edge, top + edge, left + plane.width - edge, top + plane.height - edge)
            return self._filled(Sheet(field))
        size = plane.cell * plane.scale
        box = plane.world()
        found: dict[Label, None] = {}
        for y in range(box.north // plane.cell, (box.south - 1) // plane.cell + 1):
            for x in range(box.west // plane.cell, (box.east - 1) // plane.cell + 1):
                reach = _REACH_PX * self._px
                found |= dict.fromkeys(self._filled(Cell(x, y, size, reach)))
        return list(found)

    def _filled(self, cell: Cell | Sheet) -> list[Label]:
        written = self._towns.within(cell.field, whole=isinstance(cell, Sheet))
        room = Room(cell.field, _GRAIN_PX * self._px)
        for label in written:
            room.take([label.box], 2 * self._px)
        done: set[int] = set()
        names: Names = defaultdict(list)
        for wish in self._wishes(cell):
            label = wish.label
            if wish.number in done or self._is_near_same(label, wish.zone, names):
                continue
            if room.is_free(wish.boxes):
                room.take(wish.boxes, _AIR_PX.get(label.kind, 2.0) * self._px)
                done.add(wish.number)
                written.append(label)
                names[_key(label)].append((label.x, label.y, wish.zone))
        return written

    def _wishes(self, cell: Cell | Sheet) -> list[_Wish]:
        """Return all that might be written for a cell, in the order it is tried."""
        scale = self._plane.scale
        west, north, east, south = (round(value / scale) for value in cell.field)
        spots = self._display.spots(WorldBox(west, north, east, south), self._plane.zoom)
        phases: list[list[_Wish]] = [[] for _ in Phase]
        for number, spot in enumerate(spots):
            x, y = spot.x * scale, spot.y * scale
            if spot.kind == _TOWN or not cell.may_matter(x, y):
                continue
            for label, boxes in self._choices(spot, x, y):
                zone = cell.zone(boxes)
                if zone is not None:
                    phases[zone.phase].append(_Wish(number, zone, label, boxes))
        return [wish for phase in phases for wish in phase]

    def _is_near_same(self, label: Label, zone: Zone, names: Names) -> bool:
        apart = _APART_PX.get(label.kind)
        if apart is None:
            return False
        least = apart * self._px
        return any(
            abs(label.x - x) + abs(label.y - y) < least and zone.sees(other)
            for x, y, other in names.get(_key(label), ())
        )

    def _choices(self, spot: Spot, x: float, y: float) -> Iterator[Choice]:
        kind = SPOTS[spot.kind]
        if kind in _ALONG:
            return self._along(kind, spot, x, y)
        if kind in (Kind.CARE, Kind.MARK):
            return self._beside(kind, spot, x, y)
        if kind is Kind.SIGN:
            return self._sign(spot, x, y)
        if kind is Kind.ARROW:
            return self._arrow(spot, x, y)
        return self._on(kind, spot, x, y)

    def _along(self, kind: Kind, spot: Spot, x: float, y: float) -> Iterator[Choice]:
        hand = self._hands.of(spot)
        wide = self._letters.width(spot.name, hand) + _LINE_ENDS_PX * self._px
        if kind in _BESIDE:  # a thin line through a name would strike it out
            off, turn = self._letters.height(hand) * 0.62 + 1.5 * self._px, math.radians(spot.turn)
            x, y = x + math.sin(turn) * off, y - math.cos(turn) * off
        if wide <= spot.room * self._plane.scale:
            boxes = boxes_along(x, y, (wide, self._letters.height(hand)), spot.turn)
            label = Label(kind, (spot.name,), hand, x, y, spot.turn, box=around(boxes))
            yield label, boxes

    def _on(self, kind: Kind, spot: Spot, x: float, y: float) -> Iterator[Choice]:
        hand = self._hands.of(spot)
        lines = self._hands.lines(spot.name) if kind is not Kind.HOUSE else (spot.name,)
        wide, high = self._size(lines, hand)
        if spot.room and wide * 0.8 > spot.room * self._plane.scale:
            return
        box = box_around(x, y, wide, high)
        yield Label(kind, lines, hand, x, y, box=box), [box]

    def _beside(self, kind: Kind, spot: Spot, x: float, y: float) -> Iterator[Choice]:
        hand = self._hands.of(spot)
        lines = self._hands.lines(spot.name)
        wide, high = self._size(lines, hand)
        side = mark_size(spot.mark, kind) * self._hands.base
        mark = box_around(x, y, side, side)
        right, down = side / 2 + wide / 2 + 2 * self._px, side / 2 + high / 2 + self._px
        for off_x, off_y in ((right, 0.0), (-right, 0.0), (0.0, down), (0.0, -down)):
            box = box_around(x + off_x, y + off_y, wide, high)
            label = Label(kind, lines, hand, x + off_x, y + off_y, 0.0, spot.mark, (x, y), box)
            yield label, [mark, box]
        if self._plane.zoom >= _MARK_ALONE_FROM[kind] and spot.rank >= _MARK_ALONE_RANK:
            yield Label(kind, (), hand, x, y, 0.0, spot.mark, (x, y), mark), [mark]

    def _sign(self, spot: Spot, x: float, y: float) -> Iterator[Choice]:
        hand = self._hands.of(spot)
        high = hand.size * 1.38
        wide = max(self._letters.width(spot.name, hand) + hand.size * 0.75, high * 1.08)
        box = box_around(x, y, wide, high)
        yield Label(Kind.SIGN, (spot.name,), hand, x, y, 0.0, spot.mark, (x, y), box), [box]

    def _arrow(self, spot: Spot, x: float, y: float) -> Iterator[Choice]:
        size = self._hands.base * 0.9
        box = box_around(x, y, size, size)
        hand = self._hands.of(spot)
        yield Label(Kind.ARROW, (), hand, x, y, spot.turn, spot.mark, (x, y), box), [box]

    def _size(self, lines: tuple[str, ...], hand: Hand) -> tuple[float, float]:
        wide = max(self._letters.width(line, hand) for line in lines)
        return wide, self._letters.height(hand) * len(lines)


def mark_size(mark: str, kind: Kind) -> float:
    """Return how large a landmark's mark is, in letters."""
    if mark == "dot":
        return 0.55
    return 1.15 if kind is Kind.CARE else 1.0


def _key(label: Label) -> str:
    return f"{label.kind}{label.mark if label.kind is Kind.SIGN else ''}{' '.join(label.lines)}"
