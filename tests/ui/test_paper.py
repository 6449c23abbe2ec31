"""The preview shows, saves and prints the very bytes it was given."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reports.recovery_code import recovery_code_pdf
from ui.shell.recovery import RecoveryCode
from ui.widgets.paper import PaperPreview, letter_printer

CODE = "7K3M9-QX2TV-01ABC-ZZ9PD"
AT = datetime(2026, 11, 24, 9, 5, tzinfo=ZoneInfo("America/Chicago"))


@pytest.fixture
def pdf() -> bytes:
    return recovery_code_pdf(agency_name="Itasca Rides", code=CODE, made_at=AT)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def _preview(qtbot: QtBot, host: QWidget, pdf: bytes, told: list[str]) -> PaperPreview:
    preview = PaperPreview("Recovery code", pdf, host, printed=lambda: told.append("printed"))
    qtbot.waitUntil(lambda: preview.document.status() is QPdfDocument.Status.Ready)
    return preview


def test_saves_the_same_bytes_and_tells_it(
    qtbot: QtBot, host: QWidget, pdf: bytes, tmp_path: Path
) -> None:
    told: list[str] = []
    preview = _preview(qtbot, host, pdf, told)
    assert preview.document.pageCount() == 1
    preview.save_to(str(tmp_path / "nowhere" / "x.pdf"))
    assert "could not be written" in preview.error.text()
    assert told == []
    preview.save_to(str(tmp_path / "x.pdf"))
    assert (tmp_path / "x.pdf").read_bytes() == pdf
    assert told == ["printed"]


def test_prints_every_page(qtbot: QtBot, host: QWidget, pdf: bytes, tmp_path: Path) -> None:
    told: list[str] = []
    preview = _preview(qtbot, host, pdf, told)
    printer = letter_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.print_on(printer)
    printed = QPdfDocument()
    printed.load(str(tmp_path / "printed.pdf"))
    assert printed.pageCount() == 1
    assert (round(printed.pagePointSize(0).width()), told) == (612, ["printed"])


def test_the_recovery_code_opens_its_paper(qtbot: QtBot, pdf: bytes) -> None:
    view = RecoveryCode(CODE, lambda: pdf)
    qtbot.addWidget(view)
    view.paper_button.click()
    preview = view.findChild(PaperPreview)
    assert isinstance(preview, PaperPreview)
    assert not preview.isModal()
    preview.close()
