"""Kept trips are decided again: when a paper arrives, ends, or the record changes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from nemt_desk.calendars.rows import ShutEntry, ShutKind
from nemt_desk.calendars.service import CalendarService
from nemt_desk.ground.ids import Id
from nemt_desk.members import queries as members
from nemt_desk.members.papers import Receipt
from nemt_desk.members.rows import PaperEntry, PaperKind, PaperState, Program
from nemt_desk.policy.decision import Outcome
from nemt_desk.policy.facts import Urgent
from nemt_desk.security import trail
from nemt_desk.trips import queries
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.asking import ask
from nemt_desk.trips.deciding import asking_of, decision_for, decisions_for, with_calendar
from nemt_desk.trips.rows import RideState
from nemt_desk.trips.to_settle import to_settle
from tests.factories import ACTOR, NOW, READER, TODAY
from tests.trips.conftest import Desk
from tests.trips.deciding_office import FIRST, Office


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


def test_a_paper_that_arrives_changes_its_trips_and_undo_changes_them_back(office: Office) -> None:
    trips = [office.book(FIRST + timedelta(days=days)) for days in (0, 2, 20)]
    assert {office.outcome(trip) for trip in trips} == {"needs_paper"}
    paper = office.papers.ask_for(ACTOR, office.desk.member_id, PaperKind.DISTANCE).id
    assert office.again.apply(ACTOR, office.desk.member_id).lines == ()

    receipt = Receipt(number="A-17", until_day=FIRST + timedelta(days=10))
    changes = office.papers.receive(ACTOR, paper, receipt)
    again = office.again.after(ACTOR, changes)

    assert [line.trip_id for line in again.lines] == trips[:2]
    assert all(line.is_better for line in again.lines)
    assert again.lines[0].words == "Tue 1 Dec: needs paper (S4-061, mode 2), now allowed (mode 2)"
    assert [office.outcome(trip) for trip in trips] == ["allowed", "allowed", "needs_paper"]
    office.desk.built.store.undo(ACTOR, changes | again.changes)
    assert {office.outcome(trip) for trip in trips} == {"needs_paper"}


def test_what_would_change_is_shown_before_saving_and_nothing_is_kept(office: Office) -> None:
    trip = office.book()
    entry = PaperEntry(PaperKind.DISTANCE, until_day=FIRST)
    with office.desk.built.store.read() as session:
        member = members.member(session, office.desk.member_id)
    would_be = replace(member, papers=(entry.as_kept(member.id),))
    (line,) = office.again.preview(member.id, would_be)
    assert (line.before.outcome, line.after.outcome) == (Outcome.NEEDS_PAPER, Outcome.ALLOWED)
    assert office.outcome(trip) == "needs_paper"


def test_the_trail_tells_the_decision_before_and_after(office: Office) -> None:
    trip = office.book()
    entry = PaperEntry(PaperKind.DISTANCE)
    changes = office.papers.add(ACTOR, office.desk.member_id, entry).changes
    office.again.after(ACTOR, changes)
    with office.desk.built.store.read() as session:
        newest = trail.history(session, trip)[0]
    assert (newest.before or {})["outcome"] == "needs_paper"
    assert (newest.after or {})["outcome"] == "allowed"


def test_a_withdrawn_paper_lists_the_trips_that_need_it_now(office: Office) -> None:
    kept = office.papers.add(ACTOR, office.desk.member_id, PaperEntry(PaperKind.DISTANCE)).id
    near, far = office.book(), office.book(FIRST + timedelta(days=7))
    changes = office.papers.withdraw(ACTOR, kept, FIRST)
    again = office.again.after(ACTOR, changes)
    assert [(line.trip_id, line.is_worse) for line in again.lines] == [(far, True)]
    assert "57.2 miles" in again.lines[0].why
    assert (office.outcome(near), office.outcome(far)) == ("allowed", "needs_paper")
    with office.desk.built.store.read() as session:
        (row,) = to_settle(session, TODAY, FIRST + timedelta(days=30))
    assert (row.member_id, row.trips, row.outcome) == (office.desk.member_id, 1, "needs_paper")


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"program": Program.EMA}, "not_covered"),
        ({"county": "Hennepin"}, "refer"),
        ({"eligible_until": FIRST - timedelta(days=1)}, None),
        ({"living_arrangement": "41"}, "refer"),
    ],
)
def test_a_changed_record_decides_the_trips_again(
    office: Office, changes: dict[str, Any], outcome: str | None
) -> None:
    office.papers.add(ACTOR, office.desk.member_id, PaperEntry(PaperKind.DISTANCE))
    trip = office.book()
    again = office.again.after(ACTOR, office.change(**changes))
    assert [line.trip_id for line in again.lines] == [trip]
    assert again.lines[0].is_worse
    if outcome is not None:
        assert office.outcome(trip) == outcome


def test_another_mode_moves_the_rides_that_had_the_old_one(office: Office) -> None:
    office.papers.add(ACTOR, office.desk.member_id, PaperEntry(PaperKind.DISTANCE))
    trip = office.book()
    office.again.after(ACTOR, office.change(assessed_mode=3))
    with office.desk.built.store.read() as session:
        assert [ride.mode for ride in queries.trip(session, trip).rides] == [3, 3]


def test_what_is_over_or_was_never_decided_stays_as_it_is(office: Office) -> None:
    trip = office.book(TODAY)
    with office.desk.built.store.read() as session:
        rides = queries.trip(session, trip).rides
    for ride in rides:
        office.desk.trips.mark(ACTOR, ride.id, RideState.NO_SHOW, "nobody came to the door")
    never = office.desk.book(legs=(office.desk.leg(day=FIRST),), return_at=None).trip_ids[0]
    changes = office.papers.add(
        ACTOR, office.desk.member_id, PaperEntry(PaperKind.DISTANCE)
    ).changes
    assert office.again.after(ACTOR, changes).lines == ()
    assert office.outcome(trip) != "allowed"
    with office.desk.built.store.read() as session:
        assert queries.decision_of(session, never) is None


def test_a_paper_for_one_trip_counts_for_no_other(office: Office) -> None:
    one, other = office.book(), office.book(FIRST + timedelta(days=1))
    entry = PaperEntry(PaperKind.DISTANCE, trip_id=one)
    changes = office.papers.add(ACTOR, office.desk.member_id, entry).changes
    office.again.after(ACTOR, changes)
    assert (office.outcome(one), office.outcome(other)) == ("allowed", "needs_paper")
    assert ask(office.asking()).outcome is Outcome.NEEDS_PAPER, "a new trip is not that trip"


@pytest.mark.parametrize("state", [PaperState.ASKED, PaperState.REFUSED])
def test_only_a_paper_on_file_cures(office: Office, state: PaperState) -> None:
    entry = PaperEntry(PaperKind.DISTANCE, state=state)
    office.papers.add(ACTOR, office.desk.member_id, entry)
    assert ask(office.asking()).outcome is Outcome.NEEDS_PAPER


def test_a_trip_is_asked_about_as_it_was_asked(office: Office) -> None:
    """Notice, urgency and what the caller said are those of the call, not of today."""
    office.papers.add(ACTOR, office.desk.member_id, PaperEntry(PaperKind.DISTANCE))
    facts = AskedFacts(
        urgent=Urgent("illness", verified_by_provider=True), urgent_by="Dr. Lund", overnight=True
    )
    trip = office.book(TODAY + timedelta(days=1), facts=facts)
    assert office.outcome(trip) == "allowed"
    office.desk.built.clock.set(NOW + timedelta(hours=20))
    with office.desk.built.store.read() as session:
        found = asking_of(session, trip, office.desk.settings)
        decision = decision_for(session, trip, office.desk.settings)
    assert found.facts == replace(facts, mode=None)
    assert decision.outcome is Outcome.ALLOWED


def statements(office: Office, trips: list[Id]) -> int:
    said: list[str] = []

    def hear(*args: Any) -> None:
        said.append(args[2])

    engine = office.desk.built.engine
    event.listen(engine, "before_cursor_execute", hear)
    with office.desk.built.store.read() as session:
        found = decisions_for(session, trips, office.desk.settings)
    event.remove(engine, "before_cursor_execute", hear)
    assert list(found) == trips
    return len(said)


def test_many_trips_take_as_few_statements_as_one(office: Office) -> None:
    trips = [office.book(FIRST + timedelta(days=day)) for day in range(6)]
    assert statements(office, trips) == statements(office, trips[:1]) <= 9


# --- the facts that are kept ------------------------------------------------------------------


def test_asked_facts_survive_being_kept() -> None:
    facts = AskedFacts(
        routine=None,
        care_known=False,
        urgent=Urgent("discharge", verified_by_provider=True),
        urgent_by="ward 4",
        words="she has to get home",
        discharge=True,
        admitted_on=date(2026, 11, 20),
        member_aboard=False,
        ancillary=("lodging", "meals"),
        overnight=None,
        other_funding="waiver",
        vehicle="bus",
        mode=3,
        driver_id=READER.id,
        driver_kind="private",
        driver_relation="friend",
        home_m=1200.5,
        enrolled=None,
        country="CA",
        checked_on=date(2026, 11, 1),
    )
    kept = facts.to_json()
    assert AskedFacts.from_json(kept) == facts
    assert AskedFacts.from_json(kept | {"from_a_newer_program": 1}) == facts


def test_usual_facts_keep_only_the_mode() -> None:
    assert AskedFacts().to_json() == {"mode": None}
    assert AskedFacts.from_json({}) == AskedFacts()


def test_a_driver_without_a_record_is_told_to_the_rules(office: Office) -> None:
    facts = AskedFacts(driver_kind="private", driver_relation="friend")
    assert ask(office.asking(facts=facts)).mode == 1


def test_the_offices_own_holidays_and_closed_schools_are_told(office: Office) -> None:
    calendar = CalendarService(office.desk.built.store)
    for kind, town in ((ShutKind.OFFICE, ""), (ShutKind.SCHOOL, "Bovey")):
        calendar.add(ACTOR, ShutEntry(kind, "Storm", FIRST, town=town))
    with office.desk.built.store.read() as session:
        asking = with_calendar(session, office.asking())
    assert asking.school_closed == ("Bovey",)
    assert asking.local is not None
    assert asking.local["holidays"] == [FIRST.isoformat()]
