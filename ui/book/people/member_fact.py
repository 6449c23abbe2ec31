"""One fact of the member's record, told in the call: asked where a rule needs it, kept there."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import parse_birth_date
from ui.book.form.fields import WideLine
from ui.book.form.lines import Lines
from ui.book.words import PAYERS, programs_of
from ui.theme.theme import SPACE
from ui.widgets.buttons import plain_button
from ui.widgets.fields import ChoiceBox, DayEdit
from ui.widgets.flow import flow
from ui.widgets.layout import column, heading

_PREFIX = "member."
_YES_NO = {True: "yes", False: "no"}
_LABELS = {
    "birth_date": "Birth date",
    "program": "Program",
    "payer": "Who pays",
    "county": "County of residence",
    "living_arrangement": "Living arrangement code",
    "has_vehicle": "Has a vehicle",
    "pregnant": "Is pregnant",
    "checked_on": "Living arrangement seen on",
}


class MemberFact(QFrame):
    """Asks one fact.

    Signals:
        offered: (field of the record, value) keep it.
        left: never mind.
    """

    offered = Signal(str, object)
    left = Signal()

    def __init__(self, today: Callable[[], date], pack: str) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("Ask the member")
        self._today, self._pack = today, pack
        self._name = ""
        self.field: WideLine | ChoiceBox | DayEdit | None = None
        self._lines = Lines()
        self._place = QVBoxLayout()
        self.keep = plain_button("Keep on the record  Enter")
        self.leave = plain_button("Never mind  Esc")
        self.setLayout(
            column(
                heading("Ask, and keep on the record"),
                self._place,
                flow(self.keep, self.leave),
                margin=SPACE,
            )
        )
        self.keep.clicked.connect(self._on_kept)
        self.leave.clicked.connect(self.left)
        self.hide()

    def knows(self, fact: str) -> bool:
        """Tell whether the engine's fact is one of the record's."""
        return fact.removeprefix(_PREFIX) in _LABELS

    def ask(self, fact: str) -> None:
        """Open for one fact, named as the engine does."""
        self._name = fact.removeprefix(_PREFIX)
        self._place.removeWidget(self._lines)
        self._lines.deleteLater()
        self._lines = Lines()
        self.field = self._made(self._name)
        self._lines.add(_LABELS[self._name], [(self._name, self.field)])
        self._place.addWidget(self._lines)
        if isinstance(self.field, QLineEdit):
            self.field.returnPressed.connect(self._on_kept)
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, error: InputError) -> None:
        """Show what is wrong beside the field."""
        problems = [Problem(self._name, one.sentence) for one in error.problems]
        self._lines.show_problems(problems)

    def _made(self, name: str) -> WideLine | ChoiceBox | DayEdit:
        if name in {"has_vehicle", "pregnant"}:
            return ChoiceBox(_YES_NO)
        if name == "program":
            return ChoiceBox(programs_of(self._pack))
        if name == "payer":
            return ChoiceBox(PAYERS)
        if name == "checked_on":
            return DayEdit(self._today, past=True)
        return WideLine(_LABELS[name], chars=14, hint="2/1/1950" if name == "birth_date" else "")

    def _on_kept(self) -> None:
        try:
            value = self.field.value() if self.field is not None else None
            if self._name == "birth_date":
                value = parse_birth_date(str(value), self._today())
        except InputError as error:
            self.show_problems(error)
            return
        self.offered.emit(self._name, value)
