"""`tell`: who must still hear what of published runs; calls are noted, the list is printed."""

import argparse
from pathlib import Path

from cli import people
from cli.runs import day_of
from cli.session import show, show_json, tell
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.words import day_year_text, phone_text
from nemt_desk.office import Office
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.rows import TellResult, TellWho
from nemt_desk.runs.telling.queries import telling_list
from nemt_desk.runs.telling.rows import Target, TellingList, TellLine
from nemt_desk.security.rows import Right, require


def register(commands: people.Commands) -> None:
    """Add the commands of this file."""
    text = "Who must still hear what of published runs."
    verbs = people.acts(commands, "tell", text, "tell list --date tomorrow")
    text = "List whom to call about a day, who is not told yet first."
    listing = people.act(verbs, "list", _list, text, "main.py tell list --date 2026-11-24")
    listing.add_argument("--all", action="store_true", help="those who are told too")
    text = "Note how calls went; without keys everybody who is to be told."
    noting = people.act(verbs, "note", _note, text, "main.py tell note told 0193… 0194…")
    noting.add_argument("result", choices=[result.value for result in TellResult])
    noting.add_argument(
        "keys", type=people.key, nargs="*", metavar="KEY", help="keys, as `tell list` gives them"
    )
    noting.add_argument("--note", default="", help="what was said")
    text = "Write the telling list as PDF."
    printing = people.act(verbs, "print", _print, text, "main.py tell print calls.pdf")
    printing.add_argument("out", type=Path, metavar="FILE")
    for each in (listing, noting, printing):
        each.add_argument("--date", default="today", metavar="DAY", help="which day")


def _found(office: Office, args: argparse.Namespace) -> TellingList:
    with office.store.read() as session:
        return telling_list(session, day_of(office, args.date), office.settings)


def _list(office: Office, args: argparse.Namespace) -> int:
    require(office.actor, Right.READ)
    found = _found(office, args)
    lines = found.lines if args.all else found.open
    if args.json:
        show_json([_json(line) for line in lines])
    for line in () if args.json else lines:
        at = "when called" if line.at_min is None else clock_text(line.at_min)
        what = "; ".join(line.changes) or line.say[0]
        words = (line.target.who.value, line.state.value, at, line.name, phone_text(line.phone))
        show("\t".join((*words, what, str(line.target.id))))
    tell(f"{len(found.open)} to tell of {len(found.lines)}, {day_year_text(found.day)}.")
    return 0


def _json(line: TellLine) -> dict[str, object]:
    return {
        "key": line.target.id,
        "who": line.target.who.value,
        "person": line.person_id,
        "state": line.state.value,
        "at": None if line.at_min is None else clock_text(line.at_min),
        "run": line.run_code,
        "phone": line.phone,
        "say": line.say,
        "changes": line.changes,
        "tries": line.tries,
        "last": None if line.last is None else {"result": line.last.result, "by": line.last.by},
    }


def _note(office: Office, args: argparse.Namespace) -> int:
    found = _found(office, args)
    lines = found.open
    if args.keys:
        lines = tuple(line for line in found.lines if line.target.id in set(args.keys))
        if len(lines) < len(set(args.keys)):
            raise RefusedError("One of these keys is not on the day's list. Nothing was noted.")
    if not lines:
        raise RefusedError("Everybody has been told. Nothing was noted.")
    targets = [Target(line.target.who, line.target.id) for line in lines]
    result = TellResult(args.result)
    changes = office.telling.tell(office.actor, targets, result, note=args.note)
    if args.json:
        drivers = sum(target.who is TellWho.DRIVER for target in targets)
        show_json({"drivers": drivers, "members": len(targets) - drivers})
    tell(f"{changes.text}.")
    return 0


def _print(office: Office, args: argparse.Namespace) -> int:
    from nemt_desk.runs.telling.paper import telling_paper
    from reports.telling_list import telling_list_pdf

    require(office.actor, Right.PRINT)
    paper = telling_paper(_found(office, args), office.settings, office.clock.now())
    if not paper.calls:
        tell("Everybody has been told; no list was written.")
        return 0
    replace_file(args.out, telling_list_pdf(paper))
    office.runs.printed(
        office.actor,
        "Printed the telling list to a file",
        run_ids=paper.run_ids,
        member_ids=paper.member_ids,
    )
    if args.json:
        show_json({"out": str(args.out), "calls": len(paper.calls)})
    tell(f"{args.out} holds members' names and telephones and is not encrypted.")
    return 0
