"""The board in a real window over a real office."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.ground.progress import Progress
from tests.ui.board.people import Scene, small_scene
from tests.ui.hands import PLAIN
from ui.board.parts import BoardParts
from ui.pages import PageEntry
from ui.shell.entrance import Entrance, Opened, Setup
from ui.shell.window import MainWindow

if TYPE_CHECKING:
    from ui.board.page import BoardPage

ENTRY = PageEntry("board", "ui.board.page:BoardPage", "Board", "mdi6.view-list-outline", 30)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = small_scene(tmp_path)
    yield made
    made.office.close()


class BoardHands:
    """Somebody at the keyboard of the board."""

    def __init__(self, qtbot: QtBot, window: MainWindow, scene: Scene) -> None:
        self.qtbot = qtbot
        self.window = window
        self.scene = scene
        assert window.frame is not None
        assert window.desk is not None
        self.page = cast("BoardPage", window.frame.page)
        self.desk = window.desk
        self.settle()

    @property
    def parts(self) -> BoardParts:
        return self.page.parts

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.jobs.is_busy)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        target: QWidget | None = QApplication.focusWidget()
        QTest.keyClick(target or self.window, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        target: QWidget | None = QApplication.focusWidget()
        QTest.keyClicks(target or self.window, text)
        self.settle()

    def choose(self, last: str, leg: int = 0) -> None:
        ride = self.scene.rides[last][leg]
        self.page.show_record("ride", ride)
        self.settle()

    def driver_of(self, last: str, leg: int = 0) -> str:
        known = self.page.at.known
        assert known is not None
        return known.driver_name(known.rides[self.scene.rides[last][leg]])


@pytest.fixture
def board(qtbot: QtBot, scene: Scene) -> BoardHands:
    return sit_down(qtbot, scene)


@pytest.fixture
def sit_at(qtbot: QtBot) -> Callable[[Scene], BoardHands]:
    return lambda scene: sit_down(qtbot, scene)


def sit_down(qtbot: QtBot, scene: Scene) -> BoardHands:
    opened = Opened(scene.office, scene.office.actor)

    def refuse(_setup: Setup, _progress: Progress) -> tuple[Opened, str]:
        raise AssertionError("the office is there already")

    entrance = Entrance(
        exists=lambda: True,
        open=lambda _login, _password, _progress: opened,
        create=refuse,
        unlock=lambda _opened, _password, _progress: None,
    )
    window = MainWindow(entrance, entries=[ENTRY])
    qtbot.addWidget(window, before_close_func=lambda w: cast("MainWindow", w).close_anyhow())
    window.resize(1366, 768)
    window.show()
    window.enter(opened)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return BoardHands(qtbot, window, scene)
