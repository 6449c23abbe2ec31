"""Commands about members: list, find, show, add, change."""

import argparse
from collections.abc import Sequence
from dataclasses import fields, replace
from uuid import UUID

from cli import people
from cli.papers import tell_again
from cli.resolve import today
from cli.session import show, show_json
from cli.where import add_where, has_where, placed
from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.words import parse_birth_date, phone_text
from nemt_desk.members import queries
from nemt_desk.members.rows import (
    Assistance,
    MemberEntry,
    MemberHit,
    MemberListRow,
    Need,
    PaperEntry,
    PaperKind,
    Payer,
    Program,
)
from nemt_desk.office import Office
from nemt_desk.places.rows import PlaceEntry, PlaceKind

_DAYS = (
    *("eligible_from", "eligible_until", "checked_on", "mode_until"),
    *("renewal_on", "text_consent_on"),
)
_ADD = """main.py members add --last Schroeder --first Ann --born 2/1/1950 --id 01234567 \\
      --phone 218-555-0142 --address "27614 County Road 63, Bovey" \\
      --program MA --eligible-from 1/1/2026 --county Itasca --paper distance:A-77:1/1/2026"""


def register(commands: people.Commands) -> None:
    """Add the commands of this file."""
    verbs = people.acts(commands, "members", "Members: list, find, show, add, change.")
    people.listing(verbs, _list, "member")
    example = 'main.py members find "schroe 2/1/1950"'
    text = "Find members by name parts, birth date, telephone digits or member ID."
    people.act(verbs, "find", _find, text, example).add_argument("text", help="what is known")
    text = "Show one member's record; who looked is noted in the trail."
    shown = people.act(verbs, "show", _show, text, "main.py members show 0193…  --json")
    shown.add_argument("key", type=UUID, metavar="ID", help="key, as `list` and `find` give it")
    adding = people.act(verbs, "add", _add, "Add a member.", _ADD)
    _add_fields(adding, required=True)
    example = "main.py members change 0193… --county Itasca --eligible-until 12/31/2026"
    change = people.changing(verbs, _change, "member", example)
    _add_fields(change, required=False)
    change.add_argument(
        "--moved", action="store_true", help="a new home; past rides keep the old address"
    )


def _add_fields(parser: argparse.ArgumentParser, *, required: bool) -> None:
    people.add_names(parser, required=required)
    say = people.option
    say(parser, "preferred", "what the member is called", dest="preferred_name")
    say(parser, "born", "birth date, like 2/1/1950", dest="birth_date")
    say(parser, "id", "member ID, as on the card", dest="mhcp_id")
    say(parser, "language", "spoken language if not English")
    say(parser, "program", "who covers", type=Program, choices=list(Program))
    say(parser, "payer", "fee for service, or a plan", type=Payer, choices=list(Payer))
    say(parser, "plan", "the plan's name")
    say(parser, "eligible-from", "first day of coverage", metavar="DAY")
    say(parser, "eligible-until", "last day of coverage", metavar="DAY")
    say(parser, "checked", "day the coverage was looked up", dest="checked_on", metavar="DAY")
    say(parser, "county", "county of residence; the rules ask for it")
    say(
        parser, "mode", "assessed mode, 1 to 7", dest="assessed_mode", type=int, choices=range(1, 8)
    )
    say(parser, "mode-until", "last day of the mode", metavar="DAY")
    say(parser, "assistance", type=Assistance, choices=list(Assistance))
    say(parser, "need", dest="needs", type=Need, choices=list(Need), action="append")
    say(parser, "suffix", "Jr., III and the like")
    say(
        parser, "renewal", "day by which coverage must be renewed", dest="renewal_on", metavar="DAY"
    )
    say(parser, "waiver", "waiver program, like CADI or EW")
    say(parser, "free-ride", "somebody drives the member for nothing", action="store_true")
    say(parser, "uses-tty", "call through 711", action="store_true")
    say(
        parser,
        "text-consent",
        "day the member agreed to text messages",
        dest="text_consent_on",
        metavar="DAY",
    )
    say(parser, "has-vehicle", "the household has a vehicle", action="store_true")
    say(parser, "contact", "whom to call besides", dest="contact_name")
    say(parser, "contact-phone", "that person's telephone")
    say(parser, "signs", "who signs for the member", dest="signs_name")
    say(parser, "alone", "why the member may ride alone", dest="rides_alone_reason")
    parser.add_argument(
        "--paper",
        action="append",
        default=[],
        metavar="KIND[:NUMBER[:FROM[:UNTIL]]]",
        help=f"a paper on file; kinds: {', '.join(PaperKind)}",
    )
    add_where(parser)


# --- what they do -------------------------------------------------------------------------------


def _list(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = queries.member_list(
            session, text=args.find, archived=args.archived, limit=args.limit
        )
    return people.give(args, found.rows, _line)


def _find(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = queries.suggest_members(session, args.text)
    if not found:
        raise RefusedError("No member fits this. Try fewer letters, or another part of the name.")
    return people.give(args, found, _line)


def _line(row: MemberListRow | MemberHit) -> Sequence[str]:
    born = row.birth_date.isoformat() if row.birth_date else "-"
    return row.name, born, row.mhcp_id or "-", phone_text(row.phone) or "-", row.town


def _show(office: Office, args: argparse.Namespace) -> int:
    found = office.members.view(office.actor, args.key)
    with office.store.read() as session:
        home = queries.home_of(session, found)
    record = {item.name: people.plain(getattr(found, item.name)) for item in fields(found)}
    record["home"] = people.plain(home) if home else None
    if args.json:
        show_json(record)
        return 0
    for name, value in record.items():
        if value not in (None, "", [], False):
            show(f"{name:20} {home.where if name == 'home' and home else value}")
    return 0


def _add(office: Office, args: argparse.Namespace) -> int:
    entry = replace(MemberEntry(**_given(office, args)), papers=_papers(office, args))
    if has_where(args):
        entry = replace(entry, home=placed(office, args, PlaceEntry(kind=PlaceKind.HOME)))
    with office.store.read() as session:
        doubles = queries.possible_duplicates(session, entry)
    people.warn([double.reasons for double in doubles], "member")
    return people.saved(args, office.members.add(office.actor, entry).id)


def _change(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = queries.member(session, args.key)
        entry = MemberEntry.of(found, queries.home_of(session, found))
    papers = (entry.papers or ()) + _papers(office, args)
    entry = replace(entry, **_given(office, args), papers=papers)
    if has_where(args):
        known = entry.home if entry.home and not args.moved else PlaceEntry(kind=PlaceKind.HOME)
        entry = replace(entry, home=placed(office, args, known), has_moved=args.moved)
    changes = office.members.change(office.actor, args.key, entry, version=found.version)
    tell_again(office, changes)
    return people.changed(args, changes)


def _given(office: Office, args: argparse.Namespace) -> people.Given:
    said = people.with_days(office, people.given(args, MemberEntry), *_DAYS)
    if "birth_date" in said:
        said["birth_date"] = parse_birth_date(said["birth_date"], today(office))
    if "needs" in said:
        said["needs"] = frozenset(said["needs"])
    return said


def _papers(office: Office, args: argparse.Namespace) -> tuple[PaperEntry, ...]:
    return tuple(_paper(office, text) for text in args.paper)


def _paper(office: Office, text: str) -> PaperEntry:
    kind, number, begin, end = (*text.split(":", 3), "", "", "")[:4]
    if kind not in set(PaperKind):
        sentence = f"“{kind}” is no kind of paper. Kinds: {', '.join(PaperKind)}."
        raise InputError([Problem("papers", sentence)])
    first, last = (people.day(office, part, "papers") for part in (begin, end))
    return PaperEntry(PaperKind(kind), number, first, last)
