"""`who` and `called`: who can take a ride or a standing order, and what a driver said."""

import argparse
from contextlib import closing
from typing import Any
from uuid import UUID

from cli.arguments import Commands
from cli.commands import command
from cli.runs import driver_of, said_json
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_text, time_text
from nemt_desk.office import Office
from nemt_desk.planning.rank import Candidate
from nemt_desk.planning.why import facts
from nemt_desk.runs.calls.queries import calls_about
from nemt_desk.runs.calls.rows import CallAbout, DriverCall
from nemt_desk.runs.calls.service import Said
from nemt_desk.runs.roads import Travels
from nemt_desk.runs.rows import CallResult
from nemt_desk.runs.who.others import OtherWay
from nemt_desk.runs.who.ride import TravelOn, who
from nemt_desk.runs.who.series import SeriesCandidate, who_series
from nemt_desk.security.rows import Right, require

_RIDE = "key of the ride, as `rides` gives it"
_ORDER = "key of the order, from `standing list`"


def register(commands: Commands) -> None:
    """Add the commands of this file."""
    text = "Tell who can take a ride or a standing order, best first, with every reason."
    asking = command(commands, "who", text, "main.py who 0193…\n  main.py who --order 0193…")
    asking.add_argument("ride", type=UUID, nargs="*", metavar="RIDE", help=_RIDE)
    asking.add_argument("--order", type=UUID, metavar="ORDER", help=_ORDER)
    asking.add_argument("--weeks", type=int, metavar="N", help="an order's next N weeks")
    asking.set_defaults(run=_who)
    text = "Note what a driver said when he was called; a yes puts the ride on his run."
    example = 'main.py called 0193… --driver "Berg" no --note "at the dentist"'
    noting = command(commands, "called", text, example)
    noting.add_argument("ride", type=UUID, metavar="RIDE", help=_RIDE)
    noting.add_argument("--driver", required=True, metavar="NAME|ID", help="who was called")
    results = [result.value.replace("_", "-") for result in CallResult]
    noting.add_argument("result", choices=results, help="what came of it")
    noting.add_argument("--note", default="", metavar="TEXT", help="what else was said")
    noting.add_argument("--override", default="", metavar="REASON", help="why it goes all the same")
    noting.set_defaults(run=_called)
    for parser in (asking, noting):
        add_data(parser)


def _travel_on(office: Office) -> TravelOn:
    travels = Travels(office.map)
    return lambda day: travels.on(office.driving(day))


def _who(args: argparse.Namespace) -> int:
    if bool(args.ride) == bool(args.order):
        raise InputError([Problem("ride", "Name a ride, or a standing order with --order.")])
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        return _order(office, args) if args.order else _rides(office, args)


def _rides(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = who(
            session,
            args.ride,
            settings=office.settings,
            now=office.clock.now(),
            travel_on=_travel_on(office),
        )
        calls = calls_about(session, CallAbout(args.ride[0], found.order_id))
    if args.json:
        show_json([_candidate_json(one) for one in found.candidates])
        return 0
    for one in found.candidates:
        _show_candidate(one, "fits" if one.can_take else "does not fit")
    _show_rest(office, found.others, calls, found.why)
    return 0


def _order(office: Office, args: argparse.Namespace) -> int:
    with office.store.read() as session:
        found = who_series(
            session,
            args.order,
            settings=office.settings,
            now=office.clock.now(),
            travel_on=_travel_on(office),
            weeks=args.weeks,
        )
        calls = calls_about(session, CallAbout(standing_id=args.order))
    if args.json:
        show_json([_series_json(one) for one in found.candidates])
        return 0
    for one in found.candidates:
        _show_candidate(one.candidate, one.days_text, one.ends)
    _show_rest(office, found.others, calls, found.why)
    return 0


def _show_candidate(one: Candidate, verdict: str, more: tuple[str, ...] = ()) -> None:
    against = " ".join(v.sentence for v in one.violations)
    known = "; ".join((*more, *facts(one)))
    show("\t".join((one.name, verdict, against, known)))


def _show_rest(
    office: Office, others: tuple[OtherWay, ...], calls: tuple[DriverCall, ...], why: str
) -> None:
    for way in others:
        tell(way.text)
    for call in calls:
        tell(f"Called: {call_text(office, call)}")
    if why:
        tell(why)


def call_text(office: Office, call: DriverCall) -> str:
    """Return `Tue 24 Nov 9:05 a.m., Berg, Lars H.: no (at the dentist); Ann Coordinator`."""
    local = office.time.local(call.called_at)
    note = f" ({call.note})" if call.note else ""
    when = f"{day_text(local.date())} {time_text(local.time())}"
    return f"{when}, {call.driver_name}: {call.result_text}{note}; {call.called_by}"


def _candidate_json(one: Candidate) -> dict[str, Any]:
    known = one.known
    return {
        "driver": one.driver_id,
        "name": one.name,
        "can_take": one.can_take,
        "extra_m": round(one.extra_m),
        "loaded_m": round(one.loaded_m),
        "extra_minutes": one.extra_min,
        "is_estimate": one.is_estimate,
        "cents": one.cents,
        "home_m": None if one.home_m is None else round(one.home_m),
        "driven_before": known.driven.number,
        "said_no": known.no_ride.number + known.no_order.number,
        "month_rides": known.month_rides,
        "month_m": round(known.month_m),
        "violations": [said_json(violation) for violation in one.violations],
    }


def _series_json(one: SeriesCandidate) -> dict[str, Any]:
    stop = one.first_against
    return {
        **_candidate_json(one.candidate),
        "days": len(one.days),
        "can_days": one.can_days,
        "first_against": None if stop is None else {"day": stop.day, "sentence": stop.against},
        "ends": list(one.ends),
    }


def _called(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.WRITE)
        driver_id = driver_of(office, args.driver)
        result = CallResult(args.result.replace("-", "_"))
        said = Said(CallAbout(args.ride), driver_id, result, args.note)
        if result is not CallResult.YES:
            changes = office.calls.note(office.actor, said)
        else:
            changes = office.calls.yes(
                office.actor, said, [args.ride], override_reason=args.override
            ).changes
        if args.json:
            show_json({"driver": driver_id, "result": result.value})
        tell(f"{changes.text}.")
    return 0
