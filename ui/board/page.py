"""The Board page: unassigned rides, who can take them, runs by time, and the table twin."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, override
from uuid import UUID

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.runs.queries import runs_by_ids
from nemt_desk.trips.queries import ride_lines_by_ids
from ui.actions.action import Action
from ui.board.board_actions import board_actions
from ui.board.commands import DO, PUT
from ui.board.day import Choice
from ui.board.dispatch import Dispatch
from ui.board.fit import Offer
from ui.board.guests import guests_of
from ui.board.hands import Hands
from ui.board.parts import BoardParts
from ui.board.verbs import Verbs
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.widgets.layout import column

_RIDES = frozenset(
    {"ride", "trip", "run", "assignment", "member", "place", "agency", "map", "closure"}
)
_DRIVERS = frozenset(
    {"driver", "car", "credential", "driver_hours", "driver_day_off", "driver_relation"}
)
_MINUTE_MS = 60_000


class BoardPage(Page):
    """Where rides get drivers."""

    page_id: ClassVar[str] = "board"
    title: ClassVar[str] = "Board"
    icon: ClassVar[str] = "mdi6.view-list-outline"
    order: ClassVar[int] = 30

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.at = Dispatch(desk, self)
        self.verbs = Verbs(self.at)
        self.guests = guests_of(self.at)
        self.at.guests = self.guests
        self.acts = board_actions(self.verbs)
        self.acts |= {act.id: act for guest in self.guests for act in guest.actions()}
        self.parts = BoardParts(
            desk.prefs,
            self.acts,
            self.at.driver_of,
            buttons=[name for guest in self.guests for name in guest.buttons()],
            menu=[name for guest in self.guests for name in guest.menu()],
        )
        self.at.sit(self.parts)
        self.hands = Hands(self.at, self.verbs)
        self._stays = False
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._on_minute_passed)
        self.setLayout(column(self.parts))
        self._kinds = _RIDES.union(_DRIVERS, *(guest.kinds() for guest in self.guests))
        self._wire()

    def _wire(self) -> None:
        parts, at = self.parts, self.at
        for table in (parts.free, parts.twin):
            table.picked.connect(at.choose)
            table.opened.connect(self._on_opened)
            table.view.customContextMenuRequested.connect(self._on_menu_asked)
        parts.timeline.picked.connect(at.choose)
        parts.timeline.opened.connect(self._on_opened)
        parts.timeline.viewport().customContextMenuRequested.connect(self._on_menu_asked)
        parts.who.taken.connect(self._on_taken)
        parts.who.looked_at.connect(self._on_looked_at)
        parts.ask_bar.closed.connect(at.focus_board)
        at.moved.connect(self.head_changed)

    # --- what the shell asks -------------------------------------------------------------------

    @override
    def refresh(self, changes: Changes | None) -> None:
        if changes is None or changes.kinds & self._kinds:
            self.at.read()
        self.at.adopt()

    @override
    def head_text(self) -> str:
        if self.at.known is None:
            return ""
        more = [part for guest in self.guests for part in guest.head_parts()]
        return " \N{MIDDLE DOT} ".join([self.at.known.head_text(), *more])

    @override
    def head_day(self) -> date | None:
        return self.at.day

    @override
    def show_day(self, day: date) -> None:
        self.at.show_day(day)

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        return list(self.acts.values())

    @override
    def help_text(self) -> str:
        return (
            "Choose a ride, press A, type letters of a driver's name, Enter; Shift+Enter leaves its"
            " return where it is. Or drag it onto the driver's row: before you let go it says"
            " whether it fits. What does not fit can be done with a reason. F6 goes from part to"
            " part."
        )

    @override
    def show_record(self, kind: str, id: Id | None) -> None:
        self._show_record(kind, id)
        # A panel that was opened keeps the focus: the page would take it back to the rides.
        self._stays = self.parts.side.has_focus() or self.parts.below.has_focus()

    def _show_record(self, kind: str, id: Id | None) -> None:  # noqa: A002 - the contract's word
        if kind.startswith("day "):
            self.at.show_day(date.fromisoformat(kind.removeprefix("day ")))
            return
        if id is not None and any(guest.show_record(kind, id) for guest in self.guests):
            return
        verb, _, what = kind.partition(":")
        if id is None or verb not in {"ride", "run", DO, PUT}:
            return
        day = self._day_of(id)
        if day is None:
            self.desk.say("This is not there any more.")
            return
        if day != self.at.day or self.at.known is None:
            self.at.show_day(day)
        known = self.at.known
        run, ride = (known.runs.get(id), known.rides.get(id)) if known else (None, None)
        if run is not None:
            self.at.choose(Choice(driver=run.driver_id))
        elif ride is not None:
            self.at.choose(self.at.choice.only(id, self.at.driver_of(ride)))
        else:
            self.desk.say("This ride is cancelled or over; it is not on the board any more.")
            return
        self._do(verb, what)

    def _day_of(self, id: Id) -> date | None:  # noqa: A002 - the contract's word
        """Return the day of a ride or a run."""
        with self.desk.office.store.read() as session:
            runs = runs_by_ids(session, [id])
            rides = () if runs else ride_lines_by_ids(session, [id])
        if runs:
            return runs[0].day
        return rides[0].ride.day if rides else None

    def _do(self, verb: str, what: str) -> None:
        """Do what Ctrl+K asked for with what is chosen now."""
        known = self.at.known
        if verb == PUT and known is not None and UUID(what) in known.drivers:
            self.verbs.put_on(UUID(what))
        elif verb == DO and what in self.acts:
            act = self.acts[what]
            if act.enabled():
                act.handler()
            else:
                self.desk.say(f"“{act.text}” is not possible for this just now.")

    @override
    def back(self) -> bool:
        parts, choice = self.parts, self.at.choice
        filters = [table.filter for table in (parts.free, parts.twin) if table.filter.text()]
        if self.hands.cancel():
            self.at.hint_choice()
        elif any(line.hasFocus() for line in filters):
            self._empty(filters)
        elif parts.ask_bar.back() or any(guest.back() for guest in self.guests):
            pass
        elif parts.below.close_panel():
            self.at.focus_board()
        elif parts.close_card() or parts.who.has_focus():
            parts.who.name.clear()
            self.at.focus_board()
        elif len(choice.rides) > 1:
            self.at.choose(choice.only(choice.current, choice.driver))
        elif filters:
            self._empty(filters)
        else:
            return False
        return True

    def _empty(self, filters: Sequence[QLineEdit]) -> None:
        """Show all rides again."""
        for line in filters:
            line.clear()

    @override
    def has_unsaved(self) -> bool:
        guests = any(guest.has_unsaved() for guest in self.guests)
        return guests or self.parts.ask_bar.has_text()

    @override
    def first_focus(self) -> QWidget | None:
        if self.parts.ask_bar.is_open:
            return self.parts.ask_bar.line
        if self._stays:
            self._stays = False
            return self.window().focusWidget()
        return self.parts.free.view if self._is_free_chosen() else self.parts.right()

    def _is_free_chosen(self) -> bool:
        return self.at.has_free() and (not self.at.has_choice() or self.at.run() is None)

    # --- what has happened -----------------------------------------------------------------------

    def _on_looked_at(self, offer: Offer | None) -> None:
        if offer is not None and self.parts.who.has_focus():
            self.at.aim(offer.driver_id)
            self.parts.hint(offer.sentence)

    def _on_taken(self, driver: Id, only: bool) -> None:
        self.verbs.put_on(driver, only=only)

    def _on_opened(self, _row: object = None) -> None:
        self.at.show_card()

    def _on_menu_asked(self, at: QPoint) -> None:
        sender = self.sender()
        self.parts.show_menu(sender.mapToGlobal(at) if isinstance(sender, QWidget) else None)

    def _on_minute_passed(self) -> None:
        now = self.at.now()
        self.parts.timeline.show_now(now)
        for guest in self.guests:
            guest.tick(now)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._minute.start()
        super().showEvent(event)
        self.at.adopt()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._minute.stop()
        super().hideEvent(event)
