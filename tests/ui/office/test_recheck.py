"""The recheck list on a real office: what it shows, takes over, keeps and says."""

from datetime import time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from nemt_desk.closures import queries
from nemt_desk.closures.rows import Closure, ClosureEntry
from nemt_desk.ground.ids import Id
from nemt_desk.office import Office
from nemt_desk.trips.queries import ride as ride_of
from nemt_desk.trips.rows import Mileage, RideState
from tests.factories import TODAY
from tests.runs.world import DETOUR_M, FlatRoads
from tests.ui.hands import CTRL, press
from tests.ui.office.conftest import Opener
from tests.ui.real import TOMORROW, People, book, fill, settle
from ui.shell.recheck import RecheckDialog, after_closure
from ui.shell.window import MainWindow
from ui.widgets.form import FieldForm

pytestmark = pytest.mark.slow  # a whole window and a map each time


class OldMap(FlatRoads):
    """The map the rides were booked on."""


@pytest.fixture
def people(office: Office, monkeypatch: pytest.MonkeyPatch) -> People:
    """Two rides of the old map, one of them done by now, and the new map in place."""
    made = fill(office)
    monkeypatch.setattr(Office, "map", OldMap("oldmap"))
    for clock in (time(8, 0), time(10, 0)):
        book(office, made, TODAY if clock.hour < 9 else TOMORROW, clock)
    _measured_before(office, made.rides)
    office.trips.mark(office.actor, made.rides[0], RideState.DONE)
    monkeypatch.setattr(Office, "map", FlatRoads("newmap", longer_m=3_000))
    return made


def _measured_before(office: Office, rides: list[Id]) -> None:
    from nemt_desk.trips.recheck import planned, recheck  # noqa: PLC0415 - one use

    with office.store.read() as session:
        asked = planned(session, office.settings, TODAY)
    assert office.map is not None
    found = recheck(asked, office.map, today=TODAY)
    assert {line.ride_id for line in found.can_take} == set(rides)
    office.rechecks.take_over(office.actor, found.can_take)


def kept(office: Office, ride_id: Id) -> Mileage:
    with office.store.read() as session:
        found = ride_of(session, ride_id).mileage
    assert found is not None
    return found


def opened_list(qtbot: QtBot, window: MainWindow, **days: Any) -> RecheckDialog:
    assert window.desk is not None
    dialog = RecheckDialog(window.desk, parent=window, **days)
    dialog.begin()
    settle(qtbot, window)
    return dialog


def test_the_list_takes_over_what_is_open_and_keeps_what_is_over(
    qtbot: QtBot, opened: Opener, office: Office, people: People
) -> None:
    window, _page = opened()
    dialog = opened_list(qtbot, window)
    done, coming = people.rides
    rows = dialog.table.model.rows()
    assert [line.ride_id for line in rows] == [coming, done]
    assert "2 of 2 rides differ; 1 over or under way, kept as they are" in dialog.doing.text()
    shown = [column.shown(rows[0]) for column in dialog.table.model.columns]
    assert shown[5] == "+1.8"
    assert shown[-1] == "Flat 1.0, 2026-10-01"
    dialog.table.select(done)
    assert not dialog.take_chosen.isEnabled()
    assert "Kept: this ride is over or under way." in dialog.about.text()
    dialog.table.select(coming)
    assert dialog.take_chosen.isEnabled()
    before = kept(office, coming)
    dialog.take_chosen.click()
    settle(qtbot, window)
    assert kept(office, coming).direct_m == pytest.approx(before.direct_m + 3_000)
    assert kept(office, done).map_hash == "oldmap"
    assert "print them again" in dialog.doing.text()
    assert [line.ride_id for line in dialog.table.model.rows()] == [done]
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    press(dialog.table.view, Qt.Key.Key_Z, CTRL)
    assert kept(office, coming) == before
    assert "measure again" in dialog.doing.text()
    dialog.again.click()
    settle(qtbot, window)
    assert dialog.found.can_take
    press(dialog, Qt.Key.Key_Escape)
    assert not any(isinstance(one, RecheckDialog) and one.isVisible() for one in _windows())


def _windows() -> list[Any]:
    return list(QApplication.topLevelWidgets())


def test_without_a_map_it_says_so(
    qtbot: QtBot, opened: Opener, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Office, "map", None)
    window, _page = opened()
    dialog = opened_list(qtbot, window)
    assert "no county map" in dialog.doing.text()
    assert not dialog.take_all.isEnabled()


def test_a_shut_road_opens_the_list_only_when_rides_differ(
    qtbot: QtBot, opened: Opener, office: Office, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Office, "map", OldMap("oldmap"))
    window, _page = opened()
    assert window.desk is not None
    far = TOMORROW + timedelta(days=30)
    after_closure(window.desk, None, closed(office, far), window)
    settle(qtbot, window)
    assert lists() == []
    after_closure(window.desk, None, closed(office, TOMORROW), window)
    settle(qtbot, window)
    (dialog,) = lists()
    assert "Bridge: these planned rides" in dialog.words.text()
    (line,) = dialog.found.lines
    assert line.more_m == pytest.approx(DETOUR_M)
    dialog.reject()


def closed(office: Office, day: Any) -> Closure:
    entry = ClosureEntry(name="Bridge", line=((47.2, -93.5),), from_on=day, until_on=day)
    saved = office.closures.add(office.actor, entry)
    with office.store.read() as session:
        return queries.closure(session, saved.id)


def lists() -> list[RecheckDialog]:
    return [one for one in _windows() if isinstance(one, RecheckDialog) and one.isVisible()]


def typed(form: FieldForm, name: str, text: str) -> None:
    field = form.widget(name)
    assert isinstance(field, QLineEdit)
    field.setText(text)


def test_how_the_office_drives_is_kept_with_the_agency(
    qtbot: QtBot, opened: Opener, office: Office
) -> None:
    _window, page = opened()
    form = page.agency.form
    typed(form, "winter_percent", "20")
    typed(form, "winter_from", "1 Dec")
    ferries = form.widget("avoid_ferries")
    assert isinstance(ferries, QCheckBox)
    ferries.click()
    page.agency.save()
    kept_now = office.settings
    assert (kept_now.winter_percent, kept_now.winter_from) == (20, "12-01")
    assert kept_now.avoid_ferries
    typed(form, "winter_until", "soon")
    typed(form, "map_margin_mi", "")
    page.agency.save()
    assert "no day of the year" in form.problem_of("winter_until")
    typed(form, "winter_until", "3/31")
    page.agency.save()
    assert "number of miles" in form.problem_of("map_margin_mi")
    assert office.settings == kept_now
