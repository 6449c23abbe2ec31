"""Restoring: nothing is lost whatever goes wrong, and nothing of another office comes in."""

import contextlib
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db import backup as db_backup
from db.engine import connect
from nemt_desk.ground.errors import DeskError, EnvironmentProblem, InputError, RefusedError
from nemt_desk.office import Office
from nemt_desk.restoring import restore
from nemt_desk.security import keys
from nemt_desk.security.accounts import Role
from tests.office.test_office import CHEAP, PASSWORD, SETUP

NEW = "snow falls on the lake"


class Killed(BaseException):
    """The power goes."""


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "Cost", lambda *given: type(CHEAP)(*given) if given else CHEAP)


def _make(folder: Path) -> Path:
    office, _code = Office.create(folder, SETUP, cost=CHEAP)
    office.close()
    return folder


def _phone(data: Path, phone: str) -> None:
    office = Office.open(data, "ann", PASSWORD)
    office.save_settings(replace(office.settings, phone=phone))
    office.close()


def _backup(data: Path, password: str = PASSWORD) -> Path:
    office = Office.open(data, "ann", password)
    made = office.backups.make()
    office.close()
    return made.path


def _state(data: Path, password: str = PASSWORD) -> tuple[str, tuple[str, ...]]:
    office = Office.open(data, "ann", password)
    told = office.settings.phone, office.verify_trail().faults
    office.close()
    return told


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return _make(tmp_path / "office")


@pytest.fixture
def saved(data: Path) -> Path:
    """A backup; the office went on since."""
    made = _backup(data)
    _phone(data, "2185550100")
    return made


def test_another_office_is_refused_and_the_present_one_opens(data: Path, tmp_path: Path) -> None:
    _phone(data, "2185550100")
    theirs = _backup(_make(tmp_path / "other"))
    before = {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}
    with pytest.raises(RefusedError, match="another office"):
        restore(data, theirs, "ann", PASSWORD)
    assert {p.name: p.read_bytes() for p in data.iterdir() if p.is_file()} == before
    assert _state(data) == ("2185550100", ())


def test_a_changed_password_opens_older_backups(data: Path, saved: Path) -> None:
    office = Office.open(data, "ann", PASSWORD)
    office.change_password(PASSWORD, NEW)
    office.close()
    with pytest.raises(RefusedError, match="wrong"):
        restore(data, saved, "ann", PASSWORD)
    restore(data, saved, "ann", NEW)
    assert _state(data, NEW) == ("", ())


def test_the_offices_own_file_is_no_backup(data: Path) -> None:
    _phone(data, "2185550100")
    with pytest.raises(RefusedError, match="own file"):
        restore(data, data / "office.db", "ann", PASSWORD)
    with pytest.raises(EnvironmentProblem, match="no backup"):
        restore(data, data, "ann", PASSWORD)
    assert _state(data) == ("2185550100", ())


def test_the_replaced_file_can_be_put_back(data: Path, saved: Path) -> None:
    _rows, aside = restore(data, saved, "ann", PASSWORD)
    assert aside is not None
    assert _state(data) == ("", ())
    _rows, second = restore(data, aside, "ann", PASSWORD)
    assert second not in {None, aside}
    assert _state(data) == ("2185550100", ())


def test_a_reader_may_not_restore(data: Path) -> None:
    office = Office.open(data, "ann", PASSWORD)
    office.add_user("R. Reader", "rita", Role.READER, NEW)
    made = office.backups.make()
    office.close()
    with pytest.raises(RefusedError, match="no right"):
        restore(data, made.path, "rita", NEW)


def test_somebody_who_came_later_is_told_before_anything_is_done(data: Path, saved: Path) -> None:
    office = Office.open(data, "ann", PASSWORD)
    office.add_user("B. Scheduler", "ben", Role.DISPATCHER, NEW)
    office.close()
    with pytest.raises(RefusedError, match="not there yet"):
        restore(data, saved, "ben", NEW)
    assert _state(data) == ("2185550100", ())


def test_an_office_that_is_open_is_not_taken_away(data: Path, saved: Path) -> None:
    office = Office.open(data, "ann", PASSWORD)
    with pytest.raises(EnvironmentProblem, match="open in another window"):
        restore(data, saved, "ann", PASSWORD)
    office.save_settings(replace(office.settings, phone="2185550101"))
    office.close()
    assert _state(data) == ("2185550101", ())
    assert not list(data.glob("replaced-*"))


@pytest.mark.parametrize("damage", ["missing", "empty", "garbage"])
def test_a_damaged_office_is_restored_and_kept_aside(data: Path, saved: Path, damage: str) -> None:
    database = data / "office.db"
    left = {"missing": None, "empty": b"", "garbage": os.urandom(8192)}[damage]
    database.unlink()
    if left is not None:
        database.write_bytes(left)
    with pytest.raises(EnvironmentProblem):
        Office.open(data, "ann", PASSWORD)
    assert database.exists() == (left is not None), "no new office is made in its place"
    _rows, aside = restore(data, saved, "ann", PASSWORD)
    assert _state(data)[0] == ""
    assert (aside.read_bytes() if aside else None) == left


@pytest.mark.parametrize("damage", [None, b"", b'{"users"'])
def test_a_lost_key_file_comes_back_with_the_backup(
    data: Path, saved: Path, damage: bytes | None
) -> None:
    (data / "office.keys").unlink()
    if damage is not None:
        (data / "office.keys").write_bytes(damage)
    restore(data, saved, "ann", PASSWORD)
    assert _state(data) == ("", ())


def test_a_damaged_key_file_beside_the_backup_matters_only_without_ones_own(
    data: Path, saved: Path, tmp_path: Path
) -> None:
    saved.with_suffix(".keys").write_text("{")
    with pytest.raises(EnvironmentProblem, match="key file"):
        restore(tmp_path / "new", saved, "ann", PASSWORD)
    restore(data, saved, "ann", PASSWORD)
    assert _state(data) == ("", ())


def test_a_newer_backup_is_refused_before_anything_is_done(data: Path, saved: Path) -> None:
    key, _id = keys.unlock(keys.load_keyring(data / "office.keys"), "ann", PASSWORD)
    connection = connect(saved, key)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    connection.close()
    with pytest.raises(EnvironmentProblem, match="newer NEMT Desk"):
        restore(data, saved, "ann", PASSWORD)
    assert _state(data) == ("2185550100", ())


STEPS: list[tuple[Any, str]] = [
    (shutil, "copyfile"),
    (db_backup, "_sync"),
    (db_backup, "_let_go"),
    (os, "link"),
    (Path, "replace"),
    (db_backup, "sync_folder"),
]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("error", [Killed, OSError])
@pytest.mark.parametrize(("where", "name"), STEPS)
def test_stopped_at_any_step_the_office_opens_old_or_new(
    data: Path,
    saved: Path,
    where: Any,
    name: str,
    error: type[BaseException],
    after: bool,
) -> None:
    real = getattr(where, name)

    def stop(*args: Any, **kwargs: Any) -> Any:
        if after:
            real(*args, **kwargs)
        raise error(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, name, stop)
        with contextlib.suppress(Killed, DeskError):
            restore(data, saved, "ann", PASSWORD)
    phone, faults = _state(data)
    assert phone in {"", "2185550100"}
    assert faults == ()
    if error is OSError:
        assert not list(data.glob("restoring-*"))


def test_a_file_put_back_from_an_older_copy_is_found(data: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    shutil.copyfile(data / "office.db", older)
    _phone(data, "2185550100")
    shutil.copyfile(older, data / "office.db")
    phone, faults = _state(data)
    assert phone == ""
    assert "cut off" in " ".join(faults)
    assert _state(data)[1], "it stays known after later sign-ins"


def test_a_seal_taken_away_is_found_even_after_the_next_sign_in(data: Path) -> None:
    (data / "office.seal").unlink()
    for _time in range(2):
        assert "seal file beside the database is missing" in " ".join(_state(data)[1])


def test_a_restore_is_no_fault(data: Path, saved: Path) -> None:
    restore(data, saved, "ann", PASSWORD)
    second = _backup(data)
    _phone(data, "2185550102")
    restore(data, saved, "ann", PASSWORD)
    restore(data, second, "ann", PASSWORD)
    assert _state(data) == ("", ())


def test_of_two_first_starts_one_is_refused_and_spoils_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "office"
    first, refused = [], []
    real = keys.new_keyring

    def meanwhile() -> tuple[keys.Keyring, bytes]:
        monkeypatch.setattr(keys, "new_keyring", real)
        with pytest.raises(RefusedError, match="already") as told:
            Office.create(folder, SETUP, cost=CHEAP)
        refused.append(told)
        return real()

    monkeypatch.setattr(keys, "new_keyring", meanwhile)
    first.append(Office.create(folder, SETUP, cost=CHEAP)[0])
    first[0].close()
    assert refused
    assert _state(folder) == ("", ())


def test_a_state_pack_that_is_not_there_is_refused(data: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no state pack"):
        Office.create(tmp_path / "o", replace(SETUP, pack="../mn"), cost=CHEAP)
    office = Office.open(data, "ann", PASSWORD)
    with pytest.raises(InputError, match="no state pack"):
        office.save_settings(replace(office.settings, pack="zz"))
    office.close()


def test_an_office_in_a_folder_with_any_name(tmp_path: Path) -> None:
    data = _make(tmp_path / "Wičháša 50% #1?x=y & o")
    made = _backup(data)
    restore(data, made, "ann", PASSWORD)
    assert _state(data) == ("", ())


def test_a_login_typed_with_other_letters_takes_nobodys_place(data: Path) -> None:
    office = Office.open(data, "ann", PASSWORD)
    with pytest.raises(InputError, match="signs in with this name"):
        office.add_user("B. Scheduler", "\uff21nn", Role.READER, NEW)
    office.close()
    assert _state(data) == ("", ())
