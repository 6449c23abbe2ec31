"""All fields of a place: what it is, where it is, what drivers must know."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast, override

from PySide6.QtWidgets import QWidget

from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import PlaceEntry, PlaceKind
from ui.widgets.addressfields import AddressFields
from ui.widgets.locate import Geocode
from ui.widgets.people_words import PLACE_KINDS
from ui.widgets.recordform import NamedForm, RecordFields

_PLAIN = (
    "kind", "name", "short_name", "phone", "hours", "npi", "entrance", "driver_note", "office_note",
)  # fmt: skip
_HOME: dict[PlaceKind, str] = {PlaceKind.HOME: PLACE_KINDS[PlaceKind.HOME]}
_NOT_HOME: dict[PlaceKind, str] = {
    kind: words for kind, words in PLACE_KINDS.items() if kind is not PlaceKind.HOME
}


class PlaceFields(RecordFields):
    """The fields; `show_values` prepares what fills them, `entry` reads them."""

    def __init__(
        self, *, find: Geocode, on_map: Callable[[Id], object], say: Callable[[str], object]
    ) -> None:
        super().__init__()
        self._on_map = on_map
        self._say = say
        self._key: Id | None = None
        self._place = PlaceEntry()
        left, right = NamedForm(), NamedForm()
        left.section("What")
        left.text("&Name", "name", chars=36, help="As it is said on the telephone.")
        left.text("&Short name", "short_name", chars=18, help="For the board, if the name is long.")
        self._kind = left.choice("&Kind", "kind", _NOT_HOME)
        left.phone("&Phone", "phone")
        left.section("Where")
        self.address = AddressFields(left, prefix="", find=find, on_map=self._set_on_map)
        self.aliases["lat"] = "pin"
        right.section("For the driver")
        right.text("&Entrance", "entrance", chars=36, help="Which door, where to stop.")
        right.text("H&ours", "hours", chars=30, help="As told: Mon-Fri 7-5, closed at noon.")
        right.note("Dri&ver sees", "driver_note", help="Printed on the run sheet.")
        right.section("For the office")
        right.note("Office onl&y", "office_note", help="Stays here; never printed for a driver.")
        right.text("NP&I", "npi", chars=14, help="Ten digits, for claims.")
        self.take(left, right)

    def show_values(self, entry: PlaceEntry, key: Id | None) -> dict[str, object]:
        """Return the values for an entry."""
        self._key, self._place = key, entry
        kinds = _HOME if entry.kind is PlaceKind.HOME else _NOT_HOME
        self._kind.set_choices(list(kinds.items()))
        values: dict[str, object] = {name: getattr(entry, name) for name in _PLAIN}
        return values | self.address.values_of(entry)

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
        return self.address.entry_of(values, replace(self._place, **plain))

    def question(self) -> str:
        """Look up what was just typed; return what the map asks."""
        self.address.pin.on_address_left()
        return self.address.pin.question

    def _set_on_map(self) -> None:
        if self._key is None or self.is_changed():
            self._say("Save first (Ctrl+Enter); then the pin can be set on the map.")
        else:
            self._on_map(self._key)
