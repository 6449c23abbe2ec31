"""The Complaints page: open cases by due date, one of them in full beside the list."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSplitter, QWidget

from nemt_desk.cases import queries
from nemt_desk.cases.rows import Case, CaseState
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.cases.form import CaseForm
from ui.cases.looks import KINDS, due_status, due_words
from ui.cases.steps import StepsPanel
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.theme.theme import BLOCK
from ui.widgets.layout import Heading, column, panel, row, scrolling
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable


class ComplaintsPage(Page):
    """Records, follows and closes cases."""

    page_id: ClassVar[str] = "complaints"
    title: ClassVar[str] = "Complaints"
    icon: ClassVar[str] = "mdi6.flag-outline"
    order: ClassVar[int] = 60

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._case: Case | None = None
        self._cases: list[Case] = []
        self._acts = self._made_actions()
        self._closed = QCheckBox("Show c&losed ones too")
        self._closed.toggled.connect(lambda _on: self._read())
        self.table = RowsTable(
            self._columns(),
            key=lambda case: case.id,
            name="Complaints",
            noun=("case", "cases"),
            empty="No open complaints. Press Insert to record one while the caller tells it.",
            remember=("complaints.list", desk.prefs),
        )
        self.table.selected.connect(self._on_selected)
        self.form = CaseForm(desk)
        self.steps = StepsPanel(desk)
        self.steps.add.clicked.connect(self._add_step)
        self.steps.close_case.clicked.connect(self._close)
        self.steps.reopen.clicked.connect(self._reopen)
        self._head = Heading("New case")
        self.setLayout(column(self._split(), margin=BLOCK))
        self._new()

    def _columns(self) -> list[Column[Case]]:
        today = self.desk.today
        return [
            Column("Number", lambda case: case.number, width=90),
            Column("Due", lambda c: day_text(c.due_on), sort=lambda c: c.due_on, width=90),
            Column(
                "",
                lambda case: due_words(case, today()),
                sort=lambda case: (case.state is CaseState.CLOSED, case.due_on),
                width=120,
            ),
            Column("State", lambda _c: "open", status=lambda c: due_status(c, today()), width=80),
            Column("Kind", lambda case: KINDS[case.kind], width=110),
            Column("Summary", lambda case: case.summary, width=260),
        ]

    def _split(self) -> QSplitter:
        left = panel(column(row(self._closed, None), self.table))
        save = ActionButton(self._acts["complaints.save"])
        new = ActionButton(self._acts["complaints.new"])
        right = panel(
            column(
                row(self._head, None, new, save),
                scrolling(panel(column(self.form, self.steps))),
            )
        )
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 4)
        split.setChildrenCollapsible(False)
        return split

    def _made_actions(self) -> dict[str, Action]:
        acts = (
            Action(id="complaints.new", text="New case", key="Insert", handler=self._new),
            Action(id="complaints.save", text="Save", key="Ctrl+Return", handler=self._save),
        )
        return {act.id: act for act in acts}

    def refresh(self, changes: Changes | None) -> None:
        """Read the list again if a case was touched."""
        if changes is None or changes.kinds & {"case_file", "case_step"}:
            self._read()

    def head_text(self) -> str:
        """Say how many are open and overdue."""
        open_cases = [case for case in self._cases if case.state is CaseState.OPEN]
        overdue = sum(case.due_on < self.desk.today() for case in open_cases)
        return f"{len(open_cases)} open" + (f" · {overdue} overdue" if overdue else "")

    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        """Return what can be done here."""
        return list(self._acts.values())

    def help_text(self) -> str:
        """Say what the page is for."""
        return (
            "Record what people tell the office, do something about it by the due date, and say"
            " how it ended. Insert begins a new case; Ctrl+Enter saves."
        )

    def show_record(self, kind: str, id: Id | None) -> None:  # noqa: A002 - the contract's word
        """Show one case, or begin one about a member."""
        if kind == "case_file":
            self.table.select(id)

    def has_unsaved(self) -> bool:
        """Tell whether something typed would be lost."""
        return self.form.form.is_changed()

    def first_focus(self) -> QWidget | None:
        """Begin in the list."""
        return self.table.view

    def _read(self) -> None:
        with self.desk.office.store.read() as session:
            self._cases = queries.cases(session, closed=self._closed.isChecked())
        self.table.set_rows(self._cases)
        if self._case is not None:
            self._show_again(self._case.id)
        self.head_changed.emit()

    def _show_again(self, case_id: Id) -> None:
        fresh = next((case for case in self._cases if case.id == case_id), None)
        if fresh is None:
            try:
                with self.desk.office.store.read() as session:
                    fresh = queries.case(session, case_id)
            except DeskError:
                self._new()
                return
        self._case = fresh
        self.steps.show_case(fresh)
        if not self.form.form.is_changed():
            self.form.show_case(fresh)

    def _on_selected(self, case: Case | None) -> None:
        if case is None or (self._case is not None and case.id == self._case.id):
            return
        if self.form.form.is_changed():
            self.desk.say("Save what you typed first (Ctrl+Enter), or press Insert to drop it.")
            return
        self._case = case
        self._head.setText(f"{KINDS[case.kind]} {case.number}")
        self.form.show_case(case)
        self.steps.show_case(case)

    def _new(self) -> None:
        self._case = None
        self._head.setText("New case")
        self.form.show_new()
        self.steps.show_case(None)
        self.form.form.widget("summary").setFocus()

    def _save(self) -> None:
        office = self.desk.office
        try:
            entry = self.form.entry()
            if self._case is None:
                saved = office.cases.record(self.desk.actor, entry, office.time)
                changes, key = saved.changes, saved.id
            else:
                key = self._case.id
                version = self._case.version
                changes = office.cases.change(
                    self.desk.actor, key, entry, version=version, time=office.time
                )
        except InputError as error:
            self.form.refuse(error)
            return
        except DeskError as error:
            self.desk.refuse(error)
            return
        self.form.form.mark_unchanged()
        with office.store.read() as session:
            self._case = queries.case(session, key)
        self._head.setText(f"{KINDS[self._case.kind]} {self._case.number}")
        self.desk.did(changes)
        self.table.select(key)

    def _add_step(self) -> None:
        if self._case is not None:
            case_id, text = self._case.id, self.steps.step_text()
            self._act(lambda: self.desk.office.cases.add_step(self.desk.actor, case_id, text))

    def _close(self) -> None:
        if self._case is not None:
            case_id, text, today = self._case.id, self.steps.step_text(), self.desk.today()
            cases, actor = self.desk.office.cases, self.desk.actor
            self._act(lambda: cases.close(actor, case_id, text, today))

    def _reopen(self) -> None:
        if self._case is not None:
            case_id = self._case.id
            self._act(lambda: self.desk.office.cases.reopen(self.desk.actor, case_id))

    def _act(self, act: Callable[[], Changes]) -> None:
        try:
            changes = act()
        except InputError as error:
            self.steps.refuse(error)
        except DeskError as error:
            self.desk.refuse(error)
        else:
            self.steps.clear()
            self.desk.did(changes)
