"""Puts rides on a driver's run inside a transaction of somebody else's: one act, one undo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from nemt_desk.drivers.model import DriverRecord
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Work
from nemt_desk.planning.rows import Violation
from nemt_desk.runs.model import AssignmentRecord
from nemt_desk.runs.records import begin_run, mark_edited, refuse_taken, run_of, take_off
from nemt_desk.runs.rides import violation_to


@dataclass(frozen=True, slots=True)
class Put:
    """Rides for a driver's run of a day; `found` is what speaks against each, `reason` why still.

    With `may_move` they are taken off the runs they are on.
    """

    ride_ids: tuple[Id, ...]
    driver_id: Id
    day: date
    reason: str = ""
    found: Mapping[Id, tuple[Violation, ...]] = field(default_factory=dict)
    may_move: bool = False


def put_rides(work: Work, put: Put) -> str:
    """Put the rides on the run, which begins if need be; return the driver's spoken name.

    Raises:
        RefusedError: the driver was archived, or a ride is on a run and may not be moved.
    """
    driver = work.fetch(DriverRecord, put.driver_id)
    if driver.archived_at is not None:
        raise RefusedError("This driver was archived. Nothing was changed.")
    if put.may_move:
        target = run_of(work, put.driver_id, put.day)
        take_off(work, put.ride_ids, spare=target.id if target else None)
    refuse_taken(work, put.ride_ids)
    run = run_of(work, put.driver_id, put.day) or begin_run(work, driver, put.day)
    for ride_id in put.ride_ids:
        found = put.found.get(ride_id, ())
        blocks = any(violation.is_blocking for violation in found)
        work.session.add(
            AssignmentRecord(
                run_id=run.id,
                ride_id=ride_id,
                override_reason=put.reason if blocks else "",
                violations=[violation_to(violation) for violation in found],
            )
        )
    mark_edited(run)
    return f"{driver.first_name} {driver.last_name}"
