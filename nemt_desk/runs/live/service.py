"""What dispatchers do while the day runs. Each call is one act: all of it, undone in one step."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.entry import put
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import time_text
from nemt_desk.runs.board_rows import BROKE_DOWN
from nemt_desk.runs.live import marks, no_shows, outs
from nemt_desk.runs.live.cancels import NOTICES, later_ids, notice_for
from nemt_desk.runs.live.rows import Helper, NoShowStep, Out, OutEntry
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.putting import Put, put_rides
from nemt_desk.runs.records import mark_edited
from nemt_desk.runs.rides import rides_by_ids
from nemt_desk.runs.rules import check_assignable, check_reason
from nemt_desk.runs.telling.noting import note_called, note_driver_knows
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips.bookings import mark_by_hand
from nemt_desk.trips.live_figures import live_figures
from nemt_desk.trips.marking import set_state
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.queries import ride as read_ride
from nemt_desk.trips.rows import CancelCode, CancelNotice, RideState
from nemt_desk.trips.rules import STATE_WORDS
from nemt_desk.trips.service import TripService

_DAY_MIN = 24 * 60
_FROM_THE_MEMBER = frozenset({CancelCode.MEMBER, CancelCode.SICK, CancelCode.ABSENT})


class LiveService:
    """Marks, will-calls, no-shows, cancels and drivers who are out."""

    def __init__(
        self, store: Store, settings: Callable[[], Settings], trips: TripService | None = None
    ) -> None:
        self._store = store
        self._settings = settings
        self._trips = trips or TripService(store, settings)

    # --- marks -----------------------------------------------------------------------------------

    def mark(
        self,
        actor: Actor,
        ride_ids: Sequence[Id],
        state: RideState,
        *,
        at: datetime | None = None,
        reason: str = "",
        versions: Mapping[Id, int] | None = None,
    ) -> Changes:
        """Say where rides stand; arrived and aboard keep the moment, now or `at`.

        Raises:
            RefusedError: this state can't follow, or the ride has no time yet.
            InputError: the moment can't be (field `at`), or a reason is missing.
        """
        require(actor, Right.WRITE)
        clock = self._settings().time
        with self._store.write(actor, f"Marked: {STATE_WORDS[state]}") as work:
            for row in marks.rows_of(work, ride_ids, versions):
                marks.mark(work, row, state, at=at, reason=reason, time=clock)
            work.text = f"Marked {_rides(len(set(ride_ids)))}: {STATE_WORDS[state]}"
            if at is not None:
                work.text += f" at {time_text(clock.local(at))}"
        return work.changes

    def off(
        self,
        actor: Actor,
        ride_ids: Sequence[Id],
        *,
        at: datetime | None = None,
        versions: Mapping[Id, int] | None = None,
    ) -> Changes:
        """Say that members got out, now or at `at`: the rides are done.

        Raises:
            RefusedError: a ride can't be done yet.
            InputError: the moment can't be.
        """
        moment = marks.moment_of(self._store.clock.now(), at)
        return self.mark(actor, ride_ids, RideState.DONE, at=moment, versions=versions)

    def put_back(
        self,
        actor: Actor,
        ride_ids: Sequence[Id],
        *,
        reason: str = "",
        versions: Mapping[Id, int] | None = None,
    ) -> Changes:
        """Take the last mark back, with its moment; from an end that needs a reason.

        Raises:
            RefusedError: nothing was marked.
            InputError: the reason is missing.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Put rides back") as work:
            rows = marks.rows_of(work, ride_ids, versions)
            for row in rows:
                marks.put_back(work, row, reason)
            now = {STATE_WORDS[row.state] for row in rows}
            said = f": {now.pop()}" if len(now) == 1 else ""
            work.text = f"Put back {_rides(len(rows))}{said}"
        return work.changes

    # --- will-calls and help ---------------------------------------------------------------------

    def ready(
        self, actor: Actor, ride_id: Id, *, at: datetime | None = None, version: int | None = None
    ) -> Changes:
        """Note that a will-call member has phoned, now or at `at`: the clock runs from then.

        Raises:
            RefusedError: the ride is no will-call return, is under way or over.
            InputError: the moment has not come yet.
        """
        return self._trips.mark_ready(actor, ride_id, ready_at=at, version=version)

    def send(self, actor: Actor, ride_id: Id, helper: Helper, *, reason: str = "") -> Changes:
        """Put a ride on a volunteer's run for when he can be there, off any other run.

        Raises:
            OverrideNeeded: something blocks and no reason is given.
            RefusedError: no right, the ride is over or the driver is gone.
        """
        require(actor, Right.WRITE)
        clock = self._settings().time
        with self._store.read() as session:
            day = read_ride(session, ride_id).day
            check_assignable(rides_by_ids(session, [ride_id], clock), 1, day)
        found = {ride_id: helper.violations}
        if check_reason(found, reason):
            require(actor, Right.OVERRIDE)
        order = Put((ride_id,), helper.driver_id, day, reason.strip(), found, may_move=True)
        with self._store.write(actor, "Sent a driver") as work:
            name = put_rides(work, order)
            work.session.flush()
            at, off = (_moment(clock, day, m) for m in (helper.pickup_min, helper.dropoff_min))
            put(_assignment(work, ride_id), {"pickup_at": at, "dropoff_at": off})
            _fetch_from_the_road(work, ride_id)
            work.text = f"Sent {name}: there {time_text(clock.local(at))}"
        return work.changes

    # --- no-shows --------------------------------------------------------------------------------

    def note_step(
        self,
        actor: Actor,
        ride_id: Id,
        step: NoShowStep,
        *,
        note: str = "",
        at: datetime | None = None,
    ) -> Changes:
        """Keep one step before a no-show; the ride stays as it is.

        Raises:
            RefusedError: the ride is over.
            InputError: the moment has not come yet.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, f"No-show: {no_shows.STEP_WORDS[step]}") as work:
            no_shows.take_steps(work, work.fetch(RideRecord, ride_id), [step], note=note, at=at)
        return work.changes

    def no_show(
        self,
        actor: Actor,
        ride_id: Id,
        *,
        steps: Sequence[NoShowStep] = (),
        reason: str = "",
        counts: bool | None = None,
        cancel_rest: bool = False,
    ) -> Changes:
        """Mark a ride a no-show after the agency's steps; `cancel_rest` takes the return with it.

        Raises:
            RefusedError: the ride can't become one.
            InputError: steps are missing and nobody says why.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "No-show") as work:
            row = work.fetch(RideRecord, ride_id)
            no_shows.take_steps(work, row, steps)
            figures = live_figures(self._settings(), row.day)
            no_shows.mark_no_show(work, row, reason=reason, figures=figures, counts=counts)
            if cancel_rest:
                work.text = f"No-show, and {_rides(_cancel_rest(work, row))} after it cancelled"
        return work.changes

    def decide_no_show(
        self,
        actor: Actor,
        ride_id: Id,
        *,
        counts: bool,
        reason: str = "",
        cancel_rest: bool = False,
    ) -> Changes:
        """Say whether a no-show counts against the member; `cancel_rest` takes the return away.

        Raises:
            RefusedError: the ride is no no-show.
            InputError: it is excused without a reason.
        """
        require(actor, Right.WRITE)
        word = "counts" if counts else "excused"
        with self._store.write(actor, f"No-show: {word}") as work:
            row = work.fetch(RideRecord, ride_id)
            no_shows.decide(work, row, counts=counts, why=reason)
            if cancel_rest:
                work.text += f", and {_rides(_cancel_rest(work, row))} after it cancelled"
        return work.changes

    # --- cancels ---------------------------------------------------------------------------------

    def cancel(
        self,
        actor: Actor,
        ride_id: Id,
        reason: str,
        *,
        code: CancelCode = CancelCode.MEMBER,
        notice: CancelNotice | None = None,
        with_later: bool = True,
    ) -> Changes:
        """Cancel a ride, and what nobody could ride without it; how late it is by the clock.

        `notice` says otherwise. A member who cancels himself counts as told of it.

        Raises:
            RefusedError: it is over, or the member is aboard.
            InputError: the reason is missing.
        """
        require(actor, Right.WRITE)
        settings = self._settings()
        with self._store.write(actor, "Cancelled a ride") as work:
            ride = read_ride(work.session, ride_id)
            figures = live_figures(settings, ride.day)
            kept = notice or notice_for(ride, now=work.now, figures=figures, time=settings.time)
            gone = [ride_id, *(later_ids(work.session, ride) if with_later else ())]
            for key in gone:
                row = work.fetch(RideRecord, key)
                set_state(row, RideState.CANCELLED, reason, code, notice=kept)
                mark_by_hand(work, row.trip_id)
            _edit_runs(work, gone)
            if code in _FROM_THE_MEMBER:
                note_called(work, gone)
            work.text = f"Cancelled {_rides(len(gone))}, {NOTICES[kept]}"
        return work.changes

    # --- drivers who are out ---------------------------------------------------------------------

    def driver_out(self, actor: Actor, out: OutEntry) -> Out:
        """Bring a driver's open rides back on the desk; his days off are kept.

        Raises:
            RefusedError: he is not there, or archived.
            InputError: the days can't be.
        """
        require(actor, Right.WRITE)
        settings, entry = self._settings(), outs.check(out)
        outs.refuse_past(entry, settings.time.day(self._store.clock.now()))
        with self._store.write(actor, "A driver is out") as work:
            name = outs.name_of(work, entry.driver_id)
            rides = outs.out_rides(work.session, entry, settings.time)
            outs.take_out(work, entry, rides, settings.time)
            work.session.flush()
            note_driver_knows(work, entry.driver_id, entry.day, entry.until or entry.day)
            work.text = outs.words(entry, name, len(rides))
        with self._store.read() as session:
            now = {r.id: r for r in rides_by_ids(session, [r.id for r in rides], settings.time)}
        return Out(work.changes, tuple(now[ride.id] for ride in rides))


def _rides(number: int) -> str:
    return "1 ride" if number == 1 else f"{number} rides"


def _cancel_rest(work: Work, row: RideRecord) -> int:
    """Cancel what follows a no-show; its drivers must hear of it."""
    gone = no_shows.later_rides(work, row)
    no_shows.cancel_rest(work, row)
    _edit_runs(work, [one.id for one in gone])
    return len(gone)


def _moment(clock: AgencyTime, day: date, minute: int) -> datetime:
    days, rest = divmod(minute, _DAY_MIN)
    return clock.at(day + timedelta(days=days), time(*divmod(rest, 60)))


def _assignment(work: Work, ride_id: Id) -> AssignmentRecord:
    found = work.session.scalar(select(AssignmentRecord).where(AssignmentRecord.ride_id == ride_id))
    if found is None:
        raise RefusedError("This ride is on no run. Nothing was changed.")
    return found


def _fetch_from_the_road(work: Work, ride_id: Id) -> None:
    """Let a member whose car broke down wait for the next one; where it stands is kept.

    He is not aboard that one: it is told, watched and marked as any ride that is under way.
    """
    row = work.fetch(RideRecord, ride_id)
    if row.state is RideState.ABOARD and row.state_reason.startswith(BROKE_DOWN):
        set_state(row, RideState.EN_ROUTE, row.state_reason)
        mark_by_hand(work, row.trip_id)


def _edit_runs(work: Work, ride_ids: Sequence[Id]) -> None:
    """Make published runs drafts again: what their drivers hold is not what stands here."""
    wanted = select(AssignmentRecord.run_id).where(AssignmentRecord.ride_id.in_(ride_ids))
    for run_id in dict.fromkeys(work.session.scalars(wanted)):
        mark_edited(work.fetch(RunRecord, run_id))
