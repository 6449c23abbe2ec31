"""Brings a database to this program's schema: all or nothing, never downwards."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from nemt_desk.ground.errors import EnvironmentProblem

SCRIPTS = Path(__file__).with_name("migrations")


def _config(scripts: Path, connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def revision(engine: Engine) -> str | None:
    """Return the revision the database is at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine, scripts: Path = SCRIPTS) -> bool:
    """Tell whether nothing needs to be done.

    Raises:
        EnvironmentProblem: the database was made by a newer program.
    """
    found = revision(engine)
    refuse_newer(found, scripts)
    return found == ScriptDirectory.from_config(_config(scripts)).get_current_head()


def refuse_newer(found: str | None, scripts: Path = SCRIPTS) -> None:
    """Refuse a revision that this program does not know.

    Raises:
        EnvironmentProblem: the database was made by a newer program.
    """
    known = ScriptDirectory.from_config(_config(scripts))
    if found is not None and found not in {step.revision for step in known.walk_revisions()}:
        raise EnvironmentProblem(
            "This office was last opened by a newer NEMT Desk. Nothing was changed. Install the"
            " newest version on this computer, or restore a backup made before the update."
        )


def upgrade(
    engine: Engine, before: Callable[[], None] = lambda: None, scripts: Path = SCRIPTS
) -> bool:
    """Upgrade the database in one transaction; tell whether anything was done.

    `engine` must have foreign keys off on SQLite: recreating a parent table would otherwise
    delete its children. `before` is called first (the backup).

    Raises:
        EnvironmentProblem: newer database, or the upgrade failed and was rolled back.
    """
    if is_current(engine, scripts):
        return False
    if revision(engine) is not None:
        before()
    try:
        # The lock is taken at once: of two programs that start together one waits, then finds
        # nothing to do.
        with engine.execution_options(writes=True).begin() as connection:
            counts = _counts(connection)
            command.upgrade(_config(scripts, connection), "head")
            _check(connection, counts)
    except EnvironmentProblem:
        raise
    except Exception as error:
        raise EnvironmentProblem(
            "The office's file could not be brought to this version. It was put back as it was;"
            " a backup was made before. Go on with the older program and report this"
            f" ({type(error).__name__})."
        ) from error
    return True


def _counts(connection: Connection) -> dict[str, int]:
    names = [n for n in inspect(connection).get_table_names() if not n.startswith("search_fts")]
    return {
        name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0  # noqa: S608 - names come from the schema
        for name in names
        if name != "alembic_version"
    }


def _check(connection: Connection, before: dict[str, int]) -> None:
    after = _counts(connection)
    lost = [name for name, count in before.items() if name in after and after[name] < count]
    if connection.dialect.name == "sqlite" and not lost:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        lost = sorted({row[0] for row in broken})
    if lost:
        raise EnvironmentProblem(
            f"The update would have lost rows ({', '.join(lost)}). The office's file was put back"
            " as it was. Go on with the older program and report this."
        )
