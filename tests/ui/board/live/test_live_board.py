"""The live day on the board, by keys alone: marks, will-call, late, no-show, cancel, driver out."""

from datetime import time
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from nemt_desk.runs.live.queries import no_show
from nemt_desk.runs.live.rows import OutKind
from nemt_desk.trips.queries import ride as read_ride
from nemt_desk.trips.rows import CancelNotice, Ride, RideState
from tests.ui.board.conftest import BoardHands
from tests.ui.board.people import DAY
from ui.board.day import Choice
from ui.board.live.looks import helper_why
from ui.board.live.typed_marks import TypedMark, read_mark

if TYPE_CHECKING:
    from nemt_desk.ground.clock import FixedClock
    from ui.board.live.guest import LiveGuest
    from ui.board.telling.guest import TellingGuest

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def live(board: BoardHands) -> "LiveGuest":
    found = next(g for g in board.page.at.guests if type(g).__name__ == "LiveGuest")
    return cast("LiveGuest", found)


def telling(board: BoardHands) -> "TellingGuest":
    found = next(g for g in board.page.at.guests if type(g).__name__ == "TellingGuest")
    return cast("TellingGuest", found)


def go(board: BoardHands, clock: str) -> None:
    """Let it be this time, and a minute pass on the board."""
    hour, minute = map(int, clock.split(":"))
    office = board.scene.office
    cast("FixedClock", office.clock).set(office.time.at(DAY, time(hour, minute)))
    for guest in board.page.at.guests:
        guest.tick(board.page.at.now())
    board.settle()


def kept(board: BoardHands, last: str, leg: int = 0) -> Ride:
    with board.scene.office.store.read() as session:
        return read_ride(session, board.scene.rides[last][leg])


def clock_of(board: BoardHands, moment: object) -> str:
    return f"{board.scene.office.time.local(moment):%H:%M}"  # type: ignore[arg-type]  # a moment


def test_marks_keep_the_moment_and_backspace_takes_it_back(board: BoardHands) -> None:
    go(board, "8:10")
    board.choose("Koski")
    board.press(Qt.Key.Key_V)
    go(board, "8:14")
    board.press(Qt.Key.Key_B)
    ride = kept(board, "Koski")
    assert (clock_of(board, ride.arrived_at), clock_of(board, ride.aboard_at)) == ("08:10", "08:14")
    go(board, "8:31")
    board.press(Qt.Key.Key_B, SHIFT)
    ride = kept(board, "Koski")
    assert (ride.state, clock_of(board, ride.off_at)) == (RideState.DONE, "08:31")
    board.press(Qt.Key.Key_Backspace)
    board.type("wrong member")
    board.press(Qt.Key.Key_Return)
    assert (kept(board, "Koski").state, kept(board, "Koski").off_at) == (RideState.ABOARD, None)
    board.press(Qt.Key.Key_Z, CTRL)
    assert kept(board, "Koski").state is RideState.DONE


def test_another_time_is_typed_after_the_mark(board: BoardHands) -> None:
    go(board, "9:00")
    board.choose("Koski")
    board.press(Qt.Key.Key_M, SHIFT)
    board.type("b 8:12")
    board.press(Qt.Key.Key_Return)
    ride = kept(board, "Koski")
    assert (ride.state, clock_of(board, ride.aboard_at)) == (RideState.ABOARD, "08:12")


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("v905", TypedMark(RideState.ARRIVED, time(9, 5))),
        ("off 2:40p", TypedMark(RideState.DONE, time(14, 40))),
        (" R, 13:05", TypedMark(RideState.WILL_CALL, time(13, 5))),
    ],
)
def test_a_typed_mark_is_read(typed: str, mark: TypedMark) -> None:
    assert read_mark(typed) == mark


def test_the_bar_says_what_is_late_and_q_goes_there(board: BoardHands) -> None:
    go(board, "7:00")
    assert live(board).bar.isHidden()
    go(board, "8:25")
    bar = live(board).bar
    assert bar.isVisible()
    assert bar.text.text().startswith("1 of 1  Late: 7:50 a.m. Koski, Eino, there: ")
    assert "Call the driver, then the member." in bar.text.text()
    assert "past their window" in board.page.head_text()
    board.press(Qt.Key.Key_Q)
    assert board.page.at.choice.current == board.scene.rides["Koski"][0]
    board.press(Qt.Key.Key_L, SHIFT)
    text = live(board).panels.late.text()
    assert "Late 15 min after the pick-up time" in text
    assert "218-555-0102" in text
    assert "Call Lind, Per" in text
    board.press(Qt.Key.Key_V)
    assert live(board).bar.isHidden()


def test_one_key_starts_the_clock_and_one_sends_the_nearest(board: BoardHands) -> None:
    go(board, "8:20")
    board.choose("Koski")
    board.press(Qt.Key.Key_D)
    go(board, "9:00")
    board.choose("Koski", 1)
    board.press(Qt.Key.Key_R, SHIFT)
    ride = kept(board, "Koski", 1)
    assert clock_of(board, ride.ready_at) == "09:00"
    assert clock_of(board, ride.pickup_at) == "10:00"
    assert board.parts.side.name == "help"
    rows = live(board).helping.panel.table.model.rows()
    assert len(rows) == 3
    assert rows[-1].name.startswith("Moe")
    board.press(Qt.Key.Key_Return)
    assert board.driver_of("Koski", 1) == rows[0].name
    assert board.parts.side.name == "who"
    assert "60 of 60 min left" in live(board).bar.text.text()
    go(board, "9:20")
    assert "40 of 60 min left" in live(board).bar.text.text()


def test_the_steps_of_a_no_show_are_ticked_and_the_return_goes(board: BoardHands) -> None:
    go(board, "10:20")
    board.choose("Schroeder")
    board.press(Qt.Key.Key_N, SHIFT)
    panel = live(board).panels.no_show
    assert board.parts.side.name == "no_show"
    first = next(iter(panel.ticks.values()))
    assert first.hasFocus()
    assert first.text() == "Waited 10 min"
    board.press(Qt.Key.Key_Return, CTRL)
    assert "Not done yet" in panel.trouble.text()
    for tick in panel.ticks.values():
        tick.setFocus()
        board.press(Qt.Key.Key_Space)
    panel.rest.setFocus()
    board.press(Qt.Key.Key_Space)
    board.press(Qt.Key.Key_Return, CTRL)
    assert kept(board, "Schroeder").state is RideState.NO_SHOW
    assert kept(board, "Schroeder", 1).notice is CancelNotice.SAME_DAY
    with board.scene.office.store.read() as session:
        assert len(no_show(session, board.scene.rides["Schroeder"][0]).steps) == 4
    board.press(Qt.Key.Key_Z, CTRL)
    assert kept(board, "Schroeder").is_open
    assert kept(board, "Schroeder", 1).is_open


def test_steps_are_kept_as_they_are_ticked_and_a_letter_is_no_key_there(board: BoardHands) -> None:
    went: list[str] = []
    board.desk.went.connect(lambda page, _kind, _id: went.append(page))
    go(board, "10:20")
    board.choose("Schroeder")
    board.press(Qt.Key.Key_N)
    panel = live(board).panels.no_show
    board.press(Qt.Key.Key_Space)
    go(board, "10:24")
    board.press(Qt.Key.Key_Tab)
    board.press(Qt.Key.Key_Space)
    board.press(Qt.Key.Key_G)
    assert (went, board.parts.side.name) == ([], "no_show")
    ride = board.scene.rides["Schroeder"][0]
    with board.scene.office.store.read() as session:
        steps = no_show(session, ride).steps
    assert [clock_of(board, step.at) for step in steps] == ["10:20", "10:24"]
    assert "(10:24 a.m., A. Coordinator)" in panel.ticks[steps[1].step].text()
    board.press(Qt.Key.Key_Space)
    assert panel.ticks[steps[1].step].isChecked()  # a tick is taken back by undo alone
    board.press(Qt.Key.Key_Z, CTRL)
    assert not panel.ticks[steps[1].step].isChecked()
    board.press(Qt.Key.Key_Escape)
    board.press(Qt.Key.Key_N, SHIFT)
    assert panel.ticks[steps[0].step].isChecked()


def test_a_marked_no_show_still_asks_what_becomes_of_the_return(board: BoardHands) -> None:
    go(board, "8:40")
    board.choose("Koski")
    board.press(Qt.Key.Key_N)
    panel = live(board).panels.no_show
    panel.reason.setFocus()
    board.type("house dark")
    board.press(Qt.Key.Key_Return)
    board.choose("Koski")
    board.press(Qt.Key.Key_N, SHIFT)
    assert "Marked no-show: house dark" in panel.lines.text()
    panel.rest.setFocus()
    board.press(Qt.Key.Key_Space)
    panel.decision.set_value(True)
    board.press(Qt.Key.Key_Return, CTRL)
    assert kept(board, "Koski", 1).state is RideState.CANCELLED
    board.press(Qt.Key.Key_Z, CTRL)
    assert kept(board, "Koski", 1).is_open


def test_plain_x_cancels_one_ride_with_its_return(board: BoardHands) -> None:
    go(board, "9:00")
    board.choose("Schroeder")
    board.press(Qt.Key.Key_X)
    assert board.parts.side.name == "cancel"
    board.press(Qt.Key.Key_Return)
    assert [kept(board, "Schroeder", leg).state for leg in (0, 1)] == [RideState.CANCELLED] * 2


def test_cancelling_many_says_what_follows_and_stays(board: BoardHands) -> None:
    at, rides = board.page.at, board.scene.rides
    at.choose(Choice((rides["Schroeder"][0], rides["Oja"][0]), rides["Oja"][0]))
    board.press(Qt.Key.Key_X)
    assert board.parts.ask_bar.is_open
    said = "\n".join(label.text() for label in board.parts.ask_bar.findChildren(QLabel))
    assert "What follows on the same trips stays as it is: 2:00 p.m. Schroeder" in said


def test_a_late_ride_shows_its_keys_and_not_first_who_is_late(board: BoardHands) -> None:
    go(board, "8:25")
    buttons = live(board).bar.buttons
    assert buttons["board.help"].isHidden()
    board.choose("Koski")
    assert not buttons["board.help"].isHidden()
    assert not buttons["board.late_words"].isHidden()
    board.press(Qt.Key.Key_R, SHIFT)
    rows = live(board).helping.panel.table.model.rows()
    assert [row.name for row in rows if row.has_it] == ["Lind, Per"]
    assert rows[-1].has_it
    assert helper_why(rows[-1]).startswith("has it now")
    assert rows[0].wait_min == rows[0].pickup_min - (7 * 60 + 50)


def test_a_line_of_today_opens_what_it_asks_for(board: BoardHands) -> None:
    go(board, "8:25")
    board.page.show_record("do:board.late_words", board.scene.rides["Koski"][0])
    assert board.parts.side.name == "late"
    first = board.page.first_focus()
    assert first is not None
    assert live(board).panels.late.isAncestorOf(first)
    board.page.show_record(f"tell:{DAY.isoformat()}", board.scene.rides["Koski"][0])
    assert board.parts.below.name == "telling"


def test_a_breakdown_is_done_once_and_says_where_the_car_stands(board: BoardHands) -> None:
    go(board, "8:00")
    board.choose("Koski")
    board.press(Qt.Key.Key_B)
    board.press(Qt.Key.Key_C, SHIFT)
    panel = live(board).panels.out
    panel.kind.set_value(OutKind.BREAKDOWN)
    panel.where.setFocus()
    board.type("Hwy 10 at the mill")
    board.press(Qt.Key.Key_Return, CTRL)
    assert "Hwy 10 at the mill" in live(board).bar.text.text()
    board.choose("Koski")
    assert "car broke down: Hwy 10 at the mill" in board.parts.line.text()
    board.press(Qt.Key.Key_Z, CTRL)
    assert board.driver_of("Koski") == "Lind, Per"  # one act, one step back


def test_a_cancel_knows_how_late_it_is(board: BoardHands) -> None:
    go(board, "9:00")
    board.choose("Schroeder")
    board.press(Qt.Key.Key_X, SHIFT)
    panel = live(board).panels.cancel
    assert panel.notice.value() is CancelNotice.SAME_DAY
    assert "early is 24 hours ahead" in panel.lines.text()
    assert "never paid" in panel.lines.text()
    assert panel.reason.hasFocus()
    board.type("has a fever")
    board.press(Qt.Key.Key_Return)
    for leg in (0, 1):
        ride = kept(board, "Schroeder", leg)
        assert (ride.state, ride.notice, ride.state_reason) == (
            RideState.CANCELLED,
            CancelNotice.SAME_DAY,
            "has a fever",
        )


def test_a_driver_is_out_and_help_is_sought_ride_by_ride(board: BoardHands) -> None:
    go(board, "7:30")
    board.choose("Koski")
    board.press(Qt.Key.Key_C, SHIFT)
    panel = live(board).panels.out
    assert "2 rides back on the desk" in panel.lines.text()
    panel.reason.setFocus()
    board.type("flu")
    board.press(Qt.Key.Key_Return)
    assert board.driver_of("Koski") == ""
    help_panel = live(board).helping.panel
    assert help_panel.title.text().startswith("Nearest for 1 of 2: ")
    assert not help_panel.table.model.rows()[0].name.startswith("Lind")
    board.press(Qt.Key.Key_Return)
    assert board.driver_of("Koski")
    assert help_panel.title.text().startswith("Nearest for 2 of 2: ")
    board.press(Qt.Key.Key_Escape)
    assert board.parts.side.name == "who"
    board.press(Qt.Key.Key_Z, CTRL)
    board.press(Qt.Key.Key_Z, CTRL)
    assert board.driver_of("Koski") == "Lind, Per"


def test_publishing_makes_the_sheets_and_opens_the_telling_list(board: BoardHands) -> None:
    board.choose("Koski")
    board.press(Qt.Key.Key_P)
    board.settle()
    guest = telling(board)
    assert board.parts.below.name == "telling"
    assert guest.papers.is_ready
    assert "1 run sheet to print (F9)" in guest.panel.title.text()
    assert "3 to tell" in board.page.head_text()
    assert not board.parts.below.has_focus()
    board.press(Qt.Key.Key_F)
    line = guest.panel.table.current()
    assert line is not None
    assert line.is_driver
    assert "Koski, Eino" in guest.panel.words.text()
    board.press(Qt.Key.Key_Return)
    assert "2 to tell" in board.page.head_text()
    line = guest.panel.table.current()
    assert line is not None
    assert line.name == "Koski, Eino"
    board.press(Qt.Key.Key_9)
    assert guest.found.open[0].tries == 1
    board.press(Qt.Key.Key_F, SHIFT)
    assert "1 to tell" in board.page.head_text()
    board.press(Qt.Key.Key_Z, CTRL)
    assert "2 to tell" in board.page.head_text()


def test_undoing_a_change_of_a_published_run_opens_nothing(board: BoardHands) -> None:
    board.choose("Koski")
    board.press(Qt.Key.Key_P)
    assert board.parts.below.name == "telling"
    board.parts.below.close_panel()
    board.page.at.focus_board()
    assert telling(board).papers.is_ready
    board.press(Qt.Key.Key_U)
    assert not telling(board).papers.is_ready  # a sheet of what stands there no more
    board.press(Qt.Key.Key_Z, CTRL)
    assert board.driver_of("Koski") == "Lind, Per"
    assert board.parts.below.name == ""
    board.press(Qt.Key.Key_F)
    assert all(button.isEnabled() for button in telling(board).panel.buttons.buttons[:3])


def test_a_change_after_telling_is_marked_until_told(board: BoardHands) -> None:
    board.choose("Koski")
    board.press(Qt.Key.Key_P)
    board.press(Qt.Key.Key_F)
    for _ in range(3):
        board.press(Qt.Key.Key_Return)
    guest = telling(board)
    assert not guest.found.open
    board.press(Qt.Key.Key_Escape)
    board.choose("Koski")
    board.press(Qt.Key.Key_U)
    assert "2 to tell" in board.page.head_text()
    (driver, member) = guest.found.open
    assert driver.changes[0].startswith("Koski, Eino: off the run")
    assert member.changes == ("driver nobody yet (was Lind, Per)",)


def test_esc_leaves_a_panel_and_changes_nothing(board: BoardHands) -> None:
    board.choose("Koski")
    board.press(Qt.Key.Key_X, SHIFT)
    assert board.parts.side.name == "cancel"
    QTest.keyClick(live(board).panels.cancel.reason, Qt.Key.Key_Escape)
    board.settle()
    assert board.parts.side.name == "who"
    assert kept(board, "Koski").state is RideState.BOOKED


def test_snow_at_noon_begins_with_the_rest_of_the_day(board: BoardHands) -> None:
    went: list[tuple[str, str]] = []
    board.desk.went.connect(lambda page, kind, _id: went.append((page, kind)))
    board.press(Qt.Key.Key_W, SHIFT)
    assert went == [("weather", "rest")]
