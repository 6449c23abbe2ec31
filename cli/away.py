"""`away`: days on which members take no rides; the trips of their standing orders follow."""

import argparse
from collections.abc import Sequence
from dataclasses import fields

from cli import people
from cli.resolve import member_of
from cli.session import tell
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text
from nemt_desk.members import absences
from nemt_desk.members.absences import Absence, AbsenceEntry
from nemt_desk.office import Office


def register(commands: people.Commands) -> None:
    """Add the commands of this file."""
    verbs = people.acts(
        commands, "away", "Days on which members take no rides.", "away list schroeder"
    )
    text = "List a member's days away."
    listed = people.act(verbs, "list", _away, text, "main.py away list schroeder")
    listed.add_argument("member", help="name, telephone or key")
    example = "main.py away add schroeder --from 12/24 --until 12/28 --why family"
    add = people.act(verbs, "add", _add_away, "Note days without rides.", example)
    add.add_argument("member", help="name, telephone or key")
    add.add_argument("--from", dest="from_day", required=True, metavar="DAY", help="first day away")
    add.add_argument("--until", dest="until_day", default="", metavar="DAY", help="last day away")
    add.add_argument("--why", default="", help="reason")
    text = "Take days away back that were entered by mistake."
    people.act(verbs, "remove", _remove_away, text, "main.py away remove 0193…").add_argument(
        "key", type=people.key, metavar="ABSENCE", help="key, as `away list` gives it"
    )


def _away(office: Office, args: argparse.Namespace) -> int:
    member = member_of(office, args.member)
    with office.store.read() as session:
        rows = absences.absences(session, member.id)
    return people.give(args, rows, _away_line)


def _away_line(row: Absence) -> Sequence[str]:
    return row.from_day.isoformat(), row.until_day.isoformat() if row.until_day else "-", row.reason


def _add_away(office: Office, args: argparse.Namespace) -> int:
    member = member_of(office, args.member)
    names = {item.name for item in fields(AbsenceEntry)} - {"reason"}
    said = {name: people.day(office, getattr(args, name), name) for name in names}
    entry = AbsenceEntry(**said, reason=args.why)
    fates = (
        office.standing.planned_absence(member.id, entry.from_day, entry.until_day)
        if entry.from_day is not None
        else ()
    )
    saved = office.members.add_absence(office.actor, member.id, entry)
    for fate in fates:
        tell(f"{day_text(fate.day)}: {fate.sentence}")
    _follow(office, member.id)
    return people.saved(args, saved.id)


def _remove_away(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        member_id = absences.absence(session, args.key).member_id
    changes = office.members.remove_absence(office.actor, args.key)
    _follow(office, member_id)
    return people.changed(args, changes)


def _follow(office: Office, member_id: Id) -> None:
    """Let the trips of the member's standing orders follow, and say what became of them."""
    changes = office.standing.follow_absences(office.actor, member_id)
    if changes:
        tell(f"{changes.text}.")
