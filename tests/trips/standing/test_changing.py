"""Orders changed and ended, absences followed, places moved: what follows, what stays."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from nemt_desk.ground.errors import InputError, RefusedError, StaleError
from nemt_desk.ground.ids import Id
from nemt_desk.members.absences import AbsenceEntry
from nemt_desk.runs.move_rows import MoveKind, PlaceMove
from nemt_desk.runs.place_moves import PlaceMoveService
from nemt_desk.trips.rows import (
    CancelCode,
    Companion,
    CompanionKind,
    HolidayRule,
    ReturnKind,
    RideState,
)
from nemt_desk.trips.standing.orders import ChangePlan, StandingChange, StandingEntry
from nemt_desk.trips.standing.rows import DayChoice, DayState, Scope
from nemt_desk.trips.times import Known
from tests.factories import ACTOR, place_entry
from tests.runs.world import ROADS
from tests.trips.standing.world import MONDAY, Office, three_weeks

SECOND = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
WEDNESDAY = date(2026, 11, 25)
FRIDAY = date(2026, 11, 27)
DIALYSIS = {0, 2, 4}


def planned(office: Office, key: Id, since: date | None = None, **changes: Any) -> ChangePlan:
    entry = replace(StandingEntry.of(office.order(key)), **changes)
    scope = Scope.WHOLE if since is None else Scope.FROM
    return office.standing.planned_change(StandingChange(key, entry, scope, since))


def test_the_whole_order_at_another_time(office: Office) -> None:
    key = office.add()
    office.trips.change_notes(
        ACTOR, office.trip_of(key, SECOND).id, driver_note="Ring", office_note=""
    )
    plan = planned(office, key, legs=office.legs(clock=13 * 60))
    assert [one.day for one in plan.left] == [SECOND]
    assert "by hand" in plan.left[0].sentence
    assert {one.sentence for one in plan.follow} == {"Follows: times."}
    changed = office.standing.change(ACTOR, plan)
    clocks = {trip.standing_day: office.clock_of(trip.appointment_at) for trip in office.kept(key)}
    assert clocks[SECOND] == "10:00"
    assert {clock for day, clock in clocks.items() if day != SECOND} == {"13:00"}
    office.built.store.undo(ACTOR, changed.changes)
    assert {office.clock_of(trip.appointment_at) for trip in office.kept(key)} == {"10:00"}


def test_from_here_on_a_follower_takes_over(office: Office) -> None:
    key = office.add()
    day_settled = date(2026, 12, 2)
    office.settle(key, day_settled, DayChoice.SKIP)
    plan = planned(office, key, WEDNESDAY, legs=office.legs(clock=8 * 60))
    changed = office.standing.change(ACTOR, plan)
    old, new = office.order(key), office.order(changed.order_id)
    assert (old.until_day, new.from_day, new.follows_id) == (TUESDAY, WEDNESDAY, key)
    assert office.days(key) == [day for day in three_weeks(DIALYSIS) if day < WEDNESDAY]
    later = [day for day in office.days(new.id) if day <= date(2026, 12, 4)]
    assert later == [d for d in three_weeks(DIALYSIS) if d >= WEDNESDAY and d != day_settled]
    assert {office.clock_of(t.appointment_at) for t in office.kept(new.id)} >= {"08:00"}
    assert office.fate(new.id, day_settled).state is DayState.SKIPPED
    assert office.generate() == 0
    office.built.store.undo(ACTOR, changed.changes)
    assert len(office.days(key)) == 9
    assert office.generate() == 0


def test_other_days_cancel_and_make_trips(office: Office) -> None:
    key = office.add(holiday_rule=HolidayRule.KEEP)
    trip = office.trip_of(key, FRIDAY)
    late = Known(appointment_at=trip.appointment_at and trip.appointment_at + timedelta(hours=1))
    office.trips.change_times(ACTOR, trip.rides[0].id, late)
    plan = planned(office, key, SECOND, weekdays=frozenset({1, 3, 5}))
    assert [one.day for one in plan.left] == [FRIDAY]
    assert len(plan.cancelled) == 6
    changed = office.standing.change(ACTOR, plan)
    new = office.order(changed.order_id)
    assert new.from_day == TUESDAY
    days = [day for day in office.days(new.id) if day <= date(2026, 12, 5)]
    assert [day.day for day in days] == [24, 26, 27, 28, 1, 3, 5]
    cancelled = office.trip_of(new.id, SECOND).rides[0]
    assert (cancelled.state, cancelled.reason_code) == (RideState.CANCELLED, CancelCode.OTHER)


def test_every_other_week_keeps_its_rhythm_when_it_is_changed(office: Office) -> None:
    key = office.add(every_weeks=2, weekdays=frozenset({0}))
    plan = planned(office, key, SECOND, weekdays=frozenset({1}))
    changed = office.standing.change(ACTOR, plan)
    # The week of the 23rd is an off-week, and stays one.
    assert office.order(changed.order_id).from_day == date(2026, 12, 1)


def test_companions_the_way_home_and_notes_follow_too(office: Office) -> None:
    key = office.add()
    changes: dict[str, Any] = {
        "companions": (Companion(CompanionKind.ATTENDANT, "Mary"),),
        "driver_note": "Back door",
        "legs": office.legs()[:1],
        "return_kind": ReturnKind.NONE,
    }
    plan = planned(office, key, **changes)
    assert {one.sentence for one in plan.follow} == {"Made anew: it has other rides."}
    office.standing.change(ACTOR, plan)
    live = [t for t in office.kept(key) if t.rides[0].state is not RideState.CANCELLED]
    assert {len(trip.rides) for trip in live} == {1}
    assert {trip.driver_note for trip in live} == {"Back door"}
    assert {trip.rides[0].seats for trip in live} == {2}
    assert len(live) == 10
    again = planned(office, key, driver_note="Front door", mode=3)
    assert {one.sentence for one in again.follow} == {"Follows: mode, notes."}


def test_told_runs_stay_and_draft_runs_let_go(office: Office) -> None:
    key = office.add()
    told, draft = office.trip_of(key, SECOND).rides[0], office.trip_of(key, WEDNESDAY).rides[0]
    for ride in (told, draft):
        office.runs.assign(ACTOR, [ride.id], driver_id=office.driver_id, day=ride.day)
    with office.built.store.read() as session:
        from nemt_desk.runs.queries import runs_on  # noqa: PLC0415 - one test only

        (run,) = runs_on(session, SECOND)
    office.runs.publish(ACTOR, [run.id])
    notes = planned(office, key, driver_note="Back door")
    assert {one.off_run for one in notes.follow} == {""}
    plan = planned(office, key, legs=office.legs(clock=8 * 60))
    (left,) = plan.left
    assert left.day == SECOND
    assert run.code in left.sentence
    (off,) = [one for one in plan.follow if one.off_run]
    assert off.day == WEDNESDAY
    office.standing.change(ACTOR, plan)
    with office.built.store.read() as session:
        assert runs_on(session, WEDNESDAY) == ()
        assert len(runs_on(session, SECOND)) == 1


def test_a_plan_that_is_no_longer_true_is_refused(office: Office) -> None:
    key = office.add()
    plan = planned(office, key, legs=office.legs(clock=8 * 60))
    office.trips.cancel_trip(ACTOR, office.trip_of(key, FRIDAY).id, "ill")
    with pytest.raises(StaleError):
        office.standing.change(ACTOR, plan)
    assert {office.clock_of(trip.appointment_at) for trip in office.kept(key)} == {"10:00"}
    for since in (MONDAY - timedelta(days=7), None):
        change = StandingChange(key, StandingEntry.of(office.order(key)), Scope.FROM, since)
        with pytest.raises(InputError):
            office.standing.planned_change(change)


def test_an_order_ends(office: Office) -> None:
    key = office.add()
    office.trips.change_notes(
        ACTOR, office.trip_of(key, FRIDAY).id, driver_note="Ring", office_note=""
    )
    plan = office.standing.planned_end(key, TUESDAY, "Transplant")
    assert [one.day for one in plan.left] == [FRIDAY]
    done = office.standing.end(ACTOR, plan)
    assert office.days(key) == [MONDAY, date(2026, 11, 18), date(2026, 11, 20), SECOND, FRIDAY]
    gone = office.trip_of(key, WEDNESDAY).rides[0]
    assert (gone.state, gone.state_reason) == (RideState.CANCELLED, "Transplant")
    assert office.generate() == 0
    assert office.order(key).is_over(WEDNESDAY)
    # It goes on after all: the same trips are there again.
    office.standing.change(ACTOR, planned(office, key, until_day=None))
    assert len(office.days(key)) == 10
    assert len(office.kept(key)) == 10
    with pytest.raises(InputError):
        office.standing.end(ACTOR, office.standing.planned_end(key, TUESDAY, " "))
    assert done.order_id == key


def test_one_day_only(office: Office) -> None:
    key = office.add()
    entry = StandingEntry.of(office.order(key))
    other = replace(entry, legs=office.legs(clock=12 * 60), driver_note="Late today")
    changes = office.standing.change_day(ACTOR, key, WEDNESDAY, other)
    trip = office.trip_of(key, WEDNESDAY)
    assert (office.clock_of(trip.appointment_at), trip.by_hand) == ("12:00", True)
    office.standing.change(ACTOR, planned(office, key, legs=office.legs(clock=8 * 60)))
    assert office.clock_of(office.trip_of(key, WEDNESDAY).appointment_at) == "12:00"
    assert changes.text == "Changed one day of a standing order: Wed 25 Nov"
    with pytest.raises(RefusedError):
        office.standing.change_day(ACTOR, key, TUESDAY, other)


def test_rides_follow_an_absence_and_come_back(office: Office) -> None:
    key = office.add()
    office.trips.change_notes(
        ACTOR, office.trip_of(key, WEDNESDAY).id, driver_note="Ring", office_note=""
    )
    fates = office.standing.planned_absence(office.member_id, SECOND, FRIDAY)
    assert [(one.day, one.fate.value) for one in fates] == [
        (SECOND, "cancelled"),
        (WEDNESDAY, "left"),
        (FRIDAY, "cancelled"),
    ]
    saved = office.away(SECOND, FRIDAY)
    changes = office.standing.follow_absences(ACTOR, office.member_id)
    ride = office.trip_of(key, SECOND).rides[1]
    assert (ride.reason_code, ride.state_reason) == (CancelCode.ABSENT, "Away: in hospital")
    assert office.generate() == 0
    assert office.waiting() == [(WEDNESDAY, "absence")]
    office.built.store.undo(ACTOR, saved.changes | changes)
    assert len(office.days(key)) == 10
    saved = office.away(SECOND, FRIDAY)
    office.standing.follow_absences(ACTOR, office.member_id)
    shorter = AbsenceEntry(SECOND, SECOND, "home again")
    office.built.members.change_absence(ACTOR, saved.id, shorter)
    office.standing.follow_absences(ACTOR, office.member_id)
    assert SECOND not in office.days(key)
    assert FRIDAY in office.days(key)
    assert len(office.kept(key)) == 10


def move(office: Office, kind: MoveKind, day: date, **more: Any) -> Any:
    moves = PlaceMoveService(office.built.store, lambda: office.settings)
    order = PlaceMove(place_id=office.clinic_id, kind=kind, from_day=day, **more)
    plan = moves.planned(order, ROADS)
    return plan, moves.apply(ACTOR, plan)


def test_a_clinic_that_moves_takes_the_order_along(office: Office) -> None:
    key = office.add()
    entry = place_entry(address="1 New Street", lat=47.25)
    plan, changes = move(office, MoveKind.MOVED, date(2026, 11, 14), entry=entry)
    (touched,) = plan.ripple.orders
    assert (touched.id, touched.pattern) == (key, "Mon Wed Fri until further notice")
    assert {leg.from_id for leg in office.order(key).legs} == {office.home_id, plan.after.id}
    office.today(date(2026, 11, 21))
    assert office.generate() == 2
    assert {trip.place_id for trip in office.kept(key)} == {plan.after.id}
    assert office.waiting() == []
    assert changes.text.startswith("Moved a place")


def test_a_clinic_that_moves_later_is_followed_from_that_day_on(office: Office) -> None:
    key = office.add()
    entry = place_entry(address="1 New Street", lat=47.25)
    plan, _changes = move(office, MoveKind.MOVED, date(2026, 12, 9), entry=entry)
    assert office.order(key).legs[0].to_id == office.clinic_id
    assert [order.id for order in plan.ripple.orders] == [key]
    office.today(date(2026, 11, 21))
    office.generate()
    assert office.trip_of(key, date(2026, 12, 7)).place_id == office.clinic_id
    assert office.trip_of(key, date(2026, 12, 9)).place_id == plan.after.id
    assert office.waiting() == []


def test_a_clinic_that_closes_shows_on_the_exception_desk(office: Office) -> None:
    key = office.add()
    cancel = frozenset(ride.id for ride in office.rides() if ride.day >= FRIDAY)
    move(office, MoveKind.CLOSED, FRIDAY, cancel=cancel, reason="Closed for good")
    assert max(office.days(key)) == WEDNESDAY
    office.today(date(2026, 11, 21))
    assert office.generate() == 0
    assert [kind for _day, kind in office.waiting()] == ["place_closed"] * 2


def test_an_order_whose_times_can_not_be_is_refused(office: Office) -> None:
    key = office.add()
    out, back = office.legs()
    wrong = (replace(out, pickup_min=7 * 60, dropoff_min=5 * 60, appointment_min=8 * 60), back)
    with pytest.raises(InputError, match=r"pick-up \(7:00 a\.m\.\) is not before the drop-off"):
        planned(office, key, legs=wrong)
    early = (out, replace(back, pickup_min=9 * 60))
    with pytest.raises(InputError, match="before the ride there has ended"):
        planned(office, key, legs=early)
    entry = replace(StandingEntry.of(office.order(key)), legs=early)
    with pytest.raises(InputError, match="way home"):
        office.standing.planned_day(key, WEDNESDAY, entry)


def test_a_day_changed_alone_says_first_what_becomes_of_its_trip(office: Office) -> None:
    key = office.add()
    entry = replace(StandingEntry.of(office.order(key)), legs=office.legs(clock=11 * 60))
    (fate,) = office.standing.planned_day(key, WEDNESDAY, entry)
    assert (fate.day, fate.sentence) == (WEDNESDAY, "Changes: times.")
    assert office.clock_of(office.trip_of(key, WEDNESDAY).appointment_at) == "10:00"


def test_a_second_order_for_the_same_visit_waits_instead_of_doubling_it(office: Office) -> None:
    first = office.add()
    second = office.add(legs=office.legs(clock=10 * 60 + 30))
    assert office.days(second) == []
    assert {kind for _day, kind in office.waiting()} == {"other_ride"}
    assert len(office.days(first)) == 10
    # Twice a day to the same place is another matter.
    evening = office.add(legs=office.legs(clock=17 * 60, stay=60))
    assert len(office.days(evening)) == 10
