"""Calls that were put away: none of them is ever lost, however they come back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nemt_desk.trips import queries as trips
from tests.ui.book.conftest import BookOffice, Hands, call_ann
from tests.ui.hands import CTRL

if TYPE_CHECKING:
    from ui.book.page import BookPage

KEY = Qt.Key


def put_ann_away(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_N, CTRL)


def begin_oja(hands: Hands, qtbot: QtBot) -> None:
    hands.take("oja")
    hands.type("dental")
    hands.key(KEY.Key_Return)
    hands.settle(qtbot)


def test_undo_puts_the_other_open_call_away_in_turn(hands: Hands, qtbot: QtBot) -> None:
    put_ann_away(hands, qtbot)
    begin_oja(hands, qtbot)
    page = hands.page
    hands.key(KEY.Key_Z, CTRL)
    assert page.who.text().startswith("Schroeder")
    assert "Ctrl+B" in hands.said()
    hands.key(KEY.Key_Y, CTRL)
    assert page.who.text().startswith("Oja")
    assert page.form.service.code() == "dental"
    hands.key(KEY.Key_Z, CTRL)
    assert page.who.text().startswith("Schroeder")
    assert page.form.service.code() == "dialysis"


def test_what_was_open_can_be_reached_after_the_other_call_was_booked(
    hands: Hands, qtbot: QtBot
) -> None:
    put_ann_away(hands, qtbot)
    begin_oja(hands, qtbot)
    page = hands.page
    hands.key(KEY.Key_Z, CTRL)
    hands.key(KEY.Key_Return, CTRL)  # Ann's is booked: there is nothing to do again any more
    assert len(page.booking.booked) == 1
    hands.key(KEY.Key_B, CTRL)
    assert page.who.text().startswith("Oja")
    assert page.form.service.code() == "dental"
    hands.key(KEY.Key_B, CTRL)
    assert "No other call" in hands.said()


def test_calls_come_back_in_turn_and_undo_does_not_bring_one_twice(
    hands: Hands, qtbot: QtBot
) -> None:
    put_ann_away(hands, qtbot)
    begin_oja(hands, qtbot)
    page = hands.page
    hands.key(KEY.Key_B, CTRL)
    assert page.who.text().startswith("Schroeder")
    hands.key(KEY.Key_B, CTRL)
    assert page.who.text().startswith("Oja")
    hands.key(KEY.Key_B, CTRL)
    hands.key(KEY.Key_Z, CTRL)  # that call is open already
    assert page.who.text().startswith("Schroeder")
    assert "not put away any more" in hands.said()
    hands.key(KEY.Key_B, CTRL)
    assert page.form.service.code() == "dental"


def test_the_notice_does_not_offer_what_was_done(hands: Hands, qtbot: QtBot) -> None:
    put_ann_away(hands, qtbot)
    assert "Undo brings it back" in hands.said()
    hands.key(KEY.Key_Z, CTRL)
    assert "Undo brings it back" not in hands.said()
    assert "is back" in hands.said()


def test_undo_on_another_page_shows_the_call_it_brings_back(hands: Hands, qtbot: QtBot) -> None:
    put_ann_away(hands, qtbot)
    begin_oja(hands, qtbot)
    page, frame = hands.page, hands.window.frame
    assert frame is not None
    frame.go("board")
    hands.key(KEY.Key_Z, CTRL)
    assert frame.page is page
    assert page.who.text().startswith("Schroeder")
    frame.go("board")
    hands.key(KEY.Key_Y, CTRL)
    assert frame.page is page
    assert page.who.text().startswith("Oja")


def test_coming_to_change_a_trip_puts_the_open_call_away(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_Return, CTRL)
    hands.key(KEY.Key_N, CTRL)
    with book_office.store.read() as session:
        trip = trips.last_trips(session, book_office.ids["ann"], limit=1)[0]
    begin_oja(hands, qtbot)
    page, frame = hands.page, hands.window.frame
    assert frame is not None
    frame.go("book", "trip", trip.id)
    assert page.who.text().startswith("Schroeder")
    assert page.booking.changing is not None
    assert "put away" in hands.said()
    hands.key(KEY.Key_B, CTRL)
    assert page.who.text().startswith("Oja")
    assert page.form.service.code() == "dental"


def test_coming_to_book_for_another_member_puts_the_open_call_away(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    page: BookPage = hands.page
    frame = hands.window.frame
    assert frame is not None
    frame.go("book", "member", book_office.ids["oja"])
    assert page.who.text().startswith("Oja")
    assert page.form.service.code() == ""
    hands.key(KEY.Key_B, CTRL)
    assert page.who.text().startswith("Schroeder")
    assert page.form.service.code() == "dialysis"
