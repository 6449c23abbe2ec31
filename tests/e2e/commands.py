"""Runs `main.py` as a script would: in this process to be quick, or as a program of its own."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cli.entry import read, run
from nemt_desk.ground.clock import SystemClock
from tests.conftest import ROOT

LOGIN, PASSWORD = "anna", "the bus leaves at nine"
_HOLIDAYS = {(1, 1), (6, 19), (7, 4), (11, 11), (12, 24), (12, 25), (12, 31)}


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Shell:
    """One office's commands; `program` starts Python anew for each."""

    data: Path
    is_program: bool = False
    env: Mapping[str, str] = field(
        default_factory=lambda: {"NEMT_DESK_USER": LOGIN, "NEMT_DESK_PASSWORD": PASSWORD}
    )

    def __call__(self, *words: object, **env: str) -> Said:
        argv = [*map(str, words), "--data", str(self.data)]
        return (_started if self.is_program else _called)(argv, {**self.env, **env})

    def did(self, *words: object) -> Said:
        said = self(*words)
        assert said.code == 0, said.err
        return said

    def json(self, *words: object) -> Any:
        return self.did(*words, "--json").json

    def refused(self, *words: object, **env: str) -> str:
        """Return the sentence of a command that must not succeed."""
        said = self(*words, **env)
        assert said.code != 0
        assert said.out == ""
        assert "Traceback" not in said.err
        assert said.err.strip().endswith((".", "?", "…"))
        return said.err


def _started(argv: list[str], env: Mapping[str, str]) -> Said:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *argv],
        env={**os.environ, **env},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def _called(argv: list[str], env: Mapping[str, str]) -> Said:
    before = {name: os.environ.get(name) for name in env}
    os.environ.update(env)
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(read(argv))
    except SystemExit as left:
        code = int(left.code or 0)
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
    return Said(code, out.getvalue(), err.getvalue())


def working_day() -> date:
    """A Wednesday two weeks ahead that is no holiday: the rules ask for notice."""
    day = SystemClock().now().date() + timedelta(days=14)
    while day.weekday() != 2 or (day.month, day.day) in _HOLIDAYS:
        day += timedelta(days=1)
    return day
