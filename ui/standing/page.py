"""The Standing orders page: the orders, acts on them, and the exception desk."""

from datetime import date
from typing import ClassVar, override

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget, QTabWidget, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.trips.standing.orders import OrderLine
from nemt_desk.trips.standing.rows import DayChoice
from ui.actions.action import Action
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.standing.act_panel import ActPanel
from ui.standing.desk_view import ExceptionDesk
from ui.standing.orders_view import OrdersView
from ui.standing.words import count_text
from ui.theme.theme import BLOCK, SPACE
from ui.widgets.layout import column, panel, row

_STALE = frozenset(
    {
        *("standing_order", "standing_leg", "standing_day", "trip", "ride", "member", "place"),
        *("member_absence", "member_paper", "calendar_day", "driver", "driver_leave", "agency"),
        *("run", "assignment"),
    }
)
_ORDERS, _DESK = 0, 1


class StandingPage(Page):
    """Trips that repeat."""

    page_id: ClassVar[str] = "standing"
    title: ClassVar[str] = "Standing orders"
    icon: ClassVar[str] = "mdi6.calendar-sync-outline"
    order: ClassVar[int] = 45

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._acts = {act.id.partition(".")[2]: act for act in self._made_actions()}
        self.tabs, self.shown = QTabWidget(), QStackedWidget()
        self.shown.addWidget(self.tabs)
        self.orders = OrdersView(desk, self._acts)
        self.desk_view = ExceptionDesk(desk, self._acts)
        self.panel = ActPanel(desk, self._acts)
        self.tabs.setAccessibleName("Orders, or what must be settled")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.orders, "&Orders")
        self.tabs.addTab(self.desk_view, "&Exceptions")
        self.tabs.setTabToolTip(_DESK, "F8 goes there and back")
        self.shown.addWidget(self.panel)
        corner = row(self.orders.new, self.desk_view.settle_button)
        self.tabs.setCornerWidget(panel(corner), Qt.Corner.TopRightCorner)
        self.desk_view.settle_button.hide()
        page = column(self.shown)
        page.setContentsMargins(BLOCK, SPACE, BLOCK, SPACE)
        self.setLayout(page)
        self.tabs.currentChanged.connect(lambda _at: self._dress())
        self.panel.done.connect(self._to_tabs)
        self.panel.dressed.connect(self._dress)
        self.orders.dressed.connect(self.head_changed)
        self.desk_view.dressed.connect(self._on_desk_dressed)

    def _made_actions(self) -> list[Action]:
        at_desk, at_orders = self._is_at_desk, self._has_order
        has_line = lambda: at_desk() and self.desk_view.has_line()  # noqa: E731
        return [
            Action("standing.new", "New standing order", self._new, "Insert"),
            Action("standing.find", "Find in the list", self._find, "F3"),
            Action("standing.desk", "Exceptions or orders", self._turn, "F8"),
            Action("standing.change", "Change …", lambda: self._act("change"), "F7", at_orders),
            Action("standing.day", "Settle this day …", self._act_day, "F9", self._has_day),
            Action(
                "standing.absence", "Member away …", lambda: self._act("absence"), "F6", at_orders
            ),
            Action("standing.end", "End …", lambda: self._act("end"), "Delete", at_orders),
            Action("standing.member", "Open the member", self._open_member, "O", self._has_any),
            Action("standing.who", "Who can take it", self._ask_who, "F5", self._has_any),
            Action("standing.order", "Show the order", self._show_order, "G", has_line),
            Action("standing.skip", "Skip", lambda: self._choose(DayChoice.SKIP), "S", has_line),
            Action("standing.move", "Move", lambda: self._choose(DayChoice.MOVE), "M", has_line),
            Action("standing.keep", "Keep", lambda: self._choose(DayChoice.KEEP), "K", has_line),
            Action("standing.propose", "As proposed", self._propose, "P", has_line),
            Action("standing.later", "Leave for later", self._later, "L", has_line),
            Action("standing.all", "Mark all as proposed", self._propose_all, "A", at_desk),
            Action("standing.do", "Do it", self._do, "Ctrl+Return", self._can_do),
            Action("standing.drop", "Give it up", self._drop, "Ctrl+Backspace"),
            Action("standing.make", "Make the rides of the next weeks now", self._make, "F4"),
        ]

    # --- what a page answers --------------------------------------------------------------------

    @override
    def refresh(self, changes: Changes | None) -> None:
        if changes is None or changes.kinds & _STALE:
            self.orders.read()
            self.desk_view.read()
            if self._is_acting():
                self.panel.look()

    @override
    def head_text(self) -> str:
        waiting = self.desk_view.waiting
        said = count_text(self.orders.count, "order")
        return f"{said} · {waiting} to settle" if waiting else said

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        return list(self._acts.values())

    @override
    def help_text(self) -> str:
        return (
            "Trips that repeat. Their rides are made weeks ahead; what collides with a holiday, an"
            " absence, a paper that ends or a driver's leave waits under Exceptions (F8): S skips"
            " a day, M moves it, K keeps it, P takes the proposal, and Ctrl+Enter settles all that"
            " is marked. On an order F7 changes it (one day, from a day on, or all of it), F6 notes"
            " that the member is away, F5 asks who can take it, Delete ends it. What somebody"
            " changed by hand stays."
        )

    @override
    def show_record(self, kind: str, id: Id | None) -> None:
        self._to_tabs()
        if kind == "exceptions":
            self.tabs.setCurrentWidget(self.desk_view)
            self.desk_view.table.focus_rows()
        elif kind == "standing_order" and id is not None:
            self.tabs.setCurrentWidget(self.orders)
            self.orders.show_order(id)
        elif kind == "new":
            self._new()

    @override
    def back(self) -> bool:
        if self._is_acting():
            self._to_tabs()
            return True
        table = self.desk_view.table if self._is_at_desk() else self.orders.table
        if table.filter.text():
            table.filter.clear()
            return True
        if not table.view.hasFocus():
            table.focus_rows()
            return True
        if self._is_at_desk():
            self._turn()
            return True
        return False

    @override
    def has_unsaved(self) -> bool:
        return self.panel.is_changed() or self.desk_view.marks.has_any

    @override
    def first_focus(self) -> QWidget | None:
        if self._is_acting() and self.panel.act is not None:
            return self.panel.act.first()
        return self.desk_view.table.view if self._is_at_desk() else self.orders.table.view

    # --- where one is ---------------------------------------------------------------------------

    def _is_acting(self) -> bool:
        return self.shown.currentWidget() is not self.tabs

    def _is_at_desk(self) -> bool:
        return not self._is_acting() and self.tabs.currentIndex() == _DESK

    def _has_order(self) -> bool:
        is_there = not self._is_acting() and self.tabs.currentIndex() == _ORDERS
        return is_there and self.orders.line is not None

    def _has_day(self) -> bool:
        return self._has_order() and self.orders.day is not None

    def _has_any(self) -> bool:
        return self._line() is not None

    def _line(self) -> OrderLine | None:
        if self._is_at_desk():
            line = self.desk_view.current()
            return line.row.order if line is not None else None
        return self.orders.line if self._has_order() else None

    def _can_do(self) -> bool:
        if self._is_acting():
            return self.panel.act is not None
        return self._is_at_desk() and self.desk_view.can_settle()

    def _to_tabs(self) -> None:
        if self._is_acting():
            self.shown.setCurrentWidget(self.tabs)
            self.orders.table.focus_rows()
        self._dress()

    def _on_desk_dressed(self) -> None:
        waiting = self.desk_view.waiting
        self.tabs.setTabText(1, f"&Exceptions  {waiting}" if waiting else "&Exceptions")
        self.head_changed.emit()

    def _dress(self) -> None:
        for button in (*self.orders.buttons, *self.panel.buttons):
            button.refresh()
        self.desk_view.settle_button.setVisible(self._is_at_desk())
        self.orders.new.setVisible(not self._is_at_desk())
        self.head_changed.emit()

    # --- what is done ---------------------------------------------------------------------------

    def _new(self) -> None:
        self.desk.go("book", "new")
        self.desk.say("Fill in the trip and Repeat, like “Mon Wed Fri until further notice”.")

    def _find(self) -> None:
        table = self.desk_view.table if self._is_at_desk() else self.orders.table
        table.focus_filter()

    def _turn(self) -> None:
        self._to_tabs()
        at_desk = self._is_at_desk()
        self.tabs.setCurrentWidget(self.orders if at_desk else self.desk_view)
        (self.orders.table if at_desk else self.desk_view.table).focus_rows()

    def _act(self, name: str) -> None:
        line = self.orders.line
        if line is None:
            return
        if line.order.is_old:
            self.desk.say("This order is from an earlier version: book the trip anew instead.")
            return
        self.shown.setCurrentWidget(self.panel)
        self.panel.begin(name, line, self._chosen_day())
        self._dress()

    def _act_day(self) -> None:
        self._act("day")

    def _chosen_day(self) -> date | None:
        return self.orders.day.day if self.orders.day is not None else None

    def _open_member(self) -> None:
        line = self._line()
        if line is not None:
            self.desk.go("members", "member", line.order.member_id)

    def _ask_who(self) -> None:
        """Go to the board with the call sheet of this order."""
        line = self._line()
        if line is not None:
            self.desk.go("board", "order", line.order.id)

    def _show_order(self) -> None:
        line = self._line()
        if line is not None:
            self.show_record("standing_order", line.order.id)
            self.orders.table.focus_rows()

    def _choose(self, choice: DayChoice) -> None:
        self.desk_view.choose(choice)

    def _propose(self) -> None:
        self.desk_view.propose()

    def _propose_all(self) -> None:
        self.desk_view.propose_all()

    def _later(self) -> None:
        self.desk_view.later()

    def _do(self) -> None:
        if self._is_acting():
            self.panel.do()
        elif self._is_at_desk():
            self.desk_view.settle()

    def _drop(self) -> None:
        focused = self.window().focusWidget()
        if self._is_acting():
            self.panel.drop()
        elif self._is_at_desk() and not isinstance(focused, QLineEdit | QPlainTextEdit):
            self.desk_view.later()

    def _make(self) -> None:
        try:
            made = self.desk.office.standing.generate(self.desk.actor)
        except DeskError as error:
            self.desk.refuse(error)
            return
        if made.changes:
            self.desk.did(made.changes)
        else:
            self.desk.say("All rides of the next weeks are made already.")
        self.orders.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
