"""Addresses offered while one is typed: taken by keys, never in the way of who types on."""

from PySide6.QtCore import Qt

from nemt_desk.geo import Point, Precision, Suggested
from nemt_desk.places import queries
from nemt_desk.places.rows import PinSource
from tests.ui.hands import press, type_in
from tests.ui.people.conftest import People
from ui.widgets.addressline import AddressLine
from ui.widgets.locate import PinField

HOUSE = Suggested(
    "128 N Church St, Hertford 27944", Point(36.19, -76.46), Precision.POINT, "128 N Church St",
    "4B", "Hertford", "27944",
)  # fmt: skip
ROAD = Suggested(
    "N Church St, Hertford 27944", Point(36.18, -76.45), Precision.STREET, "N Church St", "",
    "Hertford", "27944",
)  # fmt: skip
OWN = Suggested(
    "Church Clinic, 9 Oak St, Bovey", Point(47.3, -93.4), Precision.PIN, "9 Oak St", "", "Bovey",
    "55709", "Church Clinic", "MN",
)  # fmt: skip
OFFERED = (OWN, HOUSE, ROAD)


def _line(people: People) -> tuple[AddressLine, PinField]:
    people.office.suggest = lambda text: [
        one for one in OFFERED if text.casefold() in one.text.casefold()
    ]
    people.page("places")
    people.press(Qt.Key.Key_Insert)
    people.fill("name", "Lakeside")
    line, pin = (people.pane().fields.widget(name) for name in ("address", "pin"))
    assert isinstance(line, AddressLine)
    assert isinstance(pin, PinField)
    line.setFocus()
    return line, pin


def _texts(people: People) -> list[str]:
    return [people.text(name) for name in ("address", "unit", "city", "state", "zip")]


def _offered(line: AddressLine) -> list[str]:
    return [f"{one.text} · {one.detail}" for one in line.suggestions()]


def test_a_house_is_taken_whole_with_its_pin(people: People) -> None:
    line, pin = _line(people)
    type_in(line, "128 n")
    assert _offered(line) == ["128 N Church St, Hertford 27944 · house on the map"]
    press(line, Qt.Key.Key_Return)

    assert _texts(people) == ["128 N Church St", "4B", "Hertford", "NC", "27944"]
    assert pin.words.text() == "On the map: house point, about 10 m · 36.19000, -76.46000"
    asked: list[str] = []
    people.office.geocode = asked.append
    press(line, Qt.Key.Key_Tab)  # leaving the line asks nothing again
    assert asked == []
    people.save()
    key = people.pane().key
    assert key is not None
    with people.built.store.read() as session:
        kept = queries.place(session, key)
    assert (kept.point, kept.pin_source, kept.state) == ((36.19, -76.46), PinSource.POINT, "NC")


def test_down_chooses_another_and_the_offices_own_pin_is_a_house_point(people: People) -> None:
    line, pin = _line(people)
    type_in(line, "church")
    assert [one.split(" · ")[1] for one in _offered(line)] == [
        "the office's own pin", "house on the map", "street",
    ]  # fmt: skip
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Up)
    press(line, Qt.Key.Key_Return)
    assert _texts(people) == ["9 Oak St", "", "Bovey", "MN", "55709"]
    value = pin.value()
    assert getattr(value, "source", None) is PinSource.POINT  # it goes when the address changes


def test_typing_on_is_never_disturbed(people: People) -> None:
    line, pin = _line(people)
    for text, offered in (("128 N Ch", 1), ("urch Street 77", 0)):
        type_in(line, text)
        assert len(line.suggestions()) == offered
    assert line.text() == "128 N Church Street 77"
    line.clear()
    type_in(line, "church")
    press(line, Qt.Key.Key_Escape)
    assert (line.text(), line.is_open(), pin.value()) == ("church", False, None)
    type_in(line, " ")
    assert line.is_open()
    press(line, Qt.Key.Key_Tab)  # on to the next line: what was typed stays
    assert line.text() == "church "
    assert not line.is_open()
    assert _texts(people)[2:] == ["", "", ""]


def test_a_street_alone_waits_for_its_number(people: People) -> None:
    line, pin = _line(people)
    type_in(line, "n church st, h")
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)
    assert (line.text(), line.cursorPosition(), pin.value()) == ("N Church St", 0, None)
    assert people.text("city") == "Hertford"


def test_another_address_loses_the_pin_that_was_taken(people: People) -> None:
    line, pin = _line(people)
    type_in(line, "128 n")
    press(line, Qt.Key.Key_Return)
    people.fill("address", "5 Elm St")
    assert pin.value() is None


def test_members_and_drivers_are_offered_addresses_too(people: People) -> None:
    people.office.suggest = lambda _text: [HOUSE]
    for page in ("members", "drivers"):
        people.page(page)
        people.press(Qt.Key.Key_Insert)
        line = people.pane().fields.widget("home.address")
        line.setFocus()
        type_in(line, "128 n")
        press(line, Qt.Key.Key_Return)
        assert people.text("home.city") == "Hertford", page
