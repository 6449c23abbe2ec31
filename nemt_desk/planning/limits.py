"""What a driver's day allows as a whole: miles, a break, leaving and getting home in his hours.

Only what a ride makes worse is told; what was so before it came is not held against it.
"""

from collections.abc import Iterator, Sequence

from nemt_desk.ground.units import metres, miles
from nemt_desk.planning.rows import DriverDay, Figures, Hours, Severity, Travel, Violation
from nemt_desk.planning.stops import load_profile
from nemt_desk.planning.timetable import Visit, drive, timetable, way
from nemt_desk.planning.words import clock_text, ended

type Span = tuple[int, int]

_DAY_MIN = 24 * 60
_ROUNDING_M = metres(0.5)


def limits(
    before: DriverDay, after: DriverDay, travel: Travel, figures: Figures
) -> Iterator[Violation]:
    """Yield what the day with the ride goes beyond and the day without it did not."""
    yield from _miles(before, after, travel)
    if not after.hours:
        return
    rests = any(span.break_min for span in after.hours)
    now = _Day(after, travel, figures)
    if now.is_empty:
        return
    was = _Day(before, travel, figures) if rests or now.home is not None else None
    if was is not None and rests:
        yield from _breaks(was, now)
    if was is not None:
        yield from _home(was, now)


def _miles(before: DriverDay, after: DriverDay, travel: Travel) -> Iterator[Violation]:
    if after.day_m is None:
        return
    far = drive(after, travel).total_m
    if far > after.day_m + _ROUNDING_M and far > drive(before, travel).total_m:
        most = miles(after.day_m, 0)
        sentence = f"The day would be {miles(far, 0)} miles; this driver goes up to {most} a day."
        yield Violation("day_miles", sentence)


class _Day:
    """A day's visits, and when its driver is at home or stands with nobody aboard."""

    def __init__(self, day: DriverDay, travel: Travel, figures: Figures) -> None:
        self.day = day
        self.visits = timetable(day, travel, figures)
        self.is_empty = not self.visits
        self.home: Span | None = None
        if self.visits:
            first, last = self.visits[0], self.visits[-1]
            out = way(travel, day.start, first.stop.spot.point)
            back = way(travel, last.stop.spot.point, day.end)
            if out is not None and back is not None:
                left = first.arrive_min - round(out.minutes)
                self.home = (left, last.leave_min + round(back.minutes))

    def rests(self) -> Iterator[Span]:
        """Yield the stretches in which he stands still and nobody is aboard."""
        if not self.visits:
            return
        yield 0, self.home[0] if self.home is not None else self.visits[0].arrive_min
        profile = load_profile(self.day.tasks, [visit.stop for visit in self.visits])
        for visit, load, after in zip(self.visits, profile, self.visits[1:], strict=False):
            if load.seats or load.wheelchair_places:
                continue
            drives = after.arrive_min - visit.leave_min
            spare = _begin(after) - after.arrive_min
            yield visit.leave_min, visit.leave_min + spare
            yield visit.leave_min + drives, after.arrive_min + spare
        # There, before he drives home, or at home: he is his own master.
        yield self.visits[-1].leave_min, 2 * _DAY_MIN


def _begin(visit: Visit) -> int:
    ready = visit.stop.ready_min
    return visit.arrive_min if ready is None else max(visit.arrive_min, ready)


def _breaks(was: _Day, now: _Day) -> Iterator[Violation]:
    rests = list(now.rests())
    for span in now.day.hours:
        if not span.break_min or not _drives_in(now, span) or _has_break(rests, span):
            continue
        if not was.is_empty and not _has_break(list(was.rests()), span):
            continue
        begin, end = _window(span)
        sentence = ended(
            f"No {span.break_min} minutes are left for the break between {clock_text(begin)} and"
            f" {clock_text(end)}"
        )
        yield Violation("break", sentence)


def _window(span: Hours) -> Span:
    begin = span.start_min if span.break_from_min is None else span.break_from_min
    end = span.end_min if span.break_until_min is None else span.break_until_min
    return begin, end


def _drives_in(now: _Day, span: Hours) -> bool:
    return any(
        span.start_min <= visit.leave_min and visit.arrive_min <= span.end_min
        for visit in now.visits
    )


def _has_break(rests: Sequence[Span], span: Hours) -> bool:
    begin, end = _window(span)
    return any(min(stop, end) - max(start, begin) >= span.break_min for start, stop in rests)


def _home(was: _Day, now: _Day) -> Iterator[Violation]:
    """Tell of leaving home before the first hours or getting back after the last."""
    if now.home is None:
        return
    left, back = now.home
    first = min(span.start_min for span in now.day.hours)
    last = max(span.end_min for span in now.day.hours)
    was_left, was_back = was.home or (left + 1, back - 1)
    if left < first and left < was_left:
        sentence = ended(f"Would leave home at {clock_text(left)}; drives from {clock_text(first)}")
        yield Violation("home_hours", sentence, Severity.WARN, minutes_over=first - left)
    if back > last and back > was_back:
        sentence = ended(f"Would be home at {clock_text(back)}; drives until {clock_text(last)}")
        yield Violation("home_hours", sentence, Severity.WARN, minutes_over=back - last)
