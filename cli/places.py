"""Commands about places: list, add, change; the card and moving are in files of their own."""

import argparse
from dataclasses import replace

from cli import people, place_card, place_moves
from cli.where import add_where, has_where, placed
from nemt_desk.office import Office
from nemt_desk.places import queries
from nemt_desk.places.rows import PlaceEntry, PlaceKind

_ADD = """main.py places add --name "Lakeside Clinic" --kind clinic --phone 218-555-0199 \\
      --address "1601 Golf Course Road, Grand Rapids" --entrance "west door\""""


def register(commands: people.Commands) -> None:
    """Add the commands of this file."""
    verbs = people.acts(commands, "places", "Places: list, add, change, show, move, close.")
    kinds = people.listing(verbs, _list, "place")
    kinds.add_argument("--kind", type=PlaceKind, choices=list(PlaceKind), help="of this kind only")
    _add_fields(people.act(verbs, "add", _add, "Add a place.", _ADD), required=True)
    example = "main.py places change 0193… --pin 47.2361,-93.5302"
    _add_fields(people.changing(verbs, _change, "place", example), required=False)
    place_card.register(verbs)
    place_moves.register(verbs)


def _add_fields(parser: argparse.ArgumentParser, *, required: bool) -> None:
    say = people.option
    say(parser, "name", "as it is said on the telephone", required=required)
    say(parser, "short-name", "what the office calls it")
    say(parser, "kind", type=PlaceKind, choices=list(PlaceKind))
    say(parser, "phone")
    say(parser, "opens", "opening hours, in words", dest="hours")
    say(parser, "npi", "the provider's number, ten digits")
    say(parser, "entrance", "which door")
    say(parser, "gate", "gate code, who opens", dest="gate_note")
    say(parser, "dog", "a dog, and what it does", dest="dog_note")
    say(parser, "season", "what snow or mud changes", dest="season_note")
    people.add_notes(parser)
    add_where(parser)


def _list(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = queries.place_list(
            session, text=args.find, kind=args.kind, archived=args.archived, limit=args.limit
        )
    return people.give(args, found.rows, lambda row: (row.name, row.kind, row.where))


def _add(office: Office, args: argparse.Namespace) -> int:
    entry = _entry(office, args, PlaceEntry())
    with office.store.read() as session:
        doubles = queries.possible_duplicates(session, entry)
    people.warn([double.reasons for double in doubles], "place")
    return people.saved(args, office.places.add(office.actor, entry).id)


def _change(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = queries.place(session, args.key)
    entry = _entry(office, args, PlaceEntry.of(found))
    changes = office.places.change(office.actor, args.key, entry, version=found.version)
    return people.changed(args, changes)


def _entry(office: Office, args: argparse.Namespace, entry: PlaceEntry) -> PlaceEntry:
    # Where it is belongs together: the words about it are taken over with the point.
    where = {"address", "unit", "city", "state", "zip"}
    said = {
        name: value for name, value in people.given(args, PlaceEntry).items() if name not in where
    }
    entry = replace(entry, **said)
    return placed(office, args, entry) if has_where(args) else entry
