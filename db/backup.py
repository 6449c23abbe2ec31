"""Backups that were opened again, checked and counted before they count; and the way back.

A backup is an encrypted copy with the trail's length and mark in its name, and the key file
beside it, so that a folder of backups alone brings an office back.
"""

import contextlib
import gc
import os
import re
import secrets
import shutil
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlcipher3

from db.engine import connect, connect_to_copy
from db.thinning import kept
from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.files import sync_folder

_NAME = re.compile(r"^office-(\d{8}T\d{6}\d{6}Z)-(\d+)-([0-9a-f]{12})\.db$")
_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: when, how many entries its trail has, how that ends, and where it lies."""

    path: Path
    made_at: datetime
    entries: int
    mark: str

    @property
    def keys(self) -> Path:
        """The key file beside the backup."""
        return self.path.with_suffix(".keys")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a backup counted: rows by table; and the schema it is of."""

    rows: dict[str, int]
    schema: str | None = None

    @property
    def total(self) -> int:
        """All rows together."""
        return sum(self.rows.values())


def backups(folder: Path) -> list[Backup]:
    """Return the backups in `folder`, newest first."""
    found = (_parsed(path) for path in folder.glob("office-*.db")) if folder.exists() else ()
    return sorted((b for b in found if b), key=lambda backup: backup.made_at, reverse=True)


def _parsed(path: Path) -> Backup | None:
    match = _NAME.match(path.name)
    if match is None:
        return None
    try:
        made_at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:  # somebody's own file with such a name
        return None
    return Backup(path, made_at, int(match[2]), match[3])


def make(*, database: Path, key: bytes, keyring: Path, folder: Path, now: datetime) -> Backup:
    """Copy the database, open the copy again, check and count it; only then give it its name.

    Raises:
        EnvironmentProblem: it could not be written or did not pass; earlier backups stay.
    """
    scratch = folder / f"making-{secrets.token_hex(4)}.part"
    keys = scratch.with_suffix(".keys-part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        surplus = _surplus(database, key)
        _copy(database, key, scratch)
        checked, (entries, mark) = check_file(scratch, key)
        if checked.rows.get("audit_entry", 0) - entries != surplus:
            raise _failed("entries are missing")
        name = f"office-{now.astimezone(UTC).strftime(_STAMP)}-{entries}-{mark[:12]}.db"
        final = folder / name
        shutil.copyfile(keyring, keys)
        for path in (scratch, keys):
            _sync(path)
        keys.replace(final.with_suffix(".keys"))
        scratch.replace(final)
        sync_folder(folder)
    except OSError as error:
        raise EnvironmentProblem(
            f"The backup could not be written: {error.strerror or 'the disk refused'}. The office"
            " and earlier backups are untouched. Make room or choose another folder."
        ) from error
    finally:
        _remove(scratch)
        _remove(keys)
    return Backup(final, now, entries, mark[:12])


def _surplus(database: Path, key: bytes) -> int:
    """Return how many more entries the trail has than its head tells: none, in a sound office.

    Acts that come between this and the copy change both alike. A trail that somebody cut is told
    of by its own check; it must not keep everything else from being backed up.
    """
    source = connect(database, key)
    try:
        found = source.execute(
            "SELECT (SELECT count(*) FROM audit_entry)"
            " - coalesce((SELECT count FROM audit_head), 0)"
        ).fetchone()
    except sqlcipher3.DatabaseError as error:
        raise _failed(type(error).__name__) from None
    finally:
        source.close()
    return int(found[0])


def _copy(database: Path, key: bytes, target: Path) -> None:
    source = connect(database, key)
    try:
        # VACUUM INTO writes one consistent snapshot, with the same key, without deleted rows.
        source.execute("VACUUM INTO ?", (str(target),))
    except sqlcipher3.DatabaseError as error:
        raise EnvironmentProblem(
            "The backup could not be made: the office's file could not be copied"
            f" ({type(error).__name__}). Earlier backups are untouched. Check the disk's space."
        ) from None
    finally:
        source.close()


def check_file(path: Path, key: bytes) -> tuple[Checked, tuple[int, str]]:
    """Open a backup, check every page, link and row count; return counts and the trail's end.

    Raises:
        EnvironmentProblem: it does not open or a check fails.
    """
    copy: Any = None
    try:
        copy = connect_to_copy(path, key)
        faults = [row[0] for row in copy.execute("PRAGMA cipher_integrity_check")]
        faults += [r[0] for r in copy.execute("PRAGMA integrity_check") if r[0] != "ok"]
        faults += [row[0] for row in copy.execute("PRAGMA foreign_key_check")]
        names = [
            row[0]
            for row in copy.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE 'search_fts%' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        rows = {
            name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in names
        }
        end = copy.execute("SELECT count, mac FROM audit_head").fetchone() or (0, "0" * 64)
        schema = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlcipher3.DatabaseError as error:
        raise _failed(type(error).__name__) from None
    finally:
        if copy is not None:
            copy.close()
    if faults:
        raise _failed(f"{len(faults)} faults")
    return Checked(rows, schema[0] if schema else None), (int(end[0]), str(end[1]))


def account(path: Path, key: bytes, account_id: uuid.UUID) -> tuple[str, str, str] | None:
    """Return name, login and role of an account that is open in a checked backup."""
    copy = connect_to_copy(path, key)
    try:
        found: tuple[str, str, str] | None = copy.execute(
            "SELECT name, login, role FROM account WHERE id = ? AND archived_at IS NULL",
            (account_id.hex,),
        ).fetchone()
    finally:
        copy.close()
    return found


def _failed(what: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        f"The copy did not pass its check ({what}) and does not count as a backup. Earlier backups"
        " are untouched. Check the disk, then back up again."
    )


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        with contextlib.suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)


def thin(folder: Path, now: datetime, *, spare: Iterable[Path] = ()) -> list[Path]:
    """Remove the backups that need not stay; return what was removed."""
    found = backups(folder)
    stay = kept((backup.made_at for backup in found), now)
    gone = [b for b in found if b.made_at not in stay and b.path not in set(spare)]
    for backup in gone:
        for path in (backup.path, backup.keys):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    return [backup.path for backup in gone]


def restore(
    *,
    source: Path,
    key: bytes,
    database: Path,
    now: datetime,
    before_swap: Callable[[], None] = lambda: None,
) -> Path | None:
    """Put a checked copy of `source` in the place of `database`; return where the old one went.

    Whenever it is stopped, `database` is the old file or the new one, whole. `before_swap` is
    called when nothing is left to do but that.

    Raises:
        EnvironmentProblem: the backup does not pass, or the office is open somewhere; it stays.
    """
    scratch = database.with_name(f"restoring-{secrets.token_hex(4)}.part")
    aside: Path | None = None
    try:
        shutil.copyfile(source, scratch)
        check_file(scratch, key)
        _sync(scratch)
        if database.exists():
            _let_go(database, key)
            aside = _copied_aside(database, now)
        before_swap()
        # A log that could not be folded in goes with its file: it must never meet the new one.
        for end in ("-wal", "-shm", "-journal"):
            left = database.with_name(database.name + end)
            if aside is not None and left.exists():
                left.replace(aside.with_name(aside.name + end))
        scratch.replace(database)
        sync_folder(database.parent)
    except OSError as error:
        raise EnvironmentProblem(
            f"The backup could not be put in place: {error.strerror or 'the disk refused'}. Nothing"
            " was lost; close every NEMT Desk window and try again."
        ) from error
    finally:
        _remove(scratch)
    return aside


def _fold_log(connection: Any) -> None:  # noqa: ANN401 - the driver has no types
    try:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlcipher3.OperationalError:
        # A connection of this very process may only wait to be collected; nobody else's is touched.
        gc.collect()
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def _let_go(database: Path, key: bytes) -> None:
    """Fold the log into the file and make sure that nobody has it open; a damaged one is kept."""
    if not database.stat().st_size:
        return
    try:
        connection = connect(database, key)
    except EnvironmentProblem:
        return
    try:
        _fold_log(connection)
    except sqlcipher3.OperationalError as error:
        if "locked" in str(error):
            raise EnvironmentProblem(
                "The office is open in another window or program. Nothing was changed. Close it"
                " everywhere, then restore again."
            ) from None
    except sqlcipher3.DatabaseError:
        return
    finally:
        connection.close()


def _copied_aside(database: Path, now: datetime) -> Path:
    """Keep the present file under a second name: the first one is never without a file."""
    aside = _aside_name(database, now)
    try:
        os.link(database, aside)
    except OSError:  # a disk without links
        shutil.copyfile(database, aside)
        _sync(aside)
    return aside


def set_aside(path: Path, now: datetime) -> None:
    """Keep a file that is about to be replaced, if there is one.

    Raises:
        OSError: it can't be renamed.
    """
    if path.exists():
        path.replace(_aside_name(path, now))


def _aside_name(path: Path, now: datetime) -> Path:
    stem = f"replaced-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    free = path.with_name(stem + path.suffix)
    number = 1
    while free.exists():
        number += 1
        free = path.with_name(f"{stem}-{number}{path.suffix}")
    return free
