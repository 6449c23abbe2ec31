"""The strip over the timeline: what needs a hand this minute, one at a time, with its keys."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from nemt_desk.runs.live.rows import Need, NeedKind
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.board.live.looks import bar_text
from ui.theme.theme import BODY_POINTS, GAP, theme
from ui.widgets.layout import plain_label, row
from ui.widgets.status import StatusLabel

_STATUS = {
    NeedKind.STRANDED: "stranded",
    NeedKind.LATE: "late",
    NeedKind.AT_DOOR: "arrived",
    NeedKind.READY: "will_call",
    NeedKind.NO_SHOW: "no_show",
    NeedKind.SOON: "unassigned",
    NeedKind.SILENT: "not_marked",
}
_NEXT = "board.live_next"
_LARGE = 1.5
"""Where text is that much larger the sentence has the room, not the keys."""
_LATE, _HELP, _STEPS = "board.late_words", "board.help", "board.no_show_steps"
_KEYS = {
    NeedKind.STRANDED: (_HELP,),
    NeedKind.LATE: (_LATE, _HELP),
    NeedKind.AT_DOOR: (_STEPS,),
    NeedKind.READY: (_HELP,),
    NeedKind.NO_SHOW: (_STEPS,),
    NeedKind.SOON: (_HELP,),
    NeedKind.SILENT: (_LATE,),
}


class LiveBar(QWidget):
    """Says one need; hidden while there is none."""

    def __init__(self, actions: Mapping[str, Action]) -> None:
        super().__init__()
        self.state = StatusLabel()
        self.text = plain_label(name="What needs a hand now")
        named = dict.fromkeys([*(name for names in _KEYS.values() for name in names), _NEXT])
        self.buttons = {name: ActionButton(actions[name]) for name in named}
        line = row(self.state, self.text, *self.buttons.values(), space=GAP)
        line.setStretch(1, 1)
        self.setLayout(line)

    def show_need(self, needs: Sequence[Need], current: Need | None, *, is_chosen: bool) -> None:
        """Show one of them; nothing at all if there is none.

        `is_chosen`: it is the ride that is chosen, so its keys do something for it.
        """
        self.setVisible(current is not None)
        if current is None:
            return
        self.state.set_status(_STATUS[current.kind])
        text = bar_text(needs, current)
        self.text.setText(text)
        self.text.setAccessibleDescription(text)
        has_room = theme().points <= _LARGE * BODY_POINTS
        shown = {_NEXT, *(_KEYS.get(current.kind, ()) if is_chosen and has_room else ())}
        for name, button in self.buttons.items():
            button.setVisible(name in shown)
            button.refresh()
