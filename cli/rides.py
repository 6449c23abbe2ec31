"""Commands about booked rides: list a day's rides, cancel one or a whole trip."""

import argparse
from contextlib import closing
from datetime import datetime
from typing import Any
from uuid import UUID

from cli.office import command
from cli.resolve import today
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.words import day_year_text, miles_text, parse_day, time_text
from nemt_desk.office import Office
from nemt_desk.security.rows import Right, require
from nemt_desk.trips import queries
from nemt_desk.trips.rows import RideLine

type Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - the only name it has


def register(commands: Commands) -> None:
    """Add the commands of this file."""
    rides = command(commands, "rides", "List a day's rides.", "main.py rides --date 2026-11-24")
    rides.add_argument("--date", default="today", metavar="DAY", help="which day (default: today)")
    rides.set_defaults(run=_rides)
    add_data(rides)
    cancel = command(
        commands,
        "cancel",
        "Cancel a ride, or a whole trip.",
        'main.py cancel 0193… --reason "clinic closed"',
    )
    cancel.add_argument("ride", type=UUID, help="key of the ride, as `rides --json` gives it")
    cancel.add_argument("--reason", required=True, help="why; it stays with the ride")
    cancel.add_argument("--trip", action="store_true", help="the key is a trip's: cancel it all")
    cancel.set_defaults(run=_cancel)
    add_data(cancel)


def _rides(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.READ)
        day = parse_day(args.date, today(office), "date")
        with office.store.read() as session:
            lines = queries.ride_lines_on(session, day)
        if args.json:
            show_json([ride_json(line, office) for line in lines])
        for line in () if args.json else lines:
            show(ride_text(line, office))
        tell(f"{len(lines)} {'ride' if len(lines) == 1 else 'rides'} on {day_year_text(day)}.")
    return 0


def _clock(moment: datetime | None, office: Office, none: str = "will call") -> str:
    return none if moment is None else time_text(office.time.local(moment))


def ride_text(line: RideLine, office: Office) -> str:
    ride = line.ride
    way = f"{line.from_label} → {line.to_label}"
    state = ride.state.value.replace("_", " ")
    pickup, dropoff = _clock(ride.pickup_at, office), _clock(ride.dropoff_at, office, "")
    miles = miles_text(line.miles_m)
    return f"{pickup:>10}  {dropoff:>10}  {line.member_name}  {way}  {miles}  {state}  {ride.id}"


def ride_json(line: RideLine, office: Office) -> dict[str, Any]:
    ride, local = line.ride, office.time.local
    return {
        "id": ride.id,
        "trip": ride.trip_id,
        "day": ride.day,
        "leg": ride.leg.value,
        "state": ride.state.value,
        "member": line.member_name,
        "member_id": ride.member_id,
        "from": line.from_label,
        "to": line.to_label,
        "pickup": local(ride.pickup_at).isoformat() if ride.pickup_at else None,
        "dropoff": local(ride.dropoff_at).isoformat() if ride.dropoff_at else None,
        "appointment": local(ride.appointment_at).isoformat() if ride.appointment_at else None,
        "return": ride.return_kind.value,
        "mode": ride.mode,
        "seats": ride.seats,
        "wheelchair_places": ride.wheelchair_places,
        "direct_m": line.miles_m,
        "minutes": ride.mileage.minutes if ride.mileage else None,
        "route_kind": ride.mileage.kind if ride.mileage else None,
        "off_road_m": ride.mileage.off_road_m if ride.mileage else None,
    }


def _cancel(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        acting = office.trips.cancel_trip if args.trip else office.trips.cancel
        changes = acting(office.actor, args.ride, args.reason)
        if args.json:
            show_json({"rides": [step.id for step in changes.steps if step.kind == "ride"]})
        tell(changes.text)
    return 0
