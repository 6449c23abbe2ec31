"""A small office on a made-up county's map, and a window on it with the Map page."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.geo import CountyMap, build_map
from nemt_desk.ground.progress import Quiet
from nemt_desk.members.queries import member
from nemt_desk.office import Office
from nemt_desk.places.rows import PinSource
from tests.factories import TODAY, driver_entry, home_entry, member_entry, place_entry
from tests.geo.conftest import node_at, write_county
from tests.ui.real import People, book, make_office, open_window
from ui.map.page import MapPage
from ui.shell.window import MainWindow

# The web view draws without a graphics card in tests, and says nothing about it.
os.environ.setdefault("QT_QUICK_BACKEND", "software")

LOADS_MS = 30_000


def pin(row: float, column: float) -> dict[str, Any]:
    """Return the fields of a pin on a crossing of the made-up county."""
    lat, lon = node_at(0, 0)
    return {
        "lat": round(lat + row * 0.01, 6),
        "lon": round(lon + column * 0.01, 6),
        "pin_source": PinSource.POINT,
    }


@pytest.fixture(scope="session")
def built_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up county's map, built once."""
    folder = tmp_path_factory.mktemp("map-page")
    source = folder / "birch.osm.pbf"
    write_county(source)
    build_map([source], folder / "map", progress=Quiet())
    return folder / "map"


@pytest.fixture(scope="session")
def county(built_map: Path) -> Iterator[CountyMap]:
    opened = CountyMap.open(built_map)
    yield opened
    opened.close()


@pytest.fixture
def bare_office(tmp_path: Path) -> Iterator[Office]:
    """An office without a map and without anybody in it."""
    made = make_office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def office(bare_office: Office, built_map: Path) -> Office:
    """An office with a map."""
    shutil.copytree(built_map, bare_office.files.map)
    return bare_office


@dataclass
class Town:
    """Who lives in the office's county."""

    office: Office
    people: People

    @property
    def home(self) -> Any:
        with self.office.store.read() as session:
            return member(session, self.people.member).home_id


def settle_town(
    office: Office, *, last: str = "Schroeder", clinic: str = "Lakeside Clinic"
) -> Town:
    """Add a member, a volunteer and a clinic with pins, and two rides of today."""
    who = office.actor
    people = People(
        office.members.add(who, member_entry(last_name=last, home=home_entry(**pin(1, 1)))).id,
        office.drivers.add(who, driver_entry(home=home_entry(**pin(4, 1)))).id,
        office.places.add(who, place_entry(name=clinic, **pin(3, 4))).id,
    )
    book(office, people, TODAY, time(11))
    book(office, people, TODAY, time(15))
    return Town(office, people)


@pytest.fixture
def town(office: Office) -> Town:
    """One ride is on a run, the other has no driver."""
    made = settle_town(office)
    office.runs.assign(
        office.actor,
        [made.people.rides[0]],
        driver_id=made.people.driver,
        day=TODAY,
        override_reason="a test",
    )
    return made


class MapHands:
    """Somebody at the Map page."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        assert window.frame is not None
        assert isinstance(window.frame.page, MapPage)
        self.qtbot = qtbot
        self.window = window
        self.page = window.frame.page

    def wait(self) -> None:
        """Wait until the map can be seen and everything is on it."""
        self.qtbot.waitUntil(lambda: self.page.pane.is_ready, timeout=LOADS_MS)
        self.qtbot.waitUntil(self._is_calm, timeout=LOADS_MS)
        # The page hears of its size later than the window, and asks for its tiles then.
        self.until_js(f"map_county.getSize().x === {self.view.width()}")
        self.until_js("!document.querySelector('.leaflet-tile:not(.leaflet-tile-loaded)')")
        count = sum(mark.has_place for mark in self.page.marks)
        shown = self.js("deskMap.count()")
        assert shown == count

    def _is_calm(self) -> bool:
        tiles = self.view.server.tiles
        return not self.page.desk.jobs.is_busy and (tiles is None or not tiles.is_busy)

    @property
    def view(self) -> Any:
        assert self.page.pane.view is not None
        return self.page.pane.view

    def js(self, code: str) -> Any:
        """Have the page work something out."""
        heard: list[Any] = []
        # As text: lists come back from the page as nothing at all.
        self.view.locked.runJavaScript(f"JSON.stringify([{code}])", heard.append)
        self.qtbot.waitUntil(lambda: bool(heard), timeout=LOADS_MS)
        return json.loads(heard[0])[0]

    def until_js(self, code: str) -> None:
        """Wait until something is true on the page."""
        for _try in range(400):
            if self.js(code):
                return
            QApplication.processEvents()
        raise AssertionError(f"never true: {code}")

    def middle_of(self, selector: str) -> QPoint:
        """Return where an element's middle is seen."""
        x, y = self.js(
            f"((r) => [r.x + r.width / 2, r.y + r.height / 2])"
            f"(document.querySelector({selector!r}).getBoundingClientRect())"
        )
        return QPoint(round(x), round(y))

    def keys(self) -> QWidget:
        """Return the widget that hears keys in the map."""
        proxy = self.view.focusProxy()
        assert isinstance(proxy, QWidget)
        return proxy


def sit_down(qtbot: QtBot, office: Office) -> MapHands:
    """Open the window on the Map page."""
    return MapHands(qtbot, open_window(qtbot, office, "map=ui.map.page:MapPage"))
