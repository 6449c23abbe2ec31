"""Transactions: one act of one person, all or nothing, recorded with who, when, old and new.

Rooms open `store.write(actor, "what happened")`; every changed row is stamped, versioned, made
findable and handed to the recorder (the audit trail) in the same transaction.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from sqlalchemy import Engine, event, inspect, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Mapper, Session, UOWTransaction
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from nemt_desk.ground import search
from nemt_desk.ground.changes import Changes, RowStep
from nemt_desk.ground.clock import Clock
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError, StaleError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.tables import Base, Record

STALE = (
    "Somebody changed this record since you opened it. Nothing was saved; what you typed is still"
    " here. Open it again to see the other change."
)
_STAMPS = frozenset({"version", "created_at", "created_by", "changed_at", "changed_by"})


class Who(Protocol):
    """Somebody who acts: an account, or the program itself."""

    @property
    def id(self) -> Id:
        """Key of the account."""
        ...

    @property
    def name(self) -> str:
        """Name as it stands in the trail."""
        ...


class Recorder(Protocol):
    """Keeps the trail of what was changed, in the transaction that changed it."""

    def record(self, work: "Work", steps: tuple[RowStep, ...]) -> None:
        """Append `steps` of `work` to the trail."""
        ...


class Work:
    """One transaction under way."""

    def __init__(self, session: Session, actor: Who, now: datetime, text: str) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.text = text
        self.steps: list[RowStep] = []
        self.changes = Changes.none()
        self.is_undo = False

    def fetch[R: Record](self, table: type[R], key: Id, version: int | None = None) -> R:
        """Return the record to change.

        Raises:
            RefusedError: there is none.
            StaleError: `version` is given and the record has another by now.
        """
        row = self.session.get(table, key)
        if row is None:
            raise RefusedError("This record is not there any more. Nothing was saved.")
        if version is not None and row.version != version:
            raise StaleError(STALE)
        return row

    def touch(self, row: Record) -> None:
        """Count a change of what belongs to `row` (papers, cars, a home) as a change of `row`.

        Its version rises, so that somebody who has the record open is told of it.
        """
        session = self.session
        changed = session.new or session.deleted or any(map(session.is_modified, session.dirty))
        if self.steps or changed:
            flag_modified(row, "changed_at")


class Store:
    """Opens transactions on the office's database."""

    def __init__(self, engine: Engine, clock: Clock, recorder: Recorder | None = None) -> None:
        self.engine = engine
        self.clock = clock
        self._recorder = recorder
        self._writing = engine.execution_options(writes=True)
        self.written: list[Callable[[Changes], None]] = []
        self.flushing: list[Callable[[Work], None]] = []

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session to read in; nothing done in it is kept."""
        with _told(), Session(self.engine, autoflush=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def write(self, actor: Who, text: str) -> Iterator[Work]:
        """Open a transaction; it is committed at the end of the block, or nothing is kept."""
        with _told(), Session(self._writing, expire_on_commit=False) as session:
            work = Work(session, actor, self.clock.now(), text)
            event.listen(session, "before_flush", lambda *_: self._follow(work))
            event.listen(session, "before_flush", lambda s, *_: _stamp(s, work))
            event.listen(session, "after_flush", lambda s, context: _collect(s, context, work))
            yield work
            session.flush()
            told = _merged(work.steps)
            if self._recorder is not None and told:
                self._recorder.record(work, told)
            session.commit()
            work.changes = Changes.of(work.text, _to_undo(work.steps) if told else ())
        if told:
            for listener in self.written:
                listener(work.changes)

    def _follow(self, work: Work) -> None:
        """Let those who look after what hangs on changed rows change it in the same act."""
        if work.is_undo:
            return  # every row of the act is put back by itself
        for follower in self.flushing:
            follower(work)

    def undo(self, actor: Who, changes: Changes) -> Changes:
        """Put everything `changes` touched back as it was, as an act of its own.

        Raises:
            StaleError: one of the rows has been changed again since.
        """
        with self.write(actor, f"Undo: {changes.text}") as work:
            work.is_undo = True
            for steps in _runs(changes.steps[::-1]):
                _revert_all(work, steps)
                work.session.flush()
        return work.changes


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the database says into a sentence without the data in it."""
    try:
        yield
    except StaleDataError as error:
        raise StaleError(STALE) from error
    except IntegrityError as error:
        hidden = type(error.orig).__name__
        raise RefusedError(
            "This would break a link between records or repeat one that must be unique"
            f" ({hidden}). Nothing was saved; what you typed is still here."
        ) from None
    except OperationalError as error:
        raise EnvironmentProblem(_operational(str(error.orig).lower())) from None
    except DBAPIError as error:
        hidden = type(error.orig).__name__
        raise EnvironmentProblem(
            f"The database could not do this ({hidden}). Nothing was saved; try once more, and"
            " restore the last backup if it happens again."
        ) from None


def _operational(reason: str) -> str:
    if "locked" in reason or "busy" in reason:
        return (
            "Another program is using the office's file. Nothing was saved; what you typed is"
            " still here. Close the other program and save again."
        )
    if "full" in reason:
        return (
            "The disk is full. Nothing was saved; what you typed is still here. Make room and"
            " save again."
        )
    if "readonly" in reason or "read-only" in reason:
        return "The office's folder can't be written to. Nothing was saved. Check its permissions."
    return (
        "The office's file could not be read or written. Nothing was saved; what you typed is"
        " still here. Check the disk, then save again."
    )


def _stamp(session: Session, work: Work) -> None:
    for row in session.new:
        if isinstance(row, Record):
            if row.created_at is None:  # a row that undo brings back keeps its beginning
                row.created_at, row.created_by = work.now, work.actor.id
            row.changed_at, row.changed_by = work.now, work.actor.id
    for row in session.dirty:
        if isinstance(row, Record) and session.is_modified(row):
            row.changed_at, row.changed_by = work.now, work.actor.id


def _values(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}


def _kind(row: Base) -> str:
    return str(row.__tablename__)


def _collect(session: Session, _context: UOWTransaction, work: Work) -> None:
    changed: list[tuple[Record, bool]] = []
    come: list[Record] = []
    gone: list[Record] = []
    # As the database did it, parents before their children: undo goes the same way back.
    for row in _by_table(session.new):
        if isinstance(row, Record):
            work.steps.append(RowStep(_kind(row), row.id, None, _values(row)))
            come.append(row)
    for row in session.dirty:
        if isinstance(row, Record) and session.is_modified(row):
            before, after = _difference(row)
            if after.keys() - _STAMPS:
                work.steps.append(RowStep(_kind(row), row.id, before, after))
                changed.append((row, row.archived_at is None))
    for row in reversed(_by_table(session.deleted)):
        if isinstance(row, Record):
            work.steps.append(RowStep(_kind(row), row.id, _values(row), None))
            gone.append(row)
    _keep_findable(session, come, changed, gone)


def _keep_findable(
    session: Session,
    come: Sequence[Record],
    changed: Sequence[tuple[Record, bool]],
    gone: Sequence[Record],
) -> None:
    for row, findable in changed:
        if _is_searched(row):
            search.keep_words(session, _kind(row), row.id, row.search_words() if findable else None)
    search.forget(session, [row.id for row in gone if _is_searched(row)])
    new: dict[str, list[tuple[Id, str | None]]] = {}
    for row in come:
        if _is_searched(row) and row.archived_at is None:
            new.setdefault(_kind(row), []).append((row.id, row.search_words()))
    for kind, records in new.items():
        search.keep_new_words(session, kind, records)


def _is_searched(row: Record) -> bool:
    return type(row).search_words is not Record.search_words


def _difference(row: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(row)
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.has_changes():
            before[column.key] = history.deleted[0] if history.deleted else None
            after[column.key] = history.added[0] if history.added else None
    return before, after


def _by_table(rows: Iterable[object]) -> list[Base]:
    """Return rows with those of a table after those of the tables it points to."""
    found = [row for row in rows if isinstance(row, Base)]
    if len(found) < 2:
        return found
    places = _places(len(Base.metadata.tables))
    return sorted(found, key=lambda row: places[_kind(row)])


@cache
def _places(_count: int) -> Mapping[str, int]:
    return {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}


def _merged(steps: list[RowStep]) -> tuple[RowStep, ...]:
    """Fold several flushes of one row into one step, so that a row is told of once."""
    merged: dict[tuple[str, Id], RowStep] = {}
    for step in steps:
        key = (step.kind, step.id)
        first = merged.get(key)
        merged[key] = step if first is None else _folded(first, step)
    return tuple(step for step in merged.values() if step.before is not None or step.after)


def _to_undo(steps: list[RowStep]) -> tuple[RowStep, ...]:
    """Return the steps in the order they were done, as few as lead back the same way.

    A change is folded into an earlier one of its row only if no row came or went in between:
    else undo would take a row away while another still points to it.
    """
    kept: list[RowStep] = []
    places: dict[tuple[str, Id], int] = {}
    for step in steps:
        key = (step.kind, step.id)
        if step.before is None or step.after is None:
            places.clear()
        elif key in places:
            kept[places[key]] = _folded(kept[places[key]], step)
            continue
        places[key] = len(kept)
        kept.append(step)
    return tuple(kept)


def _folded(first: RowStep, last: RowStep) -> RowStep:
    if last.after is None:
        whole: Mapping[str, object] | None = None
        if first.before is not None:
            whole = {**(last.before or {}), **first.before}
        return RowStep(last.kind, last.id, whole, None)
    if first.before is None:
        return RowStep(last.kind, last.id, None, {**(first.after or {}), **last.after})
    before = {**(last.before or {}), **first.before}
    return RowStep(last.kind, last.id, before, {**(first.after or {}), **last.after})


def _tables() -> dict[str, Mapper[Any]]:
    return {str(mapper.class_.__tablename__): mapper for mapper in Base.registry.mappers}


_AT_ONCE = 500


def _runs(steps: Sequence[RowStep]) -> Iterator[Sequence[RowStep]]:
    """Yield steps one by one; rows of one table that all came, or all went, together."""
    at = 0
    while at < len(steps):
        first, end = steps[at], at + 1
        if first.before is None or first.after is None:
            while end < min(len(steps), at + _AT_ONCE) and _is_alike(first, steps[end]):
                end += 1
        yield steps[at:end]
        at = end


def _is_alike(one: RowStep, other: RowStep) -> bool:
    return (one.kind, one.before is None, one.after is None) == (
        other.kind,
        other.before is None,
        other.after is None,
    )


def _revert_all(work: Work, steps: Sequence[RowStep]) -> None:
    table = _tables()[steps[0].kind].class_
    # Read together, and before the first of them is added or deleted.
    kept = work.session.scalars(select(table).where(table.id.in_([step.id for step in steps])))
    rows = {row.id: row for row in kept}
    for step in steps:
        _revert(work, step, table, rows.get(step.id))


def _revert(work: Work, step: RowStep, table: type[Record], row: Record | None) -> None:
    if step.after is None:
        if row is not None:
            raise StaleError(STALE)
        kept = {name: value for name, value in (step.before or {}).items() if name != "version"}
        work.session.add(table(**kept))
        return
    if row is None or any(
        getattr(row, name) != value for name, value in step.after.items() if name not in _STAMPS
    ):
        raise StaleError(
            "This can't be undone: the record has been changed again since. Nothing was changed."
        )
    if step.before is None:
        work.session.delete(row)
        return
    for name, value in step.before.items():
        if name not in _STAMPS:
            setattr(row, name, value)
