"""The late line's words in the board's side: what to say, whom to call, what to do next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nemt_desk.runs.live.words import LateWords
from ui.actions.action import Action
from ui.board.buttons import ButtonRows
from ui.theme.theme import GAP
from ui.widgets.layout import Heading, QuietLabel, column, panel, plain_label, scrolling


class LatePanel(QWidget):
    """Shows the words for one ride."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self.title = Heading("", 1.1)
        self.title.setWordWrap(True)
        self.rule = QuietLabel()
        self.next = plain_label(name="What to do next")
        self.say = plain_label(name="What to say")
        self.contacts = plain_label(name="Whom to call")
        self._buttons = ButtonRows(actions)
        body = panel(
            column(self.title, self.rule, self.next, self.say, self.contacts, None, space=GAP)
        )
        self.setLayout(column(scrolling(body, margin=0), self._buttons, space=GAP))
        self.setAccessibleName("The ride is late: what to say and do")

    def show_words(self, name: str, phones: Sequence[str], words: LateWords) -> None:
        """Show the words for a ride; `phones` are the member's and his contact's, in words."""
        self.title.setText(name)
        self.rule.setText(words.rule)
        steps = [f"{number}. {step}" for number, step in enumerate(words.do_next, 1)]
        self.next.setText("\n".join(steps))
        quoted = (
            f"Say: \N{LEFT DOUBLE QUOTATION MARK}{words.to_member}\N{RIGHT DOUBLE QUOTATION MARK}"
        )
        self.say.setText("\n".join(part for part in (quoted, words.to_facility) if part))
        self.contacts.setText("\n".join([*phones, *words.contacts]))
        self._buttons.refresh()

    def focus_first(self) -> None:
        """Put the focus on the first button that can be pressed."""
        able = (button for button in self._buttons.buttons if button.isEnabled())
        first = next(able, self._buttons.buttons[0])
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return everything the panel says."""
        parts = (self.title, self.rule, self.next, self.say, self.contacts)
        return "\n".join(part.text() for part in parts)
