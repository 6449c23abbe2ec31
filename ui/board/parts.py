"""The board's widgets and where they stand; which of them has the focus. Decides nothing."""

from collections.abc import Callable, Mapping
from typing import override

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QWidget

from nemt_desk.ground.ids import Id
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.trips.rows import RideState
from ui.actions.action import Action, key_text
from ui.board.ask import AskBar
from ui.board.buttons import ButtonRows
from ui.board.card import RideCard
from ui.board.names import BAR, CARD, mark_id
from ui.board.ride_table import RideTable, day_columns, unassigned_columns
from ui.board.timeline import Timeline
from ui.board.who import WhoPanel
from ui.theme.theme import BODY_POINTS, GAP, SPACE, text_height, theme
from ui.widgets.layout import column, heading, panel, plain_label
from ui.widgets.prefs import Prefs

_NONE_FREE = "Every ride of this day has a driver. Press F2 to book another ride."
_NO_RIDES = "No rides on this day. Press F2 to book one, or choose another day above."
_LEFT_PX = 450
_LEFT_MOST = 0.4
_LEAST_PX = 260
_MENU = (
    "board.assign",
    "board.unassign",
    "",
    *(mark_id(state) for state in RideState),
    "",
    "board.publish",
    "board.unpublish",
    "board.note",
    "",
    "board.trip",
    "board.member",
    "board.map",
    "board.print",
)


class BoardParts(QWidget):
    """Left the rides without a driver and who can take them, right the day."""

    def __init__(
        self,
        prefs: Prefs,
        acts: Mapping[str, Action],
        driver_of: Callable[[BoardRide], Id | None],
    ) -> None:
        super().__init__()
        self._acts = acts
        self._is_sized = False
        self.free = RideTable(
            unassigned_columns(),
            name="Unassigned rides",
            empty=_NONE_FREE,
            remember=("board.unassigned", prefs),
            driver_of=driver_of,
        )
        self.twin = RideTable(
            day_columns(),
            name="All rides of the day",
            empty=_NO_RIDES,
            remember=("board.table", prefs),
            driver_of=driver_of,
        )
        self.timeline = Timeline()
        self.who = WhoPanel(prefs)
        self.card = RideCard(*(acts[name] for name in CARD))
        self.ask_bar = AskBar()
        self.bar = ButtonRows([acts[name] for name in BAR])
        self.line = plain_label(name="What is chosen, and whether it fits")
        self.line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lower = QStackedWidget()
        self._day = QStackedWidget()
        self._lay_out()
        theme().changed.connect(self._size)
        self._size()

    def _lay_out(self) -> None:
        self._lower.addWidget(self.who)
        self._lower.addWidget(self.card)
        self._day.addWidget(self.timeline)
        self._day.addWidget(self.twin)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(panel(column(heading("Unassigned"), self.free, space=GAP)))
        left.addWidget(self._lower)
        left.setChildrenCollapsible(False)
        # Given by hand: at large text the wishes of the contents would push the window wider.
        left.setMinimumWidth(_LEAST_PX)
        right = panel(column(self.bar, self._day, self.ask_bar, self.line, space=GAP))
        right.setMinimumWidth(_LEAST_PX)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(left)
        self._split.addWidget(right)
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        self._split.setSizes([_LEFT_PX, 2 * _LEFT_PX])
        self.setLayout(column(self._split, margin=SPACE))
        for view in (self.timeline.viewport(), self.free.view, self.twin.view):
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _size(self) -> None:
        lines = 2 if theme().points <= BODY_POINTS else 3
        self.line.setFixedHeight(lines * text_height() + GAP)
        # Their least widths follow the new font only once the events of now are through.
        QTimer.singleShot(0, self, self._share)

    def _share(self) -> None:
        grown = theme().points / BODY_POINTS
        left = round(min(_LEFT_PX * grown, max(self.width(), 2 * _LEFT_PX) * _LEFT_MOST))
        self._split.setSizes([left, max(self.width() - left, left)])

    @override
    def showEvent(self, event: QShowEvent) -> None:
        if not self._is_sized:
            self._is_sized = True
            self._size()
        super().showEvent(event)

    # --- the line below ------------------------------------------------------------------------

    def hint(self, text: str) -> None:
        """Say something in the board's own line."""
        self.line.setText(text)
        self.line.setToolTip(text)
        self.line.setAccessibleDescription(text)

    # --- parts and focus -----------------------------------------------------------------------

    def right(self) -> QWidget:
        """Return what stands at the right: the timeline or the table."""
        return self.timeline if self._day.currentWidget() is self.timeline else self.twin.view

    def is_table(self) -> bool:
        """Tell whether the table twin is shown."""
        return self._day.currentWidget() is self.twin

    def turn(self) -> None:
        """Turn the timeline into the table, or back."""
        self._day.setCurrentWidget(self.timeline if self.is_table() else self.twin)
        if self.is_table():
            self.twin.focus_rows()
        else:
            self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_part(self) -> None:
        """Put the focus on the next part: list, drivers, day."""
        order: list[Callable[[], object]] = [
            self.free.focus_rows,
            self.focus_lower,
            self.focus_day,
        ]
        order[(self._part() + 1) % len(order)]()

    def _part(self) -> int:
        focus: QWidget | None = self.window().focusWidget()
        if focus is None:
            return 2
        return 0 if self.free.isAncestorOf(focus) else 1 if self._lower.isAncestorOf(focus) else 2

    def focus_lower(self) -> None:
        """Put the focus on the drivers, or on the card."""
        if self.is_card():
            self.card.focus_first()
        else:
            self.who.focus_list()

    def focus_day(self) -> None:
        """Put the focus on the timeline or the table."""
        self.right().setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_board(self, *, has_free: bool) -> None:
        """Put the focus back to the rides."""
        if has_free:
            self.free.focus_rows()
        else:
            self.focus_day()

    def find_typed(self) -> None:
        """Put the cursor into the filter of the table, or of the unassigned list."""
        (self.twin if self.is_table() else self.free).focus_filter()

    def show_card(self) -> None:
        """Show the card in place of the drivers."""
        self._lower.setCurrentWidget(self.card)

    def is_card(self) -> bool:
        """Tell whether the card is shown."""
        return self._lower.currentWidget() is self.card

    def close_card(self) -> bool:
        """Show the drivers again; tell whether the card was there."""
        was = self.is_card()
        self._lower.setCurrentWidget(self.who)
        return was

    # --- the menu --------------------------------------------------------------------------------

    def show_menu(self, at: QPoint | None = None) -> QMenu:
        """Show what can be done with the chosen rides; what is not possible now is grey."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in _MENU:
            if not name:
                menu.addSeparator()
                continue
            act = self._acts[name]
            key = key_text(act.key)
            entry = menu.addAction(f"{act.text}\t{key}" if key else act.text)
            entry.setEnabled(act.enabled())
            entry.triggered.connect(act.handler)
        menu.popup(at or self.bar.mapToGlobal(QPoint(0, self.bar.height())))
        return menu
