"""The board in each state of planning and of the live day, by keys: pictures to be looked at.

Shows the demo office as it is today: proposals, reasons, rides left over, impact, calls, telling,
what needs a hand, three days, a week, and what is coming. Everything is taken back at the end.
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from nemt_desk.runs.rows import RunState
from nemt_desk.trips.rows import RideState
from tests.ui.hands import CTRL, PLAIN, press
from ui.board.page import BoardPage
from ui.shell.desk import Desk

_Key = Qt.Key
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier


class Keys:
    """Presses keys wherever the focus is, and waits until nothing runs any more."""

    def __init__(self, desk: Desk, settle: Callable[[], None]) -> None:
        self.desk, self.settle = desk, settle

    def __call__(self, letters: str) -> None:
        """Press letters one after the other; a capital with Shift."""
        for letter in letters:
            self.key(_Key(ord(letter.upper())), _SHIFT if letter.isupper() else PLAIN)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press one key."""
        press(_focus(), key, modifier)
        self.settle()


def each_state(page: BoardPage, desk: Desk, settle: Callable[[], None]) -> Iterator[str]:
    """Go through them; each stands on the window while its name is yielded."""
    keys = Keys(desk, settle)
    undone = desk.undo_stack.index()
    page.at.show_day(desk.today())
    settle()
    yield from _live(page, keys)
    keys.key(_Key.Key_Right, _ALT)
    yield from _plan(page, keys)
    yield from _told(page, keys)
    for name in ("three-days", "week"):
        keys.key(_Key.Key_F7)
        yield name
    keys.key(_Key.Key_F7)
    while desk.undo_stack.index() > undone:
        desk.undo()
        settle()
    keys("t")
    desk.notices.clear()


def ahead(desk: Desk, settle: Callable[[], None]) -> Iterator[str]:
    """Show what is coming: the month, the long ways, the pack for days without the program."""
    for name in ("month", "far", "dark"):
        desk.go("ahead", name)
        settle()
        yield f"ahead-{name}"


def _live(page: BoardPage, keys: Keys) -> Iterator[str]:
    """Show today: what needs a hand, and the panels that give it."""
    known = page.at.known
    if known is None:
        return
    late = next((r for r in known.rides.values() if r.state is RideState.LATE), None)
    if late is not None:
        keys.desk.go("board", "ride", late.id)
        keys.settle()
        yield "late"
        keys("L")
        yield "late-line"
        keys("N")
        yield "no-show"
        keys("X")
        yield "cancel"
        keys("C")
        yield "driver-out"
        keys.key(_Key.Key_Escape)
    ready = next((r for r in known.board.unassigned if r.state is RideState.WILL_CALL), None)
    if ready is not None:
        keys.desk.go("board", "ride", ready.id)
        keys("R")
        yield "will-call"
        keys.key(_Key.Key_Escape)


def _plan(page: BoardPage, keys: Keys) -> Iterator[str]:
    """Show tomorrow planned: proposals with reasons, and what nobody can drive."""
    keys("s")
    yield "proposals"
    keys.key(_Key.Key_End, CTRL)
    yield "unserved"
    keys("V")
    keys("j")
    keys("k")
    yield "call-sheet"
    keys.key(_Key.Key_Escape)
    keys.key(_Key.Key_F5)
    yield "impact"
    keys("I")
    yield "impact-all"
    keys.key(_Key.Key_Escape)


def _told(page: BoardPage, keys: Keys) -> Iterator[str]:
    """Show a run published: its telling list."""
    known = page.at.known
    draft = [r for r in known.board.runs if r.state is RunState.DRAFT and r.rides] if known else []
    if not draft:
        return
    keys.desk.go("board", "run", draft[0].id)
    keys.settle()
    keys("p")
    keys.key(_Key.Key_Escape)
    keys("f")
    yield "telling"
    keys.key(_Key.Key_Escape)


def _focus() -> QWidget:
    focus = QApplication.focusWidget()
    if focus is None:
        raise RuntimeError("no widget has the focus: every key is lost")
    return focus
