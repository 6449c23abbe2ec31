"""One day's trip of a standing order changed by hand: what it would mean, then done so."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from nemt_desk.ground.errors import InputError, Problem, RefusedError
from nemt_desk.ground.session import Work
from nemt_desk.ground.words import day_text
from nemt_desk.security.rows import Actor
from nemt_desk.trips.rows import CancelCode, Trip
from nemt_desk.trips.standing.changing import differences
from nemt_desk.trips.standing.collisions import Look
from nemt_desk.trips.standing.desk import Desk
from nemt_desk.trips.standing.fates import on_day
from nemt_desk.trips.standing.keeping import order_of
from nemt_desk.trips.standing.links import Runs
from nemt_desk.trips.standing.making import (
    Made,
    bring,
    cancel,
    decision_values,
    has_shape,
    make,
    order_values,
    stand_up,
)
from nemt_desk.trips.standing.orders import StandingEntry, StandingOrder
from nemt_desk.trips.standing.rows import NEVER, Fate, TripFate
from nemt_desk.trips.standing.staying import Stays
from nemt_desk.trips.standing.template import draft_on

type DayChange = tuple[StandingOrder, date, StandingEntry]
"""The order, the day of its pattern, and the entry that this day alone shall be made by."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A day's trip as it is, and as it shall be."""

    wanted: StandingOrder
    trip: Trip | None
    look: Look
    stays: Stays


def planned_day(session: Session, desk: Desk, runs: Runs, what: DayChange) -> tuple[TripFate, ...]:
    """Return what becomes of the trip that is there for the day; nothing if none is made yet.

    Raises:
        RefusedError: the day is none of the order's, or its trip is over or told to its driver.
        InputError: its times can't be, or the place is closed.
    """
    seen = _seen(session, desk, runs, what)
    trip, draft = seen.trip, seen.look.draft
    if trip is None or draft is None:
        return ()
    off_run = seen.stays.off_run(trip, draft, seen.wanted)
    said = "Made anew: it has other rides."
    if has_shape(trip, draft):
        words = differences(trip, seen.wanted, draft.rides)
        said = f"Changes: {words}." if words else "It counts as changed by hand from now on."
    if off_run:
        said = f"{said} It comes off run {off_run}."
    return (TripFate(trip.id, trip.version, on_day(trip), Fate.FOLLOWS, said, off_run),)


def change_day(work: Work, desk: Desk, runs: Runs, what: DayChange, actor: Actor) -> None:
    """Make one day's trip by another entry; it is by hand from then on.

    Raises:
        RefusedError: the day is none of the order's, or its trip is over or told to its driver.
        InputError: its times can't be, or the place is closed.
    """
    order, day, _entry = what
    seen = _seen(work.session, desk, runs, what)
    wanted, trip, look = seen.wanted, seen.trip, seen.look
    how = Made(actor.name, also={"by_hand": True})
    if trip is None:
        stand_up(work, wanted, day, look, how, desk.facts.cancelled_trip(order.id, day))
        return
    if look.draft is None or not has_shape(trip, look.draft):
        cancel(work, trip, "Changed for this day", CancelCode.OTHER)
        make(work, wanted, day, look, how)
        return
    if seen.stays.off_run(trip, look.draft, wanted):
        runs.take_off(work, [ride.id for ride in trip.rides])
    values = {**order_values(wanted, day), **decision_values(wanted, look.decision, how)}
    bring(work, wanted, trip, look.draft, {**values, "by_hand": True})


def _seen(session: Session, desk: Desk, runs: Runs, what: DayChange) -> _Seen:
    order, day, entry = what
    if day not in {*desk.fates.pattern(order, max(day, desk.facts.last))}:
        raise RefusedError(f"{day_text(day)} is none of this standing order's days.")
    wanted = replace(
        order_of(entry, order.id, order.booked_at, generated_until=order.generated_until),
        from_day=order.from_day,
    )
    trip = desk.facts.standing_trip(order.id, day)
    when = on_day(trip) if trip is not None else day
    # Looked at apart: the order's own look at that day is another trip.
    look = Desk([wanted], desk.facts, desk.ways).collisions.look(wanted, when, trip)
    closed = [hit for hit in look.hits if hit.kind in NEVER]
    if closed:
        raise InputError([Problem("place", closed[0].sentence)])
    if look.draft is None:
        # Laid out once more only to hear which time can't be.
        draft_on(desk.facts.as_of(wanted, when), when, desk.ways, desk.facts.settings)
    stays = Stays.of(session, desk.facts, [trip] if trip is not None else [], runs)
    if trip is not None and (why := stays.why(trip, by_hand=False)):
        raise RefusedError(why)
    return _Seen(wanted, trip, look, stays)
