"""Who can take what is chosen: one offer for each driver, worked out once, not per mouse move.

Pure: planning answers, this only puts several rides and their returns together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nemt_desk.ground.ids import Id
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import fold
from nemt_desk.planning.fits import fits_together
from nemt_desk.planning.rank import impact
from nemt_desk.planning.rows import DriverDay, Figures, RideTask, Travel, Violation
from nemt_desk.planning.timetable import lateness, slack_min, timetable
from ui.board.words import FITS, FITS_NOT, count

_SAID = 2  # the line below the timeline holds two sentences; the list of drivers holds all


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be put on a run: the chosen rides, and their other open legs."""

    chosen: tuple[RideTask, ...]
    legs: tuple[RideTask, ...] = ()

    @property
    def ids(self) -> tuple[Id, ...]:
        """The chosen rides."""
        return tuple(task.ride_id for task in self.chosen)


@dataclass(frozen=True, slots=True)
class Offer:
    """One driver: what speaks against him, what it would cost, which other legs fit too.

    `extra_m` are metres with nobody aboard, `extra_min` minutes of driving in all, `later` how
    many minutes other pick-ups would be late that were not.
    """

    driver_id: Id
    name: str
    findings: Mapping[Id, tuple[Violation, ...]]
    extra_m: float
    extra_min: int
    later: tuple[int, ...]
    is_estimate: bool
    fitting_legs: tuple[Id, ...]

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
    def mark(self) -> str:
        """The sign that stands beside the name."""
        return FITS if self.can_take else FITS_NOT

    @property
    def cost(self) -> str:
        """Return `+6.2 mi, +14 min`, with `about` where no map was asked."""
        about = "about " if self.is_estimate else ""
        return f"{about}{self.extra_miles} mi, {signed(self.extra_min)} min"

    @property
    def extra_miles(self) -> str:
        """Return `+6.2`."""
        return signed(miles(self.extra_m))

    @property
    def reasons(self) -> list[str]:
        """What speaks against it, or what it makes late, in sentences."""
        parts = [violation.sentence for violation in self.violations]
        said = any(violation.code == "late_other" for violation in self.violations)
        if self.later and not said:
            many = count(len(self.later), "other pick-up")
            parts.append(f"{many} up to {max(self.later)} min late, still in time.")
        return parts

    @property
    def why(self) -> str:
        """All reasons in one line."""
        return " ".join(self.reasons)

    @property
    def sentence(self) -> str:
        """Return the whole answer in one line."""
        head = f"{self.mark} {self.name}: {'fits' if self.can_take else 'does not fit'}"
        reasons = self.reasons
        rest = len(reasons) - _SAID
        said = [*reasons[:_SAID], f"And {rest} more."] if rest > 0 else reasons
        return " ".join([f"{head}, {self.cost}.", *said])


def signed(value: object) -> str:
    """Return a number with its sign."""
    text = str(value)
    return text if text.startswith("-") else f"+{text}"


def offers(
    asked: Question,
    days: Iterable[DriverDay],
    travel: Travel,
    figures: Figures,
    *,
    before_each: Callable[[], object] = int,
) -> tuple[Offer, ...]:
    """Return every driver's offer, best first: nothing against, then the shortest way.

    `before_each` may raise to stop the work: somebody has chosen another ride meanwhile.
    """
    found = []
    for day in days:
        before_each()
        found.append(_offer(asked, day, travel, figures))
    return tuple(sorted(found, key=_rank))


def _offer(asked: Question, day: DriverDay, travel: Travel, figures: Figures) -> Offer:
    free = day
    for task in (*asked.chosen, *asked.legs):
        free = free.minus(task.ride_id)
    findings = fits_together(free, asked.chosen, travel, figures)
    full = _with(free, asked.chosen)
    legs = fitting(full, asked.legs, travel, figures)
    cost = impact(free, full, travel, figures)
    return Offer(
        driver_id=day.driver_id,
        name=day.name,
        findings=findings,
        extra_m=cost.extra_m,
        extra_min=cost.extra_min,
        later=_later(free, full, travel, figures),
        is_estimate=cost.is_estimate,
        fitting_legs=legs,
    )


def _later(free: DriverDay, full: DriverDay, travel: Travel, figures: Figures) -> tuple[int, ...]:
    """Return by how many minutes other pick-ups become late."""
    was = lateness(timetable(free, travel, figures), free.tasks)
    now = lateness(timetable(full, travel, figures), full.tasks)
    return tuple(now[key] for key, before in was.items() if key[1] and now[key] > max(before, 0))


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


def _with(day: DriverDay, tasks: Iterable[RideTask]) -> DriverDay:
    for task in tasks:
        day = day.plus(task)
    return day


def _rank(offer: Offer) -> tuple[int, int, float, str]:
    blocks = sum(violation.is_blocking for violation in offer.violations)
    return blocks, len(offer.violations) - blocks, offer.extra_m, offer.name


def slacks(days: Iterable[DriverDay], travel: Travel, figures: Figures) -> dict[Id, int | None]:
    """Return each driver's spare minutes; only those who have something to drive."""
    return {day.driver_id: slack_min(day, travel, figures) for day in days if day.tasks}


def narrowed(found: Sequence[Offer], typed: str) -> list[Offer]:
    """Return the offers of drivers whose name parts begin with the typed letters."""
    words = fold(typed).split()
    if not words:
        return list(found)
    return [
        offer
        for offer in found
        if all(any(part.startswith(word) for part in fold(offer.name).split()) for word in words)
    ]
