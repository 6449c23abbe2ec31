"""What is shown on the map: a tick, icon and count for each layer, and how far back the need."""

from collections import Counter

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QToolButton, QWidget

from ui.map.mark_icons import LAYER_ICONS
from ui.map.marks import Layer
from ui.map.unmet import SPANS
from ui.theme.icons import icon
from ui.theme.theme import GAP, SPACE, target_height, text_height, theme
from ui.widgets.fields import ChoiceBox
from ui.widgets.layout import QuietLabel, column, panel, row

TITLES = {
    Layer.CLOSED: ("Closed roads", "Roads closed on this day, and pale those closed later"),
    Layer.RUNS: ("Runs", "Runs as lines along the road, each with its number and driver"),
    Layer.UNASSIGNED: ("No driver", "Rides without a driver, as dashed arrows"),
    Layer.HOMES: ("Homes", "Homes of the members who ride on this day"),
    Layer.OTHER_HOMES: ("Other homes", "Homes of all other members"),
    Layer.PLACES: ("Places", "Clinics, hospitals, pharmacies and other places"),
    Layer.DRIVERS: ("Drivers", "Homes of the drivers"),
    Layer.REACH: ("Reach", "How far each driver goes: straight miles from home"),
    Layer.UNMET: ("Turned down", "Requests that were turned down, counted by town"),
}
_HIDDEN_AT_FIRST = frozenset({Layer.OTHER_HOMES, Layer.REACH, Layer.UNMET})
READ_WHEN_WANTED = frozenset({Layer.OTHER_HOMES, Layer.UNMET})
_FIRST_SPAN = 90
_WIDE_POINTS = 14


class Layers(QWidget):
    """The ticks. At large text they fold away, so that the list keeps its room.

    Signals:
        changed: other layers, or another span of days, are wanted.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[Layer, QCheckBox] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE)
        self._grid.setVerticalSpacing(GAP // 2)
        for layer in Layer:
            self.boxes[layer] = self._box(layer)
        self.span = ChoiceBox(SPANS)
        self.span.setAccessibleName("Requests turned down in the last")
        self.span.set_value(_FIRST_SPAN)
        self.span.edited.connect(self.changed)
        words = QuietLabel("Turned down in the last", wraps=False)
        self._span_line = panel(row(words, self.span, None))
        self.fold = QToolButton()
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.toggled.connect(self._on_folded)
        self._ticks = panel(column(panel(self._grid), self._span_line, space=GAP))
        self.setLayout(column(self.fold, self._ticks, space=GAP))
        self._dress()
        self.changed.connect(self._say)
        theme().changed.connect(self._dress)

    @property
    def unmet_days(self) -> int:
        """How far back requests are counted, 0 if they are not wanted."""
        chosen = self.span.value()
        is_wanted = self.boxes[Layer.UNMET].isChecked()
        return chosen if is_wanted and isinstance(chosen, int) else 0

    def shown(self) -> frozenset[Layer]:
        """Return the layers that are wanted."""
        return frozenset(layer for layer, box in self.boxes.items() if box.isChecked())

    def set_counts(self, counts: Counter[Layer]) -> None:
        """Say how many there are of each; what was not read has no figure."""
        for layer, box in self.boxes.items():
            is_known = box.isChecked() or counts[layer] or layer not in READ_WHEN_WANTED
            title = TITLES[layer][0]
            box.setText(f"{title} ({counts[layer]})" if is_known else title)

    def _box(self, layer: Layer) -> QCheckBox:
        box = QCheckBox(TITLES[layer][0])
        box.setToolTip(TITLES[layer][1])
        box.setAccessibleDescription(TITLES[layer][1])
        box.setChecked(layer not in _HIDDEN_AT_FIRST)
        box.toggled.connect(self.changed)
        return box

    def _say(self) -> None:
        self._span_line.setVisible(self.boxes[Layer.UNMET].isChecked())
        self.fold.setText(f"Show: {len(self.shown())} of {len(self.boxes)}")
        way = "up" if self._ticks.isVisibleTo(self) else "down"
        self.fold.setIcon(icon(f"mdi6.chevron-{way}"))

    def _on_folded(self, is_open: bool) -> None:
        self._ticks.setVisible(is_open or not self._is_large())
        self._say()

    def _is_large(self) -> bool:
        return theme().points >= _WIDE_POINTS

    def _dress(self) -> None:
        is_large = self._is_large()
        across = 2 if is_large else 3
        side = text_height()
        for at, (layer, box) in enumerate(self.boxes.items()):
            box.setIcon(icon(LAYER_ICONS[layer]))
            box.setIconSize(QSize(side, side))
            box.setMinimumHeight(target_height())
            self._grid.addWidget(box, at // across, at % across)
        self.fold.setVisible(is_large)
        self.fold.setMinimumHeight(target_height())
        self.fold.setAccessibleName("Show or hide the list of layers")
        self._on_folded(self.fold.isChecked())
