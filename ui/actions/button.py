"""A push button for an action: it says the action's words and its key."""

from typing import override

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.actions.action import Action, key_text
from ui.theme.icons import icon
from ui.theme.theme import target_height


class ActionButton(QPushButton):
    """Runs an action. The key is bound by the shell, here it is only shown."""

    def __init__(self, action: Action, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action_record = action
        key = key_text(action.key)
        self.setText(f"{action.text}  {key}" if key else action.text)
        self.setAccessibleName(action.text.replace("&", ""))
        self.setAccessibleDescription(f"Key {key}" if key else "")
        if action.icon:
            self.setIcon(icon(action.icon))
        self.setAutoDefault(False)
        self.setMinimumHeight(target_height())
        self.clicked.connect(self._on_clicked)
        self.refresh()

    def refresh(self) -> None:
        """Ask again whether the action is possible now."""
        self.setEnabled(self.action_record.enabled())

    def _on_clicked(self) -> None:
        if self.action_record.enabled():
            self.action_record.handler()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Show, QEvent.Type.Enter}:
            self.refresh()
        return super().event(event)
