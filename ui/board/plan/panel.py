"""The plan as a list below the timeline: proposals run by run, then what nobody drives."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from nemt_desk.ground.ids import Id
from ui.actions.action import Action
from ui.board.buttons import ButtonRows
from ui.board.plan.offered import PlanLine
from ui.board.plan.words import cost_words, driver_words, note_words, ride_words, time_words
from ui.theme.theme import GAP, SPACE, row_height, target_height, theme
from ui.widgets.banner import Banner
from ui.widgets.fields import ChoiceBox
from ui.widgets.flow import flow
from ui.widgets.layout import ElidedLabel, column, heading, panel, row
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

_BAR_PX = 120
_LINES, _LINES_LARGE = 10, 4  # the height: head, buttons and half a dozen rows, or two
_LARGE_POINTS = 13
_NONE = "Press S to have a plan suggested for this day."


class Scope(StrEnum):
    """What a plan may change."""

    USUAL = "usual"
    FREE = "free"
    ALL = "all"


_SCOPES = {
    Scope.USUAL: "what was told stays",
    Scope.FREE: "only rides without a driver",
    Scope.ALL: "published runs too",
}


class PlanPanel(QWidget):
    """Shows lines, and how far the planning is. The last action is the one that stops it.

    Signals:
        chosen: (ride id) another line is current.
    """

    chosen = Signal(object)

    def __init__(self, actions: Sequence[Action], prefs: Prefs) -> None:
        super().__init__()
        self._is_showing = False
        self.state = ElidedLabel()
        self.totals = ElidedLabel()
        self.gap = ElidedLabel(right=True)
        self.bar = QProgressBar()
        self.bar.setFixedWidth(_BAR_PX)
        self.bar.setAccessibleName("How much of its time the planning has had")
        self.bar.hide()
        self.stale = Banner()
        self.scope = ChoiceBox(list(_SCOPES.items()))
        self.scope.setAccessibleName("What the next plan may change")
        self.buttons = ButtonRows(actions)
        self.stop = self.buttons.buttons[-1]
        self.stop.hide()
        self.table = RowsTable(
            _columns(),
            key=lambda line: line.ride_id,
            name="Suggested plan",
            noun=("line", "lines"),
            empty=_NONE,
            remember=("board.plan", prefs),
        )
        self.table.filter.hide()
        self.table.count.hide()
        words = QLabel("Ma&y change")
        words.setBuddy(self.scope)
        head = row(heading("Suggested plan"), self.state, self.gap, self.bar)
        self.acts = flow(self.buttons, panel(row(words, self.scope, space=GAP)))
        whole = column(head, self.totals, self.acts, self.stale, self.table, space=GAP)
        whole.setContentsMargins(0, SPACE, 0, 0)
        self.setLayout(whole)
        self.table.selected.connect(self._on_selected)
        theme().changed.connect(self._size)
        self._size()

    def show_lines(self, lines: Sequence[PlanLine]) -> None:
        """Show the plan's lines; the current one stays if it is still there."""
        self._is_showing = True
        self.table.set_rows(lines)
        self._is_showing = False
        self.buttons.refresh()

    def show_state(self, state: str, totals: str, gap: str) -> None:
        """Say where the plan stands, what it makes of the day, and how good it is."""
        self.state.set_text(state)
        self.totals.set_text(totals)
        self.gap.set_text(gap)
        self.gap.setVisible(bool(gap))
        self.totals.setVisible(bool(totals))

    def show_progress(self, percent: int | None) -> None:
        """Show how much of its time has passed; None: nothing runs."""
        self.bar.setVisible(percent is not None)
        self.stop.setVisible(percent is not None)
        if percent is not None:
            self.bar.setRange(0, 100 if percent >= 0 else 0)
            self.bar.setValue(max(0, percent))

    def select(self, ride: Id | None) -> bool:
        """Make the line of a ride current, without telling."""
        self._is_showing = True
        is_there = ride is not None and self.table.select(ride)
        self._is_showing = False
        return is_there

    def turn_scope(self) -> str:
        """Let the next plan change something else; return it in words."""
        scopes = list(_SCOPES)
        at = (scopes.index(Scope(str(self.scope.value()))) + 1) % len(scopes)
        self.scope.set_value(scopes[at])
        return _SCOPES[scopes[at]]

    def focus_list(self) -> None:
        """Put the focus on the list."""
        self.table.focus_rows()

    def _on_selected(self, line: PlanLine | None) -> None:
        if line is not None and not self._is_showing:
            self.chosen.emit(line.ride_id)

    def _size(self) -> None:
        # Large text needs the room for the lines; every button has its key.
        is_large = theme().points > _LARGE_POINTS
        self.acts.setVisible(not is_large)
        self.scope.setMinimumHeight(target_height())
        lines = _LINES_LARGE if is_large else _LINES
        self.setMinimumHeight(lines * row_height())


def _columns() -> list[Column[PlanLine]]:
    return [
        Column("State", lambda line: line.stand, status=lambda line: line.stand.value, width=116),
        Column("Ride", ride_words, tooltip=ride_words, sort=_begin, width=164),
        Column("Driver", driver_words, tooltip=driver_words, width=156),
        Column("Pick-up", time_words, tooltip=time_words, width=120),
        Column("Cost", cost_words, sort=_cost, right=True, width=54),
        Column("Why", note_words, tooltip=note_words, width=240),
    ]


def _begin(line: PlanLine) -> int | None:
    return line.ride.task.begin_min if line.ride is not None else None


def _cost(line: PlanLine) -> int | None:
    return line.proposal.cost_cents if line.proposal is not None else None
