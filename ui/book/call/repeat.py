"""The rules' answer for every day of a repeat: which days need something, and what. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from nemt_desk.ground.words import day_text
from nemt_desk.policy.decision import Finding, Outcome
from nemt_desk.trips.asking import Asking, ask
from nemt_desk.trips.repeats import shifted

_NAMED = 4


@dataclass(frozen=True, slots=True)
class DaysNeed:
    """What one rule says on some days of a repeat; `finding` is as of the first of them."""

    finding: Finding
    days: tuple[date, ...]

    @property
    def when(self) -> str:
        """`Thu 26 Nov, Thu 24 Dec`; the rest of many days as a number."""
        named = ", ".join(day_text(day) for day in self.days[:_NAMED])
        rest = len(self.days) - _NAMED
        return f"{named} and {rest} more" if rest > 0 else named


@dataclass(frozen=True, slots=True)
class RepeatAnswer:
    """What the rules say about all days of a repeat, worst first."""

    days: tuple[date, ...]
    needs: tuple[DaysNeed, ...]

    @property
    def summary(self) -> str:
        """Return `Of 12 days 2 need something.`, or that none or all do."""
        needing = {day for need in self.needs for day in need.days}
        if not needing:
            return f"All {len(self.days)} days are allowed."
        if len(needing) == len(self.days):
            return f"All {len(self.days)} days need something."
        verb = "needs" if len(needing) == 1 else "need"
        return f"Of {len(self.days)} days {len(needing)} {verb} something."


def answer_days(
    asking: Asking, days: Sequence[date], schools: Mapping[date, tuple[str, ...]]
) -> RepeatAnswer:
    """Ask the rules about each day; `schools` names the towns whose schools are closed."""
    if not days:
        return RepeatAnswer((), ())
    found: dict[tuple[str, Outcome], list[tuple[date, Finding]]] = {}
    time = asking.settings.time
    for day in days:
        that_day = replace(
            asking,
            appointment_at=shifted(asking.appointment_at, days[0], day, time),
            pickup_at=shifted(asking.pickup_at, days[0], day, time),
            school_closed=schools.get(day, ()),
            recurring=True,
        )
        for finding in ask(that_day).findings:
            found.setdefault((finding.rule, finding.outcome), []).append((day, finding))
    needs = [
        DaysNeed(hits[0][1], tuple(dict.fromkeys(day for day, _finding in hits)))
        for hits in found.values()
    ]
    needs.sort(key=lambda need: -need.finding.outcome.rank)
    return RepeatAnswer(tuple(days), tuple(needs))
