"""`main.py calendar` and `main.py figures`, run in this process on a real office."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli import entry
from nemt_desk.security import keys
from tests.offices import new_office
from tests.ui.real import CHEAP, PASSWORD, SETUP

# Every command opens the office anew.
pytestmark = pytest.mark.slow

type Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    made = type(CHEAP)
    monkeypatch.setattr(keys, "Cost", lambda *given: made(*given) if given else CHEAP)
    monkeypatch.setenv("NEMT_DESK_USER", "ann")
    monkeypatch.setenv("NEMT_DESK_PASSWORD", PASSWORD)
    office = new_office(tmp_path / "office", SETUP)
    office.close()

    def command(*words: str) -> tuple[int, str, str]:
        code = entry.run(entry.read([*words, "--data", str(tmp_path / "office")]))
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_shut_days_are_added_listed_and_removed(run: Run) -> None:
    code, out, _err = run(
        *("calendar", "add", "Winter break", "--schools", "Bovey"),
        *("--from", "2026-12-24", "--until", "2027-01-01", "--json"),
    )
    assert code == 0
    kept = json.loads(out)
    assert (kept["kind"], kept["town"], kept["until"]) == ("school", "Bovey", "2027-01-01")
    _code, out, err = run("calendar", "list", "--year", "2026")
    assert "Schools in Bovey" in out
    assert "Christmas Day\tholiday of the pack (unverified)" in out
    assert "1 own entries" in err
    told = "Nobody lives in “Bovey” and no place lies there: look at the spelling."
    _code, out, err = run("calendar", "add", "Snow", "--schools", "Bovey", "--from", "2026-12-01")
    assert told in err
    assert run("calendar", "remove", out.strip().rpartition("\t")[2])[0] == 0
    clinic = ("--name", "Clinic", "--kind", "clinic", "--address", "1 Second St", "--city", "bovey")
    code, _out, err = run("places", "add", *clinic)
    assert code == 0, err
    _code, out, err = run("calendar", "add", "Snow", "--schools", "Bovey", "--from", "2026-12-01")
    assert told not in err
    assert run("calendar", "remove", out.strip().rpartition("\t")[2])[0] == 0
    assert run("calendar", "remove", kept["id"])[0] == 0
    assert "Bovey" not in run("calendar", "list", "--year", "2026")[1]
    code, out, err = run("calendar", "remove", kept["id"])
    assert (code, out) == (1, "")
    assert "not in the calendar" in err


def test_a_figure_is_laid_over_the_pack_and_reset(run: Run) -> None:
    code, _out, err = run("figures", "set", "notice_business_days", "99", "--why", "try")
    assert code == 1
    assert "not possible here" in err
    assert run("figures", "set", "notice_business_days", "2", "--why", "board")[0] == 0
    rows = {row["key"]: row for row in json.loads(run("figures", "list", "--json")[1])}
    mine = rows["notice_business_days"]
    assert (mine["own"], mine["why"], mine["by"]) == ("2", "board", "A. Coordinator")
    assert "ours: 2" in run("figures", "list")[1]
    assert run("figures", "reset", "notice_business_days")[0] == 0
    assert "ours: 2" not in run("figures", "list")[1]
    assert "no local figure" in run("figures", "set", "nothing", "2", "--why", "x")[2]
