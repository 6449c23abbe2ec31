"""What was done about a case, and how it ended."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from nemt_desk.cases.rows import Case, CaseState
from nemt_desk.ground.errors import InputError
from nemt_desk.ground.words import day_year_text, time_text
from ui.shell.desk import Desk
from ui.widgets.fields import NoteEdit
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import Heading, column, plain_label, row


class StepsPanel(QWidget):
    """Steps in the order they were taken, a line for the next one, and closing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._done = plain_label(name="Steps taken")
        self._text = NoteEdit(2)
        self._text.setAccessibleName("What was done, or how it ended")
        self._error = ErrorLabel()
        self.add = QPushButton("&Add as a step")
        self.close_case = QPushButton("&Close with this outcome")
        self.reopen = QPushButton("Open a&gain")
        self.setLayout(
            column(
                Heading("What was done"),
                self._done,
                self._text,
                self._error,
                row(self.add, self.close_case, self.reopen, None),
            )
        )
        self.show_case(None)

    def show_case(self, case: Case | None) -> None:
        """Show the steps of a case; none for one that is not saved yet."""
        self.setVisible(case is not None)
        if case is None:
            return
        lines = []
        for step in case.steps:
            at = self._desk.office.time.local(step.at)
            lines.append(f"{day_year_text(at.date())} {time_text(at)}, {step.who}: {step.text}")
        if case.state is CaseState.CLOSED and case.closed_on:
            lines.append(f"{day_year_text(case.closed_on)}: closed. {case.outcome}")
        self._done.setText("\n".join(lines) or "Nothing yet.")
        is_open = case.state is CaseState.OPEN
        for widget in (self._text, self.add, self.close_case):
            widget.setVisible(is_open)
        self.reopen.setVisible(not is_open)

    def focus_text(self) -> None:
        """Go to where the next step is written, or to opening a closed case again."""
        target = self._text if self._text.isVisibleTo(self) else self.reopen
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step_text(self) -> str:
        """Return what was typed."""
        return self._text.text()

    def clear(self) -> None:
        """Begin the next line."""
        self._text.set_value("")
        self._error.show_problem("")

    def problem(self) -> str:
        """Return what is said to be missing."""
        return self._error.text()

    def refuse(self, error: InputError) -> None:
        """Say what is missing; what was typed stays."""
        self._error.show_problem(error.problems[0].sentence)
        self._text.setFocus()
