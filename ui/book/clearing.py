"""Putting a call away as a step that Undo takes back: nothing typed is ever lost."""

from collections.abc import Callable
from typing import override

from PySide6.QtGui import QUndoCommand

from ui.book.booking import Booking


class ClearCall(QUndoCommand):
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
        self._draft, self._words, self._who = booking.draft, dict(booking.words), who

    @override
    def redo(self) -> None:
        self._booking.clear()
        self._show_who("")
        self._show_all()

    @override
    def undo(self) -> None:
        self._booking.draft, self._booking.words = self._draft, dict(self._words)
        self._show_who(self._who)
        self._show_all()
