"""`closures`: list the roads that are shut, shut one, say until when."""

import argparse
from contextlib import closing
from uuid import UUID

from cli.arguments import Commands
from cli.office import command
from cli.resolve import today
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.closures import queries
from nemt_desk.closures.rows import Closure, ClosureEntry
from nemt_desk.geo.shapes import LatLon
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import parse_day
from nemt_desk.security.rows import Right, require

_RECHECK = "Rides planned on these days may have other miles now: see `main.py recheck`."


def register(commands: Commands) -> None:
    """Add the command with its acts."""
    parser = commands.add_parser(
        "closures",
        help="Roads that are shut: list, add, end.",
        description="Roads that are shut. Rides of those days are measured and driven around them.",
        epilog="example:\n  main.py closures list",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = command(acts, "list", "List the roads that are shut.", "main.py closures list")
    listing.add_argument("--date", metavar="DAY", help="only those shut on this day")
    listing.add_argument("--all", action="store_true", help="those that are open again, too")
    listing.set_defaults(run=_list)
    adding = command(
        acts,
        "add",
        "Shut a road. One point shuts that piece of road, more points the stretch through them.",
        'main.py closures add "Bridge on County Road 12" --at 47.211,-93.530 --from today',
    )
    adding.add_argument("name", help="what is shut, in words")
    adding.add_argument(
        "--at", required=True, action="append", metavar="LAT,LON", help="a point; repeat for more"
    )
    adding.add_argument("--from", dest="first", default="today", metavar="DAY", help="first day")
    adding.add_argument("--until", metavar="DAY", help="last day (default: until further notice)")
    adding.add_argument("--reason", default="", help="why")
    adding.set_defaults(run=_add)
    ending = command(
        acts, "end", "Say on which day a road is shut last.", "main.py closures end 0193… today"
    )
    ending.add_argument("closure", type=UUID, help="key, as `closures list --json` gives it")
    ending.add_argument("last", metavar="DAY", help="the last day it is shut")
    ending.set_defaults(run=_end)
    taking = command(
        acts,
        "take-back",
        "Take back a closure that was never right.",
        "main.py closures take-back 0193…",
    )
    taking.add_argument("closure", type=UUID, help="key, as `closures list --json` gives it")
    taking.set_defaults(run=_take_back)
    for each in (listing, adding, ending, taking):
        add_data(each)


def _list(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        with office.store.read() as session:
            if args.date:
                day = parse_day(args.date, today(office), "date")
                found = queries.in_force(session, day)
            else:
                first = None if args.all else today(office)
                found = queries.listed(session, on_or_after=first)
    if args.json:
        show_json([_json(one) for one in found])
    for one in () if args.json else found:
        show(f"{one.name}\t{one.period_text}\t{one.reason}\t{one.id}")
    tell(f"{len(found)} {'road' if len(found) == 1 else 'roads'} shut.")
    return 0


def _add(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        entry = ClosureEntry(
            name=args.name,
            reason=args.reason,
            line=tuple(_point(text) for text in args.at),
            from_on=parse_day(args.first, today(office), "from_on"),
            until_on=parse_day(args.until, today(office), "until_on") if args.until else None,
        )
        saved = office.closures.add(office.actor, entry)
        with office.store.read() as session:
            _show(args, queries.closure(session, saved.id))
        tell(f"{saved.changes.text}.")
        tell(_RECHECK)
    return 0


def _end(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        last = parse_day(args.last, today(office), "until_on")
        changes = office.closures.end(office.actor, args.closure, last)
        with office.store.read() as session:
            _show(args, queries.closure(session, args.closure))
        tell(f"{changes.text}.")
        tell(_RECHECK)
    return 0


def _take_back(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        changes = office.closures.archive(office.actor, args.closure)
        if args.json:
            show_json({"id": args.closure})
        tell(f"{changes.text}.")
        tell(_RECHECK)
    return 0


def _show(args: argparse.Namespace, one: Closure) -> None:
    if args.json:
        show_json(_json(one))
    else:
        show(f"{one.name}\t{one.period_text}\t{one.id}")


def _json(one: Closure) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "reason": one.reason,
        "note": one.note,
        "line": one.line,
        "from": one.from_on,
        "until": one.until_on,
    }


def _point(text: str) -> LatLon:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        sentence = f"“{text}” is no point. Give latitude,longitude like 47.211,-93.530."
        raise InputError([Problem("line", sentence)]) from None
    return lat, lon
