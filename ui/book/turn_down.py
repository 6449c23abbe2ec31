"""Turning a request down: why, and a note; kept as an unmet need, never lost."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from nemt_desk.ground.errors import InputError
from ui.book.fields import WideLine
from ui.book.lines import Lines
from ui.book.words import UNMET
from ui.theme.theme import SPACE
from ui.widgets.buttons import plain_button
from ui.widgets.fields import ChoiceBox
from ui.widgets.flow import flow
from ui.widgets.layout import column, heading


class TurnDown(QFrame):
    """Asks why.

    Signals:
        offered: (reason, note) keep it.
        left: never mind.
    """

    offered = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Turn the request down")
        self.reason = ChoiceBox([*UNMET.items()])
        self.note = WideLine("Note", chars=40, hint="what the caller was told")
        self._lines = Lines()
        self._lines.add("Because", [("reason", self.reason)])
        self._lines.add("Note", [("note", self.note)])
        self.keep = plain_button("Keep as turned down  Enter")
        self.leave = plain_button("Never mind  Esc")
        buttons = flow(self.keep, self.leave)
        self.setLayout(column(heading("Turn down"), self._lines, buttons, margin=SPACE))
        self.keep.clicked.connect(self._on_kept)
        self.note.returnPressed.connect(self._on_kept)
        self.leave.clicked.connect(self.left)
        self.hide()

    def ask(self, reason: str) -> None:
        """Open with the likely reason."""
        self.reason.set_value(reason)
        self._lines.clear_problems()
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, error: InputError) -> None:
        """Show what is wrong."""
        self._lines.show_problems(error.problems)

    def _on_kept(self) -> None:
        self.offered.emit(str(self.reason.value()), self.note.text().strip())
