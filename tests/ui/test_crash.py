"""The crash report names types and places, never data."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qCritical, qInstallMessageHandler

from nemt_desk.ground.clock import FixedClock
from tests.ui.conftest import NOON
from ui.crash import CrashLog

_NOTHING: dict[str, str] = {}
MEMBER = "Maija Oja 218-555-0142"


@pytest.fixture
def hooks() -> Iterator[None]:
    """Put every hook back."""
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook = before


def _break_for(name: str) -> None:
    try:
        _NOTHING[name]
    except KeyError as error:
        raise ValueError(f"cannot book {name}") from error


def test_no_word_of_the_exception_is_written(tmp_path: Path) -> None:
    told: list[Path | None] = []
    log = CrashLog(tmp_path / "logs", FixedClock(NOON), told.append)
    try:
        _break_for(MEMBER)
    except ValueError as error:
        log.on_exception(type(error), error, error.__traceback__)
    assert told[0] is not None
    written = told[0].read_text(encoding="utf-8")
    assert "builtins.ValueError" in written
    assert "builtins.KeyError" in written
    assert "in _break_for" in written
    for part in MEMBER.split():
        assert part not in written
    assert "cannot book" not in written
    assert str(Path(__file__).parent) not in written


def test_hooks_catch_every_way_out(
    tmp_path: Path, hooks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Path | None] = []
    clock = FixedClock(NOON)
    CrashLog(tmp_path, clock, told.append).install()
    try:
        qCritical(f"QWidget::setName: {MEMBER}")
    finally:
        qInstallMessageHandler(None)
    assert told[0] is not None
    written = told[0].read_text(encoding="utf-8")
    assert "QWidget::setName" in written
    assert "Oja" not in written
    clock.advance(seconds=1)
    sys.excepthook(ValueError, ValueError(MEMBER), None)
    assert len(told) == 2


def test_a_full_disk_still_tells_the_window(tmp_path: Path) -> None:
    told: list[Path | None] = []
    folder = tmp_path / "file"
    folder.write_text("in the way")
    CrashLog(folder, FixedClock(NOON), told.append).on_exception(ValueError, ValueError(), None)
    assert told == [None]
