"""A random day: booked, put on runs, moved, marked, undone and redone, in any order."""

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings, keep_settings
from nemt_desk.members.queries import member
from nemt_desk.runs.queries import board
from nemt_desk.runs.service import RunService
from nemt_desk.trips.rows import LegRequest, Mileage, ReturnKind, RideState, TripRequest
from nemt_desk.trips.service import TripService
from tests.factories import ACTOR, build_store, driver_entry, member_entry, place_entry

DAY = date(2026, 11, 25)
SETTINGS = Settings(name="Perch")
WAY = Mileage(20_000.0, 25, "Valhalla", "3.9.1", "2026-10-01", "0" * 64)


class RandomDay(RuleBasedStateMachine):
    """Acts of a dispatcher in any order; what the office refuses changes nothing."""

    rides = Bundle("rides")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="nemt-desk-day-")
        self.built = build_store(Path(self.folder.name))
        self.trips = TripService(self.built.store, lambda: SETTINGS)
        self.runs = RunService(self.built.store, self.built.trail)
        self.done: list[tuple[Changes, object]] = []
        self.undone: list[tuple[Changes, object]] = []

    @initialize()
    def people(self) -> None:
        keep_settings(self.built.store, ACTOR, SETTINGS)
        self.drivers = [
            self.built.drivers.add(ACTOR, driver_entry(last_name=name, phone=f"218555017{n}")).id
            for n, name in enumerate(("Berg", "Lind"))
        ]
        self.clinic = self.built.places.add(ACTOR, place_entry()).id
        self.members = []
        for name in ("Ida", "Ole"):
            key = self.built.members.add(ACTOR, member_entry(first_name=name)).id
            with self.built.store.read() as session:
                home = member(session, key).home_id
            assert home is not None
            self.members.append((key, home))

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything but the trail and the stamps, as it stands in the database."""
        with self.built.engine.connect() as connection:
            found = {}
            for table in ("trip", "ride", "run", "assignment"):
                columns = connection.exec_driver_sql(f"PRAGMA table_info({table})").fetchall()
                names = [c[1] for c in columns if c[1] not in STAMPS]
                statement = f"SELECT {', '.join(names)} FROM {table}"  # noqa: S608 - ours
                got = connection.exec_driver_sql(statement).fetchall()
                found[table] = sorted((tuple(row) for row in got), key=repr)
            return found

    def act(self, work: Callable[[], Changes]) -> None:
        before = self.rows()
        try:
            changes = work()
        except RefusedError:
            assert self.rows() == before
            return
        if changes.steps:
            self.done.append((changes, before))
            self.undone.clear()

    @rule(target=rides, who=st.integers(0, 1), hour=st.integers(7, 16), back=st.booleans())
    def book(self, who: int, hour: int, back: bool) -> object:
        key, home = self.members[who]
        at = datetime.combine(DAY, time(hour), UTC) + timedelta(hours=6)
        leg = LegRequest(from_id=home, to_id=self.clinic, appointment_at=at, mileage=WAY)
        kind = ReturnKind.WILL_CALL if back else ReturnKind.NONE
        before = self.rows()
        booked = self.trips.book(ACTOR, TripRequest(member_id=key, legs=(leg,), return_kind=kind))
        self.done.append((booked.changes, before))
        self.undone.clear()
        return multiple(*booked.ride_ids)

    @rule(ride=rides, driver=st.integers(0, 1), moves=st.booleans())
    def assign(self, ride: Id, driver: int, moves: bool) -> None:
        put = self.runs.move if moves else self.runs.assign
        on = self.drivers[driver]
        self.act(lambda: put(ACTOR, [ride], driver_id=on, day=DAY, override_reason="Nobody else"))

    @rule(ride=rides)
    def unassign(self, ride: Id) -> None:
        self.act(lambda: self.runs.unassign(ACTOR, [ride]))

    @rule(ride=rides, state=st.sampled_from(RideState))
    def mark(self, ride: Id, state: RideState) -> None:
        self.act(lambda: self.trips.mark(ACTOR, ride, state, "Said so"))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        changes, before = self.done.pop()
        after = self.rows()
        self.undone.append((self.built.store.undo(ACTOR, changes), after))
        assert self.rows() == before

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        changes, after = self.undone.pop()
        before = self.rows()
        self.done.append((self.built.store.undo(ACTOR, changes), before))
        assert self.rows() == after

    @invariant()
    def no_ride_is_on_two_runs(self) -> None:
        with self.built.store.read() as session:
            seen = board(session, DAY, SETTINGS.time)
        on_runs = [ride.id for run in seen.runs for ride in run.rides]
        loose = [ride.id for ride in seen.unassigned]
        assert len({*on_runs, *loose}) == len(on_runs) + len(loose)
        assert len({run.driver_id for run in seen.runs}) == len(seen.runs)

    def teardown(self) -> None:
        while self.done:
            self.undo()
        with self.built.store.read() as session:
            check = self.built.trail.verify(session)
        assert check.is_whole, check.faults
        self.built.engine.dispose()
        self.folder.cleanup()


STAMPS = {"version", "created_at", "created_by", "changed_at", "changed_by"}
TestRandomDay = pytest.mark.slow(RandomDay.TestCase)
TestRandomDay.settings = settings(max_examples=25, stateful_step_count=14, deadline=None)
