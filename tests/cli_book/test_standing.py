"""Standing orders by command line: booked, listed, settled, ended."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli import entry
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.members.rows import Program
from nemt_desk.office import OfficeSetup
from tests.factories import NOW, member_entry, place_entry
from tests.offices import new_office

PASSWORD = "the bus leaves at nine"
type Run = Callable[..., Any]
ADD = (
    *("standing", "add", "--member", "schroeder ann", "--to", "Lakeside Clinic"),
    *("--appointment", "2026-11-25 10:30", "--pickup", "2026-11-25 9:30a", "--service", "dialysis"),
    # There is no map: the rules don't know the miles, and a person has to decide.
    *("--override", "28 miles by the road atlas"),
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the open office; return what it gave out as JSON."""
    setup = OfficeSetup(
        "Perch County Rides", "mn", "America/Chicago", "A. Coordinator", "ann", PASSWORD
    )
    made = new_office(tmp_path / "office", setup, FixedClock(NOW))
    made.members.add(made.actor, member_entry(program=Program.MA, county="Itasca", assessed_mode=2))
    made.places.add(made.actor, place_entry())
    parser = entry.parser()
    for module in ("cli.book", "cli.standing"):
        monkeypatch.setattr(f"{module}.open_office", lambda _args: made)
    monkeypatch.setattr(made, "close", lambda: None)

    def run(*words: str) -> Any:
        capsys.readouterr()
        args = parser.parse_args([*words, "--json"] if words[1] != "end" else [*words])
        assert args.run(args) == 0
        out = capsys.readouterr().out
        return out if words[1] == "end" else json.loads(out)

    return run


def test_an_order_from_its_first_call_to_its_end(run: Run) -> None:
    booked = run(*ADD, "--repeat", "Mon Wed Fri until further notice, move holidays")
    assert booked["standing_order"]
    assert len(booked["trips"]) == 13
    (line,) = run("standing", "list")
    assert line["pattern"] == "Mon Wed Fri until further notice, move holidays"
    assert line["at"] == "for 10:30 a.m."
    assert (line["member"], line["next"]) == ("Schroeder, Ann M.", "2026-11-25")
    key = line["id"]
    shown = run("standing", "show", key, "--until", "12/4")
    assert [day["state"] for day in shown["days"]] == ["made"] * 5
    run("standing", "settle", key, "11/30", "skip", "--reason", "She visits her son")
    run("standing", "settle", key, "12/2", "move", "--to", "12/3")
    shown = run("standing", "show", key, "--until", "12/4")
    assert [day["on_day"] for day in shown["days"]] == [
        "2026-11-25",
        "2026-11-27",
        None,
        "2026-12-03",
        "2026-12-04",
    ]
    run("standing", "settle", key, "11/30", "back")
    assert run("standing", "exceptions") == []
    assert run("standing", "generate") == {"trips": [], "notes": []}
    assert "the order ends" in run("standing", "end", key, "12/4", "--reason", "Treatment is over")
    assert [line["next"] for line in run("standing", "list", "--all")] == ["2026-11-25"]


def test_what_is_missing_is_said(run: Run) -> None:
    with pytest.raises(InputError, match="on which days"):
        run(*ADD)
    with pytest.raises(InputError, match="how long"):
        run(*ADD, "--repeat", "Mon Wed Fri")
    booked = run(*ADD, "--repeat", "Wed 3 times")
    with pytest.raises(InputError, match="none of the standing order's days"):
        run("standing", "settle", booked["standing_order"], "11/26", "skip")
    with pytest.raises(RefusedError):
        run("standing", "show", booked["trips"][0])
