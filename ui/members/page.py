"""The Members page: everybody who rides, found as you type, and the record in full."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import Listing
from nemt_desk.ground.words import phone_text
from nemt_desk.members import queries
from nemt_desk.members.rows import MemberListRow
from ui.actions.button import ActionButton
from ui.members.folder import PAPERS, MemberFolder
from ui.members.folder_actions import FOLDER_LISTS, folder_actions
from ui.members.room import MemberRoom
from ui.shell.desk import Desk
from ui.shell.records import RecordsPage
from ui.widgets.fields import ChoiceBox
from ui.widgets.layout import Heading, column, panel, row
from ui.widgets.people_words import MODES, SHORT_PROGRAMS, born_text, needs_text
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

_FOLDER = 2
_ORDERS = {
    "name": "name",
    "town": "town",
    "birth_date": "birth date",
    "mhcp_id": "member ID",
    "newest": "newest first",
}


def mode_text(row: MemberListRow) -> str:
    """Return the mode a member was assessed for."""
    return MODES[row.assessed_mode] if row.assessed_mode else ""


COLUMNS = [
    Column[MemberListRow]("Name", lambda row: row.name, width=190),
    Column[MemberListRow](
        "Born",
        lambda row: born_text(row.birth_date),
        sort=lambda row: row.birth_date,
        width=108,
    ),
    Column[MemberListRow]("Member ID", lambda row: row.mhcp_id, width=90),
    Column[MemberListRow]("Phone", lambda row: phone_text(row.phone), width=110),
    Column[MemberListRow]("Address", lambda row: row.address, width=180),
    Column[MemberListRow]("Town", lambda row: row.town, width=105),
    Column[MemberListRow](
        "Program", lambda row: SHORT_PROGRAMS[row.program] if row.program else "", width=85
    ),
    Column[MemberListRow]("Mode", mode_text, width=155),
    Column[MemberListRow]("Travels with", lambda row: needs_text(row.needs), width=140),
]


class MembersPage(RecordsPage):
    """Finds, enters, changes and archives members."""

    page_id: ClassVar[str] = "members"
    title: ClassVar[str] = "Members"
    icon: ClassVar[str] = "mdi6.account-group-outline"
    order: ClassVar[int] = 70
    record_kind: ClassVar[str] = "member"
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"member", "member_paper", "paper_file", "eligibility_check", "member_absence"}
        | {"denial_notice", "place", "trip", "ride"}
    )
    nouns: ClassVar[str] = "members"

    def __init__(self, desk: Desk) -> None:
        self._order = ChoiceBox(_ORDERS)
        self._order.setAccessibleName("Order of the list")
        table = RowsTable(
            COLUMNS,
            key=lambda row: row.id,
            name="Members",
            noun=("member", "members"),
            empty="No members here. Press Insert to enter the first one.",
            remember=("members.list", desk.prefs),
            filter_rows=False,
        )
        table.filter.setPlaceholderText("Name, birth date, phone or member ID, in any order")
        self._folder: MemberFolder | None = None
        super().__init__(desk, lambda: MemberRoom(desk), table)
        self._order.edited.connect(self.read_list)
        self._folder_acts = {act.id.partition(".")[2]: act for act in folder_actions(self)}
        self._acts |= self._folder_acts
        self._to_folder = ActionButton(self._acts["papers"])
        self._folder_name = Heading("")
        self._folder_name.setWordWrap(True)
        self._folders = QStackedWidget()
        to_record = ActionButton(self._acts["record"])
        self.lay_out()
        self._buttons.append(self._to_folder)
        head = row(self._folder_name, to_record)
        head.setStretch(0, 1)
        self._shown.addWidget(panel(column(head, self._folders)))

    @property
    def folder(self) -> MemberFolder | None:
        """The folder shown, None while the list or a record is."""
        return self._folder

    def record_bar(self) -> list[QWidget]:
        """Return the way into the member's folder."""
        return [self._to_folder]

    def list_bar(self) -> list[QWidget]:
        """Return the choice of the order; SQL sorts."""
        words = QLabel("Order &by")
        words.setBuddy(self._order)
        return [words, self._order]

    def reader(self, text: str, *, archived: bool) -> Callable[[], Listing[MemberListRow]]:
        """Return what reads the rows."""
        order = str(self._order.value())
        store = self.desk.office.store

        def read() -> Listing[MemberListRow]:
            with store.read() as session:
                return queries.member_list(session, text=text, archived=archived, order=order)

        return read

    def archive_record(self, key: Id, *, is_back: bool) -> Changes:
        """Archive a member or bring one back."""
        members = self.desk.office.members
        return (members.unarchive if is_back else members.archive)(self.desk.actor, key)

    # --- the folder: papers, checks, absences, notices ------------------------------------------

    def folder_target(self) -> Id | None:
        """Return whose folder would be opened: the record's shown, else the list's chosen row."""
        if self._pane is not None:
            return self._pane.key
        item = self.table.current()
        return item.id if item is not None else None

    def open_folder(self, key: Id, at: int = PAPERS) -> MemberFolder | None:
        """Show a member's folder with one of its lists; opening it is noted in the trail."""
        folder = self._folder
        if folder is None or folder.member_id != key:
            if folder is not None and folder.form.is_typed():
                self.desk.say("A form of another member is not saved. Ctrl+Enter saves it.")
                return None
            try:
                self.desk.office.members.view(self.desk.actor, key)
                folder = MemberFolder(self.desk, key, lambda name: self._acts[name])
            except DeskError as error:
                self.desk.refuse(error)
                return None
            self._drop_folder()
            folder.changed.connect(self._dress)
            self._folder = folder
            self._folders.addWidget(folder)
        self._folder_name.setText(f"{folder.folder.member.name}: papers and checks")
        self._shown.setCurrentIndex(_FOLDER)
        folder.go_to(at)
        self._dress()
        return folder

    def close_folder(self) -> None:
        """Go back to the record, or to the list if no record is open."""
        folder = self._folder
        if folder is None:
            return
        if folder.form.is_typed():
            self.desk.say("What you typed here is not saved: Ctrl+Enter saves it, Esc drops it.")
            return
        key = folder.member_id
        self._drop_folder()
        self._shown.setCurrentIndex(0)
        if self._pane is not None and self._pane.key == key:
            self._show(self._pane)
            return
        self._dress()
        self.table.focus_rows()

    def _drop_folder(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None:
            self._folders.removeWidget(folder)
            folder.deleteLater()

    def refresh(self, changes: Changes | None) -> None:
        """Read the list, the records and the folder again."""
        super().refresh(changes)
        folder = self._folder
        if folder is not None and changes is not None and changes.kinds & self.kinds:
            if folder.reload():
                self._folder_name.setText(f"{folder.folder.member.name}: papers and checks")
            else:
                self._drop_folder()
                self._shown.setCurrentIndex(0)

    def show_record(self, kind: str, id: Id | None) -> None:  # noqa: A002 - the contract's word
        """Show a record, or one of the lists of a member's folder."""
        if kind in FOLDER_LISTS and id is not None:
            folder = self.open_folder(id, FOLDER_LISTS[kind])
            if folder is not None and kind == "eligibility":
                folder.begin(folder.new_deed())
            return
        if self._folder is not None:
            if self._folder.form.is_typed():
                self.desk.say("What you typed in the folder is not saved: Ctrl+Enter saves it.")
                return
            self._drop_folder()
        super().show_record(kind, id)

    def save(self) -> None:
        """Save what is typed in the folder, else the record shown."""
        if self._folder is not None:
            self._folder.form.save()
        else:
            super().save()

    def back(self) -> bool:
        """Give up a form of the folder, then leave the folder, then the record."""
        if self._folder is None:
            return super().back()
        if not self._folder.back():
            self.close_folder()
        return True

    def has_unsaved(self) -> bool:
        """Tell whether a record or the folder holds typed text."""
        return super().has_unsaved() or (self._folder is not None and self._folder.form.is_typed())

    def first_focus(self) -> QWidget | None:
        """Begin in the folder's list while it is shown."""
        if self._folder is not None:
            return self._folder.tables[self._folder.at].view
        return super().first_focus()

    def help_text(self) -> str:
        """Say what the page is for."""
        return (
            "Type any part of a name, a birth date, telephone digits or a member ID. Down and"
            " Enter open the record, Insert begins a new one, Ctrl+Enter saves, Esc goes back and"
            " keeps what you typed. F7 opens a member's papers, F9 enters an eligibility check, F4"
            " days away. Who opens a record is noted in its history."
        )
