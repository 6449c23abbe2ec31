"""Pure checks of the runs room: what can't be assigned at all, what needs a reason, run codes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.words import day_text
from nemt_desk.planning.rows import Violation
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.trips.rows import RideState

# Without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V: read aloud and typed from paper.
CODE_LETTERS = "34679ACDEFGHJKMNPQRTWXY"
_CODE_TAIL = 3


class OverrideNeeded(RefusedError):  # noqa: N818 - it asks for a reason, it is no failure
    """A ride does not fit; with a reason it can be done all the same. By ride id, all findings."""

    def __init__(self, violations: Mapping[Id, tuple[Violation, ...]]) -> None:
        self.violations = dict(violations)
        reasons = [v.sentence for found in violations.values() for v in found if v.is_blocking]
        more = f" And {len(reasons) - 1} more." if len(reasons) > 1 else ""
        super().__init__(
            f"It does not fit: {reasons[0]}{more} Nothing was changed. Give a reason to do it"
            " all the same, or choose another driver."
        )


def check_assignable(rides: Sequence[BoardRide], wanted: int, day: date) -> None:
    """Refuse rides that no reason can put on a run of `day`.

    Raises:
        RefusedError: nothing chosen, gone, over, or on another day.
    """
    if not wanted:
        raise RefusedError("No ride was chosen. Nothing was changed.")
    if len(rides) != wanted:
        raise RefusedError("This ride is not there any more. Nothing was changed.")
    for ride in rides:
        if not ride.is_open:
            word = ride.state.value.replace("_", " ")
            raise RefusedError(
                f"This ride is {word}; it can't be put on a run. Nothing was changed."
            )
        if ride.day != day:
            raise RefusedError(
                f"This ride is on {day_text(ride.day)}, the run on {day_text(day)}. Nothing was"
                " changed; choose the ride's own day."
            )


def check_not_begun(rides: Iterable[BoardRide]) -> None:
    """Refuse rides that belong to the driver who drove them or has the member aboard.

    Raises:
        RefusedError: one of them is over, or its member sits in the car.
    """
    for ride in rides:
        if ride.state is RideState.ABOARD:
            raise RefusedError(
                "The member is aboard; the ride stays with the driver. Nothing was changed. If the"
                " car broke down, say that the driver can't come."
            )
        if not ride.is_open:
            word = ride.state.value.replace("_", " ")
            raise RefusedError(
                f"This ride is {word}; it stays on its run, as it was driven. Nothing was changed."
            )


def check_reason(violations: Mapping[Id, tuple[Violation, ...]], reason: str) -> bool:
    """Tell whether a reason is used; refuse if one is needed and not given.

    Raises:
        OverrideNeeded: something blocks and there is no reason.
    """
    blocks = any(v.is_blocking for found in violations.values() for v in found)
    if blocks and not reason.strip():
        raise OverrideNeeded(violations)
    return blocks


def run_code(day: date, choose: Callable[[str], str]) -> str:
    """Return a code like `24B7K`: the day of the month and three letters; `choose` picks each."""
    tail = "".join(choose(CODE_LETTERS) for _ in range(_CODE_TAIL))
    return f"{day.day:02d}{tail}"
