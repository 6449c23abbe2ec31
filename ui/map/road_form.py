"""The form of a closed road, beside the map while it is marked there."""

from collections.abc import Callable
from datetime import date
from typing import cast, override

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from nemt_desk.closures.rows import ClosureEntry
from nemt_desk.geo.shapes import LatLon
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.theme.theme import GAP, SPACE
from ui.widgets.flow import flow
from ui.widgets.form import ErrorLabel, FieldForm
from ui.widgets.layout import column, heading, panel, plain_label, scrolling

REASONS = ("Bridge out", "Washed out", "Construction", "Flooded", "Snow", "Other")
HOW = (
    "Click the road on the map, or bring the cross-hair there with the arrow keys (Shift: ten"
    " times as far) and press Enter. One point closes that piece of road, more points the stretch"
    " between them. Backspace takes one back; Ctrl+Enter comes here."
)
NO_POINTS = "No point is set yet."


class RoadForm(QWidget):
    """How to mark the road, what is shut by it, and its name, reason and days."""

    def __init__(self, actions: list[Action], today: Callable[[], date]) -> None:
        super().__init__()
        self.title = heading("Close a road")
        self.how = plain_label(HOW)
        self.where = plain_label(name="Under the cross-hair")
        self.shut = plain_label(name="What is closed")
        self.problem = ErrorLabel()
        self.form = form = FieldForm()
        self.name = form.text("&Road", "name", help="As drivers call it")
        self.reason = form.choice("R&eason", "reason", [(word, word) for word in REASONS])
        self.from_on = form.day("&From", "from_on", today)
        self.until_on = form.day("&Last day", "until_on", today, help="Empty: until further notice")
        self.note = form.note("No&te", "note", lines=2)
        self.buttons = [ActionButton(action) for action in actions]
        inside = column(
            self.title,
            self.how,
            self.where,
            self.shut,
            self.problem,
            form,
            flow(*self.buttons),
            None,
            space=SPACE,
        )
        inside.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self.setLayout(column(scrolling(panel(inside)), space=GAP))

    def begin(self, entry: ClosureEntry, *, is_new: bool) -> None:
        """Show a closure to be entered or changed."""
        self.title.setText("Close a road" if is_new else "Change the closure")
        reasons = [*REASONS] + ([entry.reason] if entry.reason not in ("", *REASONS) else [])
        self.reason.set_choices([(word, word) for word in reasons])
        self.form.fill(
            {
                "name": entry.name,
                "reason": entry.reason or REASONS[0],
                "from_on": entry.from_on,
                "until_on": entry.until_on,
                "note": entry.note,
            }
        )
        self.say("", "")
        self.say_where("")

    def say(self, shut: str, problem: str) -> None:
        """Say what the points close, and what is wrong with them."""
        self.shut.setText(shut or NO_POINTS)
        self.problem.show_problem(problem)
        for button in self.buttons:
            button.refresh()

    def say_where(self, words: str) -> None:
        """Say what is under the cross-hair."""
        self.where.setText(f"Cross-hair {words}." if words else "")

    def entry(self, line: tuple[LatLon, ...]) -> ClosureEntry:
        """Return what is typed; raises InputError of all fields that can't be read."""
        values = self.form.values()
        return ClosureEntry(
            name=str(values["name"]),
            reason=str(values["reason"]),
            note=str(values["note"]),
            line=line,
            from_on=cast("date | None", values["from_on"]),
            until_on=cast("date | None", values["until_on"]),
        )

    def focus_first(self) -> None:
        """Put the cursor where something is missing."""
        wanted: QWidget = self.until_on if self.name.text().strip() else self.name
        wanted.setFocus()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
