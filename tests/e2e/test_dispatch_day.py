"""The demo day by keys alone: planned, published, told, disturbed, planned anew, closed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from nemt_desk.demo.office import ZONE, open_demo
from nemt_desk.ground.clock import AgencyTime, FixedClock
from tests.e2e import live_steps, plan_steps
from tests.e2e.dispatcher import Dispatcher
from tests.screenshots import no_door
from ui.shell.entrance import Opened
from ui.shell.window import MainWindow

MONDAY, TUESDAY = date(2026, 1, 5), date(2026, 1, 6)
_PLAN_S = 3


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path) -> Iterator[Dispatcher]:
    """The demo office on a Monday afternoon in winter, its window open."""
    clock = FixedClock(AgencyTime(ZONE).at(MONDAY, time(15, 30)))
    office = open_demo(tmp_path / "office", clock=clock)
    office.save_settings(replace(office.settings, plan_seconds=_PLAN_S, dark_folder=str(tmp_path)))
    window = MainWindow(no_door(Opened(office, office.actor)))
    window.resize(1366, 768)
    window.enter(Opened(office, office.actor))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Dispatcher(qtbot, window, office=office, clock=clock, day=TUESDAY, tag="dispatch-")
    window.close_anyhow()
    window.deleteLater()
    office.close()


@pytest.mark.slow
def test_the_demo_day_by_keys_alone(person: Dispatcher, tmp_path: Path) -> None:
    person.settle()
    plan_steps.look_ahead(person)
    plan_steps.plan(person)
    plan_steps.tell(person)
    plan_steps.change_by_hand(person)
    plan_steps.call(person)
    live_steps.first_ride(person)
    live_steps.no_show(person)
    live_steps.will_call(person)
    live_steps.late(person)
    live_steps.cancel_at_door(person)
    live_steps.driver_ill(person)
    live_steps.snow(person)
    live_steps.plan_rest(person)
    live_steps.add_on(person)
    live_steps.go_dark(person)
    live_steps.close(person)
    assert list(tmp_path.glob("*.pdf"))
