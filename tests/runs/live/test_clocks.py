"""Late is seen on reading, by the pack's minutes; a will-call counts from the member's call."""

from dataclasses import replace

import pytest

from nemt_desk.drivers.rows import DayOffEntry
from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.runs.live.clocks import left_min
from nemt_desk.runs.live.queries import helpers
from nemt_desk.runs.roads import RoadTravel
from nemt_desk.runs.rules import OverrideNeeded
from nemt_desk.trips.live_figures import live_figures
from nemt_desk.trips.rows import RideState
from tests.factories import ACTOR, TODAY
from tests.runs.live.day import LiveDay
from tests.runs.world import ROADS, SETTINGS

MISSOURI = replace(SETTINGS, pack="mo")


def test_figures_say_where_they_come_from() -> None:
    ours, theirs = live_figures(SETTINGS, TODAY), live_figures(MISSOURI, TODAY)
    assert (ours.late_min, ours.will_call_min) == (15, 60)
    assert "the pack has no figure" in ours.late.source
    assert (theirs.late_min, theirs.late.source) == (15, "Missouri, S0-14")
    assert theirs.late_line.phone == "866-269-5944"
    own = live_figures(replace(SETTINGS, local={"late_scheduled_min": 25}), TODAY)
    assert (own.late_min, own.late.source) == (25, "the agency's own figure")
    assert (ours.cancel_hours, ours.no_load) == (24, "never paid")


def test_a_ride_nobody_marked_shows_as_late_after_its_window(day: LiveDay) -> None:
    begin = day.on_board(day.there).task.begin_min
    assert begin is not None
    hour, minute = divmod(begin + 15, 60)
    day.go(f"{hour}:{minute}")
    assert ("late", day.there) not in day.kinds()
    hour, minute = divmod(begin + 16, 60)
    day.go(f"{hour}:{minute}")
    (late,) = [need for need in day.needs() if need.ride.id == day.there]
    assert (late.kind, late.minutes, late.driver) == ("late", 1, "Berg, Lars H.")
    assert late.next_words == "Call the driver, then the member."
    day.live.mark(ACTOR, [day.there], RideState.EN_ROUTE)
    (late,) = [need for need in day.needs() if need.ride.id == day.there]
    assert late.next_words == "He is on his way: tell the member how long."
    day.live.mark(ACTOR, [day.there], RideState.ARRIVED)
    assert ("late", day.there) not in day.kinds()


def test_a_ride_long_over_is_asked_about_last(day: LiveDay) -> None:
    day.go("16:00")
    assert [kind for kind, _ in day.kinds()][-1] == "silent"
    assert {kind for kind, _ in day.kinds()} == {"silent"}


def test_the_clock_runs_from_the_call(day: LiveDay) -> None:
    day.go("9:55")
    day.live.ready(ACTOR, day.carl_back, at=day.at("9:50"))
    kept = day.ride(day.carl_back)
    assert (day.clock(kept.ready_at), day.clock(kept.pickup_at)) == ("09:50", "10:50")
    (need,) = [one for one in day.needs() if one.ride.id == day.carl_back]
    assert (need.kind, need.minutes) == ("ready", -55)
    assert need.words == "called at 9:50 a.m., 55 of 60 min left; no driver yet"
    figures = live_figures(SETTINGS, TODAY)
    assert left_min(day.on_board(day.carl_back), 9 * 60 + 55, figures) == 55
    day.go("10:51")
    (need,) = [one for one in day.needs() if one.ride.id == day.carl_back]
    assert (need.kind, need.minutes) == ("late", 1)
    with pytest.raises(RefusedError, match="called before"):
        day.live.ready(ACTOR, day.carl_back)


def test_a_call_taken_back_leaves_the_ride_waiting(day: LiveDay) -> None:
    day.go("9:55")
    with pytest.raises(InputError):
        day.live.ready(ACTOR, day.carl_back, at=day.at("10:30"))
    day.live.ready(ACTOR, day.carl_back)
    day.live.put_back(ACTOR, [day.carl_back])
    kept = day.ride(day.carl_back)
    assert (kept.state, kept.ready_at, kept.pickup_at) == (RideState.BOOKED, None, None)


def test_the_nearest_suited_volunteer_is_offered_and_sent(day: LiveDay) -> None:
    day.go("8:50")
    day.live.mark(ACTOR, [day.carl_there], RideState.ABOARD, at=day.at("8:35"))
    day.live.off(ACTOR, [day.carl_there])
    day.go("9:00")
    day.live.ready(ACTOR, day.carl_back)
    with day.world.store.read() as session:
        found = helpers(
            session,
            day.carl_back,
            now=day.at("9:00"),
            settings=SETTINGS,
            travel=RoadTravel(ROADS),
        )
    best = found[0]
    # Berg stands at the clinic, and Carl's home is on his way to Ann.
    assert (best.driver_id, best.can_take, best.wait_min) == (day.berg, True, 0)
    assert best.from_words == "from the drop-off of 8:50 a.m."
    assert [one.driver_id for one in found] == [day.berg, day.lind]
    assert (found[1].from_words, found[1].wait_min) == ("from home", found[1].pickup_min - 540)
    changes = day.live.send(ACTOR, day.carl_back, best)
    assert day.driver_of(day.carl_back) == day.berg
    shown = day.on_board(day.carl_back)
    assert shown.pickup_min == best.pickup_min
    assert shown.booked_pickup_min == 10 * 60
    day.world.store.undo(ACTOR, changes)
    assert day.driver_of(day.carl_back) is None


def test_sending_who_does_not_fit_asks_for_a_reason(day: LiveDay) -> None:
    away = day.world.driver(last_name="Moe", days_off=(DayOffEntry(TODAY, TODAY, "vacation"),))
    day.go("9:00")
    day.live.ready(ACTOR, day.carl_back)
    with day.world.store.read() as session:
        now, travel = day.at("9:00"), RoadTravel(ROADS)
        found = helpers(session, day.carl_back, now=now, settings=SETTINGS, travel=travel)
    moe = found[-1]
    assert (moe.driver_id, moe.can_take) == (away, False)
    with pytest.raises(OverrideNeeded):
        day.live.send(ACTOR, day.carl_back, moe)
    day.live.send(ACTOR, day.carl_back, moe, reason="offered herself")
    assert day.driver_of(day.carl_back) == away


def test_an_add_on_of_today_is_urgent_at_once(day: LiveDay) -> None:
    day.go("8:15")
    added = day.world.book(day.world.member(last_name="Maki"), "9:30").ride_ids[0]
    (need,) = [one for one in day.needs() if one.ride.id == added]
    assert (need.kind, need.next_words) == ("soon", "Send the nearest car.")


def test_a_driver_at_a_shut_door_and_a_ride_that_never_ends_are_seen(day: LiveDay) -> None:
    day.go("9:28")
    day.live.mark(ACTOR, [day.there], RideState.ARRIVED)
    day.go("9:37")
    assert ("at_door", day.there) not in day.kinds()
    day.go("9:38")
    assert ("at_door", day.there) in day.kinds()
    day.live.mark(ACTOR, [day.there], RideState.ABOARD)
    assert not {day.there} & {key for _kind, key in day.kinds()}
    day.go("11:00")
    assert ("silent", day.there) in day.kinds()
