"""Commands about drivers' runs: assign, unassign, list, publish."""

import argparse
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from uuid import UUID

from cli.office import command
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.drivers.queries import driver, find_drivers
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.words import day_year_text, parse_day
from nemt_desk.office import Office
from nemt_desk.planning.rows import Violation
from nemt_desk.planning.words import clock_text
from nemt_desk.runs import queries
from nemt_desk.runs.board_rows import BoardRun
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.rules import OverrideNeeded
from nemt_desk.security.rows import Right, require
from nemt_desk.trips.queries import ride as ride_by_id

type Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - the only name it has
type Verb = Callable[[Office, argparse.Namespace], int]

_RIDE = "key of the ride, as `rides` gives it"


def register(commands: Commands) -> None:
    """Add the commands of this file."""
    text = "Put rides on a driver's run of their day. What does not fit needs --override."
    assign = _add(commands, "assign", _assign, text, 'assign 0193… 0194… --driver "Berg"')
    assign.add_argument("rides", type=UUID, nargs="+", metavar="RIDE", help=_RIDE)
    assign.add_argument("--driver", required=True, metavar="NAME|ID", help="who drives")
    assign.add_argument("--override", default="", metavar="REASON", help="why it goes all the same")
    assign.add_argument("--move", action="store_true", help="take them off other runs first")
    assign.add_argument(
        "--both-ways", action="store_true", help="the other open rides of these trips too"
    )
    text = "Take rides off their runs."
    unassign = _add(commands, "unassign", _unassign, text, "unassign 0193…")
    unassign.add_argument("rides", type=UUID, nargs="+", metavar="RIDE", help=_RIDE)
    runs = _add(commands, "runs", _runs, "List a day's runs.", "runs --date 2026-11-24")
    runs.add_argument("--date", default="today", metavar="DAY", help="which day (default: today)")
    text = "Publish runs: mark them as told to their drivers."
    publish = _add(commands, "publish", _publish, text, "publish --date 2026-11-24")
    publish.add_argument("codes", nargs="*", metavar="CODE", help="run codes (default: all drafts)")
    publish.add_argument("--date", default="", metavar="DAY", help="all drafts of this day")


def _add(
    commands: Commands, name: str, verb: Verb, text: str, example: str
) -> argparse.ArgumentParser:
    parser = command(commands, name, text, f"main.py {example}")
    add_data(parser)
    parser.set_defaults(run=partial(_inside, verb))
    return parser


def _inside(verb: Verb, args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        return verb(office, args)


def day_of(office: Office, text: str) -> date:
    """Read a day as people type it; `today` is the agency's."""
    return parse_day(text, office.time.day(office.clock.now()), "date")


def driver_of(office: Office, text: str) -> UUID:
    """Return the one driver that a key or words mean.

    Raises:
        RefusedError: none fits, or several do (they are listed on standard error).
    """
    with office.store.read() as session:
        try:
            return driver(session, UUID(text)).id
        except ValueError:
            found = find_drivers(session, text)
    if len(found) > 1:
        for one in found:
            tell(f"  {one.id}  {one.name}")
        raise RefusedError(
            f"{len(found)} drivers fit these words (listed above). Say more, or use the key."
        )
    if not found:
        raise RefusedError("No driver fits these words. Nothing was changed.")
    return found[0].id


def said_json(violation: Violation) -> dict[str, object]:
    """Return a violation as plain values."""
    return {
        "code": violation.code,
        "sentence": violation.sentence,
        "severity": violation.severity.value,
        "minutes_over": violation.minutes_over,
    }


def _assign(office: Office, args: argparse.Namespace) -> int:
    require(office.actor, Right.WRITE)
    rides = list(dict.fromkeys(args.rides))
    with office.store.read() as session:
        if args.both_ways:
            rides += queries.other_legs(session, rides)
        day = ride_by_id(session, rides[0]).day
    driver_id = driver_of(office, args.driver)
    travel = RoadTravel(office.map, office.driving(day))
    found = office.runs.check(rides, driver_id=driver_id, day=day, travel=travel)
    for violation in [violation for some in found.values() for violation in some]:
        tell(f"{'Does not fit' if violation.is_blocking else 'Note'}: {violation.sentence}")
    put = office.runs.move if args.move else office.runs.assign
    try:
        changes = put(
            office.actor,
            rides,
            driver_id=driver_id,
            day=day,
            override_reason=args.override,
            violations=found,
        )
    except OverrideNeeded:
        raise RefusedError(
            "Nothing was changed. Give --override with a reason, or name another driver."
        ) from None
    with office.store.read() as session:
        codes = {run.code for run in queries.runs_of_rides(session, rides).values()}
    if args.json:
        show_json(
            {
                "run": min(codes),
                "day": day,
                "driver": driver_id,
                "rides": rides,
                "violations": {
                    str(key): [said_json(v) for v in some] for key, some in found.items()
                },
            }
        )
    else:
        show(min(codes))
    tell(f"{changes.text}.")
    return 0


def _unassign(office: Office, args: argparse.Namespace) -> int:
    changes = office.runs.unassign(office.actor, args.rides)
    if args.json:
        show_json({"rides": args.rides})
    tell(f"{changes.text}.")
    return 0


def _runs(office: Office, args: argparse.Namespace) -> int:
    require(office.actor, Right.READ)
    day = day_of(office, args.date)
    with office.store.read() as session:
        seen = queries.board(session, day, office.time)
    if args.json:
        show_json([_run_json(run) for run in seen.runs])
    for run in () if args.json else seen.runs:
        show(_run_text(run))
    left = len(seen.unassigned)
    tell(f"{len(seen.runs)} runs on {day_year_text(day)}; {left} rides without a run.")
    return 0


def _state(run: BoardRun) -> str:
    return "changed since published" if run.is_changed else run.state.value


def _run_text(run: BoardRun) -> str:
    span = "no time yet"
    if run.first_min is not None and run.last_min is not None:
        span = f"{clock_text(run.first_min)} to {clock_text(run.last_min)}"
    rides = f"{len(run.rides)} ride" + ("" if len(run.rides) == 1 else "s")
    return "\t".join((run.code, run.driver_name, rides, span, _state(run)))


def _run_json(run: BoardRun) -> dict[str, object]:
    return {
        "id": run.id,
        "code": run.code,
        "driver": run.driver_id,
        "driver_name": run.driver_name,
        "state": run.state.value,
        "changed_since_published": run.is_changed,
        "first": None if run.first_min is None else clock_text(run.first_min),
        "last": None if run.last_min is None else clock_text(run.last_min),
        "loaded_m": round(run.loaded_m),
        "rides": [
            {
                "id": ride.id,
                "member": ride.member_name,
                "pickup": None if ride.pickup_min is None else clock_text(ride.pickup_min),
                "dropoff": None if ride.dropoff_min is None else clock_text(ride.dropoff_min),
                "from": ride.from_name,
                "to": ride.to_name,
                "status": ride.status,
                "override_reason": ride.override_reason,
            }
            for ride in run.rides
        ],
    }


def _publish(office: Office, args: argparse.Namespace) -> int:
    require(office.actor, Right.WRITE)
    chosen = _codes(office, args.codes)
    if args.date or not chosen:
        with office.store.read() as session:
            runs = queries.runs_on(session, day_of(office, args.date or "today"))
        chosen += [run.id for run in runs]
    if not chosen:
        raise RefusedError("There are no runs on this day. Nothing was published.")
    changes = office.runs.publish(office.actor, chosen)
    published = sorted(step.id for step in changes.steps if step.kind == "run")
    with office.store.read() as session:
        runs = queries.runs_by_ids(session, published)
    if args.json:
        show_json([{"id": run.id, "code": run.code} for run in runs])
    for run in () if args.json else runs:
        show(run.code)
    tell(f"{changes.text}.")
    return 0


def _codes(office: Office, codes: Sequence[str]) -> list[UUID]:
    found = []
    with office.store.read() as session:
        for code in codes:
            run = queries.run_by_code(session, code)
            if run is None:
                raise RefusedError(f"There is no run {code}. Nothing was published.")
            found.append(run.id)
    return found
