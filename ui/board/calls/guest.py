"""Hangs the call sheet on the board: K opens it, 1 to 4 say what came of the call."""

from collections.abc import Sequence
from functools import partial
from typing import override

from nemt_desk.ground.ids import Id
from nemt_desk.runs.calls.queries import calls_about
from nemt_desk.runs.calls.rows import CallAbout
from nemt_desk.runs.rows import CallResult
from nemt_desk.trips.queries import trip
from ui.actions.action import Action
from ui.board.calls.deeds import CallDeeds
from ui.board.calls.order import ask_order
from ui.board.calls.panel import CallPanel
from ui.board.calls.queue import Entry, Sheet, entry_of_offer, phones_text, said_text
from ui.board.day import BoardDay, Choice
from ui.board.dispatch import Dispatch
from ui.board.guest import Guest
from ui.board.words import count, rides_text

_NAME = "calls"
_RESULTS = {
    "board.call_yes": ("Yes", "1", CallResult.YES),
    "board.call_no": ("No", "2", CallResult.NO),
    "board.call_no_answer": ("No answer", "3", CallResult.NO_ANSWER),
    "board.call_message": ("Message", "4", CallResult.MESSAGE),
}
_NO_ORDER = "This ride comes from no standing order; K calls about the ride itself."


class CallGuest(Guest):
    """Keeps the sheet that is open and the driver it stands at."""

    panel: CallPanel

    def __init__(self, at: Dispatch) -> None:
        super().__init__(at)
        self.sheet: Sheet | None = None
        self.current: Id | None = None
        self._wanted: tuple[Id, ...] = ()
        self._acts = [
            Action(key, text, partial(self.say, result), letter, enabled=self.is_open)
            for key, (text, letter, result) in _RESULTS.items()
        ]
        self._deeds = CallDeeds(self, at)

    # --- what the board asks ---------------------------------------------------------------------

    @override
    def sit(self) -> None:
        self.panel = CallPanel(self._acts)
        self.at.parts.side.add(_NAME, self.panel, focus=self.panel.focus_first)
        self.at.parts.side.turned.connect(self._on_turned)
        self.panel.walked.connect(self.walk)
        self.at.answered.connect(self._on_answered)

    @override
    def actions(self) -> list[Action]:
        return [
            Action("board.calls", "Call sheet", self.open_rides, "K", enabled=self.at.has_choice),
            *self._acts,
            Action(
                "board.call_print",
                "Print the call sheet",
                self._deeds.print_sheet,
                "Shift+K",
                enabled=lambda: self.is_open() or self.at.has_choice(),
            ),
            Action(
                "board.who_order",
                "Who can take the standing order",
                self.open_order_of_choice,
                "Shift+F5",
                enabled=self.at.has_choice,
            ),
        ]

    @override
    def buttons(self) -> Sequence[str]:
        return ("board.calls",)

    @override
    def menu(self) -> Sequence[str]:
        return ("board.calls", "board.who_order")

    @override
    def kinds(self) -> frozenset[str]:
        return frozenset({"driver_call", "member_apart", "standing_order"})

    @override
    def show_record(self, kind: str, key: Id) -> bool:
        if kind != "order":
            return False
        self.open_order(key)
        return True

    @override
    def day_read(self, known: BoardDay, before: BoardDay | None) -> None:
        if self.sheet is None:
            return
        if before is None and self.sheet.about.standing_id is None:
            self.close()
        else:
            self._reread({})

    @override
    def chosen(self, choice: Choice) -> None:
        if self._wanted and set(choice.rides) != set(self._wanted):
            self.close()

    @override
    def has_unsaved(self) -> bool:
        return self.is_open() and bool(self.panel.note.text().strip())

    # --- opening ---------------------------------------------------------------------------------

    def is_open(self) -> bool:
        """Tell whether there is somebody to call."""
        return self.sheet is not None and bool(self.sheet.entries)

    def open_rides(self) -> None:
        """Open the sheet for the chosen rides."""
        rides = [ride for ride in self.at.chosen() if ride.is_open]
        if not rides:
            self.at.parts.hint("Choose a ride first; nobody is called about rides that are over.")
            return
        self.sheet, self.current = None, None
        self._wanted = tuple(ride.id for ride in rides)
        self.panel.show_waiting(rides_text(rides))
        self.at.parts.side.turn_to(_NAME)
        self._on_answered()

    def open_order_of_choice(self) -> None:
        """Open the sheet for the standing order that the current ride comes from."""
        chosen = self.at.chosen()
        if not chosen:
            return
        with self.desk.office.store.read() as session:
            order_id = trip(session, chosen[-1].trip_id).standing_id
        if order_id is None:
            self.at.parts.hint(_NO_ORDER)
        else:
            self.open_order(order_id)

    def open_order(self, order_id: Id) -> None:
        """Open the sheet for a standing order."""
        self.sheet, self.current, self._wanted = None, None, ()
        self.panel.show_waiting("Standing order")
        self.at.parts.side.turn_to(_NAME)
        ask_order(self.desk, self.at.planner.travel, order_id, self._on_order_read)

    def _on_order_read(self, found: Sheet | str) -> None:
        if self.at.parts.side.name != _NAME or self._wanted:
            return
        if isinstance(found, str):
            self.panel.show_trouble(found)
        else:
            self.show(found)

    def close(self) -> None:
        """Close the sheet; the drivers stand in its place."""
        self.sheet, self.current, self._wanted = None, None, ()
        self.panel.note.clear()
        if self.at.parts.side.name == _NAME:
            self.at.parts.side.close_panel()

    def _on_turned(self, name: str) -> None:
        if name != _NAME:
            self.sheet, self.current, self._wanted = None, None, ()

    def _on_answered(self) -> None:
        """Take the drivers as the board has ranked them for these rides."""
        offers, known = self.at.planner.offers, self.at.known
        if known is None or not self._wanted or not offers:
            return
        if set(offers[0].findings) != set(self._wanted):
            return
        drivers = known.drivers
        entries = tuple(
            entry_of_offer(one, phones_text(drivers[one.driver_id].phone))
            for one in offers
            if one.driver_id in drivers
        )
        if self.sheet is not None:
            self._reread({one.driver_id: one for one in entries})
            return
        rides = [known.rides[ride] for ride in self._wanted]
        self.show(
            Sheet(
                about=CallAbout(ride_id=rides[-1].id),
                title=rides_text(rides),
                day=known.day,
                ride_ids=self._wanted,
                entries=entries,
                others=tuple(way.text for way in self.at.planner.others),
                why=self.at.parts.who.why,
            )
        )

    # --- walking and saying ----------------------------------------------------------------------

    def show(self, sheet: Sheet) -> None:
        """Show a sheet from its first driver who has not been asked."""
        self.sheet = sheet
        self._reread({})
        if not sheet.entries:
            self.panel.show_nobody(sheet.title)
            return
        first = sheet.entries[0].driver_id
        asked = self.sheet.last(first) is not None
        self.go_to((self.sheet.next_after(first) if asked else first) or first)

    def walk(self, by: int) -> None:
        """Go some drivers on or back."""
        if self.sheet is not None and self.sheet.entries:
            at = self.sheet.at(self.current) + by
            self.go_to(self.sheet.entries[at % len(self.sheet.entries)].driver_id)

    def go_to(self, driver: Id | None) -> None:
        """Stand at a driver; his row on the board is shaded."""
        if self.sheet is None or not self.sheet.entries:
            return
        at = self.sheet.at(driver)
        self.current = self.sheet.entries[at].driver_id
        time, today = self.desk.office.time, self.desk.today()
        said = [said_text(call, time, today) for call in self.sheet.calls]
        last = self.sheet.last(self.current)
        earlier = f"said {last.result_text}" if last is not None else ""
        self.panel.show_sheet(self.sheet, at, said, (earlier, self._yes_text(self.current)))
        self.at.aim(self.current)

    def _yes_text(self, driver: Id) -> str:
        """Return what else a yes of this driver takes."""
        if self.sheet is not None and self.sheet.about.standing_id is not None:
            if not self.sheet.ride_ids:
                return "a yes makes it his order; its rides have drivers so far"
            return f"a yes takes {count(len(self.sheet.ride_ids), 'open ride')}, where they fit"
        offer = self.at.planner.by_driver.get(driver)
        if offer is None or not offer.fitting_legs or not self.at.parts.who.take_legs():
            return ""
        return "a yes takes its other ride too"

    def say(self, result: CallResult) -> None:
        """Keep what the current driver said, and go to the next."""
        if self.sheet is not None and self.current is not None:
            self._deeds.say(self.sheet, self.current, result)

    def go_on(self) -> None:
        """Go to whoever is called next; say so if nobody is left."""
        if self.sheet is None or self.current is None:
            return
        coming = self.sheet.next_after(self.current)
        self.go_to(coming or self.current)
        if coming is None:
            self.at.parts.hint("Everybody has been asked. Below the calls stand the other ways.")
        self.panel.focus_first()

    def _reread(self, entries: dict[Id, Entry]) -> None:
        if self.sheet is None:
            return
        about = self._about_all(self.sheet)
        with self.desk.office.store.read() as session:
            calls = calls_about(session, about)
        self.sheet = self.sheet.reread(entries, calls)
        if self.current is not None:
            self.go_to(self.current)

    def _about_all(self, sheet: Sheet) -> CallAbout:
        """Return the ride with the standing order it comes from: a no to either counts."""
        known, ride_id = self.at.known, sheet.about.ride_id
        ride = known.rides.get(ride_id) if known is not None and ride_id is not None else None
        if ride is None:
            return sheet.about
        with self.desk.office.store.read() as session:
            return CallAbout(ride_id, trip(session, ride.trip_id).standing_id)
