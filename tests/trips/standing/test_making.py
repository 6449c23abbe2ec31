"""Standing orders: which days become trips, how far ahead, and with which times and miles."""

from datetime import date, time, timedelta

import pytest

from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.members.rows import PaperEntry, PaperKind
from nemt_desk.trips import queries
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.rows import HolidayRule, Repeat, ReturnKind, RideState
from nemt_desk.trips.standing.orders import Told
from nemt_desk.trips.standing.rows import DayState
from nemt_desk.trips.times import Known
from tests.factories import ACTOR, READER
from tests.trips.standing.world import MONDAY, THANKSGIVING, Office, three_weeks

DIALYSIS = {0, 2, 4}


def test_an_order_makes_its_trips_three_weeks_ahead_and_no_further(office: Office) -> None:
    key = office.add()
    assert office.days(key) == [*three_weeks(DIALYSIS), date(2026, 12, 7)]
    assert office.generate() == 0
    office.today(date(2026, 11, 21))
    assert office.generate() == 2
    assert office.days(key)[-1] == date(2026, 12, 11)


def test_times_and_miles_are_those_of_each_day(office: Office) -> None:
    key = office.add(legs=office.legs(clock=10 * 60 + 15))
    there, back = office.trip_of(key, MONDAY).rides
    clocks = [office.clock_of(m) for m in (there.pickup_at, there.dropoff_at, back.pickup_at)]
    assert clocks == ["09:42", "10:05", "14:15"]
    assert there.mileage is not None
    assert there.mileage.engine == "Flat"
    assert (back.from_id, back.to_id) == (office.clinic_id, office.home_id)


def test_a_holiday_is_skipped_moved_or_kept(office: Office) -> None:
    thursdays = {"weekdays": frozenset({3}), "from_day": date(2026, 11, 19)}
    skipped = office.add(**thursdays)
    moved = office.add(**thursdays, holiday_rule=HolidayRule.MOVE, legs=office.legs(6 * 60, 60))
    kept = office.add(**thursdays, holiday_rule=HolidayRule.KEEP, legs=office.legs(18 * 60, 30))
    assert THANKSGIVING not in office.days(skipped)
    assert "Skipped. Thu 26 Nov is Thanksgiving Day." in office.fate(skipped, THANKSGIVING).sentence
    assert date(2026, 11, 25) in office.days(moved)
    assert "for Wed 25 Nov instead" in office.fate(moved, THANKSGIVING).sentence
    assert office.waiting() == []
    assert THANKSGIVING in office.days(kept)


def test_a_moved_trip_keeps_off_holidays_weekends_and_the_orders_own_days(office: Office) -> None:
    office.shut(date(2026, 11, 24), date(2026, 11, 25))
    key = office.add(weekdays=frozenset({3}), from_day=date(2026, 11, 19),
                     holiday_rule=HolidayRule.MOVE)  # fmt: skip
    assert date(2026, 11, 27) in office.days(key)
    every_day = office.add(
        weekdays=frozenset(range(5)), legs=office.legs(6 * 60, 30), holiday_rule=HolidayRule.MOVE
    )
    assert office.fate(every_day, THANKSGIVING).is_waiting
    assert len(office.days(every_day)) == len(set(office.days(every_day)))


def test_nothing_is_made_that_waits_to_be_settled(office: Office) -> None:
    office.shut(date(2026, 11, 23), date(2026, 11, 24), place=office.clinic_id)
    key = office.add()
    assert date(2026, 11, 23) not in office.days(key)
    (row,) = office.standing.exceptions()
    assert (row.day.day, row.day.state) == (date(2026, 11, 23), DayState.WAITING)
    assert row.day.sentence == "Lakeside Clinic is shut: Inventory."
    # Dialysis can't be skipped: Tuesday is shut too, Sunday is no day of the clinic's.
    assert row.day.proposal is not None
    assert row.day.proposal.choice is None
    assert row.order.member_name == "Schroeder, Ann M."
    assert row.order.waiting == 1


def test_an_absence_is_skipped_by_itself(office: Office) -> None:
    office.away(date(2026, 11, 18), date(2026, 11, 24))
    key = office.add()
    assert office.days(key)[:2] == [MONDAY, date(2026, 11, 25)]
    assert office.waiting() == []
    assert "in hospital" in office.fate(key, date(2026, 11, 20)).sentence


def test_the_rules_are_asked_for_each_day(office: Office) -> None:
    told = Told(AskedFacts(mode=2).to_json())
    paper = PaperEntry(PaperKind.DISTANCE, "A-1", None, date(2026, 11, 30))
    far = office.far_clinic()
    office.paper(paper)
    legs = office.legs(13 * 60, place=far)
    key = office.add(legs=legs, told=told, from_day=date(2026, 11, 20), service="office_visit")
    days = office.days(key)
    assert date(2026, 11, 30) in days
    assert max(days) == date(2026, 11, 30)
    row = next(row for row in office.standing.exceptions() if row.day.day == date(2026, 12, 2))
    (hit,) = row.day.hits
    assert (hit.rule, hit.paper) == ("S4-061", "distance")
    renewed = PaperEntry(PaperKind.DISTANCE, "A-2", date(2026, 12, 1), date(2027, 5, 31))
    office.paper(renewed)
    assert office.generate() == 5
    assert office.waiting() == []


def test_a_driver_who_is_away_stops_nothing_but_is_told(office: Office) -> None:
    office.driver_away(date(2026, 11, 18))
    key = office.add(driver_id=office.driver_id)
    assert date(2026, 11, 18) in office.days(key)
    assert office.waiting() == [(date(2026, 11, 18), "driver")]
    found = office.fate(key, date(2026, 11, 18))
    assert "Lars Berg, who usually drives: the driver is away" in found.sentence


def test_another_ride_at_that_time_is_not_doubled(office: Office) -> None:
    office.trips.book(ACTOR, office.request(None, day=date(2026, 11, 18)))
    key = office.add()
    assert date(2026, 11, 18) not in office.days(key)
    assert office.waiting() == [(date(2026, 11, 18), "other_ride")]


def test_two_orders_of_one_member_do_not_run_into_each_other(office: Office) -> None:
    office.add()
    again = office.add()
    assert office.days(again) == []
    assert len(office.waiting()) == 10


def test_a_repeat_booked_on_the_phone_is_a_standing_order(office: Office) -> None:
    repeat = Repeat(frozenset({3}), count=4)
    day = date(2026, 11, 19)
    booked = office.trips.book(ACTOR, office.request(repeat, day, driver_note="Back door"))
    assert booked.standing_id is not None
    assert [one.code for one in booked.warnings] == ["skipped"]
    assert "Thu 26 Nov: skipped (Thu 26 Nov is Thanksgiving Day)" in booked.warnings[0].sentence
    # A count counts trips: the skipped holiday is made up for at the end.
    office.today(date(2026, 12, 1))
    office.generate()
    assert [one.day for one in office.days(booked.standing_id)] == [19, 3, 10, 17]
    order = office.order(booked.standing_id)
    assert (order.driver_note, order.pattern_text) == ("Back door", "Thu, 4 times")
    seen = office.standing.preview(office.request(repeat, day))
    assert [one.day for one in seen if one.state is DayState.SKIPPED] == [THANKSGIVING]
    warned = office.trips.check(office.request(repeat, day))
    assert {"overlap", "skipped"} <= {one.code for one in warned}


def test_only_times_that_do_not_follow_are_kept(office: Office) -> None:
    at = office.settings.time.at
    request = office.request(Repeat(frozenset({0})), return_kind=ReturnKind.WILL_CALL)
    booked = office.trips.book(ACTOR, request)
    assert booked.standing_id is not None
    there, back = office.order(booked.standing_id).legs
    # Without a map the pick-up can't be computed: it stays as it was typed.
    assert (there.appointment_min, there.pickup_min, there.dropoff_min) == (600, 540, None)
    assert back.pickup_min is None
    friday = date(2026, 11, 20)
    evening = at(friday - timedelta(days=1), time(23, 50))
    early = office.request(Repeat(frozenset({4})), friday, pickup_at=evening)
    key = office.trips.book(ACTOR, early).standing_id
    assert key is not None
    assert office.order(key).legs[0].pickup_min == -10
    trip = office.trip_of(key, friday + timedelta(days=7))
    assert trip.rides[0].pickup_at == at(THANKSGIVING, time(23, 50))


def test_an_override_holds_for_the_same_rule_on_later_days(office: Office) -> None:
    decision = {"outcome": "needs_review", "findings": [{"rule": "FACT"}]}
    request = office.request(
        Repeat(frozenset({0})), decision=decision, override_reason="Agreed with the county"
    )
    booked = office.trips.book(ACTOR, request)
    assert booked.standing_id is not None
    order = office.order(booked.standing_id)
    assert (order.told.rules, order.override_reason) == ({"FACT"}, "Agreed with the county")
    first = office.trip_of(booked.standing_id, MONDAY)
    assert (first.outcome, first.override_by) == ("needs_review", "Test Coordinator")


def test_trips_a_person_touched_are_never_touched_again(office: Office) -> None:
    key = office.add()
    monday, wednesday, friday = (office.trip_of(key, day) for day in three_weeks(DIALYSIS)[:3])
    office.trips.cancel_trip(ACTOR, monday.id, "ill")
    late = Known(appointment_at=office.settings.time.at(date(2026, 11, 19), time(11)))
    office.trips.change_times(ACTOR, wednesday.rides[0].id, late)
    office.trips.change_notes(ACTOR, friday.id, driver_note="Ring twice", office_note="")
    assert office.generate() == 0
    assert office.trip_of(key, MONDAY).rides[0].state is RideState.CANCELLED
    assert office.fate(key, MONDAY).state is DayState.CANCELLED
    assert office.trip_of(key, date(2026, 11, 18)).rides[0].day == date(2026, 11, 19)
    assert office.fate(key, date(2026, 11, 20)).is_by_hand


def test_everything_comes_undone_in_one_act(office: Office) -> None:
    saved = office.standing.add(ACTOR, office.entry())
    store = office.built.store
    undone = store.undo(ACTOR, saved.changes)
    assert office.rides() == []
    with store.read() as session, pytest.raises(RefusedError):
        queries.trip(session, saved.trip_ids[0])
    store.undo(ACTOR, undone)
    assert len(office.days(saved.id)) == 10
    office.today(date(2026, 11, 21))
    made = office.standing.generate(ACTOR)
    store.undo(ACTOR, made.changes)
    assert len(office.days(saved.id)) == 10
    assert office.generate() == 2
    with store.read() as session:
        assert office.built.trail.verify(session).is_whole


def test_what_cannot_be_an_order(office: Office) -> None:
    for changes, field in (
        ({"weekdays": frozenset({1})}, "repeat"),
        ({"legs": ()}, "place"),
        ({"mode": 9}, "mode"),
        ({"legs": office.legs()[1:]}, "place"),
    ):
        with pytest.raises(InputError) as caught:
            office.add(**changes)
        assert caught.value.field == field
    with pytest.raises(RefusedError):
        office.standing.generate(READER)
