"""Eligibility checks: what differs is told, then taken over; when a check is due again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nemt_desk.ground.errors import InputError, StaleError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.members import eligibility, queries
from nemt_desk.members.eligibility import CheckEntry, EligibilityService, differences
from nemt_desk.members.rows import CheckResult, Member, Payer, Program
from tests.factories import ACTOR, TODAY, Built, member_entry

SETTINGS = Settings(name="Perch County Rides")


def service(built: Built) -> EligibilityService:
    return EligibilityService(built.store, lambda: SETTINGS)


def member_of(built: Built, key: Id) -> Member:
    with built.store.read() as session:
        return queries.member(session, key)


@pytest.fixture
def key(built: Built) -> Id:
    return built.members.add(ACTOR, member_entry(program=Program.MA, plan="")).id


def test_what_differs_is_told_before_and_taken_over_after(built: Built, key: Id) -> None:
    seen = replace(
        CheckEntry.of(member_of(built, key), TODAY, "MN-ITS"),
        program=Program.EMA,
        payer=Payer.MCO,
        plan="UCare",
        eligible_until=date(2026, 12, 31),
    )
    told = [one.words for one in differences(member_of(built, key), seen)]
    assert told == [
        "Program: MA, now EMA",
        "Paid by: fee for service, now health plan",
        "Health plan: nothing, now UCare",
        "Eligible until: nothing, now Thu 31 Dec 2026",
    ]
    changes = service(built).check(ACTOR, key, seen).changes
    found = member_of(built, key)
    assert (found.program, found.plan, found.checked_on) == (Program.EMA, "UCare", TODAY)
    assert differences(found, seen) == ()
    built.store.undo(ACTOR, changes)
    assert member_of(built, key).program is Program.MA
    with built.store.read() as session:
        assert eligibility.checks(session, key) == ()


def test_nobody_found_changes_nothing_and_counts_as_no_check(built: Built, key: Id) -> None:
    entry = CheckEntry(TODAY, "MN-ITS", CheckResult.NOT_FOUND)
    service(built).check(ACTOR, key, entry)
    found = member_of(built, key)
    assert (found.program, found.checked_on) == (Program.MA, None)
    with built.store.read() as session:
        (kept,) = eligibility.checks(session, key)
    assert kept.result is CheckResult.NOT_FOUND


def test_not_eligible_needs_the_last_day(built: Built, key: Id) -> None:
    entry = replace(
        CheckEntry.of(member_of(built, key), TODAY, "MN-ITS"), result=CheckResult.NOT_ELIGIBLE
    )
    with pytest.raises(InputError) as refusal:
        service(built).check(ACTOR, key, entry)
    assert refusal.value.field == "eligible_until"
    ended = replace(entry, eligible_until=TODAY - timedelta(days=1))
    service(built).check(ACTOR, key, ended)
    assert member_of(built, key).eligible_until == TODAY - timedelta(days=1)


def test_an_older_check_keyed_late_does_not_move_the_day_back(built: Built, key: Id) -> None:
    entry = CheckEntry.of(member_of(built, key), TODAY, "MN-ITS")
    service(built).check(ACTOR, key, entry)
    service(built).check(ACTOR, key, replace(entry, checked_on=TODAY - timedelta(days=40)))
    assert member_of(built, key).checked_on == TODAY


def test_a_check_is_refused_whole(built: Built, key: Id) -> None:
    entry = replace(CheckEntry.of(member_of(built, key), TODAY), checked_on=date(2027, 1, 1))
    with pytest.raises(InputError) as refusal:
        service(built).check(ACTOR, key, entry)
    assert {problem.field for problem in refusal.value.problems} == {"source", "checked_on"}
    with built.store.read() as session:
        assert eligibility.checks(session, key) == ()


def test_somebody_elses_change_is_not_written_over(built: Built, key: Id) -> None:
    before = member_of(built, key)
    built.members.change(ACTOR, key, member_entry(program=Program.RMA))
    entry = CheckEntry.of(before, TODAY, "MN-ITS")
    with pytest.raises(StaleError):
        service(built).check(ACTOR, key, entry, version=before.version)


def test_due_again_after_the_packs_days_or_the_agencys_own() -> None:
    days = eligibility.check_days(SETTINGS, TODAY)
    assert 28 <= days <= 31
    own = replace(SETTINGS, local={"eligibility_check_days": 14})
    assert eligibility.check_days(own, TODAY) == 14
    assert eligibility.is_due(None, TODAY, days)
    assert not eligibility.is_due(TODAY, TODAY + timedelta(days=days), days)
    assert eligibility.is_due(TODAY, TODAY + timedelta(days=days + 1), days)


def test_renewals_are_listed_by_day(built: Built) -> None:
    late = built.members.add(ACTOR, member_entry(renewal_on=date(2026, 12, 9))).id
    gone = built.members.add(ACTOR, member_entry(renewal_on=date(2026, 12, 1))).id
    soon = built.members.add(ACTOR, member_entry(renewal_on=date(2026, 11, 1))).id
    built.members.add(ACTOR, member_entry(renewal_on=date(2027, 2, 1)))
    built.members.archive(ACTOR, gone)
    with built.store.read() as session:
        found = eligibility.renewals(session, date(2026, 12, 31))
    assert [one.member_id for one in found] == [soon, late]
