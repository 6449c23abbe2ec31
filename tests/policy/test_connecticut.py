"""Connecticut: what is said to a coordinator, beside what the case file tries."""

from datetime import date
from typing import Any

import pytest

from nemt_desk.policy.decision import Outcome
from nemt_desk.policy.packs import load
from tests.policy.asked import asked, papers

BASE: dict[str, Any] = {
    "pack": "ct",
    "asked_at": "2026-10-05T09:00",
    "member": {"birth_date": "1986-09-09", "program": "HUSKY_A", "town": "Norwich"},
    "trip": {
        "service": "office_visit",
        "appointment_at": "2026-10-20T10:00",
        "direct_miles": 6.0,
        "origin": {"kind": "home", "town": "Norwich"},
        "destination": {"kind": "clinic", "town": "Groton"},
    },
}
FAR = {"kind": "hospital", "town": "Providence", "state": "RI"}
SCHOOL = {"trip__service": "after_school_treatment", "member__birth_date": "2009-01-01"}


@pytest.mark.parametrize(
    ("changes", "sentence", "paper"),
    [
        ({"member__program": "HUSKY_B"}, "(HUSKY B) gives no rides", ""),
        ({"trip__vehicle": "ambulance"}, "An ambulance is not arranged inside the state", ""),
        ({"trip__destination": FAR}, "to another state (RI)", "out_of_state"),
        (
            {"local": {"far_miles": 40}, "trip__direct_miles": 52.5},
            "52.5 miles from home. Beyond 40 miles",
            "medical_need",
        ),
        ({**SCHOOL, "trip__school_closed": ["Groton"]}, "closed in Groton:", ""),
        (
            {**SCHOOL, "trip__school_closed": ["GROTON", "norwich", "Hartford"]},
            "closed in Norwich and Groton:",
            "",
        ),
        ({"member__birth_date": "2015-01-01"}, "is 11: under 12", "escort"),
        ({"member__birth_date": "2012-01-01"}, "is 14: from 12 to 15", "travel_alone"),
        ({"asked_at": "2026-10-19T09:00"}, "Short notice: 1 of 2 business days.", ""),
        (
            {"asked_at": "2026-10-16T09:00", "trip__vehicle": "bus"},
            "Short notice: 2 of 5 business days.",
            "",
        ),
    ],
)
def test_a_finding_says_why_with_what_and_which_paper_cures_it(
    changes: dict[str, Any], sentence: str, paper: str
) -> None:
    (finding,) = asked(BASE, **changes).findings
    assert sentence in finding.sentence
    assert finding.cure
    assert finding.paper == paper


def test_an_ambulance_out_of_state_names_each_paper_that_is_missing() -> None:
    away = {"trip__vehicle": "ambulance", "trip__destination": FAR}
    assert papers(asked(BASE, **away)) == [
        "out_of_state",
        "ambulance",
        "specialized_transportation_form",
    ]
    form = {"member__documents": ["specialized_transportation_form"]}
    assert papers(asked(BASE, **away, **form)) == ["ambulance"]
    approval = {"trip__authorizations": [{"kind": "ambulance"}]}
    assert asked(BASE, **away, **form, **approval).outcome is Outcome.ALLOWED


def test_a_flagged_child_needs_an_adult_in_spite_of_the_consent() -> None:
    child = {
        "member__birth_date": "2012-01-01",
        "member__consents": [{"kind": "travel_alone", "signed": True}],
    }
    assert asked(BASE, **child).outcome is Outcome.ALLOWED
    (finding,) = asked(BASE, **child, member__behavior_flag=True).findings
    assert (finding.rule, finding.paper) == ("S1-25", "")
    with_adult = {"trip__companions": [{"kind": "adult"}]}
    flagged = asked(BASE, **child, **with_adult, member__behavior_flag=True)
    assert flagged.outcome is Outcome.ALLOWED


@pytest.mark.parametrize(
    ("day", "phone"),
    [("2017-12-31", "888-248-9895"), ("2018-01-01", "855-478-7350")],
)
def test_the_number_goes_by_the_appointment_not_the_call(day: str, phone: str) -> None:
    decision = asked(BASE, asked_at="2017-12-20T09:00", trip__appointment_at=f"{day}T10:00")
    assert decision.contact.phone == phone


@pytest.mark.parametrize(
    ("day", "broker"),
    [
        (date(2017, 12, 31), "LogistiCare"),
        (date(2018, 1, 1), "Veyo"),
        (date(2020, 12, 31), "Veyo"),
        (date(2021, 1, 1), "MTM Health"),
    ],
)
def test_brokers_follow_one_another(day: date, broker: str) -> None:
    assert load("ct").amount("broker", day, {}) == broker


def test_figures_and_what_was_not_found() -> None:
    pack, day = load("ct"), date(2026, 10, 20)
    assert pack.amount("ready_before_appointment_min", day, {}) == 60
    assert pack.amount("discharge_ambulance_days", day, {}) == 3
    assert pack.amount("rate_mode_1_mile", day, {}) is None
    assert pack.amount("late_scheduled_min", day, {}) is None
    assert pack.figure("mileage_log", date(2023, 8, 31)) is None
    assert pack.figure("mileage_log", date(2023, 9, 1)) is not None
    assert pack.appeal is None


def test_juneteenth_is_a_holiday_from_the_day_it_became_one() -> None:
    holidays = load("ct").holidays
    assert date(2020, 6, 19) not in holidays
    assert date(2021, 6, 18) in holidays
    assert min(holidays).year == 2016
    assert max(holidays).year == 2029


def test_the_way_of_a_discharge_ambulance_is_told() -> None:
    decision = asked(BASE, trip__discharge=True, trip__vehicle="ambulance")
    assert decision.outcome is Outcome.NOT_COVERED
    told = {one.rule: one.sentence for one in decision.notes}
    assert "within three business days" in told["CT-021"]
