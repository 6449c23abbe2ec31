"""Every connection is safe, and a transaction is all or nothing."""

from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from db.engine import OLDEST_SQLITE, PRAGMAS, connect, sqlite_engine
from nemt_desk.ground.errors import EnvironmentProblem


def test_every_pooled_connection_has_every_pragma(database: Path, key: bytes) -> None:
    engine = sqlite_engine(database, key)
    with ExitStack() as stack:
        for _connection in range(6):
            connection = stack.enter_context(engine.connect())
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one_or_none() or 0
                for name in PRAGMAS
            }
            assert found == PRAGMAS
    engine.dispose()


def test_sqlite_inside_has_no_wal_reset_bug() -> None:
    assert sqlcipher3.sqlite_version_info >= OLDEST_SQLITE


def test_every_table_is_strict(database: Path, key: bytes) -> None:
    engine = sqlite_engine(database, key)
    with engine.connect() as connection:
        lax = connection.exec_driver_sql(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
            " AND NOT strict AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
        ).fetchall()
    engine.dispose()
    assert lax == []


def test_a_failed_step_takes_its_table_with_it(database: Path, key: bytes) -> None:
    engine = sqlite_engine(database, key)

    def fail_half_way() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE half (a INTEGER) STRICT")
            connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(OperationalError, match="no such table"):
        fail_half_way()
    with engine.connect() as connection:
        left = connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'half'")).all()
    engine.dispose()
    assert left == []


def test_without_the_key_nothing_is_read(database: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="key does not fit"):
        connect(database, bytes(32))
    assert b"SQLite format" not in database.read_bytes()[:32]
