"""A person at the keyboard: keys go where the focus is, and fields are reached by Tab alone.

Nothing here touches a page: what is not reached by keys is not reached at all.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.hands import ALT, CTRL, PLAIN, press
from ui.shell.window import MainWindow
from ui.widgets.layout import ElidedLabel

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
_MOST_TABS = 150
_SLOW_MS = 60_000


def names_of(widget: QWidget | None) -> Iterator[str]:
    """Yield what a screen reader says of the focus: its own name, then what it stands in."""
    while widget is not None and not widget.isWindow():
        if widget.accessibleName():
            yield widget.accessibleName()
        elif isinstance(widget, QAbstractButton):
            yield widget.text().replace("&", "")
        widget = widget.parentWidget()


@dataclass
class Person:
    """Hands and eyes on one window."""

    qtbot: QtBot
    window: MainWindow
    pictures: Path | None = field(
        default_factory=lambda: (
            Path(os.environ["NEMT_DESK_TEST_PICTURES"])
            if "NEMT_DESK_TEST_PICTURES" in os.environ
            else None
        )
    )
    tag: str = ""
    tabs: int = 0
    shots: int = 0

    # --- hands ------------------------------------------------------------------------------

    @property
    def focus(self) -> QWidget:
        """Who gets the next key."""
        popup = QApplication.activePopupWidget()
        found = popup or QApplication.focusWidget() or QApplication.activeWindow()
        assert found is not None, "no widget has the focus: every key is lost"
        return found

    @property
    def at(self) -> str:
        """The name of the field with the focus."""
        return next(names_of(self.focus), type(self.focus).__name__)

    def press(self, *keys: Key, mod: Qt.KeyboardModifier = PLAIN) -> None:
        for key in keys:
            press(self.focus, key, mod)
            QApplication.processEvents()

    def ctrl(self, key: Key) -> None:
        self.press(key, mod=CTRL)

    def alt(self, key: Key) -> None:
        self.press(key, mod=ALT)

    def type(self, text: str) -> None:
        """Type key by key; letters that no US keyboard has come as the input method sends them."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.focus, letter)
            else:
                for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, Key.Key_unknown, PLAIN, letter)
                    QApplication.sendEvent(self.focus, event)
        QApplication.processEvents()

    def to(self, name: str) -> None:
        """Press Tab until the field of that name has the focus."""
        seen = [self.at]
        while not self._is_at(name):
            assert len(seen) < _MOST_TABS, f"Tab never comes to {name}: {seen}"
            self.press(Key.Key_Tab)
            self.tabs += 1
            seen.append(self.at)

    def fill(self, name: str, text: str) -> None:
        """Go to a field and type over what stands there."""
        self.to(name)
        self.ctrl(Key.Key_A)
        self.type(text)

    def choose(self, name: str, words: str) -> None:
        """Go to a choice and walk down to what begins with these words."""
        self.to(name)
        box = self.focus
        assert isinstance(box, QComboBox)
        self.press(Key.Key_Home)
        for _ in range(box.count()):
            if box.currentText().startswith(words):
                return
            self.press(Key.Key_Down)
        raise AssertionError(f"{name} does not offer {words}")

    def tick(self, name: str) -> None:
        self.to(name)
        self.press(Key.Key_Space)

    # --- eyes -------------------------------------------------------------------------------

    def wait(self, is_so: Callable[[], bool], timeout: int = _SLOW_MS) -> None:
        self.qtbot.waitUntil(is_so, timeout=timeout)
        QApplication.processEvents()

    def settle(self) -> None:
        """Wait until nothing runs."""
        desk = self.window.desk
        assert desk is not None
        self.wait(lambda: not desk.jobs.is_busy)

    def wait_dialog_gone(self) -> None:
        """Wait until no dialog is open; the window comes to the front, as a desktop does it."""
        self.wait(lambda: QApplication.activeModalWidget() is None)
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    @property
    def page_id(self) -> str:
        frame = self.window.frame
        page = frame.page if frame is not None else None
        return page.page_id if page is not None else ""

    def notice(self) -> str:
        """What was said last in the line above the status line."""
        desk = self.window.desk
        latest = desk.notices.latest if desk is not None else None
        return latest.text if latest is not None else ""

    def sees(self, words: str) -> bool:
        """Tell whether words stand somewhere on the window, shown."""
        return any(words in text for text in self.texts())

    def is_in_view(self) -> bool:
        """Tell whether what has the focus can be seen."""
        return not self.focus.visibleRegion().isEmpty()

    def texts(self) -> Iterator[str]:
        """Yield everything that is written on the window."""
        for widget in self.window.findChildren(QWidget):
            if not widget.isVisible():
                continue
            if isinstance(widget, QLabel | QLineEdit | QAbstractButton | ElidedLabel):
                yield widget.text()
            elif isinstance(widget, QComboBox):
                yield widget.currentText()

    def picture(self, name: str) -> None:
        """Keep a picture, if pictures are wanted."""
        self.shots += 1
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            self.qtbot.wait(50)
            top = QApplication.activeModalWidget() or self.window
            top.grab().save(str(self.pictures / f"{self.tag}{self.shots:02d}-{name}.png"))

    def _is_at(self, name: str) -> bool:
        return self.at.startswith(name)
