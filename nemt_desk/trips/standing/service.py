"""Writes of standing orders: booked, made ahead, settled, changed, ended. Each is one act."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.entry import put
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips.bookings import check_outcome, outcome_of, texts_of
from nemt_desk.trips.clashes import clashes
from nemt_desk.trips.closed import closed_ends, refuse_closed
from nemt_desk.trips.drafts import TripDraft, drafted, other_ways
from nemt_desk.trips.model import TripRecord
from nemt_desk.trips.repeats import check as check_repeat
from nemt_desk.trips.repeats import repeat_text
from nemt_desk.trips.routing import Roads
from nemt_desk.trips.rows import Booked, TripRequest, Violation
from nemt_desk.trips.standing import absences, changing, one_day, settling
from nemt_desk.trips.standing.desk import Desks
from nemt_desk.trips.standing.keeping import add_order, checked, order_of
from nemt_desk.trips.standing.links import NoRuns, Runs
from nemt_desk.trips.standing.making import Made
from nemt_desk.trips.standing.orders import (
    Changed,
    ChangePlan,
    DayChoiceEntry,
    ExceptionRow,
    Generated,
    Settling,
    StandingChange,
    StandingEntry,
    StandingOrder,
    StandingSaved,
    repeat_of,
)
from nemt_desk.trips.standing.producing import Produced, count_of, is_due, produce, told_of
from nemt_desk.trips.standing.queries import exceptions as listed_exceptions
from nemt_desk.trips.standing.reading import live_orders, order, orders_by_ids
from nemt_desk.trips.standing.rows import OrderDay, TripFate
from nemt_desk.trips.standing.template import entry_of_request


class StandingService:
    """Keeps standing orders and makes their trips.

    `settings` are the agency's as they are now, `roads` its map (opened only to measure), `runs`
    tells on which runs rides are.
    """

    def __init__(
        self,
        store: Store,
        settings: Callable[[], Settings],
        roads: Callable[[], Roads | None] | None = None,
        runs: Runs | None = None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._desks = Desks(store.clock, settings, roads)
        self._runs = runs or NoRuns()

    # --- a new one ---

    def book(
        self, actor: Actor, request: TripRequest, *, before: Callable[[Work], None] | None = None
    ) -> Booked:
        """Keep a repeated request as a standing order and make the trips of its first weeks.

        `before` is done first in the same act: a trip that the order replaces goes.

        Raises:
            InputError: something is missing, its times can't be, or a place is closed by then.
            RefusedError: an emergency, or no right to override what the rules said.
        """
        require(actor, Right.WRITE)
        settings = self._settings()
        entry, first = self._entry(request), drafted(request, settings)
        check_outcome(actor, request)
        texts = texts_of(request)
        with self._store.write(actor, "Booked a standing order") as work:
            if before is not None:
                before(work)
            refuse_closed(work.session, [first.trip])
            found = clashes(work.session, request.member_id, [first.trip], settings.time)
            made = add_order(work, entry)
            also = {name: texts[name] for name in ("caller_relation", "caller_phone")}
            desk = self._desks.asked(work.session, made, request)
            done = produce(work, desk, made, Made(actor.name, also=also))
            _keep_first_decision(work, request, done.by_day.get(made.from_day), actor)
            work.text = _booked_text(entry, done)
        return Booked(
            trip_ids=tuple(done.trip_ids),
            ride_ids=tuple(done.ride_ids),
            changes=work.changes,
            warnings=(*first.warnings, *other_ways(first.trip, done.drafts), *found, *done.told),
            standing_id=made.id,
        )

    def preview(self, request: TripRequest) -> tuple[OrderDay, ...]:
        """Return what would become of each day of a repeat's first weeks; writes nothing.

        Raises:
            InputError: something is missing, or its times can't be.
        """
        with self._store.read() as session:
            return self._previewed(session, request)[0]

    def check(self, request: TripRequest) -> tuple[Violation, ...]:
        """Return what a dispatcher should know before booking a repeat; writes nothing.

        Raises:
            InputError: something is missing, or its times can't be.
        """
        settings = self._settings()
        first = drafted(request, settings)
        with self._store.read() as session:
            found = closed_ends(session, [first.trip])
            found += clashes(session, request.member_id, [first.trip], settings.time)
            days, drafts = self._previewed(session, request)
        told = (*count_of(days), *told_of(days))
        return (*first.warnings, *other_ways(first.trip, drafts), *found, *told)

    def _previewed(
        self, session: Session, request: TripRequest
    ) -> tuple[tuple[OrderDay, ...], list[TripDraft]]:
        made = order_of(self._entry(request), new_id(), self._store.clock.now())
        desk = self._desks.asked(session, made, request)
        days = tuple(desk.days(made))
        due = [day.on_day for day in days if day.on_day is not None and is_due(day)]
        looks = [desk.collisions.look(made, day).draft for day in due]
        return days, [draft for draft in looks if draft is not None]

    def _entry(self, request: TripRequest) -> StandingEntry:
        entry = entry_of_request(request, self._settings())
        check_repeat(entry.from_day, repeat_of(entry))
        return checked(entry)

    def add(self, actor: Actor, entry: StandingEntry) -> StandingSaved:
        """Keep a standing order as it is typed, without a call, and make its first trips.

        Raises:
            InputError: something is missing, or its times can't be.
        """
        require(actor, Right.WRITE)
        entry = checked(entry)
        with self._store.write(actor, "Added a standing order") as work:
            made = add_order(work, entry)
            done = self._produce(work, made, actor)
            work.text = _booked_text(entry, done)
        return StandingSaved(made.id, tuple(done.trip_ids), done.told, work.changes)

    # --- ahead ---

    def generate(self, actor: Actor, *, order_ids: Iterable[Id] | None = None) -> Generated:
        """Make the trips that are missing in the next weeks; nothing that is there is touched.

        Doing it again makes nothing. What does not come out allowed, or collides, is not made.
        """
        require(actor, Right.WRITE)
        with self._store.read() as session:
            desk = self._desks.kept(session, self._live(session, order_ids))
            due = {one.id for one in desk.orders if any(map(is_due, desk.days(one)))}
        if not due:
            return Generated((), (), Changes.none())
        made: list[Id] = []
        told: list[Violation] = []
        with self._store.write(actor, "Made the trips of standing orders") as work:
            orders = list(orders_by_ids(work.session, due).values())
            desk = self._desks.measured(work.session, orders)
            for one in desk.orders:
                done = produce(work, desk, one, Made(actor.name))
                made += done.trip_ids
                told += done.told
            work.text = f"Made {_count(len(made), 'trip')} of standing orders"
        return Generated(tuple(made), tuple(told), work.changes)

    def exceptions(self, *, all_days: bool = False) -> tuple[ExceptionRow, ...]:
        """Return the exception desk of the next weeks; ways that were never driven are measured."""
        with self._store.read() as session:
            roads = self._desks.roads_of(session)
            now = self._store.clock.now()
            return listed_exceptions(session, self._settings(), now, all_days=all_days, roads=roads)

    # --- one day ---

    def settle(self, actor: Actor, choices: Sequence[DayChoiceEntry]) -> Settling:
        """Settle days as chosen, all of them or none.

        Raises:
            InputError: one can't be; its field is `<number>.choice`, `.to_day` or `.reason`.
            RefusedError: no right to override, or nothing was chosen.
        """
        require(actor, Right.WRITE)
        if not choices:
            raise RefusedError("No day was chosen. Nothing was changed.")
        text = f"Settled {_count(len(choices), 'day')} of standing orders"
        with self._store.write(actor, text) as work:
            orders = orders_by_ids(work.session, {one.order_id for one in choices})
            desk = self._desks.measured(work.session, list(orders.values()))
            done = settling.settle(work, desk, self._runs, choices, actor)
            for one in orders.values():
                # What is settled now may leave other days of the same order to be made.
                done.made += self._produce(work, one, actor).trip_ids
        return Settling(work.changes, tuple(done.made), tuple(done.cancelled))

    def change_day(self, actor: Actor, order_id: Id, day: date, entry: StandingEntry) -> Changes:
        """Make this one day's trip by another entry; it is changed by hand from then on.

        Raises:
            InputError: its times can't be, or a place is closed.
            RefusedError: the day is none of the order's, or its trip is over or under way.
        """
        require(actor, Right.WRITE)
        text = f"Changed one day of a standing order: {day_text(day)}"
        with self._store.write(actor, text) as work:
            one = order(work.session, order_id)
            desk = self._desks.measured(work.session, [one])
            one_day.change_day(work, desk, self._runs, (one, day, checked(entry)), actor)
        return work.changes

    def planned_day(self, order_id: Id, day: date, entry: StandingEntry) -> tuple[TripFate, ...]:
        """Return what `change_day` would mean for the trip that is there, if any; changes nothing.

        Raises:
            InputError: its times can't be, or a place is closed.
            RefusedError: the day is none of the order's, or its trip is over or under way.
        """
        with self._store.read() as session:
            one = order(session, order_id)
            desk = self._desks.measured(session, [one])
            return one_day.planned_day(session, desk, self._runs, (one, day, checked(entry)))

    # --- changing and ending ---

    def planned_change(self, change: StandingChange) -> ChangePlan:
        """Return what a change would mean for each trip that is there; changes nothing.

        Raises:
            InputError: the entry can't be taken.
        """
        with self._store.read() as session:
            desk = self._desks.measured(session, [order(session, change.order_id)])
            return changing.planned(session, desk, self._runs, change)

    def change(self, actor: Actor, plan: ChangePlan) -> Changed:
        """Do what was planned: trips follow, are cancelled, or stay; missing ones are made.

        Raises:
            StaleError: a trip was made, changed or told to its driver since it was planned.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, changing.text_of(plan)) as work:
            desk = self._desks.measured(work.session, [order(work.session, plan.order.id)])
            kept = changing.apply(work, desk, self._runs, plan, actor.name)
            done = self._produce(work, kept, actor)
        return Changed(kept.id, work.changes, tuple(done.trip_ids))

    def planned_end(self, order_id: Id, last_day: date, reason: str) -> ChangePlan:
        """Return which trips after `last_day` would be cancelled, and which stay."""
        with self._store.read() as session:
            desk = self._desks.kept(session, [order(session, order_id)])
            return changing.planned_end(session, desk, self._runs, last_day, reason)

    def end(self, actor: Actor, plan: ChangePlan) -> Changed:
        """End an order after its last day, as planned.

        Raises:
            StaleError: a trip was made, changed or told to its driver since it was planned.
            InputError: the reason is missing.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, changing.text_of(plan)) as work:
            desk = self._desks.kept(work.session, [order(work.session, plan.order.id)])
            changing.end(work, desk, self._runs, plan)
        return Changed(plan.order.id, work.changes)

    # --- members who are away ---

    def planned_absence(
        self, member_id: Id, from_day: date, until_day: date | None
    ) -> tuple[TripFate, ...]:
        """Return which trips of a member's orders an absence would cancel, and which stay."""
        with self._store.read() as session:
            desk = self._desks.kept(session, self._of_member(session, member_id))
            return absences.planned(session, desk, self._runs, (from_day, until_day))

    def follow_absences(self, actor: Actor, member_id: Id) -> Changes:
        """Cancel what lies in the member's absences by now, and make again what no longer does."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Trips of standing orders follow an absence") as work:
            orders = self._of_member(work.session, member_id)
            desk = self._desks.kept(work.session, orders)
            gone = absences.follow(work, desk, self._runs)
            made = sum(len(self._produce(work, one, actor).trip_ids) for one in orders)
            work.text = f"Absence: {_count(gone, 'trip')} cancelled, {made} made"
        return work.changes

    # --- what all of them need ---

    def _produce(self, work: Work, one: StandingOrder, actor: Actor) -> Produced:
        """Make what is due of an order, as everything stands now."""
        desk = self._desks.measured(work.session, [one])
        return produce(work, desk, one, Made(actor.name))

    def _live(self, session: Session, order_ids: Iterable[Id] | None) -> tuple[StandingOrder, ...]:
        today = self._settings().time.day(self._store.clock.now())
        wanted = None if order_ids is None else {*order_ids}
        return tuple(
            one
            for one in live_orders(session, today)
            if not one.is_old and (wanted is None or one.id in wanted)
        )

    def _of_member(self, session: Session, member_id: Id) -> list[StandingOrder]:
        return [one for one in self._live(session, None) if one.member_id == member_id]


def _keep_first_decision(
    work: Work, request: TripRequest, trip_id: Id | None, actor: Actor
) -> None:
    """Keep with the first trip what the rules said of it during the call."""
    if trip_id is None or request.decision is None:
        return
    outcome, reason = outcome_of(request.decision), request.override_reason.strip()
    put(
        work.fetch(TripRecord, trip_id),
        {
            "decision": dict(request.decision),
            "outcome": outcome.value if outcome else "",
            "override_reason": reason,
            "override_by": actor.name if reason else "",
        },
    )


def _booked_text(entry: StandingEntry, done: Produced) -> str:
    count = _count(len(done.trip_ids), "trip")
    return f"Booked {count} from {day_text(entry.from_day)}: {repeat_text(repeat_of(entry))}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
