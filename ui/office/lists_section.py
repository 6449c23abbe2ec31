"""Lists: bring one in (choose, look over, take) and hand one out."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from nemt_desk.exchange.fields import Subject
from nemt_desk.exchange.plan import ImportPlan, PlannedRow
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.progress import Progress
from nemt_desk.security.rows import Right
from ui.office.export_bar import ExportBar
from ui.office.import_rows import SHOWN_WORDS, Shown, row_columns, shown_rows
from ui.office.section import Section, button
from ui.theme.theme import BLOCK, GAP
from ui.widgets.fields import ChoiceBox
from ui.widgets.flow import flow
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import column, heading, plain_label
from ui.widgets.table import RowsTable

if TYPE_CHECKING:
    from nemt_desk.exchange.importing import Applied, ImportRequest, Looked
    from nemt_desk.exchange.pins import Pinned
    from ui.jobs.runner import Job
    from ui.shell.desk import Desk

SUBJECTS: dict[Subject | None, str] = {
    None: "what it is about: found out",
    Subject.MEMBERS: "members",
    Subject.DRIVERS: "drivers",
    Subject.PLACES: "places",
    Subject.RIDES: "rides",
    Subject.PAIRS: "pairs of driver and member",
}
_FILTER = "Lists (*.csv *.txt *.tsv *.xlsx)"
_NOTHING = (
    "Choose a list as the office keeps it: a CSV or an Excel workbook (.xlsx) of members, drivers,"
    " places or rides. It is looked over first; nothing is written until you say so. Members come"
    " first, then drivers and places, then rides, because rides name them."
)


class ListsSection(Section):
    """Bring in a list, hand out a list."""

    name = "lists"
    title = "Lis&ts"

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self.path: Path | None = None
        self._sheet = ""
        self.looked: Looked | None = None
        self._mapping: dict[str, str] | None = None
        self._job: Job | None = None
        self.choose = button("Choose a l&ist …")
        self.subject = ChoiceBox(SUBJECTS)
        self.subject.setAccessibleName("What the list is about")
        self.sheet = ChoiceBox({"": "the sheet"})
        self.sheet.setAccessibleName("Sheet of the workbook")
        self.columns = button("C&olumns …")
        self.stop = button("&Stop")
        self.leave = button("&Put this list away")
        self.said = plain_label(_NOTHING, name="What the list holds")
        self.error = ErrorLabel()
        self.which = ChoiceBox(SHOWN_WORDS)
        self.which.setAccessibleName("Which rows are shown")
        self.table = RowsTable[PlannedRow](
            list(row_columns()),
            key=lambda row: row.row,
            name="Rows",
            noun=("row", "rows"),
            empty="No row to show.",
            remember=("office.lists", desk.prefs),
        )
        self.reason = plain_label(name="Why, of the row chosen")
        self.take_all = button("Bring &all in")
        self.take_good = button("Bring the &good rows in")
        self.save_refused = button("Save the &refused rows …")
        self.export = ExportBar(desk, self.may)
        self._hand_out = heading("Hand out a list")
        # Takes the room of the table while there is none.
        self._rest = QWidget()
        self._rest.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        laid_out = self._laid_out()
        for growing in (self.table, self._rest):
            laid_out.setStretchFactor(growing, 1)
        self.setLayout(laid_out)
        self._wire()
        self._show()

    @property
    def plan(self) -> ImportPlan | None:
        """What bringing the list in would do, None while it is not known."""
        return self.looked.plan if self.looked is not None else None

    @override
    def read(self) -> None:
        self._show()

    @override
    def first_focus(self) -> QWidget | None:
        return self.choose

    def take(self, path: Path) -> None:
        """Take a file and look it over; what the one before was about is forgotten."""
        if self.path is not None:
            self._forget()
        self.path = path
        self.look()

    def put_away(self) -> None:
        """Forget the file; nothing of it was written."""
        self._forget()
        self.error.show_problem("")
        self._show()

    def _forget(self) -> None:
        self.path, self.looked, self._mapping, self._sheet = None, None, None, ""
        self.subject.set_value(None)
        self.sheet.set_choices({"": "the sheet"})

    def look(self) -> None:
        """Look the file over (again)."""
        if self.path is None or self._job is not None:
            return
        # Here, so that a start of the program does not pay for it.
        from nemt_desk.exchange.importing import ImportRequest  # noqa: PLC0415

        subject = self.subject.value()
        request = ImportRequest(
            self.path,
            subject if isinstance(subject, Subject) else None,
            self._sheet,
            self._mapping,
        )
        self.error.show_problem("")
        self._job = self.desk.jobs.read(
            partial(self._looked, request),
            self._on_looked,
            title="Looking the list over",
            failed=self._on_failed,
        )
        self._show()

    def bring_in(self, *, good_rows: bool) -> None:
        """Write what the plan says."""
        plan = self.plan
        if plan is None or self._job is not None or not self.may(Right.WRITE):
            return
        office, actor = self.office, self.desk.actor

        def work(progress: Progress) -> "Applied":
            return office.exchange.apply(actor, plan, good_rows=good_rows, progress=progress)

        self._job = self.desk.jobs.write(
            work, self._on_applied, title="Bringing the list in", failed=self._on_failed
        )
        self._show()

    def save_to(self, path: Path) -> None:
        """Write the refused rows to a file to mend."""
        from nemt_desk.exchange.writing.files import FileKind  # noqa: PLC0415
        from nemt_desk.exchange.writing.refused import refused_file  # noqa: PLC0415

        if self.plan is None:
            return
        if self.path is not None and path.resolve() == self.path.resolve():
            self.error.show_problem("This is the list itself. Choose another name.")
            return
        kind = FileKind.XLSX if path.suffix.lower() == ".xlsx" else FileKind.CSV
        try:
            replace_file(path, refused_file(self.plan, kind))
        except DeskError as error:
            self.error.show_problem(error.sentence)
            return
        self.desk.say(f"The refused rows are in {path.name}. Mend them there and choose that file.")

    def ask_columns(self) -> None:
        """Ask which column holds what."""
        from ui.office.import_columns import ListColumnsDialog  # noqa: PLC0415 - seldom needed

        looked = self.looked
        if looked is not None and looked.subject is not None and looked.guess is not None:
            about = (looked.subject, looked.table)
            ListColumnsDialog.ask(self, about, looked.guess.mapping, self.set_columns)

    def set_columns(self, mapping: dict[str, str]) -> None:
        """Take how the columns are read, and look again."""
        self._mapping = mapping
        self.look()

    def _looked(self, request: "ImportRequest", progress: Progress) -> "Looked":
        return self.office.exchange.look(request, progress)

    def _on_looked(self, looked: "Looked") -> None:
        self._job = None
        self.looked = looked
        self.subject.set_value(looked.subject)
        names = [sheet.name for sheet in looked.source.visible if sheet.name]
        if len(names) > 1:
            self.sheet.set_choices({name: f"sheet {name}" for name in names})
            self.sheet.set_value(looked.table.sheet)
        if looked.plan is not None:
            is_told = any(row.is_told for row in looked.plan.rows)
            self.which.set_value(Shown.TOLD if is_told else Shown.ALL)
        self._show()
        if looked.subject is not None and looked.plan is None:
            self.ask_columns()

    def _on_applied(self, applied: "Applied") -> None:
        self._job = None
        self._forget()
        self.desk.did(applied.changes)
        self._show()
        if self.office.map is not None:
            office, actor = self.office, self.desk.actor
            self._job = self.desk.jobs.write(
                lambda progress: office.pins.set_missing(actor, progress),
                self._on_pinned,
                title="Looking up addresses",
                failed=self._on_failed,
            )
            self._show()

    def _on_pinned(self, pinned: "Pinned") -> None:
        self._job = None
        self.desk.did(pinned.changes)
        if pinned.left:
            self.desk.say(f"{pinned.found:,} pins were set; {pinned.left:,} are to be set by hand.")
        self._show()

    def _on_failed(self, error: DeskError) -> None:
        self._job = None
        self.error.show_problem(error.sentence)
        self._show()

    def _on_stepped(self, job: "Job") -> None:
        if job is self._job:
            self.said.setText(f"{job.text} …")

    def _show(self) -> None:
        plan, is_busy = self.plan, self._job is not None
        may = self.desk.actor.may(Right.WRITE)
        self.choose.setEnabled(not is_busy)
        self.stop.setVisible(is_busy)
        self.leave.setVisible(self.looked is not None and not is_busy)
        has_table = self.looked is not None and self.looked.subject is not None
        self.columns.setEnabled(has_table and not is_busy)
        self.sheet.setVisible(self.sheet.count() > 1)
        if not is_busy:
            self.said.setText(self._words())
        rows = shown_rows(plan, Shown(str(self.which.value()))) if plan is not None else []
        self.table.set_rows(rows)
        for shown in (
            self.which,
            self.table,
            self.reason,
            self.take_all,
            self.take_good,
            self.save_refused,
        ):
            shown.setVisible(plan is not None)
        for beside in (self._rest, self._hand_out, self.export):
            beside.setVisible(plan is None)
        if plan is not None:
            can = may and not is_busy and plan.imported > 0
            self.take_all.setEnabled(can and not plan.refused)
            self.take_good.setEnabled(can and plan.refused > 0)
            self.take_good.setVisible(plan.refused > 0)
            self.save_refused.setVisible(plan.refused > 0)
        if not may:
            self.may(Right.WRITE)

    def _words(self) -> str:
        looked = self.looked
        if looked is None or self.path is None:
            return _NOTHING
        from nemt_desk.exchange.importing import before_words, summary  # noqa: PLC0415

        lines = [self.path.name]
        if looked.plan is None:
            return "\n".join([*lines, looked.question])
        lines[0] = f"{self.path.name}: {summary(looked.plan)}"
        if looked.before is not None:
            lines.append(before_words(looked.before))
        return "\n".join([*lines, *looked.plan.notes])

    def _laid_out(self) -> QVBoxLayout:
        return column(
            self.bar,
            heading("Bring in a list"),
            flow(
                self.choose,
                self.subject,
                self.sheet,
                self.columns,
                self.stop,
                self.leave,
                self.which,
            ),
            self.said,
            self.error,
            self.table,
            self.reason,
            flow(self.take_all, self.take_good, self.save_refused),
            self._hand_out,
            self.export,
            self._rest,
            space=GAP,
            margin=BLOCK,
        )

    def _wire(self) -> None:
        self.choose.clicked.connect(self._on_choose)
        self.subject.edited.connect(self._on_subject)
        self.sheet.edited.connect(self._on_sheet)
        self.columns.clicked.connect(self.ask_columns)
        self.stop.clicked.connect(self._on_stop)
        self.leave.clicked.connect(self.put_away)
        self.which.edited.connect(self._show)
        self.table.selected.connect(self._on_selected)
        self.take_all.clicked.connect(lambda: self.bring_in(good_rows=False))
        self.take_good.clicked.connect(lambda: self.bring_in(good_rows=True))
        self.save_refused.clicked.connect(self._on_save)
        self.desk.jobs.stepped.connect(self._on_stepped)

    def _on_selected(self, chosen: PlannedRow | None) -> None:
        self.reason.setText(f"Row {chosen.row}: {chosen.reason}" if chosen else "")

    def _on_subject(self) -> None:
        self._mapping = None
        self.look()

    def _on_sheet(self) -> None:
        # Another sheet may be about something else: it is found out again.
        self._sheet, self._mapping = str(self.sheet.value() or ""), None
        self.subject.set_value(None)
        self.look()

    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, "Choose a list")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_FILTER, "All files (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.open()

    def _on_save(self) -> None:
        dialog = QFileDialog(self, "Save the refused rows")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["CSV (*.csv)", "Excel workbook (*.xlsx)"])
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("refused rows.csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()
