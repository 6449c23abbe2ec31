"""The open call: brings what is typed to the booking and what it answers back to the parts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nemt_desk.ground.errors import DeskError, InputError, Problem
from nemt_desk.ground.ids import Id
from ui.book.call.booking import Booking
from ui.book.call.changing import change_next, changeable, open_trip
from ui.book.call.judge import Verdict
from ui.book.form.along import MovingAlong
from ui.book.form.trip_fields import read, show, show_plan, show_repeat, show_rider
from ui.book.parts import BookParts
from ui.book.put_away import PutAway, Shelf
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from datetime import date

_OTHER = Qt.FocusReason.OtherFocusReason
_PAUSE_MS = 150  # a repeat's days are laid out when the keys rest


class OpenCall(QObject):
    """One call after the other.

    Signals:
        opened: a call was begun, or is over.
    """

    opened = Signal()

    def __init__(self, desk: Desk, booking: Booking, parts: BookParts, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.booking, self.parts = desk, booking, parts
        self.form, self.who = parts.form, parts.who
        self.shelf = Shelf(booking, self.who.text, self._show_call, self._come, desk.say)
        self.verdict = Verdict(None)
        self._has_said = False
        self._along = MovingAlong(self.form)
        self.form.appointment.edited.connect(self._on_appointment_edited)
        self._card_day: date | None = None
        # Once for all that one key changes; the answer itself takes a few milliseconds.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.answer)
        self._repeat_soon = QTimer(self)
        self._repeat_soon.setSingleShot(True)
        self._repeat_soon.setInterval(_PAUSE_MS)
        self._repeat_soon.timeout.connect(self._look_for_collisions)

    # --- what a dispatcher does -----------------------------------------------------------

    def take_member(self, member_id: Id) -> None:
        """Book for this member."""
        try:
            self.booking.take_member(member_id)
        except DeskError as error:
            self.desk.refuse(error)
            return
        member = self.booking.draft.member
        self.who.set_chosen(member_id, member.name if member else "")
        show_rider(self.form, self.booking.draft)
        self.parts.show_call(self.booking.draft.caller, self.booking.booked)
        self.show_card()
        self.take()
        self.answer()
        self.form.service.setFocus(_OTHER)

    def save(self) -> Sequence[Id]:
        """Save the trip; a refused one stays as it is, with words beside the fields."""
        self.settle()
        try:
            booked = self.booking.save()
        except InputError as error:
            self.show_problems(error)
            return ()
        except DeskError as error:
            self.desk.refuse(error)
            return ()
        self._show_next()
        self.desk.did(booked.changes)
        return booked.ride_ids

    def same_again(self) -> None:
        """Fill in the last trip; the day is next, ready to be typed over."""
        self.take()
        if not self.booking.same_again():
            self.desk.say("There is no earlier trip of this member to fill in.")
            return
        show(self.form, self.booking.draft)
        self._along.begin(self.booking.draft)
        self.parts.show_changing(None)
        self.answer()
        self.form.day.setFocus(_OTHER)
        self.form.day.selectAll()

    def change_next(self) -> None:
        """Fill in the member's next trip, to be changed; again: the one after it."""
        self.take()
        if not change_next(self.booking):
            self.desk.say("This member has no trip to come that could be changed.")
            return
        self.show_all()
        self._along.begin(self.booking.draft)
        self.form.day.setFocus(_OTHER)
        self.form.day.selectAll()

    def change_trip(self, trip_id: Id) -> None:
        """Fill in one booked trip, to be changed: somebody comes from its ride."""
        try:
            trip = changeable(self.booking, trip_id)
            self.make_room()
            open_trip(self.booking, trip)
        except DeskError as error:
            self.desk.refuse(error)
            return
        self.show_who("")
        self.show_all()
        self._along.begin(self.booking.draft)
        self.form.day.setFocus(_OTHER)

    def put_away(self) -> None:
        """Make room for the next call; Undo brings this one back."""
        self.take()
        self.desk.undo_stack.push(PutAway(self.shelf))

    def make_room(self) -> None:
        """Put an open call away before another one is begun from elsewhere, and say so."""
        self.take()
        if not self.booking.is_empty:
            self.put_away()
            self.desk.say("The call that was open was put away; Ctrl+B brings it back.")

    def bring_back(self) -> None:
        """Open the call that was put away last; one that is open is put away in turn."""
        self.take()
        self.shelf.bring_next()

    def _show_call(self, who: str) -> None:
        self.parts.close_panels()
        self.show_who(who)
        self.show_all()

    def _come(self) -> None:
        """Bring the page before the person's eyes; what is typed there is taken first."""
        if not self.parts.area.isVisible():
            self.desk.go("book")
        self.take()

    def over(self) -> None:
        """Be ready for the next call: everything of this one is kept."""
        self.booking.clear()
        self.parts.close_panels()
        self.show_all()
        self.show_who("")

    def turned_down(self, reason: str) -> None:
        """List the request as turned down; the next trip, or the next call, can begin."""
        self.booking.turned_down(reason)
        self._show_next()

    def _show_next(self) -> None:
        self.parts.close_panels()
        self.show_all()
        self.show_who("")
        # Typing now begins the next call; F6 books the same again in this one.
        self.who.setFocus(_OTHER)
        self.who.selectAll()

    # --- what is answered -----------------------------------------------------------------

    def settle(self) -> None:
        """Take what is typed and answer it now."""
        self.take()
        self.answer()

    def answer(self) -> None:
        """Show times, miles and the decision for what is typed now."""
        self._soon.stop()
        booking = self.booking
        show_plan(self.form, booking.draft, booking.plan(), booking.ways, self.desk.office.time)
        self._show_repeat()
        self.verdict = booking.verdict()
        self.parts.show_verdict(self.verdict)
        decision = self.verdict.decision
        if decision is not None and self.verdict.is_emergency:
            why = decision.findings[0]
            self.parts.emergency.warn(booking.script(), f"{why.rule}: {why.sentence}")
        else:
            self.parts.emergency.hide()
        self._look_for_ways()
        if self.verdict.repeat is not None:
            self._repeat_soon.start()

    @property
    def is_settled(self) -> bool:
        """Tell whether everything that was typed is answered."""
        return not (self._soon.isActive() or self._repeat_soon.isActive())

    def _look_for_collisions(self) -> None:
        request = self.booking.repeated()
        if request is not None and not self.desk.jobs.is_closed:
            self.desk.jobs.read(
                lambda _progress: self.booking.find_collisions(request),
                self._on_collisions_found,
                latest="book.collisions",
            )

    def _on_collisions_found(self, found: object) -> None:
        self.booking.learn_collisions(found)  # type: ignore[arg-type]  # through a signal
        self.verdict = self.booking.verdict()
        self.parts.show_verdict(self.verdict)

    def _look_for_ways(self) -> None:
        pairs = self.booking.wanted_ways()
        # The window may be closing while the last words typed are still to be answered.
        if pairs and not self.desk.jobs.is_closed:
            self.desk.jobs.read(
                lambda _progress: self.booking.look(pairs), self._on_ways_found, latest="book.ways"
            )

    def _on_ways_found(self, found: object) -> None:
        self.booking.ways.learn(found)  # type: ignore[arg-type]  # through a signal
        self.answer()

    def _show_repeat(self) -> None:
        days: tuple[date, ...] = ()
        problem = ""
        try:
            days = self.booking.repeat_days()
        except InputError as error:
            problem = error.sentence
        show_repeat(self.form, days, problem, is_open=self.booking.is_open_repeat())

    # --- what is typed --------------------------------------------------------------------

    def on_edited(self) -> None:
        """Take what was typed, and answer as soon as the key is done."""
        was_empty = self.booking.is_empty
        self.take()
        self.parts.clear_problems()
        if self._has_said:
            self._has_said = False
            self.desk.notices.clear()
        self._soon.start()
        if self._card_day != self.booking.draft.day:
            self.show_card()
        if was_empty != self.booking.is_empty:
            self.opened.emit()

    def _on_appointment_edited(self) -> None:
        self._along.follow()
        self.on_edited()

    def later(self) -> None:
        """Answer in a moment, once for all that is typed until then."""
        self._soon.start()

    def take(self) -> None:
        """Take what the form shows into the draft."""
        typed, unread = read(self.form)
        try:
            typed["caller"] = self.parts.caller.caller()
        except InputError as error:
            unread["caller_phone"] = Problem("caller_phone", error.sentence)
        typed["override_reason"] = self.parts.decision.reason.text()
        self.booking.put(**typed)
        self.booking.unread = unread
        self.booking.words = self._words()

    def _words(self) -> dict[str, str]:
        words = self.form.texts()
        words["caller"] = self.parts.caller.words()
        words["member"] = "" if self.has_member() else self.who.text().strip()
        # What was left behind in a closed panel is not part of this call.
        return words | {
            name: field.text()
            for name, field in self.parts.side_texts().items()
            if field.isVisibleTo(self.parts.area)
        }

    def has_member(self) -> bool:
        """Tell whether it is known who rides."""
        return self.booking.draft.member is not None

    # --- showing --------------------------------------------------------------------------

    def show_all(self) -> None:
        """Show the call as the booking holds it."""
        draft = self.booking.draft
        self._along.end()
        show(self.form, draft)
        self.parts.show_call(draft.caller, self.booking.booked)
        self.parts.show_changing(self.booking.changing)
        self.parts.decision.reason.set_value(draft.override_reason)
        self.parts.clear_problems()
        self.show_card()
        self.answer()
        self.opened.emit()

    def show_who(self, typed: str) -> None:
        """Show who rides, or what was typed for it."""
        member = self.booking.draft.member
        if member is not None:
            self.who.set_chosen(member.id, member.name)
        else:
            self.who.set_chosen(None, typed)

    def show_card(self) -> None:
        """Show the member's card as of the ride's day."""
        self._card_day = self.booking.draft.day
        self.parts.card.show_card(self.booking.card())
        self.parts.refresh_buttons()

    def show_problems(self, error: InputError) -> None:
        """Show what keeps the trip from being saved; the first field is focused."""
        first = self.parts.show_problems(error.problems)
        unknown = [one.sentence for one in error.problems if not self.parts.knows(one.field)]
        words = " ".join(unknown) or "Not saved yet: see the words beside the fields."
        self.desk.say(words)
        self._has_said = True
        if first is not None:
            first.setFocus(_OTHER)

    def to_next_empty(self) -> None:
        """Go to the first field that the call still needs, or to the day."""
        form = self.form
        empty = (
            (self.has_member(), self.who),
            (form.service.text(), form.service),
            (form.place.text(), form.place),
            (form.day.text(), form.day),
            (form.appointment.text(), form.appointment),
        )
        field = next((widget for given, widget in empty if not given), form.day)
        field.setFocus(_OTHER)
