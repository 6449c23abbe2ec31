"""Kept trips are decided again: when a paper arrives, ends, or the record changes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from nemt_desk.calendars.rows import ShutEntry, ShutKind
from nemt_desk.calendars.service import CalendarService
from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.members import queries as members
from nemt_desk.members.papers import PaperService, Receipt
from nemt_desk.members.rows import MemberEntry, PaperEntry, PaperKind, PaperState, Program
from nemt_desk.places import queries as places
from nemt_desk.policy.decision import Outcome
from nemt_desk.policy.facts import Urgent
from nemt_desk.security import trail
from nemt_desk.trips import queries
from nemt_desk.trips.again import DecideAgain
from nemt_desk.trips.asked import AskedFacts
from nemt_desk.trips.asking import Asking, ask
from nemt_desk.trips.deciding import asking_of, decision_for, decisions_for, with_calendar
from nemt_desk.trips.paper_ends import CODE, ending_notes, lost_days, papers_ending
from nemt_desk.trips.rows import RideState
from nemt_desk.trips.to_check import to_check
from nemt_desk.trips.to_settle import to_settle
from tests.factories import ACTOR, NOW, READER, TODAY, home_entry, member_entry
from tests.trips.conftest import Desk

FAR_M = 92_000.0
"""57 miles: too far for primary care without an authorization."""
FIRST = date(2026, 12, 1)


class Office:
    """A member who needs an authorization, and what is done about it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        entry = member_entry(program=Program.MA, county="Itasca", assessed_mode=2)
        desk.built.members.change(ACTOR, desk.member_id, entry)
        self.papers = PaperService(desk.built.store, desk.built.trail, lambda: desk.settings)
        self.again = DecideAgain(desk.built.store, lambda: desk.settings)

    def asking(self, day: date = FIRST, **changes: Any) -> Asking:
        with self.desk.built.store.read() as session:
            member = members.member(session, self.desk.member_id)
            home = members.home_of(session, member)
            clinic = places.place(session, self.desk.clinic_id)
        values: dict[str, Any] = {
            "member": member,
            "settings": self.desk.settings,
            "asked_at": NOW,
            "origin": home,
            "destination": clinic,
            "service": "office_visit",
            "appointment_at": self.desk.at("10:30", day),
            "direct_m": FAR_M,
        }
        return Asking(**(values | changes))

    def book(self, day: date = FIRST, **changes: Any) -> Id:
        """Book a trip of 57 miles as the Book page does, overridden if it must be."""
        asking = self.asking(day, **changes)
        decision = ask(asking)
        way = self.desk.leg(day=day).mileage
        assert way is not None
        leg = self.desk.leg(day=day, mileage=replace(way, direct_m=FAR_M))
        request = self.desk.request(
            legs=(leg,),
            return_at=self.desk.at("14:30", day),
            service=asking.service,
            mode=decision.mode or 2,
            decision=decision.to_json(),
            asked=asking.kept_facts().to_json(),
            override_reason="The paper is asked for" if decision.needs_override else "",
        )
        return self.desk.trips.book(ACTOR, request).trip_ids[0]

    def outcome(self, trip_id: Id) -> str:
        with self.desk.built.store.read() as session:
            kept = queries.decision_of(session, trip_id)
            assert kept is not None
            found = queries.trip(session, trip_id).outcome
        assert found == kept.outcome
        return found

    def change(self, **changes: Any) -> Any:
        with self.desk.built.store.read() as session:
            found = members.member(session, self.desk.member_id)
            entry = MemberEntry.of(found, members.home_of(session, found))
        return self.desk.built.members.change(
            ACTOR, self.desk.member_id, replace(entry, papers=None, **changes)
        )


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


# --- papers that end ----------------------------------------------------------------------------


def add(office: Office, until: date, **changes: Any) -> Id:
    entry = PaperEntry(PaperKind.DISTANCE, until_day=until, **changes)
    return office.papers.add(ACTOR, office.desk.member_id, entry).id


def endings(office: Office, until: date = date(2027, 12, 31)) -> list[tuple[Id, list[date]]]:
    with office.desk.built.store.read() as session:
        found = papers_ending(session, office.desk.settings, TODAY, until)
    return [(one.paper.id, [ride.day for ride in one.rides]) for one in found]


def test_a_paper_that_ends_before_a_planned_trip_is_said_now(office: Office) -> None:
    paper = add(office, FIRST + timedelta(days=2))
    for days in (0, 2, 3, 9):
        office.book(FIRST + timedelta(days=days))
    after = [FIRST + timedelta(days=days) for days in (3, 9)]
    assert endings(office) == [(paper, after)]
    assert endings(office, FIRST + timedelta(days=3)) == [(paper, after[:1])]


def test_a_renewed_paper_is_not_missed(office: Office) -> None:
    add(office, FIRST)
    office.book(FIRST + timedelta(days=3))
    add(office, date(2027, 6, 30), from_day=FIRST + timedelta(days=1))
    assert endings(office) == []


def test_a_paper_that_no_trip_needs_is_not_missed(office: Office) -> None:
    entry = PaperEntry(PaperKind.LODGING, until_day=FIRST)
    office.papers.add(ACTOR, office.desk.member_id, entry)
    add(office, date(2027, 6, 30))
    office.book(FIRST + timedelta(days=3))
    assert endings(office) == []


def test_a_car_owners_exception_that_ends_is_missed_though_the_ride_stays_allowed(
    office: Office,
) -> None:
    office.change(has_vehicle=True)
    add(office, date(2027, 6, 30))
    entry = PaperEntry(PaperKind.VEHICLE_MEDICAL, until_day=FIRST)
    paper = office.papers.add(ACTOR, office.desk.member_id, entry).id
    late = FIRST + timedelta(days=3)
    office.book(late)
    assert endings(office) == [(paper, [late])]


def test_a_trip_from_a_file_loses_its_paper_too(office: Office) -> None:
    paper = add(office, FIRST)
    day = FIRST + timedelta(days=3)
    way = office.desk.leg().mileage
    assert way is not None
    leg = office.desk.leg(day=day, mileage=replace(way, direct_m=FAR_M))
    office.desk.book(legs=(leg,), return_at=office.desk.at("14:30", day))
    assert endings(office) == [(paper, [day])]


def test_the_days_of_a_repeat_that_come_after_the_paper_are_told(office: Office) -> None:
    add(office, FIRST + timedelta(days=2))
    days = [FIRST + timedelta(days=days) for days in (0, 2, 7, 9, 14, 16)]
    (lost,) = lost_days(office.asking(), days)
    assert lost.days == tuple(days[2:])
    (note,) = ending_notes(office.asking(), days)
    assert note.code == CODE
    assert note.sentence == (
        "The paper on file (authorization over 30 or 60 miles) ends Thu 3 Dec 2026: 4 of 6 days"
        " come after it (Tue 8 Dec, Thu 10 Dec, Tue 15 Dec …). Ask for a new one now."
    )
    assert ending_notes(office.asking(), days[:2]) == ()


def test_long_ended_papers_are_not_brought_up_again(office: Office) -> None:
    add(office, TODAY - timedelta(days=400))
    office.book()
    assert endings(office) == []


# --- eligibility before rides ---------------------------------------------------------------------


def test_who_must_be_looked_up_before_a_ride(office: Office) -> None:
    office.change(checked_on=TODAY - timedelta(days=20))
    office.book(TODAY + timedelta(days=4))
    with office.desk.built.store.read() as session:
        assert to_check(session, office.desk.settings, TODAY, TODAY + timedelta(days=7)) == ()
    office.book(TODAY + timedelta(days=20))
    with office.desk.built.store.read() as session:
        (row,) = to_check(session, office.desk.settings, TODAY, TODAY + timedelta(days=21))
    assert (row.member_id, row.ride_day) == (office.desk.member_id, TODAY + timedelta(days=4))


def test_a_reader_can_not_decide_again(office: Office) -> None:
    with pytest.raises(RefusedError):
        office.again.apply(READER, office.desk.member_id)


def test_two_members_each_with_their_own_papers(office: Office) -> None:
    desk = office.desk
    other = desk.built.members.add(
        ACTOR,
        member_entry(
            first_name="Eva", program=Program.MA, county="Itasca", home=home_entry(unit="2")
        ),
    ).id
    trip = office.book()
    changes = office.papers.add(ACTOR, other, PaperEntry(PaperKind.DISTANCE)).changes
    assert office.again.after(ACTOR, changes).lines == ()
    assert office.outcome(trip) == "needs_paper"
