"""The Map page in a real web view: names show as typed, one selection, pins move, nothing goes out.

These load WebEngine; each waits for what it needs, none for a while.
"""

from datetime import timedelta
from unittest.mock import patch

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nemt_desk.ground.errors import StaleError
from nemt_desk.office import Office
from nemt_desk.places.queries import place
from nemt_desk.places.rows import PinSource, Place
from tests.factories import TODAY, driver_entry, home_entry, place_entry
from tests.ui.hands import CTRL, press
from tests.ui.map.conftest import LOADS_MS, MapHands, Town, pin, settle_town, sit_down
from tests.ui.real import asked_of, settle
from ui.map.marks import Layer
from ui.theme.palette import Scheme
from ui.theme.theme import theme

# Chromium looks for a graphics card first and says so when there is none.
pytestmark = [
    pytest.mark.slow,  # a real web view, on its own
    pytest.mark.serial,
    pytest.mark.qt_log_ignore(
        "QRhiGles2", "Failed to create RHI", "GPUInfo not initialized", extend=True
    ),
]

EVIL = (
    "${7*7}",
    "<img src=x onerror=window.evil=1>",
    "`${window.evil=1}`",
    "<script>window.evil=1</script>",
    "\\u003cb\\u003e \\' \" </div>",
    "{{7*7}} O'Neal & Söhne Wičháša",
)


def texts(hands: MapHands, selector: str) -> list[str]:
    code = f"[...document.querySelectorAll({selector!r})].map((e) => e.textContent)"
    found: list[str] = hands.js(code)
    return found


def the_place(town: Town) -> Place:
    with town.office.store.read() as session:
        return place(session, town.people.clinic)


def key_of(hands: MapHands, layer: Layer) -> str:
    return next(row.key for row in hands.page.side.table.model.rows() if row.layer is layer)


def assert_nothing_went_out(hands: MapHands) -> None:
    assert hands.view.blocker.blocked == 0
    assert hands.view.server.refused == []
    assert hands.view.locked.script_errors == 0


def test_names_show_as_typed(qtbot: QtBot, office: Office) -> None:
    town = settle_town(office, last=EVIL[1], clinic=EVIL[0])
    for at, name in enumerate(EVIL[2:]):
        office.places.add(office.actor, place_entry(name=name, **pin(0.5, at)))
    hands = sit_down(qtbot, office)
    hands.wait()
    shown = texts(hands, ".places .label")
    assert set(shown) == {EVIL[0], *EVIL[2:]}
    member = f"{EVIL[1]}, Ann M."
    assert texts(hands, ".homes .label") == [member]
    assert texts(hands, ".ride-name .label") == [member, member]
    # Tooltips are made when the mouse comes; a person's eyes read their text.
    for name in (EVIL[0], *EVIL[2:]):
        mark = next(m for m in hands.page.marks if m.title == name)
        hands.js(
            f"(() => {{ const box = document.querySelector('[data-key=\"{mark.key}\"]');"
            " box.parentElement.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));"
            " return 1; })()"
        )
        assert name in texts(hands, ".tip-title")
    hands.page.side.choose(f"place:{town.people.clinic}")
    assert hands.page.side.card.text().startswith(EVIL[0])
    assert hands.page.side.card.textFormat() is Qt.TextFormat.PlainText
    assert hands.js("window.evil === undefined")
    assert hands.js("document.querySelectorAll('.mark script, .tip img, .label *').length") == 0
    assert_nothing_went_out(hands)


def test_whatever_else_the_page_asks_for_is_refused(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    # The policy stops a page's own tries before they are requests.
    hands.js(
        "(() => { const i = new Image(); i.src = 'https://example.com/x.png';"
        " fetch('https://example.com/').catch(() => {}); fetch('nemtmap://page/own/map.js')"
        ".catch(() => {}); location.href = 'https://example.com/';"
        " window.open('https://example.com/'); const s = document.createElement('script');"
        " s.textContent = 'window.evil = 1'; document.body.append(s); return 1; })()"
    )
    qtbot.waitUntil(lambda: hands.view.locked.script_errors >= 3)
    assert hands.js("window.evil === undefined")
    assert hands.js("location.href") == "nemtmap://page/map.html"
    # And the blocker stops what no policy would: another profile's page, say.
    assert hands.view.blocker.passed > 0
    profile = hands.view.locked.profile()
    assert profile.isOffTheRecord()
    assert not profile.isSpellCheckEnabled()


def test_the_blocker_fails_other_schemes(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    bare = QWebEnginePage(hands.view.locked.profile(), hands.view)
    with qtbot.waitSignal(bare.loadFinished, timeout=LOADS_MS) as loaded:
        bare.load("https://example.com/")
    assert loaded.args == [False]
    assert hands.view.blocker.blocked == 1
    bare.deleteLater()


def test_list_and_map_have_one_selection(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    clinic, run = f"place:{town.people.clinic}", key_of(hands, Layer.RUNS)
    at = hands.middle_of(f'[data-key="{clinic}"] .badge')
    with qtbot.waitSignal(hands.view.bridge.was_chosen, timeout=LOADS_MS) as clicked:
        QTest.mouseClick(hands.keys(), Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == [clinic]
    current = hands.page.side.table.current()
    assert current is not None
    assert current.key == clinic
    hands.page.side.table.select(run)
    hands.until_js(f"document.querySelector('[data-key=\"{run}\"]').classList.contains('chosen')")
    assert texts(hands, ".stop-number") == ["1", "2"]
    assert hands.js("document.querySelectorAll('path.run-line').length") == 1
    # The second stop now lies on the clinic: a click on it still means the run.
    with qtbot.waitSignal(hands.view.bridge.was_chosen, timeout=LOADS_MS) as again:
        at = hands.middle_of(".leaflet-marker-icon:last-child .stop-number")
        QTest.mouseClick(hands.keys(), Qt.MouseButton.LeftButton, pos=at)
    assert again.args == [run]
    assert_nothing_went_out(hands)


def test_the_first_visit_singles_nobody_out_but_a_click_does(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    qtbot.waitUntil(lambda: hands.page.side.table.model.rowCount() > 0, timeout=LOADS_MS)
    hands.page.side.table.focus_rows()
    hands.wait()
    assert hands.js("document.querySelectorAll('.chosen').length") == 0
    first = hands.page.side.table.current()
    assert first is not None
    hands.view.bridge.was_chosen.emit(first.key)
    hands.until_js("document.querySelectorAll('.chosen').length > 0")


def test_a_ride_opens_on_the_board(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    settle(qtbot, hands.window)
    hands.page.side.table.select(f"ride:{town.people.rides[1]}")
    hands.page.side.table.view.setFocus()
    press(hands.page.side.table.view, Qt.Key.Key_B)
    assert asked_of(hands.window, "board") == [("ride", town.people.rides[1])]


def test_a_home_opens_its_member(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    settle(qtbot, hands.window)
    hands.page.side.table.select(key_of(hands, Layer.HOMES))
    press(hands.page.side.table.view, Qt.Key.Key_Return)
    assert asked_of(hands.window, "members") == [("member", town.people.member)]


def test_hidden_layers_leave_list_and_map(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    assert len(texts(hands, ".places")) == 1
    hands.page.side.layers.boxes[Layer.PLACES].setChecked(False)
    hands.until_js("document.querySelectorAll('.places').length === 0")
    assert all(row.layer is not Layer.PLACES for row in hands.page.side.table.model.rows())


def test_a_wide_reach_is_seen_whole_and_cut_to_the_window_close_up(
    qtbot: QtBot, town: Town
) -> None:
    home = home_entry(**pin(5, 5))
    town.office.drivers.add(town.office.actor, driver_entry(max_miles=60, home=home))
    hands = sit_down(qtbot, town.office)
    hands.wait()
    hands.page.side.layers.boxes[Layer.REACH].setChecked(True)
    hands.until_js("document.querySelectorAll('path.reach-line').length === 1")
    hands.js("deskMap.whole()")
    south, _west, north, _east = hands.js("deskMap.sight()")
    assert (north - south) * 69 > 120
    hands.js("deskMap.zoom(8)")
    # Every dash of a circle of 60 miles would be drawn otherwise, millions of pixels long.
    assert hands.js("document.querySelector('path.reach-line').getTotalLength()") < 20_000


def test_another_day_shows_its_own_rides(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    assert hands.page.head_text() == "1 without driver"
    hands.page.show_day(TODAY + timedelta(days=1))
    settle(qtbot, hands.window)
    assert hands.page.head_text() == ""
    hands.until_js("document.querySelectorAll('.run-name, .ride-name, .homes').length === 0")


def test_a_pin_is_moved_by_keys(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    before = the_place(town)
    hands.page.desk.go("map", "place", town.people.clinic)
    hands.until_js("document.querySelectorAll('.pin').length === 1")
    assert hands.page.bar.isVisible()
    assert not hands.page.has_unsaved()
    with qtbot.waitSignal(hands.page.pane.pen_put, timeout=LOADS_MS):
        press(hands.keys(), Qt.Key.Key_Right)
    with qtbot.waitSignal(hands.page.pane.pen_put, timeout=LOADS_MS):
        press(hands.keys(), Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert hands.page.has_unsaved()
    # In words, beside the pin and above the map: what is there.
    hands.until_js("document.querySelector('.near').textContent.length > 0")
    (words,) = texts(hands, ".near")
    assert words in hands.page.bar.words.text()
    with qtbot.waitSignal(hands.page.desk.published, timeout=LOADS_MS):
        press(hands.keys(), Qt.Key.Key_Return)
    after = the_place(town)
    assert before.lat is not None
    assert before.lon is not None
    assert after.lat is not None
    assert after.lon is not None
    assert 0 < after.lon - before.lon < 0.001
    assert 0 < after.lat - before.lat < 0.001
    assert after.pin_source is PinSource.PIN
    hands.until_js("document.querySelectorAll('.pin').length === 0")
    hands.page.desk.undo()
    assert the_place(town).lat == before.lat
    assert_nothing_went_out(hands)


def test_a_pin_is_put_by_a_click_and_left_by_esc(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    hands.page.side.table.select(f"place:{town.people.clinic}")
    press(hands.page.side.table.view, Qt.Key.Key_P)
    hands.until_js("document.querySelectorAll('.pin').length === 1")
    with qtbot.waitSignal(hands.page.pane.pen_put, timeout=LOADS_MS):
        QTest.mouseClick(hands.keys(), Qt.MouseButton.LeftButton, pos=QPoint(150, 200))
    assert hands.page.has_unsaved()
    before = the_place(town)
    assert hands.page.back()
    hands.until_js("document.querySelectorAll('.pin').length === 0")
    assert not hands.page.bar.isVisible()
    assert the_place(town) == before
    assert not hands.page.back()


def test_a_place_without_a_pin_gets_one(qtbot: QtBot, town: Town) -> None:
    barn = town.office.places.add(
        town.office.actor,
        place_entry(name="Barn", lat=None, lon=None, pin_source=PinSource.NONE),
    ).id
    hands = sit_down(qtbot, town.office)
    hands.wait()
    assert hands.page.side.note.text() == "One home or place has no pin yet."
    hands.page.desk.go("map", "place", barn)
    assert hands.page.has_unsaved()
    hands.until_js("document.querySelectorAll('.pin').length === 1")
    press(hands.window, Qt.Key.Key_Return, CTRL)
    with town.office.store.read() as session:
        assert place(session, barn).point is not None


def test_a_pin_somebody_else_has_moved_is_kept(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    hands.page.desk.go("map", "place", town.people.clinic)
    stale = StaleError("Somebody changed it since.")
    with patch.object(type(town.office.places), "move_pin", side_effect=stale):
        press(hands.window, Qt.Key.Key_Return, CTRL)
    assert hands.page.bar.isVisible()


def test_the_map_says_whose_it_is(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    (credit,) = texts(hands, ".leaflet-control-attribution")
    assert credit.startswith("© OpenStreetMap contributors")
    assert "Leaflet" not in credit
    assert texts(hands, ".leaflet-control-scale-line")[0].endswith(("mi", "ft"))
    assert hands.js("document.querySelectorAll('a[target]').length") == 0


def test_looks_follow_the_window(qtbot: QtBot, town: Town, qapp: QApplication) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    theme().apply(qapp, Scheme.DARK, 20)
    hands.until_js("document.documentElement.dataset.dark === 'yes'")
    assert hands.js("document.documentElement.style.fontSize") == "32px"
    hands.wait()
    assert hands.js(
        "[...document.querySelectorAll('img.leaflet-tile')]"
        ".every((tile) => tile.src.includes('-dark-20/'))"
    )
    assert_nothing_went_out(hands)


def test_a_hidden_map_sleeps_and_wakes(qtbot: QtBot, town: Town) -> None:
    hands = sit_down(qtbot, town.office)
    hands.wait()
    state = QWebEnginePage.LifecycleState
    assert hands.view.locked.lifecycleState() is state.Active
    hands.page.desk.go("board")
    qtbot.waitUntil(lambda: hands.view.locked.lifecycleState() is state.Frozen)
    hands.page.desk.go("map")
    qtbot.waitUntil(lambda: hands.view.locked.lifecycleState() is state.Active)
    hands.wait()


def test_without_a_map_the_page_says_what_to_do(qtbot: QtBot, bare_office: Office) -> None:
    settle_town(bare_office)
    hands = sit_down(qtbot, bare_office)
    settle(qtbot, hands.window)
    instead = hands.page.pane.instead
    assert hands.page.pane.currentWidget() is instead
    assert "Office" in instead.words.text()
    assert hands.page.pane.view is None
    assert hands.page.side.table.model.rowCount() == 5
    hands.page.show_record("place", hands.page.marks[-1].pin_id)
    assert not hands.page.bar.isVisible()
    instead.button.click()
    assert asked_of(hands.window, "office") == [("map", None)]


def test_an_empty_office_has_a_map_all_the_same(qtbot: QtBot, office: Office) -> None:
    hands = sit_down(qtbot, office)
    hands.wait()
    assert "Book a ride" in hands.page.side.table.empty_text()
    assert hands.js("document.querySelectorAll('img.leaflet-tile-loaded').length") > 0
    assert_nothing_went_out(hands)


@pytest.mark.parametrize("points", [10, 20])
def test_it_fits_the_small_screen(
    qtbot: QtBot, town: Town, qapp: QApplication, points: int
) -> None:
    theme().apply(qapp, Scheme.LIGHT, points)
    hands = sit_down(qtbot, town.office)
    hands.wait()
    hands.page.desk.go("map", "place", town.people.clinic)
    QApplication.processEvents()
    assert hands.page.minimumSizeHint().width() <= 1366 - (130 if points == 10 else 240)
    assert hands.page.minimumSizeHint().height() <= 640
