"""The call sheet on screen: one driver at a time with everything about him, and what was said."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from ui.actions.action import Action
from ui.board.buttons import ButtonRows
from ui.board.calls.queue import Entry, Sheet
from ui.theme.theme import GAP, target_height, theme
from ui.widgets.layout import (
    ElidedLabel,
    Heading,
    QuietLabel,
    column,
    heading,
    panel,
    plain_label,
    row,
    scrolling,
)

_WALK = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
_WORKING = "Working out who can take it \N{HORIZONTAL ELLIPSIS}"
_NOBODY = "There is nobody to call. Enter drivers under Drivers (Alt+8)."
_MOST_NOTE = 300


class _Card(QWidget):
    """What holds the focus while calling: arrows walk from driver to driver.

    Signals:
        walked: (int) to the next or the one before.
    """

    walked = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _WALK.get(Qt.Key(event.key()))
        if by is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.walked.emit(by)


class CallPanel(QWidget):
    """Shows a sheet at one of its drivers.

    Signals:
        walked: (int) the person wants the next driver, or the one before.
    """

    walked = Signal(int)

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self.place = plain_label()
        self.place.setWordWrap(False)
        self.title = ElidedLabel("")
        self.card = _Card()
        self.card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.card.setAccessibleName("Whom to call")
        self.name = Heading("", 1.2)
        self.name.setWordWrap(True)
        self.phones = Heading("", 1.1)
        self.phones.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.verdict, self.reasons = plain_label(), plain_label()
        self.facts = plain_label(name="What is known of this driver")
        self.calls = plain_label(name="Called so far")
        self.others = QuietLabel(wraps=True)
        self.note = QLineEdit()
        self.note.setMaxLength(_MOST_NOTE)
        self.note.setPlaceholderText("Note: what else was said, before the result")
        self.note.setAccessibleName("Note on the call")
        self._buttons = ButtonRows(actions)
        parts = (self.name, self.phones, self.verdict, self.reasons, self.facts)
        self.card.setLayout(column(*parts, space=GAP))
        body = panel(column(self.card, self.calls, self.others, None, space=GAP))
        head = row(heading("Call sheet  K"), None, self.place)
        self.area = scrolling(body, margin=0)
        self.setLayout(column(head, self.title, self.area, self.note, self._buttons, space=GAP))
        self.card.walked.connect(self.walked)
        theme().changed.connect(self._size)
        self._size()
        self.show_waiting("")

    def show_waiting(self, title: str) -> None:
        """Show what is asked; the answer follows."""
        self._show_texts(title, _WORKING)

    def show_nobody(self, title: str) -> None:
        """Show that there is no driver at all."""
        self._show_texts(title, _NOBODY)

    def show_trouble(self, sentence: str) -> None:
        """Show why there is nobody to call."""
        self._show_texts(self.title.text(), "")
        self._put(self.verdict, sentence)

    def _show_texts(self, title: str, name: str) -> None:
        self.title.set_text(title)
        self.name.setText(name)
        self.place.setText("")
        for label in (self.phones, self.verdict, self.reasons, self.facts, self.calls, self.others):
            label.setText("")
            label.hide()
        self.refresh()

    def show_sheet(self, sheet: Sheet, at: int, said: Sequence[str], also: Sequence[str]) -> None:
        """Show one driver of a sheet; `said` are all calls so far, `also` stands by his name."""
        entry = sheet.entries[at]
        self.title.set_text(sheet.title)
        self.place.setText(f"{at + 1} of {len(sheet.entries)}")
        self.name.setText(f"{entry.mark} {entry.name}")
        why = sheet.why if at == 0 else ""
        self._put(self.phones, entry.phones)
        verdict = "; ".join(part for part in (entry.verdict, *also) if part)
        self._put(self.verdict, f"{_capital(verdict)}.")
        self._put(self.reasons, "\n".join(entry.reasons))
        self._put(self.facts, "\n".join(part for part in (_facts(entry), why) if part))
        self._put(self.calls, "\n".join(["Called so far", *said]) if said else "")
        self._put(self.others, "\n".join(sheet.others))
        self.card.setAccessibleDescription(self.text())
        self.area.verticalScrollBar().setValue(0)
        self.refresh()

    def _put(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def focus_first(self) -> None:
        """Put the focus on the driver."""
        self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_note(self) -> str:
        """Return the note typed and empty its line."""
        text = self.note.text().strip()
        self.note.clear()
        return text

    def refresh(self) -> None:
        """Ask again what is possible now."""
        self._buttons.refresh()

    def text(self) -> str:
        """Return what is said about the current driver."""
        shown = (self.name, self.phones, self.verdict, self.reasons, self.facts)
        return ". ".join(label.text() for label in shown if label.text())

    def _size(self) -> None:
        self.note.setMinimumHeight(target_height())


def _facts(entry: Entry) -> str:
    return "\n".join(f"\N{BULLET} {_capital(fact)}" for fact in entry.facts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
