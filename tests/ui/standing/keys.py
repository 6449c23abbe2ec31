"""What tests of the Standing orders page do by keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.hands import press, type_in
from ui.shell.window import MainWindow
from ui.standing.page import StandingPage


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def put(field: QWidget, text: str) -> None:
    field.setFocus()
    field.clear()  # type: ignore[attr-defined]
    type_in(field, text)


def act(qtbot: QtBot, window: MainWindow, page: StandingPage, key: Qt.Key) -> None:
    press(window, key)
    qtbot.waitUntil(lambda: page.panel.looked is not None)


def look(qtbot: QtBot, page: StandingPage) -> None:
    """Wait until what was typed has been looked at."""
    page.panel.look()
    qtbot.waitUntil(lambda: page.panel.looked is not None)
