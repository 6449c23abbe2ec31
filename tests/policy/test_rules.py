"""What the Minnesota rules answer to requests a coordinator hears."""

from typing import Any

import pytest

from nemt_desk.policy.decision import Decision, Outcome
from tests.policy.minnesota import answer, rules


def test_an_ordinary_ride_is_allowed() -> None:
    decision = answer()
    assert decision.outcome is Outcome.ALLOWED
    assert decision.mode == 2
    assert [note.code for note in decision.notes] == ["within_distance"]


@pytest.mark.parametrize(
    ("changes", "outcome", "rule"),
    [
        ({"trip__purpose": "other"}, "not_covered", "S4-010"),
        ({"member__program": "MHN"}, "not_covered", "S4-050"),
        ({"member__program_until": "2026-11-30"}, "not_covered", "S4-050"),
        ({"member__program_from": "2026-12-02"}, "not_covered", "S4-050"),
        ({"member__payer": "mco"}, "refer", "S4-051"),
        ({"member__county": "St. Louis"}, "refer", "MN-005"),
        ({"member__county": "Pine"}, "refer", "S4-013"),
        ({"member__living_arrangement": "42"}, "refer", "S4-080"),
        ({"member__program": "EMA"}, "not_covered", "S4-054"),
        ({"trip__direct_miles": 30.1}, "needs_paper", "S4-061"),
        ({"trip__care": "specialty", "trip__direct_miles": 60.1}, "needs_paper", "S4-062"),
        ({"trip__destination": {"state": "WI"}}, "needs_paper", "S4-153"),
        ({"trip__destination": {"country": "CA"}}, "not_covered", "S3-05"),
        ({"trip__mode": 6}, "refer", "MN-020"),
        ({"member__has_vehicle": True, "trip__mode": 2}, "needs_paper", "S4-101"),
        ({"trip__driver": {"kind": "volunteer", "open_to_all": True}}, "needs_paper", "S4-120"),
        ({"trip__driver": {"kind": "volunteer", "recognized": True}}, "not_covered", "S4-120"),
        ({"trip__member_aboard": False}, "not_covered", "S4-066"),
        (
            {"trip__member_aboard": False, "trip__service": "family_therapy"},
            "needs_paper",
            "S4-067",
        ),
        ({"trip__words": "He has CHEST  pain!"}, "emergency", "S3-06"),
        ({"member__free_ride_available": True}, "not_covered", "MN-082"),
        ({"trip__other_funding": "per_diem"}, "not_covered", "S4-112"),
        ({"trip__other_funding": "waiver"}, "not_covered", "MN-111"),
        ({"trip__ancillary": ["lodging"]}, "needs_paper", "MN-063"),
        (
            {"trip__ancillary": ["meals"], "trip__companions": [{"kind": "attendant"}]},
            "needs_paper",
            "MN-067",
        ),
        ({"trip__vehicle": "ambulance"}, "needs_review", "S4-041"),
        ({"trip__destination": {"enrolled": False}}, "needs_review", "MN-081"),
        ({"trip__service": "nursing_facility_admission"}, "refer", "S4-080"),
        ({"member__has_vehicle": True, "trip__mode": 6}, "refer", "MN-020"),
    ],
)
def test_a_rule_answers_with_its_source_and_outcome(
    changes: dict[str, Any], outcome: str, rule: str
) -> None:
    decision = answer(**changes)
    assert decision.outcome.value == outcome
    assert rule in rules(decision)
    assert all(one.sentence and one.source for one in decision.findings)


@pytest.mark.parametrize(
    "changes",
    [
        {"trip__direct_miles": 30.0},
        {"trip__care": "specialty", "trip__direct_miles": 60},
        {"trip__direct_miles": 45, "trip__authorizations": [{"kind": "distance"}]},
        {"trip__purpose": "appeal_hearing", "trip__direct_miles": 90},
        {"trip__direct_miles": 50, "trip__home_miles": 20},
        {"member__program": "EMA", "trip__routine": False},
        {"member__program": "MNCARE", "member__birth_date": "2010-01-01"},
        {"member__program": "MNCARE", "member__birth_date": None, "member__pregnant": True},
        {"trip__words": "She was in stroked velvet and had backstroke lessons"},
        {
            "member__has_vehicle": True,
            "trip__mode": 2,
            "member__exceptions": [{"kind": "medical", "documented": True, "until": "2026-12-01"}],
        },
        {"trip__driver": {"kind": "volunteer", "relationship": "neighbor"}},
    ],
)
def test_what_cures_or_settles_a_rule(changes: dict[str, Any]) -> None:
    assert answer(**changes).outcome is Outcome.ALLOWED


def test_an_authorization_that_has_run_out_does_not_cure() -> None:
    papers = [{"kind": "distance", "from": "2026-01-01", "until": "2026-11-30"}]
    decision = answer(trip__direct_miles=45, trip__authorizations=papers)
    assert decision.outcome is Outcome.NEEDS_PAPER


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2026-11-24T16:00", "allowed"),  # Wed 25, Fri 27 (a business day), Mon 30, Tue 1
        ("2026-11-25T16:00", "allowed"),  # Thanksgiving is none, Friday counts
        ("2026-11-26T16:00", "allowed"),
        ("2026-11-27T16:00", "needs_review"),
        ("2026-12-02T16:00", "allowed"),  # written down after the ride
    ],
)
def test_notice_counts_business_days(asked: str, expected: str) -> None:
    assert answer(asked_at=asked).outcome.value == expected


def test_local_holidays_and_notice_lie_over_the_pack() -> None:
    closed = {"holidays": ["2026-11-27"]}
    assert answer(asked_at="2026-11-25T09:00").outcome is Outcome.ALLOWED
    assert "MN-085" in rules(answer(asked_at="2026-11-25T09:00", local=closed))
    assert not rules(answer(asked_at="2026-11-30T09:00", local={"notice_business_days": 1}))


@pytest.mark.parametrize(
    ("urgent", "expected"),
    [
        ({"reason": "illness", "verified_by_provider": True}, "allowed"),
        ({"reason": "illness", "verified_by_provider": False}, "needs_review"),
    ],
)
def test_only_a_verified_urgent_need_lifts_the_notice(urgent: Any, expected: str) -> None:
    decision = answer(asked_at="2026-11-30T09:00", trip__urgent=urgent)
    assert decision.outcome.value == expected


def test_a_vehicle_owner_who_asks_for_nothing_gets_mode_1() -> None:
    decision = answer(member__has_vehicle=True)
    assert (decision.outcome, decision.mode) == (Outcome.ALLOWED, 1)
    asking_more = answer(member__has_vehicle=True, trip__mode=3)
    assert (asking_more.outcome, asking_more.mode) == (Outcome.NEEDS_PAPER, 1)


def test_a_relative_drives_as_personal_mileage() -> None:
    driver = {"kind": "volunteer", "relationship": "family", "recognized": False}
    decision = answer(trip__driver=driver)
    assert (decision.outcome, decision.mode) == (Outcome.ALLOWED, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"member__program": None}, "member.program"),
        ({"member__county": None}, "member.county"),
        ({"member__payer": None}, "member.payer"),
        ({"member__living_arrangement": None}, "member.living_arrangement"),
        ({"member__has_vehicle": None}, "member.has_vehicle"),
        ({"trip__care": None, "trip__direct_miles": 40}, "trip.care"),
        ({"trip__direct_miles": None}, "trip.direct_miles"),
        ({"trip__appointment_at": None}, "trip.appointment_at"),
        ({"trip__companions": [{"kind": "parent"}]}, "trip.companions"),
        ({"member__program": "MNCARE", "member__birth_date": None}, "member.birth_date"),
        ({"member__program": "MNCARE", "member__pregnant": None}, "member.pregnant"),
        ({"member__program": "EMA", "trip__routine": None}, "trip.routine"),
        ({"member__free_ride_available": None}, "member.free_ride_available"),
        ({"trip__purpose": None}, "trip.purpose"),
        ({"trip__destination": None}, "trip.destination"),
        ({"trip__destination": {"state": None}}, "trip.destination.state"),
        ({"trip__destination": {"country": None}}, "trip.destination.country"),
        ({"trip__origin": {"kind": "work"}}, "trip.home_miles"),
        ({"trip__member_aboard": None}, "trip.member_aboard"),
        ({"trip__member_aboard": False, "trip__service": None}, "trip.service"),
        ({"trip__discharge": None, "asked_at": "2026-11-30T09:00"}, "trip.discharge"),
        (
            {"trip__driver": {"kind": "volunteer", "recognized": None, "open_to_all": True}},
            "trip.driver.recognized",
        ),
    ],
)
def test_a_missing_fact_is_named(changes: dict[str, Any], field: str) -> None:
    decision = answer(**changes)
    assert decision.outcome is Outcome.NEEDS_REVIEW
    assert [one.facts["field"] for one in decision.findings if one.rule == "FACT"] == [field]


@pytest.mark.parametrize(
    "changes",
    [
        {"trip__care": None, "trip__direct_miles": 20},
        {"member__has_vehicle": None, "trip__mode": 1},
        {"trip__direct_miles": None, "trip__authorizations": [{"kind": "distance"}]},
        {"member__pregnant": None, "member__birth_date": None},
        {"member__program": "MNCARE", "member__birth_date": "2010-01-01", "member__pregnant": None},
        {"trip__routine": None},
        {"trip__discharge": None},
        {"trip__origin": {"kind": "clinic"}, "trip__destination": {"kind": "home"}},
        {"trip__driver": {"kind": "volunteer", "relationship": "pca", "recognized": None}},
        {
            "member__has_vehicle": None,
            "member__exceptions": [{"kind": "medical", "documented": True}],
        },
    ],
)
def test_a_fact_that_nothing_hangs_on_is_not_asked(changes: dict[str, Any]) -> None:
    assert answer(**changes).outcome is Outcome.ALLOWED


def test_each_finding_names_the_paper_that_cures_it() -> None:
    decision = answer(trip__direct_miles=45, trip__destination={"state": "WI"})
    assert {one.rule: one.paper for one in decision.findings} == {
        "S4-061": "distance",
        "S4-153": "out_of_state",
    }


def test_a_decision_kept_before_papers_were_named_is_read() -> None:
    decision = answer(trip__direct_miles=45)
    kept = decision.to_json()
    for one in kept["findings"]:
        del one["paper"]
    assert Decision.from_json(kept).findings[0].paper == ""


def test_the_day_not_known_is_asked_once_and_no_age_is_guessed() -> None:
    decision = answer(
        member__program="MNCARE", trip__appointment_at=None, asked_at=None, member__pregnant=False
    )
    assert decision.outcome is Outcome.NEEDS_REVIEW
    assert "S4-050" not in rules(decision)


def test_the_worst_finding_decides_and_the_others_stay() -> None:
    decision = answer(trip__direct_miles=50, member__payer="mco", trip__purpose="appeal_hearing")
    assert decision.outcome is Outcome.REFER
    both = answer(trip__direct_miles=50, asked_at="2026-11-30T09:00")
    assert [one.outcome.value for one in both.findings] == ["needs_paper", "needs_review"]


def test_who_to_call_is_valid_on_the_rides_day() -> None:
    assert answer(member__county="Anoka").contact.phone == "866-467-1724"
    old = answer("ct", trip__appointment_at="2017-12-29T10:00", asked_at=None)
    new = answer("ct", trip__appointment_at="2018-01-01T10:00", asked_at=None)
    assert (old.contact.phone, new.contact.phone) == ("888-248-9895", "855-478-7350")


def test_notes_and_requirements() -> None:
    decision = answer(
        trip__service="dialysis",
        trip__companions=[
            {"kind": "service_animal"},
            {"kind": "attendant"},
            {"kind": "guardian", "reason": "decisions"},
        ],
    )
    assert {"ask_return_mode", "service_animal_welcome"} <= {note.code for note in decision.notes}
    required = {one.code for one in decision.requirements}
    assert required == {"responsible_person", "attendant_name", "trip_record"}
    one_way = answer(trip__service="dialysis", trip__return="none")
    assert "ask_return_mode" not in {note.code for note in one_way.notes}


@pytest.mark.parametrize(
    ("checked_on", "expected"), [("2026-11-30", "refer"), ("2026-12-01", "allowed")]
)
def test_discharge_while_the_code_is_not_set(checked_on: str, expected: str) -> None:
    decision = answer(checked_on=checked_on, trip__discharge=True, trip__admitted_on="2026-08-31")
    assert decision.outcome.value == expected


def test_a_decision_survives_being_kept() -> None:
    decision = answer(trip__direct_miles=50, member__payer="mco", trip__service="dialysis")
    assert Decision.from_json(decision.to_json()) == decision
