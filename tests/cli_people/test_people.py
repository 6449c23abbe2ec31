"""Members, drivers and places from the command line, in a real office."""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli import drivers, members, places
from cli.entry import run
from cli.hours import read_hours
from cli.people import Commands
from cli.where import split
from nemt_desk.drivers.rows import Hours
from nemt_desk.ground.errors import InputError
from nemt_desk.office import Office, OfficeSetup
from nemt_desk.security import keys
from tests.offices import new_office

PASSWORD = "the bus leaves at nine"
SETUP = OfficeSetup("Perch County", "mn", "America/Chicago", "A. Coordinator", "ann", PASSWORD)
CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)


@dataclass(frozen=True)
class Match:
    lat: float
    lon: float
    text: str
    precision: str
    score: float = 90.0


@dataclass(frozen=True)
class Answer:
    matches: tuple[Match, ...]
    question: str = ""

    @property
    def best(self) -> Match | None:
        return self.matches[0] if self.matches and not self.question else None


ELMS = (
    Match(47.1, -93.1, "12 Elm Street N, Perch, MN 55744", "range", 48.0),
    Match(47.2, -93.2, "12 Elm Street S, Perch, MN 55744", "point", 47.0),
)


class CountyMap:
    """A made-up map: one sure address, one doubtful, nothing else."""

    def geocode(self, text: str, limit: int = 5, pins: Any = ()) -> Answer:
        if text.startswith("12 Elm"):
            return Answer(ELMS[:limit], "Which Elm Street?")
        if text.startswith("1 Main"):
            return Answer((Match(47.3, -93.3, "1 Main Street, Perch, MN 55744", "range"),))
        return Answer((), "No such street.")


def register(commands: Commands) -> None:
    for room in (members, drivers, places):
        room.register(commands)


@dataclass(frozen=True)
class Desk:
    """Runs commands as `main.py` does."""

    data: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        register(parser.add_subparsers(dest="command"))
        args = parser.parse_args([*words, "--data", str(self.data)])
        code = run(args)
        told = self.capsys.readouterr()
        return code, told.out, told.err

    def rows(self, *words: str) -> Any:
        code, out, err = self(*words, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    monkeypatch.setenv("NEMT_DESK_USER", "ann")
    monkeypatch.setenv("NEMT_DESK_PASSWORD", PASSWORD)
    monkeypatch.setattr(Office, "map", CountyMap())
    office = new_office(tmp_path / "office", SETUP)
    office.close()
    return Desk(tmp_path / "office", capsys)


ANN = ("members", "add", "--last", "Schroeder", "--first", "Ann", "--born", "2/1/1950")


def test_a_member_is_added_found_listed_and_shown(desk: Desk) -> None:
    added = ("--id", "01234567", "--phone", "218-555-0142", "--need", "walker", "--mode", "4")
    code, key, err = desk(*ANN, *added, "--address", "1 Main St, Perch")
    assert (code, err) == (0, "")
    (hit,) = desk.rows("members", "find", "schro 1950")
    assert (hit["id"], hit["mhcp_id"], hit["town"]) == (key.strip(), "01234567", "Perch")
    (row,) = desk.rows("members", "list", "--find", "0142")
    assert (row["needs"], row["birth_date"]) == (["walker"], "1950-02-01")
    shown = desk.rows("members", "show", key.strip())
    assert shown["home"]["pin_source"] == "range"
    assert (shown["home"]["address"], shown["home"]["zip"]) == ("1 Main St", "55744")
    assert shown["assessed_mode"] == 4
    code, out, _err = desk("members", "list")
    assert (code, out.split("\t")[1:5]) == (
        0,
        ["Schroeder, Ann", "1950-02-01", "01234567", "218-555-0142"],
    )
    assert "1 Main St, Perch" in desk("members", "show", key.strip())[1]


def test_a_doubtful_address_is_a_question(desk: Desk) -> None:
    code, out, err = desk(*ANN, "--address", "12 Elm, Perch")
    assert (code, out) == (1, "")
    assert "1  12 Elm Street N" in err
    assert "2  12 Elm Street S" in err
    assert "--pick N" in err
    assert desk.rows("members", "list") == []
    assert desk(*ANN, "--address", "12 Elm, Perch", "--pick", "3")[0] == 1
    key = desk(*ANN, "--address", "12 Elm, Perch", "--pick", "2")[1].strip()
    home = desk.rows("members", "show", key)["home"]
    assert (home["lat"], home["pin_source"]) == (47.2, "point")


def test_an_address_that_is_not_on_the_map_needs_a_pin_or_words(desk: Desk) -> None:
    assert "not on the map" in desk(*ANN, "--address", "Nowhere 5")[2]
    pinned = desk(*ANN, "--address", "Nowhere 5", "--pin", "47.5,-93.5")[1].strip()
    assert desk.rows("members", "show", pinned)["home"]["pin_source"] == "pin"
    described = desk(*ANN, "--describe", "red gate past the lake")[1].strip()
    assert desk.rows("members", "show", described)["home"]["lat"] is None
    assert desk(*ANN, "--pin", "here")[0] == 1


def test_what_is_wrong_is_told_on_standard_error(desk: Desk) -> None:
    code, out, err = desk(*ANN, "--id", "1234567", "--phone", "12")
    assert (code, out) == (1, "")
    assert "leading 0" in err
    assert "ten digits" in err
    code, _out, err = desk("members", "find", "nobody")
    assert (code, "No member" in err) == (1, True)
    assert desk("members", "show", "01234567-89ab-7def-8123-456789abcdef")[0] == 1


def test_a_possible_double_is_told_but_kept(desk: Desk) -> None:
    desk(*ANN)
    code, key, err = desk(*ANN)
    assert (code, bool(key.strip())) == (0, True)
    assert "same birth date and a similar name" in err
    assert "Schroeder" not in err


def test_a_driver_with_car_hours_and_credentials(desk: Desk) -> None:
    words = ("drivers", "add", "--last", "Berg", "--first", "Lars", "--plate", "abc 123")
    more = ("--hours", "Mon-Fri 7:00-17:00; Sat 8-12", "--licence-until", "6/30/2028")
    code, _key, err = desk(*words, *more, "--recognized", "1/15/2024", "--open-to-all")
    assert (code, err) == (0, "")
    (row,) = desk.rows("drivers", "list")
    assert (row["plate"], row["next_end"], row["kind"]) == ("ABC 123", "2028-06-30", "volunteer")
    assert "Berg, Lars\tvolunteer" in desk("drivers", "list", "--find", "lar")[1]


def test_a_place_on_the_map(desk: Desk) -> None:
    words = ("places", "add", "--name", "Lakeside Clinic", "--kind", "clinic")
    assert desk(*words, "--address", "1 Main St, Perch")[0] == 0
    (row,) = desk.rows("places", "list", "--kind", "clinic")
    assert (row["where"], row["pin_source"]) == ("1 Main St, Perch, MN 55744", "range")
    assert desk.rows("places", "list", "--kind", "pharmacy") == []
    assert "same address" in desk(*words, "--address", "1 Main St, Perch")[2]


def test_a_record_is_changed_and_the_rest_stays(desk: Desk) -> None:
    key = desk(*ANN, "--mode", "2", "--address", "1 Main St, Perch", "--phone", "2185550142")[1]
    change = ("members", "change", key.strip(), "--county", "Itasca", "--eligible-from", "1/1/26")
    code, said, err = desk(*change, "--paper", "distance:A-77:2026-01-01", "--need", "cane")
    assert (code, said.strip(), "Changed" in err) == (0, key.strip(), True)
    shown = desk.rows("members", "show", key.strip())
    assert (shown["county"], shown["eligible_from"]) == ("Itasca", "2026-01-01")
    assert (shown["phone"], shown["needs"], shown["assessed_mode"]) == ("2185550142", ["cane"], 2)
    assert [paper["number"] for paper in shown["papers"]] == ["A-77"]
    assert shown["home"]["address"] == "1 Main St"
    home = shown["home"]["id"]
    desk("members", "change", key.strip(), "--moved", "--pin", "47.5,-93.5")
    moved = desk.rows("members", "show", key.strip())["home"]
    assert (moved["lat"], moved["address"], moved["id"] == home) == (47.5, "", False)
    assert "no kind of paper" in desk("members", "change", key.strip(), "--paper", "x")[2]


def test_a_renewed_licence_and_days_away(desk: Desk) -> None:
    added = ("--plate", "abc 123", "--licence-until", "6/30/2027", "--hours", "Mon 7-9")
    key = desk("drivers", "add", "--last", "Berg", "--first", "Lars", *added)[1].strip()
    change = ("--licence-until", "6/30/2031", "--away", "12/24 12/26", "--seats", "5")
    assert desk("drivers", "change", key, *change)[0] == 0
    (row,) = desk.rows("drivers", "list")
    assert (row["plate"], row["seats"], row["next_end"]) == ("ABC 123", 5, "2031-06-30")
    assert desk("drivers", "change", key, "--away", "12/26 12/24")[0] == 1


def test_a_pin_is_moved_and_the_address_stays(desk: Desk) -> None:
    words = ("--name", "Lakeside Clinic", "--kind", "clinic", "--address", "1 Main St, Perch")
    key = desk("places", "add", *words)[1].strip()
    assert desk("places", "change", key, "--pin", "47.4,-93.4")[0] == 0
    (row,) = desk.rows("places", "list")
    assert (row["where"], row["pin_source"]) == ("1 Main St, Perch, MN 55744", "pin")
    assert desk("places", "change", key)[2] == "It was like this already.\n"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1 Main St", ("", "", "")),
        ("1 Main St, Perch", ("Perch", "", "")),
        ("1 Main St, Grand Rapids, mn 55744", ("Grand Rapids", "MN", "55744")),
        ("1 Main St, Grand Rapids MN", ("Grand Rapids", "MN", "")),
        ("1 Main St, Perch 55744", ("Perch", "", "55744")),
        ("1 Main St, 55744-1234", ("", "", "55744-1234")),
    ],
)
def test_town_state_and_zip_of_an_address(typed: str, read: tuple[str, str, str]) -> None:
    assert split(typed) == ("1 Main St", *read)


def test_a_wrong_password_opens_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEMT_DESK_PASSWORD", "the bus leaves at ten")
    code, out, err = desk("members", "list")
    assert (code, out) == (1, "")
    assert "wrong" in err


@pytest.mark.parametrize(
    "words",
    [("members", verb) for verb in ("list", "find", "show", "add", "change")]
    + [(kind, verb) for kind in ("drivers", "places") for verb in ("list", "add", "change")],
)
def test_help_ends_with_an_example(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    with pytest.raises(SystemExit) as left:
        parser.parse_args([*words, "--help"])
    assert left.value.code == 0
    assert f"example:\n  main.py {' '.join(words)}" in capsys.readouterr().out


def test_weekly_hours_are_read() -> None:
    assert read_hours("Mon 7-9:30") == (Hours(0, 420, 570),)
    assert [span.weekday for span in read_hours("Sat - Mon 8:00-12:00, wed 1p-3p")] == [5, 6, 0, 2]
    assert read_hours(" ") == ()
    for wrong in ("Mon", "Xyz 7-9", "Mon-Xyz 7-9", "Mon 7", "7-9"):
        with pytest.raises(InputError):
            read_hours(wrong)
