"""What can be done on every page: going, finding, undoing, locking, text size."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ui.actions.action import Action
from ui.pages import PageEntry, page_key
from ui.shell.desk import Desk
from ui.shell.frame import Frame
from ui.shell.looks import next_scheme, text_larger, text_smaller


@dataclass(frozen=True, slots=True)
class Ways:
    """What only the window can do."""

    find: Callable[[], None]
    lock: Callable[[], None]
    show_keys: Callable[[], None]
    close: Callable[[], object]


def shell_actions(desk: Desk, frame: Frame, ways: Ways) -> list[Action]:
    """Return the shell's own actions for an open office."""
    prefs = desk.prefs
    entries = frame.entries
    pages = {entry.page_id for entry in entries}
    return [
        Action("shell.find_anything", "Find anything", ways.find, "Ctrl+K"),
        Action(
            "shell.new_ride",
            "New ride",
            lambda: desk.go("book", "new"),
            "F2",
            enabled=lambda: "book" in pages,
        ),
        Action("shell.find", "Find", ways.find, "F3", fallback=True),
        Action(
            "shell.who_can_take",
            "Who can take it",
            lambda: desk.go("board"),
            "F5",
            enabled=lambda: "board" in pages,
            fallback=True,
        ),
        Action("shell.undo", "Undo", desk.undo, "Ctrl+Z"),
        Action("shell.redo", "Do again", desk.redo, "Ctrl+Y"),
        Action("shell.back", "Back, keeping what is typed", frame.back, "Esc"),
        Action("shell.lock", "Lock the office", ways.lock, "Ctrl+L"),
        Action("shell.keys", "Keys of this page", ways.show_keys, "F1"),
        Action("shell.keys_too", "Keys of this page (same)", ways.show_keys, "?"),
        Action("shell.larger", "Larger text", lambda: text_larger(prefs), "Ctrl++"),
        Action("shell.smaller", "Smaller text", lambda: text_smaller(prefs), "Ctrl+-"),
        Action("shell.scheme", "Light, dark or high contrast", lambda: next_scheme(prefs)),
        Action("shell.quit", "Close the program", ways.close, "Ctrl+Q"),
        *_goes(frame, entries),
    ]


def _goes(frame: Frame, entries: Sequence[PageEntry]) -> list[Action]:
    return [
        Action(
            f"go.{entry.page_id}", f"Go to {entry.title}", _go(frame, entry.page_id), page_key(at)
        )
        for at, entry in enumerate(entries)
    ]


def _go(frame: Frame, page_id: str) -> Callable[[], None]:
    return lambda: frame.go(page_id)
