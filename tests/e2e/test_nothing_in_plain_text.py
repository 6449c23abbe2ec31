"""After a full day no member's name, telephone, address or ID stands anywhere in plain text."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from nemt_desk.ground.words import fold, phone_text
from tests.conftest import ROOT
from tests.e2e.full_day import CANARIES, DRIVER_LAST

_BLOCK = 8_000_000
_IN_MEMORY = ("/dev/", "/memfd:", "socket:", "pipe:", "anon_inode:", "/proc/", "/sys/")


def spellings(canary: str) -> set[str]:
    """Return how a canary may have been written."""
    forms = {canary, canary.upper(), canary.lower(), canary.casefold(), fold(canary)}
    if canary.isdigit() and len(canary) == len("2185550142"):
        forms |= {phone_text(canary), f"({canary[:3]}) {canary[3:6]}-{canary[6:]}"}
        forms |= {f"{canary[3:6]}-{canary[6:]}", ".".join((canary[:3], canary[3:6], canary[6:]))}
    forms |= {json.dumps(form)[1:-1] for form in forms} | {quote(form) for form in forms}
    return {form for form in forms if len(form) > 6}


def patterns(canary: str) -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for form in spellings(canary):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "cp1252"):
            try:
                found[form.encode(encoding)] = f"{form!r} as {encoding}"
            except UnicodeEncodeError:
                continue
    return found


ALL = {pattern: words for canary in CANARIES for pattern, words in patterns(canary).items()}


def canaries_in(path: Path) -> Iterator[str]:
    """Tell which canaries a file holds; what lies across two blocks is found too."""
    overlap = max(map(len, ALL))
    try:
        with path.open("rb") as file:
            tail = b""
            while block := file.read(_BLOCK):
                seen = tail + block
                yield from (words for pattern, words in ALL.items() if pattern in seen)
                tail = seen[-overlap:]
    except FileNotFoundError:
        return


def leaks(folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    assert files
    found = [f"{path.name}: {words}" for path in files for words in canaries_in(path)]
    # Packed or painted member data would not be found by its letters: no paper may lie about.
    found += [f"{path.name} is a PDF" for path in files if path.read_bytes()[:4] == b"%PDF"]
    names = [str(path.relative_to(folder)) for path in folder.rglob("*")]
    return found + [
        f"the name {name}" for name in names for canary in CANARIES if fold(canary) in fold(name)
    ]


def leaks_in_open_files(process_id: int) -> list[str]:
    """Look into whatever the process has open, deleted files too."""
    found = []
    for link in Path(f"/proc/{process_id}/fd").iterdir():
        try:
            target = str(link.readlink())
        except FileNotFoundError:
            continue
        if target.startswith("/") and not target.startswith(_IN_MEMORY) and link.is_file():
            found += [f"open {Path(target).name}: {words}" for words in canaries_in(link)]
    return found


@pytest.mark.parametrize("canary", CANARIES)
def test_the_search_itself_is_not_blind(canary: str, tmp_path: Path) -> None:
    for number, pattern in enumerate(patterns(canary)):
        (tmp_path / f"{number}.bin").write_bytes(os.urandom(99) + pattern + os.urandom(99))
    told = " ".join(leaks(tmp_path))
    assert all(f"{number}.bin" in told for number in range(len(patterns(canary))))


@dataclass(frozen=True)
class Lived:
    """Where the day was lived: everything the program could write to, and what it said."""

    watched: Path
    papers: Path
    said: Path
    while_open: list[str]
    code: int


@pytest.fixture(scope="module")
def lived(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    place = tmp_path_factory.mktemp("day")
    watched, papers, said = (place / name for name in ("watched", "papers", "said"))
    home, temporary = watched / "home", watched / "tmp"
    for folder in (home, temporary, papers, said):
        folder.mkdir(parents=True)
    homes = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    env = {**os.environ, "HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    env |= {name: str(home / name.lower()) for name in homes}
    env |= dict.fromkeys(("TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR"), str(temporary))
    temporary.chmod(0o700)
    map_file = shared_data / "geo" / "tl_2020_37143_edges.zip"
    words = [str(watched / "office"), str(papers), str(map_file)]
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.e2e.full_day", *words]
    with (
        (said / "out.txt").open("wb") as out,
        (said / "err.txt").open("wb") as err,
        subprocess.Popen(
            command, env=env, cwd=watched, stdin=subprocess.PIPE, stdout=out, stderr=err
        ) as process,
    ):
        try:
            while_open = _while_open(process, said / "out.txt", watched)
            process.communicate(b"\n", timeout=60)
        finally:
            process.kill()
    return Lived(watched, papers, said, while_open, process.returncode)


def _while_open(process: "subprocess.Popen[bytes]", out: Path, watched: Path) -> list[str]:
    """Wait until the day is over but everything still open, then look."""
    for _ in range(1_200):
        if b"open with" in out.read_bytes():
            return leaks(watched) + leaks_in_open_files(process.pid)
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail(f"the day broke off:\n{out.with_name('err.txt').read_text()[-3000:]}")
    pytest.fail("the day did not end")


@pytest.mark.slow
def test_the_day_was_really_lived(lived: Lived) -> None:
    assert lived.code == 0, (lived.said / "err.txt").read_text()[-3000:]
    assert (lived.said / "out.txt").read_text() == "open with the map\n"
    office = lived.watched / "office"
    assert (office / "office.db").stat().st_size > 100_000
    assert list((office / "backups").glob("office-*.db"))
    reports = list((office / "logs").glob("crash-*.txt"))
    assert len(reports) >= 5
    assert "LookupError" in "".join(report.read_text() for report in reports)
    assert {path.name for path in lived.papers.iterdir()} >= {"run-sheets.pdf", "trip-logs.pdf"}


@pytest.mark.slow
def test_nothing_stands_in_plain_text_while_everything_is_open(lived: Lived) -> None:
    assert lived.while_open == []


@pytest.mark.slow
def test_nothing_stands_in_plain_text_afterwards(lived: Lived) -> None:
    assert leaks(lived.watched) == []


@pytest.mark.slow
def test_what_the_programs_said_beside_their_results_names_nobody(lived: Lived) -> None:
    assert leaks(lived.said) == []
    # Whoever gives a driver rides is told whose run it is; members are never named.
    told = list(canaries_in(lived.papers / "messages.txt"))
    assert [words for words in told if fold(DRIVER_LAST) not in fold(words)] == []
