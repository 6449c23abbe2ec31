"""Breaks: where they go in a run of fixed order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from nemt_desk.planning.optimiser.model import Kind, Model
from nemt_desk.planning.optimiser.problem import Break
from nemt_desk.planning.optimiser.schedule import Frame, earliest, latest
from nemt_desk.planning.optimiser.walk import Walk


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a break is taken: in the gap after a node; `at_next`: at the place of the next.

    Gap -1 is before leaving, -2 after the end.
    """

    gap: int
    at_next: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """Earliest and latest times of a sequence (breaks included) and minutes on duty."""

    frame: Frame
    early: list[float]
    late: list[float]
    on_duty: float
    spots: tuple[Spot, ...] = ()


def timing(frame: Frame, *, is_out: bool) -> Timing | None:
    """Return the times of a sequence, or None if there are none."""
    early = earliest(frame)
    if early is None:
        return None
    late = latest(frame)
    waits = early[-1] - (frame.opens[0] if is_out else late[0])
    return Timing(frame, early, late, max(sum(frame.drives), waits))


def with_breaks(
    model: Model, kind: Kind, found: Walk, plain: Frame, *, is_out: bool
) -> Timing | None:
    """Return the times with all breaks of the kind, on duty as short as can be."""
    best: Timing | None = None
    breaks = kind.driver.breaks
    gaps = list(_gaps(found, is_out=is_out))
    for spots in product(gaps, repeat=len(breaks)):
        inside = [spot.gap for spot in spots if spot.gap >= 0]
        if len(inside) != len(set(inside)):
            continue
        entry = timing(_placed(model, found, plain, breaks, spots), is_out=is_out)
        if entry is not None and (best is None or entry.on_duty < best.on_duty - 1e-9):
            best = replace(entry, spots=spots)
            if best.on_duty <= sum(plain.drives):
                break
    return best


def _gaps(found: Walk, *, is_out: bool) -> Iterator[Spot]:
    if not is_out:
        yield Spot(-1)
    yield Spot(-2)
    last = len(found.nodes) - 2
    for index, aboard in enumerate(found.aboard[:-1]):
        if aboard:
            continue
        if index or is_out:
            yield Spot(index)
        if index < last:
            yield Spot(index, at_next=True)


def _placed(
    model: Model, found: Walk, plain: Frame, breaks: tuple[Break, ...], spots: tuple[Spot, ...]
) -> Frame:
    """Return the frame with an entry for each break that is taken on the way."""
    drives, opens, closes = list(plain.drives), list(plain.opens), list(plain.closes)
    pairs = plain.pairs
    # From the back, so that positions in front stay what they are.
    for spot, one in sorted(
        zip(spots, breaks, strict=True), key=lambda entry: entry[0].gap, reverse=True
    ):
        if spot.gap == -1:
            opens[0] = max(opens[0], one.from_min + one.minutes)
        elif spot.gap == -2:
            closes[-1] = min(closes[-1], one.until_min)
        else:
            gap = spot.gap
            to = drives[gap] if spot.at_next else model.service[found.nodes[gap]]
            drives[gap : gap + 1] = [to, drives[gap] - to + one.minutes]
            opens.insert(gap + 1, one.from_min)
            closes.insert(gap + 1, one.until_min)
            pairs = [(on + (on > gap), off + (off > gap), longest) for on, off, longest in pairs]
    return Frame(drives, opens, closes, pairs)
