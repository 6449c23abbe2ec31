"""The parts of `dev.py test` and `dev.py lint`: all run, then a summary says which failed."""

from __future__ import annotations

import os
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from tools.cluster import postgresql
from tools.environment import ROOT, ready, tool, without_disturbance
from tools.say import CannotError, run, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

_NO_TESTS = 5  # pytest's exit code when a selection is empty


class Outcome(NamedTuple):
    """How one part went."""

    part: str
    seconds: float
    good: bool


def lint(fix: bool = False) -> int:
    """Check format, style, types and directions; with `fix` mend first what can be mended."""
    ready()
    env = without_disturbance()
    outcomes = []
    if fix:
        outcomes.append(_part("mend", [tool("ruff"), "check", "--fix", "-q", "."], env))
        outcomes.append(_part("mend format", [tool("ruff"), "format", "-q", "."], env))
    return _summary(outcomes + _lint_parts(env))


def test(quick: bool, pytest_arguments: Sequence[str]) -> int:
    """Run everything, or with `quick` all but what is slow or needs PostgreSQL.

    Arguments for pytest (a path, -k, -x ...) run just these tests.
    """
    python = ready()
    env = without_disturbance()
    outcomes = [] if pytest_arguments else _lint_parts(env)
    server: AbstractContextManager[str] = nullcontext("") if quick else postgresql()
    try:
        with server as url:
            if url:
                env["NEMT_DESK_TEST_PG"] = url
            command = [python, "-m", "pytest", "-q"]
            if pytest_arguments:
                command += [*_only(_QUICK if quick else ""), *pytest_arguments]
                outcomes.append(_part("tests", command, env))
            else:
                outcomes += _test_parts(command, env, quick)
    except CannotError as problem:
        say(str(problem))
        outcomes.append(Outcome("tests", 0.0, good=False))
    return _summary(outcomes)


_QUICK = "not slow and not postgres"


def _only(marks: str) -> list[str]:
    return ["-m", marks] if marks else []


def _lint_parts(env: dict[str, str]) -> list[Outcome]:
    return [
        _part("format", [tool("ruff"), "format", "--check", "-q", "."], env),
        _part("style", [tool("ruff"), "check", "-q", "."], env),
        _part("types", [tool("mypy")], env),
        _part("directions", [tool("lint-imports")], env),
    ]


def _test_parts(command: Sequence[object], env: dict[str, str], quick: bool) -> list[Outcome]:
    """Spread the tests over the cores, then run alone what measures or needs the machine."""
    workers = str(min(os.cpu_count() or 1, 4))
    also = f" and {_QUICK}" if quick else ""
    together = [*command, "-n", workers, "--dist", "worksteal", *_only("not serial" + also)]
    alone = [*command, *_only("serial" + also)]
    return [_part("tests", together, env), _part("tests alone", alone, env)]


def _part(name: str, command: Sequence[object], env: dict[str, str]) -> Outcome:
    say(f"\n=== {name}")
    start = time.monotonic()
    code = run([str(word) for word in command], env=env, cwd=ROOT)
    good = code == 0 or (code == _NO_TESTS and name == "tests alone")
    return Outcome(name, time.monotonic() - start, good)


def _summary(outcomes: Sequence[Outcome]) -> int:
    say("\n=== summary")
    for outcome in outcomes:
        say(f"{'ok    ' if outcome.good else 'FAILED'} {outcome.seconds:7.1f} s  {outcome.part}")
    say(f"       {sum(outcome.seconds for outcome in outcomes):7.1f} s  in all")
    return 0 if all(outcome.good for outcome in outcomes) else 1
