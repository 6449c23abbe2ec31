"""All fields of a driver: who, home, recognition, hours, notes, and the tables of what belongs."""

from collections.abc import Callable, Mapping
from dataclasses import fields as fields_of
from datetime import date
from typing import Any, cast, override

from PySide6.QtWidgets import QWidget

from nemt_desk.drivers.rows import DriverEntry
from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import Place
from ui.drivers.hours import HoursEdit
from ui.drivers.tables import (
    cars_table,
    credentials_table,
    days_off_table,
    relations_table,
    shown_relation,
)
from ui.theme.theme import BLOCK, GAP
from ui.widgets.addressfields import HomeFields
from ui.widgets.addressline import Suggest, nothing_known
from ui.widgets.fields import DayEdit, PhoneEdit
from ui.widgets.layout import column, heading, panel
from ui.widgets.locate import Geocode
from ui.widgets.numbers import NumberEdit
from ui.widgets.people_words import DRIVER_KINDS
from ui.widgets.recordform import NamedForm, RecordFields
from ui.widgets.rowsedit import RowsEdit
from ui.widgets.sideways import Sideways
from ui.widgets.typeahead import Suggestion

_OWN = {"home", "home_id", "has_moved"}
_NAMES = tuple(item.name for item in fields_of(DriverEntry) if item.name not in _OWN)


class DriverFields(RecordFields):
    """The fields; `show_values` prepares what fills them, `entry` reads them."""

    def __init__(
        self,
        today: Callable[[], date],
        *,
        find: Geocode,
        suggest: Suggest = nothing_known,
        find_homes: Callable[[str], list[Suggestion]],
        find_members: Callable[[str], list[Suggestion]],
        on_map: Callable[[Id], object],
        say: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._today = today
        left, right = NamedForm(), NamedForm()
        self._put_person(left)
        self.home = HomeFields(
            self,
            left,
            find=find,
            suggest=suggest,
            find_places=find_homes,
            on_map=on_map,
            say=say,
        )
        self._put_standing(right)
        self._put_hours(right)
        self._put_notes(right)
        self.take(left, right, below=self._tables(find_members))
        self.home.after_fill()

    def _put_person(self, form: NamedForm) -> None:
        form.section("Who")
        form.text("Last &name", "last_name")
        form.text("F&irst name", "first_name")
        form.text("&Middle name", "middle_name", chars=12)
        form.choice("&Kind", "kind", DRIVER_KINDS)
        form.parts("&Phone", [("phone", "", PhoneEdit()), ("phone2", "Second phone", PhoneEdit())])
        form.text("&E-mail", "email")
        form.text("&UMPI", "umpi", chars=12, help="A letter and nine digits; or an NPI.")

    def _put_standing(self, form: NamedForm) -> None:
        today = self._today
        form.section("Recognition")
        form.parts(
            "&Recognized on",
            [("recognized_on", "", DayEdit(today)), ("recognized_until", "until", DayEdit(today))],
        )
        form.tick("Open to &all members", "open_to_all", help="Not only to people they know.")
        form.parts(
            "Drives at most",
            [
                ("max_miles", "", NumberEdit(unit="miles")),
                ("day_miles", "one way; in a day", NumberEdit(unit="miles")),
            ],
        )
        form.text("Speaks", "languages", help="Other than English: Spanish, Ojibwe.")
        form.tick("Goes in throu&gh the door", "door_through")

    def _put_hours(self, form: NamedForm) -> None:
        form.section("Weekly hours")
        hours = HoursEdit()
        form.line(hours)
        self.parts["hours"] = hours

    def _put_notes(self, form: NamedForm) -> None:
        form.section("Notes")
        form.note("Dri&ver sees", "driver_note", help="Printed on the run sheet.")
        form.note("&Office only", "office_note", help="Stays here; never printed for a driver.")

    def _tables(self, find_members: Callable[[str], list[Suggestion]]) -> QWidget:
        return panel(
            column(
                self._table("cars", "Cars", cars_table()),
                self._table("credentials", "Credentials", credentials_table(self._today)),
                self._table("days_off", "Days off", days_off_table(self._today)),
                self._table("relations", "Relations to members", relations_table(find_members)),
                space=BLOCK,
            )
        )

    def _table[E](self, name: str, title: str, table: RowsEdit[E]) -> QWidget:
        self.parts[name] = table
        return panel(column(heading(title), Sideways(table, title), space=GAP))

    def show_values(
        self, entry: DriverEntry, home: Place | None, names: Mapping[Id, str]
    ) -> dict[str, object]:
        """Return the values for an entry; `names` are those of the members it is related to."""
        values: dict[str, object] = {name: getattr(entry, name) for name in _NAMES}
        values["relations"] = [shown_relation(one, names) for one in entry.relations]
        return values | self.home.show_home(home, entry.home)

    @override
    def asked(self) -> QWidget | None:
        return self.home.address.pin.asked()

    @override
    def fill(self, values: Mapping[str, object], *, only_untouched: bool = False) -> None:
        super().fill(values, only_untouched=only_untouched)
        self.home.after_fill()

    def entry(self) -> DriverEntry:
        """Return what was typed.

        Raises:
            InputError: with everything that can't be read.
        """
        values = cast("dict[str, Any]", self.values())
        chosen = {name: values[name] for name in _NAMES}
        chosen["relations"] = tuple(shown.entry for shown in chosen["relations"])
        return DriverEntry(**chosen, **self.home.entry(values))
