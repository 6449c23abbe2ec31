"""A person's hands: typed presses of keys, with the types that qtbot's own lack."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

PLAIN = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def press(target: QWidget | QWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Press and release one key."""
    if isinstance(target, QWindow):
        QTest.keyClick(target, key, modifier)
    else:
        QTest.keyClick(target, key, modifier)


def type_in(target: QWidget, text: str) -> None:
    """Type text, key by key; letters that QTest has no key for come as an input method's would."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(target, letter)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, PLAIN, letter))
