"""The side card of one ride: phones, addresses, notes. Looking at it is noted in the trail."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from nemt_desk.ground.words import miles_text, phone_text
from nemt_desk.members.queries import member as read_member
from nemt_desk.places.rows import Place
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.trips import queries
from nemt_desk.trips.rows import RideLine
from ui.actions.action import Action
from ui.board.buttons import ButtonRows
from ui.board.words import FITS_NOT, LEGS, clock, needs_text, return_text, run_state
from ui.theme.theme import GAP, SPACE
from ui.widgets.layout import Heading, QuietLabel, column, panel, plain_label, row, scrolling
from ui.widgets.people_words import ASSISTANCES, MODES
from ui.widgets.status import StatusLabel

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id
    from nemt_desk.members.rows import Member
    from nemt_desk.office import Office
    from nemt_desk.security.rows import Actor
    from ui.board.day import BoardDay


@dataclass(frozen=True, slots=True)
class RideFacts:
    """What the card shows."""

    ride: BoardRide
    line: RideLine
    member: "Member"
    driver: str
    run: str


def read_facts(
    office: "Office", actor: "Actor", known: "BoardDay", ride_id: "Id", *, seen: "Id | None" = None
) -> RideFacts | None:
    """Read a ride with its member; None if it is gone.

    Notes that the member was looked at, unless it is the member who is `seen` already.
    """
    ride = known.rides.get(ride_id)
    if ride is None:
        return None
    with office.store.read() as session:
        lines = queries.ride_lines_by_ids(session, [ride_id])
        again = read_member(session, ride.member_id) if ride.member_id == seen else None
    if not lines:
        return None
    member = again or office.members.view(actor, ride.member_id)
    run = known.run_of(ride)
    return RideFacts(ride, lines[0], member, known.driver_name(ride), run_state(run))


class RideCard(QWidget):
    """Shows one ride."""

    def __init__(self, *actions: Action) -> None:
        super().__init__()
        self.facts: RideFacts | None = None
        self.name = Heading("", 1.2)
        self.name.setWordWrap(True)
        self.state = StatusLabel()
        self.words = QuietLabel()
        self._parts = [plain_label() for _ in range(5)]
        self._buttons = ButtonRows(actions)
        state = row(self.state, self.words)
        state.setStretch(1, 1)
        body = panel(column(self.name, state, *self._parts, space=SPACE))
        self.setLayout(column(scrolling(body, margin=0), self._buttons, space=GAP))
        self.setAccessibleName("The ride in detail")

    def show_facts(self, facts: RideFacts) -> None:
        """Show another ride."""
        self.facts = facts
        self.name.setText(facts.ride.member_name)
        self.state.set_status(facts.ride.status)
        driver = f"{facts.driver}, {facts.run}" if facts.driver else "nobody drives yet"
        self.words.setText(driver)
        for label, text in zip(self._parts, card_texts(facts), strict=True):
            label.setText(text)
            label.setVisible(bool(text))

    def focus_first(self) -> None:
        """Put the focus on the card's first button."""
        self._buttons.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return everything the card says."""
        shown: list[QLabel] = [self.name, self.words, *self._parts]
        return "\n".join(label.text() for label in shown if label.text())


def card_texts(facts: RideFacts) -> tuple[str, str, str, str, str]:
    """Return the card's parts: calls, way there, what it takes, notes, override."""
    ride, line, member = facts.ride, facts.line, facts.member
    contact = f"{member.contact_name} {phone_text(member.contact_phone)}".strip()
    calls = [
        f"Phone {phone_text(member.phone)}" if member.phone else "No phone on file",
        f"Contact {contact}" if contact else "",
    ]
    appointment = f"Appointment {clock(ride.appointment_min)}" if ride.appointment_min else ""
    way = [
        f"{clock(ride.task.begin_min)}  {_place(line.from_place)}",
        f"{clock(ride.task.end_min)}  {_place(line.to_place)}",
        ", ".join(part for part in (appointment, line.service.replace("_", " ")) if part),
        f"{miles_text(ride.direct_m)}, {LEGS[ride.leg]}, {return_text(ride)}",
    ]
    takes = [
        needs_text(ride),
        f"{ASSISTANCES[ride.assistance]}, mode {MODES[ride.mode]}",
        _companions(line),
        f"Why: {line.ride.state_reason}" if line.ride.state_reason else "",
    ]
    notes = [
        *(_note("Driver sees", note) for note in (line.driver_note, member.driver_note)),
        _note("Office only", member.office_note),
        *(_note("There", place.driver_note) for place in (line.from_place, line.to_place)),
    ]
    return _lines(calls), _lines(way), _lines(takes), _lines(notes), override_text(ride)


def override_text(ride: BoardRide) -> str:
    """Return what was overridden, why, and by which reason."""
    if not ride.override_reason:
        return ""
    against = [f"{FITS_NOT} {v.sentence}" for v in ride.violations if v.is_blocking]
    return _lines([f"Overridden because: {ride.override_reason}", *against])


def _place(place: Place) -> str:
    street = " ".join(part for part in (place.address, place.unit) if part)
    town = " ".join(part for part in (place.state, place.zip) if part)
    where = ", ".join(part for part in (street, place.city, town) if part)
    phone = phone_text(place.phone) if place.phone else ""
    name = place.name or place.short_name
    return ", ".join(part for part in (name, where or place.description, phone) if part)


def _companions(line: RideLine) -> str:
    if not line.companions:
        return ""
    kinds = [one.kind.value.replace("_", " ") for one in line.companions]
    names = [one.name for one in line.companions]
    both = [f"{kind} {name}".strip() for kind, name in zip(kinds, names, strict=True)]
    return f"With {', '.join(both)}"


def _note(label: str, note: str) -> str:
    return f"{label}: {note}" if note else ""


def _lines(parts: list[str]) -> str:
    return "\n".join(part for part in parts if part)
