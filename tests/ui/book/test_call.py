"""The call: who calls, several trips in one call, text messages, closing it."""

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nemt_desk.members import queries as members
from nemt_desk.members.rows import MemberEntry
from nemt_desk.trips import queries as trips
from nemt_desk.trips.rows import CompanionKind
from tests.factories import ACTOR
from tests.ui.book.conftest import BookOffice, Hands, call_ann, rides
from tests.ui.hands import CTRL
from ui.book.call.draft import Caller

if TYPE_CHECKING:
    from nemt_desk.members.rows import Member
    from nemt_desk.trips.rows import Trip

KEY = Qt.Key
DAY = date(2026, 12, 1)


def last_trip(office: BookOffice) -> "Trip":
    with office.store.read() as session:
        return trips.last_trips(session, office.ids["ann"], limit=1)[0]


def ann(office: BookOffice) -> "Member":
    with office.store.read() as session:
        return members.member(session, office.ids["ann"])


def test_the_same_again_on_another_day_in_one_call(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_Return, CTRL)
    before = hands.pressed
    hands.key(KEY.Key_F6)
    hands.type("12/3")
    hands.key(KEY.Key_Return, CTRL)
    assert hands.pressed - before <= 6
    assert (rides(book_office, DAY), rides(book_office, date(2026, 12, 3))) == (2, 2)
    told = hands.page.parts.so_far.text().splitlines()
    assert [line[:12] for line in told] == ["1. Tue 1 Dec", "2. Thu 3 Dec"]
    assert not hands.page.has_unsaved()
    hands.key(KEY.Key_Z, CTRL)  # what is taken back leaves the list
    assert hands.page.parts.so_far.text().startswith("1. Tue 1 Dec")
    assert "Thu 3 Dec" not in hands.page.parts.so_far.text()


def test_another_trip_of_the_same_caller_keeps_who_calls(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    hands.alt("l")
    hands.type("p")  # parent
    hands.key(KEY.Key_Tab)
    hands.type("Kim Berg")
    hands.alt("k")
    hands.type("2185550199")
    hands.key(KEY.Key_Return, CTRL)
    kept = last_trip(book_office)
    assert (kept.asked_by, kept.caller_relation) == ("Kim Berg", "parent")
    assert kept.caller_phone == "2185550199"
    hands.alt("f")
    hands.tell(qtbot, "dental", "bridge", "12/4", "900")
    hands.key(KEY.Key_Return, CTRL)
    assert len(hands.page.booking.booked) == 2
    assert last_trip(book_office).asked_by == "Kim Berg"
    # The next call is another caller's.
    hands.take("nguyen")
    assert hands.page.booking.draft.caller == Caller()
    assert hands.page.parts.so_far.isHidden()


def test_a_call_back_number_that_is_none_is_said(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    hands.alt("l")
    hands.type("g")  # guardian
    hands.alt("k")
    hands.type("55")
    hands.key(KEY.Key_Return, CTRL)
    assert hands.focus is hands.page.parts.caller.phone
    assert hands.page.parts.caller.phone.text() == "55"
    assert hands.page.booking.booked == ()


def test_text_messages_are_agreed_to_with_one_key(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    assert "text messages: not agreed" in hands.page.parts.card.text()
    hands.key(KEY.Key_F9)
    assert ann(book_office).text_consent_on == date(2026, 11, 24)
    assert "text messages: agreed Tue 24 Nov 2026" in hands.page.parts.card.text()
    assert hands.page.form.service.code() == "dialysis"  # nothing typed is lost
    hands.key(KEY.Key_F9)
    assert ann(book_office).text_consent_on is None


def test_language_and_tty_stand_on_the_card(hands: Hands, book_office: BookOffice) -> None:
    with book_office.store.read() as session:
        known = members.member(session, book_office.ids["oja"])
        home = members.home_of(session, known)
    entry = MemberEntry.of(known, home)
    book_office.members.change(
        ACTOR, known.id, replace(entry, language="Ojibwe", uses_tty=True, papers=None)
    )
    hands.take("oja")
    card = hands.page.parts.card.text()
    assert "speaks Ojibwe" in card
    assert "uses a TTY" in card


def test_closing_a_call_that_is_saved_asks_nothing(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_Return, CTRL)
    hands.key(KEY.Key_N, CTRL)
    assert hands.page.who.text() == ""
    assert hands.page.parts.so_far.isHidden()
    assert hands.focus is hands.page.who


def test_an_open_call_with_bookings_comes_back_whole(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_Return, CTRL)
    hands.key(KEY.Key_F6)
    hands.alt("o")
    hands.type("calls again")
    hands.key(KEY.Key_N, CTRL)
    assert hands.page.parts.so_far.isHidden()
    hands.key(KEY.Key_Z, CTRL)
    assert hands.page.parts.so_far.text().startswith("1. Tue 1 Dec")
    assert hands.page.form.office_note.text() == "calls again"


def test_without_a_member_nothing_happens(hands: Hands) -> None:
    for key in (KEY.Key_F6, KEY.Key_F9):
        hands.key(key)
        assert "not possible" in hands.said()
    assert hands.page.booking.is_empty


def test_a_booked_trip_is_changed_in_places_and_companions_as_one_act(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_Return, CTRL)
    before = last_trip(book_office)
    hands.key(KEY.Key_F4)
    hands.settle(qtbot)
    assert "Changing the trip of Tue 1 Dec" in hands.page.parts.changing.text()
    assert not hands.page.call.verdict.warnings  # it does not collide with itself
    hands.alt("h")
    hands.key(KEY.Key_A, CTRL)
    hands.type("bridge")
    hands.key(KEY.Key_Return)
    hands.alt("i")
    hands.type("p")  # parent
    hands.key(KEY.Key_Tab)
    hands.key(KEY.Key_Tab)
    hands.type("t")  # takes part in decisions
    hands.settle(qtbot)
    hands.key(KEY.Key_Return, CTRL)
    after = last_trip(book_office)
    assert after.id != before.id
    assert after.place_id == book_office.ids["pharmacy"]
    assert [one.kind for one in after.companions] == [CompanionKind.PARENT]
    assert hands.page.parts.changing.isHidden()
    with book_office.store.read() as session:
        assert not any(ride.is_open for ride in trips.trip(session, before.id).rides)
    hands.key(KEY.Key_Z, CTRL)
    assert last_trip(book_office).id == before.id


def test_the_other_times_of_a_booked_trip_move_along_with_its_appointment(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    form = hands.page.form
    form.pickup.setFocus()
    hands.key(KEY.Key_A, CTRL)
    hands.type("940")  # earlier than computed: it is kept as typed
    hands.key(KEY.Key_Return, CTRL)
    hands.key(KEY.Key_F4)
    hands.settle(qtbot)
    assert form.pickup.typed() == time(9, 40)
    hands.alt("t")
    hands.key(KEY.Key_A, CTRL)
    hands.type("1p")
    hands.settle(qtbot)
    assert form.pickup.typed() == time(12, 10)
    home = hands.page.booking.plan().return_at
    assert home is not None
    assert book_office.time.local(home).time() == time(17, 0)
    form.pickup.setFocus()
    hands.key(KEY.Key_A, CTRL)
    hands.type("1145a")
    hands.alt("t")
    hands.key(KEY.Key_A, CTRL)
    hands.type("2p")
    assert form.pickup.typed() == time(11, 45)  # typed now: it stays


def test_times_that_can_not_be_are_said_while_they_are_typed(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    form = hands.page.form
    form.return_time.setFocus()
    hands.key(KEY.Key_A, CTRL)
    hands.type("9a")
    hands.settle(qtbot)
    assert "The return begins before" in hands.page.parts.decision.text()


def test_a_change_that_was_put_away_is_still_a_change_when_it_comes_back(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_Return, CTRL)
    hands.key(KEY.Key_F4)
    hands.type("12/3")
    hands.key(KEY.Key_N, CTRL)
    assert hands.page.parts.changing.isHidden()
    hands.key(KEY.Key_Z, CTRL)
    hands.settle(qtbot)
    hands.key(KEY.Key_Return, CTRL)
    with book_office.store.read() as session:
        open_rides = [ride for ride in trips.rides_on(session, DAY) if ride.is_open]
    assert open_rides == []
    assert rides(book_office, date(2026, 12, 3)) == 2


def test_without_a_trip_to_come_there_is_nothing_to_change(hands: Hands, qtbot: QtBot) -> None:
    hands.take("oja")
    hands.key(KEY.Key_F4)
    assert "no trip to come" in hands.said()
    assert hands.page.booking.changing is None
