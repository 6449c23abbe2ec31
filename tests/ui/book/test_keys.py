"""Keys: how many a booking takes, where Tab and the access keys lead."""

import re
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.trips.rows import ReturnKind
from tests.ui.book.conftest import BookOffice, Hands, call_ann, rides
from tests.ui.hands import ALT, CTRL

KEY = Qt.Key
DAY = date(2026, 12, 1)


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
    assert hands.said().startswith("Booked")
    # Ready for the next trip of this call, and for the next call.
    assert hands.focus is hands.page.who
    assert hands.page.booking.is_empty
    assert hands.page.who.selectedText() == "Schroeder, Ann M."
    hands.key(KEY.Key_Z, CTRL)
    assert rides(book_office, date(2026, 12, 3)) == 0


def test_tab_goes_in_calling_order(hands: Hands, qtbot: QtBot) -> None:
    call_ann(hands, qtbot)
    form = hands.page.form
    form.asks.turn_all()
    hands.page.who.setFocus()
    order = [
        *(hands.page.who, hands.page.parts.caller.relation, form.service, form.place, form.day),
        *(form.appointment, form.stay, form.ask_all, form.asks.care, form.asks.routine),
        *(form.asks.urgent, form.origin, form.pickup, form.dropoff, form.drive),
        *(form.add_stop, form.returns[ReturnKind.SCHEDULED], form.return_time, form.return_to),
        *(form.return_mode, form.add_companion, form.animal, form.chair, form.mode),
        *(form.assistance, form.repeat, form.driver_note, form.office_note),
    ]
    walked: list[QWidget] = [hands.focus]
    for _ in range(60):
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


def test_a_new_members_first_trip_takes_at_most_180_keys(
    hands: Hands, qtbot: QtBot, book_office: BookOffice
) -> None:
    hands.type("koski aino")
    hands.key(KEY.Key_Return)  # the list's only line: a new member
    panel = hands.page.parts.new_member
    for _ in range(3):  # last, first and middle name
        hands.key(KEY.Key_Tab)
    for text in ("3/14/1948", "2185550163", "01450287", "12 Oak Street", "Bovey", "", "55709"):
        hands.type(text)
        hands.key(KEY.Key_Tab)
    hands.type("Itasca")
    hands.key(KEY.Key_Tab)
    hands.key(KEY.Key_Tab)  # no words instead of an address
    hands.type("m")  # MA
    hands.key(KEY.Key_Tab)
    hands.key(KEY.Key_Tab)  # fee for service
    hands.type("2")  # mode 2, volunteer
    hands.key(KEY.Key_Return, CTRL)
    assert not panel.isVisible()
    hands.tell(qtbot, "dial", "itasca", "12/1", "1030")
    hands.key(KEY.Key_Return, CTRL)
    assert rides(book_office, DAY) == 2
    assert hands.pressed <= 180, hands.pressed
