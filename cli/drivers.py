"""Commands about drivers: list, add, change."""

import argparse
from dataclasses import replace

from cli import people
from cli.hours import read_hours
from cli.where import add_where, has_where, placed
from nemt_desk.drivers import queries
from nemt_desk.drivers.rows import (
    CarEntry,
    CredentialEntry,
    CredentialKind,
    DayOffEntry,
    DriverEntry,
    DriverKind,
)
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import phone_text
from nemt_desk.office import Office
from nemt_desk.places.rows import PlaceEntry, PlaceKind

_ADD = """main.py drivers add --last Berg --first Lars --phone 218-555-0111 --plate "ABC 123" \\
      --recognized 1/15/2024 --open-to-all --hours "Mon-Fri 7:00-17:00" \\
      --licence-until 6/30/2028 --insurance-until 6/30/2027 --background-until 6/30/2027 \\
      --exclusion-check-until 12/31/2026 --driving-record-until 6/30/2027"""


def register(commands: people.Commands) -> None:
    """Add the commands of this file."""
    verbs = people.acts(commands, "drivers", "Drivers: list, add, change.")
    people.listing(verbs, _list, "driver")
    _add_fields(people.act(verbs, "add", _add, "Add a driver.", _ADD), required=True)
    example = 'main.py drivers change 0193… --licence-until 6/30/2030 --away "12/24 12/26"'
    _add_fields(people.changing(verbs, _change, "driver", example), required=False)


def _add_fields(parser: argparse.ArgumentParser, *, required: bool) -> None:
    people.add_names(parser, required=required)
    say = people.option
    say(parser, "kind", type=DriverKind, choices=list(DriverKind))
    say(parser, "email")
    say(parser, "umpi", "provider number, if there is one")
    say(parser, "recognized", "recognized since", dest="recognized_on", metavar="DAY")
    say(parser, "recognized-until", "last day of the recognition", metavar="DAY")
    say(parser, "open-to-all", "drives all members (S4-120)", action="store_true")
    say(parser, "max-miles", "how far the driver goes", type=int)
    say(parser, "door-through", "helps through the door", action="store_true")
    say(parser, "car", "what it looks like: grey Toyota Sienna", dest="text")
    say(parser, "plate", "licence plate")
    say(parser, "seats", "seats for riders (default: 3)", type=int)
    say(parser, "wheelchair-places", "places for a wheelchair one sits in", type=int)
    say(parser, "lift", "the car has a lift or ramp", dest="has_lift", action="store_true")
    say(parser, "hours", 'like "Mon-Fri 7:00-17:00; Sat 8-12"')
    for kind in CredentialKind:
        option = f"{kind.value.replace('_', '-')}-until"
        say(parser, option, "its last good day", metavar="DAY")
    parser.add_argument(
        "--away", action="append", default=[], metavar="DAYS", help='like "12/24 12/26" or "Tue"'
    )
    add_where(parser)


def _list(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = queries.driver_list(
            session, text=args.find, archived=args.archived, limit=args.limit
        )
    return people.give(
        args,
        found.rows,
        lambda row: (row.name, row.kind, phone_text(row.phone) or "-", row.plate or "-", row.town),
    )


def _add(office: Office, args: argparse.Namespace) -> int:
    entry = _entry(office, args, DriverEntry())
    with office.store.read() as session:
        doubles = queries.possible_duplicates(session, entry)
    people.warn([double.reasons for double in doubles], "driver")
    return people.saved(args, office.drivers.add(office.actor, entry).id)


def _change(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = queries.driver(session, args.key)
        entry = DriverEntry.of(found, queries.home_of(session, found))
    entry = _entry(office, args, entry)
    changes = office.drivers.change(office.actor, args.key, entry, version=found.version)
    return people.changed(args, changes)


def _entry(office: Office, args: argparse.Namespace, entry: DriverEntry) -> DriverEntry:
    """Return the entry with what was said laid over it; the first car is the one meant."""
    days = ("recognized_on", "recognized_until")
    said = people.with_days(office, people.given(args, DriverEntry), *days)
    if "hours" in said:
        said["hours"] = read_hours(said["hours"])
    if car := people.given(args, CarEntry):
        first = entry.cars[0] if entry.cars else CarEntry()
        said["cars"] = (replace(first, **car), *entry.cars[1:])
    if has_where(args):
        said["home"] = placed(office, args, entry.home or PlaceEntry(kind=PlaceKind.HOME))
    days_off = entry.days_off + tuple(_away(office, text) for text in args.away)
    credentials = entry.credentials + _credentials(office, args)
    return replace(entry, **said, credentials=credentials, days_off=days_off)


def _credentials(office: Office, args: argparse.Namespace) -> tuple[CredentialEntry, ...]:
    """Return the credentials that were said: new rows, a renewal leaves the old one on file."""
    said = {kind: getattr(args, f"{kind.value}_until", "") for kind in CredentialKind}
    return tuple(
        CredentialEntry(kind, until_day=people.day(office, text, kind))
        for kind, text in said.items()
        if text
    )


def _away(office: Office, text: str) -> DayOffEntry:
    first, *rest = text.replace("..", " ").split() or [""]
    begin = people.day(office, first, "days_off")
    end = people.day(office, rest[0], "days_off") if rest else begin
    if begin is None or end is None or end < begin:
        sentence = f"“{text}” are no days. Type the first and the last one, like 12/24 12/26."
        raise InputError([Problem("days_off", sentence)])
    return DayOffEntry(begin, end, " ".join(rest[1:]))
