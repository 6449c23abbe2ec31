"""The painted timeline: quick with a full day, and honest without colour."""

from statistics import median
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from nemt_desk.planning.rows import Severity, Violation
from nemt_desk.runs.board_rows import Board
from nemt_desk.trips.rows import RideState
from tests.ui.board.conftest import BoardHands
from tests.ui.board.test_lanes import DAY, board, driver, ident, ride, run
from ui.board.day import BoardDay, Choice
from ui.board.timeline import Timeline
from ui.board.words import ride_tip

FRAME_MS = 30
"""Twice a frame of 60 per second: machines that run tests are slow and shared."""


def _full_day() -> Board:
    runs = []
    for n in range(40):
        rides = [
            ride(n * 100 + k, 430 + k * 55 + n, 465 + k * 55 + n, state=list(RideState)[k % 7])
            for k in range(1, 11)
        ]
        runs.append(run(10_000 + n, 20_000 + n, *rides))
    drivers = [driver(20_000 + n, run_id=ident(10_000 + n)) for n in range(40)]
    return Board(DAY, tuple(runs), (), tuple(drivers))


@pytest.mark.serial
def test_forty_drivers_with_four_hundred_rides_scroll_smoothly(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(820, 600)
    timeline.show()
    timeline.show_day(BoardDay(_full_day(), ()), Choice(), 600)
    down = timeline.verticalScrollBar()
    frames = []
    for value in range(0, down.maximum(), max(1, down.maximum() // 40)):
        began = perf_counter()
        down.setValue(value)
        timeline.viewport().repaint()
        frames.append((perf_counter() - began) * 1000)
    assert median(frames) < FRAME_MS


def test_what_was_overridden_is_said_with_its_reason() -> None:
    against = Violation("lift", "This car has no lift or ramp.", Severity.BLOCK)
    forced = ride(1, 540, 580, override_reason="folding ramp", violations=(against,))
    tip = ride_tip(forced)
    assert "folding ramp" in tip
    assert "no lift" in tip


def test_zoom_shows_less_of_the_day_and_comes_back(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(820, 400)
    timeline.show()
    known = BoardDay(board(run(50, 60, ride(1, 540, 580))), ())
    timeline.show_day(known, Choice().only(ident(1), ident(60)), None)
    fitted = timeline.placed.scale.px_min
    timeline.zoom(2.0)
    assert timeline.placed.scale.px_min == pytest.approx(2 * fitted)
    assert timeline.horizontalScrollBar().maximum() > 0
    timeline.zoom(0)
    assert timeline.placed.scale.px_min == pytest.approx(fitted)


def test_moving_a_drag_asks_no_database(board: BoardHands, monkeypatch: pytest.MonkeyPatch) -> None:
    board.choose("Schroeder")

    def refuse() -> None:
        raise AssertionError("a mouse move must not read the database")

    monkeypatch.setattr(board.scene.office.store, "read", refuse)
    timeline = board.parts.timeline
    for y in range(30, 200, 3):
        board.page.hands.on_moved(timeline.viewport().mapToGlobal(QPoint(300, y)))
        timeline.viewport().repaint()
    assert timeline.shown.is_dragging
    assert board.page.hands.cancel() is False
    assert timeline.focusPolicy() is Qt.FocusPolicy.StrongFocus
