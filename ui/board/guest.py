"""What hangs its panels, actions and marks on the board without the board knowing it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nemt_desk.ground.ids import Id
from nemt_desk.trips.rows import RideState
from ui.actions.action import Action

if TYPE_CHECKING:
    from ui.board.day import BoardDay, Choice
    from ui.board.dispatch import Dispatch


class Guest(QObject):
    """Base of everything that hangs on the board; each method may be left as it is.

    Guests are made before the widgets: `self.at.parts` stands from `sit` on.
    """

    def __init__(self, at: "Dispatch") -> None:
        super().__init__(at)
        self.at = at
        self.desk = at.desk

    def sit(self) -> None:
        """Add widgets to `at.parts.side`, `below` or `strips`; once, when they stand."""

    def actions(self) -> list[Action]:
        """Return what can be done; asked once."""
        return []

    def buttons(self) -> Sequence[str]:
        """Return the ids of actions for the row of buttons."""
        return ()

    def menu(self) -> Sequence[str]:
        """Return the ids of actions for the menu of the rides."""
        return ()

    def kinds(self) -> frozenset[str]:
        """Return kinds of records whose change makes the board read the day again."""
        return frozenset()

    def day_read(self, known: "BoardDay", before: "BoardDay | None") -> None:
        """Take over the day as it was read; `before` is None when it is another day."""

    def chosen(self, choice: "Choice") -> None:
        """Take over what is chosen."""

    def aimed(self, driver: Id | None) -> None:
        """Take over whose row is aimed at, by a drag or in the list of drivers."""

    def head_parts(self) -> Sequence[str]:
        """Return what the page head says of it."""
        return ()

    def show_record(self, kind: str, key: Id) -> bool:
        """Show a record of a kind the board itself does not know; tell whether it was one."""
        del kind, key
        return False

    def mark(self, state: RideState) -> bool:
        """Take over a mark that asks for more than a reason; tell whether it was one."""
        del state
        return False

    def back(self) -> bool:
        """Go one step back on Esc; tell whether there was one."""
        return False

    def has_unsaved(self) -> bool:
        """Tell whether something was typed that leaving would lose."""
        return False

    def tick(self, now: int | None) -> None:
        """Hear that a minute has passed; `now` is None on another day than today."""
