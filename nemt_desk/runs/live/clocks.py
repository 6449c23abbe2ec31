"""When a ride is late, and how long a called will-call has left. Pure: the pack's minutes and now.

Nothing here waits for somebody to mark a ride late: whoever reads the day sees it.
"""

from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.trips.live_figures import LiveFigures
from nemt_desk.trips.rows import RideState

WAITING = frozenset(
    {
        RideState.BOOKED,
        RideState.CONFIRMED,
        RideState.WILL_CALL,
        RideState.EN_ROUTE,
        RideState.LATE,
    }
)
"""States in which the member still waits for the car."""
_SILENT_MIN = 30


def due_min(ride: BoardRide, figures: LiveFigures) -> int | None:
    """Return the last minute at which the pick-up is not late; None while it has no time.

    A will-call counts from the member's call, whatever was planned (S0-14). Who is aboard is not
    picked up any more.
    """
    if ride.state is RideState.ABOARD:
        return None
    if ride.ready_min is not None:
        return ride.ready_min + figures.will_call_min
    begin = ride.task.begin_min
    return None if begin is None else begin + figures.late_min


def late_by(ride: BoardRide, now_min: int, figures: LiveFigures) -> int:
    """Return how many minutes past its window the pick-up is; 0 if it is not late."""
    due = due_min(ride, figures)
    if due is None or ride.state not in WAITING:
        return 0
    return max(0, now_min - due)


def is_late(ride: BoardRide, now_min: int, figures: LiveFigures) -> bool:
    """Tell whether the member waits past the window, or somebody marked the ride late."""
    return ride.state is RideState.LATE or late_by(ride, now_min, figures) > 0


def door_min(ride: BoardRide, now_min: int, figures: LiveFigures) -> int | None:
    """Return how long the driver has stood at the door, once the agency waits no longer."""
    if ride.state is not RideState.ARRIVED or ride.arrived_min is None:
        return None
    since = now_min - max(ride.arrived_min, ride.task.begin_min or 0)
    return since if since >= figures.no_show_wait_min else None


def is_silent(ride: BoardRide, now_min: int, figures: LiveFigures) -> bool:
    """Tell whether the ride should long be over and nothing, or no end, was marked."""
    end = ride.task.end_min
    not_called = ride.state in {RideState.BOOKED, RideState.CONFIRMED} and ride.ready_min is None
    nothing_said = not_called or ride.state is RideState.ABOARD
    is_over = end is not None and now_min > end + max(_SILENT_MIN, figures.late_min)
    return nothing_said and ride.is_assigned and is_over


def left_min(ride: BoardRide, now_min: int, figures: LiveFigures) -> int | None:
    """Return the minutes a called will-call has left, below 0 once they are over; else None."""
    if ride.ready_min is None or ride.state not in WAITING:
        return None
    return ride.ready_min + figures.will_call_min - now_min
