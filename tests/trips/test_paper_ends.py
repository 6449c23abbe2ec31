"""Papers that end before a planned trip are said now; who must be looked up before a ride."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from nemt_desk.ground.errors import RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.members.rows import PaperEntry, PaperKind, Program
from nemt_desk.trips.paper_ends import CODE, ending_notes, lost_days, papers_ending
from nemt_desk.trips.to_check import to_check
from tests.factories import ACTOR, READER, TODAY, home_entry, member_entry
from tests.trips.conftest import Desk
from tests.trips.deciding_office import FAR_M, FIRST, Office


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


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
