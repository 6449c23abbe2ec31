"""The Members page: everybody who rides, found as you type, and the record in full."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QLabel, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import Listing
from nemt_desk.ground.words import phone_text
from nemt_desk.members import queries
from nemt_desk.members.rows import MemberListRow
from ui.members.room import MemberRoom
from ui.shell.desk import Desk
from ui.shell.records import RecordsPage
from ui.widgets.fields import ChoiceBox
from ui.widgets.people_words import MODES, SHORT_PROGRAMS, born_text, needs_text
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

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
    kinds: ClassVar[frozenset[str]] = frozenset({"member", "member_paper", "place"})
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
        super().__init__(desk, lambda: MemberRoom(desk), table)
        self._order.edited.connect(self.read_list)
        self.lay_out()

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

    def help_text(self) -> str:
        """Say what the page is for."""
        return (
            "Type any part of a name, a birth date, telephone digits or a member ID. Down and"
            " Enter open the record, Insert begins a new one, Ctrl+Enter saves, Esc goes back and"
            " keeps what you typed. Who opens a record is noted in its history."
        )
