"""Engines: encrypted SQLite (SQLCipher) with every safety pragma, and PostgreSQL."""

import os
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

import sqlcipher3
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from nemt_desk.ground.errors import EnvironmentProblem

# The WAL-reset bug of 3.7.0-3.51.2 can corrupt a database with two connections.
OLDEST_SQLITE = (3, 51, 3)
PRAGMAS: dict[str, object] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    # KiB at most. A page that falls out is decrypted and proved again when it is next needed.
    "cache_size": -64_000,
    "busy_timeout": 5000,
}


def check_sqlite() -> None:
    """Refuse a SQLite with the WAL-reset bug.

    Raises:
        EnvironmentProblem: it is older than 3.51.3.
    """
    found: tuple[int, ...] = sqlcipher3.sqlite_version_info
    if found < OLDEST_SQLITE:
        raise EnvironmentProblem(
            f"The SQLite inside this program ({sqlcipher3.sqlite_version}) is too old to be safe."
            " Nothing was opened. Install the program again."
        )


def connect(path: Path, key: bytes, *, foreign_keys: bool = True) -> Any:  # noqa: ANN401 - the driver has no types
    """Open one connection with every pragma set; the key never enters a URL or a log."""
    return _opened(str(path), key, PRAGMAS | {"foreign_keys": int(foreign_keys)})


def connect_to_copy(path: Path, key: bytes) -> Any:  # noqa: ANN401 - the driver has no types
    """Open a file that nobody writes to, only to read it; nothing is made beside it.

    Raises:
        EnvironmentProblem: it is damaged, or the key is another file's.
    """
    try:
        return _opened(f"{uri(path.absolute())}?immutable=1", key, {"trusted_schema": 0})
    except EnvironmentProblem as error:
        raise EnvironmentProblem(
            "This backup did not pass its check: it is damaged, or its key does not fit. It was"
            " left as it is. Take an earlier one."
        ) from error


def uri(path: PurePath) -> str:
    """Return an absolute path as SQLite takes it in a URI."""
    # Not Path.as_uri: SQLite takes no host, so a share is file:////server/share, not
    # file://server/share; and letters that are no text must come through as well.
    name = path.as_posix()
    return "file://" + quote(os.fsencode(name if name.startswith("/") else f"/{name}"), safe="/:")


def _opened(name: str, key: bytes, pragmas: Mapping[str, object]) -> Any:  # noqa: ANN401
    connection = sqlcipher3.connect(
        name, check_same_thread=False, isolation_level=None, uri=name.startswith("file:")
    )
    try:
        # Key errors would go to stderr; they are told as sentences instead.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma, value in pragmas.items():
            connection.execute(f"PRAGMA {pragma} = {value}").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except sqlcipher3.DatabaseError as error:
        connection.close()
        raise _unreadable(error) from None
    return connection


def _unreadable(error: Exception) -> EnvironmentProblem:
    reason = str(error).lower()
    if "locked" in reason:
        return EnvironmentProblem(
            "Another program is using the office's file. Close it, then open the office again."
        )
    return EnvironmentProblem(
        "The office's file can't be read: it is damaged, or its key does not fit. It was left as"
        " it is. Restore the last good backup (main.py restore)."
    )


def sqlite_engine(path: Path, key: bytes, *, foreign_keys: bool = True) -> Engine:
    """Return an engine on the encrypted file at `path` (made if it is not there)."""
    check_sqlite()
    engine = create_engine(
        "sqlite://",
        module=sqlcipher3.dbapi2,
        creator=lambda: connect(path, key, foreign_keys=foreign_keys),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        hide_parameters=True,  # values of records never get into an error's text
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # The driver starts no transaction of its own (isolation_level=None). Writers take the lock
    # at once: a reader that later wants to write could find the file changed under it.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def postgres_engine(url: str) -> Engine:
    """Return an engine on a PostgreSQL database, `postgresql+psycopg://…`."""
    return create_engine(url, pool_size=4, max_overflow=4, pool_pre_ping=True, hide_parameters=True)
