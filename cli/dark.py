"""`dark`: write the pack for days without the program, locked with a password or open."""

import argparse
from contextlib import closing
from pathlib import Path

from cli.arguments import Commands
from cli.commands import command
from cli.runs import day_of
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.settings import MOST_DARK_DAYS
from nemt_desk.security.rows import Right, require


def register(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "dark",
        "Write the next days' run sheets, phone lists, standing orders and open rides as one PDF.",
        "main.py dark --days 3 --out pack.pdf",
    )
    parser.add_argument("--from", dest="first", default="today", metavar="DAY", help="first day")
    parser.add_argument("--days", type=int, metavar="N", help="how many days (default: Office's)")
    parser.add_argument("--out", type=Path, metavar="F.pdf", help="the file to write")
    parser.add_argument("--plain", action="store_true", help="not locked: to be printed at once")
    parser.add_argument("--password", action="store_true", help="show what opens the packs")
    add_data(parser)
    parser.set_defaults(run=_dark)


def _dark(args: argparse.Namespace) -> int:
    from nemt_desk.runs.dark.queries import dark_pack
    from reports.dark_pack import dark_pack_pdf
    from reports.locked import locked

    with closing(open_office(args)) as office:
        require(office.actor, Right.PRINT)
        if args.password:
            show(office.dark_password())
            return 0
        if args.out is None:
            raise InputError([Problem("out", "Say with --out which file to write.")])
        days = office.settings.dark_days if args.days is None else args.days
        if not 1 <= days <= MOST_DARK_DAYS:
            raise InputError([Problem("days", f"The pack holds 1 to {MOST_DARK_DAYS} days.")])
        with office.store.read() as session:
            pack = dark_pack(
                session,
                day_of(office, args.first),
                days,
                roads=office.map,
                settings=office.settings,
                now=office.clock.now(),
            )
        pdf = dark_pack_pdf(pack)
        replace_file(args.out, pdf if args.plain else locked(pdf, office.dark_password()))
        office.runs.printed(
            office.actor,
            "Wrote the pack for days without the program",
            run_ids=pack.run_ids,
            member_ids=pack.member_ids,
        )
    if args.json:
        counts = {"days": days, "run_sheets": len(pack.sheets), "open_rides": pack.open_count}
        show_json({"out": str(args.out), "locked": not args.plain, **counts})
    else:
        show(str(args.out))
    if args.plain:
        tell("The file is not locked: print it, then delete it.")
    else:
        tell("The file is locked; `main.py dark --password` shows what opens it.")
    return 0
