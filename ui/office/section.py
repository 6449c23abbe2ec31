"""What the sections of Office share: they read when shown, and say who may do what they do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.security.accounts import accounts
from nemt_desk.security.rows import Right
from ui.shell.desk import Desk
from ui.theme.theme import target_height, theme
from ui.widgets.banner import Banner

UNSAVED = (
    "What you typed here is not saved. Ctrl+Enter saves it, Ctrl+Backspace gives it up; then go on."
)


class Section(QWidget):
    """One section. `kinds` are the tables whose change makes it stale."""

    name = ""
    title = ""  # with its access key
    kinds: frozenset[str] = frozenset()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.office = desk.office
        self.bar = Banner()
        self.setAccessibleName(self.title.replace("&", ""))

    def read(self) -> None:
        """Show what is kept."""

    def save(self) -> None:
        """Save what was typed, if something can be typed here."""

    def begin(self) -> None:
        """Begin a new entry, where the section has entries."""

    def take_away(self) -> None:
        """Take the entry shown away, where that is possible."""

    def drop(self) -> None:
        """Give up what was typed."""

    def has_unsaved(self) -> bool:
        """Tell whether something typed would be lost."""
        return False

    def first_focus(self) -> QWidget | None:
        """Return who gets the focus."""
        return None

    def is_stale_after(self, changes: Changes) -> bool:
        """Tell whether a change touches what is shown."""
        return bool(changes.kinds & self.kinds)

    def may(self, right: Right) -> bool:
        """Tell whether the person at the desk has a right; if not, say who has."""
        if self.desk.actor.may(right):
            self.bar.say("")
            return True
        with self.office.store.read() as session:
            able = [known.name for known in accounts(session) if known.may(right)]
        self.bar.say(f"Your account can look at this, not change it. Ask {' or '.join(able)}.")
        return False


class FoundLabel(QLabel):
    """What a check found; takes no room while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAccessibleName("What the check found")
        self.hide()

    def say(self, text: str) -> None:
        """Say what was found, or nothing."""
        self.setText(text)
        self.setVisible(bool(text))


class _Button(QPushButton):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAutoDefault(False)
        theme().changed.connect(self._size)
        self._size()

    def _size(self) -> None:
        self.setMinimumHeight(target_height())


def button(text: str) -> QPushButton:
    """Return a button that Enter presses only when it has the focus."""
    return _Button(text)
