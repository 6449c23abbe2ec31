"""The main job by command line on real maps: set up, map, people, book, assign, print, keep."""

import argparse
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.entry import COMMANDS, parser, read
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import day_year_text, long_day_text
from nemt_desk.logs.attestations import DRIVER_ATTESTATION, MEMBER_ATTESTATION
from tests.e2e.commands import PASSWORD, Shell, working_day
from tests.reports.reading import pages, text

pytestmark = pytest.mark.slow  # builds maps

SETUP = ("setup", "--agency", "Perch County Rides", "--name", "A. Coordinator", "--zone")
CREDENTIALS = ("licence", "insurance", "background", "exclusion-check", "driving-record")
DRIVER = (
    *("drivers", "add", "--last", "O'Neal-Ruíz", "--first", "José", "--middle", "H"),
    *("--phone", "218-555-0150", "--car", "grey Toyota Sienna", "--plate", "abc 123"),
    *("--seats", "4", "--recognized", "1/15/2024", "--open-to-all", "--umpi", "A123456789"),
    *("--hours", "Mon-Fri 6:00-18:00; Sat 8-12"),
    *(word for kind in CREDENTIALS for word in (f"--{kind}-until", "2049-12-31")),
)
COVERED = ("--program", "MA", "--mode", "2", "--eligible-from", "2024-01-01", "--county", "Itasca")


@dataclass(frozen=True)
class Member:
    last: str
    first: str
    mhcp_id: str
    phone: str

    @property
    def name(self) -> str:
        return f"{self.last}, {self.first}"

    def words(self, address: str) -> tuple[str, ...]:
        who = ("members", "add", "--last", self.last, "--first", self.first, "--born", "2/1/1950")
        return (*who, "--id", self.mhcp_id, "--phone", self.phone, *COVERED, "--address", address)


WINONA = Member("Waŋblí", "Wičháša", "01234567", "218-555-0142")
ANH = Member("Nguyễn", "Thị Ánh", "02345678", "218-555-0143")
CLINIC = "<Tom> & Söhne"


# --- the whole job, its chief commands programs of their own -----------------------------------


def test_from_setup_to_paper_on_a_city_of_openstreetmap(shared_data: Path, tmp_path: Path) -> None:
    desk = Shell(tmp_path / "office", is_program=True)
    made = desk.json(*SETUP, "America/New_York")
    assert made["data"] == str(desk.data)
    built = desk.did("map", "build", shared_data / "osm" / "columbus_oh_2015.osm.pbf", "--json")
    assert built.json["sources"][0]["name"] == "columbus_oh_2015.osm.pbf"
    assert "100 %" in built.err
    # A program of its own takes a second to start: the rest goes through the same door in here.
    here = Shell(desk.data)
    found = here.json("geocode", "1265 Koebel Road, Columbus")["best"]
    assert (found["precision"], round(found["lat"], 3)) == ("point", 39.912)
    here.did(*WINONA.words("175 Eighteenth Avenue, Columbus"))
    driver = here.json(*DRIVER)["id"]
    place = ("places", "add", "--name", CLINIC, "--kind", "clinic", "--phone", "218-555-0160")
    here.did(*place, "--address", "850 Goodale Boulevard, Columbus")
    day = working_day()
    trip = ("book", "--member", "wicha", "--to", "tom", "--appointment", f"{day} 10:30")
    booked = desk.json(*trip, "--return", "will-call", "--service", "dialysis")
    assert booked["decision"]["outcome"] == "allowed"
    rides = here.json("rides", "--date", day)
    assert [ride["id"] for ride in rides] == [ride["id"] for ride in booked["rides"]]
    here.did("assign", *(ride["id"] for ride in rides), "--driver", driver)
    (run,) = here.json("runs", "--date", day)
    assert here.did("publish", "--date", day).out.strip() == run["code"]
    sheets, logs = tmp_path / "sheets.pdf", tmp_path / "logs.pdf"
    here.did("print", "run-sheets", "--date", day, "--out", sheets)
    desk.did("print", "trip-logs", "--date", day, "--out", logs)
    for paper in (sheets, logs):
        said = text(paper.read_bytes())
        for name in ("Wičháša", "Waŋblí", CLINIC, "O'Neal-Ruíz", "ABC 123", run["code"]):
            assert name in said
        assert "Valhalla 3.9.1, map columbus_oh_2015.osm.pbf" in said
        assert "2015" in said
    check = here.json("audit", "verify")
    assert (check["whole"], check["faults"]) == (True, [])


# --- the same on a rural county of TIGER, in this process ----------------------------------------


@dataclass(frozen=True)
class Day:
    """A county office with a day of two members on one run."""

    desk: Shell
    day: date
    rides: list[dict[str, Any]]
    run: dict[str, Any]

    def of(self, member: Member) -> list[dict[str, Any]]:
        return [ride for ride in self.rides if ride["member"] == member.name]

    def paper(self, kind: str, folder: Path) -> bytes:
        out = folder / f"{kind}.pdf"
        written = self.desk.json("print", kind, "--date", self.day, "--out", out)
        assert written["out"] == str(out)
        return out.read_bytes()


HOMES = {WINONA: "103 Rollings Ln, Hertford", ANH: "350 Winslow Rd, Hertford"}


@pytest.fixture(scope="module")
def county(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Day:
    desk = Shell(tmp_path_factory.mktemp("county") / "office")
    desk.did(*SETUP, "America/New_York")
    desk.did("settings", "--npi", "1234567893", "--phone", "218-555-0100")
    desk.did("map", "build", shared_data / "geo" / "tl_2020_37143_edges.zip")
    for member, address in HOMES.items():
        desk.did(*member.words(address))
    desk.did(*DRIVER, "--address", "121 Woods St, Hertford")
    clinic = ("places", "add", "--name", CLINIC, "--kind", "dialysis", "--phone", "218-555-0160")
    desk.did(*clinic, "--npi", "1234567893", "--address", "150 E Market St, Hertford")
    pharmacy = ("places", "add", "--name", "Blue Heron Pharmacy", "--kind", "pharmacy")
    desk.did(*pharmacy, "--pin", "36.1900,-76.4700")
    day = working_day()
    trip = ("--to", CLINIC, "--service", "dialysis", "--appointment")
    desk.did("book", "--member", WINONA.mhcp_id, *trip, f"{day} 9:30", "--return", "1:30p")
    along = ("--companion", "attendant:decisions:Lê Văn", "--driver-note", "Ring twice & wait")
    late = (f"{day} 11:00 a.m.", "--return", "will-call", "--onward", "Blue Heron Pharmacy")
    desk.did("book", "--member", "nguyen anh", *trip, *late, *along)
    rides = desk.json("rides", "--date", day)
    keys = [ride["id"] for ride in rides]
    desk.did("assign", *keys, "--driver", "o'neal", "--override", "Sees to it himself")
    desk.did("publish", "--date", day)
    (run,) = desk.json("runs", "--date", day)
    return Day(desk, day, rides, run)


def miles_of(ride: dict[str, Any]) -> str:
    return str(miles(ride["direct_m"]))


def test_addresses_became_points_on_the_road(county: Day) -> None:
    for member in HOMES:
        (row,) = county.desk.json("members", "find", member.mhcp_id)
        home = county.desk.json("members", "show", row["id"])["home"]
        assert home["pin_source"] == "range"
        assert home["zip"] == "27944"


def test_one_time_fills_the_others(county: Day) -> None:
    out, back = county.of(WINONA)
    assert (out["appointment"][11:16], out["dropoff"][11:16]) == ("09:30", "09:20")
    assert out["pickup"] < out["dropoff"]
    assert (back["return"], back["pickup"][11:16]) == ("scheduled", "13:30")
    legs = county.of(ANH)
    assert {ride["leg"] for ride in legs} == {"outbound", "onward", "return"}
    assert next(ride for ride in legs if ride["leg"] == "return")["pickup"] is None


def test_the_miles_are_those_of_the_map(county: Day) -> None:
    out, back = county.of(WINONA)
    way = county.desk.json("route", HOMES[WINONA], "150 E Market St, Hertford")
    assert way["engine"] == "Valhalla"
    assert way["map_date"].startswith("2020")
    assert abs(way["direct_miles"] - float(miles(out["direct_m"], 3))) < 0.01
    assert abs(way["direct_miles"] - float(miles(back["direct_m"], 3))) < 0.05


def test_the_trip_logs_hold_the_statute_and_one_member_each(county: Day, tmp_path: Path) -> None:
    read_back = pages(county.paper("trip-logs", tmp_path))
    by_member = {member: [page for page in read_back if member.mhcp_id in page] for member in HOMES}
    assert sum(len(found) for found in by_member.values()) == len(read_back)
    for member, found in by_member.items():
        others = [other for other in HOMES if other != member]
        whole = " ".join(found)
        assert all(member.last in page for page in found)
        for other in others:
            for mine in (other.last, other.mhcp_id, other.phone, HOMES[other].split(",")[0]):
                assert mine not in whole
        assert DRIVER_ATTESTATION in whole
        assert MEMBER_ATTESTATION in whole
        assert f"MHCP ID {member.mhcp_id}" in whole
        assert f"Date of service: {long_day_text(county.day)}" in whole
        assert "Valhalla 3.9.1, map tl_2020_37143_edges.zip" in whole
        assert "Provider's NPI 1234567893" in whole
        assert "last name O'Neal-Ruíz first name José middle initial H" in whole
        assert "ABC 123" in whole
        assert "mode 2" in whole
        assert HOMES[member].split(",")[0] in whole
        assert CLINIC in whole
        for ride in county.of(member):
            assert f"direct route {miles_of(ride)} miles" in whole
    assert "Lê Văn" in " ".join(by_member[ANH])


def test_the_run_sheet_is_what_a_driver_needs(county: Day, tmp_path: Path) -> None:
    said = text(county.paper("run-sheets", tmp_path))
    for member in HOMES:
        assert member.first in said
        assert member.last in said
        assert member.phone in said
        assert HOMES[member].split(",")[0] in said
    for words in (CLINIC, "218-555-0160", "Ring twice & wait", "Lê Văn", county.run["code"]):
        assert words in said
    assert "9:20 a.m." in said
    assert "Drive " in said
    assert "Turn " in said
    assert "draft" not in said.lower()


def test_the_same_day_prints_the_same_bytes_but_for_the_moment(county: Day, tmp_path: Path) -> None:
    first, second = (
        re.sub(r"\d+:\d\d(:\d\d)? [ap]\.m\.", "", text(county.paper("trip-logs", tmp_path)))
        for _ in range(2)
    )
    assert first == second


def test_results_and_messages_go_their_own_ways(county: Day) -> None:
    said = county.desk.did("rides", "--date", county.day)
    assert len(said.out.splitlines()) == len(county.rides)
    assert said.err.strip() == f"{len(county.rides)} rides on {day_year_text(county.day)}."
    for words in (("members", "list"), ("drivers", "list"), ("places", "list"), ("backups",)):
        assert isinstance(county.desk.json(*words), list)
    assert county.desk.json("settings")["npi"] == "1234567893"
    assert county.desk.json("map", "info")["sources"][0]["name"] == "tl_2020_37143_edges.zip"


def test_who_comes_in_wrongly_hears_one_sentence(county: Day) -> None:
    wrong = [
        county.desk.refused("rides", NEMT_DESK_PASSWORD="the bus leaves at ten"),
        county.desk.refused("rides", NEMT_DESK_USER="nobody"),
        county.desk.refused("audit", "verify", NEMT_DESK_PASSWORD=PASSWORD.upper()),
    ]
    assert set(wrong) == {"User name or password is wrong. Nothing was opened; try again.\n"}


REFUSED = [
    ("book --member zzz --to tom --appointment DAY", "No member fits"),
    ("book --member wicha --to nowhere --appointment DAY", "No place fits"),
    ("book --member wicha --to tom --appointment soon", "no day and time"),
    ("book --member wicha --to tom", "Type one time"),
    ("book --member wicha --to tom --appointment DAY --mode 7", "."),
    ("members add --last A --first B --id 12345678", "begins with 0"),
    ("members add --last A --first B --address Nowhere", "not on the map"),
    ("members add --last A --first B --born 1/1/2999", "."),
    ("members show 01234567-89ab-7def-8123-456789abcdef", "not there"),
    ("drivers add --last A --first B --hours Someday", "driving hours"),
    ("places add --name X --npi 1234567890", "check digit"),
    ("assign 01234567-89ab-7def-8123-456789abcdef --driver neal", "not there"),
    ("unassign 01234567-89ab-7def-8123-456789abcdef", "."),
    ("cancel 01234567-89ab-7def-8123-456789abcdef --reason x", "not there"),
    ("publish --date 2040-01-02", "no runs"),
    ("publish NO-SUCH-RUN", "no run"),
    ("print run-sheets --date 2040-01-02 --out OUT", "no run"),
    ("print trip-logs --date someday --out OUT", "no day"),
    ("print trip-logs --date DATE --out NOWHERE", "."),
    ("backup --to OUT/x", "."),
    ("restore nothing.db", "no backup"),
    ("restore OUT", "."),
    ("map build OUT", "old map was kept"),
    ("map build nothing.osm.pbf", "."),
    ("route 36.19,-76.47 47,-93", "outside the map"),
    ("geocode", "Give one address"),
    ("settings --npi 1234567890", "check digit"),
    ("setup --agency X --name Y", "already"),
]


@pytest.mark.parametrize(("line", "said"), REFUSED, ids=[line for line, _ in REFUSED])
def test_what_is_refused_is_told_in_a_sentence(
    county: Day, tmp_path: Path, line: str, said: str
) -> None:
    a_file = tmp_path / "a file.txt"
    a_file.write_text("neither map nor backup")
    meant = {
        "DATE": str(county.day),
        "DAY": f"{county.day} 10:30",
        "OUT": str(a_file),
        "OUT/x": str(a_file / "x"),
        "NOWHERE": str(tmp_path / "no folder" / "out.pdf"),
    }
    words = [meant.get(word, word) for word in line.split()]
    assert said in county.desk.refused(*words)
    assert a_file.read_text() == "neither map nor backup"


def test_what_the_rules_refuse_needs_a_reason(county: Day) -> None:
    plain = ("members", "add", "--last", "Ostrander", "--first", "Ida", "--pin", "36.19,-76.47")
    county.desk.did(*plain)
    trip = ("book", "--member", "ostran", "--to", "tom", "--appointment", f"{county.day} 8:00")
    assert county.desk.json(*trip, "--check")["outcome"] == "needs_review"
    told = county.desk.refused(*trip)
    assert "It is not known" in told
    assert "say why" in told.lower()
    booked = county.desk.json(*trip, "--override", "County said yes by phone")
    assert (
        county.desk.did("cancel", booked["trips"][0], "--trip", "--reason", "Not needed").code == 0
    )


def test_emergencies_are_never_booked(county: Day) -> None:
    trip = (
        "book",
        "--member",
        WINONA.mhcp_id,
        "--to",
        "tom",
        "--appointment",
        f"{county.day} 8:00",
    )
    told = county.desk.refused(*trip, "--words", "she has chest pain", "--override", "Asked to")
    assert "911" in told


def test_a_backup_brings_the_office_back(county: Day, tmp_path: Path) -> None:
    desk = county.desk
    made = desk.json("backup", "--to", tmp_path / "stick")
    assert Path(made["path"]).parent == tmp_path / "stick"
    before = desk.json("rides", "--date", county.day)
    trip = ("book", "--member", WINONA.mhcp_id, "--to", "tom", "--appointment")
    desk.did(*trip, f"{county.day} 16:00", "--override", "Second visit")
    assert len(desk.json("rides", "--date", county.day)) == len(before) + 1
    restored = desk.json("restore", made["path"])
    assert restored["rows"] == made["rows"]
    assert Path(desk.data / str(restored["replaced"])).name.startswith("replaced-")
    assert desk.json("rides", "--date", county.day) == before
    assert desk.json("audit", "verify")["whole"]


def test_a_backup_sets_up_the_office_on_another_computer(county: Day, tmp_path: Path) -> None:
    made = county.desk.json("backup", "--to", tmp_path / "stick")
    fresh = Shell(tmp_path / "new computer" / "office")
    assert fresh.json("restore", made["path"])["replaced"] is None
    there = fresh.json("rides", "--date", county.day)
    assert [ride["id"] for ride in there] == [
        ride["id"] for ride in county.desk.json("rides", "--date", county.day)
    ]


def test_an_address_that_is_not_there_is_no_success(county: Day) -> None:
    said = county.desk("geocode", "Qwxyz")
    assert (said.code, said.json["best"]) == (1, None)
    assert "no such address" in said.err


def test_the_demo_office_says_how_to_come_in(tmp_path: Path) -> None:
    demo = Shell(tmp_path / "demo")
    made = demo.json("demo")
    guest = Shell(
        demo.data, env={"NEMT_DESK_USER": made["user"], "NEMT_DESK_PASSWORD": made["password"]}
    )
    assert len(guest.json("drivers", "list")) >= 20
    assert len(guest.json("members", "list")) >= 100
    assert len(guest.json("standing", "list")) >= 15
    waiting = guest.json("standing", "exceptions")
    assert any(hit["kind"] == "facility" for row in waiting for hit in row["day"]["hits"])
    assert guest.json("audit", "verify")["whole"]


# --- help ----------------------------------------------------------------------------------------


def commands(top: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for action in top._actions:  # noqa: SLF001 - argparse has no public list of its commands
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for command in dict.fromkeys(action.choices.values()):
                yield command
                yield from commands(command)


ALL = {command.prog: command for command in commands(parser())}


def test_every_command_is_known() -> None:
    assert {prog.split()[1] for prog in ALL} == {*COMMANDS, "who"} | set(COMMANDS)


@pytest.mark.parametrize("prog", ALL)
def test_every_command_helps_with_an_example_that_can_be_read(prog: str) -> None:
    said = ALL[prog].format_help()
    assert "example" in said
    lines = said[said.rindex("example") :].replace("\\\n", " ").splitlines()
    examples = [line.strip() for line in lines if line.strip().startswith("main.py")]
    assert any(line.startswith(prog) for line in examples)
    for line in examples:
        # A Windows path's backslashes are no quotes; a shortened key stands for a whole one.
        words = shlex.split(line.replace("\\", "/"))[1:]
        whole = [
            re.sub(r"^019\d…$", "01934567-89ab-7def-8123-456789abcdef", word) for word in words
        ]
        assert read(whole).command == prog.split()[1]
