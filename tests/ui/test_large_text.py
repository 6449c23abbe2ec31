"""At 200 % text the pages turn instead of pushing the window wider than the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nemt_desk.office import Office
from tests.ui.real import make_office, open_window, settle
from ui.theme.palette import Scheme
from ui.theme.theme import theme
from ui.widgets.form import FieldForm
from ui.widgets.sidebyside import SideBySide


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize(
    "target",
    [
        "today=ui.today.page:TodayPage",
        "complaints=ui.cases.page:ComplaintsPage",
        "logs=ui.logs.page:LogsPage",
        "office=ui.office.page:OfficePage",
    ],
)
def test_the_window_stays_on_a_small_screen(
    qtbot: QtBot, qapp: QApplication, office: Office, target: str
) -> None:
    window = open_window(qtbot, office, target)
    theme().apply(qapp, Scheme.LIGHT, 20)
    settle(qtbot, window)
    assert window.minimumSizeHint().width() <= 1366
    assert (window.width(), window.height()) == (1366, 768)


def test_two_parts_stand_above_each_other_where_they_do_not_fit(qtbot: QtBot) -> None:
    both = SideBySide(QLabel("list"), QLabel("paper"), share=0.4)
    qtbot.addWidget(both)
    both.resize(1200, 600)
    both.show()
    assert both.orientation() is Qt.Orientation.Horizontal
    both.resize(500, 600)
    assert both.orientation() is Qt.Orientation.Vertical


@pytest.mark.usefixtures("qapp")
def test_a_form_shows_no_window_while_it_is_made() -> None:
    before = _windows()
    form = FieldForm()
    form.text("&Name", "name", help="Last, First")
    assert _windows() == before
    form.deleteLater()


def _windows() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
