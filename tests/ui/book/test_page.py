"""The page by keys alone: booked in a few strokes, nothing typed is lost, everything is said."""

import re
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.geo import Point, Precision, Suggested
from nemt_desk.members import queries as members
from nemt_desk.places.rows import PinSource
from nemt_desk.trips import queries as trips
from nemt_desk.trips.rows import ReturnKind
from tests.ui.book.conftest import Board, BookOffice, Hands
from tests.ui.hands import ALT, CTRL
from ui.theme.palette import Scheme
from ui.theme.theme import theme

KEY = Qt.Key
DAY = date(2026, 12, 1)


def said(hands: Hands) -> str:
    assert hands.window.desk is not None
    latest = hands.window.desk.notices.latest
    return latest.text if latest is not None else ""


def rides(office: BookOffice, day: date = DAY) -> int:
    with office.store.read() as session:
        return len(trips.rides_on(session, day))


def call_ann(hands: Hands, qtbot: QtBot) -> None:
    hands.type("schro")
    hands.key(KEY.Key_Return)
    hands.key(KEY.Key_F6)
    hands.settle(qtbot)


def test_a_repeat_trip_of_a_known_member_takes_at_most_25_keys(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    hands.type("schro")
    hands.key(KEY.Key_Return)
    hands.key(KEY.Key_F6)
    hands.type("12/3")
    hands.key(KEY.Key_Return, CTRL)
    assert rides(book_office, date(2026, 12, 3)) == 2
    assert hands.pressed <= 25
    assert said(hands).startswith("Booked")
    # Ready for the next call.
    assert hands.focus is hands.page.who
    assert hands.page.booking.is_empty
    assert hands.page.who.text() == ""
    hands.key(KEY.Key_Z, CTRL)
    assert rides(book_office, date(2026, 12, 3)) == 0


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
    assert rides(book_office) == 2


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
    assert rides(book_office) == 0
    assert "911" in said(hands)
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
    panel = hands.page.form.new_place
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
    panel = hands.page.form.new_place
    hands.type("128 N")
    hands.key(KEY.Key_Return)
    fields = (panel.address, panel.city, panel.state, panel.zip)
    assert [field.text() for field in fields] == ["128 N Church St", "Hertford", "NC", "27944"]
    assert "house on the map" in panel.found.text()
    hands.key(KEY.Key_Return)
    place = hands.page.form.place.place
    assert place is not None
    assert (place.point, place.pin_source) == ((36.19, -76.46), PinSource.POINT)


def test_an_override_is_asked_for_and_taken(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    hands.type("nguyen")
    hands.key(KEY.Key_Return)
    form = hands.page.form
    hands.type("dial")
    hands.key(KEY.Key_Return)
    hands.alt("h")
    hands.type("itasca")
    hands.key(KEY.Key_Return)
    hands.alt("r")
    hands.type("bridge")
    hands.key(KEY.Key_Return)
    hands.alt("a")
    hands.type("12/1")
    hands.alt("t")
    hands.type("1030")
    hands.settle(qtbot)
    decision = hands.page.parts.decision
    assert "Refer elsewhere" in decision.text()
    assert "S4-051" in decision.text()
    hands.key(KEY.Key_Return, CTRL)
    assert rides(book_office) == 0
    assert hands.focus is decision.reason
    assert form.place.place is not None
    hands.type("The plan asked us")
    hands.key(KEY.Key_Return, CTRL)
    assert rides(book_office) == 2


def test_turning_down_keeps_the_request(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    call_ann(hands, qtbot)
    hands.key(KEY.Key_T, CTRL)
    hands.key(KEY.Key_Tab)
    hands.type("called three")
    hands.key(KEY.Key_Return)
    with book_office.store.read() as session:
        assert [one.note for one in trips.unmet_between(session, DAY, DAY)] == ["called three"]
    assert hands.page.booking.is_empty


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
    assert form.repeat_words.text().startswith("makes 3 trips, Tue 1 Dec 2026")
    hands.key(KEY.Key_Return, CTRL)
    assert rides(book_office) == 3
    assert rides(book_office, date(2026, 12, 15)) == 3


def test_tab_goes_in_calling_order(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    form = hands.page.form
    hands.page.who.setFocus()
    order = [
        *(hands.page.who, form.service, form.place, form.care, form.day, form.appointment),
        *(form.stay, form.urgent, form.origin, form.pickup, form.dropoff, form.drive),
        *(form.add_stop, form.returns[ReturnKind.SCHEDULED], form.return_time, form.return_to),
        *(form.return_mode, form.add_companion, form.animal, form.chair, form.mode),
        *(form.assistance, form.repeat, form.driver_note, form.office_note, form.asked_by),
    ]
    walked: list[QWidget] = [hands.focus]
    for _ in range(40):
        hands.key(KEY.Key_Tab)
        walked.append(hands.focus)
    assert [widget for widget in walked if widget in order][: len(order)] == order


def test_every_access_key_leads_to_one_field(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    keys: list[str] = []
    for label in hands.page.findChildren(QLabel):
        if label.isVisibleTo(hands.page) and label.buddy() is not None:
            keys += re.findall(r"&(\w)", label.text())
    for button in hands.page.findChildren(QAbstractButton):
        if button.isVisibleTo(hands.page):
            keys += re.findall(r"&(\w)", button.text())
    lower = [key.lower() for key in keys]
    assert len(lower) == len(set(lower)), sorted(lower)
    hands.key(KEY.Key_P, ALT)
    assert hands.focus is hands.page.form.pickup


def test_every_field_has_an_accessible_name(hands: Hands) -> None:
    hands.key(KEY.Key_Insert)
    reachable = [
        widget
        for widget in hands.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(hands.page)
    ]
    silent = [
        widget
        for widget in reachable
        if not widget.accessibleName() and not getattr(widget, "text", str)()
    ]
    assert [type(widget).__name__ for widget in silent] == []


@pytest.mark.parametrize("points", [10, 20])
def test_a_normal_booking_fits_and_large_text_is_never_cut(
    hands: Hands, qtbot: QtBot, qapp: QApplication, points: int
) -> None:
    theme().apply(qapp, Scheme.LIGHT, points)
    call_ann(hands, qtbot)
    QApplication.processEvents()
    area = hands.page.parts.area
    assert area.horizontalScrollBar().maximum() == 0
    if points == 10:
        assert area.verticalScrollBar().maximum() == 0
    for label in hands.page.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        wanted = (
            label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        )
        assert label.height() >= wanted - 1, label.text()
        if not label.wordWrap():
            assert label.width() >= label.sizeHint().width() - 1, label.text()
    for button in hands.page.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
