"""The main job in the window by keys alone, from nothing to the saved trip log, on real maps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from nemt_desk.logs.attestations import DRIVER_ATTESTATION, MEMBER_ATTESTATION
from tests.e2e.commands import working_day
from tests.e2e.person import Person
from tests.reports.reading import text
from ui.app import entrance
from ui.shell.first_start import FirstStart
from ui.shell.recovery import RecoveryCode
from ui.shell.window import MainWindow
from ui.theme.palette import Scheme
from ui.theme.theme import BODY_POINTS, theme

Key = Qt.Key
CLINIC = "<Tom> & Söhne"
PASSWORD = "the bus leaves at nine"
CREDENTIALS = ("Driver's licence", "Car insurance", "Background", "Exclusion", "Driving record")


@dataclass(frozen=True)
class County:
    """A real map and addresses that lie on it."""

    name: str
    file: str
    town: str
    state: str
    home: str
    clinic: str
    driver: str


COLUMBUS = County(
    "columbus", "osm/columbus_oh_2015.osm.pbf", "Columbus", "OH",
    home="175 Eighteenth Avenue", clinic="850 Goodale Boulevard", driver="1265 Koebel Road",
)  # fmt: skip
PERQUIMANS = County(
    "perquimans", "geo/tl_2020_37143_edges.zip", "Hertford", "NC",
    home="103 Rollings Ln", clinic="150 E Market St", driver="121 Woods St",
)  # fmt: skip


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


def start(person: Person) -> None:
    """The first start, typed; then the recovery code."""
    person.wait(lambda: isinstance(person.window.cover, FirstStart))
    assert person.at == "Agency name"
    person.ctrl(Key.Key_Return)
    person.wait(lambda: person.sees("Type the agency's name"))
    assert person.at == "Agency name"
    person.picture("first-start")
    person.fill("Agency", "Perch County Rides")
    person.choose("State pack", "Minnesota")
    person.choose("Time zone", "Eastern")
    person.fill("Your name", "A. Coordinator")
    person.fill("Sign in", "anna")
    person.fill("Password", PASSWORD)
    person.fill("Password again", PASSWORD[:-1])
    person.ctrl(Key.Key_Return)
    person.wait(lambda: person.sees("The two passwords differ"))
    assert person.at == "Password again"
    person.ctrl(Key.Key_A)
    person.type(PASSWORD)
    person.picture("first-start-typed")
    person.ctrl(Key.Key_Return)
    person.wait(lambda: isinstance(person.window.cover, RecoveryCode))
    person.picture("recovery-code")
    person.tick("I have")
    person.to("Go on")
    person.press(Key.Key_Return)
    person.wait(lambda: person.window.frame is not None)
    person.settle()
    person.picture("today-empty")


def build_map(person: Person, file: Path) -> None:
    person.ctrl(Key.Key_K)
    person.type("build the map")
    person.picture("find-build")
    person.press(Key.Key_Return)
    person.picture("office-map")
    person.to("Choose files")
    person.press(Key.Key_Space)
    person.wait(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    person.type(str(file))
    person.picture("file-dialog")
    person.press(Key.Key_Return)
    person.wait_dialog_gone()
    person.picture("map-chosen")
    person.to("Build the map")
    person.press(Key.Key_Return)
    person.picture("map-building")
    person.settle()
    assert person.notice() == "The map is built and in use."
    person.picture("map-built")


def new_member(person: Person, county: County) -> None:
    person.alt(Key.Key_7)
    person.settle()
    person.press(Key.Key_Insert)
    person.ctrl(Key.Key_Return)
    assert person.at == "Last name"  # forgotten: said beside it
    person.picture("member-forgotten")
    person.type("Waŋblí")
    person.fill("First name", "Wičháša")
    person.fill("Born", "2/1/1950")
    person.fill("Phone", "2185550142")
    person.fill("Member ID", "01234567")
    person.fill("Address", county.home)
    person.fill("Town", county.town)
    person.fill("State", county.state)
    person.press(Key.Key_Tab)
    person.picture("member-address")
    assert person.sees("On the map: ")
    person.choose("Program", "MA")
    person.fill("Eligible from", "1/1/2024")
    person.fill("County", "Itasca")
    person.choose("Mode", "2")
    person.fill("Driver sees", "Ring twice & wait")
    person.picture("member-typed")
    person.ctrl(Key.Key_Return)
    person.settle()
    assert person.notice().startswith("Added"), person.notice()
    person.picture("member-saved")
    person.press(Key.Key_Escape)
    person.settle()
    person.picture("members")


def new_driver(person: Person, county: County) -> None:
    person.alt(Key.Key_8)
    person.settle()
    person.press(Key.Key_Insert)
    person.type("O'Neal-Ruíz")
    person.fill("First name", "José")
    person.fill("Phone", "218.555.0150")
    person.fill("UMPI", "A123456789")
    person.fill("Address", county.driver)
    person.fill("Town", county.town)
    person.fill("State", county.state)
    person.fill("Recognized on", "1/15/2024")
    person.tick("Open to all members")
    person.fill("Monday, hours", "6-18")
    for day in ("Tuesday", "Wednesday", "Thursday", "Friday"):
        person.fill(f"{day}, hours", "=")
    person.tick("Add a car")
    person.type("grey Toyota Sienna")
    person.fill("Plate, car 1", "abc 123")
    person.fill("Seats, car 1", "4")
    for number, kind in enumerate(CREDENTIALS, 1):
        person.tick("Add a credential")
        person.choose(f"Kind (* needed), credential {number}", kind)
        person.fill(f"Last good day, credential {number}", "12/31/2049")
    person.picture("driver-typed")
    person.ctrl(Key.Key_Return)
    person.settle()
    assert person.notice().startswith("Added"), person.notice()
    person.picture("driver-saved")


def new_place(person: Person, county: County) -> None:
    person.alt(Key.Key_9)
    person.settle()
    person.press(Key.Key_Insert)
    person.type(CLINIC)
    person.choose("Kind", "Dialysis")
    person.fill("Phone", "2185550160")
    person.fill("Address", county.clinic)
    person.fill("Town", county.town)
    person.fill("State", county.state)
    person.ctrl(Key.Key_Return)
    person.settle()
    assert person.notice().startswith("Added"), person.notice()
    person.picture("place-saved")


def call(person: Person, day: date) -> str:
    """Take a call for dialysis with a will-call return; return the routed miles."""
    person.press(Key.Key_F2)
    person.type("0142 wic")
    person.picture("book-typeahead")
    person.press(Key.Key_Return)
    person.type("dial")
    person.press(Key.Key_Return)
    person.fill("Where to", "tom so")
    person.picture("book-place")
    person.press(Key.Key_Return)
    person.fill("Day of the appointment", f"{day:%m/%d/%Y}")
    person.fill("Appointment time", "1030")
    person.to("scheduled")
    person.press(Key.Key_Right)
    person.settle()
    person.wait(lambda: person.sees(", routed"))
    person.picture("book-typed")
    return next(said for said in person.texts() if said.endswith(", routed")).partition(" mi")[0]


def book(person: Person, day: date) -> str:
    """Book it, and go on to the board; return the routed miles."""
    miles = call(person, day)
    person.press(Key.Key_F5)
    person.settle()
    # Minnesota pays no ride in Ohio without a paper: nothing is lost, the reason is asked for.
    assert person.page_id == "book"
    assert person.at == "Reason for the override"
    assert person.sees("The ride goes out of the state")
    person.picture("book-needs-paper")
    person.type("Paper is on its way, says the county")
    person.press(Key.Key_F5)
    person.settle()
    assert person.page_id == "board", person.notice()
    person.picture("board-unassigned")
    return miles


def assign(person: Person) -> None:
    person.press(Key.Key_A)
    person.type("on")
    person.settle()
    person.picture("board-who")
    person.press(Key.Key_Return)
    person.settle()
    person.picture("board-assigned")
    person.press(Key.Key_P)
    person.settle()
    person.picture("board-published")


def print_papers(person: Person, folder: Path) -> dict[str, str]:
    """Save run sheets and trip logs as files; return what stands in them."""
    person.ctrl(Key.Key_P)
    person.settle()
    assert person.page_id == "logs"
    said = {}
    for kind in ("run-sheets", "trip-logs"):
        person.picture(kind)
        person.ctrl(Key.Key_S)
        person.wait(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        file = folder / f"{kind}.pdf"
        person.ctrl(Key.Key_A)
        person.type(str(file))
        person.press(Key.Key_Return)
        person.wait_dialog_gone()
        person.wait(file.exists)
        said[kind] = text(file.read_bytes())
        person.press(Key.Key_F8)
        person.settle()
    return said


def lock_and_unlock(person: Person) -> None:
    person.ctrl(Key.Key_L)
    person.wait(lambda: person.window.is_locked)
    person.type("the bus leaves at ten")
    person.press(Key.Key_Return)
    person.wait(lambda: person.sees("That name and password do not open this office"))
    person.picture("locked")
    person.type(PASSWORD)
    person.press(Key.Key_Return)
    person.wait(lambda: not person.window.is_locked)


def verify(person: Person) -> None:
    person.ctrl(Key.Key_K)
    person.type("audit")
    person.press(Key.Key_Return)
    person.to("Check the trail now")
    person.press(Key.Key_Return)
    person.settle()
    person.picture("audit")
    assert person.sees("the chain is whole")


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
    person.alt(Key.Key_6)
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
