"""Where a label's access key leads when the right button is known only then.

Qt clicks a button that is a label's buddy, a tenth of a second after the key: whatever was chosen
meanwhile would be lost. A door is no button; it hands the focus on.
"""

from collections.abc import Callable
from typing import override

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class Door(QWidget):
    """Takes no room and no Tab; who gets the focus is asked when it comes."""

    def __init__(self, parent: QWidget, leads_to: Callable[[], QWidget]) -> None:
        super().__init__(parent)
        self._leads_to = leads_to
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFixedSize(0, 0)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._leads_to().setFocus(event.reason())
