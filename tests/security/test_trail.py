"""The audit trail keeps old and new values and shows every kind of tampering."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.engine import postgres_engine, sqlite_engine
from db.upgrade import upgrade
from nemt_desk.ground.changes import RowStep
from nemt_desk.ground.clock import FixedClock, SystemClock
from nemt_desk.ground.session import Store
from nemt_desk.ground.settings import Settings, keep_settings
from nemt_desk.security.rows import PROGRAM
from nemt_desk.security.trail import Trail, TrailCheck, history, latest

KEY = bytes(range(32))


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        first = sqlite_engine(tmp_path / "office.db", KEY, foreign_keys=False)
        upgrade(first)
        first.dispose()
        made = sqlite_engine(tmp_path / "office.db", KEY)
    else:
        made = postgres_engine(request.getfixturevalue("postgres_url"))
        upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def trail(tmp_path: Path) -> Trail:
    return Trail(KEY, tmp_path / "office.seal")


@pytest.fixture
def store(engine: Engine, trail: Trail) -> Store:
    store = Store(engine, SystemClock(), trail)
    store.written.append(trail.seal)
    for name in ("One", "Two", "Three", "Four"):
        keep_settings(store, PROGRAM, Settings(name=name))
    return store


def _verify(store: Store, trail: Trail) -> TrailCheck:
    with store.read() as session:
        return trail.verify(session)


def _tamper(engine: Engine, *statements: str) -> None:
    """Change the trail as somebody with the database's key could: without the triggers."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_entry_no_UPDATE")
            connection.exec_driver_sql("DROP TRIGGER audit_entry_no_DELETE")
        else:
            connection.exec_driver_sql("DROP TRIGGER audit_entry_no_change ON audit_entry")
        for statement in statements:
            connection.execute(text(statement))


def test_old_and_new_values_who_and_when(store: Store, trail: Trail) -> None:
    with store.read() as session:
        newest = latest(session)[0]
        told = history(session, newest.record_id) if newest.record_id else []
    assert (newest.before or {})["name"] == "Three"
    assert (newest.after or {})["name"] == "Four"
    assert newest.actor_name == PROGRAM.name
    assert len(told) == 4
    assert told[-1].before is None
    assert _verify(store, trail).is_whole


def test_something_seen_is_noted_too(store: Store, trail: Trail) -> None:
    trail.note(store, PROGRAM, "Viewed a member", kind="member", ids=[PROGRAM.id])
    with store.read() as session:
        assert latest(session)[0].act == "Viewed a member"
    check = _verify(store, trail)
    assert check.is_whole
    assert check.entries == 5


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry"]
)
def test_the_database_itself_refuses_changes(store: Store, engine: Engine, statement: str) -> None:
    with pytest.raises(Exception, match="never changed"), engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("column", ["actor_name", "act", "kind", "before", "after", "mac"])
def test_an_edited_entry_is_found(store: Store, trail: Trail, engine: Engine, column: str) -> None:
    _tamper(engine, f"UPDATE audit_entry SET \"{column}\" = 'other' WHERE seq = 2")  # noqa: S608
    assert not _verify(store, trail).is_whole


def test_a_removed_entry_is_found(store: Store, trail: Trail, engine: Engine) -> None:
    _tamper(engine, "DELETE FROM audit_entry WHERE seq = 2")
    assert "missing" in " ".join(_verify(store, trail).faults)


def test_a_removed_entry_is_found_after_renumbering(
    store: Store, trail: Trail, engine: Engine
) -> None:
    _tamper(
        engine,
        "DELETE FROM audit_entry WHERE seq = 2",
        "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
        "UPDATE audit_entry SET seq = 3 WHERE seq = 4",
        "UPDATE audit_head SET count = 3",
    )
    assert not _verify(store, trail).is_whole


def test_an_inserted_entry_is_found(store: Store, trail: Trail, engine: Engine) -> None:
    _tamper(
        engine,
        "INSERT INTO audit_entry (seq, at, actor_id, actor_name, act, kind, record_id, mac)"
        " SELECT 5, at, actor_id, actor_name, act, kind, record_id, mac"
        " FROM audit_entry WHERE seq = 4",
    )
    assert not _verify(store, trail).is_whole


@pytest.mark.parametrize(
    "statement",
    [
        # No trigger keeps anybody with the key from adding a line behind the end.
        (
            "INSERT INTO audit_entry (seq, at, actor_id, actor_name, act, kind, record_id, mac)"
            " SELECT 5, at, actor_id, actor_name, act, kind, record_id, mac"
            " FROM audit_entry WHERE seq = 4"
        ),
        "UPDATE audit_head SET count = 2",
        "DELETE FROM audit_head",
    ],
)
def test_whatever_was_done_to_the_end_the_office_still_opens_and_tells(
    store: Store, trail: Trail, engine: Engine, statement: str
) -> None:
    _tamper(engine, statement)
    trail.keep_doubt(store)
    keep_settings(store, PROGRAM, Settings(name="Five"))
    assert "behind the end of the trail" in " ".join(_verify(store, trail).faults)


def test_a_cut_off_end_is_found(store: Store, trail: Trail, engine: Engine) -> None:
    _tamper(engine, "DELETE FROM audit_entry WHERE seq > 2")
    assert "cut off" in " ".join(_verify(store, trail).faults)


def test_a_cut_off_end_with_an_older_head_is_found_by_the_seal(
    store: Store, trail: Trail, engine: Engine, tmp_path: Path
) -> None:
    seal = tmp_path / "office.seal"
    older = tmp_path / "older.seal"
    with engine.connect() as connection:
        head = connection.execute(text("SELECT count, mac, seal FROM audit_head")).one()
    shutil.copyfile(seal, older)
    keep_settings(store, PROGRAM, Settings(name="Five"))
    _tamper(
        engine,
        "DELETE FROM audit_entry WHERE seq > 4",
        f"UPDATE audit_head SET count = {head.count}, mac = '{head.mac}', seal = '{head.seal}'",  # noqa: S608
    )
    assert "seal file knows 1 more" in " ".join(_verify(store, trail).faults)
    shutil.copyfile(older, seal)
    assert _verify(store, trail).is_whole, "only the seal could know"


def test_an_edited_seal_is_found(store: Store, trail: Trail, tmp_path: Path) -> None:
    seal = tmp_path / "office.seal"
    seal.write_text(json.dumps(json.loads(seal.read_text()) | {"count": 1}))
    assert "seal file" in " ".join(_verify(store, trail).faults)


@pytest.mark.parametrize("column", ["at", "actor_id", "record_id", "mac", "before"])
def test_a_spoilt_cell_is_a_fault_and_no_crash(
    store: Store, trail: Trail, engine: Engine, column: str
) -> None:
    if engine.dialect.name == "postgresql" and column in {"at", "actor_id", "record_id"}:
        pytest.skip("PostgreSQL keeps these by their type")
    _tamper(engine, f"UPDATE audit_entry SET \"{column}\" = 'ŵhat' WHERE seq = 2")  # noqa: S608
    assert not _verify(store, trail).is_whole


def test_a_spoilt_head_is_a_fault_and_no_crash(store: Store, trail: Trail, engine: Engine) -> None:
    _tamper(engine, "UPDATE audit_head SET mac = 'ŵ', seal = 'ŵ'")
    assert "edited" in " ".join(_verify(store, trail).faults)


def test_two_entries_that_changed_places_are_found(
    store: Store, trail: Trail, engine: Engine
) -> None:
    _tamper(
        engine,
        "UPDATE audit_entry SET seq = 99 WHERE seq = 2",
        "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
        "UPDATE audit_entry SET seq = 3 WHERE seq = 99",
    )
    assert not _verify(store, trail).is_whole


def test_a_missing_seal_is_told(store: Store, trail: Trail, tmp_path: Path) -> None:
    (tmp_path / "office.seal").unlink()
    assert "missing" in " ".join(_verify(store, trail).faults)


def test_a_seal_that_counts_in_words_is_told(store: Store, trail: Trail, tmp_path: Path) -> None:
    seal = tmp_path / "office.seal"
    seal.write_text(json.dumps(json.loads(seal.read_text()) | {"count": "4"}))
    assert "edited or damaged" in " ".join(_verify(store, trail).faults)


def test_a_seal_that_cannot_be_written_undoes_nothing(
    store: Store, trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nemt_desk.security.trail.overwrite_file", full)
    assert keep_settings(store, PROGRAM, Settings(name="Five"))
    assert _verify(store, trail).is_whole, "the seal is behind, which is no fault"


def test_an_act_that_failed_is_not_sealed(store: Store, trail: Trail) -> None:
    def fail() -> None:
        with store.write(PROGRAM, "Failed") as work:
            trail.record(work, [RowStep("agency", PROGRAM.id, None, {"name": "Five"})])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    trail.seal()
    assert _verify(store, trail).is_whole


def test_the_chain_is_the_same_whichever_way_it_is_read(store: Store, trail: Trail) -> None:
    """A moment without fractions, letters of all kinds, nobody as actor."""
    at = datetime(2026, 11, 24, 15, tzinfo=UTC)
    odd = Store(store.engine, FixedClock(at), trail)
    who = replace(PROGRAM, name='O\'Neal "Ŵ" \u2028 \\ Ruíz')
    trail.note(odd, who, "Viewed a member", kind="member", ids=[PROGRAM.id, None])
    assert _verify(store, trail).is_whole
