"""A frame with an icon, a sentence, lines and buttons: warnings that wait, never a box in the way.

And the short list of what stands out about a record: chips with sentences.
"""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.theme.icons import pixmap
from ui.theme.status import look
from ui.theme.theme import BLOCK, GAP, SPACE, target_height, text_height, theme
from ui.widgets.layout import column, plain_label, row, tint
from ui.widgets.status import StatusLabel

_LOOK = "paper"
_ICON = "mdi6.alert-outline"
_ROUND = 4


class Banner(QWidget):
    """Says what should be looked at before going on; hidden while there is nothing."""

    def __init__(self, *buttons: QPushButton) -> None:
        super().__init__()
        self._words = plain_label(name="Warning")
        self.buttons = buttons
        for button in buttons:
            button.setMinimumHeight(target_height())
            button.setAutoDefault(False)
        self._layout = column(self._words, row(*buttons, None), space=GAP)
        self.setLayout(self._layout)
        theme().changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    def say(self, sentence: str, lines: Sequence[str] = ()) -> None:
        """Show a sentence and lines under it; nothing takes the banner away."""
        self._words.setText("\n".join([sentence, *(f"•  {line}" for line in lines)]))
        self.setAccessibleName(self._words.text())
        self.setVisible(bool(sentence))

    def text(self) -> str:
        """Return what is said."""
        return "" if self.isHidden() else self._words.text()

    def _on_theme_changed(self) -> None:
        tint(self._words, look(_LOOK).text)
        self._layout.setContentsMargins(2 * SPACE + text_height(), SPACE, BLOCK, SPACE)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        shown = look(_LOOK)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(shown.border), 1.2))
        painter.setBrush(QColor(shown.fill))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _ROUND, _ROUND)
        painter.drawPixmap(SPACE, SPACE, pixmap(_ICON, shown.text, text_height()))


class FactsStrip(QWidget):
    """What stands out about a record: each line a chip and a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GAP)
        self._facts: tuple[tuple[str, str], ...] = ()
        self.hide()

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show facts: (key of ui.theme.status, sentence)."""
        if tuple(facts) == self._facts:
            return
        self._facts = tuple(facts)
        while (item := self._box.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for key, sentence in facts:
            self._box.addWidget(_FactLine(key, sentence))
        self.setVisible(bool(facts))

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Return what is shown."""
        return self._facts


class _FactLine(QWidget):
    def __init__(self, key: str, sentence: str) -> None:
        super().__init__()
        words = plain_label(sentence)
        layout = row(StatusLabel(key), words)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.setStretch(1, 1)
        self.setLayout(layout)
