"""Puts a backup in the office's place: checked first, swapped in one step, nothing thrown away."""

from pathlib import Path

from db import backup as db_backup
from db.upgrade import refuse_newer
from nemt_desk.ground.clock import Clock, SystemClock
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.office import Office, make_folder
from nemt_desk.office_files import OfficeFiles
from nemt_desk.security import keys
from nemt_desk.security.rows import Actor, Right, Role, require
from nemt_desk.security.trail import Trail

ANOTHER_OFFICE = (
    "This backup is of another office. Nothing was changed: the present office's key would be lost."
    " Restore it into an empty folder, named with --data."
)


def restore(
    data: Path, source: Path, login: str, password: str, clock: Clock | None = None
) -> tuple[int, Path | None]:
    """Bring the office back to a backup; return its row count and where the old file went.

    The present key file counts; the one beside the backup is used if the office has none.

    Raises:
        RefusedError: user name or password is wrong, no right, or a backup of another office.
        EnvironmentProblem: the backup does not pass its check, or the office is open somewhere;
            the office stays as it is.
    """
    files = OfficeFiles(data)
    _refuse_source(source, files)
    ring, kept = _ring(files, source)
    key, account_id = keys.unlock(ring, login, password)
    checked, end = db_backup.check_file(source, key)
    refuse_newer(checked.schema)
    actor = _actor(source, key, account_id)
    require(actor, Right.BACKUP)
    make_folder(data)

    def prepare() -> None:
        if not kept:
            db_backup.set_aside(files.keys, (clock or SystemClock()).now())
            keys.save_keyring(ring, files.keys)
        # Before the swap: should the power go now, this seal fits the old file as well.
        Trail(keys.trail_key(key), files.seal).seal_as(*end)

    aside = db_backup.restore(
        source=source,
        key=key,
        database=files.database,
        now=(clock or SystemClock()).now(),
        before_swap=prepare,
    )
    office = Office.open(data, login, password, clock)
    act = f"Restored the backup {source.name}"
    office.trail.note(office.store, office.actor, act, kind="backup", ids=[None])
    office.close()
    return checked.total, aside


def _refuse_source(source: Path, files: OfficeFiles) -> None:
    if not source.is_file():
        raise EnvironmentProblem(f"There is no backup {source}. Nothing was changed.")
    if files.database.exists() and source.samefile(files.database):
        raise RefusedError(
            "This is the office's own file, not a backup. Nothing was changed. `main.py backups`"
            " lists the backups."
        )


def _ring(files: OfficeFiles, source: Path) -> tuple[keys.Keyring, bool]:
    """Return the keyring to open with, and whether the office's own one stays."""
    beside = source.with_suffix(".keys")
    own = _read(files.keys)
    theirs = _read(beside)
    if own is None:
        # Loaded again for its sentence: which file is missing or damaged.
        return theirs or keys.load_keyring(beside if beside.exists() else files.keys), False
    if theirs is not None and theirs.office_id != own.office_id:
        raise RefusedError(ANOTHER_OFFICE)
    return own, True


def _read(path: Path) -> keys.Keyring | None:
    try:
        return keys.load_keyring(path)
    except EnvironmentProblem:
        return None


def _actor(source: Path, key: bytes, account_id: Id) -> Actor:
    found = db_backup.account(source, key, account_id)
    if found is None:
        raise RefusedError(
            "Your account was not there yet when this backup was made, or was closed. Nothing was"
            " changed. Somebody who had an account then can restore it."
        )
    name, login, role = found
    return Actor(account_id, name, login, Role(role))
