"""A place's card, and a place that moves or closes, from the command line in a real office."""

import argparse
import json
from contextlib import closing
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli import places
from cli.entry import run
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.ids import Id
from nemt_desk.office import Office
from nemt_desk.trips.queries import ride as ride_of
from tests.factories import NOW, TODAY
from tests.places.jpegs import CAMERA, PICTURE, jpeg_with
from tests.reports.reading import text
from tests.runs.test_place_moves import Straight
from tests.ui.real import PASSWORD, book, fill, make_office

LATER = TODAY + timedelta(days=2)
NEW = ("--address", "12 Pokegama Avenue, Cohasset", "--pin", "47.25,-93.6", "--from", "11/26/2026")


@dataclass
class Desk:
    """Runs commands as `main.py` does, on one clinic with two rides."""

    data: Path
    capsys: pytest.CaptureFixture[str]
    clinic: Id
    rides: tuple[Id, ...]

    def __call__(self, *words: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        places.register(parser.add_subparsers(dest="command"))
        args = parser.parse_args(["places", *words, "--data", str(self.data)])
        code = run(args)
        told = self.capsys.readouterr()
        return code, told.out, told.err

    def json(self, *words: str) -> Any:
        code, out, err = self(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    def card(self) -> Any:
        return self.json("show", str(self.clinic))

    def end_of(self, ride: Id) -> tuple[Id, str]:
        with closing(self.open()) as office, office.store.read() as session:
            found = ride_of(session, ride)
        return found.to_id, found.state.value

    def open(self) -> Office:
        return Office.open(self.data, "ann", PASSWORD, FixedClock(NOW))


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    monkeypatch.setenv("NEMT_DESK_USER", "ann")
    monkeypatch.setenv("NEMT_DESK_PASSWORD", PASSWORD)
    monkeypatch.setattr(Office, "map", Straight())
    monkeypatch.setattr("nemt_desk.office.SystemClock", lambda: FixedClock(NOW))
    office = make_office(tmp_path)
    people = fill(office)
    rides = (
        *book(office, people, TODAY + timedelta(days=1), time(10)),
        *book(office, people, LATER, time(10)),
    )
    office.close()
    return Desk(office.files.database.parent, capsys, people.clinic, rides)


def test_the_card_is_shown_with_its_plus_code(desk: Desk) -> None:
    key = str(desk.clinic)
    said = ("--gate", "code 4711", "--dog", "two, friendly", "--season", "no plough")
    assert desk("change", key, *said)[0] == 0
    assert desk("confirm", key, "--by", "Berg, Lars", "--on", "11/20/2026")[0] == 0
    code, out, _err = desk("show", key)
    assert code == 0
    for line in (
        "Gate\tcode 4711", "Dog\ttwo, friendly", "Season\tno plough", "Plus Code\t86V86F62+22",
        "Confirmed\tFri 20 Nov 2026, Berg, Lars", "Pin\t47.21000, -93.55000 (point)",
    ):  # fmt: skip
        assert line in out
    assert desk.card()["gate_note"] == "code 4711"
    assert desk("confirm", key, "--by", "Berg", "--on", "12/24/2026")[0] == 1


def test_the_pin_goes_to_the_driveway_and_back(desk: Desk) -> None:
    key = str(desk.clinic)
    assert desk("pin", key, "--at", "47.2102,-93.5503")[0] == 0
    card = desk.card()
    assert (card["lat"], card["street_lat"], card["pin_source"]) == (47.2102, 47.21, "pin")
    assert desk("pin", key, "--street")[0] == 0
    assert desk.card()["lat"] == 47.21
    assert desk("pin", key, "--at", "here")[0] == 1


def test_a_pin_off_the_map_is_told(desk: Desk) -> None:
    key = str(desk.clinic)
    assert "outside" not in desk("pin", key, "--at", "47.2102,-93.5503")[2]
    code, _out, err = desk("pin", key, "--at", "45,-90")
    assert (code, "outside the office's map" in err) == (0, True)


def test_an_older_confirmation_does_not_replace_a_newer_one(desk: Desk) -> None:
    key = str(desk.clinic)
    assert desk("confirm", key, "--by", "Berg", "--on", "11/20/2026")[0] == 0
    code, _out, err = desk("confirm", key, "--by", "Lind", "--on", "11/19/2026")
    assert (code, "confirmed later, on Fri 20 Nov 2026" in err) == (1, True)
    assert (desk.card()["confirmed_on"], desk.card()["confirmed_by"]) == ("2026-11-20", "Berg")
    assert desk("confirm", key, "--by", "Lind", "--on", "11/20/2026")[0] == 0


def test_a_picture_is_kept_without_what_the_camera_told(desk: Desk, tmp_path: Path) -> None:
    key = str(desk.clinic)
    taken, back = tmp_path / "door.jpg", tmp_path / "back.jpg"
    taken.write_bytes(jpeg_with(CAMERA))
    assert desk("photo", key, "--file", str(taken), "--caption", "west door")[0] == 0
    assert desk.card()["photo"] == "16 by 12, 0 KB, west door"
    assert desk("photo", key, "--save", str(back))[0] == 0
    assert back.read_bytes() == PICTURE
    code, _out, err = desk("photo", key, "--save", str(tmp_path / "nope" / "x.jpg"))
    assert (code, "no such folder" in err, "old file" in err) == (1, True, False)
    taken.write_bytes(PICTURE + b"\0" * 300_000)
    code, _out, err = desk("photo", key, "--file", str(taken))
    assert (code, "300 KB is the most" in err) == (1, True)
    assert desk("photo", key, "--file", str(tmp_path / "none.jpg"))[0] == 1
    assert desk("photo", key, "--remove")[0] == 0
    assert desk("photo", key, "--save", str(back))[0] == 1


def test_a_dry_run_lists_and_changes_nothing(desk: Desk) -> None:
    listed = desk.json("move", str(desk.clinic), *NEW, "--dry-run")
    assert not listed["is_done"]
    (row,) = listed["rides"]
    assert (row["ride"], row["becomes"]) == (str(desk.rides[1]), "changed")
    assert row["new_miles"].endswith(" mi")
    assert desk.card()["closed_on"] is None
    assert desk.end_of(desk.rides[1])[0] == desk.clinic


def test_a_move_takes_the_rides_along_and_writes_whom_to_call(desk: Desk, tmp_path: Path) -> None:
    calls = tmp_path / "calls.pdf"
    code, out, err = desk("move", str(desk.clinic), *NEW, "--call-list", str(calls))
    assert code == 0
    assert "Rides changed: 1" in err
    assert "Schroeder" not in err
    assert out.startswith(str(desk.rides[1]))
    card = desk.card()
    assert (card["closed_on"], card["moved_to_id"]) == (
        "2026-11-26",
        str(desk.end_of(desk.rides[1])[0]),
    )
    assert desk.end_of(desk.rides[0])[0] == desk.clinic
    assert "218-555-0142" in text(calls.read_bytes())
    assert desk("open", str(desk.clinic))[0] == 0
    assert desk.card()["closed_on"] is None


def test_a_corrected_pin_stays_the_same_place(desk: Desk) -> None:
    words = ("--corrected", "--pin", "47.22,-93.56", "--new-times")
    done = desk.json("move", str(desk.clinic), *words)
    assert done["after"] == str(desk.clinic)
    assert len(done["rides"]) == 2
    assert desk.card()["lat"] == 47.22


def test_closing_cancels_what_is_chosen_with_a_reason(desk: Desk) -> None:
    key, ride = str(desk.clinic), str(desk.rides[0])
    assert desk("close", key, "--cancel", ride)[0] == 1
    assert desk("close", key, "--cancel", "that one")[0] == 1
    assert desk.card()["closed_on"] is None
    done = desk.json("close", key, "--cancel", "all", "--reason", "shut", "--dry-run")
    assert [row["becomes"] for row in done["rides"]] == ["cancelled", "cancelled"]
    done = desk.json("close", key, "--cancel", ride, "--reason", "shut")
    assert [row["becomes"] for row in done["rides"]] == ["cancelled", "left"]
    assert desk.end_of(desk.rides[0])[1] == "cancelled"
    assert desk.end_of(desk.rides[1])[1] == "booked"


def test_a_move_without_a_new_place_is_asked_back(desk: Desk) -> None:
    code, _out, err = desk("move", str(desk.clinic))
    assert (code, "Say where it is now" in err) == (1, True)
