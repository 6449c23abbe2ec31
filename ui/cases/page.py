"""The Complaints page: open cases by due date, one of them in full beside the list."""

from collections.abc import Callable
from typing import ClassVar, override

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from nemt_desk.cases import queries
from nemt_desk.cases.rows import Case, CaseState
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.cases.form import CaseForm
from ui.cases.looks import KINDS, case_title, due_status
from ui.cases.steps import StepsPanel
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.theme.theme import BLOCK
from ui.widgets.layout import Heading, column, panel, row, scrolling
from ui.widgets.rows import Column
from ui.widgets.sidebyside import SideBySide
from ui.widgets.table import RowsTable

_UNSAVED = (
    "What you typed here is not saved. Ctrl+Enter saves it, Ctrl+Backspace gives it up; then go on."
)


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
        self._is_reading = False
        self._acts = self._made_actions()
        self.closed = QCheckBox("Show c&losed ones too")
        self.closed.toggled.connect(lambda _on: self._read())
        self.table = RowsTable(
            self._columns(),
            key=lambda case: case.id,
            name="Complaints",
            noun=("case", "cases"),
            empty="No open complaints. Press Insert to record one while the caller tells it.",
            remember=("complaints.rows", desk.prefs),
        )
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(self._on_opened)
        self.form = CaseForm(desk)
        self.steps = StepsPanel(desk)
        self.steps.add.clicked.connect(self._add_step)
        self.steps.close_case.clicked.connect(self._close)
        self.steps.reopen.clicked.connect(self._reopen)
        self._head = Heading("New case")
        self._head.setWordWrap(True)
        self._area = scrolling(panel(column(self.form, self.steps)))
        self.setLayout(column(self._split(), margin=BLOCK))
        self._begin()

    @property
    def case(self) -> Case | None:
        """The case shown, None for one that is not saved yet."""
        return self._case

    def _columns(self) -> list[Column[Case]]:
        today = self.desk.today
        return [
            Column("State", lambda _c: "", status=lambda c: due_status(c, today()), width=105),
            Column("Due", lambda c: day_text(c.due_on), sort=lambda c: c.due_on, width=100),
            Column(
                "Number",
                lambda case: case.number,
                tooltip=lambda case: KINDS[case.kind],
                width=95,
            ),
            Column("Summary", lambda case: case.summary, tooltip=lambda c: c.summary, width=240),
        ]

    def _split(self) -> SideBySide:
        buttons = (self._acts[name] for name in ("complaints.new", "complaints.save"))
        head = row(self._head, *(ActionButton(act) for act in buttons))
        head.setStretch(0, 1)
        left = panel(column(row(self.closed, None), self.table))
        return SideBySide(left, panel(column(head, self._area)), share=0.46)

    def _made_actions(self) -> dict[str, Action]:
        acts = (
            Action("complaints.new", "New case", self._new, "Insert"),
            Action("complaints.save", "Save", self._save, "Ctrl+Return"),
            Action("complaints.drop", "Give up what was typed", self._drop, "Ctrl+Backspace"),
            Action("complaints.find", "Find in the list", self._find, "F3"),
            Action(
                "complaints.step",
                "Write down what was done",
                self._go_to_steps,
                "F6",
                enabled=lambda: self._case is not None,
            ),
        )
        return {act.id: act for act in acts}

    @override
    def refresh(self, changes: Changes | None) -> None:
        if changes is None or changes.kinds & {"case_file", "case_step"}:
            self._read()
        if changes is None and self._cases and not self.has_unsaved():
            self.table.select(self._cases[0].id)

    @override
    def head_text(self) -> str:
        open_cases = [case for case in self._cases if case.state is CaseState.OPEN]
        overdue = sum(case.due_on < self.desk.today() for case in open_cases)
        return f"{len(open_cases)} open" + (f" · {overdue} overdue" if overdue else "")

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        return list(self._acts.values())

    @override
    def help_text(self) -> str:
        return (
            "Record what people tell the office, do something about it by the due date, and say"
            " how it ended. Insert begins a new case, Ctrl+Enter saves, F6 writes down a step."
        )

    @override
    def show_record(self, kind: str, id: Id | None) -> None:
        if kind == "case_file" and id is not None:
            if not self.table.select(id):
                self.table.filter.clear()
                self.closed.setChecked(True)
                self.table.select(id)
        elif (kind == "new" or self.form.knows_about(kind)) and self._may_leave():
            self._begin()
            self.form.show_about(kind, id)

    @override
    def back(self) -> bool:
        if self.table.filter.text():
            self.table.filter.clear()
            return True
        if self.table.view.hasFocus():
            return False
        self.table.focus_rows()
        return True

    @override
    def has_unsaved(self) -> bool:
        return self.form.form.is_changed() or bool(self.steps.step_text())

    @override
    def first_focus(self) -> QWidget | None:
        return self.table.view if self._case is not None else self.form.form.widget("summary")

    def _find(self) -> None:
        self.table.focus_filter()

    def _go_to_steps(self) -> None:
        if self._case is not None:
            self.steps.focus_text()
            self._area.ensureWidgetVisible(self.steps)

    def _read(self) -> None:
        with self.desk.office.store.read() as session:
            self._cases = queries.cases(session, closed=self.closed.isChecked())
        self._is_reading = True
        self.table.set_rows(self._cases)
        self._is_reading = False
        if self._case is not None:
            self._show_again(self._case.id)
        self.head_changed.emit()

    def _show_again(self, case_id: Id) -> None:
        """Show what is kept now; fields that were typed in stay as they were typed."""
        try:
            with self.desk.office.store.read() as session:
                fresh = queries.case(session, case_id)
        except DeskError:
            self._begin()
            return
        is_typed = self.form.form.is_changed()
        if not is_typed:
            self._case = fresh
            self.form.show_case(fresh)
        self.steps.show_case(fresh)
        self._head.setText(case_title(fresh, self.desk.today()))

    def _on_selected(self, case: Case | None) -> None:
        is_shown = case is not None and self._case is not None and case.id == self._case.id
        if case is None or is_shown or self._is_reading:
            return
        if not self._may_leave():
            if self._case is not None:
                self.table.select(self._case.id)
            return
        self._show(case)

    def _on_opened(self, case: Case) -> None:
        if self._case is None:
            self._on_selected(case)
        else:
            self._go_to_steps()

    def _show(self, case: Case) -> None:
        self._case = case
        self._head.setText(case_title(case, self.desk.today()))
        self.form.show_case(case)
        self.steps.show_case(case)
        self._area.verticalScrollBar().setValue(0)

    def _may_leave(self) -> bool:
        """Tell whether nothing typed would be lost; if something would, say so."""
        if self.has_unsaved():
            self.desk.say(_UNSAVED)
            return False
        return True

    def _new(self) -> None:
        if self._may_leave():
            self._begin()
            self.form.form.widget("summary").setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _begin(self) -> None:
        self._case = None
        self._head.setText("New case")
        self.form.show_new()
        self.steps.show_case(None)
        self.table.view.clearSelection()
        self._area.verticalScrollBar().setValue(0)

    def _drop(self) -> None:
        self.steps.clear()
        if self._case is None:
            self._begin()
            self._on_selected(self.table.current())
            self.table.focus_rows()
        else:
            self.form.form.mark_unchanged()
            self._show_again(self._case.id)

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
        self.desk.did(changes)
        self._show_again(key)
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
