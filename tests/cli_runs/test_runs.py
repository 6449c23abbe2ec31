import argparse
import json
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import pypdf
import pytest

from cli import printing, runs, who
from cli.entry import run
from nemt_desk.drivers.rows import CredentialEntry
from nemt_desk.ground.ids import Id
from nemt_desk.members.queries import member as member_by_id
from nemt_desk.office import Office, OfficeSetup
from nemt_desk.places.queries import places_by_ids
from nemt_desk.security import keys
from nemt_desk.security.trail import history, latest
from nemt_desk.trips.routing import mileage
from nemt_desk.trips.rows import LegRequest, ReturnKind, TripRequest
from tests.factories import driver_entry, member_entry, place_entry
from tests.offices import new_office
from tests.runs.world import ROADS

PASSWORD = "the bus leaves at nine"
SETUP = OfficeSetup("Perch County", "mn", "America/Chicago", "A. Coordinator", "ann", PASSWORD)
CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)
DAY = date(2030, 1, 8)
"""A Tuesday far enough away."""


@dataclass
class Desk:
    """Runs commands as `main.py` does, in an office with two drivers and a booked trip."""

    data: Path
    capsys: pytest.CaptureFixture[str]
    member: Id
    rides: tuple[Id, ...]
    drivers: dict[str, Id]

    def __call__(self, *words: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        commands = parser.add_subparsers(dest="command")
        runs.register(commands)
        who.register(commands)
        printing.register(commands)
        args = parser.parse_args([*map(str, words), "--data", str(self.data)])
        code = run(args)
        told = self.capsys.readouterr()
        return code, told.out, told.err

    def json(self, *words: object) -> Any:
        code, out, err = self(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    def office(self) -> Office:
        return Office.open(self.data, "ann", PASSWORD)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    monkeypatch.setenv("NEMT_DESK_USER", "ann")
    monkeypatch.setenv("NEMT_DESK_PASSWORD", PASSWORD)
    monkeypatch.setattr(Office, "map", ROADS)
    data = tmp_path / "office"
    office = new_office(data, SETUP)
    papers = tuple(
        CredentialEntry(kind=one.kind, until_day=date(2031, 1, 1))
        for one in driver_entry().credentials
    )
    good = office.drivers.add(office.actor, driver_entry(credentials=papers)).id
    bad = driver_entry(last_name="Lind", phone="2185550177", credentials=papers, recognized_on=None)
    lind = office.drivers.add(office.actor, bad).id
    member = office.members.add(office.actor, member_entry(mhcp_id="01234567")).id
    clinic_id = office.places.add(office.actor, place_entry()).id
    with office.store.read() as session:
        home_id = member_by_id(session, member).home_id
        assert home_id is not None
        places = places_by_ids(session, [home_id, clinic_id])
    leg = LegRequest(
        from_id=home_id,
        to_id=clinic_id,
        appointment_at=office.time.at(DAY, time(10, 0)),
        mileage=mileage(ROADS, places[home_id], places[clinic_id]),
    )
    booked = office.trips.book(
        office.actor,
        TripRequest(
            member_id=member, legs=(leg,), service="dialysis", return_kind=ReturnKind.WILL_CALL
        ),
    )
    office.close()
    return Desk(data, capsys, member, tuple(booked.ride_ids), {"Berg": good, "Lind": lind})


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_from_nobody_to_printed_papers(desk: Desk, tmp_path: Path) -> None:
    out, back = desk.rides
    ranked = desk.json("who", out)
    assert [(one["name"], one["can_take"]) for one in ranked] == [
        ("Berg, Lars H.", True),
        ("Lind, Lars H.", False),
    ]
    code, said, err = desk("assign", out, "--driver", "berg", "--both-ways")
    assert code == 0
    assert "Put 2 rides on Lars Berg's run, Tue 8 Jan" in err
    (listed,) = desk.json("runs", "--date", "2030-01-08")
    assert listed["code"] == said.strip()
    assert [ride["id"] for ride in listed["rides"]] == [str(out), str(back)]
    assert desk("publish", "--date", "2030-01-08")[1].strip() == said.strip()
    sheets, logs = tmp_path / "sheets.pdf", tmp_path / "logs.pdf"
    code, printed, err = desk("print", "run-sheets", "--date", "2030-01-08", "--out", sheets)
    assert (code, printed.strip()) == (0, str(sheets))
    assert "draft" not in err
    assert "Schroeder" in text_of(sheets)
    written = desk.json("print", "trip-logs", "--date", "2030-01-08", "--out", logs)
    assert written["count"] == 1
    assert "01234567" in text_of(logs)
    assert sorted(path.name for path in tmp_path.glob("*.pdf*")) == ["logs.pdf", "sheets.pdf"]
    office = desk.office()
    with office.store.read() as session:
        acts = [entry.act for entry in history(session, desk.member)]
    office.close()
    assert {"Printed a run sheet to a file", "Printed a trip log to a file"} <= set(acts)


def test_what_does_not_fit_is_told_and_needs_a_reason(desk: Desk) -> None:
    out, _back = desk.rides
    code, said, err = desk("assign", out, "--driver", desk.drivers["Lind"])
    assert (code, said) == (1, "")
    assert "Does not fit: Is not recognized by the agency on Tue 8 Jan (S4-120)." in err
    assert "--override" in err
    done = desk.json("assign", out, "--driver", "Lind", "--override", "Nobody else")
    (kept,) = done["violations"][str(out)]
    assert (kept["code"], kept["severity"]) == ("not_recognized", "block")
    (listed,) = desk.json("runs", "--date", "2030-01-08")
    assert listed["rides"][0]["override_reason"] == "Nobody else"


def test_moving_and_taking_off(desk: Desk) -> None:
    out, _back = desk.rides
    desk("assign", out, "--driver", "Lind", "--override", "Nobody else")
    code, _said, err = desk("assign", out, "--driver", "Berg")
    assert code == 1
    assert "already on run" in err
    assert desk("assign", out, "--driver", "Berg", "--move")[0] == 0
    (listed,) = desk.json("runs", "--date", "2030-01-08")
    assert listed["driver_name"] == "Berg, Lars H."
    assert desk("unassign", out)[0] == 0
    assert desk.json("runs", "--date", "2030-01-08") == []
    assert desk("unassign", out)[0] == 1


def test_nothing_to_print_is_a_sentence_and_no_file(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "none.pdf"
    for paper in ("run-sheets", "trip-logs"):
        code, said, err = desk("print", paper, "--date", "2030-01-09", "--out", target)
        assert (code, said) == (1, "")
        assert "Nothing was written" in err
    assert not target.exists()
    office = desk.office()
    with office.store.read() as session:
        assert not [entry for entry in latest(session) if entry.act.startswith("Printed")]
    office.close()


def test_a_file_that_can_t_be_written_is_told(desk: Desk, tmp_path: Path) -> None:
    desk("assign", desk.rides[0], "--driver", "Berg")
    target = tmp_path / "no such folder" / "sheets.pdf"
    code, said, err = desk("print", "run-sheets", "--date", "2030-01-08", "--out", target)
    assert (code, said) == (1, "")
    assert "could not be written" in err


def test_a_draft_says_so(desk: Desk, tmp_path: Path) -> None:
    desk("assign", desk.rides[0], "--driver", "Berg")
    target = tmp_path / "sheets.pdf"
    code, _said, err = desk("print", "run-sheets", "--date", "2030-01-08", "--out", target)
    assert code == 0
    assert "1 of 1 runs are drafts" in err
    assert "DRAFT" in text_of(target)


def test_only_one_driver_s_papers(desk: Desk, tmp_path: Path) -> None:
    desk("assign", desk.rides[0], "--driver", "Berg")
    target = tmp_path / "sheets.pdf"
    words = ("print", "run-sheets", "--date", "2030-01-08", "--out", target, "--driver")
    assert desk(*words, "Lind")[0] == 1
    assert desk(*words, "Berg")[0] == 0


def test_a_doubtful_driver_is_a_question(desk: Desk) -> None:
    code, said, err = desk("assign", desk.rides[0], "--driver", "Lars")
    assert (code, said) == (1, "")
    assert "2 drivers fit these words" in err
    assert "Berg, Lars H." in err
    assert desk("assign", desk.rides[0], "--driver", "Zzyzx")[0] == 1


def test_publishing_by_code(desk: Desk) -> None:
    code = desk("assign", desk.rides[0], "--driver", "Berg")[1].strip()
    assert desk("publish", "24ZZZ")[0] == 1
    assert desk("publish", code.lower())[1].strip() == code
    assert desk("publish", code)[0] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("who",),
        ("assign",),
        ("unassign",),
        ("runs",),
        ("publish",),
        ("print", "run-sheets"),
        ("print", "trip-logs"),
        ("print",),
    ],
)
def test_every_command_has_help_with_an_example(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command")
    runs.register(commands)
    who.register(commands)
    printing.register(commands)
    with pytest.raises(SystemExit) as done:
        parser.parse_args([*words, "--help"])
    assert done.value.code == 0
    assert "example:\n  main.py" in capsys.readouterr().out


def test_who_can_take_a_ride_tells_prices_calls_and_other_ways(desk: Desk) -> None:
    out, _back = desk.rides
    code, said, err = desk("who", out)
    assert code == 0
    first = said.splitlines()[0].split("\t")
    assert first[:2] == ["Berg, Lars H.", "fits"]
    assert "has not driven the member yet" in first[3]
    assert "Carrier: " in err
    assert "Berg, Lars H. is the only one who fits." in err
    code, _said, err = desk("called", out, "--driver", "berg", "no", "--note", "hunting")
    assert (code, err.strip()) == (0, "Noted the call to Lars Berg: no.")
    code, said, err = desk("who", out)
    assert "Said no to this ride on" in said
    assert "Berg, Lars H.: no (hunting); " in err
    (berg, _lind) = desk.json("who", out)
    assert (berg["said_no"], berg["loaded_m"] > 0, berg["driven_before"]) == (1, True, 0)
    code, _said, err = desk("called", out, "--driver", "berg", "yes")
    assert "Lars Berg said yes: 1 ride on the run of Tue 8 Jan." in err
    code, _said, err = desk("who", out, "--order", out)
    assert code == 1
    assert "Name a ride, or a standing order" in err
