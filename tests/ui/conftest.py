"""A tiny office that is no database, a tiny page, and a window around them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, cast, override

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.ground.changes import Changes, RowStep
from nemt_desk.ground.clock import AgencyTime, FixedClock
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.progress import Progress
from ui.actions.action import Action
from ui.pages import PageEntry
from ui.shell.desk import Desk
from ui.shell.entrance import Entrance, Opened, PackChoice, Setup
from ui.shell.page import Page
from ui.shell.window import MainWindow
from ui.theme.palette import Scheme
from ui.theme.theme import BODY_POINTS, theme

if TYPE_CHECKING:
    from nemt_desk.office import Office

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
LOGIN, PASSWORD = "ann", "a quiet sentence 42"


@dataclass
class FakeStore:
    """Remembers what it was asked to undo; `moved_on` makes it refuse."""

    undone: list[Changes] = field(default_factory=list)
    moved_on: bool = False

    def undo(self, _actor: object, changes: Changes) -> Changes:
        if self.moved_on:
            raise RefusedError("Somebody changed it since. Nothing was undone.")
        self.undone.append(changes)
        return Changes.of(f"Undid: {changes.text}", changes.steps)


@dataclass
class FakeOffice:
    store: FakeStore = field(default_factory=FakeStore)
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOON))
    time: AgencyTime = field(default_factory=lambda: AgencyTime("America/Chicago"))
    actor: Any = field(
        default_factory=lambda: SimpleNamespace(id=new_id(), name="A. Coordinator", login=LOGIN)
    )
    settings: Any = field(default_factory=lambda: SimpleNamespace(lock_min=10))


def changes(text: str = "Moved a ride") -> Changes:
    return Changes.of(text, (RowStep("ride", new_id(), {"at": 1}, {"at": 2}),))


class FakePage(Page):
    """A page with one line to type in."""

    page_id = "first"
    title = "First"
    icon = "mdi6.flag-outline"
    order = 1
    made: ClassVar[int] = 0

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        type(self).made += 1
        self.line = QLineEdit()
        self.line.setAccessibleName("Line")
        QVBoxLayout(self).addWidget(self.line)
        self.heard: list[Changes | None] = []
        self.shown: list[tuple[str, Id | None]] = []
        self.done: list[str] = []
        self.possible = True
        self.day = date(2026, 11, 24)

    @override
    def refresh(self, changes: Changes | None) -> None:
        self.heard.append(changes)

    @override
    def head_text(self) -> str:
        return "4 unassigned"

    @override
    def head_day(self) -> date | None:
        return self.day

    @override
    def show_day(self, day: date) -> None:
        self.day = day

    @override
    def actions(self) -> list[Action]:  # type: ignore[override]
        return [
            Action(
                f"{self.page_id}.assign",
                "Assign to a run",
                lambda: self.done.append("assign"),
                "A",
                enabled=lambda: self.possible,
            ),
            Action(f"{self.page_id}.find", "Find", lambda: self.done.append("find"), "F3"),
        ]

    @override
    def help_text(self) -> str:
        return "A page to try things on."

    @override
    def show_record(self, kind: str, id: Id | None) -> None:
        self.shown.append((kind, id))

    @override
    def has_unsaved(self) -> bool:
        return bool(self.line.text())

    @override
    def first_focus(self) -> QWidget | None:
        return self.line


class SecondPage(FakePage):
    page_id = "second"
    title = "Second"


ENTRIES = (
    PageEntry("first", "tests.ui.conftest:FakePage", "First", "mdi6.flag-outline", 1),
    PageEntry("second", "tests.ui.conftest:SecondPage", "Second", "mdi6.flag-outline", 2),
)


@dataclass
class Door:
    """What was asked at the door; `exists` and `password` decide who comes in."""

    exists: bool = True
    setups: list[Setup] = field(default_factory=list)
    office: FakeOffice = field(default_factory=FakeOffice)

    def opened(self) -> Opened:
        return Opened(cast("Office", self.office), self.office.actor)

    def open(self, login: str, password: str, _progress: Progress) -> Opened:
        if (login, password) != (LOGIN, PASSWORD):
            raise RefusedError(f"secret detail {len(login)}")
        return self.opened()

    def create(self, setup: Setup, progress: Progress) -> tuple[Opened, str]:
        progress.step("Making the keys", 50)
        self.setups.append(setup)
        return self.opened(), "7K3M9-QX2TV-01ABC-ZZ9PD-7K3M9-QX2TV-01ABC-ZZ9PD"

    def unlock(self, _opened: Opened, password: str, _progress: Progress) -> None:
        if password != PASSWORD:
            raise RefusedError("another secret detail")

    def entrance(self) -> Entrance:
        return Entrance(
            exists=lambda: self.exists,
            open=self.open,
            create=self.create,
            unlock=self.unlock,
            packs=lambda: [
                PackChoice("ct", "Connecticut", "America/New_York"),
                PackChoice("mn", "Minnesota"),
            ],
            code_pdf=lambda _setup, _code: b"%PDF-1.4 not really",
        )


@pytest.fixture(autouse=True)
def _plain_looks(qapp: QApplication) -> Iterator[None]:
    theme().apply(qapp, Scheme.LIGHT, BODY_POINTS)
    yield
    theme().apply(qapp, Scheme.LIGHT, BODY_POINTS)


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice()


@pytest.fixture
def desk(office: FakeOffice, qapp: QApplication) -> Iterator[Desk]:
    made = Desk(Opened(cast("Office", office), office.actor))
    yield made
    made.jobs.shutdown()


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def bare_window(qtbot: QtBot, door: Door) -> MainWindow:
    """A window nobody has come in through yet."""
    window = MainWindow(door.entrance(), entries=ENTRIES)
    qtbot.addWidget(window, before_close_func=_let_go)
    return window


def _let_go(window: QWidget) -> None:
    cast("MainWindow", window).close_anyhow()


@pytest.fixture
def window(qtbot: QtBot, bare_window: MainWindow, door: Door) -> MainWindow:
    """A window with an open office on its first page."""
    bare_window.show()
    bare_window.enter(door.opened())
    bare_window.activateWindow()
    qtbot.waitUntil(bare_window.isActiveWindow)
    return bare_window


@pytest.fixture
def page(window: MainWindow) -> Callable[[], FakePage]:
    def shown() -> FakePage:
        assert window.frame is not None
        assert isinstance(window.frame.page, FakePage)
        return window.frame.page

    return shown
