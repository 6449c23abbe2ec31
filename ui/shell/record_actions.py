"""What can be done on a page of records: new, save, find, go on, history, drop, archive."""

from collections.abc import Callable
from typing import ClassVar, Protocol

from nemt_desk.ground.ids import Id
from ui.actions.action import Action
from ui.shell.record import RecordPane


class Records(Protocol):
    """What the actions ask of the page."""

    page_id: ClassVar[str]
    noun: str

    @property
    def pane(self) -> RecordPane | None:
        """The record shown."""
        ...

    def unsaved(self) -> list[str]:
        """Return what is called what holds typed text."""
        ...

    def can_save(self) -> bool:
        """Tell whether something is shown that could be saved."""
        ...

    def is_typed(self) -> bool:
        """Tell whether what is shown holds typed text."""
        ...

    def target(self) -> tuple[Id, bool] | None:
        """Return which record archiving means, and whether it is archived already."""
        ...

    def new_record(self) -> None:
        """Begin a new record."""
        ...

    def save(self) -> None:
        """Save the record shown."""
        ...

    def find_record(self) -> None:
        """Go to the filter."""
        ...

    def go_on(self) -> None:
        """Go on with a record that is not saved."""
        ...

    def turn_history(self) -> None:
        """Show or hide the history."""
        ...

    def drop(self) -> None:
        """Give up what was typed."""
        ...

    def archive(self, *, is_back: bool) -> None:
        """Archive the record, or bring it back."""
        ...


def record_actions(page: Records) -> list[Action]:
    """Return the actions of a page of records."""
    name, noun = page.page_id, page.noun

    def on_record() -> bool:
        return page.pane is not None

    def may_archive(*, is_back: bool) -> Callable[[], bool]:
        def may() -> bool:
            target = page.target()
            return target is not None and target[1] is is_back

        return may

    return [
        Action(f"{name}.new", f"New {noun}", page.new_record, "Insert", icon="mdi6.plus"),
        Action(f"{name}.save", "Save", page.save, "Ctrl+Return", page.can_save),
        Action(f"{name}.find", f"Find a {noun}", page.find_record, "F3"),
        Action(f"{name}.go_on", "Go on", page.go_on, "F6", lambda: bool(page.unsaved())),
        Action(f"{name}.history", "History", page.turn_history, "F8", on_record),
        Action(f"{name}.drop", "Drop what I typed", page.drop, "", page.is_typed),
        Action(
            f"{name}.archive",
            "Archive",
            lambda: page.archive(is_back=False),
            "Ctrl+Delete",
            may_archive(is_back=False),
        ),
        Action(
            f"{name}.unarchive",
            "Bring back",
            lambda: page.archive(is_back=True),
            "",
            may_archive(is_back=True),
        ),
    ]
