"""The Board page: unassigned rides, who can take them, runs by time, and the table twin."""

from datetime import date
from typing import ClassVar, override

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.runs.queries import run as read_run
from nemt_desk.trips.queries import ride as read_ride
from ui.actions.action import Action
from ui.board.board_actions import board_actions
from ui.board.day import Choice
from ui.board.dispatch import Dispatch
from ui.board.fit import Offer
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
        self.acts = board_actions(self.verbs)
        self.parts = BoardParts(desk.prefs, self.acts, self.at.driver_of)
        self.at.sit(self.parts)
        self.hands = Hands(self.at, self.verbs)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._on_minute_passed)
        self.setLayout(column(self.parts))
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
        if changes is None or changes.kinds & (_RIDES | _DRIVERS):
            self.at.read()
        self.at.adopt()

    @override
    def head_text(self) -> str:
        return self.at.known.head_text() if self.at.known else ""

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
        if id is None or kind not in {"ride", "run"}:
            return
        try:
            with self.desk.office.store.read() as session:
                day = read_ride(session, id).day if kind == "ride" else read_run(session, id).day
        except DeskError as error:
            self.desk.refuse(error)
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

    @override
    def back(self) -> bool:
        parts, choice = self.parts, self.at.choice
        if self.hands.cancel():
            self.at.hint_choice()
        elif parts.ask_bar.back():
            pass
        elif parts.close_card() or parts.who.has_focus():
            parts.who.name.clear()
            self.at.focus_board()
        elif len(choice.rides) > 1:
            self.at.choose(choice.only(choice.current, choice.driver))
        else:
            return False
        return True

    @override
    def has_unsaved(self) -> bool:
        return self.parts.ask_bar.has_text()

    @override
    def first_focus(self) -> QWidget | None:
        if self.parts.ask_bar.is_open:
            return self.parts.ask_bar.line
        return self.parts.free.view if self._is_free_chosen() else self.parts.right()

    def _is_free_chosen(self) -> bool:
        return self.at.has_free() and (not self.at.has_choice() or self.at.run() is None)

    # --- what has happened -----------------------------------------------------------------------

    def _on_looked_at(self, offer: Offer | None) -> None:
        if offer is not None and self.parts.who.has_focus():
            self.parts.timeline.show_hover(offer.driver_id, is_dragging=False)
            self.parts.hint(offer.sentence)

    def _on_taken(self, driver: Id, only: bool) -> None:
        self.verbs.put_on(driver, only=only)

    def _on_opened(self, _row: object = None) -> None:
        self.at.show_card()

    def _on_menu_asked(self, at: QPoint) -> None:
        sender = self.sender()
        self.parts.show_menu(sender.mapToGlobal(at) if isinstance(sender, QWidget) else None)

    def _on_minute_passed(self) -> None:
        self.parts.timeline.show_now(self.at.now())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._minute.start()
        super().showEvent(event)
        self.at.adopt()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._minute.stop()
        super().hideEvent(event)
