"""Fills the live day's panels for what is chosen and does what they say."""

from typing import TYPE_CHECKING

from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.words import phone_text
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.live import queries
from nemt_desk.runs.live.rows import NoShowStep
from nemt_desk.runs.live.words import late_words
from nemt_desk.trips.live_figures import LiveFigures, live_figures
from nemt_desk.trips.rows import RideState
from ui.board.live.cancel_panel import CancelPanel
from ui.board.live.deeds import LiveDeeds
from ui.board.live.helping import Helping
from ui.board.live.late_panel import LatePanel
from ui.board.live.looks import ride_name
from ui.board.live.no_show_panel import NoShowPanel
from ui.board.live.out_panel import OutPanel
from ui.board.live.panel import ActPanel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.actions.action import Action
    from ui.board.dispatch import Dispatch


class LivePanels:
    """Late line, no-show, cancel, driver out: one at a time in the board's side."""

    def __init__(self, at: "Dispatch", deeds: LiveDeeds, helping: Helping) -> None:
        self.at, self.deeds, self.helping = at, deeds, helping
        self.no_show = NoShowPanel(at.desk.office.time)
        self.cancel = CancelPanel()
        self.out = OutPanel(at.desk.today())
        self._ride: BoardRide | None = None

    def sit(self, late_actions: "Sequence[Action]") -> None:
        """Take the places in the side."""
        side = self.at.parts.side
        self.late = LatePanel(late_actions)
        side.add("late", self.late, focus=self.late.focus_first)
        for name, panel in self._asking().items():
            side.add(name, panel, focus=panel.focus_first)
        self.no_show.asked.connect(self._on_no_show_asked)
        self.no_show.ticked.connect(self._on_step_taken)
        self.cancel.asked.connect(self._on_cancel_asked)
        self.out.asked.connect(self._on_out_asked)
        for field in (self.out.kind, self.out.since, self.out.until):
            field.edited.connect(self._on_out_edited)

    def _asking(self) -> dict[str, ActPanel]:
        return {"no_show": self.no_show, "cancel": self.cancel, "out": self.out}

    def has_text(self) -> bool:
        """Tell whether something was typed in the panel that is shown."""
        shown = self._asking().get(self.at.parts.side.name)
        return shown is not None and shown.has_text()

    def figures(self) -> LiveFigures:
        """Return what counts on the day shown."""
        return live_figures(self.at.desk.office.settings, self.at.day)

    def _close(self) -> None:
        self.at.parts.side.close_panel()
        self.at.focus_board()

    # --- late ------------------------------------------------------------------------------------

    def show_late(self, ride: BoardRide) -> None:
        """Show what to say and do about a ride; looking at the member is noted."""
        known, office = self.at.known, self.at.desk.office
        run = known.run_of(ride) if known else None
        driver = known.drivers.get(run.driver_id) if known and run else None
        member = office.members.view(self.at.desk.actor, ride.member_id)
        phones = [f"{member.name} {phone_text(member.phone)}"]
        if member.contact_phone:
            phones.append(f"{member.contact_name} {phone_text(member.contact_phone)}")
        now = self.at.now()
        words = late_words(
            ride,
            now_min=now if now is not None else 0,
            figures=self.figures(),
            driver=driver.name if driver else "",
            driver_phone=phone_text(driver.phone) if driver else "",
        )
        self.late.show_words(ride_name(ride), phones, words)
        self.at.parts.side.turn_to("late")

    # --- no-show ---------------------------------------------------------------------------------

    def show_no_show(self, ride: BoardRide) -> None:
        """Ask for the steps before a no-show, or for its decision."""
        self._ride = ride
        known = self.at.known
        with self.at.desk.office.store.read() as session:
            kept = queries.no_show(session, ride.id)
        rest = [
            clock_text(one.task.begin_min) if one.task.begin_min is not None else "the will-call"
            for one in (known.rides.values() if known else ())
            if one.trip_id == ride.trip_id and one.seq > ride.seq and one.is_open
        ]
        is_over = ride.state is RideState.NO_SHOW
        self.no_show.show_ride(
            ride_name(ride),
            kept,
            self.figures(),
            is_over=is_over,
            rest=rest,
            reason=ride.state_reason,
        )
        self.at.parts.side.turn_to("no_show")

    def _on_step_taken(self, step: NoShowStep) -> None:
        ride = self._ride
        if ride is not None and not self.deeds.step(ride, step, self.no_show.show_refusal):
            self._show_steps()

    def day_read(self) -> None:
        """Show the steps as they are kept now: one was taken, or taken back."""
        if self.at.parts.side.name == "no_show":
            self._show_steps()

    def _show_steps(self) -> None:
        known = self.at.known
        ride = known.rides.get(self._ride.id) if known and self._ride else None
        if ride is None:
            return
        self._ride = ride
        with self.at.desk.office.store.read() as session:
            kept = queries.no_show(session, ride.id)
        is_over = ride.state is RideState.NO_SHOW
        self.no_show.show_steps(kept, self.figures(), is_over=is_over)

    def _on_no_show_asked(self) -> None:
        said = self.no_show.said()
        if self._ride is not None and self.deeds.no_show(
            self._ride, said, self.no_show.show_refusal
        ):
            self._close()

    # --- cancel ----------------------------------------------------------------------------------

    def show_cancel(self, ride: BoardRide) -> None:
        """Ask how and why a ride is cancelled."""
        office = self.at.desk.office
        try:
            with office.store.read() as session:
                plan = queries.cancel_plan(
                    session, ride.id, settings=office.settings, now=office.clock.now()
                )
        except DeskError as error:
            self.at.desk.refuse(error)
            return
        self._ride = ride
        self.cancel.show_plan(plan)
        self.at.parts.side.turn_to("cancel")

    def _on_cancel_asked(self) -> None:
        said = self.cancel.said()
        if self._ride is not None and self.deeds.cancel(
            self._ride.id, said, self.cancel.show_refusal
        ):
            self._close()

    # --- driver out ------------------------------------------------------------------------------

    def show_out(self) -> None:
        """Ask about the driver whose row or run is current."""
        known, run = self.at.known, self.at.run()
        driver_id = run.driver_id if run is not None else self.at.choice.driver
        driver = known.drivers.get(driver_id) if known and driver_id else None
        if driver is None:
            self.at.parts.hint("Choose the driver's row first, or one of his rides.")
            return
        office = self.at.desk.office
        now = self.at.now()
        begun = run is not None and any(ride.state is not RideState.BOOKED for ride in run.rides)
        local = office.time.local(office.clock.now())
        since = local.time().replace(second=0, microsecond=0) if now is not None and begun else None
        self.out.show_driver(driver.id, driver.name, self.at.day, since)
        self._on_out_edited()
        self.at.parts.side.turn_to("out")

    def _on_out_edited(self) -> None:
        try:
            entry = self.out.entry()
        except InputError:
            return
        if entry is None:
            return
        office = self.at.desk.office
        with office.store.read() as session:
            self.out.show_rides(queries.out_rides(session, entry, office.time))

    def _on_out_asked(self) -> None:
        try:
            entry = self.out.entry()
        except InputError as error:
            self.out.show_refusal(error)
            return
        done = self.deeds.out(entry, self.out.show_refusal) if entry is not None else None
        if done is None:
            return
        self.at.parts.side.close_panel()
        today = [ride.id for ride in done.rides if ride.day == self.at.day]
        if today:
            self.helping.seek(today)
        else:
            self.at.focus_board()
