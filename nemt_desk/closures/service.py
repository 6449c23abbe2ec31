"""Writes of the closures room: mark a road as shut, change, end, take back."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Protocol

from nemt_desk.closures.model import ClosureRecord
from nemt_desk.closures.rows import ClosureEntry
from nemt_desk.closures.rules import ENDS_BEFORE, Checked, checked
from nemt_desk.geo.roads.driving import ClosedRoad
from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.entry import put
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Store
from nemt_desk.ground.words import day_year_text
from nemt_desk.security.rows import Actor, Right, require


class ShutRoads(Protocol):
    """Finds which pieces of road a closure shuts; `CountyMap` is one."""

    def closed_pieces(self, road: ClosedRoad) -> Sequence[object]:
        """Return the pieces; refuses with a sentence when the points lie on no road."""
        ...


class ClosureService:
    """Keeps shut roads. `roads` gives the present map, None while there is none."""

    def __init__(self, store: Store, roads: Callable[[], ShutRoads | None] = lambda: None) -> None:
        self._store = store
        self._roads = roads

    def add(self, actor: Actor, entry: ClosureEntry) -> Saved:
        """Mark a road as shut.

        Raises:
            InputError: with everything that can't be taken.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        self._on_roads(cleaned)
        with self._store.write(actor, f"Marked a road as shut: {cleaned.name}") as work:
            row = ClosureRecord(id=new_id(), **_values(cleaned))
            work.session.add(row)
        return Saved(row.id, work.changes)

    def change(
        self, actor: Actor, closure_id: Id, entry: ClosureEntry, *, version: int | None = None
    ) -> Changes:
        """Change a closure.

        Raises:
            InputError: with everything that can't be taken.
            StaleError: somebody changed it since `version`.
        """
        require(actor, Right.WRITE)
        cleaned = checked(entry)
        values = _values(cleaned)
        with self._store.write(actor, f"Changed a closure: {cleaned.name}") as work:
            row = work.fetch(ClosureRecord, closure_id, version)
            if row.line != values["line"]:  # another map may not know the old place
                self._on_roads(cleaned)
            put(row, values)
        return work.changes

    def end(
        self, actor: Actor, closure_id: Id, last_day: date, *, version: int | None = None
    ) -> Changes:
        """Say on which day the road is shut for the last time.

        Raises:
            InputError: it was not shut yet on that day.
            StaleError: somebody changed it since `version`.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Ended a closure") as work:
            row = work.fetch(ClosureRecord, closure_id, version)
            if last_day < row.from_on:
                raise InputError([Problem("until_on", ENDS_BEFORE)])
            put(row, {"until_on": last_day})
            work.text = f"Shut until {day_year_text(last_day)}: {row.name}"
        return work.changes

    def archive(self, actor: Actor, closure_id: Id) -> Changes:
        """Take a closure back: it was never right, and counts on no day."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Took back a closure") as work:
            row = work.fetch(ClosureRecord, closure_id)
            if row.archived_at is None:
                row.archived_at = work.now
            work.text = f"Took back a closure: {row.name}"
        return work.changes

    def unarchive(self, actor: Actor, closure_id: Id) -> Changes:
        """Bring back a closure that was taken back."""
        require(actor, Right.WRITE)
        with self._store.write(actor, "Brought back a closure") as work:
            row = work.fetch(ClosureRecord, closure_id)
            put(row, {"archived_at": None})
            work.text = f"Brought back a closure: {row.name}"
        return work.changes

    def _on_roads(self, cleaned: Checked) -> None:
        roads = self._roads()
        if roads is None:
            return
        try:
            roads.closed_pieces(ClosedRoad(cleaned.line))
        except RefusedError as error:
            raise InputError([Problem("line", error.sentence)]) from error


def _values(cleaned: Checked) -> dict[str, Any]:
    return asdict(cleaned) | {"line": [list(point) for point in cleaned.line]}
