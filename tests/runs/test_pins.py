"""Rides held on their runs, and breaks of a driver's day, as the board shows them."""

import pytest

from nemt_desk.drivers.rows import Hours
from nemt_desk.ground.errors import RefusedError
from nemt_desk.runs.queries import board
from tests.factories import ACTOR, TODAY
from tests.runs.test_board import TIME
from tests.runs.world import World


def _held(world: World) -> dict[object, bool]:
    with world.store.read() as session:
        day = board(session, TODAY, TIME)
    return {ride.id: ride.is_pinned for run in day.runs for ride in run.rides}


def test_a_ride_is_held_let_go_and_all_of_it_undone(world: World) -> None:
    out = world.book(world.member()).ride_ids[0]
    world.runs.assign(ACTOR, [out], driver_id=world.driver(), day=TODAY)
    assert _held(world) == {out: False}
    held = world.runs.pin(ACTOR, [out])
    assert _held(world) == {out: True}
    assert held.text == "Held 1 ride on its run"
    world.runs.unpin(ACTOR, [out])
    assert _held(world) == {out: False}
    again = world.runs.pin(ACTOR, [out])
    world.store.undo(ACTOR, again)
    assert _held(world) == {out: False}


def test_holding_does_not_make_a_published_run_a_changed_one(world: World) -> None:
    out = world.book(world.member()).ride_ids[0]
    world.runs.assign(ACTOR, [out], driver_id=world.driver(), day=TODAY)
    world.runs.publish(ACTOR, list(world.runs_there()))
    world.runs.pin(ACTOR, [out])
    with world.store.read() as session:
        (run,) = board(session, TODAY, TIME).runs
    assert not run.is_changed


def test_what_is_on_no_run_cannot_be_held(world: World) -> None:
    out = world.book(world.member()).ride_ids[0]
    with pytest.raises(RefusedError, match="Only a ride on a run"):
        world.runs.pin(ACTOR, [out])
    with pytest.raises(RefusedError, match="None of these rides is held"):
        world.runs.unpin(ACTOR, [out])


def test_the_board_knows_a_drivers_break(world: World) -> None:
    weekday = TODAY.weekday()
    world.driver(hours=(Hours(weekday, 480, 1020, 30, 660, 780), Hours(weekday, 1030, 1200, 20)))
    with world.store.read() as session:
        (driver,) = board(session, TODAY, TIME).drivers
    said = [(one.minutes, one.from_min, one.until_min) for one in driver.breaks]
    assert said == [(30, 660, 780), (20, 1030, 1200)]
