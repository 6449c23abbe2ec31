"""Walking on the timeline with the arrow keys: which ride or row comes next. No widgets."""

from collections.abc import Sequence

from nemt_desk.ground.ids import Id
from ui.board.day import Choice
from ui.board.lanes import Bar, Lane


def step(
    lanes: Sequence[Lane], choice: Choice, by: tuple[int, int], *, is_more: bool = False
) -> Choice:
    """Return the choice one step down (`by[0]`) or along the row (`by[1]`).

    Along a row with `is_more` the next ride is chosen as well.
    """
    if not lanes:
        return choice
    at = _lane_of(lanes, choice)
    if at < 0:
        return _into(lanes[0], None)
    if by[0]:
        there = lanes[max(0, min(at + by[0], len(lanes) - 1))]
        return choice if there is lanes[at] else _into(there, _bar(lanes[at], choice.current))
    return _along(lanes[at], choice, by[1], is_more=is_more)


def _lane_of(lanes: Sequence[Lane], choice: Choice) -> int:
    for number, lane in enumerate(lanes):
        if choice.current is not None and _bar(lane, choice.current) is not None:
            return number
    mine = (n for n, lane in enumerate(lanes) if lane.driver.id == choice.driver)
    return next(mine, -1)


def _bar(lane: Lane, ride: Id | None) -> Bar | None:
    return next((bar for bar in lane.bars if bar.ride.id == ride), None)


def _into(lane: Lane, before: Bar | None) -> Choice:
    """Go to the ride of a row that is nearest in time, or to the bare row."""
    wanted = before.start if before else 0
    near = min(lane.bars, key=lambda bar: abs(bar.start - wanted), default=None)
    return Choice().only(near.ride.id if near else None, lane.driver.id)


def _along(lane: Lane, choice: Choice, by: int, *, is_more: bool) -> Choice:
    bars = sorted(lane.bars, key=lambda bar: (bar.start, bar.track))
    if not bars:
        return choice
    now = _bar(lane, choice.current)
    place = bars.index(now) + by if now else 0
    if not 0 <= place < len(bars):
        return choice
    ride = bars[place].ride.id
    if is_more:
        more = choice.rides if ride in choice.rides else (*choice.rides, ride)
        return Choice(more, ride, lane.driver.id)
    return Choice().only(ride, lane.driver.id)
