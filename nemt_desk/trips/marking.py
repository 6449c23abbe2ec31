"""Says inside one transaction where a ride stands: every way a ride is marked or cancelled."""

from nemt_desk.ground.entry import Checker, put
from nemt_desk.trips import rules
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import CancelCode, RideState


def set_state(
    row: RideRecord, state: RideState, reason: str, code: CancelCode | None = None
) -> None:
    """Mark a ride; `code` counts why it is cancelled.

    Raises:
        RefusedError: this state can't follow, or the ride has no time yet.
        InputError: the reason is missing or too long.
    """
    rules.check_next(row.state, state, reason, has_time=row.pickup_at is not None)
    check = Checker()
    said = check.line("reason", reason)
    check.raise_if_any()
    put(row, {"state": state, "state_reason": said, "reason_code": code})
