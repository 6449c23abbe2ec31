"""Asks the rules about the call so far: decision, warnings, all days of a repeat. No Qt."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from nemt_desk.calendars import queries as calendars
from nemt_desk.ground.words import day_text, time_text
from nemt_desk.policy.decision import Decision, Finding, Outcome
from nemt_desk.trips.asking import Asking, ask
from nemt_desk.trips.paper_ends import ending_notes
from nemt_desk.trips.rows import Violation
from ui.book.call.asking import Around, question
from ui.book.call.draft import Draft
from ui.book.call.plan import Plan
from ui.book.call.repeat import RepeatAnswer, answer_days
from ui.book.call.ways import Ways

if TYPE_CHECKING:
    from nemt_desk.office import Office


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules and the member's other rides say; `missing` is still to be asked.

    `repeat` is None without a repeat; `questions` are the further ones that matter now;
    `override` is the reason given for booking all the same, `is_looking` while a way is sought.
    """

    decision: Decision | None
    warnings: tuple[Violation, ...] = ()
    missing: tuple[str, ...] = ()
    may_override: bool = False
    repeat: RepeatAnswer | None = None
    questions: frozenset[str] = frozenset()
    override: str = ""
    is_looking: bool = False

    @property
    def is_emergency(self) -> bool:
        """Tell whether the words speak of an emergency."""
        return self.decision is not None and self.decision.outcome is Outcome.EMERGENCY


@dataclass(frozen=True, slots=True)
class _Calendar:
    """Closed schools and the figures of some days, read once for them."""

    days: tuple[date, ...] = ()
    local: Mapping[str, Any] | None = None
    schools: Mapping[date, tuple[str, ...]] = field(default_factory=dict)


class Judge:
    """Asks the rules of the agency's pack; keeps the calendar of the days asked about."""

    def __init__(self, office: "Office") -> None:
        self._office = office
        self._calendar = _Calendar()

    def forget(self) -> None:
        """Read the calendar again: it, or a figure, was changed."""
        self._calendar = _Calendar()

    def asking(
        self, draft: Draft, plan: Plan, ways: Ways, *, words: str, days: tuple[date, ...] = ()
    ) -> Asking:
        """Return what the rules are asked; `days` are those of the repeat."""
        first = draft.day or self._office.time.day(self._office.clock.now())
        calendar = self._calendar_of(days or (first,))
        around = Around(
            settings=self._office.settings,
            asked_at=self._office.clock.now(),
            words=words,
            school_closed=calendar.schools.get(first, ()),
            local=calendar.local,
            recurring=len(days) > 1,
        )
        return question(draft, plan, ways, around)

    def decide(self, asking: Asking) -> Decision:
        """Return the rules' answer."""
        return ask(asking)

    def repeat(self, asking: Asking, days: tuple[date, ...]) -> RepeatAnswer | None:
        """Return the answer for every day of a repeat; None for a single day."""
        if len(days) < 2:
            return None
        return answer_days(asking, days, self._calendar_of(days).schools)

    def endings(
        self, asking: Asking, days: tuple[date, ...], told: Iterable[Finding]
    ) -> Iterator[Violation]:
        """Say which papers end before the ride, or before the repeat does.

        A paper that a finding of `told` names is not told again.
        """
        for note in ending_notes(asking, days, told):
            yield Violation(note.code, note.sentence)

    def past(self, plan: Plan) -> Iterator[Violation]:
        """Warn of a pick-up that lies in the past."""
        pickup = plan.out.pickup_at
        if pickup is not None and pickup < self._office.clock.now():
            when = self._office.time.local(pickup)
            said = f"{day_text(when.date())} {time_text(when)}"
            yield Violation("past", f"The pick-up lies in the past ({said}). Check day and time.")

    def _calendar_of(self, days: tuple[date, ...]) -> _Calendar:
        if self._calendar.days != days:
            # Business days are counted from today on.
            first = min((*days, self._office.time.day(self._office.clock.now())))
            last = max(days)
            with self._office.store.read() as session:
                self._calendar = _Calendar(
                    days,
                    calendars.local_for(session, self._office.settings, first, last),
                    calendars.schools_closed_between(session, first, last),
                )
        return self._calendar
