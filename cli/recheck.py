"""`recheck`: measure planned rides once more; list what differs, take it over when asked to."""

import argparse
from contextlib import closing
from datetime import date
from typing import Any

from cli.arguments import Commands
from cli.office import command
from cli.resolve import today
from cli.session import add_data, open_office, show, show_json, tell
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.words import day_text, miles_text, parse_day
from nemt_desk.office import Office
from nemt_desk.security.rows import Right, require
from nemt_desk.trips.recheck import KEPT, Recheck, RecheckLine, planned, recheck
from nemt_desk.trips.rows import Mileage

_TEXT = """Measure planned rides again by the present map, around the roads shut on their days, and
list those whose miles (0.1 or more) or minutes (2 or more) differ. Rides that are over or under way
keep what stands on their papers and are only listed. Nothing changes without --take-over."""
_STEP = 25


def register(commands: Commands) -> None:
    """Add the command."""
    parser = command(commands, "recheck", _TEXT, "main.py recheck --from tomorrow --take-over")
    parser.add_argument("--from", dest="first", default="today", metavar="DAY", help="first day")
    parser.add_argument("--until", metavar="DAY", help="last day (default: everything planned)")
    parser.add_argument(
        "--take-over", action="store_true", help="write the new miles of all open rides listed"
    )
    parser.set_defaults(run=_recheck)
    add_data(parser)


def _recheck(args: argparse.Namespace) -> int:
    with closing(open_office(args)) as office:
        require(office.actor, Right.WRITE if args.take_over else Right.READ)
        now = today(office)
        first = parse_day(args.first, now, "from")
        last = parse_day(args.until, now, "until") if args.until else None
        found = _measured(office, first, last)
        if args.json:
            show_json(_json(found))
        for line in () if args.json else found.lines:
            show(_text(line))
        count = len(found.lines)
        tell(f"{found.checked} rides measured, {count} {'differs' if count == 1 else 'differ'}.")
        if args.take_over and found.can_take:
            changes = office.rechecks.take_over(office.actor, found.can_take)
            tell(f"{changes.text}.")
    return 0


class _Told:
    """Says every so often how far it is."""

    def __init__(self) -> None:
        self._said = 0

    def step(self, text: str, percent: int) -> None:
        """Say it on standard error, at 25, 50 and 75 percent."""
        if percent >= self._said + _STEP:
            self._said = percent - percent % _STEP
            tell(f"{text} …")


def _measured(office: Office, first: date, last: date | None) -> Recheck:
    roads = office.map
    if roads is None:
        raise RefusedError("There is no county map to measure with. Build one first.")
    with office.store.read() as session:
        asked = planned(session, office.settings, first, last)
    return recheck(asked, roads, today=today(office), progress=_Told())


def _text(line: RecheckLine) -> str:
    way = f"{line.from_label} → {line.to_label}"
    before = miles_text(line.paper.direct_m) if line.paper else "not routed"
    now = miles_text(line.now.direct_m) if line.now else line.why_not
    if line.paper is not None and line.now is not None:
        before += f" {line.paper.minutes} min"
        now += f" {line.now.minutes} min"
    kept = f"  {KEPT}" if line.is_kept else ""
    return (
        f"{day_text(line.day)}  {line.member_name}  {way}  {before} → {now}{kept}  {line.ride_id}"
    )


def _json(found: Recheck) -> dict[str, object]:
    return {"checked": found.checked, "lines": [_line_json(line) for line in found.lines]}


def _line_json(line: RecheckLine) -> dict[str, object]:
    return {
        "ride": line.ride_id,
        "day": line.day,
        "member": line.member_name,
        "from": line.from_label,
        "to": line.to_label,
        "paper": _mileage_json(line.paper),
        "now": _mileage_json(line.now),
        "why_not": line.why_not,
        "kept": line.is_kept,
    }


def _mileage_json(found: Mileage | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "direct_m": found.direct_m,
        "minutes": found.minutes,
        "kind": found.kind,
        "engine": found.engine,
        "version": found.version,
        "map_date": found.map_date,
        "map_hash": found.map_hash,
    }
