"""Says what a manual change of the day would do before it is done, and what it did after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QTimer

from nemt_desk.ground.ids import Id
from nemt_desk.planning.impact import Impact, impact_of
from nemt_desk.planning.rows import DriverDay, RideTask
from nemt_desk.runs.plans.weights import rates_on
from ui.actions.action import Action
from ui.board.guest import Guest
from ui.board.plan.impact_strip import ImpactPanel, ImpactStrip
from ui.board.plan.impact_words import Told, told

if TYPE_CHECKING:
    from nemt_desk.ground.progress import Progress
    from nemt_desk.runs.roads import RoadTravel
    from ui.board.day import BoardDay
    from ui.board.dispatch import Dispatch

_NAME = "impact"
_REST_MS = 30  # a drag over many rows asks for the last one only
_MOST_RUNS = 6  # a change of more runs is a plan: it has totals of its own

type Pair = tuple[DriverDay, DriverDay]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an answer is to: drivers' days before and after, and how it is announced.

    `is_done` tells that it has happened, not only been thought of.
    """

    pairs: tuple[Pair, ...]
    title: str
    is_done: bool = False


class ImpactGuest(Guest):
    """The impact preview."""

    def __init__(self, at: "Dispatch") -> None:
        super().__init__(at)
        self._asked: _Asked | None = None
        self._shown: Told | None = None
        self._done: Told | None = None
        self._is_aiming = False
        self._travel: RoadTravel | None = None
        self._act = Action("board.impact", "All of it", self.show_all, "Shift+I")
        self.at.answered.connect(self._on_answered)

    @override
    def sit(self) -> None:
        self.strip = ImpactStrip(self._act)
        self.panel = ImpactPanel()
        self.at.parts.strips.add(self.strip)
        self.at.parts.below.add(_NAME, self.panel, focus=self.panel.focus_words)
        self.strip.show()

    @override
    def actions(self) -> list[Action]:
        return [self._act]

    def show_all(self) -> None:
        """Show every part of the impact, or put that away."""
        below = self.at.parts.below
        if below.name == _NAME:
            below.close_panel()
            self.at.focus_board()
        else:
            below.turn_to(_NAME)

    # --- what is asked ---------------------------------------------------------------------------

    @override
    def aimed(self, driver: Id | None) -> None:
        self._is_aiming = driver is not None
        if driver is not None:
            self._preview(driver)
        else:
            # A question for a reason may open in this very moment: it is about what is shown.
            QTimer.singleShot(0, self, self._let_go)

    @override
    def day_read(self, known: "BoardDay", before: "BoardDay | None") -> None:
        # Asked for here and not while the mouse moves: it reads which roads are shut.
        self._travel = self.at.planner.travel(known.day)
        if before is None or before.day != known.day:
            self._asked = None
            self._done = None
            self._show(None)
            return
        pairs = changed_days(before.days, known.days)
        if 0 < len(pairs) <= _MOST_RUNS:
            self._ask(known, _Asked(pairs, "What this changed", is_done=True))

    def _preview(self, driver: Id) -> None:
        known = self.at.known
        if known is None:
            return
        rides = [ride for ride in self.at.chosen() if ride.is_open]
        offer = self.at.planner.by_driver.get(driver)
        legs = offer.fitting_legs if offer and self.at.parts.who.take_legs() else ()
        ids = [*(ride.id for ride in rides), *legs]
        pairs = days_with(known, ids, driver) if rides else ()
        if not pairs:
            self._show(None)
            return
        what = "it" if len(ids) == 1 else f"these {len(ids)} rides"
        self._ask(known, _Asked(pairs, f"If {known.drivers[driver].name} takes {what}"))

    def _ask(self, known: "BoardDay", asked: _Asked) -> None:
        if asked == self._asked:
            return
        self._asked = asked
        self.strip.show_asking(asked.title)
        settings, travel = self.desk.office.settings, self._travel
        if travel is None:
            return
        is_told = frozenset(run.driver_id for run in known.board.runs if run.published_at)
        day = known.day

        def work(_progress: "Progress") -> tuple[_Asked, Impact]:
            rates = rates_on(settings, day)
            prices = {now.driver_id: rates.of(now) for _, now in asked.pairs}
            return asked, impact_of(asked.pairs, travel, settings, prices=prices, told=is_told)

        self.desk.jobs.read(work, self._on_impact, latest="board.impact", rest_ms=_REST_MS)

    # --- what has happened -----------------------------------------------------------------------

    def _on_impact(self, answer: tuple[_Asked, Impact]) -> None:
        asked, impact = answer
        if asked != self._asked or self.at.known is None:
            return
        said = told(impact, self.at.known, asked.title)
        if asked.is_done:
            self._done = said
        self._show(said)

    def _on_answered(self) -> None:
        hover = self.at.parts.timeline.shown.hover
        if self._is_aiming and hover is not None:
            self._preview(hover)

    def _let_go(self) -> None:
        is_done = self._asked is not None and self._asked.is_done
        if not (self._is_aiming or is_done or self.at.parts.ask_bar.is_open):
            self._asked = None
            self._show(self._done)

    def _show(self, said: Told | None) -> None:
        self._shown = said
        self.strip.show_told(said)
        self.panel.show_told(said)


def days_with(known: "BoardDay", ids: Sequence[Id], driver: Id) -> tuple[Pair, ...]:
    """Return the days that change, before and after, when a driver takes these rides."""
    tasks = [known.rides[ride].task for ride in ids if ride in known.rides]
    return tuple(
        (day, after)
        for day in known.days
        if (after := _given(day, tasks, is_his=day.driver_id == driver)).tasks != day.tasks
    )


def _given(day: DriverDay, tasks: Sequence[RideTask], *, is_his: bool) -> DriverDay:
    has = {task.ride_id for task in day.tasks}
    for task in tasks:
        if is_his and task.ride_id not in has:
            day = day.plus(task)
        elif not is_his:
            day = day.minus(task.ride_id)
    return day


def changed_days(before: Sequence[DriverDay], now: Sequence[DriverDay]) -> tuple[Pair, ...]:
    """Return the days that differ in what is driven, each as it was and as it is."""
    was = {day.driver_id: day for day in before}
    return tuple(
        (was[day.driver_id], day)
        for day in now
        if day.driver_id in was and set(day.tasks) != set(was[day.driver_id].tasks)
    )
