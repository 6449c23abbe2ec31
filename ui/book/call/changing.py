"""Which booked trip is changed: the member's next ones in turn, or one that is named. No Qt."""

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.trips import queries as trips
from nemt_desk.trips.rows import Trip
from ui.book.call.booking import Booking

_MOST = 60


def change_next(booking: Booking) -> bool:
    """Fill in the next trip to be changed, with every call the one after it; False without one."""
    coming = _coming(booking)
    if not coming:
        return False
    now = booking.changing.id if booking.changing is not None else None
    at = next((number for number, one in enumerate(coming) if one.id == now), -1)
    booking.change(coming[(at + 1) % len(coming)])
    return True


def changeable(booking: Booking, trip_id: Id) -> Trip:
    """Return a trip that may be changed.

    Raises:
        RefusedError: it is gone, over, or under way.
    """
    with booking.office.store.read() as session:
        found = trips.trip(session, trip_id)
    if not found.can_change:
        raise RefusedError("This trip is over or under way; its rides stay as they are.")
    return found


def open_trip(booking: Booking, trip: Trip) -> None:
    """Begin a call to change this trip; nothing else is open.

    Raises:
        RefusedError: the member is gone.
    """
    booking.clear()
    booking.take_member(trip.member_id)
    booking.change(trip)


def _coming(booking: Booking) -> list[Trip]:
    member, today = booking.draft.member, booking.today()
    if member is None:
        return []
    with booking.office.store.read() as session:
        found = trips.last_trips(session, member.id, limit=_MOST)
    return [one for one in reversed(found) if one.can_change and one.rides[0].day >= today]
