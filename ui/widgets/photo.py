"""A picture in a form: chosen from a file, dropped on it, or taken away; its value is a JPEG."""

from collections.abc import Callable
from pathlib import Path
from typing import override

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget

from nemt_desk.ground.errors import DeskError
from ui.theme.theme import GAP, SPACE, target_height, theme
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import QuietLabel, column, row

type Done = Callable[[bytes], None]
type Failed = Callable[[DeskError], None]
type Read = Callable[[Path, Done, Failed], object]
"""Makes a file's picture small somewhere else; one of the two is called with what came of it."""

_NONE = "No picture. Choose one, or drop a file here."
_READING = "Reading the picture …"
_WIDE_CHARS, _HIGH_LINES = 30, 9


class PhotoField(QWidget):
    """The picture of a record; its value is a JPEG or None.

    Signals:
        edited: another picture was chosen, or it was taken away.
    """

    edited = Signal()

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read
        self._jpeg: bytes | None = None
        self.setAcceptDrops(True)
        self.shown = QLabel(_NONE)
        self.shown.setWordWrap(True)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setFrameShape(QLabel.Shape.StyledPanel)
        self.size_words = QuietLabel()
        self.error = ErrorLabel()
        self.choose_button = QPushButton("Choose a pict&ure …")
        self.remove_button = QPushButton("Remove the picture")
        for button in (self.choose_button, self.remove_button):
            button.setAutoDefault(False)
        self.choose_button.clicked.connect(self.ask_file)
        self.remove_button.clicked.connect(self.remove)
        buttons = row(self.choose_button, self.remove_button, None, space=GAP)
        self.setLayout(column(self.shown, self.size_words, self.error, buttons, space=GAP))
        self.setFocusProxy(self.choose_button)
        theme().changed.connect(self._show)
        self._show()

    def value(self) -> object:
        """Return the JPEG, or None."""
        return self._jpeg

    def set_value(self, value: object) -> None:
        """Show a picture as it is kept."""
        self._jpeg = value if isinstance(value, bytes) else None
        self.error.show_problem("")
        self._show()

    def ask_file(self) -> None:
        """Let the person choose a file."""
        dialog = QFileDialog(self, "Choose a picture")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Pictures (*.jpg *.jpeg *.png *.webp *.bmp)", "All files (*)"])
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def take_file(self, path: str) -> None:
        """Take the picture of this file."""
        self.error.show_problem("")
        self.size_words.setText(_READING)
        self._read(Path(path), self._on_read, self._on_failed)

    def remove(self) -> None:
        """Take the picture away."""
        if self._jpeg is not None:
            self._jpeg = None
            self._show()
            self.edited.emit()
            self.choose_button.setFocus()

    def _on_read(self, jpeg: bytes) -> None:
        self._jpeg = jpeg
        self._show()
        self.edited.emit()

    def _on_failed(self, error: DeskError) -> None:
        self._show()
        self.error.show_problem(error.sentence)

    def _show(self) -> None:
        metrics = self.fontMetrics()
        wide, high = metrics.averageCharWidth() * _WIDE_CHARS, metrics.height() * _HIGH_LINES
        has = self._jpeg is not None
        self.shown.setFixedWidth(wide + 2 * SPACE)
        self.shown.setFixedHeight(high if has else metrics.height() * 3)
        self.choose_button.setMinimumHeight(target_height())
        self.remove_button.setMinimumHeight(target_height())
        self.remove_button.setVisible(has)
        self.size_words.setText(f"{len(self._jpeg) // 1000} KB" if self._jpeg is not None else "")
        self.size_words.setVisible(has)
        if self._jpeg is None:
            self.shown.setPixmap(QPixmap())
            self.shown.setText(_NONE)
            self.shown.setAccessibleName(_NONE)
            return
        whole = QPixmap()
        whole.loadFromData(self._jpeg)
        fit = QSize(wide, high - SPACE)
        aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode
        self.shown.setPixmap(whole.scaled(fit, aspect, smooth.SmoothTransformation))
        self.shown.setAccessibleName("Picture of the place")

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path:
            event.acceptProposedAction()
            self.take_file(path)


def _dropped(event: QDropEvent) -> str:
    """Return the one file that is dropped; nothing for more, or for what is no file."""
    urls = event.mimeData().urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
