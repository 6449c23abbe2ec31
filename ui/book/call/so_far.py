"""What was done in this call so far, in words for the caller. No Qt."""

from dataclasses import dataclass
from datetime import datetime

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text, time_text
from nemt_desk.trips.rows import Booked
from ui.book.call.draft import Draft
from ui.book.services import BY_CODE
from ui.book.words import RETURNS, UNMET

_OF_DAYS = frozenset({"skipped", "moved", "waiting"})


@dataclass(frozen=True, slots=True)
class BookedTrip:
    """One booking of this call; without rides, a request that was turned down."""

    ride_ids: tuple[Id, ...]
    words: str


def booked_trip(
    draft: Draft, booked: Booked, pickup: datetime | None, time: AgencyTime
) -> BookedTrip:
    """Return a booking as it is read back to the caller."""
    begin = time.local(pickup) if pickup is not None else None
    when = f"{day_text(begin.date())}, pick-up {time_text(begin)}" if begin is not None else ""
    where = draft.place.label if draft.place is not None else ""
    days = len(booked.trip_ids)
    many = f"{days} days" if days > 1 else ""
    said = [when, many, _service(draft), where, f"return {RETURNS[draft.return_kind]}"]
    told = [one.sentence for one in booked.warnings if one.code in _OF_DAYS]
    return BookedTrip(booked.ride_ids, "\n".join([_joined(said), *told]))


def turned_down(draft: Draft, reason: str) -> BookedTrip:
    """Return a request that was turned down, as it stands in the call's list."""
    day = day_text(draft.day) if draft.day is not None else ""
    where = draft.place.label if draft.place is not None else ""
    said = ["Not booked", UNMET.get(reason, reason), day, _service(draft), where]
    return BookedTrip((), _joined(said))


def _service(draft: Draft) -> str:
    known = BY_CODE.get(draft.service)
    return known.words if known else draft.service


def _joined(said: list[str]) -> str:
    return " · ".join(part for part in said if part)


def read_back(trips: tuple[BookedTrip, ...]) -> str:
    """Return everything done in the call, one a line."""
    return "\n".join(f"{number}. {trip.words}" for number, trip in enumerate(trips, 1))
