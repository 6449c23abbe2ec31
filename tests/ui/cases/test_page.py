"""Complaints by keys: recorded while the caller tells it, followed, closed, nothing typed lost."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.cases import queries
from nemt_desk.cases.entry import CaseEntry
from nemt_desk.cases.rows import Case, CaseState
from nemt_desk.ground.ids import Id
from nemt_desk.office import Office
from tests.factories import TODAY
from tests.ui.hands import CTRL, press, type_in
from tests.ui.real import book, fill, make_office, open_window
from ui.cases.page import ComplaintsPage
from ui.shell.window import MainWindow


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.close()


def _record(office: Office, summary: str, due: int = 5) -> Id:
    day = TODAY - timedelta(days=9)
    entry = CaseEntry(summary=summary, received_on=day, due_on=TODAY + timedelta(days=due))
    return office.cases.record(office.actor, entry, office.time).id


def _open(qtbot: QtBot, office: Office) -> tuple[MainWindow, ComplaintsPage]:
    window = open_window(qtbot, office, "complaints=ui.cases.page:ComplaintsPage")
    assert window.frame is not None
    page = window.frame.page
    assert isinstance(page, ComplaintsPage)
    return window, page


def _cases(office: Office) -> list[Case]:
    with office.store.read() as session:
        return queries.cases(session, closed=True)


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_a_complaint_is_recorded_by_keys(qtbot: QtBot, office: Office) -> None:
    people = fill(office)
    book(office, people, TODAY, time(10))
    window, page = _open(qtbot, office)
    assert "Press Insert" in page.table.empty_text()
    press(window, Qt.Key.Key_Insert)
    type_in(_focus(), "Driver came 40 minutes late")
    page.form.member.setFocus()
    type_in(_focus(), "schro")
    press(_focus(), Qt.Key.Key_Return)
    assert page.form.ride.count() == 2
    page.form.ride.set_value(people.rides[0])
    press(window, Qt.Key.Key_Return, CTRL)
    (case,) = _cases(office)
    assert (case.member_id, case.ride_id) == (people.member, people.rides[0])
    assert not page.has_unsaved()
    assert page.head_text() == "1 open"
    press(window, Qt.Key.Key_Z, CTRL)
    assert _cases(office) == []


def test_what_is_missing_is_said_beside_its_field(qtbot: QtBot, office: Office) -> None:
    window, page = _open(qtbot, office)
    press(window, Qt.Key.Key_Insert)
    press(window, Qt.Key.Key_Return, CTRL)
    assert "one line" in page.form.form.problem_of("summary")


def test_the_first_case_due_is_shown_and_worked_by_keys(qtbot: QtBot, office: Office) -> None:
    _record(office, "Cold car")
    first = _record(office, "Late twice", due=-1)
    window, page = _open(qtbot, office)
    assert page.case is not None
    assert page.case.id == first
    assert page.head_text() == "2 open · 1 overdue"
    press(page.table.view, Qt.Key.Key_Return)
    type_in(_focus(), "Called the member back")
    page.steps.add.click()
    press(window, Qt.Key.Key_F6)
    page.steps.close_case.click()
    assert "how it ended" in page.steps.problem()
    type_in(_focus(), "Apologized; another driver")
    page.steps.close_case.click()
    (closed,) = [case for case in _cases(office) if case.id == first]
    assert closed.state is CaseState.CLOSED
    assert [step.text for step in closed.steps] == ["Called the member back"]
    assert [case.summary for case in page.table.model.rows()] == ["Cold car"]


def test_typed_text_is_never_lost_by_going_on(qtbot: QtBot, office: Office) -> None:
    first, second = _record(office, "Late twice", due=1), _record(office, "Cold car", due=9)
    window, page = _open(qtbot, office)
    page.steps.focus_text()
    type_in(_focus(), "Half a st")
    page.table.select(second)
    press(window, Qt.Key.Key_Insert)
    assert page.case is not None
    assert page.case.id == first
    assert page.steps.step_text() == "Half a st"
    assert window.desk is not None
    assert window.desk.notices.latest is not None
    assert "not saved" in window.desk.notices.latest.text
    press(window, Qt.Key.Key_Backspace, CTRL)
    page.table.focus_rows()
    press(page.table.view, Qt.Key.Key_Down)
    assert page.case.id == second
    assert page.steps.step_text() == ""


def test_a_new_case_being_typed_stays_when_others_change(qtbot: QtBot, office: Office) -> None:
    _record(office, "Late twice")
    window, page = _open(qtbot, office)
    press(window, Qt.Key.Key_Insert)
    type_in(_focus(), "Cold c")
    assert window.desk is not None
    case_id = _cases(office)[0].id
    window.desk.did(office.cases.add_step(office.actor, case_id, "Called back"))
    assert page.case is None
    assert page.form.form.values()["summary"] == "Cold c"


def test_another_page_can_show_a_closed_case_or_begin_one(qtbot: QtBot, office: Office) -> None:
    people = fill(office)
    case_id = _record(office, "Late twice")
    office.cases.close(office.actor, case_id, "Apologized", TODAY)
    _record(office, "Cold car")
    book(office, people, TODAY, time(10))
    window, page = _open(qtbot, office)
    assert window.desk is not None
    window.desk.go("complaints", "case_file", case_id)
    assert page.case is not None
    assert page.case.id == case_id
    window.desk.go("complaints", "ride", people.rides[0])
    assert page.case is None
    assert page.form.member.key == people.member
    assert page.form.ride.value() == people.rides[0]


def test_escape_goes_from_the_form_to_the_list(qtbot: QtBot, office: Office) -> None:
    _record(office, "Late twice")
    window, page = _open(qtbot, office)
    page.form.form.widget("summary").setFocus()
    press(window, Qt.Key.Key_Escape)
    assert page.table.view.hasFocus()
