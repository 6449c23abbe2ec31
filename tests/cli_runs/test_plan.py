"""`plan` as a dispatcher types it."""

import argparse
import json
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from cli import plan
from cli.entry import run
from nemt_desk.drivers.rows import CredentialEntry, Hours
from nemt_desk.members.queries import member as member_by_id
from nemt_desk.office import Office, OfficeSetup
from nemt_desk.places.queries import places_by_ids
from nemt_desk.runs.queries import runs_on
from nemt_desk.trips.routing import mileage
from nemt_desk.trips.rows import LegRequest, ReturnKind, TripRequest
from tests.factories import driver_entry, member_entry, place_entry
from tests.offices import new_office
from tests.runs.world import ROADS

PASSWORD = "the bus leaves at nine"
SETUP = OfficeSetup("Perch County", "mn", "America/Chicago", "A. Coordinator", "ann", PASSWORD)
DAY = date(2030, 1, 8)
"""A Tuesday far enough away."""
PAPERS = tuple(
    CredentialEntry(kind=one.kind, until_day=date(2031, 1, 1)) for one in driver_entry().credentials
)
type Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an office with a trip both ways at ten."""
    monkeypatch.setenv("NEMT_DESK_USER", "ann")
    monkeypatch.setenv("NEMT_DESK_PASSWORD", PASSWORD)
    monkeypatch.setattr(Office, "map", ROADS)
    office = new_office(tmp_path / "office", SETUP)
    member = office.members.add(office.actor, member_entry()).id
    clinic = office.places.add(office.actor, place_entry()).id
    with office.store.read() as session:
        home = member_by_id(session, member).home_id
        assert home is not None
        places = places_by_ids(session, [home, clinic])
    leg = LegRequest(
        from_id=home,
        to_id=clinic,
        appointment_at=office.time.at(DAY, time(10, 0)),
        mileage=mileage(ROADS, places[home], places[clinic]),
    )
    request = TripRequest(
        member_id=member,
        legs=(leg,),
        service="dialysis",
        return_kind=ReturnKind.SCHEDULED,
        return_at=office.time.at(DAY, time(14, 0)),
        return_mileage=mileage(ROADS, places[clinic], places[home]),
        asked_by="phone",
    )
    office.trips.book(office.actor, request)
    office.close()
    return tmp_path / "office"


@pytest.fixture
def say(data: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Return what runs a command as `main.py` does."""

    def spoken(*words: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        plan.register(parser.add_subparsers(dest="command"))
        code = run(parser.parse_args(["plan", *map(str, words), "--data", str(data)]))
        told = capsys.readouterr()
        return code, told.out, told.err

    return spoken


def add_driver(data: Path, **changes: object) -> None:
    office = Office.open(data, "ann", PASSWORD)
    office.drivers.add(office.actor, driver_entry(credentials=PAPERS, **changes))
    office.close()


def test_a_plan_tells_who_and_why_and_keeps_nothing_unasked(data: Path, say: Say) -> None:
    add_driver(data)
    code, out, err = say(DAY, "--seconds", 2)
    assert code == 0, err
    assert "Berg, Lars H. at " in out
    assert "Drives the member's other way as well." in out
    assert "Plan: 2 of 2 rides, 1 drivers" in err
    office = Office.open(data, "ann", PASSWORD)
    with office.store.read() as session:
        assert runs_on(session, DAY) == ()
    office.close()


def test_an_accepted_plan_stands_and_needs_no_other(data: Path, say: Say) -> None:
    add_driver(data)
    code, out, err = say(DAY, "--seconds", 2, "--accept", "--json")
    assert code == 0, err
    told = json.loads(out)
    assert len(told["accepted"]) == 2
    assert told["after"]["served"] == 2
    assert "Accepted 2 proposals of the plan for Tue 8 Jan." in err
    _code, out, err = say(DAY, "--seconds", 2, "--accept")
    assert out == ""
    assert "Now:  2 of 2 rides" in err


def test_what_nobody_drives_is_told_with_what_would_serve_it(data: Path, say: Say) -> None:
    afternoon = tuple(Hours(weekday, 12 * 60, 17 * 60) for weekday in range(5))
    add_driver(data, hours=afternoon)
    _code, out, _err = say(DAY, "--seconds", 2)
    assert "nobody" in out
    assert "whose hours don't cover it" in out
    assert "Would serve it: One more volunteer near " in out


def test_nonsense_is_refused_in_words(say: Say) -> None:
    code, _out, err = say(DAY, "--seconds", 0)
    assert code != 0
    assert "Give 1 to 3600 seconds." in err
    code, _out, err = say("2031-01-07")
    assert code != 0
    assert "There is no ride to plan on Tue 7 Jan." in err
