"""The parts of the Book page and where they stand; asks and shows, decides nothing."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from nemt_desk.ground.errors import Problem
from nemt_desk.ground.words import day_text
from nemt_desk.members import queries as members
from nemt_desk.places import queries as places
from nemt_desk.places.rows import Place
from nemt_desk.policy import packs
from nemt_desk.trips.rows import Trip
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.book.call.booking import Booking
from ui.book.call.card import member_detail
from ui.book.call.draft import Caller
from ui.book.call.judge import Verdict
from ui.book.call.so_far import BookedTrip
from ui.book.decision.chip import OutcomeChip
from ui.book.decision.emergency import EmergencyPanel
from ui.book.decision.panel import WAITING, DecisionPanel
from ui.book.decision.papers import asked_papers
from ui.book.decision.turn_down import TurnDown
from ui.book.decision.words import told
from ui.book.form.caller import CallerLine
from ui.book.form.lines import Lines, bring_into_view
from ui.book.form.reflow import Reflow
from ui.book.form.trip_form import TripForm
from ui.book.people.call_so_far import CallSoFar
from ui.book.people.card_view import CardView
from ui.book.people.member_fact import MemberFact
from ui.book.people.new_member import NewMember
from ui.book.people.new_place import NewPlace
from ui.book.words import cares_of
from ui.theme.theme import GAP, SPACE
from ui.widgets.fields import LineField
from ui.widgets.flow import flow
from ui.widgets.layout import ElidedLabel, Heading, column, line, panel, scrolling
from ui.widgets.typeahead import Suggestion, TypeAhead

NEW = "new"
_FOUND = 11
_LEAST_NEW = 3
_SIDE_BY_SIDE = 132


class BookParts:
    """Builds the page and holds its parts."""

    def __init__(self, page: QWidget, booking: Booking, actions: Mapping[str, Action]) -> None:
        self._booking = booking
        self._typed = ""
        pack = packs.load(booking.office.settings.pack)
        self.emergency = EmergencyPanel()
        self.who = TypeAhead(self._members, name="Member", chars=26)
        self.who.setPlaceholderText("name, birth date, phone or ID")
        self.caller = CallerLine()
        self.card = CardView()
        self.new_member = NewMember(booking.today, pack)
        self.new_place = NewPlace()
        self.member_fact = MemberFact(booking.today, pack.code)
        self.form = TripForm(self._places, booking.today, cares_of(pack))
        self.decision = DecisionPanel(actions)
        self.turn_down = TurnDown()
        self.changing = Heading("", 1.1)
        self.changing.setWordWrap(True)
        self.changing.hide()
        self.so_far = CallSoFar(actions["same"], actions["clear"])
        self.chip = OutcomeChip(None, WAITING)
        self.in_short = ElidedLabel()
        self._who_lines = Lines()
        self._who_lines.add("&Member", [("member", self.who)])
        caller = [("caller_relation", self.caller.relation), ("asked_by", self.caller.name),
                  ("caller_phone", self.caller.phone)]  # fmt: skip
        self._who_lines.add("Ca&lls", caller, self.caller)
        self._buttons = [
            ActionButton(actions[name])
            for name in ("same", "change", "new_member", "texts", "save", "save_find", "clear")
        ]
        self._lay_out(page)

    def _lay_out(self, page: QWidget) -> None:
        same, change, new, texts, *saves = self._buttons
        who = panel(column(self._who_lines, flow(same, change, new, texts), None, space=GAP))
        top = Reflow(who, self.card, shares=(4, 7), chars=_SIDE_BY_SIDE)
        right = panel(
            column(
                self.changing, self.so_far, self.member_fact, self.turn_down, self.decision, None
            )
        )
        self._body = body = Reflow(self.form, right, shares=(8, 5), chars=_SIDE_BY_SIDE)
        whole = panel(column(top, self.new_member, self.new_place, body, space=SPACE))
        self.area = scrolling(whole, margin=SPACE)
        self.area.setAccessibleName("The call")
        bar = column(flow(*saves, self.chip), self.in_short, space=GAP)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.emergency)
        layout.addWidget(self.area, 1)
        layout.addWidget(line())
        layout.addWidget(panel(column(bar, margin=SPACE)))

    # --- finding --------------------------------------------------------------------------

    def _members(self, typed: str) -> Sequence[Suggestion]:
        self._typed = typed
        with self._booking.office.store.read() as session:
            found = members.find_members(session, typed, limit=_FOUND)
        lines = [Suggestion(one.id, one.name, member_detail(one)) for one in found]
        if len(typed) >= _LEAST_NEW:
            lines.append(Suggestion(NEW, f"New member: “{typed}” …"))
        return lines

    def _places(self, typed: str) -> Sequence[Place]:
        with self._booking.office.store.read() as session:
            return places.find_places(session, typed, limit=_FOUND)

    def typed_name(self) -> str:
        """Return what was typed when a new member was asked for; digits are no name."""
        return "" if any(char.isdigit() for char in self._typed) else self._typed

    def side_texts(self) -> dict[str, LineField]:
        """Return the text fields beside the form; emergency words count there too."""
        return {
            "override_reason": self.decision.reason,
            "turn_down_note": self.turn_down.note,
            "new_member_where": self.new_member.where,
            "new_place_where": self.new_place.where,
        }

    # --- showing --------------------------------------------------------------------------

    def show_verdict(self, verdict: Verdict) -> None:
        """Show the decision in its panel, and in short beside Save."""
        self.decision.show_verdict(verdict, asked_papers(self._booking.draft.member))
        self.form.asks.show_questions(verdict.questions)
        outcome, word = self.decision.shown()
        self.chip.show_outcome(outcome, word)
        # Below the form the panel may be out of sight: its worst finding is told here, too.
        findings = told(verdict)
        self.in_short.set_text(findings[0].sentence if findings else "")
        self.in_short.setVisible(bool(findings) and self._body.is_stacked)

    def show_call(self, caller: Caller, booked: tuple[BookedTrip, ...]) -> None:
        """Show who calls, and what was booked in this call."""
        self.caller.show_caller(caller)
        self.so_far.show_trips(booked)

    def show_changing(self, trip: Trip | None) -> None:
        """Say which trip is being changed."""
        self.changing.setVisible(trip is not None)
        if trip is not None:
            day = day_text(trip.rides[0].day)
            self.changing.setText(
                f"Changing the trip of {day}: saving books this one and cancels that one."
            )

    def close_panels(self) -> None:
        """Take away the small panels: what they asked is kept, or the call is over."""
        self.turn_down.clear()
        self.member_fact.hide()

    def keep_side(self) -> bool:
        """Keep what is typed in the small panel that has the focus; False if none has."""
        now = QApplication.focusWidget()
        for small in (self.turn_down, self.member_fact):
            if now is not None and small.isVisible() and small.isAncestorOf(now):
                small.keep.click()
                return True
        return False

    def refresh_buttons(self) -> None:
        """Ask the buttons again whether they are possible."""
        for button in self._buttons:
            button.refresh()

    def knows(self, name: str) -> bool:
        """Tell whether a problem has a field here."""
        lines = (self._who_lines, self.form.lines)
        return name == "override_reason" or any(one.knows(name) for one in lines)

    def show_problems(self, problems: Sequence[Problem]) -> QWidget | None:
        """Show problems beside their fields; return the first field that has one."""
        reasons = [one.sentence for one in problems if one.field == "override_reason"]
        self.decision.show_problem(" ".join(reasons))
        first = self._who_lines.show_problems(problems)
        in_form = self.form.lines.show_problems(problems)
        first = first or in_form
        if first is None and reasons:
            first = self.decision.reason
        if first is not None:
            bring_into_view(first)
        return first

    def clear_problems(self) -> None:
        """Take all errors away."""
        self._who_lines.clear_problems()
        self.form.lines.clear_problems()
        self.decision.show_problem("")
