"""A member's folder: papers with their files, eligibility checks, absences and formal notices.

Lists on the left, one deed being typed on the right; each is saved by itself and can be undone.
"""

from collections.abc import Callable
from typing import Any, override

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.members.absences import Absence
from nemt_desk.members.eligibility import Check
from nemt_desk.members.paper_queries import PaperRow
from nemt_desk.members.rows import PaperState
from nemt_desk.trips.denials import Denial
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.members.folder_deeds import Deed, Deeds
from ui.members.folder_form import FolderForm
from ui.members.folder_papers import Papers
from ui.members.folder_rows import (
    Folder,
    away_columns,
    check_columns,
    eligibility_words,
    notice_columns,
    paper_columns,
    read_folder,
    what_stands_out,
)
from ui.shell.desk import Desk
from ui.theme.theme import SPACE
from ui.widgets.banner import FactsStrip
from ui.widgets.flow import flow
from ui.widgets.layout import QuietLabel, column, panel
from ui.widgets.sidebyside import SideBySide
from ui.widgets.table import RowsTable

PAPERS, CHECKS, AWAY, NOTICES = range(4)
_TITLES = ("Papers", "Eligibility checks", "Away", "Notices")


class MemberFolder(QWidget):
    """The folder of one member.

    Signals:
        changed: another row, list or form is shown: what is possible may differ.
    """

    changed = Signal()

    def __init__(self, desk: Desk, member_id: Id, actions: Callable[[str], Action]) -> None:
        super().__init__()
        self._desk = desk
        self.member_id = member_id
        self.facts = FactsStrip()
        self.on_paper = Papers(desk, member_id, self)
        self.tables: tuple[RowsTable[Any], ...] = self._made_tables()
        self.words = QuietLabel()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Papers, checks, absences and notices")
        self._buttons: list[ActionButton] = []
        for at, table in enumerate(self.tables):
            table.filter.setVisible(False)
            table.selected.connect(lambda _row: self._dress())
            table.opened.connect(lambda _row: self.begin(self.change_deed()))
            buttons = [ActionButton(actions(name)) for name in _BUTTONS[at]]
            self._buttons += buttons
            above = [self.words] if at == CHECKS else []
            self.tabs.addTab(
                panel(column(*above, table, flow(*buttons), margin=SPACE)), _TITLES[at]
            )
        self.tabs.currentChanged.connect(lambda _at: self._dress())
        self.form = FolderForm(desk, member_id)
        self.form.edited.connect(self.changed)
        self.form.closed.connect(self._on_closed)
        self._sides = SideBySide(self.tabs, self.form, share=0.66)
        parts = column(self.facts, self._sides)
        parts.setStretch(1, 1)
        self.setLayout(parts)
        self.folder = self._read()
        self.reload()

    def reload(self) -> bool:
        """Read the folder again; a form being typed stays. False if the member is gone."""
        try:
            self.folder = self._read()
        except DeskError:
            return False
        folder, today = self.folder, self._desk.today()
        rows = (folder.papers, folder.checks, folder.away, folder.notices)
        for at, (table, some) in enumerate(zip(self.tables, rows, strict=True)):
            table.set_rows(list(some))
            count = f" ({len(some)})" if some else ""
            self.tabs.setTabText(at, f"{_TITLES[at]}{count}")
        self.tabs.setTabVisible(NOTICES, bool(folder.notices))
        self.facts.show_facts(what_stands_out(folder, today))
        self.words.setText(eligibility_words(folder, today))
        self._dress()
        return True

    def go_to(self, at: int) -> None:
        """Show one of the lists, its rows in hand; a form that is open keeps the cursor."""
        self.tabs.setCurrentIndex(at)
        self.focus()

    def focus(self) -> None:
        """Put the focus where one goes on."""
        if self.form.deed is None and self.tables[self.at].model.rowCount():
            self.tables[self.at].focus_rows()
        else:
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget:
        """Return the form's first field, else the list, else the tabs of a folder without rows."""
        field = self.form.first_field()
        if field is not None:
            return field
        table = self.tables[self.at]
        return table.view if table.model.rowCount() else self.tabs.tabBar()

    def begin(self, deed: Deed | None) -> None:
        """Begin a deed, unless another one is being typed."""
        if deed is None:
            return
        if self.form.is_typed():
            self._desk.say("What you typed here is not saved yet: Ctrl+Enter saves it.")
            self.focus()
            return
        self.form.show_deed(deed)
        self._dress()
        # A form that was hidden takes the cursor only once it is shown.
        self.focus()

    def back(self) -> bool:
        """Close a form nothing was typed in; False if there is none, or it holds typed text."""
        if self.form.deed is None or self.form.is_typed():
            return False
        self.form.close_deed()
        return True

    # --- what is chosen -----------------------------------------------------------------------

    @property
    def at(self) -> int:
        """Which list is shown."""
        return self.tabs.currentIndex()

    @property
    def paper(self) -> PaperRow | None:
        """The paper chosen, if the papers are shown."""
        found: PaperRow | None = self.tables[PAPERS].current() if self.at == PAPERS else None
        return found

    @property
    def notice(self) -> Denial | None:
        """The notice chosen, if the notices are shown."""
        found: Denial | None = self.tables[NOTICES].current() if self.at == NOTICES else None
        return found

    def chosen(self) -> Any:  # noqa: ANN401 - a row of whichever list is shown
        """Return the row chosen in the list shown."""
        return self.tables[self.at].current()

    # --- deeds --------------------------------------------------------------------------------

    def new_deed(self) -> Deed | None:
        """Return what N begins in the list shown."""
        deeds = Deeds(self._desk, self.folder)
        made = {PAPERS: lambda: deeds.paper(None), CHECKS: deeds.check}
        made[AWAY] = lambda: deeds.absence(None)
        return made[self.at]() if self.at in made else None

    def change_deed(self) -> Deed | None:
        """Return what Enter begins with the row chosen."""
        deeds, row = Deeds(self._desk, self.folder), self.chosen()
        if isinstance(row, PaperRow):
            return deeds.paper(row.paper)
        if isinstance(row, Absence):
            return deeds.absence(row)
        return deeds.appeal(row) if isinstance(row, Denial) else None

    def received_deed(self) -> Deed | None:
        """Return what puts the chosen paper on file."""
        row = self.paper
        return Deeds(self._desk, self.folder).received(row.paper) if row is not None else None

    def refused_deed(self) -> Deed | None:
        """Return what notes that the chosen paper was refused."""
        row = self.paper
        return Deeds(self._desk, self.folder).refused(row.paper) if row is not None else None

    def ended_deed(self) -> Deed | None:
        """Return what ends the chosen paper."""
        row = self.paper
        return Deeds(self._desk, self.folder).ended(row.paper) if row is not None else None

    def letter_deed(self) -> Deed:
        """Return what asks for a paper by a letter."""
        row = self.paper
        deeds = Deeds(self._desk, self.folder)
        return deeds.letter(row.paper if row is not None else None, self.on_paper.show_letter)

    def is_waiting(self) -> bool:
        """Tell whether the chosen paper is not on file (yet)."""
        return self.paper is not None and self.paper.paper.state is not PaperState.ON_FILE

    def is_asked(self) -> bool:
        """Tell whether the chosen paper is asked for and not back."""
        return self.paper is not None and self.paper.paper.state is PaperState.ASKED

    def is_on_file(self) -> bool:
        """Tell whether the chosen paper is on file."""
        return self.paper is not None and self.paper.paper.state is PaperState.ON_FILE

    def attach(self) -> None:
        """Choose a file for the chosen paper."""
        if self.paper is not None:
            self.on_paper.ask_file(self.paper.id)

    def see_file(self) -> None:
        """Show the files of the chosen paper."""
        if self.paper is not None:
            self.on_paper.show_files(self.paper.files)

    def print_notice(self) -> None:
        """Show the chosen notice, to be printed again."""
        if self.notice is not None:
            self.on_paper.show_notice(self.notice.id)

    def remove(self) -> None:
        """Take the chosen row away: it was entered by mistake."""
        row, office, actor = self.chosen(), self._desk.office, self._desk.actor
        try:
            if isinstance(row, PaperRow):
                changes = office.papers.remove(actor, row.id)
                again = office.decide_again.apply(actor, self.member_id).changes
                changes = changes.followed_by(again)
            elif isinstance(row, Check):
                changes = office.eligibility.remove(actor, row.id)
            elif isinstance(row, Absence):
                changes = office.members.remove_absence(actor, row.id)
                again = office.standing.follow_absences(actor, self.member_id)
                changes = changes.followed_by(again)
            else:
                return
        except DeskError as error:
            self._desk.refuse(error)
        else:
            self._desk.did(changes)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The parts turn upright in their own resizing: look at them after it.
        QTimer.singleShot(0, self, self._dress)

    # --- inside -------------------------------------------------------------------------------

    def _read(self) -> Folder:
        return read_folder(self._desk.office, self.member_id, self._desk.today())

    def _made_tables(self) -> tuple[RowsTable[Any], ...]:
        prefs = self._desk.prefs
        papers = RowsTable(
            paper_columns(self._desk.today, self._trip_words),
            key=lambda row: row.id,
            name="Papers",
            noun=("paper", "papers"),
            empty="No papers yet. N adds one that is here; L asks for one by a letter.",
            remember=("members.papers", prefs),
        )
        checks = RowsTable(
            check_columns(),
            key=lambda check: check.id,
            name="Eligibility checks",
            noun=("check", "checks"),
            empty="No checks yet. N enters what the state's system shows today.",
            remember=("members.checks", prefs),
        )
        away = RowsTable(
            away_columns(),
            key=lambda one: one.id,
            name="Absences",
            noun=("absence", "absences"),
            empty="Not away. N enters days without rides; standing orders leave them out.",
            remember=("members.away", prefs),
        )
        notices = RowsTable(
            notice_columns(),
            key=lambda notice: notice.id,
            name="Notices",
            noun=("notice", "notices"),
            empty="No formal notices.",
            remember=("members.notices", prefs),
        )
        return papers, checks, away, notices

    def _trip_words(self, trip_id: Id | None) -> str:
        if trip_id is None:
            return "all rides"
        return self.folder.trips.get(trip_id, "a trip in the past")

    def _on_closed(self) -> None:
        self._dress()
        self.focus()

    def _dress(self) -> None:
        # One above the other, large text leaves no room for both.
        is_upright = self._sides.orientation() is Qt.Orientation.Vertical
        self.tabs.setVisible(not (is_upright and self.form.deed is not None))
        self.form.setVisible(not is_upright or self.form.has_words)
        for button in self._buttons:
            button.refresh()
        self.changed.emit()


_BUTTONS = (
    ("add", "change", "received", "refused", "ended", "letter", "attach", "see", "remove"),
    ("add", "remove"),
    ("add", "change", "remove"),
    ("reprint", "change"),
)
