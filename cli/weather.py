"""`weather`: open a weather day, list its rides, decide them, print whom to call."""

import argparse
from contextlib import closing
from pathlib import Path
from uuid import UUID

from cli.arguments import Commands
from cli.commands import command
from cli.resolve import member_of, place_of, today
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.words import day_text, parse_day, parse_time, time_text
from nemt_desk.office import Office
from nemt_desk.security.rows import Right, require
from nemt_desk.weather import queries
from nemt_desk.weather.rows import (
    WHOLE_DAY,
    Decided,
    Told,
    WeatherChoice,
    WeatherEntry,
    WeatherSheet,
)
from nemt_desk.weather.rules import area_text, hours_text


def register(commands: Commands) -> None:
    """Add the command with its acts."""
    parser = commands.add_parser(
        "weather",
        help="Weather and closure days: their rides, decided one by one.",
        description="Weather and closure days: every ride of an area and some hours is decided.",
        epilog='example:\n  main.py weather open "Snow" --date tomorrow --hours 12:00-18:00',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    opening = command(
        acts, "open", "Begin a weather day.", 'main.py weather open "Snow" --town Hibbing'
    )
    opening.add_argument("name", help="what it is, in words")
    opening.add_argument("--date", default="today", metavar="DAY")
    opening.add_argument("--hours", default="", metavar="FROM-UNTIL", help="default: all day")
    opening.add_argument("--town", action="append", default=[], help="repeat for more")
    opening.add_argument("--place", default="", metavar="NAME", help="only one place is shut")
    opening.set_defaults(run=_open)
    listing = command(acts, "list", "List weather days.", "main.py weather list --date today")
    listing.add_argument("--date", default="today", metavar="DAY", help="the first day")
    listing.add_argument("--until", default="+30", metavar="DAY", help="the last day")
    listing.set_defaults(run=_list)
    showing = command(acts, "show", "Show a day's rides.", "main.py weather show 0193…")
    showing.set_defaults(run=_show)
    deciding = command(
        acts, "decide", "Decide rides.", "main.py weather decide 0193… cancel 0194… 0195…"
    )
    deciding.set_defaults(run=_decide)
    calls = command(acts, "calls", "Print whom to call.", "main.py weather calls 0193… calls.pdf")
    calls.set_defaults(run=_calls)
    telling = command(
        acts, "told", "Note how a call to a member went.", "main.py weather told 0193… schroeder"
    )
    telling.set_defaults(run=_told)
    for each in (showing, deciding, calls, telling):
        each.add_argument("weather", type=UUID, help="key, as `weather list --json` gives it")
    choices = [choice.value for choice in WeatherChoice]
    deciding.add_argument("choice", choices=choices, help="what becomes of the rides")
    deciding.add_argument("rides", nargs="+", type=UUID, metavar="RIDE", help="keys of rides")
    deciding.add_argument("--reason", default="")
    deciding.add_argument("--to", metavar="DAY", help="with move: to which day")
    calls.add_argument("out", type=Path, metavar="FILE")
    telling.add_argument("member", help="name, birth date, phone or member ID")
    hows = [how.value for how in Told if how is not Told.NOT_YET]
    telling.add_argument("how", nargs="?", choices=hows, default=Told.TOLD.value)
    telling.add_argument("--note", default="")
    for each in (opening, listing, showing, deciding, calls, telling):
        add_data(each)


def _open(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        begin, end = _hours(args.hours)
        entry = WeatherEntry(
            day=parse_day(args.date, today(office), "date"),
            name=args.name,
            from_min=begin,
            until_min=end,
            towns=tuple(args.town),
            place_id=place_of(office, args.place).id if args.place else None,
        )
        saved = office.weather.open(office.actor, entry)
        tell(f"{saved.changes.text}.")
        with office.store.read() as session:
            _give(office, args, queries.sheet(session, saved.id, office.time))
    return 0


def _hours(text: str) -> tuple[int, int]:
    if not text:
        return WHOLE_DAY
    begin, dash, end = text.partition("-")
    if not dash:
        sentence = f"“{text}” says no hours. Give them like 12:00-18:00."
        raise InputError([Problem("hours", sentence)])
    first, last = (parse_time(part.strip(), "hours") for part in (begin, end))
    return first.hour * 60 + first.minute, last.hour * 60 + last.minute


def _list(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        first = parse_day(args.date, today(office), "date")
        last = parse_day(args.until, today(office), "until")
        with office.store.read() as session:
            days = queries.weather_days(session, first, last)
            sheets = [queries.sheet(session, one.id, office.time) for one in days]
    if args.json:
        show_json([_json(one) for one in sheets])
    for one in () if args.json else sheets:
        weather = one.weather
        where = f"{hours_text(weather)}\t{area_text(weather)}"
        left = one.count(WeatherChoice.OPEN)
        show(f"{day_text(weather.day)}\t{weather.name}\t{where}\t{left} open\t{weather.id}")
    tell(f"{len(sheets)} weather {'day' if len(sheets) == 1 else 'days'}.")
    return 0


def _show(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        with office.store.read() as session:
            _give(office, args, queries.sheet(session, args.weather, office.time))
    return 0


def _decide(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        to_day = parse_day(args.to, today(office), "to") if args.to else None
        decided = Decided(WeatherChoice(args.choice), args.reason, to_day)
        changes = office.weather.decide(
            office.actor, args.weather, dict.fromkeys(args.rides, decided)
        )
        tell(f"{changes.text}.")
        with office.store.read() as session:
            _give(office, args, queries.sheet(session, args.weather, office.time))
    return 0


def _calls(args: argparse.Namespace) -> int:
    from nemt_desk.weather.call_lists import call_list
    from reports.call_list import call_list_pdf

    with closing(open_office(args)) as office:
        require(office.actor, Right.PRINT)
        with office.store.read() as session:
            told = call_list(session, args.weather, office.settings, office.clock.now())
        if not told.calls:
            tell("Nobody has to be called; no list was written.")
            return 0
        replace_file(args.out, call_list_pdf(told))
        office.runs.printed(
            office.actor,
            "Printed the call list of a weather day to a file",
            run_ids=told.run_ids,
            member_ids=told.member_ids,
        )
    tell(f"{args.out} holds members' names and telephones and is not encrypted.")
    return 0


def _told(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        member_id = member_of(office, args.member).id
        how = Told(args.how)
        changes = office.weather.mark_told(office.actor, args.weather, member_id, how, args.note)
        tell(f"{changes.text}.")
        with office.store.read() as session:
            _give(office, args, queries.sheet(session, args.weather, office.time))
    return 0


def _give(office: Office, args: argparse.Namespace, sheet: WeatherSheet) -> None:
    if args.json:
        show_json(_json(sheet))
        return
    for one in sheet.rides:
        ride, line = one.line.ride, one.line
        at = (
            "when called"
            if ride.pickup_at is None
            else time_text(office.time.local(ride.pickup_at))
        )
        ends = f"{line.from_label} to {line.to_label}"
        words = (one.urgency.name.lower(), day_text(ride.day), at, line.member_name, ends)
        show("\t".join((*words, one.choice.value, one.reason, str(ride.id))))
    tell(
        f"{len(sheet.rides)} rides: {sheet.count(WeatherChoice.OPEN)} to decide,"
        f" {sheet.count(WeatherChoice.CANCEL)} cancelled, {sheet.count(WeatherChoice.MOVE)} moved;"
        f" {sheet.to_tell} members to tell."
    )


def _json(sheet: WeatherSheet) -> dict[str, object]:
    weather = sheet.weather
    return {
        "id": weather.id,
        "day": weather.day,
        "name": weather.name,
        "from_min": weather.from_min,
        "until_min": weather.until_min,
        "towns": weather.towns,
        "rides": [
            {
                "id": one.line.ride.id,
                "member_id": one.line.ride.member_id,
                "day": one.line.ride.day,
                "urgency": one.urgency.name.lower(),
                "choice": one.choice,
                "reason": one.reason,
                "told": one.told,
            }
            for one in sheet.rides
        ],
    }
