"""What the live day's keys and panels do, through the office's services. Draws nothing."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.live.rows import NoShowStep, Out, OutEntry
from nemt_desk.trips.rows import Leg, ReturnKind, RideState
from nemt_desk.trips.rules import BEFORE, ENDS
from ui.board.deeds import Ask
from ui.board.live.cancel_panel import CancelSaid
from ui.board.live.no_show_panel import NoShowSaid
from ui.board.live.typed_marks import HELP, read_mark
from ui.board.words import rides_text

if TYPE_CHECKING:
    from ui.board.dispatch import Dispatch


type Trouble = Callable[[DeskError], object]
"""Shows a refusal where the person types."""


class LiveDeeds:
    """Acts on rides; a refusal is said, or shown where the person types."""

    def __init__(self, at: "Dispatch") -> None:
        self.at = at
        self.desk = at.desk
        self.live = at.desk.office.live

    def do(self, act: Callable[[], Changes], trouble: Trouble | None = None) -> bool:
        """Do something and tell of it; tell whether it was done."""
        try:
            changes = act()
        except DeskError as error:
            if trouble is not None:
                trouble(error)
            else:
                self.desk.refuse(error)
            return False
        self.desk.did(changes)
        return True

    def off(self, rides: Sequence[BoardRide]) -> None:
        """Mark that members got out now."""
        keys, versions = _keys(rides)
        self.do(lambda: self.live.off(self.desk.actor, keys, versions=versions))

    def put_back(self, rides: Sequence[BoardRide]) -> None:
        """Take the last mark back; ask why where it was an end."""
        keys, versions = _keys(rides)
        actor = self.desk.actor

        def back(reason: str) -> None:
            self.do(lambda: self.live.put_back(actor, keys, reason=reason, versions=versions))

        if not any(ride.state in ENDS for ride in rides):
            back("")
            return
        self.at.parts.ask_bar.ask(
            Ask(
                title=f"Put back one step: {rides_text(rides)}",
                lines=("Say why; the reason stays with the ride.",),
                label="Reason",
                button="Put back",
                answer=back,
            )
        )

    def ask_mark(self, rides: Sequence[BoardRide]) -> None:
        """Ask for a mark and its time."""
        self.at.parts.ask_bar.ask(
            Ask(
                title=f"Mark at another time: {rides_text(rides)}",
                lines=(HELP,),
                label="Mark and time",
                button="Mark",
                answer=lambda text: self._mark_typed(rides, text),
            )
        )

    def _mark_typed(self, rides: Sequence[BoardRide], text: str) -> None:
        keys, versions = _keys(rides)

        def act() -> Changes:
            typed = read_mark(text)
            at = self.desk.office.time.at(self.at.day, typed.at)
            if typed.state is RideState.WILL_CALL:
                return self.live.ready(self.desk.actor, keys[-1], at=at)
            return self.live.mark(self.desk.actor, keys, typed.state, at=at, versions=versions)

        self.do(act)

    def ready(self, ride: BoardRide) -> bool:
        """Note that a will-call member has phoned, if he waits for that; tell whether it stands."""
        if ride.ready_min is not None or not can_call(ride):
            return True
        return self.do(lambda: self.live.ready(self.desk.actor, ride.id, version=ride.version))

    def step(self, ride: BoardRide, step: NoShowStep, trouble: Trouble) -> bool:
        """Keep that a step before a no-show was taken now."""
        return self.do(lambda: self.live.note_step(self.desk.actor, ride.id, step), trouble)

    def no_show(self, ride: BoardRide, said: NoShowSaid, trouble: Trouble) -> bool:
        """Mark a no-show with its steps, or decide one that was marked."""
        actor = self.desk.actor
        if ride.state is RideState.NO_SHOW:
            counts = said.counts
            if counts is None:
                trouble(RefusedError("Say whether it counts or is excused."))
                return False
            decide = self.live.decide_no_show
            return self.do(
                lambda: decide(
                    actor,
                    ride.id,
                    counts=counts,
                    reason=said.reason,
                    cancel_rest=said.cancels_rest,
                ),
                trouble,
            )
        return self.do(
            lambda: self.live.no_show(
                actor,
                ride.id,
                steps=said.steps,
                reason=said.reason,
                counts=said.counts,
                cancel_rest=said.cancels_rest,
            ),
            trouble,
        )

    def cancel(self, ride_id: Id, said: CancelSaid, trouble: Trouble) -> bool:
        """Cancel a ride as it was said."""
        return self.do(
            lambda: self.live.cancel(
                self.desk.actor,
                ride_id,
                said.reason,
                code=said.code,
                notice=said.notice,
                with_later=said.with_later,
            ),
            trouble,
        )

    def out(self, entry: OutEntry, trouble: Trouble) -> Out | None:
        """Bring a driver's rides back on the desk; None if it was refused."""
        try:
            done = self.live.driver_out(self.desk.actor, entry)
        except DeskError as error:
            trouble(error)
            return None
        self.desk.did(done.changes)
        return done


def can_call(ride: BoardRide) -> bool:
    """Tell whether the member of this ride phones when ready, and has not yet."""
    is_return = ride.return_kind is ReturnKind.WILL_CALL and ride.leg is Leg.RETURN
    return is_return and ride.state in BEFORE


def _keys(rides: Sequence[BoardRide]) -> tuple[list[Id], dict[Id, int]]:
    return [ride.id for ride in rides], {ride.id: ride.version for ride in rides}
