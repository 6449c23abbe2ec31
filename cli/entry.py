"""Reads the command line and runs one command."""

import argparse
import importlib
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from cli.arguments import joined
from cli.session import add_data, tell
from nemt_desk.ground.errors import DeskError

VERBS = ("office", "people", "book", "runs", "printing", "map", "geocode", "route", "demo")
EXAMPLE = """example:
  main.py                                   opens the window
  main.py --demo                            opens the demo office
  main.py print run-sheets --date 2026-11-24 --out sheets.pdf"""


def parser() -> argparse.ArgumentParser:
    """Return the parser with every command."""
    top = argparse.ArgumentParser(
        prog="main.py",
        description="NEMT Desk: medical rides of a small agency, on this computer only.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_data(top)
    top.add_argument("--demo", action="store_true", help="open the demo office")
    top.add_argument(
        "--map", type=Path, metavar="FILE", help="with --demo: put it on this map file"
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for verb in VERBS:
        importlib.import_module(f"cli.{verb}").register(commands)
    return top


def read(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; `command` is None when the window is wanted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Windows console may not know every letter of a name.
            stream.reconfigure(encoding="utf-8", errors="replace")
    return parser().parse_args(joined(argv))


def run(args: argparse.Namespace) -> int:
    """Run one command; return the exit code, 0 only on success."""
    try:
        code: int = args.run(args)
    except DeskError as error:
        tell(error.sentence)
        return 1
    except KeyboardInterrupt:
        tell("Stopped.")
        return 130
    return code
