"""The plans of this session, day by day: begun, offered, accepted, refused. Knows no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.ids import Id
from nemt_desk.planning.proposal.rows import Ask
from nemt_desk.runs.roads import RoadTravel
from ui.board.day import BoardDay
from ui.board.plan.apart import Found
from ui.board.plan.offered import PlanLine, Stand, changes_since, overlay_of, plan_lines
from ui.board.plan.planning import End, Planning
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from datetime import date

    from nemt_desk.ground.progress import Progress
    from nemt_desk.runs.plans.service import Accepted
    from ui.board.overlay import Overlay

# Rides and runs are compared one by one; of these a plan can't tell what they mean for it.
_ELSEWHERE = frozenset(
    {
        "agency",
        "car",
        "closure",
        "credential",
        "driver",
        "driver_day_off",
        "driver_hours",
        "driver_relation",
        "map",
        "member_apart",
        "place",
    }
)
_ACCEPTING = "Accepting the plan"
_FEW = 5
_ELSEWHERE_WORDS = "Drivers, places or settings: changed"


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as it stands against the day: its lines, and what has changed since."""

    found: Found
    lines: tuple[PlanLine, ...]
    since: tuple[str, ...] = ()

    @property
    def open_lines(self) -> list[PlanLine]:
        """Return what can still be accepted or refused."""
        return [line for line in self.lines if line.is_open]


class Offering(QObject):
    """Keeps the plan of the day shown, and what was said to it.

    Signals:
        changed: another plan, or another day, or something was accepted or refused.
        ended: (End) no better plan will come.
    """

    changed = Signal()
    ended = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: BoardDay | None = None
        self._plans: dict[date, Found] = {}
        self._refused: dict[date, set[tuple[Id, Id | None]]] = {}
        self._moved_on: set[date] = set()
        self._pending: set[Id] = set()
        self._day: date | None = None
        self.shown: Shown | None = None
        self.planning = Planning(desk, self)
        self.planning.found.connect(self._on_found)
        self.planning.ended.connect(self._on_ended)
        desk.published.connect(self._on_published)

    # --- planning --------------------------------------------------------------------------------

    def begin(self, ask: Ask, travel: RoadTravel) -> None:
        """Plan a day; what was refused in this session stays refused."""
        refused = self._refused.get(ask.day, set())
        pairs = frozenset((ride, driver) for ride, driver in refused if driver is not None)
        self._moved_on.discard(ask.day)
        self._day = ask.day
        self.planning.begin(replace(ask, refused=pairs), travel)
        self.changed.emit()

    @property
    def is_running(self) -> bool:
        """Whether better plans of the day shown may still come."""
        is_here = self._known is not None and self._known.day == self._day
        return is_here and self.planning.is_running

    def _on_found(self, found: Found) -> None:
        self._plans[found.view.day] = found
        self._look()

    def _on_ended(self, end: End) -> None:
        self._look()
        self.ended.emit(end)

    # --- the day ---------------------------------------------------------------------------------

    def show_day(self, known: BoardDay) -> None:
        """Hold the plan of this day against the day as it was read."""
        self._known = known
        self._look()

    def _on_published(self, changes: Changes) -> None:
        if changes.kinds & _ELSEWHERE:
            self._moved_on |= self._plans.keys()
            self._moved_on |= {self._day} if self._day and self.planning.is_running else set()
            self._look()

    def _look(self) -> None:
        known = self._known
        found = self._plans.get(known.day) if known is not None else None
        if known is None or found is None:
            self.shown = None
        else:
            refused = frozenset(self._refused.get(known.day, ()))
            since = changes_since(found, known)
            since += (_ELSEWHERE_WORDS,) if known.day in self._moved_on else ()
            self.shown = Shown(found, plan_lines(found, known, refused), since)
        self.changed.emit()

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        """The lines of the plan shown."""
        return self.shown.lines if self.shown is not None else ()

    def line_of(self, ride: Id | None) -> PlanLine | None:
        """Return the line of a ride."""
        return next((line for line in self.lines if line.ride_id == ride), None)

    def can_take(self, line: PlanLine | None) -> bool:
        """Tell whether a line can be accepted now."""
        return line is not None and line.is_open and line.ride_id not in self._pending

    def overlay(self) -> "Overlay":
        """Return the proposals as the timeline shows them."""
        return overlay_of(self.lines)

    # --- what the person says to it --------------------------------------------------------------

    def accept(self, lines: Sequence[PlanLine], *, pin: bool = False) -> None:
        """Accept proposals, all of them as one step that can be taken back."""
        shown = self.shown
        able = [line for line in lines if self.can_take(line)]
        if shown is None or not able:
            return
        self._settle()
        chosen = [line.proposal for line in able if line.proposal is not None]
        ids = {line.ride_id for line in able}
        self._pending |= ids
        plans, actor, question = self._desk.office.plans, self._desk.actor, shown.found.question

        def work(_progress: "Progress") -> "Accepted":
            return plans.accept(actor, question, chosen, pin=pin)

        # What comes back, or is refused, is told by the desk: the lines are free again either way.
        title = _ACCEPTING if len(chosen) > _FEW else ""
        job = self._desk.jobs.write(work, self._on_accepted, title=title)
        job.finished.connect(lambda: self._free(ids))

    def _on_accepted(self, accepted: "Accepted") -> None:
        self._desk.did(accepted.changes)
        if accepted.refused:
            names = {line.ride_id: _name(line) for line in self.lines}
            said = [f"{names.get(row.ride_id, '')}: {row.sentence}" for row in accepted.refused]
            self._desk.not_now("Not accepted: " + " ".join(said))

    def _free(self, ids: set[Id]) -> None:
        self._pending -= ids
        self._look()

    def refuse(self, lines: Sequence[PlanLine]) -> None:
        """Refuse proposals, or take the refusal back where all of them are refused already."""
        if self._known is None:
            return
        self._settle()
        kept = self._refused.setdefault(self._known.day, set())
        open_ones = [line for line in lines if self.can_take(line)]
        if open_ones:
            kept |= {_pair(line) for line in open_ones}
        else:
            kept -= {_pair(line) for line in lines if line.stand is Stand.REFUSED}
        self._look()

    def _settle(self) -> None:
        """Keep the plan that is looked at: what is said to it must not be overtaken by another."""
        if self.is_running:
            self.planning.give_up()
            self.ended.emit(End(self.shown.found if self.shown else None, is_stopped=True))


def _pair(line: PlanLine) -> tuple[Id, Id | None]:
    return line.ride_id, line.proposal.to_driver if line.proposal is not None else None


def _name(line: PlanLine) -> str:
    return line.proposal.member_name if line.proposal is not None else ""
