"""The open call: brings what is typed to the booking and what it answers back to the parts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.ids import Id
from nemt_desk.policy.decision import Outcome
from ui.book.booking import Booking
from ui.book.clearing import ClearCall
from ui.book.layout import BookParts
from ui.book.trip_fields import read, show, show_plan, show_repeat, show_rider
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from datetime import date

ANSWER_MS = 150


class Call(QObject):
    """One call after the other.

    Signals:
        opened: a call was begun, or is over.
    """

    opened = Signal()

    def __init__(self, desk: Desk, booking: Booking, parts: BookParts, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.booking, self.parts = desk, booking, parts
        self.form, self.who = parts.form, parts.who
        self._has_said = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(ANSWER_MS)
        self._soon.timeout.connect(self.answer)

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
        self.show_card()
        self.take()
        self.answer()
        self.form.service.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> Sequence[Id]:
        """Save the call; a refused one stays as it is, with words beside the fields."""
        self._soon.stop()
        self.take()
        self.answer()
        try:
            booked = self.booking.save()
        except InputError as error:
            self.show_problems(error)
            return ()
        except DeskError as error:
            self.desk.refuse(error)
            return ()
        self.over()
        self.desk.did(booked.changes)
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)
        return booked.ride_ids

    def answer(self) -> None:
        """Show times, miles and the decision for what is typed now."""
        self._soon.stop()
        booking = self.booking
        show_plan(self.form, booking.draft, booking.plan(), booking.ways, self.desk.office.time)
        self._show_repeat()
        verdict = booking.verdict()
        self.parts.show_verdict(verdict)
        decision = verdict.decision
        if decision is not None and decision.outcome is Outcome.EMERGENCY:
            why = decision.findings[0]
            self.parts.emergency.warn(booking.script(), f"{why.rule}: {why.sentence}")
        else:
            self.parts.emergency.hide()
        self._look_for_ways()

    def _look_for_ways(self) -> None:
        pairs = self.booking.wanted_ways()
        # The window may be closing while the last words typed are still to be answered.
        if pairs and not self.desk.jobs.is_closed:
            self.desk.jobs.read(
                lambda _progress: self.booking.look(pairs), self._on_ways_found, latest="book.ways"
            )

    def _show_repeat(self) -> None:
        days: tuple[date, ...] = ()
        problem = ""
        try:
            days = self.booking.repeat_days()
        except InputError as error:
            problem = error.sentence
        show_repeat(self.form, days, problem)

    def same_again(self) -> None:
        """Fill in the last trip; the day is next, ready to be typed over."""
        self.take()
        if not self.booking.same_again():
            self.desk.say("There is no earlier trip of this member to fill in.")
            return
        show(self.form, self.booking.draft)
        self.answer()
        self.form.day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.day.selectAll()

    def on_edited(self) -> None:
        was_empty = self.booking.is_empty
        self.take()
        self.parts.clear_problems()
        if self._has_said:
            self._has_said = False
            self.desk.notices.clear()
        self._soon.start()
        if was_empty != self.booking.is_empty:
            self.opened.emit()

    def put_away(self) -> None:
        """Make room for the next call; Undo brings this one back."""
        self.take()
        command = ClearCall(self.booking, self.who.text(), self.show_all, self.show_who)
        self.desk.undo_stack.push(command)

    def over(self) -> None:
        """Be ready for the next call: this one is kept."""
        self.booking.clear()
        self.parts.turn_down.hide()
        self.parts.turn_down.note.set_value("")
        self.show_all()
        self.show_who("")

    def later(self) -> None:
        """Answer in a moment, once for all that is typed until then."""
        self._soon.start()

    def show_all(self) -> None:
        show(self.form, self.booking.draft)
        self.parts.decision.reason.set_value(self.booking.draft.override_reason)
        self.parts.clear_problems()
        self.show_card()
        self.answer()
        self.opened.emit()

    def show_who(self, typed: str) -> None:
        member = self.booking.draft.member
        if member is not None:
            self.who.set_chosen(member.id, member.name)
        else:
            self.who.set_chosen(None, typed)

    def show_card(self) -> None:
        self.parts.card.show_card(self.booking.card())
        self.parts.refresh_buttons()

    def show_problems(self, error: InputError) -> None:
        first = self.parts.show_problems(error.problems)
        unknown = [one.sentence for one in error.problems if not self.parts.knows(one.field)]
        words = " ".join(unknown) or "Not saved yet: see the words beside the fields."
        self.desk.say(words)
        self._has_said = True
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self) -> None:
        """Take what the form shows into the draft."""
        typed, unread = read(self.form)
        typed["override_reason"] = self.parts.decision.reason.text()
        self.booking.put(**typed)
        self.booking.unread = unread
        words = self.form.texts()
        words["member"] = "" if self.has_member() else self.who.text().strip()
        # What was left behind in a closed panel is not part of this call.
        words |= {
            name: field.text()
            for name, field in self.parts.side_texts().items()
            if field.isVisibleTo(self.parts.area)
        }
        self.booking.words = words

    def has_member(self) -> bool:
        return self.booking.draft.member is not None

    def _on_ways_found(self, found: object) -> None:
        self.booking.ways.learn(found)  # type: ignore[arg-type]  # through a signal
        self.answer()
