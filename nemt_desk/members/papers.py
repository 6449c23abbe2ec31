"""Writes of papers, one by one: asked for, received, refused, ended, with their files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.entry import delete_rows, put
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.settings import Settings
from nemt_desk.ground.words import day_text
from nemt_desk.members.model import MemberRecord, PaperFileRecord, PaperRecord
from nemt_desk.members.paper_files import FileEntry, checked_file
from nemt_desk.members.paper_queries import PaperFile, paper_file
from nemt_desk.members.paper_words import PAPER_WORDS
from nemt_desk.members.rows import PaperEntry, PaperKind, PaperState
from nemt_desk.members.rules import checked_paper
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.security.trail import Trail

MOST_FILES = 10
_COLUMNS = tuple(item.name for item in fields(PaperEntry) if item.name != "id")
_SAID = ("number", "from_day", "until_day", "signed_by", "note")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a paper says that has arrived; what is None or empty stays as it was asked for."""

    received_on: date | None = None
    number: str = ""
    from_day: date | None = None
    until_day: date | None = None
    signed_by: str = ""
    note: str = ""


class PaperService:
    """Keeps papers and their files; `settings` gives the agency's figures as they are now.

    After a change the member's rides are decided again (`trips.deciding`).
    """

    def __init__(self, store: Store, trail: Trail, settings: Callable[[], Settings]) -> None:
        self._store = store
        self._trail = trail
        self._settings = settings

    def add(self, actor: Actor, member_id: Id, entry: PaperEntry) -> Saved:
        """Add a paper to a member's file.

        Raises:
            InputError: with everything that can't be taken.
        """
        require(actor, Right.WRITE)
        cleaned = checked_paper(entry, self._today())
        with self._store.write(actor, f"Added a paper: {PAPER_WORDS[entry.kind]}") as work:
            key = _added(work, member_id, cleaned)
        return Saved(key, work.changes)

    def change(
        self, actor: Actor, paper_id: Id, entry: PaperEntry, *, version: int | None = None
    ) -> Changes:
        """Change a paper.

        Raises:
            InputError: with everything that can't be taken.
            StaleError: somebody changed it since `version`.
        """
        require(actor, Right.WRITE)
        cleaned = checked_paper(entry, self._today())
        with self._store.write(actor, f"Changed a paper: {PAPER_WORDS[entry.kind]}") as work:
            put(work.fetch(PaperRecord, paper_id, version), _values(cleaned))
        return work.changes

    def ask_for(
        self,
        actor: Actor,
        member_id: Id,
        kind: PaperKind,
        *,
        trip_id: Id | None = None,
        note: str = "",
    ) -> Saved:
        """Note that a paper is asked for today; one asked for already is only dated anew."""
        require(actor, Right.WRITE)
        today = self._today()
        entry = checked_paper(
            PaperEntry(kind, note=note, state=PaperState.ASKED, trip_id=trip_id, asked_on=today),
            today,
        )
        with self._store.write(actor, f"Asked for a paper: {PAPER_WORDS[kind]}") as work:
            waiting = work.session.scalar(
                select(PaperRecord).where(
                    PaperRecord.member_id == member_id,
                    PaperRecord.kind == kind,
                    PaperRecord.state == PaperState.ASKED,
                    PaperRecord.trip_id.is_(None)
                    if trip_id is None
                    else PaperRecord.trip_id == trip_id,
                )
            )
            if waiting is None:
                key = _added(work, member_id, entry)
            else:
                key = waiting.id
                put(waiting, {"asked_on": today, "note": entry.note or waiting.note})
        return Saved(key, work.changes)

    def receive(self, actor: Actor, paper_id: Id, receipt: Receipt) -> Changes:
        """Put a paper that has arrived on file: from now on it cures its rule.

        Raises:
            InputError: its days can't be taken.
        """
        require(actor, Right.WRITE)
        today = self._today()
        with self._store.write(actor, "A paper came back") as work:
            row = work.fetch(PaperRecord, paper_id)
            came = receipt.received_on or today
            said = {name: getattr(receipt, name) for name in _SAID if getattr(receipt, name)}
            entry = replace(_entry(row), **said, state=PaperState.ON_FILE, received_on=came)
            put(row, _values(checked_paper(entry, today)))
            work.text = f"A paper came back: {PAPER_WORDS[row.kind]}"
        return work.changes

    def refuse(self, actor: Actor, paper_id: Id, note: str) -> Changes:
        """Note that a paper that was asked for was refused.

        Raises:
            InputError: nothing is said about why.
            RefusedError: it is not asked for.
        """
        require(actor, Right.WRITE)
        today = self._today()
        if not note.strip():
            raise InputError([Problem("note", "Say who refused it, and why.")])
        with self._store.write(actor, "A paper was refused") as work:
            row = work.fetch(PaperRecord, paper_id)
            if row.state is not PaperState.ASKED:
                raise RefusedError(
                    "Only a paper that is asked for can be refused; one on file is ended."
                    " Nothing was changed."
                )
            entry = replace(_entry(row), state=PaperState.REFUSED, note=note, received_on=today)
            put(row, _values(checked_paper(entry, today)))
            work.text = f"A paper was refused: {PAPER_WORDS[row.kind]}"
        return work.changes

    def withdraw(self, actor: Actor, paper_id: Id, last_day: date, note: str = "") -> Changes:
        """End a paper that was withdrawn; `last_day` is the last it counts for.

        Raises:
            InputError: it had not begun by then.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Ended a paper") as work:
            row = work.fetch(PaperRecord, paper_id)
            if row.state is not PaperState.ON_FILE:
                raise RefusedError("Only a paper on file can end. Nothing was changed.")
            entry = replace(_entry(row), until_day=last_day, note=note or row.note)
            put(row, _values(checked_paper(entry, self._today())))
            work.text = f"Ended a paper: {PAPER_WORDS[row.kind]}, {day_text(last_day)}"
        return work.changes

    def remove(self, actor: Actor, paper_id: Id) -> Changes:
        """Take a paper and its files off the record; the trail keeps what stood there."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Removed a paper") as work:
            row = work.fetch(PaperRecord, paper_id)
            work.text = f"Removed a paper: {PAPER_WORDS[row.kind]}"
            delete_papers(work, [row])
        return work.changes

    # --- files ------------------------------------------------------------------------------

    def add_file(self, actor: Actor, paper_id: Id, entry: FileEntry) -> Saved:
        """Keep the paper itself, as it was scanned or photographed.

        Raises:
            InputError: it is too large, or no kind that can be looked at.
            RefusedError: the paper has ten files already.
        """
        require(actor, Right.WRITE)
        found = checked_file(entry)
        with self._store.write(actor, "Kept the file of a paper") as work:
            paper = work.fetch(PaperRecord, paper_id)
            same = select(PaperFileRecord.id).where(PaperFileRecord.paper_id == paper_id)
            if len(work.session.scalars(same).all()) >= MOST_FILES:
                raise RefusedError(
                    f"This paper has {MOST_FILES} files already. Nothing was kept; remove one"
                    " first."
                )
            row = PaperFileRecord(
                id=new_id(),
                paper_id=paper.id,
                name=found.name,
                media_type=found.media_type,
                size=len(found.content),
                content=found.content,
            )
            work.session.add(row)
        return Saved(row.id, work.changes)

    def remove_file(self, actor: Actor, file_id: Id) -> Changes:
        """Take a file off its paper; the trail keeps its size and SHA-256."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Removed the file of a paper") as work:
            delete_rows(work, [work.fetch(PaperFileRecord, file_id)])
        return work.changes

    def read_file(self, actor: Actor, file_id: Id) -> tuple[PaperFile, bytes]:
        """Return a file with what it holds, and note in the trail who looked at it.

        Raises:
            RefusedError: it is not there any more.
        """
        require(actor, Right.READ)
        with self._store.read() as session:
            found, content = paper_file(session, file_id)
        act = "Looked at the file of a paper"
        self._trail.note(self._store, actor, act, kind="paper_file", ids=[file_id])
        return found, content

    def _today(self) -> date:
        return self._settings().time.day(self._store.clock.now())


def delete_papers(work: Work, papers: Sequence[PaperRecord]) -> None:
    """Delete papers with their files; the trail keeps what stood in them."""
    keys = [paper.id for paper in papers]
    if keys:
        files = select(PaperFileRecord).where(PaperFileRecord.paper_id.in_(keys))
        delete_rows(work, work.session.scalars(files).all())
        # Nothing tells SQLAlchemy which goes first.
        work.session.flush()
    delete_rows(work, papers)


def _added(work: Work, member_id: Id, entry: PaperEntry) -> Id:
    work.fetch(MemberRecord, member_id)
    row = PaperRecord(id=new_id(), member_id=member_id, **_values(entry))
    work.session.add(row)
    return row.id


def _values(entry: PaperEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _COLUMNS}


def _entry(row: PaperRecord) -> PaperEntry:
    return PaperEntry(**{name: getattr(row, name) for name in _COLUMNS}, id=row.id)
