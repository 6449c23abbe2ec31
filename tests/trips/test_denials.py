"""Formal notices: the days are counted to the letter and stay as they were printed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from nemt_desk.ground.errors import InputError, RefusedError
from nemt_desk.ground.ids import Id
from nemt_desk.ground.settings import Settings
from nemt_desk.policy.decision import Contact, Decision, Finding, Outcome
from nemt_desk.security import trail
from nemt_desk.trips import queries
from nemt_desk.trips.denials import DenialService, NewDenial, denial, denial_paper, denials
from nemt_desk.trips.rows import DenialAction, NewUnmet
from reports.denial_notice import denial_notice
from tests.factories import ACTOR, NOW, READER, TODAY
from tests.reports.reading import pages, text
from tests.trips.conftest import Desk

FINDING = Finding(
    "S4-061",
    ("S4-062", "MN-026"),
    Outcome.NOT_COVERED,
    "57.2 miles from home; the limit is 30.",
    "Seed 004, L101",
    "",
)
DECISION = Decision(
    Outcome.NOT_COVERED, (FINDING,), (), 2, "", Contact("MTM-MNET", "866-467-1724"), ()
).to_json()


def service(desk: Desk, settings: Settings | None = None) -> DenialService:
    return DenialService(desk.built.store, lambda: settings or desk.settings)


def new(desk: Desk, **changes: Any) -> NewDenial:
    known = NewDenial(
        member_id=desk.member_id, reason="No authorization came back", decision=DECISION
    )
    return replace(known, **changes)


def printed(desk: Desk, key: Id, settings: Settings | None = None) -> bytes:
    with desk.built.store.read() as session:
        paper = denial_paper(session, settings or desk.settings, key, NOW)
    return denial_notice(paper)


def test_the_days_to_appeal_are_counted_from_the_mailing(desk: Desk) -> None:
    saved = service(desk).deny(ACTOR, new(desk, mailed_on=date(2026, 11, 24)))
    with desk.built.store.read() as session:
        kept = denial(session, saved.id)
    assert kept.appeal_by == date(2026, 12, 24)
    assert kept.late_appeal_by == date(2027, 2, 22)
    assert kept.keep_by is None, "a ride that was never given can't go on"
    assert (kept.rule, kept.reason) == ("S4-061", "No authorization came back")


@pytest.mark.parametrize(
    ("effective", "keep_by"),
    [
        # Mailed 24 Nov: ten days of mailing, or the day before the change if that is later.
        (date(2026, 12, 4), date(2026, 12, 4)),
        (date(2026, 12, 5), date(2026, 12, 4)),
        (date(2026, 12, 20), date(2026, 12, 19)),
    ],
)
def test_rides_go_on_for_who_appeals_in_time(desk: Desk, effective: date, keep_by: date) -> None:
    notice = new(desk, action=DenialAction.REDUCED, effective_on=effective)
    saved = service(desk).deny(ACTOR, notice)
    with desk.built.store.read() as session:
        assert denial(session, saved.id).keep_by == keep_by


@pytest.mark.parametrize("action", [DenialAction.REDUCED, DenialAction.ENDED])
def test_a_reduction_is_told_ten_days_ahead(desk: Desk, action: DenialAction) -> None:
    for effective in (None, TODAY, TODAY + timedelta(days=9)):
        with pytest.raises(InputError) as refusal:
            service(desk).deny(ACTOR, new(desk, action=action, effective_on=effective))
        assert refusal.value.field == "effective_on"
    service(desk).deny(ACTOR, new(desk, action=action, effective_on=TODAY + timedelta(days=10)))
    with desk.built.store.read() as session:
        assert len(denials(session, desk.member_id)) == 1


def test_the_notice_states_action_reason_rule_and_the_right_to_appeal(desk: Desk) -> None:
    pdf = printed(desk, service(desk).deny(ACTOR, new(desk)).id)
    (page,) = pages(pdf)
    for words in (
        "Notice of denial",
        "Schroeder, Ann M.",
        "27614 County Road 63, Bovey, MN 55709",
        "Mailed on Tue 24 Nov 2026",
        "The ride asked for is denied.",
        "No authorization came back",
        "57.2 miles from home; the limit is 30.",
        "S4-061, S4-062, MN-026; Seed 004, L101",
        "within 30 days of this notice; with good cause, within 90 days",
        "DHS-0033",
        "Ask for an appeal by: Thu 24 Dec 2026",
        "Mon 22 Feb 2027",
        "Perch County Rides: 218-555-0100",
        "MTM-MNET: 866-467-1724",
    ):
        assert words in page, words
    assert "go on until the appeal is decided, ask for it by" not in page


def test_a_notice_printed_again_says_the_same(desk: Desk) -> None:
    saved = service(desk).deny(ACTOR, new(desk))
    first = text(printed(desk, saved.id))
    desk.built.clock.set(NOW + timedelta(days=40))
    assert text(printed(desk, saved.id)) == first


def test_where_no_appeal_rule_is_known_the_notice_says_so_and_leaves_lines(desk: Desk) -> None:
    missouri = replace(desk.settings, pack="mo")
    saved = service(desk, missouri).deny(ACTOR, new(desk))
    (page,) = pages(printed(desk, saved.id, missouri))
    assert "No appeal rule of this state is on file" in page
    assert "By which day" in page
    assert "30 days" not in page
    with desk.built.store.read() as session:
        assert denial(session, saved.id).appeal_by is None


def test_turning_down_keeps_the_unmet_need_and_its_notice_in_one_act(desk: Desk) -> None:
    unmet = NewUnmet(
        member_id=desk.member_id,
        day=TODAY + timedelta(days=7),
        reason="Not a covered service",
        place_id=desk.clinic_id,
        decision=DECISION,
        reason_code="rules",
        asked_by="daughter",
        appointment_at=desk.at("10:30", TODAY + timedelta(days=7)),
    )
    saved = service(desk).turn_down(ACTOR, unmet)
    page = text(printed(desk, saved.id))
    assert "Tue 1 Dec 2026, appointment 10:30 a.m." in page
    assert "Lakeside Clinic" in page
    with desk.built.store.read() as session:
        (kept,) = queries.unmet_between(session, TODAY, TODAY + timedelta(days=30))
        assert denial(session, saved.id).unmet_id == kept.id
        assert {row.act for row in trail.history(session, saved.id)} == {
            row.act for row in trail.history(session, kept.id)
        }
    desk.built.store.undo(ACTOR, saved.changes)
    with desk.built.store.read() as session:
        assert queries.unmet_between(session, TODAY, TODAY + timedelta(days=30)) == []
        assert denials(session) == ()


def test_a_notice_needs_a_member_and_a_reason(desk: Desk) -> None:
    with pytest.raises(InputError) as refusal:
        service(desk).turn_down(ACTOR, NewUnmet(member_id=None, day=TODAY, reason="far"))
    assert refusal.value.field == "member"
    with pytest.raises(InputError) as refusal:
        service(desk).deny(ACTOR, new(desk, reason="  "))
    assert refusal.value.field == "reason"


def test_an_appeal_and_its_result_stay_with_the_notice(desk: Desk) -> None:
    office = service(desk)
    key = office.deny(ACTOR, new(desk, mailed_on=TODAY - timedelta(days=3))).id
    for day in (TODAY - timedelta(days=4), TODAY + timedelta(days=1)):
        with pytest.raises(InputError):
            office.note_appeal(ACTOR, key, day)
    office.note_appeal(ACTOR, key, TODAY)
    office.note_result(ACTOR, key, "Upheld")
    with desk.built.store.read() as session:
        kept = denial(session, key)
    assert (kept.appealed_on, kept.result) == (TODAY, "Upheld")


def test_a_reader_makes_no_notice(desk: Desk) -> None:
    with pytest.raises(RefusedError):
        service(desk).deny(READER, new(desk))
