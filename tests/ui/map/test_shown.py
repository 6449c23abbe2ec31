"""What is seen of many marks: pills, run numbers, the credit on the smallest pane, the legend."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nemt_desk.office import Office
from tests.factories import place_entry
from tests.ui.hands import press
from tests.ui.map.conftest import LOADS_MS, MapHands, Town, pin, settle_town, sit_down
from tests.ui.real import open_window, settle
from ui.board.page import BoardPage
from ui.map.marks import Layer
from ui.map.no_map import NO_VIEW
from ui.map.page import MapPage
from ui.theme.palette import Scheme
from ui.theme.theme import theme

pytestmark = [
    pytest.mark.slow,  # a real web view, on its own
    pytest.mark.serial,
    pytest.mark.qt_log_ignore(
        "QRhiGles2", "Failed to create RHI", "GPUInfo not initialized", extend=True
    ),
]


def test_marks_on_one_spot_are_a_pill_with_counts_and_one_click_looks_closer(
    qtbot: QtBot, town: Town
) -> None:
    for number in range(3):
        entry = place_entry(name=f"Room {number}", **pin(3 + number * 0.02, 4))
        town.office.places.add(town.office.actor, entry)
    hands = sit_down(qtbot, town.office)
    hands.wait()
    pills = "[...document.querySelectorAll('.cluster .number')].map((e) => e.textContent)"
    assert hands.js(pills) == ["4"]
    assert hands.js("document.querySelectorAll('.mark.places').length") == 0
    # The list reaches each of them: the chosen one stands on its own.
    room = next(mark for mark in hands.page.marks if mark.title == "Room 1")
    hands.page.side.choose(room.key)
    hands.until_js("document.querySelectorAll('.mark.places.chosen').length === 1")
    assert hands.js(pills) == ["3"]
    hands.page.side.choose(next(m.key for m in hands.page.marks if m.layer is Layer.DRIVERS))
    hands.until_js("document.querySelectorAll('.mark.places').length === 0")
    zoom = hands.js("map_county.getZoom()")
    QTest.mouseClick(hands.keys(), Qt.MouseButton.LeftButton, pos=hands.middle_of(".cluster .pill"))
    hands.until_js(f"map_county.getZoom() > {zoom}")
    assert hands.view.locked.script_errors == 0


@pytest.mark.parametrize("size", [(1366, 768), (700, 420)])
def test_whose_map_it_is_stays_in_sight_at_large_text(
    qtbot: QtBot, town: Town, qapp: QApplication, size: tuple[int, int]
) -> None:
    theme().apply(qapp, Scheme.CONTRAST, 20)
    hands = sit_down(qtbot, town.office)
    hands.wait()
    hands.view.setFixedSize(size[0] // 4, size[1] // 3)
    hands.wait()
    left, top, right, bottom, wide, high = hands.js(
        "((r) => [r.left, r.top, r.right, r.bottom, innerWidth, innerHeight])"
        "(document.querySelector('.leaflet-control-attribution').getBoundingClientRect())"
    )
    assert 0 <= left < right <= wide
    assert 0 <= top < bottom <= high
    scale = hands.js(
        "document.querySelector('.leaflet-control-scale').getBoundingClientRect().bottom"
    )
    assert scale <= top + 1
    assert hands.js("document.documentElement.dataset.contrast") == "yes"


def test_a_run_says_its_number_on_its_line_and_at_its_stops(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    assert hands.js("document.querySelector('.run-name .number').textContent") == "1"
    tags = "[...document.querySelectorAll('.run-tag')].map((e) => e.textContent)"
    hands.page.pane.zoom(1)
    hands.until_js("map_county.getZoom() >= 12")
    hands.until_js(f"{tags}.join() === '1,1'")
    # Its name follows: it stands on the part of the line that is seen.
    run = next(mark for mark in hands.page.marks if mark.layer is Layer.RUNS)
    lat, lon = run.line[0]
    hands.js(f"map_county.setView([{lat}, {lon}], 16, {{animate: false}}) && 1")
    hands.until_js(
        "((r) => r.left >= 0 && r.right <= innerWidth && r.top >= 0 && r.bottom <= innerHeight)"
        "(document.querySelector('.run-name .label').getBoundingClientRect())"
    )


def test_the_marks_are_explained_on_the_map(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    press(hands.page.side.table.view, Qt.Key.Key_L)
    hands.until_js("document.querySelectorAll('.legend-line').length === 11")
    press(hands.page.side.table.view, Qt.Key.Key_L)
    hands.until_js("document.querySelectorAll('.legend').length === 0")
    assert hands.view.server.refused == []


def test_the_map_and_the_board_have_one_selection(qtbot: QtBot, town: Town) -> None:
    window = open_window(
        qtbot, town.office, "map=ui.map.page:MapPage", "board=ui.board.page:BoardPage"
    )
    assert window.frame is not None
    hands = MapHands(qtbot, window)
    hands.wait()
    on_run, free = town.people.rides
    go = window.frame.go
    hands.page.side.choose(f"ride:{free}")
    go("board")
    settle(qtbot, window)
    board = window.frame.page
    assert isinstance(board, BoardPage)
    assert board.at.choice.current == free
    board.at.choose(board.at.choice.only(on_run, town.people.driver))
    go("map")
    settle(qtbot, window)
    run = chosen_key(hands.page)
    assert run.startswith("run:")
    hands.until_js(f"document.querySelector('[data-key=\"{run}\"]').classList.contains('chosen')")
    go("board")  # shown by its run on the map, it is still the ride here
    assert board.at.choice.current == on_run
    go("map")
    hands.page.side.choose(f"driver:{town.people.driver}")
    go("board")
    assert board.at.choice.rides == ()
    assert board.at.choice.driver == town.people.driver


def chosen_key(page: MapPage) -> str:
    return page.mark.key if page.mark is not None else ""


def test_without_the_web_engine_the_page_says_so_and_the_list_works(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle_town(office)
    monkeypatch.setitem(sys.modules, "ui.map.view", None)
    window = open_window(qtbot, office, "map=ui.map.page:MapPage")
    settle(qtbot, window)
    assert window.frame is not None
    page = window.frame.page
    assert isinstance(page, MapPage)
    qtbot.waitUntil(lambda: page.pane.instead.words.text() == NO_VIEW, timeout=LOADS_MS)
    assert page.side.table.model.rowCount() > 0
