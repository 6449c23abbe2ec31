"""Who imports whom: the contracts in pyproject.toml hold, and they bite."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("nemt_desk", "db", "reports", "cli", "ui")


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--config", "pyproject.toml"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the program to break."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path


def test_the_house_keeps_its_directions() -> None:
    done = _lint_imports(ROOT)

    assert done.returncode == 0, done.stdout + done.stderr


PLANTED = {
    "Qt in the office": ("nemt_desk/ground/planted.py", "import PySide6.QtCore", "no-qt-below"),
    "SQL in the window": ("ui/planted.py", "import sqlalchemy", "no-sql-in-faces"),
    "the ground asks the office": (
        "nemt_desk/ground/planted.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import nemt_desk.runs",
        "floors",
    ),
    "a floor nobody planned": ("nemt_desk/helpers.py", "x = 1", "floors"),
    "a page opens the database": ("ui/planted.py", "import db", "db-is-wired"),
    "a page reads tables": ("ui/planted.py", "import nemt_desk.trips.model", "tables-stay-in"),
    "the database asks a room": ("db/planted.py", "import nemt_desk.trips", "db-reads-tables-only"),
    "paper made in the office": (
        "nemt_desk/runs/planted.py",
        "import reportlab",
        "paper-in-reports",
    ),
    "the map build writes tables": ("nemt_desk/geo/planted.py", "import sqlalchemy", "pure-rooms"),
    "a page asks a page": ("ui/board/planted.py", "import ui.book", "pages"),
    "paper asks a page": ("reports/planted.py", "import ui", "faces"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_violation_is_caught(copy: Path, fault: str) -> None:
    where, code, contract = PLANTED[fault]
    for page in ("book", "board"):  # whether they are written yet or not
        (copy / "ui" / page).mkdir(exist_ok=True)
        (copy / "ui" / page / "__init__.py").touch()
    (copy / where).parent.joinpath("__init__.py").touch()
    (copy / where).write_text(f'"""Planted."""\n\n{code}\n', encoding="utf-8")

    done = _lint_imports(copy)

    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{_name(contract)} BROKEN" in done.stdout


def _name(contract: str) -> str:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    return str(next(each["name"] for each in contracts if each["id"] == contract))
