"""What a change by hand would do is said before it is done, and what it did after."""

from PySide6.QtCore import Qt

from nemt_desk.planning.impact import Broken, Impact, Moved, TooLong
from nemt_desk.planning.rows import Violation
from tests.ui.board.conftest import BoardHands
from tests.ui.hands import CTRL
from ui.board.day import read_day
from ui.board.plan.impact import ImpactGuest, changed_days, days_with
from ui.board.plan.impact_words import told, whole

SHIFT = Qt.KeyboardModifier.ShiftModifier


def guest(board: BoardHands) -> ImpactGuest:
    return next(one for one in board.page.at.guests if isinstance(one, ImpactGuest))


def strip(board: BoardHands) -> str:
    return guest(board).strip.line.text()


def test_the_driver_looked_at_says_what_would_move_and_cost(board: BoardHands) -> None:
    assert "aim at a driver's row" in strip(board)
    height = guest(board).strip.height()
    board.choose("Schroeder")
    board.press(Qt.Key.Key_F5)
    said = strip(board)
    assert said.startswith("If ")
    assert "takes these 2 rides" in said
    assert "mi empty" in said
    assert "$" in said
    assert guest(board).strip.height() == height
    board.press(Qt.Key.Key_I, SHIFT)
    assert board.parts.below.name == "impact"
    assert "Miles and money" in guest(board).panel.words.text()
    assert board.page.back()
    assert board.parts.below.name == ""


def test_what_breaks_is_shown_not_forbidden_and_stays_while_a_reason_is_asked(
    board: BoardHands,
) -> None:
    board.choose("Oja")
    known = board.page.at.known
    assert known is not None
    board.page.at.aim(board.scene.drivers["Berg"])
    board.settle()
    assert "\N{HEAVY MULTIPLICATION X} Oja, Maija" in strip(board)
    board.page.verbs.put_on(board.scene.drivers["Berg"])
    board.settle()
    assert board.parts.ask_bar.is_open
    assert "Oja, Maija" in strip(board)
    board.type("has a folding ramp")
    board.press(Qt.Key.Key_Return)
    assert board.driver_of("Oja") == "Berg, Lars"
    assert strip(board).startswith("What this changed")
    board.press(Qt.Key.Key_Z, CTRL)
    assert strip(board).startswith("What this changed")
    assert "-" in strip(board)


def test_days_before_and_after_are_those_that_change(board: BoardHands) -> None:
    scene, known = board.scene, board.page.at.known
    assert known is not None
    koski = scene.rides["Koski"][0]
    pairs = days_with(known, [koski], scene.drivers["Berg"])
    changed = {before.name: (len(before.tasks), len(after.tasks)) for before, after in pairs}
    was = len(known.board.runs[0].rides)
    assert changed == {"Berg, Lars": (0, 1), "Lind, Per": (was, was - 1)}
    assert days_with(known, [koski], scene.drivers["Lind"]) == ()
    assert changed_days(known.days, known.days) == ()
    scene.put("Schroeder", "Berg", 0, reason="by phone")
    now = read_day(scene.office, known.day)
    assert [after.name for _, after in changed_days(known.days, now.days)] == ["Berg, Lars"]


def test_an_impact_names_appointments_times_and_who_must_be_told(board: BoardHands) -> None:
    known = board.page.at.known
    assert known is not None
    oja, koski = board.scene.rides["Oja"][0], board.scene.rides["Koski"][0]
    impact = Impact(
        moved=(Moved(koski, True, 480, 495),),
        broken=(Broken(oja, False, 12, "There 11:12 a.m., 12 min after the appointment."),),
        aboard=(TooLong(koski, 95, 60),),
        violations={oja: (Violation("lift", "No lift."), Violation("late_dropoff", "Late."))},
        unloaded_m=-1609.344,
        cents=-250,
        tell_drivers=(board.scene.drivers["Lind"],),
        tell_members=(koski,),
    )
    said = told(impact, known, "If Lind takes it")
    assert said.is_bad
    assert "Oja, Maija: There 11:12 a.m." in said.line
    assert "2 more that break" in said.line
    assert "1 time moves" in said.line
    assert "-1.0 mi empty" in said.line
    assert "-$2.50" in said.line
    assert "tell Lind P., Koski E." in said.line
    everything = whole(said)
    assert "Koski, Eino: pick-up 8:00 a.m. \N{RIGHTWARDS ARROW} 8:15 a.m." in everything
    assert "Koski, Eino: 95 min aboard, 60 at most" in everything
    assert "No lift." in everything
    assert "Late." not in everything
    quiet = told(Impact(), known, "If Lind takes it")
    assert not quiet.is_bad
    assert "nobody to tell" in quiet.line
