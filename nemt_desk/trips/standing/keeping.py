"""The rows of standing orders: checked, added, changed, inside a transaction under way."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from nemt_desk.ground.entry import Checker, delete_rows, put
from nemt_desk.ground.ids import Id, new_id
from nemt_desk.ground.session import Work
from nemt_desk.trips.repeats import check as check_repeat
from nemt_desk.trips.rows import Leg
from nemt_desk.trips.rules import MODES
from nemt_desk.trips.standing.clocks import times_problems
from nemt_desk.trips.standing.model import StandingLegRecord, StandingRecord
from nemt_desk.trips.standing.orders import StandingEntry, StandingLeg, StandingOrder, repeat_of
from nemt_desk.trips.standing.reading import companion_json

_PLAIN = (
    *("member_id", "every_weeks", "from_day", "until_day", "count", "holiday_rule"),
    *("driver_id", "purpose", "service", "care", "return_kind", "mode", "assistance"),
    *("in_wheelchair", "asked_by", "override_reason", "driver_note", "office_note"),
)
_LEG = tuple(item.name for item in fields(StandingLeg))


def checked(entry: StandingEntry) -> StandingEntry:
    """Return the entry with its words cleaned.

    Raises:
        InputError: it can't be, with every problem.
    """
    check = Checker()
    lines = ("service", "asked_by", "override_reason")
    cleaned: dict[str, Any] = {name: check.line(name, getattr(entry, name)) for name in lines}
    notes: dict[str, Any] = {
        name: check.note(name, getattr(entry, name)) for name in ("driver_note", "office_note")
    }
    _check_legs(check, entry)
    if entry.mode not in MODES:
        check.say("mode", "The mode is a number from 1 to 7.")
    check.raise_if_any()
    check_repeat(entry.from_day, repeat_of(entry))
    return replace(entry, **cleaned, **notes)


def _check_legs(check: Checker, entry: StandingEntry) -> None:
    if not entry.legs or entry.legs[0].leg is Leg.RETURN:
        check.say("place", "Say where the ride begins and where it goes.")
        return
    if any(leg.from_id == leg.to_id for leg in entry.legs):
        check.say("place", "The ride ends where it begins. Choose another place.")
    if any(before.to_id != after.from_id for before, after in pairwise(entry.legs)):
        check.say("place", "An onward ride begins where the one before ends.")
    first = entry.legs[0]
    if first.appointment_min is None and first.pickup_min is None and first.dropoff_min is None:
        check.say("appointment", "Type one time: the appointment, the pick-up or the drop-off.")
    for problem in times_problems(entry.legs):
        check.say(problem.field, problem.sentence)


def order_of(
    entry: StandingEntry,
    key: Id,
    booked_at: datetime,
    *,
    generated_until: date | None = None,
    version: int = 0,
) -> StandingOrder:
    """Return the order an entry will be."""
    values = {item.name: getattr(entry, item.name) for item in fields(StandingEntry)}
    return StandingOrder(
        **values,
        id=key,
        version=version,
        booked_at=booked_at,
        generated_until=generated_until,
        follows_id=None,
        is_archived=False,
    )


def add_order(
    work: Work, entry: StandingEntry, follows: StandingOrder | None = None
) -> StandingOrder:
    """Add an order with its legs; one that follows another keeps when that was asked for."""
    key = new_id()
    asked_at = follows.booked_at if follows is not None else work.now
    entry = replace(entry, told=replace(entry.told, at=entry.told.at or asked_at))
    row = StandingRecord(id=key, follows_id=follows.id if follows else None, **_values(entry))
    if follows is not None:
        row.generated_until = follows.generated_until
    work.session.add(row)
    # Legs, trips and days point at it, and nothing tells SQLAlchemy so.
    work.session.flush()
    for seq, leg in enumerate(entry.legs, start=1):
        work.session.add(StandingLegRecord(id=new_id(), standing_id=key, seq=seq, **_leg(leg)))
    work.session.flush()
    made = order_of(entry, key, asked_at, generated_until=row.generated_until)
    return made if follows is None else replace(made, follows_id=follows.id)


def put_order(work: Work, order_id: Id, entry: StandingEntry) -> None:
    """Bring an order's rows to an entry."""
    put(work.fetch(StandingRecord, order_id), _values(entry))
    on = StandingLegRecord
    rows = list(work.session.scalars(select(on).where(on.standing_id == order_id).order_by(on.seq)))
    for row, leg in zip(rows, entry.legs, strict=False):
        put(row, _leg(leg))
    for seq, leg in list(enumerate(entry.legs, start=1))[len(rows) :]:
        work.session.add(StandingLegRecord(id=new_id(), standing_id=order_id, seq=seq, **_leg(leg)))
    delete_rows(work, rows[len(entry.legs) :])
    work.session.flush()


def move_legs(work: Work, before: Id, after: Id) -> None:
    """Let all legs that begin or end at a place do so at another from now on."""
    on = StandingLegRecord
    wanted = select(on).where((on.from_id == before) | (on.to_id == before))
    for row in work.session.scalars(wanted):
        ends = {"from_id": row.from_id, "to_id": row.to_id}
        put(row, {name: after if end == before else end for name, end in ends.items()})


def _values(entry: StandingEntry) -> Mapping[str, Any]:
    return {
        **{name: getattr(entry, name) for name in _PLAIN},
        "weekdays": sorted(entry.weekdays),
        "companions": [companion_json(one) for one in entry.companions],
        "asked": entry.told.to_json(),
    }


def _leg(leg: StandingLeg) -> Mapping[str, Any]:
    return {name: getattr(leg, name) for name in _LEG}
