"""The audit trail: every entry carries an HMAC over itself and the entry before it.

An entry that was edited, removed or inserted breaks the chain; a cut-off tail does not fit the
head, which is kept in the same transaction and again in a seal file outside the database.
"""

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from nemt_desk.ground.changes import Changes, RowStep, Values
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store, Work
from nemt_desk.security.model import TrailEntry, TrailHead
from nemt_desk.security.rows import Actor, TrailRow

_BEGIN = "0" * 64
_ENTRIES = cast("Table", TrailEntry.__table__)
_HEAD = cast("Table", TrailHead.__table__)
_HEAD_LOCKED = select(_HEAD.c.count, _HEAD.c.mac).with_for_update()
_ADD_ENTRIES = insert(_ENTRIES)
_FIRST_HEAD = insert(_HEAD)
_MOVE_HEAD = update(_HEAD).where(_HEAD.c.id == bindparam("key"))


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    return value


def _json(values: Values | None) -> str | None:
    if values is None:
        return None
    return json.dumps(
        {key: _plain(value) for key, value in values.items()},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


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
        connection.execute(_ADD_ENTRIES, rows)
        self._head = (count, last)
        values = {"count": count, "mac": last, "seal": self._seal(count, last)}
        if head is None:
            connection.execute(_FIRST_HEAD, {"id": 1} | values)
        else:
            connection.execute(_MOVE_HEAD, {"key": 1} | values)

    def _mac(self, row: dict[str, Any], last: str) -> str:
        said = [
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
        ]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()

    def _seal(self, count: int, mac: str) -> str:
        return hmac.new(self._key, f"head {count} {mac}".encode(), hashlib.sha256).hexdigest()

    def head(self, session: Session) -> tuple[int, str]:
        """Return how many entries there are and the last one's mark (part of backup names)."""
        head = session.scalar(select(TrailHead))
        return (head.count, head.mac) if head else (0, _BEGIN)

    def seal(self, _changes: Changes | None = None) -> None:
        """Write the head after a commit to the seal file outside the database."""
        count, mac = self._head
        if self._seal_path is None or not count:
            return
        sealed = {"count": count, "mac": mac, "seal": self._seal(count, mac)}
        replace_file(self._seal_path, json.dumps(sealed).encode(), durable=False)

    def verify(self, session: Session) -> TrailCheck:
        """Walk the whole chain and compare it with the head and the seal file."""
        faults: list[str] = []
        last, expected, marks = _BEGIN, 0, {0: _BEGIN}
        sealed = self._read_seal(faults)
        statement = select(_ENTRIES).order_by(_ENTRIES.c.seq)
        for found in session.execute(statement.execution_options(yield_per=2000)).mappings():
            row = dict(found)
            expected += 1
            if row["seq"] != expected:
                faults.append(_gap(expected, row["seq"]))
                expected = row["seq"]
            if not hmac.compare_digest(self._mac(row, last), row["mac"]):
                faults.append(
                    f"Entry {row['seq']} does not fit the one before it: it was edited, or an"
                    " entry was removed or inserted before it."
                )
            last = row["mac"]
            if sealed and row["seq"] == sealed["count"]:
                marks[row["seq"]] = last
        self._check_head(session, faults, expected, last)
        if sealed and sealed["count"] > expected:
            missing = sealed["count"] - expected
            faults.append(f"The trail was cut off: the seal file knows {missing} more entries.")
        elif sealed and marks.get(sealed["count"]) != sealed["mac"]:
            faults.append(f"Entry {sealed['count']} is not the one that was sealed.")
        return TrailCheck(expected, tuple(faults))

    def _check_head(self, session: Session, faults: list[str], count: int, last: str) -> None:
        head = session.scalar(select(TrailHead))
        if head is None:
            if count:
                faults.append("The head of the trail is missing.")
            return
        if not hmac.compare_digest(self._seal(head.count, head.mac), head.seal):
            faults.append("The head of the trail was edited.")
        if head.count > count:
            faults.append(f"The trail was cut off: {head.count - count} entries are missing.")
        elif (head.count, head.mac) != (count, last):
            faults.append("The end of the trail does not fit its head: entries were added.")

    def _read_seal(self, faults: list[str]) -> dict[str, Any] | None:
        if self._seal_path is None or not self._seal_path.exists():
            return None
        try:
            sealed: dict[str, Any] = json.loads(self._seal_path.read_text())
            if hmac.compare_digest(self._seal(sealed["count"], sealed["mac"]), sealed["seal"]):
                return sealed
        except (OSError, ValueError, KeyError, TypeError):
            pass
        faults.append("The seal file beside the database was edited or damaged.")
        return None


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
