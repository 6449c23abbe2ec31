"""Turning a request down, or sending it elsewhere: why, and a note; kept as an unmet need."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from nemt_desk.ground.errors import InputError
from ui.book.call.refusal import REFERRED
from ui.book.form.fields import WideLine
from ui.book.form.lines import Lines
from ui.book.words import UNMET
from ui.theme.theme import SPACE
from ui.widgets.buttons import plain_button
from ui.widgets.fields import ChoiceBox, TickBox
from ui.widgets.flow import flow
from ui.widgets.layout import Heading, QuietLabel, column

_HEADS = {False: "Turn down", True: "Refer elsewhere"}


class TurnDown(QFrame):
    """Asks why.

    Signals:
        offered: (reason, note, with a formal notice) keep it.
        left: never mind.
    """

    offered = Signal(str, str, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Turn the request down")
        self._head = Heading(_HEADS[False])
        self.reason = ChoiceBox([*UNMET.items()])
        self.note = WideLine("Note", chars=40, hint="what the caller was told")
        self.notice = TickBox("print the denial notice")
        self._about = QuietLabel(
            "The notice names the rule, the right to appeal and its last days (MN-089, MN-090)."
        )
        self._lines = Lines()
        self._lines.add("Because", [("reason", self.reason)])
        self._lines.add("Note", [("note", self.note)])
        self._lines.add("", [("notice", self.notice)])
        self.keep = plain_button("Keep  Enter")
        self.leave = plain_button("Never mind  Esc")
        buttons = flow(self.keep, self.leave)
        self.setLayout(column(self._head, self._lines, self._about, buttons, margin=SPACE))
        self.keep.clicked.connect(self._on_kept)
        self.note.returnPressed.connect(self._on_kept)
        self.leave.clicked.connect(self.left)
        self.notice.edited.connect(self._show_about)
        self.hide()

    def ask(self, reason: str, note: str = "", *, with_notice: bool = False) -> None:
        """Open with the likely reason; a note typed before stays."""
        self._head.setText(_HEADS[reason == REFERRED])
        self.reason.set_value(reason)
        if note and not self.note.text().strip():
            self.note.set_value(note)
        self.notice.set_value(with_notice)
        self._show_about()
        self._lines.clear_problems()
        self.show()
        (self.note if note else self.reason).setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Close it, kept or given up with its call."""
        self.note.set_value("")
        self.notice.set_value(value=False)
        self.hide()

    def show_problems(self, error: InputError) -> None:
        """Show what is wrong."""
        if self._lines.show_problems(error.problems) is None:
            self._about.setText(f"✖ {error.sentence}")
            self._about.show()

    def _show_about(self) -> None:
        self._about.setVisible(self.notice.isChecked())

    def _on_kept(self) -> None:
        note = self.note.text().strip()
        self.offered.emit(str(self.reason.value()), note, self.notice.isChecked())
