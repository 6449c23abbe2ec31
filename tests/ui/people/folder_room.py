"""A window on a real office with one member's folder, and hands for it."""

from dataclasses import dataclass
from datetime import time, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.ground.ids import Id
from nemt_desk.members import queries as members
from nemt_desk.members.paper_queries import papers_of
from nemt_desk.members.rows import PaperKind, PaperState, Program
from nemt_desk.office import Office
from nemt_desk.places import queries as places
from nemt_desk.trips import queries as trips
from nemt_desk.trips.asking import Asking, ask
from nemt_desk.trips.rows import LegRequest, Mileage, TripRequest
from tests.factories import NOW, TODAY, member_entry, place_entry
from tests.ui.hands import CTRL, PLAIN, press, type_in
from tests.ui.real import open_window, settle
from ui.members.folder import MemberFolder
from ui.members.page import MembersPage
from ui.shell.window import MainWindow
from ui.widgets.form import FieldForm

PAGE = "members=ui.members.page:MembersPage"
DAYS = [TODAY + timedelta(days=days) for days in (7, 14, 21)]


@dataclass
class Room:
    """The window with a member's folder, and hands for it."""

    qtbot: QtBot
    window: MainWindow
    office: Office
    member: Id

    @property
    def page(self) -> MembersPage:
        assert self.window.frame is not None
        assert isinstance(self.window.frame.page, MembersPage)
        return self.window.frame.page

    @property
    def folder(self) -> MemberFolder:
        assert self.page.folder is not None
        return self.page.folder

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)
        focus: QWidget | None = self.window.focusWidget()
        press(focus if focus is not None else self.window, key, modifier)
        settle(self.qtbot, self.window)

    @property
    def form(self) -> FieldForm:
        assert self.folder.form.deed is not None
        return self.folder.form.deed.form

    def typed(self) -> dict[str, object]:
        return self.form.values()

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def said(self) -> str:
        assert self.window.desk is not None
        latest = self.window.desk.notices.latest
        return latest.text if latest is not None else ""

    def save(self) -> None:
        self.press(Qt.Key.Key_Return, CTRL)

    def fill(self, name: str, text: str) -> None:
        assert self.folder.form.deed is not None
        field = self.folder.form.deed.form.widget(name)
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.selectAll()
        type_in(field, text)
        press(field, Qt.Key.Key_Tab)

    def looked(self) -> str:
        """Wait until it is said what the deed would change."""
        self.folder.form.look()
        settle(self.qtbot, self.window)
        return self.folder.form.change.text()

    def outcomes(self) -> list[str]:
        with self.office.store.read() as session:
            found = trips.last_trips(session, self.member, limit=20)
        return [one.outcome for one in sorted(found, key=lambda one: one.rides[0].day)]

    def papers(self) -> list[tuple[PaperKind, PaperState]]:
        with self.office.store.read() as session:
            return [(row.paper.kind, row.paper.state) for row in papers_of(session, self.member)]


def _book(office: Office, key: Id, clinic_id: Id) -> None:
    with office.store.read() as session:
        member = members.member(session, key)
        home, clinic = members.home_of(session, member), places.place(session, clinic_id)
    assert home is not None
    for day in DAYS:
        at = office.time.at(day, time(10))
        asking = Asking(
            member=member,
            settings=office.settings,
            asked_at=NOW,
            origin=home,
            destination=clinic,
            service="office_visit",
            appointment_at=at,
            direct_m=92_000.0,
        )
        way = Mileage(92_000.0, 80, "Valhalla", "3.8", "2026-10-01", "abc")
        leg = LegRequest(from_id=home.id, to_id=clinic.id, appointment_at=at, mileage=way)
        request = TripRequest(
            member_id=key,
            legs=(leg,),
            service="office_visit",
            decision=ask(asking).to_json(),
            asked=asking.kept_facts().to_json(),
            override_reason="The paper is asked for",
        )
        office.trips.book(office.actor, request)


def open_room(qtbot: QtBot, office: Office) -> Room:
    """Open the window on a member with three trips that need a paper."""
    entry = member_entry(program=Program.MA, county="Itasca", assessed_mode=2)
    key = office.members.add(office.actor, entry).id
    clinic = office.places.add(office.actor, place_entry()).id
    _book(office, key, clinic)
    window = open_window(qtbot, office, PAGE)
    assert window.desk is not None
    window.desk.go("members", "member", key)
    settle(qtbot, window)
    return Room(qtbot, window, office, key)
