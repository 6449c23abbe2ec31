"""The form of the call, in the order a caller tells things. Holds widgets; `trip_fields` reads."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from nemt_desk.trips.rows import Care, ReturnKind
from ui.book.call import questions
from ui.book.form.also_ask import AlsoAsk
from ui.book.form.companions import CompanionList
from ui.book.form.door import Door
from ui.book.form.fields import GivenTime, MinutesEdit, WideLine, fixed_chars
from ui.book.form.lines import Lines, labelled
from ui.book.form.place_field import PlaceField, PlaceFinder
from ui.book.form.stops import StopList
from ui.book.services import BY_CODE, find_services
from ui.book.words import ASSISTANCE, MODES, RETURN_MODES, RETURNS
from ui.theme.theme import target_height, theme
from ui.widgets.buttons import plain_button
from ui.widgets.fields import ChoiceBox, DayEdit, TickBox
from ui.widgets.layout import QuietLabel
from ui.widgets.typeahead import Suggestion, TypeAhead


class ServiceField(TypeAhead):
    """What the ride is for, found by the words a caller uses."""

    def __init__(self) -> None:
        super().__init__(
            lambda typed: [Suggestion(one.code, one.words) for one in find_services(typed)],
            name="What the ride is for",
            least=0,
            chars=18,
        )

    def show_service(self, code: str) -> None:
        """Show a service as chosen."""
        known = BY_CODE.get(code)
        self.set_chosen(code or None, known.words if known else "")

    def code(self) -> str:
        """Return the chosen service, or nothing."""
        return str(self.key) if self.key is not None else ""


class TripForm(QWidget):
    """All fields of the trip.

    Signals:
        edited: the person has changed something.
        new_place_asked: (field name or PlaceField, typed) a place is to be made.
    """

    edited = Signal()
    new_place_asked = Signal(object, str)

    def __init__(
        self, find_places: PlaceFinder, today: Callable[[], date], cares: Mapping[Care | None, str]
    ) -> None:
        super().__init__()
        self.service = ServiceField()
        self.asks = AlsoAsk(today, cares)
        self.ask_all = plain_button("More to ask (&Z)")
        self.place = PlaceField(find_places, "Where to")
        self.day = DayEdit(today)
        self.appointment, self.pickup, self.dropoff = GivenTime(), GivenTime(), GivenTime()
        self.stay = MinutesEdit("Stay")
        self.origin = PlaceField(find_places, "From", has_home=True)
        self.drive = MinutesEdit("Expected driving minutes")
        self.way = QuietLabel()
        self.stops = StopList(find_places)
        self.add_stop = plain_button("Add &stop")
        self.returns = {kind: QRadioButton(words) for kind, words in RETURNS.items()}
        self.return_group = QButtonGroup(self)
        self.return_time = GivenTime()
        self.return_to = PlaceField(find_places, "Return to", has_home=False)
        self.return_mode = ChoiceBox([*RETURN_MODES.items()])
        self.return_way = QuietLabel()
        self.companions = CompanionList()
        self.add_companion = plain_button("Add compan&ion")
        self.animal = TickBox("service animal (do&g)")
        self.chair = TickBox("stays in &wheelchair")
        self.mode = ChoiceBox([*MODES.items()])
        self.assistance = ChoiceBox([*ASSISTANCE.items()])
        self.repeat = WideLine("Repeat", chars=22, hint="Mon Wed Fri until 12/24")
        self.repeat_words = QuietLabel()
        self.driver_note = WideLine("Driver sees", chars=28)
        self.office_note = WideLine("Office only", chars=28)
        self.lines = Lines()
        self._set_up()
        self._lay_out()
        self._wire()

    def tick_return(self, kind: ReturnKind) -> None:
        """Tick a way home; Tab comes to the one that is ticked, which Qt does only for a click."""
        self.returns[kind].setChecked(True)
        for button in self.returns.values():
            is_ticked = button.isChecked()
            policy = Qt.FocusPolicy.StrongFocus if is_ticked else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _ticked_return(self) -> QWidget:
        return next(button for button in self.returns.values() if button.isChecked())

    def texts(self) -> dict[str, str]:
        """Return everything typed as text: the emergency words are looked for in all of it."""
        fields = {
            "service": self.service,
            "place": self.place,
            "from": self.origin,
            "return_to": self.return_to,
            "repeat": self.repeat,
            "driver_note": self.driver_note,
            "office_note": self.office_note,
        }
        texts = {name: field.text().strip() for name, field in fields.items()}
        # A chosen record's own name is not what the caller said.
        for name, field in (("service", self.service), ("place", self.place),
                            ("from", self.origin), ("return_to", self.return_to)):  # fmt: skip
            if field.key is not None:
                texts[name] = ""
        return texts | {
            "companions": self.companions.names(),
            "stops": self.stops.words(),
            "asks": self.asks.words(),
        }

    def _set_up(self) -> None:
        names = (
            *((self.mode, "Mode"), (self.return_mode, "Mode of the return")),
            *((self.appointment, "Appointment time"), (self.return_time, "Return pick-up time")),
        )
        for widget, name in names:
            widget.setAccessibleName(name)
        self.mode.setItemText(0, "as assessed")
        for number, (kind, button) in enumerate(self.returns.items()):
            self.return_group.addButton(button, number)
            button.setMinimumHeight(target_height())
            button.setChecked(kind is ReturnKind.SCHEDULED)
        for time in (self.appointment, self.pickup, self.dropoff, self.return_time):
            time.setPlaceholderText("905")
        self.day.setAccessibleName("Day of the appointment")
        self.return_to.setPlaceholderText("where the ride began")
        for label in (self.way, self.return_way, self.repeat_words):
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._size()
        theme().changed.connect(self._size)

    def _size(self) -> None:
        for field in (self.appointment, self.pickup, self.dropoff, self.return_time):
            fixed_chars(field, 11)
        fixed_chars(self.day, 18)
        for minutes in (self.stay, self.drive):
            fixed_chars(minutes, 11)

    def _lay_out(self) -> None:
        add = self.lines.add
        add("&For", [("service", self.service), ("place", self.place)],
            self.service, labelled("wit&h", self.place))  # fmt: skip
        add("&Appointment",
            [("day", self.day), ("appointment", self.appointment), ("stay", self.stay)],
            self.day, labelled("a&t", self.appointment), labelled("sta&y", self.stay),
            self.ask_all)  # fmt: skip
        add("Also ask", [(name, field) for name, field in self.asks.fields().items()],
            self.asks, alone=False)  # fmt: skip
        self.asks.emptied.connect(
            lambda is_empty: self.lines.show_line(questions.CARE, is_shown=not is_empty)
        )
        self.asks.show_questions(frozenset())
        add("F&rom", [("from", self.origin)])
        add("&Pick up", [("pickup", self.pickup), ("dropoff", self.dropoff), ("drive", self.drive)],
            self.pickup, labelled("&drop off", self.dropoff),
            labelled("driving, e&xpected", self.drive), self.way)  # fmt: skip
        add("Then", [("stops", self.stops)], self.stops, self.add_stop, alone=False)
        back = add("Ret&urn", [("return", self.return_time)], *self.returns.values(),
                   self.return_time, labelled("to (&J)", self.return_to), self.return_mode,
                   self.return_way, alone=False)  # fmt: skip
        back.setBuddy(Door(self, self._ticked_return))
        self.lines.alias("return_to", self.return_to, "return")
        add("With", [("companions", self.companions)], self.companions, self.add_companion,
            self.animal, self.chair, alone=False)  # fmt: skip
        add("Goes &by", [("mode", self.mode), ("assistance", self.assistance)],
            self.mode, labelled("assistan&ce", self.assistance))  # fmt: skip
        add("R&epeat", [("repeat", self.repeat)], self.repeat, self.repeat_words)
        add("Dri&ver sees", [("driver_note", self.driver_note), ("office_note", self.office_note)],
            self.driver_note, labelled("&Office only", self.office_note))  # fmt: skip
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.lines)
        whole.addStretch(1)

    def _wire(self) -> None:
        fields = (self.service, self.asks, self.place, self.day, self.appointment, self.stay,
                  self.origin, self.pickup, self.dropoff, self.drive, self.stops, self.return_time,
                  self.return_to, self.return_mode, self.companions, self.animal, self.chair,
                  self.mode, self.assistance, self.repeat, self.driver_note,
                  self.office_note)  # fmt: skip
        for field in fields:
            field.edited.connect(self.edited)
        self.service.cleared.connect(self.edited)
        self.return_group.idClicked.connect(lambda _id: self.edited.emit())
        self.add_stop.clicked.connect(self.stops.add)
        self.ask_all.clicked.connect(self.asks.turn_all)
        self.add_companion.clicked.connect(self.companions.add)
        self.stops.new_place_asked.connect(self.new_place_asked)
        for field in (self.place, self.origin, self.return_to):
            field.picked.connect(self.edited)
            field.new_asked.connect(self._asker(field))

    def _asker(self, field: PlaceField) -> Callable[[str], None]:
        return lambda typed: self.new_place_asked.emit(field, typed)
