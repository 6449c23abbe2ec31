"""Putting a call away as a step that Undo takes back: nothing typed is ever lost."""

from collections.abc import Callable
from typing import override

from PySide6.QtGui import QUndoCommand

from ui.book.call.booking import Booking


class PutAway(QUndoCommand):
    """Empties the form; undone it brings the call back."""

    def __init__(
        self,
        booking: Booking,
        who: str,
        show_all: Callable[[], None],
        show_who: Callable[[str], None],
    ) -> None:
        super().__init__("Put the call away")
        self._booking, self._show_all, self._show_who = booking, show_all, show_who
        self._aside, self._who = booking.aside(), who

    @override
    def redo(self) -> None:
        self._booking.clear()
        self._show_who("")
        self._show_all()

    @override
    def undo(self) -> None:
        self._booking.put_back(self._aside)
        self._show_who(self._who)
        self._show_all()
