"""Members and places that are not known yet, made without leaving the call."""

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nemt_desk.geo import Point, Precision, Suggested
from nemt_desk.members import queries as members
from nemt_desk.places.rows import PinSource
from tests.ui.book.conftest import BookOffice, Hands, call_ann
from tests.ui.hands import CTRL

KEY = Qt.Key
DAY = date(2026, 12, 1)


def test_a_new_member_is_made_without_leaving(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    hands.type("koski aino")
    hands.key(KEY.Key_Return)  # the list's only line: a new member
    panel = hands.page.parts.new_member
    assert panel.isVisible()
    assert (panel.last.text(), panel.first.text()) == ("Koski", "Aino")
    hands.key(KEY.Key_Return)
    assert "birth date" in panel.problem_of("birth_date")
    assert hands.focus is panel.born
    hands.type("2/1/1950")
    hands.key(KEY.Key_Tab)
    hands.type("2185550142")
    hands.key(KEY.Key_Tab)
    hands.key(KEY.Key_Tab)
    hands.type("12 Oak Street")
    hands.key(KEY.Key_Tab)
    hands.type("Bovey")
    hands.key(KEY.Key_Return)
    # Ann has this birth date and this telephone.
    assert "Schroeder, Ann M." in panel.warning.text()
    hands.key(KEY.Key_Return)
    assert not panel.isVisible()
    member = hands.page.booking.draft.member
    assert member is not None
    assert member.name == "Koski, Aino"
    assert hands.page.form.service.hasFocus()
    with book_office.store.read() as session:
        assert len(members.find_members(session, "koski")) == 1


def test_esc_closes_the_new_member_panel_and_keeps_its_text(hands: Hands, qtbot: QtBot) -> None:
    hands.key(KEY.Key_Insert)
    panel = hands.page.parts.new_member
    hands.type("Koski")
    hands.key(KEY.Key_Escape)
    assert not panel.isVisible()
    hands.key(KEY.Key_Insert)
    assert panel.last.text() == "Koski"


def test_a_new_place_is_made_in_the_line_where_it_is_needed(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    hands.alt("h")
    hands.key(KEY.Key_A, CTRL)
    hands.type("12 Oak St, Bovey MN 55709")
    hands.key(KEY.Key_Up)  # the last line of the list
    hands.key(KEY.Key_Return)
    panel = hands.page.parts.new_place
    assert (panel.address.text(), panel.city.text()) == ("12 Oak St", "Bovey")
    assert (panel.state.text(), panel.zip.text()) == ("MN", "55709")
    hands.type("Oak Clinic")
    hands.key(KEY.Key_Return)
    assert not panel.isVisible()
    assert hands.page.form.place.place is not None
    assert hands.page.form.place.text() == "Oak Clinic"


def test_a_new_places_address_is_taken_while_it_is_typed_and_keeps_its_point(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    house = Suggested("128 N Church St, Hertford 27944", Point(36.19, -76.46), Precision.POINT,
                      "128 N Church St", "", "Hertford", "27944")  # fmt: skip
    book_office.offered = (house,)
    call_ann(hands, qtbot)
    hands.alt("h")
    hands.key(KEY.Key_A, CTRL)
    hands.type("Oak Clinic")
    hands.key(KEY.Key_Up)  # the last line of the list
    hands.key(KEY.Key_Return)
    panel = hands.page.parts.new_place
    hands.type("128 N")
    hands.key(KEY.Key_Return)
    fields = (panel.address, panel.city, panel.state, panel.zip)
    assert [field.text() for field in fields] == ["128 N Church St", "Hertford", "NC", "27944"]
    assert "house on the map" in panel.found.text()
    hands.key(KEY.Key_Return)
    place = hands.page.form.place.place
    assert place is not None
    assert (place.point, place.pin_source) == ((36.19, -76.46), PinSource.POINT)
