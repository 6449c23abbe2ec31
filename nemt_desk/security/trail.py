"""The audit trail: every entry carries an HMAC over itself and the entry before it.

An entry that was edited, removed or inserted breaks the chain; a cut-off tail does not fit the
head, which is kept in the same transaction and again in a seal file outside the database.
"""

import contextlib
import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, event, func, insert, select, text, update
from sqlalchemy.orm import Session

from nemt_desk.ground.changes import Changes, RowStep, Values
from nemt_desk.ground.errors import EnvironmentProblem
from nemt_desk.ground.files import overwrite_file
from nemt_desk.ground.ids import Id
from nemt_desk.ground.inserting import insert_many
from nemt_desk.ground.session import Store, Work
from nemt_desk.security.model import TrailEntry, TrailHead
from nemt_desk.security.rows import PROGRAM, Actor, TrailRow

_BEGIN = "0" * 64
_ENTRIES = cast("Table", TrailEntry.__table__)
_HEAD = cast("Table", TrailHead.__table__)
_HEAD_LOCKED = select(_HEAD.c.count, _HEAD.c.mac).with_for_update()
_ADD_ENTRIES = insert(_ENTRIES)
_FIRST_HEAD = insert(_HEAD)
_NEWEST = select(func.max(_ENTRIES.c.seq))
_MOVE_HEAD = update(_HEAD).where(_HEAD.c.id == bindparam("key"))
# As the driver gives them: a hundred thousand entries a second, and no cell can be so spoilt that
# reading it fails.
_AS_KEPT = text(
    "SELECT seq, at, actor_id, actor_name, act, kind, record_id, before, after, mac"
    " FROM audit_entry ORDER BY seq"
)
_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_VALUES = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_MANY = 100
_SEAL_LENGTH = 256
_DOUBT = "seal"
"""Kind of an entry that says the database did not fit its seal."""


_SIMPLE = frozenset({str, int, float, bool, type(None)})


def _plain(value: object) -> object:
    if type(value) in _SIMPLE:
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, bytes):
        # A picture itself stays out of the trail; what it was can still be told.
        return f"{len(value)} bytes, sha256 {hashlib.sha256(value).hexdigest()}"
    return value


def _json(values: Values | None) -> str | None:
    if values is None:
        return None
    return _VALUES({key: _plain(value) for key, value in values.items()})


@dataclass(frozen=True, slots=True)
class TrailCheck:
    """What the check of the trail found; `faults` are sentences, none when it is whole."""

    entries: int
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing was found."""
        return not self.faults


class Trail:
    """Appends to the trail and checks it."""

    def __init__(self, key: bytes, seal_path: Path | None = None) -> None:
        self._key = key
        self._seal_path = seal_path
        self._head = (0, _BEGIN)

    def record(self, work: Work, steps: Iterable[RowStep]) -> None:
        """Append one entry for each changed row, in the transaction that changed it."""
        rows = [
            {"kind": s.kind, "record_id": s.id, "before": _json(s.before), "after": _json(s.after)}
            for s in steps
        ]
        self._append(work, rows)

    def note(
        self, store: Store, actor: Actor, act: str, *, kind: str, ids: Iterable[Id | None]
    ) -> None:
        """Append entries for something seen, printed or tried; changes no record."""
        with store.write(actor, act) as work:
            rows = [{"kind": kind, "record_id": key, "before": None, "after": None} for key in ids]
            self._append(work, rows)
        self.seal()

    def _append(self, work: Work, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        # Core statements made once: every act of the office goes through here.
        connection = work.session.connection()
        head = connection.execute(_HEAD_LOCKED).first()
        count, last = head if head is not None else (0, _BEGIN)
        common = {
            "at": work.now,
            "actor_id": work.actor.id,
            "actor_name": work.actor.name,
            "act": work.text,
        }
        for row in rows:
            count += 1
            row.update(common, seq=count)
            row["mac"] = last = self._mac(row, last)
        if len(rows) < _MANY:
            connection.execute(_ADD_ENTRIES, rows)
        else:
            insert_many(connection, _ENTRIES, rows, common)
        event.listen(work.session, "after_commit", lambda _session: self._committed(count, last))
        self._put_head(connection, (count, last), is_first=head is None)

    def _put_head(self, connection: Connection, end: tuple[int, str], *, is_first: bool) -> None:
        count, mac = end
        values = {"count": count, "mac": mac, "seal": self._seal(count, mac)}
        if is_first:
            connection.execute(_FIRST_HEAD, {"id": 1} | values)
        else:
            connection.execute(_MOVE_HEAD, {"key": 1} | values)

    def _committed(self, count: int, mac: str) -> None:
        self._head = (count, mac)

    def _mac(self, row: dict[str, Any], last: str) -> str:
        said = (
            row["seq"],
            row["at"].isoformat(),
            str(row["actor_id"]),
            row["actor_name"],
            row["act"],
            row["kind"],
            str(row["record_id"]),
            row["before"],
            row["after"],
            last,
        )
        return self._mark(_LINE(said))

    def _mark(self, line: str) -> str:
        return hmac.digest(self._key, line.encode("utf-8", "replace"), "sha256").hex()

    def _seal(self, count: int, mac: str) -> str:
        return self._mark(f"head {count} {mac}")

    def head(self, session: Session) -> tuple[int, str]:
        """Return how many entries there are and the last one's mark (part of backup names)."""
        head = session.scalar(select(TrailHead))
        return (head.count, head.mac) if head else (0, _BEGIN)

    def seal(self, _changes: Changes | None = None) -> None:
        """Write the head after a commit to the seal file outside the database.

        What was done is kept already: a seal that can't be written stays behind, which is no fault.
        """
        count, mac = self._head
        if count:
            with contextlib.suppress(OSError, EnvironmentProblem):
                self.seal_as(count, mac)

    def seal_as(self, count: int, mac: str) -> None:
        """Write the seal of a trail that ends so.

        Raises:
            EnvironmentProblem: it can't be written.
        """
        if self._seal_path is None:
            return
        sealed = {"count": count, "mac": mac, "seal": self._seal(count, mac)}
        overwrite_file(self._seal_path, json.dumps(sealed).ljust(_SEAL_LENGTH).encode())

    def keep_doubt(self, store: Store) -> None:
        """Note in the trail if the database is not the one that was sealed; do it before writing.

        A database put back from an older copy has a whole chain; only the seal knows of the rest.
        """
        with store.read() as session:
            doubt = self._doubt(session)
        if doubt:
            with store.write(PROGRAM, doubt) as work:
                self._step_over(work)
                row = {"kind": _DOUBT, "record_id": None, "before": None, "after": None}
                self._append(work, [row])
            self.seal()

    def _step_over(self, work: Work) -> None:
        """Move the head behind entries that somebody added there.

        Their numbers are taken: without this every act that follows would fail. The chain goes on
        from the last true entry, so that the check tells of the added ones for ever.
        """
        connection = work.session.connection()
        head = connection.execute(_HEAD_LOCKED).first()
        count, last = head if head is not None else (0, _BEGIN)
        newest = connection.scalar(_NEWEST) or 0
        if newest > count:
            self._put_head(connection, (newest, last), is_first=head is None)

    def _doubt(self, session: Session) -> str:
        faults: list[str] = []
        sealed = self._read_seal(faults)
        count, _mac = self.head(session)
        newest = session.scalar(_NEWEST) or 0
        if newest > count:
            return _added(count + 1, newest)
        if sealed is None:
            return faults[0] if count and faults else ""
        if sealed["count"] > count:
            return _cut(sealed["count"] - count)
        if not sealed["count"]:
            return ""
        mark = session.scalar(select(_ENTRIES.c.mac).where(_ENTRIES.c.seq == sealed["count"]))
        return "" if mark == sealed["mac"] else _other(sealed["count"])

    def verify(self, session: Session) -> TrailCheck:
        """Walk the whole chain and compare it with the head and the seal file."""
        faults: list[str] = []
        sealed = self._read_seal(faults)
        walk = _Walk()
        for found in session.execute(_AS_KEPT, execution_options={"yield_per": 2000}):
            self._check(found, walk, faults)
            if sealed and walk.count == sealed["count"]:
                walk.sealed = walk.last
        self._check_head(session, faults, walk.count, walk.last)
        if sealed and sealed["count"] > walk.count:
            faults.append(_cut(sealed["count"] - walk.count))
        elif sealed and walk.sealed != sealed["mac"]:
            faults.append(_other(sealed["count"]))
        return TrailCheck(walk.count, tuple(faults))

    def _check(self, found: Iterable[Any], walk: "_Walk", faults: list[str]) -> None:
        seq, at, actor_id, actor_name, act, kind, record_id, before, after, mac = found
        walk.count += 1
        if seq != walk.count:
            faults.append(_gap(walk.count, seq))
            walk.count = seq
        said = (seq, _when(at), _key(actor_id), actor_name, act, kind, _key(record_id))
        if self._mark(_LINE((*said, before, after, walk.last))) != mac:
            faults.append(
                f"Entry {seq} does not fit the one before it: it was edited, or an"
                " entry was removed or inserted before it."
            )
        if kind == _DOUBT:
            faults.append(f"Entry {seq}, when the office was opened: {act}")
        walk.last = mac

    def _check_head(self, session: Session, faults: list[str], count: int, last: str) -> None:
        head = session.scalar(select(TrailHead))
        if head is None:
            if count:
                faults.append("The head of the trail is missing.")
            return
        if self._seal(head.count, head.mac) != head.seal:
            faults.append("The head of the trail was edited.")
        if head.count > count:
            faults.append(f"The trail was cut off: {head.count - count} entries are missing.")
        elif (head.count, head.mac) != (count, last):
            faults.append("The end of the trail does not fit its head: entries were added.")

    def _read_seal(self, faults: list[str]) -> dict[str, Any] | None:
        """Return the seal; tell in `faults` if there should be one and it is not to be believed."""
        if self._seal_path is None:
            return None
        try:
            sealed: dict[str, Any] = json.loads(self._seal_path.read_text())
            is_count = type(sealed["count"]) is int
            if is_count and self._seal(sealed["count"], sealed["mac"]) == sealed["seal"]:
                return sealed
        except FileNotFoundError:
            faults.append("The seal file beside the database is missing.")
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            pass
        faults.append("The seal file beside the database was edited or damaged.")
        return None


@dataclass(slots=True)
class _Walk:
    """How far the check has come, the last mark, and the mark of the entry that is sealed."""

    count: int = 0
    last: str = _BEGIN
    sealed: str = _BEGIN


def _when(at: str | datetime) -> str:
    """Return a moment as it is marked, as either driver gives it."""
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat()
    return at.replace(".000000", "", 1)


def _key(value: str | uuid.UUID | None) -> str:
    """Return a key as it is marked, as either driver gives it."""
    if not isinstance(value, str):
        return str(value)
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


def _cut(missing: int) -> str:
    return f"The trail was cut off: the seal file knows {missing} more entries."


def _other(count: int) -> str:
    return f"Entry {count} is not the one that was sealed."


def _added(first: int, last: int) -> str:
    which = f"Entry {first} was" if first == last else f"Entries {first} to {last} were"
    return f"{which} added behind the end of the trail."


def _gap(expected: int, found: int) -> str:
    if found > expected:
        return f"Entries {expected} to {found - 1} are missing."
    return f"Entry {found} stands twice."


def history(session: Session, record_id: Id, limit: int = 200) -> list[TrailRow]:
    """Return what was done to one record, newest first."""
    statement = (
        select(TrailEntry)
        .where(TrailEntry.record_id == record_id)
        .order_by(TrailEntry.seq.desc())
        .limit(limit)
    )
    return [_row(entry) for entry in session.scalars(statement)]


def latest(session: Session, limit: int = 500) -> list[TrailRow]:
    """Return the newest entries of the whole trail."""
    statement = select(TrailEntry).order_by(TrailEntry.seq.desc()).limit(limit)
    return [_row(entry) for entry in session.scalars(statement)]


def matching(session: Session, text: str, limit: int = 500) -> list[TrailRow]:
    """Return the newest entries whose act, person or kind of record hold every word of `text`."""
    said = func.lower(TrailEntry.actor_name + " " + TrailEntry.act + " " + TrailEntry.kind)
    statement = select(TrailEntry).order_by(TrailEntry.seq.desc()).limit(limit)
    for word in text.lower().split():
        statement = statement.where(said.contains(word, autoescape=True))
    return [_row(entry) for entry in session.scalars(statement)]


def _row(entry: TrailEntry) -> TrailRow:
    return TrailRow(
        seq=entry.seq,
        at=entry.at,
        actor_name=entry.actor_name,
        act=entry.act,
        kind=entry.kind,
        record_id=entry.record_id,
        before=json.loads(entry.before) if entry.before else None,
        after=json.loads(entry.after) if entry.after else None,
    )
