"""The call without a window: times, the last trip, the rules' answer, saving."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from nemt_desk.closures.rows import ClosureEntry
from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.policy.decision import Outcome
from nemt_desk.trips import queries as trips
from nemt_desk.trips.rows import Companion, CompanionKind, CompanionReason, Leg, ReturnKind
from tests.factories import ACTOR, READER, place_entry
from tests.ui.book.conftest import BookOffice, routed
from ui.book.call.booking import Booking
from ui.book.call.draft import Caller, Draft, Stop
from ui.book.call.plan import RETURN
from ui.book.call.refusal import turn_down
from ui.book.call.ways import find_way, routed_way

DAY = date(2026, 12, 1)


def clock(booking: Booking, moment: object) -> str:
    local = booking.office.time.local(moment)  # type: ignore[arg-type]
    return f"{local:%H:%M}"


def test_the_appointment_fills_all_other_times(call: Booking) -> None:
    plan = call.plan()
    # 30 minutes by road, 5 to load, 10 early.
    assert clock(call, plan.out.dropoff_at) == "10:20"
    assert clock(call, plan.out.pickup_at) == "09:45"
    assert clock(call, plan.return_at) == "14:30"
    assert plan.computed == {"pickup", "dropoff", RETURN}


def test_a_pick_up_fills_the_rest_and_typed_times_stay(call: Booking) -> None:
    call.put(appointment=None, pickup=time(9, 0))
    assert clock(call, call.plan().out.appointment_at) == "09:45"
    call.put(appointment=time(10, 30))
    plan = call.plan()
    assert (clock(call, plan.out.pickup_at), clock(call, plan.out.dropoff_at)) == ("09:00", "09:35")


def test_typed_minutes_win_over_the_map(call: Booking) -> None:
    call.put(drive_min=60)
    assert clock(call, call.plan().out.pickup_at) == "09:15"


def test_stops_are_chained_and_move_the_return(call: Booking, book_office: BookOffice) -> None:
    call.put(stops=(Stop(book_office.place("pharmacy"), 20),))
    routed(call)
    plan = call.plan()
    assert plan.stops[0] is not None
    assert clock(call, plan.stops[0].pickup_at) == "14:30"
    assert clock(call, plan.stops[0].dropoff_at) == "15:05"
    assert clock(call, plan.return_at) == "15:25"
    booked = call.save()
    with book_office.store.read() as session:
        rides = trips.rides_by_ids(session, booked.ride_ids)
    assert sorted(ride.leg for ride in rides) == [Leg.ONWARD, Leg.OUTBOUND, Leg.RETURN]
    assert all(ride.mileage is not None for ride in rides)


def test_will_call_has_no_return_time(call: Booking, book_office: BookOffice) -> None:
    call.put(return_kind=ReturnKind.WILL_CALL)
    booked = call.save()
    with book_office.store.read() as session:
        rides = trips.rides_by_ids(session, booked.ride_ids)
    assert [ride.pickup_at for ride in rides if ride.leg is Leg.RETURN] == [None]


def test_a_return_before_the_appointment_is_told(call: Booking) -> None:
    call.put(return_time=time(9, 0))
    assert [problem.field for problem in call.problems()] == [RETURN]


def test_without_a_map_an_estimate_is_given_and_said(
    call: Booking, book_office: BookOffice
) -> None:
    pair = (call.draft.start, call.draft.place)
    assert pair[0] is not None
    assert pair[1] is not None
    way = find_way(None, (pair[0], pair[1]))
    assert "an estimate: no map is built" in way.words
    assert way.minutes is not None
    assert way.mileage is None
    lost = find_way(book_office.map, (pair[0], book_office.place("unpinned")))
    assert "No pin" in lost.words
    assert lost.minutes is None


def bridge(book_office: BookOffice, day: date) -> None:
    entry = ClosureEntry(name="Bridge", line=((47.2, -93.5),), from_on=day, until_on=day)
    book_office.closures.add(ACTOR, entry)


def test_a_shut_road_counts_on_its_day_only(call: Booking, book_office: BookOffice) -> None:
    usual = call.ways.of(call.draft.start, call.draft.place)
    bridge(book_office, DAY)
    call.forget_ways()
    assert call.wanted_ways()
    routed(call)
    around = call.ways.of(call.draft.start, call.draft.place)
    assert around.metres == (usual.metres or 0) + 5_000
    assert "1 road shut that day" in around.words
    call.put(day=DAY + timedelta(days=7))
    routed(call)
    assert call.ways.of(call.draft.start, call.draft.place) == usual
    call.put(day=DAY)  # known already
    assert call.ways.of(call.draft.start, call.draft.place) == around
    booked = call.save()
    with book_office.store.read() as session:
        rides = trips.rides_by_ids(session, booked.ride_ids)
    assert {ride.mileage.direct_m for ride in rides if ride.mileage} == {around.metres}


def test_a_repeat_goes_around_on_the_days_the_road_is_shut(
    call: Booking, book_office: BookOffice
) -> None:
    bridge(book_office, DAY + timedelta(days=7))
    call.forget_ways()
    routed(call)
    call.put(repeat="Tue 3 times", return_kind=ReturnKind.NONE)
    request = call.repeated()
    assert request is not None
    assert [one.code for one in call.find_collisions(request)] == ["other_way"]
    booked = call.save()
    with book_office.store.read() as session:
        rides = trips.rides_by_ids(session, booked.ride_ids)
    rides.sort(key=lambda ride: ride.day)
    far = [ride.mileage.direct_m if ride.mileage else 0 for ride in rides]
    assert far[0] == far[2] == far[1] - 5_000
    # 500 seconds more: 38 minutes instead of 30.
    assert [clock(call, ride.pickup_at) for ride in rides] == ["09:45", "09:37", "09:45"]


def test_the_same_trip_again_is_measured_anew_on_another_map(
    booking: Booking, book_office: BookOffice
) -> None:
    book_office.map.info.map_hash = "newer"
    booking.take_member(book_office.ids["ann"])
    assert booking.same_again()
    way = booking.ways.of(booking.draft.start, booking.draft.place)
    assert way.metres != 9000.0
    assert book_office.map.asked


def test_a_lost_way_says_why_and_is_never_no_miles(
    booking: Booking, book_office: BookOffice
) -> None:
    bridge(book_office, DAY)
    key = book_office.add_place("north", place_entry(name="North Clinic", lat=47.5, lon=-93.5))
    booking.take_member(book_office.ids["ann"])
    booking.put(
        service="dialysis", place=book_office.place("north"), day=DAY, appointment=time(10, 30)
    )
    routed(booking)
    way = booking.ways.of(booking.draft.start, booking.draft.place)
    assert "an estimate: The only road to the end is shut." in way.words
    assert way.mileage is None
    assert way.metres
    booking.put(override_reason="agreed")
    booked = booking.save()
    with book_office.store.read() as session:
        rides = trips.rides_by_ids(session, booked.ride_ids)
    assert [ride.mileage is None for ride in rides if ride.to_id == key] == [True]


def test_the_way_from_the_road_to_the_door_is_told(book_office: BookOffice) -> None:
    pair = (book_office.place("dialysis"), book_office.place("pharmacy"))
    found = find_way(book_office.map, pair).mileage
    assert found is not None
    far = routed_way(replace(found, off_road_m=482.8), pair).words
    assert "plus 0.3 mile from the road to the door, not counted" in far
    assert "door" not in routed_way(replace(found, off_road_m=199.0), pair).words


def test_without_a_pin_typed_minutes_are_enough(call: Booking, book_office: BookOffice) -> None:
    call.put(place=book_office.place("unpinned"))
    routed(call)
    assert [problem.field for problem in call.problems()] == ["pickup"]
    call.put(drive_min=45, override_reason="The driver knows the way; the pin comes later.")
    booked = call.save()
    assert booked.ride_ids


def test_same_again_takes_the_next_weekday_and_leaves_times_to_be_computed(
    booking: Booking, book_office: BookOffice
) -> None:
    booking.take_member(book_office.ids["ann"])
    assert booking.same_again()
    draft = booking.draft
    # The last trip was on Tuesday 17 November; today is the 24th.
    assert draft.day == DAY
    assert (draft.service, draft.appointment) == ("dialysis", time(10, 30))
    assert (draft.pickup, draft.dropoff, draft.return_time) == (None, None, None)
    assert draft.origin is None
    assert draft.driver_note == "Entrance on the left"
    assert not booking.problems()


def test_same_again_without_a_trip_says_so(booking: Booking, book_office: BookOffice) -> None:
    booking.take_member(book_office.ids["oja"])
    assert not booking.same_again()


def test_the_record_says_how_the_member_rides(booking: Booking, book_office: BookOffice) -> None:
    booking.take_member(book_office.ids["oja"])
    assert booking.draft.in_wheelchair
    assert booking.draft.has_animal
    assert [one.kind for one in booking.draft.everybody] == [CompanionKind.SERVICE_ANIMAL]


def test_the_card_tells_what_runs_out_and_the_last_ride(
    booking: Booking, book_office: BookOffice
) -> None:
    booking.take_member(book_office.ids["ann"])
    card = booking.card()
    assert card is not None
    assert card.name.startswith("Schroeder, Ann M. · 76 years")
    assert "ends Wed 2 Dec" in " ".join(card.alerts)
    assert "Tue 17 Nov 10:30 a.m. · Dialysis · Grand Itasca Dialysis" in card.last[0]
    assert card.last[0].startswith("Last: ")


def test_the_card_tells_the_next_ride_before_the_last(call: Booking) -> None:
    call.save()
    card = call.card()
    assert card is not None
    assert [line.split(" · ")[0] for line in card.last] == [
        "Next: Tue 1 Dec 10:30 a.m.",
        "Last: Tue 17 Nov 10:30 a.m.",
    ]


def test_emergency_words_are_heard_in_any_field_even_without_a_member(booking: Booking) -> None:
    booking.words = {"office_note": "says he has Chest Pain again"}
    assert booking.verdict().decision is not None
    assert booking.verdict().decision.outcome is Outcome.EMERGENCY  # type: ignore[union-attr]


def test_an_emergency_is_never_booked(call: Booking) -> None:
    call.words = {"asked_by": "stroke"}
    call.put(override_reason="he wants it")
    with pytest.raises(RefusedError, match="911"):
        call.save()


def test_a_referred_ride_needs_a_reason(call: Booking, book_office: BookOffice) -> None:
    call.take_member(book_office.ids["plan"])
    call.put(origin=book_office.place("pharmacy"))
    verdict = call.verdict()
    assert verdict.decision is not None
    assert verdict.decision.outcome is Outcome.REFER
    with pytest.raises(InputError) as refused:
        call.save()
    assert refused.value.field == "override_reason"
    call.put(override_reason="The plan asked us in writing.")
    booked = call.save()
    with book_office.store.read() as session:
        kept = trips.trip(session, booked.trip_ids[0])
    assert kept.override_reason == "The plan asked us in writing."
    assert kept.outcome == Outcome.REFER


def test_whoever_lacks_the_right_may_not_override(call: Booking) -> None:
    call.actor = READER
    assert not call.verdict().may_override


def test_an_overlapping_ride_is_warned_of(call: Booking) -> None:
    draft = call.draft
    call.save()
    call.draft = draft
    assert any(one.code == "overlap" for one in call.verdict().warnings)


def test_everything_missing_is_told_at_once(booking: Booking) -> None:
    with pytest.raises(InputError) as refused:
        booking.save()
    assert [one.field for one in refused.value.problems] == ["member", "service", "place", "day"]


def test_a_repeat_makes_the_trips_it_promises(call: Booking) -> None:
    call.put(repeat="Tue Thu until 12/24")
    days = call.repeat_days()
    assert (len(days), days[0], days[-1]) == (8, DAY, date(2026, 12, 24))
    assert len(call.save().trip_ids) == 8


def test_a_repeat_that_misses_its_first_day_is_told(call: Booking) -> None:
    call.put(repeat="Mon until 12/24")
    assert [problem.field for problem in call.problems()] == ["repeat"]


def test_a_turned_down_request_is_kept(call: Booking, book_office: BookOffice) -> None:
    turn_down(call, "no_driver", "called three")
    with book_office.store.read() as session:
        kept = trips.unmet_between(session, DAY, DAY)
    assert [(one.reason, one.note) for one in kept] == [("no driver can take it", "called three")]


def test_companions_go_with_the_trip_and_the_animal_apart(
    call: Booking, book_office: BookOffice
) -> None:
    parent = Companion(CompanionKind.PARENT, "Kim", CompanionReason.DECISIONS)
    call.put(companions=(parent,), has_animal=True)
    booked = call.save()
    with book_office.store.read() as session:
        kept = trips.trip(session, booked.trip_ids[0])
    assert {one.kind for one in kept.companions} == {
        CompanionKind.PARENT,
        CompanionKind.SERVICE_ANIMAL,
    }
    assert kept.rides[0].seats == 2


def test_a_draft_that_says_nothing_is_empty(booking: Booking) -> None:
    assert booking.is_empty
    booking.put(caller=Caller("parent", "Kim"))
    assert not booking.is_empty
    booking.clear()
    assert booking.draft == Draft()


def test_only_the_ways_of_this_call_are_routed_and_once(call: Booking) -> None:
    assert call.wanted_ways() == []
    call.draft = replace(call.draft, return_kind=ReturnKind.NONE)
    assert call.wanted_ways() == []
