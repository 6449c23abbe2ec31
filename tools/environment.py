"""The `.venv` of the repository: made from the lock, renewed when the lock changes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

from tools import pythons
from tools.machine import need_qt_libraries
from tools.say import CannotError, output, run, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements-dev.txt"
STAMP = VENV / "lock.sha256"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# Settings of whoever calls must not change what is tested.
_DISTURBING = re.compile(
    r"PYTHON(PATH|HOME|STARTUP|WARNINGS|OPTIMIZE|DEVMODE|HASHSEED)$|PYTEST_|MYPY|RUFF_|COVERAGE"
    r"|QT_|QTWEBENGINE_|QML|PG[A-Z]+$|NEMT_DESK_|VIRTUAL_ENV$|LC_|LANG"
)
_KEPT = frozenset({"NEMT_DESK_TEST_DATA", "NEMT_DESK_HYPOTHESIS"})


def ready() -> Path:
    """Return the Python of an up-to-date `.venv`, making or renewing it first if need be."""
    if not _is_current():
        _make()
    if sys.platform.startswith("linux"):
        need_qt_libraries(next(VENV.glob("lib/python3*/site-packages")))
    return PYTHON


def tool(name: str) -> Path:
    """Return the path of a program installed in `.venv`."""
    return PYTHON.parent / (name + (".exe" if os.name == "nt" else ""))


def without_disturbance() -> dict[str, str]:
    """Return the environment for tests and checks: off-screen, in English, always the same."""
    env = {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or not _DISTURBING.match(name)
    }
    env.update(
        QT_QPA_PLATFORM="offscreen",
        QT_SCALE_FACTOR="1",
        PYTHONHASHSEED="0",
        PYTHONUTF8="1",
        LANG="C.UTF-8",
        TZ="UTC",
    )
    env.update(for_root())
    return env


def for_root() -> dict[str, str]:
    """Return what WebEngine needs when root starts it: Chromium refuses its sandbox there."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"QTWEBENGINE_DISABLE_SANDBOX": "1"} if is_root else {}


def _lock_hash() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def _is_current() -> bool:
    if not (STAMP.is_file() and PYTHON.exists()):
        return False
    return STAMP.read_text(encoding="ascii").strip() == _lock_hash() and pythons.fits(PYTHON)


def _make() -> None:
    if not LOCK.is_file():
        raise CannotError(f"{LOCK.name} is missing: this is not a whole copy of the repository.")
    if not (PYTHON.exists() and pythons.fits(PYTHON) and _has_pip()):
        _make_empty()
    say(f"Installing what {LOCK.name} lists into .venv ...")
    # The hashes in the lock decide what may be installed, whichever index it comes from.
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input")
    if run([*pip, "install", "-qq", "--require-hashes", "--only-binary=:all:", "-r", LOCK]) != 0:
        raise CannotError("The packages could not be installed; pip's words are above.")
    foreign = _installed() - _locked() - {"pip", "setuptools"}
    if foreign:
        run([*pip, "uninstall", "-q", "-y", *sorted(foreign)])
    STAMP.write_text(_lock_hash() + "\n", encoding="ascii")


def _make_empty() -> None:
    python = pythons.find()
    if VENV.exists():
        shutil.rmtree(VENV)
    if run([python, "-m", "venv", VENV]) != 0:
        raise CannotError(f"{python} could not make .venv; its words are above.")


def _has_pip() -> bool:
    return output([PYTHON, "-m", "pip", "--version"]) is not None


def _locked() -> set[str]:
    text = LOCK.read_text(encoding="utf-8")
    return {_plain(name) for name in re.findall(r"^([A-Za-z0-9][\w.-]*)==", text, re.MULTILINE)}


def _installed() -> set[str]:
    text = output([PYTHON, "-m", "pip", "list", "--format=freeze"]) or ""
    return {_plain(line.split("==")[0]) for line in text.splitlines() if "==" in line}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
