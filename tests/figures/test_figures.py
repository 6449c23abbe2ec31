"""What an agency lays over its pack: read, checked, noted with who and why, taken off again."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nemt_desk.figures import queries
from nemt_desk.figures.queries import PHONE_KEY, figure_rows
from nemt_desk.figures.rows import FigureGroup, FigureRow
from nemt_desk.figures.rules import amount_text, checked_value, range_text, typed_text, value_text
from nemt_desk.figures.service import FigureService
from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.ground.settings import Settings, keep_settings, read_settings
from nemt_desk.policy import packs
from nemt_desk.policy.entries import Phone
from nemt_desk.policy.figures import Figure, LocalFigure
from nemt_desk.security.rows import Actor, Role
from tests.factories import ACTOR, NOW, TODAY, Built, build_store

OWN, STATES = "own", ("ct", "mn", "mo")
HEAD = Actor(ACTOR.id, "A. Coordinator", "ann", Role.ADMINISTRATOR)


def local(key: str, kind: str, **more: Any) -> LocalFigure:
    values = {"choices": (), "default": None, "least": None, "most": None, "rule": "S4-001"}
    return LocalFigure(
        key=key, label=key.replace("_", " ").capitalize(), kind=kind, **values | more
    )


LOCALS = (
    local("notice_business_days", "int", least=0, most=10),
    local("county_class", "choice", choices=("urban", "rural"), rule="MO-011"),
    local("far_miles", "miles", least=1),
    local("holidays", "days"),
    local("ruca_uplift", "flag", default=False),
    local("volunteer_rate", "money", most=2),
    local("log_due_days", "days", default=60, least=1, most=365),
)
FIGURES = (
    Figure("log_due_days", "S4-001", 30, "days", "old", None, date(2019, 12, 31), "then", "found"),
    Figure(
        "log_due_days", "S4-001", 45, "days", "Logs due", date(2020, 1, 1), None, "Seed", "seed"
    ),
    Figure(
        "irs_business",
        "J1",
        Decimal("72.5"),
        "cents per mile",
        "IRS",
        None,
        None,
        "IRS",
        "unverified",
    ),
)
PHONES = (
    Phone("mnet", "MTM-MNET", "8664671724", None, None, "Seed 004", "seed"),
    Phone("state", "KEPRO", "8446818144", None, date(2021, 12, 31), "MN-021", "found"),
    Phone("state", "ask DHS", "", date(2022, 1, 1), None, "MN-022", "unverified"),
)


class _Pack(SimpleNamespace):
    def figure(self, key: str, day: date) -> Figure | None:
        return next((one for one in self.figures if one.key == key and one.covers(day)), None)


@pytest.fixture(autouse=True)
def _own_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    real = packs.load
    rule = SimpleNamespace(
        id="MO-011", also=(), source="13 CSR", confidence="found", covers=lambda _day: True
    )
    pack = _Pack(local_figures=LOCALS, figures=FIGURES, all_phones=PHONES, entries=(rule,))
    own = {code: real(code) for code in STATES}
    monkeypatch.setattr(packs, "load", lambda code: pack if code == OWN else own[code])


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Built]:
    made = build_store(tmp_path)
    keep_settings(made.store, HEAD, Settings(name="Perch County Rides", pack=OWN))
    yield made
    made.engine.dispose()


def settings(built: Built) -> Settings:
    with built.store.read() as session:
        return read_settings(session)


@pytest.fixture
def figures(built: Built) -> FigureService:
    return FigureService(built.store, lambda: settings(built))


def row(built: Built, key: str) -> FigureRow:
    return next(r for r in figure_rows(settings(built), TODAY) if r.key == key and r.is_in_force)


@pytest.mark.parametrize(
    ("key", "typed", "kept", "said"),
    [
        ("notice_business_days", " 3 ", 3, "3"),
        ("county_class", "Rural", "rural", "rural"),
        ("far_miles", "45 mi", 45, "45 miles"),
        ("far_miles", "45.5", 45.5, "45.5 miles"),
        ("holidays", "12/24, 27 nov", ["2026-11-27", "2026-12-24"], None),
        ("ruca_uplift", "Yes", True, "yes"),
        ("volunteer_rate", "$0.725", "0.725", "$0.725"),
        ("log_due_days", "1 day", 1, "1 day"),
    ],
)
def test_a_figure_is_read_kept_and_said(
    key: str, typed: str, kept: object, said: str | None
) -> None:
    figure = next(one for one in LOCALS if one.key == key)
    value = checked_value(figure, typed, TODAY)
    assert value == kept
    assert type(value) is type(kept)
    assert said is None or value_text(figure, value) == said
    assert checked_value(figure, typed_text(figure, value), TODAY) == kept


@pytest.mark.parametrize(
    ("key", "typed", "why"),
    [
        ("notice_business_days", "", "reset it"),
        ("notice_business_days", "eleven", "whole number"),
        ("notice_business_days", "11", "0 to 10"),
        ("notice_business_days", "-5", "not possible here: 0 to 10"),
        ("county_class", "downtown", "urban, rural"),
        ("far_miles", "0", "1 mile or more"),
        ("far_miles", "45.55", "one decimal"),
        ("far_miles", "nan", "no number"),
        ("holidays", "someday", "no day"),
        ("ruca_uplift", "maybe", "yes or no"),
        ("volunteer_rate", "3", "At most 2"),
        ("volunteer_rate", "0.72501", "four decimals"),
    ],
)
def test_what_can_not_hold_is_refused_with_a_sentence(
    built: Built, figures: FigureService, key: str, typed: str, why: str
) -> None:
    with pytest.raises(InputError) as told:
        figures.lay(HEAD, key, typed, why="because")
    assert told.value.field == "value"
    assert why in told.value.sentence
    assert settings(built).local == {}


def test_who_laid_what_when_and_why_is_kept_and_undone(
    built: Built, figures: FigureService
) -> None:
    assert row(built, "log_due_days").pack_text == "45 days"
    changes = figures.lay(HEAD, "log_due_days", "30", why="  County board,  12 May ")
    laid = row(built, "log_due_days").laid
    assert laid is not None
    assert (laid.text, laid.by, laid.at, laid.why) == (
        "30 days",
        "A. Coordinator",
        NOW,
        "County board, 12 May",
    )
    assert changes.text == "Laid over the pack: Log due days"
    assert settings(built).local == {"log_due_days": 30}
    built.store.undo(HEAD, changes)
    assert row(built, "log_due_days").laid is None
    assert settings(built).local_notes == {}


def test_reset_lets_the_packs_own_count_again(built: Built, figures: FigureService) -> None:
    figures.lay(HEAD, "ruca_uplift", "yes", why="DHS letter")
    assert settings(built).local == {"ruca_uplift": True}
    figures.reset(HEAD, "ruca_uplift")
    assert (settings(built).local, settings(built).local_notes) == ({}, {})
    with pytest.raises(RefusedError, match="already"):
        figures.reset(HEAD, "ruca_uplift")


def test_a_telephone_is_laid_over_the_number_in_use(built: Built, figures: FigureService) -> None:
    key = PHONE_KEY + "state"
    assert row(built, key).pack_text == "no number known"
    assert row(built, key).confidence == "unverified"
    figures.lay(HEAD, key, "(218) 555-0199", name="County line ", why="DHS call")
    assert settings(built).local["phones"] == {
        "state": {"name": "County line", "phone": "2185550199"}
    }
    found = [r for r in figure_rows(settings(built), TODAY) if r.key == key]
    assert [(r.is_in_force, r.laid is not None) for r in found] == [(True, True), (False, False)]
    assert found[0].text == "218-555-0199 · County line"
    with pytest.raises(InputError):
        figures.lay(HEAD, key, "555", why="x")
    figures.reset(HEAD, key)
    assert settings(built).local == {}


def test_a_reason_and_the_right_are_needed(built: Built, figures: FigureService) -> None:
    with pytest.raises(InputError) as told:
        figures.lay(HEAD, "notice_business_days", "99", why=" ")
    assert {problem.field for problem in told.value.problems} == {"why", "value"}
    with pytest.raises(RefusedError, match="no right"):
        figures.lay(ACTOR, "notice_business_days", "2", why="x")
    with pytest.raises(RefusedError, match="no local figure"):
        figures.lay(HEAD, "irs_business", "70", why="x")
    assert settings(built).local == {}


def test_every_figure_says_its_source_and_how_sure_it_is(built: Built) -> None:
    rows = figure_rows(settings(built), TODAY)
    groups = [r.group for r in rows]
    assert groups == sorted(groups, key=list(FigureGroup).index)
    by_key = {r.key: r for r in rows if r.is_in_force}
    assert by_key["county_class"].source == "13 CSR"
    assert by_key["county_class"].pack_text == queries.AS_THE_RULE_SAYS
    dated = [r for r in rows if r.group is FigureGroup.DATED]
    assert [r.is_in_force for r in dated] == [True, True, False]
    assert dated[1].pack_text == "72.5 cents a mile"
    assert not any(r.can_be_laid for r in dated)


def test_what_another_pack_left_behind_is_shown_and_can_be_reset(
    built: Built, figures: FigureService
) -> None:
    keep_settings(
        built.store, HEAD, Settings(name="Perch County Rides", pack=OWN, local={"old_key": 7})
    )
    shown = row(built, "old_key")
    assert shown.laid is not None
    assert shown.text == "7"
    with pytest.raises(InputError, match="knows no such figure"):
        figures.lay(HEAD, "old_key", "8", why="x")
    figures.reset(HEAD, "old_key")
    assert settings(built).local == {}


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (Decimal("5.50"), "dollars", "$5.50"),
        (Decimal("0.22"), "dollars per mile", "$0.22 a mile"),
        (3, "business days", "3 business days"),
        (1, "days", "1 day"),
        ("07:00", "time", "7:00 a.m."),
        ("2017-06-30", "date", "30 Jun 2017"),
        (80, "code", "80"),
        (15, "minutes", "15 minutes"),
    ],
)
def test_amounts_are_said_in_words(value: Any, unit: str, said: str) -> None:
    assert amount_text(Figure("x", "J1", value, unit, "X", None, None, "S", "seed")) == said


def test_every_shipped_pack_shows_its_figures() -> None:
    shown = {code: figure_rows(Settings(name="Perch", pack=code), TODAY) for code in STATES}
    for code, rows in shown.items():
        keys = [(r.key, r.since, r.until) for r in rows]
        assert len(keys) == len(set(keys)), code
        assert all(r.pack_text and r.label for r in rows)
        assert {r.group for r in rows} == {*FigureGroup}


def test_what_may_be_typed_is_said() -> None:
    said = {figure.key: range_text(figure) for figure in LOCALS}
    assert said["notice_business_days"] == "0 to 10."
    assert said["log_due_days"] == "1 to 365 days."
    assert said["county_class"] == "One of: urban, rural."
