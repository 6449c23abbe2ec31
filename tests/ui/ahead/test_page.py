"""Looking ahead by keys: the month, the long ways, and the pack for days without the program."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nemt_desk.office import Office
from nemt_desk.trips.rows import ReturnKind
from tests.factories import TODAY
from tests.ui.hands import CTRL, press
from tests.ui.real import People, book, fill, make_office, open_window
from ui.ahead.page import AheadPage
from ui.shell.closing_pack import file_name, write_if_due
from ui.shell.window import MainWindow


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def people(office: Office) -> People:
    made = fill(office)
    book(office, made, TODAY, time(10), ReturnKind.WILL_CALL)
    return made


def _open(qtbot: QtBot, office: Office) -> tuple[MainWindow, AheadPage]:
    window = open_window(qtbot, office, "ahead=ui.ahead.page:AheadPage")
    assert window.frame is not None
    page = window.frame.page
    assert isinstance(page, AheadPage)
    qtbot.waitUntil(lambda: page.month.table.model.total() > 0)
    return window, page


@pytest.mark.usefixtures("people")
def test_the_month_says_what_stands_behind_a_day(qtbot: QtBot, office: Office) -> None:
    _window, page = _open(qtbot, office)
    page.month.table.select(TODAY)
    assert "2 booked (2 without a driver)" in page.month.said.text()
    assert "on hand" in page.month.said.text()


@pytest.mark.usefixtures("people")
def test_enter_on_a_day_opens_it_on_the_board(qtbot: QtBot, office: Office) -> None:
    window, page = _open(qtbot, office)
    went: list[tuple[str, str, object]] = []
    assert window.desk is not None
    window.desk.went.connect(lambda *where: went.append(where))
    page.month.table.select(TODAY)
    press(page.month.table.view, Qt.Key.Key_Return)
    assert ("board", f"day {TODAY.isoformat()}", None) in went


@pytest.mark.usefixtures("people")
def test_a_distance_that_cannot_be_read_is_told(qtbot: QtBot, office: Office) -> None:
    window, page = _open(qtbot, office)
    said: list[str] = []
    assert window.desk is not None
    window.desk.notices.came.connect(lambda notice: said.append(notice.text))
    press(window, Qt.Key.Key_F5)
    page.far.least.setText("far")
    press(page.far.least, Qt.Key.Key_Return)
    assert any("from how many miles" in text for text in said)


@pytest.mark.usefixtures("people")
def test_the_pack_is_written_locked_and_noted(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    office.save_settings(replace(office.settings, dark_folder=str(stick), dark_days=2))
    window, page = _open(qtbot, office)
    press(window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.dark.made is not None)
    assert "2 days, 2 rides, 2 of them without a driver" in page.dark.said.text()
    press(window, Qt.Key.Key_S, CTRL)
    path = stick / file_name(TODAY)
    qtbot.waitUntil(path.exists)
    assert window.desk is not None
    qtbot.waitUntil(lambda: not window.desk.jobs.is_busy)  # type: ignore[union-attr]
    reader = PdfReader(io.BytesIO(path.read_bytes()))
    assert reader.is_encrypted
    assert reader.decrypt(office.dark_password())
    press(window, Qt.Key.Key_F7)
    assert office.dark_password() in page.dark.password.text()


@pytest.mark.usefixtures("people")
def test_a_stick_that_is_not_there_is_told(qtbot: QtBot, office: Office, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    office.save_settings(replace(office.settings, dark_folder=str(gone)))
    window, page = _open(qtbot, office)
    said: list[str] = []
    assert window.desk is not None
    window.desk.notices.came.connect(lambda notice: said.append(notice.text))
    press(window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.dark.made is not None)
    press(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: any("is not there" in text for text in said))


@pytest.mark.usefixtures("people")
def test_at_closing_time_it_is_written_once(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    later = replace(office.settings, dark_folder=str(stick), dark_at="23:00")
    office.save_settings(later)
    assert write_if_due(office) == ""
    assert not list(stick.iterdir())
    office.save_settings(replace(later, dark_at="8:30"))
    assert write_if_due(office).startswith("pack 9:00")
    (path,) = stick.iterdir()
    before = path.read_bytes()
    write_if_due(office)
    assert path.read_bytes() == before


def test_without_its_folder_closing_time_says_so(office: Office, tmp_path: Path) -> None:
    office.save_settings(
        replace(office.settings, dark_folder=str(tmp_path / "gone"), dark_at="8:30")
    )
    assert write_if_due(office) == "pack NOT written"
