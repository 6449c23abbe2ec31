"""Three days and the week: by keys, with the same thing chosen; weather and pins on the board."""

from datetime import time, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from nemt_desk.weather.rows import Decided, WeatherChoice, WeatherEntry
from tests.ui.board.conftest import BoardHands
from tests.ui.board.people import DAY
from tests.ui.hands import CTRL
from ui.board.commands import commands
from ui.board.weather_marks import WeatherMarks
from ui.board.week import WeekGuest

SHIFT = Qt.KeyboardModifier.ShiftModifier


def _guest[G](board: BoardHands, kind: type[G]) -> G:
    return next(guest for guest in board.page.guests if isinstance(guest, kind))


def test_f7_shows_three_days_then_the_week_then_one_day(board: BoardHands) -> None:
    week = _guest(board, WeekGuest)
    board.scene.trip("Oja", "Lakeside Clinic", time(13, 0), day=DAY + timedelta(days=1))
    board.choose("Koski")
    board.press(Qt.Key.Key_F7)
    assert [day.day for day in week.view.week.days] == [DAY + timedelta(days=n) for n in range(3)]
    assert board.parts.right() is week.view
    assert (week.view.shown.driver, week.view.shown.day) == (board.scene.drivers["Lind"], DAY)
    assert board.scene.rides["Koski"][0] in week.view.shown.rides
    assert "Lind, Per" in week.view.accessibleDescription()
    board.press(Qt.Key.Key_Right)
    assert board.page.head_day() == DAY + timedelta(days=1)
    assert "1 p.m." in week.view.accessibleDescription()
    assert [r.ride.member_name for r in board.parts.free.model.rows()] == ["Oja, Maija"]
    board.press(Qt.Key.Key_F7)
    assert len(week.view.week.days) == 7
    assert week.view.week.days[0].day.weekday() == 0
    board.press(Qt.Key.Key_Left)
    assert board.page.head_day() == DAY
    board.press(Qt.Key.Key_Return)
    assert board.parts.right() is board.parts.timeline
    assert board.page.at.choice.driver == board.scene.drivers["Lind"]


def test_the_week_has_its_table_twin(board: BoardHands) -> None:
    week = _guest(board, WeekGuest)
    board.press(Qt.Key.Key_F7)
    board.press(Qt.Key.Key_F8)
    assert board.parts.right() is week.table.view
    said = [(line.driver, line.rides) for line in week.table.model.rows()]
    assert said == [("nobody yet, before noon", 2), ("nobody yet, after noon", 1), ("Lind, Per", 2)]
    board.press(Qt.Key.Key_F7, SHIFT)
    assert board.parts.is_table()
    assert board.parts.right() is board.parts.twin.view


def test_a_change_is_seen_in_the_week_at_once(board: BoardHands) -> None:
    week = _guest(board, WeekGuest)
    board.press(Qt.Key.Key_F7)
    before = week.view.week.days[0].free
    board.choose("Schroeder")
    board.press(Qt.Key.Key_A)
    board.type("be")
    board.press(Qt.Key.Key_Return)
    assert week.view.week.days[0].free == before - 2
    assert (board.scene.drivers["Berg"], DAY) in week.view.week.cells


def test_h_holds_a_ride_on_its_run_and_lets_it_go(board: BoardHands) -> None:
    board.choose("Koski")
    board.press(Qt.Key.Key_H)
    assert board.page.at.chosen()[0].is_pinned
    held = [row.signs for row in board.parts.twin.model.rows() if "Koski" in row.ride.member_name]
    assert held[0].startswith("held")
    board.press(Qt.Key.Key_H)
    assert not board.page.at.chosen()[0].is_pinned
    board.press(Qt.Key.Key_Z, CTRL)
    assert board.page.at.chosen()[0].is_pinned
    board.choose("Schroeder")
    assert not board.page.acts["board.hold"].enabled()


def test_a_weather_day_is_hatched_said_and_one_key_away(board: BoardHands) -> None:
    office, went = board.scene.office, list[tuple[str, str, object]]()
    marks = _guest(board, WeatherMarks)
    assert marks.strip.isHidden()
    entry = WeatherEntry(day=DAY, name="Snow and ice", from_min=600, until_min=720)
    board.desk.did(office.weather.open(office.actor, entry).changes)
    board.settle()
    assert not marks.strip.isHidden()
    assert "Snow and ice" in board.page.head_text()
    assert "to decide" in marks.line.text()
    laid = board.parts.timeline.shown.laid
    assert [(span.start, span.end) for span in laid.spans if not span.driver_id] == [(600, 720)]
    ride = board.scene.rides["Oja"][0]
    weather = marks.sheets[0].weather
    goes = Decided(WeatherChoice.GO)
    board.desk.did(office.weather.decide(office.actor, weather.id, {ride: goes}))
    board.settle()
    assert "goes all the same" in board.parts.timeline.shown.laid.ride_text(ride)
    board.desk.went.connect(lambda *asked: went.append(asked))
    board.press(Qt.Key.Key_W)
    assert went == [("weather", "weather_day", weather.id)]


def test_ctrl_k_does_a_verb_on_a_named_ride(board: BoardHands) -> None:
    found = commands(board.desk, "assign schroeder to ber")
    assert "Assign Schroeder, Ann to Berg, Lars" in [one.text for one in found]
    put = next(one for one in found if one.text.endswith("to Berg, Lars"))
    board.desk.go(put.page_id, put.kind, put.id)
    board.settle()
    assert board.driver_of("Schroeder") == "Berg, Lars"
    late = commands(board.desk, "late koski")[0]
    board.desk.go(late.page_id, late.kind, late.id)
    board.settle()
    assert board.page.at.known is not None
    assert board.page.at.known.rides[late.id].state == "late"
    (publish,) = commands(board.desk, "publish lind")
    board.desk.go(publish.page_id, publish.kind, publish.id)
    board.settle()
    assert "published" in board.page.head_text() or "1 draft run" in board.page.head_text()
    assert commands(board.desk, "schroeder") == []


def test_f6_goes_to_a_strip_only_while_one_stands(board: BoardHands) -> None:
    board.parts.free.view.setFocus()
    seen = []
    for _ in range(8):
        board.press(Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.isVisible()
        seen.append(focus)
    assert board.parts.free.view in seen
    assert board.parts.timeline in seen
