"""What must not stand in the repository: machine paths, package hosts, loose versions, giants."""

import ast
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")
# Written apart so that this file does not name what it forbids.
MACHINE_PATHS = re.compile(
    r"(?<![\w.~<])/(?:"
    + "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me", "opt/wh" + "eels"])
    + r")/\w"
)
PACKAGE_HOSTS = re.compile(
    "|".join(
        ["pypi\\." + "org", "python" + "hosted", "index" + "-url =", "PIP_" + "(?:EXTRA_)?INDEX"]
    ),
    re.IGNORECASE,
)
SOURCES = (
    "main.py",
    "dev.py",
    "tools",
    "nemt_desk",
    "db",
    "reports",
    "cli",
    "ui",
    "bench",
    "tests",
)


def _files() -> Iterator[Path]:
    """List what git keeps or would keep; without git, what lies in the source folders."""
    git = shutil.which("git") or "git"
    try:
        listed = subprocess.run(
            [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs git and a repository to know which files belong to it")
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file():
            yield path


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


@pytest.mark.parametrize("forbidden", [MACHINE_PATHS, PACKAGE_HOSTS], ids=["paths", "hosts"])
def test_no_machine_and_no_package_host_is_named(forbidden: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in _files()
        for number, line in enumerate((_text(path) or "").splitlines(), 1)
        if forbidden.search(line)
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes_and_comes_from_nowhere_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert len(entries) > 20
    for entry in entries:
        first = entry.splitlines()[0]
        assert re.match(r"[\w.-]+==[\w.]+( ; [^\\]+)? \\$", first), first
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), first
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash)", text, re.MULTILINE)


def test_the_program_and_the_developer_have_the_same_versions() -> None:
    program, whole = ({*_pins(name)} for name in LOCKS)

    assert program <= whole


def test_what_is_asked_for_is_locked() -> None:
    asked = re.findall(
        r"^([A-Za-z][\w.-]*)", (ROOT / "requirements.in").read_text(encoding="utf-8"), re.MULTILINE
    )
    locked = {name for name, _version in _pins("requirements.txt")}

    assert {re.sub(r"[-_.]+", "-", name).lower() for name in asked} <= locked


def test_the_notices_name_every_locked_package() -> None:
    page = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")

    missing = [
        f"{name} {version}"
        for name, version in _pins("requirements-dev.txt")
        if f"| {name} | {version} |" not in page
    ]
    assert not missing, f"run `dev.py notices`: {missing}"


def _pins(name: str) -> list[tuple[str, str]]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", text, re.MULTILINE)


def _modules() -> list[Path]:
    roots = (ROOT / name for name in SOURCES)
    return sorted(
        path for root in roots for path in ([root] if root.is_file() else root.rglob("*.py"))
    )


def test_no_file_is_a_giant() -> None:
    """Ask above 400 lines, refuse above 600 (house style)."""
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in _modules()
    }

    questioned = {name: lines for name, lines in lengths.items() if 400 < lines <= 600}
    if questioned:
        sys.stderr.write(f"longer than 400 lines: {questioned}\n")
    assert not {name: lines for name, lines in lengths.items() if lines > 600}


def test_every_test_folder_is_a_package() -> None:
    """Else two test modules of the same name in two rooms would be taken for one."""
    lost = {
        path.parent.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        if not (path.parent / "__init__.py").is_file()
    }

    assert not lost


@pytest.mark.parametrize("name", ["dev.py", *sorted(p.name for p in (ROOT / "tools").glob("*.py"))])
def test_the_door_opens_under_an_old_python(name: str) -> None:
    """A bare Debian 12 has Python 3.11 as `python3`: dev.py must start there."""
    path = ROOT / name if name == "dev.py" else ROOT / "tools" / name
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))

    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names | {"tools"}
