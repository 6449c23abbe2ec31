"""What a page holds: the office, who sits there, and the ways to do, undo, say and go."""

from datetime import date
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, EnvironmentProblem
from nemt_desk.ground.progress import Cancelled
from ui.actions.action import ActionRegistry
from ui.jobs.runner import JobRunner
from ui.shell.selection import Selection
from ui.widgets.notice import Notice, NoticeKind, Notices
from ui.widgets.prefs import Prefs

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id
    from ui.shell.entrance import Opened

_WAIT = "Something is being written just now. Wait until it is done, then press the key again."
_UNDO_STEPS = 200


class Desk(QObject):
    """The working place.

    Signals:
        published: (Changes) something was changed; pages judge whether they are stale.
        went: (page_id, kind, id) somebody wants another page.
    """

    published = Signal(object)
    restore_asked = Signal(object)
    went = Signal(str, str, object)

    def __init__(
        self, opened: "Opened", *, prefs: Prefs | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.opened = opened
        self.office = opened.office
        self.actor = opened.actor
        self.prefs = prefs or Prefs()
        self.jobs = JobRunner(self)
        self.notices = Notices(self)
        self.actions = ActionRegistry()
        self.selection = Selection(self)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(_UNDO_STEPS)
        self.jobs.refused.connect(self.refuse)

    def today(self) -> date:
        """Return the agency's calendar day."""
        return self.office.time.day(self.office.clock.now())

    def go(self, page_id: str, kind: str = "", id: "Id | None" = None) -> None:  # noqa: A002
        """Show a page, and a record on it."""
        self.went.emit(page_id, kind, id)

    def did(self, changes: Changes) -> None:
        """Tell everybody what was done: pages refresh, a line says it, Ctrl+Z takes it back."""
        if not changes:
            return
        self.undo_stack.push(_ChangeCommand(self, changes))
        self.published.emit(changes)
        self.notices.say(Notice(NoticeKind.DONE, _sentence(changes.text or "Saved"), self.undo))

    def refuse(self, error: DeskError) -> None:
        """Say in words why something was not done."""
        if isinstance(error, Cancelled):
            kind = NoticeKind.INFO
        elif isinstance(error, EnvironmentProblem):
            kind = NoticeKind.TROUBLE
        else:
            kind = NoticeKind.REFUSED
        self.notices.say(Notice(kind, error.sentence))

    def not_now(self, text: str) -> None:
        """Say that something is not possible here; it goes when the next act is done."""
        self.notices.say(Notice(NoticeKind.REFUSED, text))

    def say(self, text: str) -> None:
        """Say something worth knowing."""
        self.notices.say(Notice(NoticeKind.INFO, text))

    def undo(self) -> None:
        """Take back what was done last; not while something is being written."""
        if self.jobs.is_writing:
            self.say(_WAIT)
        elif self.undo_stack.canUndo():
            self.undo_stack.undo()
        else:
            self.say("There is nothing to undo.")

    def redo(self) -> None:
        """Do again what was taken back last; not while something is being written."""
        if self.jobs.is_writing:
            self.say(_WAIT)
        elif self.undo_stack.canRedo():
            self.undo_stack.redo()
        else:
            self.say("There is nothing to do again.")

    def take_back(self, changes: Changes, words: str) -> Changes | None:
        """Undo changes in the office; None if the records have moved on."""
        try:
            inverse = self.office.store.undo(self.actor, changes)
        except DeskError as error:
            self.refuse(error)
            return None
        self.published.emit(inverse)
        self.notices.say(
            Notice(NoticeKind.DONE, _sentence(f"{words}: {changes.text or 'the last change'}"))
        )
        return inverse


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


class _ChangeCommand(QUndoCommand):
    """One change on the stack. It is already done when it is pushed."""

    def __init__(self, desk: Desk, changes: Changes) -> None:
        super().__init__(changes.text)
        self._desk = desk
        self._said = changes
        self._done: Changes | None = changes
        self._undone: Changes | None = None
        self._is_new = True

    @override
    def undo(self) -> None:
        if self._done is None:
            return
        self._undone = self._desk.take_back(self._done, "Took back")
        if self._undone is None:
            self.setObsolete(True)

    @override
    def redo(self) -> None:
        if self._is_new:
            self._is_new = False
            return
        if self._undone is None:
            return
        again = Changes(self._undone.kinds, self._undone.ids, self._said.text, self._undone.steps)
        self._done = self._desk.take_back(again, "Did again")
        if self._done is None:
            self.setObsolete(True)
        else:
            self._done = Changes(
                self._done.kinds, self._done.ids, self._said.text, self._done.steps
            )
