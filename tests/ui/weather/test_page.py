"""A snow day by keys: list the rides, decide them, note who was told, take it back."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nemt_desk.office import Office
from nemt_desk.trips import queries as trips
from nemt_desk.trips.rows import ReturnKind, RideState
from nemt_desk.weather.rows import WeatherChoice
from tests.factories import TODAY
from tests.ui.hands import CTRL, press, type_in
from tests.ui.real import People, book, fill, make_office, open_window
from ui.shell.window import MainWindow
from ui.weather.page import WeatherPage


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def people(office: Office) -> People:
    made = fill(office)
    book(office, made, TODAY, time(10), ReturnKind.WILL_CALL)
    book(office, made, TODAY, time(15))
    return made


def _open(qtbot: QtBot, office: Office) -> tuple[MainWindow, WeatherPage]:
    window = open_window(qtbot, office, "weather=ui.weather.page:WeatherPage")
    assert window.frame is not None
    page = window.frame.page
    assert isinstance(page, WeatherPage)
    return window, page


def _list_snow(page: WeatherPage) -> None:
    type_in(page.form.form.widget("name"), "Snow")
    press(page.form.form.widget("name"), Qt.Key.Key_Return, CTRL)


def _states(office: Office, people: People) -> list[RideState]:
    with office.store.read() as session:
        return [trips.ride(session, key).state for key in people.rides]


@pytest.mark.usefixtures("people")
def test_the_first_field_asks_what_it_is(qtbot: QtBot, office: Office) -> None:
    _window, page = _open(qtbot, office)
    assert QApplication.focusWidget() is page.form.form.widget("name")
    assert "Ctrl+Enter" in page.said.text()


def test_rides_are_listed_and_cancelled_by_keys(
    qtbot: QtBot, office: Office, people: People
) -> None:
    _window, page = _open(qtbot, office)
    _list_snow(page)
    assert page.said.text().startswith("3 of 3 rides to decide")
    view = page.rides.view
    assert QApplication.focusWidget() is view
    view.selectAll()
    press(view, Qt.Key.Key_C)
    assert set(_states(office, people)) == {RideState.CANCELLED}
    assert page.said.text().endswith("1 member to tell.")
    view.selectAll()
    press(view, Qt.Key.Key_T)
    assert page.said.text().endswith("0 moved.")


def test_a_move_without_a_day_asks_for_it(qtbot: QtBot, office: Office, people: People) -> None:
    _window, page = _open(qtbot, office)
    _list_snow(page)
    page.rides.select(people.rides[2])
    press(page.rides.view, Qt.Key.Key_M)
    assert QApplication.focusWidget() is page.to_day
    type_in(page.to_day, "+2")
    page.rides.focus_rows()
    press(page.rides.view, Qt.Key.Key_M)
    with office.store.read() as session:
        assert trips.ride(session, people.rides[2]).day == TODAY + timedelta(days=2)


def test_undo_brings_the_rides_back(qtbot: QtBot, office: Office, people: People) -> None:
    window, page = _open(qtbot, office)
    _list_snow(page)
    page.rides.view.selectAll()
    press(page.rides.view, Qt.Key.Key_C)
    press(window, Qt.Key.Key_Z, CTRL)
    assert set(_states(office, people)) == {RideState.BOOKED}
    assert page.said.text().startswith("3 of 3 rides to decide")


@pytest.mark.usefixtures("people")
def test_what_is_wrong_stands_beside_its_field(qtbot: QtBot, office: Office) -> None:
    _window, page = _open(qtbot, office)
    press(page.form.form.widget("name"), Qt.Key.Key_Return, CTRL)
    assert "Say what it is" in page.form.form.problem_of("name")
    assert page.days.model.rowCount() == 0


@pytest.mark.usefixtures("people")
def test_towns_come_with_their_rides(qtbot: QtBot, office: Office) -> None:
    _window, page = _open(qtbot, office)
    assert [box.text() for _town, box in page.form.boxes] == [
        "Bovey  (3 rides)",
        "Grand Rapids  (3 rides)",
    ]


def test_a_ride_booked_later_comes_in_by_itself(
    qtbot: QtBot, office: Office, people: People
) -> None:
    window, page = _open(qtbot, office)
    _list_snow(page)
    desk = window.desk
    assert desk is not None
    page.rides.view.selectAll()
    press(page.rides.view, Qt.Key.Key_G)
    book(office, people, TODAY, time(17))
    page.refresh(None)
    assert page.said.text().startswith("1 of 4 rides to decide")
    choices = [one.choice for one in page.shown_rides()]
    assert choices.count(WeatherChoice.GO) == 3


def test_buttons_wake_with_the_choice(qtbot: QtBot, office: Office, people: People) -> None:
    _window, page = _open(qtbot, office)
    assert not page.is_possible("weather.cancel")
    _list_snow(page)
    page.rides.select(people.rides[0])
    assert page.is_possible("weather.cancel")
    assert page.is_possible("weather.print")


@pytest.mark.usefixtures("people")
def test_the_rest_of_the_day_begins_now(qtbot: QtBot, office: Office) -> None:
    _window, page = _open(qtbot, office)
    page.show_record("rest", None)
    assert not page.has_unsaved()
    _list_snow(page)
    sheet = page.sheet()
    assert sheet is not None
    assert (sheet.weather.day, sheet.weather.from_min) == (TODAY, 9 * 60)
