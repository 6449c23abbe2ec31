"""Standing orders by keys, on a real office: look, settle, change, end, note an absence, undo."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.calendars.rows import ShutEntry, ShutKind
from nemt_desk.members import absences
from nemt_desk.trips.standing import queries
from nemt_desk.trips.standing.orders import StandingChange, StandingEntry
from nemt_desk.trips.standing.rows import DayChoice, DayState, Scope
from tests.ui.hands import CTRL, press, type_in
from tests.ui.real import asked_of, settle
from tests.ui.standing.conftest import FIRST, Opener, Orders
from ui.shell.window import MainWindow
from ui.standing.act import Act
from ui.standing.page import StandingPage

THURSDAY = date(2026, 12, 3)
TABS = ("&Orders", "&Exceptions")


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def put(field: QWidget, text: str) -> None:
    field.setFocus()
    field.clear()  # type: ignore[attr-defined]
    type_in(field, text)


def act(qtbot: QtBot, window: MainWindow, page: StandingPage, key: Qt.Key) -> None:
    press(window, key)
    qtbot.waitUntil(lambda: page.panel.looked is not None)


def look(qtbot: QtBot, page: StandingPage) -> None:
    """Wait until what was typed has been looked at."""
    page.panel.look()
    qtbot.waitUntil(lambda: page.panel.looked is not None)


def test_the_list_tells_every_order_and_its_days(opened: Opener, orders: Orders) -> None:
    _window, page = opened()
    names = [line.member_name for line in page.orders.table.model.rows()]
    assert [name.partition(",")[0] for name in names] == ["Koski", "Schroeder"]
    page.show_record("standing_order", orders.schroeder)
    assert "Mon Wed Fri until further notice" in page.orders.about.text()
    assert "no ride on holidays" in page.orders.about.text()
    assert page.head_text() == "2 orders"
    assert ".." not in page.orders.about.text()


def test_the_head_tells_what_was_read(opened: Opener) -> None:
    window, _page = opened()
    assert window.frame is not None
    assert window.frame.head.state.text() == "2 orders"


def test_the_days_to_come_say_what_becomes_of_them(
    qtbot: QtBot, opened: Opener, orders: Orders
) -> None:
    window, page = opened()
    page.show_record("standing_order", orders.schroeder)
    settle(qtbot, window)
    days = {day.day: day for day in page.orders.days.model.rows()}
    assert days[FIRST].state is DayState.MADE
    assert days[date(2026, 12, 25)].state is DayState.SKIPPED  # Christmas
    assert days[date(2027, 1, 4)].state is DayState.DUE  # not made yet


def test_a_day_is_skipped_on_the_desk_and_brought_back(
    qtbot: QtBot, opened: Opener, orders: Orders, shut_friday: date
) -> None:
    window, page = opened()
    assert page.head_text() == "2 orders · 1 to settle"
    press(window, Qt.Key.Key_F8)
    desk = page.desk_view
    assert [line.key for line in desk.lines] == [(orders.schroeder, shut_friday)]
    assert "Day after Thanksgiving" in desk.hits.facts()[0][1]
    press(window, Qt.Key.Key_S)
    assert orders.days(orders.schroeder)[shut_friday].state is DayState.MADE  # only marked
    assert desk.will.text().startswith("Ctrl+Enter will skip 1. 1 trip made already")
    press(window, Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    skipped = orders.days(orders.schroeder)[shut_friday]
    assert skipped.state in {DayState.SKIPPED, DayState.CANCELLED}
    assert orders.waiting() == []
    assert not page.has_unsaved()
    press(window, Qt.Key.Key_Z, CTRL)
    settle(qtbot, window)
    assert orders.days(orders.schroeder)[shut_friday].state is DayState.MADE
    assert [line.key for line in desk.lines] == [(orders.schroeder, shut_friday)]


@pytest.mark.slow
def test_a_move_asks_for_its_day_and_keeps_what_is_typed(
    qtbot: QtBot, opened: Opener, orders: Orders, shut_friday: date
) -> None:
    window, page = opened()
    press(window, Qt.Key.Key_F8)
    desk = page.desk_view
    press(window, Qt.Key.Key_M)
    if desk.lines[0].mark.to_day is None:
        assert focused() is desk.form.widget("to_day")
    put(desk.form.widget("to_day"), "11/28")
    put(desk.form.widget("reason"), "clinic agreed")
    assert page.has_unsaved()
    # Something else changes meanwhile: what is typed and marked stays.
    page.refresh(None)
    settle(qtbot, window)
    mark = desk.lines[0].mark
    assert (mark.choice, mark.to_day, mark.reason) == (
        DayChoice.MOVE,
        date(2026, 11, 28),
        "clinic agreed",
    )
    assert desk.form.values()["reason"] == "clinic agreed"
    press(desk.form.widget("reason"), Qt.Key.Key_Return)
    assert focused() is desk.table.view
    press(window, Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    moved = orders.days(orders.schroeder)[shut_friday]
    assert moved.on_day == date(2026, 11, 28)
    assert moved.settled is not None
    assert moved.settled.reason == "clinic agreed"


@pytest.mark.slow
def test_a_day_that_can_not_be_read_is_not_lost_by_walking_on(
    qtbot: QtBot, opened: Opener, orders: Orders, shut_friday: date
) -> None:
    office = orders.office
    entry = ShutEntry(ShutKind.OFFICE, "Inventory", date(2026, 12, 9))
    office.calendar.add(office.actor, entry)
    window, page = opened()
    press(window, Qt.Key.Key_F8)
    desk = page.desk_view
    assert len(desk.lines) == 2
    put(desk.form.widget("to_day"), "11/4x")
    desk.table.select(desk.lines[1].key)
    assert desk.form.widget("to_day").text() == ""  # type: ignore[attr-defined]
    assert "no day" in desk.lines[0].choice_text
    press(window, Qt.Key.Key_Return, CTRL)
    assert orders.days(orders.schroeder)[shut_friday].state is DayState.MADE
    desk.table.select(desk.lines[0].key)
    assert desk.form.widget("to_day").text() == "11/4x"  # type: ignore[attr-defined]


def test_all_proposals_are_marked_at_once_and_left_again(
    opened: Opener, orders: Orders, shut_friday: date
) -> None:
    window, page = opened()
    page.show_record("exceptions", None)
    assert page.tabs.currentWidget() is page.desk_view
    press(window, Qt.Key.Key_A)
    assert all(line.mark.choice is not None for line in page.desk_view.lines)
    page.desk_view.table.focus_rows()
    press(window, Qt.Key.Key_L)
    assert not page.has_unsaved()
    assert "Nothing is marked yet" in page.desk_view.will.text()


@pytest.mark.slow
def test_an_absence_says_which_rides_go_and_one_undo_brings_them_back(
    qtbot: QtBot, opened: Opener, orders: Orders
) -> None:
    window, page = opened()
    page.show_record("standing_order", orders.schroeder)
    settle(qtbot, window)
    act(qtbot, window, page, Qt.Key.Key_F6)
    form = page.panel.act.form if page.panel.act is not None else None
    assert form is not None
    put(form.widget("from_day"), "12/7/2026")
    put(form.widget("until_day"), "12/11/2026")
    put(form.widget("reason"), "in hospital")
    look(qtbot, page)
    assert "3 trips are cancelled" in page.panel.will.text()
    assert [one.day.day for one in page.panel.table.model.rows()] == [7, 9, 11]
    press(window, Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    with orders.office.store.read() as session:
        away = absences.absences(session, orders.people.member)
    assert [one.reason for one in away] == ["in hospital"]
    days = orders.days(orders.schroeder)
    assert days[date(2026, 12, 9)].state is not DayState.MADE
    assert days[date(2026, 12, 14)].state is DayState.MADE
    assert not page.has_unsaved()
    press(window, Qt.Key.Key_Z, CTRL)
    settle(qtbot, window)
    assert orders.days(orders.schroeder)[date(2026, 12, 9)].state is DayState.MADE
    with orders.office.store.read() as session:
        assert absences.absences(session, orders.people.member) == ()


@pytest.mark.slow
def test_the_whole_order_gets_another_time(qtbot: QtBot, opened: Opener, orders: Orders) -> None:
    window, page = opened()
    page.show_record("standing_order", orders.koski)
    settle(qtbot, window)
    act(qtbot, window, page, Qt.Key.Key_F7)
    assert page.panel.act is not None
    form = page.panel.act.form
    assert "Nothing differs" in page.panel.will.text()
    form.fill({"scope": "whole"})
    put(form.widget("appointment_0"), "1115")
    put(form.widget("pickup_0+dropoff_0").fields["pickup_0"], "1030")  # type: ignore[attr-defined]
    put(form.widget("reason"), "the clinic changed it")
    look(qtbot, page)
    assert "change along" in page.panel.will.text()
    press(window, Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    assert page.shown.currentWidget() is page.tabs
    with orders.office.store.read() as session:
        kept = queries.order(session, orders.koski)
    assert kept.legs[0].appointment_min == 11 * 60 + 15
    press(window, Qt.Key.Key_Z, CTRL)
    settle(qtbot, window)
    with orders.office.store.read() as session:
        assert queries.order(session, orders.koski).legs[0].appointment_min == 10 * 60 + 30


@pytest.mark.slow
def test_times_that_are_kept_move_along_with_the_appointment(
    qtbot: QtBot, opened: Opener, orders: Orders
) -> None:
    window, page = opened()
    _fix_dropoff(orders)
    page.refresh(None)
    settle(qtbot, window)
    page.show_record("standing_order", orders.koski)
    settle(qtbot, window)
    act(qtbot, window, page, Qt.Key.Key_F7)
    assert page.panel.act is not None
    form = page.panel.act.form
    form.fill({"scope": "whole"})
    put(form.widget("appointment_0"), "1p")
    look(qtbot, page)
    assert "change along" in page.panel.will.text()
    press(window, Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    with orders.office.store.read() as session:
        leg = queries.order(session, orders.koski).legs[0]
    assert (leg.pickup_min, leg.dropoff_min, leg.appointment_min) == (740, 770, 780)


@pytest.mark.slow
def test_a_time_that_can_not_be_is_told_beside_its_field_before_it_is_tried(
    qtbot: QtBot, opened: Opener, orders: Orders
) -> None:
    window, page = opened()
    page.show_record("standing_order", orders.koski)
    settle(qtbot, window)
    page.orders.days.select(THURSDAY)
    act(qtbot, window, page, Qt.Key.Key_F7)
    assert page.panel.act is not None
    form = page.panel.act.form
    form.fill({"scope": "day"})
    form.edited.emit()
    line = form.widget("pickup_0+dropoff_0")
    put(line.fields["pickup_0"], "11a")  # type: ignore[attr-defined]
    page.panel.look()
    said = "The pick-up (11:00 a.m.) is not before the appointment (10:30 a.m.)."
    assert page.panel.will.text() == said
    press(window, Qt.Key.Key_Return, CTRL)
    assert said in form.problem_of("pickup_0+dropoff_0")
    put(line.fields["pickup_0"], "940")  # type: ignore[attr-defined]
    look(qtbot, page)
    assert [one.day for one in page.panel.table.model.rows()] == [THURSDAY]
    assert page.panel.table.model.rows()[0].sentence == "Changes: times."


def _fix_dropoff(orders: Orders) -> None:
    """Let the order keep all three times, as an order booked before its way was known does."""
    office = orders.office
    with office.store.read() as session:
        kept = queries.order(session, orders.koski)
    first = replace(kept.legs[0], pickup_min=590, dropoff_min=620, appointment_min=630)
    entry = replace(StandingEntry.of(kept), legs=(first, *kept.legs[1:]))
    plan = office.standing.planned_change(StandingChange(kept.id, entry, Scope.WHOLE))
    office.standing.change(office.actor, plan)


def test_what_can_not_be_read_is_told_beside_its_field_and_stays(
    qtbot: QtBot, opened: Opener, orders: Orders
) -> None:
    window, page = opened()
    page.show_record("standing_order", orders.koski)
    settle(qtbot, window)
    act(qtbot, window, page, Qt.Key.Key_F7)
    assert page.panel.act is not None
    form = page.panel.act.form
    put(form.widget("pattern"), "someday")
    press(window, Qt.Key.Key_Return, CTRL)
    assert "no weekday" in form.problem_of("pattern")
    press(window, Qt.Key.Key_Escape)
    assert page.shown.currentWidget() is page.tabs
    assert page.has_unsaved()
    press(window, Qt.Key.Key_F7)
    assert form.widget("pattern").text() == "someday"  # type: ignore[attr-defined]
    page.panel.drop()
    assert not page.has_unsaved()


@pytest.mark.slow
def test_an_order_is_ended_with_its_rides(qtbot: QtBot, opened: Opener, orders: Orders) -> None:
    window, page = opened()
    page.show_record("standing_order", orders.schroeder)
    settle(qtbot, window)
    page.orders.table.focus_rows()
    act(qtbot, window, page, Qt.Key.Key_Delete)
    assert page.panel.act is not None
    form = page.panel.act.form
    put(form.widget("last_day"), "12/4/2026")
    put(form.widget("reason"), "moved away")
    look(qtbot, page)
    assert "Its last day is Fri 4 Dec" in page.panel.will.text()
    gone = len(page.panel.table.model.rows())
    assert gone == len([day for day in orders.days(orders.schroeder) if day > date(2026, 12, 4)])
    press(window, Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    with orders.office.store.read() as session:
        assert queries.order(session, orders.schroeder).until_day == date(2026, 12, 4)
    press(window, Qt.Key.Key_Z, CTRL)
    settle(qtbot, window)
    with orders.office.store.read() as session:
        assert queries.order(session, orders.schroeder).until_day is None


@pytest.mark.slow
def test_one_day_is_settled_ahead(qtbot: QtBot, opened: Opener, orders: Orders) -> None:
    window, page = opened()
    page.show_record("standing_order", orders.koski)
    settle(qtbot, window)
    page.orders.days.select(THURSDAY)
    act(qtbot, window, page, Qt.Key.Key_F9)
    assert page.panel.act is not None
    put(page.panel.act.form.widget("reason"), "no dialysis that day")
    look(qtbot, page)
    press(window, Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    assert orders.days(orders.koski)[THURSDAY].state is not DayState.MADE
    press(window, Qt.Key.Key_Z, CTRL)
    settle(qtbot, window)
    assert orders.days(orders.koski)[THURSDAY].state is DayState.MADE


@pytest.mark.slow
def test_one_day_alone_is_changed_and_stays_by_hand(
    qtbot: QtBot, opened: Opener, orders: Orders
) -> None:
    window, page = opened()
    page.show_record("standing_order", orders.koski)
    settle(qtbot, window)
    page.orders.days.select(THURSDAY)
    act(qtbot, window, page, Qt.Key.Key_F7)
    assert page.panel.act is not None
    form = page.panel.act.form
    form.fill({"scope": "day"})
    page.panel.act.form.edited.emit()
    put(form.widget("driver_note"), "back door today")
    look(qtbot, page)
    assert "leaves it alone" in page.panel.will.text()
    press(window, Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    days = orders.days(orders.koski)
    assert days[THURSDAY].is_by_hand
    assert not days[date(2026, 12, 10)].is_by_hand


@pytest.mark.slow
def test_several_lines_are_marked_together(opened: Opener, orders: Orders) -> None:
    office = orders.office
    entry = ShutEntry(ShutKind.OFFICE, "Inventory", date(2026, 12, 9), date(2026, 12, 11))
    office.calendar.add(office.actor, entry)
    window, page = opened()
    press(window, Qt.Key.Key_F8)
    desk = page.desk_view
    assert len(desk.lines) == 3  # Wednesday and Friday of one, Thursday of the other
    desk.table.view.selectAll()
    press(window, Qt.Key.Key_K)
    assert [line.choice_text for line in desk.lines] == ["Keep"] * 3
    assert desk.will.text().startswith("Ctrl+Enter will keep 3.")


def test_a_new_order_begins_in_book(opened: Opener) -> None:
    window, _page = opened()
    press(window, Qt.Key.Key_Insert)
    assert asked_of(window, "book") == [("new", None)]


def test_no_access_key_is_given_twice(opened: Opener) -> None:
    _window, page = opened()
    acts = page.panel.findChildren(Act)
    assert len(acts) == 4
    for part, tabs in ((page.orders, TABS), (page.desk_view, TABS), *((act, ()) for act in acts)):
        labels = [x.text() for x in part.findChildren(QLabel) if x.buddy() is not None]
        buttons = [x.text() for x in part.findChildren(QAbstractButton)]
        texts = [*labels, *buttons, *tabs]
        given = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        assert len(given) == len(set(given)), (type(part), sorted(given))
