"""Nobody is taken to a place that is closed by then: said while asking, refused when booking."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from nemt_desk.ground.errors import InputError, Problem
from nemt_desk.ground.words import day_text
from nemt_desk.places.queries import closed_places, places_by_ids
from nemt_desk.places.rows import Place
from nemt_desk.trips.drafts import TripDraft
from nemt_desk.trips.rows import Violation

if TYPE_CHECKING:
    from nemt_desk.ground.ids import Id


def closed_ends(session: Session, trips: Iterable[TripDraft]) -> tuple[Violation, ...]:
    """Return a sentence for each place of these trips that is closed on the day of its ride."""
    rides = [ride for trip in trips for ride in trip.rides]
    ends = {place_id for ride in rides for place_id in (ride.from_id, ride.to_id)}
    closed = closed_places(session, ends)
    found: dict[Id, Violation] = {}
    if not closed:
        return ()
    for ride in sorted(rides, key=lambda ride: ride.day):
        for place_id in (ride.to_id, ride.from_id):
            place = closed.get(place_id)
            if place is not None and place.is_closed_on(ride.day) and place_id not in found:
                found[place_id] = Violation("closed", _sentence(session, place))
    return tuple(found.values())


def refuse_closed(session: Session, trips: Iterable[TripDraft]) -> None:
    """Refuse trips with a ride from or to a place that is closed on its day.

    Raises:
        InputError: on `place`, saying from when on, and where the place has moved to.
    """
    found = closed_ends(session, trips)
    if found:
        raise InputError([Problem("place", one.sentence) for one in found])


def _sentence(session: Session, place: Place) -> str:
    day = day_text(place.closed_on) if place.closed_on else ""
    what = place.name or "The home"
    if place.moved_to_id is None:
        return (
            f"{what} is closed from {day} on. Choose another place or an earlier day, or open it"
            " again on the Places page."
        )
    moved_to = places_by_ids(session, [place.moved_to_id]).get(place.moved_to_id)
    # A home's address stays out of sentences that may be kept elsewhere.
    where = f" to {moved_to.where}" if moved_to is not None and place.name else ""
    return f"{what} has moved{where} from {day} on. Choose the new place, or an earlier day."
