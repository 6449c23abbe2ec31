"""The menu of what can be done with the chosen rides."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from nemt_desk.trips.rows import RideState
from ui.actions.action import Action, key_text
from ui.board.names import mark_id

_ENTRIES = (
    "board.assign",
    "board.unassign",
    "board.hold",
    "",
    *(mark_id(state) for state in RideState),
    "",
    "board.publish",
    "board.unpublish",
    "board.note",
    "",
    "board.trip",
    "board.member",
    "board.map",
    "board.print",
)


def ride_menu(parent: QWidget, acts: Mapping[str, Action], more: Sequence[str] = ()) -> QMenu:
    """Return the menu; what is not possible now is grey. It goes with its closing."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name in (*_ENTRIES, "", *more) if more else _ENTRIES:
        if not name:
            menu.addSeparator()
        elif name in acts:
            act = acts[name]
            key = key_text(act.key)
            entry = menu.addAction(f"{act.text}\t{key}" if key else act.text)
            entry.setEnabled(act.enabled())
            entry.triggered.connect(act.handler)
    return menu
