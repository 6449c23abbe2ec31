"""Who can take it: every driver, best first, with reasons; letters narrow, Enter assigns."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from nemt_desk.planning.why import why_first
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.who.others import OtherWay
from ui.board.fit import Offer, narrowed
from ui.board.words import clock, count, rides_text
from ui.theme.theme import BODY_POINTS, GAP, target_height, text_height, theme
from ui.widgets.layout import QuietLabel, column, heading, panel, scrolling
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_CHOOSE = "Choose a ride above or on the timeline to see who can take it."
_LINES, _FEW_LINES = 6, 2
_ASKING = "Working out who can take it …"


class _NameLine(QLineEdit):
    """Letters of a driver's name. Up and Down walk in the list below.

    Signals:
        entered: (bool) Enter; True with Shift.
        walked: (int) up or down.
        left: Esc on an empty line.
    """

    entered = Signal(bool)
    walked = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.walked.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class WhoPanel(QWidget):
    """The ranked drivers for what is chosen.

    Signals:
        taken: (driver id, bool) put it on his run; True: only the chosen rides, not their return.
        looked_at: (Offer or None) another driver is current.
    """

    taken = Signal(object, bool)
    looked_at = Signal(object)

    def __init__(self, prefs: Prefs) -> None:
        super().__init__()
        self._offers: Sequence[Offer] = ()
        self._rest: list[str] = []
        self.what = QuietLabel(wraps=True)
        self.name = _NameLine()
        self.name.setPlaceholderText("A: letters of a driver's name, Enter assigns")
        self.name.setAccessibleName("Assign: letters of a driver's name")
        self.name.setClearButtonEnabled(True)
        self.legs = QCheckBox()
        self.legs.setChecked(True)
        self.table = RowsTable(
            _columns(),
            key=lambda offer: offer.driver_id,
            name="Who can take it",
            noun=("driver", "drivers"),
            empty=_CHOOSE,
            remember=("board.who", prefs),
        )
        self.table.view.horizontalHeader().resizeSection(2, 60)
        self.table.filter.hide()
        self.table.count.hide()
        self.about = QuietLabel(wraps=True)
        self.about.setAccessibleName("What is known of this driver")
        title = heading("Who can take it  F5")
        self._below = scrolling(panel(column(self.about, None)), margin=0)
        parts = (title, self.what, self.name, self.legs, self.table, self._below)
        self.setLayout(column(*parts, space=GAP))
        self.name.textChanged.connect(self._show)
        self.name.entered.connect(self._on_entered)
        self.name.walked.connect(self._on_walked)
        self.table.opened.connect(lambda offer: self.taken.emit(offer.driver_id, False))
        self.table.selected.connect(self.looked_at)
        self.table.selected.connect(self._show_about)
        self.table.view.installEventFilter(self)
        theme().changed.connect(self._size)
        self._size()
        self.show_question((), ())

    def show_question(self, chosen: Sequence[BoardRide], legs: Sequence[BoardRide]) -> None:
        """Show what is asked; the answer follows."""
        self._offers, self._rest = (), []
        self.what.setText(rides_text(chosen) if chosen else "")
        self.what.setVisible(bool(chosen))
        self.legs.setVisible(bool(legs))
        self.legs.setText(_legs_text(legs))
        self.legs.setToolTip("Shift+Enter assigns without it")
        self.table.set_empty(_ASKING if chosen else _CHOOSE)
        self._show()

    def show_offers(self, found: Sequence[Offer], others: Sequence[OtherWay] = ()) -> None:
        """Show the answer: the drivers, below them why the first is first, and the other ways."""
        self._offers = found
        self._rest = [why_first([offer.one for offer in found]), *(way.text for way in others)]
        self.table.set_empty("No driver's name begins with these letters.")
        self._show()

    @property
    def why(self) -> str:
        """Why the first is first."""
        return self._rest[0] if self._rest else ""

    def take_legs(self) -> bool:
        """Tell whether the other legs are to go with the chosen rides."""
        return not self.legs.isHidden() and self.legs.isChecked()

    def focus_name(self) -> None:
        """Put the cursor into the line of letters."""
        self.name.clear()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_list(self) -> None:
        """Put the focus on the best driver."""
        self.table.focus_rows()
        self.looked_at.emit(self.table.current())

    def has_focus(self) -> bool:
        """Tell whether the focus is in here."""
        focus: QWidget | None = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _show(self) -> None:
        shown = narrowed(self._offers, self.name.text())
        self.table.set_rows(shown)
        if shown and self.name.text():
            self.table.select(shown[0].driver_id)
        self._show_about(self.table.current())

    def _show_about(self, offer: Offer | None) -> None:
        """Say all that is known of the current driver; of nobody, why the first is first."""
        lines = self._rest if offer is None else [*offer.reasons, "; ".join(offer.facts) + "."]
        if offer is not None and self._offers and offer is self._offers[0]:
            lines = [self._rest[0], *lines]
        self.about.setText("\n".join(line for line in lines if line))
        self._below.setVisible(bool(self.about.text()))

    def _on_entered(self, only: bool) -> None:
        offer = self.table.current() or next(iter(self.table.model.rows()), None)
        if offer is not None:
            self.name.clear()
            self.taken.emit(offer.driver_id, only)

    def _on_walked(self, by: int) -> None:
        place = self.table.view.currentIndex().row() + by
        offer = self.table.model.row_at(max(0, place))
        if offer is not None:
            self.table.select(offer.driver_id)

    def _size(self) -> None:
        # Fixed, so that the list stays where it is; large text leaves the room to the list.
        lines = _LINES if theme().points <= BODY_POINTS else _FEW_LINES
        self._below.setFixedHeight(lines * text_height() + GAP)
        self.name.setMinimumHeight(target_height())
        self.legs.setMinimumHeight(target_height())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_shift_enter = (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in _ENTER
            and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        )
        offer = self.table.current() if is_shift_enter else None
        if offer is not None:
            self.taken.emit(offer.driver_id, True)
            return True
        return False


def _columns() -> list[Column[Offer]]:
    return [
        Column("Driver", lambda o: f"{o.mark} {o.name}", tooltip=lambda o: o.sentence, width=150),
        Column(
            "Extra",
            lambda o: f"{'~' if o.is_estimate else ''}{o.extra_miles} mi",
            sort=lambda o: o.extra_m,
            tooltip=lambda o: f"{o.cost}: miles with nobody aboard, minutes of driving",
            right=True,
            width=92,
        ),
        Column(
            "Cost",
            lambda o: o.money,
            sort=lambda o: -1 if o.one.cents is None else o.one.cents,
            tooltip=lambda o: "\n".join(o.facts),
            right=True,
            width=64,
        ),
        Column("Why", lambda o: o.why or "fits", tooltip=lambda o: o.why, width=240),
    ]


def _legs_text(legs: Sequence[BoardRide]) -> str:
    if len(legs) == 1:
        return f"Its other ride too, {clock(legs[0].task.begin_min)}"
    return f"Its {count(len(legs), 'other ride')} too"
