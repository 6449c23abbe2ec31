"""Days on which a member takes no rides: in hospital, away. Read by standing orders.

The rides of these days are not cancelled here; whoever plans them is told.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.entry import Checker, delete_rows, put
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store, Who
from nemt_desk.ground.words import day_text
from nemt_desk.members.model import AbsenceRecord, MemberRecord


@dataclass(frozen=True, slots=True)
class Absence:
    """Days without rides, both inclusive; without `until_day` nobody knows yet how long."""

    id: Id
    version: int
    member_id: Id
    from_day: date
    until_day: date | None
    reason: str

    def covers(self, day: date) -> bool:
        """Tell whether the member is away on `day`."""
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)


@dataclass(frozen=True, slots=True)
class AbsenceEntry:
    """An absence as typed."""

    from_day: date | None
    until_day: date | None = None
    reason: str = ""


_COLUMNS: Select[*tuple[Any, ...]] = select(
    AbsenceRecord.id,
    AbsenceRecord.version,
    AbsenceRecord.member_id,
    AbsenceRecord.from_day,
    AbsenceRecord.until_day,
    AbsenceRecord.reason,
).order_by(AbsenceRecord.from_day, AbsenceRecord.id)


def absence(session: Session, absence_id: Id) -> Absence:
    """Return one absence.

    Raises:
        RefusedError: there is none.
    """
    found = _rows(session.execute(_COLUMNS.where(AbsenceRecord.id == absence_id)))
    if not found:
        raise RefusedError("This absence is not there any more.")
    return found[0]


def absences(session: Session, member_id: Id) -> tuple[Absence, ...]:
    """Return a member's absences, the earliest first."""
    return _rows(session.execute(_COLUMNS.where(AbsenceRecord.member_id == member_id)))


def absences_between(session: Session, first: date, last: date) -> dict[Id, tuple[Absence, ...]]:
    """Return who is away on any day from `first` to `last`, by member."""
    goes_on = or_(AbsenceRecord.until_day.is_(None), AbsenceRecord.until_day >= first)
    rows = _rows(session.execute(_COLUMNS.where(AbsenceRecord.from_day <= last, goes_on)))
    found: dict[Id, list[Absence]] = defaultdict(list)
    for row in rows:
        found[row.member_id].append(row)
    return {key: tuple(away) for key, away in found.items()}


def _rows(rows: Iterable[Row[*tuple[Any, ...]]]) -> tuple[Absence, ...]:
    return tuple(Absence(*row) for row in rows)


# --- writes; `MemberService` asks for the right first ---------------------------------------------


def add(store: Store, actor: Who, member_id: Id, entry: AbsenceEntry) -> Saved:
    """Add an absence."""
    values = _checked(entry)
    text = f"Noted that a member is away from {day_text(values['from_day'])}"
    with store.write(actor, text) as work:
        work.fetch(MemberRecord, member_id)
        row = AbsenceRecord(id=new_id(), member_id=member_id, **values)
        work.session.add(row)
    return Saved(row.id, work.changes)


def change(
    store: Store, actor: Who, absence_id: Id, entry: AbsenceEntry, *, version: int | None
) -> Changes:
    """Change an absence."""
    values = _checked(entry)
    with store.write(actor, "Changed when a member is away") as work:
        put(work.fetch(AbsenceRecord, absence_id, version), values)
    return work.changes


def end(store: Store, actor: Who, absence_id: Id, last_day: date) -> Changes:
    """Give an absence its last day."""
    text = f"Noted that a member is away until {day_text(last_day)}"
    with store.write(actor, text) as work:
        row = work.fetch(AbsenceRecord, absence_id)
        put(row, _checked(AbsenceEntry(row.from_day, last_day, row.reason)))
    return work.changes


def remove(store: Store, actor: Who, absence_id: Id) -> Changes:
    """Delete an absence; the trail keeps what stood in it."""
    with store.write(actor, "Took back that a member is away") as work:
        delete_rows(work, [work.fetch(AbsenceRecord, absence_id)])
    return work.changes


def _checked(entry: AbsenceEntry) -> dict[str, Any]:
    check = Checker()
    reason = check.line("reason", entry.reason)
    if entry.from_day is None:
        check.say("from_day", "Type the first day without rides.")
    check.order("until_day", entry.from_day, entry.until_day)
    check.raise_if_any()
    return {"from_day": entry.from_day, "until_day": entry.until_day, "reason": reason}
