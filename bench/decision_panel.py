"""From a typed fact to the painted answer of the booking page, against a bare field and label."""

import os
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from bench.measure import Result, in_turns, percentile
from nemt_desk.ground.progress import Quiet
from tests.booking_shots import STATES, Typist
from ui.app import make_application, open_demo
from ui.book.page import BookPage
from ui.shell.desk import Desk
from ui.shell.entrance import Entrance, Opened
from ui.shell.window import MainWindow

ROUNDS = 60
_SIZE = (1366, 768)
_AIM = 5


def measure() -> Result:
    """Move the day of an open call, whose every answer differs, and paint; then a repeat."""
    app = QApplication.instance() or make_application()
    with tempfile.TemporaryDirectory(prefix="nemt-desk-bench-") as folder:
        opened = open_demo(Path(folder), None, Quiet())
        window = MainWindow(_no_door(opened))
        window.resize(*_SIZE)
        window.show()
        desk = window.enter(opened)
        page = _booking(window, desk)
        bare = _Bare()
        day = page.form.day
        mine, theirs = in_turns([(_key(day), bare.once)] * ROUNDS)
        notes, _same = in_turns([(_letter(page.form.office_note), bare.once)] * ROUNDS)
        page.form.repeat.setFocus()
        QTest.keyClicks(page.form.repeat, f"{page.booking.draft.day:%A} 12 times")
        repeats, _same = in_turns([(_letter(page.form.office_note), bare.once)] * ROUNDS)
        app.processEvents()
        window.close_anyhow()
        opened.office.close()
    return Result(
        "decision panel",
        _AIM,
        statistics.median(mine),
        statistics.median(theirs),
        "a key moves the ride's day: times, card, rules, other rides, panel painted (demo office)",
        "a key in a QLineEdit that a QLabel repeats, painted, in a window of the same size",
        {
            "day_p95_ms": percentile(mine, 95),
            "day_worst_ms": max(mine),
            "letter_of_a_note_ms": statistics.median(notes),
            "letter_with_a_repeat_of_12_ms": statistics.median(repeats),
            "letter_with_a_repeat_of_12_worst_ms": max(repeats),
        },
    )


def _booking(window: MainWindow, desk: Desk) -> BookPage:
    frame = window.frame
    if frame is None:
        raise RuntimeError("the window has no frame")
    frame.go("book")
    window.activateWindow()
    page = frame.page
    if not isinstance(page, BookPage):
        raise TypeError("the booking page is not shown")

    def settle() -> None:
        QApplication.processEvents()
        while desk.jobs.is_busy or not page.call.is_settled:
            QApplication.processEvents()

    settle()
    Typist(page, desk, settle).bring_about(STATES[0])
    return page


def _key(field: QWidget) -> Callable[[], object]:
    def once() -> None:
        QTest.keyClick(field, Qt.Key.Key_Up)
        QApplication.processEvents()

    return once


def _letter(field: QWidget) -> Callable[[], object]:
    def once() -> None:
        QTest.keyClicks(field, "a")
        QApplication.processEvents()

    return once


class _Bare:
    """A field and a label, nothing else."""

    def __init__(self) -> None:
        self._window, self._field, self._label = QWidget(), QLineEdit(), QLabel()
        layout = QVBoxLayout(self._window)
        layout.addWidget(self._field)
        layout.addWidget(self._label)
        self._field.textEdited.connect(self._label.setText)
        self._window.resize(*_SIZE)
        self._window.show()

    def once(self) -> None:
        QTest.keyClicks(self._field, "a")
        QApplication.processEvents()


def _no_door(opened: Opened) -> Entrance:
    def never(*_args: object) -> tuple[Opened, str]:
        raise RuntimeError("the office is open already")

    return Entrance(
        exists=lambda: True,
        open=lambda _login, _password, _progress: opened,
        create=never,
        unlock=lambda _opened, _password, _progress: None,
    )
