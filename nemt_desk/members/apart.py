"""Pairs of members who may not ride together; a pair counts both ways and is kept once."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nemt_desk.ground.entry import delete_rows, put
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Work
from nemt_desk.members.model import ApartRecord
from nemt_desk.members.rows import ApartEntry


def apart_pairs(session: Session) -> frozenset[frozenset[Id]]:
    """Return all pairs of the office."""
    rows = session.execute(select(ApartRecord.member_id, ApartRecord.other_id))
    return frozenset(frozenset(pair) for pair in rows)


def apart_of(session: Session, member_id: Id) -> tuple[ApartEntry, ...]:
    """Return whom a member may not ride with, whoever's record it was entered on."""
    return tuple(
        ApartEntry(row.other_id if row.member_id == member_id else row.member_id, row.note)
        for row in _rows(session, member_id)
    )


def keep_apart(work: Work, member_id: Id, entries: Iterable[ApartEntry]) -> None:
    """Bring a member's pairs to what was typed."""
    wanted = {entry.other_id: entry.note for entry in entries}
    gone = []
    for row in _rows(work.session, member_id):
        other = row.other_id if row.member_id == member_id else row.member_id
        if other in wanted:
            put(row, {"note": wanted.pop(other)})
        else:
            gone.append(row)
    delete_rows(work, gone)
    for other_id, note in wanted.items():
        row = ApartRecord(id=new_id(), member_id=member_id, other_id=other_id, note=note)
        work.session.add(row)


def _rows(session: Session, member_id: Id) -> Sequence[ApartRecord]:
    is_in = or_(ApartRecord.member_id == member_id, ApartRecord.other_id == member_id)
    return session.scalars(select(ApartRecord).where(is_in).order_by(ApartRecord.id)).all()
