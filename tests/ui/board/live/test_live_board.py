"""The live day on the board, by keys alone: marks, will-call, late, no-show, cancel, driver out."""

from datetime import time
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nemt_desk.runs.live.queries import no_show
from nemt_desk.trips.queries import ride as read_ride
from nemt_desk.trips.rows import CancelNotice, Ride, RideState
from tests.ui.board.conftest import BoardHands
from tests.ui.board.people import DAY
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
