"""`main.py import` and `main.py export`, as a script meets them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cli.entry import parser, run
from nemt_desk.office import Office, OfficeSetup
from nemt_desk.security import keys

PASSWORD = "the bus leaves at nine"
SETUP = OfficeSetup("Perch County", "mn", "America/Chicago", "A. Coordinator", "ann", PASSWORD)
CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)
LIST = (
    'Client Name,Member ID,DOB\n"Berg, Lena",01234567,4/23/1950\n?,01234568,1/1/1960\n'
    '"Lund, Ola",1234569,1/2/1960\n'
)

type Typed = Callable[..., int]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    data = tmp_path / "office"
    Office.create(data, SETUP, cost=CHEAP)[0].close()
    monkeypatch.setenv("NEMT_DESK_USER", "ann")
    monkeypatch.setenv("NEMT_DESK_PASSWORD", PASSWORD)
    (tmp_path / "list.csv").write_text(LIST)

    def say(*words: object) -> int:
        return run(parser("exchange").parse_args([*map(str, words), "--data", str(data)]))

    return say


def test_a_preview_writes_nothing_and_tells_each_row(
    typed: Typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed("import", "members", tmp_path / "list.csv") == 0
    said = capsys.readouterr()
    assert [line.split("\t")[:2] for line in said.out.splitlines()] == [
        ["3", "refused"], ["4", "look at"],
    ]  # fmt: skip
    assert "4 rows read: 2 to bring in (1 of them to look at), 1 refused, 1 no records." in said.err
    assert typed("export", "members", tmp_path / "out.csv") == 0
    assert len((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()) == 1


def test_all_or_nothing_then_the_good_rows_then_the_mended_ones(
    typed: Typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, refused = tmp_path / "list.csv", tmp_path / "refused.csv"
    assert typed("import", "members", path, "--apply") == 1
    assert "Nothing was saved" in capsys.readouterr().err
    assert typed("import", "members", path, "--apply", "--good-rows", "--refused", refused) == 0
    refused.write_text(refused.read_text("utf-8-sig").replace("?", '"Ek, Bo"', 1))
    assert typed("import", "members", refused, "--apply") == 0
    assert typed("export", "members", tmp_path / "out.xlsx") == 0
    assert typed("import", "members", tmp_path / "out.xlsx", "--json") == 0
    assert capsys.readouterr().out.count('"outcome": "refused"') == 3


def test_unclear_columns_are_named_and_told_with_map(
    typed: Typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Who,Case\nLee Ann,01234567\n")
    assert typed("import", "members", path) == 1
    assert "  Who\n  Case\n" in capsys.readouterr().err
    assert typed("import", "members", path, "--map", "name=Who", "--map", "member_id=Case") == 0
    assert typed("import", "members", path, "--map", "nmae=Who") == 1


def test_the_list_itself_is_never_overwritten_by_its_refused_rows(
    typed: Typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    assert typed("import", "members", path, "--refused", tmp_path / "." / "list.csv") == 1
    assert "the list itself" in capsys.readouterr().err
    assert path.read_text() == LIST


def test_days_the_wrong_way_round_hand_out_nothing(
    typed: Typed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days = ("--from", "12/31/2026", "--until", "12/1/2026")
    assert typed("export", "rides", tmp_path / "r.csv", *days) == 1
    assert "before the first" in capsys.readouterr().err
    assert not (tmp_path / "r.csv").exists()


def test_an_office_elsewhere_takes_its_own_cards_by_form_and_by_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "missouri"
    setup = replace(SETUP, pack="mo")
    Office.create(data, setup, cost=CHEAP)[0].close()
    monkeypatch.setenv("NEMT_DESK_USER", "ann")
    monkeypatch.setenv("NEMT_DESK_PASSWORD", PASSWORD)
    path = tmp_path / "mo.csv"
    path.write_text('Name,Member ID,DOB\n"Berg, Lena",12345678,4/23/1950\n')
    add = ["members", "add", "--last", "Ek", "--first", "Bo", "--id", "001234567", "--data"]
    assert run(parser("members").parse_args([*add, str(data)])) == 0
    bring = ["import", "members", str(path), "--apply", "--data", str(data)]
    assert run(parser("exchange").parse_args(bring)) == 0
