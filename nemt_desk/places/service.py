"""Writes of the places room: add, change, archive, move the pin."""

from dataclasses import asdict, replace

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.entry import put
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store, Work
from nemt_desk.places.model import PlaceRecord
from nemt_desk.places.queries import as_place
from nemt_desk.places.rows import PinSource, PlaceEntry, PlaceKind
from nemt_desk.places.rules import Pin, checked, with_pin
from nemt_desk.security.rows import Actor, Right, require


class PlaceService:
    """Keeps places."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, actor: Actor, entry: PlaceEntry) -> Saved:
        """Add a place.

        Raises:
            InputError: with everything that can't be taken.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        with self._store.write(actor, "Added a place") as work:
            key = keep_place(work, cleaned)
        return Saved(key, work.changes)

    def change(
        self, actor: Actor, place_id: Id, entry: PlaceEntry, *, version: int | None = None
    ) -> Changes:
        """Change a place.

        Raises:
            InputError: with everything that can't be taken.
            StaleError: somebody changed it since `version`.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        with self._store.write(actor, "Changed a place") as work:
            put(work.fetch(PlaceRecord, place_id, version), asdict(cleaned))
        return work.changes

    def move_pin(
        self, actor: Actor, place_id: Id, lat: float, lon: float, *, version: int | None = None
    ) -> Changes:
        """Put the place's pin where somebody set it on the map (degrees).

        Raises:
            InputError: the point is not on the earth.
            StaleError: somebody changed it since `version`.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Moved the pin of a place") as work:
            row = work.fetch(PlaceRecord, place_id, version)
            moved = with_pin(PlaceEntry.of(as_place(row)), Pin(lat, lon, PinSource.PIN))
            put(row, asdict(checked(moved)))
        return work.changes

    def archive(self, actor: Actor, place_id: Id) -> Changes:
        """Take a place out of lists and type-ahead; what was done there stays."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Archived a place") as work:
            row = work.fetch(PlaceRecord, place_id)
            if row.archived_at is None:
                row.archived_at = work.now
        return work.changes

    def unarchive(self, actor: Actor, place_id: Id) -> Changes:
        """Bring an archived place back."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Brought back a place") as work:
            put(work.fetch(PlaceRecord, place_id), {"archived_at": None})
        return work.changes


def keep_place(work: Work, cleaned: PlaceEntry) -> Id:
    """Add a place to a transaction under way; `cleaned` went through `rules.checked`."""
    row = PlaceRecord(id=new_id(), **asdict(cleaned))
    work.session.add(row)
    # The homes' owners refer to this row by its key alone: it must be there before them.
    work.session.flush()
    return row.id


def keep_home(
    work: Work, home_id: Id | None, cleaned: PlaceEntry, *, has_moved: bool = False
) -> Id:
    """Make or change somebody's home in a transaction under way; return its key.

    With `has_moved` a new home is made: the old one keeps its address for the rides of the past.
    """
    home = replace(cleaned, kind=PlaceKind.HOME)
    row = work.session.get(PlaceRecord, home_id) if home_id is not None else None
    if has_moved or row is None or row.kind is not PlaceKind.HOME:
        return keep_place(work, home)
    put(row, asdict(home))
    return row.id


def leave_home(work: Work, home_id: Id) -> None:
    """Archive a home nobody lives in any more; other kinds of places stay as they are."""
    row = work.session.get(PlaceRecord, home_id)
    if row is not None and row.kind is PlaceKind.HOME and row.archived_at is None:
        put(row, {"archived_at": work.now})
