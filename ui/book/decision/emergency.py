"""The 911 panel: stands above everything while the words speak of an emergency; never modal."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLabel

from ui.book.decision.chip import AlarmFrame
from ui.theme.status import alarm_colour
from ui.theme.theme import BLOCK, GAP, larger, theme
from ui.widgets.layout import column, plain_label, tint

HEAD = "⚠  EMERGENCY · DIAL 911"


class EmergencyPanel(AlarmFrame):
    """Says what to say to the caller; booking is blocked while it stands."""

    def __init__(self) -> None:
        super().__init__()
        self._head = QLabel(HEAD)
        self._why = plain_label()
        self._script = plain_label()
        self.setLayout(column(self._head, self._script, self._why, space=GAP, margin=BLOCK))
        self.setAccessibleName(HEAD)
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def warn(self, script: Sequence[str], why: str) -> None:
        """Show the script; `why` names the words that were heard."""
        self._script.setText("\n".join(script))
        self._why.setText(
            f"{why} Booking is blocked. If the words mean something else, change them."
        )
        self.setAccessibleDescription(" ".join(script))
        self.show()

    def text(self) -> str:
        """Return everything the panel says."""
        return f"{self._head.text()}\n{self._script.text()}\n{self._why.text()}"

    def _on_theme_changed(self) -> None:
        font = self.font()
        font.setPointSize(theme().points)
        self._head.setFont(larger(font, factor=1.5))
        self._script.setFont(larger(font, factor=1.2))
        tint(self._head, alarm_colour())
