"""What every page is: a widget with a name, a head, actions, and ears for changes."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nemt_desk.ground.changes import Changes
from ui.actions.action import Action
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id


class Page(QWidget):
    """Base of all pages. Pages meet in actions and changes, never in each other.

    Signals:
        head_changed: what the page head shows has moved.
    """

    page_id: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    order: ClassVar[int] = 0

    head_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(self.title)

    def refresh(self, changes: Changes | None) -> None:
        """Read what is shown; None at the first visit, else what has changed since."""

    def head_text(self) -> str:
        """Return what is wrong or open, for the right end of the page head."""
        return ""

    def head_day(self) -> date | None:
        """Return the day the page shows, None if it shows no day."""
        return None

    def show_day(self, day: date) -> None:
        """Show another day."""

    def actions(self) -> list[Action]:  # type: ignore[override]  # ours, not QWidget's QActions
        """Return what can be done here; asked once, after the page is made."""
        return []

    def help_text(self) -> str:
        """Return one or two sentences about the page."""
        return ""

    def show_record(self, kind: str, id: "Id | None") -> None:  # noqa: A002 - the contract's word
        """Show one record."""

    def back(self) -> bool:
        """Go one step back inside the page without losing what was typed; False: none left."""
        return False

    def has_unsaved(self) -> bool:
        """Tell whether something was typed that closing would lose."""
        return False

    def first_focus(self) -> QWidget | None:
        """Return who gets the focus when the page is visited."""
        return None
