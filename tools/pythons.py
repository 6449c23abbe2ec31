"""Finds a Python that fits the program (3.12 to 3.14, best 3.13), wherever one may be."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.machine import install_packages
from tools.say import CannotError, output, say

if TYPE_CHECKING:
    from collections.abc import Iterator

WANTED = ((3, 13), (3, 12), (3, 14))  # the first is the one that is shipped
NEEDED = (
    "NEMT Desk needs Python 3.12, 3.13 or 3.14 and this machine has none. Get one with "
    "`pyenv install 3.13` or `uv python install 3.13`, or from your system's packages or "
    "python.org, and start this command again."
)
# A pyenv shim may exist for a version that is not chosen, and then only fails: so ask it.
_ASK = (
    "import sys; import importlib.util as u; "
    "print(sys.version_info[0], sys.version_info[1], sys.version_info[2], sys.maxsize > 2**32, "
    "all(u.find_spec(n) for n in ('venv', 'ensurepip', 'ssl')), sys.executable, sep='\\t')"
)


class Python(NamedTuple):
    """A Python that answered."""

    version: tuple[int, int, int]
    can_make_venv: bool
    path: str

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Sort the wanted one first: its branch, whole before lame, the newest patch."""
        return WANTED.index(self.version[:2]), not self.can_make_venv, -self.version[2]


def find() -> str:
    """Return the path of the best fitting Python; say in a sentence how to get one if none."""
    found = sorted({python for python in map(_ask, _candidates()) if python}, key=_rank)
    if not found:
        found = sorted({python for python in map(_ask, _from_uv()) if python}, key=_rank)
    if not found:
        raise CannotError(NEEDED)
    best = next((python for python in found if python.can_make_venv), None)
    if best is None:
        best = _mend(found[0])
    say(f"Python {'.'.join(map(str, best.version))}: {best.path}")
    return best.path


def fits(path: Path) -> bool:
    """Tell whether the interpreter at this path starts and has a version we can use."""
    return _ask([str(path)]) is not None


def _rank(python: Python) -> tuple[int, bool, int]:
    return python.rank


def _mend(python: Python) -> Python:
    """Debian ships Python without `venv`: install that part where we may."""
    package = f"python{python.version[0]}.{python.version[1]}-venv"
    install_packages([package], why="making a virtual environment")
    mended = _ask([python.path])
    if mended is None or not mended.can_make_venv:
        raise CannotError(f"{python.path} cannot make virtual environments: install {package}.")
    return mended


def _ask(command: list[str]) -> Python | None:
    answer = output([*command, "-I", "-c", _ASK], timeout=30)
    parts = (answer or "").strip().split("\t")
    if len(parts) != 6 or parts[3] != "True":
        return None
    version = (int(parts[0]), int(parts[1]), int(parts[2]))
    if version[:2] not in WANTED:
        return None
    return Python(version, parts[4] == "True", os.path.realpath(parts[5]))


def _candidates() -> Iterator[list[str]]:
    yield [sys.executable]
    for major, minor in WANTED:
        if os.name == "nt" and shutil.which("py"):
            yield ["py", f"-{major}.{minor}"]
        name = shutil.which(f"python{major}.{minor}")
        if name:
            yield [name]
    for home in {os.environ.get("PYENV_ROOT"), str(Path("~/.pyenv").expanduser())} - {None}:
        for pattern in ("versions/*/bin/python", "pyenv-win/versions/*/python.exe"):
            yield from ([str(path)] for path in sorted(Path(str(home)).glob(pattern)))
    for name in ("python3", "python"):
        found = shutil.which(name)
        if found:
            yield [found]


def _from_uv() -> Iterator[list[str]]:
    uv = shutil.which("uv")
    if not uv:
        return
    if output([uv, "python", "find", "3.13"]) is None:
        say("Fetching Python 3.13 with uv ...")
        output([uv, "python", "install", "3.13"], timeout=600)
    path = (output([uv, "python", "find", "3.13"]) or "").strip()
    if path:
        yield [path]
