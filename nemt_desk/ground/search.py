"""Type-ahead over records by word beginnings: FTS5 on SQLite, a text index on PostgreSQL.

The only module with SQL of one engine. Words are folded (no case, no accents) before they are
kept, so both engines answer alike. Misspelt words are matched against the words ever kept.
"""

from collections.abc import Iterable, Sequence

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
_FTS_NEWEST = (
    text(
        f"SELECT e.record_id FROM {FTS_TABLE} f JOIN search_entry e ON e.seq = f.rowid"
        f" WHERE {FTS_TABLE} MATCH :query ORDER BY f.rowid DESC LIMIT :limit"
    )
    .bindparams(bindparam("query", type_=Text()), bindparam("limit", type_=Integer()))
    .columns(record_id=Uuid())
)


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
    key = session.execute(insert(entries).values(values)).inserted_primary_key
    if _is_sqlite(session):
        _keep_fts(session, kind, key[0] if key else None, folded)
    _keep_vocabulary(session, kind, folded.split())


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

    If none has, each word is replaced by the kept words most like it (misspelling).
    """
    groups = groups_of(typed) if isinstance(typed, str) else typed
    if not groups:
        return []
    found = _newest(session, kind, groups, limit)
    if not found and (meant := _meant(session, kind, groups)) != groups:
        return _newest(session, kind, meant, limit)
    return found


def chosen(session: Session, kind: str, typed: str | Groups) -> Select[tuple[Id]]:
    """Return the ids that `find` would, all of them, as a statement to select from."""
    groups = groups_of(typed) if isinstance(typed, str) else typed
    if groups and not _newest(session, kind, groups, 1):
        groups = _meant(session, kind, groups)
    if not groups or not all(groups):
        return select(entries.c.record_id).where(text("1 = 0"))
    if _is_sqlite(session):
        ids = _FTS_IDS.bindparams(query=_fts_query(kind, groups)).subquery()
        return select(ids.c.record_id)
    return _text_ids(kind, groups)


def _newest(session: Session, kind: str, groups: Groups, limit: int) -> list[Id]:
    if not all(groups):
        return []
    if _is_sqlite(session):
        values = {"query": _fts_query(kind, groups), "limit": limit}
        return list(session.execute(_FTS_NEWEST, values).scalars())
    statement = _text_ids(kind, groups).order_by(entries.c.seq.desc()).limit(limit)
    return list(session.scalars(statement))


def _fts_query(kind: str, groups: Groups) -> str:
    parts = ("(" + " OR ".join(f'"{word}"*' for word in group) + ")" for group in groups)
    return f"{{{kind}}} : (" + " AND ".join(parts) + ")"


def _text_ids(kind: str, groups: Groups) -> Select[tuple[Id]]:
    parts = ("(" + " | ".join(f"{word}:*" for word in group) + ")" for group in groups)
    match = func.to_tsvector("simple", entries.c.words).bool_op("@@")(
        func.to_tsquery("simple", " & ".join(parts))
    )
    return select(entries.c.record_id).where(entries.c.kind == kind, match)


def _meant(session: Session, kind: str, groups: Groups) -> list[list[str]]:
    """Return the groups with each misspelt word replaced by the kept words most like it."""
    typed = [word for group in groups for word in group if _may_be_misspelt(word)]
    if not typed:
        return [list(group) for group in groups]
    known = session.scalars(select(vocabulary.c.word).where(vocabulary.c.kind == kind)).all()
    alike = {word: _alike(word, known) for word in typed}
    return [[found for word in group for found in alike.get(word, [word])] for group in groups]


def _may_be_misspelt(word: str) -> bool:
    return word.isalpha() and len(word) >= _BEGINNING - 1


def _alike(word: str, known: Sequence[str]) -> list[str]:
    """Return the kept words most like `word`; a word that is one or begins one stays."""
    if any(kept.startswith(word) for kept in known):
        return [word]
    close = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH, limit=4)
    return [found for found, _score, _index in close]
