"""Papers, eligibility, notices and absences from the command line, in a real office."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli import away, papers
from cli.entry import run
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import keep_settings, read_settings
from nemt_desk.members import queries as members
from nemt_desk.members.rows import MemberEntry, PaperKind, Program
from nemt_desk.office import Office
from nemt_desk.policy.decision import Contact, Decision, Finding, Outcome
from nemt_desk.trips import queries as trips
from nemt_desk.trips.denials import NewDenial
from nemt_desk.trips.rows import LegRequest, Mileage, TripRequest
from tests.cli_people.test_people import PASSWORD, SETUP
from tests.factories import NOW, TODAY, member_entry, place_entry
from tests.offices import new_office
from tests.reports.reading import text
from tests.standing_orders import standing_days, standing_order

DAY = TODAY + timedelta(days=7)


@dataclass(frozen=True)
class Desk:
    """Runs commands as `main.py` does, in an office that stays open beside them."""

    office: Office
    member: Id
    trip: Id
    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        commands = parser.add_subparsers(dest="command")
        papers.register(commands)
        away.register(commands)
        args = parser.parse_args([*words, "--data", str(self.folder / "office")])
        code = run(args)
        told = self.capsys.readouterr()
        return code, told.out, told.err

    def rows(self, *words: str) -> Any:
        code, out, err = self(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    def outcome(self) -> str:
        with self.office.store.read() as session:
            return trips.trip(session, self.trip).outcome


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    office = new_office(tmp_path / "office", SETUP, FixedClock(NOW))
    monkeypatch.setenv("NEMT_DESK_USER", "ann")
    monkeypatch.setenv("NEMT_DESK_PASSWORD", PASSWORD)
    # The commands open the office for themselves: at the same fixed moment.
    monkeypatch.setattr("nemt_desk.office.SystemClock", lambda: office.clock)
    who = office.actor
    keep_settings(office.store, who, replace(office.settings, phone="2185550100"))
    with office.store.read() as session:
        office.settings = read_settings(session)
    key = office.members.add(
        who, member_entry(program=Program.MA, county="Itasca", assessed_mode=2)
    ).id
    clinic = office.places.add(who, place_entry()).id
    with office.store.read() as session:
        home = members.member(session, key).home_id
    assert home is not None
    at = office.time.at(DAY, time(10))
    leg = LegRequest(
        from_id=home,
        to_id=clinic,
        appointment_at=at,
        mileage=Mileage(92_000.0, 80, "Valhalla", "3.8", "2026-10-01", "abc"),
    )
    decision = _needs_paper(office)
    request = TripRequest(
        member_id=key,
        legs=(leg,),
        service="office_visit",
        decision=decision,
        override_reason="The paper is asked for",
        asked={"mode": None},
    )
    trip = office.trips.book(who, request).trip_ids[0]
    yield Desk(office, key, trip, tmp_path, capsys)
    office.close()


def _needs_paper(office: Office) -> dict[str, Any]:
    finding = Finding("S4-061", (), Outcome.NEEDS_PAPER, "Too far.", "Seed 004, L101", "")
    contact = Contact(office.settings.name, "218-555-0100")
    return Decision(Outcome.NEEDS_PAPER, (finding,), (), 2, "", contact, ()).to_json()


def test_a_paper_is_asked_for_by_letter_comes_back_and_the_ride_is_allowed(desk: Desk) -> None:
    out = desk.folder / "letter.pdf"
    code, key, err = desk(
        *("papers", "letter", "schroeder", "--kind", "distance"),
        *("--trip", str(desk.trip), "--out", str(out)),
    )
    assert (code, "Asked for today" in err) == (0, True)
    assert "57.2 miles from home; the limit is 30." in text(out.read_bytes())
    (row,) = desk.rows("papers", "list")
    assert (row["paper"]["state"], row["paper"]["asked_on"]) == ("asked", "2026-11-24")
    code, _out, err = desk("papers", "receive", key.strip(), "--until", "12/31/2026")
    assert "needs paper (S4-061, mode 2), now allowed (mode 2)" in err
    assert desk.outcome() == "allowed"


def test_a_refused_paper_leaves_the_ride_as_it_is(desk: Desk) -> None:
    asked = desk.office.papers.ask_for(desk.office.actor, desk.member, PaperKind.DISTANCE).id
    assert desk("papers", "refuse", str(asked), "the clinic says it is near")[0] == 0
    assert desk.outcome() == "needs_paper"
    assert "refused" in desk("papers", "list", "schroeder")[1]


def test_a_paper_on_file_is_ended_or_removed_and_never_refused(desk: Desk) -> None:
    key = desk.rows("papers", "add", "schroeder", "--kind", "distance", "--until", "12/31")["id"]
    assert desk.outcome() == "allowed"
    code, _out, err = desk("papers", "refuse", key, "too near")
    assert (code, "one on file is ended" in err) == (1, True)
    code, _out, err = desk("papers", "end", key, "--on", "11/25/2026", "--why", "moved away")
    assert (code, "now needs paper" in err) == (0, True)
    assert "Ended a paper: authorization over 30 or 60 miles, Wed 25 Nov." in err
    (row,) = desk.rows("papers", "list", "schroeder")
    assert (row["paper"]["until_day"], row["paper"]["note"]) == ("2026-11-25", "moved away")
    assert desk("papers", "remove", key)[0] == 0
    assert desk.rows("papers", "list", "schroeder") == []
    key = desk.rows("papers", "add", "schroeder", "--kind", "distance")["id"]
    assert "now needs paper" in desk("papers", "remove", key)[2]


def test_checks_are_listed_and_the_help_shows_what_works(desk: Desk) -> None:
    desk("eligibility", "check", "schroeder", "--source", "MN-ITS")
    (row,) = desk.rows("eligibility", "list", "schroeder")
    assert (row["source"], row["result"]) == ("MN-ITS", "eligible")
    code, out, _err = desk("eligibility", "list", "schroeder")
    assert (code, "2026-11-24\teligible\tMN-ITS\tMA" in out) == (0, True)


def test_words_fit_what_was_asked(desk: Desk) -> None:
    for command in ("papers list", "away list", "denials list", "eligibility list"):
        code, _out, err = desk(*command.split(), "nobodyx")
        assert (code, "booked" in err) == (1, False), command
        assert "No member fits these words. Nothing was done." in err
    with pytest.raises(SystemExit):
        desk("papers", "receive", "nokey")
    assert "“nokey” is no key. The act `list` gives them." in desk.capsys.readouterr().err
    key = desk.rows("papers", "add", "schroeder", "--kind", "escort")["id"]
    code, _out, err = desk("papers", "file", key, "--out", str(desk.folder))
    assert (code, "This paper has no file" in err) == (1, True)
    large = desk.folder / "large.pdf"
    large.write_bytes(b"%PDF-1.7 " + bytes(11_000_000))
    code, _out, err = desk("papers", "file", key, "--add", str(large))
    assert (code, "more than 10 MB" in err) == (1, True)
    scan = desk.folder / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 an escort approval")
    desk("papers", "file", key, "--add", str(scan))
    assert "\t1 file\n" in desk("papers", "list", "schroeder")[1]
    assert "1 file written. It holds" in desk("papers", "file", key, "--out", str(desk.folder))[2]


def test_renewals_are_told_by_name(desk: Desk) -> None:
    with desk.office.store.read() as session:
        found = members.member(session, desk.member)
        home = members.home_of(session, found)
    entry = replace(MemberEntry.of(found, home), renewal_on=TODAY + timedelta(days=3))
    desk.office.members.change(desk.office.actor, desk.member, entry)
    err = desk("eligibility", "due")[2]
    assert "Note: coverage of Schroeder, Ann M. must be renewed by Fri 27 Nov 2026" in err


def test_an_unknown_living_arrangement_is_told_and_taken(desk: Desk) -> None:
    said = ("eligibility", "check", "schroeder", "--source", "MN-ITS", "--living")
    code, _key, err = desk(*said, "9999")
    assert (code, "“9999” is no living arrangement" in err) == (0, True)
    assert "Living arrangement: 80, now 9999" in err
    assert "is no living arrangement" not in desk(*said, "41")[2]


def test_standing_orders_follow_days_away(desk: Desk) -> None:
    order = standing_order(desk.office, desk.member)
    count = len(standing_days(desk.office, order))
    code, key, err = desk("away", "add", "schroeder", "--from", "11/30", "--until", "12/4")
    assert (code, "Mon 30 Nov: Cancelled: the member is away." in err) == (0, True)
    assert "Absence: 1 trip cancelled" in err
    assert len(standing_days(desk.office, order)) == count - 1
    code, _key, err = desk("away", "remove", key.strip())
    assert (code, "1 made" in err) == (0, True)
    assert len(standing_days(desk.office, order)) == count


def test_a_paper_that_ends_before_the_ride_is_said(desk: Desk) -> None:
    desk.rows("papers", "add", "schroeder", "--kind", "distance", "--until", "11/30/2026")
    code, _out, err = desk("papers", "list")
    assert (code, "ends before 1 planned trip that needs it" in err) == (0, True)


def test_a_file_goes_in_and_comes_out_as_it_was(desk: Desk) -> None:
    key = desk.rows("papers", "add", "schroeder", "--kind", "escort")["id"]
    scan = desk.folder / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 an escort approval")
    assert desk("papers", "file", key, "--add", str(scan))[0] == 0
    out = desk.folder / "out"
    out.mkdir()
    (written,) = desk.rows("papers", "file", key, "--out", str(out))
    assert Path(written).read_bytes() == scan.read_bytes()
    code, _out, err = desk("papers", "file", key, "--add", str(desk.folder / "no.pdf"))
    assert (code, "can't be read" in err) == (1, True)


def test_a_check_tells_what_differs_and_decides_the_rides_again(desk: Desk) -> None:
    rows = desk.rows("eligibility", "due")
    assert [(row["checked_on"], row["ride_day"]) for row in rows] == [(None, DAY.isoformat())]
    code, _key, err = desk("eligibility", "check", "schroeder", "--source", "MN-ITS")
    assert (code, "differs" in err.lower()) == (0, False)
    assert desk.rows("eligibility", "due") == []
    changed = ("--program", "EMA", "--until", "12/31/2026")
    code, _key, err = desk("eligibility", "check", "schroeder", "--source", "MN-ITS", *changed)
    assert code == 0
    assert "Program: MA, now EMA" in err
    assert "now not covered" in err
    assert desk.outcome() == "not_covered"


def test_a_check_can_leave_the_record_alone(desk: Desk) -> None:
    words = ("eligibility", "check", "schroeder", "--source", "line", "--program", "EMA")
    code, _key, err = desk(*words, "--keep-record")
    assert (code, "Differs. Program: MA, now EMA." in err) == (0, True)
    with desk.office.store.read() as session:
        assert members.member(session, desk.member).program is Program.MA


def test_notices_are_listed_and_printed_again(desk: Desk) -> None:
    new = NewDenial(member_id=desk.member, reason="Too far", rule="S4-061")
    key = desk.office.denials.deny(desk.office.actor, new).id
    (row,) = desk.rows("denials", "list")
    assert (row["id"], row["appeal_by"]) == (str(key), "2026-12-24")
    out = desk.folder / "notice.pdf"
    assert desk("denials", "print", str(key), "--out", str(out))[0] == 0
    assert "Ask for an appeal by: Thu 24 Dec 2026" in text(out.read_bytes())


def test_days_away(desk: Desk) -> None:
    added = ("--from", "12/24/2026", "--until", "12/28/2026", "--why", "family")
    key = desk.rows("away", "add", "schroeder", *added)["id"]
    (row,) = desk.rows("away", "list", "schroeder")
    assert (row["from_day"], row["until_day"], row["reason"]) == (
        "2026-12-24",
        "2026-12-28",
        "family",
    )
    assert desk("away", "remove", key)[0] == 0
    assert desk.rows("away", "list", "schroeder") == []
    code, _out, err = desk("away", "add", "schroeder", "--from", "12/24", "--until", "12/2")
    assert (code, "before the first day" in err) == (1, True)
