"""The fields of an address with its pin, and of a home: used for members, drivers and places."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from nemt_desk.geo import Suggested
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import Place, PlaceEntry, PlaceKind
from nemt_desk.places.rules import Pin, with_pin
from ui.widgets.addressline import AddressLine, Suggest, area_of, nothing_known
from ui.widgets.fields import LineField
from ui.widgets.locate import Address, Geocode, PinField
from ui.widgets.recordform import NamedForm, RecordFields
from ui.widgets.typeahead import Suggestion, TypeAhead

_TEXTS = ("address", "unit", "city", "state", "zip", "description")
_DOOR = (
    ("Entrance", "entrance", "Which door, where to stop"),
    ("&Gate", "gate_note", "Gate code, who opens"),
    ("Do&g", "dog_note", "A dog, and what it does"),
    ("Season", "season_note", "What snow or mud changes"),
)
_CHOOSE = "Choose a place from the list that opens as you type, or empty the line."


class AddressFields:
    """Puts an address and its pin into a form; names begin with `prefix`."""

    def __init__(
        self,
        form: NamedForm,
        *,
        prefix: str,
        find: Geocode,
        on_map: Callable[[], object],
        suggest: Suggest = nothing_known,
    ) -> None:
        self._form = form
        self._prefix = prefix
        first = len(form.names)
        self.street = form.field(
            "&Address",
            f"{prefix}address",
            AddressLine(suggest),
            help="As on a letter: 1601 Golf Course Rd",
        )
        self.street.taken.connect(self._on_taken)
        self.city, self.state, self.zip = (
            LineField(chars=16),
            LineField(chars=3),
            LineField(chars=8),
        )
        form.parts(
            "To&wn",
            [
                (f"{prefix}city", "", self.city),
                (f"{prefix}state", "State", self.state),
                (f"{prefix}zip", "ZIP", self.zip),
            ],
        )
        self.unit = form.text("Unit", f"{prefix}unit", chars=10)
        form.note(
            "Des&cription",
            f"{prefix}description",
            lines=2,
            help="Where there is no address: “third farm on the left after the bridge”.",
        )
        self.pin = form.field("On the map", f"{prefix}pin", PinField(find, self.address))
        self.pin.map_asked.connect(on_map)
        self.names = form.names[first:]
        for line in (self.street, self.city, self.state, self.zip):
            line.editingFinished.connect(self.pin.on_address_left)

    def address(self) -> Address:
        """Return the address as typed."""
        fields = (self.street, self.city, self.state, self.zip)
        return Address(*(field.text().strip() for field in fields))

    def _on_taken(self, one: Suggested) -> None:
        """Fill in the rest of an address that was chosen while typing."""
        if one.unit:
            self.unit.set_value(one.unit)
        for line, text in zip((self.city, self.state, self.zip), area_of(one), strict=True):
            if text:
                line.set_value(text)
        self.pin.take_known(one.point, one.precision)

    def set_shown(self, *, shown: bool) -> None:
        """Show or hide all of it."""
        for name in self.names:
            self._form.set_shown(name, shown=shown)

    def values_of(self, entry: PlaceEntry | None) -> dict[str, object]:
        """Return the values to fill in for a place."""
        shown = entry or PlaceEntry()
        values: dict[str, object] = {
            f"{self._prefix}{name}": getattr(shown, name) for name in _TEXTS
        }
        has_pin = shown.lat is not None and shown.lon is not None
        values[f"{self._prefix}pin"] = (
            Pin(shown.lat or 0.0, shown.lon or 0.0, shown.pin_source) if has_pin else None
        )
        return values

    def entry_of(self, values: Mapping[str, Any], base: PlaceEntry) -> PlaceEntry:
        """Return `base` with the address and pin as typed."""
        texts = {name: values[f"{self._prefix}{name}"] for name in _TEXTS}
        return with_pin(replace(base, **texts), values[f"{self._prefix}pin"])


class HomeFields:
    """Where somebody lives: an own home, or an existing place."""

    def __init__(
        self,
        fields: RecordFields,
        form: NamedForm,
        *,
        find: Geocode,
        find_places: Callable[[str], list[Suggestion]],
        on_map: Callable[[Id], object],
        say: Callable[[str], object],
        suggest: Suggest = nothing_known,
    ) -> None:
        self._form = form
        self._fields = fields
        self._on_map = on_map
        self._say = say
        self._home_id: Id | None = None
        self._base = PlaceEntry(kind=PlaceKind.HOME)
        form.section("Home")
        self.lives_at = form.field(
            "&Lives at",
            "home_id",
            TypeAhead(find_places, name="Lives at a place on file", chars=30),
            help="A facility on file or somebody's home; else the address.",
        )
        self.address = AddressFields(
            form, prefix="home.", find=find, on_map=self._set_on_map, suggest=suggest
        )
        for label, name, said in _DOOR:
            form.text(label, f"home.{name}", chars=36, help=said)
        form.tick("Has mo&ved: past rides keep the old address", "has_moved")
        fields.aliases["home.lat"] = "home.pin"
        self.lives_at.chosen.connect(lambda _key: self._show())
        self.lives_at.cleared.connect(self._show)

    def show_home(self, home: Place | None, entry: PlaceEntry | None) -> dict[str, object]:
        """Return the values for a home; `entry` is None for a place that is not the own home."""
        self._home_id = home.id if home is not None else None
        self._base = entry or PlaceEntry(kind=PlaceKind.HOME)
        elsewhere = home if entry is None else None
        lives_at = Suggestion(elsewhere.id, elsewhere.label) if elsewhere is not None else None
        door = {f"home.{name}": getattr(self._base, name) for _, name, _ in _DOOR}
        return {"home_id": lives_at, **self.address.values_of(entry), **door, "has_moved": False}

    def after_fill(self) -> None:
        """Show what fits what was filled in."""
        self._show()

    def entry(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return `home`, `home_id` and `has_moved` of an entry.

        Raises:
            InputError: a place was typed but not chosen.
        """
        if self.lives_at.key is not None:
            return {"home": None, "home_id": self.lives_at.key, "has_moved": False}
        if self.lives_at.text().strip():
            raise InputError([Problem("home_id", _CHOOSE)])
        home = self.address.entry_of(values, self._base)
        home = replace(home, **{name: values[f"home.{name}"] for _, name, _ in _DOOR})
        is_given = any((home.address, home.description, home.city, home.lat is not None))
        if not is_given:
            return {"home": None, "home_id": None, "has_moved": False}
        # Without a key the service changes the own home in place, or makes one.
        return {"home": home, "home_id": None, "has_moved": bool(values["has_moved"])}

    def question(self) -> str:
        """Look up what was just typed; return what the map asks."""
        if self.lives_at.key is not None:
            return ""
        self.address.pin.on_address_left()
        question = self.address.pin.question
        return f"Home: {question}" if question else ""

    def _show(self) -> None:
        is_own = self.lives_at.key is None
        self.address.set_shown(shown=is_own)
        for _, name, _ in _DOOR:
            self._form.set_shown(f"home.{name}", shown=is_own)
        self._form.set_shown("has_moved", shown=is_own and self._home_id is not None)

    def _set_on_map(self) -> None:
        if self._home_id is None or self._fields.is_changed():
            self._say("Save first (Ctrl+Enter); then the pin can be set on the map.")
        else:
            self._on_map(self._home_id)
