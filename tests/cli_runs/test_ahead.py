"""`ahead` and `dark` by command."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cli import entry
from nemt_desk.office import Office, OfficeSetup
from tests.factories import TODAY, member_entry
from tests.offices import new_office
from tests.runs.world import ROADS

PASSWORD = "the bus leaves at nine"
SETUP = OfficeSetup("Perch County", "mn", "America/Chicago", "A. Coordinator", "ann", PASSWORD)

type Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("NEMT_DESK_USER", "ann")
    monkeypatch.setenv("NEMT_DESK_PASSWORD", PASSWORD)
    monkeypatch.setattr(Office, "map", ROADS)
    office = new_office(tmp_path / "office", SETUP)
    office.members.add(office.actor, member_entry())
    office.close()

    def command(*words: object) -> tuple[int, str, str]:
        words = (*words, "--data", tmp_path / "office")
        try:
            code = entry.run(entry.read([str(word) for word in words]))
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


def _json(said: tuple[int, str, str]) -> Any:
    assert said[0] == 0, said[2]
    return json.loads(said[1])


def test_the_month_has_two_halves_a_day(run: Run) -> None:
    halves = _json(run("ahead", "month", "--from", TODAY, "--days", 3, "--json"))
    assert [half["half"] for half in halves] == ["morning", "afternoon"] * 3
    assert halves[0]["short"] == 0
    code, out, err = run("ahead", "month", "--from", TODAY, "--days", 2)
    assert (code, len(out.splitlines())) == (0, 2)
    assert "0 of 2 days" in err


@pytest.mark.parametrize(
    "words", [("month", "--days", 0), ("month", "--days", 999), ("far", "--miles", 0)]
)
def test_figures_that_make_no_sense_are_refused(run: Run, words: tuple[object, ...]) -> None:
    code, out, err = run("ahead", *words)
    assert (code, out) == (1, "")
    assert err.strip().endswith(".")


def test_an_empty_list_of_long_ways(run: Run) -> None:
    assert _json(run("ahead", "far", "--json")) == {"rides": [], "shared": []}


def test_the_pack_is_locked_unless_asked_otherwise(run: Run, tmp_path: Path) -> None:
    pack = tmp_path / "pack.pdf"
    told = _json(run("dark", "--out", pack, "--days", 1, "--json"))
    assert (told["locked"], told["days"]) == (True, 1)
    password = run("dark", "--password")[1].strip()
    reader = PdfReader(io.BytesIO(pack.read_bytes()))
    assert reader.is_encrypted
    assert reader.decrypt(password)
    assert run("dark", "--out", pack, "--plain")[0] == 0
    assert not PdfReader(io.BytesIO(pack.read_bytes())).is_encrypted


def test_a_pack_needs_a_file_and_days(run: Run, tmp_path: Path) -> None:
    assert "--out" in run("dark")[2]
    assert "1 to 14" in run("dark", "--days", 15, "--out", tmp_path / "x.pdf")[2]
    assert not (tmp_path / "x.pdf").exists()
