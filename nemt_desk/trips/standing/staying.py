"""Which trips an order's act leaves alone, and why: touched, told, under way or over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from nemt_desk.ground.ids import Id
from nemt_desk.trips.bookings import shared_values
from nemt_desk.trips.drafts import TripDraft
from nemt_desk.trips.moving import MOVABLE
from nemt_desk.trips.rows import Ride, RideState, Trip
from nemt_desk.trips.standing.facts import Facts
from nemt_desk.trips.standing.links import Runs
from nemt_desk.trips.standing.making import shape_of
from nemt_desk.trips.standing.orders import StandingOrder

BY_HAND = "Changed by hand: it stays as it is."
OVER = "Under way or over."


@dataclass(frozen=True, slots=True)
class Stays:
    """Tells of trips why they are left alone."""

    facts: Facts
    told: Mapping[Id, str]
    drafts: Mapping[Id, str]

    @staticmethod
    def of(session: Session, facts: Facts, trips: Iterable[Trip], runs: Runs) -> "Stays":
        """Return what the runs know of these trips."""
        rides = [ride.id for trip in trips for ride in trip.rides if ride.is_open]
        if not rides:
            return Stays(facts, {}, {})
        return Stays(facts, runs.told(session, rides), runs.drafts(session, rides))

    def why(self, trip: Trip, *, by_hand: bool = True) -> str:
        """Return why a trip stays as it is; empty if it may be changed.

        Without `by_hand` a person has chosen it, so that his own change is no reason.
        """
        if by_hand and trip.by_hand:
            return BY_HAND
        if self.is_over(trip):
            return OVER
        code = next((self.told[ride.id] for ride in trip.rides if ride.id in self.told), "")
        if code:
            return f"On run {code}, which its driver has been told of: change it on the Board."
        return ""

    def is_over(self, trip: Trip) -> bool:
        """Tell whether a trip has begun, or is past."""
        first = trip.rides[0]
        is_past = first.day < self.facts.today or (
            first.pickup_at is not None and first.pickup_at <= self.facts.now
        )
        return is_past or not all(
            ride.state in MOVABLE or ride.state is RideState.CANCELLED for ride in trip.rides
        )

    def off_run(self, trip: Trip, draft: TripDraft, order: StandingOrder) -> str:
        """Return the draft run a changed trip comes off, as it may not fit there any more."""
        seats = shared_values(shape_of(order))
        for ride, wanted in zip(trip.rides, draft.rides, strict=False):
            if ride.id in self.drafts and not _is_same(ride, wanted, seats):
                return self.drafts[ride.id]
        return ""


def _is_same(ride: Ride, wanted: object, seats: Mapping[str, object]) -> bool:
    times = ("day", "from_id", "to_id", "pickup_at", "dropoff_at")
    return all(getattr(ride, name) == getattr(wanted, name) for name in times) and all(
        getattr(ride, name) == seats[name] for name in ("seats", "wheelchair_places", "assistance")
    )
