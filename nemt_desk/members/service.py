"""Writes of the members room: add, change, archive; viewing a record is noted too."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import select

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.entry import keep_children, put
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store, Work
from nemt_desk.members import absences
from nemt_desk.members.absences import AbsenceEntry
from nemt_desk.members.apart import keep_apart
from nemt_desk.members.model import MemberRecord, PaperRecord
from nemt_desk.members.papers import delete_papers
from nemt_desk.members.queries import member
from nemt_desk.members.rows import Member, MemberEntry, PaperEntry
from nemt_desk.members.rules import MINNESOTA, checked
from nemt_desk.places.service import keep_home, leave_home
from nemt_desk.security.accounts import Actor, Right, require
from nemt_desk.security.trail import Trail

_NOT_COLUMNS = {"papers", "apart", "home", "home_id", "has_moved", "needs"}
_COLUMNS = tuple(item.name for item in fields(MemberEntry) if item.name not in _NOT_COLUMNS)
_ID_TAKEN = (
    "Another member already has this member ID. Nothing was saved; compare both cards, or open the"
    " other record."
)


class MemberService:
    """Keeps members; `pack` tells the office's state, for the form of its member IDs."""

    def __init__(
        self, store: Store, trail: Trail, pack: Callable[[], str] = lambda: MINNESOTA
    ) -> None:
        self._store = store
        self._trail = trail
        self._pack = pack

    def add(self, actor: Actor, entry: MemberEntry) -> Saved:
        """Add a member with home and papers.

        Raises:
            InputError: with everything that can't be taken.
        """
        require(actor, Right.WRITE)
        cleaned = self._checked(entry)
        with self._store.write(actor, "Added a member") as work:
            _refuse_taken_id(work, cleaned.mhcp_id)
            home_id = cleaned.home_id
            if cleaned.home is not None:
                home_id = keep_home(work, home_id, cleaned.home, has_moved=cleaned.has_moved)
            row = MemberRecord(id=new_id(), home_id=home_id, **_values(cleaned))
            work.session.add(row)
            work.session.flush()
            _keep_papers(work, row.id, cleaned.papers or ())
            _keep_apart(work, row.id, cleaned)
        return Saved(row.id, work.changes)

    def change(
        self, actor: Actor, member_id: Id, entry: MemberEntry, *, version: int | None = None
    ) -> Changes:
        """Change a member with home and papers.

        Raises:
            InputError: with everything that can't be taken.
            StaleError: somebody changed the record since `version`.
        """
        require(actor, Right.WRITE)
        cleaned = self._checked(entry)
        with self._store.write(actor, "Changed a member") as work:
            row = work.fetch(MemberRecord, member_id, version)
            if cleaned.mhcp_id != row.mhcp_id:
                _refuse_taken_id(work, cleaned.mhcp_id, member_id)
            put(row, _values(cleaned))
            _keep_members_home(work, row, cleaned)
            if cleaned.papers is not None:
                _keep_papers(work, member_id, cleaned.papers)
            _keep_apart(work, member_id, cleaned)
            work.touch(row)
        return work.changes

    def archive(self, actor: Actor, member_id: Id) -> Changes:
        """Take a member out of lists and type-ahead; the record and its history stay."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Archived a member") as work:
            row = work.fetch(MemberRecord, member_id)
            if row.archived_at is None:
                row.archived_at = work.now
        return work.changes

    def unarchive(self, actor: Actor, member_id: Id) -> Changes:
        """Bring an archived member back.

        Raises:
            InputError: the member ID is used by another record by now.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Brought back a member") as work:
            row = work.fetch(MemberRecord, member_id)
            _refuse_taken_id(work, row.mhcp_id, member_id)
            row.archived_at = None
        return work.changes

    def add_absence(self, actor: Actor, member_id: Id, entry: AbsenceEntry) -> Saved:
        """Note days on which a member takes no rides.

        Raises:
            InputError: the days can't be taken.
        """
        require(actor, Right.WRITE)
        return absences.add(self._store, actor, member_id, entry)

    def change_absence(
        self, actor: Actor, absence_id: Id, entry: AbsenceEntry, *, version: int | None = None
    ) -> Changes:
        """Change days on which a member takes no rides.

        Raises:
            InputError: the days can't be taken.
            StaleError: somebody changed them since `version`.
        """
        require(actor, Right.WRITE)
        return absences.change(self._store, actor, absence_id, entry, version=version)

    def end_absence(self, actor: Actor, absence_id: Id, last_day: date) -> Changes:
        """Say on which day an absence ends: the member is back the day after.

        Raises:
            InputError: it had not begun by then.
        """
        require(actor, Right.WRITE)
        return absences.end(self._store, actor, absence_id, last_day)

    def remove_absence(self, actor: Actor, absence_id: Id) -> Changes:
        """Take an absence back that was entered by mistake; the trail keeps it."""
        require(actor, Right.WRITE)
        return absences.remove(self._store, actor, absence_id)

    def view(self, actor: Actor, member_id: Id) -> Member:
        """Return a member's record, and note in the trail who looked at it."""
        require(actor, Right.READ)
        with self._store.read() as session:
            found = member(session, member_id)
        self._trail.note(self._store, actor, "Viewed a member", kind="member", ids=[member_id])
        return found

    def _checked(self, entry: MemberEntry) -> MemberEntry:
        today = self._store.clock.now().date()
        return checked(entry, today, is_minnesota=self._pack() == MINNESOTA)


def _values(cleaned: MemberEntry) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(cleaned, name) for name in _COLUMNS}
    values["needs"] = sorted(need.value for need in cleaned.needs)
    return values


def _refuse_taken_id(work: Work, mhcp_id: str, but: Id | None = None) -> None:
    if not mhcp_id:
        return
    same = select(MemberRecord.id).where(
        MemberRecord.mhcp_id == mhcp_id, MemberRecord.archived_at.is_(None)
    )
    if any(other != but for other in work.session.scalars(same)):
        raise InputError([Problem("mhcp_id", _ID_TAKEN)])


def _keep_members_home(work: Work, row: MemberRecord, cleaned: MemberEntry) -> None:
    old = row.home_id
    new = cleaned.home_id
    if cleaned.home is not None:
        new = keep_home(work, new or old, cleaned.home, has_moved=cleaned.has_moved)
    if new == old:
        return
    put(row, {"home_id": new})
    work.session.flush()
    lives_there = select(MemberRecord.id).where(MemberRecord.home_id == old)
    if old is not None and work.session.scalar(lives_there.limit(1)) is None:
        leave_home(work, old)


def _keep_apart(work: Work, member_id: Id, cleaned: MemberEntry) -> None:
    if cleaned.apart is None:
        return
    if any(one.other_id == member_id for one in cleaned.apart):
        raise InputError(
            [Problem("apart", "A member can't be kept apart from herself or himself.")]
        )
    keep_apart(work, member_id, cleaned.apart)


def _keep_papers(work: Work, member_id: Id, papers: tuple[PaperEntry, ...]) -> None:
    kept = work.session.scalars(select(PaperRecord).where(PaperRecord.member_id == member_id))
    gone = keep_children(work, PaperRecord, list(kept), papers, {"member_id": member_id})
    delete_papers(work, gone)
