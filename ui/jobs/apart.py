"""A process of its own that answers more than once, each answer better than the one before.

No Qt here: the process imports this module, and the sooner it can begin the better.
"""

import multiprocessing
import time
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, Self

from nemt_desk.ground.apart import begin_apart, end_apart
from nemt_desk.ground.errors import DeskError, EnvironmentProblem, RefusedError

_TICK_S = 0.1
_GRACE_S = 3.0
_BROKE_OFF = (
    "The work broke off: the memory ran out, or something ended it from outside. Nothing was "
    "changed. Close other programs and start it again."
)
_KINDS: dict[str, type[DeskError]] = {
    "RefusedError": RefusedError,
    "EnvironmentProblem": EnvironmentProblem,
}

type IsStopped = Callable[[], bool]


class Apart:
    """Starts the process at once, so that it is ready when the question is.

    `work(*question, is_stopped)` is a generator of a module; it looks at `is_stopped` often and
    then ends with the best it has. Question and answers are pickled.
    """

    def __init__(self, work: Callable[..., Iterator[Any]]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, there = context.Pipe()
        self._child = context.Process(target=_child, args=(there, work), daemon=False)
        self._child.start()
        there.close()

    def __enter__(self) -> Self:
        """Stand ready."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it does."""
        end_apart(self._child)
        self._pipe.close()

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._child.is_alive()

    def answers(
        self, question: tuple[Any, ...], is_stopped: IsStopped, tick: Callable[[], object] = int
    ) -> Iterator[Any]:
        """Ask, and hand out each answer as it comes; `tick` is called several times a second.

        Once `is_stopped` says so the work is told, and its last answers still come.

        Raises:
            DeskError: what the work refused, or that it broke off.
        """
        told_at: float | None = None
        try:
            self._pipe.send(question)
            while True:
                if self._pipe.poll(_TICK_S):
                    message = self._pipe.recv()
                    if message[0] != "answer":
                        return _ended(message)
                    yield message[1]
                tick()
                if told_at is None and is_stopped():
                    told_at = time.monotonic()
                    self._pipe.send("stop")
                if told_at is not None and time.monotonic() - told_at > _GRACE_S:
                    return None
        except (EOFError, OSError) as why:
            raise EnvironmentProblem(_BROKE_OFF) from why


def _ended(message: tuple[Any, ...]) -> None:
    match message:
        case ("refused", kind, sentence):
            raise _KINDS.get(kind, RefusedError)(sentence)
        case ("bug", text):
            raise RuntimeError(f"the process failed:\n{text}")


def _child(pipe: Connection, work: Callable[..., Iterator[Any]]) -> None:
    begin_apart()
    ear = _Ear(pipe)
    try:
        question = pipe.recv()
        for answer in work(*question, ear.is_stopped):
            pipe.send(("answer", answer))
        said: tuple[Any, ...] = ("end",)
    except DeskError as error:
        said = ("refused", type(error).__name__, error.sentence)
    except MemoryError:
        said = ("refused", "EnvironmentProblem", _BROKE_OFF)
    except (EOFError, OSError):
        return  # nobody listens any more
    except BaseException:  # noqa: BLE001 - the parent raises it as a bug
        said = ("bug", traceback.format_exc())
    try:
        pipe.send(said)
    except OSError:
        return


class _Ear:
    """Hears, in the child, that the answer so far will do; or that the parent is gone."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._is_stopped = False

    def is_stopped(self) -> bool:
        """Tell whether the work is to end with what it has."""
        if not self._is_stopped:
            try:
                self._is_stopped = self._pipe.poll()
            except (EOFError, OSError):
                self._is_stopped = True
        return self._is_stopped
