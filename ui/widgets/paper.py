"""Paper on the screen: the preview of the very file that prints, printing it, saving it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QVBoxLayout, QWidget

from ui.theme.theme import BLOCK, SPACE, target_height, text_height
from ui.widgets.form import ErrorLabel
from ui.widgets.layout import row
from ui.widgets.pdf_view import PdfView

_PRINT_DPI = 300
_POINTS_PER_INCH = 72


class PaperPreview(QDialog):
    """Shows a PDF; prints and saves exactly these bytes. It does not block the window.

    `printed` is called after it went to the printer or into a file, for the trail.
    """

    def __init__(
        self,
        title: str,
        pdf: bytes,
        parent: QWidget,
        *,
        printed: Callable[[], object] | None = None,
        file_name: str = "paper.pdf",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pdf = pdf
        self._printed = printed
        self._file_name = file_name
        self.view = PdfView(title, self)
        self.view.show_pdf(pdf)
        self.document = self.view.paper
        self.error = ErrorLabel()
        self.print_button = _button("&Print …", self.ask_printer)
        self.save_button = _button("&Save as PDF …", self.ask_file)
        self.close_button = _button("&Close  Esc", self.reject)
        self.print_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.error)
        layout.addLayout(
            row(None, self.print_button, self.save_button, self.close_button, space=BLOCK)
        )
        self.resize(text_height() * 48, text_height() * 44)
        self.print_button.setFocus()

    def ask_printer(self) -> None:
        """Choose a printer and print."""
        printer = letter_printer()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setMinMax(1, max(1, self.document.pageCount()))
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.show()

    def print_on(self, printer: QPrinter) -> None:
        """Print on this printer."""
        if draw_pdf(self.document, printer):
            self._tell_printed()
        else:
            self.error.show_problem(
                "The printer did not take it. Nothing was printed; try again or save it as PDF."
            )

    def ask_file(self) -> None:
        """Choose a file and save."""
        dialog = QFileDialog(self, "Save as PDF")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._file_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write the file."""
        try:
            Path(path).write_bytes(self._pdf)
        except OSError:
            self.error.show_problem("The file could not be written there. Choose another place.")
            return
        self.error.show_problem("")
        self._tell_printed()

    def _tell_printed(self) -> None:
        if self._printed is not None:
            self._printed()


def letter_printer() -> QPrinter:
    """Return a printer set to Letter without margins: the paper brings its own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(_PRINT_DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    return printer


def draw_pdf(document: QPdfDocument, printer: QPrinter) -> bool:
    """Print the pages asked for; False if the printer does not take them."""
    first = max(0, printer.fromPage() - 1)
    last = printer.toPage() or document.pageCount()
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for page in range(first, min(last, document.pageCount())):
        if page > first:
            printer.newPage()
        points = document.pagePointSize(page)
        scale = printer.resolution() / _POINTS_PER_INCH
        size = QSize(round(points.width() * scale), round(points.height() * scale))
        painter.drawImage(0, 0, document.render(page, size))
    return painter.end()


def _button(text: str, run: Callable[[], object]) -> QPushButton:
    def on_clicked() -> None:
        run()

    button = QPushButton(text)
    button.setMinimumHeight(target_height())
    button.setAutoDefault(False)
    button.clicked.connect(on_clicked)
    return button
