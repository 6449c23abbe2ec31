"""`ahead`: volunteers against rides for a month, and long ways that one car could drive."""

import argparse
from contextlib import closing
from dataclasses import asdict

from cli.arguments import Commands
from cli.commands import command
from cli.runs import day_of
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.units import miles
from nemt_desk.ground.words import day_text
from nemt_desk.runs.ahead.far import FAR_DAYS, far_list
from nemt_desk.runs.ahead.month import MOST_DAYS, month_ahead
from nemt_desk.runs.ahead.rows import FarRide, HalfDay, SharedDay
from nemt_desk.runs.ahead.words import moved_ride, short_text, suggestion
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.security.rows import Right, require


def register(commands: Commands) -> None:
    """Add the command with its two lists."""
    parser = commands.add_parser(
        "ahead",
        help="What is coming: volunteers against rides, and long ways that could be shared.",
        description="What is coming: volunteers against rides, and long ways.",
        epilog="example:\n  main.py ahead month --days 14",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="LIST")
    month = command(
        acts, "month", "Volunteers on hand against rides expected.", "main.py ahead month"
    )
    month.add_argument("--days", type=int, default=31, metavar="N", help="how many days")
    month.set_defaults(run=_month)
    far = command(
        acts, "far", "Long ways of two weeks, and which could be shared.", "main.py ahead far"
    )
    far.add_argument("--miles", type=int, default=30, metavar="N", help="long from so many miles")
    far.set_defaults(run=_far)
    for each in (month, far):
        each.add_argument("--from", dest="first", default="today", metavar="DAY", help="first day")
        add_data(each)


def _month(args: argparse.Namespace) -> int:
    if not 1 <= args.days <= MOST_DAYS:
        raise InputError([Problem("days", f"Ask for 1 to {MOST_DAYS} days.")])
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        with office.store.read() as session:
            days = month_ahead(
                session,
                office.settings,
                office.clock.now(),
                first=day_of(office, args.first),
                days=args.days,
            )
    if args.json:
        show_json([_half_json(half) for day in days for half in (day.morning, day.afternoon)])
        return 0
    for day in days:
        halves = (f"{_half_words(half)}" for half in (day.morning, day.afternoon))
        show("\t".join((day_text(day.day), *halves, day.holiday)).rstrip())
    short = sum(day.short > 0 for day in days)
    tell(f"{short} of {len(days)} days are short of volunteers.")
    return 0


def _half_words(half: HalfDay) -> str:
    return f"{half.half} {half.expected} rides, {half.volunteers} on hand, {short_text(half)}"


def _half_json(half: HalfDay) -> dict[str, object]:
    kept = {name: value for name, value in asdict(half).items() if name != "names"}
    counted = {"expected": half.expected, "needed": half.needed, "short": half.short}
    return {**kept, "day": half.day.isoformat(), "half": half.half.value, **counted}


def _far(args: argparse.Namespace) -> int:
    if args.miles < 1:
        raise InputError([Problem("miles", "Type from how many miles on a way is long, like 30.")])
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        first = day_of(office, args.first)
        travel = RoadTravel(office.map, office.driving(first))
        with office.store.read() as session:
            found = far_list(
                session,
                office.settings,
                first=first,
                least_miles=float(args.miles),
                travel=travel,
            )
    if args.json:
        rides = [_ride_json(ride) for ride in found.rides]
        show_json({"rides": rides, "shared": [_shared_json(one) for one in found.shared]})
        return 0
    for ride in found.rides:
        words = (day_text(ride.day), f"{miles(ride.direct_m)} mi", ride.member, ride.end)
        show("\t".join((*words, ride.driver or "nobody yet", str(ride.ride_id))))
    for one in found.shared:
        show(suggestion(one))
    tell(f"{len(found.rides)} long ways in {FAR_DAYS} days, {len(found.shared)} could be shared.")
    return 0


def _ride_json(ride: FarRide) -> dict[str, object]:
    return {
        "id": str(ride.ride_id),
        "day": ride.day.isoformat(),
        "member": ride.member,
        "to": ride.end,
        "miles": str(miles(ride.direct_m)),
        "driver": ride.driver,
        "standing": ride.is_standing,
    }


def _shared_json(one: SharedDay) -> dict[str, object]:
    return {
        "rides": [str(one.first.ride_id), str(one.second.ride_id)],
        "moves": str(moved_ride(one).ride_id) if one.moving is not None else None,
        "day": one.day.isoformat(),
        "saved_miles": str(miles(one.saved_m)),
    }
