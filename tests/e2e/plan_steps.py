"""The afternoon before: looked ahead, planned, published, told; a change by hand, a call sheet."""

from PySide6.QtCore import Qt

from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.rows import RunState
from nemt_desk.runs.telling.rows import TellState
from nemt_desk.trips.rows import ReturnKind
from tests.e2e.dispatcher import Dispatcher
from tests.e2e.person import SHIFT

Key = Qt.Key


def look_ahead(person: Dispatcher) -> None:
    """The month, the long ways, the pack of the next days; then the board of tomorrow."""
    person.go_board()
    person.picture("today")
    for letter, words in (("J", "short of volunteers"), ("T", "One car for two"), ("D", "At clo")):
        person.go_board()
        person.key(letter)
        assert person.page_id == "ahead"
        assert words in person.head or person.sees(words)
        person.picture(f"ahead-{letter}")
    person.go_board()
    person.alt(Key.Key_Right)
    person.settle()
    assert "draft" in person.head


def plan(person: Dispatcher) -> None:
    """Suggest, look at why, accept everything, take it back and do it again, publish."""
    timed = _free(person)
    before = _drivers(person)
    assert timed
    person.key("s")
    person.wait(lambda: "proposed" in person.head)
    person.picture("first-plan")
    person.settle()
    assert _drivers(person) == before  # a proposal changes nothing
    for n in range(2):
        assert person.side == "plan"
        assert person.sees("Next best:")
        person.picture(f"why-{n}")
        person.press(Key.Key_Down)
        person.settle()
    person.press(Key.Key_End, mod=Qt.KeyboardModifier.ControlModifier)
    person.settle()
    person.picture("unserved")
    person.key("Y")
    assert person.notice().startswith("Accepted")
    accepted = _drivers(person)
    assert len(accepted) == len(before) + len(timed)
    person.picture("accepted")
    person.ctrl(Key.Key_Z)
    person.settle()
    assert _drivers(person) == before
    assert "proposed" in person.head
    person.ctrl(Key.Key_Y)
    person.settle()
    assert _drivers(person) == accepted
    person.key("P")
    assert person.notice().startswith("Published")
    assert all(run.state is RunState.PUBLISHED for run in person.known.board.runs)
    assert person.below == "telling"
    person.picture("published")


def tell(person: Dispatcher) -> None:
    """Ring them up: one does not answer, one gets a message, one is told; then all others."""
    person.press(Key.Key_Escape)
    person.key("f")
    person.picture("telling")
    first, second, third = person.telling().open[:3]
    for key in (Key.Key_9, Key.Key_8, Key.Key_Return):
        person.press(key)
        person.settle()
    person.picture("telling-three-calls")
    lines = {line.target: line for line in person.telling().lines}
    assert lines[first.target].tries == 1
    states = [lines[one.target].state for one in (first, second, third)]
    assert states == [TellState.NEW, TellState.MESSAGE, TellState.TOLD]
    _tell_all(person)
    person.picture("telling-all")
    person.press(Key.Key_Escape)


def change_by_hand(person: Dispatcher) -> None:
    """Give a told ride to somebody else: what it means is said before, who must hear after."""
    run = max(person.known.board.runs, key=lambda run: len(run.rides))
    ride = next(one for one in run.rides if one.return_kind is ReturnKind.SCHEDULED)
    person.go_ride(ride.id)
    person.press(Key.Key_F5)
    person.settle()
    person.press(Key.Key_Down)
    person.settle()
    person.wait(lambda: any(text.startswith("If ") for text in person.texts()))
    person.picture("impact-before")
    person.press(Key.Key_Return)
    person.give_reason("He offered it himself")
    assert person.driver(ride.id) != run.driver_name
    person.wait(lambda: any(text.startswith("What this changed") for text in person.texts()))
    person.key("I")
    person.picture("impact-after")
    person.press(Key.Key_Escape)
    again = [line for line in person.telling().open if line.state is TellState.CHANGED]
    assert run.driver_name in [line.name for line in again]
    assert "to tell" in person.head
    person.key("P")
    assert person.below == "telling"
    person.picture("published-again")
    person.press(Key.Key_Escape)
    person.key("f")
    _tell_all(person)
    person.press(Key.Key_Escape)


def call(person: Dispatcher) -> None:
    """Ask one after the other for a ride that nobody has: no, no answer, a message, yes."""
    person.key("j")
    ride = person.chosen[0]
    person.key("k")
    assert person.side == "calls"
    person.picture("call-sheet")
    for key, said in (("2", "no."), ("3", "no answer."), ("4", "message left.")):
        person.key(key)
        assert person.notice().endswith(said)
    person.picture("call-sheet-said")
    person.key("1")
    assert " said yes" in person.notice()
    assert person.driver(ride)
    person.picture("call-sheet-yes")
    person.key("P")
    person.press(Key.Key_Escape)
    person.settle()


def _tell_all(person: Dispatcher) -> None:
    assert person.telling().open
    person.ctrl(Key.Key_A)
    person.press(Key.Key_F, mod=SHIFT)
    person.settle()
    assert not person.telling().open
    assert "to tell" not in person.head


def _free(person: Dispatcher) -> list[BoardRide]:
    return [one for one in person.known.board.unassigned if not one.is_loose]


def _drivers(person: Dispatcher) -> dict[object, str]:
    known = person.known
    return {key: known.driver_name(one) for key, one in known.rides.items() if one.is_assigned}
