"""Case files that are wrong somewhere: refused in a sentence that says where, the rest is tried."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from nemt_desk.policy.cases import read_case, read_cases, try_case
from nemt_desk.policy.entries import PackError
from tests.policy.minnesota import BASE

type Change = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    "change",
    [
        lambda case: case.update(pack=None),
        lambda case: case.update(pack="tx"),
        lambda case: case.update(trip=None),
        lambda case: case.update(trip=[]),
        lambda case: case.update(name=5),
        lambda case: case.update(local=[]),
        lambda case: case.update(asked_at="2026-11-24"),
        lambda case: case.update(checked_on="20261124"),
        lambda case: case.update(local={"holidays": "2026-11-27"}),
        lambda case: case.update(local={"holidays": ["2026-02-30"]}),
        lambda case: case.update(local={"notice_days": "3"}),
        lambda case: case.update(local={"notice_business_days": -3}),
        lambda case: case.update(local={"far_miles": float("nan")}),
        lambda case: case.update(local={"county_class": "city"}),
        lambda case: case.update(expect={"rules": "S4-061"}),
        lambda case: case.update(expect={"not_rules": ["S4-61"]}),
        lambda case: case.update(expect={"mode": "2"}),
        lambda case: case["member"].update(assessed_mode=8),
        lambda case: case["member"].update(documents="plan_of_care"),
        lambda case: case["member"].update(exceptions=[{"kind": "medical", "documented": "yes"}]),
        lambda case: case["trip"].update(direct_miles=float("inf")),
        lambda case: case["trip"].update(direct_miles=-1),
        lambda case: case["trip"].update(school_closed=[None]),
        lambda case: case["trip"].update(driver={"kind": None}),
        lambda case: case["trip"].update(
            authorizations=[{"kind": "lodging", "from": "2026-12-02", "until": "2026-12-01"}]
        ),
    ],
)
def test_a_value_that_can_not_be_is_refused(change: Change) -> None:
    case = deepcopy(BASE)
    read_case(case)
    change(case)
    with pytest.raises(PackError):
        read_case(case)


def _written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def test_one_misspelt_case_fails_and_the_others_are_tried(tmp_path: Path) -> None:
    wrong = {**BASE, "name": "misspelt", "member": {"programme": "MA"}}
    path = _written(tmp_path / "cases.json", json.dumps([wrong, {**BASE, "name": "good"}]))
    first, second = read_cases(path)
    assert try_case(first) == ["cases.json, case 1 “misspelt”, member: 'programme' is not known."]
    assert try_case(second) == []


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("[" * 100_000, "utf-8", "nested too deeply"),
        ('[{"pack": "mn", "pack": "mo"}]', "utf-8", "'pack' stands twice"),
        ("[]", "utf-16", "Save it as UTF-8"),
        ("[", "utf-8", "no proper JSON"),
        ("5", "utf-8", "a list of cases"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path: Path, text: str, encoding: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        read_cases(_written(tmp_path / "cases.json", text, encoding))


def test_a_file_as_notepad_saves_it_is_read(tmp_path: Path) -> None:
    path = _written(tmp_path / "cases.json", json.dumps([BASE]), "utf-8-sig")
    assert [try_case(case) for case in read_cases(path)] == [[]]


def test_what_is_printed_of_a_case_fits_on_a_line(tmp_path: Path) -> None:
    long = {**BASE, "name": "two\nlines \ud800", "member": {"program": "x" * 5000}}
    (case,) = read_cases(_written(tmp_path / "cases.json", json.dumps([long])))
    (said,) = try_case(case)
    assert len(said) < 200
    assert (case.name + said).isprintable()


def test_no_day_is_too_late_to_reckon_with() -> None:
    case = deepcopy(BASE)
    case["trip"] |= {"discharge": True, "admitted_on": "9999-11-30"}
    assert try_case(read_case({**case, "expect": {"outcome": "refer"}})) == []
