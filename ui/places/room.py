"""What the Places page knows about one place: reading, warnings, saving, history."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from nemt_desk.geo import Answer, Precision
from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_year_text
from nemt_desk.places import queries
from nemt_desk.places.rows import Place, PlaceDuplicate, PlaceEntry
from nemt_desk.security.trail import history
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.places.fields import PlaceFields
from ui.shell.desk import Desk
from ui.shell.record import Double, Loaded
from ui.widgets.history import HistoryLine, history_lines
from ui.widgets.people_words import PINS, ROUGH_PINS
from ui.widgets.photo import Done, Failed
from ui.widgets.photo_file import small_jpeg
from ui.widgets.recordform import RecordFields


class PlaceRoom:
    """One place, for the page."""

    name = "places"
    noun = "place"

    def __init__(self, desk: Desk, acts: Mapping[str, Action]) -> None:
        self._desk = desk
        self._acts = acts
        self._fields: PlaceFields | None = None

    def make_fields(self) -> RecordFields:
        """Return empty fields."""
        desk = self._desk
        self._fields = PlaceFields(
            find=self._find,
            suggest=desk.office.suggest,
            on_map=lambda key: desk.go("map", "place", key),
            say=desk.say,
            today=desk.today,
            read_photo=self._read_photo,
            confirm=ActionButton(self._acts["confirm"]),
            move=ActionButton(self._acts["move"]),
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
            photo = queries.photo_of(session, key)
            moved_to = queries.places_by_ids(session, [found.moved_to_id or key])
        values = self._own.show_values(PlaceEntry.of(found), key, photo)
        facts = place_facts(found, moved_to.get(found.moved_to_id or key))
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
        own = self._own
        return self._desk.office.places.add(self._desk.actor, own.entry(), photo=own.photo_change())

    def change(self, fields: RecordFields, key: Id, version: int) -> Changes:
        """Change the place."""
        del fields
        places, entry, photo = self._desk.office.places, self._own.entry(), self._own.photo_change()
        return places.change(self._desk.actor, key, entry, version=version, photo=photo)

    def history(self, key: Id) -> list[HistoryLine]:
        """Return who changed what."""
        office = self._desk.office
        with office.store.read() as session:
            entries = history(session, key)
        return history_lines(entries, office.time.local)

    def _find(self, text: str) -> Answer | None:
        """Look an address up; the place's own pin is no answer to where its street point is."""
        office = self._desk.office
        answer = office.geocode(text)
        best = answer.best if answer is not None else None
        if best is None or best.precision is not Precision.PIN or office.map is None:
            return answer
        is_itself = (best.lat, best.lon) == self._own.point
        return office.map.geocode(text) if is_itself else answer

    def _read_photo(self, path: Path, done: Done, failed: Failed) -> None:
        self._desk.jobs.read(
            lambda _progress: small_jpeg(path), done, latest="places.photo", failed=failed
        )

    @property
    def _own(self) -> PlaceFields:
        return cast("PlaceFields", self._fields)


def double_words(double: PlaceDuplicate) -> str:
    """Return which place may be the same, and why."""
    known = double.place
    gone = ", archived" if known.is_archived else ""
    return f"{known.label} ({known.where}{gone}): {'; '.join(double.reasons)}."


def place_facts(place: Place, moved_to: Place | None = None) -> list[tuple[str, str]]:
    """Return what stands out about a place."""
    facts = []
    if place.closed_on is not None:
        day = day_year_text(place.closed_on)
        where = f"It moves on {day} to {moved_to.where}." if moved_to and place.moved_to_id else ""
        facts.append(("closed", where or f"Closed from {day} on: nobody is booked there then."))
    if place.point is None:
        facts.append(("no_pin", "It has no pin on the map: miles can't be counted to it."))
    elif place.pin_source in ROUGH_PINS:
        facts.append(("rough_pin", f"The pin is {PINS[place.pin_source]}: set it on the map."))
    return facts
