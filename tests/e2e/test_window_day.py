"""The main job in the window by keys alone, from nothing to the saved trip log, on real maps."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nemt_desk.logs.attestations import DRIVER_ATTESTATION, MEMBER_ATTESTATION
from tests.e2e.commands import working_day
from tests.e2e.person import Person
from tests.e2e.steps import (
    CLINIC,
    COLUMBUS,
    PASSWORD,
    PERQUIMANS,
    County,
    assign,
    book,
    build_map,
    call,
    lock_and_unlock,
    new_driver,
    new_member,
    new_place,
    print_papers,
    start,
    verify,
)
from ui.app import entrance
from ui.shell.window import MainWindow
from ui.theme.palette import Scheme
from ui.theme.theme import BODY_POINTS, theme

Key = Qt.Key


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    window = MainWindow(entrance(tmp_path / "office"))
    window.resize(1366, 768)
    window.begin()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Person(qtbot, window)
    window.close_anyhow()
    window.deleteLater()


@pytest.mark.slow
@pytest.mark.serial
@pytest.mark.parametrize("county", [COLUMBUS, PERQUIMANS], ids=lambda county: county.name)
def test_a_day_by_keys_alone(
    county: County, person: Person, shared_data: Path, tmp_path: Path
) -> None:
    person.tag = f"{county.name}-"
    start(person)
    build_map(person, shared_data / county.file)
    new_member(person, county)
    new_driver(person, county)
    new_place(person, county)
    miles = book(person, working_day())
    assign(person)
    papers = print_papers(person, tmp_path)
    for said in papers.values():
        for words in ("Wičháša", "Waŋblí", CLINIC, "O'Neal-Ruíz", "ABC 123", county.home):
            assert words in said
    assert "Ring twice & wait" in papers["run-sheets"]
    assert DRIVER_ATTESTATION in papers["trip-logs"]
    assert MEMBER_ATTESTATION in papers["trip-logs"]
    assert f"direct route {miles} miles" in papers["trip-logs"]
    lock_and_unlock(person)
    verify(person)


# --- a day on which things go wrong --------------------------------------------------------------


def undo_a_booking(person: Person, day: date) -> None:
    call(person, day)
    person.ctrl(Key.Key_O)
    person.type("Paper is on its way")
    person.ctrl(Key.Key_Return)
    person.settle()
    assert person.notice().startswith("Booked a trip")
    assert person.at == "Member"
    person.ctrl(Key.Key_Z)
    person.settle()
    assert person.is_in_view()  # at large text too, where the page had been scrolled down
    person.picture("booking-undone")
    assert person.notice().startswith("Took back")
    person.ctrl(Key.Key_Y)
    person.settle()


def override_what_does_not_fit(person: Person) -> None:
    person.press(Key.Key_A)
    person.type("on")
    person.settle()
    person.picture("board-does-not-fit")
    person.press(Key.Key_Return)
    person.press(Key.Key_Return)
    assert person.sees("Type the reason first")
    person.picture("board-why")
    person.type("He said on the phone that he drives this once")
    person.press(Key.Key_Return)
    person.settle()
    person.picture("board-overridden")
    assert person.notice().startswith("Put 1 ride on")  # its return stays free: it would not fit


def record_a_complaint(person: Person) -> None:
    person.alt(Key.Key_7)
    person.press(Key.Key_Insert)
    person.ctrl(Key.Key_Return)
    person.picture("complaint-forgotten")
    assert person.at == "Summary"
    person.type("The car came an hour late")
    person.choose("How", "Telephone")
    person.fill("Name", "Her sister")
    person.fill("Member", "wic")
    person.press(Key.Key_Return)
    person.ctrl(Key.Key_Return)
    person.settle()
    person.picture("complaint")
    assert person.sees("The car came an hour late")
    person.press(Key.Key_F6)
    person.type("Rang the driver")
    person.picture("complaint-step")
    person.to("Add as a step")
    person.press(Key.Key_Return)
    person.settle()
    person.picture("complaint-step-written")
    assert person.sees("Rang the driver")


def back_up(person: Person) -> None:
    person.ctrl(Key.Key_K)
    person.type("backups")
    person.press(Key.Key_Return)
    person.settle()
    person.to("Back up now")
    person.press(Key.Key_Return)
    person.settle()
    person.picture("backed-up")
    assert person.sees("This backup would bring the office back")


def restore_the_backup(person: Person) -> None:
    person.to("Restore this backup")
    person.press(Key.Key_Return)
    assert person.window.desk is None
    person.wait_dialog_gone()
    person.picture("restore")
    assert person.at == "Name"
    person.type("anna")
    person.press(Key.Key_Return)
    person.type("the bus leaves at ten")
    person.press(Key.Key_Return)
    person.wait(lambda: person.sees("password"))
    person.type(PASSWORD)
    person.press(Key.Key_Return)
    person.wait(lambda: person.window.desk is not None)
    person.settle()
    person.picture("restored")
    assert person.notice().startswith("Restored office-")


def find_by_phone(person: Person) -> None:
    person.ctrl(Key.Key_K)
    person.type("555 0142")
    person.picture("find-phone")
    person.press(Key.Key_Return)
    person.settle()
    assert person.page_id == "members"
    assert person.at == "Last name"
    assert person.sees("Waŋblí, Wičháša")


@pytest.fixture
def _dark_at_200_percent(qapp: QApplication) -> Iterator[None]:
    theme().apply(qapp, Scheme.DARK, 2 * BODY_POINTS)
    yield
    theme().apply(qapp, Scheme.LIGHT, BODY_POINTS)


@pytest.mark.slow
@pytest.mark.serial
@pytest.mark.usefixtures("_dark_at_200_percent")
def test_what_goes_wrong_is_put_right_by_keys_alone(person: Person, shared_data: Path) -> None:
    person.tag = "wrong-"
    start(person)
    build_map(person, shared_data / PERQUIMANS.file)
    new_member(person, PERQUIMANS)
    new_driver(person, PERQUIMANS)
    new_place(person, PERQUIMANS)
    undo_a_booking(person, working_day())
    book(person, working_day() + timedelta(days=3))  # a Saturday: the driver drives Mon to Fri
    override_what_does_not_fit(person)
    record_a_complaint(person)
    back_up(person)
    restore_the_backup(person)
    find_by_phone(person)
    lock_and_unlock(person)
    verify(person)
