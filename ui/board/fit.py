"""Who can take what is chosen: one offer for each driver, worked out once, not per mouse move.

Planning ranks; this only says it in the board's words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nemt_desk.ground.ids import Id
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import fold, money_text
from nemt_desk.planning.known import Known
from nemt_desk.planning.rank import Asked as Question
from nemt_desk.planning.rank import Candidate, rank
from nemt_desk.planning.rows import DriverDay, Figures, Travel, Violation
from nemt_desk.planning.timetable import slack_min
from nemt_desk.planning.why import facts
from ui.board.words import FITS, FITS_NOT, count

__all__ = ["Offer", "Question", "narrowed", "offers", "signed", "slacks"]

_SAID = 2  # the line below the timeline holds two sentences; the list of drivers holds all


@dataclass(frozen=True, slots=True)
class Offer:
    """One driver: what speaks against him, what it would cost, which other legs fit too."""

    one: Candidate

    @property
    def driver_id(self) -> Id:
        """Who it is."""
        return self.one.driver_id

    @property
    def name(self) -> str:
        """What he is called."""
        return self.one.name

    @property
    def findings(self) -> Mapping[Id, tuple[Violation, ...]]:
        """What speaks against each ride."""
        return self.one.findings

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All that speaks against it, each sentence once, what blocks first."""
        return self.one.violations

    @property
    def can_take(self) -> bool:
        """Tell whether no reason is needed."""
        return self.one.can_take

    @property
    def fitting_legs(self) -> tuple[Id, ...]:
        """The other legs that fit too."""
        return self.one.fitting_legs

    @property
    def extra_m(self) -> float:
        """Metres with nobody aboard that come on top."""
        return self.one.extra_m

    @property
    def extra_min(self) -> int:
        """Minutes of driving that come on top."""
        return self.one.extra_min

    @property
    def is_estimate(self) -> bool:
        """Tell whether the ways were guessed from straight lines."""
        return self.one.is_estimate

    @property
    def later(self) -> tuple[int, ...]:
        """How many minutes other pick-ups are late that were not."""
        return self.one.later

    @property
    def facts(self) -> tuple[str, ...]:
        """What is known of him, in short lines."""
        return facts(self.one)

    @property
    def money(self) -> str:
        """Return `$13.05`, nothing where no rate is known."""
        return "" if self.one.cents is None else money_text(self.one.cents)

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
    known: Mapping[Id, Known] | None = None,
    before_each: Callable[[], object] = int,
) -> tuple[Offer, ...]:
    """Return every driver's offer, best first.

    `before_each` may raise to stop the work: somebody has chosen another ride meanwhile.
    """
    found = rank(asked, days, travel, figures, known=known, before_each=before_each)
    return tuple(map(Offer, found))


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
