"""Writes of the trips room: booking, changing, marking, cancelling, turning down."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.entry import Checker, put
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text, time_text
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips import rules
from nemt_desk.trips.bookings import (
    add_trip,
    check_outcome,
    mark_by_hand,
    texts_of,
    trip_values,
)
from nemt_desk.trips.clashes import clashes
from nemt_desk.trips.closed import closed_ends, refuse_closed
from nemt_desk.trips.drafts import TripDraft, drafted
from nemt_desk.trips.live_figures import live_figures
from nemt_desk.trips.marking import set_state
from nemt_desk.trips.model import (
    RideRecord,
    TripRecord,
    UnmetRecord,
)
from nemt_desk.trips.rows import (
    OPEN_STATES,
    Booked,
    CancelCode,
    Leg,
    NewUnmet,
    ReturnKind,
    RideState,
    TripRequest,
    Violation,
)
from nemt_desk.trips.standing.service import StandingService
from nemt_desk.trips.times import Known, Times, fill

CHANGED = "Changed a trip: booked anew, cancelled as it was"
_NO_TIME = "Type at least one time: the appointment, the pick-up or the drop-off."


class TripService:
    """Keeps trips and their rides. `settings` gives the agency's figures as they are now."""

    def __init__(
        self,
        store: Store,
        settings: Callable[[], Settings],
        standing: StandingService | None = None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._standing = standing or StandingService(store, settings)

    def book(self, actor: Actor, request: TripRequest, *, instead_of: Id | None = None) -> Booked:
        """Save a trip with its rides; a repeat becomes a standing order with its first trips.

        `instead_of` is a booked trip that this one takes the place of: its open rides are
        cancelled in the same act.

        Raises:
            InputError: something is missing, its times can't be, or a place is closed by then.
            RefusedError: an emergency, no right to override what the rules said, or nothing of
                the other trip is open any more.
        """

        def give_way(work: Work) -> None:
            if instead_of is not None:
                _cancel_open(work, instead_of, CHANGED, CancelCode.OTHER)
                work.session.flush()

        if request.repeat is not None:
            return self._standing.book(actor, request, before=give_way)
        require(actor, Right.WRITE)
        settings = self._settings()
        draft = drafted(request, settings)
        check_outcome(actor, request)
        texts = texts_of(request)
        text = _booked_text(draft.trip, settings) if instead_of is None else CHANGED
        with self._store.write(actor, text) as work:
            give_way(work)
            refuse_closed(work.session, [draft.trip])
            found = clashes(work.session, request.member_id, [draft.trip], settings.time)
            values = trip_values(request, texts, actor.name)
            trip_id, ride_ids = add_trip(work, request, draft.trip, values)
        return Booked((trip_id,), tuple(ride_ids), work.changes, draft.warnings + found)

    def check(self, request: TripRequest) -> tuple[Violation, ...]:
        """Return what a dispatcher should know before saving; writes nothing.

        Raises:
            InputError: something is missing, or its times can't be.
        """
        if request.repeat is not None:
            return self._standing.check(request)
        settings = self._settings()
        draft = drafted(request, settings)
        with self._store.read() as session:
            found = closed_ends(session, [draft.trip])
            found += clashes(session, request.member_id, [draft.trip], settings.time)
        return draft.warnings + found

    def change_times(
        self, actor: Actor, ride_id: Id, times: Known, *, version: int | None = None
    ) -> Changes:
        """Give an open ride other times; what is not given is computed again.

        Raises:
            InputError: the times can't be.
            RefusedError: the ride is over.
        """
        require(actor, Right.WRITE)
        settings = self._settings()
        with self._store.write(actor, "Changed a ride's times") as work:
            row = _open_ride(work, ride_id, version)
            filled = _refilled(row, times, settings)
            put(
                row,
                {
                    "appointment_at": filled.appointment_at,
                    "pickup_at": filled.pickup_at,
                    "dropoff_at": filled.dropoff_at,
                    "day": settings.time.day(filled.pickup_at or row.pickup_at or work.now),
                },
            )
            if row.leg is Leg.OUTBOUND and filled.appointment_at is not None:
                trip = work.fetch(TripRecord, row.trip_id)
                put(trip, {"appointment_at": filled.appointment_at})
            mark_by_hand(work, row.trip_id)
            work.text = f"Changed a ride's times: {_when(row, settings)}"
        return work.changes

    def mark(
        self,
        actor: Actor,
        ride_id: Id,
        state: RideState,
        reason: str = "",
        *,
        version: int | None = None,
    ) -> Changes:
        """Say where a ride stands; a will-call member who is ready gets a pick-up time.

        The live day (runs.live) keeps the moments beside it, and marks several at once.

        Raises:
            RefusedError: this state can't follow, or the ride has no time yet.
            InputError: a reason is missing.
        """
        if state is RideState.WILL_CALL:
            return self.mark_ready(actor, ride_id, version=version)
        require(actor, Right.WRITE)
        with self._store.write(actor, f"Marked a ride: {rules.STATE_WORDS[state]}") as work:
            row = work.fetch(RideRecord, ride_id, version)
            set_state(row, state, reason)
            mark_by_hand(work, row.trip_id)
        return work.changes

    def mark_ready(
        self,
        actor: Actor,
        ride_id: Id,
        pickup_at: datetime | None = None,
        *,
        ready_at: datetime | None = None,
        version: int | None = None,
    ) -> Changes:
        """Note that a will-call member has called, now or at `ready_at`: the clock starts.

        The pick-up is at the time given, and the member ready then; else it is by the end of the
        minutes a will-call may take.

        Raises:
            RefusedError: the ride is no will-call return, is under way or over.
            InputError: the member can't have called after now.
        """
        require(actor, Right.WRITE)
        settings = self._settings()
        with self._store.write(actor, "Will-call: the member is ready") as work:
            row = work.fetch(RideRecord, ride_id, version)
            if row.return_kind is not ReturnKind.WILL_CALL or row.leg is not Leg.RETURN:
                raise RefusedError("Only a will-call return waits for the member's call.")
            if row.state not in rules.BEFORE:
                said = rules.STATE_WORDS[row.state]
                raise RefusedError(f"This ride is {said}; the member has called before.")
            now = work.now.replace(second=0, microsecond=0)
            called = ready_at or pickup_at or now
            if ready_at is not None and called > work.now:
                raise InputError([Problem("at", "The member can't have called after now.")])
            set_state(row, RideState.WILL_CALL, "", at=called)
            minutes = live_figures(settings, row.day).will_call_min
            pickup = pickup_at or called + timedelta(minutes=minutes)
            filled = _refilled(row, Known(pickup_at=pickup), settings)
            values = {"pickup_at": filled.pickup_at, "dropoff_at": filled.dropoff_at}
            put(row, values | {"day": settings.time.day(pickup_at or called)})
            mark_by_hand(work, row.trip_id)
        return work.changes

    def cancel(
        self,
        actor: Actor,
        ride_id: Id,
        reason: str,
        *,
        code: CancelCode | None = None,
        version: int | None = None,
    ) -> Changes:
        """Cancel one ride; `code` is its reason for counting.

        Raises:
            RefusedError: it is over, or the member is aboard.
            InputError: the reason is missing.
        """
        require(actor, Right.WRITE)
        settings = self._settings()
        with self._store.write(actor, "Cancelled a ride") as work:
            row = work.fetch(RideRecord, ride_id, version)
            set_state(row, RideState.CANCELLED, reason, code)
            mark_by_hand(work, row.trip_id)
            work.text = f"Cancelled a ride: {_when(row, settings)}"
        return work.changes

    def cancel_trip(
        self, actor: Actor, trip_id: Id, reason: str, *, code: CancelCode | None = None
    ) -> Changes:
        """Cancel every open ride of a trip that has not begun.

        Raises:
            RefusedError: none is open any more.
            InputError: the reason is missing.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Cancelled a trip") as work:
            _cancel_open(work, trip_id, reason, code)
        return work.changes

    def change_notes(
        self,
        actor: Actor,
        trip_id: Id,
        *,
        driver_note: str,
        office_note: str,
        version: int | None = None,
    ) -> Changes:
        """Change what the driver sees and what only the office sees."""
        require(actor, Right.WRITE)
        check = Checker()
        values = {
            "driver_note": check.note("driver_note", driver_note),
            "office_note": check.note("office_note", office_note),
        }
        check.raise_if_any()
        with self._store.write(actor, "Changed a trip's notes") as work:
            put(work.fetch(TripRecord, trip_id, version), values)
            mark_by_hand(work, trip_id)
        return work.changes

    def turn_down(self, actor: Actor, unmet: NewUnmet) -> Changes:
        """Keep a request that was turned down, with its reason: the unmet need.

        Raises:
            InputError: the reason is missing.
        """
        require(actor, Right.WRITE)
        check = Checker()
        reason = check.line("reason", unmet.reason, needed="Say why the request is turned down.")
        note = check.note("note", unmet.note)
        asked_by = check.line("asked_by", unmet.asked_by)
        check.raise_if_any()
        with self._store.write(actor, f"Turned down a request for {day_text(unmet.day)}") as work:
            work.session.add(
                UnmetRecord(
                    member_id=unmet.member_id,
                    day=unmet.day,
                    place_id=unmet.place_id,
                    reason=reason,
                    decision=dict(unmet.decision or {}),
                    note=note,
                    reason_code=unmet.reason_code,
                    asked_by=asked_by,
                    appointment_at=unmet.appointment_at,
                )
            )
        return work.changes


def _booked_text(trip: TripDraft, settings: Settings) -> str:
    first = trip.rides[0]
    begin = f"{day_text(first.day)}"
    if first.pickup_at is not None:
        begin += f", {time_text(settings.time.local(first.pickup_at))}"
    return f"Booked a trip for {begin}"


# --- one ride ---------------------------------------------------------------------------------


def _open_ride(work: Work, ride_id: Id, version: int | None) -> RideRecord:
    row = work.fetch(RideRecord, ride_id, version)
    if row.state not in OPEN_STATES or row.state is RideState.ABOARD:
        raise RefusedError(
            f"This ride is {rules.STATE_WORDS[row.state]}; its times stay as they are."
        )
    return row


def _cancel_open(work: Work, trip_id: Id, reason: str, code: CancelCode | None) -> None:
    statement = select(RideRecord).where(RideRecord.trip_id == trip_id)
    rows = [row for row in work.session.scalars(statement) if row.state in OPEN_STATES]
    rows = [row for row in rows if row.state is not RideState.ABOARD]
    if not rows:
        raise RefusedError("No ride of this trip is open any more. Nothing was changed.")
    for row in rows:
        set_state(row, RideState.CANCELLED, reason, code)
    mark_by_hand(work, trip_id)


def _refilled(row: RideRecord, times: Known, settings: Settings) -> Times:
    if times == Known():
        raise InputError([Problem("pickup", _NO_TIME)])
    known = Known(
        appointment_at=times.appointment_at or row.appointment_at,
        pickup_at=times.pickup_at,
        dropoff_at=times.dropoff_at,
    )
    filled = fill(
        known,
        drive_min=row.drive_min,
        load_min=settings.load_min,
        early_min=settings.early_min if known.appointment_at else None,
    )
    if filled.pickup_at is None:
        # Never routed: the ride keeps the time it took before.
        filled = _moved_along(row, filled)
    if not filled.is_possible:
        raise InputError(filled.problems or [Problem("pickup", "These times can't be.")])
    return filled


def _moved_along(row: RideRecord, filled: Times) -> Times:
    if filled.dropoff_at is None or row.pickup_at is None:
        raise InputError([Problem("pickup", "Type the pick-up: the ride's miles are not known.")])
    took = (row.dropoff_at or row.pickup_at) - row.pickup_at
    return Times(
        appointment_at=filled.appointment_at,
        pickup_at=filled.dropoff_at - max(took, timedelta(minutes=1)),
        dropoff_at=filled.dropoff_at,
        computed=filled.computed,
    )


def _when(row: RideRecord, settings: Settings) -> str:
    said = day_text(row.day)
    if row.pickup_at is None:
        return said
    return f"{said}, {time_text(settings.time.local(row.pickup_at))}"
