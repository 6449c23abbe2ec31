"""A new place without leaving the call: a small panel that opens in the form; nothing modal."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QFrame

from nemt_desk.ground.errors import InputError
from nemt_desk.places.rows import PlaceDuplicate, PlaceEntry, PlaceKind
from ui.book.call.pins import is_address, split_address
from ui.book.form.fields import WideLine
from ui.book.form.lines import Lines, bring_into_view, labelled
from ui.book.words import PLACE_KINDS
from ui.theme.theme import SPACE
from ui.widgets.addressline import AddressLine
from ui.widgets.buttons import plain_button
from ui.widgets.fields import ChoiceBox, PhoneEdit
from ui.widgets.flow import flow
from ui.widgets.layout import QuietLabel, column, heading, plain_label


class NewPlace(QFrame):
    """Asks for a place by name, address or description.

    Signals:
        offered: (PlaceEntry) it is to be saved.
        looked: (PlaceEntry) where is it on the map?
        known: (Place) the person took one that is there already.
        left: never mind.
    """

    offered = Signal(object)
    looked = Signal(object)
    known = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName("New place")
        self.field = ""
        self._is_warned = False
        self.name = WideLine("Name", hint="as callers say it")
        self.kind = ChoiceBox([*PLACE_KINDS.items()])
        self.address = AddressLine(chars=28, hint="house number and street")
        self.city = WideLine("Town", chars=16)
        self.state = WideLine("State", chars=4)
        self.zip = WideLine("ZIP", chars=8)
        self.phone = PhoneEdit()
        self.where = WideLine("Where, in words", chars=40, hint="if there is no address")
        self.found = QuietLabel()
        self.warning = plain_label()
        self.take = plain_button("Take the known one", "Take the place that is there already")
        self.save = plain_button("Save the place  Enter")
        self.leave = plain_button("Never mind  Esc")
        self._doubles: Sequence[PlaceDuplicate] = ()
        self._lines = Lines()
        self._lines.add(
            "Name",
            [("name", self.name), ("kind", self.kind), ("phone", self.phone)],
            *(self.name, labelled("kind", self.kind), labelled("phone", self.phone)),
        )
        town = [("city", self.city), ("state", self.state), ("zip", self.zip)]
        self._lines.add(
            "Address",
            [("address", self.address), *town],
            self.address,
            *(
                labelled({"zip": "ZIP", "city": "town"}.get(name, name), edit)
                for name, edit in town
            ),
        )
        self._lines.add("or in words", [("description", self.where)])
        buttons = flow(self.save, self.take, self.leave)
        self.setLayout(
            column(heading("New place"), self._lines, self.found, self.warning, buttons,
                   margin=SPACE)
        )  # fmt: skip
        for edit in (self.name, self.address, self.city, self.state, self.zip, self.where):
            edit.returnPressed.connect(self._on_offered)
            edit.edited.connect(self._on_edited)
        for edit in (self.address, self.city, self.zip):
            edit.editingFinished.connect(self._on_address_left)
        self.save.clicked.connect(self._on_offered)
        self.take.clicked.connect(self._on_taken)
        self.leave.clicked.connect(self.left)
        self.hide()

    def ask(self, field: str, typed: str, *, state: str) -> None:
        """Open for a field of the form, with what was typed there."""
        self.field = field
        with_address = is_address(typed)
        start = split_address(typed, state) if with_address else PlaceEntry(name=typed, state=state)
        self.fill(start)
        self.show()
        (self.name if with_address or not typed else self.address).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def fill(self, entry: PlaceEntry) -> None:
        """Show an entry."""
        pairs = (
            *((self.name, entry.name), (self.address, entry.address), (self.city, entry.city)),
            *((self.state, entry.state), (self.zip, entry.zip), (self.where, entry.description)),
        )
        for edit, words in pairs:
            edit.set_value(words)
        self.phone.set_value(entry.phone)
        self.kind.set_value(PlaceKind.CLINIC if entry.kind is PlaceKind.OTHER else entry.kind)
        self._lines.clear_problems()
        self.show_doubles(())
        self.show_found("")

    def entry(self) -> PlaceEntry:
        """Return what is typed; raises InputError."""
        kind = self.kind.value()
        name = self.name.text().strip() or self.address.text().strip()
        return PlaceEntry(
            kind=kind if isinstance(kind, PlaceKind) else PlaceKind.OTHER,
            name=name,
            address=self.address.text().strip(),
            city=self.city.text().strip(),
            state=self.state.text().strip(),
            zip=self.zip.text().strip(),
            description=self.where.text().strip(),
            phone=self.phone.digits(),
        )

    def show_found(self, words: str) -> None:
        """Say what the map says of the address."""
        self.found.setText(words)
        self.found.setVisible(bool(words))

    def show_doubles(self, doubles: Sequence[PlaceDuplicate]) -> None:
        """Say which known places may be the same; saving a second time saves all the same."""
        self._doubles = doubles
        said = [f"“{one.place.label}” has {' and '.join(one.reasons)}." for one in doubles[:3]]
        ask = " Take the known one, or press Enter again to save a second one."
        self.warning.setText(
            "⚠ Perhaps it is there already: " + " ".join(said) + ask if said else ""
        )
        self.warning.setVisible(bool(said))
        self.take.setVisible(bool(said))
        if said:
            # The words and what can be done about them are seen together, at any text size.
            QTimer.singleShot(0, self, self._show_choice)
        self._is_warned = bool(said)

    @property
    def is_warned(self) -> bool:
        """Whether the person has seen that it may be there already."""
        return self._is_warned

    def show_problems(self, error: InputError) -> None:
        """Show what is wrong beside the fields."""
        first = self._lines.show_problems(error.problems)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.show_found(error.sentence)

    def _on_edited(self) -> None:
        if self._is_warned:
            self.show_doubles(())

    def _on_address_left(self) -> None:
        if self.isVisible() and self.address.text().strip():
            self._offer(self.looked)

    def _on_offered(self) -> None:
        self._offer(self.offered)

    def _offer(self, signal: SignalInstance) -> None:
        try:
            entry = self.entry()
        except InputError as error:
            self.show_problems(error)
            return
        signal.emit(entry)

    def _show_choice(self) -> None:
        bring_into_view(self.save)
        bring_into_view(self.warning)

    def _on_taken(self) -> None:
        if self._doubles:
            self.known.emit(self._doubles[0].place)
