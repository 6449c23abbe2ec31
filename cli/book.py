"""The command that books a trip."""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from cli import rides
from cli.office import command
from cli.resolve import member_of, moment_of, place_of, today
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_year_text, parse_day, parse_time
from nemt_desk.members.rows import Assistance
from nemt_desk.office import Office
from nemt_desk.places.rows import Place
from nemt_desk.policy.decision import Decision, Outcome
from nemt_desk.policy.facts import Urgent
from nemt_desk.policy.packs import load
from nemt_desk.policy.vocabulary import SERVICES, WORDS
from nemt_desk.security.rows import Right, require
from nemt_desk.trips import queries
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.asking import Asking, ask
from nemt_desk.trips.day_roads import DayRoads
from nemt_desk.trips.deciding import with_calendar
from nemt_desk.trips.repeats import days, parse
from nemt_desk.trips.rows import (
    Booked,
    Care,
    Companion,
    CompanionKind,
    CompanionReason,
    Leg,
    LegRequest,
    Mileage,
    Purpose,
    ReturnKind,
    TripRequest,
)

type Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - the only name it has

_BOOK = """main.py book --member "schroe ann" --to "Grand Itasca Dialysis" \\
      --appointment "2026-11-24 10:30" --stay 240 --return will-call \\
      --service dialysis --repeat "Tue Thu Sat until 12/24\""""


def register(commands: Commands) -> None:
    """Add the commands of this file."""
    _register_book(commands)


def _register_book(commands: Commands) -> None:
    book = command(commands, "book", "Book a trip; the rules are asked first.", _BOOK)
    add_trip(book)
    book.set_defaults(run=run)
    add_data(book)


def add_trip(book: argparse.ArgumentParser) -> None:
    """Add the options that tell of a trip; `standing add` takes the same."""
    book.add_argument("--member", required=True, help="key, or words that find one member")
    book.add_argument("--to", required=True, help="place: key, or words that find one")
    book.add_argument("--from", dest="origin", default="home", help="place (default: home)")
    book.add_argument("--onward", action="append", default=[], help="a further place; repeatable")
    book.add_argument("--appointment", metavar="WHEN", help='like "2026-11-24 10:30"')
    book.add_argument("--pickup", metavar="WHEN", help="the pick-up, if it is what is known")
    book.add_argument("--dropoff", metavar="WHEN", help="the drop-off, if it is what is known")
    book.add_argument("--stay", type=int, default=60, metavar="MIN", help="(default: 60)")
    book.add_argument(
        "--return", dest="back", default="none", help="will-call, wait, none, or a time like 2:30p"
    )
    book.add_argument("--purpose", type=Purpose, choices=list(Purpose), default="covered_service")
    book.add_argument("--service", default="", choices=["", *SERVICES], metavar="SERVICE")
    book.add_argument("--care", type=Care, choices=list(Care), default=Care.PRIMARY)
    book.add_argument("--mode", type=int, choices=range(1, 8), help="default: what the rules say")
    book.add_argument("--assistance", type=Assistance, choices=list(Assistance))
    book.add_argument("--wheelchair", action="store_true", help="rides in the wheelchair")
    book.add_argument(
        "--companion", action="append", default=[], metavar="KIND[:REASON[:NAME]]", type=companion
    )
    book.add_argument("--urgent", choices=WORDS["urgent.reason"], help="why it can't wait")
    book.add_argument("--verified", action="store_true", help="the provider says it is urgent")
    book.add_argument("--not-routine", action="store_true", help="no routine or preventive visit")
    book.add_argument("--words", default="", help="what the caller said")
    _add_facts(book)
    book.add_argument(
        "--repeat",
        metavar="TEXT",
        help='like "Mon Wed Fri until 12/24"; “until further notice”; “move holidays”',
    )
    book.add_argument("--override", default="", metavar="REASON", help="book in spite of the rules")
    book.add_argument("--asked-by", default="")
    book.add_argument("--driver-note", default="")
    book.add_argument("--office-note", default="")
    book.add_argument("--check", action="store_true", help="say what the rules say; book nothing")


def companion(text: str) -> Companion:
    """Read `parent:decisions:Mary` for argparse."""
    kind, reason, name = (*text.split(":", 2), "", "")[:3]
    try:
        return Companion(CompanionKind(kind), name, CompanionReason(reason) if reason else None)
    except ValueError:
        kinds, reasons = ", ".join(CompanionKind), ", ".join(CompanionReason)
        raise argparse.ArgumentTypeError(f"kinds: {kinds}; reasons: {reasons}") from None


# --- book -------------------------------------------------------------------------------------


def run(args: argparse.Namespace) -> int:
    """Book the trip, or only check it; a repeat becomes a standing order."""
    with closing(open_office(args)) as office:
        asking, request = _asked(args, office)
        with office.store.read() as session:
            asking = with_calendar(session, asking)
        decision = ask(asking)
        _tell_decision(decision)
        if decision.outcome is Outcome.EMERGENCY:
            for line in load(office.settings.pack).emergency_script:
                tell(line)
        if args.check:
            for found in office.trips.check(request):
                tell(f"Note: {found.sentence}")
            _show_decision(args, decision)
            return 0
        request = replace(
            request,
            decision=decision.to_json(),
            asked=asking.kept_facts().to_json(),
            mode=args.mode or decision.mode or request.mode,
            override_reason=args.override,
        )
        booked = office.trips.book(office.actor, request)
        _show_booked(args, office, booked, decision)
    return 0


def _asked(args: argparse.Namespace, office: Office) -> tuple[Asking, TripRequest]:
    require(office.actor, Right.WRITE)
    member = member_of(office, args.member)
    ends = [place_of(office, text, member) for text in (args.origin, args.to, *args.onward)]
    known = _known(args, office)
    # Roads shut on the ride's day are gone around.
    day = office.time.day(next(iter(known.values()), office.clock.now()))
    roads = office.day_roads()
    for why in dict.fromkeys(_no_ways(roads, ends, day)):
        tell(f"Note: no miles for a part of the way. {why}")
    legs = _legs(args, known, ends, [roads.mileage(*pair, day) for pair in pairwise(ends)])
    first = legs[0]
    home = place_of(office, "home", member) if member.home_id else None
    home_way = roads.mileage(home, ends[1], day) if home and home.id != ends[0].id else None
    kind, back_at = _back(args, office, first.appointment_at or first.pickup_at or first.dropoff_at)
    request = TripRequest(
        member_id=member.id,
        legs=legs,
        purpose=args.purpose,
        service=args.service,
        care=args.care,
        return_kind=kind,
        return_at=back_at,
        return_mileage=roads.mileage(ends[-1], ends[0], day),
        companions=tuple(args.companion),
        assistance=args.assistance or member.assistance,
        in_wheelchair=args.wheelchair or member.needs_lift,
        asked_by=args.asked_by,
        driver_note=args.driver_note,
        office_note=args.office_note,
        repeat=parse(args.repeat, today(office)) if args.repeat else None,
    )
    if request.repeat is not None:
        places = {place.id: place for place in ends}
        request = roads.repeated(request, days(day, request.repeat), places.__getitem__)
    asking = Asking(
        member=member,
        settings=office.settings,
        asked_at=office.clock.now(),
        origin=ends[0],
        destination=ends[1],
        purpose=args.purpose,
        service=args.service,
        care=args.care,
        appointment_at=first.appointment_at,
        pickup_at=first.pickup_at or first.dropoff_at,
        direct_m=first.mileage.direct_m if first.mileage else None,
        home_m=home_way.direct_m if home_way else None,
        mode=args.mode,
        assistance=request.assistance,
        return_kind=kind,
        companions=request.companions,
        facts=_facts(args, office),
    )
    return asking, request


def _add_facts(book: argparse.ArgumentParser) -> None:
    """Add what only some rides need the rules to know."""
    book.add_argument("--verified-by", default="", metavar="WHO", help="who said it is urgent")
    book.add_argument("--vehicle", choices=WORDS["trip.vehicle"], help="if it is no usual car")
    book.add_argument("--overnight", action="store_true", help="the member stays over night")
    book.add_argument(
        "--ancillary",
        action="append",
        default=[],
        choices=WORDS["trip.ancillary"],
        help="what else must be paid; repeatable",
    )
    book.add_argument(
        "--other-funding", choices=WORDS["trip.other_funding"], help="who else pays for the ride"
    )
    book.add_argument("--discharge", action="store_true", help="discharged from hospital that day")
    book.add_argument("--admitted", default="", metavar="DAY", help="day of admission")
    book.add_argument(
        "--without-member", action="store_true", help="only family rides, to family therapy"
    )
    book.add_argument(
        "--driver-kind",
        default="",
        choices=WORDS["driver.kind"],
        help="who drives, if it is nobody on record",
    )
    book.add_argument(
        "--driver-relation",
        default="",
        choices=WORDS["driver.relationship"],
        help="what that driver is to the member",
    )


def _facts(args: argparse.Namespace, office: Office) -> AskedFacts:
    """Return what the caller told beside the trip's own columns."""
    admitted = parse_day(args.admitted, today(office), "admitted") if args.admitted else None
    return AskedFacts(
        urgent=Urgent(args.urgent, args.verified) if args.urgent else None,
        urgent_by=args.verified_by,
        routine=not args.not_routine,
        words=args.words,
        discharge=args.discharge or args.service == "hospital_discharge",
        admitted_on=admitted,
        member_aboard=not args.without_member,
        ancillary=tuple(args.ancillary),
        overnight=args.overnight,
        other_funding=args.other_funding,
        vehicle=args.vehicle,
        driver_kind=args.driver_kind,
        driver_relation=args.driver_relation,
    )


def _known(args: argparse.Namespace, office: Office) -> dict[str, datetime]:
    return {
        name: moment_of(getattr(args, name), today(office), office.time, name)
        for name in ("appointment", "pickup", "dropoff")
        if getattr(args, name)
    }


def _no_ways(roads: DayRoads, ends: list[Place], day: date) -> Iterator[str]:
    for origin, destination in pairwise(ends):
        why_not = roads.routed(origin, destination, day).why_not
        if why_not:
            yield why_not


def _legs(
    args: argparse.Namespace,
    known: Mapping[str, datetime],
    ends: list[Place],
    ways: list[Mileage | None],
) -> tuple[LegRequest, ...]:
    legs = []
    for number, (origin, destination) in enumerate(pairwise(ends)):
        leg = LegRequest(
            from_id=origin.id,
            to_id=destination.id,
            leg=Leg.ONWARD if number else Leg.OUTBOUND,
            # A stop on the way (a pharmacy) is short unless it is the appointment itself.
            stay_min=15 if number else args.stay,
            mileage=ways[number],
        )
        legs.append(leg)
    first = replace(
        legs[0],
        appointment_at=known.get("appointment"),
        pickup_at=known.get("pickup"),
        dropoff_at=known.get("dropoff"),
    )
    return (first, *legs[1:])


def _back(
    args: argparse.Namespace, office: Office, there_at: datetime | None
) -> tuple[ReturnKind, datetime | None]:
    said = args.back.strip().lower().replace("-", "_")
    if said in set(ReturnKind):
        return ReturnKind(said), None
    clock = parse_time(args.back, "return")
    if there_at is None:
        sentence = "Give the appointment, the pick-up or the drop-off as well."
        raise InputError([Problem("appointment", sentence)])
    return ReturnKind.SCHEDULED, office.time.at(office.time.day(there_at), clock)


def _tell_decision(decision: Decision) -> None:
    words = decision.outcome.value.replace("_", " ")
    contact = " ".join(part for part in (decision.contact.name, decision.contact.phone) if part)
    tell(f"Decision: {words}" + (f", mode {decision.mode}" if decision.mode else ""))
    for finding in decision.findings:
        tell(f"  {finding.rule} ({finding.outcome.value}): {finding.sentence} {finding.cure}")
    for note in decision.notes:
        tell(f"  {note.rule or 'note'}: {note.sentence}")
    if decision.outcome in {Outcome.REFER, Outcome.EMERGENCY}:
        tell(f"  Call: {contact}")


def _show_decision(args: argparse.Namespace, decision: Decision) -> None:
    if args.json:
        show_json(decision.to_json())
    else:
        show(decision.outcome.value)


def _show_booked(
    args: argparse.Namespace, office: Office, booked: Booked, decision: Decision
) -> None:
    with office.store.read() as session:
        lines = queries.ride_lines_by_ids(session, booked.ride_ids)
    warnings = [warning.sentence for warning in booked.warnings]
    begins = [line.ride.pickup_at for line in lines if line.ride.pickup_at is not None]
    if begins and min(begins) < office.clock.now():
        warnings.append("The pick-up lies in the past. Compare day and time.")
    for warning in warnings:
        tell(f"Note: {warning}")
    tell(booked.changes.text)
    if args.json:
        show_json(
            {
                "trips": booked.trip_ids,
                "standing_order": booked.standing_id,
                "rides": [rides.ride_json(line, office) for line in lines],
                "warnings": warnings,
                "decision": decision.to_json(),
            }
        )
        return
    for line in lines:
        show(f"{day_year_text(line.ride.day)}  {rides.ride_text(line, office)}")
