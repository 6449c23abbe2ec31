"""A standing order changed or ended: what that means for trips that are there, then done so."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from nemt_desk.ground.entry import Checker, put
from nemt_desk.ground.errors import InputError, Problem, StaleError
from nemt_desk.ground.session import Work
from nemt_desk.ground.words import day_text
from nemt_desk.trips.model import TripRecord
from nemt_desk.trips.rows import CancelCode, RideState, Trip
from nemt_desk.trips.standing.collisions import Look
from nemt_desk.trips.standing.desk import Desk
from nemt_desk.trips.standing.fates import on_day
from nemt_desk.trips.standing.keeping import add_order, checked, order_of, put_order
from nemt_desk.trips.standing.links import Runs
from nemt_desk.trips.standing.making import (
    Made,
    bring,
    cancel,
    decision_values,
    has_shape,
    make,
    order_values,
    ride_columns,
)
from nemt_desk.trips.standing.model import StandingDayRecord, StandingRecord
from nemt_desk.trips.standing.orders import (
    ChangePlan,
    StandingChange,
    StandingEntry,
    StandingOrder,
)
from nemt_desk.trips.standing.pattern import first_day
from nemt_desk.trips.standing.rows import Fate, Scope, TripFate
from nemt_desk.trips.standing.staying import Stays

_OTHERS = (
    "Trips of this standing order were made, changed or told to their drivers since the list was"
    " made. Nothing was changed. Make the list again and look at it."
)
_CHANGED = "The standing order was changed"
_DAY = timedelta(days=1)


# --- what it would mean ----------------------------------------------------------------------


def planned(session: Session, desk: Desk, runs: Runs, change: StandingChange) -> ChangePlan:
    """Return what a change means for each trip that is there.

    Raises:
        InputError: the entry can't be taken, or the day lies behind.
    """
    order = desk.orders[0]
    entry = checked(_entry(order, change))
    scope, since = _since(desk, order, change)
    if scope is Scope.FROM:
        entry = _following(desk, order, entry, since)
    fates = _Planner(session, desk, runs, order, entry).fates(since)
    return ChangePlan(order, entry, scope, since, change.reason, tuple(fates))


def _entry(order: StandingOrder, change: StandingChange) -> StandingEntry:
    entry = change.entry
    told = replace(entry.told, at=entry.told.at or order.booked_at)
    if change.scope is Scope.FROM and change.from_day is not None:
        start = first_day(order, entry.weekdays, entry.every_weeks, change.from_day)
        return replace(entry, from_day=start, told=told)
    first = entry.from_day
    if first == order.from_day and first.weekday() not in entry.weekdays:
        # Other weekdays: it begins anew, in the rhythm it has.
        first = first_day(order, entry.weekdays, entry.every_weeks, first)
    return replace(entry, from_day=first, told=told)


def _since(desk: Desk, order: StandingOrder, change: StandingChange) -> tuple[Scope, date]:
    today = desk.facts.today
    if change.scope is Scope.WHOLE:
        return Scope.WHOLE, today
    if change.from_day is None or change.from_day < today:
        raise InputError([Problem("from_day", "Say from which day on: today or later.")])
    if change.from_day <= order.from_day:
        return Scope.WHOLE, today
    return Scope.FROM, change.from_day


def _following(
    desk: Desk, order: StandingOrder, entry: StandingEntry, since: date
) -> StandingEntry:
    """Return the follower's entry: of a number of trips it makes what is left."""
    if entry.count is None or entry.count != order.count:
        return entry
    days = desk.fates.pattern(order, since - _DAY)
    done = sum(desk.facts.counts(order, day) for day in days)
    if done >= order.count:
        sentence = "All its trips are before that day: there is nothing left to change."
        raise InputError([Problem("from_day", sentence)])
    return replace(entry, count=order.count - done)


def planned_end(
    session: Session, desk: Desk, runs: Runs, last_day: date, reason: str
) -> ChangePlan:
    """Return which trips after `last_day` an end would cancel, and which stay."""
    order = desk.orders[0]
    since = max(last_day + _DAY, desk.facts.today)
    trips = list(_coming(desk, order, since))
    stays = Stays.of(session, desk.facts, trips, runs)
    fates = tuple(_cancelled(trip, stays.why(trip), "the order ends") for trip in trips)
    return ChangePlan(order, None, Scope.WHOLE, last_day + _DAY, reason, fates)


def _cancelled(trip: Trip, why: str, because: str) -> TripFate:
    fate = Fate.LEFT if why else Fate.CANCELLED
    said = why or f"Cancelled: {because}."
    return TripFate(trip.id, trip.version, on_day(trip), fate, said)


def _coming(desk: Desk, order: StandingOrder, since: date) -> Iterator[Trip]:
    """Go through the order's trips for days from `since` on that are not cancelled."""
    found = [
        trip
        for (order_id, day), trips in desk.facts.trips.items()
        if order_id == order.id and day >= since
        for trip in trips
        if any(ride.state is not RideState.CANCELLED for ride in trip.rides)
    ]
    yield from sorted(found, key=lambda trip: (on_day(trip), trip.id))


@dataclass
class _Planner:
    """Works out what becomes of each trip by the order as it shall be."""

    session: Session
    desk: Desk
    runs: Runs
    order: StandingOrder
    entry: StandingEntry

    @property
    def then(self) -> StandingOrder:
        """The order as it shall be."""
        before = self.order
        return order_of(
            self.entry, before.id, before.booked_at,
            generated_until=before.generated_until or before.from_day,
        )  # fmt: skip

    def fates(self, since: date) -> Iterator[TripFate]:
        """Go through the trips from `since` on."""
        trips = list(_coming(self.desk, self.order, since))
        stays = Stays.of(self.session, self.desk.facts, trips, self.runs)
        then = self.then
        there = Desk([then], self.desk.facts, self.desk.ways)
        far = max([self.desk.facts.last, *(trip.standing_day or since for trip in trips)])
        days = {*there.fates.pattern(then, far)}
        for trip in trips:
            if why := stays.why(trip):
                yield TripFate(trip.id, trip.version, on_day(trip), Fate.LEFT, why)
            elif trip.standing_day not in days:
                yield _cancelled(trip, "", "the order does not take place on that day any more")
            else:
                yield from self._follows(trip, there, stays)

    def _follows(self, trip: Trip, there: Desk, stays: Stays) -> Iterator[TripFate]:
        then = there.orders[0]
        draft = there.collisions.look(then, on_day(trip), trip).draft
        key = trip.id, trip.version, on_day(trip)
        if draft is None:
            yield TripFate(*key, Fate.LEFT, "Its new times can't be: change it by hand.")
            return
        if not has_shape(trip, draft):
            yield TripFate(*key, Fate.FOLLOWS, "Made anew: it has other rides.")
            return
        said = differences(trip, then, draft.rides)
        if said:
            off_run = stays.off_run(trip, draft, then)
            off = f" It comes off run {off_run}." if off_run else ""
            yield TripFate(*key, Fate.FOLLOWS, f"Follows: {said}.{off}", off_run)


def differences(trip: Trip, then: StandingOrder, drafts: object) -> str:
    """Return in words what of a trip is another thing in the order and its drafted rides."""
    words = dict.fromkeys(_ride_words(trip, drafts))
    if trip.companions != then.companions:
        words["companions"] = None
    if (trip.driver_note, trip.office_note) != (then.driver_note, then.office_note):
        words["notes"] = None
    if (trip.service, trip.care, trip.purpose) != (then.service, then.care, then.purpose):
        words["what it is for"] = None
    if any(ride.assistance != then.assistance for ride in trip.rides):
        words["assistance"] = None
    return ", ".join(words)


_WORDS = {
    "from_id": "place",
    "to_id": "place",
    "day": "day",
    "pickup_at": "times",
    "dropoff_at": "times",
    "appointment_at": "times",
    "mode": "mode",
}


def _ride_words(trip: Trip, drafts: object) -> Iterator[str]:
    for ride, wanted in zip(trip.rides, drafts, strict=True):  # type: ignore[call-overload]
        columns = ride_columns(wanted)
        for name, word in _WORDS.items():
            if getattr(ride, name) != columns[name]:
                yield word


# --- doing it --------------------------------------------------------------------------------


def text_of(plan: ChangePlan) -> str:
    """Return the act in words."""
    if plan.entry is None:
        return f"Ended a standing order after {day_text(plan.from_day - _DAY)}"
    if plan.scope is Scope.FROM:
        return f"Changed a standing order from {day_text(plan.from_day)} on"
    return "Changed a standing order"


def apply(work: Work, desk: Desk, runs: Runs, plan: ChangePlan, by: str) -> StandingOrder:
    """Change the order as planned; return the one that holds from now on.

    Raises:
        StaleError: what was planned is not what is there.
    """
    entry = plan.entry
    order = _same(desk, plan)
    if entry is None:
        raise ValueError("this plan ends the order")
    now = tuple(_Planner(work.session, desk, runs, order, entry).fates(plan.from_day))
    if [one.trip_id for one in now] != [one.trip_id for one in plan.fates] or [
        (one.fate, one.version) for one in now
    ] != [(one.fate, one.version) for one in plan.fates]:
        raise StaleError(_OTHERS)
    if plan.scope is Scope.FROM:
        kept = _follower(work, order, entry, plan.from_day)
    else:
        put_order(work, order.id, entry)
        kept = order_of(
            entry, order.id, order.booked_at,
            generated_until=order.generated_until or order.from_day,
        )  # fmt: skip
    _bring_trips(work, desk, runs, kept, (plan, by))
    work.session.flush()
    return kept


def _same(desk: Desk, plan: ChangePlan) -> StandingOrder:
    order = desk.orders[0]
    if order.version != plan.order.version:
        raise StaleError(_OTHERS)
    return order


def _follower(work: Work, order: StandingOrder, entry: StandingEntry, since: date) -> StandingOrder:
    kept = add_order(work, entry, follows=order)
    put(work.fetch(StandingRecord, order.id), {"until_day": since - _DAY, "count": None})
    for table, day in ((TripRecord, TripRecord.standing_day), (StandingDayRecord, _SETTLED)):
        wanted = select(table).where(table.standing_id == order.id, day >= since)
        for row in work.session.scalars(wanted):
            put(row, {"standing_id": kept.id})
    work.session.flush()
    return kept


_SETTLED = StandingDayRecord.day


def _bring_trips(
    work: Work, desk: Desk, runs: Runs, kept: StandingOrder, plan: tuple[ChangePlan, str]
) -> None:
    planned_now, by = plan
    trips = {trip.id: trip for some in desk.facts.trips.values() for trip in some}
    there = Desk([kept], desk.facts, desk.ways)
    reason = planned_now.reason or _CHANGED
    for one in planned_now.fates:
        trip = trips[one.trip_id]
        if one.fate is Fate.CANCELLED:
            cancel(work, trip, reason, CancelCode.OTHER)
        elif one.fate is Fate.FOLLOWS:
            look = there.collisions.look(kept, on_day(trip), trip)
            _bring(work, kept, (trip, look), Made(by), reason)
            if one.off_run:
                runs.take_off(work, [ride.id for ride in trip.rides])


def _bring(
    work: Work, kept: StandingOrder, what: tuple[Trip, Look], how: Made, reason: str
) -> None:
    trip, look = what
    day = trip.standing_day
    if look.draft is None or day is None:
        return
    if not has_shape(trip, look.draft):
        cancel(work, trip, reason, CancelCode.OTHER)
        make(work, kept, day, look, how)
        return
    values = {**order_values(kept, day), **decision_values(kept, look.decision, how)}
    if trip.override_reason and look.decision is not None:
        # What was overridden for this very day stays so.
        values |= {"override_reason": trip.override_reason, "override_by": trip.override_by}
    bring(work, kept, trip, look.draft, values)


def end(work: Work, desk: Desk, runs: Runs, plan: ChangePlan) -> None:
    """End the order as planned.

    Raises:
        StaleError: what was planned is not what is there.
        InputError: the reason is missing.
    """
    check = Checker()
    reason = check.line("reason", plan.reason, needed="Say why the standing order ends.")
    check.raise_if_any()
    order = _same(desk, plan)
    last_day = plan.from_day - _DAY
    now = planned_end(work.session, desk, runs, last_day, plan.reason)
    if now.fates != plan.fates:
        raise StaleError(_OTHERS)
    put(work.fetch(StandingRecord, order.id), {"until_day": last_day, "count": None})
    trips = {trip.id: trip for some in desk.facts.trips.values() for trip in some}
    for one in plan.cancelled:
        cancel(work, trips[one.trip_id], reason, CancelCode.OTHER)
    work.session.flush()
