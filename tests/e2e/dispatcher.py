"""The person at the dispatch desk: keys on the board, and what stands in the office afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time

from PySide6.QtCore import Qt

from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.ids import Id
from nemt_desk.office import Office
from nemt_desk.runs.telling.queries import telling_list
from nemt_desk.runs.telling.rows import TellingList
from nemt_desk.trips.queries import ride as read_ride
from nemt_desk.trips.rows import Ride, RideState
from tests.e2e.person import SHIFT, Person
from ui.board.day import BoardDay, read_day
from ui.board.page import BoardPage
from ui.shell.palette import FindBox

Key = Qt.Key
_MOST_STEPS = 60


@dataclass
class Dispatcher(Person):
    """A person, the office she works for, and the clock on her wall."""

    office: Office = field(kw_only=True)
    clock: FixedClock = field(kw_only=True)
    day: date = field(kw_only=True)

    # --- the day ----------------------------------------------------------------------------------

    @property
    def known(self) -> BoardDay:
        """The day as it stands in the office."""
        return read_day(self.office, self.day)

    def ride(self, ride: Id) -> Ride:
        """A ride as it stands in the office, cancelled ones too."""
        with self.office.store.read() as session:
            return read_ride(session, ride)

    def state(self, ride: Id) -> RideState:
        return self.ride(ride).state

    def driver(self, ride: Id) -> str:
        known = self.known
        return known.driver_name(known.rides[ride])

    def telling(self) -> TellingList:
        with self.office.store.read() as session:
            return telling_list(session, self.day, self.office.settings)

    def it_is(self, minute: int) -> None:
        """Let the time pass to a minute after midnight; T looks at today anew."""
        self.clock.set(self.office.time.at(self.day, time(*divmod(minute, 60))))
        self.go_board()
        self.press(Key.Key_T)
        self.settle()

    @property
    def minute(self) -> int:
        """How late it is, in minutes after midnight."""
        now = self.office.time.local(self.clock.now())
        return now.hour * 60 + now.minute

    # --- going about ------------------------------------------------------------------------------

    def key(self, letter: str) -> None:
        """Press a letter's key, a capital with Shift; wait until nothing runs any more.

        Each takes a second: nothing is published twice in the same moment.
        """
        self.clock.advance(seconds=1)
        mod = SHIFT if letter.isupper() else Qt.KeyboardModifier.NoModifier
        self.press(Key(ord(letter.upper())), mod=mod)
        self.settle()

    def until(self, is_so: Callable[[], bool], letter: str) -> None:
        """Press a key until something is so."""
        for _ in range(_MOST_STEPS):
            if is_so():
                return
            self.key(letter)
        raise AssertionError(f"{letter} never comes there")

    def give_reason(self, reason: str) -> None:
        """Type the reason, if the board asks for one."""
        self.settle()
        if self.board.parts.ask_bar.is_open:
            self.picture("reason")
            self.type(reason)
            self.press(Key.Key_Return)
            self.settle()

    def go_board(self) -> None:
        if self.page_id != "board":
            self.alt(Key.Key_3)
            self.settle()
        assert self.page_id == "board"

    def find(self, typed: str, key: str) -> None:
        """Find something by Ctrl+K and go there: type, walk down to it, Enter."""
        self.ctrl(Key.Key_K)
        self.type(typed)
        box = self.focus.parentWidget()
        assert isinstance(box, FindBox)
        hits = box.hits()
        at = next((n for n, hit in enumerate(hits) if hit.key == key), None)
        assert at is not None, f"{typed} finds no {key}: {[hit.text for hit in hits]}"
        self.press(*[Key.Key_Down] * at)
        self.press(Key.Key_Return)
        self.settle()

    def go_ride(self, ride: Id) -> None:
        """Choose a ride on the board by its member's name."""
        self.find(self.known.rides[ride].member_name, f"ride:{ride}")
        assert self.chosen == (ride,)

    @property
    def board(self) -> BoardPage:
        frame = self.window.frame
        assert frame is not None
        assert isinstance(frame.page, BoardPage)
        return frame.page

    @property
    def chosen(self) -> tuple[Id, ...]:
        """The rides that the window shows as chosen."""
        return self.board.at.choice.rides

    @property
    def head(self) -> str:
        """What the page's head says."""
        frame = self.window.frame
        page = frame.page if frame is not None else None
        return page.head_text() if page is not None else ""

    @property
    def side(self) -> str:
        """Which panel stands at the lower left."""
        return self.board.parts.side.name

    @property
    def below(self) -> str:
        """Which panel stands under the timeline."""
        return self.board.parts.below.name
