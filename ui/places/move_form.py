"""What happens to a place: where it is now, from when on, what becomes of its rides."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from PySide6.QtWidgets import QWidget

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.ids import Id
from nemt_desk.places.rows import Place, PlaceEntry
from nemt_desk.places.rules import moved_entry
from nemt_desk.runs.move_rows import MoveKind, PlaceMove
from ui.widgets.addressfields import AddressFields
from ui.widgets.addressline import Suggest
from ui.widgets.locate import Geocode
from ui.widgets.recordform import NamedForm, RecordFields

KINDS: dict[MoveKind, str] = {
    MoveKind.MOVED: "It moves to a new address",
    MoveKind.CORRECTED: "Its address or pin is put right",
    MoveKind.CLOSED: "It closes",
}
_KIND_HELP: dict[MoveKind, str] = {
    MoveKind.MOVED: "A new place is made; the old one keeps the rides of before.",
    MoveKind.CORRECTED: "The same place: its rides are measured again.",
    MoveKind.CLOSED: "Choose in the list which rides are cancelled (Delete).",
}


class MoveForm(RecordFields):
    """The fields of a move; `wanted` reads them."""

    def __init__(
        self,
        *,
        find: Geocode,
        suggest: Suggest,
        today: Callable[[], date],
        say: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._today = today
        self._place: Place | None = None
        self._kind = MoveKind.MOVED
        self.form = NamedForm()
        self.kind = self.form.choice("What &happens", "kind", KINDS)
        self.form.day("From &day on", "from_day", today)
        self.address = AddressFields(
            self.form,
            prefix="",
            find=find,
            suggest=suggest,
            on_map=lambda: say("Type the address, or a pin as latitude, longitude."),
        )
        self.form.text(
            "&Reason", "reason", chars=36, help="Stays with each ride that is cancelled."
        )
        self.form.tick("New &pick-up times from the new minutes", "new_times")
        self.form.tick("Rides without a way too: their &miles are then unknown", "without_miles")
        self.form.tick("Who li&ves there moves along", "residents")
        self.aliases["lat"] = "pin"
        self.take(self.form)
        self.kind.edited.connect(self._on_kind)

    def begin(self, place: Place) -> None:
        """Show a place as it is, to say what happens to it."""
        self._place = place
        self._fill(MoveKind.MOVED)

    def dress(self, *, has_residents: bool) -> None:
        """Ask about who lives there only where somebody does."""
        self.form.set_shown("residents", shown=has_residents and self._kind is MoveKind.MOVED)

    def wanted(self, cancel: frozenset[Id]) -> PlaceMove:
        """Return what was typed; `cancel` are the rides chosen in the list.

        Raises:
            InputError: with everything that can't be read.
        """
        if self._place is None:
            raise InputError([Problem("kind", "Choose a place first.")])
        values = cast("dict[str, Any]", self.values())
        if values["from_day"] is None:
            raise InputError([Problem("from_day", "Say from which day on.")])
        kind = self._kind
        is_closed = kind is MoveKind.CLOSED
        return PlaceMove(
            place_id=self._place.id,
            kind=kind,
            from_day=values["from_day"],
            entry=None if is_closed else self._entry(values),
            new_times=bool(values["new_times"]) and not is_closed,
            without_miles=bool(values["without_miles"]) and not is_closed,
            residents=bool(values["residents"]) and kind is MoveKind.MOVED,
            cancel=cancel if is_closed else frozenset(),
            reason=str(values["reason"]) if is_closed else "",
        )

    def question(self) -> str:
        """Return what the map asks about the address."""
        return "" if self._kind is MoveKind.CLOSED else self.address.pin.question

    def first(self) -> QWidget:
        """Return where typing begins."""
        return self.kind

    def _entry(self, values: dict[str, Any]) -> PlaceEntry:
        entry = self.address.entry_of(values, self._before())
        if not (entry.address or entry.description or entry.lat is not None):
            raise InputError([Problem("address", "Say where the place is now.")])
        return entry

    def _before(self) -> PlaceEntry:
        if self._place is None:
            return PlaceEntry()
        is_moved = self._kind is MoveKind.MOVED
        return moved_entry(self._place) if is_moved else PlaceEntry.of(self._place)

    def _on_kind(self) -> None:
        kind = self.kind.value()
        if isinstance(kind, MoveKind) and kind is not self._kind:
            self._fill(kind)

    def _fill(self, kind: MoveKind) -> None:
        self._kind = kind
        is_closed = kind is MoveKind.CLOSED
        fixed = {"kind": kind, "from_day": self._today(), "reason": "", "residents": True}
        ticks = {"new_times": False, "without_miles": False}
        self.fill(fixed | ticks | self.address.values_of(self._before()))
        self.form.set_help("kind", _KIND_HELP[kind])
        self.address.set_shown(shown=not is_closed)
        self.form.set_shown("reason", shown=is_closed)
        for name in ("new_times", "without_miles"):
            self.form.set_shown(name, shown=not is_closed)
        self.edited.emit()
