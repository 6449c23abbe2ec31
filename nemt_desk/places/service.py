"""Writes of the places room: add, change, archive, move the pin, confirm, keep its picture."""

from dataclasses import asdict, replace
from datetime import date, timedelta

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.entry import Checker, clean_line, put
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.words import day_year_text
from nemt_desk.places.model import PlacePhotoRecord, PlaceRecord
from nemt_desk.places.photos import picture
from nemt_desk.places.queries import as_place
from nemt_desk.places.rows import PhotoChange, PinSource, PlaceEntry, PlaceKind
from nemt_desk.places.rules import Pin, checked, with_fitting_street, with_pin
from nemt_desk.security.rows import Actor, Right, require

_MOST_AHEAD = timedelta(hours=14)


class PlaceService:
    """Keeps places."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, actor: Actor, entry: PlaceEntry, *, photo: PhotoChange | None = None) -> Saved:
        """Add a place, with its picture if there is one.

        Raises:
            InputError: with everything that can't be taken.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        with self._store.write(actor, "Added a place") as work:
            key = keep_place(work, cleaned)
            keep_photo(work, key, photo, _today(work))
        return Saved(key, work.changes)

    def change(
        self,
        actor: Actor,
        place_id: Id,
        entry: PlaceEntry,
        *,
        version: int | None = None,
        photo: PhotoChange | None = None,
    ) -> Changes:
        """Change a place, and its picture if `photo` says so.

        Raises:
            InputError: with everything that can't be taken.
            StaleError: somebody changed it since `version`.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        with self._store.write(actor, "Changed a place") as work:
            row = work.fetch(PlaceRecord, place_id, version)
            put_entry(row, cleaned)
            keep_photo(work, place_id, photo, _today(work))
            work.touch(row)
        return work.changes

    def move_pin(
        self, actor: Actor, place_id: Id, lat: float, lon: float, *, version: int | None = None
    ) -> Changes:
        """Put the place's pin where somebody set it (degrees); the street point stays.

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

    def pin_to_street(self, actor: Actor, place_id: Id, *, version: int | None = None) -> Changes:
        """Put the pin back to where the look-up put the address.

        Raises:
            RefusedError: the address was never found on the map.
            StaleError: somebody changed it since `version`.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Put the pin of a place back to the street") as work:
            row = work.fetch(PlaceRecord, place_id, version)
            if row.street_lat is None or row.street_lon is None:
                raise RefusedError(
                    "This address was not found on the map yet, so there is no street point to go"
                    " back to. Nothing was changed."
                )
            put(row, {"lat": row.street_lat, "lon": row.street_lon, "pin_source": PinSource.RANGE})
        return work.changes

    def confirm(
        self, actor: Actor, place_id: Id, *, by: str, on: date, version: int | None = None
    ) -> Changes:
        """Note that a driver has been there and found pin and notes right.

        Raises:
            InputError: nobody is named, the day is still to come, or it was confirmed later.
            StaleError: somebody changed it since `version`.
        """
        require(actor, Right.WRITE)
        check = Checker()
        name = check.line("confirmed_by", by, needed="Say which driver has been there.")
        check.raise_if_any()
        with self._store.write(actor, "Confirmed a place") as work:
            if on > _today(work):
                raise InputError([Problem("confirmed_on", "This day is still to come.")])
            row = work.fetch(PlaceRecord, place_id, version)
            if row.confirmed_on is not None and on < row.confirmed_on:
                newer = day_year_text(row.confirmed_on)
                sentence = f"It was confirmed later, on {newer}. That was kept."
                raise InputError([Problem("confirmed_on", sentence)])
            put(row, {"confirmed_on": on, "confirmed_by": name})
        return work.changes

    def set_photo(
        self, actor: Actor, place_id: Id, photo: PhotoChange, *, version: int | None = None
    ) -> Changes:
        """Give a place another picture, or take its picture away.

        Raises:
            InputError: it is no small JPEG.
            StaleError: somebody changed the place since `version`.
        """
        require(actor, Right.WRITE)
        text = "Took away a place's picture" if photo.photo is None else "Kept a place's picture"
        with self._store.write(actor, text) as work:
            row = work.fetch(PlaceRecord, place_id, version)
            keep_photo(work, place_id, photo, _today(work))
            work.touch(row)
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


def _today(work: Work) -> date:
    """Return the latest day it is anywhere: a day after it is still to come everywhere."""
    return (work.now + _MOST_AHEAD).date()


def put_entry(row: PlaceRecord, cleaned: PlaceEntry) -> None:
    """Bring a place to what was typed; a street point of another address is not kept."""
    put(row, asdict(with_fitting_street(cleaned, PlaceEntry.of(as_place(row)))))


def keep_photo(work: Work, place_id: Id, change: PhotoChange | None, today: date) -> None:
    """Bring a place's picture to what was chosen; None leaves it as it is.

    Raises:
        InputError: it is no small JPEG.
    """
    if change is None:
        return
    # One picture a place, under the place's own key: its history tells of both.
    kept = work.session.get(PlacePhotoRecord, place_id)
    if change.photo is None:
        if kept is not None:
            work.session.delete(kept)
        return
    found = picture(change.photo, today)
    values = {
        "jpeg": found.jpeg,
        "width": found.width,
        "height": found.height,
        "taken_on": change.photo.taken_on,
        "caption": clean_line(change.photo.caption),
    }
    if kept is not None:
        put(kept, values)
    else:
        work.session.add(PlacePhotoRecord(id=place_id, place_id=place_id, **values))


def put_entry_of(work: Work, place_id: Id, cleaned: PlaceEntry, *, version: int | None) -> None:
    """Bring a place to what was typed, in a transaction under way.

    Raises:
        StaleError: somebody changed it since `version`.
    """
    put_entry(work.fetch(PlaceRecord, place_id, version), cleaned)


def close_place(
    work: Work, place_id: Id, day: date, *, version: int | None, moved_to_id: Id | None = None
) -> None:
    """Note that nobody is taken there from `day` on, and where it has moved to.

    Raises:
        StaleError: somebody changed it since `version`.
    """
    row = work.fetch(PlaceRecord, place_id, version)
    put(row, {"closed_on": day, "moved_to_id": moved_to_id})


def open_again(work: Work, place_id: Id) -> None:
    """Take the closing of a place back.

    Raises:
        RefusedError: it is not closed.
    """
    row = work.fetch(PlaceRecord, place_id)
    if row.closed_on is None:
        raise RefusedError("This place is not closed. Nothing was changed.")
    put(row, {"closed_on": None, "moved_to_id": None})


def keep_place(work: Work, cleaned: PlaceEntry, key: Id | None = None) -> Id:
    """Add a place to a transaction under way; `cleaned` went through `rules.checked`."""
    row = PlaceRecord(id=key or new_id(), **asdict(cleaned))
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
    put_entry(row, home)
    return row.id


def leave_home(work: Work, home_id: Id) -> None:
    """Archive a home nobody lives in any more; other kinds of places stay as they are."""
    row = work.session.get(PlaceRecord, home_id)
    if row is not None and row.kind is PlaceKind.HOME and row.archived_at is None:
        put(row, {"archived_at": work.now})
