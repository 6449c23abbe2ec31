"""Three weeks over Thanksgiving 2026: whatever happens in which order, exactly the right rides.

The office stands beside a model of its own (`model`). Undo goes back one act at a time, as in
the window.
"""

import copy
import shutil
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.trips.rows import HolidayRule, ReturnKind, RideState
from nemt_desk.trips.standing.orders import DayChoiceEntry, StandingChange, StandingEntry
from nemt_desk.trips.standing.rows import DayChoice, DayState
from nemt_desk.trips.times import Known
from tests.factories import ACTOR, place_entry
from tests.trips.standing.model import WEEKS, Model, ModelDay, ModelOrder, ModelTrip
from tests.trips.standing.world import MONDAY, Office, build_office

pytestmark = pytest.mark.slow

DAYS = [MONDAY + timedelta(days=n) for n in range(26)]
days = st.sampled_from(DAYS)
orders = st.sampled_from(["skips", "moves", "keeps"])
picks = st.integers(0, 30)


# A run takes tenths of a second a step: fewer than usual, or all of them in the long run.
LIMITS = (
    hypothesis.settings(max_examples=60, stateful_step_count=40, deadline=None)
    if hypothesis.settings().max_examples > 500
    else hypothesis.settings(max_examples=7, stateful_step_count=28, deadline=None)
)


class Thanksgiving(RuleBasedStateMachine):
    """The office and its model, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="nemt-desk-standing-"))
        self.office: Office = build_office(self.folder)
        self.office.today(MONDAY, "06:00")
        self.now = MONDAY
        self.keys: dict[str, Id] = {}
        self.undoable: list[tuple[Changes, Model]] = []
        self.serial = 0

    def teardown(self) -> None:
        self.office.built.engine.dispose()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        office, rules = self.office, HolidayRule
        second = office.built.places.add(ACTOR, place_entry(name="Hill Therapy", lat=47.27)).id
        self.places = {"clinic": office.clinic_id, "hill": second}
        for name, weekdays, every, day, holiday, clock, place in (
            ("skips", {0, 2, 4}, 1, MONDAY, rules.SKIP, 8, "clinic"),
            ("moves", {1, 3}, 1, MONDAY + timedelta(days=1), rules.MOVE, 14, "hill"),
            ("keeps", {3}, 2, MONDAY - timedelta(days=4), rules.KEEP, 18, "clinic"),
        ):
            self.keys[name] = office.add(
                weekdays=frozenset(weekdays),
                every_weeks=every,
                from_day=day,
                holiday_rule=holiday,
                return_kind=ReturnKind.NONE,
                legs=office.legs(clock * 60, 30, self.places[place])[:1],
            )
        self.model = Model(
            {
                "skips": ModelOrder({0, 2, 4}, 1, MONDAY, "skip", "clinic"),
                "moves": ModelOrder({1, 3}, 1, MONDAY + timedelta(days=1), "move", "hill"),
                "keeps": ModelOrder({3}, 2, MONDAY - timedelta(days=4), "keep", "clinic"),
            }
        )
        # The third begins last week: what it is booked for is kept from its first day on.
        self.model.orders["keeps"].trips[MONDAY - timedelta(days=4)] = ModelTrip(
            MONDAY - timedelta(days=4)
        )
        self.model.generate(list(self.keys), self.now)

    # --- what happens ---

    def did(self, changes: Changes, before: Model) -> None:
        if changes:
            self.undoable.append((changes, before))

    def snapshot(self) -> Model:
        return copy.deepcopy(self.model)

    def name(self) -> str:
        self.serial += 1
        return f"n{self.serial}"

    @rule()
    def generates(self) -> None:
        before = self.snapshot()
        self.did(self.office.standing.generate(ACTOR).changes, before)
        self.model.generate(list(self.keys), self.now)

    @rule(by=st.integers(1, 3))
    @precondition(lambda self: self.now < DAYS[-6])
    def another_day(self, by: int) -> None:
        self.now += timedelta(days=by)
        self.office.today(self.now, "06:00")

    @rule(first=days, length=st.integers(0, 6), follow=st.booleans())
    def is_away(self, first: date, length: int, *, follow: bool) -> None:
        before, name = self.snapshot(), self.name()
        last = first + timedelta(days=length)
        saved = self.office.away(first, last)
        self.absences = {**getattr(self, "absences", {}), name: saved.id}
        self.model.away[name] = (first, last)
        self.did(saved.changes | self.follow(follow), before)

    @rule(pick=picks, follow=st.booleans())
    @precondition(lambda self: self.model.away)
    def is_back(self, pick: int, *, follow: bool) -> None:
        before = self.snapshot()
        name = sorted(self.model.away)[pick % len(self.model.away)]
        changes = self.office.built.members.remove_absence(ACTOR, self.absences[name])
        del self.model.away[name]
        self.did(changes | self.follow(follow), before)

    def follow(self, follow: bool) -> Changes:
        if not follow:
            return Changes.none()
        changes = self.office.standing.follow_absences(ACTOR, self.office.member_id)
        for order in self.model.orders.values():
            for trip in order.trips.values():
                away = any(a <= trip.on <= b for a, b in self.model.away.values())
                if trip.is_open and not trip.by_hand and trip.on >= self.now and away:
                    trip.is_open = False
        going_on = [
            n for n, o in self.model.orders.items() if o.until is None or o.until >= self.now
        ]
        self.model.generate(going_on, self.now)
        return changes

    @rule(first=days, length=st.integers(0, 2), place=st.sampled_from(["clinic", "hill"]))
    def is_shut(self, first: date, length: int, place: str) -> None:
        before, last = self.snapshot(), first + timedelta(days=length)
        saved = self.office.shut(first, last, place=self.places[place])
        self.model.shut[str(saved.id)] = (place, first, last)
        self.did(saved.changes, before)

    @rule(day=days)
    def office_is_shut(self, day: date) -> None:
        before = self.snapshot()
        saved = self.office.shut(day)
        self.model.closed[str(saved.id)] = (day, day)
        self.did(saved.changes, before)

    @rule(pick=picks)
    @precondition(lambda self: self.model.shut or self.model.closed)
    def opens_again(self, pick: int) -> None:
        before = self.snapshot()
        names = sorted({**self.model.shut, **self.model.closed})
        name = names[pick % len(names)]
        key = next(k for k in self.shut_ids() if str(k) == name)
        changes = self.office.calendar.remove(ACTOR, key)
        self.model.shut.pop(name, None)
        self.model.closed.pop(name, None)
        self.did(changes, before)

    def shut_ids(self) -> list[Id]:
        from nemt_desk.calendars.queries import listed  # noqa: PLC0415 - one rule only

        with self.office.built.store.read() as session:
            return [one.id for one in listed(session)]

    # --- by hand ---

    def coming(self, name: str) -> list[date]:
        trips = self.model.orders[name].trips
        return sorted(d for d, t in trips.items() if t.is_open and t.on >= self.now)

    @rule(name=orders, pick=picks)
    def cancels(self, name: str, pick: int) -> None:
        coming = self.coming(name)
        if not coming:
            return
        before, day = self.snapshot(), coming[pick % len(coming)]
        trip_id = self.office.trip_of(self.keys[name], day).id
        self.did(self.office.trips.cancel_trip(ACTOR, trip_id, "ill"), before)
        trip = self.model.orders[name].trips[day]
        trip.is_open, trip.by_hand = False, True

    @rule(name=orders, pick=picks, to=days)
    def changes_by_hand(self, name: str, pick: int, to: date) -> None:
        """Another time that day, or another day altogether."""
        coming, order = self.coming(name), self.model.orders[name]
        if not coming:
            return
        day = coming[pick % len(coming)]
        trip = order.trips[day]
        if not self.is_free(order, to):
            to = trip.on
        before = self.snapshot()
        ride = self.office.trip_of(self.keys[name], day).rides[0]
        assert ride.appointment_at is not None
        shift = timedelta(days=(to - trip.on).days, minutes=15)
        known = Known(appointment_at=ride.appointment_at + shift)
        self.did(self.office.trips.change_times(ACTOR, ride.id, known), before)
        trip.on, trip.by_hand = to, True

    def is_free(self, order: ModelOrder, day: date) -> bool:
        there = {t.on for t in order.trips.values() if t.is_open or t.by_hand}
        there |= {kept.to_day for kept in order.settled.values() if kept.to_day}
        return day >= self.now and not order.is_day(day) and day not in there

    # --- the exception desk ---

    @rule(name=orders, day=days, choice=st.sampled_from(["skip", "keep", "move", "back"]), to=days)
    def settles(self, name: str, day: date, choice: str, to: date) -> None:
        order = self.model.orders[name]
        trip = order.trips.get(day)
        if not order.is_day(day) or day < self.now:
            return
        if trip is not None and (trip.by_hand and not trip.is_open):
            return  # cancelled by hand: there is nothing to settle
        if trip is not None and trip.is_open and trip.on < self.now:
            return
        if choice == "back" and day not in order.settled:
            return
        if choice == "move" and (to == day or not self.is_free(order, to)):
            return
        before = self.snapshot()
        entry = DayChoiceEntry(
            self.keys[name], day, None if choice == "back" else DayChoice(choice),
            to if choice == "move" else None, "Agreed by phone",
        )  # fmt: skip
        changes = self.office.standing.settle(ACTOR, [entry]).changes
        self.settle_model(order, day, choice, to)
        self.model.generate([name], self.now)
        self.did(changes, before)

    def settle_model(self, order: ModelOrder, day: date, choice: str, to: date) -> None:
        trip = order.trips.get(day)
        is_open = trip is not None and trip.is_open
        if choice == "back":
            del order.settled[day]
            if trip is not None and is_open and trip.on != day and not trip.by_hand:
                trip.is_open = False
            return
        if choice == "skip":
            where = trip.on if trip is not None and is_open else day
            order.settled[day] = ModelDay("skip", None, frozenset(self.model.hits(order, where)))
            if trip is not None:
                trip.is_open = False
            return
        target = to if choice == "move" else day
        marks = self.model.hits(order, day) | self.model.hits(order, target)
        to_day = target if choice == "move" else None
        order.settled[day] = ModelDay(choice, to_day, frozenset(marks))
        if trip is not None and is_open:
            trip.on = target
        else:
            order.trips[day] = ModelTrip(target)

    # --- the order itself ---

    @rule(last=days)
    @precondition(lambda self: self.model.orders["moves"].until is None)
    def ends(self, last: date) -> None:
        before, key = self.snapshot(), self.keys["moves"]
        plan = self.office.standing.planned_end(key, last, "Treatment is over")
        self.did(self.office.standing.end(ACTOR, plan).changes, before)
        order = self.model.orders["moves"]
        order.until = last
        for day, trip in order.trips.items():
            ahead = day > last and day >= self.now
            if ahead and trip.is_open and not trip.by_hand and trip.on >= self.now:
                trip.is_open = False

    @rule()
    @precondition(lambda self: self.model.orders["moves"].until is not None)
    def goes_on(self) -> None:
        before, key = self.snapshot(), self.keys["moves"]
        entry = replace(StandingEntry.of(self.office.order(key)), until_day=None)
        plan = self.office.standing.planned_change(StandingChange(key, entry))
        self.did(self.office.standing.change(ACTOR, plan).changes, before)
        self.model.orders["moves"].until = None
        self.model.generate(["moves"], self.now)

    @rule()
    @precondition(lambda self: self.undoable)
    def undoes(self) -> None:
        changes, before = self.undoable.pop()
        self.office.built.store.undo(ACTOR, changes)
        self.model = before

    # --- what must hold ---

    @invariant()
    def exactly_the_expected_rides(self) -> None:
        for name, order in self.model.orders.items():
            assert self.real(name) == {
                (day, trip.on, trip.by_hand, trip.is_open) for day, trip in order.trips.items()
            }, name

    def real(self, name: str) -> set[tuple[Any, ...]]:
        found = self.office.kept(self.keys[name])
        said = [
            (
                trip.standing_day,
                trip.rides[0].day,
                trip.by_hand,
                trip.rides[0].state is not RideState.CANCELLED,
            )
            for trip in found
        ]
        assert len({day for day, *_rest in said}) == len(said), "a day is doubled"
        return set(said)

    @invariant()
    def the_desk_lists_what_waits(self) -> None:
        rows = self.office.standing.exceptions()
        said = {(row.day.order_id, row.day.day) for row in rows}
        expected = set()
        for name, order in self.model.orders.items():
            day = max(self.now, order.first)
            last = max(self.now, order.first) + WEEKS
            while day <= last:
                if order.is_day(day) and self.waits(order, day):
                    expected.add((self.keys[name], day))
                day += timedelta(days=1)
        assert said == expected
        assert all((row.day.state is DayState.MADE) == bool(row.day.trip_id) for row in rows)

    def waits(self, order: ModelOrder, day: date) -> bool:
        trip = order.trips.get(day)
        if trip is None or not (trip.is_open or trip.by_hand):
            return self.model.fate(order, day, self.now) == "waiting"
        if not trip.is_open or trip.on < self.now:
            return False
        kept = order.settled.get(day)
        marks = kept.marks if kept else frozenset()
        source, here = self.model.hits(order, day), self.model.hits(order, trip.on)
        if trip.on != day and not trip.by_hand:
            if kept and marks and not marks & (source | here):
                return True  # moved for a reason that is gone
            if not kept and not {hit.split()[0] for hit in source} & {"holiday", "closed"}:
                return True
        if order.rule == "keep" and trip.on == day:
            here = {hit for hit in here if hit.split()[0] not in {"holiday", "closed"}}
        return bool(here - marks)


Thanksgiving.TestCase.settings = LIMITS
TestThreeWeeksOverThanksgiving = Thanksgiving.TestCase
