"""Reads of the members room."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from nemt_desk.ground import search
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import Listing, chunks
from nemt_desk.ground.typed import fits, typed_groups
from nemt_desk.ground.words import fold
from nemt_desk.members.model import (
    AbsenceRecord,
    EligibilityCheckRecord,
    MemberRecord,
    PaperFileRecord,
    PaperRecord,
)
from nemt_desk.members.rows import (
    Duplicate,
    Member,
    MemberEntry,
    MemberHit,
    MemberListRow,
    Need,
    Paper,
)
from nemt_desk.members.rules import duplicate_reasons, phones_of, tidy_id
from nemt_desk.places.model import PlaceRecord
from nemt_desk.places.queries import place
from nemt_desk.places.rows import Place

_MEMBER, _PAPER = MemberRecord.__table__, PaperRecord.__table__
_OWN = ("needs", "papers", "is_archived")
_NAMES = tuple(item.name for item in fields(Member) if item.name not in _OWN)
# Built once: SQLAlchemy then needs not look at forty columns again for every keystroke.
_WHOLE = select(*(_MEMBER.c[name] for name in (*_NAMES, "needs", "archived_at"))).where(
    _MEMBER.c.id.in_(bindparam("ids", expanding=True))
)
_PAPERS = (
    select(_PAPER.c.member_id, *(_PAPER.c[item.name] for item in fields(Paper)))
    .where(_PAPER.c.member_id.in_(bindparam("ids", expanding=True)))
    .order_by(_PAPER.c.kind, _PAPER.c.id)
)


def _member(row: Row[Any], papers: Sequence[Paper]) -> Member:
    named: dict[str, Any] = dict(zip(_NAMES, row[:-2], strict=True))
    return Member(
        **named,
        needs=frozenset(map(Need, row.needs)),
        papers=tuple(papers),
        is_archived=row.archived_at is not None,
    )


def members_by_ids(session: Session, ids: Iterable[Id]) -> dict[Id, Member]:
    """Return the members with these keys; those that are not there are left out."""
    found: dict[Id, Member] = {}
    for some in chunks(list({*ids})):
        papers: dict[Id, list[Paper]] = defaultdict(list)
        for owner, *values in session.execute(_PAPERS, {"ids": some}):
            papers[owner].append(Paper(*values))
        for row in session.execute(_WHOLE, {"ids": some}):
            found[row.id] = _member(row, papers.get(row.id, ()))
    return found


def member(session: Session, member_id: Id) -> Member:
    """Return one member, archived or not.

    Raises:
        RefusedError: there is none.
    """
    found = members_by_ids(session, [member_id])
    if member_id not in found:
        raise RefusedError("This member's record is not there any more.")
    return found[member_id]


def home_of(session: Session, of: Member) -> Place | None:
    """Return the place where the member lives."""
    return place(session, of.home_id) if of.home_id is not None else None


def record_ids(session: Session, member_id: Id) -> list[Id]:
    """Return the keys whose history is the member's: record, home, papers, checks, absences."""
    home = session.scalar(select(MemberRecord.home_id).where(MemberRecord.id == member_id))
    papers = session.scalars(select(PaperRecord.id).where(PaperRecord.member_id == member_id)).all()
    files = select(PaperFileRecord.id).where(PaperFileRecord.paper_id.in_(papers))
    checks = select(EligibilityCheckRecord.id).where(EligibilityCheckRecord.member_id == member_id)
    away = select(AbsenceRecord.id).where(AbsenceRecord.member_id == member_id)
    others = (key for statement in (files, checks, away) for key in session.scalars(statement))
    return [member_id, *([home] if home else []), *papers, *others]


def find_members(session: Session, typed: str, limit: int = 12) -> list[Member]:
    """Return members by name parts in any order, birth date, telephone digits or member ID.

    Newest records first; misspelt names are tolerated when nothing fits as typed.
    """
    ids = search.find(session, "member", typed_groups(typed), limit)
    found = members_by_ids(session, ids) if ids else {}
    return [found[key] for key in ids if key in found]


_HIT = search.Shape(
    "m.id, m.last_name, m.first_name, m.middle_name, m.birth_date, m.mhcp_id, m.phone, p.city",
    "JOIN member m ON m.id = e.record_id LEFT JOIN place p ON p.id = m.home_id",
)


def suggest_members(session: Session, typed: str, limit: int = 12) -> list[MemberHit]:
    """Return what `find_members` does, with what a type-ahead shows only: one quick statement."""
    groups = typed_groups(typed)
    return [
        MemberHit(
            search.as_id(key),
            _name(last, first, middle),
            search.as_day(born),
            number,
            phone,
            town or "",
        )
        for key, last, first, middle, born, number, phone, town in search.find_rows(
            session, "member", groups, limit=limit, shape=_HIT
        )
    ]


def _name(last: str, first: str, middle: str) -> str:
    return f"{last}, {first} {middle[0]}." if middle else f"{last}, {first}"


_LISTED: Select[*tuple[Any, ...]] = select(
    MemberRecord.id,
    MemberRecord.last_name,
    MemberRecord.first_name,
    MemberRecord.middle_name,
    MemberRecord.birth_date,
    MemberRecord.mhcp_id,
    MemberRecord.phone,
    PlaceRecord.address,
    PlaceRecord.description,
    PlaceRecord.city,
    MemberRecord.program,
    MemberRecord.assessed_mode,
    MemberRecord.mode_until,
    MemberRecord.needs,
    MemberRecord.archived_at,
).outerjoin_from(MemberRecord, PlaceRecord, MemberRecord.home_id == PlaceRecord.id)


def member_list(  # one keyword for each thing a list screen can ask
    session: Session,
    *,
    text: str = "",
    archived: bool = False,
    limit: int = 500,
    offset: int = 0,
    order: str = "name",
) -> Listing[MemberListRow]:
    """Return members for a list. `order`: name, birth_date, mhcp_id, town or newest."""
    is_archived = MemberRecord.archived_at.is_not(None)
    statement = _ordered(_LISTED.where(is_archived if archived else ~is_archived), order)
    typed = typed_groups(text)
    if archived and typed:
        # Archived records are not in the search index.
        return _archived_page(session, statement, typed, limit, offset)
    if typed:
        statement = statement.where(MemberRecord.id.in_(search.chosen(session, "member", typed)))
    page = tuple(_list_row(row) for row in session.execute(statement.limit(limit).offset(offset)))
    if not offset and len(page) < limit:
        return Listing(page, len(page))
    whole = statement.with_only_columns(MemberRecord.id).order_by(None).subquery()
    return Listing(page, session.scalar(select(func.count()).select_from(whole)) or 0)


def _ordered(statement: Select[Any], order: str) -> Select[Any]:
    name = (func.lower(MemberRecord.last_name), func.lower(MemberRecord.first_name))
    first = {
        "name": (),
        "birth_date": (MemberRecord.birth_date,),
        "mhcp_id": (MemberRecord.mhcp_id,),
        "town": (func.lower(PlaceRecord.city),),
        "newest": (MemberRecord.id.desc(),),
    }[order]
    return statement.order_by(*first, *name, MemberRecord.id)


def _archived_page(
    session: Session, statement: Select[Any], typed: search.Groups, limit: int, offset: int
) -> Listing[MemberListRow]:
    hits = [row for row in map(_list_row, session.execute(statement)) if fits(_words(row), typed)]
    return Listing(tuple(hits[offset : offset + limit]), len(hits))


def _words(row: MemberListRow) -> str:
    born = f"{row.birth_date:%Y%m%d} {row.birth_date:%m%d%Y}" if row.birth_date else ""
    phone = row.phone.partition("x")[0]
    return f"{row.name} {row.mhcp_id} {born} {phone} {phone[-7:]} {phone[-4:]}"


def _list_row(row: Row[Any]) -> MemberListRow:
    return MemberListRow(
        id=row.id,
        name=_name(row.last_name, row.first_name, row.middle_name),
        birth_date=row.birth_date,
        mhcp_id=row.mhcp_id,
        phone=row.phone,
        address=row.address or row.description or "",
        town=row.city or "",
        program=row.program,
        assessed_mode=row.assessed_mode,
        mode_until=row.mode_until,
        needs=frozenset(map(Need, row.needs)),
        is_archived=row.archived_at is not None,
    )


def possible_duplicates(
    session: Session, entry: MemberEntry, but: Id | None = None
) -> list[Duplicate]:
    """Return members who may be the person being entered, archived ones too: a warning."""
    near: set[Id] = set()
    if member_id := tidy_id(entry.mhcp_id):
        near.update(session.scalars(_ids().where(MemberRecord.mhcp_id == member_id)))
    if entry.birth_date is not None:
        near.update(session.scalars(_ids().where(MemberRecord.birth_date == entry.birth_date)))
    for phone in phones_of(entry.phone, entry.phone2):
        near.update(search.find(session, "member", [[phone]], limit=50))
    if but is not None:
        near.discard(but)
    found = (
        Duplicate(known, reasons)
        for known in members_by_ids(session, near).values()
        if (reasons := duplicate_reasons(entry, known))
    )
    return sorted(found, key=lambda double: (-len(double.reasons), fold(double.member.name)))


def _ids() -> Select[tuple[Id]]:
    return select(MemberRecord.id)
