"""What the board's day asks of whoever hangs on it; see `guest`."""

from typing import TYPE_CHECKING, Protocol

from nemt_desk.ground.ids import Id
from nemt_desk.trips.rows import RideState

if TYPE_CHECKING:
    from ui.board.day import BoardDay, Choice


class Listener(Protocol):
    """Hears what is read, chosen and aimed at."""

    def sit(self) -> None:
        """Add widgets, now that the board's stand."""

    def day_read(self, known: "BoardDay", before: "BoardDay | None") -> None:
        """Take over the day as it was read."""

    def chosen(self, choice: "Choice") -> None:
        """Take over what is chosen."""

    def aimed(self, driver: Id | None) -> None:
        """Take over whose row is aimed at."""

    def mark(self, state: RideState) -> bool:
        """Take over a mark that asks for more than a reason; tell whether it was one."""

    def tick(self, now: int | None) -> None:
        """Hear that a minute has passed."""
