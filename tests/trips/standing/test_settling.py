"""The exception desk: days settled, remembered, and back when the facts change."""

from datetime import date, timedelta

import pytest

from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.ground.ids import new_id
from nemt_desk.members.queries import member
from nemt_desk.members.rows import MemberEntry, PaperEntry, PaperKind
from nemt_desk.security.rows import Actor, Role
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.rows import CancelCode, HolidayRule, RideState
from nemt_desk.trips.standing.orders import DayChoiceEntry, Told
from nemt_desk.trips.standing.rows import DayChoice, DayState
from tests.factories import ACTOR
from tests.trips.standing.world import MONDAY, THANKSGIVING, Office, three_weeks

SHUT = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


def test_a_whole_grid_is_settled_in_one_act(office: Office) -> None:
    office.shut(SHUT, place=office.clinic_id)
    office.shut(date(2026, 12, 2), place=office.clinic_id)
    office.shut(date(2026, 12, 4), place=office.clinic_id)
    key = office.add()
    choices = [
        DayChoiceEntry(key, SHUT, DayChoice.MOVE, date(2026, 11, 24)),
        DayChoiceEntry(key, date(2026, 12, 2), DayChoice.SKIP),
        DayChoiceEntry(key, date(2026, 12, 4), DayChoice.KEEP, reason="The clinic opens for her"),
    ]
    done = office.standing.settle(ACTOR, choices)
    assert office.waiting() == []
    assert date(2026, 11, 24) in office.days(key)
    assert date(2026, 12, 2) not in office.days(key)
    assert date(2026, 12, 4) in office.days(key)
    assert len(done.made) == 2
    assert office.generate() == 0
    office.built.store.undo(ACTOR, done.changes)
    assert len(office.waiting()) == 3
    assert date(2026, 11, 24) not in office.days(key)


def test_one_choice_that_cannot_be_leaves_the_whole_grid_as_it_was(office: Office) -> None:
    office.shut(SHUT, place=office.clinic_id)
    key = office.add()
    good = DayChoiceEntry(key, SHUT, DayChoice.SKIP)
    monday = date(2026, 11, 30)
    for wrong, field in (
        (DayChoiceEntry(key, SHUT, DayChoice.KEEP), "1.reason"),
        (DayChoiceEntry(key, SHUT, DayChoice.MOVE), "1.to_day"),
        (DayChoiceEntry(key, SHUT, DayChoice.MOVE, SHUT), "1.to_day"),
        (DayChoiceEntry(key, SHUT, DayChoice.MOVE, date(2026, 11, 25)), "1.to_day"),
        (DayChoiceEntry(key, SHUT + timedelta(1), DayChoice.SKIP), "1.choice"),
        (DayChoiceEntry(key, monday, None), "1.choice"),
        (DayChoiceEntry(new_id(), SHUT, DayChoice.SKIP), "1.choice"),
    ):
        with pytest.raises(InputError) as caught:
            office.standing.settle(ACTOR, [good, wrong])
        assert caught.value.field == field
    assert office.waiting() == [(SHUT, "facility")]
    with pytest.raises(RefusedError):
        office.standing.settle(ACTOR, [])


def test_a_skipped_day_comes_back_when_its_reason_is_gone(office: Office) -> None:
    shut = office.shut(SHUT, place=office.clinic_id)
    key = office.add()
    office.settle(key, SHUT, DayChoice.SKIP)
    assert office.waiting() == []
    office.calendar.remove(ACTOR, shut.id)
    (row,) = office.standing.exceptions()
    assert "The reason is gone" in row.day.sentence
    assert row.day.proposal is not None
    assert row.day.proposal.choice is DayChoice.KEEP
    assert office.generate() == 0
    office.settle(key, SHUT, DayChoice.KEEP)
    assert SHUT in office.days(key)
    assert office.waiting() == []


def test_a_kept_day_comes_back_when_something_new_comes_up(office: Office) -> None:
    office.shut(SHUT, place=office.clinic_id)
    key = office.add()
    office.settle(key, SHUT, DayChoice.KEEP, reason="Opens for her")
    assert office.waiting() == []
    office.away(SHUT, SHUT)
    (row,) = office.standing.exceptions()
    assert row.day.state is DayState.MADE
    assert "in hospital" in row.day.sentence
    done = office.settle(key, SHUT, DayChoice.SKIP)
    assert done.cancelled == (office.trip_of(key, SHUT).id,)
    ride = office.trip_of(key, SHUT).rides[0]
    assert (ride.state, ride.reason_code) == (RideState.CANCELLED, CancelCode.ABSENT)


def test_a_moved_day_comes_back_when_it_was_moved_for_nothing(office: Office) -> None:
    shut = office.shut(SHUT, place=office.clinic_id)
    key = office.add()
    office.settle(key, SHUT, DayChoice.MOVE, to_day=date(2026, 11, 24))
    office.calendar.remove(ACTOR, shut.id)
    (row,) = office.standing.exceptions()
    assert "the reason is gone" in row.day.sentence
    office.settle(key, SHUT, DayChoice.KEEP)
    assert SHUT in office.days(key)
    assert date(2026, 11, 24) not in office.days(key)
    assert office.waiting() == []


def test_a_settling_is_taken_back(office: Office) -> None:
    key = office.add()
    office.settle(key, SHUT, DayChoice.SKIP, reason="She visits her son")
    assert SHUT not in office.days(key)
    assert office.generate() == 0
    office.settle(key, SHUT, None)
    office.settle(key, SHUT, DayChoice.SKIP)
    office.settle(key, SHUT, DayChoice.KEEP)
    assert SHUT in office.days(key)
    # It is the same trip again, not a second one.
    assert len([one for one in office.kept(key) if one.standing_day == SHUT]) == 1
    office.settle(key, SHUT, DayChoice.MOVE, to_day=date(2026, 11, 24))
    office.settle(key, SHUT, None)
    assert SHUT in office.days(key)
    assert date(2026, 11, 24) not in office.days(key)


def test_a_holiday_entered_later_shows_the_trips_that_stand_on_it(office: Office) -> None:
    skip = office.add()
    office.shut(FRIDAY)
    (row,) = office.standing.exceptions()
    assert (row.day.day, row.day.state) == (FRIDAY, DayState.MADE)
    assert row.day.proposal is not None
    office.settle(skip, FRIDAY, DayChoice.SKIP)
    assert office.trip_of(skip, FRIDAY).rides[0].reason_code is CancelCode.HOLIDAY


def test_what_the_rules_refuse_is_made_with_a_reason_and_the_right(office: Office) -> None:
    far, told = office.far_clinic(), Told(AskedFacts(mode=2).to_json())
    key = office.add(
        legs=office.legs(13 * 60, place=far), told=told, service="office_visit",
        from_day=date(2026, 11, 20),
    )  # fmt: skip
    assert office.days(key) == []
    day = date(2026, 11, 30)
    with pytest.raises(InputError) as caught:
        office.settle(key, day, DayChoice.KEEP)
    assert caught.value.field == "0.override_reason"
    scheduler = Actor(new_id(), "Test Scheduler", "sched", Role.SCHEDULER)
    choice = DayChoiceEntry(key, day, DayChoice.KEEP, override_reason="The county agreed")
    with pytest.raises(RefusedError, match="no right"):
        office.standing.settle(scheduler, [choice])
    office.standing.settle(ACTOR, [choice])
    trip = office.trip_of(key, day)
    assert (trip.outcome, trip.override_reason, trip.override_by) == (
        "needs_paper",
        "The county agreed",
        "Test Coordinator",
    )
    assert day not in [found for found, _kind in office.waiting()]


def test_a_paper_that_ends_brings_trips_back_that_were_made(office: Office) -> None:
    far, told = office.far_clinic(), Told(AskedFacts(mode=2).to_json())
    office.paper(PaperEntry(PaperKind.DISTANCE, "A-1", None, date(2026, 12, 31)))
    key = office.add(
        legs=office.legs(13 * 60, place=far), told=told, service="office_visit",
        from_day=date(2026, 11, 20),
    )  # fmt: skip
    assert len(office.days(key)) == 10
    assert office.waiting() == []
    with office.built.store.read() as session:
        found = member(session, office.member_id)
    entry = MemberEntry.of(found)
    papers = tuple(_until(paper, date(2026, 12, 1)) for paper in entry.papers or ())
    office.change_member(papers=papers)
    assert [day for day, _kind in office.waiting()] == [
        day for day in office.days(key) if day > date(2026, 12, 1)
    ]


def _until(paper: PaperEntry, day: date) -> PaperEntry:
    from dataclasses import replace  # noqa: PLC0415 - only here

    return replace(paper, until_day=day)


def test_eligibility_that_ends_and_a_closed_record_stop_the_trips(office: Office) -> None:
    office.change_member(eligible_until=date(2026, 11, 30))
    key = office.add()
    assert max(office.days(key)) == date(2026, 11, 30)
    assert {kind for _day, kind in office.waiting()} == {"not_eligible"}
    office.change_member(eligible_until=date(2027, 11, 30))
    assert office.generate() == 3
    office.built.members.archive(ACTOR, office.member_id)
    assert {kind for _day, kind in office.waiting()} == {"archived"}


def test_an_order_says_of_each_day_what_becomes_of_it(office: Office) -> None:
    key = office.add(holiday_rule=HolidayRule.MOVE, weekdays=frozenset({1, 3}),
                     from_day=date(2026, 11, 17))  # fmt: skip
    said = {day: office.fate(key, day).state for day in three_weeks({1, 3})}
    assert set(said.values()) == {DayState.MADE}
    assert office.fate(key, THANKSGIVING).on_day == date(2026, 11, 25)
    office.today(date(2026, 11, 20))
    assert office.fate(key, date(2026, 11, 17)).state is DayState.MADE
    assert office.fate(key, MONDAY + timedelta(weeks=9, days=1)).state is DayState.DUE
