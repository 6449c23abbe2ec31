"""Keeps accepted proposals inside one transaction: runs, planned times, what is told elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from nemt_desk.drivers.model import DriverRecord
from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Work
from nemt_desk.planning.proposal.rows import Proposal, ProposalKind
from nemt_desk.planning.rows import Violation
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.records import begin_run, left_behind, mark_edited, run_of
from nemt_desk.runs.rides import violation_to

_DAY_MIN = 24 * 60
_MOVED = frozenset({ProposalKind.MOVE, ProposalKind.TAKE_OFF})
_PUT = frozenset({ProposalKind.ADD, ProposalKind.MOVE})


def moment_of(day: date, minute: int, at: AgencyTime) -> datetime:
    """Return the moment of a minute after midnight of `day`; beyond 24 h it is the day after."""
    days, rest = divmod(minute, _DAY_MIN)
    return at.at(day + timedelta(days=days), time(*divmod(rest, 60)))


@dataclass(frozen=True, slots=True)
class Keeper:
    """Writes proposals of one day; all of them hold, that was checked."""

    work: Work
    day: date
    time: AgencyTime
    rides: Mapping[Id, BoardRide]
    pins: bool = False

    def keep(
        self, proposals: Sequence[Proposal], warnings: Mapping[Id, tuple[Violation, ...]]
    ) -> None:
        """Take off what leaves, put what comes, set the times."""
        runs = self._runs(one for one in proposals if one.kind in _PUT)
        left = self._take_off([one.ride_id for one in proposals if one.kind in _MOVED])
        for one in proposals:
            if one.kind in _PUT and one.to_driver is not None:
                self._put(one, runs[one.to_driver], warnings.get(one.ride_id, ()))
        self._retime([one for one in proposals if one.kind is ProposalKind.RETIME])
        self.work.session.flush()
        kept = {run.id for run in runs.values()}
        left_behind(self.work, left - kept)
        for run in runs.values():
            mark_edited(run)

    def _runs(self, proposals: Iterable[Proposal]) -> dict[Id, RunRecord]:
        found: dict[Id, RunRecord] = {}
        for driver_id in dict.fromkeys(one.to_driver for one in proposals if one.to_driver):
            driver = self.work.fetch(DriverRecord, driver_id)
            run = run_of(self.work, driver_id, self.day)
            found[driver_id] = run or begin_run(self.work, driver, self.day)
        return found

    def _take_off(self, ride_ids: Sequence[Id]) -> set[Id]:
        """Delete what stood before; planned times go with it. Return the runs left."""
        found = self._assignments(ride_ids)
        for assignment in found:
            self.work.session.delete(assignment)
        self.work.session.flush()
        return {assignment.run_id for assignment in found}

    def _put(self, one: Proposal, run: RunRecord, warnings: tuple[Violation, ...]) -> None:
        pickup, dropoff = self._moments(one)
        self.work.session.add(
            AssignmentRecord(
                run_id=run.id,
                ride_id=one.ride_id,
                violations=[violation_to(violation) for violation in warnings],
                is_pinned=self.pins,
                pickup_at=pickup,
                dropoff_at=dropoff,
            )
        )

    def _retime(self, proposals: Sequence[Proposal]) -> None:
        by_ride = {one.ride_id: one for one in proposals}
        for assignment in self._assignments(list(by_ride)):
            times = self._moments(by_ride[assignment.ride_id])
            assignment.pickup_at, assignment.dropoff_at = times
            assignment.is_pinned = assignment.is_pinned or self.pins
            mark_edited(self.work.fetch(RunRecord, assignment.run_id))

    def _moments(self, one: Proposal) -> tuple[datetime | None, datetime | None]:
        """Return the planned times; None where the booked one holds."""
        ride = self.rides[one.ride_id]
        return (
            self._moment(one.pickup_min, ride.booked_pickup_min),
            self._moment(one.dropoff_min, ride.booked_dropoff_min),
        )

    def _moment(self, minute: int | None, booked: int | None) -> datetime | None:
        if minute is None or minute == booked:
            return None
        return moment_of(self.day, minute, self.time)

    def _assignments(self, ride_ids: Sequence[Id]) -> list[AssignmentRecord]:
        on = AssignmentRecord
        return list(self.work.session.scalars(select(on).where(on.ride_id.in_(list(ride_ids)))))
