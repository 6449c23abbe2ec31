"""Commands as a script meets them: sentences instead of tracebacks, exit codes, pipes, letters."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from cli import entry
from nemt_desk.office import Office
from nemt_desk.security import keys
from tests.conftest import ROOT
from tests.factories import member_entry
from tests.office.test_office import CHEAP, PASSWORD, SETUP

# Every command here is a program of its own.
pytestmark = pytest.mark.slow

LOGIN = {"NEMT_DESK_USER": "ann", "NEMT_DESK_PASSWORD": PASSWORD}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with one member, in a folder that is called like a command."""
    folder = tmp_path_factory.mktemp("offices") / "backup"
    office, _code = Office.create(folder, SETUP, cost=CHEAP)
    office.members.add(office.actor, member_entry(first_name="Waŋblí", last_name="Wičháša"))
    office.close()
    return folder


def _environment(env: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    kept: dict[str, str | bytes] = {
        name: value for name, value in os.environ.items() if not name.startswith("NEMT_")
    }
    return {**kept, **env}


def _start(
    *words: object, env: Mapping[str, str | bytes] = LOGIN, cwd: Path = ROOT
) -> subprocess.CompletedProcess[bytes]:
    argv = [sys.executable, str(ROOT / "main.py"), *map(str, words)]
    return subprocess.run(
        argv,
        env=_environment(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


type Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run_here(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command in this process: the same door as `main.py`, without starting Python."""

    def run(*words: object) -> subprocess.CompletedProcess[bytes]:
        for name, value in LOGIN.items():
            monkeypatch.setenv(name, value)
        argv = list(map(str, words))
        capfdbinary.readouterr()
        try:
            code = entry.run(entry.read(argv))
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 1
        said = capfdbinary.readouterr()
        return subprocess.CompletedProcess(argv, code, said.out, said.err)

    return run


def _refused(said: subprocess.CompletedProcess[bytes]) -> str:
    text = said.stderr.decode()
    assert said.returncode == 1, text
    assert "Traceback" not in text
    assert said.stdout == b""
    return text


@pytest.mark.parametrize(
    "words",
    [
        ("--data", "backup", "members", "list", "--json"),
        ("members", "list", "--json", "--data", "backup"),
    ],
)
def test_the_folder_may_be_called_like_a_command(data: Path, words: tuple[str, ...]) -> None:
    said = _start(*words, cwd=data.parent)
    assert said.returncode == 0, said.stderr
    assert "Wičháša" in said.stdout.decode()


def test_names_come_out_whole_on_a_console_of_old_letters(data: Path) -> None:
    env = {**LOGIN, "PYTHONIOENCODING": "cp1252"}
    said = _start("members", "list", "--data", data, env=env)
    assert said.returncode == 0
    assert "Wičháša" in said.stdout.decode()


@pytest.mark.parametrize(
    ("env", "told"),
    [
        ({}, "needed"),
        ({"NEMT_DESK_USER": "ann"}, "needed"),
        ({**LOGIN, "NEMT_DESK_PASSWORD": b"\xff\xfe the bus"}, "wrong"),
        ({**LOGIN, "NEMT_DESK_USER": b"\xff"}, "wrong"),
    ],
)
def test_nobody_gets_in_and_is_told_in_a_sentence(
    data: Path, env: Mapping[str, str | bytes], told: str
) -> None:
    assert told in _refused(_start("backups", "--data", data, "--json", env=env))


@pytest.mark.parametrize("wrong", ["NEMT_DESK_USER", "NEMT_DESK_PASSWORD"])
def test_a_wrong_name_and_a_wrong_password_sound_the_same(
    data: Path, wrong: str, run_here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOGIN, wrong, "nobody at all")
    assert "wrong" in _refused(run_here("backups", "--data", data, "--json"))


def test_no_standard_input_at_all_is_told(data: Path) -> None:
    command = f'exec "{sys.executable}" "{ROOT / "main.py"}" backups --data "{data}" <&-'
    said = subprocess.run(
        ["/bin/sh", "-c", command], env=_environment({}), capture_output=True, check=False
    )
    assert "needed" in _refused(said)


@pytest.mark.parametrize("command", ["backups", "audit verify", "restore latest", "rides"])
def test_folders_without_an_office(tmp_path: Path, command: str, run_here: Run) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "nowhere", tmp_path / "file", tmp_path / ("x" * 300)):
        _refused(run_here(*command.split(), "--data", folder))


@pytest.mark.parametrize("name", ["file", "x" * 300])
def test_an_office_cannot_be_set_up_where_no_folder_can_be(
    tmp_path: Path, name: str, run_here: Run
) -> None:
    (tmp_path / "file").write_text("")
    words = ("setup", "--agency", "Perch", "--name", "Ann", "--data", tmp_path / name)
    _refused(run_here(*words))


def test_a_newer_offices_file_is_refused_in_a_sentence(tmp_path: Path, run_here: Run) -> None:
    office, _code = Office.create(tmp_path, SETUP, cost=CHEAP)
    with office.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    office.close()
    before = (tmp_path / "office.db").read_bytes()
    assert "newer NEMT Desk" in _refused(run_here("rides", "--data", tmp_path))
    assert (tmp_path / "office.db").read_bytes() == before


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "", "soon", "+99999"])
def test_odd_days_are_refused(data: Path, day: str, run_here: Run) -> None:
    said = run_here("rides", f"--date={day}", "--data", data)
    assert said.returncode in {1, 2}, said.stdout
    assert b"Traceback" not in said.stderr


def test_a_reader_that_has_had_enough_is_no_error(data: Path) -> None:
    command = f'"{sys.executable}" "{ROOT / "main.py"}" members list --json --data "{data}" | true'
    said = subprocess.run(
        ["/bin/sh", "-c", command], env=_environment(LOGIN), capture_output=True, check=False
    )
    assert b"Traceback" not in said.stderr
    assert b"BrokenPipe" not in said.stderr


def test_the_trail_of_a_file_put_back_is_not_whole_by_command(
    tmp_path: Path, run_here: Run
) -> None:
    office, _code = Office.create(tmp_path, SETUP, cost=CHEAP)
    office.close()
    older = (tmp_path / "office.db").read_bytes()
    office = Office.open(tmp_path, "ann", PASSWORD)
    office.save_settings(replace(office.settings, phone="2185550100"))
    office.close()
    (tmp_path / "office.db").write_bytes(older)
    said = run_here("audit", "verify", "--json", "--data", tmp_path)
    assert said.returncode == 1
    assert b"cut off" in said.stdout


def test_stopped_by_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_args: object) -> int:
        raise KeyboardInterrupt

    args = entry.read(["packs", "list"])
    monkeypatch.setattr(args, "run", stopped)
    assert entry.run(args) == 130


def test_a_recovery_code_is_in_no_file(tmp_path: Path) -> None:
    _office, code = Office.create(tmp_path, SETUP, cost=CHEAP)
    _office.close()
    assert keys.load_keyring(tmp_path / "office.keys").recovery is not None
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert code.encode() not in path.read_bytes()
            assert code.replace("-", "").encode() not in path.read_bytes()
