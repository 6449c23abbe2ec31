"""A question in the board's side: what it is about, fields, what is wrong, one act; not modal."""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QSizePolicy, QWidget

from nemt_desk.ground.errors import DeskError, InputError
from ui.theme.theme import GAP, target_height, theme
from ui.widgets.flow import flow
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import Heading, QuietLabel, column, panel, plain_label, scrolling

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class ActPanel(QWidget):
    """Title, lines, fields and one button; Enter in a line or Ctrl+Enter anywhere does it.

    Letters and digits typed in here are no keys of the board. `by_name` are the fields by the name
    a refusal calls them.

    Signals:
        asked: the act is wanted.
    """

    asked = Signal()

    def __init__(
        self,
        name: str,
        button: str,
        fields: Sequence[tuple[str, QWidget]],
        *,
        more: Sequence[QPushButton] = (),
    ) -> None:
        super().__init__()
        self.title = Heading("", 1.1)
        self.title.setWordWrap(True)
        self.lines = plain_label(name=name)
        self.trouble = ErrorLabel()
        self.go = QPushButton(f"{button}  Ctrl+Enter")
        self.by_name: dict[str, QWidget] = {}
        self._fields = [widget for _, widget in fields]
        self._buttons = [self.go, *more]
        parts: list[QWidget] = []
        for words, widget in fields:
            if words and not isinstance(widget, QCheckBox):
                label = QuietLabel(words, wraps=False)
                label.setBuddy(widget)
                widget.setAccessibleName(words)
                parts.append(label)
            parts.append(widget)
        for one in self._buttons:
            one.setAutoDefault(False)
        body = panel(column(self.title, self.lines, *parts, None, space=GAP))
        # What is wrong stands by the button: further up it could be scrolled out of sight.
        area = scrolling(body, margin=0)
        self.setLayout(column(area, self.trouble, flow(*self._buttons), space=GAP))
        self.setAccessibleName(name)
        self.go.clicked.connect(self.asked)
        theme().changed.connect(self._size)
        self._size()

    def show_question(self, title: str, lines: Sequence[str]) -> None:
        """Say what it is about; what was wrong before is gone."""
        self.title.setText(title)
        text = "\n".join(line for line in lines if line)
        self.lines.setText(text)
        self.lines.setVisible(bool(text))
        self.show_trouble("")

    def show_trouble(self, sentence: str) -> None:
        """Say beside the fields what is wrong."""
        self.trouble.show_problem(sentence)

    def show_refusal(self, error: DeskError) -> None:
        """Say what was refused and put the focus where it can be mended."""
        self.show_trouble(error.sentence)
        field = self.by_name.get(error.field or "") if isinstance(error, InputError) else None
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the focus into the first field that takes it, or on the button."""
        there = (one for one in self._fields if one.isVisibleTo(self) and one.isEnabled())
        first = next(there, self.go)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_text(self) -> bool:
        """Tell whether something was typed in a line."""
        lines = (one for one in self._fields if isinstance(one, QLineEdit))
        return self.isVisible() and any(line.isModified() and line.text() for line in lines)

    def _size(self) -> None:
        for widget in (*self._fields, *self._buttons):
            if isinstance(widget, QLineEdit | QCheckBox | QComboBox | QPushButton):
                widget.setMinimumHeight(target_height())
            if isinstance(widget, QCheckBox | QComboBox):
                # At large text a long word must not push the panel's left side out of sight.
                widget.setMinimumWidth(0)
                widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @override
    def event(self, event: QEvent) -> bool:
        # On a tick or a choice a letter would be a key of the board, and leave what is asked.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            is_plain = event.modifiers() in {
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.ShiftModifier,
            }
            is_erasing = event.key() == Qt.Key.Key_Backspace
            if is_plain and (event.text().isalnum() or is_erasing):
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A line lets Enter pass on to here, with Ctrl and without.
        is_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER and (is_ctrl or isinstance(self.focusWidget(), QLineEdit)):
            self.asked.emit()
        else:
            super().keyPressEvent(event)
