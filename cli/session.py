"""How a command gets at its office: which folder, which user, and how refusals are told."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from nemt_desk.ground.errors import DeskError, EnvironmentProblem
from nemt_desk.ground.paths import default_data

if TYPE_CHECKING:
    from nemt_desk.office import Office

USER, PASSWORD = "NEMT_DESK_USER", "NEMT_DESK_PASSWORD"


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add `--data DIR`, which chooses the office."""
    parser.add_argument(
        "--data",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="the office's folder (default: this user's data folder)",
    )


def data_folder(args: argparse.Namespace) -> Path:
    """Return the chosen office's folder."""
    chosen: Path | None = getattr(args, "data", None)
    return (chosen or default_data()).expanduser().resolve()


def credentials() -> tuple[str, str]:
    """Return user and password, from the environment or from a prompt."""
    login = os.environ.get(USER) or _ask(lambda: input_on_stderr("User: "))
    password = os.environ.get(PASSWORD) or _ask(lambda: getpass.getpass("Password: "))
    return login, password


def _ask(prompt: Callable[[], str]) -> str:
    try:
        if sys.stdin is not None:  # a task scheduler may give none
            return prompt()
    except (EOFError, KeyboardInterrupt):
        pass
    raise DeskError(f"A user and a password are needed: set {USER} and {PASSWORD}, or type them.")


def input_on_stderr(prompt: str) -> str:
    """Ask on standard error, so that standard output holds results only."""
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


def open_office(args: argparse.Namespace) -> "Office":
    """Open the chosen office.

    Raises:
        DeskError: no office there, wrong user or password, damaged file.
    """
    from nemt_desk.office import Office

    login, password = credentials()
    return Office.open(data_folder(args), login, password)


def tell(text: str) -> None:
    """Say something that is no result."""
    print(text, file=sys.stderr)


def show(text: str) -> None:
    """Give out a result.

    Raises:
        EnvironmentProblem: it can't be written, because the disk is full, say.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise EnvironmentProblem(f"The result can't be written: {error.strerror}.") from None


def show_json(value: object) -> None:
    """Give out a result as JSON; ids and days as text."""
    show(json.dumps(value, ensure_ascii=False, indent=2, default=str))
