"""Runs what reads foreign files in a process of its own: it may crash, hang or eat memory there.

The child only makes files in the folder it is given; the parent judges, swaps and sweeps.
"""

import contextlib
import multiprocessing
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from nemt_desk.ground.apart import begin_apart, end_apart
from nemt_desk.ground.errors import DeskError, EnvironmentProblem, RefusedError
from nemt_desk.ground.progress import Cancelled, Progress

_TICK_S = 0.1
_GRACE_S = 5.0
# The longest that any one step may be silent; a state's roads are read in far less.
_SILENCE_S = 1800.0
_KINDS: dict[str, type[DeskError]] = {
    "RefusedError": RefusedError,
    "EnvironmentProblem": EnvironmentProblem,
}
_BROKE_OFF = (
    "Reading the files broke off ({step}). One of them is damaged, or the memory ran out. "
    "Load the file again or choose fewer counties. The old map was kept."
)
_HANGS = (
    "Reading the files came to no end ({step}). One of them is damaged. Load it again. "
    "The old map was kept."
)


class BrokeOffError(EnvironmentProblem):
    """The process died."""


def run_apart[T](
    work: Callable[..., T],
    args: tuple[Any, ...],
    progress: Progress,
    *,
    silence_s: float = _SILENCE_S,
) -> T:
    """Return `work(*args, progress)` done in a process of its own.

    Args:
        work: a function of a module; it, its arguments and its answer are pickled.
        args: its arguments, without the progress.
        progress: hears each step; may raise `Cancelled`, which ends the process.
        silence_s: after so many seconds without a step it is taken for hung.

    Raises:
        DeskError: what the work refused, or that it crashed or hung.
        Cancelled: by `progress`.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_child, args=(there, work, args), daemon=False)
    child.start()
    there.close()
    try:
        return _Talk(here, child, progress, silence_s).result()
    finally:
        end_apart(child)
        here.close()


@dataclass(slots=True)
class _Talk[T]:
    """Listens to the child until it has an answer."""

    pipe: Connection
    child: BaseProcess
    progress: Progress
    silence_s: float
    step: tuple[str, int] = ("Getting ready", 0)

    def result(self) -> T:
        heard = time.monotonic()
        while True:
            if self.pipe.poll(_TICK_S):
                heard = time.monotonic()
                try:
                    message = self.pipe.recv()
                except (EOFError, OSError) as why:
                    self.child.join(_GRACE_S)
                    raise BrokeOffError(_BROKE_OFF.format(step=self.step[0])) from why
                if message[0] == "done":
                    return message[1]  # type: ignore[no-any-return]
                self._hear(message)
            elif time.monotonic() - heard > self.silence_s:
                raise EnvironmentProblem(_HANGS.format(step=self.step[0]))
            self._tell()

    def _hear(self, message: tuple[Any, ...]) -> None:
        match message:
            case ("step", text, percent):
                self.step = (text, percent)
            case ("refused", kind, sentence):
                raise _KINDS.get(kind, RefusedError)(sentence)
            case ("bug", text):
                raise RuntimeError(f"the map builder failed:\n{text}")

    def _tell(self) -> None:
        try:
            self.progress.step(*self.step)
        except Cancelled:
            with contextlib.suppress(OSError):
                self.pipe.send("stop")
                self.child.join(_GRACE_S)
            raise


class _Reports:
    """The child's progress: sends each step, and hears when to stop."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def step(self, text: str, percent: int) -> None:
        """Send the step; a word from the parent, or its end, stops the work."""
        try:
            if self._pipe.poll():
                raise Cancelled
            self._pipe.send(("step", text, percent))
        except (EOFError, OSError) as why:
            raise Cancelled from why


def _child(pipe: Connection, work: Callable[..., Any], args: tuple[Any, ...]) -> None:
    begin_apart()
    try:
        answer: tuple[Any, ...] = ("done", work(*args, _Reports(pipe)))
    except Cancelled:
        return
    except DeskError as error:
        answer = ("refused", type(error).__name__, error.sentence)
    except MemoryError:
        answer = ("refused", "EnvironmentProblem", _BROKE_OFF.format(step="no memory left"))
    except BaseException:  # noqa: BLE001 - the parent raises it as a bug
        answer = ("bug", traceback.format_exc())
    try:
        pipe.send(answer)
    except OSError:
        return
