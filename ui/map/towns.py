"""Names of towns: few enough to be placed for the whole map at once, before all other names."""

from collections import defaultdict
from collections.abc import Iterator

from nemt_desk.geo.picture.display import DisplayMap, Spot
from nemt_desk.geo.picture.display import SpotKind as Kind
from ui.map.hands import Hands
from ui.map.label import Label
from ui.map.lettering import Box, Type, box_around

_BUCKET_PX = 400.0
_DOTS_TO_ZOOM = 11
_TO_ZOOM = 16
_AIR_PX = 3.0


class Towns:
    """Where every town's name stands at one zoom, in device pixels from the map's origin."""

    def __init__(
        self, display: DisplayMap, hands: Hands, letters: Type, zoom: int, scale: float
    ) -> None:
        self._hands = hands
        self._letters = letters
        self._zoom = zoom
        self._px = hands.base / 11.0
        self._size = _BUCKET_PX * self._px
        self._placed: defaultdict[tuple[int, int], list[Label]] = defaultdict(list)
        for spot in display.towns(zoom) if zoom <= _TO_ZOOM else ():
            self._place(spot, spot.x * scale, spot.y * scale)

    def within(self, field: Box, *, whole: bool = False) -> list[Label]:
        """Return the names that lie on a field; with `whole` none that its edge would cut."""
        found: dict[Label, None] = {}
        for bucket in self._buckets(field):
            for label in self._placed.get(bucket, ()):
                is_in = _holds(field, label.box) if whole else _touch(field, label.box)
                if is_in:
                    found[label] = None
        return list(found)

    def _place(self, spot: Spot, x: float, y: float) -> None:
        for label in self._choices(spot, x, y):
            box = _grown(label.box, _AIR_PX * self._px)
            buckets = list(self._buckets(box))
            if not any(_touch(box, other.box) for b in buckets for other in self._placed[b]):
                for bucket in buckets:
                    self._placed[bucket].append(label)
                return

    def _choices(self, spot: Spot, x: float, y: float) -> Iterator[Label]:
        hand = self._hands.of(spot)
        wide = self._letters.width(spot.name, hand)
        high = self._letters.height(hand)
        if self._zoom > _DOTS_TO_ZOOM:
            for down in (0.0, high, -high):
                box = box_around(x, y + down, wide, high)
                yield Label(Kind.TOWN, (spot.name,), hand, x, y + down, box=box)
            return
        dot = self._hands.base * 0.3
        right, down = dot + wide / 2 + 2 * self._px, dot + high / 2
        for off_x, off_y in ((right, 0.0), (0.0, -down), (-right, 0.0), (0.0, down)):
            box = box_around(x + off_x, y + off_y, wide, high)
            whole = (min(box[0], x - dot), min(box[1], y - dot),
                     max(box[2], x + dot), max(box[3], y + dot))  # fmt: skip
            yield Label(Kind.TOWN, (spot.name,), hand, x + off_x, y + off_y, 0.0, "town",
                        (x, y), whole)  # fmt: skip

    def _buckets(self, box: Box) -> Iterator[tuple[int, int]]:
        size = self._size
        for x in range(int(box[0] // size), int(box[2] // size) + 1):
            for y in range(int(box[1] // size), int(box[3] // size) + 1):
                yield x, y


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]


def _holds(field: Box, box: Box) -> bool:
    return box[0] >= field[0] and box[1] >= field[1] and box[2] <= field[2] and box[3] <= field[3]


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by
