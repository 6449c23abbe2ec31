"""The papers of a day: chosen by keys, previewed, saved and printed as the very same bytes."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from nemt_desk.office import Office
from nemt_desk.runs import queries as runs
from nemt_desk.security.trail import latest
from tests.factories import TODAY
from tests.ui.hands import press
from tests.ui.real import TOMORROW, People, book, fill, make_office, open_window, settle
from ui.logs.page import LogsPage
from ui.logs.papers import PaperKind
from ui.shell.window import MainWindow

PAGE = "logs=ui.logs.page:LogsPage"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def people(office: Office) -> People:
    known = fill(office)
    for day in (TODAY, TOMORROW):
        rides = book(office, known, day, time(10))
        office.runs.assign(office.actor, rides, driver_id=known.driver, day=day)
    return known


def _open(qtbot: QtBot, office: Office) -> tuple[MainWindow, LogsPage]:
    window = open_window(qtbot, office, PAGE)
    assert window.frame is not None
    page = window.frame.page
    assert isinstance(page, LogsPage)
    return window, page


def _acts(office: Office) -> list[str]:
    with office.store.read() as session:
        return [entry.act for entry in latest(session, 5)]


def test_a_day_without_runs_says_what_to_do(qtbot: QtBot, office: Office) -> None:
    _window, page = _open(qtbot, office)
    assert "Board" in page.table.empty_text()
    assert page.said.text() == "Nothing to print."


@pytest.mark.usefixtures("people")
def test_the_papers_turn_by_a_key(qtbot: QtBot, office: Office) -> None:
    window, page = _open(qtbot, office)
    assert page.said.text().startswith("1 run sheet, ")
    assert page.head_text() == "1 not published"
    press(window, Qt.Key.Key_F8)
    settle(qtbot, window)
    assert page.said.text() == "1 trip log, 1 page"
    assert page.printed is not None
    assert page.printed.kind is PaperKind.TRIP_LOGS


@pytest.mark.usefixtures("people")
def test_what_is_saved_is_what_is_shown_and_the_trail_knows(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    _window, page = _open(qtbot, office)
    page.save_as(tmp_path / "sheets.pdf")
    assert (tmp_path / "sheets.pdf").read_bytes() == page.view.data
    assert page.view.data.startswith(b"%PDF")
    assert "Saved run sheets" in _acts(office)


@pytest.mark.usefixtures("people")
def test_printing_is_noted(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    window, page = _open(qtbot, office)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    page.print_on(printer)
    assert "Printed run sheets" in _acts(office)
    assert window.desk is not None
    assert window.desk.notices.latest is not None
    assert "sent to the printer" in window.desk.notices.latest.text


@pytest.mark.usefixtures("people")
def test_nothing_old_is_printed_while_a_preview_is_made(qtbot: QtBot, office: Office) -> None:
    window, page = _open(qtbot, office)
    assert page.printed is not None
    press(window, Qt.Key.Key_F8)
    assert page.printed is None
    settle(qtbot, window)
    assert page.printed is not None


@pytest.mark.usefixtures("people")
def test_another_page_shows_a_run_of_another_day(qtbot: QtBot, office: Office) -> None:
    with office.store.read() as session:
        (run,) = runs.runs_on(session, TOMORROW)
    window, page = _open(qtbot, office)
    assert window.desk is not None
    window.desk.go("logs", "run", run.id)
    settle(qtbot, window)
    assert page.head_day() == TOMORROW
    current = page.table.current()
    assert current is not None
    assert current.run_id == run.id
