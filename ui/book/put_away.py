"""Calls that were put away: they come back by Undo or by a key, and none replaces another."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from PySide6.QtGui import QUndoCommand

from ui.book.call.aside import Aside
from ui.book.call.booking import Booking

_BACK = "The call is back."
_SWAPPED = "The call is back; the one that was open was put away, and Ctrl+B brings it back."
_GONE = "That call is not put away any more: nothing was changed."
_AGAIN = "The call was put away again. Ctrl+B brings it back."


@dataclass(frozen=True, slots=True, eq=False)
class PutCall:
    """A call that was put away, and what stood in its member's field."""

    aside: Aside
    who: str


class Shelf:
    """The calls that were put away, the next to come back first.

    `show` shows a call with the words of its member's field, `who` returns those of the open one,
    `come` brings the page before the person's eyes, `say` says a sentence.
    """

    def __init__(
        self,
        booking: Booking,
        who: Callable[[], str],
        show: Callable[[str], None],
        come: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self._booking, self._who, self._show = booking, who, show
        self.come, self.say = come, say
        self._calls: list[PutCall] = []

    def __contains__(self, call: object) -> bool:
        return call in self._calls

    def __bool__(self) -> bool:
        return bool(self._calls)

    def put(self) -> PutCall | None:
        """Put the open call away and leave the page empty; None if nothing is open."""
        call = self._taken(first=True)
        self._booking.clear()
        self._show("")
        return call

    def bring(self, call: PutCall) -> PutCall | None:
        """Open a call again; return the one that was open and is put away now."""
        self._calls.remove(call)
        before = self._taken(first=False)
        self._booking.put_back(call.aside)
        self._show(call.who)
        return before

    def bring_next(self) -> None:
        """Open the call put away last; with one open they take turns."""
        if not self._calls:
            self.say("No other call was put away.")
            return
        before = self.bring(self._calls[0])
        self.say(_BACK if before is None else _SWAPPED)

    def _taken(self, *, first: bool) -> PutCall | None:
        if self._booking.is_empty:
            return None
        call = PutCall(self._booking.aside(), self._who())
        self._calls.insert(0 if first else len(self._calls), call)
        return call


class PutAway(QUndoCommand):
    """Puts the open call away; undone it comes back, and what is open then is put away in turn."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__("Put the call away")
        self._shelf = shelf
        self._call: PutCall | None = None
        self._other: PutCall | None = None
        self._is_new = True

    @override
    def redo(self) -> None:
        if not self._is_new:
            self._shelf.come()
        self._call = self._shelf.put()
        if self._other is not None and self._other in self._shelf:
            self._shelf.bring(self._other)
        if not self._is_new:
            self._shelf.say(_AGAIN)
        self._is_new, self._other = False, None

    @override
    def undo(self) -> None:
        if self._call is None or self._call not in self._shelf:
            self._shelf.say(_GONE)
            return
        self._shelf.come()
        self._other = self._shelf.bring(self._call)
        self._shelf.say(_BACK if self._other is None else _SWAPPED)
