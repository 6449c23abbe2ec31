"""Marks keep their moments, several at once; one step back takes the moment along."""

from datetime import timedelta

import pytest

from nemt_desk.ground.errors import InputError, RefusedError, StaleError
from nemt_desk.trips.rows import RideState
from tests.factories import ACTOR, READER
from tests.runs.live.day import LiveDay


def test_a_ride_goes_through_the_day_with_its_moments(day: LiveDay) -> None:
    for clock, state in (
        ("9:10", RideState.EN_ROUTE),
        ("9:25", RideState.ARRIVED),
        ("9:31", RideState.ABOARD),
    ):
        day.go(clock)
        day.live.mark(ACTOR, [day.there], state)
    day.go("9:58")
    day.live.off(ACTOR, [day.there])
    kept = day.ride(day.there)
    moments = (kept.arrived_at, kept.aboard_at, kept.off_at)
    assert [day.clock(one) for one in moments] == ["09:25", "09:31", "09:58"]
    assert kept.state is RideState.DONE
    shown = day.on_board(day.there)
    assert (shown.aboard_min, shown.off_min) == (9 * 60 + 31, 9 * 60 + 58)


def test_done_without_a_time_claims_none(day: LiveDay) -> None:
    day.go("17:00")
    day.live.mark(ACTOR, [day.there, day.carl_there], RideState.DONE)
    for key in (day.there, day.carl_there):
        kept = day.ride(key)
        assert (kept.state, kept.off_at, kept.aboard_at) == (RideState.DONE, None, None)


def test_another_time_is_typed_and_checked(day: LiveDay) -> None:
    day.go("10:00")
    day.live.mark(ACTOR, [day.there], RideState.ARRIVED, at=day.at("9:26"))
    assert day.clock(day.ride(day.there).arrived_at) == "09:26"
    for wrong in ("9:20", "11:00"):
        with pytest.raises(InputError) as caught:
            day.live.mark(ACTOR, [day.there], RideState.ABOARD, at=day.at(wrong))
        assert caught.value.field == "at"
    yesterday = day.at("9:30") - timedelta(days=1)
    with pytest.raises(InputError, match="another day"):
        day.live.mark(ACTOR, [day.there], RideState.ABOARD, at=yesterday)
    assert day.ride(day.there).state is RideState.ARRIVED


def test_several_are_marked_in_one_act_or_not_at_all(day: LiveDay) -> None:
    day.go("9:30")
    with pytest.raises(RefusedError, match="has not called"):
        day.live.mark(ACTOR, [day.there, day.carl_back], RideState.ABOARD)
    assert day.ride(day.there).state is RideState.BOOKED
    changes = day.live.mark(ACTOR, [day.there, day.carl_there], RideState.ABOARD)
    assert changes.text == "Marked 2 rides: aboard"
    day.world.store.undo(ACTOR, changes)
    for key in (day.there, day.carl_there):
        assert (day.ride(key).state, day.ride(key).aboard_at) == (RideState.BOOKED, None)


def test_one_step_back_forgets_what_lies_after_it(day: LiveDay) -> None:
    day.go("9:40")
    day.live.mark(ACTOR, [day.there], RideState.ARRIVED)
    day.live.mark(ACTOR, [day.there], RideState.ABOARD)
    day.live.off(ACTOR, [day.there])
    with pytest.raises(InputError) as caught:
        day.live.put_back(ACTOR, [day.there])
    assert caught.value.field == "reason"
    day.live.put_back(ACTOR, [day.there], reason="wrong line")
    kept = day.ride(day.there)
    assert (kept.state, kept.off_at) == (RideState.ABOARD, None)
    assert kept.aboard_at is not None
    states = []
    for _ in range(3):
        day.live.put_back(ACTOR, [day.there])
        states.append(day.ride(day.there).state)
    assert states == [RideState.ARRIVED, RideState.EN_ROUTE, RideState.BOOKED]
    kept = day.ride(day.there)
    assert (kept.arrived_at, kept.aboard_at) == (None, None)
    with pytest.raises(RefusedError, match="Nothing has been marked"):
        day.live.put_back(ACTOR, [day.there])


def test_an_old_version_and_a_reader_are_refused(day: LiveDay) -> None:
    before = day.ride(day.there).version
    day.live.mark(ACTOR, [day.there], RideState.EN_ROUTE)
    with pytest.raises(StaleError):
        day.live.mark(ACTOR, [day.there], RideState.LATE, versions={day.there: before})
    with pytest.raises(RefusedError):
        day.live.mark(READER, [day.there], RideState.LATE)
    with pytest.raises(RefusedError, match="more than a mark"):
        day.live.mark(ACTOR, [day.there], RideState.CANCELLED, reason="x")
