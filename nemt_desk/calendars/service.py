"""Writes of the calendars room: put shut days into the calendar, change them, take them out."""

from dataclasses import asdict

from nemt_desk.calendars.model import CalendarDayRecord
from nemt_desk.calendars.queries import GONE
from nemt_desk.calendars.rows import ShutEntry, ShutKind
from nemt_desk.calendars.rules import NO_PLACE, Checked, checked
from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.entry import put
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store, Work
from nemt_desk.places.queries import places_by_ids
from nemt_desk.security.rows import Actor, Right, require


class CalendarService:
    """Keeps the days on which the office, schools or a facility is shut."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, actor: Actor, entry: ShutEntry) -> Saved:
        """Put shut days into the calendar.

        Raises:
            InputError: with everything that can't be taken.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        with self._store.write(actor, f"Put into the calendar: {_said(cleaned)}") as work:
            _must_exist(work, cleaned)
            row = CalendarDayRecord(id=new_id(), **asdict(cleaned))
            work.session.add(row)
        return Saved(row.id, work.changes)

    def change(
        self, actor: Actor, entry_id: Id, entry: ShutEntry, *, version: int | None = None
    ) -> Changes:
        """Change shut days.

        Raises:
            InputError: with everything that can't be taken.
            StaleError: somebody changed them since `version`.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        with self._store.write(actor, f"Changed in the calendar: {_said(cleaned)}") as work:
            row = _kept(work, entry_id, version)
            _must_exist(work, cleaned)
            put(row, asdict(cleaned))
        return work.changes

    def remove(self, actor: Actor, entry_id: Id, *, version: int | None = None) -> Changes:
        """Take shut days out of the calendar; the trail keeps them.

        Raises:
            RefusedError: they are not in it any more.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Took out of the calendar") as work:
            row = _kept(work, entry_id, version)
            row.archived_at = work.now
            work.text = f"Took out of the calendar: {row.name}"
        return work.changes


def _kept(work: Work, entry_id: Id, version: int | None) -> CalendarDayRecord:
    row = work.fetch(CalendarDayRecord, entry_id, version)
    if row.archived_at is not None:
        raise RefusedError(GONE)
    return row


def _must_exist(work: Work, cleaned: Checked) -> None:
    if cleaned.place_id is not None and not places_by_ids(work.session, [cleaned.place_id]):
        raise InputError([Problem("place_id", NO_PLACE)])


def _said(cleaned: Checked) -> str:
    return f"schools closed, {cleaned.name}" if cleaned.kind is ShutKind.SCHOOL else cleaned.name
