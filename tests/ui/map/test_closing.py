"""Closing a road on the map without a mouse, changing and ending it; with the real page."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nemt_desk.closures.queries import in_force, listed
from nemt_desk.closures.rows import Closure, ClosureEntry
from nemt_desk.office import Office
from tests.factories import TODAY
from tests.geo.conftest import node_at
from tests.ui.hands import CTRL, press, type_in
from tests.ui.map.conftest import LOADS_MS, MapHands, Town, sit_down
from tests.ui.real import settle
from ui.map.marks import Layer

pytestmark = [
    pytest.mark.slow,  # a real web view, on its own
    pytest.mark.serial,
    pytest.mark.qt_log_ignore(
        "QRhiGles2", "Failed to create RHI", "GPUInfo not initialized", extend=True
    ),
]


def closures_of(office: Office) -> tuple[Closure, ...]:
    with office.store.read() as session:
        return in_force(session, TODAY)


def close_road(office: Office, **other: object) -> Closure:
    """Close a piece of road between two crossings of the made-up county."""
    (south, west), (north, east) = node_at(2, 2), node_at(3, 2)
    entry = ClosureEntry(
        name="Birch Road", reason="Bridge out", line=(((south + north) / 2, (west + east) / 2),),
        from_on=TODAY, **other,  # type: ignore[arg-type]  # days only
    )  # fmt: skip
    closure_id = office.closures.add(office.actor, entry).id
    return next(one for one in closures_of(office) if one.id == closure_id)


def put_on_road(hands: MapHands) -> None:
    """Move the cross-hair by keys onto a road: north until the form says what is closed."""
    for _try in range(60):
        with hands.qtbot.waitSignal(hands.page.pane.pen_said, timeout=LOADS_MS):
            press(hands.keys(), Qt.Key.Key_Return)
        settle(hands.qtbot, hands.window)
        if hands.page.deeds.road.points:
            return
        with hands.qtbot.waitSignal(hands.page.pane.pen_put, timeout=LOADS_MS):
            press(hands.keys(), Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    raise AssertionError("never came to a road")


def test_a_road_is_closed_by_keys_and_undone(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    page = hands.page
    with qtbot.waitSignal(page.pane.pen_put, timeout=LOADS_MS):
        press(page.side.table.view, Qt.Key.Key_C)
    assert page.beside.currentWidget() is page.form
    put_on_road(hands)
    assert page.form.shut.text().startswith("1 point set. Closes ")
    assert page.form.name.text()
    assert page.has_unsaved()
    # Backspace takes the point back, Enter sets it again.
    press(hands.keys(), Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: not page.deeds.road.points, timeout=LOADS_MS)
    put_on_road(hands)
    press(hands.keys(), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.form.until_on, timeout=LOADS_MS)
    type_in(page.form.until_on, "+7")
    press(page.form.until_on, Qt.Key.Key_Return, CTRL)
    (kept,) = closures_of(town.office)
    assert kept.until_on == TODAY + timedelta(days=7)
    settle(qtbot, hands.window)
    assert page.mark is not None
    assert page.mark.closure_id == kept.id
    assert "1 closed road" in page.head_text()
    hands.until_js("document.querySelectorAll('.mark.closed .sign').length === 1")
    hands.until_js("document.querySelectorAll('path.closed-line').length === 3")
    page.desk.undo()
    assert not closures_of(town.office)
    settle(qtbot, hands.window)
    hands.until_js("document.querySelectorAll('.sign').length === 0")
    assert hands.view.locked.script_errors == 0


def test_what_was_marked_is_kept_when_it_is_left(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    page = hands.page
    page.deeds.begin_road()
    type_in(page.form.name, "Old bridge")
    page.form.name.setFocus()
    assert page.back()  # from the form to the map
    assert page.deeds.road.is_on
    assert page.back()
    assert not page.deeds.road.is_on
    assert not page.has_unsaved()
    page.deeds.begin_road()
    assert page.form.name.text() == "Old bridge"
    page.deeds.save_marking()
    page.deeds.save_marking()
    assert "one point" in page.form.problem.text()
    page.deeds.road.start_anew()
    assert page.form.name.text() == ""


def test_a_closure_is_changed_and_ended(qtbot: QtBot, town: Town) -> None:
    kept = close_road(town.office)
    hands = sit_down(qtbot, town.office)
    settle(qtbot, hands.window)
    page = hands.page
    page.desk.go("map", "closure", kept.id)
    assert page.mark is not None
    assert page.mark.layer is Layer.CLOSED
    press(page.side.table.view, Qt.Key.Key_D)
    assert page.form.name.text() == "Birch Road"
    type_in(page.form.until_on, "+2")
    press(page.form.until_on, Qt.Key.Key_Return, CTRL)
    assert closures_of(town.office)[0].until_on == TODAY + timedelta(days=2)
    settle(qtbot, hands.window)
    assert page.mark is not None  # still chosen, whatever was asked about rides meanwhile
    page.deeds.reopen_road()
    assert not closures_of(town.office)
    settle(qtbot, hands.window)
    with town.office.store.read() as session:
        assert not listed(session)
    page.desk.undo()
    assert closures_of(town.office)
