"""What stands in the window once an office is open: desk, frame, find box, keys.

Kept apart from the window so that the first window need not import any of it.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow

from ui.actions.action import EVERYWHERE, Action
from ui.pages import PageEntry
from ui.shell.desk import Desk
from ui.shell.entrance import Opened
from ui.shell.finding import Finder, Hit, finders, hits
from ui.shell.frame import Frame
from ui.shell.keys import KeyBinder
from ui.shell.keysheet import KeySheet
from ui.shell.palette import FindBox
from ui.shell.shell_actions import Ways, shell_actions
from ui.widgets.prefs import Prefs


class Inside(QObject):
    """The open office on the screen."""

    def __init__(
        self,
        window: QMainWindow,
        opened: Opened,
        *,
        prefs: Prefs,
        entries: Sequence[PageEntry],
        lock: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._finders: list[Finder] | None = None
        self._is_open = True
        self.desk = Desk(opened, prefs=prefs, parent=self)
        self.frame = Frame(self.desk, entries)
        self._keys = KeyBinder(window, self.desk.not_now, self.desk.notices.let_go)
        self.find_box = FindBox(self.frame, self._hits)
        ways = Ways(self.find_box.ask, lock, self.show_keys, window.close)
        self.desk.actions.add(EVERYWHERE, shell_actions(self.desk, self.frame, ways))
        self.frame.page_shown.connect(self._on_page_shown)
        self.frame.find_asked.connect(self.find_box.ask)

    def begin(self) -> None:
        """Show the first page; icons follow once it stands."""
        if self.frame.entries:
            self.frame.go(self.frame.entries[0].page_id)
        else:
            self.open_keys()
        QTimer.singleShot(0, self.frame.rail, self.frame.rail.draw_icons)

    def actions(self) -> list[Action]:
        """Return what can be done now."""
        page = self.frame.page
        return self.desk.actions.of(page.page_id if page is not None else EVERYWHERE)

    def open_keys(self) -> None:
        """Let the keys answer."""
        self._is_open = True
        self._keys.bind(self.actions())

    def shut_keys(self) -> None:
        """Let no key answer: the office is locked or closes."""
        self._is_open = False
        self._keys.unbind()

    def show_keys(self) -> None:
        """Show the sheet of keys of the page."""
        page = self.frame.page
        title = page.title if page is not None else self._window.windowTitle()
        help_text = page.help_text() if page is not None else ""
        KeySheet(title, help_text, self.actions(), self._window).show()

    def _on_page_shown(self) -> None:
        if self._is_open:
            self.open_keys()

    def _hits(self, text: str) -> list[Hit]:
        if self._finders is None:
            self._finders = finders(self.frame.entries)
        return hits(
            self.desk,
            text,
            pages=self.frame.entries,
            actions=self.actions(),
            find=self._finders,
        )
