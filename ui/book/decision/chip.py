"""How an outcome is shown: a chip with icon, word and border."""

from dataclasses import replace
from typing import override

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from nemt_desk.policy.decision import Outcome
from ui.book.words import OUTCOMES
from ui.theme.status import Look, alarm_colour, look
from ui.theme.theme import theme
from ui.widgets.status import chip_size, paint_chip

WARNING, NOTE, CARRY, OVERRIDE, REPEAT = "Warning", "Note", "On paper", "Override", "Repeat"

_ICONS = {
    Outcome.EMERGENCY: ("refused", "mdi6.phone-alert-outline"),
    Outcome.REFER: ("refused", "mdi6.phone-forward-outline"),
    Outcome.NOT_COVERED: ("refused", "mdi6.close-octagon-outline"),
    Outcome.NEEDS_PAPER: ("paper", "mdi6.file-alert-outline"),
    Outcome.NEEDS_REVIEW: ("will_call", "mdi6.account-question-outline"),
    Outcome.ALLOWED: ("ok", "mdi6.check-circle-outline"),
}
_ASK = ("ask", "mdi6.comment-question-outline")
_WORDS = {
    WARNING: ("unassigned", "mdi6.alert-outline"),
    NOTE: ("done", "mdi6.information-outline"),
    CARRY: ("done", "mdi6.file-document-outline"),
    REPEAT: ("assigned", "mdi6.calendar-sync-outline"),
    OVERRIDE: ("aboard", "mdi6.shield-key-outline"),
}
_BORDER_PX = 3


def look_of(outcome: Outcome | None, word: str = "") -> Look:
    """Return how an outcome is drawn; None is a question or a warning with its own word."""
    key, icon = _ICONS[outcome] if outcome is not None else _WORDS.get(word, _ASK)
    said = word or (OUTCOMES[outcome] if outcome is not None else "Ask")
    return replace(look(key), word=said, icon=icon)


class OutcomeChip(QWidget):
    """An outcome as icon, word and border."""

    def __init__(
        self, outcome: Outcome | None = None, word: str = "", *, big: bool = False
    ) -> None:
        super().__init__()
        self._outcome, self._word, self._big = outcome, word, big
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._on_theme_changed()
        theme().changed.connect(self._on_theme_changed)

    def show_outcome(self, outcome: Outcome | None, word: str = "") -> None:
        """Show another outcome."""
        self._outcome, self._word = outcome, word
        self._on_theme_changed()

    @staticmethod
    def word_of(outcome: Outcome | None, word: str = "") -> str:
        """Return the word that a chip would show."""
        return look_of(outcome, word).word

    def word(self) -> str:
        """Return the word shown."""
        return look_of(self._outcome, self._word).word

    def _on_theme_changed(self) -> None:
        if self._big:
            font = self.font()
            font.setPointSizeF(theme().points * 1.2)
            font.setBold(True)
            self.setFont(font)
        self.setAccessibleName(self.word())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return chip_size(self.fontMetrics(), look_of(self._outcome, self._word))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        paint_chip(painter, self.rect(), look_of(self._outcome, self._word))


class AlarmFrame(QFrame):
    """A panel with a thick border in the alarm colour: seen at once, blocks nothing."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = painter.pen()
        pen.setColor(QColor(alarm_colour()))
        pen.setWidth(_BORDER_PX)
        painter.setPen(pen)
        inset = _BORDER_PX // 2 + 1
        painter.drawRect(self.rect().adjusted(inset, inset, -inset, -inset))
