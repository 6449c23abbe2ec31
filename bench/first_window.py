"""From nothing to the first painted window, against a bare PySide6 window."""

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measure import Result, in_turns
from bench.offices import an_office

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9
_PARTS = ("ui", "nemt_desk", "cli", "db", "reports", "bench")


def measure() -> Result:
    """Start both programs in turns; the office is there, so ours shows the sign-in."""
    for part in _PARTS:
        compileall.compile_dir(ROOT / part, quiet=2, workers=1)
    with an_office() as office, tempfile.TemporaryDirectory(prefix="nemt-desk-bench-") as folder:
        home = Path(folder)
        data = office.files.data

        def ours() -> list[str]:
            return _painted(home, "desk", "--data", str(data))

        def bare() -> list[str]:
            return _painted(home, "bare")

        heavy = ours()
        if heavy:
            raise RuntimeError(f"loaded before the first window: {', '.join(heavy)}")
        bare()
        mine, theirs = in_turns([(ours, bare)] * ROUNDS)
    return Result(
        "first window",
        3,
        statistics.median(mine),
        statistics.median(theirs),
        "main.py to its first paint: sign-in to an office, themed, with icons",
        "an empty QMainWindow to its first paint; same Python, same watcher, compiled bytecode",
        {"ours_best_ms": min(mine), "baseline_best_ms": min(theirs)},
    )


def environment(home: Path) -> dict[str, str]:
    """Return what a program gets that must find no settings of anybody's."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    env |= dict.fromkeys(names, str(home))
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        env.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    return env


def _painted(home: Path, *words: str) -> list[str]:
    """Start a program; return which heavy packages it had loaded at its first paint."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "painted.py"), *words],
        env=environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    painted, *heavy = done.stdout.split() or [""]
    if painted != "painted":
        raise RuntimeError(f"no window was painted: {done.stderr}")
    return heavy
