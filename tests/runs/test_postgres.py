"""The same day on PostgreSQL: what is read there in bulk must mean the same."""

from db.engine import postgres_engine
from db.upgrade import upgrade
from nemt_desk.ground.clock import FixedClock
from nemt_desk.ground.session import Store
from nemt_desk.logs.queries import trip_logs
from nemt_desk.members.rows import Need
from nemt_desk.runs.queries import board, day_counts, run_by_code, runs_of_rides
from nemt_desk.runs.sheets import run_sheets
from nemt_desk.security.trail import Trail
from nemt_desk.trips.rows import ReturnKind
from tests.factories import ACTOR, NOW, TODAY, TRAIL_KEY, Built
from tests.runs.world import ROADS, SETTINGS, world_of


def test_a_day_from_assigning_to_paper(postgres_url: str) -> None:
    engine = postgres_engine(postgres_url)
    upgrade(engine)
    clock, trail = FixedClock(NOW), Trail(TRAIL_KEY)
    world = world_of(Built(Store(engine, clock, trail), trail, clock, engine))
    driver = world.driver(recognized_on=None)
    member = world.member(needs=frozenset({Need.WALKER}))
    out, back = world.book(member, back=ReturnKind.WILL_CALL).ride_ids
    changes = world.runs.assign(
        ACTOR, [out], driver_id=driver, day=TODAY, override_reason="Nobody else"
    )
    with world.store.read() as session:
        seen = board(session, TODAY, SETTINGS.time)
        (run,) = seen.runs
        (ride,) = run.rides
        assert (ride.id, ride.override_reason) == (out, "Nobody else")
        assert ride.needs == frozenset({Need.WALKER})
        assert [violation.code for violation in ride.violations] == ["not_recognized"]
        assert (ride.dropoff_min, ride.from_point) == (590, (47.31, -93.42))
        assert [free.id for free in seen.unassigned] == [back]
        assert run_by_code(session, run.code) is not None
        assert set(runs_of_rides(session, [out, back])) == {out}
        counts = day_counts(session, TODAY)
        assert (counts.unassigned, counts.will_call, counts.draft_runs) == (1, 1, 1)
        assert len(run_sheets(session, TODAY, roads=ROADS, settings=SETTINGS, now=NOW)) == 1
        assert len(trip_logs(session, TODAY, roads=ROADS, settings=SETTINGS, now=NOW)) == 1
    world.store.undo(ACTOR, changes)
    with world.store.read() as session:
        assert board(session, TODAY, SETTINGS.time).runs == ()
    engine.dispose()
