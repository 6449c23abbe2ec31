"""What needs a hand on the day as it stands this minute, the most pressing first. Pure.

The board, Today and the command line read the same list.
"""

from collections.abc import Collection, Iterable, Iterator

from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import minutes_text
from nemt_desk.planning.words import clock_text
from nemt_desk.runs.board_rows import Board, BoardRide, BoardRun
from nemt_desk.runs.live.clocks import door_min, due_min, is_late, is_silent, late_by, left_min
from nemt_desk.runs.live.rows import Need, NeedKind
from nemt_desk.trips.live_figures import LiveFigures
from nemt_desk.trips.rows import RideState

SOON_MIN = 60
"""An unassigned ride that begins within this is said to be urgent."""
_ORDER = list(NeedKind)


def needs(
    board: Board, now_min: int, figures: LiveFigures, undecided: Collection[Id] = ()
) -> tuple[Need, ...]:
    """Return the rides that need a hand at this minute of the board's day.

    `undecided` are the no-shows of which nobody said whether they count.
    """
    found = [need for ride, run in _rides(board) for need in _of(ride, run, now_min, figures)]
    found += [_no_show(ride, run) for ride, run in _rides(board) if ride.id in undecided]
    return tuple(sorted(found, key=_rank))


def _rides(board: Board) -> Iterator[tuple[BoardRide, BoardRun | None]]:
    for ride in board.unassigned:
        yield ride, None
    for run in board.runs:
        for ride in run.rides:
            yield ride, run


def _rank(need: Need) -> tuple[int, int, str]:
    return _ORDER.index(need.kind), -need.minutes, str(need.ride.id)


def _of(
    ride: BoardRide, run: BoardRun | None, now_min: int, figures: LiveFigures
) -> Iterable[Need]:
    driver = run.driver_name if run is not None else ""
    if ride.state is RideState.ABOARD:
        if run is None:
            return (_stranded(ride, now_min),)
        return (_silent(ride, driver, now_min),) if is_silent(ride, now_min, figures) else ()
    if not ride.is_open:
        return ()
    if is_silent(ride, now_min, figures):
        return (_silent(ride, driver, now_min),)
    if (stood := door_min(ride, now_min, figures)) is not None:
        return (_at_door(ride, driver, stood, figures),)
    if is_late(ride, now_min, figures):
        return (_late(ride, driver, now_min, figures),)
    if ride.ready_min is not None:
        return (_ready(ride, driver, now_min, figures),)
    return _soon(ride, now_min, figures) if run is None else ()


def _stranded(ride: BoardRide, now_min: int) -> Need:
    since = ride.aboard_min if ride.aboard_min is not None else now_min
    return Need(
        NeedKind.STRANDED,
        ride,
        "",
        None,
        now_min - since,
        f"the car broke down: {ride.stands_at or 'ask where'}; on the way to {ride.to_name}",
        "Send the nearest car; ask whether the member is safe and warm.",
    )


def _no_show(ride: BoardRide, run: BoardRun | None) -> Need:
    return Need(
        NeedKind.NO_SHOW,
        ride,
        run.driver_name if run is not None else "",
        None,
        0,
        "no-show; nobody has said yet whether it counts",
        "Say whether it counts or is excused, and what becomes of the return.",
    )


def _at_door(ride: BoardRide, driver: str, stood: int, figures: LiveFigures) -> Need:
    return Need(
        NeedKind.AT_DOOR,
        ride,
        driver,
        None,
        stood,
        f"{driver or 'the driver'} has waited {minutes_text(stood)} at the door, the agency waits"
        f" {figures.no_show_wait_min} min",
        "Call the member; then aboard, or the steps of a no-show.",
    )


def _silent(ride: BoardRide, driver: str, now_min: int) -> Need:
    end = ride.task.end_min or now_min
    return Need(
        NeedKind.SILENT,
        ride,
        driver,
        end,
        now_min - end,
        f"planned off at {clock_text(end)}, {_unmarked(ride)}; {driver} drives",
        "Ask the driver, then mark it done, or late.",
    )


def _unmarked(ride: BoardRide) -> str:
    is_aboard = ride.state is RideState.ABOARD
    return "got out was not marked" if is_aboard else "nothing was marked"


def _late(ride: BoardRide, driver: str, now_min: int, figures: LiveFigures) -> Need:
    due = due_min(ride, figures)
    over = late_by(ride, now_min, figures)
    who = f"{driver} drives" if driver else "no driver yet"
    if ride.ready_min is not None:
        said = f"called at {clock_text(ride.ready_min)}, {minutes_text(over)} over; {who}"
    elif over:
        said = f"{minutes_text(over + figures.late_min)} after the pick-up time; {who}"
    else:
        said = f"marked late; {who}"
    on_way = ride.state is RideState.EN_ROUTE
    next_words = "Call the driver, then the member." if driver else "Send the nearest car."
    if on_way:
        next_words = "He is on his way: tell the member how long."
    return Need(NeedKind.LATE, ride, driver, due, over, said, next_words)


def _ready(ride: BoardRide, driver: str, now_min: int, figures: LiveFigures) -> Need:
    left = left_min(ride, now_min, figures) or 0
    who = f"{driver} drives" if driver else "no driver yet"
    called = clock_text(ride.ready_min or now_min)
    return Need(
        NeedKind.READY,
        ride,
        driver,
        due_min(ride, figures),
        -left,
        f"called at {called}, {left} of {figures.will_call_min} min left; {who}",
        "Tell the member who comes." if driver else "Send the nearest car.",
    )


def _soon(ride: BoardRide, now_min: int, figures: LiveFigures) -> Iterable[Need]:
    begin = ride.task.begin_min
    if begin is None or begin - now_min > SOON_MIN:
        return
    left = begin - now_min
    said = f"in {left} min; nobody drives it" if left > 0 else "due now; nobody drives it"
    due = due_min(ride, figures)
    yield Need(NeedKind.SOON, ride, "", due, -left, said, "Send the nearest car.")
