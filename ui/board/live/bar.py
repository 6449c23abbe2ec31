"""The strip over the timeline: what needs a hand this minute, one at a time, with its keys."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from nemt_desk.runs.live.rows import Need, NeedKind
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.board.live.looks import bar_text
from ui.theme.theme import GAP
from ui.widgets.layout import plain_label, row
from ui.widgets.status import StatusLabel

_STATUS = {
    NeedKind.STRANDED: "stranded",
    NeedKind.LATE: "late",
    NeedKind.READY: "will_call",
    NeedKind.NO_SHOW: "no_show",
    NeedKind.SOON: "unassigned",
    NeedKind.SILENT: "not_marked",
}


class LiveBar(QWidget):
    """Says one need; hidden while there is none."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self.state = StatusLabel()
        self.text = plain_label(name="What needs a hand now")
        self.buttons = [ActionButton(action) for action in actions]
        line = row(self.state, self.text, *self.buttons, space=GAP)
        line.setStretch(1, 1)
        self.setLayout(line)

    def show_need(self, needs: Sequence[Need], current: Need | None) -> None:
        """Show one of them; nothing at all if there is none."""
        self.setVisible(current is not None)
        if current is None:
            return
        self.state.set_status(_STATUS[current.kind])
        text = bar_text(needs, current)
        self.text.setText(text)
        self.text.setAccessibleDescription(text)
        for button in self.buttons:
            button.refresh()
