"""Databases for these tests: encrypted SQLite in a folder of its own, and PostgreSQL."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import postgres_engine, sqlite_engine
from db.upgrade import upgrade


@pytest.fixture
def key() -> bytes:
    return secrets.token_bytes(32)


@pytest.fixture
def database(tmp_path: Path, key: bytes) -> Path:
    """An upgraded, empty office database."""
    path = tmp_path / "office.db"
    engine = sqlite_engine(path, key, foreign_keys=False)
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path, key: bytes) -> Iterator[Engine]:
    """An empty database of each engine, as an upgrade gets it."""
    if request.param == "sqlite":
        engine = sqlite_engine(tmp_path / "fresh.db", key, foreign_keys=False)
    else:
        engine = postgres_engine(request.getfixturevalue("postgres_url"))
    yield engine
    engine.dispose()
