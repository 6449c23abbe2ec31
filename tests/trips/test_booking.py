"""Booking and everything that happens to a ride afterwards."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from nemt_desk.ground.clock import AgencyTime
from nemt_desk.ground.errors import InputError, RefusedError, StaleError
from nemt_desk.ground.ids import new_id
from nemt_desk.security.rows import Actor, Role
from nemt_desk.trips import queries
from nemt_desk.trips.rows import (
    Companion,
    CompanionKind,
    Leg,
    LegRequest,
    NewUnmet,
    Repeat,
    ReturnKind,
    Ride,
    RideState,
)
from nemt_desk.trips.times import Known
from tests.factories import ACTOR, READER, TODAY
from tests.trips.conftest import SHORT, WAY, Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from nemt_desk.ground.changes import Changes

SCHEDULER = Actor(new_id(), "Test Scheduler", "sched", Role.SCHEDULER)


def rides(desk: Desk, day: date = TODAY) -> list[Ride]:
    with desk.built.store.read() as session:
        return queries.rides_on(session, day)


def ride(desk: Desk, ride_id: Any) -> Ride:
    with desk.built.store.read() as session:
        return queries.ride(session, ride_id)


def test_an_appointment_makes_both_rides(desk: Desk) -> None:
    booked = desk.book()
    there, back = rides(desk)
    assert booked.ride_ids == (there.id, back.id)
    assert (desk.clock(there.pickup_at), desk.clock(there.dropoff_at)) == ("09:35", "10:20")
    assert (desk.clock(back.pickup_at), desk.clock(back.dropoff_at)) == ("14:30", "15:15")
    assert (back.from_id, back.to_id, back.leg) == (desk.clinic_id, desk.home_id, Leg.RETURN)
    assert there.mileage == WAY
    assert booked.changes.text == "Booked a trip for Tue 24 Nov, 9:35 a.m."
    assert booked.warnings == ()


def test_will_call_has_no_time_until_the_member_phones(desk: Desk) -> None:
    booked = desk.book(return_kind=ReturnKind.WILL_CALL, return_at=None)
    back = rides(desk)[1]
    assert (back.pickup_at, back.state) == (None, RideState.BOOKED)
    with pytest.raises(RefusedError, match="has not called"):
        desk.trips.mark(ACTOR, back.id, RideState.EN_ROUTE)
    desk.built.clock.set(desk.at("13:47") + timedelta(seconds=20))
    desk.trips.mark(ACTOR, back.id, RideState.WILL_CALL)
    ready = ride(desk, back.id)
    assert (desk.clock(ready.ready_at), ready.state) == ("13:47", RideState.WILL_CALL)
    # Minnesota's pack has no figure: an hour, as the settings say.
    assert (desk.clock(ready.pickup_at), desk.clock(ready.dropoff_at)) == ("14:47", "15:32")
    with pytest.raises(RefusedError, match="Only a will-call"):
        desk.trips.mark_ready(ACTOR, booked.ride_ids[0])


def test_wait_and_return_begins_when_the_stay_ends(desk: Desk) -> None:
    desk.book(legs=(desk.leg(stay_min=240),), return_kind=ReturnKind.WAIT, return_at=None)
    assert desk.clock(rides(desk)[1].pickup_at) == "14:30"


def test_onward_to_the_pharmacy_and_home(desk: Desk) -> None:
    onward = LegRequest(
        from_id=desk.clinic_id,
        to_id=desk.pharmacy_id,
        leg=Leg.ONWARD,
        stay_min=15,
        mileage=SHORT,
    )
    desk.book(legs=(desk.leg(stay_min=60), onward), return_kind=ReturnKind.WAIT, return_at=None)
    there, on, back = rides(desk)
    assert [one.leg for one in (there, on, back)] == [Leg.OUTBOUND, Leg.ONWARD, Leg.RETURN]
    assert (desk.clock(on.pickup_at), desk.clock(on.dropoff_at)) == ("11:30", "11:39")
    assert desk.clock(back.pickup_at) == "11:54"
    assert back.from_id == desk.pharmacy_id
    assert on.mileage == SHORT
    assert on.appointment_at is None


def test_seats_count_companions_but_no_service_animal(desk: Desk) -> None:
    companions = (Companion(CompanionKind.PARENT), Companion(CompanionKind.SERVICE_ANIMAL))
    desk.book(companions=companions, in_wheelchair=True)
    assert {(one.seats, one.wheelchair_places) for one in rides(desk)} == {(1, 1)}
    desk.book(companions=companions, legs=(desk.leg(day=desk.tomorrow()),), return_at=None)
    assert {(one.seats, one.wheelchair_places) for one in rides(desk, desk.tomorrow())} == {(2, 0)}


def test_a_return_may_need_a_higher_mode(desk: Desk) -> None:
    desk.book(return_mode=4)
    assert [one.mode for one in rides(desk)] == [2, 4]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"legs": ()}, "place"),
        ({"mode": 9}, "mode"),
        ({"office_note": "x" * 20_000}, "office_note"),
        ({"repeat": Repeat(frozenset({0}), count=2)}, "repeat"),
    ],
)
def test_what_cannot_be_booked(desk: Desk, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as caught:
        desk.book(**changes)
    assert caught.value.field == field
    assert rides(desk) == []


def test_times_that_cannot_be(desk: Desk) -> None:
    for leg, field in (
        (desk.leg(appointment_at=None), "appointment"),
        (desk.leg(mileage=None), "pickup"),
        (desk.leg(pickup_at=desk.at("11:00")), "pickup"),
        (desk.leg(to_id=desk.home_id), "place"),
    ):
        with pytest.raises(InputError) as caught:
            desk.book(legs=(leg,))
        assert caught.value.field == field
    with pytest.raises(InputError) as caught:
        desk.book(return_at=desk.at("10:00"))
    assert caught.value.field == "return"


def test_a_tight_time_is_a_warning(desk: Desk) -> None:
    booked = desk.book(legs=(desk.leg(pickup_at=desk.at("10:00"), dropoff_at=desk.at("10:25")),))
    assert [one.code for one in booked.warnings] == ["tight"]


def test_a_second_ride_at_that_time_is_a_warning(desk: Desk) -> None:
    desk.book()
    request = desk.request(legs=(desk.leg("10:00"),), return_at=desk.at("12:00"))
    assert {one.code for one in desk.trips.check(request)} == {"overlap", "same_day"}
    assert len(rides(desk)) == 2
    again = desk.trips.book(ACTOR, request)
    overlap = next(one for one in again.warnings if one.code == "overlap")
    assert "Tue 24 Nov, 9:35 a.m." in overlap.sentence
    assert desk.book(legs=(desk.leg(day=desk.tomorrow()),), return_at=None).warnings == ()


def test_a_cancelled_ride_is_in_nobodys_way(desk: Desk) -> None:
    booked = desk.book()
    desk.trips.cancel_trip(ACTOR, booked.trip_ids[0], "clinic closed")
    assert desk.trips.check(desk.request()) == ()


@pytest.mark.parametrize("outcome", ["needs_paper", "needs_review", "not_covered", "refer"])
def test_an_override_needs_a_reason_and_the_right(desk: Desk, outcome: str) -> None:
    decision = {"outcome": outcome}
    with pytest.raises(InputError) as caught:
        desk.book(decision=decision)
    assert caught.value.field == "override_reason"
    request = desk.request(decision=decision, override_reason="The county agreed by phone")
    with pytest.raises(RefusedError, match="no right"):
        desk.trips.book(SCHEDULER, request)
    booked = desk.trips.book(ACTOR, request)
    with desk.built.store.read() as session:
        trip = queries.trip(session, booked.trip_ids[0])
    assert (trip.outcome, trip.override_reason) == (outcome, "The county agreed by phone")


def test_an_emergency_is_never_a_ride(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="911"):
        desk.book(decision={"outcome": "emergency"}, override_reason="he insists")
    assert rides(desk) == []


def test_a_reader_books_nothing(desk: Desk) -> None:
    with pytest.raises(RefusedError):
        desk.trips.book(READER, desk.request())


def test_a_standing_order_makes_all_its_trips_at_the_same_time_of_day(desk: Desk) -> None:
    day = date(2026, 10, 30)
    booked = desk.book(
        legs=(desk.leg(day=day),),
        return_at=desk.at("14:30", day),
        repeat=Repeat(frozenset({0, 4}), until=date(2026, 11, 9)),
    )
    assert booked.changes.text.startswith("Booked 4 trips from Fri 30 Oct: Mon Fri until")
    with desk.built.store.read() as session:
        found = queries.rides_between(session, day, date(2026, 11, 30))
        trips = queries.trips_by_ids(session, booked.trip_ids)
    assert len(found) == 8
    assert {desk.clock(one.pickup_at) for one in found} == {"09:35", "14:30"}
    assert len({trip.standing_id for trip in trips}) == 1
    assert [AgencyTime("America/Chicago").day(t.rides[0].appointment_at or t.booked_at).day
            for t in trips] == [30, 2, 6, 9]  # fmt: skip


def test_everything_can_be_undone_and_done_again(desk: Desk) -> None:
    companions = (Companion(CompanionKind.GUARDIAN, "Mary"),)
    booked = desk.book(companions=companions, repeat=Repeat(frozenset({1}), count=3))
    store = desk.built.store
    undone = store.undo(ACTOR, booked.changes)
    with store.read() as session:
        assert queries.trips_by_ids(session, booked.trip_ids) == []
    store.undo(ACTOR, undone)
    with store.read() as session:
        trips = queries.trips_by_ids(session, booked.trip_ids)
    assert [len(trip.rides) for trip in trips] == [2, 2, 2]
    assert trips[0].companions == companions


def test_what_the_rules_said_comes_back_with_the_trip(desk: Desk) -> None:
    decision = {"outcome": "allowed", "facts": {"miles": 12.5, "list": ["a"]}}
    booked = desk.book(decision=decision)
    store = desk.built.store
    store.undo(ACTOR, store.undo(ACTOR, booked.changes))
    with store.read() as session:
        (trip,) = queries.trips_by_ids(session, booked.trip_ids)
    assert trip.outcome == "allowed"


def test_undo_of_each_later_act(desk: Desk) -> None:
    ride_id = desk.book().ride_ids[0]
    store = desk.built.store
    early = Known(pickup_at=desk.at("09:00"))
    acts: tuple[Callable[[], Changes], ...] = (
        lambda: desk.trips.change_times(ACTOR, ride_id, early),
        lambda: desk.trips.mark(ACTOR, ride_id, RideState.LATE),
        lambda: desk.trips.cancel(ACTOR, ride_id, "ill"),
    )
    for act in acts:
        store.undo(ACTOR, act())
    kept = ride(desk, ride_id)
    assert (desk.clock(kept.pickup_at), kept.state, kept.state_reason) == (
        "09:35",
        RideState.BOOKED,
        "",
    )


def test_changed_times_are_computed_from_what_is_typed(desk: Desk) -> None:
    ride_id = desk.book().ride_ids[0]
    before = ride(desk, ride_id)
    desk.trips.change_times(ACTOR, ride_id, Known(appointment_at=desk.at("11:00")))
    moved = ride(desk, ride_id)
    assert (desk.clock(moved.pickup_at), desk.clock(moved.dropoff_at)) == ("10:05", "10:50")
    with desk.built.store.read() as session:
        assert desk.clock(queries.trip(session, moved.trip_id).appointment_at) == "11:00"
    for wrong in (Known(), Known(pickup_at=desk.at("12:00"))):
        with pytest.raises(InputError):
            desk.trips.change_times(ACTOR, ride_id, wrong)
    late = Known(pickup_at=desk.at("09:00"))
    with pytest.raises(StaleError):
        desk.trips.change_times(ACTOR, ride_id, late, version=before.version)


def test_a_time_on_another_day_moves_the_ride_there(desk: Desk) -> None:
    ride_id = desk.book(return_kind=ReturnKind.NONE).ride_ids[0]
    later = Known(appointment_at=desk.at("10:30", desk.tomorrow()))
    desk.trips.change_times(ACTOR, ride_id, later)
    assert [one.id for one in rides(desk, desk.tomorrow())] == [ride_id]


def test_a_rides_way_through_the_day(desk: Desk) -> None:
    ride_id = desk.book().ride_ids[0]
    for state in (RideState.CONFIRMED, RideState.EN_ROUTE, RideState.ABOARD, RideState.DONE):
        desk.trips.mark(ACTOR, ride_id, state)
    assert not ride(desk, ride_id).is_open
    with pytest.raises(RefusedError, match="can't become late"):
        desk.trips.mark(ACTOR, ride_id, RideState.LATE)
    with pytest.raises(InputError):
        desk.trips.mark(ACTOR, ride_id, RideState.NO_SHOW)
    desk.trips.mark(ACTOR, ride_id, RideState.NO_SHOW, "driver ticked the wrong line")
    with pytest.raises(RefusedError):
        desk.trips.change_times(ACTOR, ride_id, Known(pickup_at=desk.at("09:00")))


def test_a_cancelled_ride_says_why(desk: Desk) -> None:
    ride_id = desk.book().ride_ids[1]
    with pytest.raises(InputError) as caught:
        desk.trips.cancel(ACTOR, ride_id, "  ")
    assert caught.value.field == "reason"
    desk.trips.cancel(ACTOR, ride_id, "daughter drives her home")
    kept = ride(desk, ride_id)
    assert (kept.state, kept.state_reason) == (RideState.CANCELLED, "daughter drives her home")
    desk.trips.cancel_trip(ACTOR, kept.trip_id, "ill")
    with pytest.raises(RefusedError, match="No ride of this trip"):
        desk.trips.cancel_trip(ACTOR, kept.trip_id, "ill")


def test_a_request_turned_down_is_kept(desk: Desk) -> None:
    unmet = NewUnmet(member_id=desk.member_id, day=TODAY, reason="no driver that early")
    desk.trips.turn_down(ACTOR, unmet)
    with desk.built.store.read() as session:
        (kept,) = queries.unmet_between(session, TODAY, TODAY)
    assert (kept.reason, kept.member_id) == ("no driver that early", desk.member_id)
    with pytest.raises(InputError):
        desk.trips.turn_down(ACTOR, NewUnmet(member_id=None, day=TODAY, reason=" "))


def test_notes_are_changed(desk: Desk) -> None:
    trip_id = desk.book().trip_ids[0]
    desk.trips.change_notes(ACTOR, trip_id, driver_note="Back door", office_note="")
    with desk.built.store.read() as session:
        assert queries.trip(session, trip_id).driver_note == "Back door"


def test_nobody_can_be_booked_who_is_not_there(desk: Desk) -> None:
    with pytest.raises(RefusedError):
        desk.book(member_id=new_id())


def test_the_trail_stays_whole(desk: Desk) -> None:
    desk.built.store.undo(ACTOR, desk.book(repeat=Repeat(frozenset({1}), count=4)).changes)
    with desk.built.store.read() as session:
        assert desk.built.trail.verify(session).is_whole


def test_a_changed_trip_takes_the_place_of_the_old_one_in_one_act(desk: Desk) -> None:
    old = desk.book().trip_ids[0]
    booked = desk.trips.book(ACTOR, desk.request(legs=(desk.leg("11:00"),)), instead_of=old)
    assert booked.warnings == ()  # the ride it replaces is no clash
    states = {(ride.trip_id, ride.state) for ride in rides(desk)}
    assert states == {(old, RideState.CANCELLED), (booked.trip_ids[0], RideState.BOOKED)}
    desk.built.store.undo(ACTOR, booked.changes)
    assert {(ride.trip_id, ride.state) for ride in rides(desk)} == {(old, RideState.BOOKED)}


def test_a_change_that_is_refused_leaves_the_old_trip(desk: Desk) -> None:
    old = desk.book().trip_ids[0]
    with pytest.raises(InputError):
        desk.trips.book(ACTOR, desk.request(legs=()), instead_of=old)
    assert {ride.state for ride in rides(desk)} == {RideState.BOOKED}


def test_a_trip_that_becomes_a_standing_order_is_no_clash_and_one_act(desk: Desk) -> None:
    old = desk.book().trip_ids[0]
    repeat = Repeat(frozenset({TODAY.weekday()}), count=2)
    booked = desk.trips.book(ACTOR, desk.request(repeat=repeat), instead_of=old)
    assert len(booked.trip_ids) == 2
    assert {ride.trip_id for ride in rides(desk) if ride.is_open} == {booked.trip_ids[0]}
    desk.built.store.undo(ACTOR, booked.changes)
    assert {ride.trip_id for ride in rides(desk) if ride.is_open} == {old}


def test_a_trip_that_is_over_becomes_no_standing_order(desk: Desk) -> None:
    old = desk.book().trip_ids[0]
    desk.trips.cancel_trip(ACTOR, old, "she is well")
    repeat = Repeat(frozenset({TODAY.weekday()}), count=2)
    with pytest.raises(RefusedError, match="Nothing was changed"):
        desk.trips.book(ACTOR, desk.request(repeat=repeat), instead_of=old)
    assert not any(ride.is_open for ride in rides(desk))
