"""The demo day by keys alone: planned, told, disturbed, re-planned, closed."""

import shutil, os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nemt_desk.demo.office import ZONE, open_demo
from nemt_desk.ground.clock import AgencyTime, FixedClock
from nemt_desk.runs.rows import RunState
from tests.e2e.dispatcher import Dispatcher
from tests.e2e.person import SHIFT
from tests.screenshots import no_door
from ui.shell.entrance import Opened
from ui.shell.window import MainWindow

Key = Qt.Key
MONDAY, TUESDAY = date(2026, 1, 5), date(2026, 1, 6)


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path) -> Iterator[Dispatcher]:
    """The demo office on a Monday afternoon in winter, its window open on Today."""
    clock = FixedClock(AgencyTime(ZONE).at(MONDAY, time(15, 30)))
    shutil.copytree(os.environ["NEMT_DESK_TEST_DEMO"], tmp_path / "office")
    office = open_demo(tmp_path / "office", clock=clock)
    office.save_settings(replace(office.settings, plan_seconds=4))
    opened = Opened(office, office.actor)
    window = MainWindow(no_door(opened))
    window.resize(1366, 768)
    window.enter(opened)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Dispatcher(qtbot, window, office=office, clock=clock, day=TUESDAY)
    window.close_anyhow()
    window.deleteLater()
    office.close()


@pytest.mark.slow
@pytest.mark.serial
def test_the_demo_day_by_keys_alone(person: Dispatcher) -> None:
    look_ahead(person)
    plan(person)
    tell(person)
    change_by_hand(person)
    call(person)
    morning(person)


def look_ahead(person: Dispatcher) -> None:
    person.settle()
    person.picture("today")
    person.alt(Key.Key_3)
    person.settle()
    person.picture("monday")
    for key, name in ((Key.Key_J, "month"), (Key.Key_T, "far"), (Key.Key_D, "dark")):
        person.go_board()
        person.press(key, mod=Qt.KeyboardModifier.ShiftModifier)
        person.settle()
        assert person.page_id == "ahead"
        person.picture(f"ahead-{name}")
    person.go_board()
    person.alt(Key.Key_Right)
    person.settle()
    person.picture("tuesday")


def plan(person: Dispatcher) -> None:
    free = len(person.known.board.unassigned)
    person.key("s")
    person.wait(lambda: "proposed" in person.head)
    person.picture("plan-coming")
    person.settle()
    person.picture("plan")
    print(person.head, free)
    for n in range(3):
        person.press(Key.Key_Down)
        person.settle()
        person.picture(f"why-{n}")
    person.press(Key.Key_End)
    person.settle()
    person.picture("unserved")
    person.key("Y")
    person.settle()
    person.picture("accepted")
    print(person.head, person.notice())
    person.ctrl(Key.Key_Z)
    person.settle()
    person.picture("undone")
    print(person.head, person.notice())
    person.ctrl(Key.Key_Y)
    person.settle()
    print(person.head, person.notice())
    person.key("P")
    person.settle()
    person.picture("published")
    print(person.head, person.notice())
    assert all(run.state is RunState.PUBLISHED for run in person.known.board.runs)


def tell(person: Dispatcher) -> None:
    person.key("f")
    person.settle()
    person.picture("telling")
    assert person.below == "telling"
    before = person.telling()
    first = before.open[0]
    person.press(Key.Key_9)
    person.settle()
    person.press(Key.Key_8)
    person.settle()
    person.press(Key.Key_Return)
    person.settle()
    person.picture("telling-three-calls")
    print([ (l.name, l.state, l.tries) for l in person.telling().lines[:5]], person.notice())
    person.ctrl(Key.Key_A)
    person.press(Key.Key_F, mod=SHIFT)
    person.settle()
    person.picture("telling-all")
    print(person.notice(), person.head)
    assert not person.telling().open


def change_by_hand(person: Dispatcher) -> None:
    person.press(Key.Key_Escape)
    run = max(person.known.board.runs, key=lambda run: len(run.rides))
    ride = next(r for r in run.rides if not r.is_loose and r.return_kind.value != "wait")
    person.go_ride(ride.id)
    person.press(Key.Key_F5)
    person.settle()
    person.press(Key.Key_Down)
    person.settle()
    person.picture("impact-before")
    person.press(Key.Key_Return)
    person.settle()
    person.picture("impact-after")
    print(person.at, person.notice(), person.head, run.driver_name, person.driver(ride.id))
    print([(l.name, l.state, l.changes) for l in person.telling().open])
    person.key("I")
    person.settle()
    person.picture("impact-all")
    person.press(Key.Key_Escape)
    person.key("P")
    person.settle()
    person.key("f")
    person.settle()
    person.picture("telling-again")
    person.ctrl(Key.Key_A)
    person.press(Key.Key_F, mod=SHIFT)
    person.settle()
    print(person.head)


def call(person: Dispatcher) -> None:
    person.press(Key.Key_Escape)
    person.key("j")
    person.settle()
    ride = person.chosen[0]
    person.key("k")
    person.settle()
    person.picture("call-sheet")
    for key in (Key.Key_2, Key.Key_3, Key.Key_4):
        person.press(key)
        person.settle()
        print(person.notice())
    person.picture("call-sheet-said")
    person.press(Key.Key_1)
    person.settle()
    person.picture("call-sheet-yes")
    print(person.notice(), person.head, person.at)
    assert person.driver(ride)
    person.key("P")
    person.settle()
    print(person.head, person.at)


def morning(person: Dispatcher) -> None:
    first = min((r for r in person.known.rides.values() if r.pickup_min), key=lambda r: r.pickup_min)
    begin, end = divmod(first.pickup_min, 60), divmod(first.dropoff_min, 60)
    person.it_is(begin[0], begin[1] - begin[1] % 5)
    person.picture("before-dawn")
    person.go_ride(first.id)
    for letter, name in (("e", "en-route"), ("v", "arrived"), ("b", "aboard")):
        person.key(letter)
        person.settle()
        print(person.notice(), person.state(first.id))
    person.picture("aboard")
    person.it_is(*end)
    person.go_ride(first.id)
    person.key("B")
    person.settle()
    person.picture("off")
    print(person.notice(), person.state(first.id))
