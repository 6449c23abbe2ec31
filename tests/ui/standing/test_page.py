"""Standing orders by keys, on a real office: look, settle on the desk, begin a new one."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from nemt_desk.calendars.rows import ShutEntry, ShutKind
from nemt_desk.trips.standing.rows import DayChoice, DayState
from tests.ui.hands import CTRL, press
from tests.ui.real import asked_of, settle
from tests.ui.standing.conftest import FIRST, Opener, Orders
from tests.ui.standing.keys import focused, put
from ui.standing.act import Act

THURSDAY = date(2026, 12, 3)
TABS = ("&Orders", "&Exceptions")


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


def test_f5_asks_the_board_who_can_take_the_order(
    qtbot: QtBot, opened: Opener, orders: Orders
) -> None:
    window, page = opened()
    page.show_record("standing_order", orders.schroeder)
    went: list[tuple[str, str, object]] = []
    page.desk.went.connect(lambda *where: went.append(where))
    assert window.desk is not None
    press(window, Qt.Key.Key_F5)
    settle(qtbot, window)
    assert ("board", "order", orders.schroeder) in went
