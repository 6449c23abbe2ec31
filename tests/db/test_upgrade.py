"""The schema: one head, no drift, and upgrades that lose nothing or change nothing."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from db.engine import sqlite_engine
from db.upgrade import SCRIPTS, is_current, revision, upgrade
from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.metadata import metadata

STAMP = "2026-11-24T15:00:00.000000+00:00"
PLACE = "01900000000070008000000000000001"
MEMBER = "01900000000070008000000000000002"


def test_there_is_one_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_models_and_migrations_agree(fresh: Engine) -> None:
    upgrade(fresh)
    with fresh.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _o, name, *_rest: (
                    not str(name).startswith(("search_fts", "ix_search_entry_tsv"))
                ),
            },
        )
        assert compare_metadata(context, metadata) == []


def test_a_second_upgrade_does_nothing(fresh: Engine) -> None:
    called: list[int] = []
    assert upgrade(fresh)
    assert not upgrade(fresh, before=lambda: called.append(1))
    assert not called


@pytest.fixture
def more_scripts(tmp_path: Path) -> Path:
    """A copy of the migrations to which a test adds the next one."""
    folder = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def first_scripts(tmp_path: Path) -> Path:
    """The migrations of the first release alone."""
    folder = tmp_path / "first"
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__", "000[234]*"))
    return folder


def test_an_office_of_the_first_release_comes_along(fresh: Engine, first_scripts: Path) -> None:
    upgrade(fresh, scripts=first_scripts)
    stamps = f"1, '{STAMP}', '{STAMP}'"
    blank = (
        "name", "short_name", "address", "unit", "city", "state", "zip", "description",
        "pin_source", "phone", "hours", "npi", "entrance", "driver_note", "office_note",
    )  # fmt: skip
    with fresh.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO place (id, version, created_at, changed_at, kind, {', '.join(blank)})"  # noqa: S608
            f" VALUES ('{PLACE}', {stamps}, 'clinic', {', '.join(repr('') for _ in blank)})"
        )
    assert upgrade(fresh)
    with fresh.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT gate_note, confirmed_by, confirmed_on, moved_to_id FROM place"
        ).all()
    assert [tuple(row) for row in found] == [("", "", None, None)]


def _add(scripts: Path, body: str) -> None:
    (scripts / "versions" / "9999_next.py").write_text(
        '"""Next."""\nimport sqlalchemy as sa\nfrom alembic import op\n'
        'revision = "9999"\ndown_revision = "0004"\n\n\ndef upgrade() -> None:\n' + body
    )


def _fill(engine: Engine) -> None:
    """Put a home and a member who lives in it into the database."""
    stamps = f"1, '{STAMP}', '{STAMP}'"
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table, key, extra in (
            ("place", PLACE, {"kind": "home"}),
            ("member", MEMBER, {"home_id": PLACE, "last_name": "A", "first_name": "B"}),
        ):
            columns = metadata.tables[table].c
            values = {
                column.name: _blank(column.type.python_type)
                for column in columns
                if not column.nullable and column.name not in {"id", "version"}
            } | extra
            values.pop("created_at"), values.pop("changed_at")
            names = ", ".join(["id", "version", "created_at", "changed_at", *values])
            marks = ", ".join(f":{name}" for name in values)
            connection.execute(
                text(f"INSERT INTO {table} ({names}) VALUES ('{key}', {stamps}, {marks})"),  # noqa: S608
                values,
            )


def _blank(kind: type) -> object:
    return {str: "", int: 0, bool: False, list: "[]", dict: "{}"}.get(kind, "")


def test_an_upgrade_that_remakes_a_parent_keeps_its_children(
    fresh: Engine, more_scripts: Path
) -> None:
    upgrade(fresh)
    _fill(fresh)
    _add(
        more_scripts,
        "    with op.batch_alter_table('place', recreate='auto') as batch:\n"
        "        batch.add_column(sa.Column('gate', sa.Text()))\n"
        "        batch.alter_column('hours', nullable=True)\n",
    )
    backed_up: list[str | None] = []
    assert upgrade(fresh, before=lambda: backed_up.append(revision(fresh)), scripts=more_scripts)
    assert backed_up == ["0004"]
    with fresh.connect() as connection:
        lives = connection.execute(
            text("SELECT count(*) FROM member m JOIN place p ON p.id = m.home_id")
        ).scalar_one()
    assert lives == 1
    assert is_current(fresh, more_scripts)


def test_an_upgrade_that_would_lose_rows_is_put_back(fresh: Engine, more_scripts: Path) -> None:
    upgrade(fresh)
    _fill(fresh)
    _add(more_scripts, "    op.execute('DELETE FROM member')\n")
    with pytest.raises(EnvironmentProblem, match="would have lost rows"):
        upgrade(fresh, scripts=more_scripts)
    with fresh.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM member")).scalar_one() == 1
    assert revision(fresh) == "0004"


def test_a_failed_upgrade_is_rolled_back_whole(fresh: Engine, more_scripts: Path) -> None:
    upgrade(fresh)
    _fill(fresh)
    _add(
        more_scripts,
        "    op.add_column('place', sa.Column('gate', sa.Text()))\n"
        "    op.execute('UPDATE nowhere SET a = 1')\n",
    )
    with pytest.raises(EnvironmentProblem, match="put back as it was"):
        upgrade(fresh, scripts=more_scripts)
    assert revision(fresh) == "0004"
    with fresh.connect() as connection:
        assert "gate" not in set(connection.execute(text("SELECT * FROM place")).keys())


def test_a_newer_file_is_refused_in_a_sentence(database: Path, key: bytes) -> None:
    engine = sqlite_engine(database, key)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(EnvironmentProblem, match="newer NEMT Desk"):
        is_current(engine)
    engine.dispose()
