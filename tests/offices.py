"""A new office in a moment: made once for each setup, then copied.

Making one takes a quarter of a second, half of what a short test takes; a copy is the same office,
its key included. Tests of two offices that must differ make theirs with `Office.create`.
"""

import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nemt_desk.ground.clock import Clock, FixedClock, SystemClock
from nemt_desk.ground.settings import read_settings
from nemt_desk.office import Office, OfficeSetup
from nemt_desk.office_files import OfficeFiles
from nemt_desk.security import keys
from nemt_desk.security.rows import Actor

CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)


@dataclass(frozen=True)
class _Template:
    folder: Path
    key: bytes
    actor: Actor


def new_office(folder: Path, setup: OfficeSetup, clock: FixedClock | None = None) -> Office:
    """Return a new office in `folder`, as `Office.create` leaves it, with keys cheap to derive."""
    made = _template(setup, clock.now() if clock is not None else None)
    folder.mkdir(parents=True, exist_ok=True)
    for path in made.folder.iterdir():
        if path.is_dir():
            shutil.copytree(path, folder / path.name)
        else:
            shutil.copy2(path, folder / path.name)
    used: Clock = clock or SystemClock()
    office = Office._ready(OfficeFiles(folder), made.key, used, made.actor)  # noqa: SLF001
    with office.store.read() as session:
        office.settings = read_settings(session)
    return office


@cache
def _template(setup: OfficeSetup, at: object) -> _Template:
    folder = Path(tempfile.mkdtemp(prefix="nemt-desk-test-")) / "office"
    clock = FixedClock(at) if at is not None else None  # type: ignore[arg-type]
    office, _code = Office.create(folder, setup, clock, CHEAP)
    actor = office.actor
    with office.store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    office.close()
    ring = keys.load_keyring(OfficeFiles(folder).keys)
    key, _account = keys.unlock(ring, setup.login, setup.password)
    return _Template(folder, key, actor)
