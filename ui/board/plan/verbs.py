"""What the keys of a plan do: each takes what is chosen and hands it to the offering."""

from collections.abc import Sequence

from nemt_desk.ground.ids import Id
from nemt_desk.planning.proposal.rows import Ask, Cure, CureKind
from nemt_desk.trips.queries import trip
from ui.board.dispatch import Dispatch
from ui.board.plan.details import PlanDetails
from ui.board.plan.offered import PlanLine, of_driver, together
from ui.board.plan.offering import Offering
from ui.board.plan.panel import PlanPanel, Scope

PLAN = "plan"
"""The name of the plan's panels and overlay."""


class PlanVerbs:
    """The verbs of a plan. `is_new` tells that its first lines have not been shown yet."""

    def __init__(self, at: Dispatch, offering: Offering) -> None:
        self.at = at
        self.offering = offering
        self.is_new = False

    def sit(self, panel: PlanPanel, details: PlanDetails) -> None:
        """Take the widgets."""
        self.panel = panel
        self.details = details

    def suggest(self, *, rest: bool = False) -> None:
        """Suggest a plan for the day, today for what is left; `rest` may fill told runs too."""
        at = self.at
        now = at.now()
        if at.known is None or (rest and now is None):
            return
        scope = self.panel.scope.value()
        ask = Ask(
            at.day,
            now_min=now,
            moves_published=scope is Scope.ALL,
            fills_published=rest or scope is Scope.ALL,
            keeps_assigned=scope is Scope.FREE,
        )
        self.offering.begin(ask, at.planner.travel(at.day))
        self.is_new = True  # not before: what is shown until the first plan comes is the one before
        at.parts.below.turn_to(PLAN)

    def turn_scope(self) -> None:
        """Let the next plan change something else, in turn."""
        self.at.parts.hint(f"The next plan may change: {self.panel.turn_scope()}.")

    def show_list(self) -> None:
        """Show the list of proposals, or put it away."""
        if self.at.parts.below.name == PLAN:
            self.at.parts.below.close_panel()
            self.at.focus_board()
        else:
            self.at.parts.below.turn_to(PLAN)

    def line(self) -> PlanLine | None:
        """Return the line of what is chosen."""
        return self.offering.line_of(self.at.choice.current)

    def accept(self, *, pin: bool = False) -> None:
        """Accept the chosen proposal with those that belong to it; `pin`: hold it there."""
        line = self.line()
        if line is not None:
            self._say_yes(together(line, self.offering.lines), pin=pin)

    def accept_run(self) -> None:
        """Accept everything that is offered to this driver."""
        self._say_yes(self._of_run())

    def accept_all(self) -> None:
        """Accept everything that is not refused."""
        self._say_yes(self.offering.lines)

    def refuse(self) -> None:
        """Refuse the chosen proposal, or take that back."""
        line = self.line()
        if line is not None:
            self._say_no(together(line, self.offering.lines))

    def refuse_run(self) -> None:
        """Refuse everything that is offered to this driver."""
        self._say_no(self._of_run())

    def refuse_all(self) -> None:
        """Refuse everything that is still open."""
        self._say_no(self.offering.shown.open_lines if self.offering.shown else [])

    def _of_run(self) -> list[PlanLine]:
        line = self.line()
        driver = line.proposal.to_driver if line and line.proposal else self.at.choice.driver
        return of_driver(driver, self.offering.lines)

    def _say_yes(self, lines: Sequence[PlanLine], *, pin: bool = False) -> None:
        after = self._next_open(lines)
        self.offering.accept(lines, pin=pin)
        self._go_on(after)

    def _say_no(self, lines: Sequence[PlanLine]) -> None:
        after = self._next_open(lines)
        self.offering.refuse(lines)
        self._go_on(after)

    def _next_open(self, lines: Sequence[PlanLine]) -> Id | None:
        """Return the ride of the next line that is open once these are not, in the list's order."""
        gone = {line.ride_id for line in lines}
        rows = self.panel.table.model.rows()
        ids = [row.ride_id for row in rows]
        last = max((ids.index(ride) for ride in gone if ride in ids), default=-1)
        around = [*rows[last + 1 :], *rows[: last + 1]]
        able = (row for row in around if self.offering.can_take(row) and row.ride_id not in gone)
        return next((row.ride_id for row in able), None)

    def _go_on(self, ride: Id | None) -> None:
        if ride is not None:
            self.choose(ride)

    def stop(self) -> None:
        """Be content with the best plan so far."""
        self.offering.planning.stop()

    # --- what would serve ------------------------------------------------------------------------

    def can_cure(self, place: int) -> bool:
        """Tell whether there is a cure at that place for what is chosen."""
        return self.at.parts.side.name == PLAN and place < len(self.details.cures)

    def cure(self, place: int) -> None:
        """Go where this cure is done."""
        one = self.details.cures[place]
        ride = self.at.known.rides.get(one.ride_id) if self.at.known else None
        if ride is None:
            return
        if one.kind is CureKind.TIME:
            self._go_trip(ride.trip_id, one)
        elif one.kind is CureKind.HOURS and one.driver_id is not None:
            self.at.desk.go("drivers", "driver", one.driver_id)
        else:
            self._go_who(one)

    def _go_trip(self, trip_id: Id, one: Cure) -> None:
        with self.at.desk.office.store.read() as session:
            can_change = trip(session, trip_id).can_change
        if can_change:
            self.at.desk.go("book", "trip", trip_id)
            self.at.desk.say(one.sentence)
        else:
            self.at.desk.say("A part of this trip is over or under way; it can't be changed.")

    def _go_who(self, one: Cure) -> None:
        at = self.at
        at.choose(at.choice.only(one.ride_id))
        at.parts.close_card()
        at.parts.who.focus_list()
        if one.driver_id is not None:
            at.parts.who.table.select(one.driver_id)
        at.parts.hint(one.sentence)

    def choose(self, ride: Id) -> None:
        """Choose the ride of a line, and show its reasons where the drivers stand."""
        at = self.at
        known = at.known.rides.get(ride) if at.known else None
        if at.parts.side.name == "who" and at.parts.below.name == PLAN:
            at.parts.side.turn_to(PLAN, focus=False)
        if known is not None:
            at.choose(at.choice.only(ride, at.driver_of(known)))
