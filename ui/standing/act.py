"""What is done to a standing order: typed in a form, looked at with every ride it touches, done.

Each act knows its form and its service; the panel around it shows what would become of rides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from PySide6.QtWidgets import QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import InputError
from nemt_desk.ground.ids import Id
from nemt_desk.trips.standing.orders import OrderLine, StandingOrder
from nemt_desk.trips.standing.rows import Fate, TripFate
from ui.shell.desk import Desk
from ui.standing.words import count_text
from ui.widgets.layout import column
from ui.widgets.recordform import NamedForm


@dataclass(frozen=True, slots=True)
class Looked:
    """What an act would do: every ride it touches, and what must be handed back to do it."""

    plan: object
    sentence: str
    fates: tuple[TripFate, ...] = ()

    @property
    def text(self) -> str:
        """The sentence, and what becomes of the rides in numbers."""
        return " ".join(part for part in (self.sentence, fates_text(self.fates)) if part)


def fates_text(fates: tuple[TripFate, ...]) -> str:
    """Return `2 trips change along, 1 is cancelled, 1 stays as it is.`; nothing for none."""
    parts = []
    for fate, one, more in (
        (Fate.FOLLOWS, "changes along", "change along"),
        (Fate.CANCELLED, "is cancelled", "are cancelled"),
        (Fate.LEFT, "stays as it is", "stay as they are"),
    ):
        number = sum(found.fate is fate for found in fates)
        if number:
            parts.append(f"{count_text(number, 'trip')} {one if number == 1 else more}")
    return f"{', '.join(parts)}." if parts else ""


class Act(QWidget):
    """One thing that can be done to an order."""

    name = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.form = NamedForm()
        self.line: OrderLine | None = None
        self.day: date | None = None
        self.fill_form()
        self.setLayout(column(self.form))

    def fill_form(self) -> None:
        """Make the fields."""
        raise NotImplementedError

    def title(self) -> str:
        """Return what stands above it."""
        raise NotImplementedError

    def begin(self, line: OrderLine, day: date | None) -> None:
        """Show an order as it is, to say what shall be done; `day` is the one chosen."""
        self.line, self.day = line, day
        self.show_order(line, day)

    def show_order(self, line: OrderLine, day: date | None) -> None:
        """Fill the fields."""
        raise NotImplementedError

    def wanted(self) -> object:
        """Return what was typed.

        Raises:
            InputError: with everything that can't be read.
        """
        raise NotImplementedError

    def look(self, wanted: Any) -> Callable[[], Looked]:  # noqa: ANN401 - what `wanted` gave
        """Return what tells, on a reader's thread, what would become of rides."""
        raise NotImplementedError

    def do(self, looked: Looked) -> Changes:
        """Do it, as it was looked at."""
        raise NotImplementedError

    def located(self, error: InputError) -> InputError:
        """Return a service's refusal with the form's own names of its fields."""
        return error

    def first(self) -> QWidget:
        """Return where typing begins."""
        return self.form.widget(self.form.names[0])

    def is_about(self, line: OrderLine, day: date | None) -> bool:
        """Tell whether this order and day are shown already."""
        return self.line is not None and (self.line.order.id, self.day) == (line.order.id, day)

    def values(self) -> dict[str, Any]:
        """Return the form's values; raises InputError."""
        return cast("dict[str, Any]", self.form.values())

    @property
    def order(self) -> StandingOrder:
        """The order shown."""
        if self.line is None:
            raise RuntimeError("no order is shown")
        return self.line.order

    @property
    def order_id(self) -> Id:
        """The order's key."""
        return self.order.id

    @property
    def member_id(self) -> Id:
        """Whose order it is."""
        return self.order.member_id
