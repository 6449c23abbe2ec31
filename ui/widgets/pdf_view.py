"""Shows a PDF and prints that very file. It stays in memory: no member's data in a temp file."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nemt_desk.ground.errors import EnvironmentProblem
from ui.theme.theme import SPACE

_DPI = 300


class PdfView(QWidget):
    """A preview of one PDF, page under page."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.data = b""
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView()
        self.view.setAccessibleName(name)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setPageSpacing(SPACE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.view.setDocument(self.document)

    def show_pdf(self, data: bytes) -> None:
        """Show another PDF; empty bytes show none."""
        self.document.close()
        self._buffer.close()
        self.data = data
        if not data:
            return
        self._bytes = QByteArray(data)
        self._buffer.setBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return self.document.pageCount() if self.data else 0

    def print_to(self, printer: QPrinter) -> None:
        """Print the shown PDF, page by page, as it is.

        Raises:
            EnvironmentProblem: the printer does not take it.
        """
        printer.setFullPage(True)
        letter = QPageLayout(printer.pageLayout())
        letter.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
        printer.setPageLayout(letter)
        painter = QPainter()
        if not painter.begin(printer):
            raise EnvironmentProblem(
                "The printer did not take the pages. Nothing was marked as printed. Check the"
                " printer, or save the PDF and print it later."
            )
        try:
            for number in range(self.document.pageCount()):
                if number:
                    printer.newPage()
                self._paint(painter, printer, number)
        finally:
            painter.end()

    def _paint(self, painter: QPainter, printer: QPrinter, number: int) -> None:
        points = self.document.pagePointSize(number)
        dots = QSize(round(points.width() * _DPI / 72), round(points.height() * _DPI / 72))
        image = self.document.render(number, dots)
        target = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
        scaled = QRectF(image.rect())
        factor = min(target.width() / scaled.width(), target.height() / scaled.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(
            QRectF(0, 0, scaled.width() * factor, scaled.height() * factor), image, scaled
        )
