"""What a dispatcher does in the window, step by step, by keys alone."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.e2e.person import Person
from tests.reports.reading import text
from ui.shell.first_start import FirstStart
from ui.shell.recovery import RecoveryCode

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
    person.settle()
    person.picture("map-chosen")
    person.to("Build the map")
    person.press(Key.Key_Return)
    person.picture("map-building")
    person.settle()
    person.wait(lambda: person.notice() == "The map is built and in use.")
    person.picture("map-built")


def new_member(person: Person, county: County) -> None:
    person.alt(Key.Key_8)
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
    person.alt(Key.Key_9)
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
    person.alt(Key.Key_0)
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
    assert person.sees("The care is out of the state")
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
