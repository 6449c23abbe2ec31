"""The Places page in a real window over a real small office with a clinic and two rides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.office import Office
from nemt_desk.places import queries
from nemt_desk.places.rows import Place, PlacePhoto
from nemt_desk.trips.queries import rides_by_ids
from nemt_desk.trips.rows import Ride
from tests.factories import TODAY
from tests.runs.test_place_moves import Straight
from tests.ui.hands import CTRL, PLAIN, press, type_in
from tests.ui.real import People, book, fill, make_office, open_window, settle
from ui.places.fields import PlaceFields
from ui.places.page import PlacesPage
from ui.shell.window import MainWindow

DAYS = (TODAY + timedelta(days=1), TODAY + timedelta(days=2))


@dataclass
class Hands:
    """Somebody at the keyboard of the Places page."""

    qtbot: QtBot
    window: MainWindow
    office: Office
    people: People

    @property
    def page(self) -> PlacesPage:
        assert self.window.frame is not None
        page = self.window.frame.page
        assert isinstance(page, PlacesPage)
        return page

    @property
    def fields(self) -> PlaceFields:
        assert self.page.pane is not None
        fields = self.page.pane.fields
        assert isinstance(fields, PlaceFields)
        return fields

    def settle(self) -> None:
        settle(self.qtbot, self.window)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)
        focus: QWidget | None = self.window.focusWidget()
        press(self.window if focus is None else focus, key, modifier)
        self.settle()

    def save(self) -> None:
        self.press(Qt.Key.Key_Return, CTRL)

    def type_over(self, name: str, text: str) -> None:
        field = self.fields.widget(name)
        assert isinstance(field, QLineEdit)
        field.setFocus()
        field.selectAll()
        type_in(field, text)
        press(field, Qt.Key.Key_Tab)

    def place(self) -> Place:
        with self.office.store.read() as session:
            return queries.place(session, self.people.clinic)

    def photo(self) -> PlacePhoto | None:
        with self.office.store.read() as session:
            return queries.photo_of(session, self.people.clinic)

    def rides(self) -> list[Ride]:
        with self.office.store.read() as session:
            return rides_by_ids(session, self.people.rides)

    def said(self) -> str:
        assert self.window.desk is not None
        latest = self.window.desk.notices.latest
        return latest.text if latest is not None else ""


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    monkeypatch.setattr(Office, "map", Straight())
    monkeypatch.setattr(Office, "geocode", lambda _office, _text, _limit=5: None)
    monkeypatch.setattr(Office, "suggest", lambda _office, _text, _limit=8: ())
    office = make_office(tmp_path)
    people = fill(office)
    for day in DAYS:
        book(office, people, day, time(10))
    window = open_window(qtbot, office, "places=ui.places.page:PlacesPage")
    made = Hands(qtbot, window, office, people)
    made.page.open_record(people.clinic)
    made.settle()
    yield made
    window.close_anyhow()
    office.close()
