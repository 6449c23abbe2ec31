"""The board's row of buttons; it goes on in a second line where large text needs it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.theme.theme import GAP
from ui.widgets.flow import FlowLayout


class ButtonRows(QWidget):
    """Buttons one after the other, wrapped."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self.buttons = [ActionButton(action) for action in actions]
        layout = FlowLayout(GAP, GAP)
        for button in self.buttons:
            layout.addWidget(button)
        self.setLayout(layout)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def refresh(self) -> None:
        """Ask again what is possible now."""
        for button in self.buttons:
            button.refresh()
