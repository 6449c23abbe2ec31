"""What a pack's author is told: every kind of fault is found, named and cured."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.entry import read, run
from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.paths import resources
from nemt_desk.policy.flaws import Flaw
from nemt_desk.policy.pack_check import check_pack

type Change = Callable[[Any], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the Missouri pack, as a pack's author has one."""
    copy = tmp_path / "mo"
    shutil.copytree(resources() / "packs" / "mo", copy)
    return copy


def change(folder: Path, name: str, what: Change) -> list[Flaw]:
    """Change one file of the copy and look the pack over."""
    path = folder / name
    held = json.loads(path.read_text(encoding="utf-8"))
    what(held)
    path.write_text(json.dumps(held), encoding="utf-8")
    return check_pack(folder)


def rule(held: Any, id_: str, check: str) -> Any:
    return next(one for one in held if (one["id"], one["check"]) == (id_, check))


def without_year(holidays: dict[str, str], year: str) -> None:
    for day in [day for day in holidays if day.startswith(year)]:
        del holidays[day]


@pytest.mark.parametrize("code", ["ct", "mn", "mo"])
def test_the_shipped_packs_are_sound(code: str) -> None:
    assert check_pack(resources() / "packs" / code) == []


def test_a_copy_elsewhere_is_sound(folder: Path) -> None:
    assert check_pack(folder) == []


@pytest.mark.parametrize(
    ("name", "what", "entry", "words"),
    [
        (
            "rules.json",
            lambda held: rule(held, "S0-11", "notice").update(id="S0-99"),
            "S0-99 notice",
            "No source has a row called 'S0-99'",
        ),
        (
            "rules.json",
            lambda held: rule(held, "S0-11", "notice").update(also=["MO-12"]),
            "S0-11 notice",
            "No source has a row called 'MO-12'",
        ),
        (
            "rules.json",
            lambda held: rule(held, "S0-11", "notice").update(also=["S0-11"]),
            "S0-11 notice",
            "names S0-11 twice",
        ),
        (
            "rules.json",
            lambda held: rule(held, "S0-11", "notice").update(source=" "),
            "S0-11 notice",
            "no source",
        ),
        (
            "rules.json",
            lambda held: rule(held, "S3-05", "country").update(cure=" "),
            "S3-05 country",
            "does not say what helps",
        ),
        (
            "rules.json",
            lambda held: rule(held, "S3-06", "emergency_words").update(until="2027-01-01"),
            "",
            "",
        ),
        (
            "rules.json",
            lambda held: held.append(rule(held, "MO-008", "minor") | {"from": "2027-01-01"}),
            "MO-008 minor",
            "Two entries are in force on 2027-01-01",
        ),
        (
            "rules.json",
            lambda held: (
                held.append(rule(held, "MO-008", "minor") | {"from": "2027-01-01"}),
                rule(held, "MO-008", "minor").update(until="2026-12-01"),
            ),
            "MO-008 minor",
            "Nothing is in force from 2026-12-02 to 2026-12-31",
        ),
        (
            "rules.json",
            lambda held: rule(held, "S0-11", "notice").update(
                {"from": "2026-02-01", "until": "2026-01-01"}
            ),
            "S0-11 notice",
            "ends on 2026-01-01 before it begins",
        ),
        (
            "rules.json",
            lambda held: held.append(
                rule(held, "S0-06", "services")
                | {"series": "new", "with": {"services": ["family_planning"]}}
            ),
            "S0-06 services (new)",
            "No case tries this rule",
        ),
        (
            "rules.json",
            lambda held: rule(held, "MO-008", "minor").update(sentence="{old} is too young."),
            "MO-008 minor",
            "A case makes it stumble: KeyError 'old'",
        ),
        (
            "rules.json",
            lambda held: rule(held, "MO-008", "minor")["with"].update(under="17"),
            "MO-008 minor",
            "A case makes it stumble: TypeError",
        ),
        (
            "rules.json",
            lambda held: rule(held, "MO-008", "minor").update(paper="travel_alone"),
            "MO-008 minor",
            "asks for the paper “travel_alone”, and no letter does",
        ),
        (
            "figures.json",
            lambda held: held.append(held[0] | {"from": "2024-01-01"}),
            "rate_mode_1_mile",
            "Two entries are in force on 2024-01-01",
        ),
        (
            "figures.json",
            lambda held: held[0].update(id="S0-77"),
            "rate_mode_1_mile",
            "No source has a row called 'S0-77'",
        ),
        (
            "pack.json",
            lambda held: held["phones"][1].update(until="2020-12-31"),
            "",
            "",
        ),
        (
            "pack.json",
            lambda held: held["phones"][0].update(until="2030-12-31"),
            "telephone emergency",
            "not kept for every day of the rule S3-06",
        ),
        (
            "pack.json",
            lambda held: held["phones"].append(held["phones"][1] | {"from": "2030-01-01"}),
            "telephone schedule",
            "Two entries are in force on 2030-01-01",
        ),
        (
            "pack.json",
            lambda held: held["local"][0].update(rule="S9-01"),
            "local notice_days",
            "No source has a row called 'S9-01'",
        ),
        (
            "calendar.json",
            lambda held: without_year(held["holidays"], "2027"),
            "2027",
            "This year has no holidays",
        ),
        (
            "coverage.json",
            lambda held: held[0].update({"id": "S0-18"}),
            "S0-18",
            "No source has such a row",
        ),
        ("coverage.json", lambda held: held.pop(0), "S0-01", "The row is missing"),
        ("coverage.json", lambda held: held.append(held[0]), "S0-01", "stands 2 times"),
        (
            "coverage.json",
            lambda held: held[0].update(does="nothing"),
            "S0-01",
            "rules.json has a rule of this ID",
        ),
        (
            "coverage.json",
            lambda held: held[6].update(does="rule"),
            "S0-07",
            "no rule has this ID",
        ),
        (
            "coverage.json",
            lambda held: held[6].update(does="figure"),
            "S0-07",
            "no figure, telephone or calendar names this ID",
        ),
        ("coverage.json", lambda held: held[6].update(how=""), "S0-07", "does not say"),
    ],
)
def test_a_fault_is_found_and_said_where(
    folder: Path, name: str, what: Change, entry: str, words: str
) -> None:
    flaws = change(folder, name, what)
    if not words:  # an end with nothing after it is no fault
        assert flaws == []
        return
    found = [one for one in flaws if one.entry == entry and words in one.sentence]
    assert [one.file for one in found] == [name]
    assert all(one.cure for one in flaws)


@pytest.mark.parametrize(
    ("name", "what", "words"),
    [
        ("rules.json", lambda held: held[0].update(chek="x"), "'chek' is not known"),
        ("rules.json", lambda held: held[0].update(outcome="maybe"), "maybe"),
        ("rules.json", lambda held: held[0].update({"from": "soon"}), "soon"),
        ("coverage.json", lambda held: held[0].update(does="something"), "'something' is none of"),
        ("coverage.json", lambda held: held[0].update(confidence="sure"), "no confidence"),
        ("coverage.json", lambda held: held[0].pop("how"), "'how' is missing"),
        ("cases.json", lambda held: held[0]["trip"].update(colour="red"), "'colour' is not known"),
    ],
)
def test_what_the_reader_refuses_is_told_too(
    folder: Path, name: str, what: Change, words: str
) -> None:
    flaws = change(folder, name, what)
    assert any(name in one.file and words in one.sentence for one in flaws)


def test_a_rule_does_not_speak_before_the_row_it_cites(folder: Path) -> None:
    def begin(held: Any) -> None:
        next(one for one in held if one["id"] == "MO-008")["from"] = "2020-01-01"

    (flaw,) = change(folder, "coverage.json", begin)
    assert (flaw.file, flaw.entry) == ("rules.json", "MO-008 minor")
    assert "MO-008 is not in force" in flaw.sentence


def test_a_holiday_that_stands_twice_is_told(folder: Path) -> None:
    path = folder / "calendar.json"
    text = path.read_text(encoding="utf-8")
    first = '"2026-01-01": "New Year\'s Day",'
    path.write_text(text.replace(first, f"{first} {first}"), encoding="utf-8")
    (flaw,) = check_pack(folder)
    assert (flaw.file, flaw.entry) == ("calendar.json", "2026-01-01")


def test_without_cases_every_rule_is_untried(folder: Path) -> None:
    (folder / "cases.json").unlink()
    rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    untried = [one for one in check_pack(folder) if one.sentence == "No case tries this rule."]
    assert len(untried) == len(rules) - 1  # a driver's lapsed papers stand in no case file


def test_a_new_state_cites_its_own_coverage(folder: Path) -> None:
    """An author of another state numbers the rows of its sources himself."""

    def cite(held: Any) -> None:
        rule(held, "MO-008", "minor")["id"] = "TX-001"

    flaws = change(folder, "rules.json", cite)
    assert any("'TX-001'" in one.sentence for one in flaws)
    row = {"id": "TX-001", "says": "x", "does": "rule", "how": "x", "source": "x"}
    flaws = change(folder, "coverage.json", lambda held: held.append(row | {"confidence": "seed"}))
    assert not any("TX-001" in one.sentence or one.entry == "TX-001" for one in flaws)


def test_a_folder_without_a_pack_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match=r"no pack\.json"):
        check_pack(tmp_path)


def test_the_command_tells_by_its_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(read(["packs", "check", str(folder)])) == 0
    assert "mo: sound; its calendar ends with 2029" in capsys.readouterr().out
    change(folder, "coverage.json", lambda held: held.pop(0))
    assert run(read(["packs", "check", str(folder)])) == 1
    told = capsys.readouterr().out
    assert "mo/coverage.json S0-01: The row is missing." in told
    assert "mo: 1 to mend" in told
    assert run(read(["packs", "check", str(folder / "none")])) == 2
    assert "Name the folder of one state pack" in capsys.readouterr().err


def test_the_command_speaks_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "coverage.json", lambda held: held.pop(0))
    assert run(read(["packs", "check", "--json", str(folder)])) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["folder"], told["file"], told["entry"]) == ("mo", "coverage.json", "S0-01")
