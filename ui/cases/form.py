"""The form of one case: what was told, by whom, about which member, ride and driver."""

import uuid
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from nemt_desk.cases.entry import CaseEntry
from nemt_desk.cases.rows import Case
from nemt_desk.drivers import queries as drivers
from nemt_desk.ground.errors import InputError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_year_text, phone_text, time_text
from nemt_desk.members import queries as members
from nemt_desk.trips import queries as trips
from nemt_desk.trips.rows import Ride
from ui.cases.looks import KINDS, METHODS, PRIORITIES
from ui.shell.desk import Desk
from ui.widgets.fields import ChoiceBox
from ui.widgets.form import FieldForm
from ui.widgets.layout import column
from ui.widgets.typeahead import Suggestion, TypeAhead

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

_NO_RIDE: tuple[tuple[object, str], ...] = ((None, "no ride in particular"),)


class CaseForm(QWidget):
    """Fields of a case; `entry()` reads them, `show_case` fills them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        form = self.form = FieldForm()
        form.choice("&Kind", "kind", KINDS)
        form.text("S&ummary", "summary", help="One line: what happened.", chars=44)
        form.day("&Received", "received_on", desk.today)
        form.choice("&How", "method", METHODS)
        form.choice("&Priority", "priority", PRIORITIES)
        form.day("&Due", "due_on", desk.today, help="Empty: the priority chooses.")
        form.section("From whom")
        form.text("&Name", "from_name")
        form.phone("Ph&one", "from_phone")
        form.section("About")
        self.member = form.field("&Member", "member_id", TypeAhead(self._members, name="Member"))
        self.ride = form.field("R&ide", "ride_id", ChoiceBox(_NO_RIDE))
        self.driver = form.field("Dri&ver", "driver_id", TypeAhead(self._drivers, name="Driver"))
        form.note("De&tails", "details", lines=4, help="In the words of the person who told it.")
        self.member.chosen.connect(self._on_member_chosen)
        self.member.cleared.connect(lambda: self._on_member_chosen(None))
        self.setLayout(column(form))

    def show_new(self) -> None:
        """Begin a new case."""
        blank = CaseEntry(summary="", received_on=self._desk.today())
        self._fill(blank, member="", driver="")

    def show_case(self, case: Case) -> None:
        """Fill in a case."""
        with self._desk.office.store.read() as session:
            people = members.members_by_ids(session, _known(case.member_id))
            behind = drivers.drivers_by_ids(session, _known(case.driver_id))
        names = [*(m.name for m in people.values()), *(d.name for d in behind.values())]
        member = names[0] if people else ""
        driver = names[-1] if behind else ""
        self._fill(_entry_of(case), member=member, driver=driver)

    def knows_about(self, kind: str) -> bool:
        """Tell whether a new case can be begun about a record of that kind."""
        return kind in {"member", "driver", "ride"}

    def show_about(self, kind: str, key: Id | None) -> None:
        """Fill in whom or what a new case is about; Save is still to be pressed."""
        if key is None:
            return
        with self._desk.office.store.read() as session:
            ride = trips.ride(session, key) if kind == "ride" else None
            member_id = ride.member_id if ride is not None else key
            people = members.members_by_ids(session, [member_id])
            behind = drivers.drivers_by_ids(session, [key])
        for member in people.values():
            self.member.set_chosen(member.id, member.name)
            self._offer_rides(member.id)
        for driver in behind.values():
            self.driver.set_chosen(driver.id, driver.name)
        if ride is not None:
            self.ride.set_value(ride.id)

    def entry(self) -> CaseEntry:
        """Return what was typed.

        Raises:
            InputError: a field can't be read.
        """
        values: dict[str, Any] = dict(self.form.values())
        received: date | None = values.pop("received_on")
        today = self._desk.today()
        for name, field in (("member_id", self.member), ("driver_id", self.driver)):
            values[name] = field.key
        return CaseEntry(received_on=received or today, **values)

    def refuse(self, error: InputError) -> None:
        """Show what can't be taken beside the fields."""
        self.form.show_problems(error)

    def _fill(self, entry: CaseEntry, *, member: str, driver: str) -> None:
        self.member.set_chosen(entry.member_id, member)
        self.driver.set_chosen(entry.driver_id, driver)
        self._offer_rides(entry.member_id)
        names = ("kind", "summary", "received_on", "method", "priority", "due_on", "from_name")
        more = ("from_phone", "ride_id", "details")
        self.form.fill({name: getattr(entry, name) for name in (*names, *more)})

    def _members(self, typed: str) -> list[Suggestion]:
        with self._desk.office.store.read() as session:
            found = members.suggest_members(session, typed, limit=12)
        return [Suggestion(m.id, m.name, phone_text(m.phone)) for m in found]

    def _drivers(self, typed: str) -> list[Suggestion]:
        with self._desk.office.store.read() as session:
            found = drivers.find_drivers(session, typed, limit=12)
        return [Suggestion(d.id, d.name, phone_text(d.phone)) for d in found]

    def _on_member_chosen(self, key: object) -> None:
        self._offer_rides(key if isinstance(key, uuid.UUID) else None)

    def _offer_rides(self, member_id: Id | None) -> None:
        rides: Sequence[Ride] = ()
        if member_id is not None:
            with self._desk.office.store.read() as session:
                rides = trips.rides_of_member(session, member_id, limit=30)
        said: Callable[[Ride], str] = self._ride_words
        self.ride.set_choices([*_NO_RIDE, *((ride.id, said(ride)) for ride in rides)])

    def _ride_words(self, ride: Ride) -> str:
        day = day_year_text(ride.day)
        if ride.pickup_at is None:
            return f"{day}, {ride.leg}, will call"
        return f"{day}, {ride.leg}, {time_text(self._desk.office.time.local(ride.pickup_at))}"


def _known(key: Id | None) -> list[Id]:
    return [] if key is None else [key]


def _entry_of(case: Case) -> CaseEntry:
    names = CaseEntry.__slots__
    return CaseEntry(**{name: getattr(case, name) for name in names})
