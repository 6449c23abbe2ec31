"""How the tools speak and run other programs. No knowledge of what they are for."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class CannotError(Exception):
    """Something the developer has to do first, in a plain sentence."""


def say(text: str) -> None:
    """Print one line at once, so that it stands before what a child prints."""
    print(text, file=sys.stderr, flush=True)


def output(command: Sequence[str | Path], timeout: float = 60) -> str | None:
    """Return what a command prints, or None if it is missing, fails or hangs."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def run(
    command: Sequence[str | Path], env: Mapping[str, str] | None = None, cwd: object = None
) -> int:
    """Run a command in view of the developer and return its exit code."""
    words = [str(part) for part in command]
    say("$ " + " ".join(shlex.quote(word) for word in words))
    try:
        return subprocess.run(
            words,
            env=None if env is None else dict(env),
            cwd=str(cwd) if cwd else None,
            check=False,
        ).returncode
    except OSError as problem:
        say(f"{words[0]} could not be started: {problem.strerror}")
        return 127
