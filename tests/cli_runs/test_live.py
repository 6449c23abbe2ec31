"""`ride`, `driver out` and `tell` from the command line, in an office with a trip to come."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from cli import live, runs, telling
from cli.entry import run
from nemt_desk.trips.queries import ride as ride_by_id
from nemt_desk.trips.rows import CancelNotice, RideState
from tests.cli_runs.test_runs import DAY, Desk, desk

__all__ = ["desk"]


class Hands:
    """Runs the live day's commands in that office."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.there, self.back = desk.rides
        self("assign", self.there, self.back, "--driver", "berg", "--override", "agreed")
        self("publish", "--date", DAY.isoformat())

    def __call__(self, *words: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        commands = parser.add_subparsers(dest="command")
        for module in (live, runs, telling):
            module.register(commands)
        args = parser.parse_args([*map(str, words), "--data", str(self.desk.data)])
        code = run(args)
        told = self.desk.capsys.readouterr()
        return code, told.out, told.err

    def json(self, *words: object) -> Any:
        code, out, err = self(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    def state(self, key: Any) -> tuple[RideState, CancelNotice | None]:
        office = self.desk.office()
        with office.store.read() as session:
            ride = ride_by_id(session, key)
        office.close()
        return ride.state, ride.notice


@pytest.fixture
def hands(desk: Desk) -> Hands:
    return Hands(desk)


def test_marks_go_on_and_back(hands: Hands) -> None:
    code, _out, err = hands("ride", "mark", "en-route", hands.there)
    assert (code, err) == (0, "Marked 1 ride: en route.\n")
    code, _out, err = hands("ride", "mark", "aboard", hands.there, "--at", "9:05")
    assert (code, "has not come yet" in err) == (1, True)
    hands("ride", "back", hands.there)
    assert hands.state(hands.there)[0] is RideState.BOOKED
    assert hands.json("ride", "needs") == []


def test_a_cancel_says_how_early_and_takes_the_return(hands: Hands) -> None:
    gone = hands.json("ride", "cancel", hands.there, "--reason", "moved away")
    assert set(gone["rides"]) == {str(hands.there), str(hands.back)}
    assert hands.state(hands.back) == (RideState.CANCELLED, CancelNotice.EARLY)


def test_a_no_show_needs_its_steps_or_a_reason(hands: Hands) -> None:
    hands("ride", "step", hands.there, "called_member", "--note", "no answer")
    code, _out, err = hands("ride", "no-show", hands.there, "--step", "waited")
    assert (code, "Not done yet: called the facility" in err) == (1, True)
    code, *_ = hands("ride", "no-show", hands.there, "--reason", "house dark", "--rest")
    assert (code, hands.state(hands.back)[0]) == (0, RideState.CANCELLED)
    code, _out, err = hands("ride", "decide", hands.there, "excused")
    assert (code, "Say why it is excused" in err) == (1, True)


def test_a_driver_is_out_and_the_nearest_is_named(hands: Hands) -> None:
    day = DAY.isoformat()
    done = hands.json("driver", "out", "berg", "--date", day, "--why", "flu")
    assert done["rides"] == [str(hands.there), str(hands.back)]
    found = hands.json("ride", "nearest", hands.there)
    assert {one["name"].split(",")[0] for one in found} == {"Berg", "Lind"}
    assert found[-1]["can_take"] is False
    code, *_ = hands("ride", "send", hands.there, "--driver", "lind", "--override", "only one")
    assert code == 0
    assert len(hands.json("runs", "--date", day)) == 2


def test_who_is_to_be_told_is_listed_noted_and_printed(hands: Hands, tmp_path: Path) -> None:
    day = ("--date", DAY.isoformat())
    lines = hands.json("tell", "list", *day)
    assert [line["who"] for line in lines] == ["driver", "member", "member"]
    out = tmp_path / "calls.pdf"
    code, _out, err = hands("tell", "print", out, *day)
    assert (code, out.read_bytes()[:4], "not encrypted" in err) == (0, b"%PDF", True)
    noted = hands.json("tell", "note", "told", lines[0]["key"], *day)
    assert noted == {"drivers": 1, "members": 0}
    hands("tell", "note", "told", *day, "--note", "all called")
    assert hands.json("tell", "list", *day) == []
    code, _out, err = hands("tell", "note", "told", *day)
    assert (code, "Everybody has been told" in err) == (1, True)
