"""Runs plain functions off the main thread: one writer, a few readers; results come by signal.

Screens never see a thread. Work gets a progress whose `step` raises `Cancelled` when the user
has stopped it, so the office needs no Qt to report or to stop.
"""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThreadPool, Signal
from shiboken6 import isValid

from nemt_desk.ground.errors import DeskError
from nemt_desk.ground.progress import Cancelled, Progress

_READERS = 3


@dataclass(frozen=True, slots=True)
class _Outcome:
    result: object = None
    refusal: DeskError | None = None
    bug: BaseException | None = None


class Job(QObject):
    """One piece of work on its way; it is also the progress the work reports to.

    Signals:
        finished: the answer has been delivered, or dropped.
    """

    finished = Signal()
    _heard = Signal(object)

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.text = title
        self.percent = -1
        self.rest_ms = 0
        self._stop = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody has asked the work to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def rest(self) -> None:
        """Rest before the work begins, on its own thread; not longer than until it is stopped."""
        if self.rest_ms:
            self._stop.wait(self.rest_ms / 1000)

    def step(self, text: str, percent: int) -> None:
        """Report how far the work is; called by the work, on its own thread."""
        if self._stop.is_set():
            raise Cancelled
        if (text, percent) != (self.text, self.percent):
            self.text, self.percent = text, percent
            self._heard.emit(self)


class JobRunner(QObject):
    """Owns all jobs and both pools.

    Signals:
        busy_changed: a job has begun or ended.
        stepped: (Job) a job with a title has reported progress.
        refused: (DeskError) a job was refused, or stopped, and its caller does not hear it.
    """

    busy_changed = Signal()
    stepped = Signal(object)
    refused = Signal(object)
    _returned = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._readers = QThreadPool(self)
        self._readers.setMaxThreadCount(_READERS)
        self._waiting: dict[Job, Callable[[_Outcome], None]] = {}
        self._latest: dict[str, Job] = {}
        self._writes: set[Job] = set()
        self._is_closed = False
        self._returned.connect(self._on_returned)

    def read[T](
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        *,
        failed: Callable[[DeskError], object] | None = None,
        title: str = "",
        latest: str = "",
        rest_ms: int = 0,
    ) -> Job:
        """Run work that changes nothing; of several with one `latest` only the newest answers.

        `rest_ms` is how long it rests before it begins: what is asked anew meanwhile costs nothing.
        """
        job = Job(title, self)
        job.rest_ms = rest_ms
        if latest:
            older = self._latest.get(latest)
            if older is not None:
                older.cancel()
            self._latest[latest] = job

        def deliver(outcome: _Outcome) -> None:
            if latest and self._latest.get(latest) is job:
                del self._latest[latest]
            if not job.is_cancelled or title:
                self._deliver(outcome, done, failed)

        return self._start(self._readers, job, work, deliver)

    def write[T](
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        *,
        failed: Callable[[DeskError], object] | None = None,
        title: str = "",
    ) -> Job:
        """Run work that writes: one at a time, in the order it was asked for."""
        job = Job(title, self)
        self._writes.add(job)

        def deliver(outcome: _Outcome) -> None:
            self._writes.discard(job)
            self._deliver(outcome, done, failed)

        return self._start(self._writer, job, work, deliver)

    def running(self) -> list[Job]:
        """Return the jobs that have a title: those a person knows of."""
        return [job for job in self._waiting if job.title]

    @property
    def is_busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self._waiting)

    @property
    def is_writing(self) -> bool:
        """Whether something is being written, or waits to be."""
        return bool(self._writes)

    @property
    def is_closed(self) -> bool:
        """Whether no more work is taken: the window is closing."""
        return self._is_closed

    def shutdown(self) -> None:
        """Stop everything and wait for it; what still comes back is dropped."""
        self._is_closed = True
        for job in self._waiting:
            job.cancel()
        for pool in (self._readers, self._writer):
            pool.clear()
            pool.waitForDone()
        self._waiting.clear()
        self._writes.clear()
        self._latest.clear()

    def _start[T](
        self,
        pool: QThreadPool,
        job: Job,
        work: Callable[[Progress], T],
        deliver: Callable[[_Outcome], None],
    ) -> Job:
        if self._is_closed:
            raise RuntimeError("the job runner is closed")
        self._waiting[job] = deliver
        job._heard.connect(self._on_heard)  # noqa: SLF001 - Job and runner are one
        pool.start(lambda: self._returned.emit(job, _outcome(job, work)))
        self.busy_changed.emit()
        return job

    def _deliver[T](
        self,
        outcome: _Outcome,
        done: Callable[[T], object],
        failed: Callable[[DeskError], object] | None,
    ) -> None:
        refusal = outcome.refusal
        if outcome.bug is not None:
            sys.excepthook(type(outcome.bug), outcome.bug, outcome.bug.__traceback__)
        elif refusal is None:
            if _is_alive(done):
                done(outcome.result)  # type: ignore[arg-type]  # T has been through a signal
        elif failed is None or isinstance(refusal, Cancelled):
            self.refused.emit(refusal)
        elif _is_alive(failed):
            failed(refusal)

    def _on_heard(self, job: Job) -> None:
        if job.title and job in self._waiting:
            self.stepped.emit(job)

    def _on_returned(self, job: Job, outcome: _Outcome) -> None:
        deliver = self._waiting.pop(job, None)
        if deliver is None:
            return
        self.busy_changed.emit()
        try:
            deliver(outcome)
        finally:
            job.finished.emit()
            job.deleteLater()


def _outcome[T](job: Job, work: Callable[[Progress], T]) -> _Outcome:
    """Do the work, on a pool's thread."""
    try:
        job.rest()
        if job.is_cancelled:
            return _Outcome(refusal=Cancelled())
        return _Outcome(result=work(job))
    except DeskError as refusal:
        return _Outcome(refusal=refusal)
    except BaseException as bug:  # noqa: BLE001 - carried to the main thread's crash hook
        return _Outcome(bug=bug)


def _is_alive(callback: object) -> bool:
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
