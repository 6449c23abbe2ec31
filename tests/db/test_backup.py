"""A backup counts only after it was opened, checked and counted; a bad one never replaces."""

import secrets
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
import sqlcipher3

from db import backup, engine
from db.engine import connect
from db.keeper import Keeper
from db.thinning import kept
from nemt_desk.ground.errors import EnvironmentProblem

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


@pytest.fixture
def keyring(tmp_path: Path) -> Path:
    path = tmp_path / "office.keys"
    path.write_text("{}")
    return path


@pytest.fixture
def make(database: Path, key: bytes, keyring: Path, tmp_path: Path) -> Callable[[], backup.Backup]:
    return lambda: backup.make(
        database=database, key=key, keyring=keyring, folder=tmp_path / "backups", now=NOW
    )


def test_a_backup_opens_with_the_key_only(make: Callable[[], backup.Backup], key: bytes) -> None:
    made = make()
    checked, (entries, _mark) = backup.check_file(made.path, key)
    assert checked.rows["member"] == 0
    assert entries == made.entries
    assert made.keys.exists()
    with pytest.raises(EnvironmentProblem):
        backup.check_file(made.path, secrets.token_bytes(32))


def test_nothing_half_made_is_left(make: Callable[[], backup.Backup]) -> None:
    folder = make().path.parent
    assert sorted(path.suffix for path in folder.iterdir()) == [".db", ".keys"]


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_flipped_bit_is_found_wherever_it_is(
    make: Callable[[], backup.Backup], key: bytes, tenth: int
) -> None:
    path = make().path
    data = bytearray(path.read_bytes())
    data[len(data) * tenth // 10] ^= 1
    path.write_bytes(data)
    with pytest.raises(EnvironmentProblem, match="did not pass"):
        backup.check_file(path, key)


def test_a_backup_that_fails_its_check_gets_no_name(
    make: Callable[[], backup.Backup], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def damaged(source: Path, key: bytes, target: Path) -> None:
        target.write_bytes(secrets.token_bytes(8192))

    monkeypatch.setattr(backup, "_copy", damaged)
    with pytest.raises(EnvironmentProblem):
        make()
    assert list((tmp_path / "backups").iterdir()) == []


def _entries(path: Path, key: bytes, *, head: int, kept: int) -> None:
    """Write a trail whose head tells of `head` entries, with the first `kept` of them."""
    database = connect(path, key)
    database.execute(
        "INSERT INTO audit_head (id, count, mac, seal) VALUES (1, ?, 'm', 's')", (head,)
    )
    for seq in range(1, kept + 1):
        database.execute(
            "INSERT INTO audit_entry (seq, at, actor_name, act, kind, mac)"
            " VALUES (?, '2026-11-24 16:00:00.000000', 'A', 'B', 'c', 'm')",
            (seq,),
        )
    database.close()


def test_a_trail_that_somebody_cut_stops_no_backup(
    make: Callable[[], backup.Backup], database: Path, key: bytes
) -> None:
    # The check of the trail tells of it; the members' data must not go without a backup for it.
    _entries(database, key, head=3, kept=2)
    assert backup.check_file(make().path, key)[0].rows["audit_entry"] == 2


def test_a_copy_with_fewer_entries_than_the_office_is_no_backup(
    make: Callable[[], backup.Backup],
    monkeypatch: pytest.MonkeyPatch,
    database: Path,
    key: bytes,
) -> None:
    _entries(database, key, head=3, kept=3)
    copied = backup._copy  # noqa: SLF001 - this step is spoilt here

    def losing(source: Path, key: bytes, target: Path) -> None:
        copied(source, key, target)
        copy = connect(target, key)
        copy.execute("DROP TRIGGER audit_entry_no_DELETE")
        copy.execute("DELETE FROM audit_entry WHERE seq = 3")
        copy.close()

    monkeypatch.setattr(backup, "_copy", losing)
    with pytest.raises(EnvironmentProblem, match="did not pass"):
        make()


def test_restore_keeps_the_replaced_file(
    make: Callable[[], backup.Backup], database: Path, key: bytes
) -> None:
    made = make()
    connection = connect(database, key)
    connection.execute("INSERT INTO search_word VALUES ('member', 'later')")
    connection.close()
    aside = backup.restore(source=made.path, key=key, database=database, now=NOW)
    assert aside is not None
    assert _words(database, key) == 0
    assert _words(aside, key) == 1


def _words(path: Path, key: bytes) -> int:
    connection = connect(path, key)
    count: int = connection.execute("SELECT count(*) FROM search_word").fetchone()[0]
    connection.close()
    return count


def test_a_damaged_backup_replaces_nothing(
    make: Callable[[], backup.Backup], database: Path, key: bytes
) -> None:
    made = make()
    made.path.write_bytes(b"no database")
    before = database.read_bytes()
    with pytest.raises(EnvironmentProblem):
        backup.restore(source=made.path, key=key, database=database, now=NOW)
    assert database.read_bytes() == before
    assert not list(database.parent.glob("*.part*"))


def test_a_full_disk_is_told_and_earlier_backups_stay(
    make: Callable[[], backup.Backup], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make()

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_copy", full)
    with pytest.raises(EnvironmentProblem, match="No space left"):
        make()
    assert first.path.exists()


def test_due_only_when_changed_and_a_quarter_hour_old(
    database: Path, key: bytes, keyring: Path, tmp_path: Path
) -> None:
    now = [NOW]
    keeper = Keeper(
        database=database, key=key, keyring=keyring, folder=tmp_path / "b", now=lambda: now[0]
    )
    assert keeper.is_due(0)
    made = keeper.make()
    now[0] += timedelta(minutes=14)
    assert not keeper.is_due(made.entries + 1)
    now[0] += timedelta(minutes=1)
    assert keeper.is_due(made.entries + 1)
    assert not keeper.is_due(made.entries)


def _ago(**by: float) -> datetime:
    return NOW - timedelta(**by)


@pytest.mark.parametrize(
    ("made", "stay"),
    [
        ([], []),
        ([_ago(minutes=15 * n) for n in range(190)], range(190)),  # two days: all
        ([_ago(days=3, hours=n) for n in range(3)], [0]),  # one day: its newest
        ([_ago(days=n) for n in range(60)], None),
    ],
)
def test_thinning(made: list[datetime], stay: range | list[int] | None) -> None:
    left = kept(made, NOW)
    if stay is not None:
        assert left == {made[n] for n in stay}
        return
    days = sorted((NOW - moment).days for moment in left)
    assert days[:14] == list(range(14))
    assert len(days) < 14 + 10 + 3
    assert days[-1] >= 54, "the oldest month is still there"


def test_a_year_of_backups_keeps_a_year() -> None:
    made = [_ago(hours=6 * n) for n in range(4 * 400)]
    left = kept(made, NOW)
    months = {(moment.year, moment.month) for moment in left}
    assert len(months) == 12
    assert len(left) < 60


def test_no_row_can_be_read_without_the_key_by_plain_sqlite(database: Path) -> None:
    connection = sqlcipher3.connect(str(database))
    with pytest.raises(sqlcipher3.DatabaseError):
        connection.execute("SELECT count(*) FROM member")
    connection.close()


@pytest.mark.parametrize("name", ["copyfile", "_sync", "sync_folder", "check_file", "replace"])
def test_a_disk_full_at_any_step_leaves_earlier_backups_and_no_litter(
    make: Callable[[], backup.Backup], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    first = make()
    before = sorted(first.path.parent.iterdir())

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    where = {"copyfile": shutil, "replace": Path}.get(name, backup)
    monkeypatch.setattr(where, name, full)
    monkeypatch.setattr(backup, "_STAMP", "%Y%m%dT%H%M%S000001Z")
    with pytest.raises(EnvironmentProblem, match="No space left"):
        make()
    monkeypatch.undo()
    if name != "sync_folder":  # then it was whole and in its place already
        assert sorted(first.path.parent.iterdir()) == before


def test_a_folder_that_is_no_folder_or_went_away_is_told(
    database: Path, key: bytes, keyring: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / ("x" * 300)):
        with pytest.raises(EnvironmentProblem, match="could not be written"):
            backup.make(database=database, key=key, keyring=keyring, folder=folder, now=NOW)
    assert backup.backups(tmp_path / "gone") == []


def test_a_backup_from_a_wrong_clock_holds_up_no_other(
    database: Path, key: bytes, keyring: Path, tmp_path: Path
) -> None:
    now = [NOW + timedelta(days=365)]
    keeper = Keeper(
        database=database, key=key, keyring=keyring, folder=tmp_path / "b", now=lambda: now[0]
    )
    keeper.make()
    now[0] = NOW
    assert keeper.is_due(1)
    assert len({made.path for made in (keeper.make(), *keeper.list())}) == 2
    assert not keeper.is_due(1)


def test_other_files_beside_the_backups_are_let_be(make: Callable[[], backup.Backup]) -> None:
    folder = make().path.parent
    for name in ("office-99999999T999999999999Z-1-0123456789ab.db", "office-copy.db"):
        (folder / name).write_text("mine")
    assert len(backup.backups(folder)) == 1
    backup.thin(folder, NOW + timedelta(days=999))
    assert (folder / "office-copy.db").exists()


@pytest.mark.parametrize("name", ["50% #1", "a?b=c&mode=memory", "Wičháša Waŋblí", "x" * 120])
def test_a_backup_is_checked_in_a_folder_with_any_name(
    database: Path, key: bytes, keyring: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / name
    made = backup.make(database=database, key=key, keyring=keyring, folder=folder, now=NOW)
    assert backup.check_file(made.path, key)[0].rows["member"] == 0


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath(r"\\server\share\a b.db"), "file:////server/share/a%20b.db"),
        (PureWindowsPath(r"C:\Büro\x#1.db"), "file:///C:/B%C3%BCro/x%231.db"),
        (PurePosixPath("/srv/a?b.db"), "file:///srv/a%3Fb.db"),
    ],
)
def test_a_path_as_sqlite_takes_it(path: PurePath, uri: str) -> None:
    assert engine.uri(path) == uri
