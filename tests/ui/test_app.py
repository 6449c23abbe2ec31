"""The wiring to the real office: made, opened, unlocked, tended; and one window per office."""

from pathlib import Path

import pytest

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.progress import Quiet
from ui.app import entrance, hold, packs
from ui.shell.entrance import Setup

PASSWORD = "a quiet sentence 42"


def test_an_office_is_made_opened_unlocked_and_backed_up(tmp_path: Path) -> None:
    ways = entrance(tmp_path / "office")
    assert not ways.exists()
    setup = Setup("Itasca Rides", "mn", "America/Chicago", "Ann Koski", "ann", PASSWORD)
    made, code = ways.create(setup, Quiet())
    ways.close(made)
    assert ways.exists()
    assert len(code) > len(PASSWORD)
    with pytest.raises(RefusedError):
        ways.open("ann", "not the sentence", Quiet())
    opened = ways.open("ann", PASSWORD, Quiet())
    assert opened.actor.name == "Ann Koski"
    ways.unlock(opened, PASSWORD, Quiet())
    with pytest.raises(RefusedError):
        ways.unlock(opened, "not the sentence", Quiet())
    facts = ways.tend(opened, Quiet())
    assert facts.backup_good
    assert facts.map_date == ""
    assert ways.code_pdf is not None
    assert ways.code_pdf(setup, code).startswith(b"%PDF")
    ways.close(opened)


def test_one_window_holds_an_office(tmp_path: Path) -> None:
    first = hold(tmp_path / "office" / "window.lock")
    assert first is not None
    assert hold(tmp_path / "office" / "window.lock") is None
    first.unlock()
    again = hold(tmp_path / "office" / "window.lock")
    assert again is not None
    again.unlock()


def test_the_shipped_packs_have_names_and_zones() -> None:
    named = {choice.pack: choice for choice in packs()}
    assert named["mn"].name == "Minnesota"
    assert named["ct"].zone == "America/New_York"


def test_the_main_pack_comes_first() -> None:
    assert packs()[0].pack == "mn"
