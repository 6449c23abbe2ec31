"""Type-ahead over records by word beginnings: FTS5 on SQLite, a text index on PostgreSQL.

The only module with SQL of one engine. Words are folded (no case, no accents) before they are
kept, so both engines answer alike. Misspelt words are matched against the words ever kept.
"""

# ruff: noqa: S608 - only names of our own tables are put together; what is typed is bound.

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz, process
from sqlalchemy import (
    Column,
    Index,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Session

from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import chunks
from nemt_desk.ground.tables import Base
from nemt_desk.ground.words import fold

type Groups = Sequence[Sequence[str]]
"""Every group must be met by one of its words (folded beginnings)."""

KINDS = ("member", "driver", "place")

entries = Table(
    "search_entry",
    Base.metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("record_id", Uuid(), nullable=False, unique=True),
    Column("words", Text, nullable=False),
    sqlite_strict=True,
)
vocabulary = Table(
    "search_word",
    Base.metadata,
    Column("kind", Text, primary_key=True),
    Column("word", Text, primary_key=True),
    sqlite_strict=True,
)
Index("ix_search_entry_kind", entries.c.kind)

FTS_TABLE = "search_fts"
_CLOSE_ENOUGH = 74
_BEGINNING = 4
_FTS_IDS = (
    text(
        f"SELECT e.record_id FROM {FTS_TABLE} f JOIN search_entry e ON e.seq = f.rowid"
        f" WHERE {FTS_TABLE} MATCH :query"
    )
    .bindparams(bindparam("query", type_=Text()))
    .columns(record_id=Uuid())
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What to read of the records found: SQL of ours alone, never of what somebody typed.

    The first column is the record's key; `joins` start at `e.record_id`.
    """

    columns: str = "e.record_id"
    joins: str = ""


_ONLY_IDS = Shape()


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def keep_words(session: Session, kind: str, record_id: Id, words: str | None) -> None:
    """Make `record_id` findable by `words` (any text), or unfindable with None."""
    kept = session.execute(
        select(entries.c.seq, entries.c.words).where(entries.c.record_id == record_id)
    ).first()
    folded = fold(words) if words is not None else None
    if kept is not None:
        if kept.words == folded:
            return
        session.execute(delete(entries).where(entries.c.seq == kept.seq))
        if _is_sqlite(session):
            session.execute(text(f"DELETE FROM {FTS_TABLE} WHERE rowid = :seq"), {"seq": kept.seq})
    if folded is None:
        return
    values = {"kind": kind, "record_id": record_id, "words": folded}
    seq = session.scalar(insert(entries).values(values).returning(entries.c.seq))
    if _is_sqlite(session):
        _keep_fts(session, kind, seq, folded)
    _keep_vocabulary(session, kind, folded.split())


def keep_new_words(session: Session, kind: str, records: Sequence[tuple[Id, str | None]]) -> None:
    """Make many records findable that never were, in a few statements."""
    rows = [
        {"kind": kind, "record_id": record_id, "words": fold(words)}
        for record_id, words in records
        if words is not None
    ]
    if not rows:
        return
    if _is_sqlite(session):
        last = session.scalar(text("SELECT max(seq) FROM search_entry")) or 0
        for seq, row in enumerate(rows, last + 1):
            row["seq"] = seq
        session.execute(insert(entries), rows)
        statement = f"INSERT INTO {FTS_TABLE} (rowid, {kind}) VALUES (?, ?)"
        fts = [(row["seq"], row["words"]) for row in rows]
        session.connection().exec_driver_sql(statement, fts)
    else:
        session.execute(insert(entries), rows)
    _keep_vocabulary(session, kind, {word for row in rows for word in str(row["words"]).split()})


def forget(session: Session, record_ids: Sequence[Id]) -> None:
    """Make records unfindable that are there no more."""
    for some in chunks(record_ids):
        found = session.scalars(select(entries.c.seq).where(entries.c.record_id.in_(some))).all()
        if not found:
            continue
        session.execute(delete(entries).where(entries.c.seq.in_(found)))
        if _is_sqlite(session):
            rows = [{"seq": seq} for seq in found]
            session.execute(text(f"DELETE FROM {FTS_TABLE} WHERE rowid = :seq"), rows)


def _keep_fts(session: Session, kind: str, seq: int | None, folded: str) -> None:
    statement = f"INSERT INTO {FTS_TABLE} (rowid, {kind}) VALUES (:seq, :words)"
    session.execute(text(statement), {"seq": seq, "words": folded})


def _keep_vocabulary(session: Session, kind: str, words: Iterable[str]) -> None:
    rows = [{"kind": kind, "word": word} for word in {*words} if word.isalpha()]
    if rows:
        statement = (
            "INSERT INTO search_word (kind, word) VALUES (:kind, :word) ON CONFLICT DO NOTHING"
        )
        session.execute(text(statement), rows)


def groups_of(typed: str) -> Groups:
    """Return what was typed as groups of one folded word each."""
    return [[word] for word in fold(typed).split()]


def find(session: Session, kind: str, typed: str | Groups, limit: int = 20) -> list[Id]:
    """Return ids of records that have a word beginning with each typed word, newest first.

    A single word typed whole comes before beginnings. If nothing fits, each word is replaced by
    the kept words most like it (misspelling).
    """
    return [as_id(row[0]) for row in find_rows(session, kind, typed, limit=limit)]


def find_rows(
    session: Session, kind: str, typed: str | Groups, *, limit: int, shape: Shape = _ONLY_IDS
) -> Sequence[Sequence[Any]]:
    """Return what `find` does as rows of `shape`, read in one statement.

    Values come as the driver gives them: `as_id` and `as_day` read keys and days of both engines.
    """
    groups = groups_of(typed) if isinstance(typed, str) else typed
    if not groups:
        return []
    query = _Query(kind, limit, shape)
    found, may_be_whole = query.begun(session, groups)
    if may_be_whole and len(found) == limit:
        # More fit than are shown: somebody called Li must not drown in Lindqvists.
        return _whole_first(query.run(session, groups, whole=True), found, limit)
    if not found and (meant := _meant(session, kind, groups)) != groups:
        return query.run(session, meant)
    return found


def _whole_first(
    whole: Sequence[Sequence[Any]], found: Sequence[Sequence[Any]], limit: int
) -> Sequence[Sequence[Any]]:
    if not whole:
        return found
    keys = {row[0] for row in whole}
    return [*whole, *(row for row in found if row[0] not in keys)][:limit]


def as_id(value: str | uuid.UUID) -> Id:
    """Return a key as either driver gives it."""
    # Hexadecimal as SQLite keeps it: read this way in half the time, at each keystroke.
    return value if isinstance(value, uuid.UUID) else uuid.UUID(int=int(value, 16))


def as_day(value: str | date | None) -> date | None:
    """Return a day as either driver gives it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class _Query:
    """One look into the index, past SQLAlchemy's typed results: this runs at each keystroke."""

    kind: str
    limit: int
    shape: Shape

    def run(
        self, session: Session, groups: Groups, *, whole: bool = False
    ) -> Sequence[Sequence[Any]]:
        """Return the newest rows that have a word beginning with each group, or being it."""
        if not all(groups):
            return []
        columns, joins = self.shape.columns, self.shape.joins
        if _is_sqlite(session):
            statement = (
                f"SELECT {columns} FROM {FTS_TABLE} f JOIN search_entry e ON e.seq = f.rowid"
                f" {joins} WHERE {FTS_TABLE} MATCH ? ORDER BY f.rowid DESC LIMIT ?"
            )
            values = (_fts_query(self.kind, groups, "" if whole else "*"), self.limit)
            return session.connection().exec_driver_sql(statement, values).fetchall()
        statement = (
            f"SELECT {columns} FROM search_entry e {joins} WHERE e.kind = :kind"
            " AND to_tsvector('simple', e.words) @@ to_tsquery('simple', :query)"
            " ORDER BY e.seq DESC LIMIT :limit"
        )
        query = _text_query(groups, "" if whole else ":*")
        named = {"kind": self.kind, "query": query, "limit": self.limit}
        return session.execute(text(statement), named).fetchall()

    def begun(self, session: Session, groups: Groups) -> tuple[Sequence[Sequence[Any]], bool]:
        """Return what `run` does, and whether somebody may have the one typed word whole.

        The words ever kept are asked in the same statement: it costs next to nothing there.
        """
        if len(groups) > 1 or not _is_sqlite(session):
            return self.run(session, groups), len(groups) == 1
        word = groups[0][0] if len(groups[0]) == 1 else ""
        if not word.isalpha():
            return self.run(session, groups), True
        statement = (
            f"SELECT {self.shape.columns}, (SELECT count(*) FROM search_word WHERE kind = ?"
            f" AND word = ?) FROM {FTS_TABLE} f JOIN search_entry e ON e.seq = f.rowid"
            f" {self.shape.joins} WHERE {FTS_TABLE} MATCH ? ORDER BY f.rowid DESC LIMIT ?"
        )
        values = (self.kind, word, _fts_query(self.kind, groups), self.limit)
        rows = session.connection().exec_driver_sql(statement, values).fetchall()
        return [row[:-1] for row in rows], bool(rows and rows[0][-1])


def chosen(session: Session, kind: str, typed: str | Groups) -> Select[tuple[Id]]:
    """Return the ids that `find` would, all of them, as a statement to select from."""
    groups = groups_of(typed) if isinstance(typed, str) else typed
    if groups and not _Query(kind, 1, _ONLY_IDS).run(session, groups):
        groups = _meant(session, kind, groups)
    if not groups or not all(groups):
        return select(entries.c.record_id).where(text("1 = 0"))
    if _is_sqlite(session):
        ids = _FTS_IDS.bindparams(query=_fts_query(kind, groups)).subquery()
        return select(ids.c.record_id)
    return _text_ids(kind, groups)


def _fts_query(kind: str, groups: Groups, end: str = "*") -> str:
    parts = ("(" + " OR ".join(f'"{word}"{end}' for word in group) + ")" for group in groups)
    return f"{{{kind}}} : (" + " AND ".join(parts) + ")"


def _text_query(groups: Groups, end: str = ":*") -> str:
    parts = ("(" + " | ".join(f"{word}{end}" for word in group) + ")" for group in groups)
    return " & ".join(parts)


def _text_ids(kind: str, groups: Groups) -> Select[tuple[Id]]:
    match = func.to_tsvector("simple", entries.c.words).bool_op("@@")(
        func.to_tsquery("simple", _text_query(groups))
    )
    return select(entries.c.record_id).where(entries.c.kind == kind, match)


def _meant(session: Session, kind: str, groups: Groups) -> list[list[str]]:
    """Return the groups with each misspelt word replaced by the kept words most like it."""
    typed = [word for group in groups for word in group if _may_be_misspelt(word)]
    if not typed:
        return [list(group) for group in groups]
    known = _known_words(session, kind)
    alike = {word: _alike(word, known) for word in typed}
    return [[found for word in group for found in alike.get(word, [word])] for group in groups]


def _may_be_misspelt(word: str) -> bool:
    return word.isalpha() and len(word) >= _BEGINNING - 1


# Reading every word ever kept takes longer than comparing them: they are remembered until there
# are more. They live no longer than the open office.
_remembered: WeakKeyDictionary[Any, dict[str, tuple[int, Sequence[str]]]] = WeakKeyDictionary()


def _known_words(session: Session, kind: str) -> Sequence[str]:
    mark = "max(rowid)" if _is_sqlite(session) else "count(*)"
    count = session.scalar(text(f"SELECT {mark} FROM search_word")) or 0
    remembered = _remembered.setdefault(session.get_bind(), {})
    kept = remembered.get(kind)
    if kept is None or kept[0] != count:
        words = session.scalars(select(vocabulary.c.word).where(vocabulary.c.kind == kind))
        remembered[kind] = kept = (count, words.all())
    return kept[1]


def _alike(word: str, known: Sequence[str]) -> list[str]:
    """Return the kept words most like `word`; a word that is one or begins one stays."""
    if any(kept.startswith(word) for kept in known):
        return [word]
    close = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH, limit=4)
    return [found for found, _score, _index in close]
