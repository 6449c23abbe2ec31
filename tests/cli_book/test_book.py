"""Booking by command line: one office, the same rules, results on standard output."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli import entry
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.errors import DeskError
from nemt_desk.members.rows import Program
from nemt_desk.office import Office, OfficeSetup
from tests.factories import NOW, member_entry, place_entry
from tests.offices import new_office

PASSWORD = "the bus leaves at nine"
type Run = Callable[..., Any]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    setup = OfficeSetup(
        "Perch County Rides", "mn", "America/Chicago", "A. Coordinator", "ann", PASSWORD
    )
    made = new_office(tmp_path / "office", setup, FixedClock(NOW))
    entry = member_entry(program=Program.MA, county="Itasca", assessed_mode=2)
    made.members.add(made.actor, entry)
    made.places.add(made.actor, place_entry())
    made.places.add(made.actor, place_entry(name="Lakeside Dental", address="1 Dock Street"))
    return made


@pytest.fixture
def run(office: Office, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the open office; the sign-in itself is another test's matter."""
    parser = entry.parser()
    for module in ("cli.book", "cli.rides"):
        monkeypatch.setattr(f"{module}.open_office", lambda _args: office)
    monkeypatch.setattr(office, "close", lambda: None)

    def run(*words: str) -> int:
        args = parser.parse_args([*words])
        code: int = args.run(args)
        return code

    return run


BOOK = (
    *("book", "--member", "schroeder ann", "--to", "Lakeside Clinic"),
    *("--appointment", "2026-12-01 10:30", "--pickup", "2026-12-01 9:30a"),
)
# There is no map: the rules don't know the miles, and a person has to decide.
OVERRIDE = ("--override", "28 miles by the road atlas")


def test_book_list_and_cancel(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*BOOK, *OVERRIDE, "--return", "2:30p", "--json") == 0
    out, err = capsys.readouterr()
    made = json.loads(out)
    there, back = made["rides"]
    assert there["pickup"] == "2026-12-01T09:30:00-06:00"
    assert back["pickup"] == "2026-12-01T14:30:00-06:00"
    assert "Booked a trip for Tue 1 Dec, 9:30 a.m." in err
    assert run("rides", "--date", "12/1") == 0
    out, err = capsys.readouterr()
    assert "Schroeder, Ann M." in out
    assert "2 rides on" in err
    assert run("cancel", there["id"], "--reason", "clinic closed") == 0
    assert run("cancel", made["trips"][0], "--trip", "--reason", "clinic closed") == 0
    capsys.readouterr()
    run("rides", "--date", "2026-12-01", "--json")
    assert {ride["state"] for ride in json.loads(capsys.readouterr().out)} == {"cancelled"}


def test_will_call_and_repeat(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    repeat = ("--repeat", "Tue Thu until 12/10", "--return", "will-call")
    assert run(*BOOK, *OVERRIDE, *repeat, "--json") == 0
    out, err = capsys.readouterr()
    assert len(json.loads(out)["trips"]) == 4
    assert "Booked 4 trips" in err


def test_the_rules_stop_without_a_reason(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DeskError, match="Say why"):
        run(*BOOK)
    assert "how many miles the ride is" in capsys.readouterr().err
    assert run(*BOOK, "--check") == 0
    assert capsys.readouterr().out.strip() == "needs_review"
    run("rides", "--date", "12/1")
    assert capsys.readouterr().out == ""


def test_an_emergency_reads_the_script(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DeskError, match="911"):
        run(*BOOK, *OVERRIDE, "--words", "she has chest pain")
    assert "dial 911" in capsys.readouterr().err


def test_a_pick_up_in_the_past_is_told(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    when = ("--appointment", "2025-12-01 10:30", "--pickup", "2025-12-01 9:30a")
    assert run(*BOOK[:5], *when, *OVERRIDE) == 0
    assert "lies in the past" in capsys.readouterr().err
    assert run(*BOOK, *OVERRIDE) == 0
    assert "lies in the past" not in capsys.readouterr().err


def test_words_that_fit_several_are_listed(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DeskError) as caught:
        run("book", "--member", "schroeder", "--to", "lakeside", "--appointment", "12/1 10:30")
    assert "2 places" in caught.value.sentence
    assert "Lakeside Dental" in capsys.readouterr().err
    with pytest.raises(DeskError, match="No member"):
        run("book", "--member", "zzzz", "--to", "lakeside", "--appointment", "12/1 10:30")


@pytest.mark.parametrize("when", ["2026-12-01", "12/1 25:00", "whenever 10:30", ""])
def test_a_moment_that_cannot_be_read(run: Run, when: str) -> None:
    with pytest.raises(DeskError):
        run("book", "--member", "schroeder", "--to", "Lakeside Clinic", "--appointment", when)


def test_companions_are_read(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*BOOK, *OVERRIDE, "--companion", "parent:decisions:Mary", "--json") == 0
    assert json.loads(capsys.readouterr().out)["rides"][0]["seats"] == 2
    with pytest.raises(SystemExit):
        run(*BOOK, "--companion", "cousin")


@pytest.mark.parametrize("verb", ["book", "rides", "cancel", "packs"])
def test_every_command_shows_an_example(
    run: Run, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        run(verb, "--help")
    assert caught.value.code == 0
    assert f"main.py {verb}" in capsys.readouterr().out.split("example:")[1]


def test_packs_take_the_folder_options_of_the_others(run: Run) -> None:
    assert run("packs", "list", "--data", "nowhere", "--map", "nowhere") == 0


def test_packs_list_and_test(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("packs", "list") == 0
    assert "Minnesota" in capsys.readouterr().out
    cases = [
        {"name": "good", "pack": "mn", "member": {}, "trip": {}, "expect": {"rules": ["FACT"]}},
        {"name": "bad", "pack": "mn", "member": {}, "trip": {}, "expect": {"mode": 4}},
    ]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    assert run("packs", "test", str(path)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["passed  good", "FAILED  bad: mode 2, expected 4", "1 passed, 1 failed"]
    path.write_text(json.dumps(cases[:1]), encoding="utf-8")
    assert run("packs", "test", str(path)) == 0
    path.write_text(json.dumps([{**cases[0], "membre": {}}]), encoding="utf-8")
    assert run("packs", "test", str(path)) == 1
    assert "'membre' is not known" in capsys.readouterr().out
