"""Who can take what is asked, best first and why; and what a change of a day costs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nemt_desk.ground.ids import Id
from nemt_desk.ground.units import metres
from nemt_desk.planning.fits import fits_together
from nemt_desk.planning.known import Known
from nemt_desk.planning.rows import DriverDay, Figures, LatLon, RideTask, Travel, Violation
from nemt_desk.planning.timetable import Drive, drive, lateness, timetable, way

NEAR_M = metres(5)
"""Whose added way is longer than the shortest by less than this counts as near as the nearest."""
_NOBODY = Known()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be put on a run: the chosen rides, and their other open legs.

    `takes_legs`: who takes the chosen ones takes the legs that fit as well; the price is of all.
    """

    chosen: tuple[RideTask, ...]
    legs: tuple[RideTask, ...] = ()
    takes_legs: bool = False

    @property
    def ids(self) -> tuple[Id, ...]:
        """The chosen rides."""
        return tuple(task.ride_id for task in self.chosen)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One driver for what is asked: what speaks against him, what it costs, what is known of him.

    `extra_m` are metres with nobody aboard, `loaded_m` with somebody, `extra_min` minutes of
    driving in all; `later` how many minutes other pick-ups would be late that were not. `home_m`
    is the way from his home to the first pick-up, None without pins.
    """

    day: DriverDay
    findings: Mapping[Id, tuple[Violation, ...]]
    extra_m: float
    loaded_m: float
    extra_min: int
    is_estimate: bool
    later: tuple[int, ...] = ()
    fitting_legs: tuple[Id, ...] = ()
    home_m: float | None = None
    known: Known = field(default=_NOBODY)
    takes_legs: bool = False

    @property
    def driver_id(self) -> Id:
        """Who it is."""
        return self.day.driver_id

    @property
    def name(self) -> str:
        """What he is called."""
        return self.day.name

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All that speaks against it, each sentence once, what blocks first."""
        once = {v.sentence: v for found in self.findings.values() for v in found}
        return tuple(sorted(once.values(), key=lambda v: not v.is_blocking))

    @property
    def can_take(self) -> bool:
        """Tell whether no reason is needed."""
        return not any(violation.is_blocking for violation in self.violations)

    @property
    def has_declined(self) -> bool:
        """Tell whether he said no to just this."""
        return any(violation.code == "declined" for violation in self.violations)

    @property
    def cents(self) -> int | None:
        """What it adds to what he is paid; None where no rate is known."""
        price = self.known.price
        if price is None:
            return None
        rides = len(self.findings) + (len(self.fitting_legs) if self.takes_legs else 0)
        return price.cents(loaded_m=self.loaded_m, unloaded_m=self.extra_m, rides=rides)


@dataclass(frozen=True, slots=True)
class Moved:
    """A ride that a change makes later (or, below 0, earlier) by minutes at its pick-up."""

    ride_id: Id
    minutes: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of a day costs: metres without and with riders, driving minutes, whom it moves.

    `later` are the minutes that other pick-ups are late which were not.
    """

    extra_m: float
    extra_min: int
    moved: tuple[Moved, ...]
    is_estimate: bool
    loaded_m: float = 0.0
    later: tuple[int, ...] = ()


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
    later = (late[key] for key, was_late in early.items() if _is_later(key, late, was_late))
    return Impact(
        extra_m=now.unloaded_m - was.unloaded_m,
        extra_min=round(now.total_min - was.total_min),
        moved=tuple(moved),
        is_estimate=now.is_estimate or was.is_estimate,
        loaded_m=_loaded(now) - _loaded(was),
        later=tuple(later),
    )


def _is_later(key: tuple[Id, bool], late: Mapping[tuple[Id, bool], int], was: int) -> bool:
    return key[1] and key in late and late[key] > max(was, 0)


def _loaded(driven: Drive) -> float:
    return driven.total_m - driven.unloaded_m


def who_can_take(
    ride: RideTask, days: Iterable[DriverDay], travel: Travel, figures: Figures
) -> tuple[Candidate, ...]:
    """Return every driver for one ride, best first, with nothing known of what was before."""
    return rank(Asked((ride,)), days, travel, figures)


def rank(
    asked: Asked,
    days: Iterable[DriverDay],
    travel: Travel,
    figures: Figures,
    *,
    known: Mapping[Id, Known] | None = None,
    before_each: Callable[[], object] = int,
) -> tuple[Candidate, ...]:
    """Return every driver with reasons, best first.

    `before_each` may raise to stop the work: somebody has chosen another ride meanwhile.
    """
    facts = known or {}
    found = []
    for day in days:
        before_each()
        found.append(candidate(asked, day, travel, figures, facts.get(day.driver_id, _NOBODY)))
    return ordered(found)


def candidate(
    asked: Asked, day: DriverDay, travel: Travel, figures: Figures, known: Known = _NOBODY
) -> Candidate:
    """Return one driver for what is asked; rides that are on his day are judged as if new."""
    free = day
    for task in (*asked.chosen, *asked.legs):
        free = free.minus(task.ride_id)
    full = free
    for task in asked.chosen:
        full = full.plus(task)
    legs = fitting(full, asked.legs, travel, figures)
    taken = full
    for task in asked.legs:
        taken = taken.plus(task) if asked.takes_legs and task.ride_id in legs else taken
    cost = impact(free, taken, travel, figures)
    return Candidate(
        day=day,
        findings=fits_together(free, asked.chosen, travel, figures),
        # A carrier is paid by the mile with a member aboard; how he comes there is his own affair.
        extra_m=0.0 if day.is_carrier else cost.extra_m,
        loaded_m=cost.loaded_m,
        extra_min=cost.extra_min,
        is_estimate=cost.is_estimate,
        later=cost.later,
        fitting_legs=legs,
        home_m=_far(travel, day.start, asked.chosen),
        known=known,
        takes_legs=asked.takes_legs,
    )


def _far(travel: Travel, home: LatLon | None, rides: Sequence[RideTask]) -> float | None:
    leg = way(travel, home, rides[0].origin.point) if rides else None
    return None if leg is None else leg.distance_m


def fitting(
    day: DriverDay, legs: Sequence[RideTask], travel: Travel, figures: Figures
) -> tuple[Id, ...]:
    """Return which of these rides still fit, one after another."""
    found = []
    for leg in legs:
        against = fits_together(day, [leg], travel, figures)[leg.ride_id]
        if not any(violation.is_blocking for violation in against):
            found.append(leg.ride_id)
            day = day.plus(leg)
    return tuple(found)


# --- the order, and its reason -------------------------------------------------------------------


class Place(NamedTuple):
    """What decides who stands before whom, the first difference first."""

    blocks: int
    is_carrier: bool
    has_declined: bool
    warnings: int
    bands: int
    is_stranger: bool
    month_rides: int
    extra_m: float
    name: str


def ordered(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates best first.

    Who fits before who does not, our own before carriers, who was not asked in vain before who
    was, fewer warnings, near before far (all within 5 miles of the nearest are near), who knows
    the member, who drove less this month, the shortest way.
    """
    places = _places(found)
    return tuple(sorted(found, key=lambda one: places[one.driver_id]))


def _places(found: Sequence[Candidate]) -> dict[Id, Place]:
    able = [one.extra_m for one in found if one.can_take and not one.day.is_carrier]
    nearest = min(able or [one.extra_m for one in found], default=0.0)
    return {one.driver_id: _place(one, nearest) for one in found}


def _place(one: Candidate, nearest: float) -> Place:
    blocks = sum(violation.is_blocking for violation in one.violations)
    declined = one.has_declined
    return Place(
        blocks=blocks,
        is_carrier=one.day.is_carrier,
        has_declined=declined,
        warnings=len(one.violations) - blocks - declined,
        bands=int(max(one.extra_m - nearest, 0.0) // NEAR_M),
        is_stranger=not one.known.driven.number,
        month_rides=one.known.month_rides,
        extra_m=one.extra_m,
        name=one.name,
    )


def first_difference(found: Sequence[Candidate]) -> str:
    """Return the name of what sets the first apart from the second, empty if there is no second."""
    if len(found) < 2:
        return ""
    places = _places(found)
    first, second = (places[one.driver_id] for one in found[:2])
    names = (name for name in Place._fields if getattr(first, name) != getattr(second, name))
    return next(names, "")
