"""Reads of members' papers and of their files; what a file holds is read for one file only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import chunks
from nemt_desk.members.model import MemberRecord, PaperFileRecord, PaperRecord
from nemt_desk.members.rows import Paper, PaperState, list_name


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file kept with a paper; `size` in bytes."""

    id: Id
    paper_id: Id
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper with whose it is and its files."""

    paper: Paper
    member_id: Id
    member_name: str
    files: tuple[PaperFile, ...] = ()

    @property
    def id(self) -> Id:
        """Key of the paper."""
        return self.paper.id


_NAMES = tuple(item.name for item in fields(Paper))
_OWNER = (
    PaperRecord.member_id,
    MemberRecord.last_name,
    MemberRecord.first_name,
    MemberRecord.middle_name,
)
_PAPERS: Select[*tuple[Any, ...]] = (
    select(*(getattr(PaperRecord, name) for name in _NAMES), *_OWNER)
    .join(MemberRecord, MemberRecord.id == PaperRecord.member_id)
    .order_by(PaperRecord.kind, PaperRecord.from_day, PaperRecord.id)
)
_FILES = select(
    PaperFileRecord.id,
    PaperFileRecord.paper_id,
    PaperFileRecord.name,
    PaperFileRecord.media_type,
    PaperFileRecord.size,
).order_by(PaperFileRecord.id)


def paper(session: Session, paper_id: Id) -> PaperRow:
    """Return one paper.

    Raises:
        RefusedError: there is none.
    """
    found = _read(session, _PAPERS.where(PaperRecord.id == paper_id))
    if not found:
        raise RefusedError("This paper is not there any more.")
    return found[0]


def papers_of(session: Session, member_id: Id) -> tuple[PaperRow, ...]:
    """Return a member's papers with their files, by kind and first day."""
    return _read(session, _PAPERS.where(PaperRecord.member_id == member_id))


def papers_asked(session: Session) -> tuple[PaperRow, ...]:
    """Return what was asked for and is not back, the longest waiting first."""
    statement = _PAPERS.where(
        PaperRecord.state == PaperState.ASKED, MemberRecord.archived_at.is_(None)
    )
    found = _read(session, statement)
    return tuple(sorted(found, key=lambda row: row.paper.asked_on or date.min))


def papers_until(session: Session, first: date, last: date) -> tuple[PaperRow, ...]:
    """Return the papers on file that end on a day from `first` to `last`, the earliest first."""
    statement = _PAPERS.where(
        PaperRecord.state == PaperState.ON_FILE,
        PaperRecord.until_day >= first,
        PaperRecord.until_day <= last,
        MemberRecord.archived_at.is_(None),
    )
    found = _read(session, statement)
    return tuple(sorted(found, key=lambda row: row.paper.until_day or last))


def _read(session: Session, statement: Select[*tuple[Any, ...]]) -> tuple[PaperRow, ...]:
    rows = session.execute(statement).all()
    files = files_of(session, [row[0] for row in rows])
    count = len(_NAMES)
    return tuple(
        PaperRow(
            Paper(*row[:count]),
            row.member_id,
            list_name(row.last_name, row.first_name, row.middle_name),
            files.get(row[0], ()),
        )
        for row in rows
    )


def files_of(session: Session, paper_ids: Iterable[Id]) -> Mapping[Id, tuple[PaperFile, ...]]:
    """Return which files papers have, without what they hold."""
    found: dict[Id, list[PaperFile]] = defaultdict(list)
    for some in chunks(list({*paper_ids})):
        for row in session.execute(_FILES.where(PaperFileRecord.paper_id.in_(some))):
            found[row.paper_id].append(PaperFile(*row))
    return {key: tuple(files) for key, files in found.items()}


def paper_file(session: Session, file_id: Id) -> tuple[PaperFile, bytes]:
    """Return one file with what it holds.

    Raises:
        RefusedError: there is none.
    """
    statement = _FILES.add_columns(PaperFileRecord.content).where(PaperFileRecord.id == file_id)
    row = session.execute(statement).first()
    if row is None:
        raise RefusedError("This file is not there any more.")
    return PaperFile(*row[:-1]), row.content
