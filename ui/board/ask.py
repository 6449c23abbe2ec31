"""The line in which the board asks for a reason or a note: not a box, nothing is blocked by it."""

from typing import override

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ui.board.deeds import Ask
from ui.theme.status import alarm_colour
from ui.theme.theme import SPACE, target_height, theme
from ui.widgets.layout import Heading, column, plain_label, row, tint

_SAY_WHY = "Type the reason first; it stays with the ride. Esc goes back."


class _Line(QLineEdit):
    """Enter answers."""

    answered = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.answered.emit()
        else:
            super().keyPressEvent(event)


class AskBar(QWidget):
    """Shows one question at a time.

    Signals:
        closed: answered, or left with Esc.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ask: Ask | None = None
        self.title = Heading("", 1.05)
        self.title.setWordWrap(True)
        self.lines = plain_label()
        self.trouble = plain_label()
        self.line = _Line()
        self.line.setMaxLength(300)
        self.line.setAccessibleName("Reason")
        self._label = plain_label()
        self._label.setWordWrap(False)
        self._label.setBuddy(self.line)
        self.go = QPushButton("Go on  Enter")
        self.leave = QPushButton("Back  Esc")
        for button in (self.go, self.leave):
            button.setAutoDefault(False)
        self.setLayout(
            column(
                self.title,
                self.lines,
                self.trouble,
                row(self._label, self.line),
                row(self.go, self.leave, None),
                margin=SPACE,
            )
        )
        self.line.answered.connect(self._on_answered)
        self.go.clicked.connect(self._on_answered)
        self.leave.clicked.connect(self.back)
        theme().changed.connect(self._size)
        self._size()
        self.hide()

    def ask(self, ask: Ask) -> None:
        """Ask, and put the cursor into the line."""
        self._ask = ask
        self.title.setText(ask.title)
        self.lines.setText("\n".join(ask.lines))
        self.trouble.hide()
        self._label.setText(ask.label)
        self.line.setText(ask.text)
        self.line.setAccessibleName(f"{ask.label}: {ask.title}")
        self.line.setAccessibleDescription(" ".join(ask.lines))
        self.go.setText(f"{ask.button}  Enter")
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        """Leave the question; tell whether there was one."""
        if self._ask is None:
            return False
        self._ask = None
        self.hide()
        self.closed.emit()
        return True

    @property
    def is_open(self) -> bool:
        """Whether something is asked."""
        return self._ask is not None

    def has_text(self) -> bool:
        """Tell whether something was typed that is not kept yet."""
        return self._ask is not None and self.line.text().strip() != self._ask.text.strip()

    def _on_answered(self) -> None:
        ask, text = self._ask, self.line.text().strip()
        if ask is None:
            return
        if not text and not ask.may_be_empty:
            self.trouble.setText(_SAY_WHY)
            self.trouble.show()
            return
        self.back()
        ask.answer(text)

    def _size(self) -> None:
        for widget in (self.line, self.go, self.leave):
            widget.setMinimumHeight(target_height())
        tint(self.trouble, alarm_colour())
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(alarm_colour()), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
