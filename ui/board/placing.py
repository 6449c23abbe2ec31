"""From minutes and lanes to pixels: scale, tops of the lanes, what is at a point. No ink."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nemt_desk.ground.ids import Id
from ui.board.lanes import Axis, Bar, Lane


@dataclass(frozen=True, slots=True)
class Scale:
    """From minutes and tracks to pixels of the whole timeline, without scrolling.

    `head` is the width of the drivers' column, `top` the height of the axis, `line` that of a
    line of text in a head, `load` that of the small figures below the bars.
    """

    axis: Axis
    px_min: float
    head: int
    top: int
    bar: int
    line: int
    load: int = 0
    gap: int = 4

    def x(self, minute: float) -> int:
        """Return where a minute stands."""
        return self.head + round((minute - self.axis.start) * self.px_min)

    @property
    def width(self) -> int:
        """The whole width."""
        return self.x(self.axis.end) + self.gap

    def head_height(self, lines: int) -> int:
        """Return how high a head with this many lines of text is."""
        return lines * self.line + 2 * self.gap

    def lane_height(self, lane: Lane, lines: int = 2) -> int:
        """Return a lane's height: its tracks, but never less than its head needs."""
        load = self.load if lane.aboard else 0
        return max(self.head_height(lines), lane.tracks * (self.bar + self.gap) + self.gap + load)


@dataclass(frozen=True, slots=True)
class Placed:
    """Lanes with their tops; finds what is at a point.

    `at` is where each ride stands, or where it is proposed if it stands nowhere.
    """

    lanes: tuple[Lane, ...]
    tops: tuple[int, ...]
    scale: Scale
    at: Mapping[Id, tuple[int, Bar]]
    ghosts: Mapping[Id, tuple[int, Bar]]
    by_driver: Mapping[Id, int]

    @property
    def height(self) -> int:
        """The whole height."""
        return self.tops[-1]

    def lane_at(self, y: int) -> int:
        """Return the number of the lane at `y`, -1 if there is none."""
        if y < self.scale.top or y >= self.tops[-1]:
            return -1
        return bisect_right(self.tops, y) - 1

    def lanes_between(self, top: int, end: int) -> range:
        """Return the numbers of the lanes that reach into these pixels."""
        first = max(0, bisect_right(self.tops, top) - 1)
        return range(first, min(len(self.lanes), max(first, bisect_right(self.tops, end - 1))))

    def lane_of(self, driver: Id | None) -> int:
        """Return the number of a driver's lane, -1 if he has none."""
        return self.by_driver.get(driver, -1) if driver is not None else -1

    def bar_box(self, lane: int, start: int, end: int, track: int) -> tuple[int, int, int, int]:
        """Return x, y, width and height of a bar."""
        scale = self.scale
        top = self.tops[lane] + scale.gap + track * (scale.bar + scale.gap)
        left = scale.x(start)
        return left, top, max(scale.x(end) - left - 1, 6), scale.bar

    def bar_at(self, x: int, y: int) -> Bar | None:
        """Return the ride at a point; of two the later."""
        lane = self.lane_at(y)
        if lane < 0 or x < self.scale.head:
            return None
        for bar in reversed(self.lanes[lane].bars):
            left, top, width, height = self.bar_box(lane, bar.start, bar.end, bar.track)
            if left <= x < left + width and top <= y < top + height:
                return bar
        return None


def placed(lanes: tuple[Lane, ...], scale: Scale, lines: Sequence[int] = ()) -> Placed:
    """Put lanes one below the other; `lines` is how many lines of text each head needs."""
    tops = [scale.top]
    for number, lane in enumerate(lanes):
        tops.append(tops[-1] + scale.lane_height(lane, lines[number] if lines else 2))
    sure: dict[Id, tuple[int, Bar]] = {}
    ghosts: dict[Id, tuple[int, Bar]] = {}
    for number, lane in enumerate(lanes):
        for bar in lane.bars:
            (sure if bar.ghost is None else ghosts)[bar.ride.id] = (number, bar)
    by_driver = {lane.driver.id: number for number, lane in enumerate(lanes)}
    return Placed(lanes, tuple(tops), scale, ghosts | sure, ghosts, by_driver)
