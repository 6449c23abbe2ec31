"""The call sheet by keys: everything about one driver, a key for the result, on to the next."""

from datetime import time

import pytest
from PySide6.QtCore import Qt

from nemt_desk.ground.ids import Id
from nemt_desk.runs.calls.queries import calls_about
from nemt_desk.runs.calls.rows import CallAbout
from nemt_desk.trips.queries import ride as ride_of
from nemt_desk.trips.queries import trip
from nemt_desk.trips.rows import Repeat, RideState
from tests.ui.board.conftest import BoardHands
from tests.ui.board.people import DAY, Scene
from tests.ui.hands import CTRL
from ui.board.calls.guest import CallGuest

Key = Qt.Key


@pytest.fixture
def calls(board: BoardHands) -> CallGuest:
    board.choose("Schroeder")
    found = next(one for one in board.page.at.guests if isinstance(one, CallGuest))
    board.press(Key.Key_K)
    return found


def said(board: BoardHands, last: str = "Schroeder") -> list[tuple[str, str, str]]:
    about = CallAbout(ride_id=board.scene.rides[last][0])
    with board.scene.office.store.read() as session:
        found = calls_about(session, about)
    return [(call.driver_name, call.result_text, call.note) for call in found]


def current(calls: CallGuest) -> str:
    assert calls.sheet is not None
    return calls.sheet.entries[calls.sheet.at(calls.current)].name


def test_the_sheet_shows_the_first_driver_with_everything_known(
    board: BoardHands, calls: CallGuest
) -> None:
    assert board.parts.side.name == "calls"
    assert board.window.focusWidget() is calls.panel.card
    text = calls.panel.text()
    assert calls.panel.place.text() == "1 of 3"
    assert "fits" in text.lower()
    assert "has not driven the member yet" in text.lower()
    assert "MN-041" in text
    assert "is first" in text
    assert "Mileage for family" in calls.panel.others.text()
    board.press(Key.Key_Up)
    assert current(calls) == "Moe, Kari"
    assert "vacation" in calls.panel.text()
    board.press(Key.Key_Escape)
    assert board.parts.side.name == "who"
    assert calls.sheet is None


def test_no_goes_to_the_next_and_is_remembered_and_undone(
    board: BoardHands, calls: CallGuest
) -> None:
    first = current(calls)
    calls.panel.note.setFocus()
    board.type("back at 12, try 4 p.m.")
    assert said(board) == []  # figures in the note are no results
    calls.panel.focus_first()
    board.press(Key.Key_2)
    assert said(board) == [(first, "no", "back at 12, try 4 p.m.")]
    assert calls.panel.note.text() == ""
    assert current(calls) != first
    assert f"{first}: no (back at 12, try 4 p.m.)" in calls.panel.calls.text()
    board.press(Key.Key_Up)
    assert "said no" in calls.panel.text()
    assert "Said no to this ride on" in calls.panel.text()
    board.press(Key.Key_Z, CTRL)
    assert said(board) == []
    assert "said no" not in calls.panel.text()


def test_who_did_not_answer_is_called_again_after_all_the_others(
    board: BoardHands, calls: CallGuest
) -> None:
    first = current(calls)
    board.press(Key.Key_3)
    second = current(calls)
    board.press(Key.Key_2)
    board.press(Key.Key_2)
    assert current(calls) == first
    assert [name for name, _result, _note in said(board)] == [first, second, "Moe, Kari"]
    board.press(Key.Key_2)
    assert "Everybody has been asked" in board.parts.line.text()


def test_yes_puts_the_ride_and_its_return_on_the_run_and_closes_the_sheet(
    board: BoardHands, calls: CallGuest
) -> None:
    first = current(calls)
    assert "takes its other ride too" in calls.panel.text()
    board.press(Key.Key_1)
    assert board.driver_of("Schroeder") == board.driver_of("Schroeder", 1) == first
    assert said(board) == [(first, "yes", "")]
    assert board.parts.side.name == "who"
    board.press(Key.Key_Z, CTRL)
    assert board.driver_of("Schroeder") == ""
    assert said(board) == []


def test_what_a_yes_costs_is_told_for_all_the_rides_it_takes(
    board: BoardHands, calls: CallGuest
) -> None:
    one = board.page.at.planner.offers[0].one
    assert one.fitting_legs
    board.press(Key.Key_Escape)
    board.parts.who.legs.setChecked(False)
    board.settle()
    alone = board.page.at.planner.by_driver[one.driver_id].one
    assert alone.cents is not None
    assert one.cents is not None
    assert one.loaded_m > alone.loaded_m
    assert one.cents > alone.cents
    board.parts.who.legs.setChecked(True)
    board.settle()
    assert board.page.at.planner.by_driver[one.driver_id].one.cents == one.cents


def test_a_yes_that_does_not_fit_asks_for_a_reason(board: BoardHands, calls: CallGuest) -> None:
    board.press(Key.Key_Up)
    board.press(Key.Key_1)
    assert board.parts.ask_bar.is_open
    assert said(board) == []
    board.type("comes home early")
    board.press(Key.Key_Return)
    assert board.driver_of("Schroeder") == "Moe, Kari"
    assert said(board) == [("Moe, Kari", "yes", "")]


def test_the_figures_do_nothing_while_no_sheet_is_open(board: BoardHands) -> None:
    board.choose("Schroeder")
    board.press(Key.Key_1)
    assert board.driver_of("Schroeder") == ""
    assert not board.page.acts["board.call_yes"].enabled()


def test_another_ride_closes_the_sheet(board: BoardHands, calls: CallGuest) -> None:
    board.choose("Oja")
    assert calls.sheet is None
    assert board.parts.side.name == "who"


def test_a_ride_of_no_standing_order_says_so(board: BoardHands) -> None:
    board.choose("Schroeder")
    board.press(Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert "comes from no standing order" in board.parts.line.text()


@pytest.fixture
def order(scene: Scene) -> Id:
    repeat = Repeat(weekdays=frozenset({DAY.weekday()}), count=3)
    rides = scene.trip("Oja", "Lakeside Clinic", time(13, 0), repeat=repeat)
    with scene.office.store.read() as session:
        found = trip(session, ride_of(session, rides[0]).trip_id).standing_id
    assert found is not None
    return found


def test_a_standing_order_is_called_about_and_a_yes_takes_all_its_days(
    order: Id, board: BoardHands
) -> None:
    calls = next(one for one in board.page.at.guests if isinstance(one, CallGuest))
    board.choose("Oja")
    board.press(Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert calls.sheet is not None
    assert calls.sheet.about.standing_id == order
    assert "Oja, Maija, Tue" in calls.panel.title.text()
    assert "does not fit" not in calls.panel.text()
    # The member's wheelchair: no car has a lift.
    assert "0 of 3 days" in calls.panel.text()
    assert "lift or ramp" in calls.panel.text()
    board.press(Key.Key_2)
    assert "said no" in calls.panel.calls.text() or ": no" in calls.panel.calls.text()
    board.press(Key.Key_Escape)
    board.page.show_record("order", order)
    board.settle()
    assert calls.sheet is not None
    assert ": no" in calls.panel.calls.text()


def test_an_order_without_days_to_come_says_why_nobody_is_called(
    order: Id, board: BoardHands
) -> None:
    office = board.scene.office
    calls = next(one for one in board.page.at.guests if isinstance(one, CallGuest))
    for ride in board.scene.rides["Oja"]:
        office.trips.mark(office.actor, ride, RideState.CANCELLED, "moved away")
    board.page.show_record("order", order)
    board.settle()
    assert not calls.is_open()
    assert "standing order" in calls.panel.verdict.text()
