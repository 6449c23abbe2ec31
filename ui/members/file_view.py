"""The file of a paper on the screen: pages of a PDF or a picture; saved out, or taken away."""

from pathlib import Path
from typing import override

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton, QWidget

from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.files import replace_file
from nemt_desk.members.paper_queries import PaperFile
from ui.shell.desk import Desk
from ui.theme.theme import BLOCK, SPACE, target_height, text_height
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import QuietLabel, column, row
from ui.widgets.pdf_view import PdfView

_PDF = "application/pdf"
_NO_PICTURE = "This kind of picture can't be shown here. Save it and open it with another program."


class FileView(QDialog):
    """Shows one file. It does not block the window."""

    def __init__(self, desk: Desk, file: PaperFile, content: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._file = file
        self._content = content
        self.setWindowTitle("File of a paper")
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.shown: PdfView | _Picture
        if file.media_type == _PDF:
            pages = PdfView("File of a paper", self)
            pages.show_pdf(content)
            self.shown = pages
        else:
            self.shown = _Picture(content)
        self.words = QuietLabel(f"{file.name} · {_size_text(file.size)}", wraps=False)
        self.error = ErrorLabel()
        save = _button("&Save as …", self.ask_place)
        self.remove_button = _button("&Remove from the paper", self.remove)
        close = _button("&Close  Esc", self.reject)
        self.setLayout(
            column(
                self.shown,
                self.error,
                row(self.words, None, save, self.remove_button, close, space=BLOCK),
                margin=SPACE,
            )
        )
        self.resize(text_height() * 44, text_height() * 40)
        close.setFocus()

    def ask_place(self) -> None:
        """Choose where to save it."""
        dialog = QFileDialog(self, "Save the file")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(self._file.name)
        dialog.fileSelected.connect(lambda path: self.save_as(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_as(self, path: Path) -> None:
        """Write the file out, and note that in the trail."""
        office = self._desk.office
        try:
            replace_file(path, self._content)
            act = "Saved the file of a paper"
            office.trail.note(
                office.store, self._desk.actor, act, kind="paper_file", ids=[self._file.id]
            )
        except DeskError as error:
            self.error.show_problem(error.sentence)
        else:
            self._desk.say(f"Saved {path.name}. It holds a member's data and is not encrypted.")

    def remove(self) -> None:
        """Take the file off its paper; undo brings it back."""
        try:
            changes = self._desk.office.papers.remove_file(self._desk.actor, self._file.id)
        except DeskError as error:
            self.error.show_problem(error.sentence)
        else:
            self._desk.did(changes)
            self.accept()


class _Picture(QLabel):
    """A picture as large as its place."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._whole = QPixmap.fromImage(QImage.fromData(content))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(1, 1)
        self.setAccessibleName("The paper, as a picture")
        if self._whole.isNull():
            self.setText(_NO_PICTURE)
            self.setWordWrap(True)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._whole.isNull():
            aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode
            self.setPixmap(self._whole.scaled(self.size(), aspect, smooth.SmoothTransformation))


def _button(text: str, clicked: object) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setMinimumHeight(target_height())
    button.clicked.connect(clicked)
    return button


def _size_text(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} KB"
