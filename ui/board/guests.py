"""Who hangs on the board: a line for each, in the order of their buttons and strips."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.board.dispatch import Dispatch
    from ui.board.guest import Guest

GUESTS: tuple[str, ...] = (
    "ui.board.plan.guest:PlanGuest",
    "ui.board.plan.impact:ImpactGuest",
    "ui.board.calls.guest:CallGuest",
    "ui.board.week:WeekGuest",
    "ui.board.weather_marks:WeatherMarks",
    "ui.board.live.guest:LiveGuest",
    "ui.board.telling.guest:TellingGuest",
)  # fmt: skip


def guests_of(at: "Dispatch") -> "list[Guest]":
    """Make them all."""
    made: list[Guest] = []
    for entry in GUESTS:
        module, _, name = entry.partition(":")
        made.append(getattr(import_module(module), name)(at))
    return made
