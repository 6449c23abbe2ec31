"""When the program itself is wrong: a local report of types and places, never of data.

No message text, no locals: an exception's words may carry a member's name. The report stays on
this machine until somebody hands it over.
"""

import re
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from nemt_desk.ground.clock import Clock

_OWN = ("ui", "nemt_desk", "db", "reports", "cli")
_QT_PLACE = re.compile(r"^(?:Q[A-Za-z]+|qt)[\w.]*(?:::\w+(?:\(\))?)?")
_KEPT_REPORTS = 20


class CrashLog:
    """Writes reports into a folder and tells the window.

    `told` is called on whatever thread broke; it must only emit a signal.
    """

    def __init__(self, folder: Path, clock: Clock, told: Callable[[Path | None], None]) -> None:
        self._folder = folder
        self._clock = clock
        self._told = told
        self._is_telling = False

    def install(self) -> None:
        """Take over exceptions of all threads and Qt's own messages."""
        sys.excepthook = self.on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable
        qInstallMessageHandler(self._on_qt_message)

    def on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Report an exception nobody expected."""
        del kind
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(type(error), error, trace)
            return
        self._report(describe(error, trace))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            self.on_exception(type(args.exc_value), args.exc_value, args.exc_traceback)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
            place = _QT_PLACE.match(text)
            self._report(
                [f"Qt {kind.name} {context.category or ''} {place[0] if place else ''}".strip()]
            )

    def _report(self, lines: list[str]) -> None:
        if self._is_telling:
            return
        self._is_telling = True
        try:
            self._told(self._written(lines))
        finally:
            self._is_telling = False

    def _written(self, lines: list[str]) -> Path | None:
        now = self._clock.now()
        path = self._folder / f"crash-{now:%Y%m%dT%H%M%S%f}Z.txt"
        head = [f"NEMT Desk, {now:%Y-%m-%d %H:%M:%S} UTC, Python {sys.version.split()[0]}"]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
            for old in sorted(self._folder.glob("crash-*.txt"))[:-_KEPT_REPORTS]:
                old.unlink()
        except OSError:
            return None
        return path


def describe(error: BaseException, trace: TracebackType | None) -> list[str]:
    """Return types and places of an error and of what caused it; no words, no values."""
    lines: list[str] = []
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        lines.append(f"{type(now).__module__}.{type(now).__qualname__}")
        used = trace if now is error and trace is not None else now.__traceback__
        lines += [
            f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(used)
        ]
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)
    return lines


def _place(filename: str) -> str:
    """Return a path from our own package on, or a bare file name: folders may name a person."""
    parts = Path(filename).parts
    for at, part in enumerate(parts):
        if part in _OWN and at < len(parts) - 1:
            return "/".join(parts[at:])
    return parts[-1] if parts else filename
