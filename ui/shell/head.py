"""The page head: where, when, what is wrong."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget

from nemt_desk.ground.words import day_year_text
from ui.theme.theme import BLOCK, GAP, SPACE, target_height, theme
from ui.widgets.layout import ElidedLabel, Heading, panel, row


class PageHead(QWidget):
    """Shows title, day and what is open.

    Signals:
        day_asked: (date) another day is wanted.
        today_asked: today is wanted.
    """

    day_asked = Signal(object)
    today_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self.title = Heading("", 1.4)
        self._date = QLabel()
        self._date.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._before = _button("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", "Day before")
        self._after = _button("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", "Day after")
        self._today = _button("Today", "Go to today")
        self._days = panel(row(self._before, self._date, self._after, self._today, space=GAP))
        self.state = ElidedLabel(right=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(BLOCK, SPACE, BLOCK, SPACE)
        layout.setSpacing(BLOCK)
        layout.addWidget(self.title)
        layout.addWidget(self._days)
        layout.addWidget(self.state, 1)
        self._before.clicked.connect(lambda: self._move(-1))
        self._after.clicked.connect(lambda: self._move(1))
        self._today.clicked.connect(self.today_asked)
        theme().changed.connect(self._size)
        self._size()

    def show_head(self, title: str, day: date | None, state: str) -> None:
        """Show another head."""
        self._day = day
        self.title.setText(title)
        self._days.setVisible(day is not None)
        if day is not None:
            self._date.setText(day_year_text(day))
        self.state.set_text(state)

    def _move(self, days: int) -> None:
        if self._day is not None:
            self.day_asked.emit(self._day + timedelta(days=days))

    def _size(self) -> None:
        widest = QFontMetrics(QApplication.font()).horizontalAdvance(
            day_year_text(date(2026, 11, 25))
        )
        self._date.setMinimumWidth(widest + BLOCK)
        for button in (self._before, self._after):
            button.setFixedSize(target_height() + GAP, target_height())
        self._today.setMinimumHeight(target_height())


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setAutoDefault(False)
    return button
