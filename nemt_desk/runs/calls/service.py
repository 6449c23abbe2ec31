"""Writes of calls to drivers: what was said is kept; a yes puts the rides on his run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nemt_desk.drivers.model import DriverRecord
from nemt_desk.ground.changes import Changes
from nemt_desk.ground.entry import Checker, put
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.session import Store, Work
from nemt_desk.ground.settings import read_settings
from nemt_desk.ground.words import day_text
from nemt_desk.planning.rows import Travel, Violation
from nemt_desk.runs.board_rows import BoardRide
from nemt_desk.runs.calls.rows import RESULTS, Answered, CallAbout
from nemt_desk.runs.model import DriverCallRecord
from nemt_desk.runs.putting import Put, put_rides
from nemt_desk.runs.rides import rides_by_ids
from nemt_desk.runs.rows import CallResult
from nemt_desk.runs.rules import check_assignable, check_reason
from nemt_desk.runs.service import RunService
from nemt_desk.security.rows import Actor, Right, require
from nemt_desk.trips.standing.model import StandingRecord

type Findings = Mapping[Id, tuple[Violation, ...]]


@dataclass(frozen=True, slots=True)
class Said:
    """What a driver said about a ride or an order, with an optional note."""

    about: CallAbout
    driver_id: Id
    result: CallResult
    note: str = ""


class CallService:
    """Keeps calls to drivers."""

    def __init__(self, store: Store, runs: RunService) -> None:
        self._store = store
        self._runs = runs

    def note(self, actor: Actor, said: Said) -> Changes:
        """Keep what a driver said; nothing is assigned by it.

        Raises:
            RefusedError: no right, or the driver, ride or order is not there.
        """
        require(actor, Right.WRITE)
        with self._store.write(actor, "Noted a call") as work:
            name = _keep(work, actor, said)
            work.text = f"Noted the call to {name}: {RESULTS[said.result]}"
        return work.changes

    def yes(
        self,
        actor: Actor,
        said: Said,
        ride_ids: Sequence[Id],
        *,
        override_reason: str = "",
        travel: Travel | None = None,
        may_move: bool = False,
    ) -> Answered:
        """Keep a yes about a ride and put these rides of its day on the driver's run.

        With `may_move` they are taken off the runs they are on.

        Raises:
            OverrideNeeded: something blocks and no reason is given; nothing was kept.
            RefusedError: no right, a ride is over or on a run already.
        """
        require(actor, Right.WRITE)
        rides = self._rides(ride_ids)
        day = rides[0].day if rides else date.min
        check_assignable(rides, len(set(ride_ids)), day)
        ids = tuple(ride.id for ride in rides)
        found = self._runs.check(ids, driver_id=said.driver_id, day=day, travel=travel)
        if check_reason(found, override_reason):
            require(actor, Right.OVERRIDE)
        with self._store.write(actor, "Noted a yes") as work:
            name = _keep(work, actor, said)
            reason = override_reason.strip()
            put_rides(work, Put(ids, said.driver_id, day, reason, found, may_move=may_move))
            work.text = f"{name} said yes: {_rides(len(ids))} on the run of {day_text(day)}"
        return Answered(work.changes, ids)

    def yes_to_order(
        self,
        actor: Actor,
        said: Said,
        ride_ids: Sequence[Id],
        *,
        travels: Mapping[date, Travel] | None = None,
    ) -> Answered:
        """Keep a yes about a standing order: it is his from now on, and these rides where they fit.

        Rides that do not fit him, or are on a run by now, stay as they are and are told of.

        Raises:
            RefusedError: no right, or the order is not there.
        """
        require(actor, Right.WRITE)
        order_id = said.about.standing_id
        if order_id is None:
            raise RefusedError("Choose a standing order first. Nothing was changed.")
        rides = self._rides(ride_ids)
        puts, left = self._by_day(rides, said.driver_id, travels or {})
        with self._store.write(actor, "Noted a yes") as work:
            name = _keep(work, actor, said)
            put(work.fetch(StandingRecord, order_id), {"driver_id": said.driver_id})
            for one in puts:
                put_rides(work, one)
            taken = tuple(ride_id for one in puts for ride_id in one.ride_ids)
            rest = f", {_rides(len(left))} stay without him" if left else ""
            work.text = f"{name} said yes to the standing order: {_rides(len(taken))}{rest}"
        return Answered(work.changes, taken, left)

    def _rides(self, ride_ids: Sequence[Id]) -> list[BoardRide]:
        with self._store.read() as session:
            return rides_by_ids(session, ride_ids, read_settings(session).time)

    def _by_day(
        self, rides: Sequence[BoardRide], driver_id: Id, travels: Mapping[date, Travel]
    ) -> tuple[list[Put], tuple[Id, ...]]:
        """Return what is put on each day: all its rides, or none where one does not fit."""
        days: dict[date, list[Id]] = {}
        left = []
        for ride in rides:
            if ride.is_open and not ride.is_assigned:
                days.setdefault(ride.day, []).append(ride.id)
        puts = []
        for day, ids in days.items():
            travel = travels.get(day)
            found = self._runs.check(ids, driver_id=driver_id, day=day, travel=travel)
            if any(one.is_blocking for against in found.values() for one in against):
                left += ids
            else:
                puts.append(Put(tuple(ids), driver_id, day, found=found))
        return puts, tuple(left)


def _keep(work: Work, actor: Actor, said: Said) -> str:
    """Add the call; return the driver's name as one says it."""
    check = Checker()
    note = check.note("note", said.note)
    check.raise_if_any()
    driver = work.fetch(DriverRecord, said.driver_id)
    if said.about.ride_id is None and said.about.standing_id is None:
        raise RefusedError("Choose a ride or a standing order first. Nothing was changed.")
    work.session.add(
        DriverCallRecord(
            ride_id=said.about.ride_id,
            standing_id=said.about.standing_id,
            driver_id=said.driver_id,
            result=said.result,
            note=note,
            called_at=work.now,
            called_by=actor.name,
        )
    )
    return f"{driver.first_name} {driver.last_name}"


def _rides(number: int) -> str:
    return "1 ride" if number == 1 else f"{number} rides"
