"""The Office page on a real office."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from nemt_desk.office import Office
from nemt_desk.security import keys
from tests.ui.real import CHEAP, make_office, open_window
from ui.office.page import OfficePage
from ui.shell.window import MainWindow

type Opener = Callable[[], tuple[MainWindow, OfficePage]]


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    made = type(CHEAP)

    def cost(*given: Any) -> keys.Cost:
        return made(*given) if given else CHEAP

    monkeypatch.setattr(keys, "Cost", cost)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def opened(qtbot: QtBot, office: Office) -> Opener:
    def show() -> tuple[MainWindow, OfficePage]:
        window = open_window(qtbot, office, "office=ui.office.page:OfficePage")
        assert window.frame is not None
        page = window.frame.page
        assert isinstance(page, OfficePage)
        return window, page

    return show
