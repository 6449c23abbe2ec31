"""The frame: pages, keys, undo, finding, the status line, leaving."""

import threading
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import new_id
from tests.ui.conftest import Door, FakeOffice, FakePage, SecondPage, changes
from tests.ui.hands import ALT, CTRL, press, type_in
from ui.pages import PAGES, PageEntry, built_pages
from ui.shell.desk import Desk
from ui.shell.entrance import Facts
from ui.shell.finding import Found
from ui.shell.frame import Frame
from ui.shell.keysheet import KeySheet
from ui.shell.window import MainWindow
from ui.widgets.notice import NoticeKind

RECORD = new_id()


def find_members(_desk: Desk, text: str) -> Sequence[Found]:
    return [Found("Oja, Maija", "member · Deer River", "second", "member", RECORD)] * (
        "oja" in text.lower()
    )


def _frame(window: MainWindow) -> Frame:
    assert window.frame is not None
    return window.frame


def _desk(window: MainWindow) -> Desk:
    assert window.desk is not None
    return window.desk


def test_a_page_is_made_at_its_first_visit_only(
    qtbot: QtBot, window: MainWindow, page: Callable[[], FakePage]
) -> None:
    made = SecondPage.made
    press(window, Qt.Key.Key_2, ALT)
    assert page().page_id == "second"
    press(window, Qt.Key.Key_1, ALT)
    press(window, Qt.Key.Key_2, ALT)
    assert SecondPage.made == made + 1
    assert page().heard == [None]


def test_escape_goes_back_without_loss(
    qtbot: QtBot, window: MainWindow, page: Callable[[], FakePage]
) -> None:
    type_in(page().line, "typed")
    press(window, Qt.Key.Key_2, ALT)
    press(window, Qt.Key.Key_Escape)
    assert page().page_id == "first"
    assert page().line.text() == "typed"


def test_a_letter_is_text_in_a_field_and_an_action_elsewhere(
    qtbot: QtBot, window: MainWindow, page: Callable[[], FakePage]
) -> None:
    press(page().line, Qt.Key.Key_A)
    assert page().done == []
    _frame(window).rail.setFocus()
    press(_frame(window).rail, Qt.Key.Key_A)
    assert page().done == ["assign"]
    page().possible = False
    press(_frame(window).rail, Qt.Key.Key_A)
    assert page().done == ["assign"]
    assert "not possible" in _frame(window).notice.text()


def test_a_refusal_goes_with_its_page_and_with_the_next_act(
    qtbot: QtBot, window: MainWindow, page: Callable[[], FakePage]
) -> None:
    frame, desk = _frame(window), window.desk
    assert desk is not None
    page().possible = False
    frame.rail.setFocus()
    press(frame.rail, Qt.Key.Key_A)
    assert frame.notice.text().startswith("Not done: “Assign to a run” is not possible")
    press(window, Qt.Key.Key_2, ALT)
    assert frame.notice.text() == ""
    desk.refuse(RefusedError("No seats left."))
    press(window, Qt.Key.Key_F3)
    assert page().done == ["find"]
    assert frame.notice.text() == ""
    desk.say("What you typed is kept.")
    press(window, Qt.Key.Key_1, ALT)
    assert frame.notice.text() == "Note: What you typed is kept."


def test_a_pages_answer_to_a_common_key_wins(
    qtbot: QtBot, window: MainWindow, page: Callable[[], FakePage]
) -> None:
    press(window, Qt.Key.Key_F3)
    assert page().done == ["find"]


def test_changes_reach_the_shown_page_at_once_and_the_hidden_one_merged(
    qtbot: QtBot, window: MainWindow, page: Callable[[], FakePage]
) -> None:
    first = page()
    press(window, Qt.Key.Key_2, ALT)
    one, two = changes("One"), changes("Two")
    _desk(window).did(one)
    _desk(window).did(two)
    assert page().heard == [None, one, two]
    assert first.heard == [None]
    press(window, Qt.Key.Key_1, ALT)
    assert first.heard == [None, one | two]


def test_what_was_done_is_said_and_can_be_undone_and_done_again(
    qtbot: QtBot, window: MainWindow, door: Door
) -> None:
    desk, frame = _desk(window), _frame(window)
    desk.did(changes("Moved a ride"))
    assert frame.notice.text() == "Done: Moved a ride."
    assert frame.notice.undo.isVisible()
    frame.notice.undo.click()
    assert [undone.text for undone in door.office.store.undone] == ["Moved a ride"]
    assert frame.notice.text() == "Done: Took back: Moved a ride."
    press(window, Qt.Key.Key_Y, CTRL)
    assert len(door.office.store.undone) == 2
    press(window, Qt.Key.Key_Z, CTRL)
    assert len(door.office.store.undone) == 3
    press(window, Qt.Key.Key_Z, CTRL)
    assert "nothing to undo" in frame.notice.text()


def test_nothing_is_undone_while_something_is_written(
    qtbot: QtBot, desk: Desk, office: FakeOffice
) -> None:
    desk.did(changes())
    go_on = threading.Event()
    written: list[bool] = []
    job = desk.jobs.write(lambda _progress: go_on.wait(10), written.append)
    desk.undo()
    assert office.store.undone == []
    with qtbot.waitSignal(job.finished):
        go_on.set()
    desk.undo()
    assert [undone.text for undone in office.store.undone] == ["Moved a ride"]


def test_an_undo_that_comes_too_late_is_refused_in_words(desk: Desk, office: FakeOffice) -> None:
    desk.did(changes())
    office.store.moved_on = True
    desk.undo()
    latest = desk.notices.latest
    assert latest is not None
    assert latest.kind is NoticeKind.REFUSED
    assert "since" in latest.text
    assert not desk.undo_stack.canUndo()


def test_refusals_do_not_block(window: MainWindow) -> None:
    _desk(window).refuse(RefusedError("<b>No</b> seats left."))
    assert _frame(window).notice.text() == "Not done: <b>No</b> seats left."
    assert not _frame(window).notice.undo.isVisible()


def test_ctrl_k_finds_pages_actions_and_records(
    qtbot: QtBot, bare_window: MainWindow, door: Door
) -> None:
    entries = (
        PageEntry("first", "tests.ui.conftest:FakePage", "First", "mdi6.flag-outline", 1),
        PageEntry(
            "second",
            "tests.ui.conftest:SecondPage",
            "Second",
            "mdi6.flag-outline",
            2,
            finder="tests.ui.test_window:find_members",
        ),
    )
    bare_window.set_entries(entries)
    bare_window.show()
    bare_window.enter(door.opened())
    bare_window.activateWindow()
    qtbot.waitUntil(bare_window.isActiveWindow)
    box = bare_window.find_box
    assert box is not None
    press(bare_window, Qt.Key.Key_K, CTRL)
    assert box.isVisible()
    type_in(box.line, "assi")
    assert [hit.text for hit in box.hits()] == ["Assign to a run"]
    box.line.clear()
    type_in(box.line, "second")
    assert [hit.text for hit in box.hits()] == ["Second", "Go to Second"]
    box.line.clear()
    type_in(box.line, "oja")
    press(box.line, Qt.Key.Key_Return)
    assert not box.isVisible()
    page = _frame(bare_window).page
    assert isinstance(page, SecondPage)
    assert page.shown == [("member", RECORD)]


def test_escape_closes_the_box_and_returns_the_focus(
    qtbot: QtBot, window: MainWindow, page: Callable[[], FakePage]
) -> None:
    page().line.setFocus()
    press(window, Qt.Key.Key_K, CTRL)
    box = window.find_box
    assert box is not None
    press(box.line, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert page().line.hasFocus()


def test_f1_shows_the_keys_of_the_page(qtbot: QtBot, window: MainWindow) -> None:
    press(window, Qt.Key.Key_F1)
    sheet = window.findChild(KeySheet)
    assert isinstance(sheet, KeySheet)
    shown = [action.text for action in sheet.table.model.rows()]
    assert "Assign to a run" in shown
    assert "Lock the office" in shown
    sheet.close()


def test_head_moves_the_day(window: MainWindow, page: Callable[[], FakePage]) -> None:
    head = _frame(window).head
    head.day_asked.emit(date(2026, 11, 25))
    assert page().day == date(2026, 11, 25)
    head.today_asked.emit()
    assert page().day == date(2026, 11, 24)
    assert head.state.text() == "4 unassigned"


def test_status_line_keeps_its_promises(window: MainWindow, door: Door) -> None:
    frame = _frame(window)
    frame.show_facts(Facts(door.office.clock.now(), backup_good=True, map_date="2026-10"))
    _desk(window).did(changes())
    assert frame.status.words.text() == (
        "Saved 12:00 p.m. · backup 12:00 p.m. ✓ · map 2026-10 · A. Coordinator"
    )


def test_closing_asks_while_something_is_unsaved(
    qtbot: QtBot, window: MainWindow, page: Callable[[], FakePage]
) -> None:
    page().line.setText("half a booking")
    window.close()
    assert window.isVisible()
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "First" in box.informativeText()
    next(button for button in box.buttons() if button.text() == "Close").click()
    assert not window.isVisible()


def test_an_unbuilt_page_is_not_listed_but_an_error_in_a_built_one_surfaces() -> None:
    there = PageEntry("first", "tests.ui.conftest:FakePage", "First", "", 1)
    missing = PageEntry("x", "ui.nowhere.page:Page", "X", "", 2)
    assert built_pages((missing, there)) == [there]
    with pytest.raises(AttributeError):
        PageEntry("y", "tests.ui.conftest:NoSuchPage", "Y", "", 3).load()


def test_the_registry_names_each_page_once() -> None:
    assert len({entry.page_id for entry in PAGES}) == len(PAGES)
    assert [entry.order for entry in PAGES] == sorted(entry.order for entry in PAGES)
