"""Beside the map: the layers, the list that says all in words, and the chosen thing's card."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.map.layers import Layers
from ui.map.marks import Layer, Mark
from ui.theme.status import look
from ui.theme.theme import GAP, SPACE, target_height
from ui.widgets.layout import QuietLabel, column, panel, plain_label
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

_ALWAYS = frozenset({"map.board", "map.open", "map.whole", "map.close_road"})


class SidePanel(QWidget):
    """Layers, list and card; the buttons are those for what is chosen.

    Signals:
        chosen: (Mark) another row is current.
        opened: (Mark) a row was opened.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, prefs: Prefs, actions: Sequence[Action]) -> None:
        super().__init__()
        self._marks: tuple[Mark, ...] = ()
        self.layers = Layers()
        self.table = RowsTable(
            [
                Column[Mark]("No.", lambda m: str(m.number or ""), sort=lambda m: m.number or None,
                             right=True, width=36),
                Column[Mark]("Name", lambda m: m.title, tooltip=_details, width=160),
                Column[Mark]("What", lambda m: m.what, width=104),
                Column[Mark]("Details", _details, tooltip=_details),
            ],
            key=lambda mark: mark.key,
            name="On the map",
            noun=("thing", "things"),
            empty="Nothing to show on this day. Book a ride (F2), or tick more above.",
            remember=("map.list", prefs),
        )  # fmt: skip
        self.card = plain_label(name="Chosen on the map")
        self.card.setMinimumHeight(target_height() * 2)
        self.card.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.note = QuietLabel()
        self.buttons = [ActionButton(action, self) for action in actions]
        self._grid = grid = QGridLayout()
        grid.setSpacing(GAP)
        self._lay_buttons()
        whole = column(self.layers, self.table, self.note, self.card, panel(grid), margin=SPACE)
        grid.setContentsMargins(0, 0, 0, 0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(self.opened)
        self.layers.changed.connect(self._show)

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """List other marks."""
        self._marks = marks
        self._show()

    def say_missing(self, count: int) -> None:
        """Say how many homes and places can't be drawn."""
        homes = "one home or place has" if count == 1 else f"{count} homes and places have"
        self.note.setText(f"{homes[:1].upper()}{homes[1:]} no pin yet." if count else "")
        self.note.setVisible(bool(count))

    def choose(self, key: str) -> bool:
        """Make a mark's row current, whatever the filter says; tell whether there is such a row."""
        if self.table.select(key):
            return True
        if self.table.filter.text():
            self.table.filter.clear()
            return self.table.select(key)
        return False

    def refresh_buttons(self) -> None:
        """Ask again what is possible."""
        for button in self.buttons:
            button.refresh()
        self._lay_buttons()

    def _lay_buttons(self) -> None:
        """Show the buttons that can be pressed, and those that are always of use."""
        shown = [b for b in self.buttons if b.isEnabled() or b.action_record.id in _ALWAYS]
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.setVisible(False)
        for at, button in enumerate(shown):
            self._grid.addWidget(button, at // 2, at % 2)
            button.setVisible(True)

    def _show(self) -> None:
        wanted = self.layers.shown()
        counts = Counter(mark.layer for mark in self._marks)
        counts[Layer.UNMET] = sum(m.count for m in self._marks if m.layer is Layer.UNMET)
        self.layers.set_counts(counts)
        self.table.set_rows([mark for mark in self._marks if mark.layer in wanted])

    def _on_selected(self, mark: Mark | None) -> None:
        self.card.setText(f"{mark.title}\n{_details(mark)}" if mark is not None else "")
        self.chosen.emit(mark)


def _details(mark: Mark) -> str:
    """Return the details, led by what is wrong with the pin."""
    trouble = f"{look(mark.pin_status).word} \N{MIDDLE DOT} " if mark.pin_status else ""
    return f"{trouble}{mark.detail}"
