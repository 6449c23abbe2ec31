"""The member's rides that the card tells: the next one, and the last ones. No Qt."""

from datetime import date
from typing import TYPE_CHECKING

from nemt_desk.ground.ids import Id
from nemt_desk.places import queries as places
from nemt_desk.trips import queries as trips
from nemt_desk.trips.rows import Trip

if TYPE_CHECKING:
    from nemt_desk.office import Office

_LAST = 3


def rides_told(
    office: "Office", member_id: Id, today: date
) -> tuple[list[Trip], dict[object, str]]:
    """Return the next trip and those before today, and the names of their places by id."""
    with office.store.read() as session:
        coming = trips.next_trip(session, member_id, today)
        past = trips.last_trips(session, member_id, limit=_LAST, before=today)
        told = [*([coming] if coming is not None else []), *past]
        ids = [trip.place_id for trip in told if trip.place_id is not None]
        found = places.places_by_ids(session, ids)
    return told, {key: place.label for key, place in found.items()}
