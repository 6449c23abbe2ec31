"""The board's widgets and where they stand; which of them has the focus. Decides nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, override

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QWidget

from nemt_desk.ground.ids import Id
from nemt_desk.runs.board_rows import BoardRide
from ui.actions.action import Action
from ui.board.ask import AskBar
from ui.board.buttons import ButtonRows
from ui.board.card import RideCard
from ui.board.menu import ride_menu
from ui.board.names import BAR, CARD
from ui.board.ride_table import RideTable, day_columns, unassigned_columns
from ui.board.stack import PanelStack, Strips
from ui.board.timeline import Timeline
from ui.board.upper import Upper
from ui.board.who import WhoPanel
from ui.theme.theme import BODY_POINTS, GAP, SPACE, text_height, theme
from ui.widgets.layout import column, heading, panel, plain_label
from ui.widgets.prefs import Prefs
from ui.widgets.table import RowsTable

_NONE_FREE = "Every ride of this day has a driver. Press F2 to book another ride."
_NO_RIDES = "No rides on this day. Press F2 to book one, or choose another day above."
_LEFT_PX = 450
_LEFT_MOST = 0.4
_WIDER = 0.72  # what is left of the left part where seven days stand side by side
_LEAST_PX = 260


class BoardParts(QWidget):
    """Left the rides without a driver and who can take them, right the day."""

    def __init__(
        self,
        prefs: Prefs,
        acts: Mapping[str, Action],
        driver_of: Callable[[BoardRide], Id | None],
        *,
        buttons: Sequence[str] = (),
        menu: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._acts = acts
        self._menu = tuple(menu)
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
        self.bar = ButtonRows([acts[name] for name in (*BAR, *buttons)])
        self.line = plain_label(name="What is chosen, and whether it fits")
        self.line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.side = PanelStack()
        self.strips = Strips()
        self.below = PanelStack(hides=True)
        self._day = QStackedWidget()
        self._views: dict[str, tuple[QWidget, RowsTable[Any]]] = {}
        self._shown = "day"
        self._is_wide = False
        self._lay_out()
        theme().changed.connect(self._size)
        self._size()

    def _lay_out(self) -> None:
        self.side.add("who", self.who, focus=self.who.focus_list)
        self.side.add("card", self.card, focus=self.card.focus_first)
        self.add_views("day", self.timeline, self.twin)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(panel(column(heading("Unassigned"), self.free, space=GAP)))
        left.addWidget(self.side)
        left.setSizes([_LEFT_PX, _LEFT_PX])
        left.setChildrenCollapsible(False)
        # Given by hand: at large text the wishes of the contents would push the window wider.
        left.setMinimumWidth(_LEAST_PX)
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.addWidget(self._day)
        middle.addWidget(self.below)
        middle.setStretchFactor(0, 1)
        middle.setChildrenCollapsible(False)
        upper = Upper(panel(column(self.bar, self.strips, space=GAP)), self)
        right = panel(column(upper, middle, self.ask_bar, self.line, space=GAP))
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
        most = _LEFT_MOST * (_WIDER if self._is_wide else 1)
        wish = _LEFT_PX * grown * (_WIDER if self._is_wide else 1)
        left = round(min(wish, max(self.width(), 2 * _LEFT_PX) * most))
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

    def add_views(self, name: str, painted: QWidget, table: RowsTable[Any]) -> None:
        """Add something painted with its table twin, to be shown in place of the day."""
        self._views[name] = painted, table
        self._day.addWidget(painted)
        self._day.addWidget(table)

    def show_views(self, name: str) -> None:
        """Show one of them; a table stays a table."""
        was_table = self.is_table()
        self._shown = name
        self._day.setCurrentWidget(self._views[name][was_table])

    def widen(self, *, is_wide: bool) -> None:
        """Give the day more of the page, or what it had."""
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._share()

    def right(self) -> QWidget:
        """Return what stands at the right and takes the focus: painted, or a table."""
        painted, table = self._views[self._shown]
        return table.view if self.is_table() else painted

    def is_table(self) -> bool:
        """Tell whether a table twin is shown."""
        return self._day.currentWidget() is self._views[self._shown][1]

    def turn(self) -> None:
        """Turn what is painted into its table, or back."""
        painted, table = self._views[self._shown]
        if self.is_table():
            self._day.setCurrentWidget(painted)
            painted.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._day.setCurrentWidget(table)
            table.focus_rows()

    def next_part(self) -> None:
        """Put the focus on the next part: list, side, strip, day, below."""
        order = [self._focus_free, self.side.focus_panel, self._focus_strip]
        order += [self.focus_day, self.below.focus_panel]
        there = [True, True, self.strips.first_focus() is not None, True, bool(self.below.name)]
        at = self._part()
        nexts = [(at + step) % len(order) for step in range(1, len(order) + 1)]
        order[next(part for part in nexts if there[part])]()

    def _part(self) -> int:
        focus: QWidget | None = self.window().focusWidget()
        if focus is None:
            return 3
        parts: list[QWidget] = [self.free, self.side, self.strips, self._day, self.below]
        return next((n for n, part in enumerate(parts) if part.isAncestorOf(focus)), 3)

    def _focus_free(self) -> None:
        self.free.focus_rows()

    def _focus_strip(self) -> None:
        taker = self.strips.first_focus()
        if taker is not None:
            taker.setFocus(Qt.FocusReason.OtherFocusReason)

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
        table: RowsTable[Any] = self._views[self._shown][1]
        (table if self.is_table() else self.free).focus_filter()

    def is_card(self) -> bool:
        """Tell whether the card is shown."""
        return self.side.name == "card"

    def close_card(self) -> bool:
        """Show the drivers again at the side; tell whether something else was there."""
        return self.side.close_panel()

    def show_menu(self, at: QPoint | None = None) -> QMenu:
        """Show what can be done with the chosen rides."""
        menu = ride_menu(self, self._acts, self._menu)
        menu.popup(at or self.bar.mapToGlobal(QPoint(0, self.bar.height())))
        return menu
