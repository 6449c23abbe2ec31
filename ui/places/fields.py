"""All fields of a place: what it is, where it is, what drivers must know, its picture."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, cast, override

from PySide6.QtWidgets import QWidget

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_year_text
from nemt_desk.places.rows import (
    PhotoChange,
    PhotoEntry,
    PinSource,
    PlaceEntry,
    PlaceKind,
    PlacePhoto,
)
from nemt_desk.places.rules import is_same_address
from ui.places.pin_card import StreetField
from ui.widgets.addressfields import AddressFields
from ui.widgets.addressline import Suggest, nothing_known
from ui.widgets.fields import DayEdit, LineField
from ui.widgets.layout import panel, row
from ui.widgets.locate import Geocode
from ui.widgets.people_words import PLACE_KINDS
from ui.widgets.photo import PhotoField, Read
from ui.widgets.recordform import NamedForm, RecordFields

_PLAIN = (
    "kind", "name", "short_name", "phone", "fax", "hours", "npi", "entrance", "gate_note",
    "dog_note", "season_note", "driver_note", "office_note", "confirmed_on", "confirmed_by",
)  # fmt: skip
_CONFIRMED = "confirmed_on+confirmed_by"
_YEAR = 365
_HOME: dict[PlaceKind, str] = {PlaceKind.HOME: PLACE_KINDS[PlaceKind.HOME]}
_NOT_HOME: dict[PlaceKind, str] = {
    kind: words for kind, words in PLACE_KINDS.items() if kind is not PlaceKind.HOME
}


def confirmed_words(confirmed_on: date | None, today: date) -> str:
    """Return in a few quiet words how sure the card is; nothing where it is fresh."""
    if confirmed_on is None:
        return "No driver has confirmed pin and notes yet (F9)."
    if (today - confirmed_on).days > _YEAR:
        return f"Confirmed over a year ago, {day_year_text(confirmed_on)}: ask a driver (F9)."
    return ""


class PlaceFields(RecordFields):
    """The fields; `show_values` prepares what fills them, `entry` reads them."""

    def __init__(
        self,
        *,
        find: Geocode,
        on_map: Callable[[Id], object],
        say: Callable[[str], object],
        today: Callable[[], date],
        read_photo: Read,
        confirm: QWidget,
        move: QWidget,
        suggest: Suggest = nothing_known,
    ) -> None:
        super().__init__()
        self._find = find
        self._on_map = on_map
        self._say = say
        self._today = today
        self._key: Id | None = None
        self._place = PlaceEntry()
        self._photo: PlacePhoto | None = None
        left, self.card = NamedForm(), NamedForm()
        left.section("What")
        left.text("&Name", "name", chars=36, help="As it is said on the telephone.")
        left.text("&Short name", "short_name", chars=18, help="For the board, if the name is long.")
        self._kind = left.choice("&Kind", "kind", _NOT_HOME)
        left.phone("&Phone", "phone")
        left.phone("Fa&x", "fax")
        left.section("Where")
        self.address = AddressFields(
            left, prefix="", find=find, on_map=self._set_on_map, suggest=suggest
        )
        self.street = left.field("", "street", StreetField(self.address.pin))
        left.line(panel(row(move, None)))
        left.section("For the office")
        left.note("Office onl&y", "office_note", help="Stays here; never printed for a driver.")
        left.text("NP&I", "npi", chars=14, help="Ten digits, for claims.")
        self.aliases["lat"] = "pin"
        _add_card(self.card, today, read_photo, confirm)
        self.take(left, self.card)

    def show_values(
        self, entry: PlaceEntry, key: Id | None, photo: PlacePhoto | None = None
    ) -> dict[str, object]:
        """Return the values for an entry and its picture."""
        self._key, self._place, self._photo = key, entry, photo
        kinds = _HOME if entry.kind is PlaceKind.HOME else _NOT_HOME
        self._kind.set_choices(list(kinds.items()))
        sure = confirmed_words(entry.confirmed_on, self._today()) if key is not None else ""
        self.card.set_help(_CONFIRMED, sure)
        values: dict[str, object] = {name: getattr(entry, name) for name in _PLAIN}
        has_street = entry.street_lat is not None
        values["street"] = (entry.street_lat, entry.street_lon) if has_street else None
        values |= {
            "photo": photo.jpeg if photo is not None else None,
            "caption": photo.caption if photo is not None else "",
            "taken_on": photo.taken_on if photo is not None else None,
        }
        return values | self.address.values_of(entry)

    @property
    def point(self) -> tuple[float, float] | None:
        """The pin as it is kept, None without one."""
        lat, lon = self._place.lat, self._place.lon
        return (lat, lon) if lat is not None and lon is not None else None

    @override
    def asked(self) -> QWidget | None:
        return self.address.pin.asked()

    def entry(self) -> PlaceEntry:
        """Return what was typed.

        Raises:
            InputError: with everything that can't be read.
        """
        values = cast("dict[str, Any]", self.values())
        plain = {name: values[name] for name in _PLAIN}
        entry = self.address.entry_of(values, replace(self._place, **plain))
        if entry.pin_source is not PinSource.PIN:
            return entry
        lat, lon = values["street"] or (None, None)
        return replace(entry, street_lat=lat, street_lon=lon)

    def photo_change(self) -> PhotoChange | None:
        """Return what becomes of the picture, None if nothing was touched.

        Raises:
            InputError: the day can't be read.
        """
        values = cast("dict[str, Any]", self.values())
        jpeg, kept = values["photo"], self._photo
        if jpeg is None:
            return PhotoChange(None) if kept is not None else None
        now = PhotoEntry(jpeg, values["taken_on"], values["caption"])
        if kept is not None and now == PhotoEntry(kept.jpeg, kept.taken_on, kept.caption):
            return None
        return PhotoChange(now)

    def confirm(self, driver_name: str) -> None:
        """Fill in that a driver has been there today; the name is selected, to type another."""
        day, name = self.widget("confirmed_on"), self.widget("confirmed_by")
        if isinstance(day, DayEdit) and isinstance(name, LineField):
            day.set_value(self._today())
            name.set_value(driver_name)
            name.setFocus()
            name.selectAll()
            name.edited.emit()

    def question(self) -> str:
        """Look up what was just typed; return what the map asks."""
        pin = self.address.pin
        pin.on_address_left()
        self._find_street()
        return pin.question

    def _find_street(self) -> None:
        """Find the street point of a new address whose pin was set by hand and stays."""
        entry = self.entry()
        if entry.pin_source is not PinSource.PIN or is_same_address(entry, self._place):
            return
        answer = self._find(self.address.address().text) if entry.address else None
        best = answer.best if answer is not None else None
        is_found = best is not None and not best.precision.is_rough
        self.street.put((best.lat, best.lon) if best is not None and is_found else None)

    def _set_on_map(self) -> None:
        if self._key is None or self.is_changed():
            self._say("Save first (Ctrl+Enter); then the pin can be set on the map.")
        else:
            self._on_map(self._key)


def _add_card(
    form: NamedForm, today: Callable[[], date], read_photo: Read, confirm: QWidget
) -> None:
    form.section("For the driver")
    form.text("&Entrance", "entrance", chars=36, help="Which door, where to stop.")
    form.text("&Gate", "gate_note", chars=36, help="Gate code, who opens.")
    form.text("&Dog", "dog_note", chars=36)
    form.text("Season", "season_note", chars=36, help="What snow or mud changes.")
    form.text("H&ours", "hours", chars=30, help="As told: Mon-Fri 7-5, closed at noon.")
    form.note("Dri&ver sees", "driver_note", help="Printed on the run sheet.", lines=2)
    form.parts(
        "Confir&med",
        [("confirmed_on", "", DayEdit(today)), ("confirmed_by", "by", LineField(chars=18))],
    )
    form.line(panel(row(confirm, None)))
    form.section("Picture for the run sheet")
    form.field("", "photo", PhotoField(read_photo))
    form.text("Caption", "caption", chars=36, help="What it shows: west door, by the flag pole.")
    form.day("Taken on", "taken_on", today)
