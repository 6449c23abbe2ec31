"""A driver is out: his open rides come back, who is aboard at a breakdown first, in one step."""

from datetime import timedelta
from typing import Any

import pytest

from nemt_desk.drivers.queries import driver as read_driver
from nemt_desk.ground.errors import InputError
from nemt_desk.runs.live.queries import helpers, out_rides
from nemt_desk.runs.live.rows import OutEntry, OutKind
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.rows import TellResult, TellWho
from nemt_desk.runs.telling.rows import Target
from nemt_desk.trips.rows import RideState
from tests.factories import ACTOR, TODAY
from tests.runs.live.day import LiveDay
from tests.runs.world import SETTINGS


def _out(at: LiveDay, kind: OutKind = OutKind.CANNOT_COME, **more: Any) -> OutEntry:
    values: dict[str, Any] = {"driver_id": at.berg, "kind": kind, "day": TODAY}
    return OutEntry(**(values | more))


def _days_off(day: LiveDay) -> list[tuple[str, str, str]]:
    with day.world.store.read() as session:
        found = read_driver(session, day.berg).days_off
    return [(str(one.from_day), str(one.until_day), one.reason) for one in found]


def test_all_his_rides_come_back_by_urgency_and_the_day_off_is_kept(day: LiveDay) -> None:
    day.go("7:30")
    out = day.live.driver_out(ACTOR, _out(day, reason="fever", until=TODAY + timedelta(days=1)))
    assert [ride.id for ride in out.rides] == [day.carl_there, day.there, day.back]
    assert (
        out.changes.text
        == "Lars Berg cannot come, Tue 24 Nov to Wed 25 Nov: 3 rides back on the desk"
    )
    assert all(day.driver_of(key) is None for key in (day.there, day.back, day.carl_there))
    assert _days_off(day) == [("2026-11-24", "2026-11-25", "fever")]
    day.world.store.undo(ACTOR, out.changes)
    assert all(day.driver_of(key) == day.berg for key in (day.there, day.back, day.carl_there))
    assert _days_off(day) == []


def test_from_an_hour_on_only_what_he_could_not_finish_comes_back(day: LiveDay) -> None:
    day.go("8:00")
    entry = _out(day, from_min=11 * 60, reason="dentist")
    with day.world.store.read() as session:
        assert [ride.id for ride in out_rides(session, entry, SETTINGS.time)] == [day.back]
    day.live.driver_out(ACTOR, entry)
    assert day.driver_of(day.there) == day.berg
    assert day.driver_of(day.back) is None
    assert _days_off(day) == []
    (run,) = [run for run in day.board().runs if run.driver_id == day.berg]
    assert run.note == "Out from 11:00 a.m.: dentist"


def test_who_is_aboard_at_a_breakdown_stays_first_in_line(day: LiveDay) -> None:
    day.go("9:35")
    day.live.mark(ACTOR, [day.carl_there], RideState.DONE)
    day.live.mark(ACTOR, [day.there], RideState.ABOARD)
    out = day.live.driver_out(
        ACTOR, _out(day, OutKind.BREAKDOWN, from_min=9 * 60 + 35, where="Hwy 2 at the mill")
    )
    assert [ride.id for ride in out.rides] == [day.there, day.back]
    kept = day.ride(day.there)
    assert (kept.state, kept.state_reason) == (
        RideState.ABOARD,
        "Car broke down: Hwy 2 at the mill",
    )
    assert day.driver_of(day.carl_there) == day.berg
    assert day.kinds()[0] == ("stranded", day.there)
    day.world.runs.assign(
        ACTOR, [day.there], driver_id=day.lind, day=TODAY, override_reason="nearest"
    )
    assert "stranded" not in {kind for kind, _ in day.kinds()}
    assert day.ride(day.there).state is RideState.ABOARD


def test_whoever_is_sent_to_a_broken_car_is_told_and_watched(day: LiveDay) -> None:
    day.telling.tell(ACTOR, [line.target for line in day.told().lines], TellResult.TOLD)
    day.go("9:35")
    day.live.mark(ACTOR, [day.there], RideState.ABOARD)
    where = "Hwy 2 at the mill"
    day.live.driver_out(ACTOR, _out(day, OutKind.BREAKDOWN, from_min=9 * 60 + 35, where=where))
    (need,) = [one for one in day.needs() if one.ride.id == day.there]
    assert where in need.words
    with day.world.store.read() as session:
        found = helpers(
            session,
            day.there,
            now=day.at("9:36"),
            settings=SETTINGS,
            travel=RoadTravel(),
        )
    lind = next(one for one in found if one.driver_id == day.lind)
    assert lind.wait_min == lind.pickup_min - (9 * 60 + 36)
    day.live.send(ACTOR, day.there, lind, reason="nearest")
    assert day.ride(day.there).state is RideState.EN_ROUTE
    driver = Target(TellWho.DRIVER, day.run_id(day.lind))
    member = Target(TellWho.MEMBER, day.there)
    day.world.runs.publish(ACTOR, [driver.id])
    lines = {line.target: line for line in day.told().open}
    assert "from the car that broke down, Hwy 2 at the mill, to" in lines[driver].say[1]
    assert "driver Lind" in " ".join(lines[member].changes)
    day.go("11:30")
    assert ("late", day.there) in day.kinds()  # a rescue that never comes is seen
    day.live.mark(ACTOR, [day.there], RideState.ABOARD)
    assert day.on_board(day.there).stands_at == ""


def test_who_is_not_out_of_his_car_keeps_the_member_aboard(day: LiveDay) -> None:
    day.go("9:35")
    day.live.mark(ACTOR, [day.there], RideState.ABOARD)
    out = day.live.driver_out(ACTOR, _out(day, from_min=9 * 60 + 35))
    assert day.there not in {ride.id for ride in out.rides}
    assert day.driver_of(day.there) == day.berg


def test_a_ride_on_the_way_waits_again_with_its_call(day: LiveDay) -> None:
    day.go("9:00")
    day.live.ready(ACTOR, day.carl_back)
    day.world.runs.assign(
        ACTOR, [day.carl_back], driver_id=day.berg, day=TODAY, override_reason="close by"
    )
    day.live.mark(ACTOR, [day.carl_back], RideState.EN_ROUTE)
    day.live.driver_out(ACTOR, _out(day, OutKind.BREAKDOWN, from_min=9 * 60))
    kept = day.ride(day.carl_back)
    assert (kept.state, day.clock(kept.ready_at)) == (RideState.WILL_CALL, "09:00")


def test_he_knows_himself_and_his_members_do_not(day: LiveDay) -> None:
    targets = [Target(TellWho.DRIVER, day.run_id(day.berg)), Target(TellWho.MEMBER, day.there)]
    day.telling.tell(ACTOR, targets, TellResult.TOLD)
    day.go("7:30")
    day.live.driver_out(ACTOR, _out(day, reason="fever"))
    told = day.told()
    driver, member = (told.line(target) for target in targets)
    assert driver is not None
    assert member is not None
    assert (driver.is_open, member.is_open) == (False, True)
    assert member.changes == ("driver nobody yet (was Berg, Lars H.)",)
    assert member.why_not_yet == "no driver yet"


def test_days_that_can_not_be_are_refused(day: LiveDay) -> None:
    yesterday = TODAY - timedelta(days=1)
    for wrong in (_out(day, until=yesterday), _out(day, day=yesterday)):
        with pytest.raises(InputError):
            day.live.driver_out(ACTOR, wrong)
    assert day.driver_of(day.there) == day.berg
