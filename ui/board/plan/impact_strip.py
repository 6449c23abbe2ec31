"""The line above the timeline that says what a change would do, and the panel with all of it."""

from typing import override

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.board.plan.impact_words import Told, whole
from ui.theme.status import alarm_colour
from ui.theme.theme import GAP, SPACE, theme
from ui.widgets.layout import (
    ElidedLabel,
    Heading,
    column,
    heading,
    plain_label,
    row,
    scrolling,
    tint,
)

_IDLE = "aim at a driver's row, by dragging or in the list of drivers, to see what would move."


class ImpactStrip(QWidget):
    """One line that keeps its height, so that nothing moves under a drag."""

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.line = ElidedLabel()
        self.line.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.all_of_it = ActionButton(action)
        self._is_bad = False
        words = Heading("Impact", 1.0)
        layout = row(words, self.line, self.all_of_it)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        theme().changed.connect(self._tint)
        self.show_told(None)

    def show_told(self, said: Told | None) -> None:
        """Show an impact; None: nothing is aimed at."""
        self.line.set_text(said.line if said else _IDLE)
        self._is_bad = bool(said and said.is_bad)
        self._tint()

    def show_asking(self, title: str) -> None:
        """Say that it is being worked out."""
        self.line.set_text(f"{title}: working it out \N{HORIZONTAL ELLIPSIS}")
        self._is_bad = False
        self._tint()

    def _tint(self) -> None:
        plain = QApplication.palette().windowText().color().name()
        tint(self.line, alarm_colour() if self._is_bad else plain)


class ImpactPanel(QWidget):
    """All of an impact, part by part; below the timeline."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Heading("", 1.0)
        self.head.setWordWrap(True)
        self.words = plain_label(name="What a change would do")
        inner = QWidget()
        inner.setLayout(column(self.head, self.words, space=SPACE))
        self.area = scrolling(inner, margin=0)
        layout = column(heading("Impact"), self.area, space=GAP)
        layout.setContentsMargins(0, SPACE, 0, 0)
        self.setLayout(layout)

    def show_told(self, said: Told | None) -> None:
        """Show an impact; None: nothing is aimed at."""
        self.head.setText(said.line if said else _IDLE.capitalize())
        self.words.setText(whole(said))

    def focus_words(self) -> None:
        """Put the focus where the arrows scroll."""
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.words.updateGeometry()
