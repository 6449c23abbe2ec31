"""Says inside one transaction where a ride stands: every way a ride is marked or cancelled."""

from datetime import datetime

from nemt_desk.ground.entry import Checker, put
from nemt_desk.ground.errors import RefusedError
from nemt_desk.trips import rules
from nemt_desk.trips.model import RideRecord
from nemt_desk.trips.rows import CancelCode, CancelNotice, RideState

_MOMENTS = ("arrived_at", "aboard_at", "off_at")
_OF_STATE = {
    RideState.WILL_CALL: "ready_at",
    RideState.ARRIVED: "arrived_at",
    RideState.ABOARD: "aboard_at",
    RideState.DONE: "off_at",
}
_KEPT = {RideState.ARRIVED: 1, RideState.ABOARD: 2, RideState.DONE: 3, RideState.CANCELLED: 1}
_KEPT[RideState.NO_SHOW] = 1


def set_state(
    row: RideRecord,
    state: RideState,
    reason: str,
    code: CancelCode | None = None,
    *,
    at: datetime | None = None,
    notice: CancelNotice | None = None,
) -> None:
    """Mark a ride; `code` counts why it is cancelled, `notice` how late.

    `at` is kept as the moment of the mark where there is one; what lies after the state that is
    gone back to is forgotten.

    Raises:
        RefusedError: this state can't follow, or the ride has no time yet.
        InputError: the reason is missing or too long.
    """
    rules.check_next(row.state, state, reason, has_time=row.pickup_at is not None)
    if state is RideState.WILL_CALL and row.ready_at is None and at is None:
        raise RefusedError("The member has not called yet. Nothing was changed.")
    check = Checker()
    said = check.line("reason", reason)
    check.raise_if_any()
    forgotten = dict.fromkeys(_MOMENTS[_KEPT.get(state, 0) :])
    values = {"state": state, "state_reason": said, "reason_code": code, "notice": notice}
    put(row, values | forgotten | _times(row, state, at) | _decision(row, state))


def _times(row: RideRecord, state: RideState, at: datetime | None) -> dict[str, object]:
    if state is RideState.BOOKED and row.ready_at is not None:
        # The member has not called after all: the time came from the call and goes with it.
        return {"ready_at": None, "pickup_at": None, "dropoff_at": None}
    name = _OF_STATE.get(state)
    return {name: at} if name is not None and at is not None else {}


def _decision(row: RideRecord, state: RideState) -> dict[str, object]:
    """Keep the steps of a no-show, not what was decided, once the ride is none any more."""
    if state is RideState.NO_SHOW or "decided" not in row.no_show:
        return {}
    return {"no_show": {"steps": row.no_show.get("steps", [])}}
