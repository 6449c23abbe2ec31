"""`standing`: standing orders, what they collide with, and settling it."""

import argparse
from contextlib import closing
from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from cli import book
from cli.arguments import Commands
from cli.commands import command
from cli.resolve import member_of, today
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_text, day_year_text, parse_day
from nemt_desk.office import Office
from nemt_desk.security.rows import Right, require
from nemt_desk.trips.standing import queries
from nemt_desk.trips.standing.clocks import leg_text
from nemt_desk.trips.standing.orders import DayChoiceEntry, ExceptionRow, OrderLine
from nemt_desk.trips.standing.rows import DayChoice, OrderDay

_ADD = """main.py standing add --member "schroe ann" --to "Grand Itasca Dialysis" \\
      --appointment "2026-11-16 10:30" --stay 240 --return will-call --service dialysis \\
      --repeat "Mon Wed Fri until further notice, move holidays\""""
_SETTLE = "main.py standing settle 0193… 11/26 move --to 11/25"
_BACK = "back"
_KEY = "key of the order, from `standing list`"


def register(commands: Commands) -> None:
    """Add the command with its acts."""
    parser = commands.add_parser(
        "standing",
        help="Standing orders: list, show, add, exceptions, settle, end, generate.",
        description="Standing orders: trips that repeat. Their trips are made some weeks ahead.",
        epilog="example:\n  main.py standing exceptions",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    _register_reading(acts)
    _register_settling(acts)
    adding = command(acts, "add", "Book a trip that repeats; the rules are asked first.", _ADD)
    book.add_trip(adding)
    adding.set_defaults(run=_add)
    ending = command(
        acts,
        "end",
        "End an order; its later trips are cancelled.",
        'main.py standing end 0193… 12/4 --reason "treatment is over"',
    )
    ending.add_argument("order", type=UUID, help=_KEY)
    ending.add_argument("last", metavar="DAY", help="the last day that is still driven")
    ending.add_argument("--reason", default="", help="why; it stays with each trip")
    ending.add_argument("--dry-run", action="store_true", help="only list what would be cancelled")
    ending.set_defaults(run=_end)
    making = command(
        acts, "generate", "Make the trips of the next weeks.", "main.py standing generate"
    )
    making.set_defaults(run=_generate)
    for each in (adding, ending, making):
        add_data(each)


def _register_reading(acts: Commands) -> None:
    listing = command(acts, "list", "List the standing orders.", "main.py standing list")
    listing.add_argument("--member", help="key, or words that find one member")
    listing.add_argument("--all", action="store_true", help="those that are over, too")
    listing.set_defaults(run=_list)
    showing = command(
        acts, "show", "Show what becomes of each day of an order.", "main.py standing show 0193…"
    )
    showing.add_argument("order", type=UUID, help=_KEY)
    showing.add_argument("--from", dest="first", default="today", metavar="DAY")
    showing.add_argument("--until", metavar="DAY", help="(default: four weeks later)")
    showing.set_defaults(run=_show)
    exceptions = command(
        acts,
        "exceptions",
        "List the days of the next weeks that wait to be settled.",
        "main.py standing exceptions",
    )
    exceptions.add_argument(
        "--all", action="store_true", help="those that are skipped or moved by rule, too"
    )
    exceptions.set_defaults(run=_exceptions)
    for each in (listing, showing, exceptions):
        add_data(each)


def _register_settling(acts: Commands) -> None:
    settling = command(acts, "settle", "Settle one day of an order.", _SETTLE)
    settling.add_argument("order", type=UUID, help=_KEY)
    settling.add_argument("day", metavar="DAY", help="the day of the order's pattern")
    settling.add_argument(
        "choice", choices=[*DayChoice, _BACK], help="`back` takes an earlier settling back"
    )
    settling.add_argument("--to", metavar="DAY", help="with move: the day it is moved to")
    settling.add_argument("--reason", default="", help="why")
    settling.add_argument(
        "--override", default="", metavar="REASON", help="with keep: in spite of the rules"
    )
    settling.set_defaults(run=_settle)
    add_data(settling)


# --- reading ----------------------------------------------------------------------------------


def _list(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        member_id = member_of(office, args.member).id if args.member else None
        with office.store.read() as session:
            found = queries.orders(
                session, office.settings, office.clock.now(), member_id=member_id, ended=args.all
            )
    if args.json:
        show_json([_line_json(line) for line in found])
    for line in () if args.json else found:
        show(_line_text(line))
    tell(f"{_count(len(found), 'standing order')}.")
    return 0


def _show(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        first = parse_day(args.first, today(office), "first")
        last = first + timedelta(weeks=4)
        if args.until:
            last = parse_day(args.until, today(office), "until")
        with office.store.read() as session:
            order = queries.order(session, args.order)
            found = queries.order_days(
                session, office.settings, office.clock.now(), args.order, first=first, last=last
            )
    if args.json:
        show_json({"order": _plain(order), "days": [_plain(day) for day in found]})
        return 0
    tell(f"{order.pattern_text}, from {day_year_text(order.from_day)}.")
    for day in found:
        show(_day_text(day))
    return 0


def _exceptions(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        found = office.standing.exceptions(all_days=args.all)
    if args.json:
        show_json([_exception_json(row) for row in found])
    for row in () if args.json else found:
        propose = row.day.proposal
        cure = f"\t→ {propose.sentence}" if propose is not None else ""
        who = " ".join(part for part in (row.order.member_name, _clock(row.order)) if part)
        show(f"{_day_text(row.day)}{cure}\t{who}\t{row.day.order_id}")
    waiting = sum(row.day.is_waiting for row in found)
    tell(f"{_count(waiting, 'day')} to be settled.")
    return 0


# --- writing ----------------------------------------------------------------------------------


def _add(args: argparse.Namespace) -> int:
    if not args.repeat:
        sentence = "Say on which days it repeats: --repeat “Mon Wed Fri until further notice”."
        raise InputError([Problem("repeat", sentence)])
    return book.run(args)


def _settle(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        now = today(office)
        choice = DayChoiceEntry(
            order_id=args.order,
            day=parse_day(args.day, now, "day"),
            choice=None if args.choice == _BACK else DayChoice(args.choice),
            to_day=parse_day(args.to, now, "to_day") if args.to else None,
            reason=args.reason,
            override_reason=args.override,
        )
        done = office.standing.settle(office.actor, [choice])
        if args.json:
            show_json({"made": done.made, "cancelled": done.cancelled})
        tell(f"{done.changes.text}.")
        _tell_day(office, choice)
    return 0


def _tell_day(office: Office, choice: DayChoiceEntry) -> None:
    with office.store.read() as session:
        found = queries.order_days(
            session,
            office.settings,
            office.clock.now(),
            choice.order_id,
            first=choice.day,
            last=choice.day,
        )
    for day in found:
        tell(_day_text(day))


def _end(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.WRITE)
        last = parse_day(args.last, today(office), "last")
        plan = office.standing.planned_end(args.order, last, args.reason)
        for one in plan.fates:
            show(f"{day_year_text(one.day)}\t{one.sentence}\t{one.trip_id}")
        if args.dry_run:
            tell("Nothing was changed (--dry-run).")
            return 0
        done = office.standing.end(office.actor, plan)
        tell(
            f"{done.changes.text}: {_count(len(plan.cancelled), 'trip')} cancelled,"
            f" {len(plan.left)} left as they are."
        )
    return 0


def _generate(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        done = office.standing.generate(office.actor)
        if args.json:
            show_json({"trips": done.trip_ids, "notes": [one.sentence for one in done.told]})
        for one in done.told:
            tell(f"Note: {one.sentence}")
        tell(f"{_count(len(done.trip_ids), 'trip')} made.")
    return 0


# --- words ------------------------------------------------------------------------------------


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _line_text(line: OrderLine) -> str:
    coming = f"next {day_text(line.next_day)}" if line.next_day else "no trip to come"
    waits = f"{line.waiting} to settle" if line.waiting else ""
    way = f"{line.from_label} → {line.to_label}" if line.to_label else "made before this version"
    when = " ".join(part for part in (line.order.pattern_text, _clock(line)) if part)
    parts = (line.member_name, when, way, coming, waits, str(line.order.id))
    return "\t".join(parts)


def _clock(line: OrderLine) -> str:
    """Return when the first ride is: two orders of one member are told apart by it."""
    return leg_text(line.order.legs[0]) if line.order.legs else ""


def _day_text(day: OrderDay) -> str:
    state = "to settle" if day.is_waiting else day.state.value
    return f"{day_year_text(day.day)}\t{state}\t{day.sentence}"


def _line_json(line: OrderLine) -> dict[str, object]:
    return {
        "id": line.order.id,
        "member": line.member_name,
        "member_id": line.order.member_id,
        "pattern": line.order.pattern_text,
        "at": _clock(line),
        "from": line.from_label,
        "to": line.to_label,
        "service": line.order.service,
        "from_day": line.order.from_day,
        "until_day": line.order.until_day,
        "driver": line.driver_name,
        "next": line.next_day,
        "waiting": line.waiting,
    }


def _exception_json(row: ExceptionRow) -> dict[str, object]:
    return {"order": _line_json(row.order), "day": _plain(row.day)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a row of any kind
    if hasattr(value, "__dataclass_fields__"):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
