"""Rides held on their runs: a plan leaves them where they are. Inside one transaction."""

from collections.abc import Sequence

from sqlalchemy import select

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Work
from nemt_desk.runs.model import AssignmentRecord


def set_pinned(work: Work, ride_ids: Sequence[Id], *, is_pinned: bool) -> int:
    """Hold rides on their runs, or let them go; return how many changed.

    What the driver holds in hand stays as it is: the run is not marked as edited.

    Raises:
        RefusedError: none of them is on a run and not so already.
    """
    on = AssignmentRecord
    wanted = select(on).where(on.ride_id.in_(list(ride_ids)), on.is_pinned != is_pinned)
    found = list(work.session.scalars(wanted))
    if not found:
        raise RefusedError(
            "Only a ride on a run can be held there. Nothing was changed."
            if is_pinned
            else "None of these rides is held on its run. Nothing was changed."
        )
    for assignment in found:
        assignment.is_pinned = is_pinned
    return len(found)
