"""`calendar`: the days on which the office, a town's schools or a facility is shut."""

import argparse
from contextlib import closing
from datetime import date
from uuid import UUID

from cli.arguments import Commands
from cli.office import command
from cli.resolve import today
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.calendars import queries
from nemt_desk.calendars.rows import Holiday, ShutDays, ShutEntry, ShutKind
from nemt_desk.ground.words import day_year_text, parse_day
from nemt_desk.security.rows import Right, require


def register(commands: Commands) -> None:
    """Add the command with its acts."""
    parser = commands.add_parser(
        "calendar",
        help="Holidays, closed schools, shut facilities: list, add, remove.",
        description="Days on which the office, the schools of a town or a facility is shut.",
        epilog="example:\n  main.py calendar list --year 2026",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = command(
        acts, "list", "List a year: the pack's holidays and the own days.", "main.py calendar list"
    )
    listing.add_argument("--year", type=int, metavar="YEAR", help="default: this year")
    listing.set_defaults(run=_list)
    adding = command(
        acts,
        "add",
        "Put shut days into the calendar.",
        'main.py calendar add "Winter break" --schools Bovey --from 12/24 --until 1/1',
    )
    adding.add_argument("name", help="what it is called, like “Winter break”")
    adding.add_argument("--from", dest="first", required=True, metavar="DAY", help="first day")
    adding.add_argument("--until", metavar="DAY", help="last day (default: the first)")
    whose = adding.add_mutually_exclusive_group()
    whose.add_argument("--schools", metavar="TOWN", help="the schools of this town are closed")
    whose.add_argument("--facility", type=UUID, metavar="PLACE", help="this place is shut")
    adding.add_argument("--note", default="", help="a remark")
    adding.set_defaults(run=_add)
    removing = command(
        acts, "remove", "Take shut days out of the calendar.", "main.py calendar remove 0198…"
    )
    removing.add_argument("entry", type=UUID, help="key of the entry, as listed")
    removing.set_defaults(run=_remove)
    for one in (listing, adding, removing):
        add_data(one)


def _list(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        year = args.year or today(office).year
        pack = queries.year_days(office.settings, year)
        first, last = date(year, 1, 1), date(year, 12, 31)
        with office.store.read() as session:
            own = queries.listed(session, on_or_after=first)
    own = tuple(one for one in own if one.from_day <= last)
    if args.json:
        show_json([*map(_holiday_json, pack), *map(_json, own)])
        return 0
    for one in pack:
        show(f"{day_year_text(one.day)}\t{one.name}\tholiday of the pack ({one.confidence})")
    for shut in own:
        _show_line(shut)
    tell(f"{len(pack)} holidays of the pack, {len(own)} own entries in {year}.")
    return 0


def _add(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        now = today(office)
        kind = ShutKind.OFFICE
        if args.schools:
            kind = ShutKind.SCHOOL
        elif args.facility:
            kind = ShutKind.FACILITY
        entry = ShutEntry(
            kind,
            args.name,
            parse_day(args.first, now, "from_day"),
            parse_day(args.until, now, "until_day") if args.until else None,
            town=args.schools or "",
            place_id=args.facility,
            note=args.note,
        )
        saved = office.calendar.add(office.actor, entry)
        with office.store.read() as session:
            kept = queries.shut_days(session, saved.id)
            doubt = queries.doubt_of_town(session, kept.town)
        if args.json:
            show_json(_json(kept))
        else:
            _show_line(kept)
        tell(f"{saved.changes.text}.")
        if doubt:
            tell(doubt)
    return 0


def _remove(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        changes = office.calendar.remove(office.actor, args.entry)
        if args.json:
            show_json({"id": args.entry})
        tell(f"{changes.text}.")
    return 0


def _show_line(shut: ShutDays) -> None:
    show(f"{shut.period_text}\t{shut.name}\t{shut.whose}\t{shut.id}")


def _holiday_json(one: Holiday) -> dict[str, object]:
    return {
        "kind": "pack_holiday",
        "name": one.name,
        "from": one.day,
        "until": one.day,
        "source": one.source,
        "confidence": one.confidence,
    }


def _json(shut: ShutDays) -> dict[str, object]:
    return {
        "id": shut.id,
        "kind": shut.kind,
        "name": shut.name,
        "from": shut.from_day,
        "until": shut.until_day,
        "town": shut.town,
        "place_id": shut.place_id,
        "place": shut.place_name,
        "note": shut.note,
    }
