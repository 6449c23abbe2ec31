"""The painted timeline keeps what it painted: only what has changed is painted again."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.board.test_lanes import board, ident, ride, run
from ui.board.day import BoardDay, Choice
from ui.board.overlay import Ghost, Overlay, Sign
from ui.board.tiles import Piece, Tiles
from ui.board.timeline import Timeline
from ui.board.timeline_paint import head_lines
from ui.theme.palette import Scheme
from ui.theme.theme import SPACE, theme


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[Piece]:
    """Return the pieces that are painted from now on."""
    made: list[Piece] = []
    real = Tiles.piece

    def watched(self: Tiles, piece: Piece, *rest: object) -> object:
        if piece not in self:
            made.append(piece)
        return real(self, piece, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Tiles, "piece", watched)
    return made


def _day(lanes: int = 30, **changes: object) -> BoardDay:
    runs = [run(1000 + n, 2000 + n, ride(n + 1, 540, 580)) for n in range(lanes)]
    if changes:
        runs[0] = run(1000, 2000, replace(ride(1, 540, 580), **changes))  # type: ignore[arg-type]
    return BoardDay(board(*runs), ())


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    made = Timeline()
    qtbot.addWidget(made)
    made.resize(820, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.show_day(_day(), Choice(), None)
    made.viewport().repaint()
    qtbot.waitUntil(lambda: not made.is_painting_ahead)
    return made


def test_scrolling_back_paints_nothing_again(timeline: Timeline, painted: list[Piece]) -> None:
    down = timeline.verticalScrollBar()
    for value in (down.maximum(), 0):
        down.setValue(value)
        timeline.viewport().repaint()
    assert painted == []


def test_a_day_read_again_paints_only_the_lane_that_changed(
    timeline: Timeline, painted: list[Piece]
) -> None:
    timeline.show_day(_day(), Choice(), None)
    timeline.viewport().repaint()
    assert painted == []
    timeline.show_day(_day(override_reason="folding ramp"), Choice(), None)
    timeline.viewport().repaint()
    assert {piece.driver for piece in painted} == {ident(2000)}


def test_aiming_at_a_row_while_dragging_paints_no_lane_again(
    timeline: Timeline, painted: list[Piece]
) -> None:
    timeline.show_hover(ident(2001), is_dragging=True)
    timeline.viewport().repaint()
    painted.clear()
    for number in range(2, 6):
        timeline.show_hover(ident(2000 + number), is_dragging=True)
        timeline.viewport().repaint()
    assert painted == []


def test_choosing_a_ride_paints_no_body_again(timeline: Timeline, painted: list[Piece]) -> None:
    timeline.show_choice(Choice().only(ident(1), ident(2000)))
    timeline.viewport().repaint()
    assert {piece.driver for piece in painted} <= {ident(2000)}
    assert all(isinstance(piece.part, tuple) for piece in painted), "only the head is painted"


def test_a_hurried_frame_leaves_some_for_the_next_but_all_comes(
    timeline: Timeline, qtbot: QtBot
) -> None:
    down = timeline.verticalScrollBar()
    timeline.zoom(1.5)
    down.setValue(down.maximum())
    timeline.viewport().repaint()
    assert timeline.canvas.is_rough
    qtbot.waitUntil(lambda: not timeline.canvas.is_rough)


def test_a_proposal_is_dashed_in_its_lane_and_a_click_chooses_its_ride(
    qtbot: QtBot, timeline: Timeline
) -> None:
    known = BoardDay(
        board(run(50, 60, ride(1, 540, 580)), run(51, 61), free=(ride(2, 600, 640),)), ()
    )
    timeline.show_day(known, Choice(), None)
    ghost = Ghost(ident(2), ident(61), 600, 660, "Member 2")
    timeline.show_overlay(Overlay(ghosts=(ghost,)))
    lane, bar = timeline.placed.at[ident(2)]
    assert (lane, bar.ghost) == (1, ghost)
    x, y, width, height = timeline.placed.bar_box(lane, bar.start, bar.end, bar.track)
    with qtbot.waitSignal(timeline.picked) as picked:
        middle = QPoint(x + width // 2, y + height // 2)
        none = Qt.KeyboardModifier.NoModifier
        QTest.mousePress(timeline.viewport(), Qt.MouseButton.LeftButton, none, middle)
    assert picked.args[0].rides == (ident(2),)
    timeline.show_choice(Choice().only(ident(2), ident(61)))
    assert "Member 2" in timeline.accessibleDescription()
    timeline.show_overlay(Overlay())
    assert ident(2) not in timeline.placed.at


def test_signs_are_painted_when_they_come(timeline: Timeline, painted: list[Piece]) -> None:
    sign = Sign("mdi6.phone-check-outline", "told")
    timeline.show_overlay(Overlay(ride_signs={ident(1): (sign,)}))
    timeline.viewport().repaint()
    assert {piece.driver for piece in painted} == {ident(2000)}


def _ink(timeline: Timeline) -> tuple[QColor, QColor]:
    picture = QImage(timeline.viewport().size(), QImage.Format.Format_RGB32)
    timeline.viewport().render(picture)
    return picture.pixelColor(40, 100), picture.pixelColor(2, 2)


def test_another_look_paints_all_anew_at_once(timeline: Timeline, qapp: QApplication) -> None:
    light = _ink(timeline)
    theme().apply(qapp, Scheme.DARK, 10)
    dark = _ink(timeline)
    assert all(now.lightness() < was.lightness() for now, was in zip(dark, light, strict=True))


def test_at_double_text_the_words_below_a_drivers_name_get_more_lines(
    timeline: Timeline, qapp: QApplication
) -> None:
    known = BoardDay(board(run(50, 60, ride(1, 540, 580))), ())
    theme().apply(qapp, Scheme.LIGHT, 20)
    timeline.resize(600, 400)
    timeline.show_day(known, Choice(), None)
    timeline.show_slacks({ident(60): 12})
    scale, ink = timeline.placed.scale, timeline.canvas.ink
    lane, room = timeline.placed.lanes[0], scale.head - 2 * SPACE
    lines = head_lines(lane, timeline.shown, room, ink)
    assert " \N{MIDDLE DOT} ".join(lines) == "draft · 2/4 seats · slack 12 min"
    assert all(ink.width(line) <= room for line in lines)
    high = timeline.placed.tops[1] - timeline.placed.tops[0]
    assert high >= (1 + len(lines)) * scale.line
