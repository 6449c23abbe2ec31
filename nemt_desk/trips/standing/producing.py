"""Makes the trips of one order that are due, and says what it did not make."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from nemt_desk.ground.entry import put
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Work
from nemt_desk.ground.words import day_text
from nemt_desk.trips.drafts import TripDraft
from nemt_desk.trips.rows import Violation
from nemt_desk.trips.standing.collisions import Look
from nemt_desk.trips.standing.desk import Desk
from nemt_desk.trips.standing.making import Made, stand_up
from nemt_desk.trips.standing.model import StandingRecord
from nemt_desk.trips.standing.orders import StandingOrder
from nemt_desk.trips.standing.rows import DayState, HitKind, OrderDay

_OVERRIDDEN = frozenset({HitKind.RULES, HitKind.NOT_ELIGIBLE})
_MOST_TOLD = 3


@dataclass
class Produced:
    """What came of one order: the days looked at, the trips made, each with its rides."""

    days: list[OrderDay] = field(default_factory=list)
    trip_ids: list[Id] = field(default_factory=list)
    ride_ids: list[Id] = field(default_factory=list)
    drafts: list[TripDraft] = field(default_factory=list)
    by_day: dict[date, Id] = field(default_factory=dict)

    @property
    def told(self) -> tuple[Violation, ...]:
        """What is to be said about days whose trip was not made as the pattern has it."""
        return tuple(told_of(self.days))


def is_due(day: OrderDay) -> bool:
    """Tell whether the day's trip is to be made now."""
    return day.state is DayState.DUE and day.on_day is not None


def produce(work: Work, desk: Desk, order: StandingOrder, how: Made) -> Produced:
    """Make the trips of an order that are due."""
    done = Produced()
    last: date | None = None
    for day in desk.days(order):
        done.days.append(day)
        last = day.day
        if day.on_day is None or not is_due(day):
            continue
        look = desk.collisions.look(order, day.on_day)
        if look.draft is not None:
            _make(work, desk, (order, day, look), _how(day, look, how), done)
    if done.trip_ids or order.generated_until is None:
        row = work.fetch(StandingRecord, order.id)
        reached = max(filter(None, (last, order.generated_until, order.from_day)))
        put(row, {"generated_until": reached})
    work.session.flush()
    return done


def _make(
    work: Work,
    desk: Desk,
    what: tuple[StandingOrder, OrderDay, Look],
    how: Made,
    done: Produced,
) -> None:
    order, day, look = what
    if look.draft is None:
        return
    before = desk.facts.cancelled_trip(order.id, day.day)
    key, rides = stand_up(work, order, day.day, look, how, before)
    done.trip_ids.append(key)
    done.by_day[day.day] = key
    done.ride_ids += rides
    done.drafts.append(look.draft)
    desk.facts.note_rides(order, key, look.draft)


def _how(day: OrderDay, look: Look, how: Made) -> Made:
    """Take the reason of a settled day for an override, where the rules said no."""
    if day.settled is None or not any(hit.kind in _OVERRIDDEN for hit in look.stops):
        return how
    return Made(how.by, how.override_reason or day.settled.reason, how.also)


def count_of(days: Sequence[OrderDay]) -> Iterator[Violation]:
    """Say how many days get their trip at once, unless all do."""
    made = sum(map(is_due, days))
    if made < len(days):
        yield Violation("made", f"Saving makes the trips of {made} of these {len(days)} days.")


def told_of(days: Iterable[OrderDay]) -> Iterator[Violation]:
    """Say which days are skipped, which moved and which wait: one sentence for each kind."""
    kinds: dict[str, list[OrderDay]] = {"skipped": [], "moved": [], "waiting": []}
    for day in days:
        if day.is_waiting:
            kinds["waiting"].append(day)
        elif day.state is DayState.SKIPPED:
            kinds["skipped"].append(day)
        elif day.on_day is not None and day.on_day != day.day:
            kinds["moved"].append(day)
    for code, found in kinds.items():
        if found:
            yield Violation(code, _sentence(code, found))


def _sentence(code: str, days: list[OrderDay]) -> str:
    said: dict[str, list[str]] = {}
    for day in days[:_MOST_TOLD]:
        said.setdefault(_said(code, day), []).append(day_text(day.day))
    first = "; ".join(f"{', '.join(on)}: {words}" for words, on in said.items())
    more = len(days) - _MOST_TOLD
    return f"{first}; and {more} more days." if more > 0 else f"{first.rstrip('.')}."


def _said(code: str, day: OrderDay) -> str:
    if code == "moved" and day.on_day is not None:
        why = " ".join(hit.sentence for hit in day.hits).rstrip(".")
        return f"moved to {day_text(day.on_day)}" + (f" ({why})" if why else "")
    words = {"skipped": "skipped", "waiting": "to be settled"}[code]
    why = day.sentence.removeprefix("Skipped. ").rstrip(".")
    return f"{words} ({why})"
