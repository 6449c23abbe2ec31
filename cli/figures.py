"""`figures`: what the pack says, what the agency laid over it, lay another, reset to the pack's."""

import argparse
from contextlib import closing

from cli.arguments import Commands
from cli.office import command
from cli.resolve import today
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.figures.queries import figure_rows
from nemt_desk.figures.rows import FigureRow
from nemt_desk.security.rows import Right, require


def register(commands: Commands) -> None:
    """Add the command with its acts."""
    parser = commands.add_parser(
        "figures",
        help="Rules' figures: list, lay the agency's own over the pack's, reset.",
        description="The pack's figures and telephones, and what this agency laid over them.",
        epilog="example:\n  main.py figures list",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = command(acts, "list", "List the figures in force today.", "main.py figures list")
    listing.add_argument("--all", action="store_true", help="those of other years, too")
    listing.set_defaults(run=_list)
    laying = command(
        acts,
        "set",
        "Lay the agency's own figure over the pack's.",
        'main.py figures set notice_business_days 2 --why "County board, 12 May"',
    )
    laying.add_argument("key", help="as listed; a telephone's begins with phone:")
    laying.add_argument("value", help="what holds here")
    laying.add_argument("--name", default="", help="whom a telephone reaches")
    laying.add_argument("--why", required=True, help="the reason; it is kept beside the figure")
    laying.set_defaults(run=_set)
    resetting = command(
        acts,
        "reset",
        "Let the pack's own figure count again.",
        "main.py figures reset notice_business_days",
    )
    resetting.add_argument("key", help="as listed")
    resetting.set_defaults(run=_reset)
    for one in (listing, laying, resetting):
        add_data(one)


def _list(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        rows = figure_rows(office.settings, today(office))
    shown = [row for row in rows if args.all or row.is_in_force]
    if args.json:
        show_json([_json(row) for row in shown])
        return 0
    for row in shown:
        own = f"ours: {row.laid.text}" if row.laid is not None else ""
        facts = (row.label, row.pack_text, own, row.rule, row.confidence)
        show("\t".join((row.key, *facts)))
    tell(f"{len(shown)} figures, {sum(row.laid is not None for row in shown)} of them our own.")
    return 0


def _set(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        changes = office.figures.lay(
            office.actor, args.key, args.value, why=args.why, name=args.name
        )
        _tell_done(args, f"{changes.text}.")
    return 0


def _reset(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        changes = office.figures.reset(office.actor, args.key)
        _tell_done(args, f"{changes.text}.")
    return 0


def _tell_done(args: argparse.Namespace, sentence: str) -> None:
    if args.json:
        show_json({"key": args.key})
    tell(sentence)


def _json(row: FigureRow) -> dict[str, object]:
    laid = row.laid
    return {
        "key": row.key,
        "group": row.group,
        "label": row.label,
        "pack": row.pack_text,
        "own": laid.text if laid is not None else None,
        "by": laid.by if laid is not None else None,
        "at": laid.at if laid is not None else None,
        "why": laid.why if laid is not None else None,
        "rule": row.rule,
        "source": row.source,
        "confidence": row.confidence,
        "from": row.since,
        "until": row.until,
    }
