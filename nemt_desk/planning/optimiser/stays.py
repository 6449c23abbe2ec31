"""Driving home while a wait is long: a run in parts, with the driver off duty between them."""

from collections.abc import Iterator
from dataclasses import dataclass

from nemt_desk.planning.optimiser.model import Kind, Model
from nemt_desk.planning.optimiser.pauses import Timing, timing
from nemt_desk.planning.optimiser.schedule import Frame
from nemt_desk.planning.optimiser.walk import Walk

STAY_MIN = 15.0
"""Nobody drives home for less."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a run from home (or the start) to home (or the end), with its times."""

    walk: Walk
    timing: Timing
    is_out: bool


def parts(model: Model, kind: Kind, whole: Part, home: int) -> list[Part]:
    """Return the run cut wherever going home is cheaper than waiting; never dearer than whole."""
    best: tuple[Part, Part] | None = None
    best_gain = 1e-6
    if whole.timing.on_duty - sum(whole.timing.frame.drives) < STAY_MIN:
        return [whole]
    cents, per_m = kind.driver.minute_cents, kind.driver.unloaded_cents_m
    table = model.metres
    for gap in _gaps(model, whole, home):
        cut = _cut(model, whole, gap, home)
        if cut is None:
            continue
        left, after = whole.walk.nodes[gap : gap + 2]
        more_m = table[left][home] + table[home][after] - table[left][after]
        on_duty = cut[0].timing.on_duty + cut[1].timing.on_duty
        gain = (whole.timing.on_duty - on_duty) * cents - more_m * per_m
        if gain > best_gain:
            best, best_gain = cut, gain
    if best is None:
        return [whole]
    return parts(model, kind, best[0], home) + parts(model, kind, best[1], home)


def _gaps(model: Model, whole: Part, home: int) -> Iterator[int]:
    """Yield the gaps that are long enough: nobody aboard or waiting, no break in the run."""
    found, times = whole.walk, whole.timing
    if any(spot.gap >= 0 for spot in times.spots):
        return
    minutes, back_of = model.minutes, model.back_of
    for gap in range(1, len(found.nodes) - 2):
        left, after = found.nodes[gap : gap + 2]
        if found.aboard[gap] or (left & 1 and left >> 1 in back_of):
            continue
        driving = minutes[left][home] + minutes[home][after]
        if times.late[gap + 1] - times.early[gap] >= driving + STAY_MIN:
            yield gap


def _cut(model: Model, whole: Part, gap: int, home: int) -> tuple[Part, Part] | None:
    frame, minutes, found = whole.timing.frame, model.minutes, whole.walk
    left, after = found.nodes[gap : gap + 2]
    way = [*frame.drives[:gap], minutes[left][home]]
    back = whole.timing.early[gap] + way[-1]
    before = timing(
        Frame(
            way,
            [*frame.opens[: gap + 1], 0.0],
            # Home as early as can be: that costs no time on duty, and the rest counts on it.
            [*frame.closes[: gap + 1], back + 1e-9],
            [pair for pair in frame.pairs if pair[1] <= gap],
        ),
        is_out=whole.is_out,
    )
    rest = timing(
        Frame(
            [minutes[home][after], *frame.drives[gap + 1 :]],
            [back + STAY_MIN, *frame.opens[gap + 1 :]],
            [frame.closes[-1], *frame.closes[gap + 1 :]],
            [(on - gap, off - gap, most) for on, off, most in frame.pairs if on > gap],
        ),
        is_out=False,
    )
    if before is None or rest is None:
        return None
    return (
        Part(_slice(found, 0, gap + 1, home), before, whole.is_out),
        Part(_slice(found, gap + 1, len(found.nodes), home), rest, is_out=False),
    )


def _slice(found: Walk, begin: int, end: int, home: int) -> Walk:
    """Return the walk of the nodes from begin to end, with home where the rest was."""
    if begin:
        return Walk(
            [home, *found.nodes[begin:end]],
            [found.room[begin - 1], *found.room[begin:end]],
            [0, *found.aboard[begin:end]],
            [False, *found.is_locked[begin:end]],
        )
    return Walk(
        [*found.nodes[:end], home],
        [*found.room[:end], found.room[end - 1]],
        [*found.aboard[:end], 0],
        [*found.is_locked[:end], False],
    )
