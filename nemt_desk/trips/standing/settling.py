"""Days that people settle: skipped, moved or kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from nemt_desk.ground.entry import Checker, put
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Work
from nemt_desk.ground.words import day_text
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips.model import TripRecord
from nemt_desk.trips.rows import CancelCode, RideState, Trip
from nemt_desk.trips.standing.collisions import Look
from nemt_desk.trips.standing.desk import Desk
from nemt_desk.trips.standing.fates import on_day
from nemt_desk.trips.standing.links import Runs
from nemt_desk.trips.standing.making import (
    Made,
    bring,
    cancel,
    decision_values,
    has_shape,
    stand_up,
)
from nemt_desk.trips.standing.model import StandingDayRecord
from nemt_desk.trips.standing.orders import DayChoiceEntry, StandingOrder
from nemt_desk.trips.standing.rows import NEVER, DayChoice, Hit, HitKind
from nemt_desk.trips.standing.staying import Stays

_OVERRIDE = frozenset({HitKind.RULES, HitKind.NOT_ELIGIBLE})
_CODES = {
    HitKind.ARCHIVED: CancelCode.MEMBER,
    HitKind.PLACE_CLOSED: CancelCode.FACILITY,
    HitKind.ABSENCE: CancelCode.ABSENT,
    HitKind.NOT_ELIGIBLE: CancelCode.RULES,
    HitKind.RULES: CancelCode.RULES,
    HitKind.FACILITY: CancelCode.FACILITY,
    HitKind.SCHOOL: CancelCode.SCHOOL,
    HitKind.HOLIDAY: CancelCode.HOLIDAY,
    HitKind.DRIVER: CancelCode.NO_DRIVER,
}


@dataclass
class SettlingDone:
    """Trips that settling made and cancelled."""

    made: list[Id] = field(default_factory=list)
    cancelled: list[Id] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Choice:
    """One choice, with what is known of its day."""

    number: int
    entry: DayChoiceEntry
    order: StandingOrder
    trip: Trip | None
    look: Look

    @property
    def target(self) -> date:
        """The day the trip is wanted on."""
        return self.entry.to_day or self.entry.day

    def problem(self, name: str, sentence: str) -> InputError:
        """Return a refusal of this choice."""
        said = f"{day_text(self.entry.day)}: {sentence}"
        return InputError([Problem(f"{self.number}.{name}", said)])


def settle(
    work: Work,
    desk: Desk,
    runs: Runs,
    choices: Sequence[DayChoiceEntry],
    actor: Actor,
) -> SettlingDone:
    """Settle days one after the other.

    Raises:
        InputError: one can't be settled so; its field begins with its number.
        RefusedError: no right to override.
    """
    done = SettlingDone()
    settler = _Settler(work, desk, runs, actor, done)
    for number, entry in enumerate(choices):
        settler.settle(number, entry)
    work.session.flush()
    return done


@dataclass
class _Settler:
    work: Work
    desk: Desk
    runs: Runs
    actor: Actor
    done: SettlingDone

    def settle(self, number: int, entry: DayChoiceEntry) -> None:
        """Settle one day."""
        one = self._choice(number, entry)
        if one.trip is not None:
            stays = Stays.of(self.work.session, self.desk.facts, [one.trip], self.runs)
            if entry.choice is not DayChoice.KEEP and (why := stays.why(one.trip, by_hand=False)):
                raise one.problem("choice", why)
        if entry.choice is None:
            self._take_back(one)
        elif entry.choice is DayChoice.SKIP:
            self._skip(one)
        else:
            self._keep(one)

    def _choice(self, number: int, entry: DayChoiceEntry) -> _Choice:
        orders = {one.id: one for one in self.desk.orders}
        order = orders.get(entry.order_id)
        said = f"{day_text(entry.day)}: "
        if order is None or order.is_old:
            sentence = "this standing order makes no trips, or is not there any more."
            raise InputError([Problem(f"{number}.choice", said + sentence)])
        if entry.day not in {*self.desk.fates.pattern(order, max(entry.day, self.desk.facts.last))}:
            sentence = "this is none of the standing order's days."
            raise InputError([Problem(f"{number}.choice", said + sentence)])
        if entry.day < self.desk.facts.today:
            raise InputError([Problem(f"{number}.choice", f"{said}the day is over.")])
        trip = self.desk.facts.standing_trip(order.id, entry.day)
        if trip is not None and all(one.state is RideState.CANCELLED for one in trip.rides):
            sentence = "its trip was cancelled by hand. Book it again if it is wanted after all."
            raise InputError([Problem(f"{number}.choice", said + sentence)])
        where = on_day(trip) if trip is not None and entry.to_day is None else entry.day
        look = self.desk.collisions.look(order, where, trip)
        return _Choice(number, entry, order, trip, look)

    # --- skip, and back ---

    def _skip(self, one: _Choice) -> None:
        reason = self._reason(one) or " ".join(hit.sentence for hit in one.look.hits)
        self._remember(one, DayChoice.SKIP, reason, one.look.hits)
        if one.trip is not None:
            code = _code(one.look.hits)
            cancel(self.work, one.trip, reason or "Skipped", code)
            self.done.cancelled.append(one.trip.id)

    def _take_back(self, one: _Choice) -> None:
        row = self._row(one)
        if row is None:
            raise one.problem("choice", "nobody has settled this day.")
        self.work.session.delete(row)
        if one.trip is not None and on_day(one.trip) != one.entry.day and not one.trip.by_hand:
            cancel(self.work, one.trip, "The move was taken back", CancelCode.OTHER)
            self.done.cancelled.append(one.trip.id)
        self.work.session.flush()

    # --- keep and move ---

    def _keep(self, one: _Choice) -> None:
        target = self._target(one)
        own = one.trip if one.trip is not None and on_day(one.trip) == target else None
        look = self.desk.collisions.look(one.order, target, own)
        how = self._override(one, look)
        there = one.trip if one.trip is not None and on_day(one.trip) == one.entry.day else None
        source = self.desk.collisions.look(one.order, one.entry.day, there).hits
        reason = self._reason(one) or how.override_reason
        choice = one.entry.choice or DayChoice.KEEP
        if choice is DayChoice.KEEP and look.stops and not reason:
            raise one.problem("reason", "say why the trip is made all the same.")
        self._remember(one, choice, reason, (*source, *look.hits))
        if one.trip is None:
            if look.draft is None:
                raise one.problem("choice", _no_times(look))
            before = self.desk.facts.cancelled_trip(one.order.id, one.entry.day)
            key, _rides = stand_up(self.work, one.order, one.entry.day, look, how, before)
            self.desk.facts.note_rides(one.order, key, look.draft)
            self.done.made.append(key)
        elif own is None:
            self._move(one, target, how)
        elif how.override_reason:
            row = self.work.fetch(TripRecord, one.trip.id)
            put(row, decision_values(one.order, look.decision, how))

    def _target(self, one: _Choice) -> date:
        if one.entry.choice is not DayChoice.MOVE:
            return one.entry.day
        target = one.entry.to_day
        if target is None:
            raise one.problem("to_day", "say to which day the trip is moved.")
        if target < self.desk.facts.today:
            raise one.problem("to_day", "the day it is moved to is over.")
        if target == one.entry.day:
            raise one.problem("to_day", "it is moved to the same day. Keep it instead.")
        order = one.order
        taken = {
            on_day(trip)
            for (order_id, day), trips in self.desk.facts.trips.items()
            for trip in trips
            if order_id == order.id and day != one.entry.day
            if any(ride.is_open for ride in trip.rides)
        }
        if target in taken:
            raise one.problem("to_day", f"the order has a trip on {day_text(target)} already.")
        return target

    def _override(self, one: _Choice, look: Look) -> Made:
        never = [hit for hit in look.stops if hit.kind in NEVER]
        if never and one.trip is None:
            raise one.problem("choice", never[0].sentence)
        if not any(hit.kind in _OVERRIDE for hit in look.stops):
            return Made(self.actor.name)
        require(self.actor, Right.OVERRIDE)
        reason = one.entry.override_reason.strip()
        if not reason:
            raise one.problem(
                "override_reason", "the rules don't allow it. Say why it is made all the same."
            )
        return Made(self.actor.name, reason)

    def _move(self, one: _Choice, target: date, how: Made) -> None:
        trip = one.trip
        look = self.desk.collisions.look(one.order, target)
        if trip is None or look.draft is None:
            raise one.problem("to_day", _no_times(look))
        if not has_shape(trip, look.draft):
            raise one.problem("to_day", "its rides were changed. Move it on the Board.")
        runs = [ride.id for ride in trip.rides]
        self.runs.take_off(self.work, runs)
        values = decision_values(one.order, look.decision, how)
        bring(self.work, one.order, trip, look.draft, values)

    # --- what is remembered ---

    def _reason(self, one: _Choice) -> str:
        check = Checker(f"{one.number}.")
        reason = check.line("reason", one.entry.reason)
        check.raise_if_any()
        return reason

    def _row(self, one: _Choice) -> StandingDayRecord | None:
        on = StandingDayRecord
        wanted = select(on).where(on.standing_id == one.order.id, on.day == one.entry.day)
        return self.work.session.scalar(wanted)

    def _remember(self, one: _Choice, choice: DayChoice, reason: str, hits: Sequence[Hit]) -> None:
        values = {
            "choice": choice,
            "to_day": one.entry.to_day if choice is DayChoice.MOVE else None,
            "reason": reason,
            "hits": sorted({hit.mark for hit in hits}),
        }
        row = self._row(one)
        if row is not None:
            put(row, values)
            return
        keys = {"standing_id": one.order.id, "day": one.entry.day}
        self.work.session.add(StandingDayRecord(id=new_id(), **keys, **values))
        self.work.session.flush()


def _code(hits: Sequence[Hit]) -> CancelCode:
    return _CODES.get(hits[0].kind, CancelCode.OTHER) if hits else CancelCode.MEMBER


def _no_times(look: Look) -> str:
    return next(
        (hit.sentence for hit in look.hits if hit.kind is HitKind.NO_WAY), "it has no times."
    )
