"""What the commands about members, drivers and places have in common: verbs, options, results."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from cli.office import command
from cli.resolve import key_of, today
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.words import parse_day
from nemt_desk.office import Office

type Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - the only name it has
type Run = Callable[[Office, argparse.Namespace], int]
type Given = dict[str, Any]
"""The fields that were said, ready for an entry; what was not said is not in it."""


class Keyed(Protocol):
    """A row with a key."""

    @property
    def id(self) -> UUID: ...


# --- verbs and options --------------------------------------------------------------------------


def acts(commands: Commands, name: str, text: str, example: str = "") -> Commands:
    """Add a command that only has verbs; without an example it is that of `list`."""
    parser = commands.add_parser(
        name,
        help=text,
        description=text,
        epilog=f"example:\n  main.py {example or f'{name} list'}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return parser.add_subparsers(dest="act", required=True, metavar="ACT")


def act(verbs: Commands, name: str, run: Run, text: str, example: str) -> argparse.ArgumentParser:
    """Add a verb that runs inside the open office."""
    parser = command(verbs, name, text, example)
    add_data(parser)
    parser.set_defaults(run=partial(_inside, run))
    return parser


def _inside(run: Run, args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        return run(office, args)


def listing(verbs: Commands, run: Run, what: str) -> argparse.ArgumentParser:
    """Add the verb `list`."""
    parser = act(verbs, "list", run, f"List {what}s.", f"main.py {what}s list --json")
    parser.add_argument("--find", default="", metavar="TEXT", help="only those that fit this")
    parser.add_argument("--archived", action="store_true", help=f"the archived {what}s instead")
    parser.add_argument("--limit", type=int, default=500, help="how many (default: 500)")
    return parser


def changing(verbs: Commands, run: Run, what: str, example: str) -> argparse.ArgumentParser:
    """Add the verb `change`: what is not said stays as it is."""
    text = f"Change a {what}'s record; what is not said stays as it is."
    parser = act(verbs, "change", run, text, example)
    parser.add_argument("key", type=UUID, metavar="ID", help="key of the record, from `list`")
    return parser


def option(parser: argparse.ArgumentParser, name: str, text: str = "", **more: Any) -> None:  # noqa: ANN401 - argparse's own
    """Add an option that is only in the result when it was said."""
    parser.add_argument(f"--{name}", default=argparse.SUPPRESS, help=text, **more)


def add_names(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Add names, telephones and notes."""
    option(parser, "last", "last name", dest="last_name", required=required)
    option(parser, "first", "first name", dest="first_name", required=required)
    option(parser, "middle", "middle name or initial", dest="middle_name")
    option(parser, "phone")
    option(parser, "phone2", "another telephone")
    add_notes(parser)


def add_notes(parser: argparse.ArgumentParser) -> None:
    """Add the two kinds of notes."""
    option(parser, "driver-note", "the driver sees it")
    option(parser, "office-note", "only the office sees it")


def key(text: str) -> UUID:
    """Read a key for argparse, which says the sentence if it is none."""
    found = key_of(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"“{text}” is no key. The act `list` gives them.")
    return found


def given(args: argparse.Namespace, entry: type) -> Given:
    """Return what was said of the fields of `entry`, as typed."""
    names = {item.name for item in fields(entry)}
    return {name: value for name, value in vars(args).items() if name in names}


def with_days(office: Office, said: Given, *names: str) -> Given:
    """Return what was said with these fields read as days; an empty text takes a day away."""
    read = {name: day(office, said[name], name) for name in names if name in said}
    return said | read


def day(office: Office, text: str, field: str) -> date | None:
    """Read a day as people type it; None if it is empty."""
    return parse_day(text, today(office), field) if text.strip() else None


# --- results ------------------------------------------------------------------------------------


def warn(doubles: Sequence[Sequence[str]], what: str) -> None:
    """Say that somebody like this is kept already, without a name."""
    for reasons in doubles:
        tell(f"Perhaps the same {what} is kept already: {', '.join(reasons)}.")


def saved(args: argparse.Namespace, key: UUID) -> int:
    """Give out the key of what was added."""
    if args.json:
        show_json({"id": key})
    else:
        show(str(key))
    return 0


def changed(args: argparse.Namespace, changes: Changes) -> int:
    """Give out the key of what was changed, and say what was done."""
    tell(f"{changes.text}." if changes.steps else "It was like this already.")
    return saved(args, args.key)


def give[Row: Keyed](
    args: argparse.Namespace, rows: Sequence[Row], line: Callable[[Row], Sequence[str]]
) -> int:
    """Give out rows, as JSON or one a line with the key first."""
    if args.json:
        show_json([plain(row) for row in rows])
        return 0
    for row in rows:
        show("\t".join((str(row.id), *line(row))))
    return 0


def plain(value: object) -> object:
    """Return a row as JSON can say it: sets and tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    return value
