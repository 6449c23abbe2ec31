"""New members and places while the caller waits: their panels, duplicates, pins, saving."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from nemt_desk.geo import Suggested
from nemt_desk.ground.changes import Saved
from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.members import queries as members
from nemt_desk.members.rows import Member, MemberEntry
from nemt_desk.places import queries as places
from nemt_desk.places.rows import Place, PlaceEntry
from nemt_desk.places.rules import Pin
from nemt_desk.policy import packs
from ui.book.call.pins import Found, find_pin, one_line
from ui.book.form.place_field import PlaceField
from ui.book.people.new_member import NewMember
from ui.book.people.new_place import NewPlace
from ui.shell.desk import Desk
from ui.widgets.addressline import area_of, how_words
from ui.widgets.locate import source_of


class Newcomers(QObject):
    """Watches the two panels and saves what they offer.

    Signals:
        member_ready: (Id) a member was saved, or a known one taken.
        place_ready: (PlaceField, Place) the same for a place.
        closed: (QWidget or None) a panel was closed; who gets the focus back.
    """

    member_ready = Signal(object)
    place_ready = Signal(object, object)
    closed = Signal(object)

    def __init__(self, desk: Desk, member: NewMember, place: NewPlace, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.member, self.place = member, place
        self._field: PlaceField | None = None
        self._pins: dict[str, Found] = {}
        member.offered.connect(self._on_member_offered)
        member.looked.connect(self._on_home_looked)
        member.known.connect(self._on_member_known)
        member.left.connect(self.close)
        place.offered.connect(self._on_place_offered)
        place.looked.connect(self._on_place_looked)
        place.known.connect(self._on_place_known)
        place.left.connect(self.close)
        for panel in (member, place):
            panel.address.ask(desk.office.suggest)
        member.address.taken.connect(lambda one: self._on_address_taken(member, one))
        place.address.taken.connect(lambda one: self._on_address_taken(place, one))

    def ask_member(self, typed: str) -> None:
        """Open the panel for a new member."""
        self.place.hide()
        self.member.ask(typed, state=self._state())

    def ask_place(self, field: PlaceField, typed: str) -> None:
        """Open the panel for a new place that `field` is to show."""
        self.member.hide()
        self._field = field
        self.place.ask(field.accessibleName(), typed, state=self._state())

    def offer(self) -> bool:
        """Save what is typed in the panel that has the focus; False if none has."""
        now = QApplication.focusWidget()
        for panel in (self.member, self.place):
            if now is not None and panel.isVisible() and panel.isAncestorOf(now):
                self.desk.notices.clear()  # what was said before is not about this one
                panel.save.click()
                return True
        return False

    def close(self) -> bool:
        """Close what is open, keeping what was typed; False if nothing was."""
        was_member, was_place = not self.member.isHidden(), not self.place.isHidden()
        self.member.hide()
        self.place.hide()
        if was_member or was_place:
            self.closed.emit(self._field if was_place else None)
        return was_member or was_place

    def _state(self) -> str:
        return self.desk.office.settings.state or packs.load(self.desk.office.settings.pack).state

    def _pin(self, entry: PlaceEntry) -> Found:
        line = one_line(entry)
        if line not in self._pins:
            self._pins = {line: find_pin(self.desk.office.geocode, entry)}
        return self._pins[line]

    def _pinned(self, entry: PlaceEntry) -> PlaceEntry:
        pin = self._pin(entry).pin
        if pin is None:
            return entry
        return replace(entry, lat=pin.lat, lon=pin.lon, pin_source=pin.source)

    def _on_address_taken(self, panel: NewMember | NewPlace, one: Suggested) -> None:
        """Fill in town, state and ZIP of an address chosen while typing, and keep its point."""
        lines = (panel.city, panel.state, panel.zip)
        for line, text in zip(lines, area_of(one), strict=True):
            if text:
                line.set_value(text)
        if one.precision.is_rough:
            return
        texts = (line.text().strip() for line in (panel.address, *lines))
        address, city, state, code = texts
        entry = PlaceEntry(address=address, city=city, state=state, zip=code)
        pin = Pin(one.point.lat, one.point.lon, source_of(one.precision))
        found = Found(pin, f"On the map: {one.text} ({how_words(one)}).")
        self._pins = {one_line(entry): found}
        panel.show_found(found.words)

    # --- the member -----------------------------------------------------------------------

    def _on_home_looked(self, home: PlaceEntry) -> None:
        self.member.show_found(self._pin(home).words)

    def _on_member_offered(self, entry: MemberEntry) -> None:
        if not self.member.is_warned:
            with self.desk.office.store.read() as session:
                doubles = members.possible_duplicates(session, entry)
            if doubles:
                self.member.show_doubles(doubles)
                return
        if entry.home is not None:
            entry = replace(entry, home=self._pinned(entry.home))
        saved = self._saved(
            lambda: self.desk.office.members.add(self.desk.actor, entry), self.member
        )
        if saved is not None:
            self.member.clear()
            self.member.hide()
            self.desk.did(saved.changes)
            self.member_ready.emit(saved.id)

    def _on_member_known(self, member: Member) -> None:
        self.member.clear()
        self.member.hide()
        self.member_ready.emit(member.id)

    # --- the place ------------------------------------------------------------------------

    def _on_place_looked(self, entry: PlaceEntry) -> None:
        self.place.show_found(self._pin(entry).words)

    def _on_place_offered(self, entry: PlaceEntry) -> None:
        entry = self._pinned(entry)
        if not self.place.is_warned:
            with self.desk.office.store.read() as session:
                doubles = places.possible_duplicates(session, entry)
            if doubles:
                self.place.show_doubles(doubles)
                return
        saved = self._saved(lambda: self.desk.office.places.add(self.desk.actor, entry), self.place)
        if saved is not None:
            with self.desk.office.store.read() as session:
                made = places.place(session, saved.id)
            self.desk.did(saved.changes)
            self._on_place_known(made)

    def _on_place_known(self, place: Place) -> None:
        self.place.hide()
        if self._field is not None:
            self.place_ready.emit(self._field, place)

    def _saved(self, save: Callable[[], Saved], panel: NewMember | NewPlace) -> Saved | None:
        try:
            return save()
        except InputError as error:
            panel.show_problems(error)
        except DeskError as error:
            self.desk.refuse(error)
        return None
