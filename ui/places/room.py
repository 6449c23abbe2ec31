"""What the Places page knows about one place: reading, warnings, saving, history."""

from collections.abc import Mapping
from typing import cast

from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.ids import Id
from nemt_desk.places import queries
from nemt_desk.places.rows import Place, PlaceDuplicate, PlaceEntry
from nemt_desk.security.trail import history
from ui.places.fields import PlaceFields
from ui.shell.desk import Desk
from ui.shell.record import Double, Loaded
from ui.widgets.history import HistoryLine, history_lines
from ui.widgets.people_words import PINS, ROUGH_PINS
from ui.widgets.recordform import RecordFields


class PlaceRoom:
    """One place, for the page."""

    name = "places"
    noun = "place"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fields: PlaceFields | None = None

    def make_fields(self) -> RecordFields:
        """Return empty fields."""
        desk = self._desk
        self._fields = PlaceFields(
            find=lambda text: desk.office.map.geocode(text) if desk.office.map else None,
            on_map=lambda key: desk.go("map", "place", key),
            say=desk.say,
        )
        return self._fields

    def blank(self) -> Mapping[str, object]:
        """Return the values of a new place."""
        return self._own.show_values(PlaceEntry(), None)

    def read(self, key: Id, *, is_opened: bool) -> Loaded:
        """Read a place."""
        del is_opened
        with self._desk.office.store.read() as session:
            found = queries.place(session, key)
        values = self._own.show_values(PlaceEntry.of(found), key)
        facts = place_facts(found)
        return Loaded(key, found.version, found.label, values, facts, found.is_archived)

    def doubles(self, fields: RecordFields, key: Id | None) -> list[Double]:
        """Return places that may be the same."""
        del fields
        entry = self._own.entry()
        with self._desk.office.store.read() as session:
            found = queries.possible_duplicates(session, entry, but=key)
        return [Double(one.place.id, double_words(one)) for one in found]

    def question(self, fields: RecordFields) -> str:
        """Return what the map asks about the address."""
        del fields
        return self._own.question()

    def add(self, fields: RecordFields) -> Saved:
        """Add the place."""
        del fields
        return self._desk.office.places.add(self._desk.actor, self._own.entry())

    def change(self, fields: RecordFields, key: Id, version: int) -> Changes:
        """Change the place."""
        del fields
        places, entry = self._desk.office.places, self._own.entry()
        return places.change(self._desk.actor, key, entry, version=version)

    def history(self, key: Id) -> list[HistoryLine]:
        """Return who changed what."""
        office = self._desk.office
        with office.store.read() as session:
            entries = history(session, key)
        return history_lines(entries, office.time.local)

    @property
    def _own(self) -> PlaceFields:
        return cast("PlaceFields", self._fields)


def double_words(double: PlaceDuplicate) -> str:
    """Return which place may be the same, and why."""
    known = double.place
    gone = ", archived" if known.is_archived else ""
    return f"{known.label} ({known.where}{gone}): {'; '.join(double.reasons)}."


def place_facts(place: Place) -> list[tuple[str, str]]:
    """Return what stands out about a place."""
    if place.point is None:
        return [("no_pin", "It has no pin on the map: miles can't be counted to it.")]
    if place.pin_source in ROUGH_PINS:
        return [("rough_pin", f"The pin is {PINS[place.pin_source]}: set it on the map.")]
    return []
