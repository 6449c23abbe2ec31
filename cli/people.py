"""Commands about members, drivers and places: list, find, show, add."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from cli.hours import read_hours
from cli.office import command
from cli.session import add_data, open_office, show, show_json, tell
from cli.where import add_where, has_where, placed
from nemt_desk.drivers import queries as drivers
from nemt_desk.drivers.rows import (
    CarEntry,
    CredentialEntry,
    CredentialKind,
    DriverEntry,
    DriverKind,
)
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.words import parse_birth_date, parse_day, phone_text
from nemt_desk.members import queries as members
from nemt_desk.members.rows import (
    Assistance,
    MemberEntry,
    MemberHit,
    MemberListRow,
    Need,
    Program,
)
from nemt_desk.office import Office
from nemt_desk.places import queries as places
from nemt_desk.places.rows import PlaceEntry, PlaceKind

type Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - the only name it has

type Run = Callable[[Office, argparse.Namespace], int]


class Keyed(Protocol):
    """A row with a key."""

    @property
    def id(self) -> UUID: ...


def register(commands: Commands) -> None:
    """Add the commands of this file."""
    _register_members(_acts(commands, "members", "Members: list, find, show, add."))
    _register_drivers(_acts(commands, "drivers", "Drivers: list, add."))
    _register_places(_acts(commands, "places", "Places: list, add."))


def _acts(commands: Commands, name: str, text: str) -> Commands:
    parser = commands.add_parser(
        name,
        help=text,
        description=text,
        epilog=f"example:\n  main.py {name} list",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return parser.add_subparsers(dest="act", required=True, metavar="ACT")


def _act(acts: Commands, name: str, run: Run, text: str, example: str) -> argparse.ArgumentParser:
    parser = command(acts, name, text, example)
    add_data(parser)
    parser.set_defaults(run=partial(_inside, run))
    return parser


def _inside(run: Run, args: argparse.Namespace) -> int:
    office = open_office(args)
    try:
        return run(office, args)
    finally:
        office.close()


def _listing(acts: Commands, run: Run, what: str) -> argparse.ArgumentParser:
    parser = _act(acts, "list", run, f"List {what}s.", f"main.py {what}s list --json")
    parser.add_argument("--find", default="", metavar="TEXT", help="only those that fit this")
    parser.add_argument("--archived", action="store_true", help=f"the archived {what}s instead")
    parser.add_argument("--limit", type=int, default=500, help="how many (default: 500)")
    return parser


def _register_members(acts: Commands) -> None:
    _listing(acts, _list_members, "member")
    example = 'main.py members find "schroe 2/1/1950"'
    text = "Find members by name parts, birth date, telephone digits or member ID."
    _act(acts, "find", _find_members, text, example).add_argument("text", help="what is known")
    text = "Show one member's record; who looked is noted in the trail."
    shown = _act(acts, "show", _show_member, text, "main.py members show 0193…  --json")
    shown.add_argument("id", type=UUID, help="key of the record, as `list` and `find` give it")
    adding = _act(
        acts,
        "add",
        _add_member,
        "Add a member.",
        "main.py members add --last Schroeder --first Ann --born 2/1/1950 --id 01234567 \\\n"
        '      --phone 218-555-0142 --address "27614 County Road 63, Bovey"',
    )
    _add_names(adding)
    adding.add_argument("--preferred", default="", help="what the member is called")
    adding.add_argument("--born", default="", help="birth date, like 2/1/1950")
    adding.add_argument("--id", default="", dest="mhcp_id", help="member ID: eight digits")
    adding.add_argument("--language", default="", help="spoken language if not English")
    adding.add_argument("--program", type=Program, choices=list(Program), help="who covers")
    adding.add_argument("--mode", type=int, choices=range(1, 8), help="assessed mode, 1 to 7")
    adding.add_argument("--mode-until", default="", metavar="DAY", help="last day of the mode")
    adding.add_argument(
        "--assistance", type=Assistance, choices=list(Assistance), default=Assistance.CURB
    )
    adding.add_argument("--need", type=Need, choices=list(Need), action="append", default=[])
    adding.add_argument("--has-vehicle", action="store_true", help="the household has a vehicle")
    add_where(adding)


def _register_drivers(acts: Commands) -> None:
    _listing(acts, _list_drivers, "driver")
    adding = _act(
        acts,
        "add",
        _add_driver,
        "Add a driver.",
        'main.py drivers add --last Berg --first Lars --phone 218-555-0111 --plate "ABC 123" \\\n'
        '      --recognized 1/15/2024 --open-to-all --hours "Mon-Fri 7:00-17:00" \\\n'
        "      --licence-until 6/30/2028 --insurance-until 6/30/2027",
    )
    _add_names(adding)
    adding.add_argument("--kind", type=DriverKind, choices=list(DriverKind), default="volunteer")
    adding.add_argument("--email", default="")
    adding.add_argument("--umpi", default="", help="provider number, if there is one")
    adding.add_argument("--recognized", default="", metavar="DAY", help="recognized since")
    adding.add_argument("--open-to-all", action="store_true", help="drives all members (S4-120)")
    adding.add_argument("--max-miles", type=int, help="how far the driver goes")
    adding.add_argument("--car", default="", help="what it looks like: grey Toyota Sienna")
    adding.add_argument("--plate", default="", help="licence plate")
    adding.add_argument("--seats", type=int, default=3, help="seats for riders (default: 3)")
    adding.add_argument("--wheelchair-places", type=int, default=0)
    adding.add_argument("--lift", action="store_true", help="the car has a lift or ramp")
    adding.add_argument("--hours", default="", help='like "Mon-Fri 7:00-17:00; Sat 8-12"')
    for kind in CredentialKind:
        option = f"--{kind.value.replace('_', '-')}-until"
        adding.add_argument(option, default="", metavar="DAY", help="its last good day")
    add_where(adding)


def _register_places(acts: Commands) -> None:
    kinds = _listing(acts, _list_places, "place")
    kinds.add_argument("--kind", type=PlaceKind, choices=list(PlaceKind), help="of this kind only")
    adding = _act(
        acts,
        "add",
        _add_place,
        "Add a place.",
        'main.py places add --name "Lakeside Clinic" --kind clinic --phone 218-555-0199 \\\n'
        '      --address "1601 Golf Course Road, Grand Rapids"',
    )
    adding.add_argument("--name", required=True, help="as it is said on the telephone")
    adding.add_argument("--short-name", default="")
    adding.add_argument("--kind", type=PlaceKind, choices=list(PlaceKind), default="other")
    adding.add_argument("--phone", default="")
    adding.add_argument("--opens", default="", dest="hours", help="opening hours, in words")
    adding.add_argument("--npi", default="", help="the provider's number, ten digits")
    adding.add_argument("--entrance", default="", help="which door")
    _add_notes(adding)
    add_where(adding)


def _add_names(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--last", required=True, help="last name")
    parser.add_argument("--first", required=True, help="first name")
    parser.add_argument("--middle", default="", help="middle name or initial")
    parser.add_argument("--phone", default="")
    parser.add_argument("--phone2", default="")
    _add_notes(parser)


def _add_notes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--driver-note", default="", help="the driver sees it")
    parser.add_argument("--office-note", default="", help="only the office sees it")


# --- what they do -------------------------------------------------------------------------------


def _list_members(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = members.member_list(
            session, text=args.find, archived=args.archived, limit=args.limit
        )
    return _give(args, found.rows, _member_line)


def _find_members(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = members.suggest_members(session, args.text)
    if not found:
        raise RefusedError("No member fits this. Try fewer letters, or another part of the name.")
    return _give(args, found, _member_line)


def _member_line(row: MemberListRow | MemberHit) -> Sequence[str]:
    born = row.birth_date.isoformat() if row.birth_date else "-"
    return row.name, born, row.mhcp_id or "-", phone_text(row.phone) or "-", row.town


def _show_member(office: Office, args: argparse.Namespace) -> int:
    found = office.members.view(office.actor, args.id)
    with office.store.read() as session:
        home = members.home_of(session, found)
    record = {item.name: _plain(getattr(found, item.name)) for item in fields(found)}
    record["home"] = _plain(home) if home else None
    if args.json:
        show_json(record)
        return 0
    for name, value in record.items():
        if value not in (None, "", [], False):
            show(f"{name:20} {home.where if name == 'home' and home else value}")
    return 0


def _add_member(office: Office, args: argparse.Namespace) -> int:
    today = office.time.day(office.clock.now())
    entry = MemberEntry(
        **_names(args),
        preferred_name=args.preferred,
        birth_date=parse_birth_date(args.born, today) if args.born else None,
        mhcp_id=args.mhcp_id,
        language=args.language,
        program=args.program,
        assessed_mode=args.mode,
        mode_until=_day(args.mode_until, today, "mode_until"),
        assistance=args.assistance,
        needs=frozenset(args.need),
        has_vehicle=args.has_vehicle,
        home=_home(office, args),
    )
    with office.store.read() as session:
        _warn([double.reasons for double in members.possible_duplicates(session, entry)], "member")
    return _saved(args, office.members.add(office.actor, entry).id)


def _list_drivers(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = drivers.driver_list(
            session, text=args.find, archived=args.archived, limit=args.limit
        )
    return _give(
        args,
        found.rows,
        lambda row: (row.name, row.kind, phone_text(row.phone) or "-", row.plate or "-", row.town),
    )


def _add_driver(office: Office, args: argparse.Namespace) -> int:
    today = office.time.day(office.clock.now())
    car = CarEntry(args.car, args.plate, args.seats, args.wheelchair_places, args.lift)
    ends = {kind: getattr(args, f"{kind.value}_until") for kind in CredentialKind}
    entry = DriverEntry(
        **_names(args),
        kind=DriverKind(args.kind),
        email=args.email,
        umpi=args.umpi,
        recognized_on=_day(args.recognized, today, "recognized_on"),
        open_to_all=args.open_to_all,
        max_miles=args.max_miles,
        cars=(car,) if args.car or args.plate else (),
        credentials=tuple(
            CredentialEntry(kind, until_day=_day(text, today, kind))
            for kind, text in ends.items()
            if text
        ),
        hours=read_hours(args.hours),
        home=_home(office, args),
    )
    with office.store.read() as session:
        _warn([double.reasons for double in drivers.possible_duplicates(session, entry)], "driver")
    return _saved(args, office.drivers.add(office.actor, entry).id)


def _list_places(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = places.place_list(
            session, text=args.find, kind=args.kind, archived=args.archived, limit=args.limit
        )
    return _give(args, found.rows, lambda row: (row.name, row.kind, row.where))


def _add_place(office: Office, args: argparse.Namespace) -> int:
    names = ("name", "short_name", "phone", "hours", "npi", "entrance")
    entry = PlaceEntry(
        kind=PlaceKind(args.kind),
        **{name: getattr(args, name) for name in (*names, "driver_note", "office_note")},
    )
    entry = placed(office, args, entry)
    with office.store.read() as session:
        _warn([double.reasons for double in places.possible_duplicates(session, entry)], "place")
    return _saved(args, office.places.add(office.actor, entry).id)


# --- in and out ---------------------------------------------------------------------------------


def _names(args: argparse.Namespace) -> dict[str, Any]:
    return {
        "last_name": args.last,
        "first_name": args.first,
        "middle_name": args.middle,
        "phone": args.phone,
        "phone2": args.phone2,
        "driver_note": args.driver_note,
        "office_note": args.office_note,
    }


def _day(text: str, today: date, field: str) -> date | None:
    return parse_day(text, today, field) if text else None


def _home(office: Office, args: argparse.Namespace) -> PlaceEntry | None:
    return placed(office, args, PlaceEntry(kind=PlaceKind.HOME)) if has_where(args) else None


def _warn(doubles: Sequence[Sequence[str]], what: str) -> None:
    for reasons in doubles:
        tell(f"Perhaps the same {what} is kept already: {', '.join(reasons)}.")


def _saved(args: argparse.Namespace, key: UUID) -> int:
    if args.json:
        show_json({"id": key})
    else:
        show(str(key))
    return 0


def _give[Row: Keyed](
    args: argparse.Namespace, rows: Sequence[Row], line: Callable[[Row], Sequence[str]]
) -> int:
    if args.json:
        show_json([_plain(row) for row in rows])
        return 0
    for row in rows:
        show("\t".join((str(row.id), *line(row))))
    return 0


def _plain(value: object) -> object:
    """Return a row as JSON can say it: sets and tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
