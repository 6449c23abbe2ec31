"""Finds rides for Ctrl+K by the member's name, and what is to be done with them by a verb."""

from datetime import timedelta

from nemt_desk.ground.words import day_text
from nemt_desk.members.queries import suggest_members
from nemt_desk.places.queries import places_by_ids
from nemt_desk.planning.words import clock_text
from nemt_desk.trips.queries import coming_rides
from nemt_desk.trips.rows import Ride, RideState
from ui.board.commands import commands
from ui.shell.desk import Desk
from ui.shell.finding import Found

_MOST_MEMBERS = 6
_MOST = 8
_OF_EACH = 12


def find(desk: Desk, text: str) -> list[Found]:
    """Return what a verb with names means, or the rides nearest to today of that name."""
    meant = commands(desk, text)
    if meant:
        return meant
    office, today = desk.office, desk.today()
    rides: list[tuple[Ride, str]] = []
    with office.store.read() as session:
        for hit in suggest_members(session, text, limit=_MOST_MEMBERS):
            rides += [
                (ride, hit.name)
                for ride in coming_rides(session, hit.id, today - timedelta(days=1), limit=_OF_EACH)
                if ride.state is not RideState.CANCELLED
            ]
        rides.sort(key=lambda pair: (abs((pair[0].day - today).days), pair[0].day, pair[0].seq))
        rides = rides[:_MOST]
        places = places_by_ids(session, {ride.to_id for ride, _ in rides})

    def found(ride: Ride, name: str) -> Found:
        at = office.time.local(ride.pickup_at) if ride.pickup_at else None
        when = clock_text(at.hour * 60 + at.minute) if at else "when called"
        place = places.get(ride.to_id)
        where = f" \N{RIGHTWARDS ARROW} {place.label}" if place else ""
        detail = f"Ride {day_text(ride.day)}, {when}{where}"
        return Found(name, detail, "board", "ride", ride.id, "mdi6.car-outline")

    return [found(ride, name) for ride, name in rides]
