"""The line that says what happened, with Undo: not a box to click away, never in the way."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import override

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.theme.icons import icon, pixmap
from ui.theme.status import look
from ui.theme.theme import GAP, SPACE, target_height, text_height, theme


class NoticeKind(StrEnum):
    """What sort of thing is said."""

    DONE = "Done"
    INFO = "Note"
    REFUSED = "Not done"
    TROUBLE = "Trouble"


_LOOKS = {
    NoticeKind.DONE: ("published", "mdi6.check"),
    NoticeKind.INFO: ("assigned", "mdi6.information-outline"),
    NoticeKind.REFUSED: ("unassigned", "mdi6.hand-back-left-outline"),
    NoticeKind.TROUBLE: ("late", "mdi6.alert-outline"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said, and what takes it back."""

    kind: NoticeKind
    text: str
    undo: Callable[[], object] | None = None


class Notices(QObject):
    """Where anything is said; the line shows the newest, `said` keeps what came before.

    Signals:
        came: (Notice)
        went: nothing is to be said any more.
    """

    came = Signal(object)
    went = Signal()
    _KEPT = 50

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.said: list[Notice] = []
        self._is_shown = False

    def say(self, notice: Notice) -> None:
        """Say something."""
        self.said = [*self.said[-self._KEPT :], notice]
        self._is_shown = True
        self.came.emit(notice)

    def clear(self) -> None:
        """Take the line away."""
        self._is_shown = False
        self.went.emit()

    def let_go(self) -> None:
        """Take a refusal away that speaks of something else by now; all other words stay."""
        latest = self.latest
        if self._is_shown and latest is not None and latest.kind is NoticeKind.REFUSED:
            self.clear()

    @property
    def latest(self) -> Notice | None:
        """What was said last."""
        return self.said[-1] if self.said else None


class NoticeLine(QWidget):
    """Shows the newest notice until the next one or until it is put away."""

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        self._notice: Notice | None = None
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.undo = QPushButton("Undo  Ctrl+Z")
        self.undo.setAccessibleName("Undo what was just done")
        self.undo.clicked.connect(self._on_undo)
        self.dismiss = QPushButton("Close")
        self.dismiss.setAccessibleName("Close this line")
        self.dismiss.clicked.connect(notices.clear)
        for button in (self.undo, self.dismiss):
            button.setMinimumHeight(target_height())
            button.setAutoDefault(False)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._words, 1)
        self._layout.addWidget(self.undo)
        self._layout.addWidget(self.dismiss)
        notices.came.connect(self.show_notice)
        notices.went.connect(self.hide)
        theme().changed.connect(self._on_theme_changed)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show a notice."""
        self._notice = notice
        self._words.setText(f"{notice.kind.value}: {notice.text}")
        self.setAccessibleName(f"{notice.kind.value}: {notice.text}")
        self.undo.setVisible(notice.undo is not None)
        self._on_theme_changed()
        self.show()

    def text(self) -> str:
        """Return what the line says."""
        return "" if self.isHidden() else self._words.text()

    def _on_undo(self) -> None:
        if self._notice is not None and self._notice.undo is not None:
            self._notice.undo()

    def _on_theme_changed(self) -> None:
        if self._notice is None:
            return
        self.dismiss.setIcon(icon("mdi6.close"))
        self.undo.setIcon(icon("mdi6.undo"))
        side = text_height()
        for button in (self.undo, self.dismiss):
            button.setIconSize(QSize(side, side))
        self._layout.setContentsMargins(SPACE * 2 + side, GAP, SPACE, GAP)
        shown = look(_LOOKS[self._notice.kind][0])
        palette = QPalette(self._words.palette())
        palette.setColor(QPalette.ColorRole.WindowText, QColor(shown.text))
        self._words.setPalette(palette)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._notice is None:
            return
        key, shape = _LOOKS[self._notice.kind]
        shown = look(key)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(shown.fill))
        painter.fillRect(QRect(0, 0, self.width(), 2), QColor(shown.border))
        side = text_height()
        top = (self.height() - side) // 2
        painter.drawPixmap(SPACE, top, pixmap(shape, shown.text, side))
