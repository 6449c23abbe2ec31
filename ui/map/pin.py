"""Moving a pin: what is moved, where it is now, and the bar above the map that says so."""

from dataclasses import dataclass

from PySide6.QtWidgets import QBoxLayout, QWidget

from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.ids import Id
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.map.where import spot_words
from ui.theme.theme import SPACE, theme
from ui.widgets.layout import column, plain_label, row

_WIDE_POINTS = 14


@dataclass(frozen=True, slots=True)
class PinMove:
    """A pin on its way; `start` is where it came from, None where there was none."""

    place_id: Id
    version: int
    label: str
    start: LatLon | None
    at: LatLon
    is_rough: bool

    @property
    def has_moved(self) -> bool:
        """Tell whether saving would change anything."""
        return self.start is None or self.at != self.start


class PinBar(QWidget):
    """Says whose pin is moved and how, with Save and Cancel."""

    def __init__(self, save: Action, cancel: Action) -> None:
        super().__init__()
        self.words = plain_label(name="Moving a pin")
        self.save, self.cancel = ActionButton(save), ActionButton(cancel)
        self._buttons = row(self.save, self.cancel, None)
        self.setLayout(column(self.words, self._buttons, margin=SPACE))
        self._turn()
        theme().changed.connect(self._turn)
        self.hide()

    def show_move(self, move: PinMove | None, near: str = "") -> None:
        """Show a move and what is near the pin now, or nothing."""
        self.setVisible(move is not None)
        if move is None:
            return
        self.words.setText(
            f"Setting the pin of {move.label}. Click the map or press the arrow keys (with Shift"
            f" ten times as far), then Enter. Now: {spot_words(move.at, near)}."
        )
        self.save.refresh()
        self.cancel.refresh()

    def _turn(self) -> None:
        """Put the buttons below each other where large text needs the width."""
        is_large = theme().points >= _WIDE_POINTS
        way = QBoxLayout.Direction
        self._buttons.setDirection(way.TopToBottom if is_large else way.LeftToRight)
