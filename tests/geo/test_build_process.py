"""The process that reads foreign files: what it answers, and that its end harms nobody."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from nemt_desk.geo import build_map
from nemt_desk.geo.building.process import run_apart
from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from nemt_desk.ground.progress import Cancelled, Progress, Quiet

pytestmark = pytest.mark.slow  # builds maps


class _Heard:
    def __init__(self, stop_at: str = "") -> None:
        self.steps: list[str] = []
        self._stop_at = stop_at

    def step(self, text: str, percent: int) -> None:
        if text == self._stop_at:
            raise Cancelled
        if text not in self.steps:
            self.steps.append(text)


def _double(number: int, progress: Progress) -> int:
    progress.step("Doubling", 50)
    return number * 2


def _refuse(progress: Progress) -> None:
    raise RefusedError("No roads here.")


def _stumble(progress: Progress) -> None:
    raise KeyError("a bug")


def _crash(progress: Progress) -> None:
    progress.step("Reading bad.osm.pbf", 5)
    os.kill(os.getpid(), signal.SIGABRT)


def _hang(progress: Progress) -> None:
    progress.step("Reading bad.osm.pbf", 5)
    threading.Event().wait()


def _start_another(told: Path, progress: Progress) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    told.write_text(str(other.pid))
    progress.step("Other started", 5)
    threading.Event().wait()


def test_the_answer_and_the_steps_come_back() -> None:
    heard = _Heard()
    assert run_apart(_double, (21,), heard) == 42


def test_a_refusal_comes_back_as_it_was_said() -> None:
    with pytest.raises(RefusedError, match=r"No roads here\."):
        run_apart(_refuse, (), Quiet())


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(RuntimeError, match="KeyError"):
        run_apart(_stumble, (), Quiet())


def test_a_crash_is_a_sentence_that_names_the_step() -> None:
    with pytest.raises(EnvironmentProblem, match=r"Reading bad\.osm\.pbf.*old map was kept"):
        run_apart(_crash, (), Quiet())


def test_a_process_that_hangs_is_ended() -> None:
    with pytest.raises(EnvironmentProblem, match=r"no end \(Reading bad\.osm\.pbf\)"):
        run_apart(_hang, (), Quiet(), silence_s=3)


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system in a POSIX way")
def test_what_the_process_started_ends_with_it(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    with pytest.raises(EnvironmentProblem):
        run_apart(_start_another, (told,), Quiet(), silence_s=3)
    state = Path(f"/proc/{told.read_text()}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_stopping_ends_it_and_leaves_nothing(county_file: Path, tmp_path: Path) -> None:
    heard = _Heard(stop_at="Making the roads ready for routing")
    with pytest.raises(Cancelled):
        build_map([county_file], tmp_path, progress=heard, in_process=False)
    assert list(tmp_path.iterdir()) == []


def test_a_map_built_in_a_process_of_its_own_is_the_same(county_file: Path, tmp_path: Path) -> None:
    apart = build_map([county_file], tmp_path / "a", progress=Quiet(), in_process=False)
    here = build_map([county_file], tmp_path / "b", progress=Quiet())
    assert apart.map_hash == here.map_hash
    assert apart.counts == here.counts
    assert apart.checked == here.checked
