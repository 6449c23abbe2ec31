"""What the Drivers page knows about one driver: reading, warnings, saving, history."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from nemt_desk.drivers import queries
from nemt_desk.drivers.rows import Driver, DriverDuplicate, DriverEntry
from nemt_desk.drivers.rules import lapsing, standing
from nemt_desk.ground.changes import Changes, Saved
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_year_text, phone_text
from nemt_desk.members import queries as members
from nemt_desk.places import queries as places
from nemt_desk.security.trail import history
from ui.drivers.fields import DriverFields
from ui.shell.desk import Desk
from ui.shell.record import Double, Loaded
from ui.widgets.history import HistoryLine, history_lines
from ui.widgets.people_words import CREDENTIALS, born_text
from ui.widgets.recordform import RecordFields
from ui.widgets.typeahead import Suggestion

SOON_DAYS = 45
# What is not told today: a weekday off or a holiday is no fault of the record.
_QUIET = {"no_hours"}
_LOOKS = {"lapsed": "lapsed", "missing": "missing", "no_plate": "missing"}


class DriverRoom:
    """One driver, for the page."""

    name = "drivers"
    noun = "driver"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._fields: DriverFields | None = None

    def make_fields(self) -> RecordFields:
        """Return empty fields."""
        desk = self._desk
        self._fields = DriverFields(
            desk.today,
            find=desk.office.geocode,
            suggest=desk.office.suggest,
            find_homes=self._places,
            find_members=self._members,
            on_map=lambda key: desk.go("map", "place", key),
            say=desk.say,
        )
        return self._fields

    def blank(self) -> Mapping[str, object]:
        """Return the values of a new driver."""
        return self._own.show_values(DriverEntry(), None, {})

    def read(self, key: Id, *, is_opened: bool) -> Loaded:
        """Read a driver."""
        del is_opened
        with self._desk.office.store.read() as session:
            found = queries.driver(session, key)
            home = queries.home_of(session, found)
            people = members.members_by_ids(session, [one.member_id for one in found.relations])
        names = {one.id: one.name for one in people.values()}
        return Loaded(
            key,
            found.version,
            found.name,
            self._own.show_values(DriverEntry.of(found, home), home, names),
            driver_facts(found, self._desk.today()),
            found.is_archived,
        )

    def doubles(self, fields: RecordFields, key: Id | None) -> list[Double]:
        """Return drivers who may be the same person."""
        del fields
        entry = self._own.entry()
        with self._desk.office.store.read() as session:
            found = queries.possible_duplicates(session, entry, but=key)
        return [Double(one.driver.id, double_words(one)) for one in found]

    def question(self, fields: RecordFields) -> str:
        """Return what the map asks about the home."""
        del fields
        return self._own.home.question()

    def add(self, fields: RecordFields) -> Saved:
        """Add the driver."""
        del fields
        return self._desk.office.drivers.add(self._desk.actor, self._own.entry())

    def change(self, fields: RecordFields, key: Id, version: int) -> Changes:
        """Change the driver."""
        del fields
        drivers, entry = self._desk.office.drivers, self._own.entry()
        return drivers.change(self._desk.actor, key, entry, version=version)

    def history(self, key: Id) -> list[HistoryLine]:
        """Return who changed what in the record and everything that belongs to it."""
        office = self._desk.office
        with office.store.read() as session:
            ids = queries.record_ids(session, key)
            entries = [entry for one in ids for entry in history(session, one)]
        return history_lines(entries, office.time.local)

    @property
    def _own(self) -> DriverFields:
        return cast("DriverFields", self._fields)

    def _places(self, typed: str) -> list[Suggestion]:
        with self._desk.office.store.read() as session:
            known = places.find_places(session, typed, limit=8)
        return [Suggestion(one.id, one.label, one.where) for one in known]

    def _members(self, typed: str) -> list[Suggestion]:
        with self._desk.office.store.read() as session:
            found = members.find_members(session, typed, limit=12)
        return [Suggestion(one.id, one.name, born_text(one.birth_date)) for one in found]


def double_words(double: DriverDuplicate) -> str:
    """Return who may be the same, and why."""
    known = double.driver
    parts = (phone_text(known.phone), "archived" if known.is_archived else "")
    who = ", ".join(part for part in parts if part)
    return f"{known.name}{f' ({who})' if who else ''}: {'; '.join(double.reasons)}."


def driver_facts(driver: Driver, today: date) -> list[tuple[str, str]]:
    """Return what speaks against a driver today, then what ends soon."""
    facts = [
        (_LOOKS.get(finding.code, "note"), finding.sentence)
        for finding in standing(driver, today)
        if finding.code not in _QUIET
    ]
    for credential in lapsing(driver, today, SOON_DAYS):
        until = day_year_text(credential.until_day) if credential.until_day else ""
        facts.append(("ends_soon", f"{CREDENTIALS[credential.kind]} ends {until}."))
    return facts
