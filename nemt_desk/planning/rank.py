"""Who can take a ride, best first, and what a change of a day costs."""

from collections.abc import Iterable
from dataclasses import dataclass

from nemt_desk.ground.ids import Id
from nemt_desk.planning.fits import fits
from nemt_desk.planning.rows import DriverDay, Figures, RideTask, Travel, Violation
from nemt_desk.planning.timetable import drive, lateness, timetable


@dataclass(frozen=True, slots=True)
class Candidate:
    """One driver for one ride: what speaks against him and how much further he would drive.

    `extra_m` are metres with nobody aboard, `extra_min` minutes of driving in all.
    """

    day: DriverDay
    violations: tuple[Violation, ...]
    extra_m: float
    extra_min: int
    is_estimate: bool

    @property
    def can_take(self) -> bool:
        """Tell whether no reason is needed."""
        return not any(violation.is_blocking for violation in self.violations)


@dataclass(frozen=True, slots=True)
class Moved:
    """A ride that a change makes later (or, below 0, earlier) by minutes at its pick-up."""

    ride_id: Id
    minutes: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of a day costs: unloaded metres, driving minutes, whom it moves."""

    extra_m: float
    extra_min: int
    moved: tuple[Moved, ...]
    is_estimate: bool


def impact(before: DriverDay, after: DriverDay, travel: Travel, figures: Figures) -> Impact:
    """Compare two plans of one driver's day."""
    was, now = drive(before, travel), drive(after, travel)
    early = lateness(timetable(before, travel, figures), before.tasks)
    late = lateness(timetable(after, travel, figures), after.tasks)
    moved = [
        Moved(ride_id, minutes - early[ride_id, True])
        for (ride_id, is_pickup), minutes in late.items()
        if is_pickup and early.get((ride_id, True), minutes) != minutes
    ]
    return Impact(
        extra_m=now.unloaded_m - was.unloaded_m,
        extra_min=round(now.total_min - was.total_min),
        moved=tuple(moved),
        is_estimate=now.is_estimate or was.is_estimate,
    )


def who_can_take(
    ride: RideTask, days: Iterable[DriverDay], travel: Travel, figures: Figures
) -> tuple[Candidate, ...]:
    """Return every driver with reasons, best first: nothing against, then the shortest way."""
    found = []
    for day in days:
        free = day.minus(ride.ride_id)
        cost = impact(free, free.plus(ride), travel, figures)
        violations = fits(free, ride, travel, figures)
        found.append(Candidate(day, violations, cost.extra_m, cost.extra_min, cost.is_estimate))
    return tuple(sorted(found, key=_rank))


def _rank(candidate: Candidate) -> tuple[int, int, float, str]:
    blocks = sum(violation.is_blocking for violation in candidate.violations)
    warns = len(candidate.violations) - blocks
    return blocks, warns, candidate.extra_m, candidate.day.name
