"""A window on a real store with the three pages, and hands for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.geo import Answer
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.settings import Settings
from nemt_desk.members.eligibility import EligibilityService
from nemt_desk.members.papers import PaperService
from nemt_desk.trips.again import DecideAgain
from nemt_desk.trips.denials import DenialService
from tests.factories import ACTOR, Built, build_store
from tests.ui.hands import CTRL, PLAIN, press, type_in
from tests.ui.people.folder_room import Room, open_room
from tests.ui.real import make_office
from ui.pages import PAGES
from ui.shell.entrance import Entrance, Opened
from ui.shell.record import RecordPane
from ui.shell.records import RecordsPage
from ui.shell.window import MainWindow

if TYPE_CHECKING:
    from nemt_desk.office import Office

ENTRIES = [entry for entry in PAGES if entry.page_id in {"members", "drivers", "places"}]


@dataclass
class FakeMap:
    """Answers addresses with what the test says."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def geocode(self, text: str) -> Answer:
        self.asked.append(text)
        nothing = Answer((), "The map has no such address. Check the spelling.")
        return next((a for known, a in self.answers.items() if known in text), nothing)


@dataclass
class People:
    """The window, its store, and what a person does in it."""

    window: MainWindow
    built: Built
    office: Any
    qtbot: QtBot

    def page(self, page_id: str) -> RecordsPage:
        frame = self.window.frame
        assert frame is not None
        frame.go(page_id)
        assert isinstance(frame.page, RecordsPage)
        frame.page.read_list()
        self.settle()
        return frame.page

    def pane(self) -> RecordPane:
        frame = self.window.frame
        assert frame is not None
        assert isinstance(frame.page, RecordsPage)
        assert frame.page.pane is not None
        return frame.page.pane

    def settle(self) -> None:
        desk = self.window.desk
        assert desk is not None
        self.qtbot.waitUntil(lambda: not desk.jobs.is_busy)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key where the focus is."""
        if not self.window.isActiveWindow():
            # The offscreen screen lets go of the window now and then; a desktop does not.
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)
        focus: QWidget | None = self.window.focusWidget()
        target = focus if focus is not None else self.window
        press(target, key, PLAIN if modifier is None else modifier)
        self.settle()

    def save(self) -> None:
        self.press(Qt.Key.Key_Return, CTRL)

    def fill(self, name: str, text: str) -> None:
        """Type a text into a field and leave it."""
        field = self.pane().fields.widget(name)
        type_over(field, text)
        press(field, Qt.Key.Key_Tab)

    def text(self, name: str) -> str:
        field = self.pane().fields.widget(name)
        assert isinstance(field, QLineEdit)
        return field.text()

    def said(self) -> str:
        desk = self.window.desk
        assert desk is not None
        latest = desk.notices.latest
        return latest.text if latest is not None else ""

    def problem(self, name: str) -> str:
        for form in self.pane().fields.forms:
            for known in form.names:
                if name in known.split("+"):
                    return form.problem_of(known)
        raise KeyError(name)


def type_over(target: QWidget, text: str) -> None:
    """Replace what stands in a line by typing."""
    target.setFocus()
    if isinstance(target, QLineEdit):
        target.selectAll()
    type_in(target, text)


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    made = build_store(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def people(qtbot: QtBot, built: Built) -> People:
    settings = Settings(name="Perch County Rides", lock_min=10)
    office = SimpleNamespace(
        store=built.store,
        clock=built.clock,
        time=AgencyTime("America/Chicago"),
        settings=settings,
        papers=PaperService(built.store, built.trail, lambda: settings),
        eligibility=EligibilityService(built.store, lambda: settings),
        decide_again=DecideAgain(built.store, lambda: settings),
        denials=DenialService(built.store, lambda: settings),
        members=built.members,
        drivers=built.drivers,
        places=built.places,
        trail=built.trail,
        map=None,
        actor=ACTOR,
        suggest=lambda text: (),
    )
    office.geocode = lambda text: office.map.geocode(text) if office.map else None
    opened = Opened(cast("Office", office), ACTOR)
    never: Callable[..., Any] = lambda *_: opened  # noqa: E731 - nobody comes through the door
    entrance = Entrance(exists=lambda: True, open=never, create=never, unlock=never, packs=list)
    window = MainWindow(entrance, entries=ENTRIES)
    qtbot.addWidget(window, before_close_func=lambda w: cast("MainWindow", w).close_anyhow())
    window.show()
    window.enter(opened)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return People(window, built, office, qtbot)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    """A member's record in a real office."""
    made = make_office(tmp_path)
    yield open_room(qtbot, made)
    made.close()
