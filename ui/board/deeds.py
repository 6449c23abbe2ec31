"""What a dispatcher does on the board, through the office's services. Draws nothing.

Whatever needs a reason asks for it in the page's own line; nothing is refused silently.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.planning.rows import Travel, Violation
from nemt_desk.runs.board_rows import BoardRide, BoardRun
from nemt_desk.runs.rows import RunState
from nemt_desk.runs.rules import OverrideNeeded
from nemt_desk.trips.rows import Leg, ReturnKind, RideState
from nemt_desk.trips.rules import BEFORE, ENDS, NEEDS_REASON, NEXT
from ui.board.day import BoardDay
from ui.board.words import FITS_NOT, MARKS, clock, count, rides_text
from ui.shell.desk import Desk


@dataclass(frozen=True, slots=True)
class Ask:
    """A question in the page's own line: what is asked, why, and what the answer does."""

    title: str
    lines: tuple[str, ...]
    label: str
    button: str
    answer: Callable[[str], object]
    text: str = ""
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Put:
    """Rides for a driver's run, with the reason if they do not fit."""

    ride_ids: tuple[Id, ...]
    driver_id: Id
    driver_name: str
    reason: str = ""


class Deeds:
    """The board's verbs."""

    def __init__(self, desk: Desk, ask: Callable[[Ask], object]) -> None:
        self._desk = desk
        self._ask = ask

    def put(self, known: BoardDay, put: Put, travel: Travel) -> None:
        """Put rides on a driver's run, from wherever they are; ask for a reason if need be."""
        rides = [known.rides[ride_id] for ride_id in put.ride_ids if ride_id in known.rides]
        runs = self._desk.office.runs
        verb = runs.move if any(ride.is_assigned for ride in rides) else runs.assign
        try:
            changes = verb(
                self._desk.actor,
                put.ride_ids,
                driver_id=put.driver_id,
                day=known.day,
                override_reason=put.reason,
                travel=travel,
            )
        except OverrideNeeded as needed:
            self._ask_reason(known, put, needed.violations, travel)
        except DeskError as error:
            self._desk.refuse(error)
        else:
            self._desk.did(changes)

    def _ask_reason(
        self,
        known: BoardDay,
        put: Put,
        found: dict[Id, tuple[Violation, ...]],
        travel: Travel,
    ) -> None:
        def again(reason: str) -> None:
            self.put(known, Put(put.ride_ids, put.driver_id, put.driver_name, reason), travel)

        what = rides_text(known.rides[ride] for ride in put.ride_ids if ride in known.rides)
        self._ask(
            Ask(
                title=f"{FITS_NOT} Does not fit on the run of {put.driver_name}: {what}",
                lines=tuple(_against(known, found)),
                label="Reason",
                button="Assign all the same",
                answer=again,
            )
        )

    def take_off(self, rides: Sequence[BoardRide]) -> None:
        """Take rides off their runs."""
        ids = [ride.id for ride in rides if ride.is_assigned]
        self._do(lambda: self._desk.office.runs.unassign(self._desk.actor, ids))

    def hold(self, rides: Sequence[BoardRide]) -> None:
        """Hold rides on their runs, so that no plan moves them; let them go if all are held."""
        on = [ride for ride in rides if ride.is_assigned]
        runs, actor = self._desk.office.runs, self._desk.actor
        verb = runs.unpin if all(ride.is_pinned for ride in on) else runs.pin
        self._do(lambda: verb(actor, [ride.id for ride in on]))

    def publish(self, runs: Sequence[BoardRun]) -> None:
        """Publish runs that are drafts."""
        ids = [run.id for run in runs if run.state is RunState.DRAFT]
        self._do(lambda: self._desk.office.runs.publish(self._desk.actor, ids))

    def unpublish(self, run: BoardRun) -> None:
        """Take a published run back."""
        self._do(lambda: self._desk.office.runs.unpublish(self._desk.actor, [run.id]))

    def ask_note(self, run: BoardRun) -> None:
        """Ask for the office's note on a run."""

        def keep(text: str) -> None:
            runs, actor = self._desk.office.runs, self._desk.actor
            self._do(lambda: runs.set_note(actor, run.id, text, version=run.version))

        self._ask(
            Ask(
                title=f"Note on the run of {run.driver_name}, {run.code}",
                lines=("For the office only; it is on no paper.",),
                label="Note",
                button="Keep the note",
                answer=keep,
                text=run.note,
                may_be_empty=True,
            )
        )

    def mark(
        self, rides: Sequence[BoardRide], state: RideState, later: Sequence[BoardRide] = ()
    ) -> None:
        """Say where rides stand; ask for the reason where one is kept.

        `later` are the rides that follow on the same trips: they stay, and it is said so.
        """
        able = [ride for ride in rides if may_mark(ride, state)]
        # Marking many at once touches none that is over: a no-show does not become done so.
        able = [ride for ride in able if ride.state not in ENDS] or able
        if not able:
            return
        if state in NEEDS_REASON or any(ride.state in ENDS for ride in able):
            names = ", ".join(ride.member_name for ride in able)
            self._ask(
                Ask(
                    title=f"{MARKS[state]}: {names}",
                    lines=_why_lines(later if state in NEEDS_REASON else ()),
                    label="Reason",
                    button=f"Mark: {MARKS[state].lower()}",
                    answer=lambda reason: self._mark_all(able, state, reason),
                )
            )
        else:
            self._mark_all(able, state, "")

    def _mark_all(self, rides: Sequence[BoardRide], state: RideState, reason: str) -> None:
        live, actor = self._desk.office.live, self._desk.actor
        if state is RideState.WILL_CALL:
            self._each(rides, lambda ride: live.ready(actor, ride.id, version=ride.version))
        elif state is RideState.NO_SHOW:
            self._each(rides, lambda ride: live.no_show(actor, ride.id, reason=reason))
        elif state is RideState.CANCELLED:
            self._each(rides, lambda r: live.cancel(actor, r.id, reason, with_later=False))
        else:
            versions = {ride.id: ride.version for ride in rides}
            ids = list(versions)
            self._do(lambda: live.mark(actor, ids, state, reason=reason, versions=versions))

    def _each(self, rides: Sequence[BoardRide], act: Callable[[BoardRide], Changes]) -> None:
        """Do it ride by ride up to the first that is refused; undone in one step."""
        done, refusal = Changes.none(), None
        for ride in rides:
            try:
                done |= act(ride)
            except DeskError as error:
                refusal = error
                break
        if len(rides) > 1 and done:
            done = Changes.of(f"{done.text} ({count(len(rides), 'ride')})", done.steps)
        self._desk.did(done)
        if refusal is not None:
            self._desk.refuse(refusal)

    def _do(self, act: Callable[[], Changes]) -> None:
        try:
            changes = act()
        except DeskError as error:
            self._desk.refuse(error)
        else:
            self._desk.did(changes)


def may_mark(ride: BoardRide, state: RideState) -> bool:
    """Tell whether a ride may be marked so now."""
    if state is RideState.WILL_CALL:
        is_waiting = ride.return_kind is ReturnKind.WILL_CALL and ride.leg is Leg.RETURN
        return is_waiting and ride.state in BEFORE
    return state in NEXT[ride.state]


def _why_lines(later: Sequence[BoardRide]) -> tuple[str, ...]:
    why = "Say why; the reason stays with the ride."
    if not later:
        return (why,)
    rides = ", ".join(f"{clock(ride.task.begin_min)} {ride.member_name}" for ride in later)
    verb = "stays as it is" if len(later) == 1 else "stay as they are"
    return (why, f"What follows on the same trips {verb}: {rides}.")


def _against(known: BoardDay, found: dict[Id, tuple[Violation, ...]]) -> list[str]:
    """Return the sentences, each with its member when there are several."""
    several = sum(bool(violations) for violations in found.values()) > 1
    lines = []
    for ride_id, violations in found.items():
        ride = known.rides.get(ride_id)
        who = f"{ride.member_name}: " if several and ride else ""
        lines += [f"{FITS_NOT if v.is_blocking else '!'} {who}{v.sentence}" for v in violations]
    return list(dict.fromkeys(lines))
