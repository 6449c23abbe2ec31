"""Other rides of a member on the days of a request: warnings, never refusals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Row, Table, Uuid, bindparam, select
from sqlalchemy.orm import Session

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text, time_text
from nemt_desk.trips.drafts import RideDraft, TripDraft
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import OPEN_STATES, Violation
from nemt_desk.trips.rules import span

if TYPE_CHECKING:
    from datetime import date

# Core, not ORM, and built once: booking waits for it.
_RIDE = cast("Table", RideRecord.__table__).c
_OF_DAYS = select(
    _RIDE.id, _RIDE.day, _RIDE.to_id, _RIDE.pickup_at, _RIDE.dropoff_at, _RIDE.state
).where(
    # Typed here: the column's own type is settled only when members' tables are loaded too.
    _RIDE.member_id == bindparam("member_id", type_=Uuid()),
    _RIDE.day.between(bindparam("first"), bindparam("last")),
)


def clashes(
    session: Session, member_id: Id, trips: Iterable[TripDraft], time: AgencyTime
) -> tuple[Violation, ...]:
    """Return a warning for each open ride of the member that a request overlaps or repeats."""
    drafts = [ride for trip in trips for ride in trip.rides]
    days = {ride.day for ride in drafts}
    values = {"member_id": member_id, "first": min(days), "last": max(days)}
    kept: dict[date, list[Row[Any]]] = defaultdict(list)
    rows: Iterable[Row[Any]] = session.connection().execute(_OF_DAYS, values)
    for row in rows:
        if row.state in OPEN_STATES:
            kept[row.day].append(row)
    if not kept:
        return ()
    found: dict[tuple[Id, str], Violation] = {}
    for draft in drafts:
        for one in _against(draft, kept.get(draft.day, ()), time):
            found.setdefault((one.ride_id or member_id, one.code), one)
    overlapped = {key for key, code in found if code == "overlap"}
    return tuple(
        one for (key, code), one in found.items() if code == "overlap" or key not in overlapped
    )


def _against(draft: RideDraft, kept: Sequence[Row[Any]], time: AgencyTime) -> Iterator[Violation]:
    mine = span(draft.pickup_at, draft.dropoff_at)
    for row in kept:
        theirs = span(row.pickup_at, row.dropoff_at)
        when = _when(row, time)
        if mine is not None and theirs is not None and mine.overlaps(theirs):
            sentence = f"The member has a ride at that time already ({when})."
            yield Violation("overlap", sentence, row.id)
        elif row.to_id == draft.to_id:
            sentence = f"The member has a ride to the same place on that day already ({when})."
            yield Violation("same_day", sentence, row.id)


def _when(row: Row[Any], time: AgencyTime) -> str:
    said = day_text(row.day)
    return said if row.pickup_at is None else f"{said}, {time_text(time.local(row.pickup_at))}"
