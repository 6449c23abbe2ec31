"""Shows a PDF from memory: no member's data in a temp file."""

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme.theme import SPACE


class PdfView(QWidget):
    """A preview of one PDF, page under page; `data` are the very bytes that print."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.data = b""
        # The order matters: children go in the order they came. The document must go before the
        # view it is shown in, and the buffer after the document that reads it.
        self.paper = QPdfDocument(self)
        self._buffer = QBuffer(self.paper)
        self.view = QPdfView(self)
        self.view.setAccessibleName(name)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setPageSpacing(SPACE)
        self.view.setDocument(self.paper)
        self.setFocusProxy(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def show_pdf(self, data: bytes) -> None:
        """Show another PDF; empty bytes show none."""
        self.paper.close()
        self._buffer.close()
        self.data = data
        if data:
            self._buffer.setData(QByteArray(data))
            self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
            self.paper.load(self._buffer)

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return self.paper.pageCount() if self.data else 0
