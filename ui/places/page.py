"""The Places page: clinics, pharmacies, homes; where they are, how to drive up to them."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QLabel, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import Listing
from nemt_desk.ground.words import phone_text
from nemt_desk.places import queries
from nemt_desk.places.rows import PinSource, PlaceKind, PlaceListRow
from ui.places.room import PlaceRoom
from ui.shell.desk import Desk
from ui.shell.records import RecordsPage
from ui.widgets.fields import ChoiceBox
from ui.widgets.people_words import PINS, PLACE_KINDS, ROUGH_PINS
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

_ALL: tuple[tuple[object, str], ...] = ((None, "all but homes"),)


def pin_status(row: PlaceListRow) -> str:
    """Return the look of a place's pin (a key of ui.theme.status)."""
    if row.pin_source is PinSource.NONE:
        return "no_pin"
    return "rough_pin" if row.pin_source in ROUGH_PINS else ""


COLUMNS = [
    Column[PlaceListRow]("Name", lambda row: row.name or row.where, width=280),
    Column[PlaceListRow]("Kind", lambda row: PLACE_KINDS[row.kind], width=130),
    Column[PlaceListRow]("Where", lambda row: row.where, width=290),
    Column[PlaceListRow]("Town", lambda row: row.town, width=120),
    Column[PlaceListRow]("Phone", lambda row: phone_text(row.phone), width=110),
    Column[PlaceListRow]("Pin", lambda row: PINS[row.pin_source], status=pin_status, width=150),
]


class PlacesPage(RecordsPage):
    """Finds, enters, changes and archives places."""

    page_id: ClassVar[str] = "places"
    title: ClassVar[str] = "Places"
    icon: ClassVar[str] = "mdi6.map-marker-outline"
    order: ClassVar[int] = 90
    record_kind: ClassVar[str] = "place"
    kinds: ClassVar[frozenset[str]] = frozenset({"place"})
    nouns: ClassVar[str] = "places"

    def __init__(self, desk: Desk) -> None:
        self._kind = ChoiceBox([*_ALL, *PLACE_KINDS.items()])
        self._kind.setAccessibleName("Kind of places shown")
        table = RowsTable(
            COLUMNS,
            key=lambda row: row.id,
            name="Places",
            noun=("place", "places"),
            empty="No places of this kind. Press Insert to enter one.",
            remember=("places.list", desk.prefs),
            filter_rows=False,
        )
        table.filter.setPlaceholderText("Name, address or town, in any order")
        super().__init__(desk, lambda: PlaceRoom(desk), table)
        self._kind.edited.connect(self.read_list)
        self.lay_out()

    def list_bar(self) -> list[QWidget]:
        """Return the choice of kinds."""
        words = QLabel("&Kind")
        words.setBuddy(self._kind)
        return [words, self._kind]

    def reader(self, text: str, *, archived: bool) -> Callable[[], Listing[PlaceListRow]]:
        """Return what reads the rows."""
        chosen = self._kind.value()
        kind = chosen if isinstance(chosen, PlaceKind) else None
        store = self.desk.office.store

        def read() -> Listing[PlaceListRow]:
            with store.read() as session:
                return queries.place_list(session, text=text, kind=kind, archived=archived)

        return read

    def archive_record(self, key: Id, *, is_back: bool) -> Changes:
        """Archive a place or bring one back."""
        places = self.desk.office.places
        return (places.unarchive if is_back else places.archive)(self.desk.actor, key)

    def help_text(self) -> str:
        """Say what the page is for."""
        return (
            "Every named point: clinics, pharmacies, homes. The address is found on the map as you"
            " leave it; a pin can be set by hand. Insert begins a new place, Ctrl+Enter saves, Esc"
            " goes back and keeps what you typed."
        )
