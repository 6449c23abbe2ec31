"""What becomes of each day of an order: made, skipped, moved, or waiting for a person.

By itself the program skips holidays and absences and moves holidays, as the order says; everything
else that stops a trip waits until somebody settles it. A settled day comes back when what it was
settled for is gone, or when something new stands in its way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nemt_desk.ground.words import day_text
from nemt_desk.trips.moving import MOVABLE
from nemt_desk.trips.rows import HolidayRule, RideState, Trip
from nemt_desk.trips.standing.collisions import Collisions
from nemt_desk.trips.standing.facts import is_there
from nemt_desk.trips.standing.orders import StandingOrder
from nemt_desk.trips.standing.pattern import neighbours, pattern_days
from nemt_desk.trips.standing.proposals import proposal
from nemt_desk.trips.standing.rows import (
    DayChoice,
    DayState,
    Hit,
    HitKind,
    OrderDay,
    Proposal,
    Settled,
)

_FAR = timedelta(days=14)
_OF_REQUEST = frozenset({HitKind.RULES, HitKind.NOT_ELIGIBLE, HitKind.OTHER_RIDE})
"""What a person who books the first day has looked at himself."""


@dataclass(frozen=True, slots=True)
class _Day:
    """One day under way: its order, and what people settled about it."""

    order: StandingOrder
    day: date
    settled: Settled | None


class Fates:
    """Tells the days of one order after another; moved trips keep off each other's days.

    `is_asked`: a person books it just now, and has looked at the first day himself.
    """

    def __init__(self, collisions: Collisions, *, is_asked: bool = False) -> None:
        self.is_asked = is_asked
        self.collisions = collisions
        self.facts = collisions.facts

    def days(self, order: StandingOrder, first: date, last: date) -> Iterator[OrderDay]:
        """Go through the order's days from `first` to `last`."""
        if order.is_old:
            return
        taken = self._taken(order, last)
        for day in self.pattern(order, last):
            if day < first:
                continue
            found = self._day(_Day(order, day, self.facts.settled.get((order.id, day))), taken)
            if found.on_day is not None:
                taken.add(found.on_day)
            yield found

    def pattern(self, order: StandingOrder, last: date) -> Iterator[date]:
        """Go through all days of the pattern until `last`."""
        return pattern_days(order, last, lambda day: self.facts.counts(order, day))

    def _taken(self, order: StandingOrder, last: date) -> set[date]:
        """Return the days the order's trips are on, will be on, or were moved to."""
        taken = {*self.pattern(order, last + _FAR)}
        for (order_id, _day), trips in self.facts.trips.items():
            if order_id == order.id:
                taken |= {on_day(trip) for trip in trips if is_there(trip)}
        return taken | {
            settled.to_day
            for (order_id, _day), settled in self.facts.settled.items()
            if order_id == order.id and settled.to_day is not None
        }

    def _day(self, one: _Day, taken: set[date]) -> OrderDay:
        trip = self.facts.standing_trip(one.order.id, one.day)
        if trip is not None:
            return self._there(one, trip, taken)
        if one.settled is not None:
            return self._settled(one, one.settled, taken)
        return self._open(one, taken)

    # --- a trip is there ---

    def _there(self, one: _Day, trip: Trip, taken: set[date]) -> OrderDay:
        when = on_day(trip)
        if all(ride.state is RideState.CANCELLED for ride in trip.rides):
            return self._told(one, DayState.CANCELLED, "Cancelled by hand.", trip=trip)
        said = self._booked(one, trip, when)
        begins = when > self.facts.today or not self._is_past(trip)
        if not begins or not any(ride.state in MOVABLE for ride in trip.rides):
            return self._told(one, DayState.MADE, said, trip=trip)
        if gone := self._moved_for_nothing(one, trip, when):
            return replace(gone, trip_id=trip.id)
        hits = self._not_meant(one, when, self.collisions.look(one.order, when, trip).hits)
        marks = one.settled.marks if one.settled is not None else frozenset()
        fresh = [hit for hit in hits if hit.mark not in marks]
        if not fresh:
            return self._told(one, DayState.MADE, said, trip=trip, hits=hits)
        words = _words(fresh)
        free = self.free_day(one.order, one.day, taken)
        return OrderDay(
            one.order.id, one.day, when, DayState.MADE, f"{said} {words}", hits,
            proposal(one.order, fresh, free, has_trip=True),
            one.settled, trip.id, trip.by_hand, is_waiting=True,
        )  # fmt: skip

    def _booked(self, one: _Day, trip: Trip, when: date) -> str:
        said = "Booked" if when == one.day else f"Booked for {day_text(when)} instead"
        if trip.by_hand:
            return f"{said}, changed by hand."
        why = self.facts.holidays.get(one.day, "")
        if one.settled is not None:
            why = one.settled.reason
        return f"{said} ({why})." if why and when != one.day else f"{said}."

    def _moved_for_nothing(self, one: _Day, trip: Trip, when: date) -> OrderDay | None:
        """Say so if a trip stands on another day for a reason that is gone."""
        if when == one.day or trip.by_hand:
            return None
        hits = self.collisions.look(one.order, one.day).hits
        if one.settled is not None:
            there = self.collisions.look(one.order, when, trip).hits
            now = {hit.mark for hit in (*hits, *there)}
            is_gone = bool(one.settled.marks) and not one.settled.marks & now
        else:
            is_gone = all(hit.kind is not HitKind.HOLIDAY for hit in hits)
        if not is_gone:
            return None
        said = f"Booked for {day_text(when)} instead; the reason is gone."
        back = Proposal(DayChoice.KEEP, None, f"Take it back to {day_text(one.day)}.")
        return OrderDay(
            one.order.id, one.day, when, DayState.MADE, said, hits, back, one.settled,
            is_waiting=True,
        )  # fmt: skip

    def _not_meant(self, one: _Day, when: date, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Leave out the holiday that the order's trip is kept on."""
        if one.order.holiday_rule is not HolidayRule.KEEP or when != one.day:
            return hits
        return tuple(hit for hit in hits if hit.kind is not HitKind.HOLIDAY)

    def _is_past(self, trip: Trip) -> bool:
        first = trip.rides[0]
        return first.day < self.facts.today or (
            first.pickup_at is not None and first.pickup_at <= self.facts.now
        )

    # --- settled, and no trip ---

    def _settled(self, one: _Day, settled: Settled, taken: set[date]) -> OrderDay:
        look = self.collisions.look(one.order, one.day)
        why = f" {settled.reason}" if settled.reason else ""
        if settled.choice is DayChoice.KEEP:
            return self._kept(one, one.day, settled, look.stops, taken)
        gone = settled.marks and not settled.marks & {hit.mark for hit in look.hits}
        if gone:
            said = f"The reason is gone:{why or ' what it was settled for is no more.'}"
            return self._waiting(one, look.hits, f"{said} Make the trip after all?", taken)
        if settled.choice is DayChoice.SKIP or settled.to_day is None:
            return self._told(one, DayState.SKIPPED, f"Skipped.{why}", hits=look.hits)
        there = self.collisions.look(one.order, settled.to_day)
        return self._kept(one, settled.to_day, settled, there.stops, taken)

    def _kept(
        self, one: _Day, when: date, settled: Settled, stops: tuple[Hit, ...], taken: set[date]
    ) -> OrderDay:
        fresh = [hit for hit in stops if hit.mark not in settled.marks]
        if fresh:
            words = _words(fresh)
            return self._waiting(one, tuple(fresh), f"This has come up since: {words}", taken)
        return self._due(one, when, stops)

    # --- nobody has settled it ---

    def _open(self, one: _Day, taken: set[date]) -> OrderDay:
        look = self.collisions.look(one.order, one.day)
        stops = self._first_day(one, look.stops)
        if self._is_over(one, one.day):
            return self._told(one, DayState.SKIPPED, "Not made: the day is over.")
        if not stops:
            loose = tuple(hit for hit in look.hits if not hit.stops)
            if not loose:
                return self._due(one, one.day, look.hits)
            words = _words(loose)
            return self._waiting(one, loose, words, taken, state=DayState.DUE)
        kinds = {hit.kind for hit in stops}
        if HitKind.ARCHIVED not in kinds:
            if HitKind.ABSENCE in kinds:
                away = next(hit for hit in stops if hit.kind is HitKind.ABSENCE)
                return self._told(one, DayState.SKIPPED, f"Skipped. {away.sentence}", hits=stops)
            if HitKind.HOLIDAY in kinds:
                return self._holiday(one, stops, taken)
        return self._waiting(one, stops, _words(stops), taken)

    def _first_day(self, one: _Day, stops: tuple[Hit, ...]) -> tuple[Hit, ...]:
        if not self.is_asked or one.day != one.order.from_day:
            return stops
        return tuple(hit for hit in stops if hit.kind not in _OF_REQUEST)

    def _is_over(self, one: _Day, when: date) -> bool:
        """Tell whether it is too late to make a trip; a new order's first days may be past."""
        if one.order.generated_until is None or when > self.facts.today:
            return False
        draft = self.collisions.look(one.order, when).draft
        first = draft.rides[0].pickup_at if draft is not None else None
        return when < self.facts.today or (first is not None and first <= self.facts.now)

    def _holiday(self, one: _Day, stops: tuple[Hit, ...], taken: set[date]) -> OrderDay:
        """Do what the order does on a holiday; on one it keeps, all else still counts."""
        holiday = tuple(hit for hit in stops if hit.kind is HitKind.HOLIDAY)
        others = tuple(hit for hit in stops if hit.kind is not HitKind.HOLIDAY)
        rule = one.order.holiday_rule
        if rule is HolidayRule.SKIP:
            said = f"Skipped. {_words(holiday)}"
            return self._told(one, DayState.SKIPPED, said, hits=holiday)
        if rule is HolidayRule.KEEP:
            if others:
                return self._waiting(one, others, _words(others), taken)
            return self._due(one, one.day, holiday)
        free = self.free_day(one.order, one.day, taken)
        if free is None:
            said = f"{_words(holiday)} No day nearby is open."
            return self._waiting(one, stops, said, taken)
        return self._due(one, free, holiday)

    def free_day(self, order: StandingOrder, day: date, taken: set[date]) -> date | None:
        """Return the nearest open day that no trip of the order is on, None if there is none."""
        for there in neighbours(day, order.weekdays, lambda near: near in taken):
            is_within = order.from_day <= there and there > self.facts.today
            if order.until_day is not None:
                is_within = is_within and there <= order.until_day
            if is_within and not self.collisions.look(order, there).stops:
                return there
        return None

    # --- how it is said ---

    def _due(self, one: _Day, when: date, hits: tuple[Hit, ...]) -> OrderDay:
        if self._is_over(one, when):
            return self._told(one, DayState.SKIPPED, "Not made: the day is over.", hits=hits)
        words = _words(hits)
        said = "To be made." if when == one.day else f"To be made on {day_text(when)} instead."
        return OrderDay(
            one.order.id, one.day, when, DayState.DUE, f"{said} {words}".strip(), hits,
            settled=one.settled,
        )  # fmt: skip

    def _told(
        self,
        one: _Day,
        state: DayState,
        said: str,
        *,
        trip: Trip | None = None,
        hits: tuple[Hit, ...] = (),
    ) -> OrderDay:
        return OrderDay(
            one.order.id, one.day, on_day(trip) if trip else None, state, said, hits,
            settled=one.settled,
            trip_id=trip.id if trip else None,
            is_by_hand=trip.by_hand if trip else False,
        )  # fmt: skip

    def _waiting(
        self,
        one: _Day,
        hits: tuple[Hit, ...],
        said: str,
        taken: set[date],
        *,
        state: DayState = DayState.WAITING,
    ) -> OrderDay:
        free = self.free_day(one.order, one.day, taken)
        when = one.day if state is DayState.DUE else None
        return OrderDay(
            one.order.id, one.day, when, state, said, hits,
            proposal(one.order, hits, free, has_trip=False),
            one.settled, is_waiting=True,
        )  # fmt: skip


def _words(hits: Iterable[Hit]) -> str:
    return " ".join(hit.sentence for hit in hits)


def on_day(trip: Trip) -> date:
    """Return the day a trip takes place on: its appointment's first ride's day."""
    return trip.rides[0].day
