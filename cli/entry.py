"""Reads the command line and runs one command."""

import argparse
import importlib
import io
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from nemt_desk.ground.errors import DeskError

# A command's module is loaded when the command is asked for: starting must stay quick.
COMMANDS: Mapping[str, str] = {
    "setup": "office",
    "backup": "office",
    "backups": "office",
    "restore": "office",
    "audit": "office",
    "settings": "settings",
    "members": "members",
    "papers": "papers",
    "eligibility": "papers",
    "denials": "papers",
    "away": "away",
    "drivers": "drivers",
    "places": "places",
    "book": "book",
    "standing": "standing",
    "rides": "rides",
    "cancel": "rides",
    "who": "who",
    "called": "who",
    "assign": "runs",
    "unassign": "runs",
    "publish": "runs",
    "runs": "runs",
    "plan": "plan",
    "ride": "live",
    "driver": "live",
    "tell": "telling",
    "print": "printing",
    "ahead": "ahead",
    "dark": "dark",
    "map": "map",
    "geocode": "geocode",
    "route": "route",
    "calendar": "calendar",
    "closures": "closures",
    "figures": "figures",
    "recheck": "recheck",
    "weather": "weather",
    "import": "exchange",
    "export": "exchange",
    "packs": "packs",
    "demo": "demo",
}
EXAMPLE = """examples:
  main.py                                   opens the window
  main.py --demo                            opens the demo office
  main.py demo --data demo-office           makes a demo office for scripts
  main.py print run-sheets --date 2026-11-24 --out sheets.pdf"""


def _top(*, add_help: bool) -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="main.py",
        description="NEMT Desk: medical rides of a small agency, on this computer only.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=add_help,
        allow_abbrev=False,
    )
    top.add_argument(
        "--data",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="the office's folder (default: this user's data folder)",
    )
    top.add_argument("--demo", action="store_true", help="open the demo office")
    top.add_argument(
        "--map", type=Path, metavar="FILE", help="with --demo: put it on this map file"
    )
    return top


def parser(only: str = "") -> argparse.ArgumentParser:
    """Return the parser with every command, or with those of one module."""
    top = _top(add_help=True)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in dict.fromkeys([only] if only else COMMANDS.values()):
        importlib.import_module(f"cli.{module}").register(commands)
    return top


def read(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; `command` is None when the window is wanted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Windows console may not know every letter of a name.
            stream.reconfigure(encoding="utf-8", errors="replace")
    window, rest = _top(add_help=False).parse_known_args(argv)
    if not rest:
        window.command = None
        return window
    from cli.arguments import joined

    asked = COMMANDS.get(rest[0], "")  # without the folder, which may be called like a command
    return parser(asked).parse_args(joined(argv))


def run(args: argparse.Namespace) -> int:
    """Run one command; return the exit code, 0 only on success."""
    try:
        code: int = args.run(args)
    except BrokenPipeError:
        # Whoever read the results has had enough (`main.py rides | head`); so Python's manual.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except DeskError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return code
