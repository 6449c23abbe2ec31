"""The day in one line, and what comes next. Pure."""

from collections import Counter
from datetime import datetime

from nemt_desk.ground.words import day_text, time_text
from nemt_desk.trips.rows import Ride, RideState
from ui.today.facts import Facts
from ui.today.rides import plural

_NOT_BEGUN = frozenset({RideState.BOOKED, RideState.CONFIRMED, RideState.WILL_CALL})
_UNDER_WAY = (RideState.EN_ROUTE, RideState.ARRIVED, RideState.ABOARD)


def day_words(facts: Facts) -> str:
    """Return how the day stands: `38 rides · 21 done · 2 aboard · 12 to go · 9 drivers driving`."""
    rides = [ride for ride in facts.on(facts.today) if ride.state is not RideState.CANCELLED]
    if not rides:
        return "No rides today."
    states = Counter(ride.state for ride in rides)
    to_go = sum(ride.state in _NOT_BEGUN or ride.state is RideState.LATE for ride in rides)
    parts = [
        plural(len(rides), "ride"),
        f"{states[RideState.DONE]} done",
        f"{sum(states[state] for state in _UNDER_WAY)} under way",
        f"{to_go} to go",
    ]
    if states[RideState.NO_SHOW]:
        parts.append(plural(states[RideState.NO_SHOW], "no-show"))
    parts.append(f"{plural(_drivers_out(facts), 'driver')} driving")
    return " · ".join(parts)


def next_words(facts: Facts) -> str:
    """Return what comes next: the next pick-up of today, or when there is one again."""
    ahead = [
        ride
        for ride in facts.rides
        if ride.state in _NOT_BEGUN and ride.pickup_at is not None and ride.pickup_at > facts.now
    ]
    if not ahead:
        return "No ride is planned in the next 30 days. F2 books one."
    first = min(ahead, key=_pickup)
    local = facts.time.local(_pickup(first))
    day = "" if first.day == facts.today else f"{day_text(first.day)}, "
    driver = facts.driver_name(first)
    by = f", {driver} drives" if driver else ", no driver yet"
    return f"Next: {day}{time_text(local)} {facts.name_of(first)}{by}."


def _pickup(ride: Ride) -> datetime:
    if ride.pickup_at is None:
        raise ValueError("a ride without a time is not next")
    return ride.pickup_at


def _drivers_out(facts: Facts) -> int:
    """Return how many drivers have something to drive today, or had."""
    return len({run.driver_id for run in facts.runs if run.day == facts.today and run.assignments})
