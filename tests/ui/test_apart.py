"""A process that answers more than once: streams, stops with its best, breaks off in words."""

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from nemt_desk.ground.errors import EnvironmentProblem, RefusedError
from ui.jobs.apart import Apart


def counting(upto: int, is_stopped: Callable[[], bool]) -> Iterator[int]:
    """Count without end, unless told; then say a last number."""
    at = 0
    while not is_stopped():
        if at < upto:
            at += 1
            yield at
    yield -at


def refusing(_question: int, _is_stopped: Callable[[], bool]) -> Iterator[int]:
    yield 1
    raise RefusedError("Nothing can be planned.")


def failing(_question: int, _is_stopped: Callable[[], bool]) -> Iterator[int]:
    yield 1
    raise ValueError("a bug")


def dying(_question: int, _is_stopped: Callable[[], bool]) -> Iterator[int]:
    yield 1
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    yield 2


def deaf(_question: int, _is_stopped: Callable[[], bool]) -> Iterator[int]:
    yield 1
    while True:
        time.monotonic()


def _never() -> bool:
    return False


def test_answers_come_as_they_are_found_and_a_stop_brings_the_last() -> None:
    came: list[int] = []
    with Apart(counting) as apart:
        came.extend(apart.answers((3,), lambda: 3 in came))
    assert came == [1, 2, 3, -3]


@pytest.mark.parametrize(
    ("work", "error", "words"),
    [
        (refusing, RefusedError, "Nothing can be planned"),
        (failing, RuntimeError, "a bug"),
        (dying, EnvironmentProblem, "broke off"),
    ],
)
def test_what_goes_wrong_there_is_told_here(
    work: Callable[..., Iterator[int]], error: type[Exception], words: str
) -> None:
    came: list[int] = []
    with Apart(work) as apart, pytest.raises(error, match=words):
        came.extend(apart.answers((0,), _never))
    assert came == [1]


def test_whoever_does_not_hear_the_stop_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.jobs.apart._GRACE_S", 0.2)
    with Apart(deaf) as apart:
        came: list[int] = []
        came.extend(apart.answers((0,), lambda: bool(came)))
        assert apart.is_alive
    assert came == [1]
    assert not apart.is_alive


def test_a_process_that_is_never_asked_ends() -> None:
    with Apart(counting) as apart:
        assert apart.is_alive
    assert not apart.is_alive
