"""Background work: results on the main thread, stopping, one writer, nothing left behind."""

import sys
import threading
from collections.abc import Callable, Iterator
from types import TracebackType

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from nemt_desk.ground.errors import DeskError, RefusedError
from nemt_desk.ground.progress import Cancelled, Progress
from ui.jobs.runner import JobRunner

LONG_S = 5
_NOTHING: dict[str, str] = {}


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.shutdown()


def test_results_come_on_the_main_thread(jobs: JobRunner, qtbot: QtBot) -> None:
    got: list[tuple[int, bool]] = []
    main = QThread.currentThread()

    def note(ident: int) -> None:
        got.append((ident, QThread.currentThread() is main))

    jobs.read(lambda _progress: threading.get_ident(), note)
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][0] != threading.get_ident()
    assert got[0][1]
    assert not jobs.is_busy


def test_refusals_reach_their_caller_or_the_notice_line(jobs: JobRunner, qtbot: QtBot) -> None:
    def refuse(_progress: Progress) -> DeskError:
        raise RefusedError("No seats left.")

    told: list[DeskError] = []
    jobs.write(refuse, told.append, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    with qtbot.waitSignal(jobs.refused) as heard:
        jobs.write(refuse, told.append)
    assert heard.args is not None
    assert str(heard.args[0]) == "No seats left."
    assert len(told) == 1


def test_a_titled_job_reports_and_stops(jobs: JobRunner, qtbot: QtBot) -> None:
    go_on = threading.Event()

    def work(progress: Progress) -> str:
        progress.step("Reading roads", 10)
        go_on.wait(LONG_S)
        progress.step("Cutting tiles", 60)
        return "done"

    done: list[str] = []
    with qtbot.waitSignal(jobs.stepped):
        job = jobs.write(work, done.append, title="Building the map")
    assert [known.title for known in jobs.running()] == ["Building the map"]
    assert (job.text, job.percent) == ("Reading roads", 10)
    job.cancel()
    with qtbot.waitSignal(jobs.refused) as heard:
        go_on.set()
    assert heard.args is not None
    assert isinstance(heard.args[0], Cancelled)
    assert done == []


def test_of_several_questions_only_the_newest_is_answered(jobs: JobRunner, qtbot: QtBot) -> None:
    hold = threading.Event()

    def slow(_progress: Progress) -> str:
        hold.wait(LONG_S)
        return "old"

    answers: list[str] = []
    jobs.read(slow, answers.append, latest="decision")
    jobs.read(lambda _progress: "new", answers.append, latest="decision")
    qtbot.waitUntil(lambda: answers == ["new"])
    hold.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert answers == ["new"]


def test_writers_take_turns_in_order(jobs: JobRunner, qtbot: QtBot) -> None:
    inside: list[int] = []
    most: list[int] = []
    order: list[int] = []

    def write(number: int) -> int:
        inside.append(number)
        most.append(len(inside))
        inside.remove(number)
        return number

    def work_of(number: int) -> Callable[[Progress], int]:
        return lambda _progress: write(number)

    for number in range(20):
        jobs.write(work_of(number), order.append)
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert order == list(range(20))
    assert max(most) == 1


def test_a_bug_goes_to_the_crash_hook(
    jobs: JobRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        assert trace is not None
        seen.append(kind.__name__)

    monkeypatch.setattr(sys, "excepthook", hook)
    jobs.read(lambda _progress: _NOTHING["nothing"], seen.append)
    qtbot.waitUntil(lambda: seen == ["KeyError"])


def test_an_answer_for_a_closed_page_is_dropped(jobs: JobRunner, qtbot: QtBot) -> None:
    class Panel(QObject):
        def on_read(self, _answer: str) -> None:
            raise AssertionError("the panel is gone")

    panel, hold = Panel(), threading.Event()

    def slow(_progress: Progress) -> str:
        hold.wait(LONG_S)
        return "late"

    jobs.read(slow, panel.on_read)
    delete(panel)
    hold.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)


def test_shutdown_stops_and_joins(qapp: QApplication) -> None:
    runner = JobRunner()
    started = threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress.step("Turning", 1)

    runner.write(work, lambda _nothing: pytest.fail("must not answer"))
    assert started.wait(LONG_S)
    runner.shutdown()
    assert not runner.is_busy
    with pytest.raises(RuntimeError):
        runner.read(work, print)
