"""Packs and case files are read strictly."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.paths import resources
from nemt_desk.policy.cases import read_case, read_cases, try_case
from nemt_desk.policy.entries import PackError
from nemt_desk.policy.packs import available, load, read_pack
from nemt_desk.policy.vocabulary import WORDS


def test_the_three_packs_can_be_chosen() -> None:
    assert [info.code for info in available()] == ["ct", "mn", "mo"]
    assert all(load(info.code).entries for info in available())


def test_every_rule_has_source_and_a_sentence_that_fits_its_check() -> None:
    for info in available():
        for entry in load(info.code).entries:
            assert entry.source
            assert entry.sentence


@pytest.mark.parametrize("code", ["", "tx", "../mn"])
def test_an_unknown_pack_is_refused_in_a_sentence(code: str) -> None:
    with pytest.raises(DeskError, match="Choose one of: ct, mn, mo"):
        load(code)


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_calendar_has_the_years_holidays(year: int) -> None:
    holidays = load("mn").holidays
    assert sum(day.year == year and day.weekday() < 5 for day in holidays) in {10, 11, 12}


@pytest.mark.parametrize(
    ("day", "is_closed"),
    [
        (date(2026, 7, 3), True),
        (date(2026, 11, 26), True),
        (date(2026, 11, 27), False),
        (date(2027, 7, 5), True),
        (date(2027, 12, 31), True),
        (date(2028, 2, 21), True),
    ],
)
def test_observed_days_are_closed(day: date, is_closed: bool) -> None:
    assert (day in load("mn").holidays) is is_closed


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("pack.json", '"agency"', '"agancy"'),
        ("rules.json", '"limits"', '"limit"'),
        ("rules.json", '"check": "distance"', '"check": "distanse"'),
        ("rules.json", '"confidence": "seed"', '"confidence": "sure"'),
        ("rules.json", '"contact": "plan"', '"contact": "plane"'),
        ("calendar.json", '"holidays"', '"holiday"'),
    ],
)
def test_a_misspelt_pack_is_refused(tmp_path: Path, name: str, old: str, new: str) -> None:
    folder = tmp_path / "mn"
    shutil.copytree(resources() / "packs" / "mn", folder)
    read_pack(folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PackError):
        read_pack(folder)


BASE = {"pack": "mn", "member": {}, "trip": {}}


@pytest.mark.parametrize(
    "changes",
    [
        {"memmber": {}},
        {"member": {"programme": "MA"}},
        {"member": {"program": "Medicaid"}},
        {"member": {"has_vehicle": "yes"}},
        {"member": {"birth_date": "2/1/1950"}},
        {"trip": {"return_kind": "none"}},
        {"trip": {"return": "later"}},
        {"trip": {"appointment_at": "2026-11-24T10:00Z"}},
        {"trip": {"direct_miles": "12"}},
        {"trip": {"companions": [{"kind": "cousin"}]}},
        {"trip": {"driver": {"relationship": "family"}}},
        {"trip": {"origin": {"kind": "moon"}}},
        {"trip": {"authorizations": [{"kind": "distance", "form": "2026-01-01"}]}},
        {"trip": {"lapsed": []}},
        {"local": {"notice": 3}},
        {"expect": {"result": "allowed"}},
        {"expect": {"outcome": "fine"}},
    ],
)
def test_a_misspelt_case_is_refused(changes: dict[str, object]) -> None:
    read_case(BASE)
    with pytest.raises(PackError):
        read_case({**BASE, **changes})


def test_files_that_are_no_cases(tmp_path: Path) -> None:
    for text in ("{", "{}", "[1]"):
        (tmp_path / "cases.json").write_text(text, encoding="utf-8")
        with pytest.raises(PackError):
            read_cases(tmp_path / "cases.json")
    with pytest.raises(DeskError, match="could not be read"):
        read_cases(tmp_path / "none.json")


def test_a_failed_case_says_what_is_wrong(tmp_path: Path) -> None:
    case = {**BASE, "name": "x", "expect": {"outcome": "allowed", "not_rules": ["FACT"]}}
    (tmp_path / "cases.json").write_text(json.dumps([case]), encoding="utf-8")
    (read,) = read_cases(tmp_path / "cases.json")
    assert try_case(read) == ["outcome needs_review, expected allowed", "FACT not expected"]


def test_the_shared_examples_pass(shared_data: Path) -> None:
    for case in read_cases(shared_data / "decisions" / "examples.json"):
        assert try_case(case) == [], case.name


@pytest.mark.parametrize("code", ["ct", "mn", "mo"])
def test_a_packs_own_cases_pass(code: str) -> None:
    cases = read_cases(resources() / "packs" / code / "cases.json")
    assert len(cases) >= 100
    wrong = {case.name: try_case(case) for case in cases}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_every_word_list_belongs_to_a_field() -> None:
    assert all(words for words in WORDS.values())
