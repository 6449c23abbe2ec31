"""What can be done with a plan, with its keys."""

from ui.actions.action import Action
from ui.board.plan.offered import Stand
from ui.board.plan.verbs import PlanVerbs
from ui.board.plan.words import CURE_KEYS

STOP = "board.plan_stop"
IN_PANEL = (
    "board.accept",
    "board.accept_all",
    "board.refuse",
    "board.refuse_all",
    STOP,
)


def plan_actions(plan: PlanVerbs) -> list[Action]:
    """Return all of them."""
    return [*_planning(plan), *_answers(plan), *_cures(plan)]


def _planning(plan: PlanVerbs) -> list[Action]:
    return [
        Action("board.suggest", "Suggest a plan", plan.suggest, "S", icon="mdi6.lightbulb-outline"),
        Action(
            "board.replan",
            "Plan the rest of the day anew",
            lambda: plan.suggest(rest=True),
            "Shift+S",
            enabled=lambda: plan.at.now() is not None,
        ),
        Action("board.plan_scope", "What the next plan may change", plan.turn_scope, "F11"),
        Action("board.plan_list", "List of proposals", plan.show_list, "Shift+V"),
        Action(
            STOP,
            "Stop (Esc)",
            plan.stop,
            enabled=lambda: plan.offering.is_running,
        ),
    ]


def _answers(plan: PlanVerbs) -> list[Action]:
    def is_open() -> bool:
        return plan.offering.can_take(plan.line())

    def is_offered() -> bool:
        line = plan.line()
        return is_open() or (line is not None and line.stand is Stand.REFUSED)

    def has_open() -> bool:
        return any(plan.offering.can_take(line) for line in plan.offering.lines)

    return [
        Action("board.accept", "Accept", plan.accept, "Y", enabled=is_open),
        Action(
            "board.accept_run", "Accept the driver's", plan.accept_run, "Shift+A", enabled=has_open
        ),
        Action("board.accept_all", "Accept all", plan.accept_all, "Shift+Y", enabled=has_open),
        Action("board.refuse", "Refuse", plan.refuse, "Z", enabled=is_offered),
        Action(
            "board.refuse_run",
            "Refuse the driver's",
            plan.refuse_run,
            "Shift+Q",
            enabled=has_open,
        ),
        Action("board.refuse_all", "Refuse all", plan.refuse_all, "Shift+Z", enabled=has_open),
        Action(
            "board.plan_pin",
            "Accept and hold",
            lambda: plan.accept(pin=True),
            "Shift+H",
            enabled=is_open,
        ),
    ]


def _cures(plan: PlanVerbs) -> list[Action]:
    return [_cure(plan, at, key) for at, key in enumerate(CURE_KEYS)]


def _cure(plan: PlanVerbs, at: int, key: str) -> Action:
    return Action(
        f"board.cure_{at + 1}",
        f"Do what would serve it: {at + 1}",
        lambda: plan.cure(at),
        key,
        enabled=lambda: plan.can_cure(at),
    )
