"""What dev.py leans on: which Python it takes, what it keeps out of the lock and of the tests."""

import os
import sys
from pathlib import Path

import pytest

from tools import environment, pythons
from tools.lock import FOREIGN
from tools.say import CannotError


def _fake(folder: Path, version: str, *, venv: bool = True) -> str:
    """Write a program that answers as a Python of this version would."""
    path = folder / f"python-{version}-{venv}"
    answer = "\\t".join([*version.split("."), "True", str(venv), str(path)])
    path.write_text(f"#!/bin/sh\nprintf '{answer}\\n'\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    if os.name == "nt":
        pytest.skip("the stand-ins are shell scripts")
    paths: list[str] = []
    monkeypatch.setattr(pythons, "_candidates", lambda: ([path] for path in paths))
    monkeypatch.setattr(pythons, "_from_uv", lambda: iter(()))
    return paths


def test_the_shipped_branch_is_taken_and_its_newest_patch(
    offered: list[str], tmp_path: Path
) -> None:
    offered += [_fake(tmp_path, v) for v in ("3.11.2", "3.12.9", "3.13.1", "3.13.7", "3.14.0")]

    assert pythons.find().endswith("python-3.13.7-True")


def test_a_shim_that_only_fails_is_passed_over(offered: list[str], tmp_path: Path) -> None:
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\necho 'pyenv: command not found' >&2\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    offered += [str(shim), str(tmp_path / "nothing-there"), _fake(tmp_path, "3.12.4")]

    assert pythons.find().endswith("python-3.12.4-True")


def test_a_python_without_venv_is_second_choice(offered: list[str], tmp_path: Path) -> None:
    offered += [_fake(tmp_path, "3.13.5", venv=False), _fake(tmp_path, "3.14.1")]

    assert pythons.find().endswith("python-3.14.1-True")


def test_without_a_fitting_python_a_sentence_says_how_to_get_one(
    offered: list[str], tmp_path: Path
) -> None:
    offered += [_fake(tmp_path, "3.11.2"), _fake(tmp_path, "3.15.0")]

    with pytest.raises(CannotError, match=r"needs Python 3\.12, 3\.13 or 3\.14"):
        pythons.find()


def test_the_python_that_runs_this_fits() -> None:
    assert pythons.fits(Path(sys.executable))


@pytest.mark.parametrize(
    "line",
    [
        "--extra-index-url somewhere",
        "--find-links wheels",
        "-i somewhere",
        "fonts @ file:fonts.whl",
        "    # via -r " + "/" + "somewhere/requirements.in",
        "# from https" + "://somewhere",
    ],
)
def test_the_lock_may_not_say_where_packages_come_from(line: str) -> None:
    assert FOREIGN.search(line)


def test_an_ordinary_entry_may_stand_in_the_lock() -> None:
    entry = (
        "a==1 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n    # via -r requirements.in\n"
    )

    assert not FOREIGN.search(entry)


def test_the_callers_settings_do_not_reach_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "PYTHONPATH", "PGHOST", "NEMT_DESK_USER", "PYTEST_ADDOPTS"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("NEMT_DESK_TEST_DATA", "kept")

    env = environment.without_disturbance()

    assert env["QT_QPA_PLATFORM"] == "offscreen"
    assert env["NEMT_DESK_TEST_DATA"] == "kept"
    assert not {"PYTHONPATH", "PGHOST", "NEMT_DESK_USER", "PYTEST_ADDOPTS"} & set(env)
