"""What is read, chosen and asked on the board at this moment; keeps all its parts on one choice."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from nemt_desk.ground.ids import Id
from nemt_desk.runs.board_rows import BoardRide, BoardRun
from ui.board.card import read_facts
from ui.board.day import BoardDay, Choice, next_choice, read_day
from ui.board.deeds import Deeds
from ui.board.heard import Listener
from ui.board.overlay import Overlay, merged
from ui.board.parts import BoardParts
from ui.board.planner import Planner, Slacks
from ui.board.ride_table import RideRow, rows_of
from ui.board.words import rides_text, way_text
from ui.shell.desk import Desk
from ui.shell.selection import ChosenKind, SelectionEar

_KEYS = "Choose a ride: A assigns it, Enter shows it, M marks it, ? shows all keys."


class Dispatch(QObject):
    """The day shown and what is chosen on it.

    Signals:
        moved: another day, or the day has changed: the page head is to be read again.
        answered: who can take what is chosen is known now.
    """

    moved = Signal()
    answered = Signal()

    parts: BoardParts
    deeds: Deeds
    guests: Sequence[Listener]

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.day = desk.today()
        self.known: BoardDay | None = None
        self.choice = Choice()
        self.planner = Planner(desk, self._on_offers, self._on_slacks)
        self.guests = ()
        self._overlays: dict[str, Overlay] = {}
        self._go_on_at: int | None = None
        self._ear = SelectionEar(desk.selection)

    def sit(self, parts: BoardParts) -> None:
        """Take the widgets; before anything else."""
        self.parts = parts
        self.deeds = Deeds(self.desk, parts.ask_bar.ask)
        parts.who.legs.toggled.connect(self._on_legs)
        for guest in self.guests:
            guest.sit()

    # --- reading -------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the day again and show it."""
        before, known = self.known, read_day(self.desk.office, self.day)
        place, self._go_on_at = self._go_on_at, None
        self.choice = next_choice(self.choice, self.known, known, place)
        self.known = known
        self.parts.free.show_rows([RideRow(ride) for ride in known.board.unassigned], self.choice)
        self.parts.twin.show_rows(rows_of(known), self.choice)
        self.parts.timeline.show_day(known, self.choice, self.now())
        self.planner.ask_slacks(known)
        self._ask_planner()
        for guest in self.guests:
            guest.day_read(known, before)
        self._show_rest()
        self.moved.emit()

    def show_day(self, day: date) -> None:
        """Show another day."""
        self.day = day
        self.known = None
        self.choice = Choice()
        self.parts.ask_bar.back()
        self.parts.close_card()
        self.read()

    def now(self) -> int | None:
        """Return the minute it is, None on another day than today."""
        now = self.desk.office.time.local(self.desk.office.clock.now())
        return now.hour * 60 + now.minute if now.date() == self.day else None

    # --- choosing --------------------------------------------------------------------------------

    def choose(self, choice: Choice) -> None:
        """Choose rides, everywhere at once; the map hears of it."""
        self._show_choice(choice)
        if choice.current is not None:
            self._ear.tell(ChosenKind.RIDE, choice.current, self.day)
        elif choice.driver is not None:
            self._ear.tell(ChosenKind.DRIVER, choice.driver, self.day)

    def adopt(self) -> None:
        """Choose what was chosen on the map meanwhile, if it stands on this day's board."""
        known = self.known
        chosen = self._ear.news(self.day) if known is not None else None
        if known is None or chosen is None:
            return
        ride, run = known.rides.get(chosen.id), known.runs.get(chosen.id)
        if ride is not None:
            wanted = self.choice.only(ride.id, self.driver_of(ride))
        elif run is not None or chosen.id in known.drivers:
            wanted = Choice(driver=run.driver_id if run is not None else chosen.id)
        else:
            return  # not read yet, or over
        self._ear.hear()
        self._show_choice(wanted)

    def _show_choice(self, choice: Choice) -> None:
        self.choice = choice
        for part in (self.parts.free, self.parts.twin, self.parts.timeline):
            part.show_choice(choice)
        self._ask_planner()
        self._show_rest()

    def go_on_from(self, rides: tuple[Id, ...]) -> None:
        """Once these are given away, choose the ride that follows in the unassigned list."""
        place = self.parts.free.place_of_first(rides)
        self._go_on_at = place if place >= 0 else None

    def chosen(self) -> list[BoardRide]:
        """Return the chosen rides."""
        rides = self.known.rides if self.known else {}
        return [rides[ride] for ride in self.choice.rides if ride in rides]

    def has_choice(self) -> bool:
        """Tell whether a ride is current."""
        return self.choice.current is not None

    def has_free(self) -> bool:
        """Tell whether some ride of the day has no driver."""
        return bool(self.known and self.known.board.unassigned)

    def run(self) -> BoardRun | None:
        """Return the run of the current ride, or of the current row."""
        if self.known is None:
            return None
        ride = self.known.rides.get(self.choice.current) if self.choice.current else None
        return self.known.run_of(ride) if ride else self.known.run_of_driver(self.choice.driver)

    def driver_of(self, ride: BoardRide) -> Id | None:
        """Return who drives a ride."""
        run = self.known.run_of(ride) if self.known else None
        return run.driver_id if run else None

    # --- guests ----------------------------------------------------------------------------------

    def aim(self, driver: Id | None, *, is_dragging: bool = False) -> None:
        """Shade the row that is aimed at, and tell the guests; reads nothing."""
        shown = self.parts.timeline.shown
        is_new = driver != shown.hover
        self.parts.timeline.show_hover(driver, is_dragging=is_dragging)
        if is_new:
            for guest in self.guests:
                guest.aimed(driver)

    def show_overlay(self, name: str, overlay: Overlay) -> None:
        """Lay proposals, signs or hours over the day, in place of what that name laid before."""
        if self._overlays.get(name, Overlay()) == overlay:
            return
        self._overlays[name] = overlay
        laid = merged(self._overlays.values())
        self.parts.timeline.show_overlay(laid)
        self.parts.twin.show_signs(laid, self.choice)

    # --- showing ---------------------------------------------------------------------------------

    def focus_board(self) -> None:
        """Put the focus back to the rides."""
        self.aim(None)
        self.parts.focus_board(has_free=self.has_free() and self.run() is None)

    def hint_choice(self) -> None:
        """Say what is chosen, and what there is to know about it."""
        chosen, run = self.chosen(), self.run()
        parts = [rides_text(chosen)] if chosen else []
        parts += [way_text(chosen[0])] if len(chosen) == 1 else []
        if run is not None:
            note = f", note: {run.note}" if run.note else ""
            parts.append(f"Run {run.code} of {run.driver_name}{note}")
        if len(chosen) == 1 and chosen[0].override_reason:
            against = [v.sentence for v in chosen[0].violations if v.is_blocking]
            parts.append(f"Overridden: {chosen[0].override_reason}. {' '.join(against)}")
        self.parts.hint(" \N{MIDDLE DOT} ".join(parts) or _KEYS)

    def show_card(self) -> None:
        """Show the current ride's card in place of the drivers."""
        if self.known is None or self.choice.current is None:
            return
        shown = self.parts.card.facts if self.parts.is_card() else None
        facts = read_facts(
            self.desk.office,
            self.desk.actor,
            self.known,
            self.choice.current,
            seen=shown.member.id if shown else None,
        )
        if facts is not None:
            self.parts.card.show_facts(facts)
            self.parts.side.turn_to("card", focus=False)

    def _ask_planner(self) -> None:
        if self.known is None:
            return
        open_rides = [ride for ride in self.chosen() if ride.is_open]
        rides = tuple(ride.id for ride in open_rides)
        if self.planner.ask(self.known, rides):
            self.parts.who.show_question(open_rides, self.known.other_legs(rides))
            self.parts.timeline.show_offers({})

    def _on_legs(self, taken: bool) -> None:
        """Ask again: with the other legs it costs more, and others are the nearest."""
        self.planner.takes_legs = taken
        self._ask_planner()

    def _show_rest(self) -> None:
        self.parts.bar.refresh()
        self.hint_choice()
        for guest in self.guests:
            guest.chosen(self.choice)
        if not self.parts.timeline.shown.is_dragging:
            self.aim(None)
        if self.parts.is_card():
            self.show_card()

    def _on_offers(self) -> None:
        self.parts.who.show_offers(self.planner.offers, self.planner.others)
        self.parts.timeline.show_offers(self.planner.by_driver)
        self.answered.emit()

    def _on_slacks(self, slacks: Slacks) -> None:
        self.parts.timeline.show_slacks(slacks)
