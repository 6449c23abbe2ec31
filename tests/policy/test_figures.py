"""Figures, local figures, appeal terms and letters of the packs."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nemt_desk.ground.paths import resources
from nemt_desk.policy.decision import Contact
from nemt_desk.policy.entries import PackError
from nemt_desk.policy.packs import available, load, read_pack


@pytest.mark.parametrize(
    ("key", "day", "value"),
    [
        ("irs_business", date(2022, 6, 30), Decimal("58.5")),
        ("irs_business", date(2022, 7, 1), Decimal("62.5")),
        ("irs_business", date(2026, 12, 31), Decimal("72.5")),
        ("irs_charity", date(2026, 1, 1), Decimal(14)),
        ("form_1099_threshold", date(2025, 12, 31), Decimal(600)),
        ("form_1099_threshold", date(2026, 1, 1), Decimal(2000)),
        ("rate_mode_3_mile", date(2023, 12, 31), Decimal("1.30")),
        ("rate_mode_3_mile", date(2024, 1, 1), Decimal("1.43")),
        ("rate_mode_1_mile", date(2018, 1, 1), Decimal("0.22")),
        ("meal_breakfast", date(2026, 1, 1), Decimal("5.50")),
    ],
)
def test_a_figure_is_exact_and_dated(key: str, day: date, value: Decimal) -> None:
    figure = load("mn").figure(key, day)
    assert figure is not None
    assert figure.value == value
    assert figure.source
    # Exact to the last place: 1.43 dollars, not the nearest binary fraction.
    assert not isinstance(figure.value, float)


def test_a_figure_that_was_not_published_is_none() -> None:
    assert load("mn").figure("irs_business", date(2027, 1, 1)) is None
    assert load("mn").figure("no_such_figure", date(2026, 1, 1)) is None


def test_every_pack_has_the_countrys_figures() -> None:
    for info in available():
        assert load(info.code).figure("irs_business", date(2026, 5, 1)) is not None


def test_the_agencys_own_figure_lies_over_the_packs() -> None:
    pack, day = load("mn"), date(2026, 5, 1)
    assert pack.amount("log_due_days", day, {}) == 60
    assert pack.amount("log_due_days", day, {"log_due_days": 90}) == 90
    assert pack.amount("no_load_policy", day, {}) == "never paid"
    assert pack.amount("late_scheduled_min", day, {}) is None


def test_a_flag_is_off_until_the_agency_sets_it() -> None:
    for info in available():
        pack = load(info.code)
        flags = {one.key: one.default for one in pack.local_figures if one.kind == "flag"}
        assert not any(flags.values())
        assert {one.if_local for one in pack.entries} <= {"", *flags}


def test_the_agencys_own_numbers_lie_over_the_packs() -> None:
    pack, day = load("mn"), date(2026, 5, 1)
    assert pack.contact("mnet", day, {}).phone == "866-467-1724"
    own = {"phones": {"mnet": {"name": "", "phone": "2185550142"}}}
    assert pack.contact("mnet", day, own) == Contact("MTM-MNET", "218-555-0142")
    assert pack.contact("nobody", day, {}) == Contact("", "")


def test_the_terms_of_an_appeal_fill_its_sentences() -> None:
    appeal = load("mn").appeal
    assert appeal is not None
    assert (appeal.within_days, appeal.late_days, appeal.ahead_days) == (30, 90, 10)
    terms = {"within_days": 30, "late_days": 90, "keep_days": 10, "form": appeal.form}
    assert "DHS-0033" in " ".join(appeal.sentences).format_map(terms)


def test_every_paper_that_a_rule_asks_for_has_a_letter() -> None:
    pack = load("mn")
    assert {one.paper for one in pack.entries} - {""} <= pack.letters.keys()


def _changed(folder: Path, name: str, change: Callable[[Any], None]) -> None:
    path = folder / name
    values = json.loads(path.read_text(encoding="utf-8"))
    change(values)
    path.write_text(json.dumps(values), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("figures.json", lambda rows: rows[0].update(vaule=3)),
        ("figures.json", lambda rows: rows[0].update(value=True)),
        ("figures.json", lambda rows: rows[0].update(confidence="sure")),
        ("figures.json", lambda rows: rows[0].pop("source")),
        ("pack.json", lambda head: head["local"][0].update(kind="number")),
        ("pack.json", lambda head: head["local"][0].update(choices=["a"])),
        ("pack.json", lambda head: head["local"].append(
            {"key": "x", "label": "X", "kind": "flag", "default": True, "rule": "S4-152"})),
        ("pack.json", lambda head: head["appeal"].pop("form")),
        ("pack.json", lambda head: head["letters"].update(poem={})),
        ("pack.json", lambda head: head.update(locals=[])),
        ("rules.json", lambda rows: rows[0].update(paper="poem")),
        ("rules.json", lambda rows: rows[0].update(if_local="whim")),
    ],
)  # fmt: skip
def test_a_misspelt_figure_is_refused(
    tmp_path: Path, name: str, change: Callable[[Any], None]
) -> None:
    folder = tmp_path / "mn"
    shutil.copytree(resources() / "packs" / "mn", folder)
    read_pack(folder)
    _changed(folder, name, change)
    with pytest.raises(PackError):
        read_pack(folder)
