"""Buttons whose access keys act at once, not after a pressed look."""

from typing import override

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QPushButton

from ui.theme.theme import target_height


class QuickButton(QPushButton):
    """A button whose access key needs no 0.1 s: what is typed next must go to the new field."""

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Shortcut and self.isEnabled():
            self.click()
            return True
        return super().event(event)


def plain_button(text: str, name: str = "") -> QuickButton:
    """Return a button of the house's size."""
    button = QuickButton(text)
    button.setAutoDefault(False)
    button.setMinimumHeight(target_height())
    if name:
        button.setAccessibleName(name)
    return button
