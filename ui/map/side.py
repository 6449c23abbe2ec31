"""Beside the map: what is shown, the list that says it in words, and the chosen thing's card."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.map.mark_icons import LAYER_ICONS
from ui.map.marks import Layer, Mark
from ui.theme.icons import icon
from ui.theme.status import look
from ui.theme.theme import GAP, SPACE, target_height, text_height, theme
from ui.widgets.layout import QuietLabel, column, panel, plain_label
from ui.widgets.prefs import Prefs
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

TITLES = {
    Layer.RUNS: ("Runs", "Runs as lines along the road, each with its number and driver"),
    Layer.UNASSIGNED: ("No driver", "Rides without a driver, as dashed arrows"),
    Layer.HOMES: ("Homes", "Homes of the members who ride on this day"),
    Layer.OTHER_HOMES: ("Other homes", "Homes of all other members"),
    Layer.PLACES: ("Places", "Clinics, hospitals, pharmacies and other places"),
    Layer.DRIVERS: ("Drivers", "Homes of the drivers"),
}
_HIDDEN_AT_FIRST = frozenset({Layer.OTHER_HOMES})
_WIDE_POINTS = 14


class Layers(QWidget):
    """The legend: each layer with its icon, its count, and a tick that shows or hides it.

    Signals:
        changed: other layers are wanted.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[Layer, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setVerticalSpacing(GAP // 2)
        for layer in Layer:
            box = QCheckBox(TITLES[layer][0])
            box.setToolTip(TITLES[layer][1])
            box.setAccessibleDescription(TITLES[layer][1])
            box.setChecked(layer not in _HIDDEN_AT_FIRST)
            box.toggled.connect(self.changed)
            self.boxes[layer] = box
        self._dress()
        theme().changed.connect(self._dress)

    def shown(self) -> frozenset[Layer]:
        """Return the layers that are wanted."""
        return frozenset(layer for layer, box in self.boxes.items() if box.isChecked())

    def set_counts(self, counts: Counter[Layer]) -> None:
        """Say how many there are of each; hidden homes that were not read have no figure."""
        for layer, box in self.boxes.items():
            is_known = box.isChecked() or counts[layer]
            title = TITLES[layer][0]
            box.setText(f"{title} ({counts[layer]})" if is_known else title)

    def _dress(self) -> None:
        across = 2 if theme().points >= _WIDE_POINTS else 3
        side = text_height()
        for at, (layer, box) in enumerate(self.boxes.items()):
            box.setIcon(icon(LAYER_ICONS[layer]))
            box.setIconSize(QSize(side, side))
            box.setMinimumHeight(target_height())
            self._grid.addWidget(box, at // across, at % across)


class SidePanel(QWidget):
    """Legend, list and card.

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
        self.buttons = [ActionButton(action) for action in actions]
        grid = QGridLayout()
        grid.setSpacing(GAP)
        for at, button in enumerate(self.buttons):
            grid.addWidget(button, at // 2, at % 2)
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

    def _show(self) -> None:
        wanted = self.layers.shown()
        self.layers.set_counts(Counter(mark.layer for mark in self._marks))
        self.table.set_rows([mark for mark in self._marks if mark.layer in wanted])

    def _on_selected(self, mark: Mark | None) -> None:
        self.card.setText(f"{mark.title}\n{_details(mark)}" if mark is not None else "")
        self.chosen.emit(mark)


def _details(mark: Mark) -> str:
    """Return the details, led by what is wrong with the pin."""
    trouble = f"{look(mark.pin_status).word} \N{MIDDLE DOT} " if mark.pin_status else ""
    return f"{trouble}{mark.detail}"
