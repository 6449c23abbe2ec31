"""Commands for a place that moves or closes: everything it touches is listed, then changed."""

import argparse
from pathlib import Path
from uuid import UUID

from cli import people
from cli.resolve import today
from cli.session import show, show_json, tell
from cli.where import add_where, has_where, placed
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.files import replace_file
from nemt_desk.ground.words import miles_text, time_text
from nemt_desk.office import Office
from nemt_desk.places import queries
from nemt_desk.places.rows import PlaceEntry
from nemt_desk.places.rules import moved_entry
from nemt_desk.runs.move_rows import MoveKind, MovePlan, PlaceMove, RideChange
from nemt_desk.security.rows import Right, require

_MOVE = 'main.py places move 0193… --from 12/1/2026 --address "12 Pokegama Ave, Cohasset" --dry-run'
_CLOSE = 'main.py places close 0193… --from 12/1/2026 --cancel all --reason "clinic closed"'
_ALL = "all"


def register(verbs: people.Commands) -> None:
    """Add the verbs of this file to `places`."""
    move = people.act(
        verbs, "move", _move, "A place moves: list its rides and take them along.", _MOVE
    )
    _add_common(move)
    add_where(move)
    more = move.add_argument
    more("--corrected", action="store_true", help="the same place: its address or pin is put right")
    more("--new-times", action="store_true", help="fill pick-ups anew from the new minutes")
    more("--without-miles", action="store_true", help="also rides without a way; miles unknown")
    more("--residents", action="store_true", help="who lives there moves along")
    close = people.act(verbs, "close", _close, "A place closes: list its rides.", _CLOSE)
    _add_common(close)
    close.add_argument(
        "--cancel",
        nargs="+",
        default=[],
        metavar="RIDE",
        help="keys of rides to cancel, or `all`; the others wait to be decided",
    )
    close.add_argument("--reason", default="", help="stays with each ride that is cancelled")
    again = people.act(verbs, "open", _open, "Take a closing back.", "main.py places open 0193…")
    again.add_argument("key", type=UUID, metavar="ID", help="key of the place, from `list`")


def _add_common(parser: argparse.ArgumentParser) -> None:
    more = parser.add_argument
    more("key", type=UUID, metavar="ID", help="key of the place, from `list`")
    more("--from", dest="from_day", default="", metavar="DAY", help="from when on (default: today)")
    more("--dry-run", action="store_true", help="only list what would be changed")
    more("--call-list", type=Path, metavar="F.pdf", help="write whom to telephone")


def _move(office: Office, args: argparse.Namespace) -> int:
    if not has_where(args):
        sentence = "Say where it is now: --address, --pin LAT,LON or --describe."
        raise InputError([Problem("address", sentence)])
    with office.store.read() as session:
        place = queries.place(session, args.key)
    before = PlaceEntry.of(place) if args.corrected else moved_entry(place)
    move = PlaceMove(
        place_id=args.key,
        kind=MoveKind.CORRECTED if args.corrected else MoveKind.MOVED,
        from_day=people.day(office, args.from_day, "from") or today(office),
        entry=placed(office, args, before),
        new_times=args.new_times,
        without_miles=args.without_miles,
        residents=args.residents,
    )
    return _done(office, args, move)


def _close(office: Office, args: argparse.Namespace) -> int:
    move = PlaceMove(
        place_id=args.key,
        kind=MoveKind.CLOSED,
        from_day=people.day(office, args.from_day, "from") or today(office),
        cancel=frozenset(_key(text) for text in args.cancel if text != _ALL),
        reason=args.reason,
    )
    if _ALL in args.cancel:
        listed = office.place_moves.planned(move, office.map).changes
        chosen = frozenset(one.id for one in listed if one.touched.is_movable)
        move = PlaceMove(
            place_id=move.place_id,
            kind=move.kind,
            from_day=move.from_day,
            cancel=chosen,
            reason=move.reason,
        )
    return _done(office, args, move)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        sentence = f"“{text}” is no key of a ride. Take it from the list, or say all."
        raise InputError([Problem("cancel", sentence)]) from None


def _open(office: Office, args: argparse.Namespace) -> int:
    return people.changed(args, office.place_moves.reopen(office.actor, args.key))


def _done(office: Office, args: argparse.Namespace, move: PlaceMove) -> int:
    plan = office.place_moves.planned(move, office.map)
    if args.call_list is not None:
        _write_calls(office, args.call_list, plan)
    if not args.dry_run:
        changes = office.place_moves.apply(office.actor, plan)
        tell(f"{changes.text}.")
    _give(args, plan, office.time)
    word = "cancelled" if move.kind is MoveKind.CLOSED else "changed"
    left = f", {len(plan.left)} left as they are" if plan.left else ""
    if args.dry_run:
        tell(f"Rides that would be {word}: {len(plan.done)}{left}. Nothing was changed.")
    else:
        tell(f"Rides {word}: {len(plan.done)}{left}.")
    return 0


def _give(args: argparse.Namespace, plan: MovePlan, time: AgencyTime) -> None:
    rows = [_row(change, time) for change in plan.changes]
    if args.json:
        show_json(
            {
                "place": plan.move.place_id,
                "after": plan.after.id,
                "from": plan.move.from_day,
                "is_done": not args.dry_run,
                "rides": rows,
                "standing_orders": [people.plain(order) for order in plan.ripple.orders],
                "residents": [people.plain(one) for one in plan.ripple.residents],
            }
        )
        return
    for row in rows:
        show("\t".join(str(value) for value in row.values()))
    for order in plan.ripple.orders:
        tell(f"Standing order {order.id}: {order.pattern}, {order.rides} rides.")
    for one in plan.ripple.residents:
        tell(f"Lives there: {one.kind} {one.id}.")


def _row(change: RideChange, time: AgencyTime) -> dict[str, object]:
    touched = change.touched
    before, after = touched.ride.mileage, change.mileage
    at = change.pickup_at
    return {
        "ride": change.id,
        "day": touched.ride.day,
        "at": time_text(time.local(at)) if at else "will call",
        "member": touched.member.name,
        "from": touched.from_place.label,
        "to": touched.to_place.label,
        "run": touched.run_code,
        "driver": touched.driver.name if touched.driver else "",
        "told": touched.is_told,
        "state": touched.ride.state.value,
        "miles": miles_text(before.direct_m if before else None),
        "new_miles": miles_text(after.direct_m if after else None) if change.is_done else "",
        "becomes": _becomes(change),
        "why": change.why_not or change.note,
    }


def _becomes(change: RideChange) -> str:
    if not change.is_done:
        return "left"
    return "cancelled" if change.is_cancelled else "changed"


def _write_calls(office: Office, path: Path, plan: MovePlan) -> None:
    from nemt_desk.runs.call_lists import call_list
    from reports.call_list import call_list_pdf

    require(office.actor, Right.PRINT)
    told = call_list(plan, office.settings, office.clock.now())
    if not told.calls:
        tell("Nobody has to be called; no list was written.")
        return
    replace_file(path, call_list_pdf(told))
    office.runs.printed(
        office.actor,
        "Printed the call list of a place to a file",
        run_ids=told.run_ids,
        member_ids=told.member_ids,
    )
    tell(f"{path} holds members' names and telephones and is not encrypted.")
