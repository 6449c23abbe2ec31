"""docs/rules.md: written from the packs, up to date, and nothing of the sources is left out."""

from pathlib import Path

import pytest

from cli.entry import read, run
from nemt_desk.ground.paths import resources
from nemt_desk.policy.coverage import known_ids

PAGE = resources().parent / "docs" / "rules.md"


def rows() -> dict[str, list[str]]:
    """Return the page's rows by their ID."""
    cells = [line.split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return {row[0].removeprefix("| "): row for row in cells if len(row) == 6}


def test_the_page_is_what_the_packs_say(tmp_path: Path) -> None:
    path = tmp_path / "rules.md"
    assert run(read(["packs", "docs", "--out", str(path)])) == 0
    assert path.read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8"), (
        "The packs have changed: run `main.py packs docs`."
    )


def test_every_row_of_the_sources_is_on_the_page() -> None:
    owed = [one for one, owner in known_ids().items() if owner]
    assert [one for one in owed if one not in rows()] == []


@pytest.mark.parametrize(
    ("family", "count"), [("S0", 17), ("S1", 26), ("S2", 10), ("S3", 11), ("S4", 85)]
)
def test_the_catalogue_of_the_five_documents_is_whole(family: str, count: int) -> None:
    """The counts are those of domain.md, part A."""
    found = [one for one in known_ids() if one.startswith(f"{family}-")]
    assert len(found) == len(set(found)) == count


def test_each_row_says_what_the_program_does_or_why_not() -> None:
    for one, row in rows().items():
        if one in known_ids():
            assert all(cell.strip(" |") for cell in row), one


def test_a_folder_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(read(["packs", "docs", "--out", str(tmp_path / "none" / "rules.md")])) == 2
    assert "could not be written" in capsys.readouterr().err
