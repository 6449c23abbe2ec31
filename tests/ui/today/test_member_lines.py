"""Today's lines about members: papers that end or are not back, eligibility to look up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from nemt_desk.members.eligibility import CheckEntry
from nemt_desk.members.queries import home_of, member
from nemt_desk.members.rows import MemberEntry, PaperEntry, PaperKind, PaperState
from nemt_desk.office import Office
from nemt_desk.policy.decision import Outcome
from nemt_desk.trips.model import TripRecord
from tests.factories import TODAY
from tests.ui.real import People, book, fill, make_office
from ui.today.facts import read_facts
from ui.today.lines import Group, Line
from ui.today.page import needing_a_hand

SOON = TODAY + timedelta(days=5)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.close()


def lines(office: Office, group: Group) -> list[Line]:
    return [line for line in needing_a_hand(read_facts(office)) if line.group is group]


def change(office: Office, people: People, **changes: object) -> None:
    with office.store.read() as session:
        found = member(session, people.member)
        entry = MemberEntry.of(found, home_of(session, found))
    changed = replace(entry, papers=None, **changes)  # type: ignore[arg-type] # fields by name
    office.members.change(office.actor, people.member, changed)


def test_a_paper_asked_for_waits_until_it_is_back(office: Office) -> None:
    people = fill(office)
    asked = PaperEntry(PaperKind.ESCORT, state=PaperState.ASKED, asked_on=TODAY)
    key = office.papers.add(office.actor, people.member, asked).id
    (line,) = lines(office, Group.ASKED)
    assert (line.status, line.page, line.kind) == ("asked_for", "members", "papers")
    assert line.record == people.member
    slow = replace(asked, asked_on=TODAY - timedelta(days=20))
    office.papers.change(office.actor, key, slow)
    (line,) = lines(office, Group.ASKED)
    assert (line.status, "after 20 days" in line.why) == ("overdue", True)
    office.papers.change(office.actor, key, replace(asked, state=PaperState.ON_FILE))
    assert lines(office, Group.ASKED) == []


def test_eligibility_is_to_be_looked_up_before_the_ride_and_then_is_not(office: Office) -> None:
    people = fill(office)
    assert lines(office, Group.CHECKS) == []
    book(office, people, SOON, time(10))
    (line,) = lines(office, Group.CHECKS)
    assert (line.kind, line.record) == ("eligibility", people.member)
    assert line.why == "Eligibility was never looked up; a ride is planned"
    with office.store.read() as session:
        entry = CheckEntry.of(member(session, people.member), TODAY, "MN-ITS")
    office.eligibility.check(office.actor, people.member, entry)
    assert lines(office, Group.CHECKS) == []


def test_a_renewal_is_told_a_month_ahead_and_stays_when_it_is_past(office: Office) -> None:
    people = fill(office)
    change(office, people, renewal_on=TODAY + timedelta(days=40))
    assert lines(office, Group.CHECKS) == []
    for days, status in ((20, "due"), (-2, "overdue")):
        change(office, people, renewal_on=TODAY + timedelta(days=days))
        (line,) = lines(office, Group.CHECKS)
        assert line.status == status


def test_trips_that_are_not_allowed_are_named_until_somebody_decides(office: Office) -> None:
    people = fill(office)
    book(office, people, SOON, time(10))
    assert lines(office, Group.MEMBERS) == []
    with office.store.write(office.actor, "Decided again") as work:
        work.session.execute(update(TripRecord).values(outcome=Outcome.NOT_COVERED.value))
    (line,) = lines(office, Group.MEMBERS)
    assert line.why == "1 trip is not allowed as things stand: not covered"
    with office.store.write(office.actor, "Decided again") as work:
        work.session.execute(update(TripRecord).values(override_reason="the director agreed"))
    assert lines(office, Group.MEMBERS) == []
