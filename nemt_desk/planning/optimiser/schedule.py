"""When a car that visits nodes in a given order can be where: earliest and latest, exactly.

All rules of a run's times say "this at least so long after that": windows, driving, the longest
time on board (backwards). Such rules have one schedule in which everything is as early as it can
be, and one in which everything is as late; both are found here, and the shortest time on duty is
the larger of the driving and (earliest end - latest start).
"""

from collections.abc import Sequence
from dataclasses import dataclass

type Pairs = list[tuple[int, int, float]]
"""(position of pick-up, position of drop-off, longest time between their beginnings)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What limits the times of a sequence: driving from each entry to the next, and windows."""

    drives: Sequence[float]
    opens: Sequence[float]
    closes: Sequence[float]
    pairs: Pairs


def earliest(frame: Frame) -> list[float] | None:
    """Return the earliest times at which each entry can begin, or None if there are none."""
    drives, opens, closes = frame.drives, frame.opens, frame.closes
    time = opens[0]
    times = [time]
    for index, drive in enumerate(drives, 1):
        time += drive
        if time < opens[index]:
            time = opens[index]
        elif time > closes[index]:
            return None
        times.append(time)
    return times if lift(frame, times) else None


def lift(frame: Frame, times: list[float]) -> bool:
    """Put pick-ups later until nobody is aboard too long; False if that cannot be."""
    drives, closes, pairs = frame.drives, frame.closes, frame.pairs
    is_changed = True
    while is_changed:
        is_changed = False
        for on, off, longest in pairs:
            time = times[off] - longest
            if time <= times[on]:
                continue
            is_changed = True
            times[on] = time
            if time > closes[on]:
                return False
            for index in range(on, len(drives)):
                time += drives[index]
                if time <= times[index + 1]:
                    break
                if time > closes[index + 1]:
                    return False
                times[index + 1] = time
            # Whatever waiting lay between is used up: what is still too long is driving.
            if times[off] - times[on] > longest + 1e-9:
                return False
    return True


def latest(frame: Frame) -> list[float]:
    """Return the latest times at which each entry can begin; there must be earliest ones."""
    drives, closes, pairs = frame.drives, frame.closes, frame.pairs
    time = closes[-1]
    times = [time]
    for index in range(len(drives) - 1, -1, -1):
        time -= drives[index]
        if time > closes[index]:
            time = closes[index]
        times.append(time)
    times.reverse()
    is_changed = True
    while is_changed:
        is_changed = False
        for on, off, longest in pairs:
            time = times[on] + longest
            if time >= times[off] - 1e-9:
                continue
            is_changed = True
            times[off] = time
            for index in range(off - 1, -1, -1):
                time -= drives[index]
                if time >= times[index]:
                    break
                times[index] = time
    return times
