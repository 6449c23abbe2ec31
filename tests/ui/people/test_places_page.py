"""The Places page: addresses become points, questions are asked, a pin set by hand stays."""

import pytest
from PySide6.QtCore import Qt

from nemt_desk.geo import Answer, Match, Precision
from nemt_desk.ground.errors import InputError
from nemt_desk.places import queries
from nemt_desk.places.rows import PinSource, PlaceKind
from nemt_desk.places.rules import Pin
from tests.factories import ACTOR, place_entry
from tests.ui.hands import press
from tests.ui.people.conftest import FakeMap, People
from ui.places.find import find
from ui.widgets.locate import PinField, pin_words, typed_pin

ONE = Match(47.21, -93.55, "1601 Golf Course Rd, Grand Rapids 55744", Precision.RANGE, 96.0)
TWO = (
    Match(47.31, -93.42, "12 Main St, Bovey", Precision.POINT, 90.0),
    Match(47.51, -93.22, "12 Main St, Marble", Precision.RANGE, 89.0, "Read as Main St."),
)
ROUGH = Match(47.5, -93.2, "Main St, Keewatin", Precision.STREET, 80.0, "No such number.")
MAP = {
    "9 Main": Answer((ROUGH,)),
    "1601 Golf": Answer((ONE,)),
    "12 Main": Answer(TWO, "Several places fit. Choose one, or add the town or ZIP."),
}


def _begin(people: People) -> PinField:
    people.page("places")
    people.press(Qt.Key.Key_Insert)
    people.fill("name", "Lakeside Clinic")
    pin = people.pane().fields.widget("pin")
    assert isinstance(pin, PinField)
    return pin


def test_an_address_is_found_as_it_is_left(people: People) -> None:
    people.office.map = FakeMap(MAP)
    pin = _begin(people)
    people.fill("address", "1601 Golf Course Road")
    people.fill("city", "Grand Rapids")

    assert pin.words.text() == "On the map: address range, about 20 m · 47.21000, -93.55000"
    people.save()
    key = people.pane().key
    assert key is not None
    with people.built.store.read() as session:
        kept = queries.place(session, key)
    assert (kept.point, kept.pin_source) == ((47.21, -93.55), PinSource.RANGE)


def test_a_places_fax_is_typed_and_kept(people: People) -> None:
    people.office.map = FakeMap(MAP)
    _begin(people)
    people.fill("address", "1601 Golf Course Road")
    people.fill("city", "Grand Rapids")
    people.fill("fax", "218 555 0188")
    people.save()
    key = people.pane().key
    assert key is not None
    with people.built.store.read() as session:
        assert queries.place(session, key).fax == "2185550188"
    assert people.text("fax") == "218-555-0188"
    people.fill("fax", "12")
    people.save()
    assert "telephone" in people.problem("fax") or "number" in people.problem("fax")


def test_a_question_is_asked_and_answered_by_keys(people: People) -> None:
    people.office.map = FakeMap(MAP)
    pin = _begin(people)
    people.fill("address", "12 Main St")

    assert pin.candidates.lines() == [
        "12 Main St, Bovey · house point, about 10 m",
        "12 Main St, Marble · address range, about 20 m · Read as Main St.",
    ]
    people.save()
    assert "Several places fit" in people.pane().banner.text()

    press(pin.candidates, Qt.Key.Key_Down)
    press(pin.candidates, Qt.Key.Key_Return)
    assert pin.value() == Pin(47.51, -93.22, PinSource.RANGE)
    people.save()
    assert people.pane().key is not None


def test_a_rough_match_is_never_taken_unasked(people: People) -> None:
    people.office.map = FakeMap(MAP)
    pin = _begin(people)
    people.fill("address", "9 Main St")
    assert pin.value() is None
    people.save()
    assert "only roughly" in people.pane().banner.text()
    assert people.window.focusWidget() is pin.candidates

    people.press(Qt.Key.Key_Return)
    people.save()
    assert people.pane().facts.facts()[0][0] == "rough_pin"


def test_an_address_nobody_knows_can_be_kept_without_a_pin(people: People) -> None:
    people.office.map = FakeMap()
    _begin(people)
    people.fill("address", "1 Nowhere Lane")
    people.save()
    assert "no such address" in people.pane().banner.text()
    people.save()

    assert people.pane().key is not None
    assert people.pane().facts.facts()[0][0] == "no_pin"


def test_a_pin_set_by_hand_stays_when_the_address_changes(people: People) -> None:
    people.office.map = FakeMap(MAP)
    pin = _begin(people)
    pin.typed.setFocus()
    pin.typed.setText("47.5, -93.5")
    pin.typed.edited.emit()
    people.fill("address", "1601 Golf Course Road")
    assert pin.value() == Pin(47.5, -93.5, PinSource.PIN)
    assert "by hand" in pin.doubt.text()

    pin.find_button.click()
    assert pin.value() == Pin(47.21, -93.55, PinSource.RANGE)


def test_another_address_without_a_map_loses_the_old_pin(people: People) -> None:
    key = people.built.places.add(ACTOR, place_entry()).id
    people.page("places").open_record(key)
    people.fill("address", "99 Other Road")
    pin = people.pane().fields.widget("pin")
    assert isinstance(pin, PinField)

    assert pin.value() is None
    assert "no map yet" in pin.doubt.text()


def test_the_same_place_is_told_before_it_is_saved(people: People) -> None:
    people.built.places.add(ACTOR, place_entry())
    _begin(people)
    people.fill("address", "1601 Golf Course Road")
    people.fill("city", "Grand Rapids")
    people.save()

    assert "the same address and a similar name" in people.pane().banner.text()


def test_a_home_is_listed_on_request_and_stays_a_home(people: People) -> None:
    home = place_entry(kind=PlaceKind.HOME, name="", address="27614 County Road 63")
    key = people.built.places.add(ACTOR, home).id
    page = people.page("places")
    assert page.table.model.total() == 0

    page.open_record(key)
    people.fill("entrance", "Back door")
    people.save()
    with people.built.store.read() as session:
        kept = queries.place(session, key)
    assert (kept.kind, kept.entrance) == (PlaceKind.HOME, "Back door")


def test_a_pin_moved_elsewhere_is_taken_into_the_open_record(people: People) -> None:
    key = people.built.places.add(ACTOR, place_entry()).id
    people.page("places").open_record(key)
    desk = people.window.desk
    assert desk is not None
    desk.did(people.built.places.move_pin(ACTOR, key, 47.4, -93.4))
    people.settle()

    pin = people.pane().fields.widget("pin")
    assert isinstance(pin, PinField)
    assert pin.value() == Pin(47.4, -93.4, PinSource.PIN)


def test_the_finder_finds_places_by_their_beginnings(people: People) -> None:
    people.built.places.add(ACTOR, place_entry())
    assert people.window.desk is not None
    found = find(people.window.desk, "lakes")

    assert [(one.text, one.page_id, one.kind) for one in found] == [
        ("Lakeside Clinic", "places", "place")
    ]


@pytest.mark.parametrize("typed", ["47", "north, west", "97, 10", "47, -193", "nan, 1"])
def test_what_is_no_point_is_asked_back(typed: str) -> None:
    with pytest.raises(InputError, match="latitude"):
        typed_pin(typed)


def test_pins_in_words() -> None:
    assert typed_pin("47.2372 -93.5302") == Pin(47.2372, -93.5302, PinSource.PIN)
    assert "No pin" in pin_words(None)
    assert "rough" in pin_words(Pin(47.0, -93.0, PinSource.TOWN))
