"""The page by keys alone: nothing typed is lost, everything is said."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nemt_desk.trips import queries as trips
from nemt_desk.trips.rows import ReturnKind
from tests.ui.book.conftest import Board, BookOffice, Hands, call_ann, rides
from tests.ui.hands import CTRL

KEY = Qt.Key
DAY = date(2026, 12, 1)


def test_a_first_trip_by_keys_alone(hands: Hands, qtbot: QtBot, book_office: BookOffice) -> None:
    hands.type("2185550142")
    hands.key(KEY.Key_Return)
    hands.type("dial")
    hands.key(KEY.Key_Tab)
    hands.key(KEY.Key_Tab) if hands.focus is hands.page.form.service else None
    hands.type("itasca")
    hands.key(KEY.Key_Return)
    hands.alt("a")
    hands.type("12/1")
    hands.key(KEY.Key_Tab)
    hands.type("1030")
    hands.settle(qtbot)
    form = hands.page.form
    assert form.pickup.text() == "9:45 a.m."
    assert form.pickup.font().italic()
    assert form.pickup.accessibleDescription().startswith("computed")
    assert not form.appointment.font().italic()
    assert "routed" in form.way.text()
    assert "Allowed" in hands.page.parts.decision.text()
    hands.key(KEY.Key_Return, CTRL)
    assert rides(book_office, DAY) == 2


def test_a_typed_time_stays_when_others_move(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    form = hands.page.form
    hands.alt("p")
    hands.type("9:00")
    hands.alt("t")
    hands.type("11:00")
    hands.settle(qtbot)
    assert form.pickup.text() == "9:00 a.m."
    assert not form.pickup.font().italic()
    assert form.dropoff.text() == "9:35 a.m."
    # Emptied it is computed again.
    hands.alt("p")
    hands.key(KEY.Key_Delete)
    hands.key(KEY.Key_Tab)
    hands.settle(qtbot)
    assert form.pickup.text() == "10:15 a.m."


def test_a_refused_save_keeps_everything_and_says_where(hands: Hands, qtbot: QtBot) -> None:
    hands.type("schro")
    hands.key(KEY.Key_Return)
    hands.alt("v")
    hands.type("Blue door")
    hands.key(KEY.Key_Return, CTRL)
    form = hands.page.form
    assert "What is the ride for?" in form.lines.problem_of("service")
    assert "Which day" in form.lines.problem_of("day")
    assert hands.focus is form.service
    assert form.driver_note.text() == "Blue door"
    assert hands.page.who.text().startswith("Schroeder")
    # The words go as soon as somebody types on.
    hands.type("d")
    assert form.lines.problem_of("day") == ""


def test_an_unreadable_time_is_said_beside_it(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    hands.alt("t")
    hands.type("half ten")
    hands.key(KEY.Key_Return, CTRL)
    assert "no time of day" in hands.page.form.lines.problem_of("appointment")
    assert hands.page.form.appointment.text() == "half ten"


def test_emergency_words_stop_the_call_without_a_box(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    hands.alt("o")
    hands.type("has chest pain")
    hands.settle(qtbot)
    panel = hands.page.parts.emergency
    assert panel.isVisible()
    assert "dial 911" in panel.text()
    assert QApplication.activeModalWidget() is None
    hands.key(KEY.Key_Return, CTRL)
    assert rides(book_office, DAY) == 0
    assert "911" in hands.said()
    hands.alt("o")
    hands.type("no pain")
    hands.settle(qtbot)
    assert not panel.isVisible()


def test_emergency_words_count_beside_the_form_and_without_a_member(
    hands: Hands, qtbot: QtBot
) -> None:
    hands.key(KEY.Key_T, CTRL)
    hands.key(KEY.Key_Tab)
    hands.type("stroke")
    panel = hands.page.parts.emergency
    # Nobody presses anything: the page answers by itself.
    qtbot.waitUntil(panel.isVisible)
    assert hands.focus is hands.page.parts.turn_down.note


def test_what_is_typed_survives_leaving_locking_and_esc(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    hands.alt("o")
    hands.type("long way")
    hands.key(KEY.Key_Escape)
    page = hands.page
    hands.window.lock()
    hands.window._on_unlocked(None)  # noqa: SLF001 - as if the password was right
    frame = hands.window.frame
    assert frame is not None
    frame.go("board")
    assert page.has_unsaved()
    frame.go("book")
    assert page.form.office_note.text() == "long way"
    assert page.form.place.place is not None
    assert page.form.day.day() == DAY


def test_clearing_can_be_taken_back(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_N, CTRL)
    assert hands.page.booking.is_empty
    hands.key(KEY.Key_Z, CTRL)
    assert hands.page.who.text().startswith("Schroeder")
    assert hands.page.form.service.code() == "dialysis"


def test_save_and_find_goes_to_the_board_with_the_ride(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_F5)
    assert isinstance(hands.page, Board)
    kind, ride_id = hands.page.shown
    assert kind == "ride"
    with book_office.store.read() as session:
        assert ride_id in {ride.id for ride in trips.rides_on(session, DAY)}


def test_return_stops_companions_and_repeat_by_keys(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    form = hands.page.form
    hands.alt("s")
    hands.type("bridge")
    hands.key(KEY.Key_Return)
    hands.alt("i")
    hands.key(KEY.Key_P)  # picks “parent”
    hands.key(KEY.Key_Tab)
    hands.type("Kim")
    hands.key(KEY.Key_Tab)
    hands.key(KEY.Key_T)  # picks “takes part in decisions”
    hands.alt("u")
    hands.key(KEY.Key_Right)
    hands.alt("e")
    hands.type("Tue until 12/15")
    hands.settle(qtbot)
    draft = hands.page.booking.draft
    assert draft.return_kind is ReturnKind.WILL_CALL
    assert [one.name for one in draft.companions] == ["Kim"]
    assert len(draft.real_stops) == 1
    assert form.repeat_words.text().startswith("3 days, Tue 1 Dec 2026")
    hands.key(KEY.Key_Return, CTRL)
    assert rides(book_office, DAY) == 3
    assert rides(book_office, date(2026, 12, 15)) == 3
