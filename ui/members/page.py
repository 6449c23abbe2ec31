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
        self._kept: dict[Id, MemberFolder] = {}
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
        """Show a member's folder with one of its lists; opening it is noted in the trail.

        What is typed in another folder is kept; one that holds typed text comes back with it.
        """
        folder = self._folder
        if folder is None or folder.member_id != key:
            try:
                folder = self._kept.pop(key, None) or self._made_folder(key)
            except DeskError as error:
                self.desk.refuse(error)
                return None
            self._put_folder_away()
            self._folder = folder
        self._folder_name.setText(f"{folder.folder.member.name}: papers and checks")
        self._folders.setCurrentWidget(folder)
        self._shown.setCurrentIndex(_FOLDER)
        folder.go_to(at)
        self._dress()
        return folder

    def _made_folder(self, key: Id) -> MemberFolder:
        self.desk.office.members.view(self.desk.actor, key)
        folder = MemberFolder(self.desk, key, lambda name: self._acts[name])
        folder.changed.connect(self._dress)
        self._folders.addWidget(folder)
        return folder

    def close_folder(self) -> None:
        """Go back to the record, or to the list if no record is open; typed text is kept."""
        folder = self._folder
        if folder is None:
            return
        if folder.form.is_typed():
            self.desk.say("What you typed is kept, not saved. F6 goes on with it.")
        key = folder.member_id
        self._put_folder_away()
        self._shown.setCurrentIndex(0)
        if self._pane is not None and self._pane.key == key:
            self._show(self._pane)
            return
        self._dress()
        self.table.focus_rows()

    def _put_folder_away(self) -> None:
        """Let go of the folder shown; keep it while it holds typed text."""
        folder, self._folder = self._folder, None
        if folder is None:
            return
        if folder.form.is_typed():
            self._kept[folder.member_id] = folder
        else:
            self._forget_folder(folder)

    def _forget_folder(self, folder: MemberFolder) -> None:
        self._folders.removeWidget(folder)
        folder.deleteLater()

    def _typed_folders(self) -> list[MemberFolder]:
        """Return the folders that hold typed text, the one shown first."""
        shown = [self._folder] if self._folder is not None else []
        return [one for one in (*shown, *self._kept.values()) if one.form.is_typed()]

    def refresh(self, changes: Changes | None) -> None:
        """Read the list, the records and the folder again."""
        super().refresh(changes)
        if changes is None or not changes.kinds & self.kinds:
            return
        self._kept = {key: folder for key, folder in self._kept.items() if folder.reload()}
        folder = self._folder
        if folder is None:
            return
        if folder.reload():
            self._folder_name.setText(f"{folder.folder.member.name}: papers and checks")
        else:
            self._folder = None
            self._forget_folder(folder)
            self._shown.setCurrentIndex(0)

    def show_record(self, kind: str, id: Id | None) -> None:  # noqa: A002 - the contract's word
        """Show a record, or one of the lists of a member's folder."""
        if kind in FOLDER_LISTS and id is not None:
            folder = self.open_folder(id, FOLDER_LISTS[kind])
            if folder is not None and kind == "eligibility":
                folder.begin(folder.new_deed())
            return
        self._put_folder_away()
        super().show_record(kind, id)

    def new_record(self) -> None:
        """Begin a new member; what is typed in the folder is kept."""
        self._put_folder_away()
        super().new_record()

    def find_record(self) -> None:
        """Go to the filter of the list; what is typed in the folder is kept."""
        if self._folder is not None:
            self._put_folder_away()
            self._shown.setCurrentIndex(0)
            self._dress()
        super().find_record()

    def go_on(self) -> None:
        """Go on with what is not saved, records and folders, the next one each time."""
        folders, panes = self._typed_folders(), self.changed()
        at_last = self._pane is None or self._pane not in panes or self._pane is panes[-1]
        if self._folder is None and folders and at_last:
            self.open_folder(folders[0].member_id)
        elif panes:
            self._put_folder_away()
            super().go_on()
        elif folders:
            self.open_folder(folders[-1].member_id)

    def save(self) -> None:
        """Save what is typed in the folder, else the record shown."""
        if self._folder is not None:
            self._folder.form.save()
        else:
            super().save()

    def drop(self) -> None:
        """Give up what was typed in the folder, else in the record shown."""
        if self._folder is not None:
            self._folder.form.drop()
        else:
            super().drop()

    def back(self) -> bool:
        """Close an untouched form of the folder, then leave the folder, then the record."""
        if self._folder is None:
            return super().back()
        if not self._folder.back():
            self.close_folder()
        return True

    def unsaved(self) -> list[str]:
        """Return whose records and folders hold typed text."""
        folders = [f"{one.folder.member.name}, papers" for one in self._typed_folders()]
        return super().unsaved() + folders

    def can_save(self) -> bool:
        """Tell whether a record, or a form of the folder, is shown."""
        return super().can_save() if self._folder is None else self._folder.form.deed is not None

    def is_typed(self) -> bool:
        """Tell whether the form or the record shown holds typed text."""
        return super().is_typed() if self._folder is None else self._folder.form.is_typed()

    def first_focus(self) -> QWidget | None:
        """Begin in the folder's form or list while it is shown."""
        if self._folder is not None:
            return self._folder.first_focus()
        return super().first_focus()

    def help_text(self) -> str:
        """Say what the page is for."""
        return (
            "Type any part of a name, a birth date, telephone digits or a member ID. Down and"
            " Enter open the record, Insert begins a new one, Ctrl+Enter saves, Esc goes back and"
            " keeps what you typed; F6 goes on with it. F7 opens a member's papers, F9 enters an"
            " eligibility check, F4 days away. Who opens a record is noted in its history."
        )
