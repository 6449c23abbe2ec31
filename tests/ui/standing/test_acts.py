"""Acts on an order by keys: absence, change, end, one day; told first, then done, undone."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nemt_desk.members import absences
from nemt_desk.trips.standing import queries
from nemt_desk.trips.standing.orders import StandingChange, StandingEntry
from nemt_desk.trips.standing.rows import DayState, Scope
from tests.ui.hands import CTRL, press
from tests.ui.real import settle
from tests.ui.standing.conftest import Opener, Orders
from tests.ui.standing.keys import act, look, put

THURSDAY = date(2026, 12, 3)
TABS = ("&Orders", "&Exceptions")


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
