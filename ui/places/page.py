"""The Places page: clinics, pharmacies, homes; where they are, how to drive up to them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QLabel, QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.listing import Listing
from nemt_desk.ground.words import day_year_text, phone_text
from nemt_desk.places import queries
from nemt_desk.places.rows import PinSource, PlaceKind, PlaceListRow
from nemt_desk.runs.ripples import last_driver
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.places.fields import PlaceFields
from ui.places.room import PlaceRoom
from ui.shell.desk import Desk
from ui.shell.records import RecordsPage
from ui.widgets.columns import folding
from ui.widgets.fields import ChoiceBox
from ui.widgets.layout import column, panel, row
from ui.widgets.people_words import PINS, PLACE_KINDS, ROUGH_PINS
from ui.widgets.rows import Column
from ui.widgets.table import RowsTable

if TYPE_CHECKING:
    from ui.places.move_panel import MovePanel

_ALL: tuple[tuple[object, str], ...] = ((None, "all but homes"),)


def pin_status(row: PlaceListRow) -> str:
    """Return the look of a place's pin (a key of ui.theme.status)."""
    if row.pin_source is PinSource.NONE:
        return "no_pin"
    return "rough_pin" if row.pin_source in ROUGH_PINS else ""


def sure_words(row: PlaceListRow) -> str:
    """Return until when there was somebody, or when a driver last found all right."""
    if row.closed_on is not None:
        return f"closed {day_year_text(row.closed_on).partition(' ')[2]}"
    return day_year_text(row.confirmed_on).partition(" ")[2] if row.confirmed_on else ""


COLUMNS = [
    Column[PlaceListRow]("Name", lambda row: row.name or row.where, width=280),
    Column[PlaceListRow]("Kind", lambda row: PLACE_KINDS[row.kind], width=130),
    Column[PlaceListRow]("Where", lambda row: row.where, width=290),
    Column[PlaceListRow]("Town", lambda row: row.town, width=120),
    Column[PlaceListRow]("Phone", lambda row: phone_text(row.phone), width=110),
    Column[PlaceListRow]("Pin", lambda row: PINS[row.pin_source], status=pin_status, width=150),
    Column[PlaceListRow](
        "Confirmed",
        sure_words,
        sort=lambda row: row.confirmed_on,
        status=lambda row: "closed" if row.closed_on else "",
        width=110,
    ),
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
        own: dict[str, Action] = {}
        super().__init__(desk, lambda: PlaceRoom(desk, own), table)
        self._kind.edited.connect(self.read_list)
        own |= {act.id.partition(".")[2]: act for act in self._place_actions()}
        self._acts |= own
        self._moves: MovePanel | None = None
        self._change = Action(
            "places.change", "Change them together", self.save, "Ctrl+Return", self._can_change
        )
        self.lay_out()

    def _place_actions(self) -> list[Action]:
        def has_place() -> bool:
            target = self.target()
            return target is not None and not target[1] and not self.is_moving()

        def can_print() -> bool:
            return self.is_moving() and self._moves is not None and self._moves.plan is not None

        return [
            Action(
                "places.confirm",
                "Confirmed today by …",
                self.confirm,
                "F9",
                lambda: self.pane is not None and not self.is_moving(),
            ),
            Action("places.move", "Moves or closes …", self.begin_move, "F7", has_place),
            Action(
                "places.cancel_rides",
                "Cancel these rides, or not",
                lambda: self._moves.turn_chosen() if self._moves is not None else None,
                "Delete",
                lambda: self.is_moving() and self._moves is not None and self._moves.is_closing,
            ),
            Action("places.calls", "Call list", self._print_calls, "Ctrl+P", can_print),
        ]

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

    # --- a driver was there ---------------------------------------------------------------------

    def confirm(self) -> None:
        """Fill in that a driver found all right today: by the name of who was there last."""
        pane = self.pane
        if pane is None or not isinstance(pane.fields, PlaceFields):
            return
        name = ""
        if pane.key is not None:
            with self.desk.office.store.read() as session:
                name = last_driver(session, pane.key, self.desk.today())
        pane.fields.confirm(name)
        self.desk.say("Say which driver, then save (Ctrl+Enter).")

    # --- a place that moves or closes -----------------------------------------------------------

    def is_moving(self) -> bool:
        """Tell whether the rides a place touches are shown."""
        return self._moves is not None and self._shown.currentWidget() is self._moves.parentWidget()

    def begin_move(self) -> None:
        """Show what the place touches."""
        target = self.target()
        if target is None:
            return
        if self.pane is not None and self.pane.is_changed():
            self.desk.say("Save first (Ctrl+Enter), or drop what you typed.")
            return
        if self._moves is None:
            from ui.places.move_panel import MovePanel  # noqa: PLC0415 - rare, brings paper along

            self._moves = MovePanel(self.desk)
            self._moves.dressed.connect(self._dress)
            self._shown.addWidget(self._moves_frame(self._moves))
        try:
            self._moves.begin(target[0])
        except DeskError as error:
            self.desk.refuse(error)
            return
        self.open_record(target[0])
        self._shown.setCurrentIndex(2)
        self._dress()
        self._moves.form.first().setFocus()

    def _moves_frame(self, moves: QWidget) -> QWidget:
        # Ctrl+Enter is bound once, as saving: here it saves the move.
        acts = (self._acts["cancel_rides"], self._acts["calls"], self._change)
        buttons = [ActionButton(act) for act in acts]
        self._buttons += buttons
        bar = folding(panel(row(buttons[0], None)), panel(row(None, *buttons[1:])))
        frame = column(moves, bar)
        frame.setStretch(0, 1)
        return panel(frame)

    def _can_change(self) -> bool:
        return self._moves is not None and self._moves.can_apply()

    def save(self) -> None:
        """Save the record shown, or change all that the place touches."""
        if self.is_moving() and self._moves is not None:
            self._moves.apply()
        else:
            super().save()

    def _print_calls(self) -> None:
        if self._moves is not None:
            self._moves.print_calls()

    def back(self) -> bool:
        """Leave the rides for the record, the record for the list."""
        if not self.is_moving():
            return super().back()
        self._shown.setCurrentIndex(1)
        self._dress()
        self.desk.say("The rides are as they were listed; F7 goes on with it.")
        return True

    def refresh(self, changes: Changes | None) -> None:
        """Read again what was touched."""
        super().refresh(changes)
        if self.is_moving() and self._moves is not None:
            self._moves.refresh(changes)

    def first_focus(self) -> QWidget | None:
        """Begin where the page stands."""
        if self.is_moving() and self._moves is not None:
            return self._moves.form.first()
        return super().first_focus()

    def archive_record(self, key: Id, *, is_back: bool) -> Changes:
        """Archive a place or bring one back."""
        places = self.desk.office.places
        return (places.unarchive if is_back else places.archive)(self.desk.actor, key)

    def help_text(self) -> str:
        """Say what the page is for."""
        return (
            "Every named point: clinics, pharmacies, homes. The address is found on the map as you"
            " leave it; a pin can be set by hand, and the street point is kept. F9 notes that a"
            " driver found all right today. F7 lists every ride a place touches that moves or"
            " closes, and changes them together. Insert begins a new place, Ctrl+Enter saves, Esc"
            " goes back and keeps what you typed."
        )
