"""The parts of the Book page and where they stand; asks and shows, decides nothing."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nemt_desk.ground.errors import Problem
from nemt_desk.members import queries as members
from nemt_desk.places import queries as places
from nemt_desk.places.rows import Place
from nemt_desk.policy import packs
from ui.actions.action import Action
from ui.actions.button import ActionButton
from ui.book.booking import Booking, Verdict
from ui.book.card import member_detail
from ui.book.card_view import CardView
from ui.book.decision_panel import DecisionPanel
from ui.book.emergency import EmergencyPanel
from ui.book.lines import Lines, bring_into_view
from ui.book.new_member import NewMember
from ui.book.outcome import OutcomeChip
from ui.book.reflow import Reflow
from ui.book.trip_form import TripForm
from ui.book.turn_down import TurnDown
from ui.book.words import cares_of
from ui.theme.theme import GAP, SPACE
from ui.widgets.fields import LineField
from ui.widgets.flow import flow
from ui.widgets.layout import column, line, panel, scrolling
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
        self.card = CardView()
        self.new_member = NewMember(booking.today, pack)
        self.form = TripForm(self._places, booking.today, cares_of(pack.code))
        self.decision = DecisionPanel(actions["override"], actions["turn_down"])
        self.turn_down = TurnDown()
        self.chip = OutcomeChip(None, "Waiting")
        self._who_lines = Lines()
        self._who_lines.add("&Member", [("member", self.who)])
        self._buttons = [
            ActionButton(actions[name])
            for name in ("same", "new_member", "save", "save_find", "clear")
        ]
        self._lay_out(page)

    def _lay_out(self, page: QWidget) -> None:
        same, new, *saves = self._buttons
        who = panel(column(self._who_lines, flow(same, new), None, space=GAP))
        top = Reflow(who, self.card, shares=(4, 7), chars=_SIDE_BY_SIDE)
        right = panel(column(self.turn_down, self.decision, None))
        body = Reflow(self.form, right, shares=(8, 5), chars=_SIDE_BY_SIDE)
        whole = panel(column(top, self.new_member, body, space=SPACE))
        self.area = scrolling(whole, margin=SPACE)
        self.area.setAccessibleName("The call")
        bar = flow(*saves, self.chip)
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
            "new_place_where": self.form.new_place.where,
        }

    # --- showing --------------------------------------------------------------------------

    def show_verdict(self, verdict: Verdict) -> None:
        """Show the decision in its panel, and in short beside Save."""
        self.decision.show_verdict(verdict)
        outcome, word = self.decision.shown()
        self.chip.show_outcome(outcome, word)

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
