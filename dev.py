#!/usr/bin/env python3
"""The developer's one door: `python3 dev.py test` (and run, bench, lint, screenshots, lock ...).

Starts under any Python from 3.9 on, finds a fitting one, and makes `.venv` from the lock. What it
needs for that is in tools/; the program itself is never imported here.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys

from tools import checks
from tools.environment import ROOT, for_root, ready, without_disturbance
from tools.lock import lock
from tools.say import CannotError, run, say


def main() -> int:
    """Run one command and return its exit code."""
    # Told to stop, it still stops its PostgreSQL.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    arguments, rest = _parser().parse_known_args()
    if rest and arguments.command in {"setup", "lint", "lock", "notices"}:
        _parser().error(f"unknown: {' '.join(rest)}")
    try:
        return _do(arguments, rest)
    except CannotError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130


def _do(arguments: argparse.Namespace, rest: list[str]) -> int:
    if arguments.command == "setup":
        say(f"Ready: {ready()}")
        return 0
    if arguments.command == "run":
        return _run(rest)
    if arguments.command == "test":
        return checks.test(arguments.quick, rest)
    if arguments.command == "lint":
        return checks.lint(arguments.fix)
    if arguments.command == "lock":
        return lock(arguments.upgrade)
    modules = {"bench": "bench", "screenshots": "tests.screenshots", "notices": "tools.notices"}
    module = modules[arguments.command]
    env = {**without_disturbance(), "PYTHONPATH": str(ROOT)}
    return run([ready(), "-m", module, *rest], env=env)


def _run(rest: list[str]) -> int:
    """Open the demo office in a window; other arguments go to main.py instead."""
    env = {**os.environ, **for_root(), "PYTHONUTF8": "1"}
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(env.get(name) for name in screens):
        raise CannotError("There is no screen here (DISPLAY is not set), so no window can open.")
    return run([ready(), ROOT / "main.py", *(rest or ["--demo"])], env=env)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Develop NEMT Desk.", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, allow_abbrev=False)

    command("run", "open the demo office (or hand the arguments to main.py)")
    test = command("test", "format, style, types, directions and all tests; arguments go to pytest")
    test.add_argument("--quick", action="store_true", help="leave out slow and PostgreSQL tests")
    lint = command("lint", "format, style, types and directions")
    lint.add_argument("--fix", action="store_true", help="mend what can be mended first")
    command("bench", "measure the ratios that are promised")
    command("screenshots", "every page into a folder: screenshots [DIR]")
    lock_parser = command("lock", "renew the lock from the .in files")
    lock_parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    command("notices", "renew THIRD_PARTY_NOTICES.md from what is installed")
    command("setup", "make .venv and install what the system misses")
    return parser


if __name__ == "__main__":
    sys.exit(main())
