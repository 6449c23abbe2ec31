"""`closures` and `recheck`: a road is shut, the rides of its days are listed and taken over."""

import argparse
import json
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from cli import book, closures, recheck, rides, settings, weather
from cli.entry import run
from nemt_desk.ground.ids import Id
from nemt_desk.members.queries import member as member_by_id
from nemt_desk.office import Office
from nemt_desk.trips.rows import LegRequest, TripRequest
from tests.cli_runs.test_runs import PASSWORD, SETUP
from tests.factories import member_entry, place_entry
from tests.offices import new_office
from tests.runs.world import DETOUR_M, ROADS

DAY = date(2030, 1, 8)
LATER = date(2030, 1, 15)


@dataclass
class Desk:
    """Runs commands as `main.py` does, in an office with a ride in January and one a week on."""

    data: Path
    capsys: pytest.CaptureFixture[str]
    rides: tuple[Id, ...]

    def __call__(self, *words: object) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        commands = parser.add_subparsers(dest="command")
        for module in (closures, recheck, rides, settings, book, weather):
            module.register(commands)
        args = parser.parse_args([*map(str, words), "--data", str(self.data)])
        code = run(args)
        told = self.capsys.readouterr()
        return code, told.out, told.err

    def json(self, *words: object) -> Any:
        code, out, err = self(*words, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    monkeypatch.setenv("NEMT_DESK_USER", "ann")
    monkeypatch.setenv("NEMT_DESK_PASSWORD", PASSWORD)
    monkeypatch.setattr(Office, "map", ROADS)
    office = new_office(tmp_path / "office", SETUP)
    member = office.members.add(office.actor, member_entry(mhcp_id="01234567")).id
    clinic = office.places.add(office.actor, place_entry()).id
    with office.store.read() as session:
        home = member_by_id(session, member).home_id
    assert home is not None
    booked: list[Id] = []
    for day in (DAY, LATER):
        leg = LegRequest(
            from_id=home,
            to_id=clinic,
            pickup_at=office.time.at(day, time(9, 0)),
            dropoff_at=office.time.at(day, time(9, 50)),
            appointment_at=office.time.at(day, time(10, 0)),
        )
        booked += office.trips.book(
            office.actor, TripRequest(member_id=member, legs=(leg,))
        ).ride_ids
    office.close()
    return Desk(tmp_path / "office", capsys, tuple(booked))


def test_a_road_is_shut_and_its_rides_are_measured_again(desk: Desk) -> None:
    first = desk.json("recheck", "--from", "2030-01-01")
    assert first["checked"] == 2
    assert [(line["paper"], line["kept"]) for line in first["lines"]] == [(None, False)] * 2
    code, _out, err = desk("recheck", "--from", "2030-01-01", "--take-over")
    assert code == 0
    assert "Took over the new miles of 2 rides; their times stay." in err
    made = desk.json(
        *("closures", "add", "Bridge on County Road 12", "--at=47.21,-93.53"),
        *("--from", "2030-01-10", "--reason", "washed out"),
    )
    assert made["until"] is None
    (line,) = desk.json("recheck")["lines"]
    assert line["day"] == "2030-01-15"
    assert line["now"]["direct_m"] - line["paper"]["direct_m"] == pytest.approx(DETOUR_M)
    desk("recheck", "--take-over")
    far = [desk.json("rides", "--date", str(day))[0]["direct_m"] for day in (DAY, LATER)]
    assert far[1] - far[0] == pytest.approx(DETOUR_M)
    assert desk.json("closures", "list", "--date", "2030-01-09") == []
    desk("closures", "end", made["id"], "2030-01-12")
    (listed,) = desk.json("closures", "list")
    assert listed["until"] == "2030-01-12"
    (line,) = desk.json("recheck")["lines"]  # the road is open again on the 15th
    assert line["now"]["direct_m"] == pytest.approx(far[0])
    code, _out, _err = desk("closures", "take-back", made["id"])
    assert code == 0
    assert desk.json("closures", "list", "--all") == []


def test_what_is_wrong_is_said_on_standard_error(desk: Desk) -> None:
    code, out, err = desk("closures", "add", "Bridge", "--at=here")
    assert (code, out) == (1, "")
    assert "is no point" in err
    code, _out, err = desk("closures", "add", "Bridge", "--at=61,-93", "--from", "2030-01-10")
    assert code == 1
    assert "lies on no road" in err


def test_settings_about_roads(desk: Desk) -> None:
    kept = desk.json(
        "settings", "--winter-percent", 20, "--winter-from", "1 Dec", "--avoid-ferries"
    )
    assert (kept["winter_percent"], kept["winter_from"]) == (20, "12-01")
    assert kept["avoid_ferries"]
    assert not desk.json("settings", "--no-avoid-ferries")["avoid_ferries"]
    code, _out, err = desk("settings", "--winter-from", "soon")
    assert code == 1
    assert "no day of the year" in err


def test_a_booking_goes_around_on_its_day(desk: Desk) -> None:
    desk(
        "closures",
        "add",
        "Bridge",
        "--at=47.21,-93.53",
        "--from",
        "2030-01-22",
        "--until",
        "2030-01-22",
    )
    booked = desk.json(
        *("book", "--member", "01234567", "--to", "Lakeside", "--service", "dialysis"),
        *("--appointment", "2030-01-22 10:30", "--repeat", "Tue 2 times", "--override", "agreed"),
    )
    far = [ride["direct_m"] for ride in booked["rides"]]
    assert sorted(far)[1] - sorted(far)[0] == pytest.approx(DETOUR_M)
