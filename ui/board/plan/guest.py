"""Hangs the plan on the board: its keys, its list, its details, its bars on the timeline."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, override

from nemt_desk.planning.proposal.cures import cures
from nemt_desk.planning.proposal.rows import Cure, Unserved, Why
from nemt_desk.planning.proposal.why import why
from ui.actions.action import Action
from ui.board.guest import Guest
from ui.board.overlay import Overlay
from ui.board.plan.actions import IN_PANEL, plan_actions
from ui.board.plan.details import PlanDetails
from ui.board.plan.offered import PlanLine
from ui.board.plan.offering import Offering
from ui.board.plan.panel import PlanPanel
from ui.board.plan.planning import End
from ui.board.plan.verbs import PLAN, PlanVerbs
from ui.board.plan.words import line_text, plan_text, totals_text
from ui.jobs.runner import Job

if TYPE_CHECKING:
    from nemt_desk.ground.progress import Progress
    from ui.board.day import BoardDay, Choice
    from ui.board.dispatch import Dispatch

_FIRST = "The first plan is coming …"
_NO_PLAN = "No plan yet. Press S."


class PlanGuest(Guest):
    """Suggest a plan."""

    def __init__(self, at: "Dispatch") -> None:
        super().__init__(at)
        self.offering = Offering(self.desk, self)
        self.verbs = PlanVerbs(at, self.offering)
        self._acts = {act.id: act for act in plan_actions(self.verbs)}
        self._told: object = None
        self._hinted = ""
        self.offering.changed.connect(self._on_changed)
        self.offering.ended.connect(self._on_ended)

    @override
    def sit(self) -> None:
        self.panel = PlanPanel([self._acts[name] for name in IN_PANEL], self.desk.prefs)
        self.details = PlanDetails()
        self.verbs.sit(self.panel, self.details)
        self.at.parts.below.add(PLAN, self.panel, focus=self.panel.focus_list)
        self.at.parts.side.add(PLAN, self.details, focus=self.details.focus_first)
        self.panel.chosen.connect(self.verbs.choose)
        self.details.cure_asked.connect(self.verbs.cure)
        self.at.parts.below.turned.connect(self._on_turned)
        self.desk.jobs.stepped.connect(self._on_stepped)

    @override
    def actions(self) -> list[Action]:
        return list(self._acts.values())

    @override
    def buttons(self) -> Sequence[str]:
        return ("board.suggest",)

    @override
    def menu(self) -> Sequence[str]:
        return ("board.accept", "board.plan_pin", "board.refuse")

    # --- what the board says ---------------------------------------------------------------------

    @override
    def day_read(self, known: "BoardDay", before: "BoardDay | None") -> None:
        self.offering.show_day(known)

    @override
    def chosen(self, choice: "Choice") -> None:
        if self.panel.select(choice.current):
            line = self.offering.line_of(choice.current)
            if line is not None and self.at.parts.below.name == PLAN:
                self._hint_line(line)
        self._show_details()
        self.panel.buttons.refresh()

    def _hint_line(self, line: PlanLine) -> None:
        self._hinted = line_text(line)
        self.at.parts.hint(self._hinted)

    def _hint_again(self) -> None:
        """Say what a newer plan has for the line that was spoken of; another word is left alone."""
        line = self.verbs.line()
        if line is not None and self._hinted and self.at.parts.line.text() == self._hinted:
            self._hint_line(line)

    @override
    def head_parts(self) -> Sequence[str]:
        if self.offering.is_running:
            return ("planning",)
        shown = self.offering.shown
        many = len(shown.open_lines) if shown else 0
        return (f"{many} proposed",) if many else ()

    @override
    def back(self) -> bool:
        if not self.offering.is_running:
            return False
        self.verbs.stop()
        return True

    # --- what has happened -----------------------------------------------------------------------

    def _on_turned(self, name: str) -> None:
        if name != PLAN and self.at.parts.side.name == PLAN:
            self.at.parts.side.close_panel()

    def _on_changed(self) -> None:
        shown = self.offering.shown
        self.panel.show_lines(self.offering.lines)
        if shown is not None:
            view = shown.found.view
            state = plan_text(view, shown.lines)
            self.panel.show_state(state, totals_text(view.before, view.after), view.gap.words)
        else:
            self.panel.show_state(_FIRST if self.offering.is_running else _NO_PLAN, "", "")
        self._show_stale()
        self._show_progress()
        self.at.show_overlay(PLAN, self.offering.overlay() if shown else Overlay())
        if shown is not None and shown.lines and self.verbs.is_new:
            self.verbs.is_new = False
            self.verbs.choose(shown.lines[0].ride_id)
        self.panel.select(self.at.choice.current)
        self._hint_again()
        self._show_details()
        self.at.moved.emit()

    def _show_stale(self) -> None:
        since = self.offering.shown.since if self.offering.shown else ()
        words = "The day has changed since this plan was made: press S for a new one."
        self.panel.stale.say(f"{words} {'. '.join(since)}." if since else "")

    def _on_ended(self, end: End) -> None:
        self._show_progress()
        self.at.moved.emit()
        if end.refusal is not None:
            self.desk.refuse(end.refusal)
        elif end.found is None:
            self.at.parts.hint("Stopped before there was a plan. Nothing was changed.")
        elif end.is_stopped:
            self.at.parts.hint("Stopped. The best plan so far is kept.")
        if self.offering.shown is None:
            self.panel.show_state(_NO_PLAN, "", "")

    def _on_stepped(self, _job: Job) -> None:
        if self.offering.is_running:
            self._show_progress()

    def _show_progress(self) -> None:
        running = self.offering.is_running
        self.panel.show_progress(self.offering.planning.percent if running else None)
        self.panel.buttons.refresh()

    # --- details ---------------------------------------------------------------------------------

    def _show_details(self) -> None:
        """Ask about the chosen line, once for each plan."""
        shown, line = self.offering.shown, self.verbs.line()
        asked = (shown.found.view if shown else None, line)
        if asked == self._told:
            return
        self._told = asked
        self.details.show_line(line)
        if shown is None or line is None or not self.details.is_asking:
            return
        question, solution, ride = shown.found.question, shown.found.solution, line.ride_id

        def reasons(_progress: "Progress") -> tuple[object, Why]:
            return asked, why(question, solution, ride)

        def serving(_progress: "Progress") -> tuple[object, tuple[Cure, ...]]:
            return asked, cures(question, solution, ride)

        if line.proposal is not None:
            self.desk.jobs.read(reasons, self._on_why, latest="board.plan.why")
        elif isinstance(line.left, Unserved):
            self.desk.jobs.read(serving, self._on_cures, latest="board.plan.why")

    def _on_why(self, answer: tuple[object, Why]) -> None:
        if answer[0] == self._told:
            self.details.show_why(answer[1])

    def _on_cures(self, answer: tuple[object, tuple[Cure, ...]]) -> None:
        if answer[0] == self._told:
            self.details.show_cures(answer[1])
