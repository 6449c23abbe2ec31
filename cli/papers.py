"""Commands about members' papers, eligibility and formal notices."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cli import people
from cli.resolve import member_of, today
from cli.session import show, show_json, tell
from nemt_desk.ground.errors import EnvironmentProblem, InputError, Problem, RefusedError
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.words import day_year_text
from nemt_desk.members import eligibility, paper_queries
from nemt_desk.members.eligibility import Check, CheckEntry, differences
from nemt_desk.members.paper_files import MOST_BYTES, FileEntry
from nemt_desk.members.paper_queries import PaperRow
from nemt_desk.members.paper_words import RESULT_WORDS, STATE_WORDS
from nemt_desk.members.papers import Receipt
from nemt_desk.members.rows import CheckResult, PaperEntry, PaperKind, Payer, Program
from nemt_desk.office import Office
from nemt_desk.policy import packs
from nemt_desk.trips import denials, letters
from nemt_desk.trips.denials import Denial
from nemt_desk.trips.paper_ends import papers_ending
from nemt_desk.trips.to_check import to_check
from reports.denial_notice import denial_notice
from reports.paper_letters import paper_letter

if TYPE_CHECKING:
    from datetime import date

    from nemt_desk.ground.changes import Changes

_SOON_DAYS = 30
_LETTER = "main.py papers letter schroeder --kind distance --trip 0193… --out letter.pdf"
_CHECK = "main.py eligibility check schroeder --source MN-ITS --program EMA --until 12/31/2026"


def register(commands: people.Commands) -> None:
    """Add the commands of this file."""
    _register_papers(people.acts(commands, "papers", "Members' papers: asked for, back, files."))
    text = "Eligibility: what was looked up, what is due again."
    _register_eligibility(people.acts(commands, "eligibility", text, "eligibility list schroeder"))
    _register_denials(people.acts(commands, "denials", "Formal notices: list, print again."))


def _register_papers(verbs: people.Commands) -> None:
    text = "List papers: of one member, or all that wait or end soon."
    listed = people.act(verbs, "list", _list, text, "main.py papers list schroeder")
    listed.add_argument("member", nargs="?", default="", help="name, telephone or key")
    add = people.act(
        verbs, "add", _add, "Add a paper.", "main.py papers add schroeder --kind escort"
    )
    add.add_argument("member", help="name, telephone or key")
    add.add_argument("--kind", required=True, type=PaperKind, choices=list(PaperKind))
    add.add_argument("--trip", type=people.key, default=None, help="only for this trip")
    _add_days(add)
    text = "Put a paper that has come back on file; the member's rides are decided again."
    receive = people.act(
        verbs, "receive", _receive, text, "main.py papers receive 0193… --until 6/30/2027"
    )
    receive.add_argument(
        "key", type=people.key, metavar="PAPER", help="key, as `papers list` gives it"
    )
    _add_days(receive)
    text = "Note that a paper was refused."
    refuse = people.act(verbs, "refuse", _refuse, text, 'main.py papers refuse 0193… "too near"')
    refuse.add_argument(
        "key", type=people.key, metavar="PAPER", help="key, as `papers list` gives it"
    )
    refuse.add_argument("why", help="who refused it, and why")
    text = "End a paper that was withdrawn; rides after its last day need a new one."
    end = people.act(verbs, "end", _end, text, 'main.py papers end 0193… --on 12/31 --why "moved"')
    end.add_argument("key", type=people.key, metavar="PAPER", help="key, from `papers list`")
    people.option(end, "on", "last day it counts for (default: today)", dest="until_day")
    people.option(end, "why", dest="note")
    text = "Take a paper off the record that was entered by mistake, with its files."
    people.act(verbs, "remove", _remove, text, "main.py papers remove 0193…").add_argument(
        "key", type=people.key, metavar="PAPER", help="key, from `papers list`"
    )
    text = "Keep a file with a paper, or write its files into a folder."
    file = people.act(verbs, "file", _file, text, "main.py papers file 0193… --add scan.pdf")
    file.add_argument(
        "key", type=people.key, metavar="PAPER", help="key, as `papers list` gives it"
    )
    which = file.add_mutually_exclusive_group(required=True)
    which.add_argument("--add", type=Path, metavar="FILE", help="keep this file, encrypted")
    which.add_argument(
        "--out", type=Path, metavar="FOLDER", help="write the files out, as they are"
    )
    text = "Ask for a paper: note it as asked for today, and write the letter."
    letter = people.act(verbs, "letter", _letter, text, _LETTER)
    letter.add_argument("member", help="name, telephone or key")
    letter.add_argument("--kind", required=True, type=PaperKind, choices=list(PaperKind))
    letter.add_argument("--trip", type=people.key, default=None, help="for this trip")
    letter.add_argument("--out", type=Path, required=True, metavar="FILE", help="the PDF")


def _add_days(parser: argparse.ArgumentParser) -> None:
    people.option(parser, "number", "number of the paper")
    people.option(parser, "from", "first day it counts for", dest="from_day", metavar="DAY")
    people.option(parser, "until", "last day it counts for", dest="until_day", metavar="DAY")
    people.option(parser, "signed", "who signed it", dest="signed_by")
    people.option(parser, "note")


def _register_eligibility(verbs: people.Commands) -> None:
    text = "List a member's checks, the newest first."
    listed = people.act(verbs, "list", _checks, text, "main.py eligibility list schroeder")
    listed.add_argument("member", help="name, telephone or key")
    text = "Enter a check; what is not said was found as on the record."
    check = people.act(verbs, "check", _check, text, _CHECK)
    check.add_argument("member", help="name, telephone or key")
    check.add_argument("--source", required=True, help="where it was looked up")
    check.add_argument(
        "--result", type=CheckResult, choices=list(CheckResult), default=CheckResult.ELIGIBLE
    )
    say = people.option
    say(check, "on", "day of the check (default: today)", dest="checked_on", metavar="DAY")
    say(check, "program", type=Program, choices=list(Program))
    say(check, "payer", type=Payer, choices=list(Payer))
    say(check, "plan", "the plan's name")
    say(check, "living", "living arrangement code", dest="living_arrangement")
    say(check, "from", "first day of coverage", dest="eligible_from", metavar="DAY")
    say(check, "until", "last day of coverage", dest="eligible_until", metavar="DAY")
    say(check, "note")
    check.add_argument("--keep-record", action="store_true", help="leave the record as it is")
    text = "List members whose eligibility must be looked up before a ride."
    due = people.act(verbs, "due", _due, text, "main.py eligibility due --days 14")
    due.add_argument("--days", type=int, default=14, help="how far ahead (default: 14)")


def _register_denials(verbs: people.Commands) -> None:
    listed = people.act(verbs, "list", _denials, "List formal notices.", "main.py denials list")
    listed.add_argument("member", nargs="?", default="", help="name, telephone or key")
    text = "Write a notice as PDF again; its days stay."
    printed = people.act(verbs, "print", _print, text, "main.py denials print 0193… --out n.pdf")
    printed.add_argument(
        "key", type=people.key, metavar="NOTICE", help="key, as `denials list` gives it"
    )
    printed.add_argument("--out", type=Path, required=True, metavar="FILE", help="the PDF")


# --- papers -------------------------------------------------------------------------------------


def _list(office: Office, args: argparse.Namespace) -> int:
    rows: Sequence[PaperRow]
    member = member_of(office, args.member) if args.member else None
    now = today(office)
    with office.store.read() as session:
        if member is not None:
            rows = paper_queries.papers_of(session, member.id)
        else:
            last = type(now).fromordinal(now.toordinal() + _SOON_DAYS)
            ending = paper_queries.papers_until(session, now, last)
            rows = (*paper_queries.papers_asked(session), *ending)
        ids = [member.id] if member is not None else []
        far = type(now).max
        missed = {
            one.paper.id: len(one.rides)
            for one in papers_ending(session, office.settings, now, far, ids)
        }
    for key, count in missed.items():
        if any(row.id == key for row in rows):
            trips = (
                "1 planned trip that needs" if count == 1 else f"{count} planned trips that need"
            )
            tell(f"Note: paper {key} ends before {trips} it.")
    return people.give(args, rows, _paper_line)


def _paper_line(row: PaperRow) -> Sequence[str]:
    paper = row.paper
    days = f"{_iso(paper.from_day)} to {_iso(paper.until_day)}"
    which = "one trip" if paper.trip_id else "all rides"
    files = _count(len(row.files), "file") if row.files else "no file"
    number = paper.number or "-"
    return row.member_name, paper.kind, STATE_WORDS[paper.state], number, days, which, files


def _iso(day: "date | None") -> str:
    return day.isoformat() if day else "-"


def _add(office: Office, args: argparse.Namespace) -> int:
    member = member_of(office, args.member)
    said = people.with_days(office, people.given(args, PaperEntry), "from_day", "until_day")
    said.pop("kind", None)
    entry = PaperEntry(args.kind, trip_id=args.trip, **said)
    saved = office.papers.add(office.actor, member.id, entry)
    tell_again(office, saved.changes)
    return people.saved(args, saved.id)


def _receive(office: Office, args: argparse.Namespace) -> int:
    said = people.with_days(office, people.given(args, Receipt), "from_day", "until_day")
    changes = office.papers.receive(office.actor, args.key, Receipt(**said))
    tell_again(office, changes)
    return people.changed(args, changes)


def _refuse(office: Office, args: argparse.Namespace) -> int:
    changes = office.papers.refuse(office.actor, args.key, args.why)
    tell_again(office, changes)
    return people.changed(args, changes)


def _end(office: Office, args: argparse.Namespace) -> int:
    said = people.with_days(office, vars(args), "until_day")
    last = said.get("until_day") or today(office)
    changes = office.papers.withdraw(office.actor, args.key, last, said.get("note", ""))
    tell_again(office, changes)
    return people.changed(args, changes)


def _remove(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        member_id = paper_queries.paper(session, args.key).member_id
    changes = office.papers.remove(office.actor, args.key)
    for line in office.decide_again.apply(office.actor, member_id).lines:
        tell(f"{line.words}. {line.why}".strip())
    return people.changed(args, changes)


def tell_again(office: Office, changes: "Changes") -> None:
    """Decide the rides to come again, and say what changed."""
    for line in office.decide_again.after(office.actor, changes).lines:
        tell(f"{line.words}. {line.why}".strip())


def _file(office: Office, args: argparse.Namespace) -> int:
    if args.add is not None:
        entry = FileEntry(args.add.name, _read(args.add))
        return people.saved(args, office.papers.add_file(office.actor, args.key, entry).id)
    with office.store.read() as session:
        files = paper_queries.paper(session, args.key).files
    if not files:
        raise RefusedError("This paper has no file. Nothing was written; `--add` keeps one.")
    written = []
    for file in files:
        _found, content = office.papers.read_file(office.actor, file.id)
        path = args.out / f"{file.id.hex[-8:]}-{file.name}"
        replace_file(path, content)
        written.append(str(path))
    what = "It holds" if len(written) == 1 else "They hold"
    are = "is" if len(written) == 1 else "are"
    count = _count(len(written), "file")
    tell(f"{count} written. {what} members' data and {are} not encrypted.")
    if args.json:
        show_json(written)
    else:
        for name in written:
            show(name)
    return 0


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise EnvironmentProblem(f"The file can't be read: {error.strerror}.") from None


def _letter(office: Office, args: argparse.Namespace) -> int:
    member = member_of(office, args.member)
    now = office.clock.now()
    with office.store.read() as session:
        letter = (
            letters.for_member(session, office.settings, member.id, args.kind, now)
            if args.trip is None
            else letters.for_trip(session, office.settings, args.trip, args.kind, now)
        )
    replace_file(args.out, paper_letter(letter))
    saved = office.papers.ask_for(office.actor, member.id, args.kind, trip_id=args.trip)
    tell(f"Asked for today. The letter is in {args.out.name}; it is not encrypted.")
    return people.saved(args, saved.id)


# --- eligibility ----------------------------------------------------------------------------------


def _check(office: Office, args: argparse.Namespace) -> int:
    member = member_of(office, args.member)
    said = people.given(args, CheckEntry)
    said = people.with_days(office, said, "checked_on", "eligible_from", "eligible_until")
    entry = replace(CheckEntry.of(member, today(office), args.source), **said)
    doubt = eligibility.doubt_of_living(entry.living_arrangement, packs.load(office.settings.pack))
    if doubt:
        tell(doubt)
    for one in differences(member, entry):
        tell(f"{'Differs' if args.keep_record else 'The record changes'}. {one.words}.")
    saved = office.eligibility.check(
        office.actor, member.id, entry, version=member.version, take_over=not args.keep_record
    )
    tell_again(office, saved.changes)
    return people.saved(args, saved.id)


def _checks(office: Office, args: argparse.Namespace) -> int:
    member = member_of(office, args.member)
    with office.store.read() as session:
        rows = eligibility.checks(session, member.id)
    return people.give(args, rows, _check_line)


def _check_line(row: Check) -> Sequence[str]:
    days = f"{_iso(row.eligible_from)} to {_iso(row.eligible_until)}"
    seen = (row.program or "-", row.plan or row.payer, row.living_arrangement or "-", days)
    return _iso(row.checked_on), RESULT_WORDS[row.result], row.source, *seen, row.note


def _due(office: Office, args: argparse.Namespace) -> int:
    if args.days < 0:
        raise InputError([Problem("days", "Type how many days ahead, 0 or more.")])
    first = today(office)
    last = type(first).fromordinal(first.toordinal() + args.days)
    with office.store.read() as session:
        rows = to_check(session, office.settings, first, last)
        due = eligibility.renewals(session, last)
    for one in due:
        day = day_year_text(one.renewal_on)
        tell(f"Note: coverage of {one.member_name} must be renewed by {day} ({one.member_id}).")
    return people.give(
        args, rows, lambda row: (row.member_name, _iso(row.checked_on), _iso(row.ride_day))
    )


# --- notices ---------------------------------------------------------------------


def _denials(office: Office, args: argparse.Namespace) -> int:
    member = member_of(office, args.member) if args.member else None
    with office.store.read() as session:
        rows = denials.denials(session, member.id if member else None)
    return people.give(args, rows, _denial_line)


def _denial_line(row: Denial) -> Sequence[str]:
    days = (row.mailed_on, row.appeal_by, row.appealed_on)
    return row.member_name, row.action, row.rule or "-", *map(_iso, days), row.reason


def _print(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        now = office.clock.now()
        paper = denials.denial_paper(session, office.settings, args.key, now)
        member_id = denials.denial(session, args.key).member_id
    replace_file(args.out, denial_notice(paper))
    act = "Printed a formal notice"
    office.trail.note(office.store, office.actor, act, kind="member", ids=[member_id])
    tell(f"The notice of {day_year_text(paper.mailed_on)} is in {args.out.name}.")
    return people.saved(args, args.key)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
