import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nemt_desk.ground.changes import Changes
from nemt_desk.ground.errors import RefusedError, StaleError
from nemt_desk.planning.rows import Severity, Violation
from nemt_desk.runs.model import AssignmentRecord, RunRecord
from nemt_desk.runs.queries import run_by_code, runs_on
from nemt_desk.runs.rows import RunState
from nemt_desk.runs.rules import OverrideNeeded
from nemt_desk.security.accounts import Actor, Role
from nemt_desk.security.trail import history
from nemt_desk.trips.rows import ReturnKind, RideState
from tests.factories import ACTOR, READER, TODAY, driver_entry, member_entry
from tests.runs.world import ROADS, World, nobody

SCHEDULER = Actor(nobody(), "A Scheduler", "scheduler", Role.SCHEDULER)


@pytest.mark.parametrize("state", [RideState.ABOARD, RideState.DONE, RideState.NO_SHOW])
def test_a_ride_stays_with_the_driver_who_drove_it(world: World, state: RideState) -> None:
    (ride,) = world.book(world.member(), "10:00").ride_ids
    driver = world.driver()
    world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    world.trips.mark(ACTOR, ride, state, "nobody came" if state is RideState.NO_SHOW else "")
    with pytest.raises(RefusedError, match="Nothing was changed"):
        world.runs.unassign(ACTOR, [ride])
    assert {found[0] for found in world.assigned()} == {ride}


def test_the_first_ride_begins_a_run_with_a_short_code(world: World) -> None:
    driver = world.driver()
    ride = world.book(world.member()).ride_ids[0]
    changes = world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    assert changes.kinds == {"run", "assignment"}
    assert changes.text == "Put 1 ride on Lars Berg's run, Tue 24 Nov"
    ((code, owner, state),) = world.runs_there().values()
    assert re.fullmatch("24[34679ACDEFGHJKMNPQRTWXY]{3}", code)
    assert (owner, state) == (driver, "draft")
    assert world.assigned() == {(ride, driver, "")}
    with world.store.read() as session:
        found = run_by_code(session, f" {code.lower()} ")
        assert found is not None
        assert [a.ride_id for a in found.assignments] == [ride]


def test_the_second_ride_goes_on_the_same_run(world: World) -> None:
    driver = world.driver()
    rides = world.book(world.member(), back=ReturnKind.SCHEDULED, back_at="12:00").ride_ids
    for ride in rides:
        world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    assert len(world.runs_there()) == 1
    assert len(world.assigned()) == 2


def test_a_ride_is_on_one_run_only_and_the_other_run_is_named(world: World) -> None:
    driver, other = world.driver(), world.driver(last_name="Lind", phone="2185550177")
    ride = world.book(world.member()).ride_ids[0]
    world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    ((code, *_),) = world.runs_there().values()
    with pytest.raises(RefusedError, match=f"already on run {code}"):
        world.runs.assign(ACTOR, [ride], driver_id=other, day=TODAY)
    assert world.assigned() == {(ride, driver, "")}
    assert len(world.runs_there()) == 1


def test_what_does_not_fit_needs_a_reason_that_is_kept(world: World) -> None:
    driver = world.driver(recognized_on=None, open_to_all=True)
    ride = world.book(world.member()).ride_ids[0]
    with pytest.raises(OverrideNeeded) as refused:
        world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    assert [v.code for v in refused.value.violations[ride]] == ["not_recognized"]
    assert "S4-120" in refused.value.sentence
    assert world.assigned() == set()
    world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY, override_reason=" Asked twice ")
    assert world.assigned() == {(ride, driver, "Asked twice")}
    with world.store.read() as session:
        row = session.query(AssignmentRecord).one()
        assert [kept["code"] for kept in row.violations] == ["not_recognized"]
        entry = next(e for e in history(session, row.id) if e.kind == "assignment")
        assert entry.after is not None
        assert entry.after["override_reason"] == "Asked twice"


def test_a_warning_needs_no_reason_and_is_kept(world: World) -> None:
    driver = world.driver(hours=())
    ride = world.book(world.member()).ride_ids[0]
    world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY, override_reason="not used")
    assert world.assigned() == {(ride, driver, "")}
    with world.store.read() as session:
        assert session.query(AssignmentRecord).one().violations[0]["code"] == "no_hours_on_file"


def test_who_may_not_override_is_told_even_with_a_reason(world: World) -> None:
    driver = world.driver(recognized_on=None)
    ride = world.book(world.member()).ride_ids[0]
    with pytest.raises(RefusedError, match="override"):
        world.runs.assign(SCHEDULER, [ride], driver_id=driver, day=TODAY, override_reason="Please")
    with pytest.raises(RefusedError, match="write"):
        world.runs.assign(READER, [ride], driver_id=driver, day=TODAY)
    assert world.assigned() == set()


def test_the_credential_is_judged_on_the_day_of_the_ride(world: World) -> None:
    ends = TODAY + timedelta(days=2)
    credentials = tuple(
        type(one)(kind=one.kind, until_day=ends) for one in driver_entry().credentials
    )
    driver, member = world.driver(credentials=credentials), world.member()
    before = world.book(member, day=ends).ride_ids[0]
    after = world.book(member, day=ends + timedelta(days=1)).ride_ids[0]
    assert world.runs.check([before], driver_id=driver, day=ends) == {before: ()}
    found = world.runs.check([after], driver_id=driver, day=ends + timedelta(days=1))
    assert {v.code for v in found[after]} == {"credential"}


def test_rides_that_are_over_or_on_another_day_are_refused(world: World) -> None:
    driver, member = world.driver(), world.member()
    ride = world.book(member).ride_ids[0]
    with pytest.raises(RefusedError, match="Tue 24 Nov, the run on Wed 25 Nov"):
        world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY + timedelta(days=1))
    world.trips.cancel(ACTOR, ride, "sick")
    with pytest.raises(RefusedError, match="cancelled"):
        world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    for nothing in ([], [nobody()]):
        with pytest.raises(RefusedError):
            world.runs.assign(ACTOR, nothing, driver_id=driver, day=TODAY)
    with pytest.raises(RefusedError):
        world.runs.assign(ACTOR, [ride], driver_id=nobody(), day=TODAY)
    world.built.drivers.archive(ACTOR, driver)
    other = world.book(member, "13:00").ride_ids[0]
    with pytest.raises(RefusedError, match="archived"):
        world.runs.assign(ACTOR, [other], driver_id=driver, day=TODAY)
    assert world.runs_there() == {}


def test_refusals_never_name_a_member(world: World) -> None:
    driver = world.driver(recognized_on=None)
    member = world.member(last_name="Xyooj", first_name="Nplooj")
    ride = world.book(member).ride_ids[0]
    with pytest.raises(OverrideNeeded) as refused:
        world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    assert "Xyooj" not in str(refused.value)
    assert "Nplooj" not in str(refused.value)


def test_taking_off_the_last_ride_takes_the_run_unless_its_driver_was_told(world: World) -> None:
    driver, member = world.driver(), world.member()
    ride = world.book(member).ride_ids[0]
    world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    world.runs.unassign(ACTOR, [ride])
    assert world.runs_there() == {}
    world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    world.runs.publish(ACTOR, list(world.runs_there()))
    world.runs.unassign(ACTOR, [ride])
    assert [state for *_, state in world.runs_there().values()] == ["draft"]
    with pytest.raises(RefusedError, match="on no run"):
        world.runs.unassign(ACTOR, [ride])


def test_moving_takes_a_ride_off_its_run(world: World) -> None:
    driver, other = world.driver(), world.driver(last_name="Lind", phone="2185550177")
    ride = world.book(world.member()).ride_ids[0]
    world.runs.move(ACTOR, [ride], driver_id=driver, day=TODAY)
    world.runs.move(ACTOR, [ride], driver_id=other, day=TODAY)
    assert world.assigned() == {(ride, other, "")}
    assert [owner for _, owner, _ in world.runs_there().values()] == [other]
    world.runs.move(ACTOR, [ride], driver_id=other, day=TODAY)
    assert world.assigned() == {(ride, other, "")}


def test_publishing_and_editing_after_it(world: World) -> None:
    driver, member = world.driver(), world.member()
    rides = world.book(member, back=ReturnKind.SCHEDULED, back_at="12:00").ride_ids
    world.runs.assign(ACTOR, rides[:1], driver_id=driver, day=TODAY)
    (run_id,) = world.runs_there()
    changes = world.runs.publish(ACTOR, [run_id])
    assert changes.text == "Published 1 run"
    with pytest.raises(RefusedError, match="no draft"):
        world.runs.publish(ACTOR, [run_id])
    with world.store.read() as session:
        (run,) = runs_on(session, TODAY)
        assert (run.state, run.published_at) == (RunState.PUBLISHED, world.built.clock.now())
        assert run.car_id is not None
    world.runs.assign(ACTOR, rides[1:], driver_id=driver, day=TODAY)
    with world.store.read() as session:
        (run,) = runs_on(session, TODAY)
        assert run.state is RunState.DRAFT
        assert run.published_at is not None
    world.runs.unpublish(ACTOR, [run_id])
    with world.store.read() as session:
        assert runs_on(session, TODAY)[0].published_at is None


def test_given_findings_are_kept_as_they_were_shown(world: World) -> None:
    driver = world.driver()
    ride = world.book(world.member()).ride_ids[0]
    shown = {ride: (Violation("late_pickup", "12 min short.", Severity.BLOCK, 12),)}
    with pytest.raises(OverrideNeeded):
        world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY, violations=shown)
    world.runs.assign(
        ACTOR, [ride], driver_id=driver, day=TODAY, violations=shown, override_reason="He knows"
    )
    with world.store.read() as session:
        assert session.query(AssignmentRecord).one().violations[0]["minutes_over"] == 12


def test_undo_of_the_first_assignment_takes_the_run_too_and_redo_brings_it_back(
    world: World,
) -> None:
    driver = world.driver()
    ride = world.book(world.member()).ride_ids[0]
    changes = world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    runs = world.runs_there()
    undone = world.store.undo(ACTOR, changes)
    assert (world.runs_there(), world.assigned()) == ({}, set())
    world.store.undo(ACTOR, undone)
    assert world.runs_there() == runs
    assert world.assigned() == {(ride, driver, "")}


def test_undo_of_the_run_s_beginning_is_refused_while_another_ride_stands_on_it(
    world: World,
) -> None:
    driver, member = world.driver(), world.member()
    first, second = world.book(member, "9:00").ride_ids[0], world.book(member, "14:00").ride_ids[0]
    begun = world.runs.assign(ACTOR, [first], driver_id=driver, day=TODAY)
    world.runs.assign(ACTOR, [second], driver_id=driver, day=TODAY)
    with pytest.raises((RefusedError, StaleError)):
        world.store.undo(ACTOR, begun)
    assert len(world.assigned()) == 2


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["assign", "move", "unassign", "publish", "unpublish"]),
        st.integers(0, 3),
        st.integers(0, 1),
    ),
    max_size=8,
)


def snapshot(world: World) -> list[Any]:
    with world.store.read() as session:
        rows = []
        for table in (RunRecord, AssignmentRecord):
            for row in session.query(table).order_by(table.id):
                values = {c.key: getattr(row, c.key) for c in table.__table__.columns}
                stamps = ("version", "created_at", "changed_at", "created_by", "changed_by")
                rows.append({k: v for k, v in values.items() if k not in stamps})
        return rows


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_undoing_everything_leads_back_to_the_start(
    world: World, acts: list[tuple[str, int, int]]
) -> None:
    if not world.names:
        drivers = [
            world.driver(last_name=name, phone=f"218555017{n}") for n, name in enumerate("AB")
        ]
        member = world.member()
        rides = [world.book(member, f"{8 + 2 * hour}:00").ride_ids[0] for hour in range(4)]
        world.names |= dict.fromkeys(drivers, "driver") | dict.fromkeys(rides, "ride")
    drivers = [key for key, kind in world.names.items() if kind == "driver"]
    rides = [key for key, kind in world.names.items() if kind == "ride"]
    assert snapshot(world) == []
    done: list[Changes] = []
    seen = [snapshot(world)]
    for verb, ride, driver in acts:
        try:
            done.append(act(world, verb, rides[ride], drivers[driver]))
        except RefusedError:
            continue
        seen.append(snapshot(world))
    back = []
    for changes, before in zip(reversed(done), reversed(seen[:-1]), strict=True):
        back.append(world.store.undo(ACTOR, changes))
        assert snapshot(world) == before
    for changes, after in zip(reversed(back), seen[1:], strict=True):
        world.store.undo(ACTOR, changes)
        assert snapshot(world) == after
    for changes in reversed(done):
        world.store.undo(ACTOR, changes)
    assert snapshot(world) == []


def act(world: World, verb: str, ride: Any, driver: Any) -> Changes:
    if verb == "unassign":
        return world.runs.unassign(ACTOR, [ride])
    if verb in ("publish", "unpublish"):
        runs = [key for key, (_, owner, _) in world.runs_there().items() if owner == driver]
        return getattr(world.runs, verb)(ACTOR, runs)  # type: ignore[no-any-return]
    put = world.runs.assign if verb == "assign" else world.runs.move
    return put(ACTOR, [ride], driver_id=driver, day=TODAY, override_reason="test")


def test_printing_is_noted_for_each_member(world: World) -> None:
    one, two = world.member(), world.member(last_name="Oja", phone="2185550143")
    world.runs.printed(ACTOR, "Printed trip logs", run_ids=[], member_ids=[one, two, one])
    with world.store.read() as session:
        for member in (one, two):
            acts = [entry.act for entry in history(session, member)]
            assert acts.count("Printed trip logs") == 1


def test_the_car_of_a_run_must_be_the_driver_s(world: World) -> None:
    driver, other = world.driver(), world.driver(last_name="Lind", phone="2185550177")
    ride = world.book(world.member()).ride_ids[0]
    world.runs.assign(ACTOR, [ride], driver_id=driver, day=TODAY)
    (run_id,) = world.runs_there()
    cars = {}
    from nemt_desk.drivers.queries import drivers_by_ids  # noqa: PLC0415 - only here

    with world.store.read() as session:
        cars = {key: d.cars[0].id for key, d in drivers_by_ids(session, [driver, other]).items()}
    with pytest.raises(RefusedError, match="another driver"):
        world.runs.set_car(ACTOR, run_id, cars[other])
    world.runs.set_car(ACTOR, run_id, cars[driver])
    world.runs.set_note(ACTOR, run_id, " starts late ")
    with world.store.read() as session:
        (run,) = runs_on(session, TODAY)
        assert (run.car_id, run.note) == (cars[driver], "starts late")


def test_check_uses_the_map_when_it_is_given(world: World) -> None:
    from nemt_desk.runs.roads import RoadTravel  # noqa: PLC0415 - only here

    driver = world.driver()
    rides = [
        world.book(world.member(last_name=name, phone=f"21855501{n}2"), "10:00").ride_ids[0]
        for n, name in enumerate(("Oja", "Maki"))
    ]
    travel = RoadTravel(ROADS)
    found = world.runs.check(rides, driver_id=driver, day=TODAY, travel=travel)
    assert list(found) == rides
    assert member_entry().home is not None
