"""What can be done about a decision: make the paper, answer, refer, turn down, deny, text."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import DeskError, InputError
from nemt_desk.ground.ids import Id
from ui.book.call.questions import OF_FACT
from ui.book.call.record_facts import change_member, turn_text_consent
from ui.book.call.refusal import REFERRED, deny, likely_reason, referral, turn_down
from ui.book.decision import words
from ui.book.decision.papers import Papers, asked_papers

if TYPE_CHECKING:
    from ui.book.open_call import OpenCall

_OTHER = Qt.FocusReason.OtherFocusReason


class Deeds(QObject):
    """Does it for the open call, by key or by click; nothing here is modal."""

    def __init__(self, call: "OpenCall", window: QWidget) -> None:
        super().__init__(window)
        self.call, self.parts, self.desk = call, call.parts, call.desk
        self._papers = Papers(call.desk, call.booking, window)
        self.parts.decision.paper_asked.connect(self.make_paper)
        self.parts.decision.fact_asked.connect(self.answer_fact)
        self.parts.turn_down.offered.connect(self._on_turned_down)
        self.parts.member_fact.offered.connect(self._on_fact_told)

    # --- papers and facts -----------------------------------------------------------------

    def make_next_paper(self) -> None:
        """Make the first paper that cures a finding and was not asked for yet."""
        self.call.settle()
        kinds = words.papers_to_make(self.call.verdict)
        asked = asked_papers(self.call.booking.draft.member)
        kind = next((one for one in kinds if one not in asked), kinds[0] if kinds else "")
        if kind:
            self.make_paper(kind)
        else:
            self.desk.say("No paper would cure this.")

    def make_paper(self, kind: str) -> None:
        """Show the letter that asks for a paper, and record that it was asked for."""
        self.call.settle()
        try:
            self._papers.ask_for(kind)
        except DeskError as error:
            self.desk.refuse(error)

    def answer_next(self) -> None:
        """Go to the field of the first fact that a rule waits for, or that would lift one."""
        self.call.settle()
        facts = words.facts_to_tell(self.call.verdict)
        if facts:
            self.answer_fact(facts[0])
        else:
            self.desk.say("No rule waits for an answer.")

    def answer_fact(self, fact: str) -> None:
        """Go to the field of a fact, named as the engine does."""
        if self.parts.member_fact.knows(fact):
            self.parts.member_fact.ask(fact)
            return
        field = self._field_of(fact)
        field.setFocus(_OTHER)

    def _field_of(self, fact: str) -> QWidget:
        form = self.parts.form
        question = OF_FACT.get(fact)
        if question is not None:
            form.asks.show_questions(self.call.verdict.questions | {question})
            return form.asks.fields()[question]
        fields: dict[str, QWidget] = {
            "trip.appointment_at": form.day,
            "trip.purpose": form.service,
            "trip.service": form.service,
            "trip.discharge": form.service,
            "trip.companions": form.companions.unexplained() or form.add_companion,
        }
        return fields.get(fact, form.place)

    def _on_fact_told(self, name: str, value: object) -> None:
        try:
            changes = change_member(self.call.booking, **{name: value})
        except InputError as error:
            self.parts.member_fact.show_problems(error)
        except DeskError as error:
            self.desk.refuse(error)
        else:
            self.parts.member_fact.hide()
            self.desk.did(changes)
            self.call.to_next_empty()

    # --- texts ----------------------------------------------------------------------------

    def turn_texts(self) -> None:
        """Note that the member agrees to text messages, or no longer does."""
        try:
            changes = turn_text_consent(self.call.booking)
        except DeskError as error:
            self.desk.refuse(error)
        else:
            self.desk.did(changes)

    # --- turning down ---------------------------------------------------------------------

    def ask_turn_down(self, *, with_notice: bool = False) -> None:
        """Open the panel that keeps a request as turned down."""
        self.call.settle()
        reason = likely_reason(self.call.verdict.decision)
        self.parts.turn_down.ask(reason, with_notice=with_notice)

    def ask_denial(self) -> None:
        """Open the same panel for a formal denial, with its notice."""
        self.ask_turn_down(with_notice=True)

    def ask_referral(self) -> None:
        """Open the same panel for a request that somebody else arranges, with the number."""
        self.call.settle()
        self.parts.turn_down.ask(REFERRED, referral(self.call.verdict.decision))

    def _on_turned_down(self, reason: str, note: str, with_notice: bool) -> None:
        self.call.take()
        try:
            changes, notice = self._kept(reason, note, with_notice=with_notice)
        except InputError as error:
            self.parts.turn_down.show_problems(error)
        except DeskError as error:
            self.desk.refuse(error)
        else:
            self.call.turned_down(reason)
            self.desk.did(changes)
            if notice is not None:
                self._show_notice(notice)

    def _kept(self, reason: str, note: str, *, with_notice: bool) -> tuple[Changes, Id | None]:
        if not with_notice:
            return turn_down(self.call.booking, reason, note), None
        saved = deny(self.call.booking, reason, note)
        return saved.changes, saved.id

    def _show_notice(self, notice: Id) -> None:
        try:
            self._papers.show_notice(notice)
        except DeskError as error:
            self.desk.refuse(error)
