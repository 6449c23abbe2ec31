"""What each process that the program starts beside itself needs: a group of its own, an end."""

import contextlib
import os
import signal
import subprocess
import sys
from multiprocessing.process import BaseProcess

_MOMENT_S = 0.1


def begin_apart() -> None:
    """Stand apart, in the child: what it starts ends with it; Ctrl+C is the parent's to hear."""
    if os.name == "posix":
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end_apart(child: BaseProcess) -> None:
    """See that a child and what it started are gone; in the parent."""
    child.join(_MOMENT_S)
    if child.is_alive() and sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/T", "/F", "/PID", str(child.pid)],  # noqa: S607 - a part of Windows
            capture_output=True,
            check=False,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    elif sys.platform != "win32" and (child.is_alive() or child.exitcode) and child.pid:
        # Also after a crash: what it had started is in its group.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    if child.is_alive():
        child.kill()
    child.join()
