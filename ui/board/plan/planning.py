"""The job that plans: a process of its own, heard from a reader's thread, told by signals."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.progress import Cancelled, Progress
from nemt_desk.planning.proposal.rows import Ask, Question
from nemt_desk.runs.roads import RoadTravel
from ui.board.plan.apart import Found, better_plans
from ui.jobs.apart import Apart
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from ui.jobs.runner import Job

_TITLE = "Suggesting a plan"
_READING = "Suggesting a plan: reading the day and its ways"


@dataclass(frozen=True, slots=True)
class End:
    """How it ended: with the best plan found, stopped before that, or refused."""

    found: Found | None
    is_stopped: bool = False
    refusal: DeskError | None = None


class Planning(QObject):
    """Plans one day at a time.

    Signals:
        found: (Found) a plan, better than those before.
        ended: (End) no better one will come.
    """

    found = Signal(object)
    ended = Signal(object)
    _came = Signal(object, object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._work: _Work | None = None
        self._job: Job | None = None
        self._came.connect(self._on_came)

    @property
    def is_running(self) -> bool:
        """Whether better plans may still come."""
        return self._work is not None

    @property
    def words(self) -> str:
        """How far it is."""
        return self._job.text if self._job is not None else ""

    @property
    def percent(self) -> int:
        """How much of its time has passed, below 0 while that is not known."""
        return self._job.percent if self._job is not None else -1

    def begin(self, ask: Ask, travel: RoadTravel) -> None:
        """Plan a day; what runs already is given up."""
        self.give_up()
        seconds = float(self._desk.office.settings.plan_seconds)
        work = self._work = _Work(self, self._desk.office.plans.ask, ask, travel, seconds)
        self._job = self._desk.jobs.read(
            work,
            lambda end: self._end(work, end),
            failed=lambda error: self._end(work, End(None, refusal=error)),
            title=_TITLE,
        )
        # Stopped before it had begun, or broken by a bug: it ends in any case.
        self._job.finished.connect(lambda: self._end(work, End(None, is_stopped=True)))

    def stop(self) -> None:
        """Be content with the best plan so far; it still comes."""
        if self._work is not None:
            self._work.stop()

    def give_up(self) -> None:
        """Stop, and hear no more of it."""
        if self._work is not None:
            self._work.stop()
            self._work = self._job = None

    def hear(self, work: "_Work", found: Found) -> None:
        """Send a plan over to the window; called by the work, on its own thread."""
        self._came.emit(work, found)

    def _on_came(self, work: "_Work", found: Found) -> None:
        if work is self._work:
            self.found.emit(found)

    def _end(self, work: "_Work", end: End) -> None:
        if work is self._work:
            self._work = self._job = None
            self.ended.emit(end)


class _Work:
    """What the reader's thread does."""

    def __init__(
        self,
        planning: Planning,
        question: Callable[[Ask, RoadTravel], Question],
        ask: Ask,
        travel: RoadTravel,
        seconds: float,
    ) -> None:
        self._planning = planning
        self._question = question
        self._ask = ask
        self._travel = travel
        self._seconds = seconds
        self._stop = threading.Event()
        self._found: Found | None = None
        self._began = 0.0

    def stop(self) -> None:
        """Stop at the next occasion."""
        self._stop.set()

    def __call__(self, progress: Progress) -> End:
        """Plan; a stop keeps the best so far."""
        # Begun first: it loads the planner while the day is read.
        with Apart(better_plans) as apart:
            try:
                progress.step(_READING, -1)
                question = self._question(self._ask, self._travel)
            except Cancelled:
                return End(None, is_stopped=True)
            if self._stop.is_set():
                return End(None, is_stopped=True)
            self._began = time.monotonic()
            asked = (question, self._seconds)
            for solution, view, whys in apart.answers(
                asked, self._stop.is_set, lambda: self._tick(progress)
            ):
                self._found = Found(question, solution, view, whys)
                self._planning.hear(self, self._found)
        return End(self._found, is_stopped=self._stop.is_set())

    def _tick(self, progress: Progress) -> None:
        passed = time.monotonic() - self._began
        try:
            progress.step(_told(self._found), min(99, round(100 * passed / self._seconds)))
        except Cancelled:
            self._stop.set()


def _told(found: Found | None) -> str:
    if found is None:
        return "Suggesting a plan: the first one is coming"
    after = found.view.after
    return f"Suggesting a plan: {after.served} of {after.rides} rides so far, getting better"
