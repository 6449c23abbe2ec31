"""The Trip logs page: a day's run sheets and trip logs, previewed, printed, saved."""

from datetime import date
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.ids import Id
from nemt_desk.ground.progress import Progress
from nemt_desk.runs.queries import run as read_run
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.logs import papers
from ui.logs.papers import PaperKind, Printed, RunLine
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.theme.theme import BLOCK
from ui.widgets.fields import ChoiceBox
from ui.widgets.layout import QuietLabel, column, panel, row
from ui.widgets.paper import draw_pdf, letter_printer
from ui.widgets.pdf_view import PdfView
from ui.widgets.rows import Column
from ui.widgets.sidebyside import SideBySide
from ui.widgets.table import RowsTable

_KINDS = {PaperKind.RUN_SHEETS: "Run sheets", PaperKind.TRIP_LOGS: "Trip logs"}


def _clock(minutes: int | None) -> str:
    if minutes is None:
        return "when called"
    half = "a.m." if minutes % 1440 < 720 else "p.m."
    return f"{minutes // 60 % 12 or 12}:{minutes % 60:02d} {half}"


def _said(printed: Printed, pages: int, *, whole_day: bool) -> str:
    if not printed.pdf:
        return "Nothing to print."
    kind = printed.kind.removesuffix("s") if printed.count == 1 else printed.kind
    said = f"{printed.count} {kind}, {pages} page{'s' if pages != 1 else ''}"
    return f"The whole day: {said}" if whole_day else said


class LogsPage(Page):
    """What drivers carry and what the audit asks for, on screen before on paper."""

    page_id: ClassVar[str] = "logs"
    title: ClassVar[str] = "Trip logs"
    icon: ClassVar[str] = "mdi6.file-document-outline"
    order: ClassVar[int] = 50

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._day = desk.today()
        self._lines: list[RunLine] = []
        self.printed: Printed | None = None
        self._acts = self._made_actions()
        self.kind = ChoiceBox(_KINDS)
        self.kind.setAccessibleName("Which papers")
        self.kind.edited.connect(self._preview)
        self.table = RowsTable(
            self._columns(),
            key=lambda line: line.run_id,
            name="Runs",
            noun=("run", "runs"),
            empty="No runs on this day. Put rides on drivers on the Board (Alt+3) first.",
            multi=True,
            remember=("logs.list", desk.prefs),
        )
        self.table.selected.connect(lambda _line: self._preview())
        self.view = PdfView("Preview")
        self.said = QuietLabel()
        self.setLayout(column(self._parts(), margin=BLOCK))

    def _columns(self) -> list[Column[RunLine]]:
        return [
            Column("Driver", lambda line: line.driver, tooltip=lambda x: x.driver, width=145),
            Column("First", lambda x: _clock(x.first_min), sort=lambda x: x.first_min, width=90),
            Column("State", lambda _x: "", status=lambda x: x.status, width=110),
            Column("Rides", lambda x: str(x.rides), sort=lambda x: x.rides, right=True, width=55),
            Column("Code", lambda line: line.code, width=70),
        ]

    def _parts(self) -> SideBySide:
        papers_label = QLabel("&Papers")
        papers_label.setBuddy(self.kind)
        left = panel(column(row(papers_label, self.kind, None), self.table, self.said))
        shown = ("logs.all", "logs.save", "logs.print")
        buttons = row(None, *(ActionButton(self._acts[name]) for name in shown))
        return SideBySide(left, panel(column(buttons, self.view)), share=0.4)

    def _made_actions(self) -> dict[str, Action]:
        acts = (
            Action(
                id="logs.all",
                text="Show all of the day",
                key="Ctrl+Shift+A",
                handler=self._show_all,
                enabled=lambda: bool(self._lines),
            ),
            Action("logs.turn", "Run sheets or trip logs", self._turn, "F8"),
            Action("logs.find", "Find in the list", self._find, "F3"),
            Action(
                id="logs.save",
                text="Save PDF…",
                key="Ctrl+S",
                handler=self._save,
                enabled=self._has_paper,
            ),
            Action(
                id="logs.print",
                text="Print…",
                key="Ctrl+P",
                handler=self._print,
                enabled=self._has_paper,
            ),
        )
        return {act.id: act for act in acts}

    def _has_paper(self) -> bool:
        return self.printed is not None and bool(self.printed.pdf)

    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        """Return what can be done here."""
        return list(self._acts.values())

    def refresh(self, changes: Changes | None) -> None:
        """Read the day's runs again if rides, runs or people were touched."""
        touched = {"run", "assignment", "ride", "trip", "member", "driver", "place", "car"}
        if changes is None or changes.kinds & touched:
            self._read()

    def head_day(self) -> date | None:
        """Return the day shown."""
        return self._day

    def show_day(self, day: date) -> None:
        """Show another day's papers."""
        self._day = day
        self._read()

    def head_text(self) -> str:
        """Say how many runs are not published yet."""
        drafts = sum(line.state.value == "draft" for line in self._lines)
        return f"{drafts} not published" if drafts else ""

    def help_text(self) -> str:
        """Say what the page is for."""
        return (
            "Choose one run or several to see their run sheets or trip logs; what you see is the"
            " very file that prints. Ctrl+P prints it, Ctrl+S saves it."
        )

    def show_record(self, kind: str, id: Id | None) -> None:  # noqa: A002 - the contract's word
        """Show the papers of one run."""
        if kind != "run" or id is None:
            return
        try:
            with self.desk.office.store.read() as session:
                day = read_run(session, id).day
        except DeskError as error:
            self.desk.refuse(error)
            return
        if day != self._day:
            self.show_day(day)
            self.head_changed.emit()
        self.table.select(id)

    def first_focus(self) -> QWidget | None:
        """Begin in the list of runs."""
        return self.table.view

    def _read(self) -> None:
        self._lines = papers.lines(self.desk.office, self._day)
        self.table.set_rows(self._lines)
        self.head_changed.emit()
        self._preview()

    def _show_all(self) -> None:
        self.table.view.selectAll()
        self._preview()

    def _turn(self) -> None:
        is_sheets = self.kind.value() is PaperKind.RUN_SHEETS
        self.kind.set_value(PaperKind.TRIP_LOGS if is_sheets else PaperKind.RUN_SHEETS)
        self._preview()

    def _find(self) -> None:
        self.table.focus_filter()

    def _preview(self) -> None:
        chosen = [line.run_id for line in self.table.chosen() or self._lines]
        kind = PaperKind(str(self.kind.value()))
        if not chosen:
            self._on_made(Printed(kind, b""))
            return
        office, day, now = self.desk.office, self._day, self.desk.office.clock.now()

        def work(progress: Progress) -> Printed:
            return papers.make(
                office, day=day, kind=kind, run_ids=chosen, now=now, progress=progress
            )

        # What is still on the screen is not what is chosen now: it must not be printed.
        self.printed = None
        self._refresh_buttons()
        self.said.setText("Making the preview …")
        self.desk.jobs.read(work, self._on_made, latest="logs.preview", failed=self._on_failed)

    def _on_made(self, printed: Printed) -> None:
        self.printed = printed
        self.view.show_pdf(printed.pdf)
        pages = self.view.pages
        whole_day = len(printed.run_ids) == len(self._lines) > 1
        self.said.setText(_said(printed, pages, whole_day=whole_day))
        self._refresh_buttons()

    def _on_failed(self, error: DeskError) -> None:
        self.view.show_pdf(b"")
        self.said.setText(error.sentence)

    def _refresh_buttons(self) -> None:
        for button in self.findChildren(ActionButton):
            button.refresh()

    def _print(self) -> None:
        printer = letter_printer()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.show()

    def print_on(self, printer: QPrinter) -> None:
        """Print what is shown, and note it in the trail."""
        if not draw_pdf(self.view.paper, printer):
            self.desk.say("The printer did not take the pages. Try again, or save them as PDF.")
            return
        try:
            self._note("Printed")
        except DeskError as error:
            self.desk.refuse(error)
        else:
            pages = self.view.pages
            self.desk.say(f"{pages} page{'s' if pages != 1 else ''} sent to the printer.")

    def _save(self) -> None:
        kind = self.printed.kind if self.printed else PaperKind.RUN_SHEETS
        name = f"{kind.replace(' ', '-')}-{self._day.isoformat()}.pdf"
        dialog = QFileDialog(self, "Save PDF", name, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save_as(Path(chosen)))
        dialog.open()

    def save_as(self, path: Path) -> None:
        """Write what is shown to a file, and note it in the trail."""
        try:
            replace_file(path, self.view.data)
            self._note("Saved")
        except DeskError as error:
            self.desk.refuse(error)
        else:
            self.desk.say(f"Saved {path.name}. It holds members' data and is not encrypted.")

    def _note(self, how: str) -> None:
        printed = self.printed
        if printed is None:
            return
        self.desk.office.runs.printed(
            self.desk.actor,
            f"{how} {printed.kind}",
            run_ids=printed.run_ids,
            member_ids=printed.member_ids,
        )
